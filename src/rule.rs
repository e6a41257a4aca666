//! Everything built in that can be wrong: one page each, at once message, help and test.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, File, include_dir};
use serde::Serialize;

use crate::text::Text;

static PAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/rules");

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Rejects the row, the file or the definition.
    Error,
    /// Needs a reason; until then the figure is provisional, unless its period is final.
    Warning,
    /// Worth knowing; asks for nothing.
    Note,
}

impl Severity {
    /// Reads `error`, `warning` or `note`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Error),
            "warning" => Some(Self::Warning),
            "note" => Some(Self::Note),
            _ => None,
        }
    }

    /// The word in data and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A built-in rule, as its pages in `src/rules` tell it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Kebab-case name of the defect.
    pub name: String,
    /// How bad it is.
    pub severity: Severity,
    /// A new rule that is being tried: until it has proved itself its findings are notes.
    pub beta: bool,
    /// One line with `{places}` for the values.
    pub message: Text,
    /// What the reader can do, with `{places}`; a line whose place has no value is left out of the finding.
    pub hint: Text,
    /// The same two for a form whose questions stand below each other; empty where they are no others.
    pub of_form: (Text, Text),
    /// The whole page, by language.
    pub page: Text,
}

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    catalogue().get(name).map(Entry::rule)
}

/// All rules, by name.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    catalogue().values().map(Entry::rule)
}

/// The pages of a rule, read when it is first asked for: of all rules few find something.
#[derive(Default)]
struct Entry {
    /// Languages with their pages.
    pages: Vec<(&'static str, &'static File<'static>)>,
    rule: OnceLock<Rule>,
}

fn catalogue() -> &'static BTreeMap<&'static str, Entry> {
    static RULES: OnceLock<BTreeMap<&str, Entry>> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut rules: BTreeMap<&str, Entry> = BTreeMap::new();
        for file in PAGES.files() {
            let stem = file.path().file_name().and_then(|name| name.to_str()).expect("a rule page has a name");
            let Some(stem) = stem.strip_suffix(".md") else { continue };
            let (name, language) = stem.split_once('.').unwrap_or((stem, "en"));
            rules.entry(name).or_default().pages.push((language, file));
        }
        rules
    })
}

impl Entry {
    fn rule(&self) -> &Rule {
        self.rule.get_or_init(|| {
            let (_, file) = self.pages.first().expect("a rule has a page");
            let stem = file.path().file_name().and_then(|name| name.to_str()).expect("a rule page has a name");
            let mut rule = Rule {
                name: stem.split('.').next().unwrap_or(stem).to_owned(),
                severity: Severity::Error,
                beta: false,
                message: Text::default(),
                hint: Text::default(),
                of_form: (Text::default(), Text::default()),
                page: Text::default(),
            };
            for (language, file) in &self.pages {
                rule.learn(language, file.contents_utf8().expect("a rule page is UTF-8"));
            }
            rule
        })
    }
}

impl Rule {
    /// Takes a page of the rule.
    fn learn(&mut self, language: &str, page: &str) {
        if let Some(severity) = page.lines().find_map(|line| line.strip_prefix("severity: ")) {
            self.severity = Severity::parse(severity.trim()).expect("a rule page names its severity");
        }
        self.beta |= page.lines().any(|line| line.trim() == "beta: yes");
        let head = page.lines().take_while(|line| !line.starts_with("## "));
        let quote: Vec<&str> = head.map(|line| line.strip_prefix('>').map_or("", str::trim)).collect();
        // Message and hint, then perhaps the same for a form, below a line that says so.
        let parts = quote.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n"));
        let texts = [&mut self.message, &mut self.hint, &mut self.of_form.0, &mut self.of_form.1];
        for (text, part) in texts.into_iter().zip(parts) {
            text.0.insert(language.to_owned(), part);
        }
        self.page.0.insert(language.to_owned(), page.to_owned());
    }
}
