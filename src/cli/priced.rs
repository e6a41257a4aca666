//! Further columns of `nytta measure`: amounts as a report tells them in another currency and in the prices of one year.

use crate::definition::project::ReportPlan;
use crate::disclosure::release::Line;
use crate::pipeline::Loaded;

/// The columns, after all others.
pub(super) const HEADERS: [&str; 10] = [
    "converted",
    "currency",
    "rate",
    "rate_month",
    "rate_rule",
    "rate_source",
    "constant",
    "prices_of",
    "index",
    "index_source",
];

/// The cells of a figure: empty where it is no amount of money, is not shown, or its rate or index is not there.
pub(super) fn cells(line: &Line, loaded: &Loaded, plan: &ReportPlan) -> Vec<String> {
    let project = &loaded.definitions.project;
    let is_money = loaded.definitions.indicator(line.indicator).is_some_and(|one| *one.unit == "money");
    let value = line.value.filter(|_| is_money);
    let converted = project.conversion(plan).zip(value);
    let converted = converted.and_then(|(how, value)| loaded.money.converted(how, line.period, value));
    let constant = plan.prices.as_ref().zip(value);
    let constant = constant.and_then(|(how, value)| loaded.money.constant(how, line.period, value));
    let mut cells = converted.map_or_else(
        || vec![String::new(); 6],
        |one| {
            let (amount, rate) = (one.amount.normalize().to_string(), one.rate.normalize().to_string());
            let rule = one.rule.word().to_owned();
            vec![amount, one.currency.to_owned(), rate, one.month.to_owned(), rule, one.source.to_owned()]
        },
    );
    cells.extend(constant.map_or_else(
        || vec![String::new(); 4],
        |one| {
            let amount = one.amount.normalize().to_string();
            vec![amount, one.base.to_owned(), one.index.to_owned(), one.source.to_owned()]
        },
    ));
    cells.iter().map(|cell| super::output::plain(cell)).collect()
}
