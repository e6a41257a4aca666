//! E-mail addresses whose sign or point is a word, as those write them who hide theirs: `anna snabel-a firma punkt se`.

/// Longest name and domain of an address.
pub(super) const LONGEST: usize = 64;
/// Words for the sign that are nothing else beside a domain.
const SIGNS: [&str; 9] =
    ["snabel-a", "snabela", "snabel a", "arobase", "arobas", "chiocciola", "afna", "arond", "a rond"];
/// The English word for it, which tells nothing where the point is not spelt too.
const AT: &str = "at";
const DOT: &str = "dot";
/// Words for the point of a domain.
const POINTS: [&str; 6] = [DOT, "punkt", "point", "punto", "punct", "pika"];
/// Ends of domains, among the words that stand behind a point without brackets.
const TOPS: [&str; 17] =
    ["se", "nu", "com", "org", "net", "eu", "info", "fr", "it", "ro", "si", "no", "dk", "fi", "de", "uk", "io"];
/// Parts of a domain behind its first.
const PARTS: usize = 3;
/// Bytes of the shortest text with such a sign: `a afna b.si`.
const SHORTEST: usize = 11;

/// The length of a word for the sign that begins here, between two spaces.
pub(super) fn sign(text: &[char], at: usize) -> Option<usize> {
    if at == 0 || text[at - 1] != ' ' {
        return None;
    }
    let is_here = |word: &str| {
        let length = word.chars().count();
        let written = text.get(at..=at + length);
        let same = |written: &[char]| written.iter().zip(word.chars()).all(|(c, of)| c.to_ascii_lowercase() == of);
        written.is_some_and(|written| written[length] == ' ' && same(written)).then_some(length)
    };
    let of_english = || is_here(AT).filter(|length| spelt(text, at + length + 1, &[DOT]).is_some());
    SIGNS.into_iter().find_map(is_here).or_else(of_english)
}

/// True for a text, by its bytes, in which such a word begins behind a space, perhaps.
pub(super) fn may_stand(text: &[u8]) -> bool {
    let is_here = |rest: &[u8], word: &str| {
        rest.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word.as_bytes()))
    };
    let words = || memchr::memchr_iter(b' ', text).map(|at| &text[at + 1..]);
    let has_sign = || words().any(|rest| SIGNS.into_iter().any(|word| is_here(rest, word)));
    // Most texts have `at`, or words that begin so, and no `dot`.
    let has_at = || words().any(|rest| is_here(rest, AT) && rest.get(AT.len()) == Some(&b' '));
    let has_dot = || text.windows(DOT.len()).any(|here| is_here(here, DOT));
    text.len() >= SHORTEST && (has_sign() || (has_at() && has_dot()))
}

/// The length of a domain that begins here and whose last point is spelt: `gmail [dot] com`, `firma punkt se`.
pub(super) fn domain(text: &[char], from: usize) -> Option<usize> {
    spelt(text, from, &POINTS)
}

fn spelt(text: &[char], from: usize, points: &[&str]) -> Option<usize> {
    let host = count(text, from, |c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let mut end = (host > 0).then_some(from + host)?;
    for _ in 0..PARTS {
        let (begin, is_in_brackets) = behind_point(text, end, points)?;
        let length = count(text, begin, char::is_alphabetic);
        let top = lower(&text[begin..begin + length]);
        end = begin + length;
        if length >= 2 && (is_in_brackets || TOPS.contains(&top.as_str())) {
            return Some(end - from);
        }
    }
    None
}

/// Where something stands behind a spelt point, and whether the point is in brackets.
fn behind_point(text: &[char], from: usize, points: &[&str]) -> Option<(usize, bool)> {
    let open = from + count(text, from, |c| c == ' ');
    let is_open = matches!(text.get(open), Some('(' | '[' | '{'));
    let word = open + usize::from(is_open);
    let close = word + count(text, word, char::is_alphabetic);
    let is_closed = !is_open || matches!(text.get(close), Some(')' | ']' | '}'));
    let behind = close + usize::from(is_open);
    let begin = behind + count(text, behind, |c| c == ' ');
    let is_apart = is_open || (open > from && begin > behind);
    let is_point = points.contains(&lower(text.get(word..close)?).as_str());
    (is_point && is_closed && is_apart).then_some((begin, is_open))
}

fn count(text: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    text.get(from..).unwrap_or_default().iter().take(LONGEST).take_while(|c| is(**c)).count()
}

fn lower(word: &[char]) -> String {
    word.iter().flat_map(|c| c.to_lowercase()).collect()
}

/// An address as it should be written, in small letters.
pub(super) fn plainly(address: &[char]) -> String {
    let spoken = lower(address);
    let spoken = SIGNS.iter().chain([&AT]).fold(spoken, |text, word| text.replace(&format!(" {word} "), "@"));
    let spoken = POINTS.iter().fold(spoken, |text, word| text.replace(&format!(" {word} "), "."));
    let text: String = spoken.chars().filter(|c| *c != ' ').collect();
    let at = ["(at)", "[at]", "{at}", "(a)", "[a]", "{a}"].iter().fold(text, |text, sign| text.replace(sign, "@"));
    let brackets = [('(', ')'), ('[', ']'), ('{', '}')];
    let points = POINTS.iter().flat_map(|word| brackets.map(|(open, close)| format!("{open}{word}{close}")));
    points.fold(at, |text, point| text.replace(&point, "."))
}
