//! What this program itself wrote into the comments of a marked workbook, known again when its sender sends it back.

use super::{Kind, Outside};
use crate::diagnostic::Severity;
use crate::diagnostic::words::{ALL, Words};
use crate::rule;
use crate::text::Text;

/// Fewest letters of a message besides its places by which it is known.
const LETTERS: usize = 8;

/// The texts outside the cells without what this program wrote in comments: the findings that a marked workbook was given back
/// with, each followed by what to do, whoever saved it since. What stands above, between, below and behind them is its sender's.
/// `checks` are the messages of a project's own checks and what they say to do.
pub(in crate::table) fn without(texts: Vec<Outside>, checks: &[&Text]) -> Vec<Outside> {
    let lines: Vec<Option<String>> = texts.iter().map(|one| comment(one).then(|| plain(&one.text))).collect();
    let is_beside = |at: usize| {
        let (this, next) = (&texts[at], texts.get(at + 1)?);
        let is_same = (&this.part, &this.sheet, this.cell) == (&next.part, &next.sheet, next.cell);
        lines[at + 1].as_deref().filter(|_| is_same)
    };
    let is_own: Vec<bool> = (0..texts.len())
        .map(|at| lines[at].as_deref().is_some_and(|line| is_own(line, is_beside(at), checks)))
        .collect();
    let behind = |one: Outside| behind(&one.text, checks).map(|text| Outside { text, ..one });
    texts.into_iter().zip(is_own).filter_map(|(one, is_own)| if is_own { behind(one) } else { Some(one) }).collect()
}

/// What its sender wrote behind the last words of this program's on one of its lines. Where a place may hold anything up to the end
/// of the line, nobody can tell.
fn behind(text: &str, checks: &[&Text]) -> Option<String> {
    let line = plain(text);
    let rest = |words: &Words| {
        let todo = headed(words.todo, words);
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        let of_message = || severities.iter().find_map(|one| line.strip_prefix(&headed(words.of(*one).one, words)));
        let rest = line.rfind(&todo).map(|at| line[at + todo.len()..].trim()).or_else(of_message)?;
        Some((rest, words.language))
    };
    let (rest, language) = ALL.iter().find_map(|words| rest(words))?;
    let of_rules = rule::all().flat_map(|rule| [&rule.message, &rule.hint, &rule.of_form.0, &rule.of_form.1]);
    let said =
        of_rules.chain(checks.iter().copied()).filter_map(|text| text.0.get(language)).flat_map(|text| text.lines());
    let more = said.filter_map(|said| more(rest, &plain(said))).min_by_key(|more| more.len())?;
    let more = more.trim_start_matches(|c: char| !c.is_alphanumeric());
    let count = more.split_whitespace().count();
    let words: Vec<&str> = text.split_whitespace().collect();
    (count > 0).then(|| words[words.len() - count..].join(" "))
}

/// What stands behind a message with something in each of its `{places}` on a line that begins with it; nothing where the message
/// ends with a place.
fn more<'l>(line: &'l str, message: &str) -> Option<&'l str> {
    let pieces = pieces(message).filter(|pieces| line.starts_with(pieces[0]))?;
    let (last, others) = pieces.split_last()?;
    let mut rest = line;
    for piece in others {
        (_, rest) = rest.split_once(piece)?;
    }
    if last.is_empty() {
        return Some("");
    }
    let at = if others.is_empty() { rest.starts_with(last).then_some(0) } else { rest.rfind(last) }?;
    Some(&rest[at + last.len()..]).filter(|more| !more.starts_with(char::is_alphanumeric))
}

/// What a message says between its `{places}`, where that is enough to know it by.
fn pieces(message: &str) -> Option<Vec<&str>> {
    let behind_place = |(at, piece): (usize, _)| match str::split_once(piece, '}') {
        Some((_, behind)) if at > 0 => behind,
        _ => piece,
    };
    let pieces: Vec<&str> = message.split('{').enumerate().map(behind_place).collect();
    let letters = |piece: &&str| piece.chars().filter(|c| c.is_alphabetic()).count();
    (pieces.iter().map(letters).sum::<usize>() >= LETTERS).then_some(pieces)
}

/// True where a comment may stand.
fn comment(one: &Outside) -> bool {
    matches!(one.kind, Kind::Comment | Kind::CommentOrBox)
}

/// A line in small letters with a space between its words: programs take the spaces that do not break for others.
fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// True for a line of this program's, by the line below it in the same comment.
fn is_own(line: &str, next: Option<&str>, checks: &[&Text]) -> bool {
    ALL.iter().any(|words| {
        let todo = headed(words.todo, words);
        if line.starts_with(&todo) || line == plain(words.mended) {
            return true;
        }
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        let message = severities.iter().find_map(|one| line.strip_prefix(&headed(words.of(*one).one, words)));
        // A program may have put both lines into one.
        message.is_some_and(|message| {
            next.is_some_and(|next| next.starts_with(&todo)) || message.contains(&todo) || is_message(message, checks)
        })
    })
}

/// How a line with a word before its colon begins.
fn headed(word: &str, words: &Words) -> String {
    plain(&format!("{word}{}", words.colon()))
}

/// True for the message of a rule or of a check, in whatever language: some ask for nothing, and say no more.
fn is_message(line: &str, checks: &[&Text]) -> bool {
    let of_rules = rule::all().flat_map(|rule| [&rule.message, &rule.of_form.0]);
    of_rules
        .chain(checks.iter().copied())
        .flat_map(|text| text.0.values())
        .any(|message| is_filled(line.trim(), message))
}

/// True for a line that is a message with something in each of its `{places}`.
fn is_filled(line: &str, message: &str) -> bool {
    let message = plain(message);
    let Some(pieces) = pieces(&message) else { return false };
    let mut pieces = pieces.into_iter();
    let Some(mut rest) = pieces.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let mut last = "";
    for piece in pieces {
        let Some((_, behind)) = rest.split_once(piece) else { return false };
        (rest, last) = (behind, piece);
    }
    rest.is_empty() || last.is_empty() || line.ends_with(last)
}
