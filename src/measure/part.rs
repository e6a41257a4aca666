//! One indicator in one period, for one part of what is asked in the file: who answered and what each gives.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};

use super::formula::{Amount, Formula, OfColumn};
use super::method::methods;
use super::sheet::Sheet;
use super::year::months;
use super::{Breakdown, Contribution, Coverage, Given};
use crate::definition::dataset::{Dataset, FieldType};
use crate::definition::indicator::{Indicator, OverTime};
use crate::expression::{Columns, EvaluationError, Expression, Reference};
use crate::value::{Decimal, Missing, State};

/// What a row is to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It counts.
    Given,
    /// The question is not for it.
    NotAsked,
    /// Something the figure needs is missing.
    Missing(Missing),
}

/// How an organisation stands to a figure.
#[derive(Debug, Clone, Copy)]
struct Standing {
    /// What its rows are to it; none where it has none.
    said: Option<Answer>,
    /// It has a row of its own that counts.
    has_answered: bool,
    /// It has a row that was made from the register.
    is_registered: bool,
    /// Its last known size.
    size: Decimal,
}

/// Who answered, of the organisations of a cell.
pub(super) struct Covered {
    pub coverage: Coverage,
    /// Why the others did not count.
    pub missing: Option<Missing>,
    /// Who was asked, and whether they answered.
    pub asked: BTreeMap<String, bool>,
    /// Who said that it does not apply.
    pub spared: BTreeSet<String>,
}

/// One indicator in one period, for one part of what is asked in the file.
pub(super) struct Part<'a> {
    pub sheet: &'a Sheet<'a>,
    pub formula: Formula,
    /// To whom of the population the question applies.
    pub asked: Vec<bool>,
    /// What each row is to the figure.
    pub answers: Vec<Answer>,
    /// For each organisation with a row whether one of its own counts.
    answered: Vec<bool>,
    /// Rows that make the figure provisional by its definition.
    pub provisional: Vec<bool>,
    /// Columns it speaks of, with those of the same fields.
    pub fields: BTreeSet<String>,
    /// How each organisation of the population stands to the figure; none for those that are not asked.
    standings: Vec<Option<Standing>>,
    /// Rows that count of which more is known than what they say: provisional, unexplained, or with a reason.
    pub special: Vec<usize>,
    /// What each organisation with a row gives.
    pub contributions: Vec<Option<Contribution>>,
    /// By which method each organisation counted, where that is asked and answered.
    pub methods: BTreeMap<&'a str, String>,
    /// Of a flow, how many months the financial years of each organisation last.
    pub months: BTreeMap<&'a str, i64>,
}

impl<'a> Part<'a> {
    /// Evaluates an indicator organisation by organisation; `None` when it is not split by that part.
    pub fn new(
        indicator: &Indicator,
        dataset: &Dataset,
        sheet: &'a Sheet<'a>,
        part: &Breakdown,
    ) -> Result<Option<Self>, EvaluationError> {
        let Some(formula) = Formula::new(indicator, dataset, part) else { return Ok(None) };
        let asked = sheet.asked(indicator.applies_expression.as_ref())?;
        let answers = answers((indicator, dataset), &formula, sheet, &asked)?;
        let waiting = truths(indicator.provisional_expression.as_ref(), sheet)?;
        let is_waiting = |row: usize| waiting.as_ref().is_some_and(|rows| rows[row] == Some(true));
        let provisional: Vec<bool> = (0..answers.len()).map(is_waiting).collect();
        let accepted = sheet.accepted;
        let is_special = |row: &usize| {
            answers[*row] == Answer::Given
                && (provisional[*row] || !accepted.unsettled[*row].is_empty() || !accepted.reasons[*row].is_empty())
        };
        let fields = fields(indicator, &formula, dataset);
        let answered = answered(sheet, &answers);
        let mut given = Self {
            standings: standings(sheet, &asked, &answered, &said(sheet, &answers)),
            methods: methods(&fields, dataset, sheet, |row| answers[row] == Answer::Given),
            months: if indicator.over_time == OverTime::Flow {
                months(dataset, sheet, |row| answers[row] == Answer::Given)
            } else {
                BTreeMap::new()
            },
            fields,
            answered,
            special: (0..answers.len()).filter(is_special).collect(),
            sheet,
            formula,
            asked,
            answers,
            provisional,
            contributions: Vec::new(),
        };
        given.contributions = given.contributions()?;
        Ok(Some(given))
    }

    fn contributions(&self) -> Result<Vec<Option<Contribution>>, EvaluationError> {
        let organisations = &self.sheet.organisations;
        let group = self.whose();
        let mut has_rows = vec![false; organisations.len()];
        group.iter().flatten().for_each(|at| has_rows[*at as usize] = true);
        let of = |formula: &Formula| formula.shares(&self.sheet.columns, &group, organisations.len());
        let amounts = of(&self.formula)?;
        let cores = self.formula.core().map(|core| of(&core)).transpose()?;
        let give = |(at, (organisation, amount)): (usize, (&&'a str, &Amount))| {
            let value = amount.given().filter(|_| has_rows[at])?;
            let from_register = self.sheet.registered.contains(organisation);
            let core = cores.as_ref().map(|cores| (cores[at].given().unwrap_or_default(), cores[at].denominator));
            Some(Contribution { value, denominator: amount.denominator, from_register, core })
        };
        Ok(organisations.iter().zip(&amounts).enumerate().map(give).collect())
    }

    /// Whose each row is that counts.
    fn whose(&self) -> Vec<Option<u32>> {
        let rows = self.sheet.whose.iter().enumerate();
        rows.map(|(row, at)| self.counts(row).then_some(*at)).collect()
    }

    /// What each organisation gives from single columns, where it gives the sum of several.
    pub fn columns(&self) -> Result<Vec<Given>, EvaluationError> {
        let organisations = &self.sheet.organisations;
        let parts = self.formula.parts(&self.sheet.columns, &self.whose(), organisations.len())?;
        let given = |(layer, column, values): OfColumn| {
            let each = organisations.iter().zip(values);
            Given { layer, column, of: each.filter_map(|(one, value)| Some(((*one).to_owned(), value?))).collect() }
        };
        Ok(parts.into_iter().map(given).collect())
    }

    /// What an organisation gives.
    pub fn contribution(&self, organisation: &str) -> Option<Contribution> {
        self.contributions[self.sheet.organisations.binary_search(&organisation).ok()?]
    }

    /// Organisations with a row of their own that counts.
    pub fn answered(&self) -> impl Iterator<Item = &'a str> {
        self.sheet.organisations.iter().zip(&self.answered).filter(|(_, answered)| **answered).map(|(one, _)| *one)
    }

    /// True when a row counts.
    pub fn counts(&self, row: usize) -> bool {
        self.answers[row] == Answer::Given
    }

    /// The figure of each group of the population.
    pub fn amounts(&self, group_of: &[Option<u32>], groups: usize) -> Result<Vec<Amount>, EvaluationError> {
        let group = |row: usize| group_of[self.sheet.member(row).filter(|_| self.counts(row))?];
        let group: Vec<Option<u32>> = (0..self.answers.len()).map(group).collect();
        self.formula.amounts(&self.sheet.columns, &group, groups)
    }

    /// How many answered of the organisations of a cell, why others did not count, and who was asked and answered.
    ///
    /// Who is only in a row made from the register has closed: it is not asked. That the question does not apply is told only
    /// where it applies to no one: one who said so says nothing of those that are silent.
    pub fn coverage(&self, members: &[u32]) -> Covered {
        let (mut asked, mut spared) = (Vec::new(), BTreeSet::new());
        let (mut coverage, mut kinds) = (Coverage::default(), BTreeMap::<Missing, u32>::new());
        for at in members {
            let Some(standing) = self.standings[*at as usize] else { continue };
            let Standing { said, has_answered, is_registered, size } = standing;
            let organisation = self.sheet.population[*at as usize].0;
            match said {
                Some(Answer::NotAsked) => {
                    if !is_registered {
                        spared.insert(organisation.to_owned());
                    }
                    continue;
                }
                Some(Answer::Missing(kind)) => *kinds.entry(kind).or_default() += 1,
                Some(Answer::Given) => {}
                None => *kinds.entry(Missing::NotCollected).or_default() += 1,
            }
            coverage.expected += 1;
            coverage.expected_size += size;
            asked.push((organisation.to_owned(), has_answered));
            if has_answered {
                coverage.answered += 1;
                coverage.answered_size += size;
            } else {
                coverage.largest_silent = coverage.largest_silent.max(size);
            }
        }
        Covered { coverage, missing: most(&kinds), asked: asked.into_iter().collect(), spared }
    }
}

fn standings(sheet: &Sheet<'_>, asked: &[bool], answered: &[bool], said: &[Answer]) -> Vec<Option<Standing>> {
    let standing = |(organisation, _): &(&str, _), is_asked: &bool| {
        is_asked.then(|| Standing {
            said: None,
            has_answered: false,
            is_registered: sheet.registered.contains(organisation),
            size: sheet.sizes.get(organisation).copied().unwrap_or_default(),
        })
    };
    let each = sheet.population.iter().zip(asked);
    let mut standings: Vec<Option<Standing>> = each.map(|(one, is_asked)| standing(one, is_asked)).collect();
    for ((member, said), answered) in sheet.members.iter().zip(said).zip(answered) {
        if let Some(standing) = member.and_then(|at| standings[at as usize].as_mut()) {
            (standing.said, standing.has_answered) = (Some(*said), *answered);
        }
    }
    standings
}

/// For each organisation with a row whether one of its own counts.
fn answered(sheet: &Sheet<'_>, answers: &[Answer]) -> Vec<bool> {
    let mut answered = vec![false; sheet.organisations.len()];
    for ((at, made), answer) in sheet.whose.iter().zip(&sheet.accepted.from_register).zip(answers) {
        answered[*at as usize] |= !made && *answer == Answer::Given;
    }
    answered
}

/// What each organisation is to the figure: what most counts of what its own rows are, whatever their order.
fn said(sheet: &Sheet<'_>, answers: &[Answer]) -> Vec<Answer> {
    let weight = |answer: Answer| match answer {
        Answer::NotAsked => (0, None),
        Answer::Missing(kind) => (1, Some(rank(kind))),
        Answer::Given => (2, None),
    };
    let mut said = vec![Answer::NotAsked; sheet.organisations.len()];
    for ((at, made), answer) in sheet.whose.iter().zip(&sheet.accepted.from_register).zip(answers) {
        let said = &mut said[*at as usize];
        if !made && weight(*answer) > weight(*said) {
            *said = *answer;
        }
    }
    said
}

/// Of two kinds the one that says more ranks higher: anything more than that nothing was collected.
fn rank(kind: Missing) -> (bool, std::cmp::Reverse<Missing>) {
    (kind != Missing::NotCollected, std::cmp::Reverse(kind))
}

/// The kind most organisations have; of as many, the one that says more than that nothing was collected.
fn most(kinds: &BTreeMap<Missing, u32>) -> Option<Missing> {
    kinds.iter().max_by_key(|(kind, count)| (**count, rank(**kind))).map(|(kind, _)| *kind)
}

fn answers(
    (indicator, dataset): (&Indicator, &Dataset),
    formula: &Formula,
    sheet: &Sheet<'_>,
    asked: &[bool],
) -> Result<Vec<Answer>, EvaluationError> {
    let load = |references: Vec<Reference>| -> Result<Vec<(Reference, ArrayRef)>, EvaluationError> {
        references
            .into_iter()
            .map(|reference| {
                let values = sheet.columns.column(&reference);
                values.map(|values| (reference.clone(), values)).ok_or(EvaluationError::NoColumn(reference.name))
            })
            .collect()
    };
    let needed = load(formula.references())?;
    let filter = truths(indicator.filter_expression.as_ref(), sheet)?;
    let filtered = load(indicator.filter_expression.as_ref().map_or_else(Vec::new, Expression::references))?;
    // Of rows and organisations only those that somebody sent are counted.
    let is_measured = needed.iter().any(|(reference, _)| is_measure(dataset, &reference.name));
    let is_sent = |row: usize| is_measured || !sheet.accepted.from_register[row];
    let is_asked: Vec<bool> = sheet.members.iter().map(|member| member.is_some_and(|at| asked[at as usize])).collect();
    let rows = sheet.whose.iter().enumerate();
    Ok(rows
        .map(|(row, at)| {
            if !is_asked[*at as usize] || !is_sent(row) {
                return Answer::NotAsked;
            }
            match filter.as_ref().map(|rows| rows[row]) {
                Some(Some(false)) => Answer::NotAsked,
                Some(None) => match answer(sheet, &filtered, row) {
                    Answer::Given => Answer::Missing(Missing::NotCollected),
                    other => other,
                },
                Some(Some(true)) | None => answer(sheet, &needed, row),
            }
        })
        .collect())
}

/// True for a column that holds an answer, and not what the row is about.
fn is_measure(dataset: &Dataset, column: &str) -> bool {
    let field = dataset.column(column).and_then(|column| dataset.field(&column.field));
    field.is_some_and(|field| {
        field.kind != FieldType::OrganisationNumber && !dataset.key.iter().any(|key| **key == *field.field)
    })
}

/// What a row is to the columns a figure needs.
fn answer(sheet: &Sheet<'_>, needed: &[(Reference, ArrayRef)], row: usize) -> Answer {
    let mut worst = Answer::Given;
    for (reference, _) in needed.iter().filter(|(_, values)| values.is_null(row)) {
        let column = sheet.accepted.batch.columns.get(&reference.name).filter(|_| reference.is_row());
        let kind = match column.and_then(|column| column.states.get(row)) {
            Some(State::Missing(Missing::NotApplicable)) => return Answer::NotAsked,
            Some(State::Missing(kind)) => *kind,
            _ => Missing::NotCollected,
        };
        worst = match worst {
            Answer::Missing(known) if known != Missing::NotCollected => worst,
            _ => Answer::Missing(kind),
        };
    }
    worst
}

fn truths(condition: Option<&Expression>, sheet: &Sheet<'_>) -> Result<Option<Vec<Option<bool>>>, EvaluationError> {
    let Some(condition) = condition else { return Ok(None) };
    let values = condition.rows(&sheet.columns)?;
    Ok(values.as_boolean_opt().map(|values| values.iter().collect()))
}

/// Columns an indicator speaks of, and their fields: what a reason must be about to be told beside the figure.
fn fields(indicator: &Indicator, formula: &Formula, dataset: &Dataset) -> BTreeSet<String> {
    let whole = [&indicator.value_expression, &indicator.numerator_expression, &indicator.denominator_expression];
    let whole = whole.into_iter().flatten().flat_map(Expression::references);
    let names: BTreeSet<String> = formula.references().into_iter().chain(whole).map(|one| one.name).collect();
    let fields = names.iter().filter_map(|name| dataset.column(name)).map(|column| column.field.clone());
    fields.chain(names.iter().cloned()).collect()
}

/// The sum of what organisations give.
pub(super) fn sum<'a>(contributions: impl Iterator<Item = &'a Contribution>) -> Decimal {
    contributions.map(|one| one.value).sum()
}
