//! A release set in type: page model, template, typst, PDF.

pub mod amount;
mod model;
pub mod moved;
pub mod path;
mod periods;
pub mod printed;
pub mod provenance;
pub mod sentences;
pub mod target;
pub mod template;
pub mod theme;
pub mod typeset;
pub mod voice;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::definition::Definitions;
use crate::definition::project::ReportPlan;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disclosure::Release;
use crate::money::Money;
use crate::plan::{Comments, Targets};
use crate::project::Folder;
use crate::source::Span;
use crate::text::Text;
use model::{Composition, Material};
use provenance::Provenance;
use template::{FOLDER, fault};
use typeset::Document;
use voice::Voice;

/// What a project sets beside its figures.
pub type Words<'a> = (&'a Targets, &'a Comments, &'a Money);

/// Sets a report as PDF, with what is worth knowing about it; or says why it cannot be set.
///
/// The same release, definitions and project give the same bytes.
pub fn render(
    release: &Release,
    definitions: &Definitions,
    words: Words<'_>,
    plan: &ReportPlan,
    language: &str,
    edition: Option<&str>,
    folder: &Folder,
) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (document, mut diagnostics) = document(release, definitions, words, plan, language, edition, folder)?;
    let (pdf, warnings) = typeset::pdf(&document)?;
    diagnostics.extend(warnings);
    Ok((pdf, diagnostics))
}

/// The page model of a report, as its template and its library read it; of a draft where no edition is named.
pub fn page_model(
    release: &Release,
    definitions: &Definitions,
    (targets, comments, money): Words<'_>,
    plan: &ReportPlan,
    language: &str,
    edition: Option<&str>,
    folder: &Folder,
) -> Result<(serde_json::Value, Vec<Diagnostic>), Vec<Diagnostic>> {
    let project = &definitions.project;
    let Some(period) = project.period(release.period()) else {
        let name = release.period();
        let reason = Text::only("en", &format!("there is no period '{name}'"))
            .and("sv", &format!("det finns ingen period '{name}'"));
        return Err(vec![fault(Span::file("nytta.yaml"), &reason)]);
    };
    let voice = Voice::of(folder, language, &project.languages, &project.currency)?;
    // A target that was decided after the report came out is not its.
    let targets = &targets.by(period.release);
    let material = Material { release, definitions, targets, comments, money, plan, voice: &voice, period, edition };
    let (mut page, mut diagnostics) = model::region(&mut Composition::new(material));
    diagnostics.extend(without_glyphs(&mut page));
    diagnostics.extend(without_month(definitions, plan, &period.period));
    Ok((page, diagnostics))
}

/// The finding that a report is to tell its amounts in another currency, too, and no month is named for its period.
fn without_month(definitions: &Definitions, plan: &ReportPlan, period: &str) -> Option<Diagnostic> {
    let (project, asked) = (&definitions.project, plan.conversion.as_ref()?);
    let conversion = project.conversion(plan).filter(|one| one.by.is_none() && !one.months.contains_key(period))?;
    let values = [("file", "nytta.yaml"), ("value", conversion.conversion.as_str()), ("period", period)];
    Some(Diagnostic::new("value-not-in-file", Span::file("nytta.yaml").at(asked.line, asked.column), &values))
}

fn document(
    release: &Release,
    definitions: &Definitions,
    words: Words<'_>,
    plan: &ReportPlan,
    language: &str,
    edition: Option<&str>,
    folder: &Folder,
) -> Result<(Document, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (page, diagnostics) = page_model(release, definitions, words, plan, language, edition, folder)?;
    let project = &definitions.project;
    let date = project.period(release.period()).map(|period| period.release).unwrap_or_default();
    let identity = format!("nytta/{}/{}/{}/{language}", *project.project, *plan.report, release.period());
    let mut document = Document { date, identity, ..filled(folder, &plan.template, &page)? };
    let provenance = Provenance::of(release, (definitions, words.2), plan, language, edition);
    document.files.insert(format!("/{}", provenance::NAME), provenance.json().into_bytes());
    Ok((document, diagnostics))
}

/// What stands under which heading: the identifier of each part of a page model by its title. That of an indicator is its
/// name.
pub fn headings(page: &serde_json::Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![page];
    while let Some(value) = waiting.pop() {
        if let (Some(id), Some(title)) = (value["id"].as_str(), value["title"].as_str()) {
            found.insert(title.to_owned(), id.to_owned());
        }
        waiting.extend(value.as_array().into_iter().flatten());
        waiting.extend(value.as_object().into_iter().flat_map(serde_json::Map::values));
    }
    found
}

/// A template filled with a page model, with every file it reads.
fn filled(folder: &Folder, template: &str, page: &serde_json::Value) -> Result<Document, Vec<Diagnostic>> {
    let main = template::render(folder, template, page)?;
    let mut files: BTreeMap<String, Vec<u8>> = template::paths(folder, "lib")
        .into_iter()
        .filter_map(|path| template::file(folder, &path).map(|bytes| (format!("/{path}"), bytes.to_vec())))
        .collect();
    files.insert("/data.json".to_owned(), serde_json::to_vec(page).expect("a page model is plain data"));
    Ok(Document { main, files, own_templates: own_templates(folder).next().is_some(), ..Document::default() })
}

/// Paths of the templates and library files that a project brings itself.
fn own_templates(folder: &Folder) -> impl Iterator<Item = &str> {
    let is_template = |path: &&str| Path::new(path).extension().is_some_and(|end| end == "typ" || end == "j2");
    folder.under(FOLDER).filter(is_template)
}

/// Puts a visible name in place of each character that no font can draw; one note for each.
fn without_glyphs(page: &mut serde_json::Value) -> Vec<Diagnostic> {
    let mut unknown = BTreeSet::new();
    template::texts(page, &mut |text| {
        if text.chars().all(typeset::can_draw) {
            return;
        }
        let mut drawn = String::with_capacity(text.len());
        for character in text.chars() {
            if typeset::can_draw(character) {
                drawn.push(character);
            } else if character.is_control() {
                drawn.push(' ');
            } else {
                unknown.insert(character);
                drawn.push_str(&shown(character));
            }
        }
        *text = drawn;
    });
    let note = |character: char| {
        let name = format!("U+{:04X}", u32::from(character));
        Diagnostic::new("character-without-glyph", Span::default(), &[("value", &name), ("shown", &shown(character))])
    };
    unknown.into_iter().map(note).collect()
}

fn shown(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

/// Codes of the languages that a report can be set in: those of the program and those that a project brings texts for.
pub fn languages(folder: &Folder) -> Vec<String> {
    let code = |path: &String| path.strip_prefix("texts/")?.strip_suffix(".yaml").map(str::to_owned);
    template::paths(folder, "texts").iter().filter_map(code).collect()
}

/// What `nytta check` finds in the texts of a project's reports, and the templates that are not there.
pub fn check(definitions: &Definitions, folder: &Folder) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let project = &definitions.project;
    for language in &project.languages {
        found.extend(Voice::of(folder, language, &[], &project.currency).err().into_iter().flatten());
    }
    for plan in &project.reports {
        let missing = [format!("{0}/{0}.typ.j2", *plan.template), format!("{}.typ.j2", *plan.template)];
        if missing.iter().all(|path| template::file(folder, path).is_none()) {
            let span = Span::file("nytta.yaml").at(plan.template.line, plan.template.column);
            found.push(fault(span, &template::no_template(&format!("{FOLDER}{}", missing[0]))));
        }
    }
    found.into_iter().map(|diagnostic| diagnostic.with_severity(Severity::Error)).collect()
}

/// The reports of a project that its own templates set, and one for each such template that no report names yet: what
/// `nytta check` tries. Templates that ship with the program are known.
pub fn own_reports(definitions: &Definitions, folder: &Folder) -> Vec<ReportPlan> {
    let plans = &definitions.project.reports;
    let own: Vec<&str> = own_templates(folder).collect();
    let Some(first) = plans.first().filter(|_| !own.is_empty()) else { return Vec::new() };
    // A file that is not called as its folder is a part of another, and nothing by itself.
    let stem = |path: &&str| {
        let (name, file) = path[FOLDER.len()..].split_once('/')?;
        (file.strip_suffix(".typ.j2") == Some(name)).then(|| name.to_owned())
    };
    let names: BTreeSet<String> = own.iter().filter_map(stem).collect();
    let unplanned = names.into_iter().filter(|name| plans.iter().all(|plan| *plan.template != *name));
    let unplanned = unplanned.map(|name| {
        let mut plan = first.clone();
        plan.template.value = name;
        plan
    });
    plans.iter().cloned().chain(unplanned).collect()
}
