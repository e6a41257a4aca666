//! Amounts in another currency by a dated, sourced rate, and in the prices of one year; a rate that is not there is told.

use std::process::Command;

use nytta::definition::Definitions;
use nytta::diagnostic::Diagnostic;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::report::provenance::Provenance;

use super::derived::{JOINED, folder, made};
use super::small::decimal;

const PLAN: &str = "conversions:
  - { conversion: programme, to: EUR, rule: month_submitted, months: { '2025': 2026-07, '2024': 2025-09 } }
  - { conversion: other, to: EUR, rule: month_booked, months: { '2025': 2026-02 } }
reports:
  - { report: region, template: region, conversion: programme, prices: { index: kpi, of: '2025' } }
";
const RATES: &str = "currency;month;rate;source\nEUR;2025-09;11,00;InforEuro, September 2025\n\
                     EUR;2026-07;11,2375;InforEuro, July 2026\nEUR;2026-02;10,9;InforEuro, February 2026\n";
const INDICES: &str = "index;period;value;source\nkpi;2024;400;Statistics Sweden\nkpi;2025;410;Statistics Sweden\n";

/// The project with some files replaced.
fn project(files: &[(&str, &str)]) -> Folder {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[], &["share", JOINED[0], JOINED[1]]);
    let plain =
        project.text("nytta.yaml").expect("a text").replace("reports:\n  - { report: region, template: region }\n", "");
    project.files.insert("nytta.yaml".to_owned(), format!("{plain}{PLAN}").into());
    for (path, text) in [("rates.csv", RATES), ("indices.csv", INDICES)].iter().chain(files) {
        project.files.insert((*path).to_owned(), (*text).to_owned().into());
    }
    project
}

fn findings(folder: &Folder) -> Vec<Diagnostic> {
    pipeline::load(folder).map_or_else(|found| found, |loaded| loaded.diagnostics)
}

/// 460,000 ÷ 11.2375 = 40,934.3715… euros; 460,000 × 410 ÷ 400 = 471,500 kronor in 2025 prices.
#[test]
fn an_amount_keeps_all_that_it_was_converted_by() {
    let loaded = pipeline::load(&project(&[])).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.diagnostics, []);
    let (money, project) = (&loaded.money, &loaded.definitions.project);
    let conversion = project.conversion(&project.reports[0]).expect("the report asks for one");
    let told = money.converted(conversion, "2025", decimal("460000")).expect("there is a rate");
    assert_eq!((told.amount, told.currency, told.rate), (decimal("40934.37"), "EUR", decimal("11.2375")));
    assert_eq!((told.month, told.rule.word(), told.source), ("2026-07", "month_submitted", "InforEuro, July 2026"));
    // A loss is rounded away from zero as a gain is: 1 ÷ 11.2375 = 0.0889…
    let loss = money.converted(conversion, "2025", decimal("-1")).expect("there is a rate");
    assert_eq!(loss.amount, decimal("-0.09"));
    let booked = money.converted(&project.conversions[1], "2025", decimal("460000")).expect("there is a rate");
    assert_eq!((booked.amount, booked.month), (decimal("42201.83"), "2026-02"), "460,000 ÷ 10.9 = 42,201.834…");
    assert_eq!(money.converted(&project.conversions[1], "2024", decimal("1")), None, "no month is named for 2024");
    let prices = project.reports[0].prices.as_ref().expect("the report asks for them");
    let constant = money.constant(prices, "2024", decimal("460000")).expect("there is an index");
    assert_eq!((constant.amount, constant.base, constant.index), (decimal("471500"), "2025", "kpi"));
    assert_eq!((constant.values, constant.sources), ([decimal("400"), decimal("410")], vec!["Statistics Sweden"]));
}

#[test]
fn the_report_prints_rate_month_rule_and_source_beside_the_figure() {
    let page = made(&project(&[]), "en").2;
    let pages = page["sections"][0]["indicators"].as_array().expect("indicators");
    let side = |name: &str, heading: &str| -> Option<String> {
        let page = pages.iter().find(|page| page["id"] == name).expect("a page");
        let sides = page["side"].as_array().expect("sides");
        let text = sides.iter().find(|side| side["heading"] == heading)?["text"].as_str()?;
        Some(text.replace(['\u{a0}', '\u{202f}'], " "))
    };
    assert_eq!(
        side("results", "In EUR").expect("it is converted"),
        "SEK 460,000 is EUR 40,934. Rate: EUR 1 costs SEK 11.2375, July 2026, the month in which expenditure was submitted \
         for verification. Source: InforEuro, July 2026."
    );
    assert_eq!(
        side("results", "In 2025 prices").expect("it is recalculated"),
        "SEK 471,500 in 2024 (index kpi: 400 in 2024 and 410 in 2025; Statistics Sweden)."
    );
    assert_eq!((side("equivalents", "In EUR"), side("equivalents", "In 2025 prices")), (None, None), "no money");
}

/// A source that is named for two years is told once, whatever stands between them.
#[test]
fn a_source_of_two_years_is_named_once() {
    let indices = "index;period;value;source\nkpi;2023;390;B\nkpi;2024;400;A\nkpi;2025;410;B\n";
    let mut project = project(&[("indices.csv", indices)]);
    let plain = project.text("nytta.yaml").expect("a text");
    let earlier = "periods:\n  - { period: '2023', start: 2023-01-01, end: 2023-12-31, deadline: 2024-02-28, release: 2024-09-16, state: final }\n";
    project.files.insert("nytta.yaml".to_owned(), plain.replace("periods:\n", earlier).into());
    let sent = project.text("submissions/2024/year.csv").expect("it is sent").replace("2024-12-31", "2023-12-31");
    project.files.insert("submissions/2023/year.csv".to_owned(), sent.into());
    let page = made(&project, "en").2;
    let told = page["sections"].to_string();
    let sources: Vec<&str> =
        told.split("(index kpi: ").skip(1).filter_map(|one| one.split([';', ')']).next()).collect();
    assert!(!sources.is_empty() && told.contains("; B; A)") && !told.contains("; B; A; B)"), "{told}");
}

/// Who has the report alone can do the sum again: the index with its values and where they are published, in words and as data.
#[test]
fn the_values_of_the_index_stand_in_the_method_and_in_the_data() {
    let (loaded, release, page) = made(&project(&[]), "en");
    assert_eq!(
        page["method"]["prices"].as_str().expect("a text").replace('\u{a0}', " "),
        "Amounts of other years are told in the prices of 2025 as well: times the index of 2025, by the index of their own year. \
         The index is kpi: 400 in 2024 and 410 in 2025 (Statistics Sweden)."
    );
    let plan = &loaded.definitions.project.reports[0];
    let told =
        Provenance::of(&release, (&loaded.definitions, &loaded.money), plan, "en", None).prices.expect("they are told");
    let values: Vec<(&str, &str, &str)> =
        told.values.iter().map(|(year, one)| (year.as_str(), one.value.as_str(), one.source.as_str())).collect();
    assert_eq!((told.index.as_str(), told.of.as_str()), ("kpi", "2025"));
    assert_eq!(values, [("2024", "400", "Statistics Sweden"), ("2025", "410", "Statistics Sweden")]);
}

#[test]
fn measure_adds_its_columns_after_those_of_the_contract() {
    let folder = project(&[("rates.csv", "currency,month,rate,source\nEUR,2026-07,11.2375,\"=A1, July\"\n")]);
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &folder.files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, &*bytes.hold().expect("it is at hand")).expect("it can be written");
    }
    let run = |extra: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        command.arg("measure").arg(root.path()).args(["--period", "2025", "--format", "csv"]).args(extra);
        let ran = command.output().expect("it runs");
        (String::from_utf8(ran.stdout).expect("UTF-8"), String::from_utf8(ran.stderr).expect("UTF-8"))
    };
    let (plain, _) = run(&[]);
    let (added, said) = run(&["--report", "region"]);
    let head = plain.lines().next().expect("a header");
    assert!(head.ends_with(",definition,upper_bound,change"), "{head}");
    let tail = ",converted,currency,rate,rate_month,rate_rule,rate_source,constant,prices_of,index,index_value,index_value_of_prices,index_source";
    assert_eq!(added.lines().next(), Some(&*format!("{head}{tail}")));
    for (line, longer) in plain.lines().zip(added.lines()).skip(1) {
        assert!(longer.starts_with(line), "{line}\n{longer}");
    }
    let results = added.lines().find(|line| line.starts_with("results,2025,,")).expect("the whole");
    // What a spreadsheet would take for a formula is made plain.
    let converted =
        ",40934.37,EUR,11.2375,2026-07,month_submitted,\"'=A1, July\",460000,2025,kpi,410,410,Statistics Sweden";
    assert!(results.ends_with(converted), "{results}");
    let equivalents = added.lines().find(|line| line.starts_with("equivalents,2025,,")).expect("the whole");
    assert!(equivalents.ends_with(",,,,,,,,,,,,"), "{equivalents}");
    // Two months without a rate are told, each at its place.
    assert!(said.contains("nytta.yaml:12:") && said.contains("2025-09") && said.contains("2026-02"), "{said}");
}

#[test]
fn what_is_missing_or_wrong_is_told_at_its_place() {
    let told = |files: &[(&str, &str)]| -> Vec<String> {
        let found = findings(&project(files));
        let line = |one: &Diagnostic| format!("{} {}", one.span, one.message.in_language(&["en"]));
        found.iter().map(line).collect()
    };
    assert_eq!(told(&[]), Vec::<String>::new());
    let without = told(&[("rates.csv", &RATES.replace("EUR;2026-07", "EUR;2026-06"))]);
    assert!(without.len() == 1 && without[0].contains("'rates.csv' has no value of 'EUR' for 2026-07"), "{without:?}");
    assert!(without[0].starts_with("nytta.yaml:12:"), "{without:?}");
    let kinds = findings(&project(&[("rates.csv", "currency,month,rate,source\n")]));
    assert!(kinds.len() == 3 && kinds.iter().all(|one| one.rule == "value-not-in-file"), "{kinds:?}");
    let without = told(&[("indices.csv", &INDICES.replace("kpi;2024", "kpi;2023"))]);
    assert!(without.len() == 1 && without[0].contains("'indices.csv' has no value of 'kpi' for 2024"), "{without:?}");
    for (wrong, place) in [
        (RATES.replace("11,2375", "eleven"), "rates.csv:3:3"),
        (RATES.replace("11,2375", "0"), "rates.csv:3:3"),
        (RATES.replace("2026-07;", "2026-13;"), "rates.csv:3:2"),
        (RATES.replace("InforEuro, July 2026", " "), "rates.csv:3:4"),
        (RATES.replace("EUR;2026-02", "EUR;2026-07"), "rates.csv:4:1"),
    ] {
        let found = told(&[("rates.csv", &wrong)]);
        assert!(found.iter().any(|one| one.starts_with(place)), "{place}: {found:?}");
    }
    for (from, to, rule) in [
        ("conversion: programme, prices", "conversion: programe, prices", "unknown-reference"),
        ("2026-07", "July", "wrong-type"),
        ("'2024': 2025-09", "'2022': 2025-09", "unknown-reference"),
        ("to: EUR, rule: month_booked", "to: SEK, rule: month_booked", "keys-do-not-fit"),
        ("conversion: other", "conversion: programme", "duplicate-identifier"),
    ] {
        let plain = project(&[]);
        let changed = plain.text("nytta.yaml").expect("a text").replacen(from, to, 1);
        let found = Definitions::load(&project(&[("nytta.yaml", &changed)])).1;
        assert!(found.iter().any(|one| one.rule == rule && one.span.row.is_some()), "{to}: {found:?}");
    }
}

/// The other months tell which one is turned over; nothing is known beforehand of any currency.
#[test]
fn a_rate_that_is_upside_down_is_asked_about() {
    let told = |rows: &str| -> Vec<(String, String)> {
        let found = findings(&project(&[("rates.csv", &format!("{RATES}{rows}"))]));
        let off = found.into_iter().filter(|one| one.rule == "rate-out-of-line");
        off.map(|one| (one.span.to_string(), one.hint.in_language(&["en"]).into_owned())).collect()
    };
    assert_eq!(told("RON;2026-02;2,2;bank\nRON;2026-03;2,4;bank\nJPY;2026-02;0,07;bank\n"), []);
    let turned = told("EUR;2026-03;0,0915;bank\n");
    assert!(turned.len() == 1 && turned[0].0.starts_with("rates.csv:5:3"), "{turned:?}");
    assert!(turned[0].1.contains("what one EUR costs in SEK: 1 / 0.0915 is 10.93"), "{turned:?}");
    // A point that slipped is out of line as well.
    assert_eq!(told("EUR;2026-03;112,375;bank\n").len(), 1);
}

#[test]
fn the_place_of_the_figure_says_which_rate_or_index_is_missing() {
    let model = |files: &[(&str, &str)], language: &str| -> serde_json::Value { made(&project(files), language).2 };
    let sides = |files: &[(&str, &str)], language: &str| -> Vec<String> {
        let page = model(files, language);
        let pages = page["sections"][0]["indicators"].as_array().expect("indicators");
        let page = pages.iter().find(|page| page["id"] == "results").expect("a page");
        let text = |side: &serde_json::Value| side["text"].as_str().unwrap_or_default().replace('\u{a0}', " ");
        page["side"].as_array().expect("sides").iter().map(text).collect()
    };
    let cards = |files: &[(&str, &str)], language: &str| -> String {
        model(files, language)["cards"]["cards"].to_string().replace('\u{a0}', " ")
    };
    // A funder finds its own currency on the cards, with the month of the rate.
    assert!(cards(&[], "en").contains("\"converted\":\"EUR 40,934, rate of July 2026\""), "{}", cards(&[], "en"));
    assert!(cards(&[], "sv").contains("40 934 euro, kurs för juli 2026"), "{}", cards(&[], "sv"));

    let rates = RATES.replace("EUR;2026-07", "EUR;2026-06");
    let indices = INDICES.replace("kpi;2024", "kpi;2023");
    let undecided = project(&[]).text("nytta.yaml").expect("a text").replace("'2025': 2026-07, ", "");
    let lacking = cards(&[("rates.csv", &rates)], "en");
    assert!(lacking.contains("Not converted: the rate of EUR is missing."), "{lacking}");
    for (files, language, says) in [
        (("rates.csv", &rates), "en", "The amount is not converted: the rate of EUR for July 2026 is missing."),
        (("rates.csv", &rates), "sv", "Beloppet är inte omräknat: kursen för euro, juli 2026, saknas."),
        (("nytta.yaml", &undecided), "en", "it is not decided which month's rate of EUR holds for 2025"),
        (("indices.csv", &indices), "en", "Not recalculated: the index kpi is missing for 2024."),
        (("indices.csv", &indices), "sv", "Inte omräknat: indexet kpi saknas för 2024."),
    ] {
        let said = sides(&[(files.0, files.1)], language);
        assert!(said.iter().any(|text| text.contains(says)), "{says}: {said:#?}");
        assert!(!sides(&[], language).iter().any(|text| text.contains(says)), "{says}");
    }
}

/// The project of which three enterprises submitted in July and three in August, or fewer: by enterprise.
fn by_month(months: [&str; 6], list: &str) -> Folder {
    let results =
        "dataset: year\nvalue: SUM(result)\nunit: money\nsensitivity: business\nbreakdown: [municipality, submitted]";
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[("results", results)], &["share", JOINED[0], JOINED[1]]);
    let mut change = |path: &str, by: &dyn Fn(&str) -> String| {
        let text = by(project.text(path).expect("a text"));
        project.files.insert(path.to_owned(), text.into());
    };
    change("nytta.yaml", &|text| {
        let plain = text.replace("reports:\n  - { report: region, template: region }\n", "");
        let parted = PLAN.replace("'2024': 2025-09 } }", "'2024': 2025-09 }, by: submitted }");
        format!("{plain}{parted}")
    });
    let named = "\n  - { codelist: submitted, title: { en: Month }, relation: exclusive, of: register }\n";
    change("indicators/made/pack.yaml", &|text| format!("{}{named}", text.trim_end()));
    change("organisations.csv", &|text| {
        let lines = text.lines().zip(std::iter::once("submitted").chain(months));
        lines.map(|(line, month)| format!("{line},{month}\n")).collect::<Vec<String>>().concat()
    });
    let rates = format!("{RATES}EUR;2026-08;11;InforEuro, August 2026\n");
    for (path, text) in [("rates.csv", &*rates), ("indices.csv", INDICES), ("indicators/codelists/submitted.csv", list)]
    {
        project.files.insert(path.to_owned(), text.to_owned().into());
    }
    project
}

const MONTHS: &str = "code,label_en\n2026-07,July\n2026-08,August\n";

/// 350,000 ÷ 11.2375 = 31,145.72 and 110,000 ÷ 11 = 10,000: together 41,145.72 euros.
#[test]
fn what_was_submitted_in_several_months_takes_the_rate_of_each() {
    let (july, august) = ("2026-07", "2026-08");
    let side = |months, language: &str| -> String {
        let (loaded, _, page) = made(&by_month(months, MONTHS), language);
        assert_eq!(loaded.diagnostics, []);
        page.to_string().replace(['\u{a0}', '\u{202f}'], " ")
    };
    let halves = [july, july, july, august, august, august];
    for (language, says, card) in [
        (
            "en",
            "SEK 460,000 is EUR 41,146, month by month, the month in which expenditure was submitted for verification: \
             SEK 350,000 at the rate of SEK 11.2375 (July 2026) and SEK 110,000 at the rate of SEK 11 (August 2026). \
             Source: InforEuro, July 2026; InforEuro, August 2026.",
            "EUR 41,146, rate of each month",
        ),
        (
            "sv",
            "350 000 kr till kursen 11,2375 kr (juli 2026) och 110 000 kr till kursen 11 kr",
            "41 146 euro, kurs för varje månad",
        ),
    ] {
        let page = side(halves, language);
        assert!(page.contains(says) && page.contains(card), "{says}: {page}");
    }
    // What two enterprises submitted is not shown, so nothing that it could be worked out from is converted.
    let page = side([july, july, august, august, august, august], "en");
    assert!(page.contains("not all of it is shown month by month") && !page.contains("month by month, the"), "{page}");

    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &by_month(halves, MONTHS).files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, &*bytes.hold().expect("it is at hand")).expect("it can be written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
    command.arg("measure").arg(root.path()).args(["--period", "2025", "--format", "csv", "--report", "region"]);
    let out = String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8");
    let line =
        |begins: &str| out.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {out}"));
    let whole =
        ",41145.72,EUR,11.2375; 11,2026-07; 2026-08,month_submitted,\"InforEuro, July 2026; InforEuro, August 2026\",";
    assert!(line("results,2025,,").contains(whole), "{}", line("results,2025,,"));
    let part = line("results,2025,submitted=2026-08,");
    assert!(part.contains(",10000,EUR,11,2026-08,month_submitted,"), "{part}");
    let area = line("results,2025,municipality=a,");
    assert!(!area.contains("EUR"), "an area is converted by no month of its own: {area}");
}

#[test]
fn a_list_of_months_holds_months_with_a_rate() {
    let months = ["2026-07"; 6];
    let told = |list: &str| findings(&by_month(months, list)).into_iter().map(|one| one.rule).collect::<Vec<_>>();
    assert_eq!(told("code,label_en\n2026-07,July\n"), [""; 0]);
    assert_eq!(told("code,label_en\n2026-07,July\n2026-09,September\n"), ["value-not-in-file"]);
    assert!(told("code,label_en\n2026-07,July\nAugust,August\n").contains(&"wrong-type".to_owned()));
    let mut unknown = by_month(months, MONTHS);
    let text = unknown.text("nytta.yaml").expect("a text").replace("by: submitted", "by: submited");
    unknown.files.insert("nytta.yaml".to_owned(), text.into());
    assert!(findings(&unknown).iter().any(|one| one.rule == "unknown-reference"));
}

/// The year 2025 with its deadline on 28 February 2026: what is booked is booked from January 2025 to then, and nothing is
/// submitted before.
#[test]
fn a_month_that_the_rule_cannot_ask_for_is_told() {
    let told = |from: &str, to: &str| {
        let mut project = project(&[]);
        let yaml = project.text("nytta.yaml").expect("a text").replace(from, to);
        assert!(yaml.contains(to), "{yaml}");
        project.files.insert("nytta.yaml".to_owned(), yaml.into());
        let rates =
            format!("{RATES}EUR;2024-12;11,1;InforEuro\nEUR;2026-03;11,3;InforEuro\nEUR;2025-01;11;InforEuro\n");
        project.files.insert("rates.csv".to_owned(), rates.into());
        let found = findings(&project);
        assert!(found.iter().all(|one| one.rule == "month-not-asked-for" && one.span.row.is_some()), "{found:#?}");
        assert!(!nytta::diagnostic::has_errors(&found), "amounts are told all the same");
        found.iter().map(|one| one.hint.in_language(&["en"]).to_string()).collect::<Vec<_>>()
    };
    let booked = "name the month in which it was entered in the accounts: one from 2025-01 to 2026-02";
    let submitted = "name the month in which it was submitted for verification: not before 2025-01";
    for (month, expected) in [("2024-12", vec![booked]), ("2025-01", vec![]), ("2026-03", vec![booked])] {
        assert_eq!(told("'2025': 2026-02", &format!("'2025': {month}")), expected, "booked in {month}");
    }
    for (month, expected) in [("2024-12", vec![submitted]), ("2025-01", vec![]), ("2026-03", vec![])] {
        assert_eq!(told("'2025': 2026-07", &format!("'2025': {month}")), expected, "submitted in {month}");
    }
}
