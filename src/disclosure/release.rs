//! Figures cleared for an audience, and what may be said around them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::definition::indicator::Evidence;
use crate::diagnostic::Diagnostic;
use crate::value::{Decimal, Missing};

/// A key of a figure: indicator, period, breakdown (codes by dimension; empty for the total).
pub type Key = (String, String, BTreeMap<String, String>);

/// What can become of enterprises between two periods, by the word of each in data, in the order in which it is told.
pub const CHANGES: [&str; 8] =
    ["continuing", "founded", "closed", "merged", "other_year", "first_report", "left", "silent"];

/// A change by what became of the enterprises: how many, and what they add to the figure, by kind.
pub type Changed = BTreeMap<String, (u32, Decimal)>;

/// Figures cleared for publication. Made only in `disclosure`; its fields can be read, not written.
#[derive(Debug, Clone)]
pub struct Release {
    pub(super) period: String,
    pub(super) figures: BTreeMap<Key, Figure>,
    pub(super) roster: Roster,
    pub(super) quality: Quality,
    pub(super) refused: Vec<Diagnostic>,
}

impl Release {
    /// Period it is about; figures of earlier periods are there for trends.
    pub fn period(&self) -> &str {
        &self.period
    }

    /// All figures.
    pub fn figures(&self) -> &BTreeMap<Key, Figure> {
        &self.figures
    }

    /// One figure.
    pub fn figure(&self, indicator: &str, period: &str, breakdown: &BTreeMap<String, String>) -> Option<&Figure> {
        self.figures.get(&(indicator.to_owned(), period.to_owned(), breakdown.clone()))
    }

    /// The figures of a period as lines of a tidy table.
    pub fn lines<'a>(&'a self, period: &'a str) -> impl Iterator<Item = Line<'a>> {
        self.figures.iter().filter(move |((_, of, _), _)| of == period).map(
            |((indicator, period, breakdown), figure)| Line {
                indicator,
                period,
                breakdown,
                value: figure.in_print(),
                numerator: figure.stands().map_or(figure.numerator, |told| told.numerator),
                denominator: figure.stands().map_or(figure.denominator, |told| told.denominator),
                rounded: figure.stands().map_or(figure.rounded, |told| told.rounded),
                status: figure.word(),
                missing: if let Status::Missing(kind) = figure.status { Some(kind.name()) } else { None },
                contributors: figure.contributors,
                coverage_answered: figure.coverage.map(|coverage| coverage.answered),
                coverage_expected: figure.coverage.map(|coverage| coverage.expected),
                change: figure.change.as_ref(),
            },
        )
    }

    /// Who reported, in cleared counts.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// How good the data are.
    pub fn quality(&self) -> &Quality {
        &self.quality
    }

    /// Why nothing may be published: figures that cannot be protected. Where there are any, no figure is in the release.
    pub fn refused(&self) -> &[Diagnostic] {
        &self.refused
    }
}

/// One line of a tidy table: one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Indicator.
    pub indicator: &'a str,
    /// Period.
    pub period: &'a str,
    /// Codes by dimension; [`Line::cell`] writes them.
    pub breakdown: &'a BTreeMap<String, String>,
    /// The figure.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// The base that its counts of persons are rounded to; it is made of the rounded ones.
    pub rounded: Option<u32>,
    /// Word for whether and how it is published.
    pub status: &'static str,
    /// Word for why there is none.
    pub missing: Option<&'static str>,
    /// Enterprises with a value other than zero.
    pub contributors: Option<u32>,
    /// Enterprises that answered.
    pub coverage_answered: Option<u32>,
    /// Enterprises to whom the question applies.
    pub coverage_expected: Option<u32>,
    /// Its change since the period before, by what became of the enterprises.
    pub change: Option<&'a Changed>,
}

impl Line<'_> {
    /// The codes as a tidy table writes them: `district=18N;gender=women`, empty for the total.
    pub fn cell(&self) -> String {
        let codes: Vec<String> = self.breakdown.iter().map(|(name, code)| format!("{name}={code}")).collect();
        codes.join(";")
    }
}

/// One cleared figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Whether and how it is published.
    pub status: Status,
    /// The figure; `None` when withheld or missing, and so is all below.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// The base that its counts of persons are rounded to; it is made of the rounded ones.
    pub rounded: Option<u32>,
    /// What the last edition that told the figure said, where it is another now or withheld.
    pub told_before: Option<ToldBefore>,
    /// Between which numbers the figure truly lies, for a reader who knows that it is made of rounded counts; `None` where it is
    /// made of none.
    pub between: Option<[Decimal; 2]>,
    /// Enterprises with a value other than zero; told of the whole alone.
    pub contributors: Option<u32>,
    /// Who answered.
    pub coverage: Option<CoverageShown>,
    /// Like for like with the period before.
    pub panel: Option<PanelShown>,
    /// Change by what became of the enterprises: enterprises and value of each kind, only if every part may be shown.
    pub change: Option<Changed>,
    /// Enterprises with an unexplained unusual value in it, where that may be told: the figure is provisional because of them,
    /// or in a final period was decided without their explanation.
    pub unexplained: Option<u32>,
    /// Reason codes with how many enterprises gave them, and cleared words.
    pub reasons: BTreeMap<String, (u32, Vec<String>)>,
    /// Dimensions by which some enterprise did not split what it gave: the parts are not all of it, those that are withheld
    /// included. How many did not is never told.
    pub undivided: BTreeSet<String>,
    /// On what it rests, and about how much of it on each, where somebody has checked some of it and that may be told.
    pub assured: BTreeMap<Evidence, Portion>,
    /// By which methods it was counted; none where that is not asked, and of areas.
    pub methods: Option<Methods>,
    /// Enterprises are not in the panel because their financial year is shorter or longer than the one before: as many as make
    /// a group. Told of the whole alone.
    pub has_other_years: bool,
    /// Why it may be told though it would not be otherwise; empty of a figure that needs no such reason.
    pub freed_by: BTreeSet<Ground>,
}

/// Why everybody knows, or may know, what an enterprise gave; the weaker reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// It is public, or follows from what is.
    Public,
    /// The enterprise lets it be told, and with it that it answered.
    Consent,
}

impl Ground {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Public, Self::Consent];

    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Consent => "consent",
        }
    }
}

/// What an edition told of a figure that is another by now, or that is withheld until more answers have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldBefore {
    /// Name of the edition: the last that told the figure.
    pub edition: String,
    /// The release date it bears.
    pub date: NaiveDate,
    /// What it was, as that edition told it; of what is withheld only where it may still be told.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// The base that its counts of persons were rounded to.
    pub rounded: Option<u32>,
}

/// About how much of a sum rests on something. An exact share would give back the sum that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Portion {
    /// Less than half.
    Some,
    /// At least half, not three quarters.
    Half,
    /// At least three quarters, not nine tenths.
    ThreeQuarters,
    /// At least nine tenths, not all.
    NineTenths,
    /// All.
    All,
}

impl Portion {
    /// The word in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Some => "some",
            Self::Half => "half",
            Self::ThreeQuarters => "three_quarters",
            Self::NineTenths => "nine_tenths",
            Self::All => "all",
        }
    }

    /// All of them, the least first.
    const ALL: [Self; 5] = [Self::Some, Self::Half, Self::ThreeQuarters, Self::NineTenths, Self::All];

    /// The one of a word in texts.
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|portion| portion.word() == word)
    }

    pub(super) fn of(part: Decimal, whole: Decimal) -> Self {
        let percent = part * Decimal::ONE_HUNDRED / whole;
        let is_it = |portion: &Self| percent >= Decimal::from(portion.between()[0]);
        Self::ALL.into_iter().rfind(is_it).unwrap_or(Self::Some)
    }

    /// Between how many per cent of the whole it lies.
    pub(super) fn between(self) -> [u32; 2] {
        match self {
            Self::Some => [0, 50],
            Self::Half => [50, 75],
            Self::ThreeQuarters => [75, 90],
            Self::NineTenths => [90, 100],
            Self::All => [100, 100],
        }
    }
}

/// By which methods the enterprises counted a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Methods {
    /// Those that as many enterprises used as a group needs, the most used first: what they answered to each of the fields that
    /// ask for it, with `;` between.
    pub told: Vec<String>,
    /// Fewer used others.
    pub others: bool,
}

impl Figure {
    /// A figure of which nothing is told but its status.
    pub(super) fn without(status: Status) -> Self {
        Self {
            status,
            value: None,
            numerator: None,
            denominator: None,
            rounded: None,
            told_before: None,
            between: None,
            contributors: None,
            coverage: None,
            panel: None,
            change: None,
            unexplained: None,
            reasons: BTreeMap::new(),
            undivided: BTreeSet::new(),
            assured: BTreeMap::new(),
            methods: None,
            has_other_years: false,
            freed_by: BTreeSet::new(),
        }
    }

    /// The edition that told the figure last, where it is withheld by now: answers have changed, and too few to tell of the
    /// change.
    pub fn waits_since(&self) -> Option<&str> {
        let told = self.told_before.as_ref().filter(|_| self.status == Status::Withheld);
        told.map(|told| told.edition.as_str())
    }

    /// What an edition told of the figure, where that still stands: the new one is withheld, and the old one may be told again.
    pub fn stands(&self) -> Option<&ToldBefore> {
        self.told_before.as_ref().filter(|told| self.status == Status::Withheld && told.value.is_some())
    }

    /// What is printed: the figure, or the one that still stands.
    pub fn in_print(&self) -> Option<Decimal> {
        self.value.or_else(|| self.stands()?.value)
    }

    /// True where nothing is printed, so that no one can be identified or worked out.
    pub fn is_hidden(&self) -> bool {
        self.status == Status::Withheld && self.stands().is_none()
    }

    /// The word in data: a figure that stands as an edition told it may still change.
    pub fn word(&self) -> &'static str {
        if self.stands().is_some() { Status::Provisional.word() } else { self.status.word() }
    }

    /// True where it is told that it rests on an unexplained value: never of an area, where that could point at someone.
    pub fn is_doubtful(&self) -> bool {
        self.unexplained.is_some_and(|enterprises| enterprises > 0)
    }
}

/// Whether and how a figure is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As it is.
    Published,
    /// It may still change.
    Provisional,
    /// It differs from an earlier release.
    Revised,
    /// Not shown, so that no one can be identified or worked out.
    Withheld,
    /// There is none.
    Missing(Missing),
}

impl Status {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Provisional => "provisional",
            Self::Revised => "revised",
            Self::Withheld => "withheld",
            Self::Missing(_) => "missing",
        }
    }
}

/// Who answered, as it may be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageShown {
    /// Enterprises that answered.
    pub answered: u32,
    /// Enterprises to whom the question applies.
    pub expected: u32,
    /// Whole per cent of the size of those; told of the whole alone, and only where no one's size stands out among those that
    /// did not answer.
    pub size_percent: Option<u32>,
}

/// The enterprises that answered in both periods, as it may be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelShown {
    /// Enterprises.
    pub enterprises: u32,
    /// Their figure in the period before.
    pub previous: Decimal,
    /// Their figure now.
    pub current: Decimal,
    /// Base of the figure before, for a ratio.
    pub previous_base: Option<Decimal>,
    /// Between which numbers the two truly lie, before and now, for a reader who knows that they are made of rounded counts;
    /// `None` where they are made of none.
    pub between: Option<[[Decimal; 2]; 2]>,
}

/// Enterprises that answered of those registered, by code; `None` where it would tell who did not answer.
pub type AnsweredOf = BTreeMap<String, Option<(u32, u32)>>;

/// Who reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// By period: registered, answered, in the like-for-like panel.
    pub chain: BTreeMap<String, Chain>,
    /// For the release's period, by register codelist or `size`, by code: answered of registered; `None` where it would tell
    /// who did not answer.
    pub tables: BTreeMap<String, AnsweredOf>,
    /// For the release's period, by register codelist, by code: registered. It is open and always there.
    pub registered: BTreeMap<String, BTreeMap<String, u32>>,
    /// By the periods of a span that a report asks for, as far as they have come: who answered in them.
    pub spans: BTreeMap<Vec<String>, SpanAnswers>,
    /// Names of enterprises that answered and consent to be named, with their municipality's code, sorted.
    pub named: Vec<(String, String)>,
}

impl Roster {
    /// The tables that say more than the total, by list: a list of one code is the total, and where nothing is told of sizes there
    /// is nothing to tell, as they do not stand in the register.
    pub fn told(&self) -> impl Iterator<Item = (&str, &AnsweredOf)> {
        let is_told = |list: &str, counts: &AnsweredOf| {
            counts.len() > 1 && (self.registered.contains_key(list) || counts.values().any(Option::is_some))
        };
        let tables = self.tables.iter().map(|(list, counts)| (list.as_str(), counts));
        tables.filter(move |(list, counts)| is_told(list, counts))
    }
}

/// Who answered in several periods; each `None` where it would tell who did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanAnswers {
    /// Enterprises that answered in all of them.
    pub all: Option<u32>,
    /// Enterprises that answered in some of them, and not in all.
    pub some: Option<u32>,
}

/// How many are left at each step. Who is registered and who closed is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chain {
    /// In the population.
    pub registered: u32,
    /// Sent something in; `None` where the next is.
    pub sent: Option<u32>,
    /// With accepted rows; `None` where it would tell who did not answer.
    pub answered: Option<u32>,
    /// Answered in this and the period before; `None` where it would tell who did not answer in one of them.
    pub panel: Option<u32>,
    /// Closed in the period without an answer, or were taken over in it.
    pub closed: u32,
    /// Taken over by another in the period, by the register.
    pub merged: u32,
}

/// How good the data are, for the release's period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// Files read.
    pub files: u32,
    /// Rows read, accepted, rejected, blank.
    pub rows: (u32, u32, u32, u32),
    /// Findings by rule: severity word and count.
    pub findings: BTreeMap<String, (String, u32)>,
    /// By severity word, findings of checks that too few rows broke for it to be told which.
    pub other_findings: BTreeMap<String, u32>,
    /// Warnings with a reason, and without.
    pub settled: u32,
    /// Warnings that still wait for a reason.
    pub unsettled: u32,
    /// Share of enterprises that answered each core field, whole per cent; only of at least 20.
    pub answered_fields: BTreeMap<String, u32>,
    /// SHA-256 of the data; a report tells twelve digits of it, bound to its edition.
    pub fingerprint: String,
    /// Keyed digests of what the figures come from: definitions, register, what was sent in for each period. Empty where the
    /// project has no secret.
    pub inputs: BTreeMap<String, String>,
    /// Names of the editions that the figures were held against, in the ledger's order.
    pub editions: Vec<String>,
}
