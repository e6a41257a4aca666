//! What may be published, by sensitivity class.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::indicator::Sensitivity;

/// What a figure needs to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Published only if at least this many enterprises gave a value other than zero.
    pub contributors: u32,
    /// A count of persons is published only if it is 0 or at least this.
    pub count: u32,
    /// A percentage or mean is published only on a base of at least this many.
    pub base: u32,
    /// The finest area it is broken down by.
    pub finest: Option<String>,
    /// The most dimensions of one table, area included.
    pub dimensions: u32,
}

impl Policy {
    /// The default of a class.
    ///
    /// Open: no limit. Business: 3 enterprises. Persons: 3 enterprises and no counts of 1–2.
    /// Sensitive: 5 enterprises and 5 persons, county level, at most one further dimension.
    /// Shares of persons or enterprises and means on a base of at least 20. No three-way tables.
    pub fn default_of(class: Sensitivity) -> Self {
        let (contributors, count, base, finest, dimensions) = match class {
            Sensitivity::Open => (0, 0, 0, None, 2),
            Sensitivity::Business => (3, 0, 20, None, 2),
            Sensitivity::Persons => (3, 3, 20, None, 2),
            Sensitivity::Sensitive => (5, 5, 20, Some("county"), 2),
        };
        Self { contributors, count, base, finest: finest.map(str::to_owned), dimensions }
    }

    /// The same with what a project changes.
    #[must_use]
    pub fn with(self, change: &PolicyChange) -> Self {
        Self {
            contributors: change.contributors.unwrap_or(self.contributors),
            count: change.count.unwrap_or(self.count),
            base: change.base.unwrap_or(self.base),
            finest: change.finest.clone().or(self.finest),
            dimensions: change.dimensions.unwrap_or(self.dimensions),
        }
    }
}

/// What a project changes of a class.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// Least number of enterprises with a value other than zero.
    #[serde(default)]
    pub contributors: Option<u32>,
    /// Least count of persons that is not 0.
    #[serde(default)]
    pub count: Option<u32>,
    /// Least base of a percentage or mean.
    #[serde(default)]
    pub base: Option<u32>,
    /// Finest area.
    #[serde(default)]
    pub finest: Option<String>,
    /// Most dimensions of one table.
    #[serde(default)]
    pub dimensions: Option<u32>,
}
