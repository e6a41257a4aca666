//! A project of linked tables, made of a seed: ten indicators by gender, legal form and area, with every
//! total between them: two dimensions cross, and the area has three levels.

use std::fmt::Write as _;

#[path = "../organisation.rs"]
mod organisation;
use organisation::organisation;

use nytta::project::Folder;

/// Enterprises of the register.
const ENTERPRISES: usize = 600;
/// Municipalities, each in one of the districts.
const MUNICIPALITIES: usize = 40;
const DISTRICTS: usize = 6;
const FORMS: usize = 3;

/// Questions of the form, and indicators: sums of them, of which some follow from others.
const FIELDS: [&str; 6] = ["hired", "far", "left", "trained", "moved", "stayed"];
const INDICATORS: [(&str, &str); 10] = [
    ("hired", "SUM(hired)"),
    ("far", "SUM(far)"),
    ("near", "SUM(hired - far)"),
    ("left", "SUM(left)"),
    ("trained", "SUM(trained)"),
    ("moved", "SUM(moved)"),
    ("stayed", "SUM(stayed)"),
    ("come_and_gone", "SUM(hired + left)"),
    ("onward", "SUM(trained + moved)"),
    ("in_all", "SUM(moved + stayed)"),
];

const PROJECT: &str = r#"project: linked
title: { en: Linked }
region: { en: Region }
publisher: { en: Region }
languages: [en]
currency: SEK
periods:
  - { period: "2025", start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-15, state: STATE }
packs: [linked]
reports: []
"#;

const PACK: &str = "pack: linked
version: 1
title: { en: Linked }
description: { en: Linked }
sections:
  - { section: all, title: { en: All } }
codelists:
  - { codelist: gender, title: { en: Gender }, relation: exclusive }
  - { codelist: legal_form, title: { en: Form }, relation: exclusive, of: register }
  - { codelist: municipality, title: { en: Municipality }, relation: exclusive, of: register, coarser: district }
  - { codelist: district, title: { en: District }, relation: exclusive, of: register, coarser: county }
  - { codelist: county, title: { en: County }, relation: exclusive, of: register }
";

/// A small generator of numbers, the same on every machine.
struct Seed(u64);

impl Seed {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 40).expect("24 bits are few") % most
    }
}

fn dataset() -> String {
    let mut text = String::from(
        "dataset: year
version: 1
title: { en: Year }
key: [organisation, ends]
period: ends
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: ends, type: date, required: true, label: { en: To } }
",
    );
    for field in FIELDS {
        let _ = writeln!(
            text,
            "  - {{ field: {field}, type: integer, unit: persons, flow: true, minimum: 0, by: [gender], total: required, \
             columns: '{field}_{{gender}}', label: {{ en: {field} }} }}"
        );
    }
    text
}

fn indicator((name, value): (&str, &str)) -> String {
    let texts = "{ en: x }";
    let parts = ["gender", "legal_form"];
    let mut tables = vec!["gender".to_owned(), "legal_form".to_owned(), "gender*legal_form".to_owned()];
    for area in ["county", "district", "municipality"] {
        tables.push(area.to_owned());
        tables.extend(parts.map(|part| format!("{part}*{area}")));
    }
    let tables: Vec<String> = tables.into_iter().map(|table| format!("\"{table}\"")).collect();
    format!(
        "indicator: {name}\nsection: all\ntitle: {texts}\nshort: {texts}\nnoun: {texts}\ndefinition: {texts}\nmethod: {texts}\n\
         population: {texts}\nlevel: output\ndataset: year\nvalue: {value}\nunit: persons\ncounts: x\nover_time: flow\n\
         direction: none\nbreakdown: [{}]\nsensitivity: persons\nevidence: reported\naligned: []\n",
        tables.join(", ")
    )
}

/// The register: most enterprises are in few of the municipalities, as everywhere.
fn register(seed: &mut Seed) -> String {
    let mut text = String::from("organisation,name,municipality,legal_form,member_from\n");
    for at in 0..ENTERPRISES {
        let (place, form) = (seed.below(MUNICIPALITIES).min(seed.below(MUNICIPALITIES)), seed.below(FORMS));
        let _ = writeln!(text, "{},Company {at},m{place:02},f{form},2020-01-01", organisation(at));
    }
    text
}

fn csv(seed: &mut Seed) -> String {
    let mut text = String::from("organisation,ends");
    for field in FIELDS {
        let _ = write!(text, ",{field},{field}_women,{field}_men,{field}_not_stated");
    }
    text.push('\n');
    for at in 0..ENTERPRISES {
        let _ = write!(text, "{},2025-12-31", organisation(at));
        let hired = [seed.below(9), seed.below(9), usize::from(seed.below(6) == 0)];
        for field in FIELDS {
            let [women, men, other] = match field {
                "hired" => hired,
                "far" => hired.map(|most| seed.below(most + 1)),
                _ => [seed.below(7) * seed.below(2), seed.below(7) * seed.below(2), seed.below(9) / 8],
            };
            let _ = write!(text, ",{},{women},{men},{other}", women + men + other);
        }
        text.push('\n');
    }
    text
}

/// The project, with the state of its period and what it asks for besides.
pub fn project(state: &str, policy: &str) -> Folder {
    let mut seed = Seed(0x5EED_1234_5678);
    let mut municipalities = String::from("code,parent,label_en\n");
    for at in 0..MUNICIPALITIES {
        let _ = writeln!(municipalities, "m{at:02},d{},Municipality {at}", at % DISTRICTS);
    }
    let districts =
        (0..DISTRICTS).fold("code,parent,label_en\n".to_owned(), |text, at| format!("{text}d{at},c,District {at}\n"));
    let list = |letter: &str, most: usize| {
        (0..most).fold("code,label_en\n".to_owned(), |text, at| format!("{text}{letter}{at},{letter} {at}\n"))
    };
    let own = |name: &str| format!("indicators/linked/{name}");
    let mut files = vec![
        ("nytta.yaml".to_owned(), PROJECT.replace("STATE", state) + policy),
        ("organisations.csv".to_owned(), register(&mut seed)),
        (own("pack.yaml"), PACK.to_owned()),
        (own("datasets/year.yaml"), dataset()),
        (own("codelists/gender.csv"), "code,label_en\nwomen,Women\nmen,Men\nnot_stated,Not stated\n".to_owned()),
        (own("codelists/legal_form.csv"), list("f", FORMS)),
        ("indicators/codelists/county.csv".to_owned(), "code,label_en\nc,County\n".to_owned()),
        ("indicators/codelists/district.csv".to_owned(), districts),
        ("indicators/codelists/municipality.csv".to_owned(), municipalities),
        ("submissions/2025/year.csv".to_owned(), csv(&mut seed)),
    ];
    files.extend(INDICATORS.map(|one| (own(&format!("{}.yaml", one.0)), indicator(one))));
    let mut folder = Folder::default();
    folder.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes().into())));
    folder
}
