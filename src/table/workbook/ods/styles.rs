//! Styles of an ODS workbook: what numbers are shown with, and what is crossed out.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::format::{Look, NumberFormat, Section, Sign, is_minus, relation};
use super::super::runs::{Font, Height};
use super::super::xlsx::attribute;

/// Most styles that one may be built on: programs nest a handful, and a circle must end.
const DEEPEST: usize = 32;
/// Most styles that stand in for one: a format has a section for positive numbers, one for negative ones and one for zero.
const MOST_OTHERS: usize = 3;

/// The styles in the making; they stand before the sheets that use them.
#[derive(Default)]
pub(super) struct Styles {
    /// The data styles by their names.
    data: BTreeMap<String, DataStyle>,
    /// The data style whose parts are read.
    open: Option<String>,
    /// The styles of cells by their names.
    cells: BTreeMap<String, CellStyle>,
    /// The cell style whose parts are read.
    cell: Option<String>,
    /// How the parts of texts are set, by the names of their styles.
    texts: BTreeMap<String, Font>,
    /// The style of a part of a text that is read.
    text: Option<String>,
}

/// What a data style shows of a number.
#[derive(Clone, Default)]
struct DataStyle {
    /// The words that stand there.
    words: String,
    /// How many bytes of them stand before the number.
    before: usize,
    /// The power of ten by which the number is shown smaller.
    power: u32,
    /// There is a place for the number, or for a text.
    shows: bool,
    /// It is for texts.
    of_text: bool,
    /// It gives the number a colour.
    colours: bool,
    /// For which numbers other styles stand in, each with a relation and a limit.
    others: Vec<((String, f64), String)>,
}

impl DataStyle {
    /// What it shows of a number itself.
    fn section(&self) -> Section {
        let shown = NumberFormat::plain(&self.words, self.power).sections.pop().unwrap_or_default();
        let instead = (!self.shows).then(|| self.words.trim().to_owned());
        let (before, after) = self.words.split_at(self.before);
        let otherwise = if self.colours { Sign::Colour } else { Sign::Nothing };
        let sign = if is_minus(before, after) { Sign::Minus } else { otherwise };
        if instead.is_some() { Section { instead, ..Section::default() } } else { Section { sign, ..shown } }
    }
}

/// What a style of cells says itself; of all else its parent speaks.
#[derive(Default)]
struct CellStyle {
    parent: Option<String>,
    format: Option<NumberFormat>,
    font: Font,
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
            "number-style" | "currency-style" | "text-style" => {
                self.open = attribute(element, "name");
                let style = DataStyle { of_text: name == "text-style", ..DataStyle::default() };
                self.data.extend(self.open.clone().map(|name| (name, style)));
            }
            "percentage-style" | "date-style" | "time-style" | "boolean-style" => {
                attribute(element, "name").map(|name| self.data.remove(&name));
            }
            "number" | "scientific-number" | "fraction" | "text-content" => {
                let factor = attribute(element, "display-factor").and_then(|factor| factor.parse::<f64>().ok());
                let is_of = |power: &u32| factor == Some(f64::from(10_u32.pow(*power)));
                if let Some(shown) = self.shown() {
                    if !shown.shows {
                        shown.before = shown.words.len();
                    }
                    shown.shows = true;
                    shown.power = [3, 6, 9].into_iter().find(is_of).unwrap_or(shown.power);
                }
            }
            "map" => {
                let condition = attribute(element, "condition");
                let condition = condition.and_then(|condition| relation(condition.strip_prefix("value()")?));
                let other = condition.zip(attribute(element, "apply-style-name"));
                if let Some(shown) = self.shown().filter(|shown| shown.others.len() < MOST_OTHERS) {
                    shown.others.extend(other);
                }
            }
            "style" if attribute(element, "family").is_some_and(|family| family == "table-cell") => {
                let format = attribute(element, "data-style-name").map(|data| self.format(&data));
                let style =
                    CellStyle { parent: attribute(element, "parent-style-name"), format, font: Font::default() };
                self.cell = attribute(element, "name");
                self.cells.extend(self.cell.clone().map(|name| (name, style)));
            }
            "style" => {
                self.cell = None;
                self.text =
                    attribute(element, "name").filter(|_| attribute(element, "family").is_some_and(|of| of == "text"));
            }
            "text-properties" => {
                let colours = attribute(element, "color").is_some();
                if let Some(shown) = self.shown() {
                    shown.colours |= colours;
                }
                let style = self.cell.as_ref().and_then(|name| self.cells.get_mut(name));
                let font = font(element);
                if let Some(style) = style {
                    style.font = font.or(style.font);
                }
                if let Some(text) = &self.text {
                    self.texts.insert(text.clone(), font);
                }
            }
            _ => {}
        }
    }

    /// Takes words of a data style into account.
    pub(super) fn word(&mut self, word: &str) {
        if let Some(shown) = self.shown() {
            shown.words.push_str(word);
        }
    }

    /// Takes the end of an element into account.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "number-style" | "currency-style" | "text-style" => self.open = None,
            "style" => (self.cell, self.text) = (None, None),
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
            font: built_on().fold(Font::default(), |font, style| font.or(style.font)),
        }
    }

    /// How a part of a text of a style is set.
    pub(super) fn text(&self, style: &str) -> Font {
        self.texts.get(style).copied().unwrap_or_default()
    }

    /// The number format of a data style: first the styles that stand in for it, and then its own.
    fn format(&self, name: &str) -> NumberFormat {
        let Some(own) = self.data.get(name) else { return NumberFormat::default() };
        let other = |(condition, other): &((String, f64), String)| {
            let section = self.data.get(other).map(DataStyle::section).unwrap_or_default();
            Section { condition: Some(condition.clone()), ..section }
        };
        let mut sections: Vec<Section> = own.others.iter().map(other).collect();
        // What a style for texts shows of a number, others say; alone it shows every number as it is.
        if !own.of_text {
            sections.push(own.section());
        }
        let hides = own.of_text && !own.shows && !own.others.is_empty();
        NumberFormat { sections, hides_text: hides.then(|| own.words.trim().to_owned()) }
    }

    fn shown(&mut self) -> Option<&mut DataStyle> {
        Some(self.data.entry(self.open.clone()?).or_default())
    }
}

/// What the properties of a text say of its font. Programs write either or both of what a line through it is like; raised and
/// lowered is what stands above the line or below it by a share of its height.
fn font(element: &BytesStart) -> Font {
    let line =
        ["text-line-through-style", "text-line-through-type"].into_iter().find_map(|name| attribute(element, name));
    let height = |place: String| {
        let above = place.split_whitespace().next().unwrap_or_default();
        let share = above.trim_end_matches('%').parse().unwrap_or(0.0);
        match above {
            "super" => Height::Raised,
            "sub" => Height::Lowered,
            _ if share > 0.0 => Height::Raised,
            _ if share < 0.0 => Height::Lowered,
            _ => Height::Line,
        }
    };
    Font { struck: line.map(|line| line != "none"), height: attribute(element, "text-position").map(height) }
}
