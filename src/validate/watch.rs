//! Slips of the pen that last year's figures give away: thousands, signs, zeros, changes.

use std::collections::BTreeMap;

use super::round::{Finding, Round};
use super::stamps;
use crate::definition::dataset::{Change, Field, FieldType, Watch};
use crate::number::Numbers;
use crate::text::Text;
use crate::value::Decimal;

/// What is told of a field, the likeliest slip alone.
struct Slip<'d> {
    rule: &'static str,
    field: &'d Field,
    before: Decimal,
}

/// Looks at every watched field of every row that has a value in the period before. A column that a rule has already
/// spoken of is left alone, and thousands in several columns of a row are one slip.
pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let Some(previous) = round.previous else { return };
    let mut found = Vec::new();
    let others = stamps::of_other_forms(findings);
    let mut spoken_of: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for finding in &*findings {
        spoken_of.entry(finding.row).or_default().extend(&finding.columns);
    }
    for row in (0..round.batch.rows()).filter(|row| !others.contains(row)) {
        let Some(before) = round.before[row].and_then(|before| usize::try_from(before).ok()) else { continue };
        let told = spoken_of.get(&row).map_or(&[][..], Vec::as_slice);
        let watched = round.dataset.fields.iter().filter_map(|field| Some((field, field.watch.as_ref()?)));
        // Whoever slipped in one amount slipped in all of the form: that has been told.
        let money = |name: &&&String| round.dataset.field(name).is_some_and(|field| field.kind == FieldType::Money);
        let amounts_told = told.iter().any(|name| money(&name));
        let slips: Vec<Slip> = watched
            .filter(|(field, _)| !told.contains(&&field.field.value))
            .filter_map(|(field, watch)| {
                let name = field.field.as_str();
                let last = previous.batch.columns.get(name)?.number(before)?;
                let rule = slip(round, watch, last, round.number(row, name)?)?;
                let follows = rule == "factor-thousand" && amounts_told;
                (!follows).then_some(Slip { rule, field, before: last })
            })
            .collect();
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        for slip in slips {
            if let Some(first) = told.get(slip.rule).filter(|_| slip.rule == "factor-thousand") {
                let first: &mut Finding = &mut found[*first];
                first.columns.push(slip.field.field.value.clone());
            } else {
                told.insert(slip.rule, found.len());
                found.push(finding(round, row, &slip));
            }
        }
    }
    findings.extend(found);
}

/// The slip that the two values of two years look like; the first that fits.
fn slip(round: &Round, watch: &Watch, before: Decimal, now: Decimal) -> Option<&'static str> {
    let (most, least) = (before.abs().max(now.abs()), before.abs().min(now.abs()));
    if least.is_zero() {
        return (watch.zero && !most.is_zero()).then_some("zero-or-not");
    }
    // Between 400 and 2,500 times: last year's figure and this year's differ besides.
    let factor = most.checked_div(least)?;
    if watch.thousand && factor >= Decimal::from(400) && factor <= Decimal::from(2_500) {
        return Some("factor-thousand");
    }
    // The same size with another sign: a loss as large as last year's surplus is rare.
    let close = factor <= Decimal::new(105, 2);
    if watch.sign && close && before.is_sign_negative() != now.is_sign_negative() {
        return Some("sign-slip");
    }
    let change = watch.change.as_ref()?;
    is_large(round, change, before, now).then_some("unusual-change")
}

/// True for a change over both limits: a small enterprise doubles easily, and a large one moves by much.
fn is_large(round: &Round, change: &Change, before: Decimal, now: Decimal) -> bool {
    let Some(limit) = round.definitions.project.parameters.get(change.parameter.as_str()) else { return false };
    let size = now.checked_sub(before).map(|size| size.abs());
    let part = before.abs().checked_mul(change.relative);
    size.zip(part).is_some_and(|(size, part)| size > *limit && size > part)
}

fn finding(round: &Round, row: usize, slip: &Slip) -> Finding {
    let languages = &round.definitions.project.languages;
    let said = |language: &String| {
        let before = slip.before.normalize();
        (language.clone(), Numbers::of(language).decimal(before, before.scale()))
    };
    let before = Text(languages.iter().chain(&["en".to_owned()]).map(said).collect());
    round.worded(slip.rule, row, &slip.field.field, &[], &[("before", &before)])
}
