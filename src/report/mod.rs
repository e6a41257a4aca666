//! A release set in type: page model, template, typst, PDF.

pub mod template;
pub mod typeset;
