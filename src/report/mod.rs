//! A release set in type: page model, template, typst, PDF.

pub mod amount;
pub mod sentences;
pub mod target;
pub mod template;
pub mod typeset;
pub mod voice;
