//! Findings as text, for a terminal: tables by row and column, definitions with a caret under the fault.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::personal::masked;

/// The few words that stand between a finding's own texts.
struct Words {
    error: &'static str,
    warning: &'static str,
    note: &'static str,
    help: &'static str,
    row: &'static str,
    column: &'static str,
    sheet: &'static str,
}

fn words(languages: &[String]) -> &'static Words {
    const SWEDISH: Words = Words {
        error: "fel",
        warning: "varning",
        note: "notis",
        help: "råd",
        row: "rad",
        column: "kolumn",
        sheet: "blad",
    };
    const ENGLISH: Words = Words {
        error: "error",
        warning: "warning",
        note: "note",
        help: "help",
        row: "row",
        column: "column",
        sheet: "sheet",
    };
    match languages.iter().find(|language| matches!(language.as_str(), "sv" | "en")).map(String::as_str) {
        Some("sv") => &SWEDISH,
        _ => &ENGLISH,
    }
}

/// Renders findings file by file, with ANSI colours that the face may strip.
///
/// `text` gives a file's text where a caret can be drawn under it: definitions and templates.
pub fn render<'a>(diagnostics: &[Diagnostic], languages: &[String], text: &dyn Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    let mut heading: Option<&str> = None;
    for diagnostic in diagnostics {
        let file = diagnostic.span.file.as_deref();
        if let Some(path) = file
            && let Some(source) = text(path)
            && let Some((from, to)) = drawn(diagnostic, source)
        {
            heading = None;
            out.push_str(&caret(diagnostic, languages, path, source, (from, to)));
            out.push_str("\n\n");
            continue;
        }
        if file != heading {
            heading = file;
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            let _ = writeln!(out, "\u{1b}[1m{}\u{1b}[0m", plain(&masked(file.unwrap_or("-"))));
        }
        line(&mut out, diagnostic, languages);
    }
    out
}

/// The bytes to draw a caret under; of a place that has but its line, the line.
fn drawn(diagnostic: &Diagnostic, source: &str) -> Option<(usize, usize)> {
    if let Some((from, to)) = diagnostic.span.bytes {
        return (to <= source.len()).then_some((from, to));
    }
    let row = usize::try_from(diagnostic.span.row?).ok()?;
    let line = source.split_inclusive('\n').nth(row.checked_sub(1)?)?;
    let from = source.split_inclusive('\n').take(row - 1).map(str::len).sum::<usize>();
    let indent = line.len() - line.trim_start().len();
    Some((from + indent, from + line.trim_end().len().max(indent)))
}

/// Text of others without what would move the cursor or paint the terminal.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn line(out: &mut String, diagnostic: &Diagnostic, languages: &[String]) {
    let words = words(languages);
    let (word, colour) = match diagnostic.severity {
        Severity::Error => (words.error, "31;1"),
        Severity::Warning => (words.warning, "33;1"),
        Severity::Note => (words.note, "36"),
    };
    let _ = write!(out, "  \u{1b}[{colour}m{word}\u{1b}[0m ");
    let mut place = Vec::new();
    if let Some(sheet) = &diagnostic.span.sheet {
        place.push(format!("{} '{}'", words.sheet, plain(sheet)));
    }
    if let Some(row) = diagnostic.span.row {
        place.push(format!("{} {row}", words.row));
    }
    let letters = diagnostic.span.column.map(crate::source::column_letters);
    match (letters, &diagnostic.column) {
        (Some(letters), Some(header)) => place.push(format!("{} {letters} '{}'", words.column, plain(header))),
        (Some(letters), None) => place.push(format!("{} {letters}", words.column)),
        (None, Some(header)) => place.push(format!("{} '{}'", words.column, plain(header))),
        (None, None) => {}
    }
    if !place.is_empty() {
        let _ = write!(out, "{}: ", place.join(", "));
    }
    let message = plain(diagnostic.message.in_language(languages));
    let _ = writeln!(out, "{message} \u{1b}[2m[{}]\u{1b}[0m", diagnostic.rule);
    let hint = diagnostic.hint.in_language(languages);
    if !hint.is_empty() {
        let _ = writeln!(out, "    → {}", plain(hint));
    }
}

fn caret(
    diagnostic: &Diagnostic,
    languages: &[String],
    path: &str,
    source: &str,
    (from, to): (usize, usize),
) -> String {
    let words = words(languages);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(words.error),
        Severity::Warning => Level::WARNING.with_name(words.warning),
        Severity::Note => Level::NOTE.with_name(words.note),
    };
    let hint = diagnostic.hint.in_language(languages);
    let first = source[..from].rfind('\n').map_or(0, |at| at + 1);
    let last = source[to..].find('\n').map_or(source.len(), |at| to + at);
    let mut group =
        level.clone().primary_title(diagnostic.message.in_language(languages)).id(&diagnostic.rule).element(
            Snippet::source(&source[first..last])
                .line_start(usize::try_from(diagnostic.span.row.unwrap_or(1)).unwrap_or(1))
                .path(path)
                .annotation(AnnotationKind::Primary.span(from - first..to - first)),
        );
    if !hint.is_empty() {
        group = group.element(Level::HELP.with_name(words.help).message(hint));
    }
    Renderer::styled().render(&[group])
}
