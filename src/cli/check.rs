//! `nytta check`: definitions, codelists, register, targets and texts.

use std::path::Path;

use super::output::{Output, rendered};
use super::{Common, Ended, Stop};
use crate::diagnostic;
use crate::pipeline;
use crate::project::Folder;

pub(super) fn run(project: &Path, common: &Common, output: &Output) -> Result<Ended, Stop> {
    let folder = Folder::read(project)?;
    let (loaded, diagnostics) = match pipeline::load(&folder) {
        Ok(loaded) => {
            let mut diagnostics = loaded.diagnostics.clone();
            diagnostics.extend(pipeline::check_templates(&folder, &loaded));
            (Some(loaded), diagnostics)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    let languages = common.languages(loaded.as_ref());
    output.print(&rendered(&diagnostics, &languages, &folder));
    if let Some(loaded) = &loaded {
        let definitions = &loaded.definitions;
        output.print(&format!(
            "{}, {}, {}, {}: {}\n",
            super::counted(definitions.indicators.len(), "indicator"),
            super::counted(definitions.datasets.len(), "dataset"),
            super::counted(definitions.codelists.len(), "codelist"),
            super::counted(loaded.register.organisations.len(), "organisation"),
            super::validate::totals(&diagnostics),
        ));
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Ended::Errors } else { Ended::Done })
}
