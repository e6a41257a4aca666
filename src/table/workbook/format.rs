//! Number formats and crossed-out fonts: what a spreadsheet shows of a cell besides what it holds.

use serde::{Deserialize, Serialize};

use super::super::unit;
use super::{Kind, number_text};

/// What a cell shows besides what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// The unit that stands beside its number, such as `€` or `tkr`; empty for none that is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The power of ten by which its number is shown smaller than it is: 3 for thousands.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub power: u32,
    /// It is crossed out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
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
    /// Their font is crossed out.
    pub struck: bool,
}

impl Look {
    /// False where the cells show what they hold.
    pub(super) fn tells(&self) -> bool {
        self.struck || self.format.sections.iter().any(|section| section.percent || section.tells())
    }

    /// The text of a number, and what is shown besides.
    pub(super) fn number(&self, number: f64) -> (String, Option<Box<Style>>) {
        let plain = Section::default();
        let section = self.format.section(number).unwrap_or(&plain);
        let text = if section.percent { format!("{} %", number_text(number * 100.0)) } else { number_text(number) };
        let style = Style { unit: section.unit.clone(), power: section.power, struck: self.struck };
        (text, (self.struck || section.tells()).then(|| Box::new(style)))
    }

    /// What is shown besides a cell of a kind.
    pub(super) fn style(&self, kind: Kind, text: &str) -> Option<Box<Style>> {
        match text.parse() {
            Ok(number) if kind == Kind::Number => self.number(number).1,
            _ => self.text(),
        }
    }

    /// What is shown besides a text.
    pub(super) fn text(&self) -> Option<Box<Style>> {
        self.struck.then(|| Box::new(Style { struck: true, ..Style::default() }))
    }
}

/// A number format (ECMA-376 18.8.31): sections for positive numbers, negative ones and zero, or each with a condition.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

/// What one section of a number format shows.
#[derive(Debug, Clone, Default)]
struct Section {
    condition: Option<(String, f64)>,
    percent: bool,
    power: u32,
    unit: String,
}

impl Section {
    fn tells(&self) -> bool {
        self.power > 0 || !self.unit.is_empty()
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

impl NumberFormat {
    /// Reads the code of a format as it stands in a workbook, with a point for decimals whatever the language.
    pub(super) fn of_code(code: &str) -> Self {
        let mut sections = Vec::new();
        let mut rest = code;
        loop {
            let (section, next) = section(rest);
            sections.push(section);
            let Some(next) = next else { return Self { sections } };
            rest = next;
        }
    }

    /// A format that shows a unit, or a power of ten less.
    pub(super) fn plain(unit: &str, power: u32) -> Self {
        let section = Section { power, unit: known(unit).unwrap_or_default(), ..Section::default() };
        Self { sections: vec![section] }
    }

    /// True where no currency can be told from what is shown: crowns are of several countries.
    pub(super) fn tells_no_currency(&self) -> bool {
        let is_vague = |section: &Section| section.power == 0 && matches!(section.unit.as_str(), "" | "kr" | "kr.");
        self.sections.iter().all(is_vague)
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

/// The first section of a code, and what stands behind it.
fn section(code: &str) -> (Section, Option<&str>) {
    let mut section = Section::default();
    let (mut before, mut after, mut digits, mut commas) = (String::new(), String::new(), false, 0);
    let mut characters = code.char_indices();
    let mut next = None;
    while let Some((at, c)) = characters.next() {
        let words = if digits { &mut after } else { &mut before };
        match c {
            ';' => {
                next = Some(&code[at + 1..]);
                break;
            }
            '"' => words.extend(characters.by_ref().map(|(_, c)| c).take_while(|c| *c != '"')),
            '\\' => words.extend(characters.next().map(|(_, c)| c)),
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String = characters.by_ref().map(|(_, c)| c).take_while(|c| *c != ']').collect();
                if let Some(currency) = inside.strip_prefix('$') {
                    words.push_str(&currency_word(currency));
                } else if let Some(limit) = inside.find(|c: char| !"<>=".contains(c)).filter(|at| *at > 0) {
                    let (relation, limit) = inside.split_at(limit);
                    section.condition = limit.trim().parse().ok().map(|limit| (relation.to_owned(), limit));
                }
            }
            '0' | '#' | '?' => (digits, commas) = (true, 0),
            ',' if digits => commas += 1,
            // Commas before the decimal point part no digits: they take thousands away.
            '.' if digits => section.power += 3 * std::mem::take(&mut commas),
            '%' => section.percent = true,
            'G' | 'S' if ["General", "Standard"].iter().any(|name| code[at..].starts_with(name)) => {
                let length = if c == 'G' { "eneral".len() } else { "tandard".len() };
                characters.nth(length - 1);
                digits = true;
            }
            c if c.is_alphabetic() || c.is_whitespace() || "€$£".contains(c) => words.push(c),
            _ => {}
        }
    }
    section.power += 3 * commas;
    section.unit = known(&after).or_else(|| known(&before)).unwrap_or_default();
    (section, next)
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
fn known(word: &str) -> Option<String> {
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '+' | '*' | '/');
    let word = word.trim_matches(edge).trim_start_matches(['-', '\u{2212}']).trim();
    (!word.is_empty() && unit::is_word(word)).then(|| word.to_owned())
}
