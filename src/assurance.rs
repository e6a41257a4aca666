//! What somebody has checked of the answers of enterprises: the rows of `evidence.csv`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::indicator::{Evidence, Indicator};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::Expression;
use crate::identifier;
use crate::project::Folder;
use crate::record::{self, Row};
use crate::register::{Register, not_organisation};
use crate::text::nearest;

/// The file.
const FILE: &str = "evidence.csv";
const HEADERS: [&str; 7] = ["organisation", "period", "dataset", "grade", "field", "source", "date"];

/// Which answers: organisation by ten digits, period, dataset, and a field or, where it is empty, all of them.
type Key = (String, String, String, String);

/// What of which answers has been checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assurances {
    grades: BTreeMap<Key, Evidence>,
}

impl Assurances {
    /// Reads `evidence.csv`, if there is one. A row that cannot be understood says nothing: what it is about keeps the grade of
    /// its definition.
    pub fn read(folder: &Folder, definitions: &Definitions, register: &Register) -> (Self, Vec<Diagnostic>) {
        let Some(text) = folder.text(FILE) else {
            return (
                Self::default(),
                folder.files.contains_key(FILE).then(|| Diagnostic::not_utf_8(FILE)).into_iter().collect(),
            );
        };
        let table = record::table(FILE, text, None);
        let mut diagnostics = table.check_headers(FILE, &HEADERS, &HEADERS[..4]);
        diagnostics.extend(table.diagnostics.iter().cloned());
        let mut grades = BTreeMap::new();
        for row in &table.rows {
            match read(row, definitions, register) {
                Ok((key, _)) if grades.contains_key(&key) => {
                    let (organisation, period, dataset, field) = key;
                    let name = [organisation, period, dataset, field].join(" ");
                    let values = [("value", name.trim_end()), ("file", FILE)];
                    diagnostics.push(Diagnostic::new("duplicate-identifier", row.span("organisation"), &values));
                }
                Ok((key, grade)) => {
                    grades.insert(key, grade);
                }
                Err(found) => diagnostics.extend(found),
            }
        }
        (Self { grades }, diagnostics)
    }

    /// True where nothing has been checked.
    pub fn is_empty(&self) -> bool {
        self.grades.is_empty()
    }

    /// What rests under what an organisation gave to a figure of a period: the weakest of what is said of each field that it
    /// counts; nothing where of one of them nothing is said, or the figure is made of others.
    pub fn of(
        &self,
        definitions: &Definitions,
        indicator: &Indicator,
        (organisation, period): (&str, &str),
    ) -> Option<Evidence> {
        let dataset = definitions.dataset_of(indicator)?;
        let said = |field: &str| {
            let key = |field: &str| {
                let texts = [organisation, period, dataset.dataset.as_str(), field].map(str::to_owned);
                let [organisation, period, dataset, field] = texts;
                (organisation, period, dataset, field)
            };
            self.grades.get(&key(field)).or_else(|| self.grades.get(&key("")))
        };
        let fields = fields(indicator, dataset);
        fields.iter().map(|field| said(field)).collect::<Option<Vec<_>>>()?.into_iter().max().copied()
    }
}

/// The fields that an indicator counts.
fn fields(indicator: &Indicator, dataset: &Dataset) -> BTreeSet<String> {
    let references = indicator.figures().flat_map(Expression::references);
    references.filter_map(|one| Some(dataset.column(&one.name)?.field.clone())).collect()
}

/// What one row says, or what keeps it from being understood.
fn read(row: &Row, definitions: &Definitions, register: &Register) -> Result<(Key, Evidence), Vec<Diagnostic>> {
    let mut found = row.persons(&["source"]);
    let number = identifier::organisation(row.get("organisation"), definitions.project.country());
    match &number {
        Err(fault) => found.push(not_organisation(*fault, row, "organisation")),
        Ok(number) if !register.organisations.contains_key(number) => {
            let values = [("value", row.get("organisation"))];
            let finding = Diagnostic::new("unknown-organisation", row.span("organisation"), &values);
            let finding = finding.in_column(Some("organisation"), "organisation");
            found.push(finding.with_severity(Severity::Warning));
        }
        Ok(_) => {}
    }
    let (periods, datasets) = (&definitions.project.periods, &definitions.datasets);
    if !periods.iter().any(|period| *period.period == row.get("period")) {
        found.push(unknown(row, "period", periods.iter().map(|period| period.period.as_str())));
    }
    match datasets.get(row.get("dataset")) {
        None => found.push(unknown(row, "dataset", datasets.keys().map(String::as_str))),
        Some(dataset) if !row.get("field").is_empty() && dataset.field(row.get("field")).is_none() => {
            found.push(unknown(row, "field", dataset.fields.iter().map(|field| field.field.as_str())));
        }
        Some(_) => {}
    }
    let grade = Evidence::ALL.into_iter().find(|grade| grade.word() == row.get("grade"));
    if grade.is_none() {
        found.push(unreadable(row, "grade", &Evidence::ALL.map(Evidence::word).join(", ")));
    }
    // What nobody can look up has not been shown to be checked.
    if !row.get("source").chars().any(char::is_alphanumeric) {
        found.push(unreadable(row, "source", "Årsredovisning 2025, revisor A. Ek"));
    }
    let date = row.get("date");
    if !date.is_empty() && NaiveDate::parse_from_str(date, "%Y-%m-%d").is_err() {
        found.push(unreadable(row, "date", "2026-03-15"));
    }
    let (Ok(number), Some(grade), true) = (number, grade, found.is_empty()) else { return Err(found) };
    let [period, dataset, field] = ["period", "dataset", "field"].map(|header| row.get(header).to_owned());
    Ok(((number, period, dataset, field), grade))
}

fn unknown<'n>(row: &Row, header: &'static str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let written = row.get(header);
    let values = [("value", written), ("nearest", nearest(written, known).unwrap_or_default())];
    Diagnostic::new("plan-names-unknown", row.span(header), &values).in_column(Some(header), header)
}

fn unreadable(row: &Row, header: &'static str, example: &str) -> Diagnostic {
    let values = [("value", row.get(header)), ("example", example)];
    Diagnostic::new("plan-unreadable", row.span(header), &values).in_column(Some(header), header)
}
