//! Findings as a page of its own: no script, nothing fetched, fit for print and for a screen reader.

use std::fmt::Write as _;

use super::Diagnostic;
use super::group::{Group, SHOWN, cell_or_line, groups};
use super::words::{Words, words};
use crate::personal::masked;
use crate::text::markup;

const STYLE: &str = include_str!("page.css");
/// How many places are shown of a group that says the same of all.
const PLACES: usize = 30;

/// What is told of one file.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Name of the file; none for the project itself.
    pub file: Option<&'a str>,
    /// What else is known of a file that was sent in, in a line; nothing for the project's own.
    pub detail: Option<String>,
    /// Its findings.
    pub diagnostics: &'a [Diagnostic],
}

/// A page of findings, file by file, grouped by rule and column.
pub fn page(title: &str, sections: &[Section], languages: &[String]) -> String {
    let words = words(languages);
    let (mut found, mut clean): (Vec<&Section>, Vec<&Section>) =
        sections.iter().partition(|section| !section.diagnostics.is_empty());
    found.sort_by_key(|section| section.diagnostics.iter().map(|one| one.severity).min());
    clean.retain(|section| section.detail.is_some());
    let all = sections.iter().flat_map(|section| section.diagnostics);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n<p class=\"totals\">{} · {}</p>\n</header>\n",
        words.language,
        markup(title),
        markup(title),
        markup(&words.counted(sections.iter().filter(|one| one.detail.is_some()).count(), words.file)),
        markup(&words.totals(all)),
    );
    if found.len() > 1 {
        out.push_str("<nav>\n<ul>\n");
        for (at, section) in found.iter().enumerate() {
            let _ = writeln!(
                out,
                "<li><a href=\"#file-{at}\">{}</a> <span>{}</span></li>",
                markup(&name(section, words)),
                markup(&words.totals(section.diagnostics.iter())),
            );
        }
        out.push_str("</ul>\n</nav>\n");
    }
    out.push_str("<main>\n");
    for (at, section) in found.iter().enumerate() {
        let _ = write!(out, "<section id=\"file-{at}\">\n<h2>{}</h2>\n", markup(&name(section, words)));
        if let Some(detail) = &section.detail {
            let _ = writeln!(out, "<p class=\"detail\">{}</p>", markup(detail));
        }
        for group in groups(section.diagnostics) {
            article(&mut out, &group, words, languages);
        }
        out.push_str("</section>\n");
    }
    if !clean.is_empty() {
        let _ = write!(out, "<section>\n<h2>{}</h2>\n<ul class=\"clean\">\n", markup(words.clean));
        for section in clean {
            let _ = writeln!(
                out,
                "<li>{} <span>{}</span></li>",
                markup(&name(section, words)),
                markup(section.detail.as_deref().unwrap_or_default())
            );
        }
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn name(section: &Section, words: &Words) -> String {
    section.file.map_or_else(|| words.project.to_owned(), masked)
}

/// One group: its heading says where and how bad, its list says what, its last line what to do.
fn article(out: &mut String, group: &Group, words: &Words, languages: &[String]) {
    let severity = group.severity();
    let _ = write!(
        out,
        "<article class=\"{}\">\n<h3><span class=\"kind\">{}</span> {}</h3>\n",
        severity.word(),
        markup(words.of(severity).one),
        markup(&heading(group, words, languages)),
    );
    // What all say alike is said once, and their places follow.
    let told = group.message(languages).filter(|_| group.findings.len() > 1);
    if let Some(message) = &told {
        let _ = writeln!(out, "<p>{}</p>", markup(&sentence(message)));
    }
    let is_told = told.is_some() || place(group, words).is_empty();
    let most = if is_told { PLACES } else { SHOWN };
    let hint = group.hint(languages);
    // What stands nowhere and says nothing more than the group needs no line.
    let items: Vec<String> = group
        .findings
        .iter()
        .map(|finding| item(finding, (is_told, hint.is_some()), words, languages))
        .filter(|item| !item.is_empty())
        .collect();
    let (shown, rest) = items.split_at(items.len().min(most));
    list(out, shown, is_told);
    if !rest.is_empty() {
        let _ =
            writeln!(out, "<details>\n<summary>{} {} {}</summary>", markup(words.and), rest.len(), markup(words.more));
        list(out, rest, is_told);
        out.push_str("</details>\n");
    }
    if let Some(hint) = hint.filter(|hint| !hint.is_empty()) {
        let _ = writeln!(
            out,
            "<p class=\"todo\"><strong>{}{}</strong> {}</p>",
            markup(words.todo),
            words.colon(),
            markup(&sentence(&hint))
        );
    }
    let _ = writeln!(
        out,
        "<p class=\"rule\">{}{} <code>{}</code></p>\n</article>",
        markup(words.rule_name),
        words.colon(),
        markup(&group.first().rule)
    );
}

/// Where the group is, or what is wrong where that cannot be said.
fn heading(group: &Group, words: &Words, languages: &[String]) -> String {
    let place = place(group, words);
    if place.is_empty() { sentence(&group.first().message.in_language(languages)) } else { sentence(&place) }
}

/// The sheet and column that the findings share, and how many they are; empty for one without any.
fn place(group: &Group, words: &Words) -> String {
    let first = group.first();
    let mut parts = Vec::new();
    if let Some(sheet) = &first.span.sheet {
        parts.push(format!("{} {}", words.sheet, words.quoted(sheet)));
    }
    if let Some((word, letters, header)) = group.heading(words) {
        let heading = [Some(word.to_owned()), letters, header.map(|header| words.quoted(header))];
        parts.push(heading.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    if group.findings.len() > 1 {
        parts.push(words.counted(group.findings.len(), words.place));
    }
    parts.join(", ")
}

/// One finding of a group: its places, and what the group does not say of all.
fn item(finding: &Diagnostic, (is_told, has_hint): (bool, bool), words: &Words, languages: &[String]) -> String {
    let place = match (cell_or_line(&finding.span, words), finding.span.row) {
        (Some((word, place)), _) => {
            let also = finding.also.iter().filter_map(|span| cell_or_line(span, words)).map(|(_, place)| place);
            let places: Vec<String> = std::iter::once(place).chain(also).collect();
            let word = if places.len() == 1 { word.one } else { word.few };
            format!("<b>{} {}</b> ", markup(word), markup(&places.join(", ")))
        }
        (None, Some(row)) => format!("<b>{} {row}</b> ", markup(words.row.one)),
        (None, None) => String::new(),
    };
    let message = if is_told { "".into() } else { finding.message.in_language(languages) };
    let mut item = format!("{place}{}", markup(&message)).trim_end().to_owned();
    let hint = finding.hint.in_language(languages);
    if !has_hint && !hint.is_empty() {
        let line_break = if item.is_empty() { "" } else { "<br>" };
        let _ = write!(
            item,
            "{line_break}<span class=\"todo\"><strong>{}{}</strong> {}</span>",
            markup(words.todo),
            words.colon(),
            markup(&sentence(&hint))
        );
    }
    item
}

fn list(out: &mut String, items: &[String], is_told: bool) {
    if items.is_empty() {
        return;
    }
    out.push_str(if is_told { "<ul class=\"places\">\n" } else { "<ul>\n" });
    for item in items {
        let _ = writeln!(out, "<li>{item}</li>");
    }
    out.push_str("</ul>\n");
}

/// With a capital at its beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
