//! Integration tests.

mod record;
mod register;
mod validate;
