//! A form that was saved as text and ends before it should.

use super::Questions;
use crate::table::lines::{Content, Line};

impl Questions {
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
