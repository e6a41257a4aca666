//! Reports: what sentences may say, how numbers are written, and PDFs that are accessible and the same twice.

mod answered;
mod changed;
mod crossed;
mod evidence;
mod hostile;
mod limits;
mod paths;
mod region;
mod rounded;
mod spans;
mod targets;
mod undivided;
mod years;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use nytta::definition::indicator::Direction;
use nytta::diagnostic::Diagnostic;
use nytta::disclosure::release::{CoverageShown, Figure, PanelShown, Release, Status};
use nytta::money::Money;
use nytta::number::Numbers;
use nytta::plan::{Target, TargetKind};
use nytta::project::Folder;
use nytta::report::amount::Amount;
use nytta::report::sentences::{self, Case, Subject};
use nytta::report::target::Judged;
use nytta::report::theme::{Checked, check};
use nytta::report::voice::Voice;
use nytta::report::{page_model, render};
use nytta::value::{Decimal, Missing};

use region::{cleared, plan, region};

fn voice(language: &str) -> Voice {
    Voice::of(&Folder::default(), language, &[], "SEK").expect("the catalogue ships with the program")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

#[test]
fn numbers_follow_the_language() {
    let swedish = Numbers::of("sv");
    assert_eq!(swedish.decimal(decimal("-12500.45"), 1), "\u{2212}12\u{a0}500,5");
    assert_eq!(swedish.percent(decimal("87.5"), 0), "88\u{a0}%");
    assert_eq!(swedish.decimal(decimal("-0.4"), 0), "0");
    let english = Numbers::of("en");
    assert_eq!(english.decimal(decimal("-12500.45"), 1), "\u{2212}12,500.5");
    assert_eq!(english.percent(decimal("87.5"), 0), "88%");
    assert_eq!(Numbers::of("fr").decimal(decimal("12500.5"), 1), "12\u{202f}500,5");
    assert_eq!(Numbers::of("sl").plural(Decimal::TWO), "two");
}

#[test]
fn a_sentence_begins_with_a_word_for_a_small_number() {
    for (language, key, number, begins) in [
        ("en", "silent", 1, "One enterprise is"),
        ("en", "silent", 8, "Eight enterprises are"),
        ("en", "silent", 12, "12 enterprises are"),
        ("sv", "silent", 8, "Åtta företag saknar"),
        ("sv", "sheet_withheld", 2, "Två uppgifter visas inte"),
        ("en", "sheet_withheld", 2, "Two figures are withheld"),
        ("sv", "sheet_coverage_withheld", 4, "Fyra företag i kommunen"),
        ("en", "district_lead_withheld", 3, "Three enterprises are"),
        ("en", "targets_missed", 2, "Two targets are not met"),
    ] {
        let said = voice(language).begin(key, number, &[]);
        assert!(said.starts_with(begins), "{language} {key}: {said}");
    }
}

#[test]
fn amounts_are_written_in_the_unit_people_read() {
    let (sv, en) = (voice("sv"), voice("en"));
    let amount = |unit: &str, decimals| Amount { unit: unit.to_owned(), decimals, signed: false, is_bound: false };
    let full = |unit: &str, decimals, value: &str| {
        let amount = amount(unit, decimals);
        format!("{} | {}", amount.full(&sv, decimal(value)), amount.full(&en, decimal(value)))
    };
    let cases = [
        ("money", 0, "410000", "410 000 kr | SEK 410,000"),
        ("money", 0, "14150000", "14,2 mn kr | SEK 14.2 m"),
        ("money", 0, "-1250000", "−1,3 mn kr | SEK −1.3 m"),
        ("hours", 0, "31240", "31 200 timmar | 31,200 hours"),
        ("hours", 0, "9949.5", "9 950 timmar | 9,950 hours"),
        ("fte", 1, "9.94", "9,9 heltidstjänster | 9.9 full\u{2011}time equivalents"),
        ("fte", 1, "341.4", "341 heltidstjänster | 341 full\u{2011}time equivalents"),
        ("persons", 0, "1", "en person | one person"),
        ("percent", 0, "30.4", "30 % | 30%"),
    ];
    for (unit, decimals, value, expected) in cases {
        assert_eq!(full(unit, decimals, value).replace('\u{a0}', " "), expected);
    }
    assert_eq!(amount("persons", 0).number(&sv, decimal("0.2"), false), "<0,5");
    let balance = Amount { signed: true, ..amount("fte", 1) };
    assert_eq!(["20", "-3.25", "0"].map(|value| balance.number(&sv, decimal(value), false)), ["+20", "−3,3", "0,0"]);
    assert_eq!(balance.change(&sv, decimal("8"), decimal("20")), "+8");
    assert_eq!(amount("hours", 0).change(&en, decimal("7910"), decimal("138000")), "+7,900");
    assert_eq!(
        amount("percent", 0).change(&sv, decimal("-2"), decimal("30")).replace('\u{a0}', " "),
        "−2 procentenheter"
    );
}

fn shown(value: &str) -> Figure {
    Figure { value: Some(decimal(value)), ..nothing(Status::Published) }
}

fn nothing(status: Status) -> Figure {
    let coverage = Some(CoverageShown { answered: 42, expected: 57, size_percent: None });
    Figure {
        status,
        value: None,
        numerator: None,
        denominator: None,
        rounded: None,
        contributors: None,
        coverage,
        panel: None,
        change: None,
        unexplained: None,
        reasons: BTreeMap::new(),
        assured: BTreeMap::new(),
        methods: None,
        has_other_years: false,
        freed_by: BTreeSet::new(),
        between: None,
        told_before: None,
        undivided: BTreeSet::new(),
    }
}

fn with_panel(value: &str, previous: &str, current: &str) -> Figure {
    let panel = PanelShown {
        enterprises: 36,
        previous: decimal(previous),
        current: decimal(current),
        previous_base: None,
        between: None,
    };
    Figure { panel: Some(panel), ..shown(value) }
}

/// A target of a value, for whatever is judged by it.
fn target(value: &str) -> Target {
    Target {
        indicator: String::new(),
        breakdown: BTreeMap::new(),
        period: "2025".to_owned(),
        kind: TargetKind::Target,
        value: decimal(value),
        decided: None,
        source: String::new(),
    }
}

/// Title, lead and change of one case in one language.
fn said(
    language: &str,
    unit: &str,
    figure: Option<&Figure>,
    earlier: Option<&str>,
    broken: bool,
    goal: Option<&str>,
) -> String {
    let voice = voice(language);
    let (title, noun) = match (language, unit) {
        ("sv", "money") => ("Nettoomsättning", "nettoomsättningen"),
        ("sv", _) => ("Nyanställda", "nyanställda"),
        (_, "money") => ("Net turnover", "net turnover"),
        _ => ("New employees", "new employees"),
    };
    let amount = Amount { unit: unit.to_owned(), decimals: 0, signed: false, is_bound: false };
    let subject = Subject { title: title.to_owned(), noun: noun.to_owned(), amount: amount.clone() };
    let earlier = earlier.map(shown);
    let case = Case { period: "2025", before: Some("2024"), figure, earlier: earlier.as_ref(), broken };
    let target = goal.map(target);
    let judged = target.as_ref().map(|target| Judged::new(target, Vec::new(), Direction::Increase, figure));
    let title = sentences::title(&voice, &subject, &case, judged.as_ref());
    let lead = sentences::lead(&voice, &subject, &case, judged.as_ref(), &[]);
    let change = sentences::change(&voice, &amount, &case).map_or_else(|| "-".to_owned(), |(text, _)| text);
    format!("{title} | {lead} | {change}").replace('\u{a0}', " ")
}

#[test]
fn sentences_say_no_more_than_the_figures() {
    type Row = (&'static str, &'static str, Option<Figure>, Option<&'static str>, bool, Option<&'static str>);
    let cases: Vec<Row> = vec![
        ("rise", "persons", Some(with_panel("128", "108", "122")), Some("111"), false, None),
        ("rise below target", "persons", Some(with_panel("128", "108", "122")), Some("111"), false, Some("140")),
        ("fall", "persons", Some(with_panel("94", "108", "90")), Some("111"), false, None),
        ("flat", "persons", Some(with_panel("112", "108", "109")), Some("111"), false, None),
        ("flat, target met", "persons", Some(with_panel("112", "108", "109")), Some("111"), false, Some("112")),
        ("equal", "persons", Some(with_panel("111", "108", "108")), Some("111"), false, None),
        ("total and panel disagree", "persons", Some(with_panel("128", "108", "90")), Some("111"), false, None),
        ("others pull the other way", "persons", Some(with_panel("119", "108", "124")), Some("111"), false, None),
        ("no panel", "persons", Some(shown("128")), Some("111"), false, None),
        ("zero", "persons", Some(with_panel("0", "12", "0")), Some("12"), false, None),
        ("break", "persons", Some(with_panel("128", "108", "122")), Some("111"), true, None),
        ("not collected", "persons", Some(nothing(Status::Missing(Missing::NotCollected))), Some("111"), false, None),
        ("no observation", "persons", None, None, false, None),
        ("withheld", "persons", Some(nothing(Status::Withheld)), Some("111"), false, Some("140")),
        ("one", "persons", Some(with_panel("1", "2", "1")), Some("2"), false, None),
        ("two", "persons", Some(with_panel("2", "5", "2")), Some("5"), false, None),
        ("five", "persons", Some(with_panel("5", "12", "5")), Some("12"), false, None),
        ("small base", "persons", Some(with_panel("18", "14", "18")), Some("14"), false, None),
        ("money rise", "money", Some(with_panel("14900000", "12000000", "13000000")), Some("13400000"), false, None),
        ("money flat", "money", Some(with_panel("14200000", "12900000", "13000000")), Some("14000000"), false, None),
    ];
    let mut table = String::new();
    for (name, unit, figure, earlier, broken, goal) in cases {
        for language in ["sv", "en"] {
            let line = said(language, unit, figure.as_ref(), earlier, broken, goal);
            writeln!(table, "{name} {language}: {line}").expect("a string takes all text");
        }
    }
    insta::assert_snapshot!(table);
    // What is withheld leaves no number behind, whatever stands around it.
    for line in table.lines().filter(|line| line.starts_with("withheld")) {
        assert!(!line.contains("111") && !line.contains("140"), "{line}");
    }
}

/// A figure of 2025 beside that of 2024, with nothing else known of the two.
fn case_of<'a>(figure: &'a Figure, earlier: &'a Figure) -> Case<'a> {
    Case { period: "2025", before: Some("2024"), figure: Some(figure), earlier: Some(earlier), broken: false }
}

#[test]
fn what_comes_from_other_enterprises_is_said_of_an_area() {
    let voice = voice("sv");
    let amount = Amount { unit: "persons".to_owned(), decimals: 0, signed: false, is_bound: false };
    let subject = Subject { title: "Nyanställda".to_owned(), noun: "nyanställda".to_owned(), amount: amount.clone() };
    let earlier = shown("32");
    let said = |figure: &Figure| {
        let case = case_of(figure, &earlier);
        let others = sentences::other_enterprises_of(&voice, &subject, &case).unwrap_or_default();
        (others, sentences::is_open_why(&amount, &case))
    };
    let others = "Nyanställda: 32 år 2024 och 72 år 2025, mest för att andra företag ingår.".to_owned();
    assert_eq!(said(&with_panel("72", "30", "34")), (others, false));
    assert_eq!(said(&with_panel("72", "30", "66")), (String::new(), false), "it is mostly the same enterprises");
    assert_eq!(said(&shown("72")), (String::new(), true), "the panel is not shown");
    assert_eq!(said(&shown("32")), (String::new(), false), "nothing moved");
}

#[test]
fn a_light_colour_is_darkened_or_refused() {
    assert_eq!(check("#12436D"), Checked::Used("#12436D".to_owned()));
    assert!(matches!(check("#28A197"), Checked::Used(darker) if darker != "#28A197"));
    assert_eq!(check("#FFE600"), Checked::Refused);
    assert_eq!(check("blue"), Checked::Refused);
}

/// Every text of a page model with where it stands.
fn texts(at: &str, value: &serde_json::Value, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => found.push((at.to_owned(), text.clone())),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(at, item, found)),
        serde_json::Value::Object(items) => {
            items.iter().for_each(|(key, item)| texts(&format!("{at}/{key}"), item, found));
        }
        _ => {}
    }
}

#[test]
fn the_region_report_is_whole_accessible_and_the_same_twice() {
    let (folder, definitions, register) = region();
    let release = cleared(&definitions, &register);
    let (targets, comments) = plan();
    let plan = &definitions.project.reports[0];
    for language in ["sv", "en"] {
        let (model, found) =
            page_model(&release, &definitions, (&targets, &comments, &Money::default()), plan, language, None, &folder)
                .expect("it is made");
        assert_eq!(found, Vec::<Diagnostic>::new());
        let mut all = Vec::new();
        texts("", &model, &mut all);
        // One of the same people, split in another way, is told under the other's heading.
        let told = |id: &str| all.iter().any(|(at, text)| at.ends_with("/id") && text == id);
        assert!(told("far_from_labour_market_hired") && !told("far_from_labour_market_by_group"));
        let by_group = if language == "sv" { "efter grupp" } else { "by group" };
        assert!(all.iter().any(|(at, text)| at.contains("/blocks/") && text.contains(by_group)), "{language}");
        // What is unusual in the year before is told with the change from it.
        let before = if language == "sv" { "För 2024 har ett företag" } else { "For 2024 one enterprise has" };
        assert!(all.iter().any(|(_, text)| text.contains(before)), "{language}");
        let uncertain = if language == "sv" { ", men det är osäkert." } else { ", but uncertain." };
        assert!(all.iter().any(|(at, text)| at.ends_with("/lead") && text.contains(uncertain)), "{language}");
        every_figure_on_an_unexplained_value_is_marked(&release, &model);
        wordings_are_kept(language, &model, &all);
        // One is one, and many are many.
        let settled = if language == "sv" {
            "Tre varningar har fått ett skäl av företaget. En är inte förklarad; värdet ingår"
        } else {
            "Three warnings have been given a reason by the enterprise. One is not explained; the value is"
        };
        assert!(all.iter().any(|(_, text)| text.replace('\u{a0}', " ").starts_with(settled)), "{language}");
        // Of those that consent, whether or not any are left out is never told.
        let left_out = if language == "sv" { "kan vara utelämnade, så att" } else { "may be left out, so that" };
        assert!(all.iter().any(|(at, text)| at.ends_with("/named/text") && text.contains(left_out)), "{language}");
        // What was asked and not answered is not said not to have been collected.
        let (not_collected, not_given) =
            if language == "sv" { ("ej insamlat", "inga svar") } else { ("not collected", "no answers") };
        assert!(all.iter().any(|(_, text)| text == not_given), "{language}");
        assert!(!all.iter().any(|(at, text)| at.contains("/cells/") && text == not_collected), "{language}");
        // A reason is given once in a section.
        let reasons: Vec<&String> = all
            .iter()
            .filter(|(at, _)| at.contains("/reasons/items/") && at.ends_with("/text"))
            .map(|(_, text)| text)
            .collect();
        let unlike: std::collections::BTreeSet<&&String> = reasons.iter().collect();
        assert_eq!(unlike.len(), reasons.len());
        for (at, text) in &all {
            assert!(!text.contains(['{', '}']), "a place is left open in {at}: {text}");
            assert!(text.chars().count() < if at.ends_with("/alt") { 351 } else { 900 }, "{at}: {text}");
        }
        let set =
            || render(&release, &definitions, (&targets, &comments, &Money::default()), plan, language, None, &folder);
        let (first, found) = set().unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!(found, Vec::<Diagnostic>::new());
        let (second, _) = set().expect("it was set before");
        assert!(first == second, "two runs give other bytes");
        let text = String::from_utf8_lossy(&first);
        assert!(text.contains("pdfaid:part") && text.contains("pdfuaid:part"));
    }
}

/// Words that readers stumbled over stay as they are.
fn wordings_are_kept(language: &str, model: &serde_json::Value, all: &[(String, String)]) {
    let is_swedish = language == "sv";
    let [title, goals, net, why, same] = if is_swedish {
        [
            "Sociala företag",
            " och tabell",
            "netto från årets början till årets slut",
            "är preliminära: se Läs med försiktighet.",
            "Samma företag",
        ]
    } else {
        [
            "Social enterprises",
            " and table",
            "net from start to end of year",
            "are preliminary: see Read with caution.",
            "Same enterprises",
        ]
    };
    // The project's title stands on the cover of a report that has none of its own.
    assert_eq!(model["cover"]["title"], title);
    let said = |end: &str, part: &str| all.iter().any(|(at, text)| at.ends_with(end) && text.contains(part));
    assert!(said("targets/lead", goals) && said("/title", net) && said("/remarks", why) && said("/heading", same));
    // Which municipalities have no page is told where the pages begin.
    let lead = model["sheets"]["lead"].as_str().expect("there are pages");
    let with_page = |name: &str| model["sheets"]["sheets"].to_string().contains(&format!("\"name\":\"{name}\""));
    for name in ["Askersund", "Hällefors", "Ljusnarsberg", "Nora", "Örebro", "Laxå"] {
        assert_eq!(lead.contains(name), !with_page(name), "{name}: {lead}");
    }
    // Areas stand in the order of their names, and an amount on one line.
    assert!(all.iter().any(|(_, text)| text.contains("Askersund, Hallsberg, Kumla, Laxå")), "{language}");
    let amount = if is_swedish { ", mn kr" } else { ", SEK m" };
    assert!(
        all.iter().any(|(_, text)| text.ends_with(&amount.replacen("n k", "n\u{a0}k", 1).replace("K m", "K\u{a0}m")))
    );
    assert!(!all.iter().any(|(_, text)| text.ends_with(amount)), "{language}");
    let stumbled = if is_swedish { "lika företag" } else { "like for like" };
    assert!(all.iter().all(|(_, text)| !text.to_lowercase().contains(stumbled)));
}

/// What rests on an unexplained value carries a mark, but for areas, and the table tells what it means.
fn every_figure_on_an_unexplained_value_is_marked(release: &Release, model: &serde_json::Value) {
    let of_register = |name: &String| ["district", "municipality", "legal_form", "sector"].contains(&name.as_str());
    for ((indicator, period, breakdown), _) in release.figures().iter().filter(|(_, figure)| figure.is_doubtful()) {
        assert!(!breakdown.keys().any(of_register), "{indicator} {period} {breakdown:?}");
    }
    let mut marked = 0;
    for table in tables(model) {
        let cells: Vec<&serde_json::Value> = table["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|row| row["cells"].as_array().into_iter().flatten())
            .filter(|cell| cell["doubt"] == "u")
            .collect();
        let is_told = table["marks"].as_array().is_some_and(|marks| marks.iter().any(|mark| mark["mark"] == "u"));
        assert_eq!(is_told, !cells.is_empty(), "{}", table["title"]);
        marked += cells.len();
    }
    assert!(marked > 20, "{marked} cells are marked");
}

/// Every table of a page model.
fn tables(value: &serde_json::Value) -> Vec<&serde_json::Value> {
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(tables).collect(),
        serde_json::Value::Object(items) if items.get("kind").is_some_and(|kind| kind == "table") => vec![value],
        serde_json::Value::Object(items) => items.values().flat_map(tables).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_merger_is_told_where_its_jobs_count_twice() {
    let (folder, definitions, mut register) = region();
    let (targets, comments) = plan();
    let plan = &definitions.project.reports[0];
    let successor = register.organisations.keys().next_back().expect("there are some").clone();
    let rows = register.organisations.values_mut().next().expect("there are some");
    rows[0].active_to = "2025-06-30".parse().ok();
    rows[0].merged_into = Some(successor);
    let release = cleared(&definitions, &register);
    assert_eq!(release.roster().chain["2025"].merged, 1);
    let merger =
        "One enterprise merged with another during the year. Its jobs count as lost, and as gained in the other";
    let (model, _) =
        page_model(&release, &definitions, (&targets, &comments, &Money::default()), plan, "en", None, &folder)
            .expect("it is made");
    assert!(model["coverage"]["silent"].as_str().is_some_and(|text| text.contains(merger)));
    let sections = model["sections"].as_array().expect("there are some").iter();
    let told: Vec<&str> = sections
        .flat_map(|section| section["indicators"].as_array().expect("there are some"))
        .filter(|page| page["side"].to_string().contains(merger))
        .filter_map(|page| page["id"].as_str())
        .collect();
    let jobs = ["jobs_gained", "jobs_lost", "jobs_remained"];
    let jobs: Vec<String> = jobs.iter().flat_map(|one| [(*one).to_owned(), format!("{one}_unsubsidised")]).collect();
    assert_eq!(told, jobs);
}

#[test]
fn the_first_period_tells_of_no_change() {
    let (folder, mut definitions, register) = region();
    let release = cleared(&definitions, &register);
    let (targets, comments) = plan();
    let plan = definitions.project.reports[0].clone();
    let mut lead = |is_first: bool| {
        if is_first {
            definitions.project.periods.retain(|period| period.period.value == "2025");
        }
        let (model, _) =
            page_model(&release, &definitions, (&targets, &comments, &Money::default()), &plan, "en", None, &folder)
                .expect("it is made");
        model["cards"]["lead"].as_str().expect("a lead").to_owned()
    };
    assert!(lead(false).contains("The change is for"));
    assert!(!lead(true).contains("The change is for"));
}
