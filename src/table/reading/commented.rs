//! Comments at the cells of a table that say that another answer is right than stands there.

use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::comments::noted::{Noted, finding};
use crate::table::form::questions::correction::Answered;
use crate::table::layout::Candidate;
use crate::table::layout::header::Headers;
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::unit::Asked;
use crate::table::survey::Survey;

/// Tells of comments in the rows of some tables of a sheet that say that another answer is right than stands in their cell.
pub(super) fn tell(
    noted: &Noted,
    content: &Content,
    tables: &[(Candidate, Survey)],
    known: &Headers,
    file: &Span,
    definitions: &Definitions,
) -> Vec<Diagnostic> {
    let Some((first, _)) = tables.first() else { return Vec::new() };
    let noted = noted.by_line(file, first.turned);
    if noted.is_empty() {
        return Vec::new();
    }
    let mut told = Vec::new();
    for line in content.lines_after(Some(first.last())).filter(|line| !line.is_blank()) {
        let Some(comments) = noted.get(&line.row) else { continue };
        let table = tables.iter().rev().find(|(candidate, _)| line.offset > candidate.last().offset);
        let Some((_, survey)) = table.filter(|(_, survey)| !survey.is_left_out(&line)) else { continue };
        told.extend(
            comments.iter().filter_map(|(at, said)| at_cell((&line, *at), said, survey, (known, definitions), file)),
        );
    }
    told
}

/// What is told of a comment at a cell of a row.
fn at_cell(
    (line, at): (&Line, usize),
    said: &[String],
    survey: &Survey,
    (known, definitions): (&Headers, &Definitions),
    file: &Span,
) -> Option<Diagnostic> {
    let column = survey.columns.known.get(&at)?;
    let field = known.dataset.field(&column.field)?;
    let (header, project) = (survey.columns.header(at)?, &definitions.project);
    let asked = Asked::new(field.unit_name(), &project.currency);
    let is_english = project.languages.first().is_some_and(|language| language == "en");
    let answered = Answered {
        field,
        label: &column.label,
        codes: field.codelist.as_ref().and_then(|list| definitions.codelist(list)),
        answer: &line.cells.get(at).cloned().unwrap_or_else(LineCell::default),
        asked: &asked,
        power: asked.power_of_header(header),
        decimal: survey.decimal(at).unwrap_or(if is_english { '.' } else { ',' }),
    };
    let text = answered.first_other(said)?;
    let place = line.span(file, at);
    let answer = place.cell().unwrap_or_default();
    Some(finding(text, place, &answer).in_column(Some(header), &column.name))
}
