//! Disclosure: who answered is counted, and nobody can tell who did not.

use std::collections::{BTreeMap, BTreeSet};

use nytta::disclosure::release::{Figure, Quality, Status};
use nytta::disclosure::{Audience, Facts, Release, release};
use proptest::prelude::*;

use super::releases::plan;
use super::small::{AREAS, accepted, cell, decimal, definitions, observe, organisation, register};

const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";

/// A register of organisations by municipality, and those of them that answered, in 2025; with what they hired.
fn reported(places: &[&str], silent: &[usize], indicators: &[&str]) -> Release {
    let definitions = definitions(indicators);
    let names: Vec<String> = (1..=places.len()).map(|n| format!("{n:02}")).collect();
    let mut organisations: Vec<_> = names.iter().zip(places).map(|(name, place)| organisation(name, place)).collect();
    for one in &mut organisations {
        one.consent_to_be_named =
            one.codes["municipality"] != "b2" && one.organisation.ends_with(['1', '3', '5', '7', '9']);
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
    assert_eq!((roster.chain["2025"].registered, roster.chain["2025"].answered), (15, Some(11)));
    // Nobody in a2 answered: it is not told, nor a1, which would tell it.
    let municipalities = &roster.tables["municipality"];
    assert_eq!((municipalities["a1"], municipalities["a2"]), (None, None));
    assert_eq!(roster.tables["district"]["A"], Some((3, 6)));
    // Two of three answered in b1: with b2 it is five of six.
    assert_eq!((municipalities["b1"], municipalities["b2"], municipalities["b3"]), (None, Some((3, 3)), None));
    // Who is registered is open.
    assert_eq!(roster.registered["municipality"].values().copied().collect::<Vec<_>>(), [4, 2, 3, 3, 3]);
}

/// A period for which nobody sent anything has no answers; none of them is withheld.
#[test]
fn that_nobody_answered_at_all_is_told() {
    let places = ["a1", "a1", "a1", "b1", "b1"];
    let status = |silent: &[usize]| {
        let release = reported(&places, silent, &[HIRED]);
        release.figure("hired", "2025", &cell(&[])).expect("a figure").status
    };
    assert!(matches!(status(&[1, 2, 3, 4, 5]), Status::Missing(_)), "{:?}", status(&[1, 2, 3, 4, 5]));
    assert_eq!(status(&[2, 3, 4, 5]), Status::Withheld, "one alone answered");
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
const OF_A1: &str = "indicator: of_a1\nvalue: SUM(close)\nunit: fte\nsensitivity: business\n\
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
    assert_eq!(release.figure("of_a1", "2025", &cell(&[])).and_then(|figure| figure.value), Some(decimal("4")));
    let a1 = told(&release, "of_a1", &[]);
    let of_a = tables["district"]["A"].or(told(&release, "hired", &[("district", "A")]));
    // All nine less a1 and b1 are a2, too.
    let of_b =
        tables["district"]["B"].or(tables["municipality"]["b1"]).or(told(&release, "hired", &[("district", "B")]));
    assert!(a1.is_none() || of_a.is_none() && of_b.is_none(), "{a1:?} {of_a:?} {of_b:?}");
    assert!(a1.or(of_a).or(of_b).is_some(), "more is withheld than must be");
}

/// Of a half or less nothing is told, least of all that nobody answered: that would name all.
#[test]
fn whole_registers_of_which_few_answered_are_not_told() {
    let places = ["a1", "a1", "a1", "b1", "b1", "b1"];
    for (silent, told) in [(&[][..], Some(6)), (&[6], Some(5)), (&[3, 4, 5, 6], None), (&[1, 2, 3, 4, 5, 6], None)] {
        let chain = reported(&places, silent, &[]).roster().chain["2025"];
        assert_eq!((chain.registered, chain.answered, chain.sent.is_some()), (6, told, told.is_some()), "{silent:?}");
    }
    assert_eq!(reported(&["a1", "a1"], &[2], &[]).roster().chain["2025"].answered, None);
}

/// Files and rows are counts of who answered as well.
#[test]
fn rows_are_not_counted_where_it_is_not_told_how_many_answered() {
    let definitions = definitions(&[]);
    let register = register((1..=6).map(|n| organisation(&n.to_string(), "a1")).collect());
    let period = definitions.project.period("2025").expect("a period");
    let rows = |answered: usize| {
        let names: BTreeSet<String> = (1..=answered).map(|n| n.to_string()).collect();
        let count = u32::try_from(answered).expect("it is small");
        let quality = Quality { files: count, rows: (count, count, 0, 0), ..Quality::default() };
        let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), names)]), quality, ..Facts::default() };
        let release = release(&[], &definitions, &register, Audience::Public, period, &facts);
        (release.quality().files, release.quality().rows.1)
    };
    assert_eq!((rows(5), rows(2)), ((5, 5), (0, 0)));
}

/// That nobody gave anything would say that all to whom a question applies are silent; that it applies to none of them, that
/// all answered.
#[test]
fn why_there_is_no_figure_is_told_only_where_it_tells_of_no_one() {
    let definitions = definitions(&[OF_A1]);
    let places = ["a1", "a1", "b1", "b1", "b1", "b1", "b1"];
    let register = register((1..).zip(places).map(|(n, place)| organisation(&n.to_string(), place)).collect());
    let period = definitions.project.period("2025").expect("a period");
    let status = |rows: &[(&str, &str)]| {
        let cells: Vec<(&str, [(&str, &str); 1])> =
            rows.iter().map(|(name, hired)| (*name, [("hired", *hired)])).collect();
        let table = accepted(&cells.iter().map(|(name, cells)| (*name, cells.as_slice())).collect::<Vec<_>>());
        let observations = observe(&definitions, &register, vec![("2025", table)]);
        let answered: BTreeSet<String> = rows.iter().map(|(name, _)| (*name).to_owned()).collect();
        let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), answered)]), ..Facts::default() };
        let release = release(&observations, &definitions, &register, Audience::Public, period, &facts);
        release.figure("of_a1", "2025", &cell(&[])).expect("a figure").status
    };
    let others = [("3", "9"), ("4", "9"), ("5", "9"), ("6", "9"), ("7", "9")];
    let with = |own: &[(&'static str, &'static str)]| status(&[own, &others].concat());
    assert_eq!(with(&[]), Status::Withheld);
    assert_eq!(with(&[("1", "."), ("2", ".")]), Status::Withheld);
}

/// Three gave the figure and one left it blank; of five in all one is silent. The blank one knows of itself.
#[test]
fn who_left_a_question_blank_knows_that_it_answered() {
    let definitions = definitions(&[OF_A1]);
    let places = ["a1", "a1", "a1", "a1", "b1"];
    let register = register((1..).zip(places).map(|(n, place)| organisation(&n.to_string(), place)).collect());
    let period = definitions.project.period("2025").expect("a period");
    let gave = [("hired", "9")];
    let rows = accepted(&[("1", &gave), ("2", &gave), ("3", &gave), ("4", &[("hired", "")])]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let answered: BTreeSet<String> = (1..=4).map(|n| n.to_string()).collect();
    let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), answered)]), ..Facts::default() };
    let release = release(&observations, &definitions, &register, Audience::Public, period, &facts);
    let whole = release.roster().chain["2025"].answered;
    assert!(whole.is_none() || told(&release, "of_a1", &[]).is_none(), "{whole:?}");
}

/// All of B answered and all but one of those with another form, three of which are in B: two of the other three did.
#[test]
fn what_is_left_when_those_that_surely_answered_are_taken_out_must_be_enough() {
    let definitions = definitions(&[OF_FORM]);
    let places = ["b1", "b1", "b1", "b1", "b1", "a1", "a1", "a2", "a1", "a1", "a1"];
    let forms = ["ab", "ab", "ab", "ef", "ef", "ab", "ab", "ab", "ef", "ef", "ef"];
    let names: Vec<String> = (1..=places.len()).map(|n| format!("{n:02}")).collect();
    let with_form = |((name, place), form): ((&String, &&str), &&str)| {
        let mut one = organisation(name, place);
        one.codes.insert("county".to_owned(), (*form).to_owned());
        one
    };
    let register = register(names.iter().zip(&places).zip(&forms).map(with_form).collect());
    let answered: BTreeSet<String> = names.iter().filter(|name| *name != "08").cloned().collect();
    let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), answered)]), ..Facts::default() };
    let period = definitions.project.period("2025").expect("a period");
    let release = release(&[], &definitions, &register, Audience::Public, period, &facts);
    let roster = release.roster();
    let (of_b, of_form) = (roster.tables["district"]["B"], roster.tables["county"].get("ab").copied().flatten());
    assert!(of_b.is_none() || of_form.is_none(), "{of_b:?} {of_form:?}");
}

const OF_FORM: &str = "indicator: of_form\nvalue: SUM(hired)\nunit: persons\nsensitivity: business";

/// Who is missing among the names learns no more from it than is told: that one of the seven beside b1 did not answer. Of all
/// of them the names are missing, not only of its one neighbour.
#[test]
fn who_is_missing_among_the_names_learns_nothing_of_its_neighbour() {
    let places = ["a2", "a2", "b1", "b1", "b1", "b1", "b1", "b1", "b3", "b3", "b3", "b3", "b3"];
    let all = ["01", "03", "05", "07", "09", "11", "13"];
    for (silent, expected) in [(&[][..], &all[..]), (&[2], &all[1..4])] {
        let release = reported(&places, silent, &[]);
        let named: Vec<&str> = release.roster().named.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(named, expected, "{silent:?}");
    }
}

/// Four of five answered and three of them consent: their names would leave one beside the one that did not.
#[test]
fn names_leave_enough_others_that_answered() {
    let named = |silent: &[usize]| reported(&["b1"; 5], silent, &[]).roster().named.len();
    assert_eq!((named(&[]), named(&[4])), (3, 0));
}

/// One large enterprise is silent, and two small ones.
#[test]
fn a_share_of_size_that_one_enterprise_decides_is_not_told() {
    let definitions = definitions(&["indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: open"]);
    let register = register((1..=9).map(|n| organisation(&n.to_string(), "a1")).collect());
    for (sizes, percent) in [(["90", "5", "5"], None), (["20", "20", "10"], Some(55))] {
        let row = |size| [("close", size), ("hired", "4")];
        let rows = |names: &[(usize, &'static str)]| -> Vec<(String, [(&'static str, &'static str); 2])> {
            names.iter().map(|(n, size)| (n.to_string(), row(*size))).collect()
        };
        let others: Vec<(usize, &str)> = (4..=9).map(|n| (n, "10")).collect();
        let all: Vec<(usize, &str)> = (1..).zip(sizes).chain(others.clone()).collect();
        let table = |rows: &[(String, [(&'static str, &'static str); 2])]| {
            accepted(&rows.iter().map(|(name, cells)| (name.as_str(), cells.as_slice())).collect::<Vec<_>>())
        };
        let observations =
            observe(&definitions, &register, vec![("2024", table(&rows(&all))), ("2025", table(&rows(&others)))]);
        let names = |rows: &[(usize, &str)]| rows.iter().map(|(n, _)| n.to_string()).collect::<BTreeSet<_>>();
        let answered = BTreeMap::from([("2024".to_owned(), names(&all)), ("2025".to_owned(), names(&others))]);
        let facts = Facts { answered, ..Facts::default() };
        let period = definitions.project.period("2025").expect("a period");
        let release = release(&observations, &definitions, &register, Audience::Public, period, &facts);
        let coverage = release.figure("hired", "2025", &cell(&[])).expect("a figure").coverage.expect("it is told");
        assert_eq!((coverage.answered, coverage.size_percent), (6, percent));
    }
}

/// One enterprise in two years: where it is, whether it is a member in the first one, and what it did in each.
type One = (usize, bool, [Did; 2]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Did {
    Nothing,
    /// It answered, but not whom it hired.
    Blank,
    All,
}

/// Two years of some enterprises.
struct Years {
    ones: Vec<One>,
    release: Release,
}

const YEARS: [&str; 2] = ["2024", "2025"];

impl Years {
    fn new(ones: Vec<One>) -> Self {
        let definitions = definitions(&[OF_A1, HIRED]);
        let names: Vec<String> = (0..ones.len()).map(|n| format!("{n:02}")).collect();
        let make = |(name, one): (&String, &One)| {
            let mut made = organisation(name, AREAS[one.0].0);
            made.consent_to_be_named = name.ends_with(['1', '3', '5', '7', '9']);
            if !one.1 {
                made.member_from = Some("2025-01-01".parse().expect("a day"));
            }
            made
        };
        let register = register(names.iter().zip(&ones).map(make).collect());
        let did = |year: usize| names.iter().zip(&ones).filter(move |(_, one)| one.2[year] != Did::Nothing);
        let rows = |year: usize| {
            let (all, blank) = ([("hired", "9"), ("close", "1")], [("hired", ""), ("close", "1")]);
            let cells: Vec<(&str, [(&str, &str); 2])> = did(year)
                .map(|(name, one)| (name.as_str(), if one.2[year] == Did::All { all } else { blank }))
                .collect();
            accepted(&cells.iter().map(|(name, cells)| (*name, cells.as_slice())).collect::<Vec<_>>())
        };
        let observations = observe(&definitions, &register, vec![("2024", rows(0)), ("2025", rows(1))]);
        let who = |year: usize| did(year).map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
        let answered: BTreeMap<String, BTreeSet<String>> =
            (0..2).map(|year| (YEARS[year].to_owned(), who(year))).collect();
        let facts = Facts { sent: answered.clone(), answered, ..Facts::default() };
        let period = definitions.project.period("2025").expect("a period");
        let release = release(&observations, &definitions, &register, Audience::Public, period, &facts);
        Self { ones, release }
    }

    fn bits(&self, is_in: &dyn Fn(&One) -> bool) -> u32 {
        self.ones.iter().enumerate().filter(|(_, one)| is_in(one)).map(|(at, _)| 1 << at).sum()
    }

    /// Members of a year in an area, or anywhere.
    fn members(&self, year: usize, area: Option<&str>) -> u32 {
        let is_in = |one: &One| {
            let (place, district) = AREAS[one.0];
            (one.1 || year == 1) && area.is_none_or(|area| [place, district].contains(&area))
        };
        self.bits(&is_in)
    }

    fn did(&self, year: usize, least: Did) -> u32 {
        self.bits(&|one| one.2[year] == Did::All || one.2[year] == least)
    }

    /// What is told of who answered in a year, as sets with their number and whether it is exact: where a question was left
    /// blank, at least so many answered at all.
    fn told(&self, year: usize) -> Vec<(u32, u32, bool)> {
        let of = YEARS[year];
        let chain = self.release.roster().chain[of];
        let members = self.members(year, None);
        let mut told = Vec::new();
        let mut tell = |set: u32, count: Option<u32>| told.extend(count.map(|count| (set, count, true)));
        tell(members, chain.answered);
        tell(members, chain.sent);
        for (list, cells) in self.release.roster().tables.iter().filter(|_| year == 1) {
            for (code, count) in cells.iter().filter(|_| list != "county") {
                tell(self.members(year, Some(code)), count.map(|(answered, _)| answered));
            }
        }
        let blank = self.bits(&|one| one.2[year] == Did::Blank);
        let mut ask = |set: u32, count: u32| told.push((set, count, set & blank == 0));
        let coverage = |indicator: &str, codes: &[(&str, &str)]| {
            self.figure(indicator, of, codes).and_then(|figure| figure.coverage).map(|coverage| coverage.answered)
        };
        if let Some(count) = coverage("of_a1", &[]) {
            ask(self.members(year, Some("a1")), count);
        }
        let mut parts = (0, 0);
        for district in ["A", "B"] {
            let places = AREAS.iter().filter(|(_, of)| *of == district).filter_map(|(place, _)| {
                Some((self.members(year, Some(place)), coverage("hired", &[("municipality", place)])?))
            });
            let mut inside = (0, 0);
            for (set, count) in places {
                ask(set, count);
                inside = (inside.0 | set, inside.1 + count);
            }
            let set = self.members(year, Some(district));
            let count = coverage("hired", &[("district", district)]);
            if let Some(count) = count {
                ask(set, count);
                ask(set & !inside.0, count - inside.1);
            }
            let told = count.map_or(inside, |count| (set, count));
            parts = (parts.0 | told.0, parts.1 + told.1);
        }
        if let Some(count) = coverage("hired", &[]) {
            ask(members, count);
            ask(members & !parts.0, count - parts.1);
        }
        if let Some(change) = self.figure("hired", "2025", &[]).and_then(|figure| figure.change.as_ref()) {
            let closed = change.get("closed").map_or(0, |(enterprises, _)| *enterprises);
            assert_eq!(closed, 0, "none of them is founded, closed or merged");
        }
        told
    }

    fn figure(&self, indicator: &str, of: &str, codes: &[(&str, &str)]) -> Option<&Figure> {
        self.release.figures().get(&(indicator.to_owned(), of.to_owned(), cell(codes)))
    }

    /// What is told of how many answered in both years.
    fn panels(&self) -> Vec<(u32, u32, bool)> {
        let both = |area: Option<&str>| self.members(0, area) & self.members(1, area);
        let blank = self.bits(&|one| one.2.contains(&Did::Blank));
        let panel = self.release.roster().chain["2025"].panel;
        let mut told: Vec<_> = panel.map(|count| (both(None), count, true)).into_iter().collect();
        let districts = ["A", "B"].map(|code| ("district", code));
        let places = AREAS.map(|(place, _)| ("municipality", place));
        for codes in [vec![]].into_iter().chain(districts.into_iter().chain(places).map(|code| vec![code])) {
            let panel = self.figure("hired", "2025", &codes).and_then(|figure| figure.panel);
            let set = both(codes.first().map(|(_, code)| *code));
            told.extend(panel.map(|panel| (set, panel.enterprises, set & blank == 0)));
        }
        told
    }

    /// Fails when two enterprises, with all that is told, can refute every way in which a third may have answered in a year.
    fn hides(&self) -> Result<(), TestCaseError> {
        let named = self.release.roster().named.iter();
        let named: u32 = named.map(|(name, _)| 1 << name.parse::<u32>().expect("a number")).sum();
        let panels = self.panels();
        let truth = [0, 1].map(|year| self.did(year, Did::Blank));
        let worlds = [0, 1].map(|year| {
            let (told, members) = (self.told(year), self.members(year, None));
            let fits = |world: &u32| {
                world & !members == 0
                    && (year == 0 || world & named == named)
                    && told.iter().all(|told| agrees(*world, *told))
            };
            (0..1 << self.ones.len()).filter(fits).collect::<Vec<u32>>()
        });
        for (world, truth) in worlds.iter().zip(&truth) {
            prop_assert!(world.contains(truth), "the truth itself does not fit");
        }
        let is_both = |then: u32, now: u32| panels.iter().all(|told| agrees(then & now, *told));
        prop_assert!(is_both(truth[0], truth[1]), "the truth itself does not fit {panels:?}");
        for year in 0..2 {
            let silent = self.members(year, None) & !truth[year];
            for silent in (0..self.ones.len()).filter(|at| silent >> at & 1 == 1) {
                for (one, other) in (0..self.ones.len()).flat_map(|one| (0..=one).map(move |other| (one, other))) {
                    let know = (1 << one | 1 << other) & !(1_u32 << silent);
                    let fits = |year: usize| {
                        let truth = truth[year];
                        worlds[year].iter().copied().filter(move |world| (world ^ truth) & know == 0)
                    };
                    let answers = |world: &u32| world >> silent & 1 == 1;
                    let is_hidden = if year == 0 {
                        fits(0).filter(answers).any(|then| fits(1).any(|now| is_both(then, now)))
                    } else {
                        fits(1).filter(answers).any(|now| fits(0).any(|then| is_both(then, now)))
                    };
                    prop_assert!(
                        is_hidden,
                        "{one} and {other} know that {silent} did not answer in {}: {:?}, panels {panels:?}, named {named:b}",
                        YEARS[year],
                        [0, 1].map(|year| self.told(year))
                    );
                }
            }
        }
        Ok(())
    }
}

/// True where as many of a set answered in a world as is told, or at least as many.
fn agrees(world: u32, (set, count, is_exact): (u32, u32, bool)) -> bool {
    let answered = (world & set).count_ones();
    if is_exact { answered == count } else { answered >= count }
}

/// One of A left the question blank. What A leaves of the whole is B, in which all gave it; so one of a2 did not answer, and
/// the other one knows.
#[test]
fn what_is_left_of_a_question_may_be_exact_though_some_left_it_blank() {
    let (gave, blank, silent) = (Did::All, Did::Blank, Did::Nothing);
    let now = [(1, gave), (1, silent), (0, gave), (0, gave), (2, gave), (2, gave), (2, gave), (0, blank), (0, gave)];
    let years = Years::new(now.map(|(place, did)| (place, false, [silent, did])).to_vec());
    years.hides().expect("nobody is known not to have answered");
}

/// Seven of nine answered then, six now, five in both years, and of A three of six now. Had the one of a2 answered then, two of
/// B did not, and at most four were in both.
#[test]
fn counts_of_areas_and_of_two_years_are_reckoned_with_together() {
    let (gave, blank, silent) = (Did::All, Did::Blank, Did::Nothing);
    let did = [
        (2, [blank, blank]),
        (1, [silent, silent]),
        (0, [gave, silent]),
        (0, [gave, blank]),
        (0, [gave, blank]),
        (2, [silent, blank]),
        (2, [gave, blank]),
        (1, [gave, silent]),
        (1, [gave, blank]),
    ];
    let years = Years::new(did.map(|(place, did)| (place, true, did)).to_vec());
    years.hides().expect("nobody is known not to have answered");
}

fn one() -> impl Strategy<Value = One> {
    let did = || prop_oneof![2 => Just(Did::Nothing), 1 => Just(Did::Blank), 7 => Just(Did::All)];
    (0..5usize, prop::bool::weighted(0.85), [did(), did()]).prop_map(|(place, is_member, [then, now])| {
        (place, is_member, [if is_member { then } else { Did::Nothing }, now])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whoever answers, an attacker who tries every way in which all that is told can come true finds no enterprise that
    /// cannot have answered, even when two enterprises tell him of themselves.
    #[test]
    fn no_count_and_no_name_gives_away_who_did_not_answer(ones in prop::collection::vec(one(), 3..10)) {
        let years = Years::new(ones);
        years.hides()?;
    }
}

/// Ten enterprises, of which the last two came in 2025; who did not answer in which year, and what is told of the three years:
/// in all of them, in some only.
fn of_three_years(silent: &[(usize, &str)]) -> (Option<u32>, Option<u32>) {
    let mut organisations: Vec<_> = (1..=10).map(|n| organisation(&format!("{n:02}"), "a1")).collect();
    for late in &mut organisations[8..] {
        late.member_from = "2025-01-01".parse().ok();
    }
    let (mut definitions, register) = (definitions(&[]), register(organisations));
    definitions.project.reports = vec![plan("{ report: all, template: region, spans: ['2023..2025'] }")];
    let answered = ["2023", "2024", "2025"].map(|year| {
        let count = if year == "2025" { 10 } else { 8 };
        let has_answered = |n: &usize| !silent.contains(&(*n, year));
        (year.to_owned(), (1..=count).filter(has_answered).map(|n| format!("{n:02}")).collect())
    });
    let facts = Facts { answered: answered.into(), ..Facts::default() };
    let period = definitions.project.period("2025").expect("a period");
    let release = release(&[], &definitions, &register, Audience::Public, period, &facts);
    let chain = &release.roster().chain["2025"];
    let count = 10 - silent.iter().filter(|(_, year)| *year == "2025").count();
    assert_eq!(chain.answered, Some(u32::try_from(count).expect("few")), "of the year itself it is told");
    let told = release.roster().spans.values().next().expect("a span");
    (told.all, told.some)
}

/// All of the first eight answered always: then it would be one of the two newcomers that did not in 2025, and the other would know.
#[test]
fn how_many_answered_in_all_of_several_years_says_of_no_one_that_it_did_not() {
    assert_eq!(of_three_years(&[]), (Some(8), Some(2)));
    assert_eq!(of_three_years(&[(3, "2024")]), (Some(7), Some(3)));
    assert_eq!(of_three_years(&[(10, "2025")]).0, None);
}

/// A check that one or two rows broke would say what they answered; how many findings there are is told all the same. What is
/// wrong with a file says nothing of its figures.
#[test]
fn a_check_that_few_rows_broke_is_not_named() {
    let names: Vec<String> = (1..=6).map(|n| format!("{n:02}")).collect();
    let organisations = names.iter().map(|name| organisation(name, "a1")).collect();
    let (definitions, register) = (definitions(&[]), register(organisations));
    let found = [
        ("year.low", "warning", 2),
        ("year.odd", "warning", 1),
        ("year.jump", "warning", 3),
        ("cut-off-row", "error", 1),
    ];
    let findings = found.map(|(rule, word, count)| (rule.to_owned(), (word.to_owned(), count)));
    let quality = Quality { findings: findings.into(), ..Quality::default() };
    let answered = BTreeMap::from([("2025".to_owned(), names.into_iter().collect())]);
    let facts = Facts { answered, quality, ..Facts::default() };
    let period = definitions.project.period("2025").expect("a period");
    let release = release(&[], &definitions, &register, Audience::Public, period, &facts);
    let told: Vec<&str> = release.quality().findings.keys().map(String::as_str).collect();
    assert_eq!(told, ["cut-off-row", "year.jump"]);
    assert_eq!(release.quality().other_findings, BTreeMap::from([("warning".to_owned(), 3)]));
}
