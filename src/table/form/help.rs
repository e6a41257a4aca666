//! The texts that a form prints beside its questions, known again.

use crate::definition::dataset::Dataset;
use crate::table::spelling::words::plain;
use crate::text::Text;

/// True for what a dataset itself says of its fields: what is counted, and where it is found. A form writes before it how a
/// day is written.
pub(in crate::table) fn is_help(text: &str, dataset: &Dataset) -> bool {
    let written = plain(text);
    let says =
        |said: &Text| said.0.values().map(|said| plain(said)).any(|said| !said.is_empty() && written.ends_with(&said));
    !written.is_empty() && dataset.fields.iter().any(|field| says(&field.help) || says(&field.where_to_find))
}
