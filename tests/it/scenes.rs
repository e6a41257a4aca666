//! Rules whose example no page can hold as a file or a line are found in a scene made for each; and every rule is tried
//! somewhere: a page without an example, a scene or a test of its own fails here.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::pipeline::{self, ReportRequest};
use nytta::project::Folder;
use nytta::rule::{self, Rule};
use nytta::table;
use nytta::table::workbook::InProcess;
use rust_xlsxwriter::{Formula, Workbook};

use crate::pages::{REGISTER, TOGETHER, TOLD_ONLY, blocks, found, scene};

const HEADERS: [&str; 6] = [
    "orgnr",
    "räkenskapsår från",
    "räkenskapsår till",
    "heltidstjänster vid årets början",
    "heltidstjänster vid årets slut",
    "nettoomsättning",
];
const ROW: [&str; 5] = ["556016-0680", "2025-01-01", "2025-12-31", "2", "2"];
const TARGETS: &str = "indicator,breakdown,period,kind,value,decided,source\n";

/// The scene with files put into it, or taken out of it.
fn with(files: &[(&str, &str)], without: &[&str]) -> Folder {
    let mut folder = scene();
    folder.files.retain(|path, _| !without.contains(&path.as_str()));
    folder.files.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())));
    folder
}

/// The text of a file that ships with the program or the example.
fn shipped(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of a pack with something else in one place.
fn changed(path: &str, from: &str, to: &str) -> String {
    let text = shipped(path);
    assert!(text.contains(from), "'{from}' is not in {path}");
    text.replacen(from, to, 1)
}

/// A table with a turnover, sent in for 2025.
fn table_with(turnover: &str) -> String {
    format!("{}\n{};{turnover}\n", HEADERS.join(";"), ROW.join(";"))
}

/// The scene with a workbook sent in for 2025, whose sheets are filled by `fill`.
fn sent(fill: impl Fn(&mut Workbook)) -> Folder {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    let mut folder = scene();
    folder
        .files
        .insert("submissions/2025/a.xlsx".to_owned(), workbook.save_to_buffer().expect("it can be made").into());
    folder
}

/// The scene with a workbook whose turnover is a formula that no program has calculated.
fn uncalculated() -> Folder {
    let path = "submissions/2025/a.xlsx";
    let mut folder = sent(|workbook| {
        fill(workbook, false);
        let formula = Formula::new("=SUM(B3:B9)").set_result("7");
        workbook.worksheet_from_index(0).expect("a sheet").write_formula(1, 5, formula).expect("a cell");
    });
    let bytes = uncalculated_sevens(folder.bytes(path).expect("it is there"));
    folder.files.insert(path.to_owned(), bytes.into());
    folder
}

/// A workbook without the results that are 7.
pub(crate) fn uncalculated_sevens(workbook: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("an archive");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let text = std::io::read_to_string(&mut part).expect("XML");
        let name = part.name().expect("a name").into_owned();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.replace("<v>7</v>", "").as_bytes()).expect("it can be written");
    }
    writer.finish().expect("an archive").into_inner()
}

fn fill(workbook: &mut Workbook, is_hidden: bool) {
    let sheet = workbook.add_worksheet();
    sheet.set_hidden(is_hidden);
    for (at, header) in (0..).zip(HEADERS) {
        sheet.write(0, at, header).expect("a cell");
    }
    for (at, value) in (0..).zip(ROW) {
        sheet.write(1, at, value).expect("a cell");
    }
}

/// A sheet of its sender's own.
fn notes(workbook: &mut Workbook) {
    let sheet = workbook.add_worksheet();
    sheet.set_name("Övrigt").expect("a name");
    for (at, text) in (0..).zip(["a", "b", "1", "2", "3", "4"]) {
        sheet.write(at / 2, u16::try_from(at % 2).expect("0 or 1"), text).expect("a cell");
    }
}

/// Codelists and definitions of the project as they should not be.
fn definitions() -> Vec<(&'static str, Folder)> {
    let places = "indicators/codelists/municipality.csv";
    let year = "indicators/social-enterprise/datasets/enterprise_year.yaml";
    let keyless = changed(year, "key: [organisation, year_start, year_end]", "key: [year_start, year_end]");
    let own = "indicators/social-enterprise/jobs_net.yaml";
    let round = changed(own, "dataset: enterprise_year", "dataset: indicators")
        .replace("SUM(fte_closing - fte_opening)", "jobs_net");
    let early = scene().text("nytta.yaml").expect("it is there").replacen("release: 20", "release: 19", 1);
    vec![
        ("circular-indicators", with(&[(own, &round)], &[])),
        ("missing-codelist", with(&[], &[places])),
        ("key-without-organisation", with(&[(year, &keyless)], &[])),
        ("missing-file", with(&[], &["nytta.yaml"])),
        ("register-missing", with(&[], &["organisations.csv"])),
        ("release-too-early", with(&[("nytta.yaml", &early)], &[])),
    ]
}

/// What is sent in as it should not be.
fn submissions() -> Vec<(&'static str, Folder)> {
    let good = table_with("1000");
    let second = |workbook: &mut Workbook| {
        fill(workbook, false);
        fill(workbook, false);
    };
    let only_hidden = |workbook: &mut Workbook| {
        workbook.add_worksheet();
        fill(workbook, true);
    };
    let beside = |workbook: &mut Workbook| {
        fill(workbook, false);
        notes(workbook);
    };
    let long: String = (0..1_100).map(|_| "556016-0680;2025-01-01;2025-12-31;2;2;1;7;7\n").collect();
    let many = format!("{good}{long}");
    vec![
        ("sheet-left-out", sent(second)),
        ("sheet-not-read", sent(beside)),
        ("formula-without-value", uncalculated()),
        ("hidden-sheet", sent(only_hidden)),
        ("more-findings", with(&[("submissions/2025/a.csv", &many)], &[])),
        ("workbook-unreadable", with(&[("submissions/2025/a.xlsx", "PK\u{3}\u{4} and nothing")], &[])),
        ("file-left-unread", with(&[("submissions/2025/a.pdf", "%PDF-1.7")], &[])),
        ("unknown-file", with(&[("organisation.csv", REGISTER)], &[])),
    ]
}

#[test]
fn every_scene_finds_its_rule() {
    let faults: Vec<String> = definitions()
        .into_iter()
        .chain(submissions())
        .filter_map(|(rule, folder)| {
            let names: BTreeSet<String> = told(&folder).into_iter().map(|one| one.rule).collect();
            (!names.contains(rule)).then(|| format!("{rule}: {names:?}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_sheet_that_is_not_read_is_told() {
    let told_of = |fill: &dyn Fn(&mut Workbook)| -> Vec<String> {
        let told = told(&sent(fill)).into_iter().filter(|one| one.rule.starts_with("sheet-"));
        told.map(|one| format!("{} {}", one.rule, one.span.sheet.unwrap_or_default())).collect()
    };
    let hidden = |workbook: &mut Workbook| {
        fill(workbook, false);
        fill(workbook, true);
    };
    assert_eq!(told_of(&hidden), ["sheet-left-out Sheet2"], "its rows may be those of another enterprise");
    let hint = |language: &str| {
        let found = told(&sent(hidden)).into_iter().find(|one| one.rule == "sheet-left-out").expect("it is told");
        found.hint.in_language(&[language]).into_owned()
    };
    assert!(hint("sv").ends_with("(bladet 'Sheet2' är dolt: högerklicka på ett annat blads namn för att visa det)"));
    let noted = |workbook: &mut Workbook| {
        notes(workbook);
        fill(workbook, false);
        workbook.add_worksheet();
    };
    assert_eq!(told_of(&noted), ["sheet-not-read Övrigt"], "an empty sheet is nothing");
    let hidden_notes = |workbook: &mut Workbook| {
        fill(workbook, false);
        notes(workbook);
        workbook.worksheet_from_index(1).expect("the second").set_hidden(true);
    };
    assert!(told_of(&hidden_notes).is_empty(), "what a program keeps for itself");
    assert!(told_of(&|workbook| notes(workbook)).is_empty(), "that there is no form says it all");
}

/// What is told of targets, and of an own indicator: `rule value`, where it is told.
fn of_targets(rows: &[&str]) -> Vec<String> {
    let gains = "\"SUM(GREATEST(0, fte_closing - fte_opening))\"";
    let growth =
        changed("indicators/social-enterprise/jobs_gained.yaml", "indicator: jobs_gained", "indicator: growth")
            .replace(
                &format!("value: {gains}"),
                "numerator: SUM(fte_closing - fte_opening)\ndenominator: SUM(fte_opening)\nscale: 100",
            )
            .replace("unit: fte", "unit: percent");
    let rows = rows.join("\n");
    let folder = with(
        &[("targets.csv", &format!("{TARGETS}{rows}")), ("indicators/social-enterprise/growth.yaml", &growth)],
        &[],
    );
    let told = told(&folder).into_iter().filter(|one| one.span.file.as_deref() == Some("targets.csv"));
    let told = told.filter(|one| one.rule != "not-in-report");
    told.map(|one| format!("{} {}", one.rule, one.span.row.unwrap_or_default())).collect()
}

#[test]
fn a_target_is_told_of_only_where_it_makes_no_sense() {
    let odd = [
        "new_employees,,2025,target,-3,2024-01-01,plan",
        "retention_12_months,,2025,target,120,2024-01-01,plan",
        "new_employees,,2025,target,80,2026-01-02,plan",
        "new_employees,,2024,target,80,2024-01-02,-",
    ];
    let found = ["target-out-of-range 2", "target-out-of-range 3", "target-decided-late 4", "target-without-source 5"];
    assert_eq!(of_targets(&odd), found);
    let sound = [
        "jobs_net,,2025,target,-5,2024-01-01,plan",
        "net_result,,2025,target,-100000,2024-01-01,plan",
        "growth,,2025,target,120,2024-01-01,plan",
        "growth,,2024,target,-5,2024-01-01,plan",
        "retention_12_months,,2025,target,100,2024-01-01,plan",
        "new_employees,,2023,baseline,70,2024-06-01,",
    ];
    assert_eq!(of_targets(&sound), [""; 0]);
}

#[test]
fn an_open_figure_is_told_of_where_it_is_made_of_persons() {
    let told_of = |value: &str, filter: &str| {
        let path = "indicators/social-enterprise/new_employees.yaml";
        let own = shipped(path)
            .replace("indicator: new_employees", "indicator: own")
            .replace("sensitivity: persons", "sensitivity: open");
        assert!(own.contains("value: \"SUM(hired)\"") && own.contains("unit: persons"));
        let unit = if value.starts_with("COUNT") { "unit: enterprises" } else { "unit: persons" };
        let own =
            own.replace("value: \"SUM(hired)\"", &format!("value: {value}{filter}")).replace("unit: persons", unit);
        let own: Vec<&str> = own.lines().filter(|line| !line.starts_with("breakdown")).collect();
        let own = own.join("\n");
        let folder = with(&[("indicators/social-enterprise/own.yaml", &own)], &[]);
        told(&folder).iter().any(|one| one.rule == "open-counts-persons")
    };
    assert!(told_of("SUM(hired)", ""));
    assert!(!told_of("COUNT(*)", "\nwhere: hired > 0"), "enterprises are counted");
}

/// Groups of people who were far from work are told of as what they are: `subject-not-sensitive`.
#[test]
fn a_figure_is_of_no_weaker_class_than_the_codes_it_is_broken_down_by() {
    let path = "indicators/social-enterprise/far_from_labour_market_by_group.yaml";
    let found = |class: &str| {
        let own = shipped(path).replace("sensitivity: sensitive", &format!("sensitivity: {class}"));
        let folder = with(&[(path, &own)], &[]);
        let found = told(&folder).into_iter().filter(|one| one.rule == "subject-not-sensitive");
        found.map(|one| (one.span.file.map(|file| file.to_string()), one.severity)).collect::<Vec<_>>()
    };
    assert_eq!(found("sensitive"), []);
    for class in ["persons", "open"] {
        assert_eq!(found(class), [(Some(path.to_owned()), Severity::Warning)], "{class}");
    }
}

/// What is found in a project, also in one that cannot be used.
fn told(folder: &Folder) -> Vec<Diagnostic> {
    match pipeline::load(folder) {
        Ok(_) => found(folder),
        Err(found) => found,
    }
}

#[test]
fn a_file_that_is_too_large_is_not_looked_at() {
    let loaded = pipeline::load(&scene()).expect("it can be used");
    let bytes = vec![0; 512 * 1024 * 1024 + 1];
    let reading = table::read("a.csv", &bytes, &loaded.definitions, &InProcess);
    let rules: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["file-too-large"]);
    assert!(reading.batches.is_empty());
}

#[test]
fn what_cannot_be_calculated_and_what_cannot_be_read_on_a_page_are_told() {
    let indicator = "indicators/social-enterprise/turnover.yaml";
    let cube = changed(indicator, "SUM(turnover)", "SUM(turnover * 1000000000000000000000000000)");
    let light = changed("examples/orebro-lan/nytta.yaml", "#12436D", "#FFE600");
    let sent = table_with("999999999999");
    let folder = with(&[(indicator, &cube), ("nytta.yaml", &light), ("submissions/2025/a.csv", &sent)], &[]);
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let (_, found) = pipeline::measure(&loaded, &validation);
    assert!(found.iter().any(|one| one.rule == "figure-not-computed"), "{found:?}");
    let plan = &loaded.definitions.project.reports[0];
    let request = ReportRequest { plan, period: "2025", language: "sv", date: None, edition: None };
    let (_, found) = pipeline::report(&folder, &loaded, &validation, &request).expect("it is set all the same");
    assert!(found.iter().any(|one| one.rule == "theme-too-light"), "{found:?}");
}

/// Where each rule is tried that has neither an example that is run nor a scene, as it needs a file that no page can hold, or
/// more of a project than one: the file of tests, or the snapshot of a file of the corpus, that names what is found.
const TRIED: [(&str, &str); 56] = [
    ("address-in-properties", "personal/files.rs"),
    ("ambiguous-share", "valuation.rs"),
    ("cell-too-long", "hostile.rs"),
    ("character-without-glyph", "report/hostile.rs"),
    ("circular-checks", "other.rs"),
    ("crossed-out", "seen.rs"),
    ("definition-not-kept", "kept.rs"),
    ("duplicate-identifier", "definition.rs"),
    ("empty-definition", "definition.rs"),
    ("excluding-answers", "watch.rs"),
    ("figure-not-protected", "attacks.rs"),
    ("file-not-used", "definition.rs"),
    ("form-copied", "form/copied.rs"),
    ("form-of-other-organisation", "form/findings.rs"),
    ("form-of-other-period", "form/findings.rs"),
    ("form-of-other-version", "form/findings.rs"),
    ("form-twice", "form/copied.rs"),
    ("form-without-project", "read.rs"),
    ("hidden-column", "unasked.rs"),
    ("hidden-row", "snapshots/it__table__features_xlsx.snap"),
    ("hidden-value", "seen.rs"),
    ("keys-do-not-fit", "definition.rs"),
    ("last-year-differs", "form/findings.rs"),
    ("merged-cell", "unasked.rs"),
    ("missing-key", "definition.rs"),
    ("missing-text", "definition.rs"),
    ("month-not-asked-for", "money.rs"),
    ("not-an-identifier", "definition.rs"),
    ("not-valued", "valuation.rs"),
    ("part-not-searched", "personal/embedded.rs"),
    ("periods-out-of-order", "definition.rs"),
    ("person-outside-cells", "personal/files.rs"),
    ("reason-beside-other-answer", "form/findings.rs"),
    ("release-names-unknown", "cli/editions.rs"),
    ("release-unreadable", "cli/editions.rs"),
    ("repeated-key", "definition.rs"),
    ("reply-in-list", "form/own.rs"),
    ("row-limit-reached", "hostile.rs"),
    ("shown-smaller", "seen.rs"),
    ("sole-trader", "personal/files.rs"),
    ("split-by-register", "definition.rs"),
    ("template-fault", "cli.rs"),
    ("text-too-long", "definition.rs"),
    ("too-many-cells", "hostile.rs"),
    ("unclosed-yaml-bracket", "definition.rs"),
    ("unclosed-yaml-quote", "definition.rs"),
    ("undecodable-text", "encoding.rs"),
    ("unknown-encoding", "encoding.rs"),
    ("value-not-in-file", "money.rs"),
    ("value-out-of-limits", "definition.rs"),
    ("value-too-large", "validate.rs"),
    ("word-beside-number", "seen.rs"),
    ("wrong-breakdown", "definition.rs"),
    ("wrong-colour", "definition.rs"),
    ("wrong-file-name", "definition.rs"),
    ("yaml-syntax", "definition.rs"),
];

/// True where a file of tests or a snapshot names a finding of a rule: as `rule`, `place rule` or `severity rule`.
fn names(file: &str, rule: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.match_indices(rule).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + rule.len()..]);
        before.ends_with(['"', ' ', '[']) && after.starts_with(['"', ',', '[', ' ', '\n', ']'])
    })
}

#[test]
fn every_rule_is_tried_by_its_page_a_scene_or_a_test() {
    let own = ["file-too-large", "figure-not-computed", "subject-not-sensitive", "theme-too-light"];
    let in_scenes: BTreeSet<&str> =
        definitions().into_iter().chain(submissions()).map(|(rule, _)| rule).chain(own).collect();
    let unknown: Vec<_> = in_scenes.iter().filter(|name| rule::find(name).is_none()).collect();
    assert!(unknown.is_empty(), "scenes of no rule: {unknown:?}");
    let has_example = |rule: &Rule| {
        let name = rule.name.as_str();
        let blocks = blocks(rule.page.in_language(&["en"]));
        let has = |kind: &str| blocks.iter().any(|(fence, _)| fence.split(' ').next() == Some(kind));
        let by_file = has("csv") && !TOLD_ONLY.iter().any(|(told, _)| *told == name);
        let breaks = |text: &String| text.lines().any(|line| line.contains("# wrong"));
        by_file
            || has("form")
            || (has("yaml") && !TOGETHER.contains(&name) && blocks.iter().any(|(_, text)| breaks(text)))
    };
    let others = rule::all().filter(|rule| !has_example(rule) && !in_scenes.contains(rule.name.as_str()));
    let others: Vec<&str> = others.map(|rule| rule.name.as_str()).collect();
    let tried: Vec<&str> = TRIED.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(others, tried, "give the page an example, make a scene, or name the test");
    let idle: Vec<_> = TRIED.iter().filter(|(rule, file)| !names(file, rule)).collect();
    assert!(idle.is_empty(), "they find no such rule: {idle:?}");
}
