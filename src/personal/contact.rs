//! E-mail addresses and telephone numbers.

use super::number::{LONG_FRACTION, has_unit, is_year};
use super::spelt::{self, LONGEST};
use super::{Found, TAB, Trace};
use crate::identifier::italy;

/// Names before the `@` that belong to an office and no person.
const OFFICES: [&str; 34] = [
    "info",
    "kontakt",
    "contact",
    "contatti",
    "contatto",
    "office",
    "kansli",
    "kansliet",
    "registrator",
    "support",
    "mail",
    "epost",
    "post",
    "posta",
    "ekonomi",
    "faktura",
    "fakturor",
    "invoice",
    "order",
    "admin",
    "hello",
    "hej",
    "kundtjanst",
    "kundservice",
    "noreply",
    "no-reply",
    "exempel",
    "example",
    "ufficio",
    "amministrazione",
    "secretariat",
    "segreteria",
    "bureau",
    "tajnistvo",
];
/// Words before a spaced `@` by which a place on the net is told and nobody's address, and how such places begin.
const TO_PLACES: [&str; 35] = [
    "oss", "vi", "mig", "mer", "mera", "läs", "hitta", "se", "följ", "besök", "butik", "webb", "live", "here", "här",
    "us", "me", "more", "find", "see", "follow", "visit", "shop", "online", "nous", "plus", "ici", "noi", "ci", "qui",
    "più", "st", "nas", "več", "tukaj",
];
const SITES: [&str; 7] = ["www", "facebook", "instagram", "linkedin", "twitter", "tiktok", "youtube"];
/// Most spaces on each side of the sign of an address.
const SPACES: usize = 2;
/// Words that announce a telephone number.
const LABELS: [&str; 19] = [
    "tel",
    "tfn",
    "telefon",
    "telefonnr",
    "telefonnummer",
    "phone",
    "telephone",
    "téléphone",
    "telefono",
    "mobil",
    "mobile",
    "mobilnr",
    "mobilnummer",
    "mobitel",
    "cell",
    "cellulare",
    "portable",
    "gsm",
    "telefonska",
];
/// Words between such a word and the number.
const OF_NUMBERS: [&str; 7] = ["nr", "nummer", "number", "numéro", "numero", "št", "številka"];
/// Digits of the shortest numbers of people, which only the word just before them tells.
const SHORTEST: usize = 6;
/// The end of a definition's file, `jobs@2025.yaml`; no address ends so.
const DEFINITION: &str = "yaml";

/// Every contact in a text, in order.
pub(super) fn all(text: &[char]) -> Vec<Found> {
    let mut found: Vec<Found> = addresses(text);
    let mut at = 0;
    while at < text.len() {
        match telephone(text, at) {
            Some(length) => {
                found.push(Found { trace: Trace::Telephone, at, length });
                at += length;
            }
            None => at += 1,
        }
    }
    found.sort_by_key(|found| found.at);
    found
}

/// Where the sign of an address stands.
#[derive(Debug, Clone, Copy)]
struct Sign {
    from: usize,
    to: usize,
    /// It is written as it should be.
    is_usual: bool,
}

fn addresses(text: &[char]) -> Vec<Found> {
    (0..text.len()).filter_map(|at| address(text, sign(text, at)?)).collect()
}

/// The sign of an address that stands at a place, with the spaces around it: `@`, or `(at)` and `(a)` by those who
/// hide theirs.
fn sign(text: &[char], at: usize) -> Option<Sign> {
    let is_at = |c: char| matches!(c, 'a' | 'A');
    if let Some(length) = spelt::sign(text, at) {
        return Some(Sign { from: at - 1, to: at + length + 1, is_usual: false });
    }
    let length = match text[at..] {
        ['@', ..] => 1,
        ['(' | '[' | '{', a, 't' | 'T', ')' | ']' | '}', ..] if is_at(a) => 4,
        // With spaces around it it is the first of several points.
        ['(' | '[' | '{', a, ')' | ']' | '}', ..] if is_at(a) => {
            return Some(Sign { from: at, to: at + 3, is_usual: false });
        }
        _ => return None,
    };
    let spaces = |text: &mut dyn Iterator<Item = &char>| text.take(SPACES).take_while(|c| **c == ' ').count();
    let from = at - spaces(&mut text[..at].iter().rev());
    let to = at + length + spaces(&mut text[at + length..].iter());
    Some(Sign { from, to, is_usual: length > 1 || to - from == 1 })
}

/// The address around its sign, unless it is an office's.
fn address(text: &[char], Sign { from, to, is_usual }: Sign) -> Option<Found> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let before = text[..from].iter().rev().take(LONGEST).take_while(|c| is_name(**c)).count();
    let after = text[to..].iter().take(LONGEST).take_while(|c| is_domain(**c)).count();
    let name: String = text[from - before..from].iter().flat_map(|c| c.to_lowercase()).collect();
    if let Some(length) = spelt::domain(text, to) {
        let is_known = !name.is_empty() && !OFFICES.contains(&name.as_str());
        return is_known.then_some(Found {
            trace: Trace::Address,
            at: from - before,
            length: to + length + before - from,
        });
    }
    let domain: String = text[to..to + after].iter().collect();
    let domain = domain.trim_end_matches(['.', '-']);
    if !domain.contains('.') {
        // Inside an organisation an address has no domain; the parts of a name tell it.
        let is_inside = is_usual && to - from == 1 && is_full_name(&name) && is_word(domain);
        return is_inside.then_some(Found {
            trace: Trace::Address,
            at: from - before,
            length: before + 1 + domain.chars().count(),
        });
    }
    let (host, top) = domain.rsplit_once('.')?;
    let is_top = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic) && top != DEFINITION;
    let known = !name.is_empty() && host.chars().any(char::is_alphanumeric) && is_top;
    let office = OFFICES.contains(&name.as_str());
    // `2 st @ 12.kr`, `följ oss @ exempel.se`: spaces stand around a price and a place too.
    let is_place = || {
        let is_word = |text: &str| text.chars().any(char::is_alphabetic);
        let is_site = SITES.iter().any(|site| host.to_lowercase().starts_with(site));
        TO_PLACES.contains(&name.as_str()) || is_site || !is_word(&name) || !is_word(host)
    };
    let length = to - from + before + host.chars().count() + 1 + top.chars().count();
    let is_address = known && !office && (is_usual || !is_place());
    is_address.then_some(Found { trace: Trace::Address, at: from - before, length })
}

/// True for nothing but letters, and as many as a word or a name has.
fn is_word(text: &str) -> bool {
    text.chars().count() > 2 && text.chars().all(char::is_alphabetic)
}

/// True for a first name and a last one with a point between them.
fn is_full_name(name: &str) -> bool {
    name.split_once('.').is_some_and(|(first, last)| is_word(first) && is_word(last))
}

/// The length of a telephone number that begins here.
fn telephone(text: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| text[at]);
    let starts = matches!(text[at], '+' | '(') || text[at].is_ascii_digit();
    let joined = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '@' | '_'));
    // Days stand beside each other with hyphens and points; after a space something else may begin.
    let behind_digit = at >= 2 && before.is_some_and(is_mark) && text[at - 2].is_ascii_digit();
    if !starts || joined || (behind_digit && before != Some(' ')) || is_parted_organisation(text, at) {
        return None;
    }
    let mut end = at + usize::from(text[at] == '+');
    let (mut groups, mut ends) = (vec![0], vec![end]);
    for (place, c) in text.iter().enumerate().skip(end) {
        if c.is_ascii_digit() {
            *groups.last_mut().expect("there is a first group") += 1;
            end = place + 1;
            ends.truncate(groups.len() - 1);
            ends.push(end);
        } else if is_mark(*c) && place - end < 3 {
            if groups.last() != Some(&0) {
                groups.push(0);
            }
        } else {
            break;
        }
    }
    if is_before_minutes(&text[..end], text.get(end..).unwrap_or_default()) && groups.len() > 1 {
        // When somebody may be called stands behind a number, and a day before an hour.
        groups.pop();
        ends.pop();
        end = *ends.last()?;
    }
    // A decimal comma or a letter behind it says that it is something else.
    let decimal = text.get(end) == Some(&',') && text.get(end + 1).is_some_and(char::is_ascii_digit);
    if decimal || text.get(end).is_some_and(|c| c.is_alphanumeric() || *c == '%') {
        return None;
    }
    if is_range(&text[at..end]) {
        return None;
    }
    if matches!(text[at..], ['0', '.', ..]) && groups.get(1).is_some_and(|group| *group >= LONG_FRACTION) {
        return None;
    }
    groups.retain(|group| *group > 0);
    let digits: String = text[at..end].iter().filter(|c| c.is_ascii_digit()).collect();
    if behind_digit && is_rest_of_amount(&groups, &digits) {
        return None;
    }
    let fits = is_international(text[at] == '+', &digits)
        || is_national(&digits, &groups)
        || (digits.len() >= 7 && digits.len() <= 15 && is_announced(&text[..at], false))
        || (is_short(&digits, &groups, &text[end..]) && is_announced(&text[..at], true));
    fits.then_some(end - at)
}

/// True for the number of an organisation, and no person's, whose first digit is lost or has a zero before it: `02005-1952`,
/// `0802005-1952`. A telephone number is not parted so.
pub(super) fn is_organisation_with_slip(text: &[char]) -> bool {
    let text: String = text.iter().filter(|c| !c.is_whitespace()).collect();
    let are_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(first, last)| {
        let known = match first.strip_prefix('0') {
            Some(rest) if are_digits(first, 5) => rest,
            Some(rest) if are_digits(rest, 6) => &rest[2..],
            _ => return false,
        };
        // Where a person's number has a month it has at least 20.
        are_digits(last, 4) && known[..2] >= *"20"
    })
}

/// True for what a lone quote or a null byte has parted from the first digit of an organisation's number: `8"02005-1952`.
fn is_parted_organisation(text: &[char], at: usize) -> bool {
    let [before @ .., first, '"' | '\0' | TAB] = &text[..at] else { return false };
    let rest = text[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    first.is_ascii_digit()
        && !before.last().is_some_and(char::is_ascii_digit)
        && is_organisation_with_slip(&text[at..at + rest])
}

/// True for the rest of an amount, perhaps with the year that it is of: `1 050 123 456`, `1 041 457 (2025)`.
fn is_rest_of_amount(groups: &[usize], digits: &str) -> bool {
    let amount = groups.iter().take_while(|group| **group == 3).count();
    let years = &groups[amount..];
    let written = &digits[amount * 3..];
    let are_years = || years.iter().enumerate().all(|(at, length)| *length == 4 && is_year(&written[at * 4..][..4]));
    amount > 0 && (years.is_empty() || are_years())
}

/// True where an hour stands last behind a space, and its minutes follow.
fn is_before_minutes(text: &[char], rest: &[char]) -> bool {
    let digits = |text: &mut dyn Iterator<Item = &char>| text.take_while(|c| c.is_ascii_digit()).count();
    let (hour, minutes) = (digits(&mut text.iter().rev()), digits(&mut rest.iter().skip(1)));
    let value = text.iter().rev().take(hour.min(2)).rev().fold(0, |hour, c| hour * 10 + c.to_digit(10).unwrap_or(0));
    rest.first() == Some(&':')
        && minutes == 2
        && (1..=2).contains(&hour)
        && value <= 24
        && text.iter().rev().nth(hour) == Some(&' ')
}

/// True for two days with a line between them, in figures and in order: `01.01-31.12.25`.
fn is_range(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    let day = |day: &str| -> Option<(u32, u32, u32)> {
        let parts: Vec<&str> = day.trim().split(['.', '/']).collect();
        let number = |part: &str, lengths: &[usize]| part.parse().ok().filter(|_| lengths.contains(&part.len()));
        let (day, month) = (number(parts.first()?, &[1, 2])?, number(parts.get(1)?, &[1, 2])?);
        let year = if parts.len() > 2 { number(parts[2], &[2, 4])? } else { 0 };
        (parts.len() <= 3 && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some((year, month, day))
    };
    let days = text.split_once('-').and_then(|(first, last)| Some((day(first)?, day(last)?)));
    days.is_some_and(|((first_year, ..), (last_year, ..))| first_year == 0 || last_year > 0)
        && days.is_some_and(|(first, last)| first <= last)
}

fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '-' | '/' | '.' | '(' | ')' | '\u{200b}')
}

fn is_international(plus: bool, digits: &str) -> bool {
    let number = if plus { Some(digits) } else { digits.strip_prefix("00") };
    let country = |number: &str| matches!(number.as_bytes().first(), Some(b'1'..=b'9'));
    let vat = italy::entity(digits).is_ok();
    number.is_some_and(|number| (9..=15).contains(&number.len()) && country(number)) && !vat
}

/// A number with the zero of its country's own network.
fn is_national(digits: &str, groups: &[usize]) -> bool {
    let network = matches!(digits.as_bytes(), [b'0', b'1'..=b'9', ..]) && (9..=11).contains(&digits.len());
    // The Italian number of an entity has eleven digits and often begins with zero.
    network && !(groups.len() == 1 && italy::entity(digits).is_ok()) && (groups.len() > 1 || digits.len() < 11)
}

/// True for as few digits as some telephone numbers have, and no amount: what telephones cost stands behind the same words.
fn is_short(digits: &str, groups: &[usize], behind: &[char]) -> bool {
    let is_amount = groups == [3, 3] || digits.ends_with("000") || has_unit(behind);
    digits.len() == SHORTEST && !is_amount
}

/// True when the words just before say that a telephone number follows; `at_once` where nothing may stand between.
fn is_announced(before: &[char], at_once: bool) -> bool {
    let near: String =
        before.iter().rev().take(20).collect::<Vec<_>>().into_iter().rev().flat_map(|c| c.to_lowercase()).collect();
    let mut words = near.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    if at_once && near.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(|c: char| !c.is_alphabetic()) {
        return false;
    }
    words.next_back().is_some_and(|word| LABELS.contains(&word) || (!at_once && OF_NUMBERS.contains(&word)))
        && near.split(|c: char| !c.is_alphabetic()).any(|word| LABELS.contains(&word))
}
