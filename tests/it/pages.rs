//! The examples of the rule pages are run: each finds the rule of its page, where it says so, and nothing else.
//!
//! What a block of an example is, its fence tells: ` ```csv ` is a file sent in for 2025, ` ```csv 2024 ` one of the year
//! before, ` ```csv organisations.csv ` a file of the project. What everybody must answer stands before the columns of a
//! short example. ` ```form ` holds lines of a form that was filled in and saved as CSV: the name of a question, what stands in
//! its cells, or a row of its sender's own. In ` ```yaml ` a line that ends in `# wrong` breaks the rule, and the one that ends in `# right` mends it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::pipeline;
use nytta::project::Folder;
use nytta::rule::{self, Rule};
use nytta::table::workbook::InProcess;

use crate::form::filled;

/// A block of an example: what its fence says, and its text.
pub(crate) type Block = (String, String);

/// The blocks of the example of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let example = page.split_once("## Example").or_else(|| page.split_once("## Exempel")).map_or("", |(_, rest)| rest);
    let mut blocks = Vec::new();
    let mut lines = example.lines();
    while let Some(fence) = lines.by_ref().find_map(|line| line.strip_prefix("```")) {
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((fence.trim().to_owned(), text.join("\n") + "\n"));
    }
    blocks
}

/// The rules whose pages have a block of a language in their example.
fn pages(language: &str) -> impl Iterator<Item = (&'static Rule, Vec<Block>)> + '_ {
    rule::all().filter_map(move |rule| {
        let blocks = blocks(rule.page.in_language(&["en"]));
        let has = blocks.iter().any(|(fence, _)| fence.split(' ').next() == Some(language));
        has.then_some((rule, blocks))
    })
}

/// Rules whose example is no file that is sent in as it stands, with the reason.
pub(crate) const TOLD_ONLY: [(&str, &str); 6] = [
    ("missing-codelist", "the file that is missing"),
    ("register-missing", "the file that is missing"),
    ("sheet-left-out", "a second sheet"),
    ("undecodable-text", "bytes that a page cannot hold"),
    ("value-too-large", "a field with a maximum, which the pack has not"),
    ("workbook-unreadable", "a workbook"),
];

/// What everybody must answer, put before the columns of an example that leaves it out.
const REQUIRED: [(&str, &[&str], &str); 4] = [
    ("räkenskapsårets första dag", &["räkenskapsår från"], "2025-01-01"),
    ("räkenskapsårets sista dag", &["räkenskapsår till", "räkenskapsårets slut"], "2025-12-31"),
    ("heltidstjänster vid årets början", &[], "2"),
    ("heltidstjänster vid årets slut", &["heltidstjänster", "årsarbetskrafter"], "2"),
];

/// Rules whose examples have lines that are no rows, or only pieces of one.
const NO_ROWS: [&str; 7] =
    ["remark-row", "repeated-header", "second-table", "split-row", "total-differs", "total-row", "unit-row"];

/// The example with what everybody must answer put before it; before a line that is no row stand empty cells.
fn completed(text: &str, year: &str, header: usize, has_others: bool) -> String {
    let written: Vec<String> =
        text.lines().nth(header).unwrap_or_default().split(';').map(|cell| cell.trim().to_lowercase()).collect();
    let lacking: Vec<_> = REQUIRED
        .iter()
        .filter(|(label, others, _)| !written.iter().any(|cell| cell == label || others.contains(&cell.as_str())))
        .collect();
    let row = |at: usize, line: &str| {
        let headers = text.lines().nth(header).unwrap_or_default();
        if has_others && line.split(';').count() < headers.split(';').count() && !line.starts_with(ORGANISATION) {
            return format!("{line}\n");
        }
        let cells = lacking.iter().map(|(label, _, value)| match at.cmp(&header) {
            std::cmp::Ordering::Less => String::new(),
            _ if line == headers => (*label).to_owned(),
            _ if has_others && !line.starts_with(ORGANISATION) => String::new(),
            _ => value.replace("2025", year),
        });
        cells.chain([line.to_owned()]).collect::<Vec<_>>().join(";") + "\n"
    };
    text.lines().enumerate().map(|(at, line)| row(at, line)).collect()
}

/// With these digits begin the organisations of the examples, and nothing else does.
const ORGANISATION: [char; 2] = ['5', '2'];

pub(crate) const REGISTER: &str = "organisation,name,municipality,legal_form,sector,active_from,member_from
5560160680,Exempelkooperativet,1880,ek_for,cafe_catering,2010-01-01,2020-01-01
2120000142,Verkstan,1880,ek_for,craft,2010-01-01,2020-01-01
";

/// The example project without its submissions, and with a register of two.
pub(crate) fn scene() -> Folder {
    let mut folder =
        Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("it is there");
    let defines = ["nytta.yaml", "rates.csv", "indices.csv"];
    let folders = ["indicators/", "valuations/"];
    folder.files.retain(|path, _| defines.contains(&path.as_str()) || folders.iter().any(|one| path.starts_with(one)));
    folder.files.insert("organisations.csv".to_owned(), REGISTER.as_bytes().into());
    folder
}

/// Everything that is found in a project.
pub(crate) fn found(folder: &Folder) -> Vec<Diagnostic> {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    let of_files = validation.files.into_iter().flat_map(|file| file.diagnostics);
    loaded.diagnostics.into_iter().chain(validation.diagnostics).chain(of_files).collect()
}

/// A letter as Latin 1 codes it.
fn latin(c: char) -> u8 {
    u8::try_from(c).expect("a letter of Latin 1")
}

/// What an example finds: rules, with the severity and the place of each finding of the page's own.
fn run(rule: &Rule, blocks: &[Block]) -> Result<BTreeSet<String>, String> {
    let mut folder = scene();
    for (fence, text) in blocks {
        let name = fence.strip_prefix("csv").ok_or("a block of another kind")?.trim();
        let (path, text) = match name {
            "" | "2024" => {
                let header = usize::from(matches!(rule.name.as_str(), "row-above-header" | "scale-outside"));
                let year = if name.is_empty() { "2025" } else { name };
                let text = match rule.name.as_str() {
                    "ambiguous-encoding" | "empty-file" | "one-answer-per-row" | "unknown-dataset" => text.clone(),
                    "cut-off-row" | "no-line-end" => completed(text, year, header, false).trim_end().to_owned(),
                    // A page cannot hold the byte itself.
                    "null-byte" => completed(text, year, header, false).replace('␀', "\0"),
                    name => completed(text, year, header, NO_ROWS.contains(&name)),
                };
                (format!("submissions/{year}/example.csv"), text)
            }
            name => (name.to_owned(), text.clone()),
        };
        // Nor letters that are not coded as its own are.
        let bytes = match rule.name.as_str() {
            "ambiguous-encoding" => text.chars().map(|c| if c == '€' { 0xa4 } else { latin(c) }).collect(),
            "not-utf-8" => text.chars().map(latin).collect(),
            _ => text.into_bytes(),
        };
        folder.files.insert(path, bytes.into());
    }
    let found = match pipeline::load(&folder) {
        Ok(_) => found(&folder),
        Err(found) => found,
    };
    let mine: Vec<&Diagnostic> = found.iter().filter(|one| one.rule == rule.name).collect();
    // Notes ask for nothing, and a page about reasons needs the warning that a reason is for.
    let reason = rule.name.ends_with("-reason");
    let other = |one: &&Diagnostic| {
        one.rule != rule.name && one.severity != Severity::Note && !(reason && one.rule == "enterprise_year.fte_change")
    };
    let others: BTreeSet<String> = found.iter().filter(other).map(|one| one.rule.clone()).collect();
    if mine.is_empty() {
        return Err(format!("finds {others:?} instead"));
    }
    let severity = if rule.beta { Severity::Note } else { rule.severity };
    if mine.iter().any(|one| one.severity != severity) {
        return Err(format!("is {:?} and not {severity:?}", mine[0].severity));
    }
    for one in &mine {
        for language in ["en", "sv"] {
            let message = one.message.in_each().0.remove(language).ok_or("has no message")?;
            if message.contains(['{', '}']) {
                return Err(format!("leaves a place open: {message}"));
            }
        }
    }
    Ok(others)
}

#[test]
fn the_example_of_every_page_finds_its_rule_and_nothing_else() {
    let mut faults = Vec::new();
    let mut run_pages = 0;
    for (rule, blocks) in pages("csv") {
        if TOLD_ONLY.iter().any(|(name, _)| *name == rule.name) {
            continue;
        }
        run_pages += 1;
        match run(rule, &blocks) {
            Err(fault) => faults.push(format!("{}: {fault}", rule.name)),
            Ok(others) if !others.is_empty() => faults.push(format!("{} finds {others:?} too", rule.name)),
            Ok(_) => {}
        }
    }
    assert!(faults.is_empty(), "{} of {run_pages}:\n{}", faults.len(), faults.join("\n"));
    assert!(run_pages >= 110, "only {run_pages} examples are run");
}

/// What everybody must answer, where a form is an example.
const ANSWERED: [(&str, &str); 5] = [
    ("year_start", "2025-01-01"),
    ("year_end", "2025-12-31"),
    ("fte_opening", "12"),
    ("fte_closing", "12"),
    ("turnover", "4 900 000"),
];

/// The form of an example: filled in, with its lines in the place of the form's own, and its rows without a name below.
fn form_of(lines: &str) -> String {
    let mut form: Vec<Vec<String>> =
        filled(&ANSWERED).lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    for line in lines.lines().skip(1) {
        let cells: Vec<&str> = line.split(';').collect();
        let [name, question, answer, unit, explanation] = cells[..] else { panic!("'{line}' has five cells") };
        let at = form.iter().position(|line| line[0] == name && !name.is_empty()).unwrap_or_else(|| {
            assert_eq!(name, "", "the form asks for '{name}'");
            form.push(vec![String::new(); 8]);
            form.len() - 1
        });
        let last = form[at].len() - 1;
        for (place, cell) in [(1, question), (2, answer), (3, unit), (last, explanation)] {
            cell.clone_into(&mut form[at][place]);
        }
    }
    form.iter().map(|cells| cells.join(";") + "\r\n").collect()
}

#[test]
fn the_form_of_every_page_finds_its_rule_and_nothing_else() {
    assert_eq!(crate::form::read("form.csv", form_of(";question\n").as_bytes()).diagnostics, []);
    let mut faults = Vec::new();
    let mut forms = 0;
    for (rule, blocks) in pages("form") {
        for (_, text) in blocks {
            forms += 1;
            let found = crate::form::read("form.csv", form_of(&text).as_bytes()).diagnostics;
            let told: Vec<_> = found.iter().map(|one| (one.rule.as_str(), one.severity)).collect();
            if told != [(rule.name.as_str(), rule.severity)] {
                faults.push(format!("{}: {told:?}", rule.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(forms >= 6, "only {forms} forms are read");
}

#[test]
fn the_examples_are_the_same_in_both_languages() {
    for rule in rule::all() {
        let (en, sv) = (blocks(rule.page.in_language(&["en"])), blocks(rule.page.in_language(&["sv"])));
        let kinds = |blocks: &[Block]| blocks.iter().map(|(fence, _)| fence.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&en), kinds(&sv), "{}", rule.name);
        for ((fence, en), (_, sv)) in en.iter().zip(&sv) {
            assert!(!(fence.starts_with("csv") || fence == "form") || en == sv, "{}: the example differs", rule.name);
        }
    }
}

/// A definition in which one line of an example may stand instead of another of the same key.
const DEFINITIONS: [(&str, &str); 4] = [
    (
        "nytta.yaml",
        "project: trial
title: { en: Trial, sv: Prov }
region: { en: Somewhere, sv: Någonstans }
publisher: { en: Nobody, sv: Ingen }
languages: [sv, en]
currency: SEK
parameters: { fte_limit: 5 }
policy: {}
periods:
  - { period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-01 }
packs: [trial]
",
    ),
    (
        "indicators/trial/pack.yaml",
        "pack: trial
version: 1
title: { en: Trial, sv: Prov }
sections: [ { section: jobs, title: { en: Jobs, sv: Jobb } } ]
codelists:
  - { codelist: gender, title: { en: Gender, sv: Kön }, relation: exclusive }
  - { codelist: legal_form, title: { en: Form, sv: Form }, relation: exclusive, of: register }
  - { codelist: municipality, title: { en: Municipality, sv: Kommun }, relation: exclusive, of: register }
",
    ),
    (
        "indicators/trial/datasets/year.yaml",
        "dataset: year
version: 1
title: { en: Year, sv: År }
key: [organisation]
period: year_end
fields:
  - field: organisation
    type: organisation_number
    required: true
    label: { en: Number, sv: Nummer }
  - field: year_end
    type: date
    required: true
    label: { en: Last day, sv: Sista dag }
  - field: hired
    type: integer
    unit: persons
    flow: true
    minimum: 0
    by: [gender]
    columns: \"hired_{gender}\"
    label: { en: Hired, sv: Anställda }
  - field: hired_far
    type: integer
    unit: persons
    flow: true
    by: [gender]
    columns: \"hired_far_{gender}\"
    label: { en: Far, sv: Långt från }
  - { field: fte_closing, type: decimal, unit: fte, label: { en: Closing, sv: Slut } }
  - { field: trainee_hours, type: integer, unit: hours, flow: true, label: { en: Hours, sv: Timmar } }
  - { field: surplus, type: money, flow: true, label: { en: Surplus, sv: Överskott } }
checks:
  - check: small
    that: fte_closing <= PARAMETER(fte_limit)
    message: { en: large, sv: stort }
",
    ),
    (
        "indicators/trial/jobs.yaml",
        "indicator: jobs
section: jobs
title: { en: Jobs, sv: Jobb }
short: { en: Jobs, sv: Jobb }
noun: { en: jobs, sv: jobb }
definition: { en: New jobs, sv: Nya jobb }
method: { en: Added up, sv: Summerat }
population: { en: All, sv: Alla }
level: outcome
dataset: year
value: SUM(hired)
where: \"legal_form = 'ek_for'\"
unit: persons
decimals: 0
counts: persons_per_year
over_time: flow
direction: increase
breakdown: [gender]
sensitivity: persons
evidence: reported
",
    ),
];

/// Rules found when lines stand in the last definition that has their key; one that no definition has is added.
fn with_lines(written: &[&str]) -> Vec<String> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let bare = |line: &str| line.trim().trim_start_matches("- ").to_owned();
    let mut left: Vec<String> = written.iter().map(|line| bare(line)).collect();
    for (path, text) in DEFINITIONS.iter().rev() {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        left.retain(|line| {
            let key = line.split(':').next().unwrap_or_default();
            let at = lines.iter().position(|known| bare(known).starts_with(&format!("{key}:")));
            if let Some(at) = at {
                let indent: String = lines[at].chars().take_while(|c| c.is_whitespace() || *c == '-').collect();
                lines[at] = format!("{indent}{line}");
            }
            at.is_none()
        });
        files.insert((*path).to_owned(), (lines.join("\n") + "\n").into());
    }
    for line in left {
        let indicator = files.get_mut("indicators/trial/jobs.yaml").expect("it is one of them");
        indicator.extend(format!("{line}\n").into_bytes());
    }
    let codes = |codes: &str| format!("code,parent,valid_from,valid_to,label_en,label_sv\n{codes}").into_bytes();
    files.insert(
        "indicators/trial/codelists/gender.csv".to_owned(),
        codes("women,,,,Women,Kvinnor\nmen,,,,Men,Män\nnot_stated,,,,Not stated,Ej uppgivet\n"),
    );
    files.insert(
        "indicators/trial/codelists/legal_form.csv".to_owned(),
        codes("ek_for,,,,Cooperative,Ekonomisk förening\n"),
    );
    files.insert("indicators/trial/codelists/municipality.csv".to_owned(), codes("1880,,,,Örebro,Örebro\n"));
    let (_, found) = nytta::definition::Definitions::load(&Folder {
        files: files.into_iter().map(|(path, text)| (path, text.into())).collect(),
    });
    found.into_iter().map(|one| one.rule).collect()
}

/// Examples whose lines hold only together with others.
pub(crate) const TOGETHER: [&str; 5] =
    ["duplicate-identifier", "not-an-identifier", "split-by-register", "wrong-file-name", "missing-text"];

#[test]
fn a_line_that_is_wrong_breaks_its_rule_and_the_right_one_mends_it() {
    assert_eq!(with_lines(&[]), [""; 0], "the definitions are right as they stand");
    let mut faults = Vec::new();
    let mut lines = 0;
    for (rule, blocks) in pages("yaml").filter(|(rule, _)| !TOGETHER.contains(&rule.name.as_str())) {
        for (_, text) in blocks {
            let said = |line: &'_ str| -> Option<bool> {
                let says = line.rsplit_once('#')?.1.trim();
                says.split([':', ',']).next().and_then(|word| {
                    [("wrong", true), ("right", false)]
                        .iter()
                        .find(|(known, _)| *known == word)
                        .map(|(_, wrong)| *wrong)
                })
            };
            // A line that is neither stands beside both.
            let beside: Vec<&str> =
                text.lines().filter(|line| said(line).is_none() && !line.trim().is_empty()).collect();
            for line in text.lines() {
                let Some(wrong) = said(line) else { continue };
                lines += 1;
                let found = with_lines(&[&beside[..], &[line]].concat());
                if found.contains(&rule.name) != wrong {
                    faults.push(format!("{}: '{line}' finds {found:?}", rule.name));
                }
                // Another value may have another unit or other parts, which is another rule's matter.
                let others = ["wrong-indicator-unit", "wrong-breakdown"];
                if !wrong && found.iter().any(|one| !others.contains(&one.as_str())) {
                    faults.push(format!("{}: '{line}' finds {found:?} too", rule.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {lines}:\n{}", faults.len(), faults.join("\n"));
    assert!(lines >= 30, "only {lines} lines are tried");
}
