//! The page model: everything a report prints, as finished strings (report-templates/region/MODEL.md).

mod alt;
mod areas;
mod blocks;
mod breakdown;
mod card;
mod charts;
mod composition;
mod front;
mod goals;
mod indicator;
mod method;
mod money;
mod naming;
mod paths;
mod quality;
mod sheets;
mod spans;
mod table;
mod valuation;
mod who;

pub(super) use composition::{Composition, Material};

use serde::Serialize;
use serde_json::{Value, json};

use self::blocks::Tile;
use crate::diagnostic::Diagnostic;

/// The whole page model of a region's report.
pub(super) fn region(composition: &mut Composition) -> (Value, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = front::theme(composition);
    // Figures and tables are numbered as they are made: the parts stand here in the order of the page.
    let who = who::who(composition);
    let sections = indicator::sections(composition);
    let areas = areas::areas(composition);
    let sheets = sheets::sheets(composition);
    let spans = spans::spans(composition);
    let targets = goals::targets(composition);
    let (valuations, found) = valuation::valuations(composition);
    diagnostics.extend(found);
    let quality = quality::quality(composition);
    let method = method::method(composition);
    let mut page = front::front(composition);
    let rest = json!({
        "theme": theme,
        "coverage": who,
        "sections": sections,
        "areas": areas,
        "sheets": sheets,
        "spans": spans,
        "targets": targets,
        "valuations": valuations,
        "quality": quality,
        "method": method,
        "end": method::end(composition),
    });
    if let (Value::Object(page), Value::Object(rest)) = (&mut page, rest) {
        page.extend(rest);
    }
    (page, diagnostics)
}

/// Where a municipality lies among the others.
#[derive(Debug, Serialize)]
struct Locator {
    alt: String,
    label: String,
    tiles: Vec<Tile>,
}
