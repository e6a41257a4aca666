//! Counts of persons that are rounded: all that is published is made of rounded ones, and no true one comes back.

mod bases;
mod panels;

use std::collections::BTreeMap;
use std::path::Path;

use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::Release;
use nytta::disclosure::release::Figure;
use nytta::ledger::Ledger;
use nytta::measure::{Breakdown, Observation};
use nytta::pdf::read_here;
use nytta::pipeline::{self, ReportRequest, verify};
use nytta::project::Folder;
use nytta::table::accepted::Accepted;
use nytta::table::workbook::InProcess;
use nytta::value::Decimal;

use super::attacker::learnt;
use super::releases::Region;
use super::small::{AREAS, GENDERS, accepted, accepted_of, cell, decimal, find, observe};

const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality, gender*district]";
const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
const SHARE: &str = "indicator: share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                     sensitivity: persons\nbreakdown: [municipality]";
const EACH: &str =
    "indicator: each\nnumerator: SUM(surplus)\ndenominator: SUM(hired)\nunit: money\nsensitivity: persons";
const MEAN: &str = "indicator: mean\nvalue: AVG(hired)\nunit: persons\nsensitivity: persons";
const CLOSE: &str = "indicator: close\nvalue: SUM(close)\nunit: fte\nsensitivity: persons";
const SURPLUS: &str = "indicator: surplus\nvalue: SUM(surplus)\nunit: money\nsensitivity: business";

fn round(region: &mut Region, policy: &str) {
    set(region, &[(Sensitivity::Persons, policy)]);
}

fn set(region: &mut Region, classes: &[(Sensitivity, &str)]) {
    let of = classes.iter().map(|(class, policy)| (*class, serde_saphyr::from_str(policy).expect("a policy")));
    region.definitions.project.policy = of.collect();
}

/// What each of so many enterprises gave of hired and far, women and men, in two years: another number each year.
fn years(region: &Region, count: usize) -> Vec<Observation> {
    let year = |add: usize| {
        let given = (1..=count).map(move |n| {
            let (women, men) = (3 + n % 4 + add, 2 + n % 5);
            let numbers = [("far_women", women), ("far_men", men), ("far_not_stated", 0), ("far", women + men)];
            let more = [("hired", women + men + n % 3), ("close", 7 + n), ("surplus", 1000 + 37 * n)];
            (format!("{n:02}"), numbers.into_iter().chain(more).map(|(name, number)| (name, number.to_string())))
        });
        given.map(|(name, cells)| (name, cells.collect::<Vec<_>>())).collect::<Vec<_>>()
    };
    let (before, now) = (year(0), year(1));
    observe(&region.definitions, &region.register, vec![("2024", accepted_of(&before)), ("2025", accepted_of(&now))])
}

fn is_multiple(value: Decimal, base: u32) -> bool {
    (value % Decimal::from(base)).is_zero()
}

fn places(count: usize) -> Vec<&'static str> {
    (0..count).map(|n| AREAS[n % 2 * 2].0).collect()
}

#[test]
fn all_that_is_published_is_made_of_rounded_counts() {
    let all = [FAR, HIRED, SHARE, EACH, MEAN, CLOSE, SURPLUS];
    let mut region = Region::new(&all, &places(26));
    let observations = years(&region, 26);
    let exact = region.clear(&observations, "2025");
    assert!(exact.figures().values().all(|figure| figure.rounded.is_none()));
    assert!(exact.figures().values().any(|figure| figure.value.is_some_and(|value| !is_multiple(value, 5))));
    round(&mut region, "{ round: 5 }");
    let release = region.clear(&observations, "2025");
    let of = |release: &Release, name: &str| release.figure(name, "2025", &cell(&[])).expect("a figure").clone();
    let (mut counts, mut panels, mut shares) = (0, 0, 0);
    for ((name, period, breakdown), figure) in release.figures() {
        let Figure { value: Some(value), rounded, .. } = figure else { continue };
        let (true_one, place) =
            (&exact.figures()[&(name.clone(), period.clone(), breakdown.clone())], (name, breakdown));
        let is_count = |name: &str| ["far", "hired"].contains(&name);
        assert_eq!(*rounded, (!["close", "surplus"].contains(&name.as_str())).then_some(5), "{place:?}");
        if is_count(name) {
            counts += 1;
            assert!(is_multiple(*value, 5), "{place:?} {value}");
            assert!((true_one.value.expect("it is shown") - value).abs() <= Decimal::TWO, "{place:?}");
        }
        if let Some(panel) = figure.panel.filter(|_| is_count(name)) {
            panels += 1;
            assert!(is_multiple(panel.previous, 5) && is_multiple(panel.current, 5), "{place:?} {panel:?}");
        }
        let change = figure.change.iter().flatten().filter(|_| is_count(name));
        assert!(change.into_iter().all(|(_, (_, value))| is_multiple(*value, 5)), "{place:?}");
        if name == "share" {
            let (upper, lower) = (figure.numerator.expect("one"), figure.denominator.expect("one"));
            assert!(is_multiple(upper, 5) && is_multiple(lower, 5), "{place:?}");
            assert_eq!(*value, (upper * Decimal::ONE_HUNDRED / lower).round_dp(10).normalize(), "{place:?}");
            shares += 1;
            if let Some(panel) = figure.panel {
                assert!(is_multiple(panel.previous_base.expect("a base"), 5));
                assert_ne!(panel.current, true_one.panel.expect("a panel").current, "{place:?}");
            }
        }
    }
    assert!(counts > 20 && panels > 5 && shares > 2, "{counts} {panels} {shares}");
    // Money for each person is of rounded persons; a mean of persons would give their sum back.
    let (each, whole) = (of(&release, "each"), of(&exact, "each"));
    assert_eq!(each.numerator, whole.numerator);
    assert_eq!(each.denominator, of(&release, "hired").value);
    assert_ne!(each.value, whole.value);
    assert!(of(&exact, "mean").value.is_some() && of(&release, "mean").value.is_none());
    // What counts no persons is as it is.
    for name in ["close", "surplus"] {
        assert_eq!(of(&release, name).value, of(&exact, name).value, "{name}");
    }
    // Totals are rounded by themselves: parts need not add up.
    let far = |codes: &[(&str, &str)]| release.figure("far", "2025", &cell(codes)).and_then(|one| one.value);
    let by_gender: Option<Decimal> = GENDERS.iter().map(|code| far(&[("gender", code)])).sum();
    assert_ne!(by_gender, far(&[]), "the example should show that they do not");
    assert_eq!(learnt(&[(&release, &observations)]), None);
}

/// The bounds of what a rounded count may be, for who knows the rule: whole numbers that are rounded to it, none of which would
/// have been withheld.
fn rounded_to(shown: i64, base: i64, least: i64) -> [i64; 2] {
    let half = base / 2;
    if shown == 0 && least > half {
        [0, 0]
    } else {
        [(shown - half).max(if shown > 0 { least } else { 0 }), shown + half]
    }
}

/// The sums that everybody knows to hold between the cells of `far`.
fn sums() -> Vec<(Breakdown, Vec<Breakdown>)> {
    let areas = |inside: &[(&str, &str)], district: &str| -> Vec<Breakdown> {
        let members = AREAS.iter().filter(|(_, parent)| *parent == district);
        members.map(|(code, _)| cell(&[inside, &[("municipality", *code)]].concat())).collect()
    };
    let districts = |inside: &[(&str, &str)]| -> Vec<Breakdown> {
        ["A", "B"].map(|code| cell(&[inside, &[("district", code)]].concat())).to_vec()
    };
    let genders = |inside: &[(&str, &str)]| -> Vec<Breakdown> {
        GENDERS.map(|code| cell(&[inside, &[("gender", code)]].concat())).to_vec()
    };
    let mut sums = vec![(cell(&[]), districts(&[])), (cell(&[]), genders(&[]))];
    for district in ["A", "B"] {
        sums.push((cell(&[("district", district)]), areas(&[], district)));
        sums.push((cell(&[("district", district)]), genders(&[("district", district)])));
    }
    sums.extend(GENDERS.map(|code| (cell(&[("gender", code)]), districts(&[("gender", code)]))));
    sums
}

/// An attacker who takes the bounds of every number in a table and tightens them sum by sum until nothing more follows: the
/// counts that are published rounded, and that can be only one number.
fn unpicked(shown: &BTreeMap<Breakdown, i64>, base: i64, least: i64) -> Vec<Breakdown> {
    const MOST: i64 = 1_000_000;
    let mut bounds: BTreeMap<Breakdown, [i64; 2]> = BTreeMap::new();
    for cell in sums().into_iter().flat_map(|(whole, parts)| parts.into_iter().chain([whole])) {
        let known = shown.get(&cell).map_or([0, MOST], |shown| rounded_to(*shown, base, least));
        bounds.insert(cell, known);
    }
    loop {
        let before = bounds.clone();
        for (whole, parts) in sums() {
            let of = |bounds: &BTreeMap<Breakdown, [i64; 2]>, end: usize| -> i64 {
                parts.iter().map(|part| bounds[part][end]).sum()
            };
            let (low, high) = (of(&bounds, 0), of(&bounds, 1));
            let [least, most] = bounds[&whole];
            bounds.insert(whole.clone(), [least.max(low), most.min(high)]);
            for part in &parts {
                let [mine_low, mine_high] = bounds[part];
                let (others_low, others_high) = (of(&bounds, 0) - mine_low, of(&bounds, 1) - mine_high);
                let [least, most] = bounds[&whole];
                bounds.insert(part.clone(), [mine_low.max(least - others_high), mine_high.min(most - others_low)]);
            }
        }
        if bounds == before {
            break;
        }
    }
    let is_secret = |cell: &&Breakdown| {
        let [low, high] = rounded_to(shown[*cell], base, least);
        low < high
    };
    shown.keys().filter(is_secret).filter(|cell| bounds[*cell][0] == bounds[*cell][1]).cloned().collect()
}

fn whole(value: Decimal) -> i64 {
    i64::try_from(value.normalize().mantissa()).expect("a small whole number")
}

/// What is told of `far` in 2025, of figures or of something beside them.
fn told_of(release: &Release, number: &dyn Fn(&Figure) -> Option<Decimal>) -> BTreeMap<Breakdown, i64> {
    let far = release.figures().iter().filter(|((name, period, _), _)| name == "far" && period == "2025");
    far.filter_map(|((.., breakdown), figure)| Some((breakdown.clone(), whole(number(figure)?)))).collect()
}

/// Women and men of each enterprise in 2025.
fn of_gender(region: &Region, given: &[(usize, usize, usize)]) -> Vec<Observation> {
    observe(&region.definitions, &region.register, vec![("2025", year_of(given))])
}

/// The same of one year.
fn year_of(given: &[(usize, usize, usize)]) -> Accepted {
    let cells: Vec<Vec<(&str, String)>> = given
        .iter()
        .map(|(women, men, other)| {
            let numbers = [("far_women", women), ("far_men", men), ("far_not_stated", other)];
            let all = ("far", (women + men + other).to_string());
            numbers.into_iter().map(|(name, number)| (name, number.to_string())).chain([all]).collect()
        })
        .collect();
    let cells: Vec<Vec<(&str, &str)>> =
        cells.iter().map(|cells| cells.iter().map(|(name, value)| (*name, value.as_str())).collect()).collect();
    let names: Vec<String> = (1..=given.len()).map(|n| format!("{n:02}")).collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        names.iter().zip(&cells).map(|(name, cells)| (name.as_str(), cells.as_slice())).collect();
    accepted(&rows)
}

/// Eleven women and eleven men, rounded up to 12, and 22 in all, rounded down to 21: nobody but 11 and 11 can be that few
/// together. The attacker finds it; what is published gives it back no longer.
#[test]
fn counts_whose_rounding_gives_them_back_are_not_all_published() {
    let mut region = Region::new(&[FAR], &["a1"; 4]);
    round(&mut region, "{ round: 3 }");
    let observations = of_gender(&region, &[(3, 3, 0), (3, 3, 0), (3, 3, 0), (2, 2, 0)]);
    let total = find(&observations, "far", "2025", &[]);
    assert_eq!(total.value, Some(decimal("22")));
    let nearest = |value: i64| (value + 1) / 3 * 3;
    let naive: BTreeMap<Breakdown, i64> = observations
        .iter()
        .filter(|one| one.breakdown.keys().all(|name| name != "county"))
        .filter_map(|one| Some((one.breakdown.clone(), nearest(whole(one.value?)))))
        .collect();
    assert_eq!((naive[&cell(&[])], naive[&cell(&[("gender", "women")])]), (21, 12));
    assert!(unpicked(&naive, 3, 3).contains(&cell(&[("gender", "women")])));
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    let told = told_of(&release, &|figure| figure.value);
    assert_eq!(told.get(&cell(&[])), Some(&21), "the whole is worth most");
    assert_eq!(unpicked(&told, 3, 3), [] as [Breakdown; 0]);
    // Rounded to 5 the same counts stay unknown, and nothing is withheld for it.
    round(&mut region, "{ round: 5 }");
    let release = region.clear(&observations, "2025");
    let told = told_of(&release, &|figure| figure.value);
    assert_eq!(told.get(&cell(&[("gender", "women")])), Some(&10));
    assert_eq!(unpicked(&told, 5, 3), [] as [Breakdown; 0]);
}

#[test]
fn what_was_published_rounded_is_remembered_so() {
    let mut region = Region::new(&[FAR, SHARE, HIRED], &places(26));
    round(&mut region, "{ round: 5 }");
    let observations = years(&region, 26);
    let first = region.publish("first", &observations, "");
    let edition = &region.ledger.editions[0];
    let key = ("far".to_owned(), "2025".to_owned(), cell(&[]));
    let shown = first.figures()[&key].value;
    assert_eq!((edition.told[&key].value, edition.told[&key].rounded), (shown, Some(5)));
    let numbers = edition.told.values().filter(|told| told.rounded.is_some());
    let numbers = numbers.flat_map(|told| [told.numerator.or(told.value), told.denominator]).flatten();
    assert!(numbers.clone().count() > 10 && numbers.into_iter().all(|number| is_multiple(number, 5)));
    assert_ne!(shown, find(&observations, "far", "2025", &[]).value);
    // The same again is the same again, and no revision.
    assert_eq!(first.figures(), region.clear(&observations, "2025").figures());
    // To another base it would lie between the nearer of both bounds: it is not told again.
    round(&mut region, "{ round: 3 }");
    let other = region.clear(&observations, "2025");
    assert_eq!(other.figures()[&key].value, None);
    assert!(other.figures().values().all(|figure| figure.rounded.is_none()));
    // An edition of before counts could be rounded told them as they are: nothing that everybody knows is kept from anyone.
    round(&mut region, "{}");
    region.ledger = Ledger::default();
    region.publish("exact", &observations, "");
    round(&mut region, "{ round: 5 }");
    assert_eq!(region.clear(&observations, "2025").figures()[&key].value, shown);
}

/// What was told rounded was not told as it is: where it is withheld later, the others must not give it back.
#[test]
fn what_was_published_rounded_is_still_a_secret() {
    let mut region = Region::new(&[FAR], &["a1"; 4]);
    round(&mut region, "{ round: 5 }");
    let observations = of_gender(&region, &[(10, 9, 1), (10, 9, 1), (10, 9, 1), (10, 9, 1)]);
    let first = told_of(&region.publish("first", &observations, ""), &|figure| figure.value);
    let not_stated = cell(&[("gender", "not_stated")]);
    assert_eq!(first.get(&not_stated), Some(&5), "it is 4");
    round(&mut region, "{ count: 5 }");
    let second = told_of(&region.clear(&observations, "2025"), &|figure| figure.value);
    assert_eq!(second.get(&not_stated), None);
    let told = [cell(&[]), cell(&[("gender", "women")]), cell(&[("gender", "men")])].map(|place| second.get(&place));
    assert!(told.contains(&None) && told.iter().any(Option::is_some), "one less the two others is 4: {told:?}");
}

/// The example's report with rounded counts: its pages say so, its data are rounded and say to what, and it is verified.
#[test]
fn a_report_of_rounded_counts_says_so_and_is_verified() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let mut folder = Folder::read(&path).expect("the example");
    let yaml = format!(
        "{}\npolicy: {{ persons: {{ round: 5 }}, sensitive: {{ round: 5 }} }}\n",
        folder.text("nytta.yaml").expect("a project")
    );
    folder.files.insert("nytta.yaml".to_owned(), yaml.into_bytes().into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let plan = &loaded.definitions.project.reports[0];
    let request = ReportRequest { plan, period: "2025", language: "en", date: None, edition: None };
    let (release, _) = pipeline::cleared(&folder, &loaded, &validation, &request);
    let (pdf, _) = pipeline::typeset(&release, &folder, &loaded, &request).unwrap_or_else(|found| panic!("{found:#?}"));
    let printed = read_here(&pdf).expect("it is a PDF");
    let carried = verify::carried(&printed).expect("it carries figures");
    let counts = carried.figures.iter().filter(|one| carried.indicators[&one.indicator].unit == "persons");
    let counts: Vec<_> = counts.filter(|one| one.value.is_some()).collect();
    assert!(counts.len() > 100);
    // A reader of a panel knows between which numbers its two truly lie, and no change within them is told.
    let panels = release.figures().values().filter(|figure| figure.rounded.is_some()).filter_map(|figure| figure.panel);
    for panel in panels {
        let [then, now] = panel.between.unwrap_or_else(|| panic!("{panel:?}"));
        let is_in = |value: Decimal, [low, high]: [Decimal; 2]| {
            low <= value && value <= high && (low < high) != value.is_zero()
        };
        assert!(is_in(panel.previous, then) && is_in(panel.current, now), "{panel:?}");
    }
    for one in counts {
        let value: Decimal = one.value.as_deref().expect("a value").parse().expect("a number");
        assert!(one.rounded == Some(5) && is_multiple(value, 5), "{one:?}");
    }
    let runs = printed.pages.iter().flat_map(|page| &page.runs);
    let words: Vec<&str> = runs.flat_map(|run| run.text.split_whitespace()).collect();
    let words = words.join(" ");
    assert!(
        words.contains("rounded to the nearest multiple of 5, totals too: the figures need not add up."),
        "{words}"
    );
    assert!(words.contains("counts of persons are rounded to the nearest multiple of 5, also where other"), "{words}");
    let remade = verify::remake(&carried, &folder, &loaded, &validation).expect("it can be made");
    let read = |_: &[u8]| Ok(printed.clone());
    let held = verify::hold((&pdf, &printed, &carried), &remade, &loaded.definitions, &read).expect("it can be held");
    assert!(held.is_exact && held.figures.is_empty());
}
