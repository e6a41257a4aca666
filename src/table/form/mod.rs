//! Forms that this program made: known again, with what they ask and what stands beside their questions.

pub(super) mod copied;
pub mod printed;
pub(super) mod questions;
pub(super) mod returned;
pub mod stamped;
