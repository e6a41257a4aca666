//! Numbers as people of a language read them: separators, minus, per cent, plural forms.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as Digits;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules, PluralRulesOptions};

use rust_decimal::{Decimal, RoundingStrategy};

/// No-break space: a number and its unit never part.
pub const NBSP: char = '\u{A0}';

/// The true minus sign.
pub const MINUS: char = '\u{2212}';

/// Languages that close the per cent sign up to the number.
const CLOSED_PERCENT: [&str; 2] = ["en", "it"];

/// Number formats and plural rules of one language, after CLDR.
#[derive(Debug)]
pub struct Numbers {
    formatter: DecimalFormatter,
    plurals: PluralRules,
    percent_gap: &'static str,
}

impl Numbers {
    /// The formats of a language code such as `sv`; of English when the code means nothing.
    pub fn of(language: &str) -> Self {
        let locale: Locale = language.parse().unwrap_or_else(|_| "en".parse().expect("'en' is a language code"));
        let mut options = DecimalFormatterOptions::default();
        options.grouping_strategy = Some(GroupingStrategy::Always);
        let formatter =
            DecimalFormatter::try_new((&locale).into(), options).expect("the data of all languages are compiled in");
        let plurals = PluralRules::try_new((&locale).into(), PluralRulesOptions::default())
            .expect("the data of all languages are compiled in");
        let code = language.split(['-', '_']).next().unwrap_or(language);
        let percent_gap = if CLOSED_PERCENT.contains(&code) { "" } else { "\u{A0}" };
        Self { formatter, plurals, percent_gap }
    }

    /// A number with so many decimals, rounded half away from zero: `−12 500,5`.
    pub fn decimal(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        let places = usize::try_from(decimals).unwrap_or(0);
        let digits: Digits = format!("{rounded:.places$}").parse().expect("a decimal is written in digits");
        self.formatter.format(&digits).to_string().replace('-', "\u{2212}")
    }

    /// A whole number.
    pub fn integer(&self, value: impl Into<Decimal>) -> String {
        self.decimal(value.into(), 0)
    }

    /// A percentage with its sign: `88 %`, in English `88%`.
    pub fn percent(&self, value: Decimal, decimals: u32) -> String {
        format!("{}{}%", self.decimal(value, decimals), self.percent_gap)
    }

    /// A number that always shows its sign: `+14`, `−3`.
    pub fn signed(&self, text: String, value: Decimal) -> String {
        if value > Decimal::ZERO && !text.starts_with('<') { format!("+{text}") } else { text }
    }

    /// The plural form of a number as it is printed: `one`, `two`, `few`, `many`, `other`.
    pub fn plural(&self, value: Decimal) -> &'static str {
        let digits: Digits = value.abs().normalize().to_string().parse().expect("a decimal is written in digits");
        let operands = PluralOperands::from(&digits);
        match self.plurals.category_for(operands) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}

/// Rounds half away from zero; never gives a negative zero.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    if rounded.is_zero() { Decimal::ZERO } else { rounded }
}
