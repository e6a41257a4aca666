//! A figure held against its target: judged on exact values, said with care (report design, rule G10).

use super::amount::Amount;
use super::voice::Voice;
use crate::definition::indicator::Direction;
use crate::disclosure::release::Figure;
use crate::number::round;
use crate::plan::Target;
use crate::value::Decimal;

/// How a figure stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// At the target or beyond.
    Reached,
    /// Within a tenth of it.
    Close,
    /// Further away.
    Missed,
    /// The figure is made of rounded counts, and the true ones may lie on either side of the target.
    About,
    /// Not at the target; whether within a tenth of it the rounded counts leave open.
    Short,
    /// The figure is withheld or missing.
    Unknown,
}

impl Verdict {
    /// The word in the page model.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Close => "close",
            Self::Missed => "missed",
            Self::About | Self::Short | Self::Unknown => "unknown",
        }
    }

    /// The word on the page.
    pub fn word(self, voice: &Voice) -> String {
        let word = match self {
            Self::About => "about",
            Self::Short => "short",
            _ => self.kind(),
        };
        voice.say(&format!("status_{word}"), &[])
    }
}

/// A target with the figure it is for.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// The target in force.
    pub target: &'a Target,
    /// Those it replaced, oldest first.
    pub replaced: Vec<&'a Target>,
    /// How the figure stands; none where the definition wants neither more nor less.
    pub verdict: Option<Verdict>,
    /// The figure is made of rounded counts, and of the true ones it cannot be said on which side of the target they are.
    pub is_about: bool,
    /// The figure is made of rounded counts, and the true ones may give another.
    pub is_rounded: bool,
    /// The figure's number.
    pub value: Option<Decimal>,
    /// Enterprises that answered, of how many, when not all did.
    pub partial: Option<(u32, u32)>,
}

impl<'a> Judged<'a> {
    /// Holds a figure against its target.
    pub fn new(target: &'a Target, replaced: Vec<&'a Target>, direction: Direction, figure: Option<&Figure>) -> Self {
        let value = figure.and_then(|figure| figure.value);
        let goal = target.value;
        let tenth = goal.abs() / Decimal::from(10);
        let between = figure.and_then(|figure| figure.between);
        let graded = |value: Decimal| match direction {
            Direction::None => None,
            Direction::Increase => Some(grade(value >= goal, value >= goal - tenth)),
            Direction::Decrease => Some(grade(value <= goal, value <= goal + tenth)),
        };
        let verdict = match value.map(|value| between.unwrap_or([value; 2]).map(graded)) {
            None => Some(Verdict::Unknown).filter(|_| direction != Direction::None),
            Some([one, other]) if one == other => one,
            Some(ends) if ends.contains(&Some(Verdict::Reached)) => Some(Verdict::About),
            Some(_) => Some(Verdict::Short),
        };
        let is_about = match direction {
            Direction::None => between.is_some_and(|[low, high]| low <= goal && goal <= high),
            Direction::Increase | Direction::Decrease => verdict == Some(Verdict::About),
        };
        let coverage = figure.and_then(|figure| figure.coverage);
        let partial = coverage.map(|c| (c.answered, c.expected)).filter(|(answered, expected)| answered < expected);
        let is_rounded = between.is_some_and(|[low, high]| low < high);
        Self { target, replaced, verdict, is_about, is_rounded, value, partial }
    }

    /// True when it is reached.
    pub fn is_reached(&self) -> bool {
        self.verdict == Some(Verdict::Reached)
    }

    /// The figure's share of the target, 1 at the target; none where that makes no sense.
    pub fn share(&self) -> Option<Decimal> {
        let value = self.value.filter(|value| *value >= Decimal::ZERO)?;
        (self.target.value > Decimal::ZERO).then(|| value / self.target.value)
    }

    /// `91 %`, or `7 av 8` where the target is below 20, or `19 % mot 20 %` of a share.
    pub fn share_text(&self, voice: &Voice, amount: &Amount) -> Option<String> {
        let share = self.share()?;
        if amount.is_counted() && self.target.value < Decimal::from(20) {
            let value = amount.at_most(voice, self.value?, &amount.short(voice, self.value?));
            let target = amount.decided_short(voice, self.target.value);
            return Some(voice.say("number_of_target", &[("value", &value), ("target", &target)]));
        }
        // A share of a share would be another percentage than the figure's own.
        if amount.is_percent() {
            let (value, target) = (amount.short(voice, self.value?), amount.decided_short(voice, self.target.value));
            return Some(voice.say("share_against_target", &[("value", &value), ("target", &target)]));
        }
        let percent = share * Decimal::ONE_HUNDRED;
        // A target that is not reached is never at 100 per cent, one that is never below.
        let reached = self.verdict.map_or(share >= Decimal::ONE, |verdict| verdict == Verdict::Reached);
        let whole = round(percent, 0);
        let whole = match (reached, whole == Decimal::ONE_HUNDRED) {
            (false, true) if share < Decimal::ONE => Decimal::from(99),
            _ => whole,
        };
        let percent = voice.percent(whole);
        let is_about = self.is_about || self.verdict == Some(Verdict::Short);
        Some(if is_about { voice.say("share_about", &[("percent", &percent)]) } else { percent })
    }

    /// `91 % av målet`.
    pub fn bar_text(&self, voice: &Voice, amount: &Amount) -> Option<String> {
        let text = self.share_text(voice, amount)?;
        let percent = text.ends_with('%') && !amount.is_percent();
        Some(if percent { voice.say("percent_of_target", &[("percent", &text)]) } else { text })
    }

    /// `Mål 2025: 140 · 91 % av målet`.
    pub fn card_text(&self, voice: &Voice, amount: &Amount) -> Option<String> {
        let text = self.share_text(voice, amount)?;
        let target = amount.decided_short(voice, self.target.value);
        let places = [("period", self.target.period.as_str()), ("target", &target)];
        if self.is_about {
            return Some(voice.say("card_target_about", &places));
        }
        if amount.is_percent() {
            return Some(voice.say("card_target_alone", &places));
        }
        if text.ends_with('%') {
            return Some(voice.say("card_target", &[places[0], places[1], ("percent", &text)]));
        }
        let value = amount.at_most(voice, self.value?, &amount.short(voice, self.value?));
        Some(voice.say("card_target_of", &[places[0], places[1], ("value", &value)]))
    }

    /// How far the figure is from the target, and whether over it; `(avrundat)` where the printed numbers differ by another number,
    /// or are made of rounded counts.
    fn distance(&self, voice: &Voice, amount: &Amount) -> Option<(String, Decimal)> {
        let value = self.value?;
        let difference = value - self.target.value;
        let millions = amount.in_millions(value.max(self.target.value));
        let printed = amount.printed(value, millions)
            - if millions { amount.printed(self.target.value, true) } else { self.target.value };
        let mut text = amount.distance_to(voice, difference, value, self.target.value);
        let as_printed = amount.distance(voice, printed, value);
        if self.is_rounded || text != as_printed && !amount.is_money() && !amount.is_percent() {
            text.push_str(&voice.say("rounded", &[]));
        }
        Some((text, difference))
    }

    /// One sentence for a lead.
    pub fn short(&self, voice: &Voice, amount: &Amount) -> Option<String> {
        let (distance, difference) = self.distance(voice, amount)?;
        let target = amount.decided_short(voice, self.target.value);
        let places = [("target", target.as_str()), ("difference", &distance)];
        let key = match (self.verdict, difference) {
            _ if self.is_about => "target_about_short",
            (Some(Verdict::Reached), _) => "target_met_short",
            (_, difference) if difference > Decimal::ZERO => "target_over_short",
            (_, difference) if difference < Decimal::ZERO => "target_under_short",
            _ => return Some(voice.say("target_exact", &[])),
        };
        Some(voice.say(key, &places))
    }

    /// The target with the outcome, and what hinders a full comparison.
    pub fn text(&self, voice: &Voice, amount: &Amount) -> String {
        let target = amount.decided_full(voice, self.target.value);
        let mut sentences = vec![voice.say("target_line", &[("period", &self.target.period), ("target", &target)])];
        match self.distance(voice, amount) {
            None => sentences.push(voice.say("target_unknown", &[])),
            Some(_) if self.is_about => sentences.push(voice.say("target_about", &[])),
            Some((_, difference)) if difference.is_zero() => sentences.push(voice.say("target_exact", &[])),
            Some((distance, difference)) => {
                let key = if difference > Decimal::ZERO { "target_over" } else { "target_under" };
                sentences.push(voice.say(key, &[("difference", &distance)]));
            }
        }
        if let Some((answered, expected)) = self.partial.filter(|_| self.value.is_some() && !self.is_reached()) {
            let (answered, expected) = (voice.numbers.integer(answered), voice.numbers.integer(expected));
            sentences.push(voice.say("target_partial", &[("answered", &answered), ("expected", &expected)]));
        }
        sentences.join(" ")
    }

    /// `128, 12 under målet.`
    pub fn row(&self, voice: &Voice, amount: &Amount) -> String {
        let (Some(value), Some((distance, difference))) = (self.value, self.distance(voice, amount)) else {
            return voice.say("target_unknown", &[]);
        };
        let written = amount.at_most(voice, value, &amount.full(voice, value));
        if self.is_about {
            return voice.say("target_row_about", &[("amount", &written)]);
        }
        if difference.is_zero() {
            return voice.say("target_row_exact", &[("amount", &written)]);
        }
        let side = voice.say(if difference > Decimal::ZERO { "side_over" } else { "side_under" }, &[]);
        voice.say("target_row", &[("amount", &written), ("difference", &distance), ("side", &side)])
    }

    /// That the target was changed, from what to what, each with when it was decided and by whom.
    pub fn changed(&self, voice: &Voice, amount: &Amount) -> Option<String> {
        changed(voice, amount, &self.replaced, self.target)
    }

    /// The share for a bar's length.
    pub fn bar(&self) -> Option<f64> {
        self.share().map(length)
    }
}

/// That a target replaced others, oldest first: each with its number, the day it was decided and its source; nothing where there
/// are none.
pub fn changed(voice: &Voice, amount: &Amount, replaced: &[&Target], target: &Target) -> Option<String> {
    let decided = |one: &Target| {
        let number = amount.decided_short(voice, one.value);
        let day = one.decided.map(|day| voice.say("target_decided", &[("date", &voice.date(day))]));
        let source = Some(one.source.replace("§ ", "§\u{a0}")).filter(|source| !source.is_empty());
        let origin: Vec<String> = day.into_iter().chain(source).collect();
        if origin.is_empty() { number } else { format!("{number} ({})", origin.join(", ")) }
    };
    let mut all = replaced.iter().copied().chain([target]).map(decided);
    let (from, to) = (all.next()?, all.next()?);
    let again: String = all.map(|to| voice.say("target_changed_again", &[("to", &to)])).collect();
    Some(voice.say("target_changed", &[("from", &from), ("to", &to), ("again", &again)]))
}

fn grade(reached: bool, close: bool) -> Verdict {
    match (reached, close) {
        (true, _) => Verdict::Reached,
        (false, true) => Verdict::Close,
        (false, false) => Verdict::Missed,
    }
}

/// A number as a length or position: never printed.
pub fn length(value: Decimal) -> f64 {
    round(value, 6).try_into().unwrap_or_default()
}
