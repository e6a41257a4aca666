//! How much sense the letters and signs beyond ASCII of a text make, each between those beside it.

use super::super::encoding::is_no_character;
use super::{Expected, WORD};

/// Marks that stand around what is quoted.
const QUOTES: [char; 5] = ['”', '“', '„', '»', '«'];

/// How much sense a text makes; beside another, only where it differs from it.
pub(super) fn score(text: &str, beside: Option<&str>, expected: &Expected) -> f64 {
    let characters: Vec<char> = text.chars().collect();
    let mut other = beside.map(str::chars);
    let mut sum = 0.0;
    for (at, c) in characters.iter().enumerate() {
        let same = other.as_mut().is_some_and(|other| other.next() == Some(*c));
        // A character that stands many times in a row makes no more sense than once.
        let again = at > 0 && characters[at - 1] == *c;
        if !c.is_ascii() && !same && !again {
            sum += sense(&Around { text: &characters, at }, *c, expected);
        }
    }
    if beside.is_none() {
        for _ in expected.words_in(text) {
            sum += WORD;
        }
    }
    sum
}

/// What stands beside a character.
struct Around<'t> {
    text: &'t [char],
    at: usize,
}

impl Around<'_> {
    /// The character so many before it, or behind it; a line end beyond the text.
    fn beside(&self, steps: isize) -> char {
        self.at.checked_add_signed(steps).and_then(|at| self.text.get(at)).copied().unwrap_or('\n')
    }

    /// How many of the two beside it are letters.
    fn letters(&self) -> u8 {
        u8::from(self.beside(-1).is_alphabetic()) + u8::from(self.beside(1).is_alphabetic())
    }

    /// It touches a figure.
    fn touches_figure(&self) -> bool {
        self.beside(-1).is_numeric() || self.beside(1).is_numeric()
    }

    /// A figure stands a space before it or behind it.
    fn is_by_figure(&self) -> bool {
        [-1, 1].into_iter().any(|side| self.beside(side) == ' ' && self.beside(2 * side).is_numeric())
    }

    /// A letter as small as it is cannot stand there, or as large.
    fn is_wrong_case(&self, c: char) -> bool {
        let (before, after) = (self.beside(-1), self.beside(1));
        if c.is_uppercase() {
            return before.is_lowercase() || (before.is_alphabetic() && after.is_lowercase());
        }
        // The last of a word in capitals is one too.
        after.is_uppercase() || (before.is_uppercase() && self.beside(-2).is_uppercase())
    }

    /// It stands on one side of a word and a quotation mark on the other.
    fn quotes_word(&self) -> bool {
        [-1, 1].into_iter().any(|side| {
            let mut end = side;
            while self.beside(end).is_alphabetic() {
                end += side;
            }
            end != side && QUOTES.contains(&self.beside(end)) && !self.beside(end + side).is_alphabetic()
        })
    }
}

/// How much sense a character beyond ASCII makes between others.
fn sense(around: &Around, c: char, expected: &Expected) -> f64 {
    if is_no_character(c) {
        return -12.0;
    }
    if c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'ƒ' | 'ˇ' | 'ˆ') {
        of_letter(around, c, expected)
    } else {
        of_sign(around, c)
    }
}

fn of_letter(around: &Around, c: char, expected: &Expected) -> f64 {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let known = expected.worth(lower);
    let latin = matches!(lower, '\u{df}'..='\u{17f}' | 'ș' | 'ț');
    let worth = known.unwrap_or(if latin { 0.3 } else { -3.0 });
    let is_frequent = known.is_some_and(|worth| worth >= 3.0);
    let is_alone = around.letters() == 0;
    if is_alone && matches!(c, 'à' | 'á') {
        // `3 á 4`, `à 50 kr`.
        if around.is_by_figure() {
            return 4.5;
        }
        if c == 'à' && around.beside(-1) == ' ' && around.beside(1) == ' ' {
            return worth;
        }
    }
    // A Swedish é stands at the end of a stem, and so do its relatives.
    let odd_start = !around.beside(-1).is_alphabetic() && lower != 'å' && !is_frequent;
    // `50 Ä` is more likely `50 €`.
    let initial = is_alone && c.is_uppercase() && known.is_some() && around.is_by_figure();
    worth
        - if around.is_wrong_case(c) { 6.0 } else { 0.0 }
        - if odd_start { 1.0 } else { 0.0 }
        - if is_alone && !is_frequent { 1.5 } else { 0.0 }
        - if initial { 2.0 } else { 0.0 }
        - if around.touches_figure() { 2.0 } else { 0.0 }
}

fn of_sign(around: &Around, c: char) -> f64 {
    let letters = around.letters();
    let figure = || around.is_by_figure() || around.touches_figure();
    let (inside, outside) = match c {
        '\u{a0}' => return of_hard_space(around),
        '§' if figure() => return 3.5,
        '€' if figure() => return 4.5,
        '’' | '´' | '‘' => (2.0, 0.0),
        '–' | '—' | '−' => (-0.5, 1.0),
        _ if QUOTES.contains(&c) => (-2.0, if letters == 1 && around.quotes_word() { 5.0 } else { 0.5 }),
        '½' | '¼' | '¾' | '²' | '³' | '¹' | '…' => (-2.0, 0.5),
        '€' | '£' => (-3.0, 0.7),
        '°' | '§' | '•' | '·' | '×' | '±' | '©' | '®' | '™' | 'º' | 'ª' | 'µ' | '‰' => (-2.0, 0.2),
        '\u{2500}'..='\u{25ff}' => (-3.0, -3.0),
        _ => return -1.0 - f64::from(letters),
    };
    if letters == 2 { inside } else { outside }
}

fn of_hard_space(around: &Around) -> f64 {
    let after = around.beside(1);
    if around.beside(-1).is_numeric() && (after.is_numeric() || after.is_alphabetic() || after == '%') {
        2.0
    } else {
        0.3 - 0.2 * f64::from(around.letters())
    }
}
