//! `nytta check`: definitions, codelists, register, targets and texts.

use std::path::Path;

use super::output::{Output, rendered};
use super::words::{Language, Noun};
use super::{Common, Ended, Stop};
use crate::diagnostic;
use crate::pipeline;
use crate::project::Folder;

pub(super) fn run(project: &Path, common: &Common, output: &Output) -> Result<Ended, Stop> {
    let folder = Folder::read(project)?;
    output.stands_on(&folder);
    let (loaded, diagnostics) = match pipeline::load(&folder) {
        Ok(loaded) => {
            let mut diagnostics = loaded.diagnostics.clone();
            diagnostics.extend(pipeline::check_templates(&folder, &loaded, &super::workbooks()?));
            (Some(loaded), diagnostics)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    let languages = match &loaded {
        Some(loaded) => common.languages(Some(loaded)),
        None => common.languages_of_folder(&folder),
    };
    output.speak(Language::of(&languages));
    output.print(&rendered(&diagnostics, &languages, &folder));
    if let Some(loaded) = &loaded {
        let (definitions, words) = (&loaded.definitions, output.language().common());
        output.print(&format!(
            "{}, {}, {}, {}{} {}\n",
            output.counted(definitions.indicators.len(), Noun::Indicator),
            output.counted(definitions.datasets.len(), Noun::Dataset),
            output.counted(definitions.codelists.len(), Noun::Codelist),
            output.counted(loaded.register.organisations.len(), Noun::Organisation),
            words.colon(),
            words.totals(diagnostics.iter()),
        ));
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Ended::Errors } else { Ended::Done })
}
