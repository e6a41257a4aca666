//! Slips of the pen that last year's figures give away: thousands, signs, zeros, changes.

use std::collections::BTreeMap;

use super::round::{Finding, Round};
use super::slips::Slips;
use super::stamps;
use crate::definition::dataset::{Change, Field, FieldType, Watch};
use crate::number::Numbers;
use crate::text::Text;
use crate::value::Decimal;

/// Rules about values of which last year's tells what was meant.
const SLIPPED: [&str; 2] = ["factor-thousand", "sign-slip"];

/// What is told of a field, the likeliest slip alone.
struct Slip<'d> {
    row: usize,
    rule: &'static str,
    field: &'d Field,
    before: Decimal,
    now: Decimal,
    /// Another amount of the row has been told.
    follows: bool,
}

/// Finds the values of which last year's tells what was meant: a thousand times as much, or the other sign. Thousands in
/// several columns of a row are one slip.
pub(super) fn slips(round: &Round, findings: &mut Vec<Finding>, slips: &mut Slips) {
    let mut thousands: BTreeMap<usize, usize> = BTreeMap::new();
    for slip in look(round, findings, slips).into_iter().filter(|slip| SLIPPED.contains(&slip.rule)) {
        let (row, name) = (slip.row, slip.field.field.as_str());
        if slip.follows {
            if let Some(told) = slips.of_amount(round, row) {
                slips.add(row, name, slip.meant(), told);
            }
            continue;
        }
        if let Some(first) = thousands.get(&row).filter(|_| slip.rule == "factor-thousand") {
            findings[*first].columns.push(name.to_owned());
            slips.add(row, name, slip.meant(), *first);
            continue;
        }
        if slip.rule == "factor-thousand" {
            thousands.insert(row, findings.len());
        }
        slips.add(row, name, slip.meant(), findings.len());
        findings.push(finding(round, &slip));
    }
}

/// Finds what else last year's figures give away, in columns that no rule has spoken of.
pub(super) fn check(round: &Round, findings: &mut Vec<Finding>, slips: &Slips) {
    let others = look(round, findings, slips).into_iter().filter(|slip| !SLIPPED.contains(&slip.rule));
    findings.extend(others.map(|slip| finding(round, &slip)).collect::<Vec<_>>());
}

/// Looks at every watched field of every row that has a value in the period before. A column that a rule has already
/// spoken of is left alone.
fn look<'d>(round: &Round<'d>, findings: &[Finding], slips: &Slips) -> Vec<Slip<'d>> {
    let Some(previous) = round.previous else { return Vec::new() };
    let watched: Vec<(&'d Field, &'d Watch)> =
        round.dataset.fields.iter().filter_map(|field| Some((field, field.watch.as_ref()?))).collect();
    let mut found = Vec::new();
    let strange = stamps::strange(findings);
    let mut spoken_of: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for finding in findings {
        spoken_of.entry(finding.row).or_default().extend(&finding.columns);
    }
    for row in (0..round.batch.rows()).filter(|row| !strange.contains(row)) {
        let Some(before) = round.before[row].and_then(|before| usize::try_from(before).ok()) else { continue };
        let told = spoken_of.get(&row).map_or(&[][..], Vec::as_slice);
        // Whoever slipped in one amount slipped in all of the form: that has been told.
        let money = |name: &&&String| round.dataset.field(name).is_some_and(|field| field.kind == FieldType::Money);
        let amounts_told = told.iter().any(|name| money(&name));
        let is_told = |field: &Field| told.contains(&&field.field.value) || slips.has(row, &field.field);
        found.extend(watched.iter().filter(|(field, _)| !is_told(field)).filter_map(|(field, watch)| {
            let name = field.field.as_str();
            let (last, now) = (previous.batch.columns.get(name)?.number(before)?, round.number(row, name)?);
            let rule = slip(round, watch, last, now)?;
            Some(Slip { row, rule, field, before: last, now, follows: rule == "factor-thousand" && amounts_told })
        }));
    }
    found
}

impl Slip<'_> {
    /// What was meant.
    fn meant(&self) -> Option<Decimal> {
        let thousand = Decimal::ONE_THOUSAND;
        match self.rule {
            "factor-thousand" if self.now.abs() < self.before.abs() => self.now.checked_mul(thousand),
            "factor-thousand" => self.now.checked_div(thousand),
            _ => Some(-self.now),
        }
    }
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

fn finding(round: &Round, slip: &Slip) -> Finding {
    let languages = &round.definitions.project.languages;
    let said = |language: &String| {
        let before = slip.before.normalize();
        (language.clone(), Numbers::of(language).decimal(before, before.scale()))
    };
    let before = Text(languages.iter().chain(&["en".to_owned()]).map(said).collect());
    round.worded(slip.rule, slip.row, &slip.field.field, &[], &[("before", &before)])
}
