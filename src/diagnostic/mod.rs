//! One finding: which rule, where, what stands there, what to do.

pub mod figure;
pub mod group;
pub mod html;
pub mod json;
mod said;
pub mod sarif;
pub mod terminal;
pub mod words;

use std::sync::Arc;

use crate::personal::masked;
use crate::rule;
pub use crate::rule::Severity;
use crate::source::Span;
use crate::text::{self, Text};
pub use said::Said;
use said::Values;

/// One finding of one rule at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Built-in rule (`unknown-code`) or a dataset's check (`enterprise_year.fte_chain`).
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub span: Span,
    /// Further places that it is about as much, in order.
    pub also: Vec<Span>,
    /// Header of the column as it is written in the file.
    pub column: Option<String>,
    /// Field of the dataset.
    pub field: Option<String>,
    /// What stands there, as written. Never a personal identity number.
    pub value: Option<String>,
    /// The value is a number that a workbook holds, which each language writes in its own way.
    pub is_figure: bool,
    /// One line.
    pub message: Said,
    /// What to do about it.
    pub hint: Said,
}

impl Diagnostic {
    /// A finding of a built-in rule; `values` fill the places of its message and hint. Of a person's number
    /// they show nothing.
    ///
    /// A line of the hint that has a place without a value, such as "did you mean '{nearest}'?", is left out.
    ///
    /// # Panics
    /// When no rule has that name: every rule that is used has its page.
    pub fn new(rule: &str, span: Span, values: &[(&str, &str)]) -> Self {
        Self::worded(rule, span, values, &[])
    }

    /// A finding of a built-in rule as [`Diagnostic::new`] makes it, with `words` that differ between languages.
    ///
    /// # Panics
    /// When no rule has that name.
    pub fn worded(rule: &str, span: Span, values: &[(&str, &str)], words: &[(&str, &Text)]) -> Self {
        let rule = rule::find(rule).unwrap_or_else(|| panic!("no page tells of the rule '{rule}'"));
        let of_all = values.iter().map(|&(name, value)| (name.to_owned(), masked(value))).collect();
        let words = words.iter().map(|&(name, word)| (name.to_owned(), word.each(masked))).collect();
        let values = Arc::new(Values { of_all, words });
        let is_of_form = span.turned && !rule.of_form.0.is_empty();
        let (message, hint) = if is_of_form { (&rule.of_form.0, &rule.of_form.1) } else { (&rule.message, &rule.hint) };
        Self {
            rule: rule.name.clone(),
            severity: if rule.beta { Severity::Note } else { rule.severity },
            span,
            also: Vec::new(),
            column: None,
            field: None,
            value: values.of_all.iter().find(|(name, _)| name == "value").map(|(_, value)| value.clone()),
            is_figure: false,
            message: Said::message(message, &values),
            hint: Said::hint(hint, &values),
        }
    }

    /// The finding that a file of the project is not UTF-8, with the way out that its kind has.
    pub fn not_utf_8(path: &str) -> Self {
        let is_table = path.to_lowercase().ends_with(".csv");
        let way = if is_table { ("table", path) } else { ("text", path) };
        Self::new("not-utf-8", Span::file(path), &[("file", path), way])
    }

    /// Says which column of a table it is about.
    #[must_use]
    pub fn in_column(self, header: Option<&str>, field: &str) -> Self {
        let placed = if let Some(header) = header { self.under(header) } else { Self { column: None, ..self } };
        Self { field: Some(field.to_owned()), ..placed }
    }

    /// Says under which header it stands.
    #[must_use]
    pub fn under(mut self, header: &str) -> Self {
        self.column = Some(masked(header));
        self
    }

    /// What stands there, as a reader of the first known of some languages sees it.
    pub fn shown_value(&self, languages: &[String]) -> String {
        let value = self.value.as_deref().unwrap_or_default();
        if self.is_figure { figure::written(value).in_language(languages).to_owned() } else { value.to_owned() }
    }

    /// Changes how bad it is.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// The lines of a hint whose places all have a value, in one line.
fn filled_lines<'v>(hint: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let has_value = |place: &&str| value(place).is_some_and(|value| !value.is_empty());
    let is_whole = |line: &&str| text::places(line).iter().all(has_value);
    text::fill_with(&hint.lines().filter(is_whole).collect::<Vec<_>>().join(" "), &value)
}

/// Puts findings in the order of their places, worst first at the same place.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.span, a.severity, &a.rule).cmp(&(&b.span, b.severity, &b.rule)));
}

/// True when one of the findings is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
