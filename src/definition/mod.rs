//! What YAML and codelists may say, checked as it is loaded.

pub mod codelist;
pub mod dataset;
pub mod indicator;
pub mod located;
pub mod policy;
pub mod project;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use codelist::Codelist;
use dataset::Dataset;
use indicator::{Indicator, Sensitivity};
use policy::Policy;
use project::{Project, Section};

/// Everything a project defines, checked: every reference is there, every expression has its types.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The project.
    pub project: Project,
    /// Sections of reports, in order.
    pub sections: Vec<Section>,
    /// Datasets by name.
    pub datasets: BTreeMap<String, Dataset>,
    /// Codelists by name.
    pub codelists: BTreeMap<String, Codelist>,
    /// Indicators in the order of sections, then as their packs list them by file name.
    pub indicators: Vec<Indicator>,
}

impl Definitions {
    /// Loads what a project and its packs define. Without definitions when an error stands in the way.
    pub fn load(_folder: &Folder) -> (Option<Self>, Vec<Diagnostic>) {
        (None, Vec::new())
    }

    /// The indicator of a name.
    pub fn indicator(&self, name: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| *indicator.indicator == name)
    }

    /// The disclosure policy of a sensitivity class.
    pub fn policy(&self, class: Sensitivity) -> Policy {
        let policy = Policy::default_of(class);
        self.project.policy.get(&class).map_or(policy.clone(), |change| policy.with(change))
    }

    /// Codelists that are properties of the organisation, with their coarser ones: `municipality`, `district`, `county`.
    pub fn is_of_register(&self, dimension: &str) -> bool {
        self.codelists.get(dimension).is_some_and(|list| list.of == codelist::Origin::Register)
    }
}
