//! Whether a line below a table is the header of another one.

use crate::table::layout::header::Headers;
use crate::table::layout::{self, Candidate};
use crate::table::lines::Line;

/// The header that a line is, perhaps with the next, of any dataset.
pub(super) fn header(line: &Line, below: Option<&Line>, headers: &[Headers], first: &Candidate) -> Option<Candidate> {
    let lines: Vec<Line> = std::iter::once(line).chain(below).cloned().collect();
    let found = layout::find(&lines, first.delimiter, headers)?;
    let here = found.lines.first().is_some_and(|first| first.offset == line.offset);
    (found.is_header() && here && !line.turned).then_some(found)
}
