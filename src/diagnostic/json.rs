//! Findings as JSON, for programs.

use serde::Serialize;

use super::Diagnostic;
use crate::personal::masked;

/// One finding as programs read it; what does not apply is null.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    rule: String,
    severity: &'static str,
    sheet: Option<String>,
    row: Option<u32>,
    column: Option<String>,
    cell: Option<String>,
    field: Option<String>,
    value: Option<String>,
    message: String,
    hint: Option<String>,
}

impl Finding {
    /// A finding in the first of `languages` its texts exist in.
    pub fn new(diagnostic: &Diagnostic, languages: &[String]) -> Self {
        let hint = diagnostic.hint.in_language(languages);
        Self {
            file: None,
            rule: diagnostic.rule.clone(),
            severity: diagnostic.severity.word(),
            sheet: diagnostic.span.sheet.as_deref().map(str::to_owned),
            row: diagnostic.span.row,
            column: diagnostic.column.clone(),
            cell: diagnostic.span.cell(),
            field: diagnostic.field.clone(),
            value: diagnostic.value.clone(),
            message: diagnostic.message.in_language(languages).into_owned(),
            hint: (!hint.is_empty()).then(|| hint.into_owned()),
        }
    }

    /// A finding that stands in no list of its file's own, and so names the file it is about.
    pub fn with_file(diagnostic: &Diagnostic, languages: &[String]) -> Self {
        Self { file: diagnostic.span.file.as_deref().map(masked), ..Self::new(diagnostic, languages) }
    }
}
