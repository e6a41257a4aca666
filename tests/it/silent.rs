//! Who did not answer is never named: not by the roster, not by the coverage of a figure, not by both.

use std::collections::{BTreeMap, BTreeSet};

use nytta::disclosure::{Audience, Facts, Release, release};
use proptest::prelude::*;

use super::small::{AREAS, accepted, cell, decimal, definitions, observe, organisation, register};

const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";

/// A register of organisations by municipality, and those of them that answered, in 2025; with what they hired.
fn reported(places: &[&str], silent: &[usize], indicators: &[&str]) -> Release {
    let definitions = definitions(indicators);
    let names: Vec<String> = (1..=places.len()).map(|n| format!("{n:02}")).collect();
    let mut organisations: Vec<_> = names.iter().zip(places).map(|(name, place)| organisation(name, place)).collect();
    for one in &mut organisations {
        one.consent_to_be_named = one.codes["municipality"] != "b2";
    }
    let register = register(organisations);
    let answered: BTreeSet<String> =
        (1..).zip(&names).filter(|(n, _)| !silent.contains(n)).map(|(_, name)| name.clone()).collect();
    let hired = [("hired", "9"), ("close", "1")];
    let rows: Vec<(&str, &[(&str, &str)])> = answered.iter().map(|name| (name.as_str(), hired.as_slice())).collect();
    let observations = observe(&definitions, &register, vec![("2025", accepted(&rows))]);
    let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), answered)]), ..Facts::default() };
    let period = definitions.project.period("2025").expect("a period");
    release(&observations, &definitions, &register, Audience::Public, period, &facts)
}

#[test]
fn counts_of_who_reported_name_no_one_who_did_not() {
    let places = ["a1", "a1", "a1", "a1", "a2", "a2", "b1", "b1", "b1", "b2", "b2", "b2", "b3", "b3", "b3"];
    let release = reported(&places, &[4, 5, 6, 9], &[]);
    let roster = release.roster();
    assert_eq!((roster.chain["2025"].registered, roster.chain["2025"].answered), (15, 11));
    // Nobody in a2 answered: it is not told, nor a1, which would tell it.
    let municipalities = &roster.tables["municipality"];
    assert_eq!((municipalities["a1"], municipalities["a2"]), (None, None));
    assert_eq!(roster.tables["district"]["A"], Some((3, 6)));
    // Two of three answered in b1: with b2 it is five of six.
    assert_eq!((municipalities["b1"], municipalities["b2"], municipalities["b3"]), (None, None, Some((3, 3))));
    // The names of a1 and b1 would leave only those who did not answer; those of b3 leave five unnamed ones who did.
    let places: BTreeSet<&str> = roster.named.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, BTreeSet::from(["b3"]));
    // Who is registered is open.
    assert_eq!(roster.registered["municipality"].values().copied().collect::<Vec<_>>(), [4, 2, 3, 3, 3]);
}

/// That all of one or two answered is not told either: where it is not told, it would say that one of them did not.
#[test]
fn whether_one_or_two_answered_is_never_told() {
    let places = ["a1", "a1", "a1", "a2", "b1", "b1", "b1", "b2", "b2", "b3", "b3", "b3"];
    for silent in [&[][..], &[4], &[8], &[8, 9]] {
        let release = reported(&places, silent, &[]);
        let municipalities = &release.roster().tables["municipality"];
        assert_eq!((municipalities["a2"], municipalities["b2"]), (None, None), "{silent:?}");
        // By subtraction from the district neither.
        let district = release.roster().tables["district"]["A"];
        assert!(district.is_none() || municipalities["a1"].is_none(), "{silent:?}");
        let district = release.roster().tables["district"]["B"];
        assert!(district.is_none() || municipalities["b1"].is_none() || municipalities["b3"].is_none(), "{silent:?}");
    }
}

/// A question for some enterprises of A alone.
const OF_A1: &str = "indicator: of_a1\nvalue: SUM(hired)\nunit: persons\nsensitivity: business\n\
                     applies_to: \"municipality = 'a1'\"";

fn told(release: &Release, indicator: &str, codes: &[(&str, &str)]) -> Option<(u32, u32)> {
    let coverage = release.figure(indicator, "2025", &cell(codes))?.coverage?;
    Some((coverage.answered, coverage.expected))
}

/// One of the two enterprises of a2 did not answer. The roster does not say so, nor does the coverage of any figure by
/// itself; but the coverage of a figure of a1, taken from the district of the roster, would.
#[test]
fn what_the_roster_withholds_is_not_given_back_by_the_coverage_of_a_figure() {
    let places = ["a1", "a1", "a1", "a1", "a2", "a2", "b1", "b1", "b1"];
    let release = reported(&places, &[6], &[OF_A1, HIRED]);
    let tables = &release.roster().tables;
    assert_eq!(tables["municipality"]["a2"], None);
    assert_eq!(release.figure("of_a1", "2025", &cell(&[])).and_then(|figure| figure.value), Some(decimal("36")));
    let a1 = told(&release, "of_a1", &[]);
    let of_a = tables["district"]["A"].or(told(&release, "hired", &[("district", "A")]));
    // All nine less a1 and b1 are a2, too.
    let of_b =
        tables["district"]["B"].or(tables["municipality"]["b1"]).or(told(&release, "hired", &[("district", "B")]));
    assert!(a1.is_none() || of_a.is_none() && of_b.is_none(), "{a1:?} {of_a:?} {of_b:?}");
    assert!(a1.or(of_a).or(of_b).is_some(), "more is withheld than must be");
}

/// Fails when the published counts and names leave no way in which some enterprise that did not answer might have.
fn guess(release: &Release, places: &[&str], silent: &[usize]) -> Result<(), TestCaseError> {
    let bits = |is_in: &dyn Fn(&str) -> bool| -> u32 {
        places.iter().enumerate().filter(|(_, place)| is_in(place)).map(|(at, _)| 1 << at).sum()
    };
    let district = |place: &str| AREAS.iter().find(|(code, _)| *code == place).expect("a municipality").1;
    let mut known: Vec<(u32, u32)> = vec![(bits(&|_| true), release.roster().chain["2025"].answered)];
    let mut tell = |set: u32, count: Option<(u32, u32)>| known.extend(count.map(|(answered, _)| (set, answered)));
    for (code, _) in AREAS {
        let of = bits(&|place| place == code);
        tell(of, release.roster().tables["municipality"].get(code).copied().flatten());
        tell(of, told(release, "hired", &[("municipality", code)]));
    }
    for code in ["A", "B"] {
        let of = bits(&|place| district(place) == code);
        tell(of, release.roster().tables["district"].get(code).copied().flatten());
        tell(of, told(release, "hired", &[("district", code)]));
    }
    tell(bits(&|place| place == "a1"), told(release, "of_a1", &[]));
    let named: u32 =
        release.roster().named.iter().map(|(name, _)| 1 << (name.parse::<u32>().expect("a number") - 1)).sum();
    let fits = |answers: u32| known.iter().all(|(set, answered)| (answers & set).count_ones() == *answered);
    let all: u32 =
        (0..1 << places.len()).filter(|answers| answers & named == named && fits(*answers)).fold(0, |a, b| a | b);
    for one in silent {
        prop_assert!(all >> (one - 1) & 1 == 1, "{one} is known not to have answered: {known:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whoever answers, an attacker who tries every way in which the counts of the roster and of figures and the names can
    /// come true finds no enterprise that cannot have answered.
    #[test]
    fn no_count_and_no_name_gives_away_who_did_not_answer(
        ones in prop::collection::vec((0..5usize, prop::bool::weighted(0.75)), 3..13),
    ) {
        let places: Vec<&str> = ones.iter().map(|(place, _)| AREAS[*place].0).collect();
        let silent: Vec<usize> = (1..).zip(&ones).filter(|(_, (_, answered))| !answered).map(|(at, _)| at).collect();
        if silent.len() < ones.len() {
            guess(&reported(&places, &silent, &[OF_A1, HIRED]), &places, &silent)?;
        }
    }
}

/// Where all that answered did so the year before too, those that joined since are the silent ones.
#[test]
fn how_many_reported_both_years_does_not_tell_who_joined_and_did_not_answer() {
    let definitions = definitions(&[HIRED]);
    let names: Vec<String> = (1..=10).map(|n| format!("{n:02}")).collect();
    let mut organisations: Vec<_> = names.iter().map(|name| organisation(name, "a1")).collect();
    for one in &mut organisations[8..] {
        one.member_from = Some("2025-01-01".parse().expect("a day"));
    }
    let register = register(organisations);
    let period = definitions.project.period("2025").expect("a period");
    let before = definitions.project.before("2025").expect("a period before").period.value.clone();
    let hired = [("hired", "9")];
    let sent = |count: usize| {
        let rows: Vec<_> = names[..count].iter().map(|name| (name.as_str(), hired.as_slice())).collect();
        accepted(&rows)
    };
    let panel = |answered: usize| {
        let of = |count: usize| names[..count].iter().cloned().collect::<BTreeSet<String>>();
        let answers = BTreeMap::from([(before.clone(), of(8)), ("2025".to_owned(), of(answered))]);
        let facts = Facts { answered: answers, ..Facts::default() };
        let observations = observe(&definitions, &register, vec![(&before, sent(8)), ("2025", sent(answered))]);
        let cleared = release(&observations, &definitions, &register, Audience::Public, period, &facts);
        let figure = cleared.figure("hired", "2025", &cell(&[])).expect("a figure");
        (cleared.roster().chain["2025"].panel, figure.panel.map(|panel| panel.enterprises))
    };
    // The figure needs three others besides.
    assert_eq!([panel(8), panel(9), panel(10)], [(None, None), (None, None), (Some(8), None)]);
}
