//! What stands beside the figures of the example: that they are upper bounds, and what became of the enterprises since the year before.

use std::collections::BTreeMap;
use std::process::Command;

use nytta::project::Folder;
use nytta::report::provenance::{Provenance, Told};
use nytta::value::Decimal;
use serde_json::Value;

use super::derived::{folder, made, written};

const EXAMPLE: &str = "examples/orebro-lan";

fn printed(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_nytta")).args(arguments).arg("--language").arg("en").output();
    let run = run.expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("it is text")
}

#[test]
fn persons_are_marked_as_upper_bounds_in_text_and_data() {
    let csv = printed(&["measure", EXAMPLE, "--period", "2025", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().expect("headers").clone();
    let mut marked = 0;
    for record in reader.records() {
        let row: BTreeMap<&str, String> =
            headers.iter().zip(record.expect("a record").iter().map(str::to_owned)).collect::<BTreeMap<_, _>>();
        let is_some = row["value"].parse::<Decimal>().is_ok_and(|value| !value.is_zero());
        let is_bound = is_some && row["unit"] == "persons";
        assert_eq!(row["upper_bound"], if is_bound { "yes" } else { "" }, "{row:?}");
        marked += usize::from(is_bound);
    }
    assert!(marked > 20, "{marked}");
    let text = printed(&["measure", EXAMPLE, "--period", "2025"]);
    let parts: Vec<&str> = text.split("\n\n").collect();
    let of = |name: &str| *parts.iter().find(|part| part.contains(&format!("({name})"))).expect("it is measured");
    // What the mark means is told once, below all of them.
    let meaning = "≤ at most so many different persons: someone in several enterprises counts in each\n";
    assert!(text.ends_with(&format!("\n\n{meaning}")) && text.matches("at most so many").count() == 1, "{text}");
    assert!(of("new_employees").contains(" ≤ ") && !of("turnover").contains('≤') && !of("fte_year_end").contains('≤'));
    let way = printed(&["trace", EXAMPLE, "new_employees", "--period", "2025"]);
    assert!(way.lines().next().is_some_and(|line| line.contains("≤ ") && line.contains("someone in several")), "{way}");
    let way = printed(&["trace", EXAMPLE, "turnover", "--period", "2025", "--format", "json"]);
    assert!(way.contains("\"upper_bound\": false"));
}

const LEFT_OUT: [&str; 6] =
    ["share", "result_per_equivalent", "after_grants", "result_per_grant", "supported_in_black", "grants"];

/// Three send in 2024, and three more in 2025: those have 4 + 6 + 2 equivalents, as before, and these 3 + 1 + 5.
fn growing() -> Folder {
    let twice = ("twice", "dataset: year\nvalue: SUM(fte + fte)\nunit: fte\nsensitivity: open");
    folder(&[0, 1, 2], &[twice], &LEFT_OUT)
}

#[test]
fn a_change_is_told_by_what_became_of_the_enterprises() {
    let root = written(&growing());
    let path = root.path().to_str().expect("a plain name");
    let data = printed(&["measure", path, "--period", "2025", "--format", "json"]);
    let data: Value = serde_json::from_str(&data).expect("it is JSON");
    let rows = data["observations"].as_array().expect("rows");
    let of = |name: &str| rows.iter().find(|row| row["indicator"] == name && row["breakdown"] == "").expect("a total");
    let change = |first: &str| {
        serde_json::json!({
            "continuing": { "enterprises": 3, "value": "0" },
            "first_report": { "enterprises": 3, "value": first }
        })
    };
    assert_eq!(of("equivalents")["change"], change("9"));
    assert_eq!(of("twice")["change"], change("18"));
    // Results went by 40,000, 230,000 and −30,000: the two who know of themselves could work out the third.
    assert_eq!(of("results")["change"], Value::Null);
    let areas = rows.iter().filter(|row| row["breakdown"] != "" && !row["change"].is_null());
    assert_eq!(areas.count(), 0, "of areas it is not told");
    let text = printed(&["measure", path, "--period", "2025"]);
    let said = "    since 2024: 0 answered both times (3), +9 not in last time's answers (3)\n";
    assert!(text.contains(said), "{text}");
    let csv = printed(&["measure", path, "--period", "2025", "--format", "csv"]);
    assert!(csv.contains(",continuing: 0 (3); first_report: 9 (3)\n"), "{csv}");
    assert_eq!(csv.matches("continuing: ").count(), 2, "{csv}");
}

#[test]
fn a_report_tells_the_change_of_each_key_figure_and_takes_it_along_as_data() {
    let (loaded, release, page) = made(&growing(), "en");
    let tables = page["coverage"]["changes"].as_array().expect("tables");
    let rows = |table: &Value| -> Vec<Vec<String>> {
        let texts =
            |row: &Value| row["cells"].as_array().expect("cells").iter().map(|cell| cell["text"].to_string()).collect();
        table["rows"].as_array().expect("rows").iter().map(texts).collect()
    };
    assert_eq!(tables.len(), 2, "of each key figure of which it may be told");
    assert_eq!(rows(&tables[0]), [["\"3\"", "\"0\""], ["\"3\"", "\"+9\""], ["\"6\"", "\"+9\""]]);
    assert_eq!(rows(&tables[1])[2], ["\"6\"", "\"+18\""]);
    let definitions = &loaded.definitions;
    let plan = &definitions.project.reports[0];
    let provenance = Provenance::of(&release, (definitions, &loaded.money), plan, "en", None);
    let told = |name: &str| {
        let is_it = |one: &&Told| one.indicator == name && one.period == "2025" && one.breakdown.is_empty();
        let figure = provenance.figures.iter().find(is_it).expect("it is told");
        figure
            .change
            .iter()
            .map(|(kind, part)| (kind.clone(), part.enterprises, part.value.clone()))
            .collect::<Vec<_>>()
    };
    let parts = |first: &str| {
        [("continuing", 3, "0"), ("first_report", 3, first)]
            .map(|(kind, count, value)| (kind.to_owned(), count, value.to_owned()))
    };
    assert_eq!(
        (told("equivalents"), told("twice"), told("results")),
        (parts("9").to_vec(), parts("18").to_vec(), vec![])
    );
}

#[test]
fn the_data_of_a_report_say_which_figures_are_upper_bounds() {
    let mut folder = folder(&[], &[], &LEFT_OUT);
    for path in folder.files.keys().cloned().collect::<Vec<_>>() {
        let text = folder.text(&path).expect("a text").replace("unit: fte", "unit: persons");
        folder.files.insert(path, text.into());
    }
    let (loaded, release, _) = made(&folder, "en");
    let definitions = &loaded.definitions;
    let plan = &definitions.project.reports[0];
    let provenance = Provenance::of(&release, (definitions, &loaded.money), plan, "en", None);
    let bounds: Vec<&str> =
        provenance.figures.iter().filter(|one| one.upper_bound).map(|one| one.indicator.as_str()).collect();
    assert_eq!(bounds, ["equivalents"; 3], "the whole and two places");
    let json = provenance.json();
    assert_eq!(json.matches("\"upper_bound\":true").count(), 3, "{json}");
}
