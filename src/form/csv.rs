//! A form as a text that every spreadsheet opens.

use super::{Answer, Before, Form};
use crate::table::form::stamped::COLUMNS;

/// Sets a form as CSV: semicolons, a byte order mark and Windows line ends, as spreadsheets here expect.
pub fn csv(form: &Form) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(false)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut line = |cells: [&str; 8]| writer.write_record(cells).expect("memory takes every record");
    let stamp = form.stamp.to_string();
    let names = COLUMNS;
    line([&stamp, names[0], names[1], names[2], names[3], names[4], names[5], names[6]]);
    for text in [&form.title, &form.subtitle, &form.guide_of_text, &form.publicity] {
        line(["", text, "", "", "", "", "", ""]);
    }
    let h = &form.headings;
    line(["", &h[0], &h[1], &h[2], &h[3], &h[4], &h[5], &h[6]]);
    for part in &form.parts {
        line(["", &part.title, "", "", "", "", "", ""]);
        for question in &part.lines {
            let before = before(&question.before, &form.language);
            let label = if question.is_part { format!("– {}", question.label) } else { question.label.clone() };
            line([
                question.column.as_deref().unwrap_or_default(),
                &label,
                question.given.as_deref().unwrap_or_default(),
                &unit(form, &question.answer, &question.unit),
                &before,
                &question.help,
                &question.where_to_find,
                "",
            ]);
        }
    }
    for text in &form.ending {
        line(["", text, "", "", "", "", "", ""]);
    }
    writer.into_inner().expect("memory takes every record")
}

/// A text has no drop-downs: what may be chosen stands where the unit does.
fn unit(form: &Form, answer: &Answer, unit: &str) -> String {
    let Answer::Choice(list) = answer else { return unit.to_owned() };
    let entries = form.lists.iter().find(|(name, _)| name == list).map(|(_, entries)| entries.join(" / "));
    entries.map_or_else(|| unit.to_owned(), |entries| format!("{unit}: {entries}"))
}

fn before(before: &Before, language: &str) -> String {
    match before {
        Before::Nothing => String::new(),
        Before::Number(number) if language == "en" => number.to_string(),
        Before::Number(number) => number.to_string().replace('.', ","),
        Before::Date(day) => day.to_string(),
        Before::Text(text) => text.clone(),
    }
}
