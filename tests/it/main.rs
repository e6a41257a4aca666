//! Integration tests, one binary so that typst is linked once.

mod architecture;
mod definition;
mod expression;
mod record;
mod register;
mod table;
mod validate;
