//! How many enterprises answered in all of several periods, and in any of them: now, and as earlier releases told it.
//!
//! What an edition told of a span is known to every attacker. Who answered since is taken to be known as well: what was told then is
//! a count of what is answered still, but for what came since, and is told first. Whoever is named only now could else be told,
//! with the others that came, not to have answered in another of the periods. Where it cannot be said what an edition counted,
//! because something was taken back, it counted a later period too or nobody remembers who had answered, no span that shares a
//! period with it is told.

use std::collections::{BTreeMap, BTreeSet};

use super::panel::{Members, Often};
use super::past::Past;
use super::release::SpanAnswers;
use super::who::Who;
use crate::definition::Definitions;
use crate::definition::project::BETWEEN;
use crate::ledger::{Answers, Key, Told};
use crate::measure::Breakdown;

/// Who answered, by period.
type Answered = BTreeMap<String, BTreeSet<String>>;

/// Enters how many answered in all periods of each span that reports ask for, and in any of them, and what editions told of such.
pub(super) fn enter<'a>(
    definitions: &'a Definitions,
    period: &str,
    (answers, past): (&Answered, &Past<'_>),
    who: &mut Who<'a>,
) {
    let has_answered = |one: &str, period: &str| answers.get(period).is_some_and(|all| all.contains(one));
    let (mut recalled, mut changed) = (Vec::new(), BTreeSet::new());
    for (counts, given) in past.counts() {
        for ((indicator, written, codes), told) in counts {
            if !indicator.is_empty() || !codes.is_empty() {
                continue;
            }
            // Like for like it is the count of a span as well.
            let like_for_like = || {
                let span = [definitions.project.before(written)?.period.as_str(), written.as_str()].join(BETWEEN);
                Some((definitions.project.span(&span)?, Told { panel: told.panel, ..Told::default() }))
            };
            let span = definitions.project.span(written).map(|span| (span, told.clone())).or_else(like_for_like);
            let Some((periods, told)) = span else { continue };
            let periods: Vec<&str> = periods.iter().map(|one| one.period.as_str()).collect();
            let (told, of_others) = recall((&periods, &told), (counts, given), answers, who);
            recalled.extend(told);
            changed.extend(of_others);
        }
    }
    for periods in spans(definitions, period) {
        let could = could(&periods, who);
        // Few that answered in few years are told by little: where anybody came to a period that was told of, no count is told anew.
        let is_changed = periods.iter().any(|period| changed.contains(period));
        let is_barred = is_changed || periods.iter().any(|period| past.has_hardly_changed(period, who.whole(period)));
        for least in [periods.len(), 1] {
            who.often.push(Often { is_barred, ..Often::new((&periods, least), &could, has_answered) });
        }
    }
    who.told.extend(recalled);
}

/// Those that could have answered in some periods, with the periods.
fn could<'a>(periods: &[&'a str], who: &Who<'a>) -> Members<'a> {
    let mut members = Members::new();
    for period in periods {
        let Some((population, counts)) = who.of.get(period) else { continue };
        for one in population.codes.keys().filter(|one| !counts.is_closed(one)) {
            members.entry(one).or_default().insert(period);
        }
    }
    members
}

/// What an edition told of some periods, over those that could have answered then and have not come since; with the periods in
/// which others have answered than had by then.
fn recall<'a>(
    (periods, told): (&[&'a str], &Told),
    (counts, given): (&BTreeMap<Key, Told>, Option<&Answers>),
    answers: &Answered,
    who: &Who<'a>,
) -> (Vec<Often<'a>>, BTreeSet<&'a str>) {
    let answered = |period: &str| -> BTreeSet<&str> { answered_in(answers, period) };
    let then = |period: &str| by_then(period, (counts, given), answers, who.whole(period));
    let then: BTreeMap<&str, BTreeSet<&str>> = periods.iter().map(|period| (*period, then(period))).collect();
    let is_taken_back = then.iter().any(|(period, then)| !then.is_subset(&answered(period)));
    let is_later = periods.iter().any(|period| !who.of.contains_key(period));
    let mut could = could(periods, who);
    for (one, could) in &mut could {
        could.retain(|period| then[period].contains(one) || !answered(period).contains(one));
    }
    let of = |(least, count): (usize, Option<u32>)| {
        let often = Often::new((periods, least), &could, |one, period| then[period].contains(one));
        let is_barred = is_taken_back || is_later || u32::try_from(often.answered).ok() != count;
        count.map(|_| Often { is_barred, ..often })
    };
    let is_told = told.panel.is_some() || told.answered.is_some();
    let changed = periods.iter().copied().filter(|period| is_told && then[period] != answered(period)).collect();
    ([(periods.len(), told.panel), (1, told.answered)].into_iter().filter_map(of).collect(), changed)
}

fn answered_in<'g>(answers: &'g Answered, period: &str) -> BTreeSet<&'g str> {
    answers.get(period).into_iter().flatten().map(String::as_str).collect()
}

/// Who had answered in a period by an edition that told so many counts: where as many answered as were told to have by then, nobody
/// came.
pub(super) fn by_then<'g>(
    period: &str,
    (counts, given): (&BTreeMap<Key, Told>, Option<&'g Answers>),
    answers: &'g Answered,
    now: Option<(u32, u32)>,
) -> BTreeSet<&'g str> {
    let key = (String::new(), period.to_owned(), Breakdown::new());
    let whole = counts.get(&key).and_then(|told| told.answered.zip(told.expected));
    if whole.is_some() && whole == now { answered_in(answers, period) } else { given_in(given, period) }
}

/// Who had given anything in a period.
fn given_in<'g>(given: Option<&'g Answers>, period: &str) -> BTreeSet<&'g str> {
    let of = given.into_iter().flatten().filter(|((indicator, of, _), _)| !indicator.is_empty() && of == period);
    let given = of.flat_map(|(_, answers)| answers).filter(|(_, answer)| answer.value.is_some());
    given.map(|(one, _)| one.as_str()).collect()
}

/// The periods of each span that a report of the project asks for, as far as they have come by one of them.
fn spans<'d>(definitions: &'d Definitions, period: &str) -> BTreeSet<Vec<&'d str>> {
    let project = &definitions.project;
    project.reports.iter().flat_map(|plan| project.spans_until(plan, period)).map(|(periods, _)| periods).collect()
}

/// How many answered in all periods of each span, and in some of them only. Of how few it is told only with how many others did.
pub(super) fn told(definitions: &Definitions, period: &str, who: &Who<'_>) -> BTreeMap<Vec<String>, SpanAnswers> {
    let of_span = |periods: Vec<&str>| {
        let (all, any) = (who.often(&periods, periods.len()), who.often(&periods, 1));
        let some = any.zip(all).map(|(any, all)| any - all);
        (periods.into_iter().map(str::to_owned).collect(), SpanAnswers { all, some })
    };
    spans(definitions, period).into_iter().map(of_span).collect()
}
