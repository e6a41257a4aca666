//! What came back is held against the project: no change of a figure, a text or a cell goes by unseen.

mod cells;
pub(crate) mod paper;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use nytta::digest;
use nytta::pdf::{Printed, Unread, read_here};
use nytta::pipeline::verify::{self, Remade, Strange, Verdict};
use nytta::pipeline::{self, Loaded, ReportRequest, Validation};
use nytta::project::{Folder, KEY};
use nytta::report::provenance::{NAME, Provenance};
use nytta::table::workbook::{Child, InProcess};

use super::damage::Dice;
use super::watch::number;
use super::{trial, watch};

const PACK: &str = "pack: trial
version: 1
title: { en: Trial }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists: [ { codelist: sector, title: { en: Sector }, relation: exclusive, of: register } ]
";

const ENTERPRISES: usize = 6;
const SECTORS: [&str; 3] = ["food", "care", "wood"];
const HEADER: &str = "organisation;day;turnover;shifts;hours";

/// Which cell of which row: the amounts of the enterprises, by period.
type Amounts = BTreeMap<&'static str, Vec<[u32; 3]>>;
const COLUMNS: [&str; 3] = ["turnover", "shifts", "hours"];

fn amounts() -> Amounts {
    let mut dice = Dice::new(7);
    let mut rows = || (0..ENTERPRISES).map(|_| [1_000, 10, 100].map(|most| number_up_to(&mut dice, most))).collect();
    BTreeMap::from([("2024", rows()), ("2025", rows())])
}

fn number_up_to(dice: &mut Dice, most: usize) -> u32 {
    u32::try_from(1 + dice.roll(most)).expect("it is small")
}

fn rows(period: &str, rows: &[[u32; 3]]) -> String {
    let mut text = format!("{HEADER}\n");
    for (at, [turnover, shifts, hours]) in rows.iter().enumerate() {
        writeln!(text, "{};{period}-12-31;{turnover};{shifts};{hours}", number(at)).expect("a text takes it");
    }
    text
}

fn indicator(name: &str, unit: &str) -> String {
    let text = |noun: &str| format!("{{ en: {noun} }}");
    let title = text(&format!("Sum of {name}"));
    format!(
        "indicator: {name}_sum\nsection: jobs\ntitle: {title}\nshort: {title}\nnoun: {}\ndefinition: {title}\nmethod: {}\n\
         population: {}\nlevel: output\ndataset: year\nvalue: \"SUM({name})\"\nunit: {unit}\ncounts: things\nover_time: flow\n\
         breakdown: [sector]\nsensitivity: open\n",
        text(name),
        text("The sum"),
        text("All"),
    )
}

fn folder(amounts: &Amounts) -> Folder {
    let mut register = "organisation,name,sector,member_from\n".to_owned();
    for at in 0..ENTERPRISES {
        writeln!(register, "{},Number {at},{},2020-01-01", number(at), SECTORS[at % 3]).expect("a text takes it");
    }
    let dataset = watch::DATASET.split("pairs:").next().expect("it has pairs").to_owned()
        + "fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: day, type: date, required: true, label: { en: Last day } }
  - { field: turnover, type: money, flow: true, label: { en: Turnover } }
  - { field: shifts, type: integer, unit: hours, flow: true, label: { en: Shifts } }
  - { field: hours, type: integer, unit: hours, flow: true, label: { en: Hours } }
";
    let mut files = vec![
        ("nytta.yaml".to_owned(), format!("{}reports: [ {{ report: region, template: region }} ]\n", trial::PROJECT)),
        ("nytta.key".to_owned(), "a secret of more than thirty-two letters\n".to_owned()),
        ("organisations.csv".to_owned(), register),
        ("indicators/trial/pack.yaml".to_owned(), PACK.to_owned()),
        ("indicators/trial/datasets/year.yaml".to_owned(), dataset),
        (
            "indicators/trial/codelists/sector.csv".to_owned(),
            "code,parent,valid_from,valid_to,label_en\nfood,,,,Food\ncare,,,,Care\nwood,,,,Wood\n".to_owned(),
        ),
    ];
    for (name, unit) in COLUMNS.into_iter().zip(["money", "hours", "hours"]) {
        files.push((format!("indicators/trial/{name}_sum.yaml"), indicator(name, unit)));
    }
    for (period, amounts) in amounts {
        files.push((format!("submissions/{period}/answers.csv"), rows(period, amounts)));
    }
    Folder { files: files.into_iter().map(|(path, text)| (path, text.into())).collect() }
}

fn load(folder: &Folder) -> Loaded {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded
}

fn validate(folder: &Folder, loaded: &Loaded) -> Validation {
    pipeline::validate(folder, loaded, &InProcess)
}

/// What a report of 2025 carries.
fn carried(folder: &Folder, loaded: &Loaded) -> Provenance {
    carried_by(folder, loaded, None)
}

/// What a draft of 2025 carries, or an edition.
fn carried_by(folder: &Folder, loaded: &Loaded, edition: Option<&str>) -> Provenance {
    let validation = validate(folder, loaded);
    let definitions = &loaded.definitions;
    let plan = &definitions.project.reports[0];
    let request = ReportRequest { plan, period: "2025", language: "en", date: None, edition };
    let (release, _) = pipeline::cleared(folder, loaded, &validation, &request);
    Provenance::of(&release, (definitions, &loaded.money), request.plan, "en", edition)
}

/// The report of the small project as it was made.
struct Made {
    folder: Folder,
    loaded: Loaded,
    remade: Remade,
    printed: Printed,
    carried: Provenance,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = folder(&amounts());
    let loaded = load(&folder);
    let carried = carried(&folder, &loaded);
    let remade = verify::remake(&carried, &folder, &loaded, &validate(&folder, &loaded)).expect("it can be made");
    let printed = read_here(remade.pdf.as_deref().expect("it is this version's")).expect("it is a PDF");
    Made { folder, loaded, remade, printed, carried }
});

impl Made {
    fn pdf(&self) -> &[u8] {
        self.remade.pdf.as_deref().expect("it is this version's")
    }

    /// What is said of a file that came back.
    fn hold(&self, given: &[u8], printed: &Printed) -> Verdict {
        let carried = verify::carried(printed).expect("it carries figures");
        let read = |_: &[u8]| -> Result<Printed, Unread> { Ok(self.printed.clone()) };
        verify::hold((given, printed, &carried), &self.remade, &self.loaded.definitions, &read).expect("it can be held")
    }
}

#[test]
fn a_report_carries_its_figures_and_is_exactly_what_the_project_gives() {
    let made = &*MADE;
    let carried = verify::carried(&made.printed).expect("it carries figures");
    assert_eq!(carried, made.carried);
    assert_eq!(made.printed.attached[NAME], carried.json());
    assert_eq!((carried.schema, carried.engine.as_str()), (1, nytta::ENGINE));
    // Total and three sectors, three indicators, two periods.
    assert_eq!(carried.figures.len(), 4 * 3 * 2);
    let shifts: u32 = amounts()["2025"].iter().map(|row| row[1]).sum();
    let of_it = |one: &&nytta::report::provenance::Told| {
        (one.indicator.as_str(), one.period.as_str(), one.breakdown.as_str()) == ("shifts_sum", "2025", "")
    };
    let told = carried.figures.iter().find(of_it).expect("it is told");
    assert_eq!(told.value.as_deref(), Some(shifts.to_string().as_str()));
    let indicator = made.loaded.definitions.indicator("shifts_sum").expect("it is defined");
    let defined = &carried.indicators["shifts_sum"];
    assert_eq!(defined.definition, made.loaded.definitions.fingerprint(indicator, "2025"));
    assert_eq!((defined.dataset.as_str(), defined.dataset_version, defined.unit.as_str()), ("year", Some(1), "hours"));
    let verdict = made.hold(made.pdf(), &made.printed);
    assert!(verdict.is_exact && verdict.figures.is_empty() && verdict.texts.is_empty() && verdict.looks.is_empty());
    assert_eq!(verdict.changed, Some(Vec::new()));
    // Another release date is part of what the report says of itself.
    let dated = Provenance { released: "2026-10-01".parse().expect("a day"), ..carried.clone() };
    let request = verify::asked(&dated, &made.loaded).expect("it is a report of the project");
    assert_eq!(request.date, Some(dated.released));
    assert_eq!(verify::asked(&carried, &made.loaded).expect("it is").date, None);
}

/// What the program says of the data that a report carries holds for what one carries.
#[test]
fn the_schema_knows_every_entry() {
    let schema = nytta::definition::schema::of::<Provenance>();
    let value: serde_json::Value = serde_json::from_str(&MADE.carried.json()).expect("it is JSON");
    let knows = |known: &serde_json::Value, value: &serde_json::Value| {
        let keys = value.as_object().expect("an object").keys();
        keys.filter(|key| known["properties"].get(key.as_str()).is_none()).cloned().collect::<Vec<_>>()
    };
    assert_eq!(knows(&schema, &value), Vec::<String>::new());
    assert_eq!(knows(&schema["definitions"]["Told"], &value["figures"][0]), Vec::<String>::new());
    assert_eq!(knows(&schema["definitions"]["Defined"], &value["indicators"]["hours_sum"]), Vec::<String>::new());
    let required = schema["required"].as_array().expect("a list");
    assert!(required.iter().all(|key| value.get(key.as_str().expect("a name")).is_some()));
}

/// Test cases 1, 2 and 6 of RFC 4231.
#[test]
fn keyed_digests_are_those_of_the_standard() {
    for (key, message, expected) in [
        (vec![0x0b; 20], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            b"Jefe".to_vec(),
            "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            vec![0xaa; 131],
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ] {
        assert_eq!(digest::keyed(&key, message.as_bytes()), expected);
    }
}

/// That nothing has come between two editions, or something, could tell of the one enterprise that was asked to mend its answers.
#[test]
fn two_editions_do_not_tell_whether_a_file_was_changed_between_them() {
    let made = &*MADE;
    let [first, again, second] =
        ["first", "first", "second"].map(|name| carried_by(&made.folder, &made.loaded, Some(name)));
    assert_eq!((&first.inputs, &first.fingerprint), (&again.inputs, &again.fingerprint), "an edition can be verified");
    assert!(first.inputs.len() > 3 && first.inputs.keys().eq(second.inputs.keys()));
    assert_ne!(first.fingerprint, second.fingerprint);
    for (group, digest) in &first.inputs {
        assert_ne!(*digest, second.inputs[group], "{group}");
        assert_ne!(*digest, made.carried.inputs[group], "{group}");
    }
}

#[test]
fn what_a_report_says_of_the_projects_files_cannot_be_guessed() {
    let made = &*MADE;
    let inputs = &made.carried.inputs;
    let groups: Vec<&str> = inputs.keys().map(String::as_str).collect();
    assert_eq!(groups, ["definitions", "organisations", "secret", "submissions/2024", "submissions/2025"]);
    // No digest of a file, alone or with its path, stands in what is carried; nor does the path or the secret.
    let text = made.carried.json();
    for (path, file) in &made.folder.files {
        let bytes = &*file.hold().expect("it is at hand");
        let guesses = [digest::plain(bytes), digest::of_parts([path.as_bytes(), bytes]), digest::of_parts([bytes])];
        assert!(guesses.iter().all(|guess| !text.contains(guess.as_str())), "{path}");
    }
    assert!(!text.contains("answers.csv") && !text.contains("a secret of more"));
    let with_key = |key: &str| {
        let mut folder = made.folder.clone();
        folder.files.insert(KEY.to_owned(), key.to_owned().into());
        carried(&folder, &made.loaded).inputs
    };
    let other = with_key("another secret of more than thirty-two letters");
    assert!(inputs.iter().all(|(group, digest)| other[group] != *digest), "the key decides");
    assert!(with_key("too short").is_empty(), "a short secret keeps nothing");
}

#[test]
fn the_example_carries_what_measure_publishes_and_nobodys_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let folder = Folder::read(&root).expect("the example is there");
    let loaded = pipeline::load(&folder).expect("the example is sound");
    let validation = pipeline::validate(&folder, &loaded, &Child { program: env!("CARGO_BIN_EXE_nytta").into() });
    let definitions = &loaded.definitions;
    let period = definitions.project.period("2025").expect("it is there");
    let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
    let carried = Provenance::of(&release, (definitions, &loaded.money), &definitions.project.reports[0], "sv", None);
    let mut withheld = 0;
    for told in &carried.figures {
        let mut lines = release.lines(&told.period);
        let line = lines.find(|line| line.indicator == told.indicator && line.cell() == told.breakdown);
        let line = line.expect("it is in the release");
        assert_eq!(told.value, line.value.map(|value| value.normalize().to_string()));
        if told.status == "withheld" {
            withheld += 1;
            let told = serde_json::to_value(told).expect("it is JSON");
            let keys: Vec<&str> = told.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, ["indicator", "period", "breakdown", "status"]);
        }
    }
    assert!(withheld > 100, "only {withheld} figures are withheld");
    let text = carried.json();
    for (number, rows) in &loaded.register.organisations {
        assert!(!text.contains(number.as_str()), "{number}");
        assert!(rows.iter().all(|row| !text.contains(row.name.as_str())), "{number}");
    }
    assert!(folder.under("submissions/").all(|path| !text.contains(path)));
}

/// A report that is the same to the byte whatever else lies in the project's folder.
#[test]
fn what_nobody_reads_does_not_change_a_report() {
    let made = &*MADE;
    for stray in [
        "minutes.docx",
        "region-2025-en.pdf",
        "nytta.yaml~",
        "indicators/trial/hours_sum.yaml~",
        "indicators/trial/read-me.md",
        "report-templates/region.typ.j2~",
        "submissions/2025/~$answers.xlsx",
        "submissions/2025/letter.docx",
        "submissions/2019/answers.csv",
        "releases/staff/notes.txt",
    ] {
        let mut folder = made.folder.clone();
        folder.files.insert(stray.to_owned(), "of no use here".to_owned().into());
        let loaded = pipeline::load(&folder).expect("it is sound");
        let remade = carried(&folder, &loaded);
        assert_eq!(remade, made.carried, "{stray}");
    }
    // What a figure can come from does.
    for (path, group) in [("comments.csv", "comments"), ("submissions/2024/more.csv", "submissions/2024")] {
        let mut folder = made.folder.clone();
        folder.files.insert(path.to_owned(), "\n".to_owned().into());
        let now = carried(&folder, &made.loaded);
        assert_ne!(now.fingerprint, made.carried.fingerprint, "{path}");
        assert_eq!(verify::compared(&made.carried, &now).changed, Some(vec![group.to_owned()]));
    }
}

/// The whole verdict on the report as it was made, in a folder.
fn held_in(folder: &Folder) -> (Verdict, Provenance) {
    let made = &*MADE;
    let loaded = load(folder);
    let remade = verify::remake(&made.carried, folder, &loaded, &validate(folder, &loaded)).expect("it can be made");
    let given = (made.pdf(), &made.printed, &made.carried);
    let verdict = verify::hold(given, &remade, &loaded.definitions, &read_here).expect("it can be held");
    (verdict, remade.figures)
}

#[test]
fn another_secret_or_none_is_told_from_changed_files() {
    let mut folder = MADE.folder.clone();
    folder.files.insert(KEY.to_owned(), "another secret of more than thirty-two letters".to_owned().into());
    let (other, now) = held_in(&folder);
    assert_eq!(now.fingerprint, MADE.carried.fingerprint);
    assert!(other.is_other_secret && !other.is_exact && other.changed.is_none());
    assert!(other.texts.is_empty() && other.figures.is_empty() && other.looks.is_empty(), "{other:#?}");
    // Who may not read the secret compares all but what it makes.
    folder.files.remove(KEY);
    let (none, _) = held_in(&folder);
    assert!(none.is_exact && !none.is_other_secret && none.changed.is_none(), "{none:#?}");
}

/// Fourteen periods: a report prints the last twelve of totals and the last six of cells, and carries no more.
#[test]
fn a_report_carries_the_periods_that_it_can_print() {
    let mut folder = folder(&amounts());
    let settings = folder.text("nytta.yaml").expect("it is there");
    let mut earlier = String::new();
    for year in 2012..2024 {
        let days = format!("start: {year}-01-01, end: {year}-12-31, deadline: {}-02-28, release: {0}-09-01", year + 1);
        writeln!(earlier, "  - {{ period: '{year}', {days} }}").expect("a text takes it");
    }
    let settings = settings.replacen("periods:\n", &format!("periods:\n{earlier}"), 1);
    folder.files.insert("nytta.yaml".to_owned(), settings.into());
    for year in 2012..2024 {
        let answers = rows(&year.to_string(), &amounts()["2024"]);
        folder.files.insert(format!("submissions/{year}/answers.csv"), answers.into());
    }
    let carried = carried(&folder, &load(&folder));
    let periods = |is_cell: bool| {
        let of = carried.figures.iter().filter(|one| one.breakdown.is_empty() != is_cell);
        of.map(|one| one.period.parse().expect("a year")).collect::<std::collections::BTreeSet<u32>>()
    };
    assert_eq!(periods(false), (2014..=2025).collect());
    assert_eq!(periods(true), (2020..=2025).collect());
}

/// The rules of a dataset are those of the lists that it names.
#[test]
fn a_list_that_a_dataset_does_not_name_decides_no_row_of_it() {
    let rules =
        |folder: &Folder| load(folder).definitions.fingerprint_of_rules(&load(folder).definitions.datasets["year"]);
    let sector = "indicators/trial/codelists/sector.csv";
    let dataset = "indicators/trial/datasets/year.yaml";
    let with = |path: &str, from: &str, to: &str, folder: &Folder| {
        let mut folder = folder.clone();
        let text = folder.text(path).expect("it is there");
        assert!(text.contains(from));
        let text = text.replacen(from, to, 1);
        folder.files.insert(path.to_owned(), text.into());
        folder
    };
    let more = |folder: &Folder| with(sector, "wood,,,,Wood", "wood,,,,Wood\nmetal,,,,Metal", folder);
    let plain = &MADE.folder;
    assert_eq!(rules(&more(plain)), rules(plain));
    let check =
        "checks:\n  - { check: no_metal, that: \"sector <> 'wood'\", severity: note, message: { en: It is } }\nfields:";
    let naming = with(dataset, "fields:", check, plain);
    assert_ne!(rules(&naming), rules(plain));
    assert_ne!(rules(&more(&naming)), rules(&naming));
}

#[test]
fn a_persons_number_in_what_came_back_is_not_told() {
    let made = &*MADE;
    let person = "19850709-9805";
    let mut edited = made.carried.clone();
    let defined = edited.indicators["hours_sum"].clone();
    edited.indicators.insert(person.to_owned(), defined);
    edited.inputs.insert(format!("submissions/{person}"), "0".to_owned());
    edited.against.push(person.to_owned());
    let verdict = verify::compared(&edited, &made.carried);
    assert_eq!((verdict.defined_otherwise.len(), verdict.editions_gone.len()), (1, 1));
    assert_eq!(verdict.changed.as_ref().map(Vec::len), Some(1));
    assert!(!format!("{verdict:?}").contains("9805"), "{verdict:?}");
    // Digits behind a decimal point are of a figure.
    let mut edited = made.carried.clone();
    for (value, told) in [("68.5083706554", "68.5083706554"), ("8507099805.5", "••••••••••.5")] {
        edited.figures[0].value = Some(value.to_owned());
        assert_eq!(verify::compared(&edited, &made.carried).figures[0].entries[0].1, told);
    }
}

#[test]
fn a_thousand_changes_of_one_digit_in_the_data_are_named() {
    let made = &*MADE;
    let mut dice = Dice::new(11);
    for _ in 0..1_000 {
        let mut edited = made.carried.clone();
        let at = dice.roll(edited.figures.len());
        let value = edited.figures[at].value.as_mut().expect("all are open");
        let (from, to) = other_digit(value, &mut dice).expect("it has digits");
        value.replace_range(from..=from, &to.to_string());
        let attached = BTreeMap::from([(NAME.to_owned(), edited.json())]);
        let carried = verify::carried(&Printed { attached, ..Printed::default() }).expect("it is still JSON");
        let verdict = verify::compared(&carried, &made.carried);
        let (told, was) = (&edited.figures[at], &made.carried.figures[at]);
        assert_eq!(verdict.figures.len(), 1, "{told:?}");
        let found = &verdict.figures[0];
        assert_eq!(
            (&found.indicator, &found.period, &found.breakdown),
            (&told.indicator, &told.period, &told.breakdown)
        );
        let values = [&told.value, &was.value].map(|value| value.clone().expect("all are open"));
        let [said, given] = values;
        assert_eq!(found.entries, [("value".to_owned(), said, given)]);
    }
}

/// Where a digit of a text stands, and another digit.
fn other_digit(text: &str, dice: &mut Dice) -> Option<(usize, char)> {
    let digits: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    let (at, digit) = *digits.get(dice.roll(digits.len().max(1)))?;
    let other = (digit.to_digit(10)? + 1 + u32::try_from(dice.roll(9)).ok()?) % 10;
    Some((at, char::from_digit(other, 10)?))
}

#[test]
fn figures_that_are_left_out_put_in_or_told_twice_are_named() {
    let made = &*MADE;
    let mut edited = made.carried.clone();
    let gone = edited.figures.remove(3);
    let mut invented = edited.figures[0].clone();
    invented.breakdown = "sector=none".to_owned();
    edited.figures.push(invented);
    edited.figures[1].status = "withheld".to_owned();
    edited.figures[1].value = None;
    let found = verify::compared(&edited, &made.carried).figures;
    let names: Vec<&str> = found.iter().map(|one| one.breakdown.as_str()).collect();
    assert!(names.contains(&gone.breakdown.as_str()) && names.contains(&"sector=none"), "{names:?}");
    assert_eq!(found.len(), 3);
    let mut twice = made.carried.clone();
    let mut again = twice.figures[0].clone();
    again.value = Some("1".to_owned());
    twice.figures.insert(0, again);
    let attached = |text: String| Printed { attached: BTreeMap::from([(NAME.to_owned(), text)]), ..Printed::default() };
    assert_eq!(verify::carried(&attached(twice.json())), Err(Strange::Unreadable));
    assert_eq!(verify::carried(&Printed::default()), Err(Strange::NotOurs));
    assert_eq!(verify::carried(&attached("{}".to_owned())), Err(Strange::Unreadable));
    let long = Printed { left_out: [NAME.to_owned()].into(), ..Printed::default() };
    assert_eq!(verify::carried(&long), Err(Strange::Overlong));
    let later = r#"{"schema": 2, "engine": "nytta 9.0.0", "numbers": []}"#.to_owned();
    assert_eq!(verify::carried(&attached(later)), Err(Strange::Later("nytta 9.0.0".to_owned())));
    let of = |change: fn(&mut Provenance)| {
        let mut other = made.carried.clone();
        change(&mut other);
        verify::asked(&other, &made.loaded).err()
    };
    assert_eq!(of(|one| one.project = "x".to_owned()), Some(Strange::OtherProject("x".to_owned())));
    assert_eq!(of(|one| one.report = "x".to_owned()), Some(Strange::NoReport("x".to_owned())));
    assert_eq!(of(|one| one.period = "x".to_owned()), Some(Strange::NoPeriod("x".to_owned())));
    assert_eq!(of(|one| one.edition = Some("x".to_owned())), Some(Strange::NoEdition("x".to_owned())));
}
