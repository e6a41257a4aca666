//! What must not matter does not: the order of rows and columns, how files are split and quoted, who is silent.
//!
//! The accepted rows of the example are printed as one file and read again; then that file is changed in ways that say
//! the same, and every figure must come out as before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use nytta::definition::codelist::{Origin, Relation};
use nytta::definition::dataset::Dataset;
use nytta::measure::{Breakdown, Observation};
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;
use nytta::source::Bytes;
use nytta::table::workbook::Child;
use nytta::value::{Decimal, Missing, State};

use super::damage::Dice;

const PERIODS: [&str; 3] = ["2023", "2024", "2025"];
/// How often each change is tried, otherwise each time.
const TIMES: u64 = 4;

/// A table: a header and rows of cells.
pub type Table = Vec<Vec<String>>;

pub struct Example {
    pub folder: Folder,
    /// The rows that count, by period, as a person would write them.
    pub tables: BTreeMap<&'static str, Table>,
    observations: Vec<Observation>,
}

pub static EXAMPLE: LazyLock<Example> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let mut folder = Folder::read(&root).expect("the example is there");
    let loaded = pipeline::load(&folder).expect("the example is sound");
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let validation = pipeline::validate(&folder, &loaded, &workbooks);
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    let tables = PERIODS.map(|period| {
        let accepted = &validation.rows[&("enterprise_year".to_owned(), period.to_owned())];
        let header = dataset.columns.iter().map(|column| column.name.clone()).collect();
        let rows = (0..accepted.batch.rows()).filter(|row| !accepted.from_register[*row]);
        let rows = rows.map(|row| {
            let cells = dataset.columns.iter().map(|column| cell(dataset, &accepted.batch.columns[&column.name], row));
            cells.collect::<Vec<_>>()
        });
        (period, std::iter::once(header).chain(rows).collect())
    });
    folder.files.retain(|path, _| !path.starts_with("submissions/") && path != "explanations.csv");
    let tables = BTreeMap::from(tables);
    let observations = measured(&folder, &sent(&tables, one_file));
    Example { folder, tables, observations }
});

/// A value as it may be written in a form.
fn cell(dataset: &Dataset, column: &nytta::table::Column, row: usize) -> String {
    match column.states[row] {
        State::Missing(Missing::NotCollected) | State::Unreadable => String::new(),
        State::Missing(kind) => dataset.missing[&kind][0].clone(),
        State::Value => match column.boolean(row) {
            Some(yes) => if yes { "ja" } else { "nej" }.to_owned(),
            None => column.text(row).map_or_else(
                || column.written(row).expect("it has a value").replace('.', ","),
                |text| if text.contains([';', '"', '\n']) { quoted(text) } else { text.to_owned() },
            ),
        },
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

pub fn one_file(table: &Table) -> Vec<Table> {
    vec![table.clone()]
}

/// The files of each period that a way of sending makes of its table.
pub fn sent(tables: &BTreeMap<&str, Table>, mut files: impl FnMut(&Table) -> Vec<Table>) -> BTreeMap<String, Bytes> {
    let mut sent = BTreeMap::new();
    for (period, table) in tables {
        for (at, file) in files(table).iter().enumerate() {
            let lines: Vec<String> = file.iter().map(|cells| cells.join(";") + "\r\n").collect();
            sent.insert(format!("submissions/{period}/part-{at}.csv"), lines.concat().into());
        }
    }
    sent
}

fn loaded(folder: &Folder) -> Loaded {
    pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn measured(folder: &Folder, sent: &BTreeMap<String, Bytes>) -> Vec<Observation> {
    let mut folder = folder.clone();
    folder.files.extend(sent.iter().map(|(path, file)| (path.clone(), file.clone().into())));
    let loaded = loaded(&folder);
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let validation = pipeline::validate(&folder, &loaded, &workbooks);
    for file in &validation.files {
        assert_eq!(file.rejected, 0, "{}: {:#?}", file.reading.file, file.diagnostics);
    }
    let (observations, found) = pipeline::measure(&loaded, &validation);
    assert!(found.is_empty(), "{found:#?}");
    observations
}

/// Says which figure differs first.
#[track_caller]
fn assert_same(changed: &[Observation], how: &str) {
    let before = &EXAMPLE.observations;
    assert_eq!(changed.len(), before.len(), "{how}: other figures");
    for (now, then) in changed.iter().zip(before) {
        let name = || format!("{how}: {} {} {:?}", then.indicator, then.period, then.breakdown);
        assert_eq!(format!("{now:?}"), format!("{then:?}"), "{}", name());
    }
}

fn shuffle<T>(items: &mut [T], dice: &mut Dice) {
    for at in (1..items.len()).rev() {
        items.swap(at, dice.roll(at + 1));
    }
}

#[test]
fn neither_the_order_of_rows_nor_that_of_columns_matters() {
    for seed in 0..TIMES {
        let mut dice = Dice::new(seed);
        let files = sent(&EXAMPLE.tables, |table| {
            let mut places: Vec<usize> = (0..table[0].len()).collect();
            shuffle(&mut places, &mut dice);
            let mut rows: Table = table.iter().map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect();
            shuffle(&mut rows[1..], &mut dice);
            vec![rows]
        });
        assert_same(&measured(&EXAMPLE.folder, &files), &format!("shuffled {seed}"));
    }
}

/// One way that stays the same from run to run: rows and columns from the last to the first, every second row in a file of its own
/// kind, all cells in quotes. The sums are those that another program has reckoned.
#[test]
fn a_table_turned_about_and_sent_in_halves_gives_the_sums_that_are_known() {
    let files = sent(&EXAMPLE.tables, |table| {
        let turned = |row: &Vec<String>| -> Vec<String> {
            let cells = row.iter().rev();
            cells.map(|text| if text.starts_with('"') { text.clone() } else { quoted(text) }).collect()
        };
        let mut halves = [vec![turned(&table[0])], vec![turned(&table[0])]];
        for (at, row) in table[1..].iter().rev().enumerate() {
            halves[at % 2].push(turned(row));
        }
        halves.to_vec()
    });
    let observations = measured(&EXAMPLE.folder, &files);
    assert_same(&observations, "turned about");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/orebro-lan-sums.csv");
    let sums = std::fs::read_to_string(path).expect("the sums are there");
    let mut compared = 0;
    for line in sums.lines().skip(1) {
        let [indicator, period, breakdown, value] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if !breakdown.is_empty() || value.is_empty() {
            continue;
        }
        let is_it = |one: &&Observation| one.indicator == indicator && one.period == period && one.breakdown.is_empty();
        let found = observations.iter().find(is_it).and_then(|one| one.value);
        let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        assert_eq!(found.map(|value| value.round_dp_with_strategy(4, away)), value.parse().ok(), "{line}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn it_does_not_matter_how_many_files_rows_are_sent_in() {
    for seed in 0..TIMES {
        let mut dice = Dice::new(seed);
        let files = sent(&EXAMPLE.tables, |table| {
            let parts = 2 + dice.roll(4);
            let mut files = vec![vec![table[0].clone()]; parts];
            for row in &table[1..] {
                files[dice.roll(parts)].push(row.clone());
            }
            files.into_iter().filter(|file| file.len() > 1).collect()
        });
        assert_same(&measured(&EXAMPLE.folder, &files), &format!("split {seed}"));
    }
}

#[test]
fn quotes_around_cells_say_nothing() {
    for seed in 0..TIMES {
        let mut dice = Dice::new(seed);
        let mut maybe = |text: &String| {
            if dice.roll(3) == 0 && !text.starts_with('"') { quoted(text) } else { text.clone() }
        };
        let files =
            sent(&EXAMPLE.tables, |table| vec![table.iter().map(|row| row.iter().map(&mut maybe).collect()).collect()]);
        assert_same(&measured(&EXAMPLE.folder, &files), &format!("quoted {seed}"));
    }
}

#[test]
fn one_more_enterprise_that_is_silent_changes_no_figure_but_coverage() {
    let mut folder = EXAMPLE.folder.clone();
    let register = folder.text("organisations.csv").expect("it is there").trim_end().to_owned();
    let header: Vec<&str> = register.lines().next().expect("a header").split(',').collect();
    let like = register.lines().nth(1).expect("an enterprise");
    assert_eq!(like.split(',').count(), header.len(), "its cells hold no comma");
    let silent: Vec<&str> = header
        .iter()
        .zip(like.split(','))
        .map(|(name, cell)| match *name {
            "organisation" => "9997999991",
            "name" => "Exempeltystnad",
            _ => cell,
        })
        .collect();
    assert!(!register.contains("9997999991"), "it is no member yet");
    folder.files.insert("organisations.csv".to_owned(), format!("{register}\n{}\n", silent.join(",")).into());
    let more = measured(&folder, &sent(&EXAMPLE.tables, one_file));
    let mut asked_more = 0;
    for (now, then) in more.iter().zip(&EXAMPLE.observations) {
        let figures = |one: &Observation| {
            (
                one.value,
                one.numerator,
                one.denominator,
                one.contributions.clone(),
                one.coverage.answered,
                one.panel.clone(),
            )
        };
        assert_eq!(figures(now), figures(then), "{} {} {:?}", then.indicator, then.period, then.breakdown);
        assert!(now.coverage.expected >= then.coverage.expected);
        asked_more += u32::from(now.coverage.expected == then.coverage.expected + 1);
    }
    assert!(asked_more > 0, "nobody was asked");
}

#[test]
fn parts_that_exclude_each_other_add_up_to_their_total() {
    let loaded = loaded(&EXAMPLE.folder);
    let definitions = &loaded.definitions;
    let mut figures: BTreeMap<(&str, &str, Breakdown), &Observation> = BTreeMap::new();
    for one in &EXAMPLE.observations {
        figures.insert((&one.indicator, &one.period, one.breakdown.clone()), one);
    }
    let mut compared = BTreeSet::new();
    for one in EXAMPLE.observations.iter().filter(|one| one.numerator.is_none()) {
        for (name, list) in &definitions.codelists {
            // What an enterprise did not split is in the total alone; where each is placed, that is the register's.
            if list.relation != Relation::Exclusive || list.of != Origin::Register || one.breakdown.contains_key(name) {
                continue;
            }
            let parts: Vec<Option<&Observation>> = (list.codes.iter())
                .map(|code| {
                    let mut breakdown = one.breakdown.clone();
                    breakdown.insert(name.clone(), code.code.clone());
                    figures.get(&(&*one.indicator, &*one.period, breakdown)).copied()
                })
                .collect();
            if parts.iter().all(Option::is_none) {
                continue;
            }
            let sum: Decimal = parts.iter().flatten().filter_map(|part| part.value).sum();
            assert_eq!(
                sum,
                one.value.unwrap_or_default(),
                "{} {} {:?} by {name}",
                one.indicator,
                one.period,
                one.breakdown
            );
            compared.insert((one.indicator.as_str(), name.as_str()));
        }
    }
    assert!(compared.len() > 20, "hardly anything was compared: {compared:?}");
}
