//! Headers as people write them, matched to the columns of a dataset.

use std::ptr;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::help::Helps;
use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, FieldType};
use crate::table::lines::Line;
use crate::table::spelling::dated::{self, Dated};
use crate::table::spelling::name::{self, Form, Name};
use crate::table::spelling::part::Parts;
use crate::table::spelling::unit::{self, Asked};
use crate::table::spelling::words::{plain, words};
use crate::table::spelling::{answered, stated};
use crate::text::nearest;

/// Letters of a header that begins another: a shorter one begins many.
const OWN: usize = 8;
/// Words behind a header that say how it is counted, without accents.
const HOW: [&str; 27] = [
    "inkl",
    "inklusive",
    "exkl",
    "exklusive",
    "z",
    "utan",
    "med",
    "efter",
    "fore",
    "enligt",
    "including",
    "incl",
    "excluding",
    "excl",
    "with",
    "without",
    "before",
    "after",
    "ttc",
    "ht",
    "avec",
    "sans",
    "con",
    "senza",
    "cu",
    "fara",
    "brez",
];
/// Headers that say no more than that something is counted.
const COUNTED: [&str; 8] = ["antal", "antalet", "number", "nombre", "numero", "numar", "stevilo", "quantity"];
/// Words behind a header that say which accounts of the books it sums; their numbers follow.
const ACCOUNTS: [&str; 8] = ["konto", "konton", "kontona", "account", "accounts", "comptes", "conti", "conturi"];
/// How words begin behind a header that ask for another year's figure, or for none that was.
const OTHERS: [&str; 18] = [
    "forra", "foreg", "fjol", "tidigare", "budget", "prognos", "mal", "plan", "andel", "procent", "last", "previous",
    "target", "forecast", "preced", "scorso", "trecut", "lansk",
];

/// What a header means.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Match<'d> {
    /// One column.
    Column(&'d ColumnDefinition),
    /// Several columns may be meant.
    Ambiguous,
    /// No column.
    Unknown,
}

impl PartialEq for Match<'_> {
    /// A column is the same where it is the same one of its dataset.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Column(one), Self::Column(other)) => ptr::eq(*one, *other),
            (Self::Ambiguous, Self::Ambiguous) | (Self::Unknown, Self::Unknown) => true,
            _ => false,
        }
    }
}

impl<'d> Match<'d> {
    /// What is meant where two ways of reading a header each say something.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::Unknown) => one,
            (Self::Unknown, other) => other,
            (one, other) if one == other => one,
            _ => Self::Ambiguous,
        }
    }

    /// The one column of some, if they are one.
    fn of(columns: impl Iterator<Item = &'d ColumnDefinition>) -> Self {
        columns.fold(Self::Unknown, |found, column| found.or(Self::Column(column)))
    }
}

/// The headers by which the columns of one dataset are known.
#[derive(Debug)]
pub(crate) struct Headers<'d> {
    /// The dataset.
    pub dataset: &'d Dataset,
    /// Names, labels and aliases in their plain form, from the strictest reading to the loosest.
    forms: [FxHashMap<String, Match<'d>>; 3],
    /// What columns that are parts of a field are called besides.
    parts: Parts<'d>,
    /// Everything a column is called, with its place among the columns; made when a header is none of it.
    known: OnceLock<Vec<(Name, usize)>>,
    /// None of them is without a letter.
    lettered: bool,
    currency: &'d str,
    /// What a form prints beside its questions; made when a form is read.
    helps: OnceLock<Helps>,
}

impl<'d> Headers<'d> {
    /// The headers of a dataset in a project.
    pub(crate) fn new(dataset: &'d Dataset, definitions: &'d Definitions) -> Self {
        let currency = definitions.project.currency.as_str();
        let own = || own(dataset, currency).collect::<Vec<_>>();
        let (parts, own) = rayon::join(|| Parts::of(dataset, definitions, currency), own);
        let mut forms: [FxHashMap<String, Match>; 3] = Default::default();
        let mut lettered = parts.are_lettered();
        for (strict, name, column) in own {
            lettered &= name.plain.contains(char::is_alphabetic) && name.loose().contains(char::is_alphabetic);
            add(&mut forms[2], name.loose().clone(), column);
            add(&mut forms[strict], name.plain, column);
        }
        Self { dataset, forms, parts, known: OnceLock::new(), lettered, currency, helps: OnceLock::new() }
    }

    /// True for what the dataset itself says of its fields, as a form prints it.
    pub(crate) fn is_help(&self, text: &str) -> bool {
        self.helps.get_or_init(|| Helps::of(self.dataset)).has(text)
    }

    /// Everything a column is called, with the column.
    fn known(&self) -> impl Iterator<Item = (&Name, &'d ColumnDefinition)> {
        let known = self.known.get_or_init(|| {
            let own: Vec<_> = own(self.dataset, self.currency).map(|(_, name, column)| (name, column)).collect();
            let place = |column| self.dataset.columns.iter().position(|known| ptr::eq(known, column));
            own.into_iter()
                .chain(self.parts.names())
                .filter_map(|(name, column)| Some((name, place(column)?)))
                .collect()
        });
        known.iter().map(|(name, place)| (name, &self.dataset.columns[*place]))
    }

    /// What a header means.
    pub(crate) fn find(&self, header: &str) -> Match<'d> {
        if self.is_figure(header) {
            return Match::Unknown;
        }
        let unmarked = stated::without_note(header);
        let unnumbered = stated::without_number(unmarked.unwrap_or(header));
        let bare = unnumbered.or(unmarked).unwrap_or(header);
        let unitless = || stated::without_unit(bare).map(|(bare, _)| bare);
        let forms = std::iter::once(header).chain(unmarked).chain(unnumbered);
        let mut forms = forms.chain(std::iter::once_with(unitless).flatten());
        let found = forms.find_map(|form| Some(self.named(form)).filter(|found| *found != Match::Unknown));
        // What is loosely called alike may be asked in another unit: `Timmar i arbetsträning under året`.
        let is_other = matches!(found, Some(Match::Column(column)) if self.is_in_other_unit(column, header));
        let answered = if found.is_none() || is_other { self.answered(bare, header) } else { None };
        answered.or(found).unwrap_or(Match::Unknown)
    }

    /// True for what names nothing, as no letter stands in it: most cells that are asked about hold figures.
    fn is_figure(&self, header: &str) -> bool {
        self.lettered && !header.contains(|c: char| c.is_alphabetic() || unit::is_sign(c))
    }

    /// What a header means by its words alone.
    fn named(&self, header: &str) -> Match<'d> {
        let name = Name::new(header, self.currency);
        let as_written = if header.contains(unit::is_sign) { &plain(header) } else { &name.plain };
        let own = |form: usize, written: &str| {
            let known = self.forms[form].get(written).filter(|_| !written.is_empty());
            known.copied().unwrap_or(Match::Unknown)
        };
        let ways: [&dyn Fn() -> Match<'d>; 3] = [
            &|| own(0, as_written),
            &|| own(1, &name.plain).or(Match::of(self.parts.find(&name.plain, Form::Plain))),
            &|| own(2, name.loose()).or(Match::of(self.parts.find(name.loose(), Form::Loose))),
        ];
        match ways.iter().map(|way| way()).find(|found| *found != Match::Unknown) {
            Some(Match::Ambiguous) => self.told_apart(header).unwrap_or(Match::Ambiguous),
            found => found.unwrap_or(Match::Unknown),
        }
    }

    /// The column in the unit of a header that it names with words behind its name of how its cells are answered; `unmarked` is
    /// the header without the mark of a footnote.
    fn answered(&self, unmarked: &str, header: &str) -> Option<Match<'d>> {
        let (bare, of) = answered::without(unmarked, self.currency)?;
        let Match::Column(column) = self.named(&bare) else { return None };
        let is_asked = of.holds_for(self.dataset.field(&column.field)?) && !self.is_in_other_unit(column, header);
        is_asked.then_some(Match::Column(column))
    }

    /// The one column of several, alike but for words of units, that a header names with as many of these as its name has, or
    /// whose unit is the one that it states: `Antal timmar i arbetsträning`, `Arbetsträning (timmar)`.
    fn told_apart(&self, header: &str) -> Option<Match<'d>> {
        let all = words(&unit::spelt(header));
        let is_bare = |word: &&String| name::is_uncounted(word, self.currency);
        let (before, behind) = (all.iter().take_while(is_bare).count(), all.iter().rev().take_while(is_bare).count());
        let cuts = (0..=before).flat_map(|from| (0..=behind).map(move |to| (from, to)));
        let mut cuts: Vec<(usize, usize)> = cuts.filter(|(from, to)| from + to < all.len()).collect();
        cuts.sort_by_key(|(from, to)| from + to);
        let strictly = |(from, to): (usize, usize)| {
            let written = all[from..all.len() - to].concat();
            let known = |form: usize| self.forms[form].get(&written).copied().unwrap_or(Match::Unknown);
            match known(0).or(known(1)).or(Match::of(self.parts.find(&written, Form::Plain))) {
                Match::Column(column) if !self.is_in_other_unit(column, header) => Some(Match::Column(column)),
                _ => None,
            }
        };
        cuts.into_iter().find_map(strictly).or_else(|| {
            let meant = self.meant(header);
            let of_unit = meant.iter().copied().filter(|column| !self.is_in_other_unit(column, header));
            Some(Match::of(of_unit)).filter(|found| matches!(found, Match::Column(_)))
        })
    }

    /// What a header means that may name the year of its figures: the one asked for, or any.
    pub(crate) fn find_dated(&self, header: &str, year: Option<i32>) -> Match<'d> {
        if self.is_figure(header) {
            return Match::Unknown;
        }
        let of_year = || {
            let dated = Dated::of(header).filter(|dated| year.is_none_or(|year| year == dated.year))?;
            dated.bare().map(|bare| self.find(&bare)).find(|found| *found != Match::Unknown)
        };
        match self.find(header) {
            Match::Unknown => of_year().unwrap_or(Match::Unknown),
            found => found,
        }
    }

    /// True for a header that states another unit than the column of numbers that it means is asked in.
    pub(crate) fn states_other_unit(&self, header: &str) -> bool {
        matches!(self.find_dated(header, None), Match::Column(column) if self.is_in_other_unit(column, header))
    }

    fn is_in_other_unit(&self, column: &ColumnDefinition, header: &str) -> bool {
        let field = self.dataset.field(&column.field).filter(|field| field.kind.is_number());
        field.is_some_and(|field| stated::is_other(header, column, &Asked::new(field.unit_name(), self.currency)))
    }

    /// The column whose header is a slip of the hand away, or stands beside a year and what is not understood of it.
    pub(crate) fn near(&self, header: &str) -> Option<&'d ColumnDefinition> {
        let forms = || self.known().map(|(known, _)| known.plain.as_str());
        let column = |form: &str| self.known().find(|(known, _)| known.plain == form).map(|(_, column)| column);
        // What stands around a header is no slip: it is looked at without it too, and without a day or year behind it.
        let name = Name::new(header, self.currency);
        let bare: String = name.plain.chars().filter(|c| !c.is_ascii_digit()).collect();
        if bare != name.plain
            && let Some(column) = column(&bare)
        {
            return Some(column);
        }
        let named = |part: String| match self.find(&part) {
            Match::Column(column) => Some(column),
            _ => None,
        };
        if let Some(column) = dated::parts(header).find_map(named) {
            return Some(column);
        }
        let near = nearest(&plain(header), forms())
            .or_else(|| nearest(name.loose(), forms().filter(|form| form.len() > 3)))?;
        column(near)
    }

    /// The column whose header begins a longer one, and whether the words behind it only say how it is counted:
    /// `Nettoomsättning inkl. moms`.
    pub(crate) fn begun(&self, header: &str) -> Option<(&'d ColumnDefinition, bool)> {
        let all = words(&unit::spelt(header));
        let named = |length: &usize| match self.find(&all[..*length].join(" ")) {
            Match::Column(column) if all[..*length].concat().len() >= OWN => Some((column, *length)),
            _ => None,
        };
        let (column, length) = (1..all.len()).rev().find_map(|length| named(&length))?;
        let rest = &all[length..];
        let (first, of_books) = (rest[0].as_str(), ACCOUNTS.contains(&rest[0].as_str()));
        let is_other = rest.iter().any(|word| {
            let is_figure = !of_books && word.contains(|c: char| c.is_ascii_digit());
            is_figure || OTHERS.iter().any(|begin| word.starts_with(begin))
        });
        (!is_other).then(|| (column, of_books || HOW.contains(&first)))
    }

    /// The columns that a header may mean, by the names the form has for them.
    pub(crate) fn meant(&self, header: &str) -> Vec<&'d ColumnDefinition> {
        let name = Name::new(header, self.currency);
        let mut meant: Vec<&ColumnDefinition> = Vec::new();
        for (known, column) in self.known() {
            let same = known.plain == name.plain || known.loose() == name.loose();
            if same && !meant.iter().any(|one| one.name == column.name) {
                meant.push(column);
            }
        }
        meant
    }

    /// The columns among which a header leaves open which is meant, as it only names a part, `Kvinnor`, or that something is
    /// counted, `Antal`.
    pub(crate) fn left_open(&self, header: &str) -> Vec<&'d ColumnDefinition> {
        let name = Name::new(header, self.currency);
        let parts: Vec<&ColumnDefinition> = self.parts.called_alone(&name.plain).collect();
        if !parts.is_empty() || !COUNTED.contains(&name.plain.as_str()) {
            return parts;
        }
        let is_counted = |column: &&ColumnDefinition| {
            let field = self.dataset.field(&column.field).filter(|_| column.part.is_empty());
            field.is_some_and(|field| field.core && matches!(field.kind, FieldType::Integer | FieldType::Decimal))
        };
        self.dataset.columns.iter().filter(is_counted).collect()
    }

    /// Where a line names the number of an organisation.
    pub(crate) fn organisation(&self, line: &Line) -> Option<usize> {
        let is_number = |column: &ColumnDefinition| {
            self.dataset.field(&column.field).is_some_and(|field| field.kind == FieldType::OrganisationNumber)
        };
        let mut named = line.filled().filter(|(_, cell)| match self.find_dated(&cell.text, None) {
            Match::Column(column) => is_number(column),
            _ => false,
        });
        named.next().map(|(at, _)| at)
    }

    /// How many columns of the dataset a line names.
    pub(crate) fn matches(&self, line: &Line) -> usize {
        self.columns(line).len()
    }

    /// The columns of the dataset that a line names, each once.
    pub(super) fn columns(&self, line: &Line) -> Vec<&'d str> {
        let mut found: Vec<&'d str> = line
            .cells
            .iter()
            .filter_map(|cell| match self.find_dated(&cell.text, None) {
                Match::Column(column) => Some(column.name.as_str()),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The names, labels and aliases of every column, each with the form in which it is strictly read.
fn own<'d>(dataset: &'d Dataset, currency: &str) -> impl ParallelIterator<Item = (usize, Name, &'d ColumnDefinition)> {
    dataset.columns.par_iter().flat_map_iter(move |column| {
        let spoken = column.label.0.values().chain(&column.aliases).map(|written| (1, written));
        [(0, &column.name)]
            .into_iter()
            .chain(spoken)
            .map(move |(form, written)| (form, Name::new(written, currency), column))
    })
}

fn add<'d>(forms: &mut FxHashMap<String, Match<'d>>, form: String, column: &'d ColumnDefinition) {
    let known = forms.entry(form).or_insert(Match::Unknown);
    *known = known.or(Match::Column(column));
}
