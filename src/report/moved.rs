//! How a number moved from one period to the next, and what of that may be said of numbers that are made of rounded counts.

use super::amount::Amount;
use crate::disclosure::release::{Figure, PanelShown};
use crate::value::{Decimal, Missing};

/// Below this base no percentages.
pub(super) const BASE: u32 = 20;

/// What may be said of a figure and its change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// More than before, in total and like for like.
    Rise,
    /// Less than before, in total and like for like.
    Fall,
    /// About the same.
    Flat,
    /// Exactly the same.
    Equal,
    /// About the same, as far as rounded counts can tell: the true ones may be more, fewer or as many.
    About,
    /// None at all.
    Zero,
    /// A number that no change is said of.
    Level,
    /// It is withheld.
    Withheld,
    /// There is none.
    Missing(Missing),
}

/// A number as it is published, with what a reader knows of the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The number.
    pub value: Decimal,
    /// The least and the most that the true one can be: the number itself, where it is not made of rounded counts.
    pub between: [Decimal; 2],
}

impl Shown {
    /// A number that is what it says.
    pub fn exact(value: Decimal) -> Self {
        Self { value, between: [value; 2] }
    }

    /// The number of a figure, if it has one.
    pub fn of(figure: &Figure) -> Option<Self> {
        let value = figure.value?;
        Some(Self { value, between: figure.between.unwrap_or([value; 2]) })
    }

    /// The numbers of a panel: before and now.
    pub fn of_panel(panel: &PanelShown) -> [Self; 2] {
        let (previous, current) = (panel.previous, panel.current);
        let [then, now] = panel.between.unwrap_or([[previous; 2], [current; 2]]);
        [Self { value: previous, between: then }, Self { value: current, between: now }]
    }

    /// True where the true number may be another.
    pub fn is_rounded(&self) -> bool {
        self.between[0] < self.between[1]
    }
}

/// How a number moved. Unchanged: less than 2 per cent and less than 5 units, or at most 2 units below a base of 20. Where numbers
/// are made of rounded counts, the smallest change that their bounds leave must be more than that, and of counts more than 2
/// units wherever they lie: a change of a single multiple can be one of one person.
pub fn movement(amount: &Amount, previous: Shown, current: Shown) -> Finding {
    let way = movement_of(amount, previous.value, current.value);
    if !previous.is_rounded() && !current.is_rounded() {
        return way;
    }
    let (from, to) = match way {
        Finding::Rise => (previous.between[1], current.between[0]),
        Finding::Fall => (previous.between[0], current.between[1]),
        _ => return Finding::About,
    };
    let is_no_more = amount.is_counted() && (to - from).abs() <= Decimal::TWO;
    if is_no_more || movement_of(amount, from, to) != way { Finding::About } else { way }
}

/// How a number moved that is what it says.
fn movement_of(amount: &Amount, previous: Decimal, current: Decimal) -> Finding {
    let change = (current - previous).abs();
    if change.is_zero() {
        return Finding::Equal;
    }
    let millions = amount.in_millions(previous.max(current));
    let printed_alike = amount.printed(previous, millions) == amount.printed(current, millions);
    let below_two_percent = change * Decimal::from(50) < previous.abs();
    // Five kronor or five hours are no measure of anything.
    let few_units = change < Decimal::from(5) || amount.is_money() || amount.unit == "hours";
    let small_base = amount.is_counted() && previous.abs() < Decimal::from(BASE) && change <= Decimal::TWO;
    match () {
        () if printed_alike || small_base || (below_two_percent && few_units) => Finding::Flat,
        () if current > previous => Finding::Rise,
        () => Finding::Fall,
    }
}

/// What may be said where all enterprises moved in one way, and those that answered both times in another or the same.
pub fn agreed(like_for_like: Finding, total: Finding) -> Finding {
    let is_still = |one: Finding| matches!(one, Finding::Flat | Finding::Equal | Finding::About);
    match (like_for_like, total) {
        (one, other) if one == other => one,
        (one, other) if is_still(one) && is_still(other) => {
            if [one, other].contains(&Finding::About) {
                Finding::About
            } else {
                Finding::Flat
            }
        }
        _ => Finding::Level,
    }
}

/// True where most of the difference between two totals comes from which enterprises are in them, whatever the true numbers are:
/// the least difference that their bounds leave, against the most that the same enterprises can have made of it.
pub fn is_of_others([before, now]: [Shown; 2], [then, since]: [Shown; 2]) -> bool {
    let is_more = now.value > before.value;
    let moved = |[from, to]: [Shown; 2], least: bool| {
        // The least of a rise goes from the upper end to the lower one, the most the other way.
        let (start, end) = if is_more == least { (1, 0) } else { (0, 1) };
        let change = to.between[end] - from.between[start];
        if is_more { change } else { -change }
    };
    moved([before, now], true) > Decimal::TWO * moved([then, since], false)
}
