//! Nytta: social impact measurement and reporting.
//!
//! ```text
//! bytes ─decode─▶ records ─parse─▶ Table batches ─validate─▶ Diagnostics
//!  CSV/XLSX        exact places     typed columns  ─measure──▶ Observations ─disclosure─▶ Release ─▶ report
//! ```
//!
//! Bytes fall in at the top; every room hands the next one a plain value; nothing looks back. The floors of the house,
//! and which room may name which, stand as data in `tests/it/architecture.rs`, which guards them.
//!
//! # Steps
//! - [`project`] reads a folder, of which a [`shelf`] keeps the large files used last at hand, [`definition`] what its YAML says,
//!   with [`expression`]s checked on the way.
//! - [`table`] turns submitted files into typed batches, [`register`] knows the organisations over time.
//! - [`validate`] finds faults and accepts rows, [`measure`] makes observations of them.
//! - [`form`] asks for a dataset, and gives a submission back with its findings marked.
//! - [`disclosure`] clears them as a [`disclosure::Release`], the only thing that [`report`] can print.
//! - [`pdf`] reads a report that came back, so that [`pipeline::verify`] can hold it against the project.
//! - [`money`] tells amounts by dated rates and indices, [`valuation`] what outcomes may be worth: both of a Release alone.
//! - [`pipeline`] is the only place where the stages meet.

pub mod assurance;
pub mod cli;
pub mod definition;
pub mod diagnostic;
pub mod digest;
pub mod disclosure;
pub mod expression;
pub mod form;
pub mod identifier;
pub mod ledger;
pub mod measure;
pub mod money;
mod month;
pub mod number;
pub mod pdf;
pub mod personal;
pub mod pipeline;
pub mod plan;
pub mod project;
pub mod record;
pub mod register;
pub mod report;
pub mod rule;
pub mod shelf;
pub mod source;
pub mod table;
pub mod text;
pub mod validate;
pub mod valuation;
pub mod value;
pub mod worker;

/// What made a figure or a report: the program with its version.
pub const ENGINE: &str = concat!("nytta ", env!("CARGO_PKG_VERSION"));
