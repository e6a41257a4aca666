//! The text of one cell into a value of its field, a kind of missing, or a fault.

mod days;
mod numbers;

use std::collections::BTreeMap;

use arrow_schema::DECIMAL128_MAX_PRECISION;
use chrono::{Months, NaiveDate};

use super::fault;
use super::plainly::{Plainly, Unit};
use crate::definition::Definitions;
use crate::definition::codelist::Codelist;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field, FieldType};
use crate::definition::missing::recommended_in_each;
use crate::definition::project::{Period, Project, SoleTraders};
use crate::diagnostic::figure::said;
use crate::identifier::{self, Fault, Scheme};
use crate::personal::Place;
use crate::project::SUBMISSIONS;
use crate::source::Span;
use crate::table::lines::{LineCell, mask};
use crate::table::spelling::code::{code_of, first_of, named, nearest_code};
use crate::table::spelling::date::{self, Count, Order};
use crate::table::spelling::number::{self, Decimals, Marks};
use crate::table::spelling::unit::{Asked, Beside};
use crate::table::spelling::words::{visible, visible_number};
use crate::table::spelling::{missing, stated};
use crate::table::stamp::Stamp;
use crate::table::workbook::{Kind, STROKE};
use crate::text::Text;
use crate::value::{Decimal, Missing, yes_or_no};
pub(crate) use numbers::Instead;

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
#[derive(Debug, Clone)]
pub(crate) struct Parser<'d> {
    field: &'d Field,
    missing: &'d BTreeMap<Missing, Vec<String>>,
    codelist: Option<&'d Codelist>,
    project: &'d Project,
    /// Languages of what may be answered, that of its form first.
    languages: Vec<String>,
    asked: Asked,
    /// Power of ten that the header multiplies the numbers with.
    power: u32,
    /// The header states another unit than is asked: only numbers that state their own can be read.
    in_other_unit: bool,
    marks: Marks,
    /// Decimal mark of the column, as far as its values give it away.
    pub decimal: Option<char>,
    order: Order,
    /// Days that are written as a spreadsheet counts them.
    serials: Vec<u64>,
    count: Option<Count>,
    /// The first number that says itself that it is in thousands, and whether a workbook holds it.
    scaled: Option<((String, bool), u32)>,
    /// The period of its form, else of the folder that its file lies in, else the project's last.
    period: Option<&'d Period>,
    /// The field says on which day a period begins.
    begins: bool,
}

/// For a number whose size does not matter.
const ANY: Decimals = Decimals { mark: Some(','), most: u32::MAX };

/// Something to tell about a whole column: a rule, the value it is about and whether that is a number of a workbook, and
/// further words of its message.
pub(crate) type Note = (&'static str, (String, bool), Vec<(&'static str, Text)>);

impl<'d> Parser<'d> {
    /// How the cells of a field are read.
    pub(crate) fn new(field: &'d Field, dataset: &'d Dataset, definitions: &'d Definitions) -> Self {
        let codelist = field.codelist.as_ref().and_then(|list| definitions.codelists.get(list.as_str()));
        let project = &definitions.project;
        Self {
            field,
            missing: &dataset.missing,
            codelist,
            project,
            languages: project.languages.clone(),
            asked: Asked::new(field.unit_name(), &project.currency),
            power: 0,
            in_other_unit: false,
            marks: Marks::default(),
            decimal: None,
            order: Order::of(project),
            serials: Vec::new(),
            count: None,
            scaled: None,
            period: project.periods.last(),
            begins: dataset.start() == Some(field.field.as_str()),
        }
    }

    /// How the cells of a column are read under its header, in a form with this stamp; `None` for a column of no field.
    pub(crate) fn of_column(
        column: &ColumnDefinition,
        header: &str,
        dataset: &'d Dataset,
        definitions: &'d Definitions,
        stamp: Option<&Stamp>,
    ) -> Option<Self> {
        let parser = Self::new(dataset.field(&column.field)?, dataset, definitions);
        let parser = match stamp {
            Some(stamp) => parser.of_form(stamp),
            None => parser,
        };
        Some(parser.under(header, column))
    }

    /// Takes the form into account: the period it is made for, where that is one of the project's, and its language.
    #[must_use]
    pub(crate) fn of_form(self, stamp: &Stamp) -> Self {
        let period = self.project.period(&stamp.period).or(self.period);
        let languages = std::iter::once(stamp.language.clone()).chain(self.languages).collect();
        Self { languages, period, ..self }
    }

    /// Takes the folder of a file without a form's stamp into account: it lies in that of its period.
    #[must_use]
    pub(crate) fn in_folder(self, file: &Span) -> Self {
        let path = file.file.as_deref().and_then(|path| path.strip_prefix(SUBMISSIONS));
        let period = path.and_then(|path| self.project.period(path.split_once('/')?.0)).or(self.period);
        Self { period, ..self }
    }

    /// Takes the header into account: below `Omsättning (tkr)` stand thousands, unless the form itself says so, and below
    /// `Heltidstjänster (timmar)` nothing that is asked for.
    #[must_use]
    pub(crate) fn under(mut self, header: &str, column: &ColumnDefinition) -> Self {
        let of = |text: &str| self.asked.power_of_header(text);
        let own = column.label.0.values().chain(&column.aliases).map(|known| of(known)).max().unwrap_or(0);
        self.in_other_unit = self.is_number() && stated::is_other(header, column, &self.asked);
        self.power = if own == 0 && !self.in_other_unit { of(header) } else { 0 };
        self
    }

    /// Takes a cell of the column into account, before any is read.
    pub(crate) fn see(&mut self, cell: &LineCell) {
        if self.missing(&cell.text).is_some() {
            return;
        }
        if self.asked.is_money() && self.scaled.is_none() {
            let unit = cell.style.as_ref().filter(|style| style.power == 0).map_or("", |style| style.unit.as_str());
            if let Beside::Power(power @ 1..) = self.asked.beside(unit) {
                self.scaled = Some(((cell.seen(), cell.kind == Kind::Number), power));
            }
        }
        if self.is_number() && cell.kind == Kind::Text {
            let text = visible(&cell.text);
            self.marks.see(&text, &self.asked);
            let scaled = || self.asked.is_money().then(|| number::read(&text, ANY, &self.asked).ok()).flatten();
            if self.scaled.is_none()
                && let Some(power) = scaled().and_then(|number| number.power).filter(|power| *power > 0)
            {
                self.scaled = Some(((cell.text.trim().to_owned(), false), power));
            }
        }
        if self.field.kind == FieldType::Date && matches!(cell.kind, Kind::Text | Kind::Number) {
            let text = visible(&cell.text);
            self.order.see(&text);
            self.serials.extend(date::serial(&text));
        }
    }

    /// Takes a cell into account, unless it matters which of such cells is the first: then this is told.
    pub(crate) fn sees_first(&mut self, cell: &LineCell) -> bool {
        let before = (self.serials.len(), self.scaled.is_some());
        self.see(cell);
        let first = self.serials.len() > before.0 || self.scaled.is_some() != before.1;
        self.serials.truncate(before.0);
        if !before.1 {
            self.scaled = None;
        }
        first
    }

    /// Takes into account what another parser of the column has seen.
    pub(crate) fn join(&mut self, other: &Self) {
        self.marks = self.marks.with(other.marks);
        self.order = self.order.with(other.order);
    }

    /// True where it matters which of some cells that it has seen is the first.
    pub(crate) fn tells_of_first(&self) -> bool {
        self.scaled.is_some() || !self.serials.is_empty()
    }

    /// True where it has seen nothing of how the column is written that another of it has not.
    pub(crate) fn tells_no_more_than(&self, other: &Self) -> bool {
        (self.marks, self.order) == (other.marks, other.order)
    }

    /// Takes numbers with these decimal marks into account.
    pub(crate) fn see_marks(&mut self, marks: Marks) {
        self.marks = self.marks.with(marks);
    }

    /// What of its cells can be told by their bytes alone.
    pub(crate) fn plainly(&self) -> Plainly {
        let words: Vec<String> = self.missing.values().flatten().map(|word| missing::alike(word)).collect();
        let national = self.field.scheme.as_ref().map_or_else(
            || self.project.country() == "SE",
            |scheme| Scheme::named(scheme) == Some(Scheme::SeOrganisation),
        );
        Plainly {
            kind: self.field.kind,
            place: self.place(),
            scale: self.field.decimals() as usize,
            decimal: self.decimal,
            swedish: self.field.kind == FieldType::OrganisationNumber && national,
            header: match self.power {
                _ if self.in_other_unit => Unit::Other,
                0 => Unit::Asked,
                _ => Unit::Multiple,
            },
            digits_count: !words.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit())),
            words,
        }
    }

    /// Which decimal marks its cells have given away.
    pub(crate) fn marks(&self) -> Marks {
        self.marks
    }

    /// Takes what other columns of the same hand have given away into account.
    pub(crate) fn share(&mut self, marks: Marks) {
        self.marks = self.marks.with(marks);
    }

    /// In which order its days are written.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// Takes the order of days that other columns of the same hand have given away into account, where its own tell of none.
    pub(crate) fn share_order(&mut self, order: Order) {
        self.order = self.order.sharing(order);
    }

    /// Decides how the column is written, once all its cells have been seen.
    pub(crate) fn settle(&mut self) {
        self.decimal = self.marks.decimal();
        let (first, last) = (self.project.periods.first(), self.project.periods.last());
        let window = first.zip(last).and_then(|(first, last)| {
            let from = first.start.checked_sub_months(Months::new(24))?;
            Some((from, last.end.checked_add_months(Months::new(12))?))
        });
        self.count = window.and_then(|(from, to)| date::count_of(&self.serials, from, to));
    }

    /// What is worth knowing of how the column was read, under its header.
    pub(crate) fn notes(&self, header: &str) -> Vec<Note> {
        let mut notes = Vec::new();
        let times = |power: u32| said(Decimal::from(10_u64.saturating_pow(power)));
        // Of a number that cannot be read nothing else is told.
        let is_read = |((text, is_number), _): &((String, bool), u32)| *is_number || self.is_amount(text);
        if self.in_other_unit {
            notes.push(("wrong-unit", (header.to_owned(), false), Vec::new()));
        }
        let scaled = (self.power > 0).then(|| ((header.to_owned(), false), self.power));
        let scaled = scaled.or_else(|| self.scaled.clone().filter(is_read));
        if let Some((value, power)) = scaled {
            notes.push(("amounts-scaled", value, vec![("times", times(power))]));
        }
        let day = self.serials.first().zip(self.count).and_then(|(serial, count)| date::of_serial(*serial, count));
        if let Some((day, serial)) = day.zip(self.serials.first()) {
            notes.push(("day-as-number", (serial.to_string(), false), vec![("day", Text::same(&day.to_string()))]));
        }
        notes
    }

    /// Name of the codelist of a code; empty for other fields.
    pub(crate) fn codelist(&self) -> &str {
        self.codelist.map_or("", |list| list.codelist.as_str())
    }

    /// The power of ten that the header, or the first cell that says so itself, multiplies the numbers with; 0 where neither does.
    pub(crate) fn power(&self) -> u32 {
        if self.power > 0 { self.power } else { self.scaled.as_ref().map_or(0, |(_, power)| *power) }
    }

    /// True when the cells hold amounts.
    pub(crate) fn is_money(&self) -> bool {
        self.asked.is_money()
    }

    /// True when the cells hold numbers.
    pub(crate) fn is_number(&self) -> bool {
        self.field.kind.is_number()
    }

    /// What digits in the column may be, for whoever looks for persons.
    pub(crate) fn place(&self) -> Place {
        match self.field.kind {
            FieldType::Money => Place::Amount,
            kind if kind.is_number() => Place::Number,
            FieldType::OrganisationNumber => Place::Identifier,
            _ => Place::Text,
        }
    }

    /// True when a cell names an organisation, whatever else its digits could be.
    pub(crate) fn names_organisation(&self, text: &str) -> bool {
        self.field.kind == FieldType::OrganisationNumber && self.organisation_number(text).is_ok()
    }

    /// True when a cell holds a sole trader's number that the project has made unreadable instead of refused.
    pub(crate) fn masks(&self, text: &str) -> bool {
        self.project.sole_traders == SoleTraders::Mask && self.names_person(text)
    }

    /// True when a cell for an organisation's number holds a person's.
    pub(crate) fn names_person(&self, text: &str) -> bool {
        self.field.kind == FieldType::OrganisationNumber && self.organisation_number(text) == Err(Fault::Person)
    }

    fn organisation_number(&self, text: &str) -> Result<String, Fault> {
        let text = visible(text);
        let text = bare(&text);
        match self.field.scheme.as_ref().and_then(|scheme| Scheme::named(scheme)) {
            Some(scheme) => scheme.read(text),
            None => identifier::organisation(text, self.project.country()),
        }
    }

    /// The kind of missing that a text means.
    pub(crate) fn missing(&self, text: &str) -> Option<Missing> {
        missing::kind(self.missing, &visible(text))
    }

    /// The word for a kind of missing that is recommended to its sender.
    pub(crate) fn word_for(&self, kind: Missing) -> Text {
        recommended_in_each(self.missing, kind)
    }

    /// A day by which a finding shows how days are written: one that the field may well ask for.
    pub(crate) fn example(&self) -> Option<NaiveDate> {
        self.period.map(|period| if self.begins { period.start } else { period.end })
    }

    /// Reads a cell.
    pub(crate) fn read(&self, cell: &LineCell) -> Parsed {
        let parsed = self.held(cell);
        match cell.style.as_ref().and_then(|style| style.instead.clone()) {
            Some(shown) if parsed.finding.is_none() => Parsed { finding: Some(("hidden-value", shown)), ..parsed },
            _ => parsed,
        }
    }

    /// Reads a cell of a row: one that has no value of its own in its workbook cannot be read, whatever it shows.
    pub(crate) fn read_of_row(&self, cell: &LineCell) -> Parsed {
        match (cell.kind, fault::of_kind(cell.kind)) {
            // It is told where the answer stands.
            (Kind::Astray, _) => Value::Unreadable.into(),
            (Kind::Covered | Kind::Uncalculated, Some(rule)) => unreadable(rule, ""),
            _ => self.read(cell),
        }
    }

    /// What a cell holds, whether or not its workbook shows it.
    fn held(&self, cell: &LineCell) -> Parsed {
        let seen = if self.field.kind.is_number() { visible_number(&cell.text) } else { visible(&cell.text) };
        let text = seen.trim();
        if let Some(kind) = self.missing(text).filter(|_| cell.kind != Kind::Error) {
            return Value::Missing(kind).into();
        }
        let of_kind = fault::of_kind(cell.kind).filter(|_| cell.kind == Kind::Error);
        if let Some(rule) = of_kind.or_else(|| fault::of_text(text)) {
            return unreadable(rule, "");
        }
        if self.field.kind != FieldType::Text && text.contains(STROKE) {
            return unreadable("part-crossed-out", "");
        }
        match self.field.kind {
            FieldType::Text => Value::Text(cell.text.trim().to_owned()).into(),
            FieldType::OrganisationNumber => self.organisation(text),
            FieldType::Integer | FieldType::Decimal | FieldType::Money => self.number(text, cell),
            FieldType::Date => self.date(text, cell.kind),
            FieldType::Boolean => match yes_or_no(text) {
                Some(yes) => Value::Boolean(yes).into(),
                None => unreadable("not-yes-or-no", ""),
            },
            FieldType::Code => self.code(text),
        }
    }

    fn organisation(&self, text: &str) -> Parsed {
        if mask::is_masked(text) {
            return unreadable("sole-trader", "");
        }
        match self.organisation_number(text) {
            Ok(number) => Value::Text(number).into(),
            Err(Fault::Form) => unreadable("not-an-organisation-number", ""),
            Err(Fault::CheckDigit) => unreadable("wrong-check-digit", ""),
            Err(Fault::Person) => unreadable("personal-number", ""),
        }
    }

    /// True where its numbers may have decimals.
    pub(crate) fn has_decimals(&self) -> bool {
        self.field.decimals() > 0
    }

    /// True where a day is asked for.
    pub(crate) fn asks_for_day(&self) -> bool {
        self.field.kind == FieldType::Date
    }

    /// True where persons are asked for, of whom there is no part.
    pub(crate) fn counts_persons(&self) -> bool {
        self.field.unit_name() == Some("persons")
    }

    fn code(&self, text: &str) -> Parsed {
        let Some(list) = self.codelist else { return Value::Text(text.to_owned()).into() };
        if let Some(code) = code_of(list, text) {
            return Value::Text(code.code.clone()).into();
        }
        let languages = &self.languages;
        let meant = nearest_code(list, text);
        let known = meant.map_or_else(|| first_of(list, languages), |code| format!("{}?", named(code, languages)));
        unreadable("unknown-code", known)
    }
}

/// A number in digits of a scale that is not below its own, as a column keeps it; `None` where a column has no room for them.
pub(crate) fn digits_at(number: Decimal, scale: u32) -> Option<i128> {
    let digits = number.mantissa().checked_mul(10_i128.checked_pow(scale.checked_sub(number.scale())?)?)?;
    (digits.unsigned_abs() < 10_u128.pow(u32::from(DECIMAL128_MAX_PRECISION))).then_some(digits)
}

/// A number as text without what programs write around it so that it stays one: `="5560160680"`, `'5560160680`, and the `.0` of
/// one that took it for a decimal.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let text = quoted.or_else(|| text.strip_prefix('\'')).unwrap_or(text);
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0"));
    whole.filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text)
}
