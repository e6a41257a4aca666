//! Findings of one rule in one column together, so that a long list reads as a short one.

use std::borrow::Cow;

use super::words::{Forms, Words};
use super::{Diagnostic, Severity};
use crate::source::{Span, column_letters};

/// How many places of a group are shown before the rest is only counted.
pub const SHOWN: usize = 5;

/// Findings of one rule in one column of one sheet.
#[derive(Debug, Clone)]
pub struct Group<'d> {
    /// The findings in the order of their places; never none.
    pub findings: Vec<&'d Diagnostic>,
}

impl<'d> Group<'d> {
    /// What all of them share.
    pub fn first(&self) -> &'d Diagnostic {
        self.findings[0]
    }

    /// How bad they are.
    pub fn severity(&self) -> Severity {
        self.first().severity
    }

    /// The column in letters and as its header says, as far as there is one.
    pub fn column(&self) -> (Option<String>, Option<&'d str>) {
        let first = self.first();
        let same = self.findings.iter().all(|finding| finding.span.column == first.span.column);
        (first.span.column.filter(|_| same).map(column_letters), first.column.as_deref())
    }

    /// The place that they share, besides their sheet, and the word for it: a column by its letters and header. In a form
    /// the header is a question, and its places are told one by one.
    pub fn heading<'w>(&self, words: &'w Words) -> Option<(&'w str, Option<String>, Option<&'d str>)> {
        let (letters, header) = self.column();
        // What is about several questions names them itself.
        let header = header.filter(|_| self.findings.iter().all(|finding| finding.also.is_empty()));
        let is_form = self.first().span.turned;
        let letters = letters.filter(|_| !is_form);
        let word = if is_form { words.question } else { words.column.one };
        (letters.is_some() || header.is_some()).then_some((word, letters, header))
    }

    /// The one thing that they all say, where they do.
    pub fn message(&self, languages: &[String]) -> Option<Cow<'d, str>> {
        let message = self.first().message.in_language(languages);
        self.findings.iter().all(|finding| finding.message.in_language(languages) == message).then_some(message)
    }

    /// The one hint that they all give, where they do.
    pub fn hint(&self, languages: &[String]) -> Option<Cow<'d, str>> {
        let hint = self.first().hint.in_language(languages);
        self.findings.iter().all(|finding| finding.hint.in_language(languages) == hint).then_some(hint)
    }
}

/// Groups the findings of one file: the worst first, then by the first place of each group.
pub fn groups(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for diagnostic in diagnostics {
        let same = |group: &&mut Group| {
            let first = group.first();
            let column = |one: &Diagnostic| (one.span.sheet.clone(), one.field.clone(), one.column.clone());
            first.rule == diagnostic.rule
                && first.severity == diagnostic.severity
                && column(first) == column(diagnostic)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.findings.push(diagnostic),
            None => groups.push(Group { findings: vec![diagnostic] }),
        }
    }
    groups.sort_by_key(Group::severity);
    groups
}

/// A place and the word for it: a cell, or a whole column or row of a form.
pub fn cell_or_line(span: &Span, words: &Words) -> Option<(Forms, String)> {
    let column = || span.column.map(|column| (words.column, column_letters(column)));
    let row = || span.row.filter(|_| span.turned).map(|row| (words.row, row.to_string()));
    span.cell().map(|cell| (words.cell, cell)).or_else(column).or_else(row)
}
