//! What has been published: the editions under `releases/`, what they printed beside their figures, and for staff the answers
//! that they were made from.

mod read;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::value::Decimal;

/// The folder of editions; everything in it but `staff` has been published.
pub const FOLDER: &str = "releases/";
/// The folder of the answers they were made from, which are as secret as what was sent in.
pub const STAFF: &str = "releases/staff/";

/// The folder of what they printed beside their figures.
pub const PRINTED: &str = "releases/printed/";

/// Codes by dimension; empty for the total.
type Breakdown = BTreeMap<String, String>;

/// A statement's place: indicator, period, breakdown. Without an indicator it is a count of who answered, in a period or in a span
/// of periods such as `2023..2025`.
pub type Key = (String, String, Breakdown);

/// Everything that has been published.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The editions, by date, then by name.
    pub editions: Vec<Arc<Edition>>,
}

/// One published report with what it told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// What it is called, and its file.
    pub name: String,
    /// The report of the project.
    pub report: String,
    /// The release date it bears.
    pub date: NaiveDate,
    /// Version of the program that made it.
    pub engine: String,
    /// Names of the editions that it was held against; `None` of an edition of before that was kept.
    pub against: Option<Vec<String>>,
    /// What it told.
    pub told: BTreeMap<Key, Told>,
    /// The answers it was made from; `None` where they were not kept.
    pub answers: Option<Answers>,
    /// What it printed beside its figures, by kind and name: rates, indices, targets, valuations, definitions, comments. `None`
    /// where that was not kept.
    pub printed: Option<BTreeMap<(String, String), String>>,
}

/// What was told in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Word for whether and how it was published; empty of a count of who answered.
    pub status: String,
    /// Word for why there was none.
    pub missing: String,
    /// The figure.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// The base that its counts were rounded to; nothing where they were not.
    pub rounded: Option<u32>,
    /// Enterprises with a value other than zero.
    pub contributors: Option<u32>,
    /// Enterprises that answered; of a span in any of its periods.
    pub answered: Option<u32>,
    /// Enterprises to whom the question applied.
    pub expected: Option<u32>,
    /// Enterprises that answered in the period before as well; of a span in all of its periods.
    pub panel: Option<u32>,
    /// The figure of these in the period before.
    pub panel_previous: Option<Decimal>,
    /// Their figure in the period.
    pub panel_current: Option<Decimal>,
    /// Base of their figure in the period before.
    pub panel_previous_base: Option<Decimal>,
    /// Change by what became of the enterprises: enterprises and value of each kind.
    pub change: BTreeMap<String, (u32, Decimal)>,
    /// On what the figure rests, as words, and about how much of it on each.
    pub evidence: BTreeMap<String, String>,
}

/// What enterprises had answered by then: by indicator, period and codes asked in the file, then by ten digits.
pub type Answers = BTreeMap<Key, BTreeMap<String, Answer>>;

/// What one enterprise gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its value, or its part of a numerator; `None` where it is only in the change.
    pub value: Option<Decimal>,
    /// Its part of a denominator.
    pub denominator: Option<Decimal>,
    /// It answered in the period before as well.
    pub in_panel: bool,
    /// What became of it since the period before; empty where no change was told.
    pub change: String,
    /// What it rests on, as a word; empty where that was not told.
    pub evidence: String,
}

impl Ledger {
    /// The edition of a name.
    pub fn edition(&self, name: &str) -> Option<&Edition> {
        self.editions.iter().map(|edition| &**edition).find(|edition| edition.name == name)
    }

    /// The last edition that told a figure, and what it told.
    pub fn last_told(&self, key: &Key) -> Option<(&Edition, &Told)> {
        let mut told = self.editions.iter().rev().filter_map(|edition| Some((&**edition, edition.told.get(key)?)));
        told.find(|(_, told)| told.value.is_some())
    }

    /// Takes an edition out with all that was published since, to make it once more: what is left is what it was held against,
    /// or all others where that was not kept.
    pub fn take(&mut self, name: &str) -> Option<Arc<Edition>> {
        let at = self.editions.iter().position(|edition| edition.name == name)?;
        let edition = self.editions.remove(at);
        if let Some(against) = &edition.against {
            self.keep(against);
        }
        Some(edition)
    }

    /// Leaves nothing but the editions of some names.
    pub fn keep(&mut self, names: &[String]) {
        self.editions.retain(|edition| names.contains(&edition.name));
    }
}

/// True for a name that a new edition can have: not that of a folder of the ledger, nor one that ends as its file does. An
/// edition of before that was so may be called that.
pub fn is_name(name: &str) -> bool {
    let is_folder = |folder: &str| name.eq_ignore_ascii_case(folder[FOLDER.len()..].trim_end_matches('/'));
    let is_taken = is_folder(STAFF) || is_folder(PRINTED) || name.to_ascii_lowercase().ends_with(".csv");
    !is_taken && could_be_name(name)
}

/// True for a name of letters, digits, `-`, `_` and `.` that begins with a letter or digit: no edition was ever called otherwise.
fn could_be_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphanumeric())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Codes as a tidy table writes them: `district=18N;gender=women`.
fn written(breakdown: &Breakdown) -> String {
    let codes: Vec<String> = breakdown.iter().map(|(name, code)| format!("{name}={code}")).collect();
    codes.join(";")
}
