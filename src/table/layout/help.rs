//! The texts that a form prints beside its questions, known again.

use rustc_hash::FxHashSet;

use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::table::spelling::words::plain;

/// Digits of a day.
const DAY: usize = 8;

/// What a dataset itself says of its fields: what is counted, and where it is found.
#[derive(Debug)]
pub(in crate::table) struct Helps {
    /// All of it, in its plain form.
    texts: FxHashSet<String>,
    /// What it says of days: before that a form writes how one is written.
    of_days: Vec<String>,
}

impl Helps {
    /// What a dataset says in all its languages.
    pub(in crate::table) fn of(dataset: &Dataset) -> Self {
        let said = |field: &Field| {
            let texts = field.help.0.values().chain(field.where_to_find.0.values());
            texts.map(|said| plain(said)).filter(|said| !said.is_empty()).collect::<Vec<_>>()
        };
        let days = dataset.fields.iter().filter(|field| field.kind == FieldType::Date);
        Self { texts: dataset.fields.iter().flat_map(said).collect(), of_days: days.flat_map(said).collect() }
    }

    /// True for one of these texts.
    pub(in crate::table) fn has(&self, text: &str) -> bool {
        let written = plain(text);
        let is_of_day = |said: &String| written.strip_suffix(said).is_some_and(tells_a_day);
        self.texts.contains(&written) || self.of_days.iter().any(is_of_day)
    }
}

/// True for words, without what parts them, and a day behind them.
fn tells_a_day(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    !words.is_empty() && text.len() - words.len() == DAY && !words.contains(|c: char| c.is_ascii_digit())
}
