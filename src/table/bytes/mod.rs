//! The bytes of a file: what it is, how it is encoded, and what its cells hold where bytes alone tell.

pub(super) mod decode;
pub mod encoding;
pub(super) mod figure;
pub mod foreign;
pub(super) mod piece;
pub(super) mod plain;
