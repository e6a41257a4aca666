//! What an expression speaks of: a column of its row, of the record a period before, or of another dataset.

use std::fmt;

/// Whose value a reference is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The row's own.
    Row,
    /// `PREVIOUS(…)`: that of the same record in the period before.
    Previous,
    /// `OTHER(dataset.…)`: that of the same organisation in another dataset, by its name, in the same period.
    Other(String),
}

/// A column an expression speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Name of the column.
    pub name: String,
    /// Whose value it is.
    pub of: Of,
}

impl Reference {
    /// A column of the row itself.
    pub fn row(name: &str) -> Self {
        Self { name: name.to_owned(), of: Of::Row }
    }

    /// A column of the same record in the period before.
    pub fn previous(name: &str) -> Self {
        Self { name: name.to_owned(), of: Of::Previous }
    }

    /// A column of another dataset.
    pub fn other(dataset: &str, name: &str) -> Self {
        Self { name: name.to_owned(), of: Of::Other(dataset.to_owned()) }
    }

    /// Reads one as it is written, in an expression or at a place of a message: `x`, `PREVIOUS(x)`, `OTHER(dataset.x)`.
    pub fn read(written: &str) -> Self {
        let inside = |word: &str| written.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')').map(str::trim);
        if let Some(name) = inside("PREVIOUS") {
            return Self::previous(name);
        }
        match inside("OTHER").and_then(|inside| inside.split_once('.')) {
            Some((dataset, name)) => Self::other(dataset, name),
            None => Self::row(written),
        }
    }

    /// True for a column of the row itself.
    pub fn is_row(&self) -> bool {
        self.of == Of::Row
    }

    /// True inside `PREVIOUS(…)`.
    pub fn is_previous(&self) -> bool {
        self.of == Of::Previous
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.of {
            Of::Row => write!(out, "{}", self.name),
            Of::Previous => write!(out, "PREVIOUS({})", self.name),
            Of::Other(dataset) => write!(out, "OTHER({dataset}.{})", self.name),
        }
    }
}
