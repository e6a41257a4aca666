//! Lines of a form whose fields stand below each other, turned into rows: in a text each has as many cells as the others.

use std::collections::BTreeSet;

use crate::definition::Definitions;
use crate::definition::dataset::ColumnDefinition;
use crate::diagnostic::Diagnostic;
use crate::personal::Place;
use crate::record;
use crate::source::Span;
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::{Candidate, rows, usual_count};
use crate::table::lines::{Content, Line, LineCell};
use crate::table::persons::{self, persons};
use crate::table::spelling::number;
use crate::table::survey::short::{HABIT, block};
use crate::table::workbook::Kind;

/// The columns of a form whose fields stand below each other as lines, those of another as they are. Of a text the lines are
/// told of which nobody knows which cell is whose; what stands in them is no answer of anybody.
pub(super) fn columns(
    content: Content,
    mut header: Candidate,
    headers: &[Headers],
    file: &Span,
    definitions: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Content, Candidate) {
    if !header.turned {
        return (content, header);
    }
    let mut lines: Vec<Line> = content.lines().collect();
    let spared = persons::spared(definitions);
    // What is too long to be kept is not there any more once the lines are turned.
    for line in lines.iter().filter(|line| !line.long.is_empty()) {
        diagnostics.extend(persons(line, &content, file, &spared, |_| Place::Text));
    }
    let known = headers.iter().find(|known| known.dataset.dataset.value == header.dataset);
    if let Some(known) = known.filter(|_| content.csv().is_some()) {
        let found = Found::among(&lines, &header, known, content.length());
        for at in found.broken.iter().flat_map(Broken::lines) {
            diagnostics.extend(persons(&lines[at], &content, file, &spared, |_| Place::Text));
        }
        diagnostics.extend(found.tell(&lines, file));
        found.take_out(&mut lines, &header);
        let rests = found.rests(&lines);
        header.header = header.header.without(&rests);
        header.lines = header.lines.into_iter().map(|line| line.without(&rests)).collect();
    }
    (Content::turned(&lines), header)
}

/// A line that asks something.
struct Asking<'d> {
    /// Its position among the lines.
    at: usize,
    /// How many cells it has.
    count: usize,
    column: &'d ColumnDefinition,
}

/// A line that asks something, by its position, and of which nobody knows which cell is whose.
enum Broken {
    /// It has more or fewer cells than the others.
    Uneven(usize),
    /// It goes on in the next line.
    GoesOn(usize),
    /// The file ends within it.
    CutOff(usize),
}

impl Broken {
    /// Positions of the lines it takes.
    fn lines(&self) -> std::ops::Range<usize> {
        match *self {
            Self::Uneven(at) | Self::CutOff(at) => at..at + 1,
            Self::GoesOn(at) => at..at + 2,
        }
    }
}

/// What the lines of a text tell about each other.
struct Found {
    /// How many cells a line has.
    all: usize,
    broken: Vec<Broken>,
    /// Position of the first line without its last cells, and how many there are.
    shorter: Option<(usize, usize)>,
    /// The last line has no end.
    is_open: bool,
}

impl Found {
    /// Looks at the lines that ask something. As many cells as most of them have all should have, or as many as the line above them
    /// names, but where a program has left out the empty ones at the end of lines.
    fn among(lines: &[Line], header: &Candidate, known: &Headers, (end, is_open): (usize, bool)) -> Self {
        let asking: Vec<Asking> = (0..lines.len()).filter_map(|at| asking(lines, at, header, known)).collect();
        let all = usual_count(asking.iter().map(|line| line.count)).unwrap_or_default();
        let asked: BTreeSet<usize> = asking.iter().map(|line| line.at).collect();
        let (is_trimmed, narrow) = (is_trimmed(&asking, lines, all), narrow(&asking, lines, all));
        let last = lines.iter().rposition(|line| !line.is_blank());
        let is_open = is_open && last.is_some_and(|last| lines[last].end == end);
        let first = asked.first().copied().unwrap_or_default();
        let above = lines[..first].iter().filter(|line| line.cells.iter().all(|cell| !cell.is_blank()));
        let named = above.map(|line| line.cells.len()).max();
        let is_even = |line: &Line| line.cells.len() == all || Some(line.cells.len()) == named || ends_blank(line, all);
        let (mut broken, mut shorter) = (Vec::new(), None);
        for line in &asking {
            let (at, own) = (line.at, &lines[line.at]);
            let next = lines.get(at + 1).filter(|_| !asked.contains(&(at + 1)));
            let is_last = asked.last() == Some(&at);
            let goes_on = |next: &Line| rows::goes_on(own, next, all) || number_goes_on((own, next), all, is_last);
            let is_short = line.count < all;
            if next.is_some_and(goes_on) {
                broken.push(Broken::GoesOn(at));
            } else if is_short && is_open && last == Some(at) {
                broken.push(Broken::CutOff(at));
            } else if is_short && is_trimmed && !line.column.required {
                shorter.get_or_insert((at, 0)).1 += 1;
            } else if !is_even(own) && !narrow.contains(&block(own.row)) {
                broken.push(Broken::Uneven(at));
            }
        }
        Self { all, broken, shorter, is_open }
    }

    /// Tells of the lines that are broken, and of others that are not as the others are.
    fn tell(&self, lines: &[Line], file: &Span) -> Vec<Diagnostic> {
        let place = |at: usize| Span { turned: true, ..lines[at].whole(file) };
        let of_one = |broken: &Broken| match *broken {
            Broken::Uneven(at) => {
                let line = &lines[at];
                let from = usize::try_from(line.offset).unwrap_or(usize::MAX);
                let of_lines = Span { turned: true, ..file.clone() };
                record::wrong_field_count(&of_lines, (line.row, from, line.end), line.cells.len(), self.all)
            }
            Broken::GoesOn(at) => {
                let next = lines[at + 1].row.to_string();
                Diagnostic::new("split-row", place(at), &[("next", &next)])
            }
            Broken::CutOff(at) => Diagnostic::new("cut-off-row", place(at), &[]),
        };
        let mut told: Vec<Diagnostic> = self.broken.iter().map(of_one).collect();
        if let Some((first, count)) = self.shorter {
            told.push(Diagnostic::new("last-cells-left-out", place(first), &[("count", &count.to_string())]));
        }
        let is_told = self.broken.iter().any(|broken| matches!(broken, Broken::CutOff(_)));
        if let Some(last) = lines.iter().rposition(|line| !line.is_blank()).filter(|_| self.is_open && !is_told) {
            told.push(Diagnostic::new("no-line-end", place(last), &[]));
        }
        told
    }

    /// Positions, in the column of questions, of lines that only go on with others: they ask nothing.
    fn rests(&self, lines: &[Line]) -> BTreeSet<usize> {
        let rests = self.broken.iter().filter_map(|broken| broken.lines().nth(1));
        rests.map(|at| lines[at].row as usize - 1).collect()
    }

    /// Takes out what stands in broken lines: in each column with answers an answer has been lost, and what goes on in the next
    /// line asks nothing.
    fn take_out(&self, lines: &mut [Line], header: &Candidate) {
        let first = header.last().row as usize;
        let taken: BTreeSet<usize> = self.broken.iter().flat_map(Broken::lines).collect();
        let sound = lines.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, line)| line);
        let used: BTreeSet<usize> =
            sound.flat_map(|line| line.filled().map(|(at, _)| at).collect::<Vec<_>>()).collect();
        for broken in &self.broken {
            let range = broken.lines();
            lines[range.clone()].iter_mut().skip(1).for_each(|next| next.cells.clear());
            let line = &mut lines[range.start];
            line.cells.resize(self.all, LineCell::default());
            for (_, cell) in line.cells.iter_mut().enumerate().skip(first).filter(|(at, _)| used.contains(at)) {
                *cell = LineCell { kind: Kind::Astray, bytes: cell.bytes, ..LineCell::default() };
            }
        }
    }
}

/// The line at a position where it asks for a column of the dataset and nothing is wrong with it by itself.
fn asking<'d>(lines: &[Line], at: usize, header: &Candidate, known: &Headers<'d>) -> Option<Asking<'d>> {
    let line = &lines[at];
    let label = header.header.cells.get((line.row as usize).checked_sub(1)?)?;
    match known.find_dated(&label.text, None) {
        Match::Column(column) if line.faults.is_empty() => Some(Asking { at, count: line.cells.len(), column }),
        _ => None,
    }
}

/// True for a line all of whose cells are filled, with nothing but empty ones behind them.
fn ends_blank(line: &Line, all: usize) -> bool {
    let (own, more) = line.cells.split_at(all.min(line.cells.len()));
    own.len() == all && own.iter().all(|cell| !cell.is_blank()) && more.iter().all(LineCell::is_blank)
}

/// True where every line ends with something: its empty last cells are left out.
fn is_trimmed(asking: &[Asking], lines: &[Line], all: usize) -> bool {
    let short = asking.iter().filter(|line| line.count < all).count();
    let ends_blank = |line: &Asking| lines[line.at].cells.last().is_some_and(LineCell::is_blank);
    short >= HABIT && short * 10 >= asking.len() - short && !asking.iter().any(ends_blank)
}

/// The blocks of rows that Excel saves together whose lines all have the same other number of cells; one line alone proves
/// nothing.
fn narrow(asking: &[Asking], lines: &[Line], all: usize) -> BTreeSet<u32> {
    let of_block = |line: &Asking| block(lines[line.at].row);
    let blocks = asking.chunk_by(|one, next| of_block(one) == of_block(next));
    let alike = blocks.filter(|lines| {
        lines.len() > 1 && lines[0].count != all && lines.iter().all(|line| line.count == lines[0].count)
    });
    alike.map(|lines| of_block(&lines[0])).collect()
}

/// True where the last number of a line with all its cells goes on in the next, which holds nothing else.
fn number_goes_on((line, next): (&Line, &Line), all: usize, is_last: bool) -> bool {
    let whole = line.cells.last().map(|cell| cell.text.trim()).filter(|_| line.cells.len() == all);
    let rest = rows::only_first(next).filter(|_| line.row + 1 == next.row && next.faults.is_empty());
    let is_number = |(whole, rest): (&str, &str)| {
        let may_be = number::is_one(rest) && !(is_last && whole.is_empty() && rows::may_be_printed(rest));
        may_be
            && (whole.is_empty()
                || number::is_one(&format!("{whole}{rest}"))
                || number::is_one(&format!("{whole} {rest}")))
    };
    whole.zip(rest).is_some_and(is_number)
}
