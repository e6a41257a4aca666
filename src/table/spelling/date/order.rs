//! In which order day, month and year stand in a column of days, where their numbers alone do not tell.

use chrono::NaiveDate;

use super::{Part, is_behind, parts, read, value};
use crate::definition::project::Project;

/// How the days of a column are written, as far as its values and the project tell.
#[expect(clippy::struct_excessive_bools, reason = "each says of a column what the others leave open")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// Short years stand first: `25-12-31`, as in Swedish.
    pub year_first: bool,
    /// The first and the last day of the project's periods, by which short years are told.
    pub within: Option<(NaiveDate, NaiveDate)>,
    day_first: bool,
    month_first: bool,
    /// A day lies in the periods only where its short year stands first.
    short_first: bool,
    /// A day lies in the periods only where its short year stands last.
    short_last: bool,
}

impl Order {
    /// The order of a project's first language.
    pub(crate) fn of(project: &Project) -> Self {
        let year_first = project.languages.first().is_some_and(|language| language.starts_with("sv"));
        let ends = project.periods.first().zip(project.periods.last());
        Self { year_first, within: ends.map(|(first, last)| (first.start, last.end)), ..Self::default() }
    }

    /// Takes a value of the column into account: 31 is no month.
    pub(crate) fn see(&mut self, text: &str) {
        let parts = parts(text).unwrap_or_default();
        let behind = match (short(&parts, text, *self), parts.as_slice()) {
            (Some(short), _) => {
                // What others have given away must not matter yet: they may come in any order.
                let alone = Self { year_first: self.year_first, within: self.within, ..Self::default() };
                let told = alone.told_by(short);
                self.short_first |= told == Some(true);
                self.short_last |= told == Some(false);
                let leads = told.unwrap_or(short.by_habit);
                (!leads).then_some((short.numbers[0], short.numbers[1]))
            }
            (None, [Part::Number(a), Part::Number(b), Part::Number(c)]) => {
                is_behind(a, c).then(|| (value(a), value(b)))
            }
            _ => None,
        };
        if let Some((a, b)) = behind {
            let (is_day, is_month) = (13..=31, 1..=12);
            self.day_first |= is_day.contains(&a) && is_month.contains(&b);
            self.month_first |= is_day.contains(&b) && is_month.contains(&a);
        }
    }

    /// What two columns give away together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            day_first: self.day_first || other.day_first,
            month_first: self.month_first || other.month_first,
            short_first: self.short_first || other.short_first,
            short_last: self.short_last || other.short_last,
            ..self
        }
    }

    /// What others of the same hand give away, of what its own days leave open.
    pub(crate) fn sharing(self, other: Self) -> Self {
        let both = self.with(other);
        let days = if self.month_first || self.day_first { self } else { both };
        let years = if self.short_first || self.short_last { self } else { both };
        Self { short_first: years.short_first, short_last: years.short_last, ..days }
    }

    /// The day and the month of two numbers that stand before a year: by what they can be, else as the others are, else the
    /// day first. `None` where the others are written in both orders, so that only their writer knows.
    pub(super) fn day_and_month(self, first: u32, second: u32) -> Option<(u32, u32)> {
        let (as_written, turned) = ((first, second), (second, first));
        match (first <= 12, second <= 12) {
            (true, false) => Some(turned),
            (true, true) if first != second && self.month_first => (!self.day_first).then_some(turned),
            _ => Some(as_written),
        }
    }

    fn lies_within(self, day: Option<NaiveDate>) -> bool {
        self.within.zip(day).is_some_and(|((first, last), day)| first <= day && day <= last)
    }

    /// What three short numbers tell themselves of their year: that it stands first, or last, as a day of the project's periods
    /// comes out. With the marks of years that stand first, one of a day before those periods is as likely as one in them.
    fn told_by(self, short: Short) -> Option<bool> {
        let [first, last] = short.days(self);
        let (is_first, is_last) = (self.lies_within(first), self.lies_within(last));
        let began_before_end = self.within.zip(first).is_some_and(|((_, end), first)| first <= end);
        let is_open = is_last && short.as_years_lead && began_before_end;
        (is_first != is_last && (is_first || !is_open)).then_some(is_first)
    }

    /// True where the year of three short numbers stands first, false where it stands last: as they tell themselves, else as
    /// the others of their hand, else as their language has it. `None` where only their writer knows.
    pub(super) fn leads(self, short: Short) -> Option<bool> {
        if let Some(told) = self.told_by(short) {
            return Some(told);
        }
        let [first, last] = short.days(self);
        let is_open = first.is_some() && last.is_some() && first != last;
        match (self.short_first, self.short_last) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            (true, true) if is_open => None,
            // Elsewhere nobody writes the year first.
            (false, false) if is_open && self.lies_within(last) && short.by_habit => None,
            _ => Some(short.by_habit),
        }
    }
}

/// Three numbers of two digits, the first or the last of which is the year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    numbers: [u32; 3],
    /// In its language, and with these marks, the year may stand first, and does where nothing tells.
    by_habit: bool,
    /// It is written as where the year stands first, with hyphens or nothing: points part days that it ends.
    as_years_lead: bool,
}

impl Short {
    /// The day with the year first, and the day with the year last.
    pub(super) fn days(self, order: Order) -> [Option<NaiveDate>; 2] {
        [true, false].map(|leads| {
            let (year, month, day) = self.spelt(leads, order)?;
            NaiveDate::from_ymd_opt(year, month, day)
        })
    }

    /// Year, month and day.
    pub(super) fn spelt(self, leads: bool, order: Order) -> Option<(i32, u32, u32)> {
        let [a, b, c] = self.numbers;
        let (year, month, day) = if leads {
            (a, b, c)
        } else {
            let (day, month) = order.day_and_month(a, b)?;
            (c, month, day)
        };
        Some((2000 + i32::try_from(year).ok()?, month, day))
    }
}

/// The numbers of a text that is a day with a short year: `31.12.25`, `25-12-31`, and `251231` where years stand first.
pub(super) fn short(parts: &[Part], text: &str, order: Order) -> Option<Short> {
    match parts {
        [Part::Number(run)] if run.len() == 6 && order.year_first => {
            Some(Short { numbers: [&run[..2], &run[2..4], &run[4..]].map(value), by_habit: true, as_years_lead: true })
        }
        [Part::Number(a), Part::Number(b), Part::Number(c)] if a.len() == 2 && b.len() <= 2 && c.len() == 2 => {
            let by_habit = order.year_first && !text.contains('/');
            let as_years_lead = by_habit && !text.contains('.');
            Some(Short { numbers: [a, b, c].map(|part| value(part)), by_habit, as_years_lead })
        }
        _ => None,
    }
}

/// Both days that a text can mean where the others of its column are written in two orders, or its short year may stand at
/// either end.
pub(crate) fn two_ways(text: &str, order: Order) -> Option<[NaiveDate; 2]> {
    let short = parts(text).and_then(|parts| short(&parts, text, order));
    if let Some(short) = short.filter(|short| order.leads(*short).is_none()) {
        let [first, last] = short.days(order);
        return Some([last?, first?]);
    }
    let meant = |month_first| read(text, Order { month_first, day_first: !month_first, ..order });
    let is_open = order.month_first && order.day_first && read(text, order).is_none();
    let (day_first, month_first) = (meant(false)?, meant(true)?);
    is_open.then_some([day_first, month_first])
}
