//! What has been published is remembered: no later release may give away an enterprise together with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use nytta::assurance::Assurances;
use nytta::definition::Definitions;
use nytta::definition::indicator::Sensitivity;
use nytta::definition::project::ReportPlan;
use nytta::disclosure::publish::{self, Imprint};
use nytta::disclosure::release::Status;
use nytta::disclosure::{Audience, Facts, Release, release};
use nytta::ledger::{Edition, Key, Ledger, Told};
use nytta::measure::Observation;
use nytta::pipeline::{self, Loaded, ReportRequest, Validation};
use nytta::project::Folder;
use nytta::register::Register;
use nytta::table::workbook::InProcess;
use nytta::value::Decimal;
use proptest::prelude::*;

use super::attacker::{Limits, learnt, learnt_below, learnt_from};
use super::bounds::nearly_known;
use super::disclosure::{JOBS, SHARE};
use super::small::{AREAS, accepted, accepted_of, cell, decimal, definitions, observe, organisation, register};

const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality, gender*district]";

const SENSITIVE: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: sensitive\nbreakdown: [gender]";

/// A small region whose releases are remembered.
pub struct Region {
    pub definitions: Definitions,
    pub register: Register,
    pub ledger: Ledger,
    /// Who sent a row that counts in 2025; nothing where that is not known.
    pub answered: BTreeSet<String>,
}

impl Region {
    pub fn new(indicators: &[&str], places: &[&str]) -> Self {
        let register = register((1..).zip(places).map(|(n, place)| organisation(&format!("{n:02}"), place)).collect());
        let (ledger, answered) = (Ledger::default(), BTreeSet::new());
        Self { definitions: definitions(indicators), register, ledger, answered }
    }

    pub fn clear(&self, observations: &[Observation], period: &str) -> Release {
        let period = self.definitions.project.period(period).expect("a period");
        let answered = Some(self.answered.clone()).filter(|answered| !answered.is_empty());
        let answered = answered.map(|answered| ("2025".to_owned(), answered)).into_iter().collect();
        let facts = Facts { ledger: self.ledger.clone(), answered, ..Facts::default() };
        release(observations, &self.definitions, &self.register, Audience::Public, period, &facts)
    }

    /// Hired of each enterprise in 2025; who is not there did not answer.
    pub fn hired(&self, hired: &[(&str, &str)]) -> Vec<Observation> {
        let cells: Vec<[(&str, &str); 1]> = hired.iter().map(|(_, value)| [("hired", *value)]).collect();
        let rows: Vec<_> = hired.iter().zip(&cells).map(|((name, _), cells)| (*name, cells.as_slice())).collect();
        observe(&self.definitions, &self.register, vec![("2025", accepted(&rows))])
    }

    /// Publishes a report of some indicators, of all if none are named; what is remembered is read back from its files.
    pub fn publish(&mut self, name: &str, observations: &[Observation], indicators: &str) -> Release {
        let release = self.clear(observations, "2025");
        let plan = plan(&format!("{{ report: {name}, template: region, indicators: [{indicators}] }}"));
        let imprint = Imprint { name, plan: &plan, date: "2026-09-16".parse().expect("a day") };
        let edition = publish::edition(
            &release,
            observations,
            (&self.definitions, &self.register, &Assurances::default()),
            &imprint,
        );
        self.ledger = remembered(&self.ledger, edition, Folder::default(), &self.definitions);
        release
    }
}

/// What is remembered with one edition more: as it is read back from the files that are written of all.
pub fn remembered(ledger: &Ledger, edition: Edition, mut folder: Folder, definitions: &Definitions) -> Ledger {
    let editions: Vec<_> = ledger.editions.iter().cloned().chain([Arc::new(edition)]).collect();
    for edition in &editions {
        folder.files.insert(edition.path(), edition.text().into_bytes().into());
        if edition.answers.is_some() {
            folder.files.insert(edition.staff_path(), edition.staff_text().into_bytes().into());
        }
    }
    let (ledger, found) = Ledger::read(&folder, definitions);
    assert_eq!(found, []);
    assert!(ledger.editions.iter().eq(&editions), "what is written is read");
    ledger
}

pub fn plan(yaml: &str) -> ReportPlan {
    serde_saphyr::from_str(yaml).expect("a report")
}

fn shown(release: &Release, indicator: &str, codes: &[(&str, &str)]) -> Option<Decimal> {
    release.figure(indicator, "2025", &cell(codes)).expect("a figure").value
}

const FOUR_AND_FOUR: [&str; 8] = ["a1", "a1", "a1", "a1", "b1", "b1", "b1", "b1"];
const FIRST: [(&str, &str); 8] =
    [("01", "5"), ("02", "7"), ("03", "6"), ("04", "9"), ("05", "4"), ("06", "8"), ("07", "3"), ("08", "5")];

#[test]
fn the_same_is_released_again_as_it_was() {
    let mut region = Region::new(&[HIRED, FAR], &FOUR_AND_FOUR);
    let observations = region.hired(&FIRST);
    let first = region.publish("first", &observations, "");
    let again = region.clear(&observations, "2025");
    assert_eq!(first.figures(), again.figures());
    assert_eq!((first.roster(), shown(&first, "hired", &[])), (again.roster(), Some(decimal("47"))));
}

/// Counts were rounded to 3 or 5, or not at all: another base is read as nothing that anything could be rounded to.
#[test]
fn an_edition_with_another_base_is_not_read() {
    let mut region = Region::new(&[HIRED], &FOUR_AND_FOUR);
    region.publish("first", &region.hired(&FIRST), "");
    let mut edition = (*region.ledger.editions[0]).clone();
    for (base, is_read) in [(0, false), (3, true), (4, false), (5, true)] {
        edition.told.values_mut().for_each(|told| told.rounded = Some(base));
        let mut folder = Folder::default();
        folder.files.insert(edition.path(), edition.text().into_bytes().into());
        let (ledger, found) = Ledger::read(&folder, &region.definitions);
        let told = ledger.editions[0].told.values().all(|told| told.rounded == Some(base).filter(|_| is_read));
        assert!(told && found.is_empty() == is_read, "{base}: {found:#?}");
        let is_it = |one: &nytta::diagnostic::Diagnostic| {
            one.rule == "release-unreadable" && one.message.in_language(&["en"]).ends_with(": 5")
        };
        assert!(found.iter().all(is_it), "{found:#?}");
    }
}

/// Who moves from one area to another and is missed in neither gave nothing: neither is told again.
#[test]
fn who_gave_nothing_cannot_be_told_by_moving() {
    let given = [&FIRST[..], &[("09", "0")]].concat();
    let in_area = |last: &'static str| Region::new(&[HIRED], &[&FOUR_AND_FOUR[..], &[last]].concat());
    let areas = |release: &Release| ["a1", "b1"].map(|area| shown(release, "hired", &[("municipality", area)]));
    let mut region = in_area("a1");
    let before = region.hired(&given);
    let first = region.publish("first", &before, "");
    assert_eq!(areas(&first), [Some(decimal("27")), Some(decimal("20"))]);
    assert_eq!(areas(&region.clear(&before, "2025")), areas(&first), "nobody has moved");
    let mut moved = in_area("b1");
    let now = moved.hired(&given);
    assert_eq!(areas(&moved.clear(&now, "2025")), areas(&first), "alone each may be told");
    moved.ledger = region.ledger;
    let second = moved.clear(&now, "2025");
    assert_eq!((areas(&second), shown(&second, "hired", &[])), ([None, None], Some(decimal("47"))));
}

/// One enterprise moves out of an area and another in: by what the area gives now and gave then the two differ.
#[test]
fn two_that_change_places_are_not_told_apart() {
    let areas = |release: &Release| ["a1", "b1"].map(|area| shown(release, "hired", &[("municipality", area)]));
    let whole = |release: &Release| shown(release, "hired", &[]);
    for (ninth, tenth) in [("2", "6"), ("0", "0")] {
        let given = [&FIRST[..], &[("09", ninth), ("10", tenth)]].concat();
        let in_areas = |two: [&'static str; 2]| Region::new(&[HIRED], &[&FOUR_AND_FOUR[..], &two].concat());
        let mut region = in_areas(["a1", "b1"]);
        let first = region.publish("first", &region.hired(&given), "");
        assert!(areas(&first).iter().all(Option::is_some));
        let mut moved = in_areas(["b1", "a1"]);
        let now = moved.hired(&given);
        assert!(areas(&moved.clear(&now, "2025")).iter().all(Option::is_some), "alone each may be told");
        moved.ledger = region.ledger;
        let second = moved.clear(&now, "2025");
        assert_eq!((areas(&second), whole(&second)), ([None, None], whole(&first)), "{ninth} and {tenth}");
    }
}

const SURPLUS: &str = "indicator: hired\nvalue: SUM(hired)\nwhere: hired > 0\nunit: persons\nsensitivity: open\nbreakdown: [municipality]";

/// How many answered, of how many.
type Counted = Option<(u32, u32)>;

/// How many answered of those that a question is asked of, and of all in an area.
fn counted(release: &Release, codes: &[(&str, &str)]) -> (Counted, Counted) {
    let coverage = release.figure("hired", "2025", &cell(codes)).expect("a figure").coverage;
    let roster = codes.iter().find_map(|(list, code)| release.roster().tables.get(*list)?.get(*code).copied()?);
    (coverage.map(|coverage| (coverage.answered, coverage.expected)), roster)
}

/// One answers late that the question is not for: that it is asked of one fewer would say so.
#[test]
fn whom_a_question_is_not_for_is_not_told_by_a_late_answer() {
    let spared = [("09", "0"), ("10", "0"), ("11", "0"), ("12", "0")];
    let on_time = [&FIRST[..7], &spared].concat();
    let late = [&FIRST[..7], &[("08", "0")], &spared].concat();
    let mut region = Region::new(&[SURPLUS], &[&FOUR_AND_FOUR[..], &["b2"; 4]].concat());
    let answer = |region: &mut Region, given: &[(&str, &str)]| -> Vec<Observation> {
        region.answered = given.iter().map(|(name, _)| (*name).to_owned()).collect();
        region.hired(given)
    };
    let observations = answer(&mut region, &on_time);
    let first = region.publish("first", &observations, "");
    assert_eq!(counted(&first, &[]).0, Some((7, 8)));
    let observations = answer(&mut region, &late);
    let second = region.clear(&observations, "2025");
    assert_eq!((counted(&second, &[]).0, shown(&second, "hired", &[])), (None, shown(&first, "hired", &[])));
    region.ledger = Ledger::default();
    assert_eq!(counted(&region.clear(&observations, "2025"), &[]).0, Some((7, 7)), "by itself it may be told");
}

/// One answers late that it hired nobody: the figure is as it was, so that beside one more answer it would say so. Three hide in
/// each other.
#[test]
fn who_gave_nothing_is_not_told_by_a_late_answer() {
    let places = [&FOUR_AND_FOUR[..], &["a1", "a1", "a1", "b1"]].concat();
    let late = [("09", "0"), ("10", "0"), ("11", "0")];
    let mut region = Region::new(&[HIRED], &places);
    let mut answer = |count: usize, is_published: bool| {
        let given = [&FIRST[..], &late[..count]].concat();
        region.answered = given.iter().map(|(name, _)| (*name).to_owned()).collect();
        let observations = region.hired(&given);
        let release =
            if is_published { region.publish("first", &observations, "") } else { region.clear(&observations, "2025") };
        [&[][..], &[("municipality", "a1")], &[("municipality", "b1")]]
            .map(|codes| (shown(&release, "hired", codes).is_some(), counted(&release, codes).0))
    };
    let other = (true, Some((4, 5)));
    assert_eq!(answer(0, true), [(true, Some((8, 12))), (true, Some((4, 7))), other]);
    for count in 1..3 {
        assert_eq!(answer(count, false), [(false, None), (false, None), other], "{count} came late");
    }
    assert_eq!(answer(3, false), [(true, Some((11, 12))), (true, Some((7, 7))), other]);
}

/// One that has not answered moves to another area: that as many answered in both, of one fewer and one more, would say so.
#[test]
fn who_did_not_answer_is_not_told_by_moving() {
    let in_area = |last: &'static str| {
        let mut region = Region::new(&[HIRED], &[&FOUR_AND_FOUR[..], &[last]].concat());
        region.answered = FIRST.iter().map(|(name, _)| (*name).to_owned()).collect();
        region
    };
    let areas = |release: &Release| ["a1", "b1"].map(|area| counted(release, &[("municipality", area)]));
    let all = |pair: (u32, u32)| (Some(pair), Some(pair));
    let mut region = in_area("a1");
    let first = region.publish("first", &region.hired(&FIRST), "");
    assert_eq!(areas(&first), [all((4, 5)), all((4, 4))]);
    assert_eq!(areas(&region.clear(&region.hired(&FIRST), "2025")), areas(&first), "nobody has moved");
    let mut moved = in_area("b1");
    assert_eq!(areas(&moved.clear(&moved.hired(&FIRST), "2025")), [all((4, 4)), all((4, 5))], "alone it may be told");
    moved.ledger = region.ledger;
    assert_eq!(areas(&moved.clear(&moved.hired(&FIRST), "2025")), [(None, None); 2]);
}

/// One answer comes late: what the total grew by is what that enterprise gave. Three that come late tell of none.
#[test]
fn one_late_answer_waits_for_two_more() {
    let places = [&FOUR_AND_FOUR[..], &["a1", "a1", "b1"]].concat();
    let late = [("09", "11"), ("10", "2"), ("11", "6")];
    let with = |count: usize| [&FIRST[..], &late[..count]].concat();
    let mut region = Region::new(&[HIRED], &places);
    let before = region.hired(&FIRST);
    let first = region.publish("first", &before, "");
    for (count, total, district) in [(1, None, None), (2, None, None), (3, Some("66"), None)] {
        let now = region.hired(&with(count));
        // Each release is safe by itself, but not beside the other one.
        let alone = Region::new(&[HIRED], &places).clear(&now, "2025");
        assert!(learnt(&[(&alone, &now)]).is_none());
        assert!(learnt(&[(&first, &before), (&alone, &now)]).is_some(), "{count} came late");
        let second = region.clear(&now, "2025");
        assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None, "{count} came late");
        assert_eq!(shown(&second, "hired", &[]), total.map(decimal), "{count} came late");
        assert_eq!(shown(&second, "hired", &[("district", "A")]), district.map(decimal), "{count} came late");
    }
    let all = region.clear(&region.hired(&with(3)), "2025");
    assert_eq!(all.figure("hired", "2025", &cell(&[])).expect("a figure").status, Status::Revised);
}

/// What is mended is told in batches as well.
#[test]
fn one_mended_answer_waits_for_two_more() {
    let mut region = Region::new(&[HIRED], &FOUR_AND_FOUR);
    let before = region.hired(&FIRST);
    let first = region.publish("first", &before, "");
    let mut values = FIRST;
    for (at, (value, is_shown)) in [("8", false), ("12", false), ("2", true)].into_iter().enumerate() {
        values[at].1 = value;
        let now = region.hired(&values);
        let second = region.clear(&now, "2025");
        assert_eq!(shown(&second, "hired", &[]).is_some(), is_shown, "{} were mended", at + 1);
        // Which edition told it is said of what waits, and what it was of what is told anew; of the rest nothing.
        let of = |codes: &[(&str, &str)]| second.figure("hired", "2025", &cell(codes)).expect("a figure");
        let was = of(&[]).told_before.as_ref().map(|told| (told.edition.as_str(), told.value));
        assert_eq!(was, Some(("first", Some(decimal("47")))));
        assert_eq!(of(&[]).waits_since(), (!is_shown).then_some("first"));
        // What is printed is what the edition told, until three have changed.
        let printed = if is_shown { "51" } else { "47" };
        assert_eq!(of(&[]).in_print(), Some(decimal(printed)), "{} were mended", at + 1);
        let word = if is_shown { "revised" } else { "provisional" };
        let line = second.lines("2025").find(|line| line.indicator == "hired" && line.breakdown.is_empty());
        assert_eq!(line.map(|line| (line.status, line.value)), Some((word, Some(decimal(printed)))));
        assert_eq!(of(&[("district", "B")]).told_before, None);
        assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
        // The other district is as it was.
        assert_eq!(shown(&second, "hired", &[("district", "B")]), Some(decimal("20")));
    }
}

/// Seven of eight have answered when the total is told; the eighth comes late, and more after it. Each edition prints of the total
/// what the first told, until three have come: who keeps all editions learns of nobody.
#[test]
fn what_an_edition_told_stands_until_three_have_come() {
    let all = ["10", "7", "9", "8", "6", "5", "4", "11", "12", "13"];
    let places = vec!["a1"; all.len()];
    let mut region = Region::new(&[HIRED.split("\nbreakdown").next().expect("it has a first part")], &places);
    let names: Vec<String> = (1..=all.len()).map(|n| format!("{n:02}")).collect();
    let given =
        |answered: usize| -> Vec<(&str, &str)> { names.iter().map(String::as_str).zip(all).take(answered).collect() };
    let mut editions = Vec::new();
    for (name, answered, status, value, printed) in [
        ("1", 7, Status::Published, Some("49"), "49"),
        ("2", 8, Status::Withheld, None, "49"),
        ("3", 9, Status::Withheld, None, "49"),
        ("4", 10, Status::Revised, Some("85"), "85"),
    ] {
        let observations = region.hired(&given(answered));
        let release = region.publish(name, &observations, "");
        let figure = release.figure("hired", "2025", &cell(&[])).expect("a figure");
        assert_eq!((figure.status, figure.value), (status, value.map(decimal)), "{name}");
        assert_eq!(figure.in_print(), Some(decimal(printed)), "{name}");
        let stands = figure.stands().map(|told| told.edition.as_str());
        assert_eq!(stands, (status == Status::Withheld).then_some("1"), "{name}");
        // The edition remembers that it withheld the new figure: the old one is the first's.
        let key = ("hired".to_owned(), "2025".to_owned(), cell(&[]));
        assert_eq!(region.ledger.editions.last().expect("one").told[&key].value, value.map(decimal), "{name}");
        editions.push((release, observations));
        let all: Vec<(&Release, &[Observation])> =
            editions.iter().map(|(release, observations)| (release, observations.as_slice())).collect();
        assert_eq!(learnt(&all), None, "{name}");
    }
}

/// Of three in a district one takes its answer back: it knows since the first edition what the other two gave, and no later one can
/// help that.
#[test]
fn what_an_edition_told_an_enterprise_stops_no_later_one() {
    let mut region = Region::new(&[HIRED], &["a1", "a1", "a1", "b1", "b1", "b1", "b1"]);
    let all = [("01", "5"), ("02", "6"), ("03", "7"), ("04", "8"), ("05", "3"), ("06", "2"), ("07", "4")];
    let before = region.hired(&all);
    let first = region.publish("first", &before, "");
    assert_eq!(shown(&first, "hired", &[("district", "A")]), Some(decimal("18")));
    let now = region.hired(&[&all[..2], &all[3..]].concat());
    let second = region.clear(&now, "2025");
    assert_eq!((second.refused(), shown(&second, "hired", &[("district", "A")])), (&[][..], None));
    assert_eq!(shown(&second, "hired", &[("district", "B")]), Some(decimal("17")));
    assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
}

/// What may not be told today is not told again, though it was once.
#[test]
fn a_figure_that_would_be_withheld_today_does_not_stand() {
    let mut region = Region::new(&[HIRED], &FOUR_AND_FOUR);
    region.publish("first", &region.hired(&FIRST), "");
    let mut values = FIRST;
    values[0].1 = "8";
    let now = region.hired(&values);
    // Where the policy now asks for more than there was, all may be refused.
    let stands = |region: &Region| {
        region.clear(&now, "2025").figure("hired", "2025", &cell(&[])).and_then(|figure| figure.stands().cloned())
    };
    assert!(stands(&region).is_some());
    for policy in ["{ contributors: 9 }", "{ round: 5 }"] {
        let change = serde_saphyr::from_str(policy).expect("a policy");
        region.definitions.project.policy = BTreeMap::from([(Sensitivity::Persons, change)]);
        assert_eq!(stands(&region), None, "{policy}");
    }
}

/// A figure that is again what it was is another than the last edition said.
#[test]
fn what_goes_back_is_revised_as_well() {
    let mut region = Region::new(&[HIRED], &FOUR_AND_FOUR);
    let before = region.hired(&FIRST);
    let mut values = FIRST;
    ["8", "12", "2"].into_iter().enumerate().for_each(|(at, value)| values[at].1 = value);
    let mended = region.hired(&values);
    region.publish("first", &before, "");
    region.publish("second", &mended, "");
    let third = region.clear(&before, "2025");
    let figure = third.figure("hired", "2025", &cell(&[])).expect("a figure");
    let was = figure.told_before.as_ref().map(|told| (told.edition.as_str(), told.value));
    assert_eq!((figure.status, figure.value), (Status::Revised, Some(decimal("47"))));
    assert_eq!(was, Some(("second", Some(decimal("51")))));
}

/// Two of district A had answered, that they hired nobody; the other district was withheld for their sake. Told now, it would
/// say so together with the first total.
#[test]
fn what_was_withheld_before_does_not_follow_from_what_is_told_now() {
    let places = ["a1", "a1", "a1", "a1", "b1", "b1", "b1"];
    let mut region = Region::new(&[HIRED], &places);
    let others = [("05", "4"), ("06", "8"), ("07", "5")];
    let before = region.hired(&[&[("01", "0"), ("02", "0")], &others[..]].concat());
    let first = region.publish("first", &before, "");
    assert_eq!(
        (shown(&first, "hired", &[]), shown(&first, "hired", &[("district", "A")])),
        (Some(decimal("17")), None)
    );
    let now = region.hired(&[&[("01", "6"), ("02", "0"), ("03", "5"), ("04", "3")], &others[..]].concat());
    let alone = Region::new(&[HIRED], &places).clear(&now, "2025");
    assert_eq!(shown(&alone, "hired", &[("district", "B")]), Some(decimal("17")));
    assert!(learnt(&[(&first, &before), (&alone, &now)]).is_some());
    let second = region.clear(&now, "2025");
    assert_eq!(shown(&second, "hired", &[]), Some(decimal("31")));
    assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
}

/// Of municipality a1 too few had answered, so a2 was withheld with it. Now both could be told: a1 had been at most what it is
/// by now, and at least what the district had been less what a2 is by now.
#[test]
fn what_was_withheld_before_is_not_nearly_known_by_what_is_told_now() {
    let places = ["a1", "a1", "a2", "a2", "a2", "b1", "b1", "b1", "a1", "a1", "a2"];
    let mut region = Region::new(&[HIRED], &places);
    let hired = ["16", "14", "10", "10", "10", "5", "5", "5", "1", "1", "1"];
    let names = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"];
    let all: Vec<(&str, &str)> = names.into_iter().zip(hired).collect();
    let before = region.hired(&all[..8]);
    let first = region.publish("first", &before, "");
    assert_eq!(shown(&first, "hired", &[("municipality", "a1")]), None);
    let now = region.hired(&all);
    let alone = Region::new(&[HIRED], &places).clear(&now, "2025");
    let forgetful: [(&Release, &[Observation]); 2] = [(&first, &before), (&alone, &now)];
    let limits = Limits::of(&region.definitions, "hired");
    assert_eq!(nearly_known(limits, &forgetful[..1]), None);
    assert_eq!(learnt(&forgetful), None);
    assert!(nearly_known(limits, &forgetful).is_some_and(|found| found.ends_with("in 29 to 32")));
    let second = region.clear(&now, "2025");
    assert_eq!(nearly_known(limits, &[(&first, &before), (&second, &now)]), None);
    assert_eq!((second.refused(), shown(&second, "hired", &[])), (&[][..], Some(decimal("78"))));
}

/// A figure of the first release had one giver. Who mended its own answer since knows by what the other district changed.
#[test]
fn what_was_withheld_before_follows_for_no_enterprise_either() {
    let places = ["a1", "a1", "a1", "a1", "b1", "b1", "b1"];
    let mut region = Region::new(&[HIRED], &places);
    let before = region.hired(&[("01", "2"), ("02", "0"), ("05", "4"), ("06", "8"), ("07", "5")]);
    let first = region.publish("first", &before, "");
    assert_eq!(
        (shown(&first, "hired", &[]), shown(&first, "hired", &[("district", "A")])),
        (Some(decimal("19")), None)
    );
    let now = ["2", "6", "5", "3", "7", "8", "5"];
    let names = ["01", "02", "03", "04", "05", "06", "07"];
    let now = region.hired(&names.into_iter().zip(now).collect::<Vec<_>>());
    let alone = Region::new(&[HIRED], &places).clear(&now, "2025");
    let figure = ("hired".to_owned(), "2025".to_owned(), cell(&[("district", "A")]));
    assert_eq!(learnt(&[(&first, &before), (&alone, &now)]), None);
    assert!(learnt_from(&["05"], &[(&first, &before), (&alone, &now)], &figure));
    let second = region.clear(&now, "2025");
    assert!(!learnt_from(&["05"], &[(&first, &before), (&second, &now)], &figure));
}

/// The rest of a share's base in district B was one person; district A was withheld with it.
#[test]
fn a_share_that_was_withheld_for_its_rest_does_not_follow_later() {
    let places = ["a1", "a1", "a1", "b1", "b1", "b1", "b1", "b1", "b1"];
    let mut region = Region::new(&[SHARE], &places);
    let year = |region: &Region, answers: &[(&str, &str, &str)]| {
        let cells: Vec<[(&str, &str); 2]> =
            answers.iter().map(|(_, far, hired)| [("far", *far), ("hired", *hired)]).collect();
        let rows: Vec<_> = answers.iter().zip(&cells).map(|((name, ..), cells)| (*name, cells.as_slice())).collect();
        observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))])
    };
    let answers = [
        ("01", "5", "10"),
        ("02", "6", "10"),
        ("03", "4", "10"),
        ("04", "7", "7"),
        ("05", "7", "7"),
        ("06", "6", "7"),
        ("07", "3", "8"),
        ("08", "3", "8"),
        ("09", "3", "8"),
    ];
    let before = year(&region, &answers[..6]);
    let first = region.publish("first", &before, "");
    assert_eq!(shown(&first, "share", &[("district", "B")]), None);
    let now = year(&region, &answers);
    let alone = Region::new(&[SHARE], &places).clear(&now, "2025");
    assert!(learnt(&[(&first, &before), (&alone, &now)]).is_some());
    let second = region.clear(&now, "2025");
    assert!(shown(&second, "share", &[]).is_some());
    assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
}

/// The region without one of its enterprises is another region.
#[test]
fn a_region_less_one_enterprise_is_not_told_beside_the_region() {
    let mut region = Region::new(&[HIRED], &FOUR_AND_FOUR);
    let before = region.hired(&FIRST);
    let first = region.publish("first", &before, "");
    let gone = region.register.organisations.remove("04").expect("it was there");
    assert_eq!(gone.len(), 1);
    let now = region.hired(&[&FIRST[..3], &FIRST[4..]].concat());
    let second = region.clear(&now, "2025");
    assert_eq!(shown(&second, "hired", &[]), None);
    assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
}

/// Where nobody remembers the answers, a figure that is another by now may be of one enterprise.
#[test]
fn a_figure_that_differs_from_one_nobody_can_explain_is_withheld() {
    let mut region = Region::new(&[HIRED], &[&FOUR_AND_FOUR[..], &["a1", "a1", "a1"]].concat());
    region.publish("first", &region.hired(&FIRST), "");
    let mut edition = (*region.ledger.editions[0]).clone();
    edition.answers = None;
    region.ledger = Ledger { editions: vec![edition.into()] };
    let same = region.clear(&region.hired(&FIRST), "2025");
    assert_eq!(shown(&same, "hired", &[]), Some(decimal("47")));
    let more = [&FIRST[..], &[("09", "11"), ("10", "2"), ("11", "6")]].concat();
    assert_eq!(shown(&region.clear(&region.hired(&more), "2025"), "hired", &[]), None);
}

/// One enterprise of a district lost jobs. A report of what was gained and one of the net tell together how many.
#[test]
fn two_reports_of_other_indicators_give_nothing_away_together() {
    let jobs = [
        ("01", "a1", "10", "12"),
        ("02", "a1", "8", "9"),
        ("03", "a2", "5", "7"),
        ("04", "a2", "6", "5"),
        ("05", "b1", "10", "8"),
        ("06", "b1", "9", "7"),
        ("07", "b2", "6", "5"),
        ("08", "b2", "5", "9"),
        ("09", "b3", "4", "6"),
        ("10", "b3", "3", "4"),
    ];
    let cells: Vec<[(&str, &str); 2]> =
        jobs.iter().map(|(.., open, close)| [("open", *open), ("close", *close)]).collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        jobs.iter().zip(&cells).map(|(one, cells)| (one.0, cells.as_slice())).collect();
    let mut region = Region::new(&JOBS, &jobs.map(|(_, place, ..)| place));
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))]);
    let about = |region: &mut Region, name: &str| {
        let opens = format!("{{ report: r, template: region, headline: [{name}], indicators: [{name}] }}");
        region.definitions.project.reports = vec![plan(&opens)];
    };
    let of = |release: &Release, name: &str| shown(release, name, &[("district", "A")]);
    about(&mut region, "net");
    let net = region.clear(&observations, "2025");
    assert_eq!((of(&net, "net"), of(&net, "gained"), of(&net, "lost")), (Some(decimal("4")), None, None));
    about(&mut region, "gained");
    let first = region.publish("first", &observations, "gained");
    assert_eq!((of(&first, "gained"), of(&first, "net"), of(&first, "lost")), (Some(decimal("5")), None, None));
    about(&mut region, "net");
    let second = region.clear(&observations, "2025");
    assert_eq!((of(&second, "net"), of(&second, "lost")), (None, None), "what was gained is known");
}

fn example() -> (Folder, Loaded, Validation) {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("the example");
    let loaded = pipeline::load(&folder).expect("the example is defined without errors");
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    (folder, loaded, validation)
}

/// The example's report, and one of all indicators after it: enterprises that are in one of two sums alone are what these
/// differ by.
#[test]
fn a_report_of_more_indicators_gives_no_enterprise_away_beside_the_first() {
    let (folder, mut loaded, validation) = example();
    let release = |loaded: &Loaded| {
        let plan = &loaded.definitions.project.reports[0];
        let request = ReportRequest { plan, period: "2025", language: "sv", date: None, edition: None };
        let (release, _) = pipeline::cleared(&folder, loaded, &validation, &request);
        let edition = pipeline::edition(&release, loaded, &validation, &request, "first");
        (release, edition)
    };
    let (_, first) = release(&loaded);
    assert!(!first.told.keys().any(|(indicator, ..)| indicator == "public_support"));
    let withheld = first.told.values().filter(|told| told.status == "withheld");
    assert!(
        withheld.clone().count() > 50 && withheld.clone().all(|told| told.value.is_none() && told.answered.is_none())
    );
    // Published once more from the same answers it tells the same of how many answered, no less and no more.
    loaded.ledger.editions.push(first.clone().into());
    let (_, again) = release(&loaded);
    loaded.ledger.editions.clear();
    let counts = |told: &Told| [told.answered, told.expected, told.panel];
    let differs = |(key, told): &(&Key, &Told)| again.told.get(*key).map(counts) != Some(counts(told));
    assert_eq!(first.told.iter().filter(differs).collect::<Vec<_>>(), []);
    assert_eq!(first.told.len(), again.told.len());
    let (observations, _) = pipeline::measure(&loaded, &validation);
    // The next report opens with public support.
    let opens = "{ report: region, template: region, headline: [public_support, turnover] }";
    loaded.definitions.project.reports[0] = plan(opens);
    let (forgetful, _) = release(&loaded);
    loaded.ledger.editions.push(first.clone().into());
    let (mindful, _) = release(&loaded);
    let given_away = |second: &Release| -> Vec<String> {
        let told = |key: &(String, String, BTreeMap<String, String>)| {
            let before = first.told.get(key).is_some_and(|told| told.value.is_some());
            before || second.figures().get(key).is_some_and(|figure| figure.value.is_some())
        };
        let mut found = Vec::new();
        for one in observations.iter().filter(|one| one.indicator == "public_support") {
            let key = |indicator: &str| (indicator.to_owned(), one.period.clone(), one.breakdown.clone());
            let Some(share) = observations.iter().find(|other| {
                (&*other.indicator, &other.period, &other.breakdown)
                    == ("share_from_sales", &one.period, &one.breakdown)
            }) else {
                continue;
            };
            let base = |name: &String| share.contributions.get(name).and_then(|share| share.denominator);
            let given = one.contributions.iter().filter(|(_, share)| !share.value.is_zero());
            let apart: Vec<&String> = given.filter(|(name, _)| base(name).is_none()).map(|(name, _)| name).collect();
            if (1..3).contains(&apart.len()) && told(&key("public_support")) && told(&key("share_from_sales")) {
                found.push(format!("{} {:?} {apart:?}", one.period, one.breakdown));
            }
        }
        found
    };
    assert!(!given_away(&forgetful).is_empty(), "the two reports would tell of no one anyway");
    assert_eq!(given_away(&mindful), [""; 0]);
    let count = |release: &Release| release.figures().values().filter(|figure| figure.value.is_some()).count();
    assert!(count(&mindful) * 10 >= count(&forgetful) * 9, "{} of {}", count(&mindful), count(&forgetful));
}

/// The example's editions follow each other year by year. After them a single answer is mended: a municipality far from it is as
/// safe as it was, and what is told waits.
#[test]
fn no_edition_of_the_example_stops_the_next() {
    let (folder, mut loaded, validation) = example();
    let plan = loaded.definitions.project.reports[0].clone();
    let request = |period| ReportRequest { plan: &plan, period, language: "sv", date: None, edition: None };
    for period in ["2023", "2024", "2025"] {
        let (release, _) = pipeline::cleared(&folder, &loaded, &validation, &request(period));
        assert_eq!(release.refused(), [], "{period}");
        let edition = pipeline::edition(&release, &loaded, &validation, &request(period), period);
        loaded.ledger.editions.push(edition.into());
    }
    let path = "submissions/2025/exempelsmedjan.csv";
    let mut bytes = folder.files[path].hold().expect("it is at hand").to_vec();
    let at = bytes.windows(4).position(|cells| cells == b";28;").expect("it gave so many");
    bytes[at + 2] = b'7';
    let mut mended = folder.clone();
    mended.files.insert(path.to_owned(), bytes.into());
    let validation = pipeline::validate(&mended, &loaded, &InProcess);
    let (second, _) = pipeline::cleared(&mended, &loaded, &validation, &request("2025"));
    assert_eq!(second.refused(), []);
    let total = second.figure("fte_year_end", "2025", &cell(&[])).expect("a figure");
    assert_eq!((total.waits_since(), total.in_print()), (Some("2025"), Some(decimal("338.75"))));
}

/// An enterprise: municipality, women, men and not stated, and what becomes of it: as it was, late, mended, gone, or moved to the
/// next municipality.
fn enterprise() -> impl Strategy<Value = (usize, (u32, u32, u32), u8)> {
    let part = || prop_oneof![2 => Just(0u32), 3 => 1..4u32, 2 => 4..12u32];
    (0..5usize, (part(), part(), 0..2u32), prop_oneof![12 => Just(0u8), 1 => 1..5u8])
}

/// What is counted, and what the project asks for: three enterprises and persons, five of each, or other numbers.
fn asked() -> impl Strategy<Value = (&'static str, Option<&'static str>)> {
    prop_oneof![
        2 => Just((FAR, None)),
        1 => Just((FAR, Some("{ contributors: 4, count: 6 }"))),
        1 => Just((FAR, Some("{ contributors: 5, withheld_when: at_most }"))),
        1 => Just((SENSITIVE, None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Of one municipality few had answered, much; from it and others little comes late. What was withheld is not told nearly then.
    #[test]
    fn no_later_release_tells_nearly_what_was_withheld(
        few in prop::collection::vec(5..40u32, 2),
        others in prop::collection::vec((1..3usize, 3..30u32), 6..10),
        late in prop::collection::vec((0..3usize, 0..3u32), 3..9),
    ) {
        let few = few.into_iter().map(|value| (0, value, false));
        let others = others.into_iter().map(|(place, value)| (place, value, false));
        let late = late.into_iter().map(|(place, value)| (place, value, true));
        let enterprises: Vec<(usize, u32, bool)> = few.chain(others).chain(late).collect();
        let places: Vec<&str> = enterprises.iter().map(|one| AREAS[one.0].0).collect();
        let mut region = Region::new(&[HIRED], &places);
        let all: Vec<(String, String, bool)> =
            (1..).zip(&enterprises).map(|(n, (_, value, late))| (format!("{n:02}"), value.to_string(), *late)).collect();
        let year = |is_later: bool| {
            let there = all.iter().filter(|(.., late)| is_later || !late);
            region.hired(&there.map(|(name, value, _)| (name.as_str(), value.as_str())).collect::<Vec<_>>())
        };
        let (before, now) = (year(false), year(true));
        let first = region.publish("first", &before, "");
        let second = region.clear(&now, "2025");
        let both: [(&Release, &[Observation]); 2] = [(&first, &before), (&second, &now)];
        let limits = Limits::of(&region.definitions, "hired");
        prop_assert_eq!(learnt(&both), None);
        prop_assert!(second.refused().is_empty());
        prop_assert_eq!(nearly_known(limits, &both), None);
    }

    /// Whatever comes late, is mended or goes away, and whatever the policy asks for, an attacker who has both releases learns of
    /// no enterprise, and of nothing that was withheld for its own sake more nearly than the policy says.
    #[test]
    fn no_later_release_gives_an_enterprise_away(
        enterprises in prop::collection::vec(enterprise(), 6..30),
        (indicator, policy) in asked(),
    ) {
        let in_places = |is_later: bool| -> Region {
            let moved = |fate: u8| usize::from(is_later && fate == 4);
            let places: Vec<&str> = enterprises.iter().map(|(place, _, fate)| AREAS[(place + moved(*fate)) % 5].0).collect();
            let mut region = Region::new(&[indicator], &places);
            let change = policy.map(|policy| (Sensitivity::Persons, serde_saphyr::from_str(policy).expect("a policy")));
            region.definitions.project.policy = change.into_iter().collect();
            region
        };
        let (mut region, mut later) = (in_places(false), in_places(true));
        let year = |region: &Region, is_later: bool| {
            let given = (1..).zip(&enterprises).filter_map(|(n, (_, (women, men, other), fate))| {
                let is_there = if is_later { *fate != 3 } else { *fate != 1 };
                let women = women + u32::from(is_later && *fate == 2) * 3;
                let values = [("far_women", women), ("far_men", *men), ("far_not_stated", *other), ("far", women + men + other)];
                is_there.then(|| (format!("{n:02}"), values.map(|(name, value)| (name, value.to_string()))))
            });
            let given: Vec<_> = given.collect();
            observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))])
        };
        let (before, now) = (year(&region, false), year(&later, true));
        let first = region.publish("first", &before, "");
        later.ledger = region.ledger;
        let second = later.clear(&now, "2025");
        let limits = Limits::of(&later.definitions, "far");
        let both: [(&Release, &[Observation]); 2] = [(&first, &before), (&second, &now)];
        prop_assert_eq!(learnt_below(limits, &both), None);
        for (key, figure) in second.figures().iter().filter(|(_, figure)| figure.stands().is_some()) {
            prop_assert_eq!(figure.in_print(), first.figures().get(key).and_then(|told| told.value));
        }
        if both.iter().all(|(release, _)| release.refused().is_empty()) {
            prop_assert_eq!(nearly_known(limits, &both), None);
        }
    }

    /// From the same answers every edition tells the same, of the figures and of who answered.
    #[test]
    fn the_same_answers_are_told_alike_ever_after(enterprises in prop::collection::vec(enterprise(), 8..30)) {
        let places: Vec<&str> = enterprises.iter().map(|one| AREAS[one.0].0).collect();
        let mut region = Region::new(&[FAR], &places);
        let given = (1..).zip(&enterprises).filter_map(|(n, (_, (women, men, other), fate))| {
            let values = [("far_women", women), ("far_men", men), ("far_not_stated", other), ("far", &(women + men + other))];
            (*fate != 1).then(|| (format!("{n:02}"), values.map(|(name, value)| (name, value.to_string()))))
        });
        let given: Vec<_> = given.collect();
        region.answered = given.iter().map(|(name, _)| name.clone()).collect();
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
        let first = region.publish("first", &observations, "");
        for name in ["second", "third"] {
            let again = region.publish(name, &observations, "");
            prop_assert_eq!(again.roster(), first.roster());
            prop_assert_eq!(again.figures(), first.figures());
        }
    }
}
