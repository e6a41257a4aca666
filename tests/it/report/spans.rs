//! Several periods together, as a report tells them.

use nytta::definition::Definitions;
use nytta::definition::located::Located;
use nytta::definition::project::ReportPlan;
use nytta::diagnostic::Diagnostic;
use nytta::disclosure::Release;
use nytta::money::Money;
use nytta::project::Folder;
use nytta::report::provenance::{Provenance, Told};
use nytta::report::{page_model, render};
use nytta::value::Decimal;
use serde_json::Value;

use super::region::{cleared, plan, region};

/// What the report of the invented region tells of some spans.
fn told(
    (folder, definitions, release): (&Folder, &Definitions, &Release),
    spans: &[&str],
    language: &str,
) -> (ReportPlan, Value) {
    let located = |span: &&str| Located { value: (*span).to_owned(), line: 0, column: 0 };
    let spans = spans.iter().map(located).collect();
    let asked = ReportPlan { spans, ..definitions.project.reports[0].clone() };
    let (targets, comments) = plan();
    let words = (&targets, &comments, &Money::default());
    let (model, found) = page_model(release, definitions, words, &asked, language, None, folder).expect("it is made");
    assert_eq!(found, Vec::<Diagnostic>::new());
    (asked, model["spans"].clone())
}

fn texts(cells: &Value) -> Vec<String> {
    let plain = |cell: &Value| cell["text"].as_str().expect("a text").replace(['\u{a0}', ' '], "");
    cells.as_array().expect("a list").iter().map(plain).collect()
}

#[test]
fn a_report_tells_what_the_years_of_a_span_make() {
    let (folder, mut definitions, register) = region();
    let release = cleared(&definitions, &register);
    let mut later = definitions.project.periods[2].clone();
    later.period.value = "2026".to_owned();
    definitions.project.periods.push(later);
    for (language, title, sum, stays, bound, open) in [
        ("en", "2023–2025 and 2024–2025 together", "sum", "in 2025", "A person counts once in each year", "until 2026"),
        (
            "sv",
            "2023–2025 och 2024–2025 tillsammans",
            "summa",
            "läget 2025",
            "En person räknas en gång varje år",
            "till 2026",
        ),
    ] {
        let from = (&folder, &definitions, &release);
        let (asked, spans) = told(from, &["2023..2025", "2024..2026", "2025..2026"], language);
        assert_eq!(spans["title"], title);
        let blocks = spans["blocks"].as_array().expect("a list");
        assert_eq!(blocks.len(), 2, "of the third a single year has come");
        let heads = |block: &Value| block["columns"].as_array().expect("a list").len();
        assert_eq!(blocks.iter().map(heads).collect::<Vec<_>>(), [5, 4]);
        let rows = blocks[0]["rows"].as_array().expect("a list");
        let row = |short: &str| {
            let is_it = |row: &&Value| row["label"].as_str().is_some_and(|label| label.starts_with(short));
            texts(&rows.iter().find(is_it).unwrap_or_else(|| panic!("{short}: {rows:#?}"))["cells"])
        };
        let [hired, stock] = ["new_employees", "fte_year_end"].map(|name| {
            let indicator = definitions.indicator(name).expect("it is in the pack");
            row(indicator.short.in_language(&[language.to_owned()]))
        });
        let number = |text: &String| text.trim_start_matches('≤').parse::<Decimal>().expect("a number");
        assert!(hired[..4].iter().all(|text| text.starts_with('≤')), "{hired:?}");
        assert_eq!(number(&hired[3]), hired[..3].iter().map(number).sum::<Decimal>(), "{hired:?}");
        assert_eq!((hired[4].as_str(), stock[3].as_str()), (sum, stock[2].as_str()));
        assert_eq!(stock[4], stays.replace(' ', ""));
        let remarks = |block: &Value| block["remarks"].to_string().replace('\u{a0}', " ");
        assert!(remarks(&blocks[0]).contains(bound) && !remarks(&blocks[0]).contains(open), "{}", remarks(&blocks[0]));
        assert!(remarks(&blocks[0]).contains("48 "), "who answered: {}", remarks(&blocks[0]));
        assert!(remarks(&blocks[1]).contains(open), "{}", remarks(&blocks[1]));
        let (targets, comments) = plan();
        let words = (&targets, &comments, &Money::default());
        let set = render(&release, &definitions, words, &asked, language, None, &folder);
        let (pdf, found) = set.unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!(found, Vec::<Diagnostic>::new());
        let pages = nytta::pdf::read_here(&pdf).expect("it is a PDF").pages;
        let all: String = pages.iter().flat_map(|page| &page.runs).map(|run| run.text.as_str()).collect();
        assert!(all.replace('\u{a0}', " ").contains(bound), "it stands on a page");
    }
    assert!(told((&folder, &definitions, &release), &[], "sv").1.is_null());
}

/// All 48 that answered did so each year; the sum of three years is carried with the years it is made of.
#[test]
fn a_span_says_who_answered_all_years_and_is_carried_as_data() {
    let (folder, mut definitions, register) = region();
    let located = |span: &str| Located { value: span.to_owned(), line: 0, column: 0 };
    definitions.project.reports[0].spans = ["2023..2025", "2024..2025"].map(located).to_vec();
    let release = cleared(&definitions, &register);
    let plan = definitions.project.reports[0].clone();
    for (language, all, some) in [
        ("en", "48 enterprises answered in all of these years.", "No enterprise answered in some of them only."),
        ("sv", "48 företag svarade alla de här åren.", "Inget företag svarade bara några av dem."),
    ] {
        let (_, spans) = told((&folder, &definitions, &release), &["2023..2025", "2024..2025"], language);
        for block in spans["blocks"].as_array().expect("a list") {
            let remarks = block["remarks"].to_string().replace('\u{a0}', " ");
            assert!(remarks.contains(all) && remarks.contains(some), "{remarks}");
        }
    }
    let carried = Provenance::of(&release, (&definitions, &Money::default()), &plan, "en", None);
    let of = |period: &str| {
        let is_it = |one: &&Told| (&*one.indicator, &*one.period, &*one.breakdown) == ("new_employees", period, "");
        carried.figures.iter().find(is_it).unwrap_or_else(|| panic!("{period} is not there"))
    };
    let number = |one: &Told| one.value.as_deref().and_then(|text| text.parse::<Decimal>().ok()).expect("a number");
    let sum = of("2023..2025");
    assert_eq!((sum.combined.as_deref(), sum.made_of.join(" ")), (Some("sum"), "2023 2024 2025".to_owned()));
    assert_eq!(number(sum), ["2023", "2024", "2025"].map(|year| number(of(year))).into_iter().sum());
    assert_eq!((of("2024..2025").made_of.len(), of("2025").combined.as_deref()), (2, None));
}

#[test]
fn a_span_that_cannot_be_is_told_at_its_place() {
    let (mut folder, _, _) = region();
    let yaml = String::from_utf8(folder.files["nytta.yaml"].hold().expect("it is in memory").to_vec()).expect("a text");
    let yaml = format!("{yaml}    spans: ['2023..2025', '2025..2023', '2022..2024', '2024']\n");
    folder.files.insert("nytta.yaml".to_owned(), yaml.as_bytes().into());
    let (_, mut found) = Definitions::load(&folder);
    found.retain(|one| one.severity == nytta::rule::Severity::Error);
    let expected = [("wrong-type", "'2025..2023'"), ("unknown-reference", "'2022'"), ("wrong-type", "'2024'")];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (one, (rule, value)) in found.iter().zip(expected) {
        let said = one.message.in_language(&["en".to_owned()]);
        assert!(one.rule == rule && said.contains(value) && one.span.row.is_some(), "{one:#?}");
    }
}
