//! Indicators made of other indicators: of their figures, or of what each organisation gives to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array};

use super::compare;
use super::formula::{Amount, Formula};
use super::observe::{Sheets, not_computed};
use super::overflow;
use super::tables::{cells, tables};
use super::{Breakdown, Contribution, Coverage, Observation, Panel};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::expression::{Columns, EvaluationError, Reference};
use crate::source::Span;
use crate::value::{Decimal, Missing};

/// Decimals and digits of the numbers that expressions calculate with.
const DECIMALS: u32 = 10;
const DIGITS: u8 = 38;

/// What was measured in datasets, by indicator, period and cell.
pub(super) struct Known<'o>(BTreeMap<(&'o str, &'o str, &'o Breakdown), &'o Observation>);

/// One cell of an indicator in one period, with what it is made of.
struct Made<'a> {
    formula: &'a Formula,
    names: &'a [String],
    parts: Vec<&'a Observation>,
}

impl<'o> Known<'o> {
    pub fn new(observations: impl Iterator<Item = &'o Observation>) -> Self {
        Self(observations.map(|one| ((&*one.indicator, &*one.period, &one.breakdown), one)).collect())
    }

    /// Observes one indicator that is made of others.
    pub fn indicator(
        &self,
        definitions: &Definitions,
        sheets: &Sheets<'_>,
        indicator: &Indicator,
        periods: &[String],
    ) -> (Vec<Observation>, Vec<Diagnostic>) {
        let (mut observations, mut diagnostics) = (Vec::new(), Vec::new());
        for period in periods.iter().filter_map(|name| definitions.project.period(name)) {
            match self.period(definitions, sheets, indicator, period) {
                Ok(observed) => observations.extend(observed),
                Err(error) => {
                    let place = self.largest(definitions, sheets, indicator, period).unwrap_or_default();
                    diagnostics.push(not_computed(indicator, &period.period, error, place));
                }
            }
        }
        (observations, diagnostics)
    }

    fn period(
        &self,
        definitions: &Definitions,
        sheets: &Sheets<'_>,
        indicator: &Indicator,
        period: &Period,
    ) -> Result<Vec<Observation>, EvaluationError> {
        let before = definitions.project.before(&period.period);
        let before = before.filter(|_| !definitions.is_broken(indicator, &period.period));
        let earlier = before.map(|before| (before, definitions.version(indicator, &before.period)));
        let earlier = earlier.map(|(before, version)| (before, Formula::whole(version), names(version)));
        let indicator = definitions.version(indicator, &period.period);
        let (formula, names) = (Formula::whole(indicator), names(indicator));
        let sizes = |one: &str| {
            let parts = names.iter().filter_map(|name| definitions.indicator(name));
            let datasets = parts.map(|part| definitions.version(part, &period.period).dataset.as_str());
            let mut sheets = datasets.filter_map(|dataset| sheets.get(&(dataset, period.period.as_str())));
            sheets.find_map(|sheet| sheet.sizes.get(one).copied()).unwrap_or_default()
        };
        let mut observations = Vec::new();
        for table in tables(definitions, indicator) {
            let dimensions: Vec<String> = table.file.iter().chain(&table.register).cloned().collect();
            for cell in cells(definitions, &dimensions, period) {
                let Some(made) = self.made(&formula, &names, &period.period, &cell) else { continue };
                let earlier = earlier.as_ref();
                let earlier =
                    earlier.and_then(|(before, formula, names)| self.made(formula, names, &before.period, &cell));
                let mut observation =
                    if indicator.is_of_figures() { made.figure()? } else { made.joined(earlier.as_ref(), &sizes)? };
                (observation.indicator, observation.period) =
                    (indicator.indicator.value.clone(), period.period.value.clone());
                observation.breakdown = cell;
                observations.push(observation);
            }
        }
        Ok(observations)
    }

    /// Where the largest number stands of all that an indicator is made of in a period: a slip there makes it too long.
    fn largest(
        &self,
        definitions: &Definitions,
        sheets: &Sheets<'_>,
        indicator: &Indicator,
        period: &Period,
    ) -> Option<Span> {
        let (name, whole) = (period.period.as_str(), Breakdown::new());
        let given = names(definitions.version(indicator, name)).into_iter().filter_map(|part| {
            let observed = self.0.get(&(part.as_str(), name, &whole))?;
            let size = |(_, share): &(&String, &Contribution)| share.value.abs();
            let (organisation, share) = observed.contributions.iter().max_by_key(size)?;
            Some((share.value.abs(), part, organisation))
        });
        let (_, part, organisation) = given.max_by_key(|(size, ..)| *size)?;
        let version = definitions.version(definitions.indicator(&part)?, name);
        overflow::largest(version, sheets.get(&(version.dataset.as_str(), name))?, organisation)
    }

    /// What a cell is made of, if there is something of each part.
    fn made<'a>(
        &'a self,
        formula: &'a Formula,
        names: &'a [String],
        period: &'a str,
        cell: &'a Breakdown,
    ) -> Option<Made<'a>> {
        let of = |name: &'a String| self.0.get(&(name.as_str(), period, cell)).copied();
        Some(Made { formula, names, parts: names.iter().map(of).collect::<Option<_>>()? })
    }
}

/// What an indicator that is made of figures gives for some of these, by their names; nothing where it needs another one, or a
/// number grows too long.
pub fn of_figures(indicator: &Indicator, figures: &BTreeMap<String, Decimal>) -> Amount {
    let names = names(indicator);
    let values: Option<Vec<Decimal>> = names.iter().map(|name| figures.get(name).copied()).collect();
    let made = values.and_then(|values| {
        let columns = columns(&names, &[values]).ok()?;
        Formula::whole(indicator).of_rows(&columns).ok()?.into_iter().next()
    });
    made.unwrap_or_default()
}

fn names(indicator: &Indicator) -> Vec<String> {
    indicator.parts().into_iter().collect()
}

impl Made<'_> {
    /// The figure made of the figures of its parts: none where one of them is none.
    fn figure(&self) -> Result<Observation, EvaluationError> {
        let values: Option<Vec<Decimal>> = self.parts.iter().map(|part| part.value).collect();
        let amount = match values {
            Some(values) => {
                let columns = columns(self.names, &[values])?;
                self.formula.of_rows(&columns)?.into_iter().next().unwrap_or_default()
            }
            None => Amount::default(),
        };
        let missing = amount.value.is_none().then(|| self.missing().unwrap_or(Missing::NotApplicable));
        let least = self.parts.iter().map(|part| part.coverage).min_by_key(|coverage| share(*coverage));
        Ok(self.observation(amount, missing, least.unwrap_or_default()))
    }

    /// The figure made of what each organisation gives to all of the parts.
    fn joined(
        &self,
        earlier: Option<&Made<'_>>,
        size: &dyn Fn(&str) -> Decimal,
    ) -> Result<Observation, EvaluationError> {
        let organisations = self.organisations();
        let amount = self.amount(&organisations)?;
        let asked = self.asked();
        let missing = match amount.value {
            Some(_) => None,
            None if asked.is_empty() || !organisations.is_empty() => Some(Missing::NotApplicable),
            None => Some(self.missing().unwrap_or(Missing::NotCollected)),
        };
        let contributions = self.contributions(&organisations)?;
        let spared = self.parts.iter().flat_map(|part| &part.spared).filter(|one| !asked.contains_key(*one));
        let spared = spared.cloned().collect();
        let panel = earlier.map(|earlier| self.panel(earlier)).transpose()?.flatten();
        let whole = self.observation(amount, missing, covered(&asked, size));
        Ok(Observation { contributions, asked, spared, panel, ..whole })
    }

    /// Why there is no figure: why there is none of a part.
    fn missing(&self) -> Option<Missing> {
        self.parts.iter().find_map(|part| part.missing)
    }

    fn observation(&self, amount: Amount, missing: Option<Missing>, coverage: Coverage) -> Observation {
        Observation {
            indicator: String::new(),
            period: String::new(),
            breakdown: Breakdown::new(),
            value: amount.value,
            numerator: amount.numerator,
            denominator: amount.denominator,
            missing,
            contributions: BTreeMap::new(),
            columns: Vec::new(),
            coverage,
            asked: BTreeMap::new(),
            spared: BTreeSet::new(),
            panel: None,
            change: None,
            provisional: self.parts.iter().any(|part| part.provisional),
            unexplained: self.parts.iter().map(|part| part.unexplained).max().unwrap_or(0),
            reasons: BTreeMap::new(),
            methods: BTreeMap::new(),
            unlike: BTreeMap::new(),
        }
    }

    /// Organisations that give to every part.
    fn organisations(&self) -> BTreeSet<&str> {
        in_all(self.parts.iter().map(|part| part.contributions.keys().map(String::as_str).collect()))
    }

    /// To whom the questions of all parts apply, and whether they answered all.
    fn asked(&self) -> BTreeMap<String, bool> {
        let all = in_all(self.parts.iter().map(|part| part.asked.keys().map(String::as_str).collect()));
        let has_answered = |one: &str| self.parts.iter().all(|part| part.asked.get(one) == Some(&true));
        all.into_iter().map(|one| (one.to_owned(), has_answered(one))).collect()
    }

    /// Like for like: who gives to all parts in both periods, as far as the parts hold them to be the same.
    fn panel(&self, earlier: &Made<'_>) -> Result<Option<Panel>, EvaluationError> {
        let of = |part: &&Observation| -> BTreeSet<String> {
            part.panel.as_ref().map_or_else(BTreeSet::new, |panel| panel.organisations.iter().cloned().collect())
        };
        let stayed = self.parts.iter().map(of).reduce(|one, other| &one & &other).unwrap_or_default();
        let (now, then) = (self.organisations(), earlier.organisations());
        let same: BTreeSet<&str> =
            stayed.iter().map(String::as_str).filter(|one| now.contains(one) && then.contains(one)).collect();
        let names = same.iter().map(|one| (*one).to_owned()).collect();
        Ok(compare::panel(names, earlier.amount(&same)?, self.amount(&same)?))
    }

    /// The figure of some organisations.
    fn amount(&self, organisations: &BTreeSet<&str>) -> Result<Amount, EvaluationError> {
        if organisations.is_empty() {
            return Ok(Amount::default());
        }
        let amounts = self.formula.amounts(&self.given(organisations)?, &vec![Some(0); organisations.len()], 1)?;
        Ok(amounts.into_iter().next().unwrap_or_default())
    }

    fn contributions(&self, organisations: &BTreeSet<&str>) -> Result<BTreeMap<String, Contribution>, EvaluationError> {
        let groups: Vec<Option<u32>> = (0..).map(Some).take(organisations.len()).collect();
        let amounts = self.formula.amounts(&self.given(organisations)?, &groups, organisations.len())?;
        let cores = self.cores(organisations, &groups)?;
        let give = |(at, (one, amount)): (usize, (&&str, Amount))| {
            let from_register = self.parts.iter().any(|part| part.contributions[*one].from_register);
            let (value, denominator) = (amount.given()?, amount.denominator);
            let core = cores.as_ref().map(|cores| (cores[at].given().unwrap_or_default(), cores[at].denominator));
            Some(((*one).to_owned(), Contribution { value, denominator, from_register, core }))
        };
        Ok(organisations.iter().zip(amounts).enumerate().filter_map(give).collect())
    }

    /// What is made of what was answered, where constants or rounding are in it or in one of its parts.
    fn cores(
        &self,
        organisations: &BTreeSet<&str>,
        groups: &[Option<u32>],
    ) -> Result<Option<Vec<Amount>>, EvaluationError> {
        let core = self.formula.core();
        let has_core = |part: &Observation| part.contributions.values().any(|one| one.core.is_some());
        if core.is_none() && !self.parts.iter().any(|part| has_core(part)) {
            return Ok(None);
        }
        let row = |one: &&str| self.parts.iter().filter_map(|part| part.contributions[*one].core(0)).collect();
        let rows = columns(self.names, &organisations.iter().map(row).collect::<Vec<_>>())?;
        core.as_ref().unwrap_or(self.formula).amounts(&rows, groups, organisations.len()).map(Some)
    }

    /// A row for each organisation, a column for each part.
    fn given(&self, organisations: &BTreeSet<&str>) -> Result<Rows, EvaluationError> {
        let row = |one: &&str| self.parts.iter().map(|part| part.contributions[*one].value).collect();
        columns(self.names, &organisations.iter().map(row).collect::<Vec<_>>())
    }
}

/// Rows of numbers, a column for each name.
fn columns(names: &[String], rows: &[Vec<Decimal>]) -> Result<Rows, EvaluationError> {
    let column = |(at, name): (usize, &String)| {
        let values: Vec<Decimal> = rows.iter().map(|row| row[at]).collect();
        let column = numbers(&values).ok_or_else(|| EvaluationError::Overflow(name.clone()))?;
        Ok((name.clone(), column))
    };
    let columns = names.iter().enumerate().map(column).collect::<Result<_, _>>()?;
    Ok(Rows { count: rows.len(), columns })
}

/// The share of those asked that answered, for comparison.
fn share(coverage: Coverage) -> Decimal {
    Decimal::from(coverage.answered) / Decimal::from(coverage.expected.max(1))
}

/// What stands in all of some sets.
fn in_all<'a>(sets: impl Iterator<Item = BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    sets.reduce(|one, other| &one & &other).unwrap_or_default()
}

fn covered(asked: &BTreeMap<String, bool>, size: &dyn Fn(&str) -> Decimal) -> Coverage {
    let mut coverage = Coverage::default();
    for (one, has_answered) in asked {
        let size = size(one);
        coverage.expected += 1;
        coverage.expected_size += size;
        if *has_answered {
            coverage.answered += 1;
            coverage.answered_size += size;
        } else {
            coverage.largest_silent = coverage.largest_silent.max(size);
        }
    }
    coverage
}

/// Rows of numbers, a column for each indicator.
struct Rows {
    count: usize,
    columns: BTreeMap<String, ArrayRef>,
}

impl Columns for Rows {
    fn rows(&self) -> usize {
        self.count
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        self.columns.get(&reference.name).cloned()
    }
}

/// Numbers on one scale; `None` where one has more digits than expressions calculate with.
fn numbers(values: &[Decimal]) -> Option<ArrayRef> {
    let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let values: Vec<Decimal> =
        values.iter().map(|value| value.round_dp_with_strategy(DECIMALS, away).normalize()).collect();
    let scale = values.iter().map(Decimal::scale).max().unwrap_or(0);
    let digits = |value: &Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?);
    let digits: Decimal128Array = values.iter().map(digits).collect::<Option<Vec<i128>>>()?.into();
    let numbers = digits.with_precision_and_scale(DIGITS, i8::try_from(scale).ok()?).ok()?;
    Some(Arc::new(numbers))
}
