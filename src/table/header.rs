//! Headers as people write them, matched to the columns of a dataset.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lines::Line;
use super::unit;
use super::words::{plain, words};
use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field};
use crate::text::nearest;

/// Words that may stand around a header without changing what it means.
const DECORATION: [&str; 26] = [
    "antal", "antalet", "number", "of", "no", "st", "styck", "tim", "timmar", "personer", "persons", "hours", "fte",
    "nombre", "de", "numero", "di", "numar", "stevilo", "procent", "percent", "totalt", "total", "summa", "i", "in",
];

/// Words that may stand before a year, in the languages of the program; without accents.
const YEAR: [&str; 7] = ["ar", "year", "annee", "anno", "anul", "leto", "fy"];
/// Years of which figures may be asked.
const YEARS: Range<i32> = 1990..2100;

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
    forms: [FxHashMap<Arc<str>, Match<'d>>; 3],
    /// All of them in their plain form, with the form in which units do not count.
    known: Vec<(Arc<str>, &'d ColumnDefinition, Arc<str>)>,
    /// None of them is without a letter.
    lettered: bool,
    currency: &'d str,
}

impl<'d> Headers<'d> {
    /// The headers of a dataset in a project.
    pub(crate) fn new(dataset: &'d Dataset, definitions: &'d Definitions) -> Self {
        let currency = definitions.project.currency.as_str();
        let mut headers = Self { dataset, forms: Default::default(), known: Vec::new(), lettered: true, currency };
        let mut names: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
        for column in &dataset.columns {
            headers.take(0, column, &Name::new(&column.name, currency));
            let spoken = column.label.0.values().chain(&column.aliases).map(|written| Name::new(written, currency));
            headers.learn(column, spoken);
            if let Some(field) = dataset.field(&column.field).filter(|_| !column.part.is_empty()) {
                let of_field = names.entry(&column.field).or_insert_with(|| names_of(field, dataset, currency));
                let parts = parts(column, of_field, definitions, currency);
                headers.learn(column, parts.into_iter());
            }
        }
        headers
    }

    /// Takes what a column is called.
    fn learn(&mut self, column: &'d ColumnDefinition, names: impl Iterator<Item = Name>) {
        for name in names {
            // What a column is called in several languages, and in several ways, is often the same.
            let is_known = |form: usize, name: &str| self.forms[form].get(name) == Some(&Match::Column(column));
            if !is_known(1, &name.plain) || !is_known(2, name.loose()) {
                self.take(1, column, &name);
            }
        }
    }

    /// Takes one name of a column, in the form in which it is strictly read and in the loosest.
    fn take(&mut self, strict: usize, column: &'d ColumnDefinition, name: &Name) {
        let plain: Arc<str> = Arc::from(name.plain.as_str());
        let loose = if name.kept.is_empty() { plain.clone() } else { Arc::from(name.kept.as_str()) };
        self.lettered &= plain.contains(char::is_alphabetic) && loose.contains(char::is_alphabetic);
        add(&mut self.forms[strict], plain.clone(), column);
        add(&mut self.forms[2], loose.clone(), column);
        self.known.push((plain, column, loose));
    }

    /// What a header means.
    pub(crate) fn find(&self, header: &str) -> Match<'d> {
        // Most cells that are asked about hold figures.
        if self.lettered && !header.contains(|c: char| c.is_alphabetic() || unit::is_sign(c)) {
            return Match::Unknown;
        }
        let name = Name::new(header, self.currency);
        let as_written = if header.contains(unit::is_sign) { &plain(header) } else { &name.plain };
        let written = [as_written, &name.plain, name.loose()];
        let found = self
            .forms
            .iter()
            .zip(written)
            .filter(|(_, form)| !form.is_empty())
            .find_map(|(forms, form)| forms.get(form.as_str()).copied())
            .unwrap_or(Match::Unknown);
        match found {
            // Thousands of persons are not what the form asks for: that is a question, not a header.
            Match::Column(column) if self.is_scaled(column, header) => Match::Unknown,
            found => found,
        }
    }

    /// What a header means that may name the year of its figures: the one asked for, or any.
    pub(crate) fn find_dated(&self, header: &str, year: Option<i32>) -> Match<'d> {
        let dated = || undated(header).filter(|(_, of)| year.is_none_or(|year| year == *of));
        match self.find(header) {
            Match::Unknown => dated().map_or(Match::Unknown, |(bare, _)| self.find(&bare)),
            found => found,
        }
    }

    /// True where a header tells of thousands and the column holds no amounts.
    fn is_scaled(&self, column: &ColumnDefinition, header: &str) -> bool {
        let amounts = self.dataset.field(&column.field).and_then(|field| field.unit_name()) == Some("money");
        let says = |text: &str| words(&unit::spelt(text)).iter().any(|word| unit::is_scale(word));
        !amounts && says(header) && !column.label.0.values().chain(&column.aliases).any(|known| says(known))
    }

    /// The column whose header is a slip of the hand away.
    pub(crate) fn near(&self, header: &str) -> Option<&'d ColumnDefinition> {
        let forms = || self.known.iter().map(|(form, ..)| &**form);
        // What stands around a header is no slip: it is looked at without it too, and without a day or year behind it.
        let name = Name::new(header, self.currency);
        let bare: String = name.plain.chars().filter(|c| !c.is_ascii_digit()).collect();
        if bare != name.plain
            && let Some((_, column, _)) = self.known.iter().find(|(form, ..)| **form == *bare)
        {
            return Some(*column);
        }
        let near = nearest(&plain(header), forms())
            .or_else(|| nearest(name.loose(), forms().filter(|form| form.len() > 3)))?;
        self.known.iter().find(|(form, ..)| **form == *near).map(|(_, column, _)| *column)
    }

    /// The columns that a header may mean, by the names the form has for them.
    pub(crate) fn meant(&self, header: &str) -> Vec<&'d ColumnDefinition> {
        let name = Name::new(header, self.currency);
        let mut meant: Vec<&ColumnDefinition> = Vec::new();
        for (form, column, loose) in &self.known {
            let same = **form == *name.plain || **loose == **name.loose();
            if same && !meant.iter().any(|one| one.name == column.name) {
                meant.push(column);
            }
        }
        meant
    }

    /// How many columns of the dataset a line names.
    pub(crate) fn matches(&self, line: &Line) -> usize {
        let mut found: Vec<&str> = line
            .cells
            .iter()
            .filter_map(|cell| match self.find_dated(&cell.text, None) {
                Match::Column(column) => Some(column.name.as_str()),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

/// A header without the one year that it names, and the year: `Omsättning (2025)`, `Anställda år 2025`.
pub(crate) fn undated(header: &str) -> Option<(String, i32)> {
    if header.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return None;
    }
    let spelt = unit::spelt(header);
    let mut words = words(&spelt);
    let year = |word: &String| word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year));
    let (at, year) = words.iter().enumerate().find_map(|(at, word)| Some((at, year(word)?)))?;
    // Of a day, or of several years, it is not known what they say of the figures.
    if words
        .iter()
        .enumerate()
        .any(|(other, word)| other != at && word.starts_with(|c: char| c.is_ascii_digit()) && !unit::is_scale(word))
    {
        return None;
    }
    words.remove(at);
    if let Some(before) = at.checked_sub(1).filter(|before| YEAR.contains(&words[*before].as_str())) {
        words.remove(before);
    }
    (!words.is_empty()).then(|| (words.join(" "), year))
}

fn add<'d>(forms: &mut FxHashMap<Arc<str>, Match<'d>>, form: Arc<str>, column: &'d ColumnDefinition) {
    let known = forms.entry(form).or_insert(Match::Column(column));
    if *known != Match::Column(column) {
        *known = Match::Ambiguous;
    }
}

/// One name of a column, or a header, in its forms.
#[derive(Debug, Clone)]
struct Name {
    /// Without case, accents and punctuation, the signs of units spelt out.
    plain: String,
    /// The same without the words that tell only the unit; empty where nothing else stands there.
    kept: String,
}

impl Name {
    fn new(written: &str, currency: &str) -> Self {
        let all = words(&unit::spelt(written));
        let money = unit::currency_words(currency);
        let bare = |word: &&str| !DECORATION.contains(word) && !money.contains(word) && !unit::is_scale(word);
        let kept = all.iter().map(String::as_str).filter(bare).collect();
        Self { plain: all.concat(), kept }
    }

    /// The name as it is compared when units do not count.
    fn loose(&self) -> &String {
        if self.kept.is_empty() { &self.plain } else { &self.kept }
    }

    /// One name and another behind it.
    fn before(&self, other: &Self) -> Self {
        Self { plain: [&*self.plain, &*other.plain].concat(), kept: [&*self.kept, &*other.kept].concat() }
    }
}

/// "Of which", in the languages of the program.
const OF_WHICH: [&str; 7] = ["of which", "varav", "därav", "dont", "di cui", "din care", "od tega"];

/// What a field that is split is called before its parts. A second split of a total goes by the names of that total too,
/// and by "of which" alone.
fn names_of(field: &Field, dataset: &Dataset, currency: &str) -> Vec<Name> {
    let total = field.total_of.as_ref().and_then(|total| dataset.field(total));
    let spoken = [Some(field), total].into_iter().flatten();
    let spoken = spoken.flat_map(|field| field.label.0.values().chain(&field.aliases)).map(String::as_str);
    spoken.chain(OF_WHICH).map(|written| Name::new(written, currency)).collect()
}

/// What a part of a field is called besides its label: every name of the field, with the part before or behind it.
fn parts(column: &ColumnDefinition, names: &[Name], definitions: &Definitions, currency: &str) -> Vec<Name> {
    let mut names = names.to_vec();
    for (list, code) in &column.part {
        let code = definitions.codelist(list).and_then(|list| list.code(code));
        let labels = code.into_iter().flat_map(|code| code.label.0.values());
        let labels: Vec<Name> = labels.map(|label| Name::new(label, currency)).collect();
        let both = |name: &Name| -> Vec<Name> {
            labels.iter().flat_map(|label| [name.before(label), label.before(name)]).collect()
        };
        names = names.iter().flat_map(both).collect();
    }
    names
}
