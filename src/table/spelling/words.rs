//! Words as they are compared: without case, accents, space and punctuation.

use std::borrow::Cow;

/// A text without the characters that nobody sees and that come with what is copied from a document: spaces without width,
/// joiners, byte order marks and soft hyphens.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    if text.is_ascii() || !text.contains(is_unseen) { text.into() } else { text.replace(is_unseen, "").into() }
}

/// The same of a number. Many programs show a soft hyphen where no word is broken: before its first digit it is a minus.
pub(crate) fn visible_number(text: &str) -> Cow<'_, str> {
    let before = text.find(|c: char| c.is_ascii_digit()).map_or("", |at| &text[..at]);
    match before.rfind('\u{ad}') {
        Some(at) => visible(&format!("{}-{}", &text[..at], &text[at + '\u{ad}'.len_utf8()..])).into_owned().into(),
        None => visible(text),
    }
}

/// A text without case, accents, space and punctuation.
pub(crate) fn plain(text: &str) -> String {
    words(text).concat()
}

/// The words of a text without case and accents.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        match c {
            // Most letters are these, and every header of every file is taken apart.
            c if c.is_ascii_alphanumeric() => last(&mut words).push(c.to_ascii_lowercase()),
            '\u{300}'..='\u{36f}' => {}
            c if c.is_ascii() => words.push(String::new()),
            c if is_raised(c) && !is_length(last(&mut words)) => words.push(String::new()),
            c => c.to_lowercase().for_each(|c| match folded(c) {
                "" if c.is_alphanumeric() => last(&mut words).push(c),
                "" => words.push(String::new()),
                plain => last(&mut words).push_str(plain),
            }),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// True for a raised digit: behind a word it is the mark of a footnote.
pub(super) fn is_raised(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// True for a word for a length, behind which a raised digit makes it one for an area or a volume.
fn is_length(word: &str) -> bool {
    matches!(word, "m" | "dm" | "cm" | "mm" | "km")
}

fn last(words: &mut [String]) -> &mut String {
    words.last_mut().expect("there is a first word")
}

/// A letter without its accent; nothing for a letter without one.
fn folded(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'ę' | 'ě' => "e",
        'ì'..='ï' => "i",
        'ñ' | 'ń' => "n",
        'ò'..='ö' | 'ø' | 'ő' => "o",
        'œ' => "oe",
        'ù'..='ü' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ş' | 'ș' | 'š' | 'ś' => "s",
        'ţ' | 'ț' => "t",
        'ž' | 'ż' | 'ź' => "z",
        'ß' => "ss",
        _ => "",
    }
}
