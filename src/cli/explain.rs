//! `nytta explain`: what a rule is about.

use std::fmt::Write as _;

use super::output::Output;
use super::{Common, Ended, Stop};
use crate::definition::{self, dataset::Check};
use crate::rule;
use crate::text::nearest;

pub(super) fn run(name: Option<&str>, common: &Common, output: &Output) -> Result<Ended, Stop> {
    let languages = common.languages(None);
    let Some(name) = name else {
        let mut list = String::new();
        for rule in rule::all() {
            let _ =
                writeln!(list, "{:32} {:8} {}", rule.name, rule.severity.word(), rule.message.in_language(&languages));
        }
        output.print(&list);
        return Ok(Ended::Done);
    };
    if let Some(rule) = rule::find(name) {
        output.print(rule.page.in_language(&languages));
        return Ok(Ended::Done);
    }
    if let Some(check) = definition::embedded_check(name) {
        output.print(&page(name, &check, &languages));
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
