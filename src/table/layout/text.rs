//! What parts the cells of a text and where its header stands.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::header::Headers;
use super::{Candidate, DELIMITERS, HEADER_WITHIN, Said, find, find_said, rows};
use crate::table::bytes::encoding::Decoded;
use crate::table::lines::{Content, Line, TURNED_WITHIN};

/// The likeliest header of a CSV text, with each delimiter tried; also where the headers stand below each other.
pub(crate) fn find_in_text(decoded: &Decoded, headers: &[Headers], said: Said) -> Option<Candidate> {
    let declared = declared_delimiter(&decoded.text);
    let usual = || declared.into_iter().chain(DELIMITERS.into_iter().filter(|known| Some(*known) != declared));
    let delimiters = || said.delimiter.into_iter().chain(usual().filter(|_| said.delimiter.is_none()));
    let find_by = |delimiter: u8| find_said(&first_lines(decoded, delimiter, said.within()), delimiter, headers, said);
    let tried: Vec<u8> = delimiters().collect();
    let found: Vec<Option<Candidate>> = tried.into_par_iter().with_max_len(1).map(find_by).collect();
    let mut best = found.into_iter().fold(None, likelier);
    // A quote in the header may have swallowed rows; now that the number of cells is known they give themselves away.
    let broken = |found: &&Candidate| {
        found.lines.iter().flat_map(|line| &line.cells).any(|cell| cell.text.contains(['\n', '\r']))
    };
    if let Some((delimiter, width)) =
        best.as_ref().filter(broken).map(|found| (found.delimiter, found.header.cells.len()))
    {
        let content = Content::Csv { decoded: decoded.clone(), delimiter, width: Some(width) };
        let lines: Vec<Line> = content.lines().take(said.within()).collect();
        best = find_said(&lines, delimiter, headers, said).or(best);
    }
    if said.header_row.is_some() {
        return best;
    }
    let find_turned_by =
        |delimiter: u8| find_turned(&first_lines(decoded, delimiter, TURNED_WITHIN + 1), delimiter, headers);
    or_turned(best, delimiters().map(find_turned_by))
}

/// The header that names more columns; of equals the first.
fn likelier(best: Option<Candidate>, found: Option<Candidate>) -> Option<Candidate> {
    let matches = |candidate: &Option<Candidate>| candidate.as_ref().map_or(0, |candidate| candidate.matches);
    if matches(&found) > matches(&best) { found } else { best }
}

/// A header, or one that stands below each other and names more: a comma in names of columns parts them into what looks like two
/// lines of headers.
pub(crate) fn or_turned(best: Option<Candidate>, turned: impl Iterator<Item = Option<Candidate>>) -> Option<Candidate> {
    let is_whole = best.as_ref().is_some_and(|best| best.is_header() && best.is_whole());
    if is_whole { best } else { turned.fold(best, likelier) }
}

fn first_lines(decoded: &Decoded, delimiter: u8, most: usize) -> Vec<Line> {
    Content::Csv { decoded: decoded.clone(), delimiter, width: None }.lines().take(most).collect()
}

/// The likeliest column of headers of a form whose fields stand below each other.
pub(crate) fn find_turned(lines: &[Line], delimiter: u8, headers: &[Headers]) -> Option<Candidate> {
    if lines.len() > TURNED_WITHIN {
        return None;
    }
    let columns: Vec<Line> = Content::turned(lines).lines().take(HEADER_WITHIN).collect();
    find(&columns, delimiter, headers).filter(Candidate::is_header)
}

/// The delimiter that a first line `sep=;` declares.
pub(crate) fn declared_delimiter(text: &str) -> Option<u8> {
    let rest = text.trim_start_matches('\u{feff}').trim_start_matches('"');
    let mark = rest.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| rest.as_bytes().get(4))?;
    let ends = rest.as_bytes().get(5).is_none_or(|byte| matches!(byte, b'\r' | b'\n' | b'"' | b';' | b','));
    (ends && mark.is_ascii() && !mark.is_ascii_alphanumeric() && !matches!(mark, b'\r' | b'\n' | b'"')).then_some(*mark)
}

/// The delimiter of a text without a header that is known: the one that gives most rows the same number of cells.
pub(crate) fn likely_delimiter(decoded: &Decoded) -> u8 {
    if let Some(declared) = declared_delimiter(&decoded.text) {
        return declared;
    }
    let worth = |delimiter: u8| -> f64 {
        let lines = first_lines(decoded, delimiter, 200);
        let filled: Vec<&Line> = lines.iter().filter(|line| !line.is_blank()).collect();
        let Some(usual) = usual_count(filled.iter().map(|line| line.cells.len())) else { return 0.0 };
        if delimiter == b',' && rows::are_decimals(&filled) {
            return 0.0;
        }
        let like = filled.iter().filter(|line| line.cells.len() == usual && line.faults.is_empty()).count();
        // Decimal commas part the cells of most rows alike too, but not into as many.
        let columns = f64::from(u32::try_from(usual - 1).unwrap_or(u32::MAX)).sqrt();
        let share = f64::from(u32::try_from(like).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(filled.len()).unwrap_or(u32::MAX));
        share * share * columns
    };
    let mut best = (0.0, b';');
    for delimiter in DELIMITERS {
        let worth = worth(delimiter);
        if worth > best.0 {
            best = (worth, delimiter);
        }
    }
    best.1
}

/// The count that stands most often; the larger of equals.
pub(crate) fn usual_count(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for count in counts {
        *times.entry(count).or_default() += 1;
    }
    times.into_iter().max_by_key(|(count, times)| (*times, *count)).map(|(count, _)| count)
}
