//! What is withheld through a whole release, held against published examples with known answers.

use std::collections::{BTreeMap, BTreeSet};

use nytta::definition::codelist::{Code, Codelist, Origin, Relation};
use nytta::definition::located::Located;
use nytta::disclosure::release::Status;
use nytta::measure::Observation;
use nytta::text::Text;

use super::attacker::{learnt_by, learnt_from};
use super::releases::Region;
use super::small::{accepted_of, cell, observe, organisation, register};

/// A table by two properties of enterprises, row by row, where each cell is what several enterprises give to a field.
fn of_table(
    indicator: &str,
    field: &'static str,
    rows: &[&[&[u32]]],
) -> (nytta::disclosure::Release, Vec<Observation>) {
    let mut region = Region::new(&[&format!("{indicator}\nbreakdown: [column, row, \"column*row\"]")], &[]);
    let list = |name: &str, codes: Vec<String>| {
        let located = Located { value: name.to_owned(), line: 0, column: 0 };
        let code = |code: String| Code {
            code,
            parent: None,
            valid_from: None,
            valid_to: None,
            label: Text::default(),
            grid: None,
        };
        let list = Codelist {
            codelist: located,
            title: Text::default(),
            relation: Relation::Exclusive,
            of: Origin::Register,
            coarser: None,
            sensitive: false,
            codes: codes.into_iter().map(code).collect(),
        };
        (name.to_owned(), list)
    };
    let names = |of: &str, count: usize| (0..count).map(|at| format!("{of}{at}")).collect::<Vec<String>>();
    region
        .definitions
        .codelists
        .extend([list("row", names("r", rows.len())), list("column", names("c", rows[0].len()))]);
    let (mut given, mut organisations) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            for value in *cell {
                let name = format!("{:03}", given.len());
                let mut one = organisation(&name, "a1");
                one.codes.extend([("row".to_owned(), format!("r{at}")), ("column".to_owned(), format!("c{column}"))]);
                organisations.push(one);
                given.push((name, [(field, value.to_string())]));
            }
        }
    }
    region.register = register(organisations);
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
    (region.clear(&observations, "2025"), observations)
}

/// The cells of the table that are withheld, row and column.
fn withheld_of(release: &nytta::disclosure::Release) -> BTreeSet<(usize, usize)> {
    let withheld = release.figures().iter().filter(|(_, figure)| figure.status == Status::Withheld);
    let number = |codes: &BTreeMap<String, String>, name: &str| codes.get(name).and_then(|code| code[1..].parse().ok());
    withheld.filter_map(|((.., codes), _)| Some((number(codes, "row")?, number(codes, "column")?))).collect()
}

/// A cell that may be told, as what three enterprises give, or one that may not, as what two do.
fn parts(value: u32, is_told: bool) -> Vec<u32> {
    if is_told { vec![value / 3, value / 3, value - 2 * (value / 3)] } else { vec![value / 2, value - value / 2] }
}

/// The 4×4 table of the sdcTable tests, of which nine cells may not be told: two a line are not enough, and one more is.
#[test]
fn one_more_cell_is_withheld_of_the_table_of_which_two_a_line_are_not_enough() {
    let values = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]];
    let small = BTreeSet::from([(0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 1), (2, 3), (3, 1), (3, 3)]);
    let cells: Vec<Vec<Vec<u32>>> = (0..4)
        .map(|row| (0..4).map(|column| parts(values[row][column], !small.contains(&(row, column)))).collect())
        .collect();
    let rows: Vec<Vec<&[u32]>> = cells.iter().map(|row| row.iter().map(Vec::as_slice).collect()).collect();
    let rows: Vec<&[&[u32]]> = rows.iter().map(Vec::as_slice).collect();
    let of = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons";
    let (release, observations) = of_table(of, "hired", &rows);
    let withheld = withheld_of(&release);
    assert!(withheld.is_superset(&small), "{withheld:?}");
    assert_eq!(withheld.len(), small.len() + 1, "{withheld:?}");
    let follows = ("hired".to_owned(), "2025".to_owned(), cell(&[("column", "c1"), ("row", "r0")]));
    assert!(!learnt_from(&[], &[(&release, &observations)], &follows));
}

/// The example of the tau-ARGUS manual: the owner of a cell of one enterprise would reckon the other that is withheld in its row, so
/// that a third must be withheld there: four in all beside the two.
#[test]
fn the_owner_of_a_cell_does_not_reckon_the_other_of_its_row() {
    let alone: &[u32] = &[15];
    let uneven: &[u32] = &[15, 1, 1];
    let even: Vec<Vec<u32>> = [52, 62, 24, 18, 31, 8].map(|value| parts(value, true)).into();
    let first: [&[u32]; 4] = [&even[0], alone, &even[1], uneven];
    let second: [&[u32]; 4] = [&even[2], &even[3], &even[4], &even[5]];
    let of = "indicator: amount\nvalue: SUM(surplus)\nunit: money\nsensitivity: business";
    let (release, observations) = of_table(of, "surplus", &[&first, &second]);
    let withheld = withheld_of(&release);
    assert!(withheld.is_superset(&BTreeSet::from([(0, 1), (0, 3)])), "{withheld:?}");
    assert_eq!(withheld.iter().filter(|(row, _)| *row == 0).count(), 3, "{withheld:?}");
    assert_eq!(withheld.len(), 6, "{withheld:?}");
    // The fourth enterprise is the one whose cell it is.
    let other = ("amount".to_owned(), "2025".to_owned(), cell(&[("column", "c3"), ("row", "r0")]));
    assert!(!learnt_by("003", &release, &observations, &other));
}
