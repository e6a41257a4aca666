//! What figures rest on, told in shares: an attacker who holds the shares of several figures and editions against each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nytta::assurance::Assurances;
use nytta::definition::Definitions;
use nytta::definition::indicator::Evidence;
use nytta::disclosure::publish::{self, Imprint};
use nytta::disclosure::release::Portion;
use nytta::disclosure::{Audience, Facts, Release, release};
use nytta::ledger::Ledger;
use nytta::project::Folder;
use nytta::register::Register;
use proptest::prelude::*;

use super::releases::{plan, remembered};
use super::small::{accepted_of, cell, definitions, observe, organisation, register};
use super::watch::number;

const HIRED: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nevidence: reported";
const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nevidence: reported";
const NEAR: &str = "indicator: near\nvalue: SUM(hired - far)\nunit: persons\nsensitivity: persons\nevidence: reported";

/// The least count of persons, and how far apart the ends must be around one that is less.
const LEAST: f64 = 3.0;

/// What an enterprise gave: hired, of whom were far from work.
type Given = (u32, u32);

/// What a release says that figures rest on.
type Rests = BTreeMap<Evidence, Portion>;

/// Some enterprises, and what was published of them.
struct Region {
    definitions: Definitions,
    register: Register,
    given: Vec<Given>,
    ledger: Ledger,
}

impl Region {
    fn new(given: &[Given]) -> Self {
        let register = register((0..given.len()).map(|at| organisation(&number(at), "a1")).collect());
        let definitions = definitions(&[HIRED, FAR, NEAR]);
        Self { definitions, register, given: given.to_vec(), ledger: Ledger::default() }
    }

    /// Clears and publishes what was given, where some fields of some enterprises were audited.
    fn publish(&mut self, name: &str, audited: &[(usize, &str)]) -> Release {
        let mut rows = "organisation,period,dataset,field,grade,source,date\n".to_owned();
        for (at, field) in audited {
            writeln!(rows, "{},2025,year,{field},audited,Report,2026-03-15", number(*at)).expect("it is a text");
        }
        let mut folder = Folder::default();
        folder.files.insert("evidence.csv".to_owned(), rows.into_bytes().into());
        let (assurances, found) = Assurances::read(&folder, &self.definitions, &self.register);
        assert_eq!(found, []);
        let row = |(at, (hired, far)): (usize, &Given)| {
            let cells = [("hired", hired.to_string()), ("far", far.to_string())];
            (number(at), cells)
        };
        let rows: Vec<_> = self.given.iter().enumerate().map(row).collect();
        let observations = observe(&self.definitions, &self.register, vec![("2025", accepted_of(&rows))]);
        let period = self.definitions.project.period("2025").expect("a period");
        let facts = Facts { assurances: assurances.clone(), ledger: self.ledger.clone(), ..Facts::default() };
        let release = release(&observations, &self.definitions, &self.register, Audience::Public, period, &facts);
        let plan = plan("{ report: all, template: region }");
        let date = format!("2026-09-{}", 16 + self.ledger.editions.len()).parse().expect("a day");
        let imprint = Imprint { name, plan: &plan, date };
        let known = (&self.definitions, &self.register, &assurances);
        let edition = publish::edition(&release, &observations, known, &imprint);
        self.ledger = remembered(&self.ledger, edition, folder, &self.definitions);
        release
    }

    /// What was given by some: hired, far and the rest.
    fn sum(&self, is_one: impl Fn(usize) -> bool) -> [u32; 3] {
        let inside = || self.given.iter().enumerate().filter(|(at, _)| is_one(*at)).map(|(_, given)| given);
        let (hired, far) = inside().fold((0, 0), |sum, (hired, far)| (sum.0 + hired, sum.1 + far));
        [hired, far, hired - far]
    }
}

fn rests(release: &Release, indicator: &str) -> Rests {
    release.figure(indicator, "2025", &cell(&[])).expect("a figure").assured.clone()
}

/// Between which numbers what rests on something lies, by what is said of a figure.
fn between(portion: Portion, whole: u32) -> [f64; 2] {
    let [low, high] = match portion {
        Portion::Some => [0.0, 0.5],
        Portion::Half => [0.5, 0.75],
        Portion::ThreeQuarters => [0.75, 0.9],
        Portion::NineTenths => [0.9, 1.0],
        Portion::All => [1.0, 1.0],
    };
    [low, high].map(|share| share * f64::from(whole))
}

/// How far apart the ends are between which lies what the hired and the far who rest on something differ by, if it is said of
/// both.
fn apart(grade: Evidence, [hired, far]: [&Rests; 2], [all, of_far, rest]: [u32; 3]) -> Option<f64> {
    let [low, high] = between(*hired.get(&grade)?, all);
    let [least, most] = between(*far.get(&grade)?, of_far);
    // The others make up each whole, and none of them is below zero.
    Some((high - least).min(f64::from(rest)) - (low - most).max(0.0))
}

/// Of 520 hired nine tenths are audited, of 500 of them who were far not quite: of the 20 others 1 is not.
const TELLING: [Given; 8] = [(117, 112), (117, 112), (117, 112), (117, 113), (13, 13), (13, 13), (13, 13), (13, 12)];

fn audited(field: &str) -> Vec<(usize, &str)> {
    (0..4).map(|at| (at, field)).collect()
}

#[test]
fn two_shares_of_evidence_are_not_told_that_give_away_what_they_differ_by() {
    let mut region = Region::new(&TELLING);
    let all = region.sum(|_| true);
    assert_eq!((all, region.sum(|at| at >= 4)), ([520, 500, 20], [52, 51, 1]));
    let of = |audited, reported| Rests::from([(Evidence::Audited, audited), (Evidence::Reported, reported)]);
    let naive = [of(Portion::NineTenths, Portion::Some), of(Portion::ThreeQuarters, Portion::Some)];
    let known = apart(Evidence::Audited, [&naive[0], &naive[1]], all).expect("it is said of both");
    assert!(known < LEAST, "it is known to {known}");
    let release = region.publish("first", &audited(""));
    let [hired, far, near] = ["hired", "far", "near"].map(|name| rests(&release, name));
    assert!(near.is_empty() && (hired.is_empty() != far.is_empty()), "{hired:?} {far:?} {near:?}");
    let values = ["hired", "far", "near"].map(|name| release.figure(name, "2025", &cell(&[])).expect("a figure").value);
    assert!(values.iter().all(Option::is_some), "no figure is withheld for it: {values:?}");
}

/// What one edition tells of the hired and the next of the far would give it away as well.
#[test]
fn what_an_edition_told_of_evidence_is_remembered() {
    let mut region = Region::new(&TELLING);
    let first = region.publish("first", &audited("hired"));
    assert_eq!(rests(&first, "hired")[&Evidence::Audited], Portion::NineTenths);
    let told = &region.ledger.editions[0].told[&("hired".to_owned(), "2025".to_owned(), cell(&[]))];
    assert_eq!(told.evidence.get("audited").map(String::as_str), Some("nine_tenths"));
    assert_eq!(rests(&region.publish("again", &audited("hired")), "hired"), rests(&first, "hired"));
    let second = region.publish("second", &audited(""));
    assert_eq!(rests(&second, "far"), Rests::new(), "beside what was told of the hired");
    let mut alone = Region::new(&TELLING);
    let alone = alone.publish("alone", &audited("far"));
    assert_eq!(rests(&alone, "far")[&Evidence::Audited], Portion::ThreeQuarters);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is given, and whatever of it is audited: no share of two figures gives away what they differ by, where that is
    /// a small count.
    #[test]
    fn no_shares_of_evidence_give_away_a_small_count(
        given in prop::collection::vec((10..80_u32, prop_oneof![3 => 0..2_u32, 1 => 0..10_u32]), 6..14),
        audited in 3..10_usize,
    ) {
        let given: Vec<Given> = given.into_iter().map(|(hired, rest)| (hired, hired - rest)).collect();
        let mut region = Region::new(&given);
        let is_audited = |at: usize| at < audited.min(given.len());
        let all: Vec<(usize, &str)> = (0..given.len()).filter(|at| is_audited(*at)).map(|at| (at, "")).collect();
        let release = region.publish("first", &all);
        let [hired, far] = ["hired", "far"].map(|name| rests(&release, name));
        for (grade, rest) in [
            (Evidence::Audited, region.sum(is_audited)[2]),
            (Evidence::Reported, region.sum(|at| !is_audited(at))[2]),
        ] {
            let known = apart(grade, [&hired, &far], region.sum(|_| true));
            let is_small = rest > 0 && f64::from(rest) < LEAST;
            prop_assert!(!is_small || known.is_none_or(|known| known >= LEAST), "{rest} is known to {known:?}");
        }
    }
}
