//! Headers as people write them, matched to the columns of a dataset.

use std::collections::BTreeMap;

use super::lines::Line;
use crate::definition::dataset::{ColumnDefinition, Dataset};
use crate::text::nearest;

/// Words that may stand around a header without changing what it means. Words for thousands are not among them.
const DECORATION: [&str; 14] = [
    "antal", "number", "of", "no", "kr", "sek", "st", "kronor", "tim", "timmar", "personer", "persons", "hours", "fte",
];

/// What a header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match<'d> {
    /// One column.
    Column(&'d ColumnDefinition),
    /// Several columns may be meant.
    Ambiguous,
    /// No column.
    Unknown,
}

/// The headers by which the columns of one dataset are known.
#[derive(Debug)]
pub(crate) struct Headers<'d> {
    /// The dataset.
    pub dataset: &'d Dataset,
    /// Names, labels and aliases in their plain form, from the strictest reading to the loosest.
    forms: [BTreeMap<String, Match<'d>>; 3],
}

impl<'d> Headers<'d> {
    /// The headers of a dataset.
    pub(crate) fn new(dataset: &'d Dataset) -> Self {
        let mut forms = [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()];
        for column in &dataset.columns {
            add(&mut forms[0], plain(&column.name), column);
            for written in column.label.0.values().chain(&column.aliases) {
                add(&mut forms[1], plain(written), column);
                add(&mut forms[2], undecorated(written), column);
            }
            add(&mut forms[2], undecorated(&column.name), column);
        }
        Self { dataset, forms }
    }

    /// What a header means.
    pub(crate) fn find(&self, header: &str) -> Match<'d> {
        let written = [plain(header), plain(header), undecorated(header)];
        self.forms
            .iter()
            .zip(&written)
            .filter(|(_, form)| !form.is_empty())
            .find_map(|(forms, form)| forms.get(form).copied())
            .unwrap_or(Match::Unknown)
    }

    /// The column whose header is a slip of the hand away, with that header.
    pub(crate) fn near(&self, header: &str) -> Option<(&'d ColumnDefinition, &'d str)> {
        let known: Vec<(String, &'d ColumnDefinition, &'d str)> = self
            .dataset
            .columns
            .iter()
            .flat_map(|column| {
                let written = column.label.0.values().chain(&column.aliases).map(String::as_str);
                written.chain([column.name.as_str()]).map(move |written| (plain(written), column, written))
            })
            .collect();
        let near = nearest(&plain(header), known.iter().map(|(form, ..)| form.as_str()))?;
        known.iter().find(|(form, ..)| form == near).map(|&(_, column, written)| (column, written))
    }

    /// How many columns of the dataset a line names.
    pub(crate) fn matches(&self, line: &Line) -> usize {
        let mut found: Vec<&str> = line
            .cells
            .iter()
            .filter_map(|cell| match self.find(&cell.text) {
                Match::Column(column) => Some(column.name.as_str()),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

fn add<'d>(forms: &mut BTreeMap<String, Match<'d>>, form: String, column: &'d ColumnDefinition) {
    let known = forms.entry(form).or_insert(Match::Column(column));
    if *known != Match::Column(column) {
        *known = Match::Ambiguous;
    }
}

/// A text without case, accents, space and punctuation.
pub(crate) fn plain(text: &str) -> String {
    words(text).concat()
}

/// The same without the words that tell only the unit; the whole where nothing else stands there.
fn undecorated(text: &str) -> String {
    let all = words(text);
    let kept: Vec<&str> = all.iter().map(String::as_str).filter(|word| !DECORATION.contains(word)).collect();
    if kept.is_empty() { all.concat() } else { kept.concat() }
}

fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .flat_map(|c| folded(c).chars().chain((folded(c).is_empty()).then_some(c)))
        .collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A letter without its accent; nothing for a letter without one.
fn folded(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'ę' | 'ě' => "e",
        'ì'..='ï' => "i",
        'ñ' | 'ń' => "n",
        'ò'..='ö' | 'ø' | 'ő' => "o",
        'œ' => "oe",
        'ù'..='ü' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ş' | 'ș' | 'š' | 'ś' => "s",
        'ţ' | 'ț' => "t",
        'ž' | 'ż' | 'ź' => "z",
        'ß' => "ss",
        _ => "",
    }
}
