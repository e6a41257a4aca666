//! Amounts as a report writes them: rounded once, in the unit people read (report design, rule G4).

use super::voice::Voice;
use crate::number::{MINUS, NBSP, round};
use crate::value::Decimal;

/// How figures of one unit are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Unit of the definition: `persons`, `fte`, `hours`, `money`, `percent`, …
    pub unit: String,
    /// Decimals that are printed.
    pub decimals: u32,
    /// A balance: what is more than nothing carries a plus.
    pub signed: bool,
    /// It is an upper bound: a sum over enterprises of persons, who count in each that they are in.
    pub is_bound: bool,
}

/// From this many kronor on, amounts are written in millions.
const MILLION: u32 = 1_000_000;

impl Amount {
    /// True for heads, hours and the like, of which there are more or fewer; false for levels such as money and shares.
    pub fn is_counted(&self) -> bool {
        !self.is_money() && !self.is_percent()
    }

    /// True for amounts of the project's currency.
    pub fn is_money(&self) -> bool {
        self.unit == "money"
    }

    /// True for percentages.
    pub fn is_percent(&self) -> bool {
        self.unit == "percent"
    }

    /// True when an amount is written in millions.
    pub fn in_millions(&self, value: Decimal) -> bool {
        self.is_money() && value.abs() >= Decimal::from(MILLION)
    }

    /// True when amounts that stand together are written in millions: when the largest is.
    pub fn all_in_millions(&self, values: impl IntoIterator<Item = Decimal>) -> bool {
        values.into_iter().any(|value| self.in_millions(value))
    }

    /// The number as it is printed, as a number: what titles and differences are checked against.
    pub fn printed(&self, value: Decimal, millions: bool) -> Decimal {
        let ten = Decimal::from(10);
        if millions {
            return round(value / Decimal::from(MILLION), 1);
        }
        match self.unit.as_str() {
            "fte" if value.abs() < ten => round(value, self.decimals.min(1)),
            _ if self.is_coarse(value) => round(value / Decimal::from(100), 0) * Decimal::from(100),
            "fte" | "money" => round(value, 0),
            _ => round(value, self.decimals),
        }
    }

    /// True for hours so many that they are told in hundreds.
    fn is_coarse(&self, value: Decimal) -> bool {
        self.unit == "hours" && value.abs() > Decimal::from(10_000)
    }

    fn places(&self, value: Decimal, millions: bool) -> u32 {
        match self.unit.as_str() {
            _ if millions => 1,
            "fte" if value.abs() < Decimal::from(10) => self.decimals.min(1),
            "fte" | "money" | "hours" => 0,
            _ => self.decimals,
        }
    }

    /// The number without its unit, as in a table; percentages keep their sign, balances carry theirs.
    pub fn number(&self, voice: &Voice, value: Decimal, millions: bool) -> String {
        let number = self.unsigned(voice, value, millions);
        if self.signed { voice.numbers.signed(number, self.printed(value, millions)) } else { number }
    }

    fn unsigned(&self, voice: &Voice, value: Decimal, millions: bool) -> String {
        let (printed, places) = (self.printed(value, millions), self.places(value, millions));
        if printed.is_zero() && !value.is_zero() {
            let half = round(Decimal::new(5, places + 1), places + 1);
            return voice.say("rounds_to_zero", &[("half", &voice.numbers.decimal(half, places + 1))]);
        }
        if self.is_percent() {
            return voice.numbers.percent(printed, places);
        }
        voice.numbers.decimal(printed, places)
    }

    /// A number that was decided, as it was decided: with all its decimals, and at least those of figures.
    pub fn decided(&self, voice: &Voice, value: Decimal, millions: bool) -> String {
        let written = (if millions { value / Decimal::from(MILLION) } else { value }).normalize();
        let places = self.places(value, millions).max(written.scale());
        let number = if self.is_percent() {
            voice.numbers.percent(written, places)
        } else {
            voice.numbers.decimal(written, places)
        };
        if self.signed { voice.numbers.signed(number, written) } else { number }
    }

    /// A decided amount with its unit, as in a sentence.
    pub fn decided_full(&self, voice: &Voice, value: Decimal) -> String {
        if value == self.printed(value, self.in_millions(value)) {
            return self.full(voice, value);
        }
        let millions = self.in_millions(value);
        let number = self.decided(voice, value, millions);
        match () {
            () if self.is_money() => money(voice, if millions { "million" } else { "money" }, &number),
            () if self.is_percent() => number,
            () => format!("{number}{NBSP}{}", self.unit_for(voice, value)),
        }
    }

    /// A decided number, with its unit only where it would be another number without.
    pub fn decided_short(&self, voice: &Voice, value: Decimal) -> String {
        if self.is_money() { self.decided_full(voice, value) } else { self.decided(voice, value, false) }
    }

    /// The amount with its unit, as in a sentence: `128 personer`, `14,2 mn kr`, `74 %`.
    pub fn full(&self, voice: &Voice, value: Decimal) -> String {
        let millions = self.in_millions(value);
        let number = self.number(voice, value, millions);
        if self.is_money() {
            return money(voice, if millions { "million" } else { "money" }, &number);
        }
        if self.is_percent() {
            return number;
        }
        if let Some(one) = (self.printed(value, false) == Decimal::ONE).then(|| format!("one_{}", self.unit))
            && let Some(one) = voice.find(&one)
        {
            return one;
        }
        format!("{number}{NBSP}{}", self.unit_of(voice, value))
    }

    /// The amount as it is written, with the words that it is a bound before it where it is one.
    pub fn at_most(&self, voice: &Voice, value: Decimal, written: &str) -> String {
        if !self.is_bound || value.is_zero() {
            return written.to_owned();
        }
        voice.say("at_most", &[("amount", written)])
    }

    /// A whole count below ten in words.
    pub fn in_words(&self, voice: &Voice, value: Decimal) -> Option<String> {
        let whole = self.is_counted() && !self.signed && value.fract().is_zero() && value.is_sign_positive();
        let number: u32 = value.trunc().try_into().ok().filter(|number| *number < 10)?;
        whole.then(|| voice.word(number))
    }

    /// The number, with its unit only where it would be another number without: money in a sentence after its subject.
    pub fn short(&self, voice: &Voice, value: Decimal) -> String {
        if self.is_money() { self.full(voice, value) } else { self.number(voice, value, false) }
    }

    /// A change with its sign: `+14`, `−2 procentenheter`, `+0,2 mn kr`; as exact as the number it stands beside.
    pub fn change(&self, voice: &Voice, change: Decimal, beside: Decimal) -> String {
        if self.is_percent() {
            let printed = round(change, self.decimals);
            let number = voice.numbers.signed(voice.numbers.decimal(printed, self.decimals), printed);
            return voice.count("points", printed.abs(), &[("number", &number)]);
        }
        let millions = self.in_millions(change) || (self.in_millions(beside) && !self.printed(change, true).is_zero());
        let coarse = self.unit == "fte" && self.places(beside, false) == 0 && !round(change, 0).is_zero();
        let hundreds = round(change / Decimal::ONE_HUNDRED, 0) * Decimal::ONE_HUNDRED;
        let number = match () {
            () if coarse => voice.numbers.decimal(change, 0),
            () if self.is_coarse(beside) && !hundreds.is_zero() => voice.numbers.decimal(hundreds, 0),
            () => self.unsigned(voice, change, millions),
        };
        let number = voice.numbers.signed(number, change);
        if self.is_money() { money(voice, if millions { "million" } else { "money" }, &number) } else { number }
    }

    /// A distance without sign: `12`, `2 procentenheter`, `0,8 mn kr`.
    pub fn distance(&self, voice: &Voice, distance: Decimal, beside: Decimal) -> String {
        self.change(voice, -distance.abs(), beside).replace(MINUS, "")
    }

    /// The distance to a decided number: of a percentage with as many decimals as it takes to be more than nothing.
    pub fn distance_to(&self, voice: &Voice, distance: Decimal, beside: Decimal, decided: Decimal) -> String {
        if !self.is_percent() || distance.is_zero() || !round(distance, self.decimals).is_zero() {
            return self.distance(voice, distance, beside);
        }
        let own = decided.normalize().scale().max(self.decimals);
        if let Some(decimals) = [own, own + 1].into_iter().find(|decimals| !round(distance, *decimals).is_zero()) {
            return Self { decimals, ..self.clone() }.distance(voice, distance, beside);
        }
        let half = Decimal::new(5, own + 2);
        let number = voice.say("rounds_to_zero", &[("half", &voice.numbers.decimal(half, own + 2))]);
        voice.count("points", half, &[("number", &number)])
    }

    /// The unit beside a number in the plural form it asks for.
    pub fn unit_of(&self, voice: &Voice, value: Decimal) -> String {
        self.unit_for(voice, self.printed(value, false))
    }

    fn unit_for(&self, voice: &Voice, number: Decimal) -> String {
        let key = format!("unit_{}", self.unit);
        match voice.find(&key) {
            Some(_) => voice.count(&key, number, &[]),
            None => self.unit.replace('_', " "),
        }
    }

    /// The name of an indicator beside its figures, with the unit where the numbers alone would mislead.
    pub fn label(&self, voice: &Voice, short: &str, millions: bool) -> String {
        if !self.is_money() {
            return short.to_owned();
        }
        let unit = self.heading(voice, millions).replace(' ', &NBSP.to_string());
        voice.say("indicator_unit", &[("short", short), ("unit", &unit)])
    }

    /// The unit over a table: `personer`, `mn kr`, `procent`.
    pub fn heading(&self, voice: &Voice, millions: bool) -> String {
        if self.is_money() {
            return unit(voice, if millions { "million_unit" } else { "unit_money" });
        }
        let unit = self.unit_of(voice, Decimal::from(100));
        if self.is_bound { voice.say("unit_at_most", &[("unit", &unit)]) } else { unit }
    }
}

/// The sign of a currency, or else its ISO 4217 code.
pub fn short_currency(voice: &Voice, code: &str) -> String {
    voice.find(&format!("currency_{code}")).unwrap_or_else(|| code.to_owned())
}

/// A number with the sign of a currency.
pub fn amount_in(voice: &Voice, code: &str, number: &str) -> String {
    let text = voice.say("money", &[("number", number), ("currency", &short_currency(voice, code))]);
    text.replace(' ', &NBSP.to_string())
}

fn currency(voice: &Voice) -> (String, String) {
    let short = short_currency(voice, &voice.currency);
    let word = voice.find(&format!("currency_word_{}", voice.currency)).unwrap_or_else(|| voice.currency.clone());
    (short, word)
}

fn money(voice: &Voice, key: &str, number: &str) -> String {
    let (short, word) = currency(voice);
    let text = voice.say(key, &[("number", number), ("currency", &short), ("currency_word", &word)]);
    text.replace(' ', &NBSP.to_string())
}

fn unit(voice: &Voice, key: &str) -> String {
    let (short, word) = currency(voice);
    voice.say(key, &[("currency", &short), ("currency_word", &word)])
}
