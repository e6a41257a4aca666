//! An invented region of 57 enterprises, with observations cleared by the real disclosure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use nytta::definition::Definitions;
use nytta::definition::indicator::Indicator;
use nytta::disclosure::release::{Quality, Release};
use nytta::disclosure::{Audience, Facts, release};
use nytta::measure::{Contribution, Coverage, Observation, Panel};
use nytta::plan::{Comments, Target, TargetKind, Targets};
use nytta::project::Folder;
use nytta::register::Register;
use nytta::value::{Decimal, Missing};

use super::decimal;

const PROJECT: &str = "project: trial
title: { en: Social enterprises, sv: Sociala företag }
region: { en: Örebro county, sv: Örebro län }
publisher: { en: Example Region, sv: Region Exempel }
contact: { en: statistik@exempel.example }
notice: { en: All data are invented, sv: Alla uppgifter är påhittade }
languages: [sv, en]
currency: SEK
parameters: { fte_change_limit: 5, turnover_change_limit: 500000, turnover_change_factor: 2 }
periods:
  - { period: '2023', start: 2023-01-01, end: 2023-12-31, deadline: 2024-02-29, release: 2024-09-16, state: final }
  - { period: '2024', start: 2024-01-01, end: 2024-12-31, deadline: 2025-02-28, release: 2025-09-16, state: final }
  - { period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-16, state: final }
packs: [social-enterprise]
reports:
  - report: region
    template: region
    headline: [fte_year_end, far_from_labour_market_hired, leavers_to_work_share, surplus_reinvested, turnover, volunteer_hours]
";

const MUNICIPALITIES: [&str; 12] =
    ["1880", "1814", "1860", "1861", "1862", "1863", "1864", "1881", "1882", "1883", "1884", "1885"];

/// A region with 57 enterprises of which 48 answer every year.
pub fn region() -> (Folder, Definitions, Register) {
    let mut files = BTreeMap::from([("nytta.yaml".to_owned(), PROJECT.as_bytes().into())]);
    for (name, text) in [
        ("municipality", include_str!("../../../examples/orebro-lan/indicators/codelists/municipality.csv")),
        ("district", include_str!("../../../examples/orebro-lan/indicators/codelists/district.csv")),
        ("county", include_str!("../../../examples/orebro-lan/indicators/codelists/county.csv")),
    ] {
        files.insert(format!("indicators/codelists/{name}.csv"), text.as_bytes().into());
    }
    let mut rows = "organisation,name,municipality,legal_form,sector,valid_from,valid_to,active_from,active_to,\
                    consent_to_be_named,financed_from,member_from,member_to,decided_by,decided,merged_into\n"
        .to_owned();
    for at in 0..57_usize {
        let municipality = MUNICIPALITIES[if at < 24 { 0 } else { at % 12 }];
        let (form, sector) =
            (["ek_for", "ek_for", "ideell", "ab"][at % 4], ["reuse", "cafe_catering", "property_care"][at % 3]);
        let (number, consent) = (number(at), if at % 3 == 0 { "ja" } else { "nej" });
        writeln!(
            rows,
            "{number},Exempel {at} ek. för.,{municipality},{form},{sector},,,2015-01-01,,{consent},,2020-01-01,,Region,\
             2020-01-01,"
        )
        .expect("a string takes all text");
    }
    files.insert("organisations.csv".to_owned(), rows.into());
    let folder = Folder { files };
    let (definitions, found) = Definitions::load(&folder);
    let definitions = definitions.unwrap_or_else(|| panic!("{found:?}"));
    let (register, found) = Register::read(&folder, &definitions);
    assert!(!nytta::diagnostic::has_errors(&found), "{found:?}");
    (folder, definitions, register)
}

fn number(at: usize) -> String {
    let nine = format!("{:09}", 769_000_000 + at);
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(at, byte)| u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 })
        .map(|digit| if digit > 9 { digit - 9 } else { digit })
        .sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

/// What one enterprise gives to one cell.
fn gives(
    indicator: &Indicator,
    at: usize,
    year: usize,
    breakdown: &BTreeMap<String, String>,
) -> (Decimal, Option<Decimal>) {
    let size = 1 + (at * 7) % 9 + (at + year) % 3;
    let parts = [("women", 50), ("men", 42), ("not_stated", 8)];
    let mut share = 100;
    for (dimension, code) in breakdown {
        share = match dimension.as_str() {
            "gender" => share * parts.iter().find(|part| part.0 == code).map_or(0, |part| part.1) / 100,
            "target_group" | "destination" => share / (2 + code.len() % 4),
            _ => share,
        };
    }
    let whole = Decimal::from(size * share / 100);
    match (indicator.unit.as_str(), indicator.is_ratio()) {
        ("money", _) => (whole * Decimal::from(731_250), None),
        ("hours", _) => (whole * Decimal::from(310), None),
        (_, true) => (Decimal::from(size / 2), Some(Decimal::from(size))),
        _ => (whole, None),
    }
}

fn observations(definitions: &Definitions, register: &Register) -> Vec<Observation> {
    let mut all = Vec::new();
    for indicator in &definitions.indicators {
        for (year, period) in definitions.project.periods.iter().enumerate() {
            let mut cells = vec![BTreeMap::new()];
            for table in indicator.tables() {
                let mut of_it: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
                for dimension in table {
                    let codes = &definitions.codelists[dimension].codes;
                    let add = |cell: &BTreeMap<String, String>, code: &str| {
                        let mut cell = cell.clone();
                        cell.insert(dimension.to_owned(), code.to_owned());
                        cell
                    };
                    of_it = of_it.iter().flat_map(|cell| codes.iter().map(move |code| add(cell, &code.code))).collect();
                }
                cells.extend(of_it);
            }
            for breakdown in cells {
                all.push(observation(definitions, register, indicator, (year, &period.period), breakdown));
            }
        }
    }
    all
}

fn observation(
    definitions: &Definitions,
    register: &Register,
    indicator: &Indicator,
    (year, period): (usize, &str),
    breakdown: BTreeMap<String, String>,
) -> Observation {
    let at_end = definitions.project.period(period).expect("it is one of the project's");
    let is_there = |at: &usize| {
        let codes = &register.at(&number(*at), at_end).expect("it is registered").codes;
        breakdown.iter().all(|(dimension, code)| codes.get(dimension).is_none_or(|own| own == code))
    };
    let expected: Vec<usize> = (0..57).filter(is_there).collect();
    let answered: Vec<usize> = expected.iter().copied().filter(|at| at % 6 != 5).collect();
    let sum = |year: usize| {
        answered
            .iter()
            .map(|at| gives(indicator, *at, year, &breakdown))
            .fold((Decimal::ZERO, Decimal::ZERO), |sum, one| (sum.0 + one.0, sum.1 + one.1.unwrap_or_default()))
    };
    let (value, base) = sum(year);
    let before = year.checked_sub(1).map(sum);
    let ratio = |(value, base): (Decimal, Decimal)| match indicator.is_ratio() {
        true if base.is_zero() => None,
        true => Some(value * Decimal::ONE_HUNDRED / base),
        false => Some(value),
    };
    let contributions = answered.iter().map(|at| {
        let (value, denominator) = gives(indicator, *at, year, &breakdown);
        (number(*at), Contribution { value, denominator, ..Contribution::default() })
    });
    let count = |number: usize| u32::try_from(number).expect("few");
    Observation {
        indicator: indicator.indicator.value.clone(),
        period: period.to_owned(),
        value: ratio((value, base)).filter(|_| !answered.is_empty()),
        numerator: indicator.is_ratio().then_some(value),
        denominator: indicator.is_ratio().then_some(base),
        missing: answered.is_empty().then_some(Missing::NotCollected),
        coverage: Coverage {
            answered: count(answered.len()),
            expected: count(expected.len()),
            answered_size: Decimal::from(answered.len()),
            expected_size: Decimal::from(expected.len()),
            largest_silent: Decimal::ZERO,
        },
        asked: expected.iter().map(|at| (number(*at), answered.contains(at))).collect(),
        spared: BTreeSet::new(),
        panel: before.map(|before| Panel {
            organisations: answered.iter().map(|at| number(*at)).collect(),
            previous: ratio(before),
            current: ratio((value, base)),
            previous_base: indicator.is_ratio().then_some(before.1),
            current_base: indicator.is_ratio().then_some(base),
        }),
        contributions: contributions.collect(),
        columns: Vec::new(),
        change: None,
        provisional: indicator.provisional_when.is_some(),
        unexplained: u32::from(period == "2024"),
        reasons: BTreeMap::new(),
        methods: BTreeMap::new(),
        unlike: BTreeMap::new(),
        breakdown,
    }
}

pub fn cleared(definitions: &Definitions, register: &Register) -> Release {
    let period = definitions.project.period("2025").expect("it is there");
    let answered: BTreeSet<String> = (0..57).filter(|at| at % 6 != 5).map(number).collect();
    let by_period: BTreeMap<String, BTreeSet<String>> =
        ["2023", "2024", "2025"].into_iter().map(|year| (year.to_owned(), answered.clone())).collect();
    let quality = Quality {
        files: 48,
        rows: (60, 52, 6, 2),
        findings: BTreeMap::from([("unknown-code".to_owned(), ("error".to_owned(), 6))]),
        settled: 3,
        unsettled: 1,
        fingerprint: "3f9a01c27be4".to_owned(),
        ..Quality::default()
    };
    let facts = Facts { sent: by_period.clone(), answered: by_period, quality, ..Facts::default() };
    release(&observations(definitions, register), definitions, register, Audience::Public, period, &facts)
}

pub fn plan() -> (Targets, Comments) {
    let target = |indicator: &str, value: &str, decided: &str| Target {
        indicator: indicator.to_owned(),
        breakdown: BTreeMap::new(),
        period: "2025".to_owned(),
        kind: TargetKind::Target,
        value: decimal(value),
        decided: decided.parse().ok(),
        source: "dnr 24RS0001".to_owned(),
    };
    let rows = vec![
        target("far_from_labour_market_hired", "400", "2023-02-01"),
        target("fte_year_end", "240", "2023-02-01"),
        target("far_from_labour_market_hired", "320", "2024-02-12"),
    ];
    (Targets { rows }, Comments::default())
}
