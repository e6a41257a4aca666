//! Everything, for staff alone: figures that the public does not see are there and say why.

use std::collections::{BTreeMap, BTreeSet};

use super::around;
use super::block::{Block, Verdict};
use super::release::{Changed, Ground, Key, Line, ToldBefore};
use crate::measure::Observation;
use crate::value::{Decimal, Missing};

/// Every figure, for staff alone.
#[derive(Debug, Clone, Default)]
pub struct Inside {
    pub(super) period: String,
    pub(super) figures: BTreeMap<Key, InsideFigure>,
}

/// One figure as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsideFigure {
    /// Whether and how it is published.
    pub status: InsideStatus,
    /// The figure.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// What the last edition that told the figure said, where it is another now or withheld.
    pub told_before: Option<ToldBefore>,
    /// Enterprises with a value other than zero.
    pub contributors: u32,
    /// Enterprises that answered.
    pub answered: u32,
    /// Enterprises to whom the question applies.
    pub expected: u32,
    /// Its change since the period before, by what became of the enterprises.
    pub change: Option<Changed>,
    /// Why it is told in what is published though it would not be otherwise.
    pub freed_by: BTreeSet<Ground>,
}

/// Whether and how a figure is published, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsideStatus {
    /// As it is.
    Published,
    /// It may still change.
    Provisional,
    /// It would tell of too few.
    Primary,
    /// It would give back another.
    Secondary,
    /// There is none.
    Missing(Missing),
}

impl Inside {
    /// Period it is about; figures of earlier periods are there too.
    pub fn period(&self) -> &str {
        &self.period
    }

    /// All figures.
    pub fn figures(&self) -> &BTreeMap<Key, InsideFigure> {
        &self.figures
    }

    /// The figures of a period as lines of a tidy table.
    pub fn lines<'a>(&'a self, period: &'a str) -> impl Iterator<Item = Line<'a>> {
        self.figures.iter().filter(move |((_, of, _), _)| of == period).map(
            |((indicator, period, breakdown), figure)| Line {
                indicator,
                period,
                breakdown,
                value: figure.value,
                numerator: figure.numerator,
                denominator: figure.denominator,
                // Staff sees the true counts.
                rounded: None,
                status: figure.status.word(),
                missing: if let InsideStatus::Missing(kind) = figure.status { Some(kind.name()) } else { None },
                contributors: Some(figure.contributors),
                coverage_answered: Some(figure.answered),
                coverage_expected: Some(figure.expected),
                change: figure.change.as_ref(),
            },
        )
    }
}

impl InsideStatus {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Provisional => "provisional",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Missing(_) => "missing",
        }
    }
}

/// A figure as staff sees it, with what the last edition told of it, if it was told.
pub(super) fn figure(block: &Block<'_>, at: usize, told: Option<ToldBefore>) -> InsideFigure {
    let observation = block.cells[at].observation;
    let is_shown = block.verdicts[at] == Verdict::Shown;
    let is_another = block.verdicts[at].is_withheld() || is_shown && block.revised[at];
    InsideFigure {
        status: match (block.verdicts[at], observation.value) {
            (_, None) => InsideStatus::Missing(observation.missing.unwrap_or(Missing::NotCollected)),
            (Verdict::Primary, _) => InsideStatus::Primary,
            (Verdict::Secondary, _) => InsideStatus::Secondary,
            _ if observation.provisional => InsideStatus::Provisional,
            _ => InsideStatus::Published,
        },
        value: observation.value,
        numerator: observation.numerator,
        denominator: observation.denominator,
        told_before: told.filter(|_| is_another),
        contributors: contributors(observation),
        answered: observation.coverage.answered,
        expected: observation.coverage.expected,
        change: around::change(observation),
        freed_by: if is_shown { block.cells[at].freed_by.clone() } else { BTreeSet::new() },
    }
}

/// Enterprises that gave a value other than zero; to a ratio, a base other than zero.
pub(super) fn contributors(observation: &Observation) -> u32 {
    let shares = observation.contributions.values();
    let some = shares.filter(|share| !share.denominator.unwrap_or(share.value).is_zero()).count();
    count(some)
}

/// So many organisations.
pub(super) fn count(organisations: usize) -> u32 {
    u32::try_from(organisations).expect("organisations are fewer than that")
}
