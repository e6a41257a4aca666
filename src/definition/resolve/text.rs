//! Texts exist in every language of the project, and fit where they are printed.

use crate::definition::file::{File, Loaded};
use crate::definition::indicator::Indicator;
use crate::definition::load::Material;
use crate::diagnostic::Diagnostic;
use crate::personal;
use crate::project::Folder;
use crate::text::Text;

/// Most characters that fit a card.
const CARD_CHARACTERS: usize = 40;

/// Checks every text of the definitions.
pub fn check(folder: &Folder, material: &Material, indicators: &[Loaded<Indicator>], findings: &mut Vec<Diagnostic>) {
    let mut texts = Texts { folder, languages: &material.project.value.languages, findings };
    let (project, file) = (&material.project.value, &material.project.file);
    for (path, text) in [("title", &project.title), ("region", &project.region), ("publisher", &project.publisher)] {
        texts.needed(file, path, text);
    }
    texts.optional(file, "contact", &project.contact);
    texts.optional(file, "notice", &project.notice);
    for (at, report) in project.reports.iter().enumerate() {
        texts.optional(file, &format!("reports.{at}.title"), &report.title);
    }
    for pack in &material.packs {
        texts.needed(&pack.file, "title", &pack.value.title);
        texts.optional(&pack.file, "description", &pack.value.description);
        for (at, section) in pack.value.sections.iter().enumerate() {
            texts.needed(&pack.file, &format!("sections.{at}.title"), &section.title);
        }
    }
    for list in material.codelists.values() {
        // Codelists have left their pack; the line of their name is the place.
        let place = || list.file.at(&list.value.codelist);
        let missing = texts.missing(&list.value.title);
        for language in missing {
            let values = [("key", "title"), ("language", language.as_str())];
            texts.findings.push(Diagnostic::new("missing-text", place(), &values));
        }
    }
    for Loaded { file, value } in material.all_datasets() {
        texts.needed(file, "title", &value.title);
        texts.optional(file, "description", &value.description);
        for (at, field) in value.fields.iter().enumerate() {
            texts.needed(file, &format!("fields.{at}.label"), &field.label);
            texts.optional(file, &format!("fields.{at}.help"), &field.help);
            texts.optional(file, &format!("fields.{at}.where_to_find"), &field.where_to_find);
        }
        for (at, check) in value.checks.iter().enumerate() {
            texts.needed(file, &format!("checks.{at}.message"), &check.message);
            texts.optional(file, &format!("checks.{at}.hint"), &check.hint);
        }
    }
    valuations(&mut texts, material);
    for Loaded { file, value } in indicators {
        for (path, text) in [
            ("title", &value.title),
            ("short", &value.short),
            ("noun", &value.noun),
            ("definition", &value.definition),
            ("method", &value.method),
            ("population", &value.population),
        ] {
            texts.needed(file, path, text);
        }
        texts.optional(file, "caution", &value.caution);
        texts.fits_card(file, "short", &value.short);
    }
}

/// Checks the texts of a project's valuations.
fn valuations(texts: &mut Texts, material: &Material) {
    for Loaded { file, value } in &material.valuations {
        texts.needed(file, "title", &value.title);
        texts.needed(file, "definition", &value.definition);
        for (at, payer) in value.payers.iter().enumerate() {
            texts.needed(file, &format!("payers.{at}.title"), &payer.title);
        }
        for (at, input) in value.inputs.iter().enumerate() {
            texts.needed(file, &format!("inputs.{at}.title"), &input.title);
        }
        for (at, outcome) in value.outcomes.iter().enumerate() {
            texts.needed(file, &format!("outcomes.{at}.title"), &outcome.title);
            for (proxy, one) in outcome.values.iter().enumerate() {
                texts.needed(file, &format!("outcomes.{at}.values.{proxy}.title"), &one.title);
            }
        }
    }
}

struct Texts<'a> {
    folder: &'a Folder,
    languages: &'a [String],
    findings: &'a mut Vec<Diagnostic>,
}

impl Texts<'_> {
    fn missing(&self, text: &Text) -> Vec<String> {
        let is_there = |language: &&String| text.0.get(*language).is_some_and(|text| !text.trim().is_empty());
        self.languages.iter().filter(|language| !is_there(language)).cloned().collect()
    }

    fn needed(&mut self, file: &File, path: &str, text: &Text) {
        for language in self.missing(text) {
            let key = path.rsplit('.').next().unwrap_or(path);
            let values = [("key", key), ("language", language.as_str())];
            self.findings.push(Diagnostic::new("missing-text", file.key(path), &values));
        }
        // What ships with the program holds none.
        if !self.folder.files.contains_key(&*file.source.name) {
            return;
        }
        for language in text.0.iter().filter(|(_, text)| personal::holds_number(text)).map(|(language, _)| language) {
            let place = file.place(&format!("{path}.{language}"));
            self.findings.push(Diagnostic::new("personal-number-in-project", place, &[]));
        }
    }

    fn optional(&mut self, file: &File, path: &str, text: &Text) {
        if !text.is_empty() {
            self.needed(file, path, text);
        }
    }

    fn fits_card(&mut self, file: &File, path: &str, text: &Text) {
        for (language, line) in text.0.iter().filter(|(_, line)| line.chars().count() > CARD_CHARACTERS) {
            let (length, most) = (line.chars().count().to_string(), CARD_CHARACTERS.to_string());
            let values = [("value", line.as_str()), ("length", &length), ("most", &most)];
            self.findings.push(Diagnostic::new("text-too-long", file.place(&format!("{path}.{language}")), &values));
        }
    }
}
