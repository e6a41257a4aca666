//! One YAML file into a struct; every failure into findings with their places.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Options};
use validator::Validate;

use super::absent::absent;
use super::file::File;
use super::node::{Content, Node};
use super::scalar;
use super::schema;
use super::syntax;
use super::word::{self, Word};
use crate::diagnostic::{self, Diagnostic};
use crate::text::{Text, nearest};

/// The rule of a key that is missing.
const MISSING: &str = "missing-key";
/// Longer values are cut in messages.
const SHOWN_CHARACTERS: usize = 60;

/// Reads a YAML file into a struct, or tells what is wrong with it.
pub fn read<T: DeserializeOwned + Validate + JsonSchema>(file: &File) -> Result<T, Vec<Diagnostic>> {
    let text = &file.source.text;
    // Where each value stands is kept only when one of them is wrong.
    match serde_saphyr::from_str_with_options::<T>(text, options()) {
        Ok(read) if read.validate().is_ok() => return Ok(read),
        _ => {}
    }
    serde_saphyr::from_str_with_options_validate::<T>(text, options()).map_err(|error| {
        let mut found = findings(file, error.without_snippet());
        if found.iter().any(|one| one.rule == MISSING) {
            let all = file.tree().map_or_else(Vec::new, |tree| absent(&schema::of::<T>(), tree));
            let others = all.into_iter().map(|(mapping, key)| missing(file, Some(mapping), &key));
            found.extend(others.filter(|one| !found.contains(one)).collect::<Vec<_>>());
        }
        diagnostic::sort(&mut found);
        found
    })
}

fn options() -> Options {
    serde_saphyr::options! {
        // The value `y` is a word, not true.
        strict_booleans: true,
        with_snippet: false,
    }
}

fn findings(file: &File, error: &Error) -> Vec<Diagnostic> {
    match error {
        Error::ValidationError { issues, locations, .. } => issues
            .iter()
            .map(|issue| {
                let place = locations.locations_for(&issue.path).and_then(serde_saphyr::Locations::primary_location);
                out_of_limits(file, &issue.code, &issue.params, start(file, place))
            })
            .collect(),
        Error::ValidationErrors { errors, .. } => errors.iter().flat_map(|error| findings(file, error)).collect(),
        Error::AliasError { error: inner, .. } => structural(file, inner, start(file, error.location())),
        _ => structural(file, error, start(file, error.location())),
    }
}

fn start(file: &File, location: Option<serde_saphyr::Location>) -> usize {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    location.map_or(0, |location| file.source.offset(number(location.line()), number(location.column())))
}

fn structural(file: &File, error: &Error, at: usize) -> Vec<Diagnostic> {
    let token = file.tree().and_then(|tree| tree.scalar_at(at)).map_or(at..at, |node| node.bytes.clone());
    let span = file.source.span(token.clone());
    let written = file.source.text.get(token).unwrap_or_default();
    match error {
        Error::SerdeUnknownField { expected, field, .. } => unknown_keys(file, at, field, expected),
        Error::SerdeMissingField { field, .. } => {
            let mapping = file.tree().and_then(|tree| tree.mapping_at(at).or(Some(tree)));
            vec![missing(file, mapping, field)]
        }
        Error::DuplicateMappingKey { key, .. } => {
            vec![Diagnostic::new("repeated-key", span, &[("value", key.as_deref().unwrap_or(written))])]
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            vec![unknown_word(span, variant, expected)]
        }
        _ => {
            let Some(expected) = expected(error) else {
                return vec![syntax::finding(file, at, span, &error.to_string())];
            };
            // A value that reads but does not fit is placed at its key by the reader.
            let at = file.tree().and_then(|tree| tree.value_of_key_at(at)).map_or(at, |node| node.bytes.start);
            let token = file.tree().and_then(|tree| tree.scalar_at(at)).map_or(at..at, |node| node.bytes.clone());
            let value = shown(&file.source.text[token.clone()], &file.source.text[at..]);
            let span = file.source.span(token);
            vec![word::finding("wrong-type", span, &[("value", &value)], "expected", expected)]
        }
    }
}

/// The finding that a key is missing in a mapping.
fn missing(file: &File, mapping: Option<&Node>, key: &str) -> Diagnostic {
    let line = mapping.map_or(0..0, |node| file.first_line(&node.bytes));
    Diagnostic::new(MISSING, file.source.span(line), &[("key", key)])
}

/// The finding that a word is not one of the allowed ones.
pub fn unknown_word(span: crate::source::Span, value: &str, expected: &[&str]) -> Diagnostic {
    let near = nearest(value, expected.iter().copied()).unwrap_or_default();
    Diagnostic::new("unknown-word", span, &[("value", value), ("nearest", near), ("known", &expected.join(", "))])
}

/// All unknown keys of the mapping in which the reader met the first.
fn unknown_keys(file: &File, at: usize, field: &str, expected: &[&'static str]) -> Vec<Diagnostic> {
    let known = expected.join(", ");
    let finding = |value: &str, bytes| {
        let near = nearest(value, expected.iter().copied()).unwrap_or_default();
        let values = [("value", value), ("nearest", near), ("known", known.as_str())];
        Diagnostic::new("unknown-key", file.source.span(bytes), &values)
    };
    let mapping = file.tree().and_then(|tree| tree.mapping_at(at));
    let entries: &[(Node, Node)] = match mapping.map(|node| &node.content) {
        Some(Content::Mapping(entries)) => entries,
        _ => &[],
    };
    let found: Vec<Diagnostic> = entries
        .iter()
        .filter_map(|(key, _)| Some((key.text()?, key)))
        .filter(|(name, _)| !expected.contains(name))
        .map(|(name, key)| finding(name, key.bytes.clone()))
        .collect();
    if found.is_empty() { vec![finding(field, at..at)] } else { found }
}

/// What the reader wanted instead; `None` when the text is no YAML at all.
fn expected(error: &Error) -> Option<Word> {
    Some(match error {
        Error::NullIntoString { .. }
        | Error::InvalidCharNull { .. }
        | Error::QuotingRequired { .. }
        | Error::TaggedScalarCannotDeserializeIntoString { .. } => word::A_TEXT,
        Error::InvalidBooleanStrict { .. } => word::TRUE_OR_FALSE,
        Error::InvalidScalar { ty, .. } => word_of(ty),
        Error::Unexpected { expected, .. } => word_of(expected),
        Error::SerdeInvalidType { expected, .. }
        | Error::SerdeInvalidValue { expected, .. }
        | Error::SerdeInvalidLength { expected, .. } => word_of(expected),
        Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::UnexpectedValueForUnitEnumVariant { .. }
        | Error::SerdeVariantId { .. } => word::ONE_WORD,
        _ => return None,
    })
}

fn word_of(said: &str) -> Word {
    let is = |words: &[&str]| words.iter().any(|word| said.contains(word));
    match said {
        scalar::A_NUMBER => word::A_NUMBER,
        scalar::A_PERCENTAGE => word::A_PERCENTAGE,
        scalar::A_DAY => word::A_DAY,
        _ if is(&["bool"]) => word::TRUE_OR_FALSE,
        _ if is(&["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "usize", "integer"]) => word::A_WHOLE_NUMBER,
        _ if is(&["f32", "f64", "float"]) => word::A_NUMBER,
        _ if is(&["sequence", "array"]) => word::A_LIST,
        _ if is(&["mapping", "map", "struct"]) => word::KEYS,
        _ if is(&["enum", "variant"]) => word::ONE_WORD,
        _ if is(&["string", "scalar", "text"]) => word::A_TEXT,
        _ => word::ANOTHER_VALUE,
    }
}

/// The value as written, or the beginning of its line when it is no single word.
fn shown(written: &str, rest: &str) -> String {
    let whole = if written.is_empty() { rest.lines().next().unwrap_or_default().trim_end() } else { written };
    let cut: String = whole.chars().take(SHOWN_CHARACTERS).collect();
    if cut.len() < whole.len() { format!("{cut}…") } else { cut }
}

fn out_of_limits(file: &File, code: &str, params: &[(String, String)], at: usize) -> Diagnostic {
    let param = |name: &str| params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let limits = match (param("equal"), param("min"), param("max")) {
        (Some(equal), ..) => format!("= {equal}"),
        (_, Some(min), Some(max)) => format!("{min}–{max}"),
        (_, Some(min), None) => format!("≥ {min}"),
        (_, None, Some(max)) => format!("≤ {max}"),
        _ => code.to_owned(),
    };
    let token = file.tree().and_then(|tree| tree.scalar_at(at)).map(|node| node.bytes.clone());
    let is_word = token.is_some();
    let token = token.unwrap_or_else(|| file.first_line(&(at..file.source.text.len())));
    let value = shown(&file.source.text[token.clone()], "");
    let span = file.source.span(token);
    if code == "length" {
        let what = Text::in_each(if is_word { word::CHARACTERS } else { word::ITEMS });
        let limits = word::amount(param("equal"), param("min"), param("max"));
        return Diagnostic::worded("wrong-length", span, &[("value", &value)], &[("what", &what), ("limits", &limits)]);
    }
    Diagnostic::new("value-out-of-limits", span, &[("value", &value), ("limits", &limits)])
}
