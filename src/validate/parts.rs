//! Parts against their total, as the codelist says that its codes relate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::round::{Finding, Round, faulted};
use super::slips::absorb;
use super::wholes;
use crate::definition::codelist::{Codelist, Relation};
use crate::definition::dataset::{ColumnDefinition, Field, TotalColumn};
use crate::diagnostic::figure::{joined, said};
use crate::table::{Column, RowPlace};
use crate::text::Text;
use crate::value::{Decimal, Missing, State};

/// A field that is split, with what its parts are held against.
struct Split<'a> {
    field: &'a Field,
    parts: Vec<&'a ColumnDefinition>,
    /// The parts of each code of the other dimensions.
    groups: Vec<Vec<&'a ColumnDefinition>>,
    /// Parts with the one that their code is contained in.
    contained: Vec<(&'a ColumnDefinition, &'a ColumnDefinition)>,
    total: Option<&'a str>,
    /// Dimensions whose codes add up; the codes of the others contain or overlap each other.
    exclusive: Vec<&'a str>,
    other: Vec<&'a Codelist>,
}

impl Split<'_> {
    /// True for the part of those of whom it is not known or not told to which other they belong.
    fn is_not_stated(&self, part: &ColumnDefinition) -> bool {
        self.exclusive.iter().any(|list| part.part.get(*list).is_some_and(|code| code == NOT_STATED))
    }
}

/// The code of those whose own is not known or not told.
const NOT_STATED: &str = "not_stated";

/// Totals that differ from their parts, by row: what these add up to, and the position of the finding.
type Differing = BTreeMap<(usize, String), (Decimal, usize)>;

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>, not_compared: &mut BTreeMap<String, u32>) {
    let (mut found, mut told_totals, mut differing) = (Vec::new(), BTreeSet::new(), Differing::new());
    let faults = faulted(&*findings);
    let mut splits: Vec<Split> = round.dataset.fields.iter().filter_map(|field| split(round, field)).collect();
    // What can be added up tells first of a total that two of them have.
    splits.sort_by_key(|split| split.field.total_of.is_some());
    for split in splits {
        let has_fault = |row: usize| {
            let names = split.parts.iter().map(|part| part.name.as_str()).chain(split.total);
            names.into_iter().any(|name| faults.contains(&(row, name)))
        };
        for row in (0..round.batch.rows()).filter(|row| !has_fault(*row)) {
            let too_large = nested(round, &split, row);
            compare(round, &split, row, &too_large, (&mut found, &mut differing), not_compared);
            found.extend(too_large);
            let without_total = unadded(round, &split, row).or_else(|| answered_otherwise(round, &split, row));
            found.extend(without_total.filter(|_| told_totals.insert((row, split.total))));
        }
    }
    findings.extend(found);
}

fn split<'a>(round: &Round<'a>, field: &'a Field) -> Option<Split<'a>> {
    if field.by.is_empty() {
        return None;
    }
    let is_part = |column: &&ColumnDefinition| column.field == field.field.as_str() && !column.part.is_empty();
    let parts: Vec<&ColumnDefinition> = round.dataset.columns.iter().filter(is_part).collect();
    if !parts.iter().any(|part| is_asked(round, &part.name)) {
        return None;
    }
    let lists: Vec<&Codelist> =
        field.by.iter().filter_map(|list| round.definitions.codelists.get(list.as_str())).collect();
    let (exclusive, other): (Vec<_>, Vec<_>) = lists.into_iter().partition(|list| list.relation == Relation::Exclusive);
    let own = || (field.total != TotalColumn::None).then(|| field.field.as_str());
    Some(Split {
        field,
        groups: groups(&parts, &other),
        contained: contained(&parts, &other),
        parts,
        total: field.total_of.as_ref().map(|total| total.as_str()).or_else(own),
        exclusive: exclusive.into_iter().map(|list| list.codelist.as_str()).collect(),
        other,
    })
}

/// True for a column that the file has, or in which a row holds something: of no other is anything told.
fn is_asked(round: &Round, column: &str) -> bool {
    let has_header = |places: &[RowPlace]| places[0].origin.headers.contains_key(column);
    let blank = State::Missing(Missing::NotCollected);
    let is_answered = |column: &Column| column.states.iter().any(|state| *state != blank);
    round.batch.places.chunk_by(|one, next| Arc::ptr_eq(&one.origin, &next.origin)).any(has_header)
        || round.batch.columns.get(column).is_some_and(is_answered)
}

fn groups<'a>(parts: &[&'a ColumnDefinition], other: &[&Codelist]) -> Vec<Vec<&'a ColumnDefinition>> {
    let mut groups: BTreeMap<Vec<&str>, Vec<&ColumnDefinition>> = BTreeMap::new();
    for part in parts {
        let codes = other.iter().filter_map(|list| part.part.get(list.codelist.as_str()).map(String::as_str));
        groups.entry(codes.collect()).or_default().push(part);
    }
    groups.into_values().collect()
}

fn contained<'a>(
    parts: &[&'a ColumnDefinition],
    other: &[&Codelist],
) -> Vec<(&'a ColumnDefinition, &'a ColumnDefinition)> {
    let wider = |part: &ColumnDefinition, list: &Codelist| {
        let name = list.codelist.as_str();
        let parent = list.code(part.part.get(name)?)?.parent.clone()?;
        let mut codes = part.part.clone();
        codes.insert(name.to_owned(), parent);
        parts.iter().copied().find(|candidate| candidate.part == codes)
    };
    let pairs = parts.iter().flat_map(|part| other.iter().map(move |list| (*part, *list)));
    pairs.filter_map(|(part, list)| Some((part, wider(part, list)?))).collect()
}

/// Parts of exclusive codes add up to the total; sums per code of the others are at most the total.
fn compare(
    round: &Round,
    split: &Split,
    row: usize,
    too_large: &[Finding],
    (found, differing): (&mut Vec<Finding>, &mut Differing),
    not_compared: &mut BTreeMap<String, u32>,
) {
    let Some(total_column) = split.total else { return };
    let total = round.number(row, total_column);
    for parts in &split.groups {
        let given: Vec<(&ColumnDefinition, Decimal)> =
            parts.iter().filter_map(|part| Some((*part, round.number(row, &part.name)?))).collect();
        found.extend(unanswered(round, split, parts, row));
        if given.is_empty() {
            continue;
        }
        let Some(total) = total else {
            *not_compared.entry(format!("{}.{}", round.dataset.dataset.value, split.field.field.value)).or_default() +=
                1;
            continue;
        };
        let sum: Decimal = given.iter().map(|(_, value)| *value).sum();
        let exact = split.other.is_empty();
        if sum > total && !exact {
            // One figure that is too large for both the wider part and the total is one fault.
            let is_told = |part: &ColumnDefinition| too_large.iter().any(|one| one.columns.first() == Some(&part.name));
            if !given.iter().any(|(part, _)| is_told(part)) {
                found.push(exceeds(round, total_column, row, &given[0].0.name, (sum, total)));
            }
        } else if exact && sum != total && (sum > total || only_not_stated_is_absent(round, split, parts, row)) {
            // One part adds up to nothing.
            if let ([(part, _)], true) = (given.as_slice(), sum > total) {
                found.push(exceeds(round, total_column, row, &part.name, (sum, total)));
                continue;
            }
            let finding = differs(round, total_column, row, &given, sum, total);
            match differing.get(&(row, total_column.to_owned())) {
                // Two splits of one total agree: it is the total alone that is wrong.
                Some((known, told)) if *known == sum => absorb(&mut found[*told], finding),
                _ => {
                    differing.insert((row, total_column.to_owned()), (sum, found.len()));
                    found.push(finding);
                }
            }
        } else if exact && sum != total {
            *not_compared.entry(format!("{}.{}", round.dataset.dataset.value, split.field.field.value)).or_default() +=
                1;
        }
    }
}

/// With another part blank the rest of the total may stand there; with `not_stated` alone blank it should be given. Answered
/// as not known or not told, the rest is what stands there.
fn only_not_stated_is_absent(round: &Round, split: &Split, parts: &[&ColumnDefinition], row: usize) -> bool {
    let is_rest =
        |state: State| matches!(state, State::Unreadable | State::Missing(Missing::Unknown | Missing::Refused));
    parts
        .iter()
        .filter(|part| round.number(row, &part.name).is_none())
        .all(|part| split.is_not_stated(part) && !round.state(row, &part.name).is_some_and(is_rest))
}

/// Parts that are left blank though their total tells that there is more than the others say. Voluntary ones are only
/// told where some of them are given; an answer such as "not known" to one says why the others are blank.
fn unanswered(round: &Round, split: &Split, parts: &[&ColumnDefinition], row: usize) -> Option<Finding> {
    let (total_column, state) = (split.total?, |part: &ColumnDefinition| round.state(row, &part.name));
    let is_blank = |part: &&&ColumnDefinition| state(part) == Some(State::Missing(Missing::NotCollected));
    let blank: Vec<&ColumnDefinition> = parts.iter().filter(is_blank).copied().collect();
    let given: Vec<Decimal> = parts.iter().filter_map(|part| round.number(row, &part.name)).collect();
    let sum: Decimal = given.iter().copied().sum();
    let has_cell = |part: &&ColumnDefinition| round.batch.places[row].origin.headers.contains_key(&part.name);
    let is_asked = split.other.is_empty() && (split.field.core || !given.is_empty());
    let is_told = is_asked
        && round.number(row, total_column).is_some_and(|total| sum < total)
        && given.len() + blank.len() == parts.len()
        && (given.is_empty() || !only_not_stated_is_absent(round, split, parts, row));
    let at = blank.iter().copied().find(has_cell).filter(|_| is_told)?;
    let names: Vec<Text> = blank.iter().map(|part| round.name(row, &part.name)).collect();
    let words = [("whole", &round.name(row, total_column)), ("parts", &Text::quoted(&names))];
    let others = || blank.iter().map(|part| part.name.as_str()).filter(|name| *name != at.name);
    let finding = round.worded("unanswered-parts", row, &at.name, &[], &words);
    Some(finding.about(others().map(str::to_owned)).also_at(round, others()))
}

/// A total that is blank and cannot be added up: it is in no figure. Of its own parts some are given and others blank, or those
/// of another way to split it are given, which are never added up.
fn unadded(round: &Round, split: &Split, row: usize) -> Option<Finding> {
    let is_blank = |name: &str| round.state(row, name) == Some(State::Missing(Missing::NotCollected));
    let total = split.total.filter(|total| split.other.is_empty() && is_blank(total))?;
    let (blank, others): (Vec<_>, Vec<_>) = split.parts.iter().copied().partition(|part| is_blank(&part.name));
    let given: Option<Vec<(&ColumnDefinition, Decimal)>> =
        others.into_iter().map(|part| Some((part, round.number(row, &part.name)?))).collect();
    // An answer such as "not known" says why there is no total.
    let given = given.filter(|given| !given.is_empty())?;
    let figures: Vec<Text> = given.iter().map(|(part, _)| round.name(row, &part.name)).collect();
    let sum = joined(&given.iter().map(|(_, value)| *value).collect::<Vec<_>>(), " + ");
    let whole = round.name(row, total);
    let words = [("given", &Text::quoted(&figures)), ("sum", &sum), ("whole", &whole)];
    let has_cell = |name: &&str| round.batch.places[row].origin.headers.contains_key(*name);
    if split.field.total_of.is_some() {
        let names = given.iter().map(|(part, _)| part.name.as_str());
        let at = std::iter::once(total).chain(names).find(has_cell).unwrap_or(total);
        let finding = round.worded("unanswered-total", row, at, &[], &[&words[..], &[("total", &whole)]].concat());
        return Some(finding.about((at != total).then(|| total.to_owned())));
    }
    let first = blank.first()?.name.as_str();
    let at = blank.iter().map(|part| part.name.as_str()).chain([total]).find(has_cell).unwrap_or(first);
    let names: Vec<Text> = blank.iter().map(|part| round.name(row, &part.name)).collect();
    let parts = Text::quoted(&names);
    let finding = round.worded("unanswered-total", row, at, &[], &[&words[..], &[("parts", &parts)]].concat());
    let others = || blank.iter().map(|part| part.name.as_str()).chain([total]).filter(|name| *name != at);
    let places = others().filter(|name| *name != total);
    Some(finding.about(others().map(str::to_owned)).also_at(round, places))
}

/// A total that is answered with what its parts contradict.
fn answered_otherwise(round: &Round, split: &Split, row: usize) -> Option<Finding> {
    let given = split.parts.iter().filter_map(|part| Some((part.name.as_str(), round.number(row, &part.name)?)));
    let mut given: Vec<(&str, Decimal)> = given.collect();
    let add_up = split.other.is_empty();
    let all = add_up && given.len() == split.parts.len();
    if !add_up {
        given = given.into_iter().max_by_key(|(_, value)| *value).into_iter().collect();
    }
    wholes::contradicted(round, row, split.total?, &given, all)
}

/// The part, or the sum of the parts of one group, is larger than the total.
fn exceeds(round: &Round, total_column: &str, row: usize, column: &str, (sum, total): (Decimal, Decimal)) -> Finding {
    let (sum, total) = (said(sum), said(total));
    let words = [("total_column", &round.name(row, total_column)), ("sum", &sum), ("total", &total)];
    let finding = round.worded("part-exceeds-total", row, column, &[], &words);
    finding.about([total_column.to_owned()]).also_at(round, [total_column])
}

fn differs(
    round: &Round,
    total_column: &str,
    row: usize,
    given: &[(&ColumnDefinition, Decimal)],
    sum: Decimal,
    total: Decimal,
) -> Finding {
    let terms: Vec<Decimal> = given.iter().map(|(_, value)| *value).collect();
    // A part that is more than all together is wrong, or they are.
    let larger: Vec<&str> =
        given.iter().filter(|(_, value)| *value > total).map(|(part, _)| part.name.as_str()).collect();
    let names: Vec<Text> = larger.iter().map(|part| round.name(row, part)).collect();
    let words = [
        ("parts", &joined(&terms, " + ")),
        ("sum", &said(sum)),
        ("total", &said(total)),
        ("difference", &said((total - sum).abs())),
        ("larger", &Text::quoted(&names)),
    ];
    round
        .worded("parts-differ-from-total", row, total_column, &[], &words)
        .about(given.iter().map(|(part, _)| part.name.clone()))
        .also_at(round, larger)
}

/// A part is at most the part that its code is contained in.
fn nested(round: &Round, split: &Split, row: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for (part, wider) in &split.contained {
        let (inner, outer) = (round.number(row, &part.name), round.number(row, &wider.name));
        if let Some((inner, outer)) = inner.zip(outer).filter(|(inner, outer)| inner > outer) {
            let name = round.name(row, &wider.name);
            let words = [("whole_column", &name), ("part", &said(inner)), ("whole", &said(outer))];
            let finding = round.worded("part-exceeds-containing-part", row, &part.name, &[], &words);
            found.push(finding.about([wider.name.clone()]));
        }
    }
    found
}
