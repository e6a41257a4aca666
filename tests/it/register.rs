//! Organisations over time: where they are, since when, and whether they are counted.

use crate::trial::PROJECT;
use nytta::definition::Definitions;
use nytta::definition::project::Period;
use nytta::diagnostic::Diagnostic;
use nytta::project::Folder;
use nytta::register::Register;

const PACK: &str = "pack: trial
version: 1
title: { en: Trial }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists:
  - { codelist: municipality, title: { en: Municipality }, relation: exclusive, of: register, coarser: district }
  - { codelist: district, title: { en: District }, relation: exclusive, of: register, coarser: county }
  - { codelist: county, title: { en: County }, relation: exclusive, of: register }
";
const HEADER: &str = "organisation,name,municipality,valid_from,valid_to,active_from,active_to,consent_to_be_named,member_from,member_to,merged_into\n";

fn read(rows: &str) -> (Register, Vec<Diagnostic>, Vec<Period>) {
    read_under(HEADER, rows)
}

fn read_under(header: &str, rows: &str) -> (Register, Vec<Diagnostic>, Vec<Period>) {
    let codes = |codes: &str| format!("code,parent,valid_from,valid_to,label_en\n{codes}").into_bytes();
    let files = [
        ("nytta.yaml", PROJECT.as_bytes().to_vec()),
        ("organisations.csv", format!("{header}{rows}").into_bytes()),
        ("indicators/trial/pack.yaml", PACK.as_bytes().to_vec()),
        ("indicators/trial/codelists/municipality.csv", codes("1880,north,,,Örebro\n1883,west,,,Karlskoga\n")),
        ("indicators/trial/codelists/district.csv", codes("north,18,,,North\nwest,18,,,West\n")),
        ("indicators/trial/codelists/county.csv", codes("18,,,,County\n")),
    ];
    let folder = Folder { files: files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.into())).collect() };
    let (definitions, found) = Definitions::load(&folder);
    let definitions = definitions.unwrap_or_else(|| panic!("{found:?}"));
    let (register, found) = Register::read(&folder, &definitions);
    (register, found, definitions.project.periods)
}

#[test]
fn an_organisation_is_where_it_was_at_the_end_of_the_period() {
    let (register, found, periods) = read(
        "556100-0018,Flyttar,1880,,2025-05-31,2010-01-01,,ja,2020-01-01,,
556100-0018,Flyttar,1883,2025-06-01,,2010-01-01,,nej,2020-01-01,,
",
    );
    assert!(found.is_empty(), "{found:?}");
    let at = |period: &Period| register.at("5561000018", period).expect("it is there").clone();
    let (before, after) = (at(&periods[0]), at(&periods[1]));
    assert_eq!((before.codes["municipality"].as_str(), before.codes["district"].as_str()), ("1880", "north"));
    assert_eq!((after.codes["district"].as_str(), after.codes["county"].as_str()), ("west", "18"));
    assert!(before.consent_to_be_named && !after.consent_to_be_named);
    assert_eq!(register.population(&periods[1]), [&after]);
}

#[test]
fn the_population_are_members_active_on_some_day() {
    let (register, found, periods) = read(
        "5561000018,Stays,1880,,,2010-01-01,,,2020-01-01,,
5561000026,Closes,1880,,,2010-01-01,2025-01-01,,2020-01-01,,5561000018
5561000034,Starts,1880,,,2025-12-31,,,2025-12-31,,
5561000042,Left,1880,,,2010-01-01,,,2020-01-01,2024-06-30,
5561000059,Never,1880,,,2010-01-01,,,,,
",
    );
    let rules: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["register-day-missing"], "who never was a member is told of");
    let names = |period| register.population(period).iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&periods[0]), "Stays Closes Left");
    assert_eq!(names(&periods[1]), "Stays Closes Starts");
    assert!(register.closed_in("5561000026", &periods[1]) && !register.closed_in("5561000026", &periods[0]));
    assert!(register.founded_in("5561000034", &periods[1]) && !register.founded_in("5561000018", &periods[1]));
}

#[test]
fn faults_are_told_at_their_cells_and_no_persons_number_is_repeated() {
    let (register, found, _) = read(
        "5561000012,Digit,1880,,,,,,2020-01-01,,
811218-9876,Person,1880,,,,,,2020-01-01,,
5561000018,Twice,Karlskoga,,2024-06-30,,,kanske,2020-01-01,,
5561000018,Twice,1883,2024-06-30,,,,,2020-13-01,,
5561000026,Gone,1883,,,2020-01-01,2019-01-01,,2020-01-01,,5561000034
",
    );
    let told: Vec<String> =
        found.iter().map(|one| format!("{} {}", one.span.cell().unwrap_or_default(), one.rule)).collect();
    assert_eq!(
        told,
        [
            "A2 wrong-check-digit",
            "A3 personal-number-in-project",
            "A4 overlapping-validity",
            "C4 unknown-register-code",
            "H4 not-yes-or-no",
            "A5 overlapping-validity",
            "I5 not-a-date",
            "A6 unknown-successor",
            "G6 ends-before-it-starts",
        ]
    );
    assert!(!format!("{found:?}").contains("9876"));
    assert!(found[3].hint.in_language(&["en"]).contains("1883"), "{:?}", found[3].hint);
    assert_eq!(register.organisations.keys().collect::<Vec<_>>(), ["5561000018", "5561000026"]);
}

#[test]
fn a_day_that_its_month_does_not_have_is_told_as_that() {
    let (_, found, _) = read("556100-0018,Flyttar,1880,,,2007-09-31,2007-13-01,ja,2020-01-01,,\n");
    let told: Vec<String> = found.iter().map(|one| format!("{} {}", one.rule, one.hint.in_language(&["en"]))).collect();
    assert_eq!(
        (told[0].as_str(), told[1].split(' ').next()),
        ("no-such-day the last day of that month is 2007-09-30; write it so, or correct the month", Some("not-a-date"))
    );
}

#[test]
fn a_register_that_cannot_be_read_is_the_one_fault() {
    let organisations = "examples/orebro-lan/organisations.csv";
    let text = std::fs::read_to_string(organisations).expect("the example is there");
    let broken: [(&str, Option<Vec<u8>>); 5] = [
        ("register-missing", None),
        ("not-utf-8", Some([text.as_bytes(), b"\xff\xfe"].concat())),
        ("missing-column", Some(text.replacen("organisation,", "organ,", 1).into())),
        ("missing-column", Some(text.replacen("member_from", "from_when", 1).into())),
        ("empty-register", Some(text.lines().next().unwrap_or_default().as_bytes().to_vec())),
    ];
    for (rule, register) in broken {
        let mut folder = Folder::read(std::path::Path::new("examples/orebro-lan")).expect("the example is there");
        folder
            .files
            .retain(|path, _| !path.starts_with("submissions/") || path.starts_with("submissions/2025/Exempelhjulet"));
        folder.files.remove("organisations.csv");
        folder.files.extend(register.map(|bytes| ("organisations.csv".to_owned(), bytes.into())));
        let loaded = nytta::pipeline::load(&folder).expect("the definitions are whole");
        let of_register: Vec<&str> = loaded
            .diagnostics
            .iter()
            .filter(|one| one.span.file.as_deref() == Some("organisations.csv"))
            .map(|one| one.rule.as_str())
            .collect();
        assert!(of_register.contains(&rule) && of_register.len() <= 2, "{rule}: {of_register:?}");
        let validation = nytta::pipeline::validate(&folder, &loaded, &nytta::table::workbook::InProcess);
        let follows = |one: &&Diagnostic| ["unknown-organisation", "outside-population"].contains(&one.rule.as_str());
        assert!(!validation.files.is_empty());
        assert_eq!(validation.files.iter().flat_map(|file| &file.diagnostics).filter(follows).count(), 0, "{rule}");
        assert_eq!(validation.files.iter().map(|file| file.accepted).sum::<u32>(), 0, "{rule}: no row counts");
    }
}

#[test]
fn what_an_enterprise_lacks_to_be_counted_is_told() {
    let lacking = |header: &str, rows: &str| -> Vec<String> {
        let (_, found, _) = read_under(header, rows);
        found
            .iter()
            .filter(|one| one.rule == "register-day-missing")
            .map(|one| format!("{} {}", one.span.cell().unwrap_or_default(), one.hint.in_language(&["en"])))
            .collect()
    };
    let header = "organisation,name,active_to,member_from,decided_by,merged_into\n";
    let told = lacking(
        header,
        "5561000018,Whole,,2020-01-01,The board,
5561000026,Never a member,,,,
5561000034,Taken over,,2020-01-01,The board,5561000018
5561000042,Taken over in time,2025-05-31,2020-01-01,The board,5561000018
5561000059,Decided by nobody,,2020-01-01,,
",
    );
    let told: Vec<&str> = told.iter().map(|one| one.split(':').next().unwrap_or_default()).collect();
    assert_eq!(
        told,
        [
            "D3 in 'member_from', write the day it became a member",
            "C4 in 'active_to', write the last day it was active",
            "E6 in 'decided_by', write who decided that it is a member",
        ]
    );
    // Who took over another may be no member, and some registers keep elsewhere who decided.
    let outside = "organisation,name,active_to,member_from,decided_by,merged_into\n";
    let rows = "5561000018,Outside,,,,\n5561000034,Taken over,2025-05-31,2020-01-01,,5561000018\n";
    assert_eq!(lacking(outside, rows), [""; 0]);
    let without = lacking("organisation,name\n", "5561000018,Column missing\n");
    assert_eq!(without, [""; 0], "a missing column is told of by itself");
}
