//! What somebody may have meant who wrote something else than a number.

use super::words::{plain, words};

/// Words for none in the languages of the program, in their plain form.
const NONE: [&str; 22] = [
    "ingen", "inga", "inget", "noll", "nej", "none", "no", "nil", "zero", "aucun", "aucune", "rien", "nessuno",
    "nessuna", "niente", "niciunul", "niciuna", "nimic", "nic", "noben", "nobena", "nobeden",
];
/// Words for a minus or a loss that may stand beside a number, in their plain form.
const LESS: [&str; 12] = [
    "minus",
    "moins",
    "meno",
    "forlust",
    "underskott",
    "loss",
    "deficit",
    "perte",
    "perdita",
    "pierdere",
    "izguba",
    "disavanzo",
];

/// Those of them that are a sign and tell of no loss beside other words: `meno costi`.
const SIGNS: [&str; 3] = ["minus", "moins", "meno"];

/// True for a plain word for a loss, also at the end of another: `arsforlust`.
pub(in crate::table) fn is_loss(word: &str) -> bool {
    LESS.iter().any(|known| !SIGNS.contains(known) && word.ends_with(known))
}

/// True for a plain word for a minus.
pub(in crate::table) fn is_minus(word: &str) -> bool {
    SIGNS.contains(&word)
}

/// What stands there instead of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Meant<'t> {
    /// A word for none.
    None,
    /// This number below zero, by a word beside it.
    Less(&'t str),
    /// Nothing that is known.
    Unknown,
}

impl<'t> Meant<'t> {
    /// What a text says.
    pub(in crate::table) fn of(text: &'t str) -> Self {
        let text = text.trim();
        if let [word] = words(text).as_slice()
            && NONE.contains(&word.as_str())
        {
            return Self::None;
        }
        let before = text.split_once(char::is_whitespace);
        let behind = text.rsplit_once(char::is_whitespace).map(|(rest, word)| (word, rest));
        let mut parts = before.into_iter().chain(behind);
        let less = parts.find(|(word, rest)| LESS.contains(&plain(word).as_str()) && rest.contains(char::is_numeric));
        less.map_or(Self::Unknown, |(_, number)| Self::Less(number))
    }
}
