//! Days as people and spreadsheets write them in a column.

mod order;

use chrono::{Datelike, Days, NaiveDate};

use super::words::words;
use crate::month;
use order::short;
pub(crate) use order::{Order, two_ways};

/// Words that may stand before a day.
const ARTICLES: [&str; 6] = ["den", "the", "le", "il", "of", "de"];

/// One part of a written day.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Number(String),
    Month(u32),
}

/// The parts of a written day; `None` where something in it belongs to no day.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = without_time(text.trim());
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let is_digit = c.is_ascii_digit();
        if !is_digit && !c.is_alphabetic() {
            let known =
                c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | ':' | '\u{2010}'..='\u{2013}' | '\u{2212}');
            if !known {
                return None;
            }
            at += c.len_utf8();
            continue;
        }
        let same = |c: char| if is_digit { c.is_ascii_digit() } else { c.is_alphabetic() };
        let length = text[at..].find(|c| !same(c)).unwrap_or(text.len() - at);
        let run = &text[at..at + length];
        at += length;
        if is_digit {
            parts.push(Part::Number(run.to_owned()));
            continue;
        }
        let word = words(run).concat();
        // `31st` and `1er` and `31:a`
        let ordinal = matches!(parts.last(), Some(Part::Number(_)))
            && matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "er" | "a" | "e");
        if !ordinal && !ARTICLES.contains(&word.as_str()) {
            parts.push(Part::Month(month::of(&word)?));
        }
    }
    Some(parts)
}

/// The text without a time of day behind it, unless that may be of the day after where it was written.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return without_dotted_time(text).unwrap_or(text) };
    let at = text[..colon].rfind(['T', ' ']);
    at.filter(|at| is_time_of_day(&text[at + 1..])).map_or(text, |at| &text[..at])
}

/// Fewest digits of a day: a time with points behind fewer may be the rest of one.
const OF_DAY: usize = 5;

/// The text before a time of day with points between its parts, as Swedish and Italian programs write it: `00.00.00`, `23.59`.
fn without_dotted_time(text: &str) -> Option<&str> {
    let (day, time) = text.rsplit_once(['T', ' '])?;
    let lengths: Vec<usize> = time.split('.').map(str::len).collect();
    let is_time = matches!(lengths[..], [2, 2] | [2, 2, 2]) && is_time_of_day(&time.replace('.', ":"));
    (is_time && day.bytes().filter(u8::is_ascii_digit).count() >= OF_DAY).then(|| day.trim_end())
}

/// Whole hours before midnight at which a program writes a day that begins in a time zone east of its own.
const BEFORE_MIDNIGHT: [u32; 3] = [21, 22, 23];

/// True for a time that there is, of a day that it leaves no doubt of: in UTC only midnight, and elsewhere no whole hour just
/// before it, which is the next day's beginning by another clock.
fn is_time_of_day(time: &str) -> bool {
    let (time, is_utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<&str> = time.split(':').collect();
    let are_digits =
        parts.iter().chain([&fraction]).all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let [hour, minutes @ ..] = parts.as_slice() else { return false };
    let (hour, rest) = (value(hour), minutes.iter().map(|part| value(part)));
    let is_whole = rest.clone().all(|part| part == 0) && value(fraction) == 0;
    let is_doubtful = if is_utc { hour > 0 || !is_whole } else { is_whole && BEFORE_MIDNIGHT.contains(&hour) };
    are_digits && (1..=2).contains(&minutes.len()) && hour < 24 && rest.clone().all(|part| part < 60) && !is_doubtful
}

fn value(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// Reads a day: `2025-12-31`, `20251231`, `251231` and `25-12-31` where years stand first, `31/12/2025`, `31.12.25`,
/// `31 december 2025`, `December 31, 2025`. The day stands before the month unless the whole column says otherwise.
pub(crate) fn read(text: &str, order: Order) -> Option<NaiveDate> {
    let (year, month, day) = spelt(text, order)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The last day of the month where a day is written that the month does not have, as `2025-04-31`.
pub(crate) fn last_of_written_month(text: &str) -> Option<NaiveDate> {
    last_of_month(text, Order::default())
}

/// The last day of the month where a day is written that the month does not have: `31 april 2025`.
pub(crate) fn last_of_month(text: &str, order: Order) -> Option<NaiveDate> {
    let (year, month, day) = spelt(text, order).filter(|(_, _, day)| (29..=31).contains(day))?;
    let is_missing = NaiveDate::from_ymd_opt(year, month, day).is_none();
    (28..day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).filter(|_| is_missing)
}

/// True for what a spreadsheet makes of `3-5` when it takes it for a day, such as `03-maj`, and for every whole day.
pub(crate) fn is_day(text: &str) -> bool {
    let is_month = |part: &Part| matches!(part, Part::Month(_));
    let parts = parts(text).unwrap_or_default();
    let names_month = parts.len() > 1 && parts.iter().filter(|part| is_month(part)).count() == 1;
    names_month || (parts.len() == 3 && read(text, Order::default()).is_some())
}

/// True where the last of three numbers, not all of two digits, is the year.
fn is_behind(first: &str, last: &str) -> bool {
    first.len() <= 2 && matches!(last.len(), 2 | 4)
}

/// Year, month and day as they are written.
fn spelt(text: &str, order: Order) -> Option<(i32, u32, u32)> {
    let ymd = |year: u32, month: u32, day: u32| Some((i32::try_from(year).ok()?, month, day));
    let parts = parts(text)?;
    if let Some(short) = short(&parts, text, order) {
        return short.spelt(order.leads(short)?, order);
    }
    match parts.as_slice() {
        [Part::Number(run)] if run.len() == 8 => ymd(value(&run[..4]), value(&run[4..6]), value(&run[6..])),
        [Part::Number(a), Part::Number(b), Part::Number(c)] if b.len() <= 2 => {
            let b = value(b);
            match (a.len(), c.len()) {
                (4, 1..=2) => ymd(value(a), b, value(c)),
                _ if is_behind(a, c) => {
                    let (day, month) = order.day_and_month(value(a), b)?;
                    ymd(year_of(c)?, month, day)
                }
                _ => None,
            }
        }
        [Part::Number(day), Part::Month(month), Part::Number(year)]
        | [Part::Month(month), Part::Number(day), Part::Number(year)]
            if day.len() <= 2 =>
        {
            ymd(year_of(year)?, *month, value(day))
        }
        [Part::Number(year), Part::Month(month), Part::Number(day)] if year.len() == 4 => {
            ymd(value(year), *month, value(day))
        }
        _ => None,
    }
}

fn year_of(digits: &str) -> Option<u32> {
    match digits.len() {
        4 => Some(value(digits)),
        2 => Some(2000 + value(digits)),
        _ => None,
    }
}

/// How a spreadsheet counts days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// From the beginning of 1900, with a 29 February 1900 that never was.
    From1900,
    /// From 1 January 1904, as older programs for Macintosh did.
    From1904,
}

/// The number of a day as a spreadsheet counts it: five digits, as `46022` for the end of 2025.
pub(crate) fn serial(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.strip_suffix(".0").unwrap_or(text);
    (digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// The day of a spreadsheet's number.
pub(crate) fn of_serial(serial: u64, count: Count) -> Option<NaiveDate> {
    let (year, month, day) = match count {
        Count::From1900 => (1899, 12, 30),
        Count::From1904 => (1904, 1, 1),
    };
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(serial))
}

/// True for the day that a spreadsheet makes of a number, however it counts.
pub(crate) fn is_count(day: NaiveDate, number: i32) -> bool {
    let is_so = |count| of_serial(u64::from(number.unsigned_abs()), count) == Some(day);
    [Count::From1900, Count::From1904].into_iter().any(is_so)
}

/// How the numbers of a column count days: the way that puts all of them between two days. Where both do, the way by which
/// all of them begin or end a month, as financial years do; else the usual way.
pub(crate) fn count_of(serials: &[u64], from: NaiveDate, to: NaiveDate) -> Option<Count> {
    let all = |count: Count, fits: &dyn Fn(NaiveDate) -> bool| {
        serials.iter().all(|serial| of_serial(*serial, count).is_some_and(fits))
    };
    let mut counts = vec![Count::From1900, Count::From1904];
    counts.retain(|count| !serials.is_empty() && all(*count, &|day| from <= day && day <= to));
    let edge = counts.iter().copied().find(|count| all(*count, &is_edge));
    edge.or(counts.first().copied())
}

/// True for the first and the last day of a month.
fn is_edge(day: NaiveDate) -> bool {
    day.day() == 1 || day.succ_opt().is_some_and(|next| next.day() == 1)
}
