//! What is told beside figures, of two indicators together: bounds that only panels and splits of the change give.

use std::collections::BTreeMap;

use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::Release;
use nytta::disclosure::release::Figure;
use nytta::ledger::Ledger;
use nytta::measure::Observation;
use nytta::value::Decimal;

use super::attacks::{FAR, HIRED, NEAR};
use super::releases::Region;
use super::small::{accepted_of, cell, decimal, find, observe};

/// What an enterprise gave in a year: women and men far from work, and hired.
type Given = Option<[u32; 3]>;

/// Municipality, then 2024 and 2025. In a2 one enterprise answers, for the first time.
const REGION: [(&str, Given, Given); 20] = [
    ("a2", None, Some([8, 0, 9])),
    ("b3", Some([0, 0, 0]), Some([0, 5, 7])),
    ("a1", Some([0, 2, 2]), None),
    ("a1", None, Some([0, 0, 0])),
    ("b3", Some([0, 0, 0]), Some([1, 0, 1])),
    ("b2", Some([4, 0, 5]), None),
    ("a1", Some([2, 5, 9]), Some([0, 6, 7])),
    ("b2", Some([8, 0, 8]), Some([0, 0, 0])),
    ("b1", Some([0, 0, 0]), Some([6, 1, 8])),
    ("b1", Some([6, 8, 14]), Some([0, 0, 0])),
    ("b1", Some([0, 1, 1]), None),
    ("b2", None, Some([6, 2, 8])),
    ("b1", Some([0, 0, 1]), Some([8, 0, 9])),
    ("a1", Some([0, 0, 0]), Some([6, 4, 10])),
    ("b1", Some([0, 3, 5]), Some([0, 8, 10])),
    ("b3", Some([7, 0, 8]), Some([0, 7, 8])),
    ("b3", None, Some([0, 0, 1])),
    ("a1", Some([0, 0, 0]), Some([8, 3, 11])),
    ("a1", Some([8, 4, 14]), Some([0, 1, 1])),
    ("b3", Some([6, 3, 10]), None),
];

fn region(indicators: &[&str]) -> Region {
    let mut region = Region::new(indicators, &REGION.map(|(place, ..)| place));
    let policy = serde_saphyr::from_str("{ contributors: 2 }").expect("a policy");
    region.definitions.project.policy = BTreeMap::from([(Sensitivity::Persons, policy)]);
    region
}

fn measured(region: &Region) -> Vec<Observation> {
    let year = |of: fn(&(&str, Given, Given)) -> Given| {
        let given = REGION.iter().enumerate().filter_map(|(at, one)| {
            let [women, men, hired] = of(one)?;
            let cells =
                [("far_women", women), ("far_men", men), ("far_not_stated", 0), ("far", women + men), ("hired", hired)];
            Some((format!("{:02}", at + 1), cells.map(|(name, number)| (name, number.to_string()))))
        });
        let given: Vec<_> = given.collect();
        accepted_of(&given)
    };
    let (before, now) = (year(|one| one.1), year(|one| one.2));
    observe(&region.definitions, &region.register, vec![("2024", before), ("2025", now)])
}

/// The most that were hired in a2 and not far from work, for who reads that panels of two figures differ by how many in the panel
/// were not, and what that leaves of all who were not: the enterprise of a2 had not answered before.
fn most(figure: impl Fn(&str) -> Option<Figure>) -> Option<Decimal> {
    let panel = |name: &str| Some(figure(name)?.panel?.current);
    Some(figure("near")?.value? - (panel("hired")? - panel("far")?))
}

fn told(release: &Release, name: &str) -> Option<Figure> {
    release.figure(name, "2025", &cell(&[])).cloned()
}

#[test]
fn panels_of_two_figures_give_no_narrow_bounds() {
    let region = region(&[HIRED, NEAR, FAR]);
    let observations = measured(&region);
    let truth = |name: &str| find(&observations, name, "2025", &[]);
    let in_panel = |name: &str| truth(name).panel.as_ref().and_then(|panel| panel.current).expect("a panel");
    let left = truth("near").value.expect("a sum") - (in_panel("hired") - in_panel("far"));
    let secret = find(&observations, "near", "2025", &[("municipality", "a2")]);
    assert_eq!((left, secret.value), (decimal("2"), Some(decimal("1"))));
    // Counts of one or two must not be known to be that.
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    assert_eq!(release.figure("near", "2025", &cell(&[("municipality", "a2")])).and_then(|one| one.value), None);
    assert_eq!(most(|name| told(&release, name)), None);
    // Each of them is told where the others are not.
    for name in ["hired", "near", "far"] {
        let alone = self::region(&[if name == "hired" {
            HIRED
        } else if name == "near" {
            NEAR
        } else {
            FAR
        }]);
        assert!(told(&alone.clear(&measured(&alone), "2025"), name).expect("a figure").value.is_some(), "{name}");
    }
}

/// An edition told both totals with their panels. How many of all were not far from work follows, and of a2 that it was none, one
/// or two: a table of that is not released, whatever is withheld of it now.
#[test]
fn panels_of_an_earlier_edition_give_no_narrow_bounds() {
    let whole = |indicator: &str| format!("{}breakdown: []", indicator.split("breakdown").next().unwrap_or_default());
    let mut first = region(&[&whole(HIRED), &whole(FAR)]);
    let observations = measured(&first);
    let release = first.publish("first", &observations, "");
    assert!(["hired", "far"].iter().all(|name| told(&release, name).is_some_and(|figure| figure.panel.is_some())));
    let later = Region { ledger: first.ledger.clone(), ..region(&[HIRED, NEAR, FAR]) };
    let found: Vec<String> =
        later.clear(&measured(&later), "2025").refused().iter().map(|one| one.rule.clone()).collect();
    assert!(!found.is_empty() && found.iter().all(|rule| rule == "figure-not-protected"), "{found:?}");
    // With the same edition without its panels it would be released.
    let mut edition = (*first.ledger.editions[0]).clone();
    for told in edition.told.values_mut() {
        (told.panel, told.panel_previous, told.panel_current) = (None, None, None);
        told.change.clear();
    }
    let forgetful = Ledger { editions: vec![edition.into()] };
    let later = Region { ledger: forgetful, ..region(&[HIRED, NEAR, FAR]) };
    assert_eq!(later.clear(&measured(&later), "2025").refused(), []);
    // Without that table there is nothing to be known of a2.
    let later = Region { ledger: first.ledger.clone(), ..region(&[HIRED, &whole(NEAR), FAR]) };
    assert_eq!(later.clear(&measured(&later), "2025").refused(), []);
}
