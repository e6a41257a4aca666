//! Words, numbers and days as people write them, told from their text alone.

pub(super) mod answered;
pub(super) mod code;
pub(super) mod date;
pub(super) mod dated;
pub(super) mod duration;
pub(super) mod meant;
pub(crate) mod missing;
pub(super) mod name;
pub(super) mod number;
pub(super) mod part;
pub(super) mod scale;
pub(super) mod stated;
pub(super) mod unit;
pub(super) mod words;
