//! What validating told, put to the files that it is about.

use super::{File, Validation, asked};
use crate::validate::Validated;

/// The position of a file among those that are sorted by their paths.
pub(super) fn place_of(files: &[File], path: &str) -> Option<usize> {
    files.binary_search_by(|file| file.reading.file.as_str().cmp(path)).ok()
}

/// Adds what validating a dataset and period told to the files that it is about, and the rest to the whole.
pub(super) fn add(files: &mut [File], validation: &mut Validation, period: &str, validated: Validated, dataset: &str) {
    for file in files.iter_mut() {
        if let Some((accepted, rejected)) = validated.counts.get(&file.reading.file) {
            file.accepted += accepted;
            file.rejected += rejected;
        }
    }
    for read in validated.read {
        let at = place_of(files, &read.file).expect("the file was read");
        files[at].organisations.extend(read.senders);
        files[at].diagnostics.extend(read.findings);
    }
    for diagnostic in validated.diagnostics {
        match diagnostic.span.file.as_deref().and_then(|path| place_of(files, path)) {
            Some(at) => {
                let diagnostic = asked::placed(diagnostic, &files[at].reading);
                files[at].diagnostics.push(diagnostic);
            }
            None => validation.diagnostics.push(diagnostic),
        }
    }
    let not_compared = validation.not_compared.entry(period.to_owned()).or_default();
    for (check, times) in validated.not_compared {
        *not_compared.entry(check).or_insert(0) += times;
    }
    validation.rows.insert((dataset.to_owned(), period.to_owned()), validated.accepted);
}
