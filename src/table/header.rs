//! Headers as people write them, matched to the columns of a dataset.

use std::collections::BTreeMap;

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
    /// All of them as written, with their plain form.
    known: Vec<(String, &'d ColumnDefinition, String)>,
    currency: &'d str,
}

impl<'d> Headers<'d> {
    /// The headers of a dataset in a project.
    pub(crate) fn new(dataset: &'d Dataset, definitions: &'d Definitions) -> Self {
        let currency = definitions.project.currency.as_str();
        let mut headers = Self { dataset, forms: Default::default(), known: Vec::new(), currency };
        for column in &dataset.columns {
            add(&mut headers.forms[0], plain(&column.name), column);
            add(&mut headers.forms[2], undecorated(&column.name, currency), column);
            let spoken: Vec<String> =
                column.label.0.values().chain(&column.aliases).cloned().chain(parts(column, dataset, definitions)).collect();
            for written in &spoken {
                add(&mut headers.forms[1], plain(&unit::spelt(written)), column);
                add(&mut headers.forms[2], undecorated(written, currency), column);
            }
            let all = spoken.into_iter().chain([column.name.clone()]);
            headers.known.extend(all.map(|written| (plain(&written), column, written)));
        }
        headers
    }

    /// What a header means.
    pub(crate) fn find(&self, header: &str) -> Match<'d> {
        let written = [plain(header), plain(&unit::spelt(header)), undecorated(header, self.currency)];
        let found = self
            .forms
            .iter()
            .zip(&written)
            .filter(|(_, form)| !form.is_empty())
            .find_map(|(forms, form)| forms.get(form).copied())
            .unwrap_or(Match::Unknown);
        match found {
            // Thousands of persons are not what the form asks for: that is a question, not a header.
            Match::Column(column) if self.is_scaled(column, header) => Match::Unknown,
            found => found,
        }
    }

    /// True where a header tells of thousands and the column holds no amounts.
    fn is_scaled(&self, column: &ColumnDefinition, header: &str) -> bool {
        let amounts = self.dataset.field(&column.field).and_then(|field| field.unit_name()) == Some("money");
        let says = |text: &str| words(&unit::spelt(text)).iter().any(|word| unit::is_scale(word));
        !amounts && says(header) && !column.label.0.values().chain(&column.aliases).any(|known| says(known))
    }

    /// The column whose header is a slip of the hand away, with that header.
    pub(crate) fn near(&self, header: &str) -> Option<(&'d ColumnDefinition, &str)> {
        let forms = || self.known.iter().map(|(form, ..)| form.as_str());
        // What stands around a header is no slip: it is looked at without it too.
        let near = nearest(&plain(header), forms())
            .or_else(|| nearest(&undecorated(header, self.currency), forms().filter(|form| form.len() > 3)))?;
        self.known.iter().find(|(form, ..)| form == near).map(|(_, column, written)| (*column, written.as_str()))
    }

    /// The columns that a header may mean, by the names the form has for them.
    pub(crate) fn meant(&self, header: &str) -> Vec<&'d ColumnDefinition> {
        let (plain, loose) = (plain(header), undecorated(header, self.currency));
        let mut meant: Vec<&ColumnDefinition> = Vec::new();
        for (form, column, written) in &self.known {
            let means = *form == plain || undecorated(written, self.currency) == loose;
            if means && !meant.iter().any(|one| one.name == column.name) {
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

/// A plain header without the words that tell only the unit; the whole where nothing else stands there.
fn undecorated(text: &str, currency: &str) -> String {
    let all = words(&unit::spelt(text));
    let money = unit::currency_words(currency);
    let bare = |word: &&str| !DECORATION.contains(word) && !money.contains(word) && !unit::is_scale(word);
    let kept: Vec<&str> = all.iter().map(String::as_str).filter(bare).collect();
    if kept.is_empty() { all.concat() } else { kept.concat() }
}

/// "Of which", in the languages of the program.
const OF_WHICH: [&str; 7] = ["of which", "varav", "därav", "dont", "di cui", "din care", "od tega"];

/// What a part of a field is called besides its label: every name of the field, with the part before or behind it.
fn parts(column: &ColumnDefinition, dataset: &Dataset, definitions: &Definitions) -> Vec<String> {
    let Some(field) = dataset.field(&column.field).filter(|_| !column.part.is_empty()) else { return Vec::new() };
    // A second split of a total goes by the names of that total too, and by "of which" alone.
    let total = field.total_of.as_ref().and_then(|total| dataset.field(total));
    let spoken = |field: &Field| field.label.0.values().chain(&field.aliases).cloned().collect::<Vec<_>>();
    let mut names: Vec<String> = spoken(field).into_iter().chain(total.map(spoken).unwrap_or_default()).collect();
    names.extend(OF_WHICH.iter().map(|words| (*words).to_owned()));
    for (list, code) in &column.part {
        let code = definitions.codelist(list).and_then(|list| list.code(code));
        let labels: Vec<&String> = code.into_iter().flat_map(|code| code.label.0.values()).collect();
        let mut longer = Vec::new();
        for (name, label) in names.iter().flat_map(|name| labels.iter().map(move |label| (name, label))) {
            longer.push(format!("{name} {label}"));
            longer.push(format!("{label} {name}"));
        }
        names = longer;
    }
    names
}
