//! A thousand changes of one cell of what is stored: each that can change a figure is named, with what it was and is.

use std::collections::BTreeMap;

use nytta::pipeline::verify::{Verdict, compared};
use nytta::project::Folder;

use super::{COLUMNS, Dice, ENTERPRISES, MADE, SECTORS, amounts, carried, folder, load, number, rows};

/// The indicator and cell of each figure that differs in its value: what is said and what is given.
fn values(verdict: &Verdict) -> BTreeMap<(String, String, String), (String, String)> {
    let entry = |one: &nytta::pipeline::verify::FigureDifference| {
        let (_, said, given) = one.entries.iter().find(|(name, ..)| name == "value")?.clone();
        Some(((one.indicator.clone(), one.period.clone(), one.breakdown.clone()), (said, given)))
    };
    verdict.figures.iter().filter_map(entry).collect()
}

/// A report that was made before, held against the figures of a folder.
fn held(folder: &Folder, is_register: bool) -> Verdict {
    let own = is_register.then(|| load(folder));
    compared(&MADE.carried, &carried(folder, own.as_ref().unwrap_or(&MADE.loaded)))
}

#[test]
fn a_thousand_changes_of_one_cell_are_named() {
    let mut dice = Dice::new(3);
    for _ in 0..1_000 {
        let mut changed = amounts();
        let period = ["2024", "2025"][dice.roll(2)];
        let (row, column) = (dice.roll(ENTERPRISES), dice.roll(COLUMNS.len()));
        let sector = SECTORS[row % 3];
        let sums = |amounts: &super::Amounts| {
            let of = |is_in: &dyn Fn(usize) -> bool| -> u32 {
                amounts[period].iter().enumerate().filter(|(at, _)| is_in(*at)).map(|(_, row)| row[column]).sum()
            };
            [of(&|_| true), of(&|at| SECTORS[at % 3] == sector)]
        };
        let before = sums(&changed);
        let cell = &mut changed.get_mut(period).expect("it is there")[row][column];
        // Not to zero: that would change the contributors, too.
        *cell = *cell % 900 + 1 + super::number_up_to(&mut dice, 50);
        let after = sums(&changed);
        let verdict = held(&folder(&changed), false);
        if before == after {
            assert_eq!(verdict.figures, []);
            continue;
        }
        let key = |cell: String| (format!("{}_sum", COLUMNS[column]), period.to_owned(), cell);
        let said = |at: usize| (before[at].to_string(), after[at].to_string());
        let expected = BTreeMap::from([(key(String::new()), said(0)), (key(format!("sector={sector}")), said(1))]);
        assert_eq!(values(&verdict), expected);
        assert_eq!(verdict.changed.as_deref(), Some(&[format!("submissions/{period}")][..]));
    }
}

#[test]
fn changes_of_other_cells_are_named_by_what_they_change() {
    let text = rows("2025", &amounts()["2025"]);
    let (row, first) = (text.lines().nth(1).expect("a row"), amounts()["2025"][0]);
    let change = |path: &str, from: &str, to: &str| {
        let mut folder = MADE.folder.clone();
        let text = folder.text(path).expect("it is there").to_owned();
        assert!(text.contains(from), "{from}");
        folder.files.insert(path.to_owned(), text.replacen(from, to, 1).into());
        held(&folder, path == "organisations.csv")
    };
    let answers = "submissions/2025/answers.csv";
    // A row that is no longer accepted takes its amounts with it, from totals and from its sector.
    for (from, to) in [
        (number(0), "5561600681".to_owned()),
        ("2025-12-31".to_owned(), "2019-12-31".to_owned()),
        (row.to_owned(), row.replace(&format!(";{};", first[1]), ";x;")),
    ] {
        let verdict = change(answers, &from, &to);
        let values = values(&verdict);
        for column in COLUMNS {
            for cell in ["", "sector=food"] {
                let key = (format!("{column}_sum"), "2025".to_owned(), cell.to_owned());
                assert!(values.contains_key(&key), "'{to}' does not change {key:?}");
            }
        }
        assert!(values.keys().all(|(_, period, _)| period == "2025"), "{to}");
    }
    // Another sector moves amounts between sectors and leaves the totals.
    let verdict = change("organisations.csv", "Number 0,food", "Number 0,care");
    let cells: Vec<(String, String, String)> = values(&verdict).into_keys().collect();
    assert_eq!(cells.len(), 3 * 2 * 2);
    assert!(cells.iter().all(|(_, _, cell)| cell == "sector=food" || cell == "sector=care"), "{cells:?}");
    assert_eq!(verdict.changed.as_deref(), Some(&["organisations".to_owned()][..]));
    // A name is in no figure: what has changed is named, and no figure is.
    let verdict = change("organisations.csv", "Number 0", "Number nought");
    assert_eq!((verdict.figures.len(), verdict.changed), (0, Some(vec!["organisations".to_owned()])));
    // A definition.
    let mut folder = MADE.folder.clone();
    let path = "indicators/trial/hours_sum.yaml";
    let text = folder.text(path).expect("it is there").replace("SUM(hours)", "SUM(hours) * 2");
    folder.files.insert(path.to_owned(), text.into());
    let verdict = held(&folder, true);
    assert_eq!(verdict.defined_otherwise, ["hours_sum"]);
    assert!(values(&verdict).keys().all(|(name, ..)| name == "hours_sum") && values(&verdict).len() == 8);
}
