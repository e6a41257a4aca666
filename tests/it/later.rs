//! Rows that are read when they are needed say the same as rows that are held, whatever stands in a file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nytta::pipeline::{self, Validation};
use nytta::project::Folder;
use nytta::shelf::{Kept, Shelf};
use nytta::table::workbook::Child;

use super::damage::Dice;
use super::watch::{self, DATASET, HEADER, number};

/// All that was found in a project, where texts are large from so many bytes on.
fn found(folder: &Folder, large: usize) -> String {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let Validation { files, diagnostics, not_compared, .. } =
        pipeline::findings_from(folder, &loaded, &workbooks, large);
    let mut said = format!("{diagnostics:#?}\n{not_compared:?}\n");
    for file in files {
        let pipeline::File { reading, period, organisations, accepted, rejected, diagnostics } = file;
        let about = (&reading.file, &reading.dataset, &reading.unread, &reading.sheets, &reading.remarks);
        writeln!(said, "{about:?}\n{period} {organisations:?} {accepted} {rejected}\n{diagnostics:#?}")
            .expect("it is a text");
    }
    said
}

/// The same project with all that was sent in on a shelf that has room for less than most of its files.
pub(crate) fn shelved(folder: &Folder) -> Folder {
    let shelf = Arc::new(Shelf::new(1_000, 0));
    let put = |(path, file): (&String, &Kept)| {
        let bytes = file.hold().expect("it is at hand");
        let about = (file.length(), file.begin().to_vec());
        let is_sent = path.starts_with("submissions/");
        let file =
            if is_sent { Kept::Shelved(shelf.put(path, about, move || Ok(bytes.to_vec()))) } else { file.clone() };
        (path.clone(), file)
    };
    Folder { files: folder.files.iter().map(put).collect() }
}

#[track_caller]
pub(crate) fn assert_same(folder: &Folder, how: &str) -> String {
    let held = found(folder, usize::MAX);
    for (later, how) in [(found(folder, 0), how.to_owned()), (found(&shelved(folder), 0), format!("{how}, let go"))] {
        let differs = held.lines().zip(later.lines()).find(|(held, later)| held != later);
        assert_eq!(differs, None, "{how}");
        assert_eq!(held.len(), later.len(), "{how}");
    }
    held
}

/// All figures of a project, where texts are large from so many bytes on.
fn figures(folder: &Folder, large: usize) -> (String, usize) {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let validation = pipeline::figures_from(folder, &loaded, &workbooks, large);
    let (observations, findings) = pipeline::measure(&loaded, &validation);
    let periods = loaded.definitions.project.periods.iter();
    let waiting: Vec<usize> = periods.map(|period| pipeline::unexplained(&validation, &period.period)).collect();
    let kept = validation.rows.values().map(|rows| rows.batch.rows()).sum();
    let period = loaded.definitions.project.period("2025").expect("it is one of the periods");
    let (release, _) = pipeline::release(folder, &loaded, &validation, period);
    (format!("{observations:#?}\n{findings:#?}\n{waiting:?}\n{release:#?}"), kept)
}

/// Measures both ways; gives how many rows were kept each way.
#[track_caller]
fn assert_same_figures(folder: &Folder, how: &str) -> (usize, usize) {
    let ((held, all), (added, some)) = (figures(folder, usize::MAX), figures(folder, 0));
    for (added, how) in [(added, how.to_owned()), (figures(&shelved(folder), 0).0, format!("{how}, let go"))] {
        let differs = held.lines().zip(added.lines()).find(|(held, added)| held != added);
        assert_eq!(differs, None, "{how}");
        assert_eq!(held.len(), added.len(), "{how}");
    }
    (all, some)
}

/// Several rows an enterprise, some of them odd, and figures of which none needs more of them than sums.
#[test]
fn rows_that_are_added_up_give_the_same_figures() {
    let dataset = DATASET
        .replace("key: [organisation]", "key: [organisation, record]")
        .replace("watch: { thousand: true, zero: true }, ", "core: true, ")
        .replace("watch: { thousand: true }, ", "")
        .replace("watch: { thousand: true, sign: true }, ", "")
        .replace("watch: { change: { parameter: hours_limit, relative: 0.5 } }, ", "")
        .replace("fields:", "fields:\n  - { field: record, type: text, required: true, label: { en: Record } }")
        .replace("checks:", "  - { field: way, type: text, label: { en: Way } }\nchecks:")
        .replace("field: people,", "field: people, counted_by: [way],");
    let kept: Vec<&str> = dataset.lines().filter(|line| !line.contains("PEERS")).collect();
    let dataset = kept.join("\n");
    let dataset =
        dataset.replace("people >= PREVIOUS(people), severity: error, beta: true", "people > 4, severity: warning");
    let indicator = |name: &str, rest: &str| {
        let text = format!("{{ en: {name} }}");
        format!(
            "indicator: {name}\nsection: jobs\ntitle: {text}\nshort: {text}\nnoun: {text}\ndefinition: {text}\nmethod: {text}\n\
             population: {text}\nlevel: outcome\ndataset: year\ncounts: x\nover_time: flow\ndirection: none\n\
             sensitivity: persons\nevidence: reported\naligned: []\nbreakdown: [sector]\n{rest}\n"
        )
    };
    let indicators = [
        ("turned_over", "value: SUM(turnover)\nunit: money"),
        ("people_owning", "value: SUM(people)\nwhere: own\nunit: persons"),
        ("supported", "numerator: SUM(support)\ndenominator: SUM(turnover)\nscale: 100\nunit: percent"),
        ("kept", "value: SUM(turnover) - SUM(rent)\nunit: money"),
    ];
    let (mut all, mut some) = (0, 0);
    for seed in 0..40 {
        let dice = &mut Dice::new(1_000 + seed);
        let file = |dice: &mut Dice, day: &str| {
            let many = 20 + dice.roll(60);
            let rows = (0..many).map(|at| {
                let record = if seed % 4 == 0 && dice.roll(40) == 0 { dice.roll(many) } else { at };
                let way = u32::from(dice.roll(9) == 0);
                row(dice, 17 + at % 7, day).replace('\r', "").replace('\n', &format!(";{record};w{way}\n"))
            });
            rows.collect::<String>()
        };
        let mut folder = watch::folder("", "");
        for (period, day) in [("2024", "2024-12-31"), ("2025", "2025-12-31")] {
            folder.files.insert(
                format!("submissions/{period}/a.csv"),
                format!("{HEADER};record;way\n{}", file(dice, day)).into(),
            );
        }
        folder.files.insert("explanations.csv".to_owned(), reasons(dice).into());
        // Where no figure asks how or of whom, nearly all rows of an enterprise are alike.
        let is_plain = seed % 2 == 1;
        let dataset = if is_plain { dataset.replace("counted_by: [way],", "") } else { dataset.clone() };
        folder.files.insert("indicators/trial/datasets/year.yaml".to_owned(), dataset.into());
        for (name, rest) in indicators.into_iter().filter(|(_, rest)| !is_plain || !rest.contains("where:")) {
            folder.files.insert(format!("indicators/trial/{name}.yaml"), indicator(name, rest).into());
        }
        let (held, added) = assert_same_figures(&folder, &format!("seed {seed}"));
        (all, some) = (all + held, some + added);
    }
    assert!(some * 10 < all * 9, "{some} of {all} rows were kept");
}

#[test]
fn files_of_all_kinds_are_found_the_same_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folder = Folder::read(&root.join("examples/orebro-lan")).expect("the example can be read");
    assert_same(&folder, "the example");
    let mut waiting: Vec<PathBuf> = vec![root.join("tests/corpus")];
    let mut texts = 0;
    while let Some(place) = waiting.pop() {
        let entries = std::fs::read_dir(&place).expect("the corpus is there");
        for path in entries.map(|entry| entry.expect("it can be read").path()) {
            let name = path.strip_prefix(root).expect("it is inside").to_string_lossy().replace(['\\', '/'], "-");
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "csv") {
                let bytes = std::fs::read(path).expect("it can be read");
                folder.files.insert(format!("submissions/2025/{name}"), bytes.into());
                texts += 1;
            }
        }
    }
    assert!(texts > 50, "{texts}");
    assert_same(&folder, "the corpus");
    assert_same_figures(&folder, "the corpus");
}

/// A row of the year, mostly sound; its enterprise is mostly one that no other row has.
fn row(dice: &mut Dice, at: usize, day: &str) -> String {
    let at = if dice.roll(8) == 0 { dice.roll(43) } else { at };
    let mut one = |usual: &[&str], odd: &[&str]| {
        let from = if dice.roll(12) == 0 { odd } else { usual };
        from[dice.roll(from.len())].to_owned()
    };
    let (organisation, rent) = (number(at), (100 + at).to_string());
    let cells = [
        one(&[&organisation], &["5561000019", "", "556100-0018", "5561"]),
        one(
            &[day],
            &[
                "2025-06-30",
                "2024-06-30",
                "2031-12-31",
                "igår",
                "",
                "12/31/2025",
                "6/7/2025",
                "2025",
                "2025-\u{ad}12-31",
            ],
        ),
        one(&["800000", "820000"], &["800", "0", "-", "--", "vet ej!", "mycket"]),
        one(&["40000", "41000"], &["40", "?", ""]),
        one(&["9000", "8000"], &["-9000", "9", "."]),
        one(&["5", "6"], &["0", "4,5", "?", "\u{ad}5", "inga"]),
        one(&["7000", "9000"], &["", "-1", "700000"]),
        one(&[&rent, ""], &["99999"]),
        one(&["ja", "nej", ""], &["kanske", "Vet ej."]),
    ];
    let line = cells.join(";");
    match dice.roll(60) {
        0 => format!("{line};mer\n"),
        1 => format!("{}\n", line.rsplit_once(';').map_or("", |(line, _)| line)),
        2 => "\n".to_owned(),
        3 => format!("{HEADER}\n{line}\n"),
        4 => format!("Summa;;1;2;3;4;5;6;\n{line}\n"),
        5 => format!("\"{}\"\n", line.replace(';', "\";\"")),
        _ => format!("{line}\r\n"),
    }
}

fn rows(dice: &mut Dice, day: &str) -> String {
    let many = dice.roll(25);
    (0..many).map(|at| row(dice, at, day)).collect()
}

/// Reasons for some rows, good and poor, outdated and for nothing.
fn reasons(dice: &mut Dice) -> String {
    let mut text = "organisation,period,dataset,check,values,reason_code,text\n".to_owned();
    let mut one = |of: &[&str]| of[dice.roll(of.len())].to_owned();
    for at in 0..20 {
        let check = one(&["steady", "year.steady", "half-of-a-pair"]);
        let (values, words) = (one(&["", "people=5", "people=7"]), one(&["Vi flyttade i maj", "Ny lokal", "ok"]));
        writeln!(text, "{},2025,year,{check},{values},,{words}", number(at)).expect("it is a text");
    }
    text
}

/// The definition with a key of its own; `PEERS` looks at all rows at once.
fn dataset(key: &str, peers: bool) -> String {
    let text = DATASET.replace("key: [organisation]", key).replace("severity: error, beta: true", "severity: warning");
    let kept = |line: &&str| peers || !line.contains("PEERS");
    text.lines().filter(kept).collect::<Vec<_>>().join("\n")
}

#[test]
fn generated_files_are_found_the_same_in() {
    let mut all = String::new();
    for seed in 0..60 {
        let dice = &mut Dice::new(seed);
        let mut now = rows(dice, "2025-12-31");
        if seed % 20 == 7 {
            // No day of birth, but no organisation either.
            writeln!(now, "9913010001;2025-12-31;1;1;1;1;1;1;ja").expect("it is a text");
        }
        let mut folder = watch::folder(&rows(dice, "2024-12-31"), &now);
        let more = format!("{HEADER}\n{}", rows(dice, "2025-12-31"));
        let latin: Vec<u8> = format!("{HEADER}\n{}", rows(dice, "2025-12-31"))
            .replace("kanske", "kanhända")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("Latin 1 has it"))
            .collect();
        let key = ["key: [organisation]", "key: [organisation, day]"][dice.roll(2)];
        folder.files.insert("submissions/2025/b.csv".to_owned(), more.into());
        folder.files.insert("submissions/2025/c.csv".to_owned(), latin.into());
        folder.files.insert("explanations.csv".to_owned(), reasons(dice).into());
        let path = "indicators/trial/datasets/year.yaml".to_owned();
        folder.files.insert(path, dataset(key, seed % 5 == 0).into());
        all += &assert_same(&folder, &format!("seed {seed}"));
    }
    let rules = [
        "duplicate-key",
        "second-year-in-period",
        "unknown-organisation",
        "wrong-field-count",
        "wrong-period",
        "not-a-number",
        "personal-number",
        "factor-thousand",
        "outdated-reason",
        "reason-without-values",
        "reason-without-warning",
        "poor-reason",
        "year.like_peers",
    ];
    let told = all.lines().filter_map(|line| line.trim().strip_prefix("rule: \"")?.strip_suffix("\","));
    let told: BTreeSet<&str> = told.collect();
    let silent: Vec<&str> = rules.into_iter().filter(|rule| !told.contains(rule)).collect();
    assert!(silent.is_empty(), "nothing was found by {silent:?}, but by {told:?}");
}

#[test]
fn a_file_of_several_batches_is_found_the_same_in() {
    let mut text = format!("{HEADER};record\n");
    for at in 0..nytta::table::BATCH_ROWS + 300 {
        let record = match at {
            65_700 => 5,
            65_800 => 65_790,
            _ => at,
        };
        let odd = if at % 9_000 == 10 { "x" } else { "7" };
        writeln!(text, "{};2025-12-31;;;{odd};;;;;r{record}", number(record % 40)).expect("it is a text");
    }
    let mut folder = watch::folder("", "");
    folder.files.insert("submissions/2025/a.csv".to_owned(), text.into());
    let record = "fields:\n  - { field: record, type: text, required: true, label: { en: Record } }";
    let dataset = dataset("key: [organisation, record]", false).replace("fields:", record);
    folder.files.insert("indicators/trial/datasets/year.yaml".to_owned(), dataset.into());
    let found = assert_same(&folder, "several batches");
    assert_eq!(found.matches("rule: \"duplicate-key\"").count(), 4, "{found}");
}

/// What stands in one row alone is found, also where that row is none of those by which the file was known.
#[test]
fn what_one_row_alone_shows_is_found_the_same_in() {
    let of = |at: usize| format!("{};2025-12-31;800000,5;40000;9000;5;7000;;ja", number(at));
    let odd = [
        "5561000018;2025-12-31;800000.5;1;1;5;1;;ja",
        "5561000018;2025-12-31;800.000;1;1;5;1;;ja",
        "5561000018;31/12/2025;1;1;1;5;1;;ja",
        "5561000018;12/31/2025;1;1;1;5;1;;ja",
        "5561000018;46022;1;1;1;5;1;;ja",
        "5561000018;2025-12-31;8 tkr;1;1;5;1;;ja",
        "5561000018;2025-12-31;1;1;1;5;1",
        "5561000018;2025-12-31;1;1;1;5;1;;ja;mer",
        "5561000018;2025-12-31;mycket;1;1;5;1;;kanske",
        "121212-1212;2025-12-31;1;1;1;5;1;;ja",
        "5561000018;2025-12-31;1;1;1;5;070-123 45 67;;ja",
        "5561000018;2025-12-31;1;1;1;5;1;;\"ja\"",
        "5561000018;2025-12-31;1;1;1;5;1;;\"ja",
        "Summa;;800000;1;1;5;1;;",
        HEADER,
        "",
        ";;;;;;;;",
        "Not: preliminärt",
        "5561000018\0;2025-12-31;1;1;1;5;1;;ja",
    ];
    let mut found = BTreeSet::new();
    for odd in odd {
        for at in [3, 37] {
            let mut lines: Vec<String> = (1..40).map(of).collect();
            lines.insert(at, odd.to_owned());
            let mut folder = watch::folder("", &format!("{}\n", lines.join("\n")));
            let path = "indicators/trial/datasets/year.yaml".to_owned();
            folder.files.insert(path, dataset("key: [organisation]", at == 3).into());
            found.insert(assert_same(&folder, odd));
        }
    }
    assert!(found.len() > odd.len(), "{}", found.len());
}
