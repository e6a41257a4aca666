//! The sheet that lists what is to be fixed, with a link to each cell.

use std::fmt::Write as _;

use super::styles::{Styles, Use};
use super::{Mark, Marks};
use crate::source::column_letters;
use crate::text::markup;

/// Widths of the columns: kind, cell, column, value, what is wrong, what to do, rule.
pub(super) const WIDTHS: [u32; 7] = [10, 20, 28, 18, 54, 54, 28];
/// Row of the headings.
pub(super) const HEADINGS: usize = 4;

/// The list as a part of a package.
pub(super) fn sheet(marks: &Marks, styles: &mut Styles) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet \
         xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><tabColor rgb=\"FFA4161A\"/>\
         <pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" \
         workbookViewId=\"0\">",
    );
    let _ = write!(
        out,
        "<pane ySplit=\"{HEADINGS}\" topLeftCell=\"A{first}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection \
         pane=\"bottomLeft\" activeCell=\"A{first}\" sqref=\"A{first}\"/></sheetView></sheetViews><cols>",
        first = HEADINGS + 1
    );
    for (at, width) in (1..).zip(WIDTHS) {
        let _ = write!(out, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    out.push_str("</cols><sheetData>");
    let (title, lead, heading) =
        (styles.of_list(Use::Title, None), styles.of_list(Use::Lead, None), styles.of_list(Use::Heading, None));
    row(&mut out, 1, 28, &[(&marks.title, title)]);
    let whole = lines(&marks.lead, WIDTHS.iter().sum());
    row(&mut out, 2, 34.max(15 * whole + 4), &[(&marks.lead, lead)]);
    row(&mut out, 3, 18, &[(&marks.totals, lead)]);
    let headings: Vec<(&str, u32)> = marks.headings.iter().map(|text| (text.as_str(), heading)).collect();
    row(&mut out, HEADINGS, 20, &headings);
    let (text, link) = (styles.of_list(Use::Text, None), styles.of_list(Use::Link, None));
    let kinds: Vec<u32> = (0..3).map(|severity| styles.of_list(Use::Text, Some(severity))).collect();
    let mut links = String::new();
    for (at, mark) in (HEADINGS + 1..).zip(&marks.list) {
        let target = mark.target.as_deref().map(|sheet| (sheet, cell(mark)));
        if let Some((sheet, cell)) = &target {
            let location = format!("'{}'!{cell}", sheet.replace('\'', "''"));
            let _ = write!(links, "<hyperlink ref=\"B{at}\" location=\"{}\" display=\"{cell}\"/>", markup(&location));
        }
        let place = place(mark);
        let cells = [
            (mark.kind.as_str(), kinds[usize::from(mark.severity.min(2))]),
            (place.as_str(), if target.is_some() { link } else { text }),
            (mark.column_name.as_str(), text),
            (mark.value.as_str(), text),
            (mark.message.as_str(), text),
            (mark.hint.as_str(), text),
            (mark.rule.as_str(), text),
        ];
        let tallest = cells.iter().zip(WIDTHS).map(|((text, _), width)| lines(text, width)).max().unwrap_or(1);
        row(&mut out, at, 15 * tallest + 4, &cells);
    }
    out.push_str(
        "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A2:G2\"/><mergeCell ref=\"A3:G3\"/></mergeCells>",
    );
    if !links.is_empty() {
        let _ = write!(out, "<hyperlinks>{links}</hyperlinks>");
    }
    out.push_str(
        "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup \
         paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
    );
    out
}

/// What a mark links to: its cell, the first of its row, the whole column of a form, or the first of its sheet.
fn cell(mark: &Mark) -> String {
    if let (None, Some(column)) = (mark.row, mark.column) {
        let letters = column_letters(column);
        return format!("{letters}:{letters}");
    }
    format!("{}{}", column_letters(mark.column.unwrap_or(1)), mark.row.unwrap_or(1))
}

/// How a mark's place is written: its cells, its row, its sheet or nothing.
fn place(mark: &Mark) -> String {
    let cell = match (mark.row, mark.column) {
        (Some(_), Some(_)) => {
            let also = mark.also.iter().map(|(row, column)| format!("{}{row}", column_letters(*column)));
            std::iter::once(cell(mark)).chain(also).collect::<Vec<_>>().join(", ")
        }
        (Some(row), None) => format!("{} {row}", mark.row_word),
        (None, Some(column)) => format!("{} {}", mark.column_word, column_letters(column)),
        (None, None) => String::new(),
    };
    match &mark.sheet {
        Some(sheet) if cell.is_empty() => sheet.clone(),
        Some(sheet) if mark.several => format!("{sheet}!{cell}"),
        _ => cell,
    }
}

fn row(out: &mut String, at: usize, height: usize, cells: &[(&str, u32)]) {
    let _ = write!(out, "<row r=\"{at}\" ht=\"{height}\" customHeight=\"1\">");
    for (column, (text, format)) in (1..).zip(cells) {
        let cell = format!("{}{at}", column_letters(column));
        let _ = write!(
            out,
            "<c r=\"{cell}\" s=\"{format}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            markup(text)
        );
    }
    out.push_str("</row>");
}

/// How many lines a text takes in a column.
fn lines(text: &str, width: u32) -> usize {
    let room = usize::try_from(width).unwrap_or(10).max(4) - 1;
    let mut lines = 1;
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines += 1;
            used = 0;
        }
        lines += length / (room + 1);
        used += length + usize::from(used > 0);
    }
    lines
}
