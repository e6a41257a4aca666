//! A form that was saved as text, of which a line is broken off in the middle, or which ends before it should.

use super::Questions;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::{rows, usual_count};
use crate::table::lines::{Content, Line};

impl Questions {
    /// Takes notice of the lines of a text that are broken off and go on in the next, which then asks nothing.
    pub(in crate::table) fn find_broken(&mut self, content: &Content, known: &Headers) {
        if content.csv().is_none() {
            return;
        }
        let lines: Vec<Line> = content.lines().collect();
        let asks = |line: &Line| {
            let name = self.names.get(&line.row);
            name.is_some_and(|name| matches!(known.find(name), Match::Column(_)))
        };
        let all = usual_count(lines.iter().filter(|line| asks(line)).map(|line| line.cells.len())).unwrap_or_default();
        let goes_on = |pair: &&[Line]| asks(&pair[0]) && !asks(&pair[1]) && rows::goes_on(&pair[0], &pair[1], all);
        self.broken = lines.windows(2).filter(goes_on).map(|pair| (pair[0].row, pair[1].row)).collect();
        for rest in self.broken.values() {
            self.names.remove(rest);
        }
    }

    /// True for a line that is broken off: what is left of its answer is none.
    pub(super) fn is_broken(&self, line: &Line) -> bool {
        self.broken.contains_key(&line.row)
    }

    /// Tells of the lines that are broken off.
    pub(in crate::table) fn tell_broken(&self, content: &Content, file: &Span) -> Vec<Diagnostic> {
        let of_line = |line: Line| {
            let next = self.broken.get(&line.row)?.to_string();
            let place = Span { turned: true, ..line.whole(file) };
            Some(Diagnostic::new("split-row", place, &[("next", &next)]))
        };
        content.lines().filter_map(of_line).collect()
    }

    /// The line in which the text of a form is cut off, if it is. `lacks` tells that questions are missing which the form has.
    ///
    /// Its last line has fewer cells than any other and no end, or it asks something: behind the last question stands what to do
    /// when all is answered.
    pub(in crate::table) fn cut_off(&self, content: &Content, lacks: bool) -> Option<Line> {
        let Content::Csv { .. } = content else { return None };
        let first = *self.names.keys().next()?;
        let (mut last, mut fewest): (Option<Line>, Option<usize>) = (None, None);
        for line in content.lines().filter(|line| line.row >= first && !line.is_blank()) {
            let before = last.replace(line).map(|line| line.cells.len());
            fewest = fewest.into_iter().chain(before).min();
        }
        let (last, (end, is_open)) = (last?, content.length());
        let is_short = is_open && last.end == end && fewest.is_some_and(|fewest| last.cells.len() < fewest);
        let is_within = lacks && self.names.contains_key(&last.row);
        // What is wrong with the line by itself is told already.
        (last.faults.is_empty() && (is_short || is_within)).then_some(last)
    }
}
