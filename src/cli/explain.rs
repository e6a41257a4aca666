//! `nytta explain`: what a rule, or a check of a dataset, is about; and a definition as it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::output::Output;
use super::words::{Language, Noun};
use super::{Common, Ended, Stop};
use crate::definition::written::{Kind, Written, written};
use crate::definition::{self, dataset::Check};
use crate::pipeline::{self, Loaded};
use crate::project::Folder;
use crate::rule::{self, Severity};
use crate::text::{self, nearest};

pub(super) fn run(name: Option<&str>, project: Option<&Path>, common: &Common, output: &Output) -> Result<Ended, Stop> {
    // A folder in the place of the name asks for the list, with the checks of that project.
    let of_folder = name.map(Path::new).filter(|path| project.is_none() && path.join("nytta.yaml").is_file());
    let (name, project) = if of_folder.is_some() { (None, of_folder) } else { (name, project) };
    let Opened { folder, loaded, languages, stop } = opened(project, common, output)?;
    let packs: Vec<&str> = match &loaded {
        Some(loaded) => loaded.definitions.project.packs.iter().map(|pack| pack.as_str()).collect(),
        None => definition::packs().collect(),
    };
    let definitions = written(&folder, &packs);
    let mut checks: BTreeMap<String, Check> = definition::embedded_checks();
    if let Some(loaded) = &loaded {
        checks = BTreeMap::new();
        for (dataset, definition) in &loaded.definitions.datasets {
            let named = definition.checks.iter().map(|check| (format!("{dataset}.{}", *check.check), check.clone()));
            checks.extend(named);
        }
    }
    let Some(name) = name else {
        if let Some(stop) = stop {
            return Err(stop);
        }
        output.print(&list(&checks, &definitions, &languages));
        return Ok(Ended::Done);
    };
    if let Some(rule) = rule::find(name) {
        output.print(&readable(rule.page.in_language(&languages)));
        return Ok(Ended::Done);
    }
    let called: Vec<&Written> = definitions.iter().filter(|one| one.is_called(name)).collect();
    if let ([one], false) = (&called[..], checks.contains_key(name)) {
        let path = &one.path;
        output.say([(); 6].map(|()| path.clone()));
        output.print(&one.text);
        return Ok(Ended::Done);
    }
    if let Some(stop) = stop {
        return Err(stop);
    }
    let is_it = |full: &str| full == name || full.rsplit_once('.').is_some_and(|(_, check)| check == name);
    let found: Vec<_> = checks.iter().filter(|(full, _)| is_it(full)).collect();
    if !found.is_empty() {
        for (full, check) in found {
            output.print(&readable(&page(full, check, &languages)));
        }
        return Ok(Ended::Done);
    }
    if called.len() > 1 {
        return Err(several(name, &called));
    }
    let known = rule::all().map(|rule| rule.name.as_str()).chain(checks.keys().map(String::as_str));
    let known = known.chain(definitions.iter().map(|one| one.name.as_str()));
    let hint = match nearest(name, known) {
        Some(near) => (
            format!("did you mean '{near}'? 'nytta explain' lists them all"),
            format!("menade du '{near}'? 'nytta explain' listar alla"),
        ),
        None if name.contains(['.', '_']) && project.is_none() => (
            format!("for what a project defines itself name its folder too: nytta explain {name} PROJECT"),
            format!("för det som ett projekt själv definierar anges mappen också: nytta explain {name} PROJEKT"),
        ),
        None => ("'nytta explain' lists all there are".to_owned(), "'nytta explain' listar alla som finns".to_owned()),
    };
    let message = (
        format!("there is no rule, check or definition '{name}'"),
        format!("det finns ingen regel, kontroll eller definition '{name}'"),
    );
    Err(Stop::new(message, hint))
}

/// A project that is asked about, or none.
struct Opened {
    /// Its files; without those that are at fault where it cannot be loaded, so that what ships with the program is seen.
    folder: Folder,
    /// What it defines, where it can be loaded.
    loaded: Option<Loaded>,
    /// The languages to answer in.
    languages: Vec<String>,
    /// Why it cannot.
    stop: Option<Stop>,
}

/// Opens a project as far as it goes: a file that is being written must not keep a definition from being printed into it.
fn opened(project: Option<&Path>, common: &Common, output: &Output) -> Result<Opened, Stop> {
    let Some(project) = project else {
        return Ok(Opened { folder: Folder::default(), loaded: None, languages: common.languages(None), stop: None });
    };
    let mut folder = Folder::read(project)?;
    match pipeline::load(&folder) {
        Ok(loaded) => {
            output.speak(common.spoken(Some(&loaded)));
            let languages = common.languages(Some(&loaded));
            Ok(Opened { folder, loaded: Some(loaded), languages, stop: None })
        }
        Err(found) => {
            let languages = common.languages_of_folder(&folder);
            let stop = Some(super::broken(&found, &folder, common, output));
            let errors = found.iter().filter(|one| one.severity == Severity::Error);
            for path in errors.filter_map(|one| one.span.file.as_deref()) {
                folder.files.remove(path);
            }
            Ok(Opened { folder, loaded: None, languages, stop })
        }
    }
}

/// Why a name that several definitions have does not tell which is meant.
fn several(name: &str, called: &[&Written]) -> Stop {
    let paths: Vec<&str> = called.iter().filter_map(|one| one.path.rsplit_once('.')).map(|(path, _)| path).collect();
    let paths = paths.join(", ");
    Stop::new(
        (format!("several definitions are called '{name}'"), format!("flera definitioner heter '{name}'")),
        (format!("name one of: {paths}"), format!("ange en av: {paths}")),
    )
}

/// All rules, checks and definitions, one a line.
fn list(checks: &BTreeMap<String, Check>, definitions: &[Written], languages: &[String]) -> String {
    let language = Language::of(languages);
    let rules = rule::all().map(|rule| (rule.name.as_str(), rule.severity, rule.message.in_language(languages)));
    let checks = checks.iter().map(|(name, check)| {
        (
            name.as_str(),
            Severity::parse(&check.severity).unwrap_or(Severity::Warning),
            check.message.in_language(languages),
        )
    });
    let mut list = String::new();
    for (name, severity, message) in rules.chain(checks) {
        let _ = writeln!(list, "{name:32} {:8} {}", Noun::Finding(severity).one(language), without_places(message));
    }
    for one in definitions {
        let kind = match one.kind {
            Kind::Indicator => Noun::Indicator,
            Kind::Dataset => Noun::Dataset,
            Kind::Codelist => Noun::Codelist,
        };
        let _ = writeln!(list, "{:32} {:8} {}", one.name, kind.one(language), one.path);
    }
    list
}

/// A check as a page like that of a built-in rule.
fn page(name: &str, check: &Check, languages: &[String]) -> String {
    let language = Language::of(languages);
    let severity = Severity::parse(&check.severity).unwrap_or(Severity::Warning);
    let mut page = format!(
        "# {name}\n\n{}{} {}\n\n> {}\n",
        language.of_six(["severity", "allvar", "gravité", "gravità", "gravitate", "resnost"]),
        language.common().colon(),
        Noun::Finding(severity).one(language),
        check.message.in_language(languages)
    );
    if !check.hint.is_empty() {
        let _ = writeln!(page, ">\n> {}", check.hint.in_language(languages));
    }
    let holds = language.of_six([
        "What must hold",
        "Vad som ska gälla",
        "Ce qui doit être vrai",
        "Che cosa deve valere",
        "Ce trebuie să fie adevărat",
        "Kaj mora veljati",
    ]);
    let _ = writeln!(page, "\n## {holds}\n\n```sql\n{}\n```", *check.that);
    if let Some(when) = &check.when {
        let applies = language.of_six([
            "When it is asked",
            "När det prövas",
            "Quand cela est vérifié",
            "Quando si verifica",
            "Când se verifică",
            "Kdaj se preverja",
        ]);
        let _ = writeln!(page, "\n## {applies}\n\n```sql\n{}\n```", **when);
    }
    page
}

/// A page whose message and hint read as they do before there is anything to say them of.
fn readable(page: &str) -> String {
    let line = |line: &str| if line.starts_with('>') { without_places(line) } else { line.to_owned() };
    page.lines().map(|text| line(text) + "\n").collect()
}

/// A message as it reads before there is anything to say it of: `'…' is not a number`.
fn without_places(message: &str) -> String {
    let places = text::places(message);
    text::fill(message, &places.into_iter().map(|place| (place.to_owned(), "…".to_owned())).collect())
}
