//! Withholds what could identify; the only maker of a `Release`.

pub mod release;

pub use release::Release;
