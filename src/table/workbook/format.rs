//! Number formats and crossed-out fonts: what a spreadsheet shows of a cell besides what it holds.

use std::ptr;

use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Serialize};

use super::runs::{Font, Runs};
use super::{Kind, SheetCell, number_text};
use crate::table::spelling::{duration, number, unit};
use crate::value::Decimal;

/// What a cell shows besides what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// The word that stands beside its number, such as `€`, `tkr` or `ton`; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The power of ten by which its number is shown smaller than it is: 3 for thousands.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub power: u32,
    /// The decimals with which its number is shown, where it is shown smaller or with another sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// Its number is shown with a minus though it has none, or without the one that it has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub turned: bool,
    /// Its number as it is shown, where the format sets digits of its own beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lengthened: Option<String>,
    /// It is crossed out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
    /// What is shown instead of it, where its format shows nothing of what the cell holds; mostly nothing at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(power: &u32) -> bool {
    *power == 0
}

/// How the cells of one style look.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// How their numbers are shown.
    pub format: NumberFormat,
    /// How they are set.
    pub font: Font,
}

impl Look {
    /// False where the cells show what they hold.
    pub(super) fn tells(&self) -> bool {
        let tells = |section: &Section| section.percent || section.tells();
        let is_set = self.font.is_struck() || self.font.is_off_line();
        let tells_all = is_set || self.format.hides_text.is_some() || self.format.without_minus().is_some();
        tells_all || self.format.sections.iter().any(tells)
    }

    /// The text of a number, and what is shown besides.
    pub(super) fn number(&self, number: f64) -> (String, Option<Box<Style>>) {
        let plain = Section::default();
        let section = self.format.section(number).unwrap_or(&plain);
        let text = if section.percent { format!("{} %", number_text(number * 100.0)) } else { number_text(number) };
        // A dash for nothing says what the cell holds.
        let instead = section.instead.clone().filter(|text| number != 0.0 || text.is_empty());
        let drops_minus = || self.format.without_minus().is_some_and(|plainly| ptr::eq(plainly, section));
        let turned = if number > 0.0 { section.sign == Sign::Minus } else { number < 0.0 && drops_minus() };
        let lengthened = section.lengthened.as_ref().map(|[before, after]| {
            let digits =
                section.decimals.map_or_else(|| text.clone(), |decimals| digits(&text, section.power, decimals));
            format!("{before}{digits}{after}")
        });
        let (unit, power, struck) = (section.unit.clone(), section.power, self.font.is_struck());
        let decimals = section.decimals.filter(|_| power > 0 || turned);
        let style = Style { unit, power, decimals, turned, lengthened, struck, instead };
        (text, (style != Style::default()).then(|| Box::new(style)))
    }

    /// What is shown besides a cell of a kind.
    pub(super) fn style(&self, kind: Kind, text: &str) -> Option<Box<Style>> {
        match text.parse() {
            Ok(number) if kind == Kind::Number => self.number(number).1,
            _ => self.text(),
        }
    }

    /// True where a number of days is shown as the time of a day.
    pub(super) fn is_clock(&self, days: f64) -> bool {
        self.format.section(days).is_some_and(|section| section.clock)
    }

    /// What is shown besides a duration of so many days: of one that is shown as the time of a day, no days.
    pub(super) fn duration(&self, days: f64, text: &str) -> Option<Box<Style>> {
        let instead = duration::without_days(text).filter(|_| self.is_clock(days));
        let style = Style { struck: self.font.is_struck(), instead, ..Style::default() };
        (style != Style::default()).then(|| Box::new(style))
    }

    /// What is shown besides a text.
    pub(super) fn text(&self) -> Option<Box<Style>> {
        let style =
            Style { struck: self.font.is_struck(), instead: self.format.hides_text.clone(), ..Style::default() };
        (style != Style::default()).then(|| Box::new(style))
    }
}

impl SheetCell {
    /// A text in a column, with what the look of its cell and its own runs tell.
    pub(super) fn of_text(column: u32, text: String, look: Option<&Look>, runs: Option<&Runs>) -> Self {
        if runs.is_none() && !look.is_some_and(|look| look.font.is_off_line()) {
            return Self { column, kind: Kind::Text, text, style: look.and_then(Look::text) };
        }
        let look = look.cloned().unwrap_or_default();
        let mut whole = Runs::default();
        whole.push(Font::default(), &text);
        let (text, struck) = runs.unwrap_or(&whole).typed(look.font);
        let look = Look { font: Font { struck: Some(struck), ..look.font }, ..look };
        Self { column, kind: Kind::Text, text, style: look.text() }
    }
}

/// A number format (ECMA-376 18.8.31): sections for positive numbers, negative ones and zero, or each with a condition.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberFormat {
    /// How numbers are shown.
    pub sections: Vec<Section>,
    /// What is shown instead of a text, where there is a section for texts that shows none.
    pub hides_text: Option<String>,
}

/// What in a section of a number format says that a number is less than zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing.
    #[default]
    Nothing,
    /// Perhaps a colour.
    Colour,
    /// A minus or brackets beside the place for the digits.
    Minus,
}

/// What one section of a number format shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// For which numbers it is, by a relation and a limit.
    pub condition: Option<(String, f64)>,
    /// They are shown times a hundred.
    pub percent: bool,
    /// The power of ten by which they are shown smaller.
    pub power: u32,
    /// How many decimals they are shown with; as many as they have where that is not said.
    pub decimals: Option<u32>,
    /// The word beside them.
    pub unit: String,
    /// What is shown instead of them, where there is no place for a digit.
    pub instead: Option<String>,
    /// Words before and behind them that begin or end with a digit beside theirs.
    pub lengthened: Option<[String; 2]>,
    /// They are shown as the time of a day, whatever the day.
    pub clock: bool,
    /// What says that they are less than zero.
    pub sign: Sign,
}

impl Section {
    fn tells(&self) -> bool {
        let has_words = !self.unit.is_empty() || self.instead.is_some() || self.lengthened.is_some();
        self.power > 0 || has_words || self.clock || self.sign == Sign::Minus
    }

    /// Takes the words around the place for the digits into account; without such a place or one for a day they are shown instead.
    fn say(&mut self, before: Words, after: Words, digits: bool, shows: bool) {
        if digits || shows {
            if digits && is_minus(&before.signs, &after.signs) {
                self.sign = Sign::Minus;
            }
            let known = known(&after.all).or_else(|| known(&before.all));
            self.unit = known.map_or_else(|| beside(&before.marked, &after.marked), str::to_owned);
            let is_digit = |c: Option<char>| digits && c.is_some_and(|c| c.is_ascii_digit());
            let lengthens = is_digit(before.marked.trim_end().chars().next_back())
                || is_digit(after.marked.trim_start().chars().next());
            self.lengthened = lengthens.then_some([before.marked, after.marked]);
        } else {
            self.instead = Some(before.all.trim().to_owned());
        }
    }

    fn holds_for(&self, number: f64) -> bool {
        let Some((relation, limit)) = &self.condition else { return true };
        match relation.as_str() {
            ">" => number > *limit,
            ">=" => number >= *limit,
            "<" => number < *limit,
            "<=" => number <= *limit,
            "=" => number.total_cmp(limit).is_eq(),
            _ => number.total_cmp(limit).is_ne(),
        }
    }
}

/// The formats with these numbers are built in: percentages, and the time of a day (ECMA-376 18.8.30).
pub(super) fn built_in() -> impl Iterator<Item = (u16, NumberFormat)> {
    let percent = [9, 10].map(|number| (number, "0%"));
    let clock = [18, 19, 20, 21, 45, 47].map(|number| (number, "h:mm"));
    percent.into_iter().chain(clock).map(|(number, code)| (number, NumberFormat::of_code(code)))
}

impl NumberFormat {
    /// Reads the code of a format as it stands in a workbook, with a point for decimals whatever the language.
    pub(super) fn of_code(code: &str) -> Self {
        let mut sections = Vec::new();
        let mut rest = code;
        loop {
            let (section, next) = section(rest);
            sections.push(section);
            let Some(next) = next else { break };
            rest = next;
        }
        // Nothing said of numbers shows them as they are; the fourth section is for texts.
        if sections.len() == 1 && code.trim().is_empty() {
            sections.clear();
        }
        let hides_text = sections.get(3).and_then(|texts| texts.instead.clone());
        sections.truncate(3);
        Self { sections, hides_text }
    }

    /// A format that shows a unit, or a power of ten less.
    pub(super) fn plain(unit: &str, power: u32) -> Self {
        Self { sections: vec![Section { power, unit: beside("", unit), ..Section::default() }], hides_text: None }
    }

    /// The format with another unit beside every number.
    pub(super) fn with_unit(mut self, unit: &str) -> Self {
        if self.sections.is_empty() {
            return Self::plain(unit, 0);
        }
        self.sections.iter_mut().for_each(|section| section.unit = beside("", unit));
        self
    }

    /// True where no currency can be told from what is shown: crowns are of several countries.
    pub(super) fn tells_no_currency(&self) -> bool {
        let is_vague = |section: &Section| {
            let tells = !matches!(section.unit.as_str(), "kr" | "kr.") && unit::is_word(&section.unit);
            section.power == 0 && section.instead.is_none() && !tells
        };
        self.sections.iter().all(is_vague)
    }

    /// The section that shows numbers below zero as if they were none. Where it is for them alone, programs put no minus before
    /// what it shows; one for larger numbers too, or only for those far below zero, shows the minus of each.
    fn without_minus(&self) -> Option<&Section> {
        let shown = self.section(0.0_f64.next_down())?;
        // Between the limits of conditions nothing changes.
        let limits = self.sections.iter().filter_map(|section| Some(section.condition.as_ref()?.1));
        let mut above = limits.chain([0.0]).flat_map(|limit| [limit, limit.next_up()]).filter(|number| *number > 0.0);
        let is_shared = above.any(|number| self.section(number).is_some_and(|other| ptr::eq(other, shown)));
        (!is_shared && shown.sign == Sign::Nothing && shown.instead.is_none()).then_some(shown)
    }

    fn section(&self, number: f64) -> Option<&Section> {
        if self.sections.iter().any(|section| section.condition.is_some()) {
            return self.sections.iter().find(|section| section.holds_for(number));
        }
        let wanted = match number.partial_cmp(&0.0) {
            Some(std::cmp::Ordering::Less) => 1,
            Some(std::cmp::Ordering::Equal) => 2,
            _ => 0,
        };
        self.sections.get(wanted).or(self.sections.first())
    }
}

/// The words on one side of the place for the digits.
#[derive(Default)]
struct Words {
    /// All that stands there.
    all: String,
    /// What is marked as a text: other letters are signs for parts of a day.
    marked: String,
    /// All of it with the signs.
    signs: String,
}

impl Words {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.marked.push_str(text);
        self.signs.push_str(text);
    }
}

/// The first section of a code, and what stands behind it.
fn section(code: &str) -> (Section, Option<&str>) {
    let mut section = Section::default();
    let (mut before, mut after, mut digits, mut commas) = (Words::default(), Words::default(), false, 0);
    let (mut shows, mut decimals, mut in_fraction) = (false, Some(0), false);
    let mut characters = code.char_indices();
    let mut next = None;
    while let Some((at, c)) = characters.next() {
        let words = if digits { &mut after } else { &mut before };
        match c {
            ';' => {
                next = Some(&code[at + 1..]);
                break;
            }
            '"' => words.push(&characters.by_ref().map(|(_, c)| c).take_while(|c| *c != '"').collect::<String>()),
            '\\' => words.push(&characters.next().map(|(_, c)| c.to_string()).unwrap_or_default()),
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String = characters.by_ref().map(|(_, c)| c).take_while(|c| *c != ']').collect();
                if let Some(currency) = inside.strip_prefix('$') {
                    words.push(&currency_word(currency));
                } else if let Some(condition) = relation(&inside) {
                    section.condition = Some(condition);
                } else {
                    section.sign = Sign::Colour;
                }
            }
            '0' | '#' | '?' | '@' => {
                (digits, commas) = (true, 0);
                decimals = decimals.map(|decimals| decimals + u32::from(in_fraction));
                // What stood between digits is no sign of the number.
                after.signs.clear();
            }
            ',' if digits => commas += 1,
            // Commas before the decimal point part no digits: they take thousands away.
            '.' if digits => {
                section.power += 3 * std::mem::take(&mut commas);
                in_fraction = true;
            }
            // A power of ten of its own: 1,5E+06.
            'E' | 'e' if code[at + 1..].starts_with(['+', '-']) => {
                decimals = None;
                characters.next();
            }
            // A fraction: 6 1/4.
            '/' if digits => decimals = None,
            '%' => section.percent = true,
            'G' | 'S' if ["General", "Standard"].iter().any(|name| code[at..].starts_with(name)) => {
                let length = if c == 'G' { "eneral".len() } else { "tandard".len() };
                characters.nth(length - 1);
                (digits, decimals) = (true, None);
            }
            c if c.is_alphabetic() || c.is_whitespace() || "€$£".contains(c) => {
                shows |= c.is_alphabetic();
                words.all.push(c);
                words.signs.push(c);
            }
            c => words.signs.push(c),
        }
    }
    section.power += 3 * commas;
    section.decimals = decimals.filter(|_| digits);
    section.clock = is_clock(next.map_or(code, |next| &code[..code.len() - next.len() - 1]));
    section.say(before, after, digits, shows);
    (section, next)
}

/// The text of a number as it is shown so many powers of ten smaller, and with so many decimals: rounded, and filled up with
/// zeros.
fn digits(text: &str, power: u32, decimals: u32) -> String {
    let Ok(number) = text.parse::<Decimal>() else { return text.to_owned() };
    let shown =
        number::parted_by_ten(number, power).round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    format!("{shown:.*}", decimals as usize)
}

/// True where what stands around a number says that it is less than zero: a minus before or behind it, or brackets. A word beside
/// the sign may be a unit; with any other the sign is part of a name.
pub(super) fn is_minus(before: &str, after: &str) -> bool {
    let word: String = before.chars().filter(|c| c.is_alphabetic()).collect();
    let is_sign = |c: &char| !c.is_alphabetic() && !c.is_whitespace() && !unit::is_sign(*c);
    let sign: String = before.chars().filter(is_sign).collect();
    let is_minus = |sign: &str| matches!(sign, "-" | "\u{2212}" | "\u{2013}");
    let is_bracketed = sign == "(" && after.contains(')');
    let is_behind = sign.is_empty() && is_minus(after.trim());
    (word.is_empty() || unit::is_word(&word)) && (is_minus(&sign) || is_bracketed || is_behind)
}

/// True for the code of a section that shows hours, minutes or seconds of a day, and neither the day nor all that have passed.
fn is_clock(code: &str) -> bool {
    let (mut is_time, mut last) = (false, ' ');
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => drop(characters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty() && inside.chars().all(|c| "hmsHMS".contains(c)) {
                    return false;
                }
            }
            'h' | 'H' | 's' | 'S' => is_time = true,
            'y' | 'Y' | 'd' | 'D' | '#' | '?' | '@' => return false,
            // A fraction of a second.
            '0' if !matches!(last, '.' | '0') => return false,
            _ => {}
        }
        last = c;
    }
    is_time
}

/// A relation and its limit, such as `>=1000`; colours and languages are none.
pub(super) fn relation(condition: &str) -> Option<(String, f64)> {
    let at = condition.find(|c: char| !"<>=!".contains(c)).filter(|at| *at > 0)?;
    let (relation, limit) = condition.split_at(at);
    let relation = if relation == "!=" { "<>" } else { relation };
    Some((relation.to_owned(), limit.trim().parse().ok()?))
}

/// The words of a currency by its sign and the number of its locale: crowns are of several countries.
fn currency_word(currency: &str) -> String {
    let (sign, locale) = currency.rsplit_once('-').unwrap_or((currency, ""));
    match (sign.trim_end_matches('.'), locale.to_uppercase().trim_start_matches('0')) {
        ("kr", "406") => "DKK".to_owned(),
        ("kr", "414" | "814") => "NOK".to_owned(),
        _ => sign.to_owned(),
    }
}

/// A word beside a number, where it is one for a unit.
fn known(word: &str) -> Option<&str> {
    let word = bare(word);
    (!word.is_empty() && unit::is_word(word)).then_some(word)
}

/// The word behind a number, or else the one before it; empty where only signs stand there.
fn beside(before: &str, after: &str) -> String {
    let currency = |c: char| unit::is_sign(c) || matches!(c, '¥' | '\u{20a0}'..='\u{20cf}');
    let is_word = |word: &&str| word.contains(|c: char| c.is_alphabetic() || currency(c));
    [bare(after), bare(before)].into_iter().find(is_word).unwrap_or_default().to_owned()
}

/// A word without the signs around it that negative numbers have.
fn bare(word: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '+' | '*' | '/');
    word.trim_matches(edge).trim_start_matches(['-', '\u{2212}']).trim()
}
