//! The observations of one indicator: each period, each table, each cell.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{self, Pair};
use super::formula::Amount;
use super::overflow;
use super::part::{Covered, Part};
use super::sheet::Sheet;
use super::tables::{Table, cells, tables};
use super::{Breakdown, Change, Contribution, Coverage, Observation, ReasonCount, Unlike};
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::indicator::Indicator;
use crate::definition::project::PeriodState;
use crate::diagnostic::Diagnostic;
use crate::expression::EvaluationError;
use crate::register::Register;
use crate::source::Span;
use crate::value::Missing;

/// Accepted rows of every dataset, by dataset and period, prepared.
pub(super) type Sheets<'a> = BTreeMap<(&'a str, &'a str), Sheet<'a>>;

/// Observes one indicator in some periods; a period that cannot be calculated is a finding.
pub(super) fn indicator<'a>(
    definitions: &'a Definitions,
    register: &'a Register,
    sheets: &'a Sheets<'a>,
    indicator: &'a Indicator,
    periods: &[String],
) -> (Vec<Observation>, Vec<Diagnostic>) {
    let (mut observations, mut diagnostics) = (Vec::new(), Vec::new());
    let of = |name: &str| {
        let version = definitions.version(indicator, name);
        let dataset = definitions.dataset_of(version).filter(|_| definitions.is_asked(version, name))?;
        let sheet = sheets.get(&(version.dataset.as_str(), definitions.project.period(name)?.period.as_str()))?;
        Some(Version { indicator: version, dataset, sheet })
    };
    for name in periods {
        let Some(now) = of(name) else { continue };
        let before = definitions.project.before(name).filter(|_| !definitions.is_broken(indicator, name));
        let then = before.and_then(|before| of(&before.period));
        let figures = Observer { definitions, register, now, then };
        match figures.observe() {
            Ok(observed) => observations.extend(observed),
            Err(error) => {
                let mut versions = [Some(&figures.now), figures.then.as_ref()].into_iter().flatten();
                let place = versions.find_map(|one| overflow::place(one.indicator, one.sheet));
                diagnostics.push(not_computed(indicator, name, error, place.unwrap_or_default()));
            }
        }
    }
    (observations, diagnostics)
}

/// The finding that an indicator has no figures in a period, because a number grew too long.
pub(super) fn not_computed(indicator: &Indicator, period: &str, error: EvaluationError, place: Span) -> Diagnostic {
    match error {
        EvaluationError::Overflow(part) => Diagnostic::new(
            "figure-not-computed",
            place,
            &[("indicator", &indicator.indicator), ("period", period), ("part", &part)],
        ),
        error @ EvaluationError::NoColumn(_) => panic!("columns were checked with the definitions: {error}"),
    }
}

/// An indicator as it is defined in a period, with the rows it is about.
struct Version<'a> {
    indicator: &'a Indicator,
    dataset: &'a Dataset,
    sheet: &'a Sheet<'a>,
}

/// One indicator in one period, and in the period before where the two can be compared.
struct Observer<'a> {
    definitions: &'a Definitions,
    register: &'a Register,
    now: Version<'a>,
    then: Option<Version<'a>>,
}

/// A part now and a period before.
struct Parts<'a> {
    now: Part<'a>,
    then: Option<Part<'a>>,
}

impl<'a> Observer<'a> {
    fn observe(&self) -> Result<Vec<Observation>, EvaluationError> {
        let mut parts: BTreeMap<Breakdown, Option<Parts<'a>>> = BTreeMap::new();
        let mut observations = Vec::new();
        for table in tables(self.definitions, self.now.indicator) {
            for code in cells(self.definitions, &table.file, self.now.sheet.period) {
                if !parts.contains_key(&code) {
                    parts.insert(code.clone(), self.parts(&code)?);
                }
                if let Some(Some(parts)) = parts.get(&code) {
                    observations.extend(self.table(&table, &code, parts)?);
                }
            }
        }
        Ok(observations)
    }

    fn parts(&self, code: &Breakdown) -> Result<Option<Parts<'a>>, EvaluationError> {
        let part = |version: &Version<'a>| Part::new(version.indicator, version.dataset, version.sheet, code);
        let Some(now) = part(&self.now)? else { return Ok(None) };
        Ok(Some(Parts { now, then: self.then.as_ref().map(part).transpose()?.flatten() }))
    }

    /// The cells of a table that hold one part of what is asked in the file.
    fn table(&self, table: &Table, code: &Breakdown, parts: &Parts<'a>) -> Result<Vec<Observation>, EvaluationError> {
        let areas = cells(self.definitions, &table.register, self.now.sheet.period);
        let (now, then) = (&parts.now, parts.then.as_ref());
        let places = now.sheet.places(&table.register, &areas);
        let figures = now.amounts(&places, areas.len())?;
        let before = then.map(|then| then.sheet.places(&table.register, &areas)).unwrap_or_default();
        let figures_before = then.map(|then| then.amounts(&before, areas.len())).transpose()?;
        let pair = then.map(|then| Pair { now, then, register: self.register });
        let panel = pair.as_ref().map(Pair::panel).unwrap_or_default();
        let stayed = then.map(|then| stayed(&panel, (now.sheet, &places), (then.sheet, &before))).unwrap_or_default();
        let panel_now = then.map(|_| now.amounts(&stayed.now, areas.len())).transpose()?;
        let panel_then = then.map(|then| then.amounts(&stayed.then, areas.len())).transpose()?;
        let given = parted(now, &places, areas.len());
        let given_before = then.map(|then| parted(then, &before, areas.len()));
        let mut special = special(now, &places, areas.len());
        let mut same = stayed.organisations(areas.len());
        let mut observations = Vec::new();
        let has_columns = table.register.is_empty() && !self.register.exceptions.is_empty();
        let cells = areas.iter().zip(members(&places, areas.len())).zip(given);
        for (at, ((area, members), contributions)) in cells.enumerate() {
            let Covered { coverage, missing: kind, asked, spared } = now.coverage(&members);
            let is_of_none = contributions.is_empty();
            let figure = if is_of_none { self.of_no_row(&spared, figures[at]) } else { figures[at] };
            let past = given_before.as_ref().zip(figures_before.as_ref());
            let past = past.map(|(given, figures)| (&given[at], figures[at]));
            let change =
                pair.as_ref().zip(past).and_then(|(pair, past)| change(pair, (&contributions, figure), past, &panel));
            let same = std::mem::take(&mut same[at]);
            let special = std::mem::take(&mut special[at]);
            observations.push(Observation {
                indicator: self.now.indicator.indicator.value.clone(),
                period: self.now.sheet.period.period.value.clone(),
                breakdown: code.iter().chain(area).map(|(name, code)| (name.clone(), code.clone())).collect(),
                value: figure.value,
                numerator: figure.numerator,
                denominator: figure.denominator,
                missing: missing(figure, (coverage, kind), &contributions),
                coverage,
                asked,
                spared,
                panel: panel_then
                    .as_ref()
                    .zip(panel_now.as_ref())
                    .and_then(|(then, now)| compare::panel(same, then[at], now[at])),
                change,
                provisional: is_provisional(now, &special),
                unexplained: unexplained(now, &special),
                reasons: reasons(now, &special),
                methods: methods(now, &contributions),
                unlike: pair.as_ref().map_or_else(BTreeMap::new, |pair| unlike(pair, &members)),
                contributions,
                columns: if has_columns { now.columns()? } else { Vec::new() },
            });
        }
        Ok(observations)
    }

    /// The figure of a cell to which no row gives anything. Where some sent rows and a condition leaves out each of them, it is
    /// what SQL makes of no rows: a count of 0, and nothing of a sum. A question that applies to no one has no figure.
    fn of_no_row(&self, spared: &BTreeSet<String>, of_none: Amount) -> Amount {
        let indicator = self.now.indicator;
        let are_left_out = indicator.filter_expression.is_some() && !spared.is_empty();
        if are_left_out && !indicator.is_ratio() { of_none } else { Amount::default() }
    }
}

/// What some organisations give to a figure, and the figure.
type Told<'t> = (&'t BTreeMap<String, Contribution>, Amount);

/// How a figure came from that of the period before; nothing where to one of them nobody gives anything.
fn change(pair: &Pair<'_, '_>, now: Told<'_>, then: Told<'_>, panel: &BTreeSet<&str>) -> Option<Change> {
    let value = |(given, figure): Told<'_>| figure.value.filter(|_| !given.is_empty());
    pair.change(now.0, then.0, (value(now), value(then)), panel)
}

/// Why there is no figure: a share of nothing, as those say that answered; what is only in the register says nothing.
fn missing(
    figure: Amount,
    (coverage, kind): (Coverage, Option<Missing>),
    contributions: &BTreeMap<String, Contribution>,
) -> Option<Missing> {
    match figure.value {
        Some(_) => None,
        None if coverage.expected == 0 || contributions.values().any(|one| !one.from_register) => {
            Some(Missing::NotApplicable)
        }
        None => Some(kind.unwrap_or(Missing::NotCollected)),
    }
}

/// How many organisations counted by which method.
fn methods(part: &Part<'_>, contributions: &BTreeMap<String, Contribution>) -> BTreeMap<String, u32> {
    let mut methods = BTreeMap::new();
    for method in contributions.keys().filter_map(|one| part.methods.get(one.as_str())) {
        *methods.entry(method.clone()).or_default() += 1;
    }
    methods
}

/// Who counted by another method than before, or over a year of another length.
fn unlike(pair: &Pair<'_, '_>, members: &[u32]) -> BTreeMap<String, Unlike> {
    let names = members.iter().map(|at| pair.now.sheet.population[*at as usize].0);
    names.filter_map(|one| Some((one.to_owned(), pair.unlike(one)?))).collect()
}

/// The organisations of each cell, as positions in the population.
fn members(places: &[Option<u32>], cells: usize) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); cells];
    for (place, at) in places.iter().zip(0..) {
        if let Some(place) = place {
            members[*place as usize].push(at);
        }
    }
    members
}

/// What is given to each cell.
fn parted(part: &Part<'_>, places: &[Option<u32>], cells: usize) -> Vec<BTreeMap<String, Contribution>> {
    let mut given = vec![Vec::new(); cells];
    let sheet = part.sheet;
    for ((organisation, member), contribution) in
        sheet.organisations.iter().zip(&sheet.members).zip(&part.contributions)
    {
        let place = member.and_then(|at| places[at as usize]);
        if let Some((place, contribution)) = place.zip(*contribution) {
            given[place as usize].push(((*organisation).to_owned(), contribution));
        }
    }
    given.into_iter().map(BTreeMap::from_iter).collect()
}

/// Special rows of a part, by the cell they belong to.
fn special(part: &Part<'_>, places: &[Option<u32>], cells: usize) -> Vec<Vec<usize>> {
    let mut special = vec![Vec::new(); cells];
    for row in &part.special {
        if let Some(place) = part.sheet.member(*row).and_then(|at| places[at]) {
            special[place as usize].push(*row);
        }
    }
    special
}

/// Who of a panel is in the same cell in both periods.
#[derive(Default)]
struct Stayed<'a> {
    /// Their cell, by the position of each in its population now and then.
    now: Vec<Option<u32>>,
    then: Vec<Option<u32>>,
    /// Each with its cell.
    cells: Vec<(&'a str, u32)>,
}

impl Stayed<'_> {
    /// The organisations of each cell.
    fn organisations(&self, cells: usize) -> Vec<Vec<String>> {
        let mut organisations = vec![Vec::new(); cells];
        for (organisation, place) in &self.cells {
            organisations[*place as usize].push((*organisation).to_owned());
        }
        organisations
    }
}

/// Finds who of a panel is in the same cell in both periods, each of which has the cells of its population.
fn stayed<'a>(
    panel: &BTreeSet<&'a str>,
    (now, places): (&Sheet<'_>, &[Option<u32>]),
    (then, before): (&Sheet<'_>, &[Option<u32>]),
) -> Stayed<'a> {
    let mut stayed = Stayed { now: vec![None; places.len()], then: vec![None; before.len()], cells: Vec::new() };
    for organisation in panel {
        let Some((at, was_at)) = now.position(organisation).zip(then.position(organisation)) else { continue };
        if let Some(place) = places[at].filter(|place| before[was_at] == Some(*place)) {
            (stayed.now[at], stayed.then[was_at]) = (Some(place), Some(place));
            stayed.cells.push((organisation, place));
        }
    }
    stayed
}

/// A row that waits for an explanation may still be corrected until its period is final. After that it is what it is; only
/// a definition says of some rows that they are never more than provisional.
fn is_provisional(part: &Part<'_>, special: &[usize]) -> bool {
    let is_open = part.sheet.period.state == PeriodState::Preliminary;
    special.iter().any(|row| part.provisional[*row] || is_open && is_unexplained(part, *row))
}

/// True for a row with a warning about a column of the figure that no reason answers.
fn is_unexplained(part: &Part<'_>, row: usize) -> bool {
    part.sheet.accepted.unsettled[row].iter().any(|column| part.fields.contains(column))
}

fn unexplained(part: &Part<'_>, special: &[usize]) -> u32 {
    let accepted = part.sheet.accepted;
    let waiting = special.iter().filter(|row| is_unexplained(part, **row));
    let organisations: BTreeSet<&String> = waiting.map(|row| &accepted.organisations[*row]).collect();
    u32::try_from(organisations.len()).expect("a batch has fewer rows than that")
}

/// Who gave one reason, and the words of it that may be printed.
#[derive(Default)]
struct Given<'a> {
    organisations: BTreeSet<&'a str>,
    cleared: BTreeSet<&'a str>,
    words: BTreeSet<String>,
}

/// How many enterprises gave which reason for a warning about a column of the figure.
fn reasons(part: &Part<'_>, special: &[usize]) -> BTreeMap<String, ReasonCount> {
    let mut given: BTreeMap<String, Given<'_>> = BTreeMap::new();
    for row in special {
        let about = |fields: &[String]| fields.iter().any(|field| part.fields.contains(field));
        for reason in part.sheet.accepted.reasons[*row].iter().filter(|reason| about(&reason.fields)) {
            let given = given.entry(reason.code.clone()).or_default();
            let organisation = part.sheet.accepted.organisations[*row].as_str();
            given.organisations.insert(organisation);
            if let Some(words) = reason.words.clone().filter(|words| !words.trim().is_empty()) {
                given.cleared.insert(organisation);
                given.words.insert(words);
            }
        }
    }
    let size = |of: &BTreeSet<&str>| u32::try_from(of.len()).expect("a batch has fewer rows than that");
    let count = |given: Given<'_>| ReasonCount {
        enterprises: size(&given.organisations),
        cleared: size(&given.cleared),
        words: given.words.into_iter().collect(),
    };
    given.into_iter().map(|(code, given)| (code, count(given))).collect()
}
