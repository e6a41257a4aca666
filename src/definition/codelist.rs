//! Allowed codes with labels, a hierarchy and dates.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::located::Located;
use super::tables::List;
use crate::text::Text;

/// How the codes of a list relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They add up to the total.
    Exclusive,
    /// Each contains the next.
    Nested,
    /// Each is at most the total; never added.
    Overlapping,
}

/// Where the codes of a dimension come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Asked in the file.
    #[default]
    File,
    /// A property of the organisation, from the register.
    Register,
}

/// A codelist as a pack declares it; its codes stand in a CSV file of its name.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Codelist {
    /// Identifier.
    pub codelist: Located<String>,
    /// What it is called.
    pub title: Text,
    /// How its codes relate.
    pub relation: Relation,
    /// Where its codes come from.
    #[serde(default)]
    pub of: Origin,
    /// The coarser codelist that `parent` points into; without one it points into this list.
    #[serde(default)]
    pub coarser: Option<Located<String>>,
    /// Its codes are themselves what is sensitive, such as diagnoses: a sensitive figure is broken down by them unless the project's
    /// policy says by what.
    #[serde(default)]
    pub sensitive: bool,
    /// The codes, in the order of the file.
    #[serde(skip)]
    pub codes: Vec<Code>,
}

impl Codelist {
    /// What it takes to know of it where tables are allowed or refused.
    pub fn outline(&self) -> List<'_> {
        (&self.codelist, self.coarser.as_ref().map(|list| list.as_str()), self.sensitive)
    }

    /// The code of a name.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|candidate| candidate.code == code)
    }
}

/// One allowed code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The code as it stands in data.
    pub code: String,
    /// What contains it, here or in the coarser list.
    pub parent: Option<String>,
    /// First day it may be used.
    pub valid_from: Option<NaiveDate>,
    /// Last day it may be used.
    pub valid_to: Option<NaiveDate>,
    /// What it is called.
    pub label: Text,
    /// Row and column on a tile map, from 1.
    pub grid: Option<(u32, u32)>,
}

impl Code {
    /// What it is called for a reader: its label, or the code where it has none.
    pub fn called(&self) -> Text {
        if self.label.is_empty() { Text::same(&self.code) } else { self.label.clone() }
    }
}
