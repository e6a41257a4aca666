//! Styles of an ODS workbook: what numbers are shown with, and what is crossed out.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::format::{Look, NumberFormat};
use super::super::xlsx::attribute;

/// Most styles that one may be built on: programs nest a handful, and a circle must end.
const DEEPEST: usize = 32;

/// The styles in the making; they stand before the sheets that use them.
#[derive(Default)]
pub(super) struct Styles {
    /// What the data styles show beside a number, and the power of ten by which it is shown smaller.
    data: BTreeMap<String, (String, u32)>,
    /// The data style whose parts are read.
    open: Option<String>,
    /// The styles of cells by their names.
    cells: BTreeMap<String, CellStyle>,
    /// The cell style whose parts are read.
    cell: Option<String>,
}

/// What a style of cells says itself; of all else its parent speaks.
#[derive(Default)]
struct CellStyle {
    parent: Option<String>,
    format: Option<NumberFormat>,
    struck: Option<bool>,
}

/// The styles of a row or of some columns in a table, which hold for cells without one.
#[derive(Default)]
pub(super) struct Defaults {
    /// The last column of each run, from 1, and its style.
    pub columns: Vec<(u32, String)>,
    /// The style of the row.
    pub row: Option<String>,
}

impl Defaults {
    /// The style of a cell without one, by its column from 0.
    pub(super) fn of(&self, column: u32) -> Option<&str> {
        let of_column = || self.columns.iter().find(|(last, _)| column < *last).map(|(_, style)| style.as_str());
        self.row.as_deref().or_else(of_column)
    }
}

impl Styles {
    /// Takes the beginning of an element into account.
    pub(super) fn begin(&mut self, name: &str, element: &BytesStart) {
        match name {
            // Both parts of a workbook may define a name: the later one holds, whole and for what comes behind it.
            "number-style" | "currency-style" => {
                self.open = attribute(element, "name");
                self.data.extend(self.open.clone().map(|name| (name, Default::default())));
            }
            "percentage-style" | "date-style" | "time-style" | "boolean-style" | "text-style" => {
                attribute(element, "name").map(|name| self.data.remove(&name));
            }
            "number" => {
                let factor = attribute(element, "display-factor").and_then(|factor| factor.parse::<f64>().ok());
                let is_of = |power: &u32| factor == Some(f64::from(10_u32.pow(*power)));
                if let (Some(shown), Some(power)) = (self.shown(), [3, 6, 9].into_iter().find(is_of)) {
                    shown.1 = power;
                }
            }
            "style" if attribute(element, "family").is_some_and(|family| family == "table-cell") => {
                let format = attribute(element, "data-style-name").map(|data| {
                    let shown = self.data.get(&data);
                    shown.map(|(unit, power)| NumberFormat::plain(unit, *power)).unwrap_or_default()
                });
                let style = CellStyle { parent: attribute(element, "parent-style-name"), format, struck: None };
                self.cell = attribute(element, "name");
                self.cells.extend(self.cell.clone().map(|name| (name, style)));
            }
            "style" => self.cell = None,
            "text-properties" => {
                let style = self.cell.as_ref().and_then(|name| self.cells.get_mut(name));
                if let (Some(style), Some(line)) = (style, attribute(element, "text-line-through-style")) {
                    style.struck = Some(line != "none");
                }
            }
            _ => {}
        }
    }

    /// Takes words of a data style into account.
    pub(super) fn word(&mut self, word: &str) {
        if let Some(shown) = self.shown() {
            shown.0.push_str(word);
        }
    }

    /// Takes the end of an element into account.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "number-style" | "currency-style" => self.open = None,
            "style" => self.cell = None,
            _ => {}
        }
    }

    /// How the cells of a style look: as it says itself, or else the nearest style that it is built on.
    pub(super) fn look(&self, style: &str) -> Look {
        let own = self.cells.get(style);
        let parent = |style: &&CellStyle| style.parent.as_ref().and_then(|name| self.cells.get(name));
        let built_on = || std::iter::successors(own, parent).take(DEEPEST);
        Look {
            format: built_on().find_map(|style| style.format.clone()).unwrap_or_default(),
            struck: built_on().find_map(|style| style.struck).unwrap_or_default(),
        }
    }

    fn shown(&mut self) -> Option<&mut (String, u32)> {
        Some(self.data.entry(self.open.clone()?).or_default())
    }
}
