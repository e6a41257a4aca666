//! A text as a code of a list: by itself, or by what it is called in any language.

use super::words::plain;
use crate::definition::codelist::{Code, Codelist};
use crate::text::nearest;

/// The code that a text names: by itself or by its label in any language, without case, accents and punctuation.
pub(crate) fn code_of<'l>(list: &'l Codelist, text: &str) -> Option<&'l Code> {
    let written = plain(text);
    list.code(text).or_else(|| {
        let means = |name: &String| !written.is_empty() && plain(name) == written;
        list.codes.iter().find(|code| means(&code.code) || code.label.0.values().any(means))
    })
}

/// The code whose name or label is near enough to a text to be meant.
pub(crate) fn nearest_code<'l>(list: &'l Codelist, text: &str) -> Option<&'l Code> {
    let names = list.codes.iter().flat_map(|code| code.label.0.values().chain([&code.code]));
    let near = nearest(text, names.map(String::as_str))?;
    list.codes.iter().find(|code| code.code == near || code.label.0.values().any(|label| label == near))
}

/// What the form calls a code.
pub(in crate::table) fn named(code: &Code, languages: &[String]) -> String {
    code.called().in_language(languages).to_owned()
}

/// Some allowed codes in the words of the form, for a hint.
pub(in crate::table) fn first_of(list: &Codelist, languages: &[String]) -> String {
    let mut some: Vec<String> = list.codes.iter().take(6).map(|code| named(code, languages)).collect();
    if list.codes.len() > some.len() {
        some.push("…".to_owned());
    }
    some.join(", ")
}
