//! Every rule has its pages, in every language and alike; every page tells of a rule that is used.
//!
//! The examples in the pages are run by `pages.rs`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use nytta::rule;
use nytta::text::places;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with an ending, those of its folders too.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What every page tells, in the languages there are.
const SECTIONS: [(&str, [&str; 2]); 6] = [
    ("en", ["## What is wrong", "## What to do"]),
    ("sv", ["## Vad som är fel", "## Vad du kan göra"]),
    ("fr", ["## Ce qui ne va pas", "## Que faire"]),
    ("it", ["## Che cosa non va", "## Che cosa fare"]),
    ("ro", ["## Ce este greșit", "## Ce puteți face"]),
    ("sl", ["## Kaj je narobe", "## Kaj lahko storite"]),
];

/// The line before message and hint for a form: without it nobody could tell for whom they are.
const OF_FORM: [(&str, &str); 6] = [
    ("en", "In a form whose questions stand below each other:"),
    ("sv", "I en blankett där frågorna står under varandra:"),
    ("fr", "Dans un formulaire dont les questions se suivent de haut en bas\u{a0}:"),
    ("it", "In un modulo con le domande una sotto l’altra:"),
    ("ro", "Într-un formular cu întrebările una sub alta:"),
    ("sl", "V obrazcu, kjer so vprašanja eno pod drugim:"),
];

#[test]
fn a_page_says_which_of_its_messages_is_for_forms() {
    let mut forms = 0;
    for rule in rule::all() {
        for (language, line) in OF_FORM {
            let (name, page) = (&rule.name, &rule.page.0[language]);
            let head = page.split("\n## ").next().unwrap_or_default();
            let of = |text: &nytta::text::Text| text.0.get(language).cloned().unwrap_or_default();
            let quoted = |text: String| format!("> {}\n", text.replace('\n', "\n> "));
            let (message, hint) = (quoted(of(&rule.of_form.0)), quoted(of(&rule.of_form.1)));
            if rule.of_form.0.is_empty() {
                let quoted = head.lines().filter(|line| line.trim() == ">").count();
                assert!(!head.contains(line) && quoted <= 1, "{name} {language}: a message that nobody reads");
            } else {
                assert!(head.ends_with(&format!("\n\n{line}\n\n{message}>\n{hint}")), "{name} {language}: {head}");
                forms += 1;
            }
        }
    }
    assert!(forms >= 6 * 13, "{forms}");
}

#[test]
fn every_check_of_a_pack_is_whole_in_every_language() {
    let checks = nytta::definition::embedded_checks();
    assert!(checks.len() > 30, "{}", checks.len());
    for (name, check) in &checks {
        for (key, text) in [("title", &check.title), ("message", &check.message), ("hint", &check.hint)] {
            let of = |language: &str| text.0.get(language).map(String::as_str).filter(|text| !text.trim().is_empty());
            let places_of = |text: &str| places(text).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
            let english = of("en").unwrap_or_else(|| panic!("{name} has no {key} in en"));
            for (language, _) in SECTIONS {
                let text = of(language).unwrap_or_else(|| panic!("{name} has no {key} in {language}"));
                assert_eq!(places_of(text), places_of(english), "{name} {key} {language}");
                assert!(language == "en" || text != english, "{name}: the {key} in {language} is the English one");
                assert_eq!(key == "message", text.starts_with(char::is_lowercase) || text.starts_with('{'), "{text}");
                let is_open = |c: char| [';', ':', '?', '!', '»'].contains(&c);
                let parts: Vec<&str> = text.split_inclusive(is_open).filter(|part| part.ends_with(is_open)).collect();
                let is_french = parts.iter().all(|part| part.trim_end_matches(is_open).ends_with('\u{a0}'));
                assert!(language != "fr" || is_french, "{name} {key}: {text}");
            }
        }
    }
}

#[test]
fn every_page_is_whole_in_every_language() {
    for rule in rule::all() {
        let name = &rule.name;
        let read = |ending: &str| {
            let path = root().join(format!("src/rules/{name}{ending}"));
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let severities = |page: &str| page.lines().filter(|line| line.starts_with("severity: ")).count();
        assert_eq!(severities(&read(".md")), 1, "{name} tells its severity");
        for (language, sections) in SECTIONS {
            let page = rule.page.0.get(language).unwrap_or_else(|| panic!("{name} has no page in {language}"));
            if language != "en" {
                assert_eq!(severities(page), 0, "{name} tells its severity once, not in {language}");
            }
            assert!(page.starts_with(&format!("# {name}\n")), "{name} {language}");
            let mut rest = page.as_str();
            for section in sections {
                let (_, after) =
                    rest.split_once(section).unwrap_or_else(|| panic!("{name} {language} lacks '{section}'"));
                let words = after.split("\n## ").next().unwrap_or_default();
                assert!(words.split_whitespace().count() >= 4, "{name} {language}: '{section}' says nothing");
                rest = after;
            }
            let message = rule.message.0.get(language).unwrap_or_else(|| panic!("{name} has no message in {language}"));
            let of_form = rule.of_form.0.0.get(language);
            for message in std::iter::once(message).chain(of_form) {
                assert!(!message.contains('\n') && (10..160).contains(&message.chars().count()), "{name}: {message}");
                assert!(!message.starts_with(char::is_uppercase) && !message.ends_with('.'), "{name}: {message}");
            }
        }
        assert_eq!(rule.message.0.len(), SECTIONS.len(), "{name}");
        let of = |text: &nytta::text::Text, language| -> BTreeSet<String> {
            places(text.0.get(language).map_or("", String::as_str)).into_iter().map(str::to_owned).collect()
        };
        for (text, of_form) in [(&rule.message, &rule.of_form.0), (&rule.hint, &rule.of_form.1)] {
            let told = |text: &nytta::text::Text| text.0.keys().cloned().collect::<Vec<_>>();
            assert!(of_form.0.is_empty() || told(text) == told(of_form), "{name} tells of forms in every language");
            for (language, _) in SECTIONS.iter().filter(|_| !of_form.0.is_empty()) {
                assert_eq!(of(text, "en"), of(of_form, language), "{name} in {language} tells the same of a form");
            }
        }
        for (language, _) in SECTIONS {
            let lines = |text: &nytta::text::Text, language| text.0.get(language).map(|text| text.lines().count());
            assert_eq!(of(&rule.message, "en"), of(&rule.message, language), "message of {name} in {language}");
            assert_eq!(of(&rule.hint, "en"), of(&rule.hint, language), "hint of {name} in {language}");
            assert_eq!(lines(&rule.hint, "en"), lines(&rule.hint, language), "hint of {name} in {language}");
        }
    }
}

#[test]
fn signs_that_french_sets_apart_stay_on_the_line_of_their_word() {
    let mut faults = Vec::new();
    for rule in rule::all() {
        let page = rule.page.in_language(&["fr"]);
        let texts = page.split("```").step_by(2).flat_map(str::lines);
        let torn = texts.filter(|line| {
            [" ;", " :", " ?", " !", " »"].iter().any(|sign| line.contains(&format!("{sign} ")) || line.ends_with(sign))
        });
        faults.extend(torn.map(|line| format!("{}: {line}", rule.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_and_pages_are_the_same_set() {
    let code: String = files(&root().join("src"), "rs")
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a source file can be read"))
        .collect();
    let pages: BTreeSet<&str> = rule::all().map(|rule| rule.name.as_str()).collect();
    assert!(pages.len() > 80, "only {} rules", pages.len());
    let idle: Vec<_> = pages.iter().filter(|name| !code.contains(&format!("\"{name}\""))).collect();
    assert!(idle.is_empty(), "no code finds {idle:?}");
    let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut used = BTreeSet::new();
    for before in ["Diagnostic::new(", "Diagnostic::worded(", "finding(", ".worded(", "showing(", "note(", "rule: "] {
        for (at, _) in code.match_indices(before) {
            let literal =
                code[at + before.len()..].trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            used.extend(literal.map(|(name, _)| name.to_owned()).filter(|name| !name.contains(['_', ' '])));
        }
    }
    assert!(used.len() > 60, "only {} uses are seen", used.len());
    let homeless: Vec<_> = used.iter().filter(|name| !pages.contains(name.as_str())).collect();
    assert!(homeless.is_empty(), "no page tells of {homeless:?}");
    let told: BTreeSet<String> = files(&root().join("src/rules"), "md")
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.split('.').next()?.to_owned()))
        .collect();
    assert_eq!(told, pages.iter().map(|name| (*name).to_owned()).collect(), "a page has no rule");
}
