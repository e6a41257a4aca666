//! One cell: its text into a value, and how a finding shows it.

pub(super) mod display;
pub(super) mod fault;
pub(super) mod parse;
pub(super) mod plainly;
