//! Titles, leads and changes, computed from figures (report design, rules G1 to G8): never typed, never more than the data say.

use super::amount::Amount;
use super::moved::{BASE, Finding, Shown, agreed, is_of_others, movement};
use super::target::Judged;
use super::voice::{Voice, capital};
use crate::disclosure::release::{CoverageShown, Figure, PanelShown, Status};
use crate::number::{NBSP, round};
use crate::value::{Decimal, Missing};

/// Below this share of enterprises a figure is read with caution, per cent.
const CAREFUL: u32 = 60;

/// From about here on a title takes two lines.
const LINE: usize = 45;

/// A word that is too short for a line of its own.
const SHORT: usize = 7;

/// What a figure is about, in the report's language.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Short noun phrase for headings.
    pub title: String,
    /// What is counted, in lower case, for the middle of a sentence.
    pub noun: String,
    /// How its amounts are written.
    pub amount: Amount,
}

/// One figure and what it is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Period of the figure.
    pub period: &'a str,
    /// The period before.
    pub before: Option<&'a str>,
    /// The figure.
    pub figure: Option<&'a Figure>,
    /// The same figure in the period before.
    pub earlier: Option<&'a Figure>,
    /// The definition changed between the two.
    pub broken: bool,
}

impl Case<'_> {
    /// The figure's number.
    pub fn value(&self) -> Option<Decimal> {
        self.figure.and_then(|figure| figure.value)
    }

    /// The number that is printed: the figure's, or what an earlier edition told where that still stands.
    pub fn printed(&self) -> Option<Decimal> {
        self.figure.and_then(Figure::in_print)
    }

    /// True where a change rests on an unexplained value in either period: without it, it could be another.
    pub fn is_doubtful(&self) -> bool {
        [self.figure, self.earlier].into_iter().flatten().any(Figure::is_doubtful)
    }

    fn panel(&self) -> Option<PanelShown> {
        self.figure.and_then(|figure| figure.panel).filter(|_| !self.broken && self.before.is_some())
    }

    /// What may be said: a change only where all enterprises and those that reported both times agree.
    pub fn finding(&self, amount: &Amount) -> Finding {
        let value = match self.figure.map(|figure| (figure.status, figure.value)) {
            None => return Finding::Missing(Missing::NotCollected),
            Some((Status::Missing(kind), _)) => return Finding::Missing(kind),
            Some((Status::Withheld, _)) if self.printed().is_some() => return Finding::Level,
            Some((Status::Withheld, _) | (_, None)) => return Finding::Withheld,
            Some((_, Some(value))) => value,
        };
        if amount.is_counted() && value.is_zero() && !self.is_rounded() {
            return Finding::Zero;
        }
        if amount.is_counted() && value.abs() < Decimal::from(10) {
            return Finding::Level;
        }
        let (Some([then, since]), Some([before, now])) = (self.panel().as_ref().map(Shown::of_panel), self.totals())
        else {
            return Finding::Level;
        };
        agreed(movement(amount, then, since), movement(amount, before, now))
    }

    /// The figure of the period before and the figure itself.
    fn totals(&self) -> Option<[Shown; 2]> {
        Some([Shown::of(self.earlier?)?, Shown::of(self.figure?)?])
    }

    /// True where the figure is made of rounded counts, and the true one may be another.
    fn is_rounded(&self) -> bool {
        self.figure.and_then(Shown::of).is_some_and(|shown| shown.is_rounded())
    }

    /// A change as it is written; `(rounded)` where it is one of rounded numbers.
    fn change(&self, voice: &Voice, amount: &Amount, change: Decimal, beside: Decimal) -> String {
        let told = amount.change(voice, change, beside);
        if self.is_rounded() { told + &voice.say("rounded", &[]) } else { told }
    }
}

/// The finding as a title.
pub fn title(voice: &Voice, subject: &Subject, case: &Case, target: Option<&Judged>) -> String {
    let Subject { title, noun, amount } = subject;
    let finding = case.finding(amount);
    let reached = target.is_some_and(Judged::is_reached);
    let value = case.printed().unwrap_or_default();
    let negative = amount.is_counted()
        && [Some(value), case.earlier.and_then(|figure| figure.value)].into_iter().flatten().any(|v| v < Decimal::ZERO);
    let key = match (finding, amount.is_counted() && !negative) {
        (Finding::Withheld, _) => "title_withheld",
        (Finding::Missing(_), _) => "title_missing",
        (Finding::Level | Finding::Flat | Finding::Equal | Finding::About, _) if reached => "title_target_met",
        (Finding::Zero, _) => "title_none",
        (Finding::Rise, true) => "title_more",
        (Finding::Fall, true) => "title_fewer",
        (Finding::Flat, true) => "title_as_many",
        (Finding::Equal, true) => "title_equal",
        (Finding::About, true) => "title_about",
        (Finding::Rise, false) if negative => "title_higher",
        (Finding::Fall, false) if negative => "title_lower",
        (Finding::Rise, false) => "title_rose",
        (Finding::Fall, false) => "title_fell",
        (Finding::Flat, false) => "title_same_level",
        (Finding::Equal, false) => "title_equal_level",
        (Finding::About, false) => "title_about_level",
        // A zero that is a rounded count is not none.
        (Finding::Level, true) if ![Decimal::ZERO, Decimal::ONE].contains(&amount.printed(value, false)) => {
            "title_number"
        }
        (Finding::Level, _) => "title_amount",
    };
    let number = amount.in_words(voice, value).unwrap_or_else(|| amount.number(voice, value, false));
    let places = [
        ("title", title.as_str()),
        ("noun", noun),
        ("year", case.period),
        ("before", case.before.unwrap_or_default()),
        ("number", &amount.at_most(voice, value, &number)),
        ("amount", &amount.at_most(voice, value, &amount.full(voice, value))),
    ];
    unbroken_end(&capital(&voice.say(key, &places)))
}

/// A long title never ends in a line of one short word.
fn unbroken_end(title: &str) -> String {
    match title.rsplit_once(' ') {
        Some((rest, last)) if title.chars().count() > LINE && last.chars().count() <= SHORT => {
            format!("{rest}{NBSP}{last}")
        }
        _ => title.to_owned(),
    }
}

/// Level, change and target in at most three sentences; `references` names the figures and tables.
pub fn lead(voice: &Voice, subject: &Subject, case: &Case, target: Option<&Judged>, references: &[String]) -> String {
    let amount = &subject.amount;
    let finding = case.finding(amount);
    let year = [("year", case.period)];
    let references = match references {
        [] => String::new(),
        named => voice.say("reference", &[("references", &voice.list(named))]),
    };
    let Some(value) = case.value() else {
        return match finding {
            Finding::Missing(Missing::NothingToReport) => voice.say("lead_nothing", &year),
            Finding::Missing(Missing::NotApplicable) => voice.say("lead_not_applicable", &year),
            // The dataset asks for it in every period: that nothing was accepted is all that is known.
            Finding::Missing(Missing::NotCollected) => voice.say("lead_no_answers", &year),
            Finding::Missing(Missing::Unknown) => voice.say("lead_unknown", &year),
            Finding::Missing(Missing::Refused) => voice.say("lead_refused", &year),
            _ => match case.figure.and_then(Figure::waits_since) {
                Some(edition) => match case.figure.and_then(Figure::stands) {
                    Some(told) => {
                        let places =
                            [("edition", edition), ("date", &voice.date(told.date)), ("references", &references)];
                        voice.say("lead_stands", &places)
                    }
                    None => voice.say("lead_waits", &[("edition", edition)]),
                },
                None => voice.say("lead_withheld", &year),
            },
        };
    };
    let earlier = case.earlier.and_then(|figure| figure.value).filter(|_| !case.broken);
    let said_in_title = finding == Finding::Level && !target.is_some_and(Judged::is_reached);
    let before = case.before.zip(earlier).filter(|_| said_in_title);
    let told = before.map_or(value, |(_, earlier)| earlier);
    let number = amount.in_words(voice, value).unwrap_or_else(|| amount.number(voice, value, false));
    let places = [
        ("title", subject.title.as_str()),
        ("noun", &subject.noun),
        ("number", &amount.at_most(voice, value, &number)),
        ("amount", &amount.at_most(voice, told, &amount.full(voice, told))),
        ("year", case.period),
        ("before", case.before.unwrap_or_default()),
        ("references", &references),
    ];
    // Read alone, the sentence still says what is counted; what the title has said is not said again.
    let key = match amount.is_counted() {
        _ if before.is_some() => "lead_before",
        true if amount.printed(value, false) == Decimal::ONE => "lead_one",
        true => "lead_level",
        false => "lead_share",
    };
    let mut sentences = vec![capital(&voice.say(key, &places))];
    if case.broken {
        sentences.push(voice.say("lead_break", &year));
    }
    sentences.extend(like_for_like(voice, amount, case));
    sentences.extend(other_difference(voice, amount, case).or_else(|| other_enterprises(voice, amount, case)));
    // A lead holds three sentences; the target has a line of its own.
    if sentences.len() < 3 {
        sentences.extend(target.and_then(|target| target.short(voice, amount)));
    }
    sentences.join(" ")
}

/// The change among the enterprises that answered in both periods, as a sentence that says so (rule G3).
pub fn like_for_like(voice: &Voice, amount: &Amount, case: &Case) -> Option<String> {
    let panel = case.panel()?;
    let (enterprises, change) = (voice.word(panel.enterprises), panel.current - panel.previous);
    let change = case.change(voice, amount, change, panel.current);
    let places = [
        ("enterprises", enterprises.as_str()),
        ("change", &change),
        ("percent", &percent_change(voice, amount, &panel)),
    ];
    let key = match panel_movement(amount, &panel) {
        Finding::Flat => "like_flat",
        Finding::Equal => "like_equal",
        Finding::About if amount.is_counted() => "like_about",
        Finding::About => "like_about_level",
        _ => "like_change",
    };
    let told = voice.count(key, panel.enterprises, &places);
    Some(if case.is_doubtful() { voice.say("like_uncertain", &[("told", told.trim_end_matches('.'))]) } else { told })
}

/// How the enterprises moved that answered in both periods.
fn panel_movement(amount: &Amount, panel: &PanelShown) -> Finding {
    let [then, since] = Shown::of_panel(panel);
    movement(amount, then, since)
}

/// Where the rest of the difference between the two totals comes from, where every part of it may be shown.
fn other_difference(voice: &Voice, amount: &Amount, case: &Case) -> Option<String> {
    case.panel()?;
    let parts = case.figure?.change.as_ref()?.iter();
    let parts: Vec<String> = parts
        .filter(|(kind, (_, value))| *kind != "continuing" && !value.is_zero())
        .map(|(kind, (_, value))| {
            voice.say(&format!("difference_{kind}"), &[("change", &amount.change(voice, *value, *value))])
        })
        .collect();
    let places = [("before", case.before?), ("parts", &voice.list(&parts))];
    (!parts.is_empty()).then(|| voice.say("difference_parts", &places))
}

/// That most of the difference between the two totals comes from which enterprises are in them, where it does.
pub fn other_enterprises(voice: &Voice, amount: &Amount, case: &Case) -> Option<String> {
    let (total, value) = difference_of_others(amount, case)?;
    Some(voice.say("other_enterprises", &[("change", &case.change(voice, amount, total, value))]))
}

/// The same of one area: from what to what the figure went.
pub fn other_enterprises_of(voice: &Voice, subject: &Subject, case: &Case) -> Option<String> {
    let amount = &subject.amount;
    difference_of_others(amount, case)?;
    let (from, to) = (amount.short(voice, case.earlier?.value?), amount.short(voice, case.value()?));
    let years = [("before", case.before?), ("period", case.period)];
    let places = [("title", subject.title.as_str()), ("from", &from), ("to", &to)];
    let places: Vec<(&str, &str)> = places.into_iter().chain(years).collect();
    Some(voice.say("area_other_enterprises", &places))
}

/// True where the figure moved, and it is not shown how it did among the same enterprises.
pub fn is_open_why(amount: &Amount, case: &Case) -> bool {
    let moved = |[from, to]: [Shown; 2]| matches!(movement(amount, from, to), Finding::Rise | Finding::Fall);
    !case.broken && case.panel().is_none() && case.totals().is_some_and(moved)
}

/// The difference between the two totals and the later one, where most of it comes from which enterprises are in them.
fn difference_of_others(amount: &Amount, case: &Case) -> Option<(Decimal, Decimal)> {
    let (panel, totals) = (Shown::of_panel(&case.panel()?), case.totals()?);
    let [before, now] = totals;
    let told = matches!(movement(amount, before, now), Finding::Rise | Finding::Fall);
    (!amount.is_percent() && told && is_of_others(totals, panel)).then_some((now.value - before.value, now.value))
}

/// The like-for-like sentence of the side column.
pub fn panel(voice: &Voice, amount: &Amount, panel: &PanelShown) -> String {
    let key = match panel_movement(amount, panel) {
        Finding::Equal => "panel_equal",
        Finding::Flat => "panel_flat",
        Finding::About if amount.is_counted() => "panel_about",
        Finding::About => "panel_about_level",
        _ => "panel_rose",
    };
    let places = [
        ("enterprises", capital(&voice.word(panel.enterprises))),
        ("from", amount.short(voice, panel.previous)),
        ("to", amount.short(voice, panel.current)),
        ("percent", percent_change(voice, amount, panel)),
    ];
    let places: Vec<(&str, &str)> = places.iter().map(|(name, text)| (*name, text.as_str())).collect();
    voice.count(key, panel.enterprises, &places)
}

/// ` (+13 %)`, or nothing where a percentage would say too much.
fn percent_change(voice: &Voice, amount: &Amount, panel: &PanelShown) -> String {
    let small = amount.is_counted() && panel.current.abs() < Decimal::from(10);
    let is_rounded = Shown::of_panel(panel).iter().any(Shown::is_rounded);
    let below = panel.previous < Decimal::from(BASE) || panel.current < Decimal::ZERO;
    if amount.is_percent() || is_rounded || below || small {
        return String::new();
    }
    let percent = round((panel.current - panel.previous) * Decimal::ONE_HUNDRED / panel.previous, 0);
    if percent.is_zero() {
        return String::new();
    }
    let percent = voice.numbers.signed(voice.percent(percent), percent);
    voice.say("change_percent", &[("percent", &percent)])
}

/// The change on a card, like for like, with the way it points: 1, -1 or 0.
pub fn change(voice: &Voice, amount: &Amount, case: &Case) -> Option<(String, i8)> {
    let before = case.before?;
    case.value()?;
    let places = [("before", before)];
    if case.broken {
        return Some((voice.say("change_break", &places), 0));
    }
    let Some(panel) = case.panel() else {
        return case.earlier?.value.map(|_| (voice.say("change_withheld", &places), 0));
    };
    Some(match panel_movement(amount, &panel) {
        Finding::About if amount.is_counted() => (voice.say("change_about", &places), 0),
        Finding::About => (voice.say("change_about_level", &places), 0),
        Finding::Equal if amount.is_counted() => (voice.say("change_equal_count", &places), 0),
        Finding::Equal => (voice.say("change_equal", &places), 0),
        Finding::Flat => (voice.say("change_flat", &places), 0),
        _ => {
            let change = panel.current - panel.previous;
            let text = case.change(voice, amount, change, panel.current);
            let percent = percent_change(voice, amount, &panel);
            let places = [("change", text.as_str()), ("before", before), ("percent", &percent)];
            let key = if case.is_doubtful() { "change_uncertain" } else { "change_up_down" };
            (voice.say(key, &places), if change > Decimal::ZERO { 1 } else { -1 })
        }
    })
}

/// Whom a figure covers: by number, by share and by size, with caution below 60 per cent.
pub fn coverage(voice: &Voice, coverage: Option<&CoverageShown>) -> String {
    let Some(coverage) = coverage else { return voice.say("coverage_withheld", &[]) };
    let (answered, expected) = (voice.numbers.integer(coverage.answered), voice.numbers.integer(coverage.expected));
    let percent = share_of(voice, coverage.answered, coverage.expected);
    let places = [("answered", answered.as_str()), ("expected", &expected), ("percent", &percent)];
    let mut sentences = vec![voice.say("coverage", &places)];
    if let Some(size) = coverage.size_percent {
        sentences.push(voice.say("coverage_size", &[("percent", &voice.percent(Decimal::from(size)))]));
    }
    if is_thin(coverage) {
        sentences.push(voice.say("coverage_careful", &[]));
    }
    sentences.join(" ")
}

/// ` (74 %)`, or nothing below a base of 20.
pub fn share_of(voice: &Voice, part: u32, whole: u32) -> String {
    if whole < BASE {
        return String::new();
    }
    let percent = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    voice.say("change_percent", &[("percent", &voice.percent(percent))])
}

/// True when so few answered that the figure is read with caution.
pub fn is_thin(coverage: &CoverageShown) -> bool {
    u64::from(coverage.answered) * 100 < u64::from(coverage.expected) * u64::from(CAREFUL)
}

/// The share of women, in words where rule G5 has words for it; nothing below a base of 20, nor where rounded counts leave it
/// open by more than a percentage point.
pub fn women(voice: &Voice, women: Shown, total: Shown) -> Option<String> {
    if total.value < Decimal::from(BASE) {
        return None;
    }
    let percent = |women: Decimal, total: Decimal| women * Decimal::ONE_HUNDRED / total;
    let (least, most) = (percent(women.between[0], total.between[1]), percent(women.between[1], total.between[0]));
    if most - least > Decimal::ONE {
        return None;
    }
    let share = percent(women.value, total.value);
    let is_exact = !women.is_rounded() && !total.is_rounded();
    let within = |from: i64, to: i64| share >= Decimal::new(from, 1) && share <= Decimal::new(to, 1);
    let fraction = match () {
        () if !is_exact => return Some(voice.say("women_percent", &[("percent", &voice.percent(share))])),
        () if share == Decimal::from(50) => "fraction_half",
        () if within(480, 499) => "fraction_nearly_half",
        () if within(501, 520) => "fraction_over_half",
        () if within(320, 345) => "fraction_third",
        () if within(650, 680) => "fraction_two_thirds",
        () if within(740, 760) => "fraction_three_quarters",
        () if within(890, 910) => "fraction_nine_of_ten",
        () => return Some(voice.say("women_percent", &[("percent", &voice.percent(share))])),
    };
    let share = voice.percent(share);
    Some(voice.say("women_share", &[("share", &voice.say(fraction, &[])), ("percent", &share)]))
}
