//! The text of one cell into a value of its field, a kind of missing, or a fault.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::header::plain;
use super::lines::LineCell;
use super::number::{self, NotNumber};
use super::workbook::Kind;
use crate::definition::Definitions;
use crate::definition::codelist::{Code, Codelist};
use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::text::nearest;
use crate::value::{Decimal, Missing, NotOrganisation, OrganisationNumber};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A number of the field's scale.
    Number(Decimal),
    /// A text, a code or an organisation number.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Boolean(bool),
    /// No value, of a kind.
    Missing(Missing),
    /// Something that cannot be read.
    Unreadable,
}

/// A cell that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// What it holds.
    pub value: Value,
    /// The rule it breaks, with a further value for the rule's message.
    pub finding: Option<(&'static str, String)>,
}

impl From<Value> for Parsed {
    fn from(value: Value) -> Self {
        Self { value, finding: None }
    }
}

fn unreadable(rule: &'static str, more: impl Into<String>) -> Parsed {
    Parsed { value: Value::Unreadable, finding: Some((rule, more.into())) }
}

/// How the cells of one column are read.
#[derive(Debug)]
pub(crate) struct Parser<'d> {
    field: &'d Field,
    missing: &'d BTreeMap<Missing, Vec<String>>,
    codelist: Option<&'d Codelist>,
    languages: &'d [String],
    /// Decimal mark of the column, as far as its values give it away.
    pub decimal: Option<char>,
}

impl<'d> Parser<'d> {
    /// How the cells of a field are read.
    pub(crate) fn new(field: &'d Field, dataset: &'d Dataset, definitions: &'d Definitions) -> Self {
        let codelist = field.codelist.as_ref().and_then(|list| definitions.codelists.get(list.as_str()));
        Self { field, missing: &dataset.missing, codelist, languages: &definitions.project.languages, decimal: None }
    }

    /// Name of the codelist of a code; empty for other fields.
    pub(crate) fn codelist(&self) -> &str {
        self.codelist.map_or("", |list| list.codelist.as_str())
    }

    /// Name of the unit of the cells' numbers.
    pub(crate) fn unit_name(&self) -> Option<&str> {
        self.field.unit_name()
    }

    /// True when the cells hold numbers.
    pub(crate) fn is_number(&self) -> bool {
        self.field.kind.is_number()
    }

    /// The kind of missing that a text means.
    pub(crate) fn missing(&self, text: &str) -> Option<Missing> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Missing::NotCollected);
        }
        let said = text.to_lowercase();
        let means = |words: &Vec<String>| words.iter().any(|word| word.trim().to_lowercase() == said);
        self.missing.iter().find(|(_, words)| means(words)).map(|(kind, _)| *kind)
    }

    /// Reads a cell.
    pub(crate) fn read(&self, cell: &LineCell) -> Parsed {
        let text = cell.text.trim();
        if let Some(kind) = self.missing(text).filter(|_| cell.kind != Kind::Error) {
            return Value::Missing(kind).into();
        }
        if cell.kind == Kind::Error || is_error(text) {
            return unreadable("cell-holds-error", "");
        }
        if text.bytes().all(|byte| byte == b'#') {
            return unreadable("column-too-narrow", "");
        }
        match self.field.kind {
            FieldType::Text => Value::Text(text.to_owned()).into(),
            FieldType::OrganisationNumber => organisation(text),
            FieldType::Integer | FieldType::Decimal | FieldType::Money => self.number(text, cell.kind),
            FieldType::Date => match date(text) {
                Some(day) => Value::Date(day).into(),
                None => unreadable("not-a-date", ""),
            },
            FieldType::Boolean => match yes_or_no(text) {
                Some(yes) => Value::Boolean(yes).into(),
                None => unreadable("not-yes-or-no", ""),
            },
            FieldType::Code => self.code(text),
        }
    }

    fn number(&self, text: &str, kind: Kind) -> Parsed {
        // In a workbook a number is no longer a text: its point is decimal.
        let decimal = if kind == Kind::Number { Some('.') } else { self.decimal };
        let number = match number::read(text, decimal, self.field.unit_name()) {
            Ok(number) => number,
            Err(NotNumber::Form) => return unreadable("not-a-number", ""),
            Err(NotNumber::Ambiguous) => return unreadable("ambiguous-number", text.replace([',', '.'], "")),
        };
        let scale = self.field.decimals();
        if number.scale() > scale && self.field.kind == FieldType::Integer {
            return unreadable("not-a-whole-number", "");
        }
        let kept =
            number.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize();
        let finding = (kept != number).then(|| ("too-many-decimals", scale.to_string()));
        Parsed { value: Value::Number(kept), finding }
    }

    fn code(&self, text: &str) -> Parsed {
        let Some(list) = self.codelist else { return Value::Text(text.to_owned()).into() };
        let written = plain(text);
        let exact = list.codes.iter().find(|code| code.code == text);
        let known = exact.or_else(|| {
            let means = |name: &String| !written.is_empty() && plain(name) == written;
            list.codes.iter().find(|code| means(&code.code) || code.label.0.values().any(means))
        });
        if let Some(code) = known {
            return Value::Text(code.code.clone()).into();
        }
        let names = list.codes.iter().flat_map(|code| code.label.0.values().chain([&code.code]));
        let near = nearest(text, names.map(String::as_str)).map(str::to_owned);
        unreadable("unknown-code", near.map_or_else(|| first_of(list, self.languages), |near| format!("{near}?")))
    }
}

/// Some allowed codes in the words of the form, for a hint.
fn first_of(list: &Codelist, languages: &[String]) -> String {
    let name = |code: &'_ Code| match code.label.in_language(languages) {
        "" => code.code.clone(),
        label => label.to_owned(),
    };
    let mut some: Vec<String> = list.codes.iter().take(6).map(name).collect();
    if list.codes.len() > some.len() {
        some.push("…".to_owned());
    }
    some.join(", ")
}

/// True for the name of a failed formula as programs show it: `#REF!`, `#SAKNAS!`, `#N/A`, `Err:502`.
fn is_error(text: &str) -> bool {
    let named = text.starts_with('#') && (text.ends_with(['!', '?']) || text == "#N/A");
    let numbered = ["Err:", "Fel:"].iter().find_map(|prefix| text.strip_prefix(prefix));
    named || numbered.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn organisation(text: &str) -> Parsed {
    match OrganisationNumber::parse(text) {
        Ok(number) => Value::Text(number.digits().to_owned()).into(),
        Err(NotOrganisation::Form) => unreadable("not-an-organisation-number", ""),
        Err(NotOrganisation::CheckDigit) => unreadable("wrong-check-digit", ""),
        Err(NotOrganisation::Person) => unreadable("personal-number", ""),
    }
}

/// Reads `2025-12-31`, `20251231`, `31/12/2025`, `31.12.2025` and `31-12-2025`; the day stands before the month.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let text = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'], "-");
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let [a, b, c] = parts[..] else { return None };
    if [a, b, c].iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "x" | "1" | "true" | "sant" => Some(true),
        "nej" | "n" | "no" | "0" | "false" | "falskt" => Some(false),
        _ => None,
    }
}
