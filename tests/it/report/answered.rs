//! Who answered, on the page and in the data that the report carries.

use std::collections::BTreeMap;

use nytta::money::Money;
use nytta::pipeline::verify::compared;
use nytta::report::page_model;
use nytta::report::provenance::{Answered, Provenance};
use serde_json::Value;

use super::region::{cleared, plan, region};

/// The number in a cell; none where a word says that it is withheld.
fn number(cell: &Value) -> Option<u32> {
    cell["text"].as_str()?.parse().ok()
}

/// Where little is told of who answered the page tells that little, and the data beside it tell the same.
#[test]
fn the_page_and_its_data_tell_the_same_of_who_answered() {
    let (folder, definitions, register) = region();
    let release = cleared(&definitions, &register);
    let (targets, comments) = plan();
    let plan = &definitions.project.reports[0];
    let words = (&targets, &comments, &Money::default());
    let (model, _) = page_model(&release, &definitions, words, plan, "en", None, &folder).expect("it is made");
    let data = Provenance::of(&release, (&definitions, &Money::default()), plan, "en", None);
    let mut carried: BTreeMap<&str, Vec<&Answered>> = BTreeMap::new();
    for one in data.answered.iter().filter(|one| !one.breakdown.is_empty()) {
        let list = one.breakdown.split('=').next().expect("a list");
        carried.entry(list).or_default().push(one);
    }
    let tables = model["coverage"]["tables"].as_array().expect("tables");
    assert_eq!(tables.len(), carried.len());
    let mut few = 0;
    for (list, carried) in carried {
        let title = definitions.codelists[list].title.in_language(&["en"]).to_owned();
        let table = tables.iter().find(|table| table["stub"] == title.as_str()).unwrap_or_else(|| panic!("{list}"));
        let rows = table["rows"].as_array().expect("rows").iter().filter(|row| row["kind"] == "row");
        let mut printed: Vec<(Option<u32>, Option<u32>)> =
            rows.map(|row| (number(&row["cells"][0]), number(&row["cells"][1]))).collect();
        let mut told: Vec<_> = carried.iter().map(|one| (one.registered, one.answered)).collect();
        printed.sort_unstable();
        told.sort_unstable();
        assert_eq!(printed, told, "{list}");
        let answered = told.iter().filter(|one| one.1.is_some()).count();
        few += usize::from(answered > 0 && answered * 2 < told.len());
    }
    assert!(few > 0, "of some table the most is withheld");
}

/// A report whose counts of who answered were changed is not what the project gives.
#[test]
fn a_changed_count_of_who_answered_is_found() {
    let (_, definitions, register) = region();
    let plan = &definitions.project.reports[0];
    let now = Provenance::of(&cleared(&definitions, &register), (&definitions, &Money::default()), plan, "sv", None);
    let mut carried = now.clone();
    assert_eq!(compared(&carried, &now).figures, []);
    carried.answered[0].answered = Some(57);
    let found = compared(&carried, &now).figures;
    let entry = ("answered".to_owned(), "57".to_owned(), now.answered[0].answered.expect("it is told").to_string());
    assert_eq!((found.len(), &found[0].entries), (1, &vec![entry]));
    // A report of an earlier version carries none.
    carried.answered.clear();
    carried.engine = "nytta 0.0.9".to_owned();
    assert_eq!(compared(&carried, &now).figures, []);
}
