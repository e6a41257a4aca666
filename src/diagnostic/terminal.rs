//! Findings as text, for a terminal: tables by row and column, definitions with a caret under the fault.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::group::{Group, SHOWN, cell_or_line, groups};
use super::words::{Forms, Words, words};
use super::{Diagnostic, Severity};
use crate::personal::{self, masked};

/// Renders findings file by file, with ANSI colours that the face may strip.
///
/// `text` gives a file's text where a caret can be drawn under it: definitions and templates.
pub fn render<'a>(diagnostics: &[Diagnostic], languages: &[String], text: &dyn Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    for of_file in diagnostics.chunk_by(|one, next| one.span.file == next.span.file) {
        let file = of_file[0].span.file.as_deref();
        let source = file.and_then(text);
        let place = |diagnostic: &Diagnostic| source.and_then(|source| Some((source, drawn(diagnostic, source)?)));
        let (under, listed): (Vec<Diagnostic>, Vec<Diagnostic>) =
            of_file.iter().cloned().partition(|diagnostic| place(diagnostic).is_some());
        for diagnostic in &under {
            let Some((source, bytes)) = place(diagnostic) else { continue };
            out.push_str(&caret(diagnostic, languages, file.unwrap_or("-"), source, bytes));
            out.push_str("\n\n");
        }
        if listed.is_empty() {
            continue;
        }
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        let _ = writeln!(out, "\u{1b}[1m{}\u{1b}[0m", plain(&masked(file.unwrap_or("-"))));
        for group in groups(&listed) {
            lines(&mut out, &group, languages);
        }
    }
    out
}

/// The bytes to draw a caret under, unless a person's number stands in their lines.
fn drawn(diagnostic: &Diagnostic, source: &str) -> Option<(usize, usize)> {
    place(diagnostic, source).filter(|bytes| !personal::holds_number(&source[lines_of(source, *bytes)]))
}

/// The bytes of the lines that some bytes are in.
fn lines_of(source: &str, (from, to): (usize, usize)) -> Range<usize> {
    let first = source[..from].rfind('\n').map_or(0, |at| at + 1);
    first..source[to..].find('\n').map_or(source.len(), |at| to + at)
}

/// The bytes of a place; of one that has but its line, the line.
fn place(diagnostic: &Diagnostic, source: &str) -> Option<(usize, usize)> {
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
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A group: what is wrong, at its first places, and what to do about it.
fn lines(out: &mut String, group: &Group, languages: &[String]) {
    let words = words(languages);
    let colour = match group.severity() {
        Severity::Error => "31;1",
        Severity::Warning => "33;1",
        Severity::Note => "36",
    };
    let rule = format!("\u{1b}[2m[{}]\u{1b}[0m", group.first().rule);
    let colon = words.colon();
    let _ = write!(out, "  \u{1b}[{colour}m{}{colon}\u{1b}[0m ", words.of(group.severity()).one);
    let count = group.findings.len();
    let mut place = Vec::new();
    if let Some(sheet) = &group.first().span.sheet {
        place.push(format!("{} '{}'", words.sheet, plain(sheet)));
    }
    let message = group.message(languages);
    if message.is_some() {
        place.extend(rows(group, words));
    }
    if let Some((word, letters, header)) = group.heading(words) {
        let heading = [Some(word.to_owned()), letters, header.map(|header| format!("'{}'", plain(header)))];
        place.push(heading.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    let place = if place.is_empty() { String::new() } else { format!("{}{colon} ", place.join(", ")) };
    let same = group.hint(languages);
    if let Some(message) = &message {
        let _ = writeln!(out, "{place}{} {rule}", plain(message));
    } else {
        let _ = writeln!(out, "{place}{} {rule}", words.counted(count, words.place));
        for finding in group.findings.iter().take(SHOWN) {
            let row = one_place(finding, words).map(|place| format!("{place}{colon} ")).unwrap_or_default();
            let _ = writeln!(out, "    {row}{}", plain(&finding.message.in_language(languages)));
            if same.is_none() {
                hint(out, &finding.hint.in_language(languages), "      ");
            }
        }
        if count > SHOWN {
            let _ = writeln!(out, "    {} {} {}", words.and, count - SHOWN, words.more);
        }
    }
    match same {
        Some(same) => hint(out, &same, "    "),
        None if message.is_some() => hint(out, &group.first().hint.in_language(languages), "    "),
        None => {}
    }
}

fn hint(out: &mut String, hint: &str, indent: &str) {
    if !hint.is_empty() {
        let _ = writeln!(out, "{indent}→ {}", plain(hint));
    }
}

/// The row of a finding; in a form its cell.
fn one_place(finding: &Diagnostic, words: &Words) -> Option<String> {
    if finding.span.turned {
        return cell_or_line(&finding.span, words).map(|(word, place)| format!("{} {place}", word.one));
    }
    finding.span.row.map(|row| format!("{} {row}", words.row.one))
}

/// The first rows of a group: `rows 14, 17 and 3 more`; of a form its cells and whole columns.
fn rows(group: &Group, words: &Words) -> Option<String> {
    let spans = || group.findings.iter().map(|one| &one.span);
    let all = group.findings.iter().flat_map(|one| std::iter::once(&one.span).chain(&one.also));
    let in_form = all.filter(|span| span.turned).filter_map(|span| cell_or_line(span, words));
    let mut places: Vec<(Forms, String)> = in_form.collect();
    if places.is_empty() {
        places = spans().filter_map(|span| span.row).map(|row| (words.row, row.to_string())).collect();
    }
    let (first, _) = places.first()?;
    let shown = places.iter().take(SHOWN);
    let shown = if places.iter().all(|(word, _)| word.one == first.one) {
        let word = if places.len() == 1 { first.one } else { first.few };
        format!("{word} {}", shown.map(|(_, place)| place.as_str()).collect::<Vec<_>>().join(", "))
    } else {
        shown.map(|(word, place)| format!("{} {place}", word.one)).collect::<Vec<_>>().join(", ")
    };
    let more = match places.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" {} {more} {}", words.and, words.more),
    };
    Some(format!("{shown}{more}"))
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
        Severity::Error => Level::ERROR.with_name(words.error.one),
        Severity::Warning => Level::WARNING.with_name(words.warning.one),
        Severity::Note => Level::NOTE.with_name(words.note.one),
    };
    let hint = diagnostic.hint.in_language(languages);
    let whole = lines_of(source, (from, to));
    let (first, last) = (whole.start, whole.end);
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
