//! Styles of an ODS workbook: what numbers are shown with, and what is crossed out.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::format::{Look, NumberFormat};
use super::super::xlsx::attribute;

/// The styles in the making; they stand before the sheets that use them.
#[derive(Default)]
pub(super) struct Styles {
    /// What the data styles show beside a number, and the power of ten by which it is shown smaller.
    data: BTreeMap<String, (String, u32)>,
    /// The data style whose parts are read.
    open: Option<String>,
    /// How the cells of each style look.
    looks: BTreeMap<String, Look>,
    /// The cell style whose parts are read.
    cell: Option<String>,
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
            "number-style" | "currency-style" => self.open = attribute(element, "name"),
            "number" => {
                let factor = attribute(element, "display-factor").and_then(|factor| factor.parse::<f64>().ok());
                let is_of = |power: &u32| factor == Some(f64::from(10_u32.pow(*power)));
                if let (Some(shown), Some(power)) = (self.shown(), [3, 6, 9].into_iter().find(is_of)) {
                    shown.1 = power;
                }
            }
            "style" if attribute(element, "family").is_some_and(|family| family == "table-cell") => {
                self.cell = attribute(element, "name");
                let data = attribute(element, "data-style-name").and_then(|data| self.data.get(&data));
                let format = data.map(|(unit, power)| NumberFormat::plain(unit, *power)).unwrap_or_default();
                let look = Look { format, struck: false };
                self.looks.extend(self.cell.clone().map(|name| (name, look)));
            }
            "style" => self.cell = None,
            "text-properties" => {
                let struck = attribute(element, "text-line-through-style").is_some_and(|line| line != "none");
                let look = self.cell.as_ref().and_then(|name| self.looks.get_mut(name));
                if let Some(look) = look {
                    look.struck = struck;
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

    /// How the cells of a style look, where that tells something.
    pub(super) fn look(&self, style: &str) -> Option<&Look> {
        self.looks.get(style).filter(|look| look.tells())
    }

    fn shown(&mut self) -> Option<&mut (String, u32)> {
        Some(self.data.entry(self.open.clone()?).or_default())
    }
}
