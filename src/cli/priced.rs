//! Further columns of `nytta measure`: amounts as a report tells them in another currency and in the prices of one year.

use std::collections::BTreeMap;

use crate::definition::project::ReportPlan;
use crate::disclosure::release::Line;
use crate::money::{Converted, Parts};
use crate::pipeline::Loaded;
use crate::value::Decimal;

/// The columns, after all others.
pub(super) const HEADERS: [&str; 12] = [
    "converted",
    "currency",
    "rate",
    "rate_month",
    "rate_rule",
    "rate_source",
    "constant",
    "prices_of",
    "index",
    "index_value",
    "index_value_of_prices",
    "index_source",
];

/// What the lines of a period tell of amounts month by month, by indicator.
pub(super) fn parts<'l>(
    lines: impl Iterator<Item = Line<'l>>,
    loaded: &Loaded,
    plan: &ReportPlan,
) -> BTreeMap<String, Parts> {
    let mut parts: BTreeMap<String, Parts> = BTreeMap::new();
    let Some(by) = loaded.definitions.project.conversion(plan).and_then(|how| how.by.as_ref()) else { return parts };
    for line in lines.filter(|line| line.breakdown.len() == 1) {
        if let Some(month) = line.breakdown.get(by.as_str()) {
            let parts = parts.entry(line.indicator.to_owned()).or_default();
            // What is not there in a month is nothing; it is converted month by month all the same.
            if line.missing.is_none() {
                parts.insert(month.clone(), line.value);
            }
        }
    }
    parts
}

/// The cells of a figure: empty where it is no amount of money, is not shown, or its rate or index is not there. Where it is
/// converted month by month, rates, months and sources stand in their order with `;` between.
pub(super) fn cells(line: &Line, loaded: &Loaded, plan: &ReportPlan, parts: &BTreeMap<String, Parts>) -> Vec<String> {
    let project = &loaded.definitions.project;
    let is_money = loaded.definitions.indicator(line.indicator).is_some_and(|one| *one.unit == "money");
    let value = line.value.filter(|_| is_money);
    let converted = project.conversion(plan).zip(value).map(|(how, value)| {
        let month = how.by.as_ref().and_then(|by| line.breakdown.get(by.as_str()));
        let parts = parts.get(line.indicator);
        match (month, parts) {
            (Some(month), _) => loaded.money.at(how, month, value).into_iter().collect(),
            // Of an area nothing is told month by month.
            (None, Some(_)) if !line.breakdown.is_empty() => Vec::new(),
            (None, parts) => loaded.money.told(how, (line.period, value), parts).unwrap_or_default(),
        }
    });
    let converted: Vec<Converted> = converted.unwrap_or_default();
    let constant = plan.prices.as_ref().zip(value);
    let constant = constant.and_then(|(how, value)| loaded.money.constant(how, line.period, value));
    let mut cells = vec![String::new(); 6];
    if let Some(first) = converted.first() {
        let listed = |text: &dyn Fn(&Converted) -> String| converted.iter().map(text).collect::<Vec<_>>().join("; ");
        let amount: Decimal = converted.iter().map(|one| one.amount).sum();
        cells = vec![
            amount.normalize().to_string(),
            first.currency.to_owned(),
            listed(&|one| one.rate.normalize().to_string()),
            listed(&|one| one.month.to_owned()),
            first.rule.word().to_owned(),
            listed(&|one| one.source.to_owned()),
        ];
    }
    cells.extend(constant.map_or_else(
        || vec![String::new(); 6],
        |one| {
            let amount = one.amount.normalize().to_string();
            let [own, base] = one.values.map(|value| value.normalize().to_string());
            vec![amount, one.base.to_owned(), one.index.to_owned(), own, base, one.sources.join("; ")]
        },
    ));
    cells.iter().map(|cell| super::output::plain(cell)).collect()
}
