//! Reads the register of a project.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::exceptions::Exceptions;
use super::{Organisation, Register};
use crate::definition::Definitions;
use crate::definition::codelist::Codelist;
use crate::diagnostic::{self, Diagnostic};
use crate::identifier::{self, Fault};
use crate::personal;
use crate::project::Folder;
use crate::record::{self, Row};
use crate::source::Span;
use crate::table::last_of_written_month;
use crate::text::nearest;
use crate::value::yes_or_no;

/// Where the register stands in a project.
const FILE: &str = "organisations.csv";

/// Headers that are no codelist.
const HEADERS: [&str; 13] = [
    "organisation",
    "name",
    "valid_from",
    "valid_to",
    "active_from",
    "active_to",
    "consent_to_be_named",
    "financed_from",
    "member_from",
    "member_to",
    "decided_by",
    "decided",
    "merged_into",
];
const REQUIRED: [&str; 3] = ["organisation", "name", "member_from"];

impl Register {
    /// Reads `organisations.csv`. A row whose number cannot be read is left out, as is a cell that cannot be read.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let mut register = Self::default();
        let Some(text) = folder.text(FILE) else {
            let is_there = folder.files.contains_key(FILE);
            let missing = || Diagnostic::new("register-missing", Span::file(FILE), &[("file", FILE)]);
            register.unread = true;
            return (register, vec![if is_there { Diagnostic::not_utf_8(FILE) } else { missing() }]);
        };
        let lists: Vec<&Codelist> =
            definitions.codelists.values().filter(|list| definitions.is_of_register(&list.codelist)).collect();
        let table = record::table(FILE, text, None);
        let known: Vec<&str> = HEADERS.iter().copied().chain(lists.iter().map(|list| list.codelist.as_str())).collect();
        let mut diagnostics = table.check_headers(FILE, &known, &REQUIRED);
        diagnostics.extend(table.diagnostics.iter().cloned());
        if table.is_empty() {
            diagnostics.push(Diagnostic::new(
                "empty-register",
                Span::file(FILE).at_row(table.row.max(1)),
                &[("file", FILE)],
            ));
        }
        let lacks = |header: &&str| !table.headers.iter().any(|written| written == *header);
        register.unread = table.rows.is_empty() || ["organisation", "member_from"].iter().any(lacks);
        let (mut blank, mut lacking) = (Vec::new(), Vec::new());
        // Without the column of their numbers no row is one of an organisation.
        let rows = if lacks(&"organisation") { &[] } else { table.rows.as_slice() };
        for row in rows {
            let country = definitions.project.country();
            let diagnostics = &mut diagnostics;
            let blank = &mut blank;
            let mut reader =
                RowReader { row, country, lists: &lists, folder, diagnostics, blank, lacking: &mut lacking };
            if let Some(organisation) = reader.organisation() {
                register.organisations.entry(organisation.organisation.clone()).or_default().push(organisation);
            }
        }
        for rows in register.organisations.values_mut() {
            rows.sort_by_key(|row| row.valid_from);
            diagnostics.extend(overlaps(rows));
        }
        diagnostics.extend(register.unknown_successors());
        diagnostics.extend(lacking.into_iter().filter(|one| register.is_lack(one)).map(|one| one.finding));
        // A list that no enterprise is placed by is not in use.
        let in_use = |name: &str| register.organisations.values().flatten().any(|row| row.codes.contains_key(name));
        diagnostics.extend(blank.into_iter().filter(|(name, _)| in_use(name)).map(|(_, finding)| finding));
        let (exceptions, findings) = Exceptions::read(folder, definitions, &register);
        register.exceptions = exceptions;
        diagnostics.extend(findings);
        diagnostic::sort(&mut diagnostics);
        (register, diagnostics)
    }

    /// True where something lacks indeed: who took over another may be no member, and a register in which nothing is said of
    /// who decided keeps that elsewhere.
    fn is_lack(&self, lack: &Lack) -> bool {
        let mut rows = self.organisations.values().flatten();
        match lack.column {
            "member_from" => !rows.any(|row| row.merged_into.as_ref() == Some(&lack.organisation)),
            "decided_by" => rows.any(|row| !row.decided_by.is_empty()),
            _ => true,
        }
    }

    fn unknown_successors(&self) -> Vec<Diagnostic> {
        let known = |row: &Organisation, successor: &str| {
            successor != row.organisation && self.organisations.contains_key(successor)
        };
        let rows = self.organisations.values().flatten();
        rows.filter_map(|row| Some((row, row.merged_into.as_deref()?)))
            .filter(|(row, successor)| !known(row, successor))
            .map(|(row, successor)| {
                let values = [("value", successor), ("name", row.name.as_str())];
                let column = "merged_into";
                Diagnostic::new("unknown-successor", row.span.clone(), &values).in_column(Some(column), column)
            })
            .collect()
    }
}

/// Findings on both of two rows of one organisation that hold on the same day.
fn overlaps(rows: &[Organisation]) -> Vec<Diagnostic> {
    let begins_in_time =
        |a: &Organisation, b: &Organisation| a.valid_from.zip(b.valid_to).is_none_or(|(from, to)| from <= to);
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let other = rows.iter().enumerate().find(|(other, candidate)| {
            *other != at && begins_in_time(row, candidate) && begins_in_time(candidate, row)
        });
        if let Some((_, other)) = other {
            let line = other.span.row.unwrap_or_default().to_string();
            let values = [("name", row.name.as_str()), ("row", line.as_str())];
            found.push(Diagnostic::new("overlapping-validity", row.span.clone(), &values));
        }
    }
    found
}

/// The finding that a cell holds no organisation number. A person's number is never repeated.
pub fn not_organisation(fault: Fault, row: &Row, header: &str) -> Diagnostic {
    let written = row.get(header);
    let (rule, value) = match fault {
        Fault::Person => ("personal-number-in-project", None),
        Fault::CheckDigit => ("wrong-check-digit", Some(written)),
        Fault::Form => ("not-an-organisation-number", Some(written)),
    };
    let values: Vec<(&str, &str)> = value.map(|value| ("value", value)).into_iter().collect();
    Diagnostic::new(rule, row.span(header), &values).in_column(Some(header), header)
}

/// Something a row lacks, as far as the row alone tells.
struct Lack {
    organisation: String,
    column: &'static str,
    finding: Diagnostic,
}

/// Reads one row and collects what is wrong in it.
struct RowReader<'a> {
    row: &'a Row,
    country: &'a str,
    lists: &'a [&'a Codelist],
    folder: &'a Folder,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Findings of members without a code, by codelist.
    blank: &'a mut Vec<(String, Diagnostic)>,
    /// What an enterprise lacks to be counted.
    lacking: &'a mut Vec<Lack>,
}

impl RowReader<'_> {
    fn organisation(&mut self) -> Option<Organisation> {
        let row = self.row;
        let persons = row.persons(&["name"]);
        let name = if persons.is_empty() { row.get("name").to_owned() } else { personal::masked(row.get("name")) };
        self.diagnostics.extend(persons);
        // A row without a number is looked through all the same: its other faults are told at once.
        let number = self.number("organisation");
        let organisation = Organisation {
            organisation: number.clone().unwrap_or_default(),
            name,
            codes: self.codes(),
            valid_from: self.date("valid_from"),
            valid_to: self.date("valid_to"),
            active_from: self.date("active_from"),
            active_to: self.date("active_to"),
            consent_to_be_named: self.consent(),
            financed_from: self.date("financed_from"),
            member_from: self.date("member_from"),
            member_to: self.date("member_to"),
            decided_by: row.get("decided_by").to_owned(),
            decided: self.date("decided"),
            merged_into: if row.get("merged_into").is_empty() { None } else { self.number("merged_into") },
            span: row.span("organisation"),
        };
        let spans = [
            ("valid_to", organisation.valid_from, organisation.valid_to),
            ("active_to", organisation.active_from, organisation.active_to),
            ("member_to", organisation.member_from, organisation.member_to),
        ];
        for (header, first, last) in spans {
            if let Some((first, last)) = first.zip(last).filter(|(first, last)| last < first) {
                let (first, last) = (first.to_string(), last.to_string());
                self.find("ends-before-it-starts", header, &[("value", &last), ("start", &first)]);
            }
        }
        self.missing_days(&organisation);
        number.map(|_| organisation)
    }

    /// Tells of what an enterprise lacks to be counted: silently in no figure, counted after it was taken over, decided by
    /// nobody.
    fn missing_days(&mut self, organisation: &Organisation) {
        let is_empty = |header: &str| self.row.get(header).is_empty();
        let no_member = self.row.has("member_from") && is_empty("member_from");
        let lacking = [
            ("member_from", "member", no_member),
            ("active_to", "last", organisation.merged_into.is_some() && is_empty("active_to")),
            ("decided_by", "decider", self.row.has("decided_by") && !is_empty("member_from") && is_empty("decided_by")),
        ];
        for (column, place, _) in lacking.into_iter().filter(|(.., is_lacking)| *is_lacking) {
            let values = [("name", organisation.name.as_str()), ("column", column), (place, column)];
            let finding = Diagnostic::new("register-day-missing", self.row.span(column), &values);
            let finding = finding.in_column(Some(column), column);
            self.lacking.push(Lack { organisation: organisation.organisation.clone(), column, finding });
        }
    }

    fn number(&mut self, header: &str) -> Option<String> {
        match identifier::organisation(self.row.get(header), self.country) {
            Ok(number) => Some(number),
            Err(fault) => {
                self.diagnostics.push(not_organisation(fault, self.row, header));
                None
            }
        }
    }

    /// The codes of the lists that have a column, and of those above them.
    fn codes(&mut self) -> BTreeMap<String, String> {
        let mut codes = BTreeMap::new();
        for list in self.lists {
            let (name, written) = (list.codelist.as_str(), self.row.get(&list.codelist));
            if written.is_empty() {
                let is_coarser = |other: &&Codelist| other.coarser.as_ref().is_some_and(|one| one.value == name);
                if !self.row.get("member_from").is_empty() && !self.lists.iter().any(is_coarser) {
                    let values = [("name", self.row.get("name")), ("codelist", name)];
                    let finding = Diagnostic::new("register-code-missing", self.row.span(name), &values);
                    self.blank.push((name.to_owned(), finding.in_column(Some(name), name)));
                }
                continue;
            }
            if list.code(written).is_some() {
                codes.insert(name.to_owned(), written.to_owned());
            } else {
                let (near, file) = (meant(list, written), format!("indicators/codelists/{name}.csv"));
                // The list of a pack lies inside the program, where nobody can look.
                let is_own = near.is_empty() && self.folder.files.contains_key(&file);
                let place = if is_own { ("file", file.as_str()) } else { ("nearest", near.as_str()) };
                self.find("unknown-register-code", name, &[("value", written), ("codelist", name), place]);
            }
        }
        for list in self.lists {
            self.coarsen(list, &mut codes);
        }
        codes
    }

    /// Fills the codes above one: municipality, then district, then county.
    fn coarsen(&self, finest: &Codelist, codes: &mut BTreeMap<String, String>) {
        let mut list = finest;
        for _ in self.lists {
            let code = codes.get(list.codelist.as_str()).and_then(|code| list.code(code));
            let Some((coarser, parent)) = list.coarser.as_ref().zip(code.and_then(|code| code.parent.clone())) else {
                return;
            };
            codes.entry(coarser.value.clone()).or_insert(parent);
            let Some(above) = self.lists.iter().find(|above| above.codelist.value == coarser.value) else { return };
            list = above;
        }
    }

    fn date(&mut self, header: &str) -> Option<NaiveDate> {
        let written = self.row.get(header);
        if written.is_empty() {
            return None;
        }
        let day = written.parse().ok();
        if day.is_none() {
            match last_of_written_month(written) {
                Some(last) => self.find("no-such-day", header, &[("value", written), ("last", &last.to_string())]),
                None => self.find("not-a-date", header, &[("value", written), ("day", "2025-12-31")]),
            }
        }
        day
    }

    fn consent(&mut self) -> bool {
        let written = self.row.get("consent_to_be_named");
        let consent = yes_or_no(written);
        if consent.is_none() && !written.is_empty() {
            self.find("not-yes-or-no", "consent_to_be_named", &[("value", written)]);
        }
        consent.unwrap_or(false)
    }

    fn find(&mut self, rule: &str, header: &str, values: &[(&str, &str)]) {
        self.diagnostics.push(Diagnostic::new(rule, self.row.span(header), values).in_column(Some(header), header));
    }
}

/// The code that was probably meant, by its name or its label; of a short list all codes, else nothing.
fn meant(list: &Codelist, written: &str) -> String {
    const SHORT: usize = 12;
    let labels = list.codes.iter().flat_map(|code| code.label.0.values());
    let names = list.codes.iter().map(|code| &code.code).chain(labels).map(String::as_str);
    let near = nearest(written, names).unwrap_or_default();
    let code = list.codes.iter().find(|code| code.code == near || code.label.0.values().any(|label| label == near));
    match code {
        Some(code) => code.code.clone(),
        None if list.codes.len() <= SHORT => {
            list.codes.iter().map(|code| code.code.as_str()).collect::<Vec<_>>().join("', '")
        }
        None => String::new(),
    }
}
