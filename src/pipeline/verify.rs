//! A report that comes back, held against what the project gives: its figures, the text of its pages, its bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Loaded, ReportRequest, Validation, dated, facts, released, typeset};
use crate::ENGINE;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::pdf::{Page, Place, Printed, Run, Unread};
use crate::personal::masked;
use crate::project::Folder;
use crate::report;
use crate::report::provenance::{self, Answered, Provenance, SECRET, Told};

/// What stands for an indicator where it is who answered that differs.
const ANSWERED: &str = "answered";

/// Entries of a figure that reports of earlier versions did not carry.
const LATER: [&str; 9] = [
    "before_edition",
    "before",
    "before_rounded",
    "undivided",
    "freed_by",
    "combined",
    "made_of",
    "upper_bound",
    "change",
];

/// What came of holding a report against the project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The file is byte for byte what the project gives.
    pub is_exact: bool,
    /// The file begins with exactly what the project gives, and something was added behind: a signature, or changes.
    pub is_added_to: bool,
    /// Figures that were compared.
    pub figures_compared: usize,
    /// Pages that were compared; none where another version of the program made the report.
    pub pages_compared: usize,
    /// Figures that the report carries and the project does not give, or the other way round.
    pub figures: Vec<FigureDifference>,
    /// Texts on pages that differ.
    pub texts: Vec<TextDifference>,
    /// Pages that say the same and look otherwise, from 1.
    pub looks: Vec<usize>,
    /// Files that the report carries besides its data, and that the project does not give so; or the other way round.
    pub files: Vec<String>,
    /// Indicators that are now defined otherwise, or whose rows count by other rules.
    pub defined_otherwise: Vec<String>,
    /// What the figures come from that is no longer what it was; none where that cannot be told: the report or the project has
    /// no keyed digests, or they are keyed with other secrets.
    pub changed: Option<Vec<String>>,
    /// The project's secret is another than when the report was made.
    pub is_other_secret: bool,
    /// Editions that the project has published since a draft was made.
    pub editions_since: Vec<String>,
    /// Editions that the report was held against and that the project does not remember.
    pub editions_gone: Vec<String>,
}

/// A figure that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureDifference {
    /// The indicator.
    pub indicator: String,
    /// The period.
    pub period: String,
    /// The cell as a tidy table writes it; empty for the total.
    pub breakdown: String,
    /// Pages that differ and on which the indicator is told, from 1; none where only the data do.
    pub pages: Vec<usize>,
    /// What differs of it: the name of the entry, what the report says, what the project gives.
    pub entries: Vec<(String, String, String)>,
}

/// A text that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDifference {
    /// The page, from 1.
    pub page: usize,
    /// Where on it, in the words of the page.
    pub place: Place,
    /// The indicator under whose heading it stands.
    pub indicator: Option<String>,
    /// The period that its row or column is of.
    pub period: Option<String>,
    /// The cell that its row and column name.
    pub breakdown: Option<String>,
    /// What the report says, without what could be a person's number.
    pub said: String,
    /// What the project gives.
    pub given: String,
}

/// Why a report cannot be held against a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strange {
    /// The file cannot be read.
    Unread(Unread),
    /// It carries no figures of ours.
    NotOurs,
    /// It carries figures that cannot be read.
    Unreadable,
    /// What it carries is longer than any report's figures.
    Overlong,
    /// A later version wrote them otherwise; with what it says made it.
    Later(String),
    /// It is of another project.
    OtherProject(String),
    /// The project has no such report.
    NoReport(String),
    /// The project has no such period.
    NoPeriod(String),
    /// The project has not published it as the edition that it says it is.
    NoEdition(String),
    /// The report cannot be made anew.
    NotMade(Vec<Diagnostic>),
}

impl From<Unread> for Strange {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

/// The figures that a report carries.
pub fn carried(printed: &Printed) -> Result<Provenance, Strange> {
    let is_overlong = printed.left_out.contains(provenance::NAME);
    let none = if is_overlong { Strange::Overlong } else { Strange::NotOurs };
    let text = printed.attached.get(provenance::NAME).ok_or(none)?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|_| Strange::Unreadable)?;
    match value["schema"].as_u64() {
        Some(schema) if schema > u64::from(provenance::SCHEMA) => {
            Err(Strange::Later(value["engine"].as_str().unwrap_or_default().to_owned()))
        }
        _ => {
            let carried: Provenance = serde_json::from_value(value).map_err(|_| Strange::Unreadable)?;
            let keys: BTreeSet<_> = carried.figures.iter().map(key).collect();
            let counts: BTreeSet<_> = carried.answered.iter().map(|one| &one.breakdown).collect();
            // Of a figure that is told twice one could hide behind the other.
            let is_clear = keys.len() == carried.figures.len() && counts.len() == carried.answered.len();
            if is_clear { Ok(carried) } else { Err(Strange::Unreadable) }
        }
    }
}

/// What figure it is: indicator, period, cell.
fn key(told: &Told) -> (&str, &str, &str) {
    (&told.indicator, &told.period, &told.breakdown)
}

/// The report of a project that carried figures say they are of.
pub fn asked<'a>(carried: &'a Provenance, loaded: &'a Loaded) -> Result<ReportRequest<'a>, Strange> {
    let project = &loaded.definitions.project;
    if *project.project != carried.project {
        return Err(Strange::OtherProject(carried.project.clone()));
    }
    let plan = project.reports.iter().find(|plan| *plan.report == carried.report);
    let plan = plan.ok_or_else(|| Strange::NoReport(carried.report.clone()))?;
    let period = project.period(&carried.period).ok_or_else(|| Strange::NoPeriod(carried.period.clone()))?;
    let date = (carried.released != period.release).then_some(carried.released);
    let edition = carried.edition.as_deref();
    if let Some(name) = edition {
        let known = loaded.ledger.edition(name);
        known
            .filter(|known| (&known.report, known.date) == (&carried.report, carried.released))
            .ok_or_else(|| Strange::NoEdition(name.to_owned()))?;
    }
    Ok(ReportRequest { plan, period: &carried.period, language: &carried.language, date, edition })
}

/// What an edition was held against when it was made: without itself and all that was published since. A draft is held
/// against all that has been published.
fn ledger(carried: &Provenance, now: &Ledger) -> Ledger {
    let mut ledger = now.clone();
    if let Some(name) = &carried.edition {
        ledger.keep(&carried.against.iter().filter(|one| *one != name).cloned().collect::<Vec<_>>());
    }
    ledger
}

/// A report made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remade {
    /// The figures it carries.
    pub figures: Provenance,
    /// The digests of what the figures come from can be compared: report and project have some.
    pub is_keyed: bool,
    /// The PDF; none where another version of the program made the report that came back.
    pub pdf: Option<Vec<u8>>,
    /// The identifier of each part of the report by its plain title.
    headings: BTreeMap<String, String>,
}

/// Measures and clears anew, and sets anew the report that carried figures say they are of.
pub fn remake(
    carried: &Provenance,
    folder: &Folder,
    loaded: &Loaded,
    validation: &Validation,
) -> Result<Remade, Strange> {
    let request = asked(carried, loaded)?;
    let definitions = dated(loaded, &request);
    let mut facts = facts(folder, loaded, validation, request.period);
    facts.ledger = ledger(carried, &loaded.ledger);
    let is_keyed = !facts.quality.inputs.is_empty() && !carried.inputs.is_empty();
    if !is_keyed {
        // Who has no secret can compare all but what it makes.
        facts.quality.inputs.clone_from(&carried.inputs);
    }
    let period = definitions.project.period(request.period).expect("the report is of a period of the project");
    let (release, _) = released(loaded, validation, period, &facts);
    let figures =
        Provenance::of(&release, (&definitions, &loaded.money), request.plan, request.language, request.edition);
    if carried.engine != ENGINE {
        return Ok(Remade { figures, is_keyed, pdf: None, headings: BTreeMap::new() });
    }
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let (plan, language, edition) = (request.plan, request.language, request.edition);
    let (page, _) =
        report::page_model(&release, &definitions, words, plan, language, edition, folder).map_err(Strange::NotMade)?;
    let (pdf, _) = typeset(&release, folder, loaded, &request).map_err(Strange::NotMade)?;
    let headings = report::headings(&page).into_iter().map(|(title, id)| (plain(&title), id)).collect();
    Ok(Remade { figures, is_keyed, pdf: Some(pdf), headings })
}

/// Holds what came back against the report made anew. `read` reads that one's pages, where the bytes are not the same.
pub fn hold(
    (given, printed, carried): (&[u8], &Printed, &Provenance),
    remade: &Remade,
    definitions: &Definitions,
    read: &dyn Fn(&[u8]) -> Result<Printed, Unread>,
) -> Result<Verdict, Strange> {
    let mut verdict = compared(carried, &remade.figures);
    verdict.changed = verdict.changed.filter(|_| remade.is_keyed);
    let Some(made) = &remade.pdf else { return Ok(verdict) };
    verdict.pages_compared = printed.pages.len();
    if made == given {
        verdict.is_exact = true;
        return Ok(verdict);
    }
    verdict.is_added_to = given.starts_with(made);
    let made = read(made)?;
    let naming = Naming { definitions, headings: &remade.headings, language: &carried.language };
    compare_pages(&printed.pages, &made.pages, &naming, &mut verdict);
    let names: BTreeSet<&String> = printed.files.keys().chain(made.files.keys()).collect();
    let differs = |name: &&&String| **name != provenance::NAME && printed.files.get(**name) != made.files.get(**name);
    verdict.files = names.iter().filter(differs).map(|name| masked(name)).collect();
    let pages = naming.pages(&made.pages);
    let differing: BTreeSet<usize> =
        verdict.texts.iter().map(|one| one.page).chain(verdict.looks.iter().copied()).collect();
    for figure in &mut verdict.figures {
        let told = pages.get(figure.indicator.as_str()).into_iter().flatten().copied();
        figure.pages = told.filter(|page| differing.contains(page)).collect();
    }
    Ok(verdict)
}

/// Compares the figures that a report carries with those of now. Pages are not looked at.
pub fn compared(carried: &Provenance, now: &Provenance) -> Verdict {
    let said: BTreeMap<_, &Told> = carried.figures.iter().map(|told| (key(told), told)).collect();
    let given: BTreeMap<_, &Told> = now.figures.iter().map(|told| (key(told), told)).collect();
    let keys: BTreeSet<_> = said.keys().chain(given.keys()).copied().collect();
    let difference = |key: &(&str, &str, &str)| {
        let mut entries = entries(said.get(key).copied(), given.get(key).copied());
        entries.retain(|(name, said, _)| {
            carried.engine == now.engine || !said.is_empty() || !LATER.contains(&name.as_str())
        });
        (!entries.is_empty()).then(|| FigureDifference {
            indicator: masked(key.0),
            period: masked(key.1),
            breakdown: masked(key.2),
            pages: Vec::new(),
            entries,
        })
    };
    let names: BTreeSet<&String> = carried.indicators.keys().chain(now.indicators.keys()).collect();
    let is_other = |name: &&&String| carried.indicators.get(**name) != now.indicators.get(**name);
    let groups: BTreeSet<&String> = carried.inputs.keys().chain(now.inputs.keys()).collect();
    let has_digests = !carried.inputs.is_empty() && !now.inputs.is_empty();
    let is_changed = |group: &&&String| **group != SECRET && carried.inputs.get(**group) != now.inputs.get(**group);
    let secrets = carried.inputs.get(SECRET).zip(now.inputs.get(SECRET));
    let is_other_secret = secrets.is_some_and(|(then, now)| then != now);
    let absent =
        |from: &[String], of: &[String]| of.iter().filter(|name| !from.contains(name)).map(|one| masked(one)).collect();
    Verdict {
        figures_compared: keys.len(),
        figures: keys.iter().filter_map(difference).chain(answered(carried, now)).collect(),
        defined_otherwise: names.iter().filter(is_other).map(|name| masked(name)).collect(),
        changed: (has_digests && !is_other_secret)
            .then(|| groups.iter().filter(is_changed).map(|group| masked(group)).collect()),
        is_other_secret,
        editions_since: absent(&carried.against, &now.against),
        editions_gone: absent(&now.against, &carried.against),
        ..Verdict::default()
    }
}

/// What differs of who answered. Reports of earlier versions do not carry it.
fn answered(carried: &Provenance, now: &Provenance) -> Vec<FigureDifference> {
    if carried.engine != now.engine && carried.answered.is_empty() {
        return Vec::new();
    }
    let of = |from: &Provenance| -> BTreeMap<String, Answered> {
        from.answered.iter().map(|one| (one.breakdown.clone(), one.clone())).collect()
    };
    let (said, given) = (of(carried), of(now));
    let names: BTreeSet<&String> = said.keys().chain(given.keys()).collect();
    let difference = |name: &String| FigureDifference {
        indicator: ANSWERED.to_owned(),
        period: masked(&carried.period),
        breakdown: masked(name),
        pages: Vec::new(),
        entries: entries(said.get(name), given.get(name)),
    };
    names.into_iter().map(difference).filter(|one| !one.entries.is_empty()).collect()
}

/// What differs of a figure: the name of the entry, what is said, what is given.
fn entries<T: Serialize>(said: Option<&T>, given: Option<&T>) -> Vec<(String, String, String)> {
    let listed = |told: Option<&T>| match told.map(serde_json::to_value) {
        Some(Ok(serde_json::Value::Object(entries))) => entries,
        _ => serde_json::Map::new(),
    };
    let (said, given) = (listed(said), listed(given));
    let text = |value: Option<&serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => number(text),
        Some(other) => number(&other.to_string()),
        None => String::new(),
    };
    let names: BTreeSet<&String> = said.keys().chain(given.keys()).collect();
    let differing = names.into_iter().filter(|name| said.get(*name) != given.get(*name));
    let key = ["indicator", "period", "breakdown"];
    let differing = differing.filter(|name| !key.contains(&name.as_str()));
    differing.map(|name| (name.clone(), text(said.get(name)), text(given.get(name)))).collect()
}

/// What an entry says without what could be a person's number: no such number stands behind a decimal point.
fn number(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}.{decimals}", masked(whole))
        }
        _ => masked(text),
    }
}

/// Compares pages. Those that look the same before and after a change are left aside, so that a page put in between moves
/// no other.
fn compare_pages(said: &[Page], given: &[Page], naming: &Naming, verdict: &mut Verdict) {
    // What is said in place of a picture is no part of how a page looks.
    let texts = |page: &Page| page.runs.iter().map(|run| run.text.clone()).collect::<Vec<_>>();
    let is_same = |(one, other): &(&Page, &Page)| one.look == other.look && texts(one) == texts(other);
    let before = said.iter().zip(given).take_while(is_same).count();
    let (said, given) = (&said[before..], &given[before..]);
    let after = said.iter().rev().zip(given.iter().rev()).take_while(is_same).count();
    let (said, given) = (&said[..said.len() - after], &given[..given.len() - after]);
    let none = Page::default();
    for at in 0..said.len().max(given.len()) {
        let (said, given) = (said.get(at).unwrap_or(&none), given.get(at).unwrap_or(&none));
        if is_same(&(said, given)) {
            continue;
        }
        let number = before + at + 1;
        let differences = compare_texts(&said.runs, &given.runs);
        if differences.is_empty() && said.look != given.look {
            verdict.looks.push(number);
        }
        let named = |(said, given, place): (String, String, Place)| naming.named(number, &said, &given, place);
        verdict.texts.extend(differences.into_iter().map(named));
    }
}

/// The texts of a page that differ: what is said, what is given, and where that stands.
fn compare_texts(said: &[Run], given: &[Run]) -> Vec<(String, String, Place)> {
    let is_same = |(one, other): &(&Run, &Run)| one.text == other.text;
    if said.len() == given.len() {
        let pairs = said.iter().zip(given).filter(|pair| !is_same(pair));
        return pairs.map(|(said, given)| (said.text.clone(), given.text.clone(), given.place.clone())).collect();
    }
    // Another program may part the same text otherwise.
    let letters = |runs: &[Run]| -> String { runs.iter().flat_map(|run| run.text.split_whitespace()).collect() };
    if letters(said) == letters(given) {
        return Vec::new();
    }
    let before = said.iter().zip(given).take_while(is_same).count();
    let after = said[before..].iter().rev().zip(given[before..].iter().rev()).take_while(is_same).count();
    let joined = |runs: &[Run]| runs.iter().map(|run| run.text.trim()).collect::<Vec<_>>().join(" ");
    let place = given.get(before).or(given.last()).map(|run| run.place.clone()).unwrap_or_default();
    vec![(joined(&said[before..said.len() - after]), joined(&given[before..given.len() - after]), place)]
}

/// What is needed to name the indicator and the cell that stand at a place.
struct Naming<'a> {
    definitions: &'a Definitions,
    headings: &'a BTreeMap<String, String>,
    language: &'a str,
}

impl Naming<'_> {
    fn indicator(&self, place: &Place) -> Option<&str> {
        let found = self.headings.get(&plain(&place.heading));
        found.map(String::as_str).filter(|id| self.definitions.indicator(id).is_some())
    }

    fn named(&self, page: usize, said: &str, given: &str, place: Place) -> TextDifference {
        let heads = [plain(&place.row), plain(&place.column)];
        let indicator = self.indicator(&place).map(str::to_owned);
        let mut periods = self.definitions.project.periods.iter().map(|period| period.period.value.clone());
        let period = periods.rfind(|period| heads.contains(period));
        let breakdown = indicator.as_ref().map(|name| self.cell(name, &heads)).filter(|cell| !cell.is_empty());
        TextDifference { page, place, indicator, period, breakdown, said: masked(said), given: masked(given) }
    }

    /// The cell of an indicator whose codes are called what some heads say.
    fn cell(&self, indicator: &str, heads: &[String]) -> String {
        let tables = self.definitions.indicator(indicator).into_iter().flat_map(Indicator::tables);
        let dimensions: BTreeSet<&str> = tables.flatten().collect();
        let code = |dimension: &&str| {
            let mut codes = self.definitions.codelist(dimension)?.codes.iter();
            let code = codes.find(|code| heads.contains(&plain(code.label.in_language(&[self.language]))))?;
            Some(format!("{dimension}={}", code.code))
        };
        dimensions.iter().filter_map(code).collect::<Vec<_>>().join(";")
    }

    /// The pages on which each indicator is told, from 1.
    fn pages(&self, pages: &[Page]) -> BTreeMap<&str, BTreeSet<usize>> {
        let mut told: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, page) in pages.iter().enumerate() {
            for indicator in page.runs.iter().filter_map(|run| self.indicator(&run.place)) {
                told.entry(indicator).or_default().insert(at + 1);
            }
        }
        told
    }
}

/// A text without what only typography puts into it.
fn plain(text: &str) -> String {
    let visible = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'));
    visible.map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
