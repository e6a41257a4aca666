//! What a line is that is no row of figures: a unit row, a total, a remark, headers once more.

use crate::table::lines::{Line, LineCell};
use crate::table::spelling::unit;
use crate::table::spelling::words::plain;
use crate::table::workbook::Kind;

/// Words that begin a row of sums, in the languages of the form; like the next two without accents.
const TOTALS: [&str; 33] = [
    "summa",
    "totalt",
    "total",
    "totalsumma",
    "slutsumma",
    "summering",
    "summaallaföretag",
    "sum",
    "grandtotal",
    "totals",
    "totale",
    "totalegenerale",
    "somme",
    "totaux",
    "totalgeneral",
    "skupaj",
    "vsota",
    "skupnavsota",
    "tot",
    "summan",
    "sammanlagt",
    "totalbelopp",
    "sumtotal",
    "overalltotal",
    "sommetotale",
    "totali",
    "somma",
    "sommatotale",
    "totalecomplessivo",
    "suma",
    "sumatotala",
    "skupno",
    "vsotavseh",
];
/// Words that begin a row of sums of only some rows.
const PARTS: [&str; 15] = [
    "delsumma",
    "deltotal",
    "mellansumma",
    "subtotal",
    "subtotals",
    "subtotale",
    "soustotal",
    "totalpartiel",
    "totaleparziale",
    "sommaparziale",
    "totalpartial",
    "sumapartiala",
    "vmesnavsota",
    "delnavsota",
    "vmesnisestevek",
];
/// Signs that stand for the word, in small letters.
const SIGNS: [&str; 3] = ["s:a", "σ", "∑"];
/// Those that stand for it only where nothing stands beside them: a company is called `Exempel SA`.
const ALONE: [&str; 2] = ["sa", "="];
/// Words that begin a row of means.
const MEANS: [&str; 9] =
    ["medel", "medelvarde", "genomsnitt", "snitt", "median", "average", "mean", "medie", "moyenne"];
/// Words with which a remark begins.
const REMARKS: [&str; 22] = [
    "källa",
    "not",
    "noter",
    "anm",
    "anmärkning",
    "obs",
    "fotnot",
    "förklaring",
    "kommentar",
    "source",
    "sources",
    "note",
    "notes",
    "remark",
    "remarque",
    "nota",
    "fonte",
    "sursa",
    "notă",
    "opomba",
    "vir",
    "nb",
];
/// Units and forms that may stand in a row of their own below the headers.
const UNITS: [&str; 70] = [
    "kr",
    "sek",
    "kronor",
    "eur",
    "euro",
    "ron",
    "lei",
    "antal",
    "st",
    "styck",
    "personer",
    "pers",
    "persons",
    "tim",
    "timmar",
    "h",
    "hours",
    "fte",
    "heltidstjänster",
    "årsarbetskrafter",
    "procent",
    "percent",
    "%",
    "text",
    "fritext",
    "datum",
    "date",
    "ååååmmdd",
    "yyyymmdd",
    "janej",
    "yesno",
    "ja",
    "kod",
    "code",
    "number",
    "nummer",
    "tal",
    "år",
    "year",
    "enhet",
    "unit",
    "heltal",
    "heltid",
    "couronnes",
    "corone",
    "coroane",
    "krone",
    "euros",
    "evri",
    "people",
    "personnes",
    "persone",
    "persoane",
    "osebe",
    "heures",
    "ore",
    "ure",
    "fulltimejobs",
    "équivalentstempsplein",
    "equivalentiatempopieno",
    "normeîntregi",
    "ekvivalentpolnegadelovnegačasa",
    "percento",
    "procente",
    "odstotki",
    "pourcent",
    "aaaammjj",
    "aaaammgg",
    "aaaallzz",
    "llllmmdd",
];
/// Units in which an amount is another one than the form asks for.
const SCALES: [&str; 16] = [
    "tkr",
    "kkr",
    "tsek",
    "ksek",
    "mkr",
    "mnkr",
    "msek",
    "mdkr",
    "tusenkr",
    "tusentalkr",
    "tusenkronor",
    "teur",
    "keur",
    "miljonerkr",
    "milj",
    "miljkr",
];

/// Letters and words of a unit that is not known: `årsarb.`, `heltidstj.`
const OF_UNIT: (usize, usize) = (16, 2);
/// Digits of a page's number.
const OF_PAGE: usize = 2;

/// What a row of sums holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sums {
    /// Sums of all rows.
    All,
    /// Sums of some rows.
    Part,
    /// No sums but means.
    Mean,
}

/// What a line is that is no row of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    /// The headers once more.
    Header,
    /// Sums of other rows.
    Total,
    /// Words alone: a footnote or a heading between rows.
    Remark,
}

impl Other {
    /// The rule that tells of it.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::Header => "repeated-header",
            Self::Total => "total-row",
            Self::Remark => "remark-row",
        }
    }
}

/// True when a line has only units in its cells, at least in two.
pub(crate) fn is_unit_line(line: &Line) -> bool {
    let mut filled = line.filled().map(|(_, cell)| is_unit(&cell.text)).peekable();
    filled.peek().is_some() && line.filled().count() >= 2 && filled.all(|unit| unit)
}

/// True for a line of units right below a header: besides known ones short words without a digit may stand there, or one alone,
/// but nothing below the first column of the header, by which a row is known, and nothing where it names none.
pub(crate) fn is_unit_line_below(header: &Line, line: &Line) -> bool {
    let first = header.filled().next().map(|(at, _)| at);
    let is_named = |at: usize| header.cells.get(at).is_some_and(|cell| !cell.is_blank()) && Some(at) != first;
    let (most, words) = OF_UNIT;
    let is_short = |text: &str| {
        text.chars().count() <= most
            && text.split_whitespace().count() <= words
            && text.contains(char::is_alphabetic)
            && !text.contains(|c: char| c.is_numeric())
    };
    let may_be = |cell: &LineCell| cell.kind == Kind::Text && (is_unit(&cell.text) || is_short(cell.text.trim()));
    let are_units = || line.filled().all(|(at, cell)| is_named(at) && may_be(cell));
    // An answer may be called like a unit: at least half of them must be known.
    let known = || line.filled().filter(|(_, cell)| is_unit(&cell.text)).count();
    is_unit_line(line) || (known() > 0 && known() * 2 >= line.filled().count() && are_units())
}

/// True for a unit that may stand in a row of its own.
pub(crate) fn is_unit(text: &str) -> bool {
    let word = unit_word(text);
    UNITS.contains(&word.as_str()) || is_scale(text) || unit::is_word(text.trim())
}

/// True for a unit that makes the figures below it other ones, such as `tkr`.
pub(crate) fn is_scale(text: &str) -> bool {
    SCALES.contains(&unit_word(text).as_str()) || matches!(text.trim(), "k€" | "m€" | "t€" | "1000 kr" | "1 000 kr")
}

fn unit_word(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic() || *c == '%').flat_map(char::to_lowercase).collect()
}

/// True when every cell of a line says what the header says at its place, at least in two cells.
pub(crate) fn repeats(line: &Line, headers: &[String]) -> bool {
    let said = |(at, cell): (usize, &LineCell)| headers.get(at).is_some_and(|header| says(header, &cell.text));
    let alike = |(at, cell): (usize, &LineCell)| headers.get(at).is_some_and(|header| begins_alike(header, &cell.text));
    // Most rows are told apart by the first letter alone.
    line.filled().take(1).all(alike) && line.filled().count() >= 2 && line.filled().all(said)
}

/// True for a text that says what a header says, or one of several lines of it.
fn says(header: &str, text: &str) -> bool {
    let written = plain(text);
    !written.is_empty() && header.split(" / ").chain([header]).any(|part| plain(part) == written)
}

/// True for a text that begins with the letter of a header, or where several lines of headers make that hard to tell.
fn begins_alike(header: &str, text: &str) -> bool {
    let begins = header
        .chars()
        .next()
        .map(char::to_lowercase)
        .is_some_and(|first| text.trim_start().chars().next().is_some_and(|c| c.to_lowercase().eq(first.clone())));
    begins || header.contains(" / ")
}

/// True when a line begins with a word for sums.
pub(crate) fn is_total(line: &Line) -> bool {
    word_for_sums(first_text(line)).is_some() && line.filled().count() >= 2
}

/// Position of a word for sums and whose they are with which a line begins: `Delsumma Karlskoga`, `Karlskoga totalt`. It may
/// be a name too.
pub(crate) fn named_total(line: &Line) -> Option<usize> {
    let (at, first) = line.filled().find(|(_, cell)| !cell.text.trim().is_empty())?;
    (names_sums(first.text.trim()) && line.filled().count() >= 2).then_some(at)
}

/// What a row of sums holds.
pub(crate) fn sums(line: &Line) -> Option<Sums> {
    let first = first_text(line);
    word_for_sums(first).or_else(|| names_sums(first).then_some(Sums::Part))
}

fn first_text(line: &Line) -> &str {
    line.filled().map(|(_, cell)| cell.text.trim()).find(|text| !text.is_empty()).unwrap_or_default()
}

/// What a text that is a word for sums, perhaps with a year, says that they are.
fn word_for_sums(text: &str) -> Option<Sums> {
    if !text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '∑' | '=')) {
        return None;
    }
    let without_year =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | '.'));
    let is_sign = |known: &&str| *known == without_year.to_lowercase();
    if SIGNS.iter().chain(&ALONE).any(is_sign) {
        return Some(Sums::All);
    }
    let word = plain(without_year);
    let is_in = |words: &[&str]| words.contains(&word.as_str());
    let part = || is_in(&PARTS).then_some(Sums::Part);
    is_in(&TOTALS).then_some(Sums::All).or_else(part).or_else(|| is_in(&MEANS).then_some(Sums::Mean))
}

/// True for several words of which the first or the last is one for sums.
fn names_sums(text: &str) -> bool {
    let is_alone = |word: &str| ALONE.contains(&word.trim_end_matches([':', '.']).to_lowercase().as_str());
    let is_word = |word: &str| !is_alone(word) && matches!(word_for_sums(word), Some(Sums::All | Sums::Part));
    text.split_once(' ').is_some_and(|(first, _)| is_word(first))
        || text.rsplit_once(' ').is_some_and(|(_, last)| is_word(last))
}

/// True where the first text of a line, under its header, leaves open whether the line is the headers once more or sums.
pub(crate) fn may_be_other(header: &str, text: &str) -> bool {
    let text = text.trim();
    word_for_sums(text).is_some() || names_sums(text) || (begins_alike(header, text) && says(header, text))
}

/// The one cell of a line that has something in it, when its words are a footnote or a heading.
///
/// Few digits and no second delimiter tell it from a row whose cells have run together.
pub(crate) fn remark(line: &Line) -> Option<(usize, bool)> {
    let mut filled = line.filled();
    let (at, cell) = filled.next().filter(|_| line.filled().nth(1).is_none())?;
    let text = cell.text.trim();
    let marked = is_marked(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let one = !text.contains([';', '\t', '|', '"']);
    let words = letters >= 3 && text.chars().next().is_some_and(|c| !c.is_ascii_digit()) && digits * 4 <= letters;
    let listed = text.matches(',').count() > 2 && !marked;
    (one && (words || marked) && !listed).then_some((at, marked))
}

/// True for a text that begins as a footnote does.
fn is_marked(text: &str) -> bool {
    if text.starts_with(['*', '†', '¹', '²', '³']) {
        return true;
    }
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let rest = text.chars().nth(word.chars().count());
    let numbered = text.split_once(')').is_some_and(|(number, rest)| {
        !rest.is_empty() && number.len() <= 2 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    numbered || (REMARKS.contains(&word.as_str()) && matches!(rest, Some(':' | '.' | ' ')))
}

/// The text of a line whose first cell alone holds something.
pub(crate) fn only_first(line: &Line) -> Option<&str> {
    let mut filled = line.filled();
    let (at, cell) = filled.next()?;
    (at == 0 && filled.next().is_none()).then(|| cell.text.trim())
}

/// True where a line with too few cells goes on in the next one below it: together they have as many as the others, and one more
/// where a cell was parted.
pub(crate) fn goes_on(line: &Line, next: &Line, all: usize) -> bool {
    let (count, more) = (line.cells.len(), next.cells.len());
    let has_digit = |(_, cell): (usize, &LineCell)| cell.text.bytes().any(|byte| byte.is_ascii_digit());
    // A heading below a line without its empty last cells is no rest of it.
    let is_rest = more > 2 || next.filled().any(has_digit);
    let are_short = count < all && more < all && (count + more == all || count + more == all + 1);
    are_short && is_rest && line.row + 1 == next.row && line.faults.is_empty() && next.faults.is_empty()
}

/// True for a lone number that programs print below a table: that of a page, or a year.
pub(crate) fn may_be_printed(text: &str) -> bool {
    let is_year = || text.parse().is_ok_and(|year: u32| (1900..2100).contains(&year));
    text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() <= OF_PAGE || is_year())
}

/// True for the first line of a text by which programs are told what parts its cells, `sep=;`: it is understood and says nothing else.
pub(crate) fn is_delimiter_line(line: &Line) -> bool {
    let is_one = |text: &str| text.len() <= "sep=;".len() && text.to_lowercase().starts_with("sep=");
    line.row == 1 && line.is_record() && only_first(line).is_some_and(is_one)
}

/// True for one column of numbers below its header, some of which have a decimal comma.
pub(crate) fn are_decimals(lines: &[&Line]) -> bool {
    let are_digits = |cell: &LineCell| !cell.text.is_empty() && cell.text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |cells: &[LineCell]| match cells {
        [first, rest @ ..] => {
            let whole = first.text.trim().trim_start_matches('-');
            rest.len() < 2
                && !whole.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && rest.iter().all(are_digits)
        }
        [] => false,
    };
    lines.split_first().is_some_and(|(header, rows)| {
        let is_header = header.cells.len() == 1 && header.cells[0].text.contains(char::is_alphabetic);
        is_header && !rows.is_empty() && rows.iter().all(|line| is_number(&line.cells))
    })
}

/// True when a line can be a line of headers: some words, and no figures.
pub(crate) fn is_wordy(line: &Line) -> bool {
    let has_digit = |cell: &LineCell| cell.text.bytes().any(|byte| byte.is_ascii_digit());
    let mut words = 0;
    for (_, cell) in line.filled() {
        if has_digit(cell) || cell.text.len() > 200 {
            return false;
        }
        words += usize::from(cell.text.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    }
    words >= 2
}
