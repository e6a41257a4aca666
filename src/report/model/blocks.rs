//! Figures, tables and cards as the page model writes them down.

use serde::Serialize;

/// A figure or a table.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Block {
    Trend {
        #[serde(flatten)]
        head: Head,
        marks: Vec<Mark>,
        points: Vec<Point>,
        breaks: Vec<Break>,
        targets: Vec<TargetLine>,
        series: String,
        grid: Vec<GridLine>,
    },
    Bars {
        #[serde(flatten)]
        head: Head,
        bars: Vec<Bar>,
        reference: Option<GridLine>,
        omitted: Vec<String>,
    },
    Steps {
        #[serde(flatten)]
        head: Head,
        bars: Vec<Bar>,
    },
    Dotrange {
        #[serde(flatten)]
        head: Head,
        first: String,
        second: String,
        groups: Vec<Pair>,
    },
    Multiples {
        #[serde(flatten)]
        head: Head,
        series: Vec<Series>,
        max: f64,
    },
    Stacked {
        #[serde(flatten)]
        head: Head,
        parts: Vec<Portion>,
    },
    Progress {
        #[serde(flatten)]
        head: Head,
        rows: Vec<Progress>,
    },
    Map {
        #[serde(flatten)]
        head: Head,
        tiles: Vec<MapTile>,
        legend: Vec<Legend>,
        legend_more: Vec<LegendMore>,
    },
    Table(Table),
}

/// What every figure has.
#[derive(Debug, Default, Serialize)]
pub(super) struct Head {
    pub number: String,
    pub title: String,
    pub subtitle: String,
    pub alt: String,
    pub notes: Vec<String>,
    pub source: String,
}

/// Where a series breaks: after which point, and why.
#[derive(Debug, Serialize)]
pub(super) struct Break {
    pub after: usize,
    pub label: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Point {
    pub x: String,
    pub y: Option<f64>,
    pub text: Option<String>,
    pub mark: Option<&'static str>,
    pub state: &'static str,
    pub below: Option<String>,
    pub thin: bool,
}

/// One of several small trends.
#[derive(Debug, Serialize)]
pub(super) struct Series {
    pub label: String,
    pub strong: bool,
    pub points: Vec<SmallPoint>,
    pub instead: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SmallPoint {
    pub x: String,
    pub y: Option<f64>,
    pub text: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct TargetLine {
    pub y: f64,
    pub from: usize,
    pub to: usize,
    pub label: String,
}

#[derive(Debug, Serialize)]
pub(super) struct GridLine {
    pub y: f64,
    pub label: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Bar {
    pub label: String,
    pub y: f64,
    pub text: String,
    pub mark: Option<&'static str>,
    pub strong: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Dot {
    pub y: f64,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Pair {
    pub label: String,
    pub first: Option<Dot>,
    pub second: Option<Dot>,
    pub instead: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Portion {
    pub label: String,
    pub share: f64,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Progress {
    pub label: String,
    pub share: Option<f64>,
    pub text: String,
    pub status: Standing,
}

/// How a figure stands against its target.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Standing {
    pub kind: &'static str,
    pub word: String,
}

#[derive(Debug, Serialize)]
pub(super) struct MapTile {
    pub label: String,
    pub row: u32,
    pub column: u32,
    pub text: String,
    pub mark: Option<&'static str>,
    pub class: Option<u32>,
    pub state: &'static str,
}

/// A place on a tile map: the municipality's own, its district's, or another.
#[derive(Debug, Serialize)]
pub(super) struct Tile {
    pub row: u32,
    pub column: u32,
    pub state: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Legend {
    pub class: u32,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct LegendMore {
    pub state: &'static str,
    pub text: String,
}

/// A table as it is printed.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub number: String,
    pub title: String,
    pub subtitle: String,
    pub summary: Option<String>,
    pub stub: String,
    pub groups: Vec<Group>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub marks: Vec<Mark>,
    pub remarks: Vec<String>,
    pub notes: Vec<Note>,
    pub source: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub head: String,
    pub span: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub head: String,
    pub align: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub label: String,
    pub indent: u8,
    pub kind: &'static str,
    pub cells: Vec<Cell>,
}

/// One printed cell.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Cell {
    pub text: String,
    pub mark: Option<&'static str>,
    /// The mark of a figure that rests on an unexplained value.
    pub doubt: Option<&'static str>,
    pub note: Option<String>,
    pub word: bool,
    /// It is an upper bound; tables set the sign before it.
    #[serde(skip)]
    pub is_bound: bool,
    /// Of a revised figure the edition that told it, and what it was; the sentence under the table says it.
    #[serde(skip)]
    pub before: Option<(String, String)>,
    /// Of a figure that stands as an edition told it, that edition and its date; the sentence under the table says it.
    #[serde(skip)]
    pub stands: Option<(String, String)>,
}

#[derive(Debug, Serialize)]
pub(super) struct Mark {
    pub mark: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Note {
    pub note: String,
    pub text: String,
}

/// A key figure.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    pub label: String,
    /// The words before a value that is an upper bound.
    pub bound: Option<String>,
    pub value: String,
    pub mark: Option<&'static str>,
    pub unit: Option<String>,
    pub converted: Option<String>,
    pub change: Option<CardChange>,
    pub bar: Option<CardBar>,
    pub note: Option<String>,
    pub coverage: String,
    pub goto: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct CardChange {
    pub text: String,
    pub direction: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct CardBar {
    pub share: f64,
    pub text: String,
}

/// The officer's own words.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    pub text: Vec<String>,
    pub by: String,
    pub language: String,
}
