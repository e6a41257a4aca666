//! A period that is preliminary is told as rounded totals of the county, and its final edition tells no one apart.

use nytta::definition::indicator::Sensitivity;
use nytta::definition::project::PeriodState;
use nytta::disclosure::Release;
use nytta::disclosure::release::{Figure, Status};
use nytta::measure::Observation;
use nytta::value::Decimal;

use super::attacker::learnt;
use super::releases::Region;
use super::small::{accepted_of, cell, observe};

const HIRED: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\n\
                     breakdown: [municipality, district, county]";
const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: sensitive\nbreakdown: [gender]";
const SHARE: &str = "indicator: share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                     sensitivity: persons\nbreakdown: [district]";
const SURPLUS: &str = "indicator: surplus\nvalue: SUM(surplus)\nunit: money\nsensitivity: business\n\
                       breakdown: [municipality, district, county]";
const CLOSE: &str = "indicator: close\nvalue: SUM(close)\nunit: fte\nsensitivity: open\nbreakdown: [municipality]";

const PLACES: [&str; 14] = ["a1", "a1", "a1", "a1", "a2", "a2", "a2", "a2", "b1", "b1", "b1", "b1", "b1", "b1"];

fn region(state: PeriodState, classes: &[(Sensitivity, &str)]) -> Region {
    let mut region = Region::new(&[HIRED, FAR, SHARE, SURPLUS, CLOSE], &PLACES);
    region.definitions.project.periods[2].state = state;
    let of = classes.iter().map(|(class, policy)| (*class, serde_saphyr::from_str(policy).expect("a policy")));
    region.definitions.project.policy = of.collect();
    region
}

/// Two years of fourteen enterprises, of which so many hired one more in the second than they said at first.
fn years(region: &Region, changed: usize) -> Vec<Observation> {
    let year = |add: usize, changed: usize| {
        let given = (1..=PLACES.len()).map(move |n| {
            let (women, men) = (5 + n % 4 + add, 6 + n % 5);
            let numbers = [("far_women", women), ("far_men", men), ("far_not_stated", 5), ("far", women + men + 5)];
            let more = [
                ("hired", women + men + 9 + n % 3 + usize::from(n <= changed)),
                ("close", 7 + n),
                ("surplus", 1000 + 37 * n),
            ];
            (format!("{n:02}"), numbers.into_iter().chain(more).map(|(name, number)| (name, number.to_string())))
        });
        given.map(|(name, cells)| (name, cells.collect::<Vec<_>>())).collect::<Vec<_>>()
    };
    let (before, now) = (accepted_of(&year(0, 0)), accepted_of(&year(1, changed)));
    observe(&region.definitions, &region.register, vec![("2024", before), ("2025", now)])
}

fn cleared(state: PeriodState, classes: &[(Sensitivity, &str)]) -> Release {
    let region = region(state, classes);
    region.clear(&years(&region, 0), "2025")
}

fn figure<'r>(release: &'r Release, indicator: &str, period: &str, codes: &[(&str, &str)]) -> &'r Figure {
    release.figure(indicator, period, &cell(codes)).expect("a figure")
}

#[test]
fn a_preliminary_period_is_told_as_rounded_totals_of_the_county() {
    let exact = cleared(PeriodState::Final, &[]);
    for (base, classes) in
        [(5, vec![]), (3, vec![(Sensitivity::Persons, "{ round: 3 }"), (Sensitivity::Sensitive, "{ round: 3 }")])]
    {
        let release = cleared(PeriodState::Preliminary, &classes);
        let (mut totals, mut areas) = (0, 0);
        let all = exact.figures().iter().filter(|(_, figure)| figure.value.is_some());
        for ((name, period, breakdown), known) in all {
            let told = figure(
                &release,
                name,
                period,
                &breakdown.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>(),
            );
            let place = (name, period, breakdown);
            if period == "2024" || name == "close" {
                // A base that the policy names holds for every period.
                let is_rounded = !classes.is_empty() && name != "close" && name != "surplus";
                assert!(is_rounded || told.value == known.value, "{place:?}: what is final or open stays");
                continue;
            }
            let is_below = breakdown.keys().any(|name| name == "municipality" || name == "district");
            if is_below {
                assert_eq!((told.status, known.status), (Status::Withheld, Status::Published), "{place:?}");
                areas += 1;
                continue;
            }
            let is_count = name != "surplus";
            assert_eq!((told.status, told.rounded), (Status::Published, is_count.then_some(base)), "{place:?}");
            if name == "hired" || name == "far" {
                let off = told.value.expect("it is told") - known.value.expect("it is told");
                assert!(
                    (told.value.expect("one") % Decimal::from(base)).is_zero()
                        && off.abs() * Decimal::TWO <= Decimal::from(base),
                    "{place:?}"
                );
            }
            let panel = told.panel.filter(|_| name == "hired").map(|panel| [panel.previous, panel.current]);
            let is_multiple = |sum: &Decimal| (*sum % Decimal::from(base)).is_zero();
            assert!(panel.iter().flatten().all(is_multiple), "{place:?} {panel:?}");
            totals += 1;
        }
        assert_eq!((totals, areas), (9, 12));
    }
}

/// A project may decide otherwise for a class, and a period beside one that may change yet is told like it.
#[test]
fn what_a_project_excepts_is_told_as_final() {
    let exact = cleared(PeriodState::Final, &[]);
    let area = [("municipality", "a1")];
    let of_persons = cleared(PeriodState::Preliminary, &[(Sensitivity::Business, "{ preliminary: as_final }")]);
    assert_eq!(figure(&of_persons, "surplus", "2025", &area).value, figure(&exact, "surplus", "2025", &area).value);
    assert_eq!(figure(&of_persons, "hired", "2025", &area).value, None);
    let all = [Sensitivity::Business, Sensitivity::Persons, Sensitivity::Sensitive]
        .map(|class| (class, "{ preliminary: as_final }"));
    assert_eq!(cleared(PeriodState::Preliminary, &all).figures(), exact.figures());
    let mut region = region(PeriodState::Final, &[]);
    region.definitions.project.periods[1].state = PeriodState::Preliminary;
    let release = region.clear(&years(&region, 0), "2025");
    for period in ["2024", "2025"] {
        let hired = |codes| figure(&release, "hired", period, codes);
        assert_eq!((hired(&area).value, hired(&[]).rounded), (None, Some(5)), "{period}");
    }
}

/// The final edition tells what the preliminary one rounded, and its areas: as it was, or once as many answers have changed as hide
/// each other. Who has both learns what nobody gave.
#[test]
fn from_preliminary_to_final_as_many_must_change_as_hide_each_other() {
    for (changed, status) in
        [(0, Status::Published), (1, Status::Withheld), (2, Status::Withheld), (3, Status::Revised)]
    {
        let mut region = region(PeriodState::Preliminary, &[]);
        region.definitions.indicators.retain(|one| *one.indicator != "share");
        let before = years(&region, 0);
        let first = region.publish("first", &before, "");
        assert_eq!(first.figures(), region.clear(&before, "2025").figures(), "the same again");
        region.definitions.project.periods[2].state = PeriodState::Final;
        let now = years(&region, changed);
        let second = region.publish("second", &now, "");
        let hired = |codes: &[(&str, &str)]| figure(&second, "hired", "2025", codes);
        assert_eq!(hired(&[]).status, status, "{changed}");
        assert_eq!(hired(&[]).rounded, None);
        let told = hired(&[]).told_before.as_ref().filter(|_| status == Status::Revised);
        assert_eq!(told.map(|told| told.rounded), (status == Status::Revised).then_some(Some(5)), "{changed}");
        // The areas were not told before.
        let area = if hired(&[]).value.is_some() { Status::Published } else { Status::Withheld };
        assert_eq!(hired(&[("municipality", "b1")]).status, area, "{changed}");
        let both = [(&first, before.as_slice()), (&second, now.as_slice())];
        assert_eq!(learnt(&both), None, "{changed}");
        // What was mended in the preliminary state waits for two more as well.
        region.definitions.project.periods[2].state = PeriodState::Preliminary;
        region.ledger.editions.truncate(1);
        let third = region.clear(&now, "2025");
        let is_told = figure(&third, "hired", "2025", &[]).value.is_some();
        assert_eq!(is_told, changed == 0 || changed >= 3, "{changed}");
        assert_eq!(learnt(&[(&first, before.as_slice()), (&third, now.as_slice())]), None, "{changed}");
    }
}
