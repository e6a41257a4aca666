//! `nytta explain`: what a rule is about.

use std::fmt::Write as _;

use super::output::Output;
use super::{Common, Ended, Stop};
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
    let hint = match nearest(name, rule::all().map(|rule| rule.name.as_str())) {
        Some(near) => format!("did you mean '{near}'? 'nytta explain' lists them all"),
        None if name.contains('.') => {
            "that is a check of a dataset: its message and hint stand in the dataset's YAML file".to_owned()
        }
        None => "'nytta explain' lists all rules".to_owned(),
    };
    Err(Stop::new(format!("there is no rule '{name}'"), hint))
}
