//! The example of Örebro county, from the files as they were sent to the PDF.
//!
//! `NYTTA_UPDATE=1` rewrites the expected findings; read the diff. The expected sums come from `tests/independent` alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use nytta::diagnostic::Diagnostic;
use nytta::measure::Observation;
use nytta::pipeline::{self, Loaded, ReportRequest, Validation};
use nytta::project::Folder;
use nytta::table::workbook::Child;
use nytta::value::Decimal;
use rust_decimal::RoundingStrategy;

struct Example {
    folder: Folder,
    loaded: Loaded,
    validation: Validation,
    observations: Vec<Observation>,
}

static EXAMPLE: LazyLock<Example> = LazyLock::new(|| {
    let folder = Folder::read(&root().join("examples/orebro-lan")).expect("the example is there");
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let validation = pipeline::validate(&folder, &loaded, &workbooks);
    let (observations, found) = pipeline::measure(&loaded, &validation);
    assert_eq!(found, Vec::<Diagnostic>::new());
    Example { folder, loaded, validation, observations }
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn expected(name: &str) -> String {
    let path = root().join("tests/expected").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn validate_finds_what_was_planted_and_nothing_else() {
    let mut found = String::from("file,row,cell,rule,severity\n");
    let example = &*EXAMPLE;
    let of_no_submission = example.loaded.diagnostics.iter().chain(&example.validation.diagnostics);
    for one in of_no_submission.chain(example.validation.files.iter().flat_map(|file| &file.diagnostics)) {
        let file = one.span.file.as_deref().unwrap_or_default();
        let row = one.span.row.map(|row| row.to_string()).unwrap_or_default();
        let cell = one.span.cell().unwrap_or_default();
        found.push_str(&format!("{file},{row},{cell},{},{}\n", one.rule, one.severity.word()));
    }
    if std::env::var_os("NYTTA_UPDATE").is_some() {
        std::fs::write(root().join("tests/expected/orebro-lan-findings.csv"), &found).expect("it can be written");
    }
    let planted = expected("orebro-lan-findings.csv");
    let (planted, found): (BTreeSet<&str>, BTreeSet<&str>) = (planted.lines().collect(), found.lines().collect());
    let missed: Vec<_> = planted.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&planted).collect();
    assert!(missed.is_empty() && surplus.is_empty(), "planted but not found: {missed:#?}\nnot planted: {surplus:#?}");
}

#[test]
fn no_row_of_any_file_is_lost() {
    assert!(EXAMPLE.validation.files.len() > 130, "the example has about 140 files");
    for file in &EXAMPLE.validation.files {
        let count = |part: fn(&nytta::table::SheetReading) -> u32| file.reading.sheets.iter().map(part).sum::<u32>();
        let (read, blank) = (count(|sheet| sheet.rows_read), count(|sheet| sheet.rows_blank));
        assert_eq!(read, file.accepted + file.rejected + blank, "{}", file.reading.file);
    }
}

/// A cell as the tidy table writes it.
fn cell(breakdown: &BTreeMap<String, String>) -> String {
    breakdown.iter().map(|(dimension, code)| format!("{dimension}={code}")).collect::<Vec<_>>().join(";")
}

/// The internal figures by indicator, period and cell.
fn figures() -> BTreeMap<(String, String, String), Decimal> {
    let of = |one: &Observation| Some(((one.indicator.clone(), one.period.clone(), cell(&one.breakdown)), one.value?));
    EXAMPLE.observations.iter().filter_map(of).collect()
}

#[test]
fn every_sum_agrees_with_the_independent_calculation() {
    let (figures, sums) = (figures(), expected("orebro-lan-sums.csv"));
    let mut compared = 0;
    let mut wrong = Vec::new();
    for line in sums.lines().skip(1) {
        let [indicator, period, cell, value] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let value: Decimal = value.parse().expect("a decimal");
        let ours = figures.get(&(indicator.to_owned(), period.to_owned(), cell.to_owned()));
        let rounded = ours.map(|ours| ours.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero));
        compared += 1;
        if rounded != Some(value) {
            wrong.push(format!("{line}: {ours:?}"));
        }
    }
    assert!(compared > 400, "only {compared} sums are compared");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn jobs_that_remained_lead_from_both_ends_of_the_year_to_its_changes() {
    let figures = figures();
    let mut cells = 0;
    for ((_, period, cell), remained) in figures.iter().filter(|((indicator, ..), _)| indicator == "jobs_remained") {
        let of = |indicator: &str| figures[&(indicator.to_owned(), period.clone(), cell.clone())];
        let (gained, lost, net) = (of("jobs_gained"), of("jobs_lost"), of("jobs_net"));
        assert_eq!(remained + gained, of("fte_year_end"), "{period} {cell}");
        assert_eq!(gained - lost, net, "{period} {cell}");
        cells += 1;
        if cell.is_empty() {
            let rows = &EXAMPLE.validation.rows[&("enterprise_year".to_owned(), period.clone())];
            let all = |column: &str| -> Decimal {
                let values = &rows.batch.columns[column];
                (0..rows.batch.rows()).filter_map(|row| values.number(row)).sum()
            };
            assert_eq!(remained + lost, all("fte_opening"), "{period}");
            assert_eq!(remained + gained, all("fte_closing"), "{period}");
        }
    }
    assert!(cells >= 15, "only {cells} cells are compared");
}

#[test]
fn what_is_withheld_stands_nowhere_in_the_public_table() {
    let public = measured(&[]);
    let inside = measured(&["--internal"]);
    assert_eq!(public.keys().collect::<Vec<_>>(), inside.keys().collect::<Vec<_>>(), "both have the same cells");
    let mut withheld = 0;
    for (cell, protected) in &inside {
        let shown = &public[cell];
        if matches!(protected["status"].as_str(), "primary" | "secondary") {
            withheld += 1;
            assert_eq!(shown["status"], "withheld", "{cell:?}");
            let left = [
                "value",
                "numerator",
                "denominator",
                "missing",
                "contributors",
                "coverage_answered",
                "coverage_expected",
            ];
            for column in left {
                assert_eq!(shown[column], "", "{cell:?} shows its {column}");
            }
        } else {
            // That nobody answered may tell of the one who was asked.
            let silent = protected["status"] == "missing";
            assert!(silent || shown["status"] != "withheld", "{cell:?} is withheld without a reason");
            assert_eq!(shown["value"], protected["value"], "{cell:?}");
        }
    }
    assert!(withheld > 50, "only {withheld} cells are withheld");
}

type Tidy = BTreeMap<(String, String), BTreeMap<String, String>>;

/// The tidy table of 2025 by indicator and cell.
fn measured(more: &[&str]) -> Tidy {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nytta"));
    command.args(["measure", "examples/orebro-lan", "--period", "2025", "--format", "csv"]).args(more);
    let output = command.current_dir(root()).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a record"));
    rows.map(|row| ((row["indicator"].clone(), row["breakdown"].clone()), row)).collect()
}

fn report(language: &str) -> Vec<u8> {
    let example = &*EXAMPLE;
    let plan = &example.loaded.definitions.project.reports[0];
    let request = ReportRequest { plan, period: "2025", language, date: None, edition: None };
    let made = pipeline::report(&example.folder, &example.loaded, &example.validation, &request);
    let (pdf, found) = made.unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(found, Vec::<Diagnostic>::new());
    pdf
}

#[test]
fn the_reports_are_the_same_twice_and_open_to_everybody() {
    for language in ["sv", "en"] {
        let bytes = report(language);
        assert!(bytes == report(language), "two runs give other bytes");
        if let Some(folder) = std::env::var_os("NYTTA_SHOW") {
            std::fs::write(Path::new(&folder).join(format!("orebro-lan.{language}.pdf")), &bytes).expect("it is there");
        }
        // What stands side by side is parted by a dot alone; and but for the cover no page is nearly empty.
        for (at, page) in nytta::pdf::read_here(&bytes).expect("it is a PDF").pages.iter().enumerate() {
            let text: String = page.runs.iter().flat_map(|run| run.text.split_whitespace()).collect();
            assert!(!text.contains(".·"), "{language}: {text}");
            let letters = text.chars().count();
            assert!(at == 0 || letters > 800, "{language}: page {} has {letters} letters: {text}", at + 1);
        }
        let pdf = Pdf::new(bytes).expect("it is a PDF");
        assert!(pdf.pages().len() > 20, "{} pages", pdf.pages().len());
        let catalog: Dict = pdf.xref().get(pdf.xref().root_id()).expect("a PDF has a catalog");
        let spoken: PdfString = catalog.get("Lang").expect("it says its language");
        assert!(spoken.as_bytes().starts_with(language.as_bytes()));
        let metadata: Stream = catalog.get("Metadata").expect("it has XMP");
        let xmp = String::from_utf8(metadata.decoded().expect("it can be read").into_owned()).expect("XMP is UTF-8");
        for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:title>"] {
            assert!(xmp.contains(claim), "{claim} is not in {xmp}");
        }
        let shown: Dict = catalog.get("ViewerPreferences").expect("it says how to be shown");
        assert!(shown.get::<bool>("DisplayDocTitle").is_some_and(|shown| shown), "the window shows the title");
        let tags = Tags::of(&catalog);
        assert_eq!(tags.faults, Vec::<String>::new(), "{language}");
        for (tag, least) in [("H1", 1), ("H2", 5), ("P", 200), ("Figure", 20), ("Table", 20), ("TH", 100), ("TOC", 1)] {
            let count = tags.counts.get(tag).copied().unwrap_or_default();
            assert!(count >= least, "{language}: only {count} {tag} in {:?}", tags.counts);
        }
    }
}

/// The tag tree, counted and looked through.
#[derive(Default)]
struct Tags {
    counts: BTreeMap<String, usize>,
    faults: Vec<String>,
}

/// Where a text needs a paragraph, heading or cell of its own around it.
const SHELLS: [&str; 12] =
    ["Document", "Part", "Art", "Sect", "Div", "NonStruct", "Table", "TR", "L", "LI", "TOC", "BlockQuote"];

impl Tags {
    fn of(catalog: &Dict) -> Self {
        let tree: Dict = catalog.get("StructTreeRoot").expect("it is tagged");
        let mut tags = Self::default();
        tags.below("", &tree);
        tags
    }

    fn below(&mut self, parent: &str, element: &Dict) {
        let children: Vec<Dict> = match element.get::<Object>("K") {
            Some(Object::Dict(child)) => vec![child],
            Some(Object::Array(children)) => dicts(&children),
            _ => Vec::new(),
        };
        for child in &children {
            let Some(name) = child.get::<Name>("S").map(|name| name.as_str().to_owned()) else { continue };
            *self.counts.entry(name.clone()).or_default() += 1;
            let told = child.get::<PdfString>("Alt").is_some_and(|alt| !alt.as_bytes().is_empty());
            if name == "Figure" && !told {
                self.faults.push(format!("a figure under {parent} has no alternative text"));
            }
            if name == "Span" && SHELLS.contains(&parent) {
                self.faults.push(format!("a text under {parent} stands in no paragraph"));
            }
            self.below(&name, child);
        }
    }
}

fn dicts<'a>(children: &Array<'a>) -> Vec<Dict<'a>> {
    children.iter::<Object>().filter_map(Object::into_dict).collect()
}
