//! Definitions: what they may say, and where a fault in them is.

use nytta::definition::Definitions;
use nytta::definition::dataset::ColumnDefinition;
use nytta::diagnostic::Diagnostic;
use nytta::project::Folder;
use nytta::value::Decimal;

const PROJECT: &str = r##"project: small
title: { en: Small, sv: Liten }
region: { en: Region, sv: Region }
publisher: { en: Office, sv: Kontor }
languages: [sv, en]
currency: SEK
periods:
  - { period: "2024", start: 2024-01-01, end: 2024-12-31, deadline: 2025-02-28, release: 2025-09-15, state: final }
  - { period: "2025", start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-15 }
packs: [own]
parameters: { limit: 0.1 }
theme: { primary: "#12436D" }
reports:
  - { report: region, template: region, headline: [hires] }
"##;

const PACK: &str = r"pack: own
version: 1
title: { en: Own, sv: Eget }
sections:
  - { section: people, title: { en: People, sv: Människor } }
codelists:
  - { codelist: gender, title: { en: Gender, sv: Kön }, relation: exclusive }
  - { codelist: age, title: { en: Age, sv: Ålder }, relation: overlapping }
  - { codelist: municipality, title: { en: Municipality, sv: Kommun }, relation: exclusive, of: register, coarser: district }
  - { codelist: district, title: { en: District, sv: Länsdel }, relation: exclusive, of: register }
";

const DATASET: &str = r#"dataset: year
version: 1
title: { en: The year, sv: Året }
key: [organisation, year_end]
period: year_end
size: fte
missing: { unknown: ["?"] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number, sv: Nummer } }
  - { field: year_end, type: date, required: true, label: { en: Last day, sv: Sista dag } }
  - { field: fte, type: decimal, unit: fte, minimum: 0.1, label: { en: FTE, sv: Heltidstjänster } }
  - { field: hired, type: integer, unit: persons, flow: true, by: [gender], label: { en: Hired, sv: Anställda } }
  - { field: hired_age, type: integer, unit: persons, by: [age], total: none, total_of: hired, columns: "hired_{age}_old", label: { en: Hired, sv: Anställda } }
checks:
  - check: few
    that: "hired <= PARAMETER(limit) * 100"
    message: { en: "{hired} are many", sv: "{hired} är många" }
"#;

const INDICATOR: &str = r#"indicator: hires
section: people
title: { en: Hires, sv: Anställningar }
short: { en: Hires, sv: Anställningar }
noun: { en: hires, sv: anställningar }
definition: { en: Persons hired, sv: Anställda personer }
method: { en: The sum, sv: Summan }
population: { en: All, sv: Alla }
level: outcome
dataset: year
value: "SUM(hired)"
unit: persons
counts: persons_per_year
over_time: flow
breakdown: [gender, age, district, "gender*municipality"]
sensitivity: persons
"#;

const CSVS: [(&str, &str); 4] = [
    ("gender", "code,label_en,label_sv\nwomen,Women,Kvinnor\nmen,Men,Män\nnot_stated,Not stated,Ej uppgivet\n"),
    ("age", "code,label_en,label_sv\nyoung,Under 25,Under 25\n"),
    ("municipality", "code,parent,label_en,label_sv\n1880,N,Örebro,Örebro\n1881,S,Kumla,Kumla\n"),
    ("district", "code,label_en,label_sv\nN,North,Norra\nS,South,Södra\n"),
];

/// The small project, with some of its text replaced: `(path, from, to)`.
fn folder(changes: &[(&str, &str, &str)]) -> Folder {
    let mut folder = Folder::default();
    let mut put = |path: &str, text: &str| {
        let mut text = text.to_owned();
        for (_, from, to) in changes.iter().filter(|(changed, ..)| *changed == path) {
            assert!(text.contains(from), "{path} does not hold '{from}'");
            text = text.replacen(from, to, 1);
        }
        folder.files.insert(path.to_owned(), text.into());
    };
    put("nytta.yaml", PROJECT);
    put("indicators/own/pack.yaml", PACK);
    put("indicators/own/datasets/year.yaml", DATASET);
    put("indicators/own/hires.yaml", INDICATOR);
    for (name, csv) in CSVS {
        put(&format!("indicators/codelists/{name}.csv"), csv);
    }
    folder
}

const NYTTA: &str = "nytta.yaml";
const OWN: &str = "indicators/own/pack.yaml";
const YEAR: &str = "indicators/own/datasets/year.yaml";
const HIRES: &str = "indicators/own/hires.yaml";

/// Findings as `file:line:column rule`, the file by its last part.
fn places(findings: &[Diagnostic]) -> Vec<String> {
    let short = |finding: &Diagnostic| {
        let span = finding.span.to_string();
        format!("{} {}", span.rsplit('/').next().unwrap_or(&span), finding.rule)
    };
    findings.iter().map(short).collect()
}

/// Findings of the small project with one change.
fn findings(path: &str, from: &str, to: &str) -> Vec<Diagnostic> {
    Definitions::load(&folder(&[(path, from, to)])).1
}

/// The part of a file that a finding points at.
fn pointed<'a>(folder: &'a Folder, finding: &Diagnostic) -> &'a str {
    let path = finding.span.file.as_deref().expect("a finding of a file");
    let (from, to) = finding.span.bytes.expect("a finding with bytes");
    &folder.text(path).expect("a text")[from..to]
}

fn loaded() -> Definitions {
    let (definitions, findings) = Definitions::load(&folder(&[]));
    assert_eq!(places(&findings), Vec::<String>::new());
    definitions.expect("no error stands in the way")
}

#[test]
fn a_whole_project_loads_with_columns_ancestors_and_exact_decimals() {
    let definitions = loaded();
    assert_eq!(definitions.project.parameters["limit"], Decimal::new(1, 1));
    assert_eq!(definitions.project.periods[0].end.to_string(), "2024-12-31");
    let dataset = &definitions.datasets["year"];
    assert_eq!(dataset.field("fte").expect("a field").minimum, Some(Decimal::new(1, 1)));
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.name.as_str()).collect();
    let parts = ["hired", "hired_women", "hired_men", "hired_not_stated", "hired_young_old"];
    assert_eq!(names[3..], parts, "a total before its parts, and none where `total: none` says so");
    let ColumnDefinition { part, label, field, .. } = dataset.column("hired_women").expect("a part");
    assert_eq!((field.as_str(), part["gender"].as_str()), ("hired", "women"));
    assert_eq!(label.in_language(&["sv"]), "Anställda, kvinnor");
    assert!(dataset.checks[0].condition.is_some());
    let indicator = definitions.indicator("hires").expect("an indicator");
    assert!(indicator.value_expression.is_some());
    assert_eq!(definitions.ancestors("municipality"), ["district"]);
    assert_eq!(definitions.coarser_code("municipality", "1881"), Some(("district".to_owned(), "S".to_owned())));
    assert_eq!(definitions.label("gender", "men").in_language(&["sv"]), "Män");
    assert_eq!(definitions.dataset_of(indicator).map(|dataset| dataset.version), Some(1));
}

#[test]
fn the_fingerprint_changes_with_the_fields_an_indicator_speaks_of_and_only_those() {
    let fingerprint = |changes: &[(&str, &str, &str)]| {
        let definitions = Definitions::load(&folder(changes)).0.expect("no error stands in the way");
        definitions.fingerprint(definitions.indicator("hires").expect("an indicator"), "2025")
    };
    let before = fingerprint(&[]);
    assert_eq!(before.len(), 64);
    assert_eq!(before, fingerprint(&[]));
    assert_eq!(before, fingerprint(&[(YEAR, "minimum: 0.1", "minimum: 0.2")]));
    assert_eq!(before, fingerprint(&[(HIRES, "level: outcome", "level: outcome # a remark")]));
    assert_ne!(before, fingerprint(&[(YEAR, "flow: true", "flow: false")]));
    assert_ne!(before, fingerprint(&[(HIRES, "SUM(hired)", "SUM(hired) + 0")]));
}

#[test]
fn a_misspelt_parameter_is_told_where_the_project_gives_it() {
    let mut folder = Folder::read(std::path::Path::new("examples/orebro-lan")).expect("the example is there");
    let text =
        folder.text("nytta.yaml").expect("it is a text").replacen("  fte_change_limit:", "  fte_chang_limit:", 1);
    folder.files.insert("nytta.yaml".to_owned(), text.clone().into());
    let told: Vec<String> = Definitions::load(&folder)
        .1
        .iter()
        .filter(|one| one.severity == nytta::diagnostic::Severity::Error)
        .map(|one| {
            let at = one.span.bytes.map(|(from, to)| &text[from..to]).unwrap_or_default();
            format!(
                "{} {} {at}: {}",
                one.span.file.as_deref().unwrap_or_default(),
                one.rule,
                one.hint.in_language(&["en"])
            )
        })
        .collect();
    assert_eq!(told, ["nytta.yaml unknown-key fte_chang_limit: did you mean 'fte_change_limit'?"]);
}

#[test]
fn a_length_is_told_in_words() {
    for (from, to, message) in [
        ("currency: SEK", "currency: kr", "fel längd: antalet tecken ska vara 3"),
        ("languages: [sv, en]", "languages: []", "fel längd: antalet poster i listan ska vara minst 1"),
    ] {
        let found = Definitions::load(&folder(&[(NYTTA, from, to)])).1;
        let told: Vec<_> = found.iter().map(|one| one.message.in_language(&["sv"])).collect();
        assert!(told.iter().any(|one| one == message), "{to}: {told:?}");
    }
}

#[test]
fn each_way_to_break_yaml_has_its_rule_and_place() {
    for (path, from, to, expected) in [
        (NYTTA, "currency:", "curency:", "nytta.yaml:6:1 unknown-key"),
        (NYTTA, "currency: SEK\n", "", "nytta.yaml:1:1 missing-key"),
        (NYTTA, "currency: SEK", "currency: kr", "nytta.yaml:6:11 wrong-length"),
        (NYTTA, "currency: SEK\n", "currency: SEK\ncurrency: EUR\n", "nytta.yaml:7:1 repeated-key"),
        (NYTTA, "limit: 0.1", "limit: 1e1", "nytta.yaml:11:22 wrong-type"),
        (NYTTA, "start: 2024-01-01", "start: 2024-02-30", "nytta.yaml:8:30 wrong-type"),
        (NYTTA, "state: final", "state: finished", "nytta.yaml:8:109 unknown-word"),
        (NYTTA, "languages: [sv, en]", "languages: sv", "nytta.yaml:5:12 wrong-type"),
        (NYTTA, "languages: [sv, en]", "languages: [se, en]", "nytta.yaml:5:13 unknown-word"),
        (NYTTA, "languages: [sv, en]", "languages: [en, sv, xx]", "nytta.yaml:5:21 unknown-word"),
        (NYTTA, "languages: [sv, en]", "languages: [sv, en", "nytta.yaml:5:12 unclosed-yaml-bracket"),
        (NYTTA, "{ en: Office, sv", "{ en: \"Office, sv", "nytta.yaml:4:18 unclosed-yaml-quote"),
        (NYTTA, "{ en: Office, sv", "{ en: 'Office, sv", "nytta.yaml:4:18 unclosed-yaml-quote"),
        (NYTTA, "currency: SEK", "currency: \"SEK", "nytta.yaml:6:11 unclosed-yaml-quote"),
        (NYTTA, "currency: SEK", " currency: SEK", "nytta.yaml:6:2 yaml-syntax"),
        (YEAR, "  - { field: fte,", "\t- { field: fte,", "year.yaml:11:1 yaml-syntax"),
        (YEAR, DATASET, "# to be written\n\n", "year.yaml empty-definition"),
        (YEAR, "period: year_end", "period: ", "year.yaml:5:7 wrong-type"),
        (YEAR, "type: date, required: true", "type: date, required: yes", "year.yaml:10:46 wrong-type"),
        (YEAR, "type: date, ", "", "year.yaml:10:5 missing-key"),
        (YEAR, "version: 1", "version: 0", "year.yaml:2:10 value-out-of-limits"),
        (HIRES, "unit: persons\n", "unit: persons\ndecimals: 9\n", "hires.yaml:13:11 value-out-of-limits"),
    ] {
        let found = places(&findings(path, from, to));
        assert_eq!(found, [expected], "{from} -> {to}");
    }
}

/// What a file leaves out is told at once, wherever in it that is missing.
#[test]
fn all_keys_that_are_missing_are_told_at_once() {
    let keys = |changes: &[(&str, &str, &str)]| {
        let found = Definitions::load(&folder(changes)).1;
        let key = |one: &Diagnostic| {
            let told = one.message.in_language(&["en"]).into_owned();
            Some(told.strip_prefix("the key '")?.strip_suffix("' is missing")?.to_owned())
        };
        found.iter().map(|one| (key(one), one.span.row, one.span.column)).collect::<Vec<_>>()
    };
    let missing = |key: &str, row, column| (Some(key.to_owned()), Some(row), Some(column));
    assert_eq!(
        keys(&[(YEAR, "version: 1\n", ""), (YEAR, "period: year_end\n", ""), (YEAR, "type: date, ", "")]),
        [missing("version", 1, 1), missing("period", 1, 1), missing("type", 8, 5)]
    );
    assert_eq!(
        keys(&[(HIRES, "section: people\n", ""), (HIRES, "unit: persons\n", "")]),
        [missing("section", 1, 1), missing("unit", 1, 1)]
    );
    // Of a key that is misspelt, that it is there is told first.
    assert_eq!(keys(&[(NYTTA, "currency:", "curency:")]).len(), 1);
}

#[test]
fn messages_name_the_value_and_the_nearest_word_in_both_languages() {
    let finding = &findings(NYTTA, "currency:", "curency:")[0];
    assert_eq!(finding.message.in_language(&["en"]), "the key 'curency' is not known here");
    assert_eq!(finding.message.in_language(&["sv"]), "nyckeln 'curency' är inte känd här");
    assert!(finding.hint.in_language(&["sv"]).starts_with("menade du 'currency'?"), "{:?}", finding.hint);
    let finding = &findings(NYTTA, "languages: [sv, en]", "languages: sv")[0];
    assert_eq!(finding.message.in_language(&["en"]), "'sv' stands where a list is needed");
    assert_eq!(finding.message.in_language(&["sv"]), "'sv' står där det behövs en lista");
    let finding = &findings(NYTTA, "currency:", "zzzzzz:")[0];
    assert!(finding.hint.in_language(&["en"]).starts_with("keys that may stand here:"), "{:?}", finding.hint);
}

#[test]
fn every_reference_is_looked_up() {
    for (path, from, to, expected) in [
        (NYTTA, "packs: [own]", "packs: [own, social-enterprises]", "nytta.yaml:10:14 unknown-reference"),
        (NYTTA, "headline: [hires]", "headline: [hire]", "nytta.yaml:14:52 unknown-reference"),
        (YEAR, "key: [organisation, year_end]", "key: [organisation, year]", "year.yaml:4:21 unknown-reference"),
        (YEAR, "period: year_end", "period: fte", "year.yaml:5:9 unknown-reference"),
        (YEAR, "total_of: hired", "total_of: hirde", "year.yaml:13:89 unknown-reference"),
        (YEAR, "{hired} are", "{hird} are", "year.yaml:17:20 unknown-reference"),
        (HIRES, "section: people", "section: person", "hires.yaml:2:10 unknown-reference"),
        (HIRES, "dataset: year", "dataset: years", "hires.yaml:10:10 unknown-reference"),
        (HIRES, "[gender, age", "[gendre, age", "hires.yaml:15:13 unknown-reference"),
        (HIRES, "\"gender*municipality\"", "\"gender*place\"", "hires.yaml:15:44 unknown-reference"),
        (HIRES, "unit: persons", "unit: persons\nwhere: \"district = 'X'\"", "hires.yaml:13:20 unknown-reference"),
        (OWN, "coarser: district", "coarser: distrikt", "pack.yaml:9:116 unknown-reference"),
    ] {
        let found = places(&findings(path, from, to));
        assert!(found.contains(&expected.to_owned()), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn definitions_that_contradict_themselves_are_told() {
    for (path, from, to, expected) in [
        (NYTTA, "start: 2025-01-01", "start: 2024-12-31", "nytta.yaml:9:15 periods-out-of-order"),
        (NYTTA, "\"#12436D\"", "\"#12436\"", "nytta.yaml:12:19 wrong-colour"),
        (YEAR, "type: date, required", "type: date, unit: fte, required", "year.yaml:10:36 keys-do-not-fit"),
        (YEAR, "{age}_old", "{gender}_old", "year.yaml:13:105 column-pattern"),
        (YEAR, "  - { field: fte,", "  - { field: hired_men,", "year.yaml:12:14 duplicate-identifier"),
        (YEAR, "field: fte,", "field: FTE,", "year.yaml:11:14 not-an-identifier"),
        (YEAR, "by: [gender]", "by: [district]", "year.yaml:12:68 split-by-register"),
        (YEAR, "hired <= PARAMETER(limit) * 100", "SUM(hired)", "year.yaml:16:11 wrong-expression"),
        (YEAR, "check: few\n", "check: few\n    severity: fatal\n", "year.yaml:16:15 unknown-word"),
        (HIRES, "indicator: hires", "indicator: hired", "hires.yaml:1:12 wrong-file-name"),
        (HIRES, "SUM(hired)", "hired", "hires.yaml:11:8 wrong-expression"),
        (HIRES, "SUM(hired)", "SUM(hired) / COUNT(hired)", "hires.yaml:11:8 wrong-expression"),
        (HIRES, "SUM(hired)", "100 - 100 * 3 / (1 + SUM(hired))", "hires.yaml:11:8 wrong-expression"),
        (HIRES, "unit: persons", "unit: hours", "hires.yaml:12:7 wrong-indicator-unit"),
        (HIRES, "unit: persons", "unit: percent", "hires.yaml:12:7 wrong-indicator-unit"),
        (HIRES, "[gender, age", "[\"gender*age\", age", "hires.yaml:15:13 wrong-breakdown"),
        (HIRES, "value:", "numerator:", "hires.yaml:11:1 keys-do-not-fit"),
    ] {
        let found = places(&findings(path, from, to));
        assert!(found.contains(&expected.to_owned()), "{from} -> {to}: {found:?}");
    }
}

/// What the file splits a figure by is told apart from what could be crossed, in each language.
#[test]
fn what_a_figure_is_split_by_ends_before_the_rule_begins() {
    let found = findings(HIRES, "[gender, age", "[\"gender*age\", age");
    let wrong = found.iter().find(|one| one.rule == "wrong-breakdown").expect("it is found");
    for (language, joint) in [
        ("en", "splits this figure by: age, gender; at most three"),
        ("sv", "måttet efter: age, gender; högst tre"),
        ("fr", "par\u{a0}: age, gender\u{a0}; on peut"),
        ("it", "per: age, gender; si possono"),
        ("ro", "după: age, gender; se pot"),
        ("sl", "po: age, gender; križati"),
    ] {
        let hint = wrong.hint.in_language(&[language]);
        assert!(hint.contains(joint), "{hint}");
    }
}

#[test]
fn a_unit_of_several_may_be_written_as_it_is_shown() {
    for (value, unit) in [("SUM(hired) / SUM(fte)", "persons/fte"), ("SUM(hired) * SUM(fte)", "fte·persons")] {
        let from = "value: \"SUM(hired)\"\nunit: persons";
        let told = |unit: &str| {
            let found = findings(HIRES, from, &format!("value: {value}\nunit: {unit}"));
            let found = found.into_iter().filter(|one| one.rule == "wrong-indicator-unit");
            found.map(|one| one.message.in_language(&["en"]).into_owned()).collect::<Vec<_>>()
        };
        let hours = told("hours");
        assert_eq!(hours, [format!("the unit is 'hours', but the expression gives {unit}")]);
        assert_eq!(told(unit), Vec::<String>::new(), "what the message shows is taken");
        assert_eq!(nytta::value::Unit::named(unit).to_string(), unit);
    }
    let persons = nytta::value::Unit::named("persons");
    for unit in
        [nytta::value::Unit::none().per(&persons), persons.times(&persons).per(&nytta::value::Unit::named("fte"))]
    {
        assert_eq!(nytta::value::Unit::named(&unit.to_string()), unit, "{unit}");
    }
}

#[test]
fn a_caret_stands_under_the_fault_in_an_expression_however_it_is_quoted() {
    for notation in [
        "value: SUM(hird) * 2",
        "value: \"SUM(hird) * 2\"",
        "value: 'SUM(hird) * 2'",
        "value: >-\n  SUM(hird)\n  * 2",
        "value: |-\n  SUM(hird)\n  * 2",
        "value: \"\\\n  SUM(hird)\\\n  * 2\"",
    ] {
        let folder = folder(&[(HIRES, "value: \"SUM(hired)\"", notation)]);
        let found = Definitions::load(&folder).1;
        assert_eq!(found.len(), 1, "{notation}: {:?}", places(&found));
        assert_eq!(found[0].rule, "unknown-name");
        assert_eq!(pointed(&folder, &found[0]), "hird", "{notation}");
    }
    let folder = folder(&[(YEAR, "\"hired <= PARAMETER(limit) * 100\"", "'organisation = ''x'' OR hird > 1'")]);
    let found = Definitions::load(&folder).1;
    assert_eq!(places(&found), ["year.yaml:16:36 unknown-name"]);
    assert_eq!(pointed(&folder, &found[0]), "hird");
}

#[test]
fn one_pass_tells_the_faults_of_many_files() {
    let mut folder = folder(&[
        (NYTTA, "headline: [hires]", "headline: [hires, broken, nobody]"),
        (YEAR, "{hired} are many", "{nobody} are many"),
        (HIRES, "short: { en: Hires,", "short: {"),
        (HIRES, "title: { en: Hires,", "title: { en: \"\","),
    ]);
    let broken = INDICATOR.replace("indicator: hires", "indicator: broken").replace("dataset:", "datset:");
    folder.files.insert("indicators/own/broken.yaml".to_owned(), broken.into());
    folder.files.insert("indicators/own/jobs.yml".to_owned(), Vec::new().into());
    let csv = "code,parent,label_en,label_sv\n1880,X,Örebro,Örebro\n1880,N,Örebro,\n1881,,Kumla,\n";
    folder.files.insert("indicators/codelists/municipality.csv".to_owned(), csv.as_bytes().into());
    let (definitions, found) = Definitions::load(&folder);
    assert!(definitions.is_none());
    let expected = [
        "municipality.csv:2:2 unknown-reference",
        "municipality.csv:3:1 duplicate-identifier",
        "municipality.csv:4:1 code-without-parent",
        "municipality.csv:4:4 missing-text",
        "broken.yaml:10:1 unknown-key",
        "year.yaml:17:20 unknown-reference",
        "hires.yaml:3:1 missing-text",
        "hires.yaml:4:1 missing-text",
        "jobs.yml file-not-used",
        // Nobody is blamed for naming 'broken': its file has its own finding.
        "nytta.yaml:14:67 unknown-reference",
    ];
    assert_eq!(places(&found), expected);
}

#[test]
fn warnings_do_not_stand_in_the_way() {
    let long = "short: { en: Hires, sv: Anställningar av personer som stod långt från arbetsmarknaden }";
    let (definitions, found) = Definitions::load(&folder(&[(HIRES, "short: { en: Hires, sv: Anställningar }", long)]));
    assert_eq!(places(&found), ["hires.yaml:4:25 text-too-long"]);
    assert!(definitions.is_some());
    let found = findings(HIRES, "SUM(hired)", "SUM(COALESCE(hired, 0))");
    assert_eq!(places(&found), ["hires.yaml:11:13 missing-made-number"]);
}

#[test]
fn a_codelist_of_persons_has_a_place_for_those_who_did_not_say() {
    let gender = "indicators/codelists/gender.csv";
    let found = findings(gender, "not_stated,Not stated,Ej uppgivet\n", "");
    assert_eq!(places(&found), ["year.yaml:12:68 missing-not-stated"]);
    let mut without = folder(&[]);
    without.files.remove("indicators/codelists/age.csv");
    assert_eq!(places(&Definitions::load(&without).1)[0], "pack.yaml:8:17 missing-codelist");
}

#[test]
fn a_file_of_the_project_stands_in_for_the_same_file_of_a_shipped_pack() {
    let nothing = Folder::default();
    let Some(text) = nytta::definition::text(&nothing, "indicators/social-enterprise/members.yaml") else {
        panic!("the pack ships with the program")
    };
    let mut folder = shipped();
    let (definitions, found) = Definitions::load(&folder);
    assert_eq!(places(&found), Vec::<String>::new());
    let definitions = definitions.expect("no error stands in the way");
    assert!(definitions.indicators.len() >= 14);
    assert_eq!(definitions.ancestors("municipality"), ["district", "county"]);
    let changed = text.replace("decimals: 0", "decimals: 1");
    folder.files.insert("indicators/social-enterprise/members.yaml".to_owned(), changed.into());
    let definitions = Definitions::load(&folder).0.expect("no error stands in the way");
    assert_eq!(definitions.indicator("members").map(|indicator| indicator.decimals), Some(1));
}

/// A project that uses the pack which ships with the program.
fn shipped() -> Folder {
    let mut folder = Folder::default();
    let project = PROJECT
        .replace("packs: [own]", "packs: [social-enterprise]")
        .replace("limit: 0.1", "fte_change_limit: 5, turnover_change_limit: 500000, turnover_change_factor: 3")
        .replace("[hires]", "[members]");
    folder.files.insert("nytta.yaml".to_owned(), project.into());
    for (name, csv) in [
        ("municipality", "code,parent,label_en,label_sv\n1880,18N,Örebro,Örebro\n"),
        ("district", "code,parent,label_en,label_sv\n18N,18,North,Norra\n"),
        ("county", "code,label_en,label_sv\n18,Örebro county,Örebro län\n"),
    ] {
        folder.files.insert(format!("indicators/codelists/{name}.csv"), csv.as_bytes().into());
    }
    folder
}

#[test]
fn schemas_are_draft_7_and_know_the_keys() {
    let schemas = nytta::definition::schema::schemas();
    assert_eq!(schemas.keys().copied().collect::<Vec<_>>(), ["dataset", "indicator", "pack", "project", "valuation"]);
    for schema in schemas.values() {
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        assert_eq!(schema["additionalProperties"], false);
    }
    assert!(schemas["indicator"]["properties"]["where"].is_object());
    assert!(schemas["indicator"]["properties"].get("value_expression").is_none());
    assert_eq!(
        schemas["dataset"]["definitions"]["Field"]["properties"]["type"]["allOf"][0]["$ref"],
        "#/definitions/FieldType"
    );
}

#[test]
fn a_file_that_ends_anywhere_has_findings_and_no_panic() {
    const PLACES: [&str; 9] =
        ["{value}", "{expected}", "{known}", "{key}", "{file}", "{reason}", "{limits}", "{other}", "{kind}"];
    let whole = folder(&[]);
    for (path, bytes) in &whole.files {
        let bytes = bytes.hold().expect("it is at hand");
        let text = std::str::from_utf8(&bytes).expect("a text");
        for (end, _) in text.char_indices().step_by(11) {
            let mut folder = whole.clone();
            folder.files.insert(path.clone(), bytes[..end].into());
            for finding in Definitions::load(&folder).1 {
                for text in [&finding.message, &finding.hint].iter().flat_map(|said| said.in_each().0.into_values()) {
                    let left = PLACES.iter().find(|place| text.contains(**place));
                    assert_eq!(left, None, "{} in {path} cut at {end}: {text}", finding.rule);
                }
            }
        }
    }
}

#[test]
fn a_codelist_without_a_language_is_told_once() {
    let district = "indicators/codelists/district.csv";
    let changes = [
        (district, "label_en,label_sv", "label_en"),
        (district, "North,Norra", "North"),
        (district, "South,Södra", "South"),
    ];
    assert_eq!(places(&Definitions::load(&folder(&changes)).1), ["district.csv:1 missing-column"]);
}
