//! Integration tests.

mod record;
