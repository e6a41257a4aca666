//! Targets, baselines and comments that a project sets beside its figures.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::Expression;
use crate::project::Folder;
use crate::record;
use crate::source::Span;
use crate::text::{Text, nearest};
use crate::value::{Decimal, Unit};

const TARGET_HEADERS: [&str; 7] = ["indicator", "period", "kind", "value", "breakdown", "decided", "source"];
const COMMENT_HEADERS: [&str; 6] = ["indicator", "period", "text", "breakdown", "by", "date"];

/// What has been decided to reach: the rows of `targets.csv`, by the day they were decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    /// The rows, oldest decision first.
    pub rows: Vec<Target>,
}

/// One decided number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Indicator it is for.
    pub indicator: String,
    /// Codes by dimension; empty for the total.
    pub breakdown: BTreeMap<String, String>,
    /// Period it is for.
    pub period: String,
    /// What kind of number it is.
    pub kind: TargetKind,
    /// The number, in the indicator's unit.
    pub value: Decimal,
    /// When it was decided.
    pub decided: Option<NaiveDate>,
    /// Who decided it, and where that is written.
    pub source: String,
}

/// What a decided number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// Where things stood at the start.
    Baseline,
    /// To be reached on the way.
    Milestone,
    /// To be reached in the end.
    Target,
}

impl Targets {
    /// Reads `targets.csv`, if there is one.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let Some(text) = folder.text("targets.csv") else { return (Self::default(), not_utf_8(folder, "targets.csv")) };
        let table = record::table("targets.csv", text, None);
        let mut diagnostics = table.check_headers("targets.csv", &TARGET_HEADERS, &TARGET_HEADERS[..4]);
        if diagnostics.iter().any(|finding| finding.rule == "missing-column") {
            return (Self::default(), diagnostics);
        }
        diagnostics.extend(table.diagnostics.iter().cloned());
        let mut rows = Vec::new();
        for row in &table.rows {
            let place = names(row, definitions, &mut diagnostics);
            // A target of a later year is told by the way to it from its baseline; without one it waits.
            let is_of_it = |other: &&record::Row| {
                let same = ["indicator", "breakdown"].iter().all(|column| other.get(column) == row.get(column));
                same && other.get("kind") == "baseline"
            };
            let has_baseline = row.get("kind") == "target" && table.rows.iter().any(|other| is_of_it(&other));
            let found = period(row, definitions, row.get("kind"));
            diagnostics.extend(found.filter(|found| found.severity != Severity::Note || !has_baseline));
            let kind = match row.get("kind") {
                "baseline" => Some(TargetKind::Baseline),
                "milestone" => Some(TargetKind::Milestone),
                "target" => Some(TargetKind::Target),
                other => {
                    diagnostics.push(unreadable(row.span("kind"), other, "baseline, milestone, target"));
                    None
                }
            };
            let value = number(row.get("value"));
            if value.is_none() {
                diagnostics.push(unreadable(row.span("value"), row.get("value"), "12500.5"));
            }
            diagnostics.extend(value.and_then(|value| misfit(row, value, definitions)));
            let persons = row.persons(&["source"]);
            let source = if persons.is_empty() { row.get("source").to_owned() } else { String::new() };
            diagnostics.extend(persons);
            let decided = date(row, "decided", &mut diagnostics);
            diagnostics.extend(late(row, decided, kind, definitions));
            diagnostics.extend(sourceless(row, kind));
            let (Some((indicator, breakdown, period)), Some(kind), Some(value)) = (place, kind, value) else {
                continue;
            };
            rows.push(Target { indicator, breakdown, period, kind, value, decided, source });
        }
        rows.sort_by_key(|target| target.decided);
        (Self { rows }, diagnostics)
    }

    /// What had been decided by a day: of what was decided later nobody knew. A row without a day always holds.
    #[must_use]
    pub fn by(&self, day: NaiveDate) -> Self {
        let is_known = |row: &&Target| row.decided.is_none_or(|decided| decided <= day);
        Self { rows: self.rows.iter().filter(is_known).cloned().collect() }
    }

    /// The target or milestone in force, and those that it replaced, oldest first. A number that was decided again is the one
    /// that was decided first.
    pub fn in_force<'a>(
        &'a self,
        indicator: &str,
        period: &str,
        breakdown: &BTreeMap<String, String>,
    ) -> Option<(&'a Target, Vec<&'a Target>)> {
        let is_it = |row: &&Target| row.period == period && row.kind != TargetKind::Baseline;
        let mut decided: Vec<&Target> = self.of(indicator, breakdown).filter(is_it).collect();
        decided.dedup_by_key(|row| row.value);
        Some((decided.pop()?, decided))
    }

    /// The latest decided baseline.
    pub fn baseline<'a>(&'a self, indicator: &str, breakdown: &BTreeMap<String, String>) -> Option<&'a Target> {
        self.of(indicator, breakdown).filter(|row| row.kind == TargetKind::Baseline).last()
    }

    fn of<'a, 'k>(
        &'a self,
        indicator: &'k str,
        breakdown: &'k BTreeMap<String, String>,
    ) -> impl Iterator<Item = &'a Target> + use<'a, 'k> {
        self.rows.iter().filter(move |row| row.indicator == indicator && row.breakdown == *breakdown)
    }
}

/// The region's own words: the rows of `comments.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments {
    /// The rows, in the order of the file.
    pub rows: Vec<Comment>,
}

/// One signed comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Indicator it is about.
    pub indicator: String,
    /// Codes by dimension; empty for the total.
    pub breakdown: BTreeMap<String, String>,
    /// Period it is about.
    pub period: String,
    /// What is said; blank lines part paragraphs.
    pub text: String,
    /// Who says it.
    pub by: String,
    /// When it was said.
    pub date: Option<NaiveDate>,
}

impl Comments {
    /// Reads `comments.csv`, if there is one.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let Some(text) = folder.text("comments.csv") else {
            return (Self::default(), not_utf_8(folder, "comments.csv"));
        };
        let table = record::table("comments.csv", text, None);
        let mut diagnostics = table.check_headers("comments.csv", &COMMENT_HEADERS, &COMMENT_HEADERS[..3]);
        diagnostics.extend(table.diagnostics.iter().cloned());
        let mut rows = Vec::new();
        for row in &table.rows {
            let date = date(row, "date", &mut diagnostics);
            diagnostics.extend(period(row, definitions, "comment"));
            let persons = row.persons(&["text", "by"]);
            let is_fit = persons.is_empty();
            diagnostics.extend(persons);
            let Some((indicator, breakdown, period)) = names(row, definitions, &mut diagnostics).filter(|_| is_fit)
            else {
                continue;
            };
            let unsigned = ["by", "date"].into_iter().filter(|column| row.get(column).is_empty());
            diagnostics.extend(unsigned.map(|column| {
                let finding = Diagnostic::new("comment-unsigned", row.span(column), &[("column", column)]);
                finding.in_column(Some(column), column)
            }));
            let (text, by) = (row.get("text").to_owned(), row.get("by").to_owned());
            rows.push(Comment { indicator, breakdown, period, text, by, date });
        }
        (Self { rows }, diagnostics)
    }

    /// Comments on one figure.
    pub fn on<'a>(
        &'a self,
        indicator: &'a str,
        period: &'a str,
        breakdown: &'a BTreeMap<String, String>,
    ) -> impl Iterator<Item = &'a Comment> {
        self.rows
            .iter()
            .filter(move |row| row.indicator == indicator && row.period == period && row.breakdown == *breakdown)
    }
}

fn not_utf_8(folder: &Folder, path: &str) -> Vec<Diagnostic> {
    if folder.files.contains_key(path) { vec![Diagnostic::not_utf_8(path)] } else { Vec::new() }
}

/// The finding that a row is for no period of the project, and so is not printed.
///
/// A baseline may be of a year before the project began; a target for a year to come is only worth knowing.
fn period(row: &record::Row, definitions: &Definitions, kind: &str) -> Option<Diagnostic> {
    let (project, written) = (&definitions.project, row.get("period"));
    if project.period(written).is_some() {
        return None;
    }
    let is_year = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
    let last = project.periods.last().map_or("", |period| period.period.as_str());
    let is_later = is_year && written > last;
    if kind == "baseline" && is_year && !is_later {
        return None;
    }
    let known: Vec<&str> = project.periods.iter().map(|period| period.period.as_str()).collect();
    let values = [("value", written), ("known", &known.join(", "))];
    let finding =
        Diagnostic::new("period-not-in-project", row.span("period"), &values).in_column(Some("period"), "period");
    let is_awaited = is_later && matches!(kind, "milestone" | "target");
    Some(if is_awaited { finding.with_severity(Severity::Note) } else { finding })
}

/// The figure a row speaks of, if everything it names is there.
fn names(
    row: &record::Row,
    definitions: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, BTreeMap<String, String>, String)> {
    let found = diagnostics.len();
    let indicators = || definitions.indicators.iter().map(|indicator| indicator.indicator.as_str());
    let indicator = row.get("indicator");
    if definitions.indicator(indicator).is_none() {
        diagnostics.push(unknown(row.span("indicator"), indicator, nearest(indicator, indicators())));
    }
    let period = row.get("period");
    let mut breakdown = BTreeMap::new();
    for part in row.get("breakdown").split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((dimension, code)) = part.split_once('=').map(|(dimension, code)| (dimension.trim(), code.trim()))
        else {
            diagnostics.push(unreadable(row.span("breakdown"), part, "gender=women"));
            continue;
        };
        let list = definitions.codelists.get(dimension);
        if list.is_none() {
            let known = definitions.codelists.keys().map(String::as_str);
            diagnostics.push(unknown(row.span("breakdown"), dimension, nearest(dimension, known)));
        } else if let Some(list) = list.filter(|list| list.code(code).is_none()) {
            let known = list.codes.iter().map(|code| code.code.as_str());
            diagnostics.push(unknown(row.span("breakdown"), code, nearest(code, known)));
        }
        breakdown.insert(dimension.to_owned(), code.to_owned());
    }
    let is_sound = diagnostics.len() == found;
    let mut reports = definitions.project.reports.iter().peekable();
    if is_sound && reports.peek().is_some() && !reports.any(|report| report.tells_of(indicator)) {
        let finding = Diagnostic::new("not-in-report", row.span("indicator"), &[("value", indicator)]);
        diagnostics.push(finding.in_column(Some("indicator"), "indicator"));
    }
    is_sound.then(|| (indicator.to_owned(), breakdown, period.to_owned()))
}

fn unknown(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::new("plan-names-unknown", span, &[("value", name), ("nearest", nearest.unwrap_or_default())])
}

fn unreadable(span: Span, value: &str, example: &str) -> Diagnostic {
    Diagnostic::new("plan-unreadable", span, &[("value", value), ("example", example)])
}

/// What the figures of some units can be, in the languages of the rule pages.
const NONE_OR_MORE: [&str; 6] = ["0 or more", "0 eller mer", "0 ou plus", "0 o più", "0 sau mai mult", "0 ali več"];
const A_SHARE: [&str; 6] = ["0 to 100", "0 till 100", "de 0 à 100", "da 0 a 100", "de la 0 la 100", "od 0 do 100"];
/// Units of what is counted, and never fewer than none.
const COUNTED: [&str; 4] = ["persons", "enterprises", "hours", "fte"];

/// The finding that a figure can hardly be held against a value: 0.2 for 20 per cent, or what it can never be.
fn misfit(row: &record::Row, value: Decimal, definitions: &Definitions) -> Option<Diagnostic> {
    let hundred = Decimal::ONE_HUNDRED;
    let indicator = definitions.indicator(row.get("indicator"))?;
    let is_percentage = indicator.scale == Some(hundred);
    let place = |finding: Diagnostic| finding.in_column(Some("value"), "value");
    if is_percentage && value > Decimal::ZERO && value < Decimal::ONE {
        let hundredfold = (value * hundred).normalize().to_string();
        let values = [("value", row.get("value")), ("hundredfold", &hundredfold)];
        return Some(place(Diagnostic::new("target-as-fraction", row.span("value"), &values)));
    }
    let is_share = is_percentage && is_share(indicator);
    let is_count = !indicator.is_ratio() && !indicator.signed && COUNTED.contains(&indicator.unit.as_str());
    let range = if is_share { A_SHARE } else { NONE_OR_MORE };
    let fits = !(is_share || is_count) || value >= Decimal::ZERO && (!is_share || value <= hundred);
    let words = [("range", &Text::in_each(range))];
    let values = [("value", row.get("value"))];
    (!fits).then(|| place(Diagnostic::worded("target-out-of-range", row.span("value"), &values, &words)))
}

/// True for a ratio of counts of which one lies within the other: not a growth, a margin, or a figure held against itself a
/// period before.
fn is_share(indicator: &Indicator) -> bool {
    let (Some(upper), Some(lower)) = (&indicator.numerator_expression, &indicator.denominator_expression) else {
        return false;
    };
    let is_count = |part: &Expression| {
        let unit = part.kind().unit;
        (unit.is_none() || COUNTED.iter().any(|name| unit == Unit::named(name))) && !part.subtracts()
    };
    let (above, below) = (upper.references(), lower.references());
    let is_index = above.iter().any(|one| below.iter().any(|other| one.name == other.name && one.of != other.of));
    is_count(upper) && is_count(lower) && !is_index
}

/// The finding that a target was decided when its period had ended. A baseline is what was found then.
fn late(
    row: &record::Row,
    decided: Option<NaiveDate>,
    kind: Option<TargetKind>,
    definitions: &Definitions,
) -> Option<Diagnostic> {
    let period = definitions.project.period(row.get("period"))?;
    if kind? == TargetKind::Baseline || decided? <= period.end {
        return None;
    }
    let values = [("value", row.get("decided")), ("period", &period.period)];
    let finding = Diagnostic::new("target-decided-late", row.span("decided"), &values);
    Some(finding.in_column(Some("decided"), "decided"))
}

/// The finding that nobody can look up who decided a number. A baseline is decided by no one.
fn sourceless(row: &record::Row, kind: Option<TargetKind>) -> Option<Diagnostic> {
    let is_said = kind == Some(TargetKind::Baseline) || row.get("source").chars().any(char::is_alphanumeric);
    let values = [("value", row.get("value"))];
    let finding = || Diagnostic::new("target-without-source", row.span("source"), &values);
    (!is_said).then(|| finding().in_column(Some("source"), "source"))
}

/// A number with a decimal point or comma, with or without spaces between thousands.
fn number(written: &str) -> Option<Decimal> {
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    plain.replace('\u{2212}', "-").replace(',', ".").parse().ok()
}

fn date(row: &record::Row, header: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<NaiveDate> {
    let written = row.get(header);
    if written.is_empty() {
        return None;
    }
    let date = NaiveDate::parse_from_str(written, "%Y-%m-%d").ok();
    if date.is_none() {
        diagnostics.push(unreadable(row.span(header), written, "2026-03-15"));
    }
    date
}
