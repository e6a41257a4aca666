//! Durations in hours, minutes and seconds: `4800:00`, as spreadsheets show them and as people write them.

use rust_decimal::prelude::ToPrimitive;

use crate::value::Decimal;

/// Seconds of a day, an hour and a minute.
const DAY: f64 = 86_400.0;
const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;
/// Most decimals of an hour: a second is 0.0002777… hours.
const DECIMALS: u32 = 8;

/// A duration that a spreadsheet counts in days, to the second; `None` for more than can be told.
pub(in crate::table) fn of_days(days: f64) -> Option<String> {
    // A fraction of a day in binary is never quite a whole minute.
    Some(shown(format!("{:.0}", days * DAY).parse().ok()?))
}

/// A duration as ODS keeps it: `PT4800H00M00S`.
pub(in crate::table) fn of_iso(text: &str) -> Option<String> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let rest = rest.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let days = counted(date, &[("D", 24 * HOUR)])?;
    let seconds = days.checked_add(counted(time, &[("H", HOUR), ("M", MINUTE), ("S", 1)])?)?;
    Some(shown(if negative { -seconds } else { seconds }))
}

/// Seconds of numbers with these letters behind them, in their order; parts of one are rounded.
fn counted(text: &str, units: &[(&str, i64)]) -> Option<i64> {
    let (mut rest, mut seconds) = (text, Decimal::ZERO);
    for (letter, unit) in units {
        let Some((number, behind)) = rest.split_once(letter) else { continue };
        let number = number.replace(',', ".").parse::<Decimal>().ok()?;
        seconds = seconds.checked_add(number.checked_mul(Decimal::from(*unit))?)?;
        rest = behind;
    }
    seconds.round().to_i64().filter(|_| rest.is_empty())
}

/// So many seconds as a spreadsheet shows them; without those of a whole minute.
fn shown(seconds: i64) -> String {
    let (sign, left) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let [hour, minute] = [HOUR, MINUTE].map(i64::unsigned_abs);
    let text = format!("{sign}{}:{:02}", left / hour, left % hour / minute);
    if left % minute == 0 { text } else { format!("{text}:{:02}", left % minute) }
}

/// The seconds of a duration that is written as `4800:00` or `4800:00:00`, perhaps with a minus before it.
fn seconds(text: &str) -> Option<i64> {
    let (negative, rest) = text.strip_prefix(['-', '\u{2212}']).map_or((false, text), |rest| (true, rest));
    let parts: Vec<&str> = rest.split(':').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = |part: &&str| part.len() == 2 && part.as_bytes()[0] < b'6';
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(is_number) || !parts[1..].iter().all(is_part) {
        return None;
    }
    let units = [HOUR, MINUTE, 1];
    let add = |sum: i64, (part, unit): (&&str, i64)| sum.checked_add(part.parse::<i64>().ok()?.checked_mul(unit)?);
    let seconds = parts.iter().zip(units).try_fold(0, add)?;
    Some(if negative { -seconds } else { seconds })
}

/// The hours of a duration that is written as `4800:30`, to eight decimals: 4800.5.
pub(in crate::table) fn hours(text: &str) -> Option<Decimal> {
    let hours = Decimal::from(seconds(text.trim())?).checked_div(Decimal::from(HOUR))?;
    Some(hours.round_dp(DECIMALS).normalize())
}

/// What a format for the time of a day shows of a duration of a day or more: the time without the days.
pub(in crate::table) fn without_days(text: &str) -> Option<String> {
    let (all, day) = (seconds(text)?, 24 * HOUR);
    (all >= day).then(|| shown(all % day))
}

/// True for texts that are the same duration, or of which one is none.
pub(in crate::table) fn are_alike(one: &str, other: &str) -> bool {
    seconds(one.trim()).zip(seconds(other.trim())).is_none_or(|(one, other)| one / MINUTE == other / MINUTE)
}
