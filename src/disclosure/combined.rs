//! One figure of several periods, made of the figures that are told of each: it tells nothing that they do not.
//!
//! It needs no gate of its own: whoever reads the figures of the periods can calculate it. So it is told only where all that it
//! is made of is told. Of a period that is withheld it would give back the figure to whoever takes the others from it.

use std::collections::{BTreeMap, BTreeSet};

use super::inside::InsideStatus;
use super::release::{Line, Status};
use crate::definition::Definitions;
use crate::definition::combination::Combination;
use crate::definition::indicator::Indicator;
use crate::measure::{Breakdown, of_figures, quotient};
use crate::value::{Decimal, Missing};

/// One figure of several periods.
#[derive(Debug, Clone)]
pub struct Combined<'a> {
    /// Indicator.
    pub indicator: &'a str,
    /// Codes by dimension; empty for the total.
    pub breakdown: &'a Breakdown,
    /// How it is made of those of the periods.
    pub how: Combination,
    /// The figure.
    pub value: Option<Decimal>,
    /// Sum of the upper parts of a ratio.
    pub numerator: Option<Decimal>,
    /// Sum of the lower parts of a ratio.
    pub denominator: Option<Decimal>,
    /// The largest base that a count in it is rounded to.
    pub rounded: Option<u32>,
    /// Word for whether and how it is published.
    pub status: &'static str,
    /// Word for why there is none.
    pub missing: Option<&'static str>,
    /// Periods that it needs and of which none is told, oldest first.
    pub without: Vec<&'a str>,
    /// Periods in which the indicator was defined anew so that figures before cannot be added to it.
    pub breaks: Vec<&'a str>,
    /// Of each period that it is made of, oldest first, how many answered of how many, where that is told.
    pub coverage: Vec<(&'a str, Option<(u32, u32)>)>,
}

impl Combined<'_> {
    /// The figure as a line of a tidy table, whose period is the span. Of those who answered it has the count of the period in
    /// which the smallest share did.
    pub fn line<'l>(&'l self, span: &'l str) -> Line<'l> {
        let all: Option<Vec<(u32, u32)>> = self.coverage.iter().map(|(_, counts)| *counts).collect();
        let share = |(answered, expected): &(u32, u32)| Decimal::from(*answered) / Decimal::from((*expected).max(1));
        let least = all.and_then(|all| all.into_iter().min_by_key(share));
        Line {
            indicator: self.indicator,
            period: span,
            breakdown: self.breakdown,
            value: self.value,
            numerator: self.numerator,
            denominator: self.denominator,
            rounded: self.rounded,
            status: self.status,
            missing: self.missing,
            contributors: None,
            coverage_answered: least.map(|(answered, _)| answered),
            coverage_expected: least.map(|(_, expected)| expected),
            change: None,
        }
    }

    /// True where a person can be in it once for every period.
    pub fn repeats_persons(&self, indicator: &Indicator) -> bool {
        self.how == Combination::Sum && *indicator.unit == "persons" && self.coverage.len() > 1
    }
}

/// The figures that some periods make together, each with its lines, oldest first: in the order of the lines.
pub fn combine<'a>(definitions: &Definitions, periods: &[(&'a str, Vec<Line<'a>>)]) -> Vec<Combined<'a>> {
    let mut told: BTreeMap<(&str, &Breakdown), Parts<'a, '_>> = BTreeMap::new();
    for (at, (_, lines)) in periods.iter().enumerate() {
        for line in lines {
            let none = || periods.iter().map(|(name, _)| (*name, None)).collect();
            told.entry((line.indicator, line.breakdown)).or_insert_with(none)[at].1 = Some(line);
        }
    }
    let known = |name: &str| definitions.indicator(name);
    let combined = told.iter().filter_map(|((name, breakdown), parts)| {
        let indicator = known(name)?;
        Some(combined((name, breakdown), parts, indicator, definitions))
    });
    let mut figures: Vec<Combined<'a>> = combined.collect();
    for name in definitions.derived_in_order() {
        for at in (0..figures.len()).filter(|at| figures[*at].indicator == name).collect::<Vec<_>>() {
            let Some(indicator) = known(figures[at].indicator) else { continue };
            if let Some(anew) = anew(&figures[at], indicator, &figures) {
                figures[at] = anew;
            }
        }
    }
    figures
}

/// What is told of a figure in each period, oldest first.
type Parts<'a, 'l> = Vec<(&'a str, Option<&'l Line<'a>>)>;

fn combined<'a>(
    (name, breakdown): (&'a str, &'a Breakdown),
    parts: &Parts<'a, '_>,
    indicator: &Indicator,
    definitions: &Definitions,
) -> Combined<'a> {
    let how = definitions.combination(indicator);
    let parts = if how == Combination::Last { &parts[parts.len() - 1..] } else { &parts[..] };
    let is_broken = |period: &&str| definitions.is_broken(indicator, period);
    let breaks: Vec<&str> = parts[1..].iter().map(|(period, _)| *period).filter(is_broken).collect();
    // To whom a question applies in no period gives nothing in it.
    let is_for_no_one = |line: &Line<'_>| line.missing == Some(Missing::NotApplicable.name());
    let is_needed = |line: Option<&Line<'_>>| line.is_none_or(|line| !is_for_no_one(line));
    let needed: Vec<_> = parts.iter().filter(|(_, line)| is_needed(*line)).collect();
    let without = needed.iter().filter(|(_, line)| line.is_none_or(|line| line.value.is_none()));
    let without: Vec<&str> = without.map(|(period, _)| *period).collect();
    let lines: Vec<&Line<'_>> = needed.iter().filter_map(|(_, line)| *line).collect();
    let coverage = |line: &Line<'_>| line.coverage_answered.zip(line.coverage_expected);
    let mut figure = Combined {
        indicator: name,
        breakdown,
        how,
        value: None,
        numerator: None,
        denominator: None,
        rounded: lines.iter().filter_map(|line| line.rounded).max(),
        status: Status::Published.word(),
        missing: None,
        without,
        breaks,
        coverage: parts.iter().map(|(period, line)| (*period, line.and_then(coverage))).collect(),
    };
    if figure.without.is_empty() && figure.breaks.is_empty() {
        let (value, layers) = value(how, &lines, indicator);
        figure.value = value.map(|value| value.normalize());
        (figure.numerator, figure.denominator) = layers.unzip();
    }
    let has_none = parts.iter().any(|(period, line)| line.is_none() && figure.without.contains(period));
    (figure.status, figure.missing) = status(&figure, &lines, has_none);
    figure
}

/// The figure of lines that all have one, with the sums of the two parts of a ratio.
fn value(
    how: Combination,
    lines: &[&Line<'_>],
    indicator: &Indicator,
) -> (Option<Decimal>, Option<(Decimal, Decimal)>) {
    let sum = |part: fn(&Line<'_>) -> Option<Decimal>| {
        let mut parts = lines.iter().map(|line| part(line));
        parts.try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part?)).filter(|_| !lines.is_empty())
    };
    match how {
        Combination::Sum => (sum(|line| line.value), None),
        Combination::Quotient => {
            let layers = sum(|line| line.numerator).zip(sum(|line| line.denominator));
            let scale = indicator.scale.unwrap_or(Decimal::ONE);
            (layers.and_then(|(upper, lower)| quotient(upper, lower, scale)), layers)
        }
        Combination::Last => {
            let last = lines.last();
            let layers = last.and_then(|line| line.numerator.zip(line.denominator));
            (last.and_then(|line| line.value), layers)
        }
        Combination::Anew | Combination::None => (None, None),
    }
}

/// Whether and how a figure is told: no better than the worst of what it is made of.
fn status(figure: &Combined<'_>, lines: &[&Line<'_>], has_none: bool) -> (&'static str, Option<&'static str>) {
    let says = |word: &str| lines.iter().any(|line| line.status == word);
    let missing = |kind: Missing| (Status::Missing(kind).word(), Some(kind.name()));
    let withheld = Status::Withheld.word();
    if says(withheld) {
        return (withheld, None);
    }
    if has_none {
        return missing(Missing::NotCollected);
    }
    if figure.value.is_none() {
        let kind = lines.iter().find_map(|line| line.missing);
        let none = missing(Missing::NotApplicable);
        return (none.0, kind.or(none.1));
    }
    let secondary = InsideStatus::Secondary.word();
    if says(InsideStatus::Primary.word()) || says(secondary) {
        return (secondary, None);
    }
    let open = [Status::Provisional.word(), Status::Revised.word()];
    (open.into_iter().find(|word| says(word)).unwrap_or(Status::Published.word()), None)
}

/// A figure that is made of the figures that its parts have of all the periods.
fn anew<'a>(figure: &Combined<'a>, indicator: &Indicator, figures: &[Combined<'a>]) -> Option<Combined<'a>> {
    if figure.how != Combination::Anew || !figure.breaks.is_empty() {
        return None;
    }
    let names = indicator.parts();
    let of_it = |one: &&Combined<'a>| names.contains(one.indicator) && one.breakdown == figure.breakdown;
    let parts: Vec<&Combined<'a>> = figures.iter().filter(of_it).collect();
    let values = parts.iter().filter_map(|part| Some((part.indicator.to_owned(), part.value?))).collect();
    let value = of_figures(indicator, &values).value.map(|value| value.normalize());
    let span = "";
    let lines: Vec<Line<'_>> = parts.iter().map(|part| Line { value: part.value, ..part.line(span) }).collect();
    let without: BTreeSet<&str> = parts.iter().flat_map(|part| part.without.iter().copied()).collect();
    let breaks: BTreeSet<&str> = parts.iter().flat_map(|part| part.breaks.iter().copied()).collect();
    let mut made = Combined {
        value,
        rounded: parts.iter().filter_map(|part| part.rounded).max(),
        without: without.into_iter().collect(),
        breaks: breaks.into_iter().collect(),
        ..figure.clone()
    };
    (made.status, made.missing) = status(&made, &lines.iter().collect::<Vec<_>>(), parts.len() < names.len());
    Some(made)
}
