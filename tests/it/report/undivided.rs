//! Enterprises that gave a total alone, beside parts that are withheld.

use std::collections::BTreeSet;

use nytta::disclosure::release::Status;
use nytta::disclosure::{Audience, Facts, release};
use nytta::money::Money;
use nytta::report::page_model;
use nytta::report::provenance::Provenance;

use super::region::{cleared, plan, region};
use super::tables;
use crate::small::{accepted, cell, definitions, observe, organisation, register};

const FAR: &str =
    "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality]";

/// What does not add up because of one enterprise is said of the whole, and not of how many enterprises.
#[test]
fn a_figure_says_by_what_it_is_not_split() {
    let definitions = definitions(&[FAR]);
    let register = register((1..=4).map(|n| organisation(&n.to_string(), "a1")).collect());
    let split = [("far", "9"), ("far_women", "5"), ("far_men", "4"), ("far_not_stated", "0")];
    let one_woman = [("far", "5"), ("far_women", "1"), ("far_men", "4"), ("far_not_stated", "0")];
    let total = [("far", "6")];
    let period = definitions.project.period("2025").expect("a period");
    for (last, by) in [(&total[..], &["gender"][..]), (&one_woman[..], &[])] {
        let rows = accepted(&[("1", &split[..]), ("2", &split[..]), ("3", &split[..]), ("4", last)]);
        let observations = observe(&definitions, &register, vec![("2025", rows)]);
        let release = release(&observations, &definitions, &register, Audience::Public, period, &Facts::default());
        let of = |codes: &[(&str, &str)]| release.figure("far", "2025", &cell(codes)).expect("a figure");
        let by: BTreeSet<String> = by.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!((of(&[]).status, &of(&[]).undivided), (Status::Published, &by));
        // Of an area it could be said who it is.
        assert!(of(&[("municipality", "a1")]).undivided.is_empty());
    }
}

/// A table with parts that are withheld says that some gave a total alone, and so do the data beside it.
#[test]
fn a_table_with_withheld_parts_says_that_they_are_not_all() {
    let (folder, mut definitions, register) = region();
    definitions.project.policy = serde_saphyr::from_str("{ persons: { zeros: withheld } }").expect("a policy");
    let release = cleared(&definitions, &register);
    let (targets, comments) = plan();
    let plan = &definitions.project.reports[0];
    for (language, said) in
        [("sv", "inte heller tillsammans med dem som inte visas"), ("en", "not even together with those")]
    {
        let (model, _) =
            page_model(&release, &definitions, (&targets, &comments, &Money::default()), plan, language, None, &folder)
                .expect("it is made");
        let found: Vec<_> =
            tables(&model).into_iter().filter(|table| table["remarks"].to_string().contains(said)).collect();
        assert!(!found.is_empty(), "{language}");
        for table in found {
            let rows = table["rows"].to_string();
            assert!(rows.contains("\"..\"") || rows.contains("visas inte") || rows.contains("not shown"), "{table}");
        }
        let data = Provenance::of(&release, (&definitions, &Money::default()), plan, language, None);
        let hired = data.figures.iter().find(|one| {
            one.indicator == "far_from_labour_market_hired" && one.period == "2025" && one.breakdown.is_empty()
        });
        assert!(hired.is_some_and(|one| one.undivided.contains("gender")));
    }
}
