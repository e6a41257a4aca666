//! How a figure stands on the way to a target of a later year: on a straight line from the baseline, and by its yearly growth.

use crate::value::Decimal;

/// Steps after which a root is as exact as a decimal can be.
const STEPS: usize = 200;
/// Parts of the growth that is needed, from which on a figure keeps pace, and from which on it is too slow.
const ON_PACE: Decimal = Decimal::from_parts(95, 0, 0, false, 2);
const TOO_SLOW: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// A value of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: i32,
    /// The value in it.
    pub value: Decimal,
}

/// Where a figure stands between its baseline and a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    /// The value of the year on a straight line: base + (target − base) × years gone ÷ years in all.
    pub expected: Decimal,
    /// Mean growth a year since the baseline, in per cent: ((value ÷ base)^(1 ÷ years gone) − 1) × 100; none where a value is
    /// not above zero.
    pub growth: Option<Decimal>,
    /// The same from the baseline to the target.
    pub needed: Option<Decimal>,
    /// How it keeps pace.
    pub pace: Pace,
}

/// How a figure keeps pace with what is needed: by growth ÷ growth needed, with the limits of Open SDG's method for indicators
/// with a target; by the straight line where there is no growth to speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At least 95 per cent of it; or at the line or beyond.
    OnPace,
    /// At least half of it.
    TooSlow,
    /// Less; or short of the line.
    Behind,
    /// The other way.
    Away,
}

impl Pace {
    /// The key of its word in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::OnPace => "pace_on",
            Self::TooSlow => "pace_slow",
            Self::Behind => "pace_behind",
            Self::Away => "pace_away",
        }
    }
}

impl Path {
    /// Where a value stands; nothing unless its year lies after the baseline's and before the target's, which differ.
    pub fn new(base: Point, now: Point, target: Point) -> Option<Self> {
        let (gone, all) = (now.year.checked_sub(base.year)?, target.year.checked_sub(base.year)?);
        if gone <= 0 || all <= gone || base.value == target.value {
            return None;
        }
        let way = (target.value - base.value).checked_mul(gone.into())?.checked_div(all.into())?;
        let expected = base.value.checked_add(way)?;
        let growth = growth(base.value, now.value, gone.unsigned_abs());
        let needed = growth.and_then(|_| self::growth(base.value, target.value, all.unsigned_abs()));
        let part = growth.zip(needed).and_then(|(growth, needed)| growth.checked_div(needed));
        let is_rising = target.value > base.value;
        let pace = match part {
            Some(part) if part >= ON_PACE => Pace::OnPace,
            Some(part) if part >= TOO_SLOW => Pace::TooSlow,
            Some(part) if part >= Decimal::ZERO => Pace::Behind,
            None if (now.value >= expected) == is_rising || now.value == expected => Pace::OnPace,
            None if (now.value >= base.value) == is_rising => Pace::Behind,
            _ => Pace::Away,
        };
        Some(Self { expected, growth, needed, pace })
    }
}

/// Mean growth a year in per cent.
fn growth(from: Decimal, to: Decimal, years: u32) -> Option<Decimal> {
    if from <= Decimal::ZERO || to <= Decimal::ZERO {
        return None;
    }
    let yearly = root(to.checked_div(from)?, years)?;
    (yearly - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED).map(|percent| percent.round_dp(6))
}

/// The root of a number above zero, by Newton's method: the same on every machine.
fn root(of: Decimal, degree: u32) -> Option<Decimal> {
    let (whole, rest) = (Decimal::from(degree), Decimal::from(degree.checked_sub(1)?));
    let mut guess = of.max(Decimal::ONE).min(Decimal::TWO);
    for _ in 0..STEPS {
        let power = (0..degree - 1).try_fold(Decimal::ONE, |power, _| power.checked_mul(guess))?;
        let next = rest.checked_mul(guess)?.checked_add(of.checked_div(power)?)?.checked_div(whole)?;
        if (next - guess).abs() < Decimal::new(1, 15) {
            return Some(next);
        }
        guess = next;
    }
    Some(guess)
}
