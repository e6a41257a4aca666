//! What a header says behind its name of how its cells are answered: as which days, in so many digits, for the whole year.

use super::name;
use super::unit;
use super::words::words;
use crate::definition::dataset::{Field, FieldType};

/// Columns whose headers may end so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Of {
    /// Days.
    Days,
    /// Organisation numbers.
    Organisations,
    /// Yes or no.
    Choices,
    /// Numbers of any kind.
    Numbers,
    /// What counts over the year.
    Flows,
}

/// Words in their plain form, and of which columns they may be said. The order of day and month is left to the days themselves.
const SAID: [(&str, Of); 79] = [
    ("aaaa mm dd", Of::Days),
    ("yyyy mm dd", Of::Days),
    ("aaaa mm jj", Of::Days),
    ("aaaa mm gg", Of::Days),
    ("aaaa ll zz", Of::Days),
    ("llll mm dd", Of::Days),
    ("aaaammdd", Of::Days),
    ("yyyymmdd", Of::Days),
    ("aaaammjj", Of::Days),
    ("aammdd", Of::Days),
    ("yymmdd", Of::Days),
    ("aa mm dd", Of::Days),
    ("yy mm dd", Of::Days),
    ("dd mm aaaa", Of::Days),
    ("dd mm yyyy", Of::Days),
    ("jj mm aaaa", Of::Days),
    ("gg mm aaaa", Of::Days),
    ("zz ll aaaa", Of::Days),
    ("dd mm llll", Of::Days),
    ("ar man dag", Of::Days),
    ("ar manad dag", Of::Days),
    ("datum", Of::Days),
    ("date", Of::Days),
    ("data", Of::Days),
    ("10 siffror", Of::Organisations),
    ("tio siffror", Of::Organisations),
    ("10 digits", Of::Organisations),
    ("ten digits", Of::Organisations),
    ("10 chiffres", Of::Organisations),
    ("10 cifre", Of::Organisations),
    ("10 stevilk", Of::Organisations),
    ("nnnnnn nnnn", Of::Organisations),
    ("xxxxxx xxxx", Of::Organisations),
    ("ja nej", Of::Choices),
    ("ja eller nej", Of::Choices),
    ("j n", Of::Choices),
    ("yes no", Of::Choices),
    ("yes or no", Of::Choices),
    ("y n", Of::Choices),
    ("oui non", Of::Choices),
    ("oui ou non", Of::Choices),
    ("si no", Of::Choices),
    ("da nu", Of::Choices),
    ("da ne", Of::Choices),
    ("belopp", Of::Numbers),
    ("amount", Of::Numbers),
    ("montant", Of::Numbers),
    ("importo", Of::Numbers),
    ("znesek", Of::Numbers),
    ("tal", Of::Numbers),
    ("heltal", Of::Numbers),
    ("decimaltal", Of::Numbers),
    ("ar", Of::Flows),
    ("per ar", Of::Flows),
    ("om aret", Of::Flows),
    ("i ar", Of::Flows),
    ("for aret", Of::Flows),
    ("under aret", Of::Flows),
    ("hela aret", Of::Flows),
    ("under hela aret", Of::Flows),
    ("for hela aret", Of::Flows),
    ("helar", Of::Flows),
    ("helaret", Of::Flows),
    ("per year", Of::Flows),
    ("a year", Of::Flows),
    ("for the year", Of::Flows),
    ("during the year", Of::Flows),
    ("whole year", Of::Flows),
    ("full year", Of::Flows),
    ("par an", Of::Flows),
    ("sur l annee", Of::Flows),
    ("annee entiere", Of::Flows),
    ("all anno", Of::Flows),
    ("anno intero", Of::Flows),
    ("pe an", Of::Flows),
    ("an intreg", Of::Flows),
    ("na leto", Of::Flows),
    ("letno", Of::Flows),
    ("celo leto", Of::Flows),
];

/// The word for a year, which alone says nothing.
const A_YEAR: &str = "ar";

impl Of {
    /// True for a field whose columns may have it said of them.
    pub(in crate::table) fn holds_for(self, field: &Field) -> bool {
        match self {
            Self::Days => field.kind == FieldType::Date,
            Self::Organisations => field.kind == FieldType::OrganisationNumber,
            Self::Choices => field.kind == FieldType::Boolean,
            Self::Numbers => field.kind.is_number(),
            Self::Flows => field.flow,
        }
    }
}

/// A header without such words at its end, whatever word for a unit stands behind them, and of which columns they may be said.
/// The longest of them goes first: `under hela året` before `hela året`.
pub(in crate::table) fn without(header: &str, currency: &str) -> Option<(String, Of)> {
    let last = header.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?;
    let may_end = |word: &String| {
        name::is_uncounted(word, currency) || SAID.iter().any(|(said, _)| said.ends_with(word.as_str()))
    };
    // Most cells that are asked about end otherwise.
    if !words(&unit::spelt(last)).last().is_some_and(may_end) {
        return None;
    }
    let all = words(&unit::spelt(header));
    let units = all.iter().rev().take_while(|word| name::is_uncounted(word, currency)).count();
    (all.len() - units..=all.len()).rev().find_map(|end| {
        let (said, behind) = all.split_at(end);
        (1..end).find_map(|from| {
            let words = said[from..].join(" ");
            let (_, of) = SAID.iter().find(|(known, _)| *known == words)?;
            // `kr/år` tells of each year, `år` alone of one of several.
            (words != A_YEAR || header.contains('/')).then_some(())?;
            Some(([&said[..from], behind].concat().join(" "), *of))
        })
    })
}
