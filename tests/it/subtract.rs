//! An attacker with paper and pencil: adds and subtracts what the example project publishes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nytta::definition::Definitions;
use nytta::definition::codelist::Relation;
use nytta::disclosure::release::Status;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;
use nytta::value::Decimal;

/// A figure that is the sum of two others, in every area and for everybody.
const SUMS: [(&str, [&str; 2]); 5] = [
    ("jobs_gained", ["jobs_net", "jobs_lost"]),
    ("fte_year_end", ["jobs_remained", "jobs_gained"]),
    ("fte_year_end", ["fte_year_end_subsidised", "fte_year_end_unsubsidised"]),
    ("jobs_gained_unsubsidised", ["jobs_net_unsubsidised", "jobs_lost_unsubsidised"]),
    ("fte_year_end_unsubsidised", ["jobs_remained_unsubsidised", "jobs_gained_unsubsidised"]),
];

/// A figure that is what another one changed by since the period before.
const CHANGES: [(&str, &str); 2] =
    [("fte_year_end", "jobs_net"), ("fte_year_end_unsubsidised", "jobs_net_unsubsidised")];

/// Indicator, period, codes.
type Cell = (String, String, BTreeMap<String, String>);

/// Sums that hold between figures: the whole and its parts.
fn equations(definitions: &Definitions, truth: &BTreeMap<Cell, Decimal>) -> Vec<(Cell, Vec<Cell>)> {
    let mut equations: BTreeMap<(Cell, String), Vec<Cell>> = BTreeMap::new();
    for cell in truth.keys() {
        let (indicator, period, breakdown) = cell;
        let other = |name: &str| (name.to_owned(), period.clone(), breakdown.clone());
        for (whole, parts) in SUMS.iter().filter(|(whole, _)| whole == indicator) {
            equations.insert((cell.clone(), format!("{whole} {parts:?}")), parts.map(other).to_vec());
        }
        for (_, change) in CHANGES.iter().filter(|(stock, _)| stock == indicator) {
            let before = (period.parse::<u32>().expect("a year") - 1).to_string();
            let earlier = (indicator.clone(), before, breakdown.clone());
            equations.insert((cell.clone(), "before".to_owned()), vec![earlier, other(change)]);
        }
        for (name, code) in breakdown {
            let list = &definitions.codelists[name];
            if list.relation != Relation::Exclusive {
                continue;
            }
            let mut whole = cell.clone();
            whole.2.remove(name);
            let mut wider = whole.clone();
            if let Some((coarser, parent)) =
                list.coarser.as_ref().zip(list.code(code).and_then(|one| one.parent.clone()))
            {
                wider.2.insert(coarser.value.clone(), parent);
            }
            let whole = if truth.contains_key(&wider) { wider } else { whole };
            equations.entry((whole, name.clone())).or_default().push(cell.clone());
        }
    }
    let value = |cell: &Cell| truth.get(cell).copied();
    let holds = |whole: &Cell, parts: &[Cell]| {
        value(whole).is_some() && parts.iter().map(value).sum::<Option<Decimal>>() == value(whole)
    };
    equations
        .into_iter()
        .map(|((whole, _), parts)| (whole, parts))
        .filter(|(whole, parts)| holds(whole, parts))
        .collect()
}

#[test]
fn nothing_withheld_in_the_example_follows_by_subtraction() {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("the example");
    let loaded = pipeline::load(&folder).expect("the example is defined without errors");
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let cell = |one: &nytta::measure::Observation| (one.indicator.clone(), one.period.clone(), one.breakdown.clone());
    let truth: BTreeMap<Cell, Decimal> = observations.iter().filter_map(|one| Some((cell(one), one.value?))).collect();
    let equations = equations(&loaded.definitions, &truth);
    assert!(equations.len() > 300, "{} sums hold", equations.len());
    let mut known: BTreeSet<Cell> = BTreeSet::new();
    let mut secret: BTreeSet<Cell> = BTreeSet::new();
    for period in &loaded.definitions.project.periods {
        let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
        let figures = release.figures().iter();
        secret = figures
            .clone()
            .filter(|(_, figure)| figure.status == Status::Withheld)
            .map(|(key, _)| key.clone())
            .collect();
        known = figures.filter(|(_, figure)| figure.value.is_some()).map(|(key, _)| key.clone()).collect();
        assert!(secret.len() > 50 && known.len() > 150, "{} withheld, {} known", secret.len(), known.len());
        follow(&equations, &mut known);
        let found: Vec<&Cell> = known.intersection(&secret).collect();
        assert_eq!(found, [] as [&Cell; 0], "in the release of {}", *period.period);
    }
    // The attacker is no fool: one more figure, and others follow.
    let lost = |cell: &&Cell| cell.0 == "jobs_lost" && cell.2.contains_key("district");
    let one_more = secret.iter().find(lost).expect("a district where few jobs were lost").clone();
    known.insert(one_more);
    follow(&equations, &mut known);
    assert!(known.intersection(&secret).count() > 1);
}

/// Adds every figure that is the only unknown one of a sum.
fn follow(equations: &[(Cell, Vec<Cell>)], known: &mut BTreeSet<Cell>) {
    loop {
        let news = equations.iter().find_map(|(whole, parts)| {
            let mut unknown = parts.iter().chain([whole]).filter(|cell| !known.contains(*cell));
            unknown.next().filter(|_| unknown.next().is_none())
        });
        let Some(cell) = news.cloned() else { return };
        known.insert(cell);
    }
}

/// What protects enterprises must leave who reported worth reading.
#[test]
fn the_example_tells_who_reported_where_it_may() {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("the example");
    let loaded = pipeline::load(&folder).expect("the example is defined without errors");
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let period = loaded.definitions.project.period("2025").expect("a period");
    let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
    let roster = release.roster();
    let told = |name: &str| roster.tables[name].values().flatten().count();
    // Of sizes nothing: like for like, which every figure is read by, comes before.
    let names = ["district", "municipality", "legal_form", "sector", "size"];
    assert_eq!(names.map(|name| told(name) > 0), [true, true, true, true, false]);
    assert_eq!(told("district"), 4);
    assert!(roster.chain.values().all(|chain| chain.answered.is_some()), "{:?}", roster.chain);
    assert!(roster.chain["2025"].panel.is_some() && roster.named.len() > 10);
    // All of care answered, and all but one of the companies; three of these are in care.
    let (care, companies) = (roster.tables["sector"]["care"], roster.tables["legal_form"]["ab"]);
    assert!(care.is_none() || companies.is_none(), "{care:?} {companies:?}");
    let quality = release.quality();
    let counted = quality.findings.values().filter(|(kind, _)| kind == "warning").map(|(_, count)| count);
    // Those of checks that hardly anybody broke are not named, but counted.
    let warnings: u32 = counted.chain(quality.other_findings.get("warning")).sum();
    assert_eq!((quality.settled, quality.unsettled, warnings), (3, 7, 10));
    let covered = release.lines("2025").filter(|line| line.breakdown.is_empty() && line.coverage_answered.is_some());
    assert!(covered.count() > 30);
}

/// With a figure of cafés alone, less of the districts may be told; then never of all but one.
#[test]
fn the_last_district_is_told_with_the_others_or_one_more_is_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folder = Folder::read(&root.join("examples/orebro-lan")).expect("the example");
    let path = "indicators/social-enterprise/volunteer_hours.yaml";
    let own = std::fs::read_to_string(root.join(path)).expect("it ships with the program");
    let own = own.replace("indicator: volunteer_hours", "indicator: hours_in_cafes");
    let own = own.replacen("\nunit:", "\nwhere: volunteers > 0\napplies_to: sector = 'cafe_catering'\nunit:", 1);
    let lines = own.lines().map(|line| if line.starts_with("breakdown:") { "breakdown: [district]" } else { line });
    let own = lines.collect::<Vec<_>>().join("\n");
    folder.files.insert("indicators/social-enterprise/hours_in_cafes.yaml".to_owned(), own.as_bytes().into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let period = loaded.definitions.project.period("2025").expect("a period");
    let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
    let told = release.roster().tables["district"].values().flatten().count();
    assert!(release.roster().chain["2025"].answered.is_some() && told < 4, "the figure of cafés takes something");
    assert_ne!(told, 3, "the fourth is what the others leave of the whole");
}

/// Where one enterprise has public support and no sales, or a result below zero, two sums that nearly all share give it
/// away: who has any income less who has both, all results less those above zero.
#[test]
fn no_enterprise_is_what_two_published_sums_differ_by() {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("the example");
    let loaded = pipeline::load(&folder).expect("the example is defined without errors");
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let find = |indicator: &str, period: &str, breakdown: &BTreeMap<String, String>| {
        observations
            .iter()
            .find(|one| (&*one.indicator, &*one.period, &one.breakdown) == (indicator, period, breakdown))
    };
    let period = loaded.definitions.project.period("2025").expect("a period");
    let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
    let shown = |indicator: &str, of: &str, breakdown: &BTreeMap<String, String>| {
        let key = (indicator.to_owned(), of.to_owned(), breakdown.clone());
        release.figures().get(&key).is_some_and(|figure| figure.value.is_some())
    };
    let mut compared = 0;
    for one in &observations {
        for (sum, ratio) in [("public_support", "share_from_sales"), ("net_result", "surplus_reinvested_share")] {
            if one.indicator != sum || !one.breakdown.keys().all(|name| name == "district") {
                continue;
            }
            let Some(other) = find(ratio, &one.period, &one.breakdown) else { continue };
            // Who is in the sum with something else than in the base of the share.
            let base =
                |organisation: &String| other.contributions.get(organisation).and_then(|share| share.denominator);
            let apart = one
                .contributions
                .iter()
                .filter(|(organisation, share)| !share.value.is_zero() && base(organisation).is_none());
            let apart = apart.count();
            let told = shown(sum, &one.period, &one.breakdown) && shown(ratio, &one.period, &one.breakdown);
            assert!(!told || apart == 0 || apart > 2, "{sum} and {ratio} {} {:?}: {apart}", one.period, one.breakdown);
            compared += usize::from((1..=2).contains(&apart));
        }
    }
    assert!(compared > 3, "the example has no such enterprise");
}
