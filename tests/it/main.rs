//! Integration tests, one binary so that typst is linked once.

mod architecture;
mod cli;
mod definition;
mod disclosure;
mod expression;
mod measure;
mod orebro_lan;
mod record;
mod register;
mod report;
mod small;
mod subtract;
mod table;
mod validate;
