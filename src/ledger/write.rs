//! Editions as text: one line for each statement, the same for the same edition.

use std::fmt::Display;

use super::{Edition, FOLDER, PRINTED, STAFF, written};

/// Headers of an edition.
pub(super) const TOLD: [&str; 23] = [
    "edition",
    "report",
    "date",
    "engine",
    "indicator",
    "period",
    "breakdown",
    "status",
    "missing",
    "value",
    "numerator",
    "denominator",
    "contributors",
    "answered",
    "expected",
    "panel",
    "panel_previous",
    "panel_current",
    "panel_previous_base",
    "change",
    "rounded",
    "evidence",
    "against",
];

/// Headers of the answers that an edition was made from.
pub(super) const ANSWERS: [&str; 9] =
    ["indicator", "period", "breakdown", "organisation", "value", "denominator", "panel", "change", "evidence"];

/// Headers of what an edition printed beside its figures.
pub(super) const BESIDE: [&str; 3] = ["kind", "name", "printed"];

/// Stands for no edition, where one was held against none.
pub(super) const NONE: &str = "-";

/// The word for an enterprise of the panel.
pub(super) const IN_PANEL: &str = "yes";

impl Edition {
    /// Where it is kept in the project.
    pub fn path(&self) -> String {
        format!("{FOLDER}{}.csv", self.name)
    }

    /// Where the answers are kept that it was made from.
    pub fn staff_path(&self) -> String {
        format!("{STAFF}{}.csv", self.name)
    }

    /// Where what it printed beside its figures is kept.
    pub fn printed_path(&self) -> String {
        format!("{PRINTED}{}.csv", self.name)
    }

    /// What it printed beside its figures, as CSV.
    pub fn printed_text(&self) -> String {
        let printed = self.printed.iter().flatten();
        table(&BESIDE, printed.map(|((kind, name), text)| vec![kind.clone(), name.clone(), text.clone()]))
    }

    /// What it told, as CSV; nothing but what was published.
    pub fn text(&self) -> String {
        let date = self.date.to_string();
        let against = self.against.as_ref().map_or_else(String::new, |names| match names.as_slice() {
            [] => NONE.to_owned(),
            names => names.join(";"),
        });
        let lines = self.told.iter().map(|((indicator, period, breakdown), told)| {
            let evidence = told.evidence.iter().map(|(grade, portion)| format!("{grade}={portion}"));
            let change = told.change.iter().map(|(kind, (enterprises, value))| format!("{kind}={enterprises}={value}"));
            vec![
                self.name.clone(),
                self.report.clone(),
                date.clone(),
                self.engine.clone(),
                indicator.clone(),
                period.clone(),
                written(breakdown),
                told.status.clone(),
                told.missing.clone(),
                some(told.value),
                some(told.numerator),
                some(told.denominator),
                some(told.contributors),
                some(told.answered),
                some(told.expected),
                some(told.panel),
                some(told.panel_previous),
                some(told.panel_current),
                some(told.panel_previous_base),
                change.collect::<Vec<_>>().join(";"),
                some(told.rounded),
                evidence.collect::<Vec<_>>().join(";"),
                against.clone(),
            ]
        });
        table(&TOLD, lines)
    }

    /// The answers it was made from, as CSV, for staff alone.
    pub fn staff_text(&self) -> String {
        let lines = self.answers.iter().flatten().flat_map(|((indicator, period, breakdown), answers)| {
            answers.iter().map(move |(organisation, answer)| {
                vec![
                    indicator.clone(),
                    period.clone(),
                    written(breakdown),
                    organisation.clone(),
                    some(answer.value),
                    some(answer.denominator),
                    if answer.in_panel { IN_PANEL.to_owned() } else { String::new() },
                    answer.change.clone(),
                    answer.evidence.clone(),
                ]
            })
        });
        table(&ANSWERS, lines)
    }
}

fn some(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn table(headers: &[&str], lines: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let fits = "memory takes any line";
    writer.write_record(headers).expect(fits);
    for line in lines {
        writer.write_record(&line).expect(fits);
    }
    String::from_utf8(writer.into_inner().expect(fits)).expect("it was made of texts")
}
