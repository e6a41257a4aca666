//! Integration tests, one binary so that typst is linked once.

mod architecture;
mod definition;
mod record;
mod register;
mod report;
mod validate;
