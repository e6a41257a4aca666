//! A project with large files, made of a seed: 20 columns as a Swedish spreadsheet writes them, and a few faults.

use std::fmt::Write as _;

#[path = "../organisation.rs"]
mod organisation;
pub use organisation::organisation;

/// Rows of a whole file: 200 MB.
pub const ROWS: usize = 2_000_000;
/// Organisations that share it.
const ORGANISATIONS: usize = 4_000;

pub const PROJECT: &str = r#"project: large
title: { en: Large, sv: Stor }
region: { en: Region, sv: Region }
publisher: { en: Region, sv: Region }
languages: [sv, en]
currency: SEK
periods:
  - { period: "2025", start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-15 }
packs: [large]
reports: []
"#;

pub const PACK: &str = "pack: large
version: 1
title: { en: Large, sv: Stor }
description: { en: Large, sv: Stor }
sections:
  - { section: all, title: { en: All, sv: Allt } }
codelists:
  - { codelist: kind, title: { en: Kind, sv: Slag }, relation: exclusive }
  - { codelist: municipality, title: { en: Municipality, sv: Kommun }, relation: exclusive, of: register }
  - { codelist: legal_form, title: { en: Form, sv: Form }, relation: exclusive, of: register }
  - { codelist: sector, title: { en: Sector, sv: Bransch }, relation: exclusive, of: register }
";

pub const KINDS: &str = "code,label_en,label_sv
k1,Repair,Reparation
k2,Food,Mat
k3,Care,Omsorg
k4,Culture,Kultur
";

pub const MUNICIPALITIES: &str = "code,label_en,label_sv
1880,Örebro,Örebro
1881,Kumla,Kumla
1882,Askersund,Askersund
1883,Karlskoga,Karlskoga
";

/// A codelist of four codes.
fn codes(prefix: &str) -> String {
    let code = |at| format!("{prefix}{at},{prefix}{at},{prefix}{at}\n");
    std::iter::once("code,label_en,label_sv\n".to_owned()).chain((0..4).map(code)).collect()
}

const NUMBERS: [(&str, &str, &str); 12] = [
    ("hired", "type: integer, unit: persons, flow: true, minimum: 0", "Anställda"),
    ("leavers", "type: integer, unit: persons, flow: true, minimum: 0", "Slutade"),
    ("women", "type: integer, unit: persons, flow: true, minimum: 0", "Kvinnor"),
    ("men", "type: integer, unit: persons, flow: true, minimum: 0", "Män"),
    ("fte_opening", "type: decimal, scale: 2, unit: fte, minimum: 0", "Heltid vid årets början"),
    ("fte_closing", "type: decimal, scale: 2, unit: fte, minimum: 0", "Heltid vid årets slut"),
    ("hours", "type: decimal, scale: 1, unit: hours, minimum: 0, maximum: 99999", "Timmar"),
    ("turnover", "type: money", "Omsättning"),
    ("wages", "type: money, minimum: 0", "Löner"),
    ("support", "type: money, minimum: 0", "Stöd"),
    ("surplus", "type: money", "Överskott"),
    ("volunteers", "type: integer, unit: persons, minimum: 0", "Ideella"),
];

const CHECKS: [(&str, &str); 10] = [
    ("women_within", "women <= hired"),
    ("parts_within", "women + men <= hired"),
    ("no_loss", "fte_closing >= fte_opening"),
    ("wages_paid", "wages <= turnover + support"),
    ("surplus_known", "surplus <= turnover"),
    ("worked", "hours <= 5000"),
    ("order", "starts <= ends"),
    ("support_small", "support <= 100000"),
    ("kind_known", "kind IN ('k1', 'k2', 'k3', 'k4')"),
    ("few_volunteers", "volunteers < 100 OR hired > 0"),
];

/// The dataset of the file.
pub fn dataset() -> String {
    let mut text = String::from(
        "dataset: large_year
version: 1
title: { en: Year, sv: År }
key: [organisation, record]
period: ends
missing: { nothing_to_report: ['-'], not_applicable: ['.'], unknown: ['vet ej'] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number, sv: Organisationsnummer } }
  - { field: record, type: text, required: true, label: { en: Record, sv: Post } }
  - { field: starts, type: date, label: { en: From, sv: Från } }
  - { field: ends, type: date, required: true, label: { en: To, sv: Till } }
  - { field: kind, type: code, codelist: kind, label: { en: Kind, sv: Slag } }
",
    );
    for (name, kind, label) in NUMBERS {
        let _ = writeln!(text, "  - {{ field: {name}, {kind}, label: {{ en: {name}, sv: {label} }} }}");
    }
    text.push_str(
        "  - { field: trained, type: boolean, label: { en: Trained, sv: Utbildad } }
  - { field: grade, type: integer, unit: points, minimum: 0, maximum: 9, label: { en: Grade, sv: Betyg } }
  - { field: remark, type: text, label: { en: Remark, sv: Anmärkning } }
checks:
",
    );
    for (name, that) in CHECKS {
        let _ = writeln!(
            text,
            "  - {{ check: {name}, that: \"{that}\", severity: warning, message: {{ en: not {name}, sv: inte {name} }} }}"
        );
    }
    text
}

/// The indicators, by the names of their files.
pub fn indicators() -> Vec<(String, String)> {
    let of = |(name, unit): (&str, &str)| {
        let texts = "{ en: x, sv: x }";
        let text = format!(
            "indicator: sum_{name}\nsection: all\ntitle: {texts}\nshort: {texts}\nnoun: {texts}\ndefinition: {texts}\n\
             method: {texts}\npopulation: {texts}\nlevel: output\ndataset: large_year\nvalue: SUM({name})\nunit: {unit}\n\
             counts: x\nover_time: flow\ndirection: none\nbreakdown: ['municipality*legal_form*sector']\nsensitivity: open\nevidence: reported\n\
             aligned: []\n"
        );
        (format!("sum_{name}"), text)
    };
    let persons = ["hired", "women", "men", "leavers"].map(|name| (name, "persons"));
    let others = [("fte_closing", "fte"), ("turnover", "money"), ("wages", "money"), ("support", "money")];
    let names = persons.into_iter().chain(others);
    names.map(of).collect()
}

/// A small generator of numbers, the same on every machine.
struct Seed(u64);

impl Seed {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }
}

/// The register.
pub fn register() -> String {
    let mut text = String::from("organisation,name,municipality,legal_form,sector,member_from\n");
    for at in 0..ORGANISATIONS {
        let (form, sector) = (at / 4 % 4, at / 16 % 4);
        let _ = writeln!(text, "{},Företag {at},{},f{form},s{sector},2020-01-01", organisation(at), 1880 + at % 4);
    }
    text
}

/// A row with a fault that was put there, as the spreadsheet numbers it, its column, and the rule that finds it.
pub type Planted = (u32, &'static str, &'static str);

/// The faults of a file of so many rows.
pub fn planted(rows: usize) -> Vec<Planted> {
    let row = |part: usize| u32::try_from(rows * part / 10 + 2).expect("few rows");
    vec![
        (row(1), "R", "not-a-number"),
        (row(3), "A", "wrong-check-digit"),
        (row(5), "G", "large_year.women_within"),
        (row(7), "D", "no-such-day"),
        (row(9), "E", "unknown-code"),
    ]
}

/// A file of rows that come after so many others.
pub fn csv(rows: usize, before: usize) -> String {
    let mut text = String::with_capacity(rows * 104 + 1000);
    text.push_str("Organisationsnummer;Post;Från;Till;Slag;Anställda;Kvinnor;Män;Slutade;Heltid vid årets början;");
    text.push_str("Heltid vid årets slut;Timmar;Omsättning;Löner;Stöd;Överskott;Ideella;Betyg;Utbildad;Anmärkning\r\n");
    let numbers: Vec<String> = (0..ORGANISATIONS).map(organisation).collect();
    let mut seed = Seed(0x5EED_1234_5678 + before as u64);
    let planted = planted(rows);
    for at in 0..rows {
        let fault = planted.iter().find(|(row, ..)| *row as usize == at + 2).map(|(_, _, rule)| *rule);
        let number = &numbers[at % ORGANISATIONS];
        let number = if fault == Some("wrong-check-digit") { "5591000000" } else { number };
        let day = if fault == Some("no-such-day") { "2025-02-30" } else { "2025-12-31" };
        let kind = if fault == Some("unknown-code") { "k9" } else { ["k1", "k2", "k3", "k4"][at % 4] };
        let women = seed.below(20);
        let men = seed.below(20);
        let hired = if fault == Some("large_year.women_within") { women - women.min(1) } else { women + men };
        let women = if fault == Some("large_year.women_within") { women + 1 } else { women };
        let (opening, closing) = (seed.below(3_000), 3_000 + seed.below(2_000));
        let turnover = 10_000_000 + seed.below(80_000_000);
        let (wages, support) = (seed.below(90_000), seed.below(9_000));
        let grade = if fault == Some("not-a-number") { "?!".to_owned() } else { seed.below(10).to_string() };
        let remark = ["", "", "", "vikarie", "", "", "åter", ""][at % 8];
        let volunteers = if at % 50 == 7 { "vet ej".to_owned() } else { seed.below(30).to_string() };
        let surplus = if at % 9 == 4 { "-" } else { "" };
        let _ =
            write!(text, "{number};p{};2025-01-01;{day};{kind};{hired};{women};{men};{};", before + at, seed.below(9));
        let _ = write!(text, "{},{:02};{},{:02};", opening / 100, opening % 100, closing / 100, closing % 100);
        let _ = write!(text, "{},{};{},{:02};", seed.below(4_000), seed.below(10), turnover / 100, turnover % 100);
        let _ = write!(text, "{};{};{surplus}{};", wages, support, seed.below(9_000));
        let _ = write!(text, "{volunteers};{grade};{};{remark}\r\n", ["ja", "nej"][at % 2]);
    }
    text
}

/// All files of the project but those that are sent in, by their paths in it.
pub fn project() -> Vec<(String, String)> {
    let own = |name: &str| format!("indicators/large/{name}");
    let mut files = vec![
        ("nytta.yaml".to_owned(), PROJECT.to_owned()),
        ("organisations.csv".to_owned(), register()),
        (own("pack.yaml"), PACK.to_owned()),
        (own("datasets/large_year.yaml"), dataset()),
        (own("codelists/kind.csv"), KINDS.to_owned()),
        ("indicators/codelists/municipality.csv".to_owned(), MUNICIPALITIES.to_owned()),
        ("indicators/codelists/legal_form.csv".to_owned(), codes("f")),
        ("indicators/codelists/sector.csv".to_owned(), codes("s")),
    ];
    files.extend(indicators().into_iter().map(|(name, text)| (own(&format!("{name}.yaml")), text)));
    files
}
