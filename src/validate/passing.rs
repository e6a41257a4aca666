//! Rows that are read when they are needed, and let go as soon as what else there is to know of them needs no other row.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::keys;
use super::parties::Senders;
use super::round::{Finding, Round};
use super::sums::{Adding, Sums};
use super::{Held, Read, Told, Unlike, across_columns};
use crate::definition::dataset::Dataset;
use crate::expression::Expression;
use crate::shelf::{self, Shelved};
use crate::table::{Batch, Later, Rows};

/// Rows that are validated together at least, where batches are as small as one form.
const TOGETHER: usize = 8_192;

/// Rows that are validated together.
pub(super) enum Part<'r> {
    /// They are at hand.
    Held(Cow<'r, Batch>),
    /// A batch of a file, by its number.
    Later(&'r Later<'r>, usize),
}

impl Part<'_> {
    /// Where the text lies that its rows are read from, where it is let go.
    fn shelved(&self) -> Option<&Arc<Shelved>> {
        match self {
            Self::Held(batch) => batch.shelved(),
            Self::Later(later, _) => later.shelved(),
        }
    }
}

/// Rows that others must be known for, and what is told of those that were let go.
pub(super) struct Passed<'a> {
    pub held: Vec<Held<'a>>,
    /// Numbers of keys that occur twice among all rows.
    pub twice: FxHashSet<u64>,
    pub read: Vec<Read>,
    pub told: Told,
    /// What was added up of those, in the order of the rows.
    pub sums: Vec<Sums>,
}

/// Rows in parts of which none is tiny, all in one where a rule looks at all rows of the period; and what was told by
/// reading those that must be at hand, because a rule does so or they are kept.
pub(super) fn parts<'r>(
    rows: &[Rows<'r>],
    dataset: &Dataset,
    keeps: bool,
) -> Result<(Vec<Part<'r>>, Vec<Read>), Unlike> {
    let foundings = dataset.fields.iter().filter_map(|field| field.founding.as_ref());
    let looks_across = dataset.of_checks().chain(foundings).any(Expression::looks_across);
    let part = |rows: &Rows<'r>| match *rows {
        Rows::Held(batch) => Ok((Part::Held(Cow::Borrowed(batch)), None)),
        Rows::Later(later, number) if keeps || looks_across => {
            let (batch, read) = read(later, number)?;
            Ok((Part::Held(Cow::Owned(batch)), Some(read)))
        }
        Rows::Later(later, number) => Ok((Part::Later(later, number), None)),
    };
    let (mut parts, mut read): (Vec<Part>, Vec<Option<Read>>) = Default::default();
    for turn in
        shelf::turns(rows.iter().map(|rows| if let Rows::Later(later, _) = rows { later.shelved() } else { None }))
    {
        let of_turn = rows[turn].par_iter().map(part).collect::<Result<Vec<_>, Unlike>>()?;
        let (parts_of_turn, read_of_turn): (Vec<Part>, Vec<Option<Read>>) = of_turn.into_iter().unzip();
        parts.extend(parts_of_turn);
        read.extend(read_of_turn);
    }
    Ok((together(parts, if looks_across { usize::MAX } else { TOGETHER }), read.into_iter().flatten().collect()))
}

/// Parts put together until they have so many rows.
fn together<'r>(parts: Vec<Part<'r>>, most: usize) -> Vec<Part<'r>> {
    let mut groups: Vec<(usize, Vec<Part>)> = Vec::new();
    let text = |part: &Part| part.shelved().map(Arc::as_ptr);
    for part in parts {
        let rows = if let Part::Held(batch) = &part { batch.rows() } else { usize::MAX };
        // Cells of two texts that lie on a shelf are not read by turns, as far as that can be helped.
        let is_near = |group: &[Part]| most == usize::MAX || group.first().is_none_or(|one| text(one) == text(&part));
        match groups.last_mut().filter(|(before, group)| *before < most && rows < most && is_near(group)) {
            Some((before, group)) => {
                *before += rows;
                group.push(part);
            }
            None => groups.push((rows, vec![part])),
        }
    }
    let one = |(_, mut group): (usize, Vec<Part<'r>>)| {
        if group.len() > 1 {
            let batch = |part| if let Part::Held(batch) = part { Some(batch) } else { None };
            let batches: Vec<Cow<Batch>> = group.drain(..).filter_map(batch).collect();
            group.push(Part::Held(Cow::Owned(Batch::concat(&batches).expect("a group has batches"))));
        }
        group.pop().expect("a group has parts")
    };
    groups.into_iter().map(one).collect()
}

fn read(later: &Later, number: usize) -> Result<(Batch, Read), Unlike> {
    let (batch, findings) = later.read(number).ok_or_else(|| Unlike(later.file().to_owned()))?;
    let (file, senders) = (later.file().to_owned(), batch.senders());
    Ok((batch, Read { file, senders, findings }))
}

/// What was seen of a part.
struct Seen<'a> {
    later: Option<(&'a Later<'a>, usize)>,
    /// The number of each row's key.
    numbers: Vec<u64>,
    held: Option<Held<'a>>,
    read: Option<Read>,
    told: Told,
}

/// Holds all rows against what each of their cells must be. Of those that are not at hand only rows of an explained
/// organisation and those with a key that may occur twice are kept; all others are done with.
pub(super) fn pass<'a>(
    parts: Vec<Part<'a>>,
    mut read: Vec<Read>,
    begin: &(impl Fn(Cow<'a, Batch>) -> Round<'a> + Sync),
    explained: &BTreeSet<&str>,
    adding: Option<&Adding>,
) -> Result<Passed<'a>, Unlike> {
    let nothing = FxHashSet::default();
    let first = |(mut seen, mut all): (Vec<Seen<'a>>, Together<'a>), part| {
        seen.push(match part {
            Part::Held(batch) => {
                let held = Held::new(begin(batch));
                let numbers = keys::numbers(&held.round);
                Seen { later: None, numbers, held: Some(held), read: None, told: Told::default() }
            }
            Part::Later(later, number) => see((later, number), begin, explained, &nothing, adding, &mut all)?,
        });
        Ok((seen, all))
    };
    let mut folded: Vec<(Vec<Seen>, Together)> = Vec::new();
    let turns = shelf::turns(parts.iter().map(Part::shelved));
    let mut parts = parts.into_iter();
    for turn in turns {
        let of_turn: Vec<Part> = parts.by_ref().take(turn.len()).collect();
        let of_turn = of_turn.into_par_iter().try_fold(Default::default, first);
        folded.extend(of_turn.collect::<Result<Vec<_>, Unlike>>()?);
    }
    let (seen, all): (Vec<Vec<Seen>>, Vec<Together>) = folded.into_iter().unzip();
    let (senders, sums): (Vec<BTreeMap<String, Senders>>, Vec<Sums>) =
        all.into_iter().map(|all| (all.senders, all.sums)).unzip();
    read.extend(together_sent(senders));
    let mut seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let numbers: Vec<Vec<u64>> = seen.iter_mut().map(|seen| std::mem::take(&mut seen.numbers)).collect();
    let twice = keys::twice(&numbers);
    let again = |(seen, numbers): (Seen<'a>, Vec<u64>)| match seen.later {
        Some(later) if numbers.iter().any(|number| twice.contains(number)) => {
            see(later, begin, explained, &twice, None, &mut Together::default())
        }
        _ => Ok(seen),
    };
    if !twice.is_empty() {
        let turns = shelf::turns(seen.iter().map(|seen| seen.later.and_then(|(later, _)| later.shelved())));
        let mut before = seen.into_iter().zip(numbers);
        seen = Vec::new();
        for turn in turns {
            let of_turn: Vec<(Seen, Vec<u64>)> = before.by_ref().take(turn.len()).collect();
            seen.extend(of_turn.into_par_iter().map(again).collect::<Result<Vec<_>, Unlike>>()?);
        }
    }
    let (mut held, mut told) = (Vec::new(), Told::default());
    for seen in seen {
        held.extend(seen.held);
        read.extend(seen.read);
        told = told.and(seen.told);
    }
    Ok(Passed { held, twice, read, told, sums })
}

/// What is known of parts together.
#[derive(Default)]
struct Together<'a> {
    /// Who sent each file.
    senders: BTreeMap<String, Senders<'a>>,
    sums: Sums,
}

/// Who sent each file, from what was seen of its parts.
fn together_sent(parts: Vec<BTreeMap<String, Senders>>) -> impl Iterator<Item = Read> {
    let mut together: BTreeMap<String, Senders> = BTreeMap::new();
    for (file, senders) in parts.into_iter().flatten() {
        match together.entry(file) {
            Entry::Vacant(none) => {
                none.insert(senders);
            }
            Entry::Occupied(mut before) => before.get_mut().join(senders),
        }
    }
    let names = |senders: Senders| senders.names().map(String::from).collect();
    together.into_iter().map(move |(file, senders)| Read { file, senders: names(senders), findings: Vec::new() })
}

/// Reads a batch, notes who sent it, and lets go of all rows but those of an explained organisation or with one of some
/// numbers.
fn see<'a>(
    later: (&'a Later<'a>, usize),
    begin: &impl Fn(Cow<'a, Batch>) -> Round<'a>,
    explained: &BTreeSet<&str>,
    twice: &FxHashSet<u64>,
    adding: Option<&Adding>,
    Together { senders, sums }: &mut Together<'a>,
) -> Result<Seen<'a>, Unlike> {
    let file = later.0.file();
    let (batch, findings) = later.0.read(later.1).ok_or_else(|| Unlike(file.to_owned()))?;
    let read = Read { file: file.to_owned(), senders: BTreeSet::new(), findings };
    let held = Held::new(begin(Cow::Owned(batch)));
    let population = held.round.population;
    let sent = senders.entry(read.file.clone()).or_insert_with(|| Senders::none(population));
    sent.add(&held.round.parties);
    let numbers = keys::numbers(&held.round);
    let is_kept = |(organisation, number): (Option<&str>, &u64)| {
        twice.contains(number) || organisation.is_some_and(|organisation| explained.contains(organisation))
    };
    let keep: Vec<bool> = held.round.organisations().zip(&numbers).map(is_kept).collect();
    let (kept, mut rest) = part(held, &keep);
    let (accepted, not_compared) = across_columns(&rest.round, &mut rest.findings);
    if let Some(adding) = adding {
        sums.add(adding, &rest.round, &rest.findings, &accepted);
    }
    let told = Told::of(&rest.round, rest.findings, &accepted, not_compared);
    Ok(Seen { later: Some(later), numbers, held: kept, read: Some(read), told })
}

/// The rows that are kept, and the others.
fn part<'a>(mut held: Held<'a>, keep: &[bool]) -> (Option<Held<'a>>, Held<'a>) {
    if !keep.contains(&true) {
        return (None, held);
    }
    let findings = std::mem::take(&mut held.findings);
    let (kept, others): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(|finding| keep[finding.row]);
    let rest: Vec<bool> = keep.iter().map(|keep| !keep).collect();
    (Some(held.filter(keep, kept)), held.filter(&rest, others))
}
