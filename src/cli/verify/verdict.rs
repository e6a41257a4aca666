//! What came of it, for programs and spreadsheets.

use serde_json::{Value, json};

use super::super::output;
use crate::personal::masked;
use crate::pipeline::verify::{FigureDifference, TextDifference, Verdict};
use crate::report::provenance::Provenance;

/// The verdict as data.
pub(super) fn data(verdict: &Verdict, carried: &Provenance) -> Value {
    let figure = |one: &FigureDifference| {
        let entries =
            one.entries.iter().map(|(name, said, given)| json!({"entry": name, "report": said, "project": given}));
        json!({
            "indicator": one.indicator, "period": one.period, "breakdown": one.breakdown, "pages": one.pages,
            "entries": entries.collect::<Vec<_>>(),
        })
    };
    let text = |one: &TextDifference| {
        json!({
            "page": one.page, "indicator": one.indicator, "period": one.period, "breakdown": one.breakdown,
            "heading": one.place.heading, "row": one.place.row, "column": one.place.column,
            "report": one.said, "project": one.given,
        })
    };
    json!({
        "schema": 1,
        "exact": verdict.is_exact,
        "added_to": verdict.is_added_to,
        "report": carried.report, "period": carried.period, "language": masked(&carried.language),
        "engine": masked(&carried.engine), "edition": carried.edition.as_deref().map(masked),
        "figures_compared": verdict.figures_compared,
        "pages_compared": verdict.pages_compared,
        "figures": verdict.figures.iter().map(figure).collect::<Vec<_>>(),
        "texts": verdict.texts.iter().map(text).collect::<Vec<_>>(),
        "looks": verdict.looks,
        "files": verdict.files,
        "defined_otherwise": verdict.defined_otherwise,
        "changed": verdict.changed,
        "other_secret": verdict.is_other_secret,
        "editions_since": verdict.editions_since,
        "editions_gone": verdict.editions_gone,
    })
}

/// What differs as lines of a table: figures of the data first, then texts of pages.
pub(super) fn csv(verdict: &Verdict) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["page", "indicator", "period", "breakdown", "entry", "heading", "row", "column", "report", "project"];
    writer.write_record(header).expect("memory takes every record");
    let text = output::plain;
    for one in &verdict.figures {
        let pages = one.pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for (entry, said, given) in &one.entries {
            let place = [&pages, &one.indicator, &one.period, &one.breakdown, entry].map(|cell| text(cell));
            let [page, indicator, period, breakdown, entry] = &place;
            let record = [page, indicator, period, breakdown, entry, "", "", "", &text(said), &text(given)];
            writer.write_record(record).expect("memory takes every record");
        }
    }
    for one in &verdict.texts {
        let or_empty = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let record = [
            one.page.to_string(),
            or_empty(&one.indicator),
            or_empty(&one.period),
            or_empty(&one.breakdown),
            "text".to_owned(),
            text(&one.place.heading),
            text(&one.place.row),
            text(&one.place.column),
            text(&one.said),
            text(&one.given),
        ];
        writer.write_record(record).expect("memory takes every record");
    }
    for name in &verdict.files {
        let record = ["", "", "", "", "file", "", "", "", &text(name), ""];
        writer.write_record(record).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}
