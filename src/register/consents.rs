//! Reads what may be told of single organisations.

use chrono::NaiveDate;

use super::exceptions::{Consent, Exceptions, Periods, PublicValue, Value};
use super::read::not_organisation;
use super::{LEGAL_FORM, Register};
use crate::definition::Definitions;
use crate::definition::indicator::{Indicator, Sensitivity};
use crate::diagnostic::Diagnostic;
use crate::identifier;
use crate::project::Folder;
use crate::record::{self, Row};
use crate::table::last_of_written_month;
use crate::text::{Text, nearest};
use crate::value::Unit;

/// Where consents stand in a project, which may lack it.
const CONSENTS: &str = "consents.csv";
/// Where what is public stands in a project, which may lack it.
const PUBLIC: &str = "public.csv";

const CONSENT_HEADERS: [&str; 6] = ["organisation", "value", "from", "to", "given", "by"];
const PUBLIC_HEADERS: [&str; 5] = [LEGAL_FORM, "value", "from", "to", "source"];
/// Where no end is in sight it may be left out.
const TO: &str = "to";

/// What a row names, in the languages of the rule pages.
const PERIOD: [&str; 6] = ["period", "period", "période", "periodo", "perioadă", "obdobje"];
const INDICATOR_OR_FIELD: [&str; 6] = [
    "indicator or field",
    "indikator eller fält",
    "indicateur ou champ",
    "indicatore o campo",
    "indicator sau câmp",
    "kazalnik ali polje",
];
const FORM: [&str; 6] =
    ["legal form", "juridisk form", "forme juridique", "forma giuridica", "formă juridică", "pravna oblika"];

impl Exceptions {
    /// Reads `consents.csv` and `public.csv`. A row with a fault frees nothing.
    pub fn read(folder: &Folder, definitions: &Definitions, register: &Register) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let consents = read(folder, (CONSENTS, &CONSENT_HEADERS), &mut diagnostics, |row| {
            let mut reader = Reader { row, definitions, found: Vec::new() };
            let consent = reader.consent(register);
            (consent.map(|one| ((one.organisation.clone(), one.value.clone(), one.periods), one)), reader.found)
        });
        let public = read(folder, (PUBLIC, &PUBLIC_HEADERS), &mut diagnostics, |row| {
            let mut reader = Reader { row, definitions, found: Vec::new() };
            let public = reader.public();
            (public.map(|one| ((one.legal_form.clone(), one.value.clone(), one.periods), one)), reader.found)
        });
        (Self { consents, public }, diagnostics)
    }
}

/// Whom a row is about, of which value, in which periods.
type Key = (String, Value, Periods);

/// The rows of a file that have no fault. Of two that are about the same the second has one.
fn read<T>(
    folder: &Folder,
    (file, headers): (&str, &[&str]),
    diagnostics: &mut Vec<Diagnostic>,
    of: impl Fn(&Row) -> (Option<(Key, T)>, Vec<Diagnostic>),
) -> Vec<T> {
    if !folder.files.contains_key(file) {
        return Vec::new();
    }
    let Some(text) = folder.text(file) else {
        diagnostics.push(Diagnostic::not_utf_8(file));
        return Vec::new();
    };
    let table = record::table(file, text, None);
    let required: Vec<&str> = headers.iter().copied().filter(|header| *header != TO).collect();
    let faults = table.check_headers(file, headers, &required);
    let lacks_column = faults.iter().any(|finding| finding.rule == "missing-column");
    diagnostics.extend(faults);
    diagnostics.extend(table.diagnostics.iter().cloned());
    let (mut keys, mut rows): (Vec<(Key, u32)>, Vec<T>) = (Vec::new(), Vec::new());
    for row in table.rows.iter().filter(|_| !lacks_column) {
        let (read, found) = of(row);
        let is_sound = found.is_empty();
        diagnostics.extend(found);
        let Some((key, read)) = read.filter(|_| is_sound) else { continue };
        let is_same = |(other, _): &&(Key, u32)| (&other.0, &other.1) == (&key.0, &key.1) && other.2.meet(&key.2);
        if let Some((_, first)) = keys.iter().find(is_same) {
            let values = [("value", row.get("value")), ("row", &first.to_string())];
            diagnostics.push(Diagnostic::new("exception-twice", row.span(headers[0]), &values));
            continue;
        }
        keys.push((key, row.span("value").row.unwrap_or_default()));
        rows.push(read);
    }
    rows
}

/// Reads one row and collects what is wrong in it.
struct Reader<'a> {
    row: &'a Row,
    definitions: &'a Definitions,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn consent(&mut self, register: &Register) -> Option<Consent> {
        let (organisation, value, periods) = (self.organisation(register), self.value(), self.periods());
        let given = self.given();
        let by = self.text("by");
        Some(Consent { organisation: organisation?, value: value?, periods: periods?, given: given?, by: by? })
    }

    fn public(&mut self) -> Option<PublicValue> {
        let (legal_form, value, periods) = (self.legal_form(), self.value(), self.periods());
        let source = self.text("source");
        Some(PublicValue { legal_form: legal_form?, value: value?, periods: periods?, source: source? })
    }

    fn organisation(&mut self, register: &Register) -> Option<String> {
        let header = "organisation";
        match identifier::organisation(self.row.get(header), self.definitions.project.country()) {
            Ok(number) if register.unread || register.organisations.contains_key(&number) => Some(number),
            Ok(_) => self.find("unknown-organisation", header, &[("value", self.row.get(header))]),
            Err(fault) => {
                self.found.push(not_organisation(fault, self.row, header));
                None
            }
        }
    }

    fn legal_form(&mut self) -> Option<String> {
        let (written, list) = (self.row.get(LEGAL_FORM), self.definitions.codelists.get(LEGAL_FORM));
        let codes: Vec<&str> = list.into_iter().flat_map(|list| &list.codes).map(|code| code.code.as_str()).collect();
        if codes.contains(&written) { Some(written.to_owned()) } else { self.unknown(LEGAL_FORM, FORM, &codes) }
    }

    /// An indicator, or a field with its dataset. What counts persons is never freed.
    fn value(&mut self) -> Option<Value> {
        let (written, definitions) = (self.row.get("value"), self.definitions);
        let persons = Unit::named("persons");
        let is_free = |one: &&Indicator| {
            matches!(one.sensitivity, Sensitivity::Open | Sensitivity::Business) && one.unit.as_str() != "persons"
        };
        let free: Vec<&str> = definitions.indicators.iter().filter(is_free).map(|one| one.indicator.as_str()).collect();
        let (value, is_of_persons) = if definitions.indicator(written).is_some() {
            (Value::Indicator(written.to_owned()), !free.contains(&written))
        } else {
            let field = written.split_once('.').and_then(|(dataset, field)| {
                let dataset = definitions.datasets.get(dataset)?;
                Some((dataset, dataset.field(field)?))
            });
            let Some((dataset, field)) = field else {
                let fields = definitions.datasets.values().flat_map(|dataset| {
                    dataset.fields.iter().map(move |field| format!("{}.{}", dataset.dataset.as_str(), *field.field))
                });
                let fields: Vec<String> = fields.collect();
                let indicators = definitions.indicators.iter().map(|one| one.indicator.as_str());
                let near = nearest(written, indicators.chain(fields.iter().map(String::as_str)));
                let known = near.map_or_else(|| free.clone(), |near| vec![near]);
                return self.unknown("value", INDICATOR_OR_FIELD, &known);
            };
            (Value::Field(dataset.dataset.value.clone(), field.field.value.clone()), field.unit() == persons)
        };
        if is_of_persons {
            return self.find("exception-without-effect", "value", &[("value", written)]);
        }
        Some(value)
    }

    fn periods(&mut self) -> Option<Periods> {
        let [from, to] = ["from", TO].map(|header| {
            let written = self.row.get(header);
            match self.definitions.project.period(written) {
                None if header == TO && written.is_empty() => Some(None),
                None => {
                    let known = self.definitions.project.periods.iter().map(|period| period.period.as_str());
                    self.unknown(header, PERIOD, &known.collect::<Vec<_>>())
                }
                period => Some(period),
            }
        });
        let (from, to) = (from??, to?);
        if let Some(to) = to.filter(|to| to.end < from.start) {
            let values = [("value", to.period.as_str()), ("start", from.period.as_str())];
            return self.find("ends-before-it-starts", TO, &values);
        }
        Some(Periods { from: from.start, to: to.map(|to| to.end) })
    }

    fn given(&mut self) -> Option<NaiveDate> {
        let written = self.text("given")?;
        match (written.parse(), last_of_written_month(&written)) {
            (Ok(day), _) => Some(day),
            (Err(_), Some(last)) => {
                self.find("no-such-day", "given", &[("value", &written), ("last", &last.to_string())])
            }
            (Err(_), None) => self.find("not-a-date", "given", &[("value", &written), ("day", "2026-03-15")]),
        }
    }

    /// What nobody may leave out, and where nobody is named by a number.
    fn text(&mut self, header: &str) -> Option<String> {
        let persons = self.row.persons(&[header]);
        if !persons.is_empty() {
            self.found.extend(persons);
            return None;
        }
        let written = self.row.get(header);
        if written.is_empty() {
            return self.find("exception-unfounded", header, &[("column", header)]);
        }
        Some(written.to_owned())
    }

    fn unknown<T>(&mut self, header: &str, kind: [&str; 6], known: &[&str]) -> Option<T> {
        let values = [("value", self.row.get(header)), ("known", &known.join(", "))];
        let kind = Text::in_each(kind);
        let finding = Diagnostic::worded("exception-names-unknown", self.row.span(header), &values, &[("kind", &kind)]);
        self.found.push(finding.in_column(Some(header), header));
        None
    }

    fn find<T>(&mut self, rule: &str, header: &str, values: &[(&str, &str)]) -> Option<T> {
        self.found.push(Diagnostic::new(rule, self.row.span(header), values).in_column(Some(header), header));
        None
    }
}
