//! Targets of later years: where the figure should be by now, how fast it grows, and how fast it needs to.

use super::blocks::{Block, Cell, Row};
use super::composition::Composition;
use super::naming::named;
use super::table::{self, Draft, Over, cell};
use crate::definition::indicator::{Direction, Indicator};
use crate::plan::{Target, TargetKind};
use crate::report::path::{Path, Point};
use crate::report::target::changed;
use crate::report::voice::Voice;
use crate::value::{Decimal, Missing};

/// The table of targets of later years that have a baseline, in the order of the report's indicators; none without any.
pub(super) fn table(composition: &mut Composition) -> Option<Block> {
    let (mut rows, mut told, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for indicator in composition.indicators() {
        for target in later(composition, indicator) {
            rows.extend(row(composition, indicator, target));
            changed.extend(changed_to(composition, indicator, target));
            told.push(indicator);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let voice = composition.voice();
    let heads = ["baseline", "target", "path", "outcome", "growth", "standing"];
    let draft = Draft {
        title: voice.say("paths_table", &[]),
        subtitle: voice.say("paths_subtitle", &[("region", composition.region()), ("period", composition.year())]),
        stub: voice.say("stub_indicator", &[]),
        heads: heads.map(|key| voice.say(&format!("column_{key}"), &[("period", composition.year())])).to_vec(),
        of_words: vec![5],
        over: Over::Columns(vec![String::new(), String::new(), String::new(), composition.year().to_owned()]),
        rows,
        remarks: std::iter::once(voice.say("paths_method", &[("period", composition.year())]))
            .chain(changed)
            .chain(composition.rounded(&told))
            .collect(),
        source: composition.source(None),
        ..Draft::default()
    };
    let number = composition.next_table();
    Some(Block::Table(draft.finish(composition, &number)))
}

/// The last decided target of each later year, the years in order.
fn later<'a>(composition: &Composition<'a>, indicator: &Indicator) -> Vec<&'a Target> {
    let now = year(composition, composition.year());
    let of_it = composition.from.targets.rows.iter().filter(|row| row.indicator == *indicator.indicator);
    let mut targets: Vec<&Target> = Vec::new();
    for row in of_it.filter(|row| row.kind == TargetKind::Target && year(composition, &row.period) > now) {
        // The rows stand in the order in which they were decided.
        targets.retain(|one| (&one.period, &one.breakdown) != (&row.period, &row.breakdown));
        targets.push(row);
    }
    targets.sort_by(|a, b| (&a.breakdown, &a.period).cmp(&(&b.breakdown, &b.period)));
    targets
}

/// Which target it is that was changed, from what to what.
fn changed_to(composition: &Composition, indicator: &Indicator, target: &Target) -> Option<String> {
    let (voice, amount) = (composition.voice(), composition.amount(indicator));
    let targets = composition.from.targets;
    let (target, replaced) = targets.in_force(&indicator.indicator, &target.period, &target.breakdown)?;
    let text = changed(voice, &amount, &replaced, target)?;
    let name = format!("{} {}", named(composition, indicator, &target.breakdown), target.period);
    Some(voice.say("finding", &[("title", &name), ("text", &text)]))
}

/// The year in which a period ends; of a year that is no period of the project, itself.
fn year(composition: &Composition, period: &str) -> Option<i32> {
    let known = composition.from.definitions.project.period(period).map(|known| chrono::Datelike::year(&known.end));
    known.or_else(|| period.parse().ok())
}

fn row(composition: &Composition, indicator: &Indicator, target: &Target) -> Option<Row> {
    let (voice, amount) = (composition.voice(), composition.amount(indicator));
    let base = composition.from.targets.baseline(&indicator.indicator, &target.breakdown)?;
    let figure = composition.figure(indicator, composition.year(), &target.breakdown);
    let point = |period: &str, value: Decimal| Some(Point { year: year(composition, period)?, value });
    let (from, to) = (point(&base.period, base.value)?, point(&target.period, target.value)?);
    let value = figure.and_then(|figure| figure.value);
    let path = value.filter(|_| !is_broken(composition, indicator, from.year));
    let at = |value: Decimal| Path::new(from, point(composition.year(), value)?, to);
    let path = path.and_then(at);
    // Rounded counts may leave open which pace it is.
    let ends = figure.and_then(|figure| figure.between).unwrap_or_default().map(|end| Some(at(end)?.pace));
    let is_open = figure.is_some_and(|figure| figure.between.is_some()) && ends[0] != ends[1];
    let all = [base.value, target.value].into_iter().chain(value);
    let millions = amount.all_in_millions(all);
    let dated = |period: &str, value: Decimal| {
        let number = amount.decided(voice, value, millions);
        table::text(voice.say("path_dated", &[("number", &number), ("year", period)]))
    };
    let none = || table::missing(Missing::NotApplicable);
    let rates = path.and_then(|path| path.growth.zip(path.needed)).map(|(growth, needed)| {
        let (growth, needed) = (percent(voice, growth), percent(voice, needed));
        table::text(voice.say("path_growth", &[("growth", &growth), ("needed", &needed)]))
    });
    let expected = path.map_or_else(none, |path| table::text(amount.number(voice, path.expected, millions)));
    let standing = match (indicator.direction, path) {
        (Direction::None, _) => "status_none",
        (_, Some(_)) if is_open => "pace_open",
        (_, Some(path)) => path.pace.key(),
        (_, None) => "status_unknown",
    };
    let cells: Vec<Cell> = vec![
        dated(&base.period, base.value),
        dated(&target.period, target.value),
        expected,
        cell(voice, &amount, figure, millions),
        rates.unwrap_or_else(none),
        table::text(voice.say(standing, &[])),
    ];
    let name = named(composition, indicator, &target.breakdown);
    Some(table::row(amount.label(voice, &name, millions), cells))
}

/// True where the definition has changed since the baseline so that the two cannot be compared.
fn is_broken(composition: &Composition, indicator: &Indicator, from: i32) -> bool {
    let definitions = composition.from.definitions;
    let until = year(composition, composition.year());
    let since = definitions.project.periods.iter().map(|period| period.period.as_str());
    let mut since =
        since.filter(|period| year(composition, period).is_some_and(|one| one > from && Some(one) <= until));
    since.any(|period| definitions.is_broken(indicator, period))
}

/// A growth with its sign and one decimal.
fn percent(voice: &Voice, rate: Decimal) -> String {
    voice.numbers.signed(voice.numbers.percent(rate, 1), rate)
}
