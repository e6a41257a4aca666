//! A project's folder and its packs into structs: which file holds what, and what stands in for what.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use include_dir::{Dir, DirEntry, include_dir};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use validator::Validate;

use super::codelist::{Code, Codelist};
use super::codes;
use super::dataset::{Check, Dataset};
use super::file::{File, Loaded};
use super::indicator::Indicator;
use super::located::Located;
use super::project::{Pack, Project};
use super::valuation::Valuation;
use super::{word, yaml};
use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::source::Span;
use crate::text::{LANGUAGES, nearest};
use crate::value::Decimal;

/// Packs that ship with the program.
static PACKS: Dir = include_dir!("$CARGO_MANIFEST_DIR/indicators");
/// Where a project keeps its own packs, and its changes to others.
pub(super) const ROOT: &str = "indicators";
/// Where a project keeps the words of its reports, a file for each language.
const CATALOGUES: &str = "report-templates/texts/";
/// The folder of a project's valuations.
const VALUATIONS: &str = "valuations/";
/// The folder of a project's own codelists.
pub(super) const CODELISTS: &str = "codelists";

/// Everything a project and its packs say, not yet held against each other.
#[derive(Debug)]
pub struct Material {
    /// The project.
    pub project: Loaded<Project>,
    /// Packs, in the order the project names them.
    pub packs: Vec<Loaded<Pack>>,
    /// Datasets by name, each as its first version.
    pub datasets: BTreeMap<String, Loaded<Dataset>>,
    /// Their later versions, in the order of packs and file names.
    pub later: Vec<Loaded<Dataset>>,
    /// Codelists by name, with their codes.
    pub codelists: BTreeMap<String, Loaded<Codelist>>,
    /// Indicators in all their versions, in the order of packs and file names.
    pub indicators: Vec<Loaded<Indicator>>,
    /// Valuations of the project, in the order of their files.
    pub valuations: Vec<Loaded<Valuation>>,
    /// Names of datasets and indicators whose files cannot be read: what speaks of them is not blamed.
    pub unread: BTreeSet<String>,
    /// A pack cannot be read: its sections and codelists are not known.
    pub is_pack_unread: bool,
}

impl Material {
    /// All versions of all datasets.
    pub fn all_datasets(&self) -> impl Iterator<Item = &Loaded<Dataset>> {
        self.datasets.values().chain(&self.later)
    }
}

/// The text of a definition file, from the project or from a pack that ships with the program.
pub fn text<'a>(folder: &'a Folder, path: &str) -> Option<&'a str> {
    let embedded = || PACKS.get_file(path.strip_prefix(ROOT)?.trim_start_matches('/'))?.contents_utf8();
    folder.text(path).or_else(embedded)
}

/// The languages a project says it speaks, as far as its file shows them, also where the rest of it cannot be read.
pub fn languages(folder: &Folder) -> Vec<String> {
    let text = folder.text("nytta.yaml").unwrap_or_default();
    let mut lines = text.lines().skip_while(|line| !line.starts_with("languages:"));
    let Some(listed) = lines.next().and_then(|line| line.split_once(':')).map(|(_, listed)| listed) else {
        return Vec::new();
    };
    let listed = listed.split('#').next().unwrap_or_default();
    let below = lines.map_while(|line| line.trim_start().strip_prefix("- "));
    let words = listed.split([',', '[', ']']).chain(below).map(|word| word.trim().trim_matches(['"', '\'']));
    let words = words.filter(|word| word.len() == 2);
    words.map(|word| language_meant(word).unwrap_or(word).to_owned()).collect()
}

/// The language that is probably meant where somebody writes the code of a country, or a longer code.
fn language_meant(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "se" | "swe" => "sv",
        "gb" | "uk" | "us" | "eng" => "en",
        "si" | "slv" => "sl",
        "fra" | "fre" => "fr",
        "ita" => "it",
        "ron" | "rum" | "mo" => "ro",
        _ => return None,
    })
}

/// Takes out of a project the languages that nobody has words in, so that no text is missed in them.
fn known_languages(project: &mut Loaded<Project>, folder: &Folder, findings: &mut Vec<Diagnostic>) {
    // A project may bring the words of its reports in a language of its own.
    let own = folder.under(CATALOGUES).filter_map(|path| path[CATALOGUES.len()..].strip_suffix(".yaml"));
    let known: Vec<&str> = LANGUAGES.into_iter().chain(own).collect();
    let Loaded { file, value } = project;
    for (at, written) in value.languages.iter().enumerate().filter(|(_, written)| !known.contains(&written.as_str())) {
        let near = language_meant(written).or_else(|| nearest(written, known.iter().copied()));
        let values = [("value", written.as_str()), ("nearest", near.unwrap_or_default()), ("known", &known.join(", "))];
        findings.push(Diagnostic::new("unknown-word", file.place(&format!("languages.{at}")), &values));
    }
    value.languages.retain(|written| known.contains(&written.as_str()));
}

/// Reads the project and its packs; without material when the project itself cannot be read.
pub fn material(folder: &Folder, findings: &mut Vec<Diagnostic>) -> Option<Material> {
    let mut loader = Loader { folder, findings, unread: BTreeSet::new() };
    let mut project: Loaded<Project> = loader.read("nytta.yaml")?;
    known_languages(&mut project, folder, loader.findings);
    let mut material = Material {
        project,
        packs: Vec::new(),
        datasets: BTreeMap::new(),
        later: Vec::new(),
        codelists: BTreeMap::new(),
        indicators: Vec::new(),
        valuations: Vec::new(),
        unread: BTreeSet::new(),
        is_pack_unread: false,
    };
    let known = packs(folder);
    let file = material.project.file.clone();
    for name in material.project.value.packs.clone() {
        if known.contains(&name.value) {
            loader.pack(&name, &mut material);
        } else {
            let names = known.iter().map(String::as_str);
            loader.findings.push(word::unknown(file.at(&name), &name, names, word::PACKS));
            material.is_pack_unread = true;
        }
    }
    loader.codelists(&mut material);
    loader.valuations(&mut material);
    loader.unused(&material);
    material.unread = loader.unread;
    Some(material)
}

/// Names of the packs that ship with the program.
pub fn embedded_packs() -> impl Iterator<Item = &'static str> {
    PACKS.dirs().filter_map(|dir| dir.path().to_str())
}

/// What a new project of an embedded pack must bring itself.
#[derive(Debug, Clone)]
pub struct Starter {
    /// Parameters with the values to begin with.
    pub parameters: BTreeMap<String, Decimal>,
    /// Codelists whose codes the pack leaves to the project.
    pub codelists: Vec<String>,
}

/// What a new project of an embedded pack must bring itself; `None` when no such pack ships with the program.
pub fn starter(pack: &str) -> Option<Starter> {
    let path = format!("{pack}/pack.yaml");
    let file = File::new(&path, PACKS.get_file(&path)?.contents_utf8()?);
    let read: Pack = yaml::read(&file).ok()?;
    let brought = |name: &str| PACKS.get_file(format!("{pack}/{CODELISTS}/{name}.csv")).is_some();
    let names = read.codelists.into_iter().map(|list| list.codelist.value);
    Some(Starter { parameters: read.parameters, codelists: names.filter(|name| !brought(name)).collect() })
}

/// The checks of the datasets of the packs that ship with the program, by `dataset.check`.
pub fn embedded_checks() -> BTreeMap<String, Check> {
    let datasets = embedded_packs().filter_map(|pack| PACKS.get_dir(format!("{pack}/datasets")));
    let mut checks = BTreeMap::new();
    for file in datasets.flat_map(Dir::files) {
        let text = file.contents_utf8().expect("a pack that ships with the program is UTF-8");
        let file = File::new(&file.path().display().to_string(), text);
        let read: Dataset = yaml::read(&file).expect("a pack that ships with the program can be read");
        let name = |check: &Check| format!("{}.{}", *read.dataset, *check.check);
        checks.extend(read.checks.iter().map(|check| (name(check), check.clone())));
    }
    checks
}

/// Names of all packs: those that ship with the program and the project's own.
fn packs(folder: &Folder) -> BTreeSet<String> {
    let embedded = embedded_packs().map(str::to_owned);
    let own = folder.under("indicators/").filter_map(|path| Some(path.split('/').nth(1)?.to_owned()));
    embedded.chain(own).filter(|name| name != CODELISTS).collect()
}

/// Paths of a pack's files; a project's file stands in for the pack's of the same path.
pub(super) fn paths(folder: &Folder, pack: &str) -> BTreeSet<String> {
    let under = format!("{ROOT}/{pack}/");
    let mut paths: BTreeSet<String> = folder.under(&under).map(str::to_owned).collect();
    let mut waiting: Vec<&Dir> = PACKS.get_dir(pack).into_iter().collect();
    while let Some(dir) = waiting.pop() {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => waiting.push(dir),
                DirEntry::File(file) => paths.extend(file.path().to_str().map(|path| format!("{ROOT}/{path}"))),
            }
        }
    }
    paths
}

/// A file with what it says, or what is wrong with it.
type Read<T> = Result<(File, T), Vec<Diagnostic>>;

/// A definition of a pack; all are read at once, on all cores.
enum Definition {
    Dataset(Box<Read<Dataset>>),
    Indicator(Box<Read<Indicator>>),
}

/// The text of a file that must be there.
fn needed<'a>(folder: &'a Folder, path: &str) -> Result<&'a str, Vec<Diagnostic>> {
    text(folder, path).ok_or_else(|| {
        let is_there = folder.files.contains_key(path);
        let missing = || Diagnostic::new("missing-file", Span::file(path), &[("file", path)]);
        vec![if is_there { Diagnostic::not_utf_8(path) } else { missing() }]
    })
}

fn parsed<T: DeserializeOwned + Validate + JsonSchema>(folder: &Folder, path: &str) -> Read<T> {
    let text = needed(folder, path)?;
    let file = File::new(path, text);
    let value = yaml::read(&file)?;
    Ok((file, value))
}

struct Loader<'a> {
    folder: &'a Folder,
    findings: &'a mut Vec<Diagnostic>,
    unread: BTreeSet<String>,
}

impl Loader<'_> {
    fn read<T: DeserializeOwned + Validate + JsonSchema>(&mut self, path: &str) -> Option<Loaded<T>> {
        let read = parsed(self.folder, path);
        self.take(path, read)
    }

    /// Takes a file that was read, or what was found instead.
    fn take<T>(&mut self, path: &str, read: Read<T>) -> Option<Loaded<T>> {
        match read {
            Ok((file, value)) => Some(Loaded { file: Rc::new(file), value }),
            Err(found) => {
                self.findings.extend(found);
                if text(self.folder, path).is_some() {
                    self.unread.insert(stem(path).to_owned());
                }
                None
            }
        }
    }

    fn pack(&mut self, name: &Located<String>, material: &mut Material) {
        let root = format!("{ROOT}/{}/", name.value);
        let Some(mut pack) = self.read::<Pack>(&format!("{root}pack.yaml")) else {
            material.is_pack_unread = true;
            return;
        };
        self.named(&pack.file, &pack.value.pack, name);
        for codelist in std::mem::take(&mut pack.value.codelists) {
            let name = codelist.codelist.clone();
            let loaded = Loaded { file: pack.file.clone(), value: codelist };
            if let Some(first) = material.codelists.get(&name.value) {
                self.duplicate(&loaded.file, &name, &first.file);
            } else {
                material.codelists.insert(name.value, loaded);
            }
        }
        material.packs.push(pack);
        let paths: Vec<String> = paths(self.folder, name).into_iter().collect();
        let folder = self.folder;
        let read = |path: String| -> Option<(String, Definition)> {
            let inside = &path[root.len()..];
            let definition = match (inside.strip_suffix(".yaml")?, inside.strip_prefix("datasets/")) {
                ("pack", _) => return None,
                (_, Some(_)) => Definition::Dataset(Box::new(parsed(folder, &path))),
                (own, None) if !own.contains('/') => Definition::Indicator(Box::new(parsed(folder, &path))),
                _ => return None,
            };
            Some((path, definition))
        };
        let read: Vec<(String, Definition)> = paths.into_par_iter().with_max_len(1).filter_map(read).collect();
        for (path, definition) in read {
            match definition {
                Definition::Dataset(read) => self.dataset(&path, *read, material),
                Definition::Indicator(read) => self.indicator(&path, *read, material),
            }
        }
    }

    fn dataset(&mut self, path: &str, read: Read<Dataset>, material: &mut Material) {
        let Some(mut loaded) = self.take(path, read) else { return };
        let name = loaded.value.dataset.clone();
        let (expected, from) = named_version(path);
        self.named(&loaded.file, &name, expected);
        loaded.value.from = from.map(str::to_owned);
        let is_same =
            |other: &&Loaded<Dataset>| *other.value.dataset == name.value && other.value.from == loaded.value.from;
        let first = material.datasets.values().chain(&material.later).find(is_same).map(|first| first.file.clone());
        match (first, from) {
            (Some(first), _) => self.duplicate(&loaded.file, &name, &first),
            (None, Some(_)) => material.later.push(loaded),
            (None, None) => drop(material.datasets.insert(name.value, loaded)),
        }
    }

    fn indicator(&mut self, path: &str, read: Read<Indicator>, material: &mut Material) {
        let Some(mut loaded) = self.take(path, read) else { return };
        let name = loaded.value.indicator.clone();
        let (expected, from) = named_version(path);
        self.named(&loaded.file, &name, expected);
        loaded.value.from = from.map(str::to_owned);
        let is_same = |other: &Indicator| *other.indicator == name.value && other.from.as_deref() == from;
        match material.indicators.iter().find(|other| is_same(&other.value)) {
            Some(first) => self.duplicate(&loaded.file, &name, &first.file.clone()),
            None => material.indicators.push(loaded),
        }
    }

    /// Codes of every codelist: from the project's file, or else from its pack's.
    fn codelists(&mut self, material: &mut Material) {
        let mut wanted = Vec::new();
        for (name, loaded) in &material.codelists {
            let own = format!("{ROOT}/{CODELISTS}/{name}.csv");
            let pack = loaded.file.name().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            let shipped = format!("{pack}/{CODELISTS}/{name}.csv");
            let path = if self.folder.files.contains_key(&own) { &own } else { &shipped };
            if text(self.folder, path).is_none() && !self.folder.files.contains_key(path) {
                // Nobody can act on a place inside the program: there the file that is missing is the place.
                let is_own = self.folder.files.contains_key(loaded.file.name());
                let span = if is_own { loaded.file.at(&loaded.value.codelist) } else { Span::file(&own) };
                self.findings.push(Diagnostic::new("missing-codelist", span, &[("value", name), ("file", &own)]));
                continue;
            }
            match needed(self.folder, path) {
                Ok(text) => wanted.push((name.clone(), path.clone(), text)),
                Err(found) => self.findings.extend(found),
            }
        }
        let languages = &material.project.value.languages[..];
        let read = |(name, path, text): (String, String, &str)| {
            let mut findings = Vec::new();
            let (codes, spans): (Vec<Code>, Vec<Span>) =
                codes::read(&path, text, languages, &mut findings).into_iter().unzip();
            (name, codes, spans, findings)
        };
        let read: Vec<_> = wanted.into_par_iter().with_max_len(1).map(read).collect();
        let mut places = BTreeMap::new();
        for (name, codes, spans, findings) in read {
            self.findings.extend(findings);
            if let Some(loaded) = material.codelists.get_mut(&name) {
                loaded.value.codes = codes;
            }
            places.insert(name, spans);
        }
        codes::check(&material.codelists, &places, self.findings);
    }

    fn valuations(&mut self, material: &mut Material) {
        for path in self.folder.under(VALUATIONS).filter(|path| path.strip_suffix(".yaml").is_some()) {
            let Some(loaded) = self.read::<Valuation>(path) else { continue };
            self.named(&loaded.file, &loaded.value.valuation, stem(path));
            material.valuations.push(loaded);
        }
    }

    /// Says which files of the project's `indicators/` nothing reads.
    fn unused(&mut self, material: &Material) {
        for path in self.folder.under("indicators/") {
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            let is_pack = |name: &str| material.project.value.packs.iter().any(|pack| **pack == name);
            let is_list =
                |file: &str| file.strip_suffix(".csv").is_some_and(|name| material.codelists.contains_key(name));
            let is_used = match parts[..] {
                [CODELISTS, file] => is_list(file),
                [pack, CODELISTS, file] => is_pack(pack) && is_list(file),
                [pack, "datasets", file] | [pack, file] => is_pack(pack) && file.strip_suffix(".yaml").is_some(),
                _ => false,
            };
            if !is_used && path.strip_suffix(".md").is_none() && !material.is_pack_unread {
                self.findings.push(Diagnostic::new("file-not-used", Span::file(path), &[("value", path)]));
            }
        }
    }

    fn named(&mut self, file: &File, name: &Located<String>, expected: &str) {
        if **name != expected {
            let values = [("value", name.as_str()), ("expected", expected)];
            self.findings.push(Diagnostic::new("wrong-file-name", file.at(name), &values));
        }
    }

    fn duplicate(&mut self, file: &File, name: &Located<String>, first: &File) {
        let values = [("value", name.as_str()), ("file", first.name())];
        self.findings.push(Diagnostic::new("duplicate-identifier", file.at(name), &values));
    }
}

/// The name that a file's name gives to what it defines, and the period from which it does: `jobs_net@2025.yaml`.
fn named_version(path: &str) -> (&str, Option<&str>) {
    stem(path).split_once('@').map_or((stem(path), None), |(name, from)| (name, Some(from)))
}

fn stem(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name).trim_end_matches(".yaml")
}
