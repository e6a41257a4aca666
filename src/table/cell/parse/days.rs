//! The text of one cell of days into a day, or a fault.

use chrono::{Datelike, NaiveDate};

use super::{Parsed, Parser, Value, unreadable};
use crate::table::spelling::date;
use crate::table::workbook::Kind;

impl Parser<'_> {
    /// A day as it is written, or as a spreadsheet counts it.
    fn day(&self, text: &str) -> Option<NaiveDate> {
        let counted = date::serial(text).zip(self.count).and_then(|(serial, count)| date::of_serial(serial, count));
        counted.or_else(|| date::read(text, self.order))
    }

    /// Reads a cell of days.
    pub(super) fn date(&self, text: &str, kind: Kind) -> Parsed {
        let day = self.day(text).filter(|_| kind != Kind::Duration);
        if let Some(year) = self.year(text, day, kind) {
            return unreadable("year-as-day", year);
        }
        day.map_or_else(|| self.no_day(text), |day| Value::Date(day).into())
    }

    /// A year that stands there alone, or that a workbook has taken for so many days: 2025 is 17 July 1905.
    fn year(&self, text: &str, day: Option<NaiveDate>, kind: Kind) -> Option<String> {
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_year && ("1900".."2101").contains(&text) {
            return Some(text.to_owned());
        }
        let day = day.filter(|_| kind == Kind::Date)?;
        let (first, last) = self.project.periods.first().zip(self.project.periods.last())?;
        let mut years = first.start.year() - 2..=last.end.year() + 1;
        years.find(|year| date::is_count(day, *year)).map(|year| year.to_string())
    }

    /// The finding on what is no day: of a day that its month does not have, the last that it has.
    fn no_day(&self, text: &str) -> Parsed {
        if let Some([one, other]) = date::two_ways(text, self.order) {
            return unreadable("ambiguous-date", format!("{one} / {other}"));
        }
        match date::last_of_month(text, self.order) {
            Some(last) => unreadable("no-such-day", last.to_string()),
            None => unreadable("not-a-date", ""),
        }
    }
}
