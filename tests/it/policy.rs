//! What a project may say of its disclosure policy: limits with the side they are on, and what is wrong with one.

use std::collections::BTreeMap;

use nytta::definition::policy::PolicyChange;
use nytta::diagnostic::{Diagnostic, Severity};
use nytta::disclosure::release::Status;
use nytta::pipeline;

use super::pages::scene;
use super::releases::Region;
use super::small::{accepted, cell, observe};

const AMOUNT: &str = "indicator: amount\nvalue: SUM(surplus)\nunit: money\nsensitivity: business";

/// Whether an amount is withheld under a policy, of what enterprises gave.
fn is_withheld(policy: &str, given: &[&str]) -> bool {
    let mut region = Region::new(&[AMOUNT], &vec!["a1"; given.len()]);
    let change: PolicyChange = serde_saphyr::from_str(policy).expect("a policy");
    region.definitions.project.policy = BTreeMap::from([(nytta::definition::indicator::Sensitivity::Business, change)]);
    let names: Vec<String> = (1..=given.len()).map(|n| format!("{n:02}")).collect();
    let cells: Vec<[(&str, &str); 1]> = given.iter().map(|value| [("surplus", *value)]).collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        names.iter().zip(&cells).map(|(name, cells)| (name.as_str(), cells.as_slice())).collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))]);
    let release = region.clear(&observations, "2025");
    release.figure("amount", "2025", &cell(&[])).expect("a figure").status == Status::Withheld
}

/// The known answers of the magnitude rules: the seven cells of a published example.
#[test]
fn the_rules_of_dominance_flag_what_they_should() {
    let cells: [&[&str]; 7] = [
        &["100"],
        &["90", "10"],
        &["80", "20"],
        &["70", "30"],
        &["50", "25", "25"],
        &["40", "20", "20", "20"],
        &["25", "25", "25", "25"],
    ];
    let rule = |rest: &str| format!("{{ contributors: 1, {rest} }}");
    let dominance = |largest: u32, when: &str, percent: u32| {
        rule(&format!("p_percent: 0, dominance: {{ largest: {largest}, withheld_when: {when}, percent: {percent} }}"))
    };
    let cases = [
        (dominance(1, "more_than", 80), [true, true, false, false, false, false, false]),
        (dominance(1, "at_least", 80), [true, true, true, false, false, false, false]),
        (dominance(2, "more_than", 70), [true, true, true, true, true, false, false]),
        (rule("p_percent: 7"), [true, true, true, true, false, false, false]),
        (rule("p_percent: 10"), [true, true, true, true, false, false, false]),
        (rule("p_percent: 0"), [false; 7]),
    ];
    for (policy, expected) in cases {
        assert_eq!(cells.map(|given| is_withheld(&policy, given)), expected, "{policy}");
    }
}

/// "At least 3" can mean that three are withheld or published: the operator stands beside the limit.
#[test]
fn on_which_side_a_limit_itself_is_stands_beside_it() {
    let three = ["40", "30", "30"];
    let cases = [
        ("{ contributors: 3 }", false),
        ("{ contributors: 3, withheld_when: less_than }", false),
        ("{ contributors: 3, withheld_when: at_most }", true),
        ("{ contributors: 2, withheld_when: at_most }", false),
        // A limit that is not named beside it is as by default.
        ("{ p_percent: 0, withheld_when: at_most }", false),
    ];
    for (policy, expected) in cases {
        assert_eq!(is_withheld(policy, &three), expected, "{policy}");
    }
}

#[test]
fn an_amount_of_nothing_is_told_unless_zeros_are_withheld() {
    let none = ["0", "0", "0"];
    assert!(!is_withheld("{}", &none));
    assert!(is_withheld("{ zeros: withheld }", &none));
    // By default a business figure holds against the second largest as well.
    assert!(is_withheld("{}", &["1000", "149", "500"]));
    assert!(!is_withheld("{}", &["1000", "150", "500"]));
}

/// Whether a figure of business is withheld by default, of what enterprises gave: surplus, kept and work at the end of the year.
fn is_mean_withheld(yaml: &str, given: &[[&str; 3]]) -> bool {
    let indicator = format!("indicator: mean\n{yaml}\nsensitivity: business\nover_time: ratio");
    let region = Region::new(&[&indicator], &vec!["a1"; given.len()]);
    let names: Vec<String> = (1..=given.len()).map(|n| format!("{n:02}")).collect();
    let cells: Vec<[(&str, &str); 3]> = given
        .iter()
        .map(|[surplus, kept, close]| [("surplus", *surplus), ("kept", *kept), ("close", *close)])
        .collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        names.iter().zip(&cells).map(|(name, cells)| (name.as_str(), cells.as_slice())).collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))]);
    let figure =
        region.clear(&observations, "2025").figure("mean", "2025", &self::cell(&[])).expect("a figure").clone();
    assert_eq!(figure.value.is_none(), figure.status == Status::Withheld);
    figure.status == Status::Withheld
}

/// A mean stands on at least 20 of what it is a mean of: equivalents, kronor, enterprises. A hundredth less is too little.
#[test]
fn a_mean_needs_a_base_of_twenty_of_whatever_it_is_per() {
    let fte = "numerator: SUM(surplus)\ndenominator: SUM(close)\nunit: money_per_fte";
    let of_work =
        |last: &'static str| [["100", "1", "5"], ["110", "1", "5"], ["90", "1", "5"], ["100", "1", last]].to_vec();
    assert!(!is_mean_withheld(fte, &of_work("5")), "20 equivalents");
    assert!(is_mean_withheld(fte, &of_work("4.99")), "19.99 equivalents");
    let krona = "numerator: SUM(kept)\ndenominator: SUM(surplus)\nscale: 100\nunit: percent";
    let of_money = |last: &'static str| [["5", "3", "1"], ["5", "2", "1"], ["5", "3", "1"], [last, "2", "1"]].to_vec();
    assert!(!is_mean_withheld(krona, &of_money("5")), "20 kronor");
    assert!(is_mean_withheld(krona, &of_money("4")), "19 kronor");
    let enterprises = "value: AVG(surplus)\nunit: money";
    let of_each = |count: usize| -> Vec<[&'static str; 3]> {
        (0..count).map(|at| [["100", "110", "90", "105"][at % 4], "1", "1"]).collect()
    };
    assert!(!is_mean_withheld(enterprises, &of_each(21)), "21 enterprises, of which none gave the mean");
    assert!(is_mean_withheld(enterprises, &of_each(19)), "19 enterprises");
}

/// What is found in a project with a policy.
fn findings(policy: &str) -> Vec<Diagnostic> {
    let mut folder = scene();
    let yaml = format!("{}\npolicy: {policy}\n", folder.text("nytta.yaml").expect("a project"));
    folder.files.insert("nytta.yaml".to_owned(), yaml.into_bytes().into());
    match pipeline::load(&folder) {
        Ok(loaded) => loaded.diagnostics,
        Err(found) => found,
    }
}

/// The same as rules, each with its value.
fn found(policy: &str) -> Vec<String> {
    findings(policy).into_iter().map(|one| format!("{} {}", one.rule, one.value.unwrap_or_default())).collect()
}

#[test]
fn a_policy_below_the_default_is_warned_of_and_a_stronger_one_is_not() {
    let weaker = [
        ("{ persons: { contributors: 2 } }", "2"),
        ("{ persons: { contributors: 1, withheld_when: at_most } }", "1"),
        ("{ sensitive: { count: 3 } }", "3"),
        ("{ business: { base: 19 } }", "19"),
        ("{ business: { p_percent: 14 } }", "14"),
        ("{ persons: { dimensions: 3 } }", "3"),
        ("{ business: { width: 14 } }", "14"),
        ("{ business: { preliminary: as_final } }", "as_final"),
        ("{ sensitive: { zeros: shown } }", "shown"),
        ("{ sensitive: { finest: municipality } }", "municipality"),
        ("{ sensitive: { finest: district } }", "district"),
        ("{ sensitive: { split_by: [target_group, sector] } }", "[sector, target_group]"),
    ];
    for (policy, value) in weaker {
        let found = findings(policy);
        let [one] = found.as_slice() else { panic!("{policy}: {found:?}") };
        assert_eq!((one.rule.as_str(), one.severity), ("policy-below-default", Severity::Warning), "{policy}");
        assert_eq!(one.value.as_deref(), Some(value), "{policy}");
        let line = scene().text("nytta.yaml").expect("a project").lines().count() + 2;
        assert_eq!(one.span.row.map(|row| row as usize), Some(line), "{policy}");
    }
    let others = [
        "{ persons: { contributors: 2, withheld_when: at_most } }",
        // Of two who put together what they know two more are needed.
        "{ persons: { contributors: 2, insiders: 2 } }",
        "{ persons: { contributors: 3, count: 3, base: 20, dimensions: 2, p_percent: 0, zeros: shown } }",
        "{ sensitive: { contributors: 7, count: 8, base: 30, dimensions: 2, zeros: withheld, finest: county } }",
        "{ business: { p_percent: 20, dominance: { largest: 2, withheld_when: more_than, percent: 95 } } }",
        "{ persons: { finest: municipality } }",
        "{ open: { dimensions: 1 } }",
        "{ open: { preliminary: as_final }, persons: { preliminary: rounded } }",
        "{ sensitive: { split_by: [target_group, gender] } }",
        "{ open: { contributors: 1, count: 1 } }",
    ];
    for policy in others {
        assert_eq!(found(policy), [""; 0], "{policy}");
    }
    let both = found("{ persons: { count: 1, contributors: 2 }, business: { contributors: 1 } }");
    assert_eq!(both, ["policy-below-default 1", "policy-below-default 2", "policy-below-default 1"]);
    let one = &findings("{ persons: { count: 2 } }")[0];
    let said = one.message.in_language(&["en"]);
    assert!(["'persons'", "'count'", "'2'", "'3'"].iter().all(|part| said.contains(part)), "{said}");
    // What it means, then what to do: two sentences that are told apart, in each language.
    let hints = [
        (
            "en",
            "smaller counts of persons are published, and the fewer they are, the easier one of them is recognised; write '3', or leave 'count' out; keep it only where those who answer for the figures have decided so",
        ),
        (
            "sv",
            "mindre antal personer publiceras, och ju färre de är, desto lättare känns någon av dem igen; skriv '3' eller ta bort 'count'; behåll det bara om de som ansvarar för talen har beslutat så",
        ),
    ];
    for (language, said) in hints {
        assert_eq!(one.hint.in_language(&[language]), said);
    }
    for (language, joint) in [
        ("fr", "reconnaissable\u{a0}; écrivez '3'"),
        ("it", "riconoscerne una; scrivete '3'"),
        ("ro", "recunoscut; scrieți '3'"),
        ("sl", "prepoznati; napišite '3'"),
    ] {
        let hint = one.hint.in_language(&[language]);
        assert!(hint.contains(joint), "{hint}");
    }
}

/// Of two enterprises each knows the other's figure; of more none does, and of one it is no secret at all.
#[test]
fn what_fewer_contributors_mean_is_told_as_it_is() {
    for (policy, consequence) in [
        ("{ persons: { contributors: 1 } }", "figures of a single enterprise are published"),
        ("{ persons: { contributors: 1, withheld_when: at_most } }", "each of these can work out what the other gave"),
        ("{ business: { contributors: 2 } }", "each of these can work out what the other gave"),
        ("{ sensitive: { contributors: 3 } }", "fewer enterprises stand behind each figure"),
        ("{ sensitive: { contributors: 4 } }", "fewer enterprises stand behind each figure"),
    ] {
        let found = findings(policy);
        let [one] = found.as_slice() else { panic!("{policy}: {found:?}") };
        let hint = one.hint.in_language(&["en"]);
        assert!(hint.contains(consequence), "{policy}: {hint}");
    }
}

#[test]
fn what_is_wrong_in_a_policy_is_told_with_its_place() {
    let dominance = |rest: &str| format!("{{ business: {{ dominance: {{ {rest} }} }} }}");
    assert_eq!(found(&dominance("largest: 2, withheld_when: more_than, percent: 85")), [""; 0]);
    assert_eq!(found(&dominance("largest: 2, withheld_when: more_than, percent: 850")), ["value-out-of-limits 850"]);
    assert_eq!(found(&dominance("largest: 0, withheld_when: more_than, percent: 85")), ["value-out-of-limits 0"]);
    assert_eq!(found("{ business: { p_percent: 101 } }"), ["value-out-of-limits 101"]);
    assert_eq!(found("{ business: { width: 101 } }"), ["value-out-of-limits 101"]);
    assert_eq!(found("{ business: { width: 100 } }"), [""; 0]);
    assert_eq!(found(&dominance("largest: 2, withheld_when: more, percent: 85")), ["unknown-word more"]);
    assert_eq!(found(&dominance("largest: 2, percent: 85")).len(), 1);
    assert_eq!(found("{ business: { insiders: 3 } }"), ["value-out-of-limits 3"]);
    assert_eq!(found("{ business: { zeros: hidden } }"), ["unknown-word hidden"]);
    assert_eq!(found("{ persons: { round: 5 }, sensitive: { round: 3 } }"), [""; 0]);
    let wrong = &findings("{ persons: { round: 4 } }")[0];
    let line = scene().text("nytta.yaml").expect("a project").lines().count() + 2;
    assert_eq!((wrong.rule.as_str(), wrong.span.row.map(|row| row as usize)), ("unknown-word", Some(line)));
    assert!(wrong.hint.in_language(&["en"]).contains("3, 5"));
    assert_eq!(found("{ persons: { round: five } }").len(), 1);
    assert_eq!(found("{ persons: { split_by: [gendre, gender, destination] } }"), ["unknown-reference gendre"]);
    assert_eq!(found("{ persons: { count: 3, withheld_when: below } }"), ["unknown-word below"]);
}

/// The tables of an indicator of the scene that are never made, and why, under a policy.
fn never_made(policy: &str, sensitivity: &str, breakdown: &str) -> Vec<String> {
    let mut folder = scene();
    let yaml = format!("{}\npolicy: {policy}\n", folder.text("nytta.yaml").expect("a project"));
    folder.files.insert("nytta.yaml".to_owned(), yaml.into_bytes().into());
    let path = "indicators/social-enterprise/people_in_work_training.yaml";
    let shipped = nytta::definition::text(&folder, path).expect("it is in the pack");
    let own = shipped
        .replace("breakdown: [gender, district, municipality]", &format!("breakdown: [{breakdown}]"))
        .replace("sensitivity: persons", &format!("sensitivity: {sensitivity}"));
    assert_ne!(own, shipped);
    folder.files.insert(path.to_owned(), own.into_bytes().into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let is_mine = |one: &Diagnostic| one.rule == "table-never-made" && one.span.file.as_deref() == Some(path);
    let mine = loaded.diagnostics.into_iter().filter(is_mine);
    mine.map(|one| {
        assert_eq!(one.severity, Severity::Note);
        let message = one.message.in_language(&["en"]).into_owned();
        message.split_once(" is never made: ").map(|(table, why)| format!("{table} {why}")).expect("it says why")
    })
    .collect()
}

/// A table of a sensitive figure that could never be made is told of where it is asked for, with the setting that stands against it.
#[test]
fn a_table_that_the_policy_never_lets_be_made_is_told_of() {
    let all = "gender, legal_form, municipality, county, county*gender, county*sector, gender*sector";
    let by_default = [
        "the table 'legal_form' 'split_by' of the class 'sensitive' is '[gender, target_group]'",
        "the table 'municipality' 'finest' of the class 'sensitive' is 'county'",
        "the table 'county*sector' 'split_by' of the class 'sensitive' is '[gender, target_group]'",
        "the table 'gender*sector' 'split_by' of the class 'sensitive' is '[gender, target_group]'",
    ];
    assert_eq!(never_made("{}", "sensitive", all), by_default);
    assert_eq!(never_made("{}", "persons", all), [""; 0]);
    // In so many words a project may allow more; two dimensions beside the county are still too many.
    let own = "{ sensitive: { split_by: [gender, sector, legal_form], finest: municipality } }";
    let left = ["the table 'gender*sector' 'dimensions' of the class 'sensitive' is '2'"];
    assert_eq!(never_made(own, "sensitive", all), left);
    let own = "{ persons: { split_by: [gender], dimensions: 1 } }";
    let left = [
        "the table 'legal_form' 'split_by' of the class 'persons' is '[gender]'",
        "the table 'gender*district' 'dimensions' of the class 'persons' is '1'",
    ];
    assert_eq!(never_made(own, "persons", "gender, legal_form, municipality, gender*district"), left);
}

/// The legal forms of a sensitive figure are withheld however many are in them, unless the project lets them be told.
#[test]
fn a_sensitive_figure_is_split_at_most_by_gender() {
    let all = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: sensitive\n\
               breakdown: [gender, county, county*gender, legal_form, county*legal_form, municipality]";
    let mut region =
        Region::new(&[all], &["a1", "a1", "a1", "a1", "a1", "a1", "a1", "b1", "b1", "b1", "b1", "b1", "b1", "b1"]);
    let mut forms = region.definitions.codelists["county"].clone();
    forms.codelist.value = "legal_form".to_owned();
    let form = |code: &str| nytta::definition::codelist::Code { code: code.to_owned(), ..forms.codes[0].clone() };
    forms.codes = ["ek_for", "ab"].map(form).into();
    region.definitions.codelists.insert("legal_form".to_owned(), forms);
    for (name, rows) in &mut region.register.organisations {
        let form = if name.parse::<u32>().expect("a number") % 2 == 0 { "ek_for" } else { "ab" };
        for one in &mut *rows {
            one.codes.insert("legal_form".to_owned(), form.to_owned());
        }
    }
    let cells = [("far", "45"), ("far_women", "20"), ("far_men", "20"), ("far_not_stated", "5")];
    let names: Vec<String> = (1..=14).map(|n| format!("{n:02}")).collect();
    let rows: Vec<(&str, &[(&str, &str)])> = names.iter().map(|name| (name.as_str(), &cells[..])).collect();
    let told = |region: &Region, codes: &[(&str, &str)]| {
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))]);
        let release = region.clear(&observations, "2025");
        release.figure("far", "2025", &cell(codes)).expect("a figure").status != Status::Withheld
    };
    let (by_gender, by_form) = ([("gender", "women")], [("legal_form", "ab")]);
    let crossed = [("county", "K"), ("legal_form", "ab")];
    for codes in [&[][..], &by_gender, &[("county", "K")], &[("county", "K"), ("gender", "women")]] {
        assert!(told(&region, codes), "{codes:?}");
    }
    for codes in [&by_form[..], &crossed, &[("municipality", "a1")]] {
        assert!(!told(&region, codes), "{codes:?}");
    }
    let change: PolicyChange = serde_saphyr::from_str("{ split_by: [legal_form] }").expect("a policy");
    region.definitions.project.policy =
        BTreeMap::from([(nytta::definition::indicator::Sensitivity::Sensitive, change)]);
    for (codes, is_told) in [(&by_form[..], true), (&crossed, true), (&by_gender, false)] {
        assert_eq!(told(&region, codes), is_told, "{codes:?}");
    }
}

/// The farther apart the bounds of what is withheld must lie, the more is withheld with it.
#[test]
fn wider_bounds_withhold_more() {
    let mut seed = 5_u32;
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    let far = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, district, gender*district, municipality, gender*municipality]";
    let mut withheld = [0; 3];
    for _ in 0..8 {
        let places: Vec<&str> = (0..16).map(|_| super::small::AREAS[random(5) as usize].0).collect();
        let mut region = Region::new(&[far], &places);
        let given: Vec<(String, Vec<(&str, String)>)> = (1..=16)
            .map(|n| {
                let [women, men, other] = [random(60), random(9), random(5)];
                let cells =
                    [("far", women + men + other), ("far_women", women), ("far_men", men), ("far_not_stated", other)];
                (format!("{n:02}"), cells.map(|(name, number)| (name, number.to_string())).into())
            })
            .collect();
        let observations =
            observe(&region.definitions, &region.register, vec![("2025", super::small::accepted_of(&given))]);
        for (sum, policy) in withheld.iter_mut().zip(["{ width: 0 }", "{}", "{ width: 100 }"]) {
            let change: PolicyChange = serde_saphyr::from_str(policy).expect("a policy");
            region.definitions.project.policy =
                BTreeMap::from([(nytta::definition::indicator::Sensitivity::Persons, change)]);
            let release = region.clear(&observations, "2025");
            *sum += release.figures().values().filter(|figure| figure.status == Status::Withheld).count();
        }
    }
    let [least, by_default, most] = withheld;
    assert!(least <= by_default && by_default < most, "{withheld:?}");
}
