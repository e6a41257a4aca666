//! `nytta explain`: what a rule is about.

use std::fmt::Write as _;

use super::output::Output;
use super::{Common, Ended, Stop};
use crate::definition::{self, dataset::Check};
use crate::rule;
use crate::text::{self, nearest};

pub(super) fn run(name: Option<&str>, common: &Common, output: &Output) -> Result<Ended, Stop> {
    let languages = common.languages(None);
    let Some(name) = name else {
        let mut list = String::new();
        for rule in rule::all() {
            let _ = writeln!(
                list,
                "{:32} {:8} {}",
                rule.name,
                rule.severity.word(),
                without_places(rule.message.in_language(&languages))
            );
        }
        output.print(&list);
        return Ok(Ended::Done);
    };
    if let Some(rule) = rule::find(name) {
        output.print(&readable(rule.page.in_language(&languages)));
        return Ok(Ended::Done);
    }
    if let Some(check) = definition::embedded_check(name) {
        output.print(&readable(&page(name, &check, &languages)));
        return Ok(Ended::Done);
    }
    let hint = match nearest(name, rule::all().map(|rule| rule.name.as_str())) {
        Some(near) => format!("did you mean '{near}'? 'nytta explain' lists them all"),
        None if name.contains('.') => {
            "a check of a project's own dataset is told in the dataset's YAML file".to_owned()
        }
        None => "'nytta explain' lists all rules".to_owned(),
    };
    Err(Stop::new(format!("there is no rule '{name}'"), hint))
}

/// A check as a page like that of a built-in rule.
fn page(name: &str, check: &Check, languages: &[String]) -> String {
    let mut page = format!("# {name}\nseverity: {}\n\n> {}\n", *check.severity, check.message.in_language(languages));
    if !check.hint.is_empty() {
        let _ = writeln!(page, ">\n> {}", check.hint.in_language(languages));
    }
    let _ = writeln!(page, "\n```sql\n{}", *check.that);
    if let Some(when) = &check.when {
        let _ = writeln!(page, "-- {}", **when);
    }
    page.push_str("```\n");
    page
}

/// A page whose message and hint read as they do before there is anything to say them of.
fn readable(page: &str) -> String {
    let line = |line: &str| if line.starts_with('>') { without_places(line) } else { line.to_owned() };
    page.lines().map(|text| line(text) + "\n").collect()
}

/// A message as it reads before there is anything to say it of: `'…' is not a number`.
fn without_places(message: &str) -> String {
    let places = text::places(message);
    text::fill(message, &places.into_iter().map(|place| (place.to_owned(), "…".to_owned())).collect())
}
