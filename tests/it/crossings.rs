//! Tables of three dimensions: withheld by default, and where a policy lets them be made, protected with all that is shown beside.

use std::collections::BTreeMap;

use nytta::definition::codelist::{Code, Codelist};
use nytta::definition::indicator::Sensitivity;
use nytta::definition::policy::PolicyChange;
use nytta::disclosure::Release;
use nytta::disclosure::release::Status;
use nytta::measure::Observation;
use nytta::value::Decimal;

use super::attacker::{Limits, learnt};
use super::bounds::{nearly_known, nearly_known_to};
use super::releases::Region;
use super::small::{AREAS, GENDERS, accepted_of, observe};

/// With every table between the crossing and the total.
const ALL: &str = "[gender, municipality, legal_form, gender*municipality, gender*legal_form, legal_form*municipality, \
                   gender*legal_form*municipality]";
/// The crossing and the total alone.
const ALONE: &str = "[gender*legal_form*district]";
const FORMS: [&str; 2] = ["ab", "ek_for"];

/// A region in which the even enterprises are of one legal form and the odd ones of the other.
fn region(breakdown: &str, places: &[&str], policy: &str) -> Region {
    let far = format!("indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: {breakdown}");
    let mut region = Region::new(&[&far], places);
    let county = region.definitions.codelists["county"].clone();
    let code = |code: &&str| Code { code: (*code).to_owned(), ..county.codes[0].clone() };
    let mut forms = Codelist { codes: FORMS.iter().map(code).collect(), ..county };
    "legal_form".clone_into(&mut forms.codelist.value);
    region.definitions.codelists.insert("legal_form".to_owned(), forms);
    for (name, rows) in &mut region.register.organisations {
        let form = FORMS[name.parse::<usize>().expect("a number") % 2];
        for one in rows {
            one.codes.insert("legal_form".to_owned(), form.to_owned());
        }
    }
    let change: PolicyChange = serde_saphyr::from_str(policy).expect("a policy");
    region.definitions.project.policy = BTreeMap::from([(Sensitivity::Persons, change)]);
    region
}

/// Numbers that are the same in every run.
fn random(seed: &mut u32, most: u32) -> u32 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*seed >> 16) % most
}

/// What an enterprise gives: its number, and its cells by column.
type Given = (String, Vec<(&'static str, String)>);

/// Figures of so many enterprises somewhere, of which many give to no code of a gender.
fn given(seed: &mut u32, enterprises: usize) -> (Vec<&'static str>, Vec<Given>) {
    let places = (0..enterprises).map(|_| AREAS[random(seed, 5) as usize].0).collect();
    let rows = (1..=enterprises).map(|n| {
        let [women, men, other] = [random(seed, 40), random(seed, 9), random(seed, 4)];
        let cells = [("far", women + men + other), ("far_women", women), ("far_men", men), ("far_not_stated", other)];
        (format!("{n:02}"), cells.map(|(name, number)| (name, number.to_string())).into())
    });
    (places, rows.collect())
}

fn cells(of: &[Observation], dimensions: usize) -> Vec<&Observation> {
    of.iter().filter(|one| one.breakdown.len() == dimensions).collect()
}

fn status(release: &Release, one: &Observation) -> Status {
    release.figures()[&(one.indicator.clone(), one.period.clone(), one.breakdown.clone())].status
}

#[test]
fn a_crossing_of_three_is_measured_and_adds_up_to_every_table_it_is_made_of() {
    let (mut seed, mut filled) = (1, 0);
    let (places, rows) = given(&mut seed, 30);
    let region = region(ALL, &places, "{}");
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&rows))]);
    let crossing: Vec<&Observation> = cells(&observations, 3);
    let of_municipalities: Vec<&&Observation> =
        crossing.iter().filter(|one| one.breakdown.contains_key("municipality")).collect();
    assert_eq!(of_municipalities.len(), GENDERS.len() * FORMS.len() * AREAS.len());
    for one in &of_municipalities {
        let code = |name: &str| one.breakdown[name].as_str();
        let is_in = |at: usize| places[at] == code("municipality") && FORMS[(at + 1) % 2] == code("legal_form");
        let column = format!("far_{}", code("gender"));
        let of_row = |(_, cells): &(String, Vec<(&str, String)>)| {
            cells.iter().find(|(name, _)| *name == column).map(|(_, value)| value.parse::<Decimal>().expect("a number"))
        };
        let inside: Vec<Decimal> = (0..rows.len()).filter(|at| is_in(*at)).filter_map(|at| of_row(&rows[at])).collect();
        let sum = inside.iter().sum::<Decimal>();
        assert_eq!(one.value, Some(sum).filter(|_| !inside.is_empty()), "{:?}", one.breakdown);
        assert_eq!(one.coverage.answered as usize, inside.len());
        assert!(one.contributions.values().map(|share| share.value).eq(inside.iter().copied()));
        filled += usize::from(!inside.is_empty());
    }
    assert!(filled > 20, "{filled}");
    for whole in observations.iter().filter(|one| one.breakdown.len() == 2 && one.value.is_some()) {
        let is_part =
            |one: &&&&Observation| whole.breakdown.iter().all(|(name, code)| one.breakdown.get(name) == Some(code));
        if whole.breakdown.contains_key("district") {
            continue;
        }
        let parts: Decimal = of_municipalities.iter().filter(is_part).filter_map(|one| one.value).sum();
        assert_eq!(whole.value, Some(parts), "{:?}", whole.breakdown);
    }
}

/// By default nothing of it is told, however many give to it.
#[test]
fn no_figure_by_three_dimensions_is_told_unless_the_policy_lets_it() {
    let mut seed = 2;
    let (places, rows) = given(&mut seed, 60);
    for (policy, is_told) in [("{}", false), ("{ dimensions: 2 }", false), ("{ dimensions: 3 }", true)] {
        let region = region(ALL, &places, policy);
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&rows))]);
        let release = region.clear(&observations, "2025");
        let told = |dimensions: usize| {
            let all = cells(&observations, dimensions);
            all.into_iter().filter(|one| status(&release, one) == Status::Published).count()
        };
        assert_eq!(told(3) > 0, is_told, "{policy}: {}", told(3));
        assert!(told(2) > 0, "{policy}");
        assert_eq!(learnt(&[(&release, &observations)]), None, "{policy}");
    }
}

/// The attacker adds and subtracts over all three dimensions, knows that nothing is below zero, and is each enterprise in turn.
#[test]
fn an_attacker_learns_nothing_from_three_dimensions() {
    let (mut seed, mut told, mut withheld) = (3, 0, 0);
    for round in 0..10 {
        let breakdown = if round % 2 == 0 { ALL } else { ALONE };
        let (places, rows) = given(&mut seed, 24);
        let region = region(breakdown, &places, "{ dimensions: 3 }");
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&rows))]);
        let release = region.clear(&observations, "2025");
        let releases = [(&release, observations.as_slice())];
        assert_eq!(learnt(&releases), None, "round {round}");
        let limits = Limits { enterprises: 3, persons: 3 };
        assert_eq!(nearly_known(limits, &releases), None, "round {round}");
        for name in observations[0].contributions.keys() {
            assert_eq!(nearly_known_to(&[name], limits, &releases), None, "round {round}: {name}");
        }
        for one in cells(&observations, 3) {
            told += usize::from(status(&release, one) == Status::Published);
            withheld += usize::from(status(&release, one) == Status::Withheld && one.value.is_some());
        }
    }
    assert!(told > 10 && withheld > 50, "{told} told, {withheld} withheld");
}
