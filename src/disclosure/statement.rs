//! A sum that an earlier release told, organisation by organisation, with what everybody knows of it.

use super::primary::Shares;
use crate::measure::Breakdown;
use crate::value::Decimal;

/// A sum that was told.
pub(super) struct Statement<'a> {
    /// The figure that it is of, or is told beside: indicator, period, breakdown.
    pub key: (&'a str, &'a str, &'a Breakdown),
    pub layer: usize,
    /// It is the figure itself, not something told beside it.
    pub is_figure: bool,
    /// The base it was rounded to.
    pub rounded: Option<u32>,
    pub terms: Vec<PastTerm<'a>>,
}

impl<'a> Statement<'a> {
    /// What was told.
    pub fn value(&self) -> Decimal {
        self.terms.iter().map(|term| term.whole() * Decimal::from(term.factor)).sum()
    }

    /// Who had given what of a figure, beside what everybody knows.
    pub fn shares(&self) -> Shares {
        self.unknown().map(|term| (term.organisation.to_owned(), term.value)).collect()
    }

    /// What not everybody knows of it.
    pub fn unknown(&self) -> impl Iterator<Item = &PastTerm<'a>> {
        self.terms.iter().filter(|term| !term.is_known)
    }
}

/// Who had given what to each sum of a figure.
pub(super) fn layers<'s, 'a: 's>(figure: impl IntoIterator<Item = &'s Statement<'a>>) -> Vec<Shares> {
    figure.into_iter().map(Statement::shares).collect()
}

/// What an organisation had given in a period, and its factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PastTerm<'a> {
    pub period: &'a str,
    pub organisation: &'a str,
    /// But for the part of it that everybody knows.
    pub value: Decimal,
    /// That part.
    pub public: Decimal,
    pub factor: i32,
    /// Everybody knows it, whatever was told.
    pub is_known: bool,
}

impl PastTerm<'_> {
    /// All of it, as it was given.
    pub fn whole(&self) -> Decimal {
        self.value + self.public
    }
}
