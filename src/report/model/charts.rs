//! Charts of a breakdown: parts of a whole, bars, women and men in each group.

use super::alt;
use super::blocks::{Bar, Block, Dot, Head, Pair, Portion};
use super::composition::{Breakdown, Composition};
use super::naming::{breakdown_subtitle, breakdown_title, lower, one, preliminary, source};
use super::table::{self, cell};
use crate::definition::codelist::{Code, Codelist, Origin, Relation};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::Status;
use crate::report::target::length;
use crate::value::Decimal;

/// Parts of a stacked bar.
const PARTS: usize = 6;

/// Codes that stand last among parts, whatever their size.
const RESIDUAL: [&str; 4] = ["other", "unknown", "not_stated", "none"];

/// Parts of a whole, when they add up to it and all may be shown.
pub(super) fn stacked(
    composition: &mut Composition,
    indicator: &Indicator,
    list: &Codelist,
) -> Option<(Block, String)> {
    if list.relation != Relation::Exclusive || list.of == Origin::Register || indicator.is_ratio() {
        return None;
    }
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let whole = composition.figure(indicator, composition.year(), &Breakdown::new())?.value?;
    let mut parts = Vec::new();
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let figure = composition.figure(indicator, composition.year(), &one(list, code));
        match figure.map(|figure| figure.value) {
            None => {}
            Some(None) => return None,
            Some(Some(value)) if value.is_zero() => {}
            Some(Some(value)) => {
                parts.push((RESIDUAL.contains(&code.code.as_str()), value, lower(voice.text(&code.label))));
            }
        }
    }
    let sum: Decimal = parts.iter().map(|part| part.1).sum();
    if parts.len() < 2 || sum != whole || whole < Decimal::from(20) || parts.iter().any(|part| part.1 < Decimal::ZERO) {
        return None;
    }
    parts.sort_by(|a, b| (a.0, -a.1, &a.2).cmp(&(b.0, -b.1, &b.2)));
    if parts.len() > PARTS {
        let rest = parts.split_off(PARTS - 1);
        parts.push((true, rest.iter().map(|part| part.1).sum(), lower(&voice.say("rest", &[]))));
    }
    let percents = whole_percents(&parts.iter().map(|part| part.1).collect::<Vec<_>>(), whole);
    let texts: Vec<(String, String)> = parts
        .iter()
        .zip(&percents)
        .map(|(part, percent)| (part.2.clone(), voice.percent(Decimal::from(*percent))))
        .collect();
    let number = composition.next_figure();
    let total = amount.at_most(voice, whole, &amount.full(voice, whole));
    let places = [("total", total.as_str()), ("region", composition.region()), ("period", composition.year())];
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle: voice.say("shares_of", &places),
        alt: alt::parts(voice, "alt_stacked", &texts, &[("total", &total)]),
        notes: preliminary(composition),
        source: source(composition, indicator),
    };
    let shares = texts.into_iter().zip(&parts).map(|((label, text), part)| Portion {
        label,
        share: length(part.1 / whole),
        text,
    });
    Some((Block::Stacked { head, parts: shares.collect() }, number.reference))
}

/// Whole per cents that add up to 100: the largest remainders are rounded up.
fn whole_percents(parts: &[Decimal], whole: Decimal) -> Vec<u32> {
    let exact: Vec<Decimal> = parts.iter().map(|part| part * Decimal::ONE_HUNDRED / whole).collect();
    let mut percents: Vec<u32> = exact.iter().map(|part| part.trunc().try_into().unwrap_or(0)).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|at| -exact[*at].fract());
    let short = 100_u32.saturating_sub(percents.iter().sum());
    for at in by_remainder.into_iter().take(usize::try_from(short).unwrap_or(0)) {
        percents[at] += 1;
    }
    percents
}

/// Bars in falling order, with the ones that are not drawn named under them.
pub(super) fn bars(composition: &mut Composition, indicator: &Indicator, list: &Codelist) -> Option<(Block, String)> {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let (mut shown, mut withheld, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let label = voice.text(&code.label).to_owned();
        let figure = composition.figure(indicator, composition.year(), &one(list, code));
        let Some(figure) = figure else { continue };
        match figure.in_print() {
            Some(value) => shown.push((value, label, figure)),
            None if figure.status == Status::Withheld => withheld.push(label),
            None => missing.push(label),
        }
    }
    if shown.len() < 2 {
        return None;
    }
    shown.sort_by(|a, b| (-a.0, &a.1).cmp(&(-b.0, &b.1)));
    let millions = amount.all_in_millions(shown.iter().map(|bar| bar.0));
    let said_once = composition.is_preliminary(composition.year());
    let drawn: Vec<Bar> = shown
        .iter()
        .map(|(value, label, figure)| {
            let cell = cell(voice, &amount, Some(figure), millions);
            Bar {
                label: label.clone(),
                y: length(*value),
                text: cell.text,
                mark: cell.mark.filter(|mark| *mark != "p" || !said_once),
                strong: false,
            }
        })
        .collect();
    let texts: Vec<(String, String)> = drawn.iter().map(|bar| (bar.label.clone(), bar.text.clone())).collect();
    let mut omitted = Vec::new();
    for (key, names) in [("omitted_withheld", &withheld), ("omitted_missing", &missing)] {
        if !names.is_empty() {
            // Names that hold commas themselves are told apart by semicolons.
            let commas = names.iter().any(|name| name.contains(','));
            let names = if commas { names.join("; ") } else { voice.list(names) };
            omitted.push(voice.say(key, &[("names", &names)]));
        }
    }
    let marked = drawn.iter().any(|bar| bar.mark == Some("p"));
    let provisional = marked.then(|| format!("p: {}.", voice.say("mark_p", &[])));
    let standing = drawn.iter().any(|bar| bar.mark == Some(table::STANDS)).then(|| table::stands(voice));
    let number = composition.next_figure();
    let subtitle = breakdown_subtitle(composition, &amount, millions, "breakdown_subtitle");
    let overlapping = (list.relation == Relation::Overlapping).then(|| voice.say("overlapping", &[]));
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle,
        alt: alt::bars(voice, &texts, withheld.len() + missing.len()),
        notes: overlapping.into_iter().chain(provisional).chain(standing).chain(preliminary(composition)).collect(),
        source: source(composition, indicator),
    };
    Some((Block::Bars { head, bars: drawn, reference: None, omitted }, number.reference))
}

/// Women and men in each group.
pub(super) fn pairs(
    composition: &mut Composition,
    indicator: &Indicator,
    list: &Codelist,
    gender: &Codelist,
) -> Option<(Block, String)> {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let [first, second, ..] = gender.codes.as_slice() else { return None };
    let names = (lower(voice.text(&first.label)), lower(voice.text(&second.label)));
    let (mut groups, mut known) = (Vec::new(), Vec::new());
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let value = |gender_code: &Code| {
            let mut breakdown = one(list, code);
            breakdown.insert(gender.codelist.value.clone(), gender_code.code.clone());
            composition.figure(indicator, composition.year(), &breakdown)?.value
        };
        let label = voice.text(&code.label).to_owned();
        let written = |value: Decimal| amount.number(voice, value, false);
        let dot = |value: Decimal| Dot { y: length(value), text: written(value) };
        if let (Some(a), Some(b)) = (value(first), value(second)) {
            known.push((label.clone(), (a, written(a)), (b, written(b))));
            groups.push((Some(a), Pair { label, first: Some(dot(a)), second: Some(dot(b)), instead: None }));
        } else {
            let instead = Some(voice.say("not_shown", &[]));
            groups.push((None, Pair { label, first: None, second: None, instead }));
        }
    }
    if known.is_empty() {
        return None;
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.0));
    let number = composition.next_figure();
    let overlapping = (list.relation == Relation::Overlapping).then(|| voice.say("overlapping", &[]));
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle: breakdown_subtitle(composition, &amount, false, "breakdown_subtitle"),
        alt: alt::pairs(voice, (&names.0, &names.1), &known, groups.len() - known.len()),
        notes: overlapping.into_iter().chain(preliminary(composition)).collect(),
        source: source(composition, indicator),
    };
    let groups = groups.into_iter().map(|group| group.1).collect();
    Some((Block::Dotrange { head, first: names.0, second: names.1, groups }, number.reference))
}
