//! What YAML and codelists may say, checked as it is loaded.

pub mod catalogue;
pub mod codelist;
pub mod combination;
pub mod dataset;
pub mod dataset_version;
pub mod evidence;
pub mod indicator;
pub mod located;
pub mod missing;
pub mod money;
pub mod policy;
pub mod project;
pub mod schema;
pub mod tables;
pub mod valuation;
pub mod written;

mod absent;
mod codes;
mod columns;
pub(crate) mod file;
mod fingerprint;
mod load;
mod node;
mod order;
mod resolve;
mod scalar;
mod scope;
mod syntax;
mod version;
mod word;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{self, Diagnostic};
use crate::expression::Expression;
use crate::project::Folder;
use crate::text::Text;
use codelist::Codelist;
use dataset::{Dataset, Field};
use indicator::{Indicator, Sensitivity};
use policy::Policy;
use project::{Project, Section};
use tables::Tables;
use valuation::Valuation;

/// Everything a project defines, checked: every reference is there, every expression has its types.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The project.
    pub project: Project,
    /// Sections of reports, in order.
    pub sections: Vec<Section>,
    /// Datasets by name; one of several versions as [`dataset_version::whole`] makes it of them.
    pub datasets: BTreeMap<String, Dataset>,
    /// The versions of datasets that have several, by name, oldest first.
    pub dataset_versions: BTreeMap<String, Vec<Dataset>>,
    /// Codelists by name.
    pub codelists: BTreeMap<String, Codelist>,
    /// Indicators in the order of sections, then as their packs list them by file name; each as its last version.
    pub indicators: Vec<Indicator>,
    /// Valuations by name.
    pub valuations: BTreeMap<String, Valuation>,
}

impl Definitions {
    /// The months by which a conversion parts amounts: where it names their codelist, and each of them.
    pub fn months_of<'d>(
        &'d self,
        conversion: &'d money::Conversion,
    ) -> impl Iterator<Item = (&'d located::Located<String>, &'d str)> {
        let list = conversion.by.as_ref().and_then(|by| Some((by, self.codelists.get(&by.value)?)));
        list.into_iter().flat_map(|(by, list)| list.codes.iter().map(move |code| (by, code.code.as_str())))
    }

    /// Loads what a project and its packs define, with every finding in the order of its place.
    ///
    /// Without definitions when an error stands in the way.
    pub fn load(folder: &Folder) -> (Option<Self>, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let definitions =
            load::material(folder, &mut findings).map(|material| resolve::resolve(folder, material, &mut findings));
        diagnostic::sort(&mut findings);
        findings.dedup();
        (definitions.filter(|_| !diagnostic::has_errors(&findings)), findings)
    }

    /// The indicator of a name, as its last version; see [`Self::version`].
    pub fn indicator(&self, name: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| *indicator.indicator == name)
    }

    /// The dataset an indicator speaks of.
    pub fn dataset_of(&self, indicator: &Indicator) -> Option<&Dataset> {
        self.datasets.get(&indicator.dataset.value)
    }

    /// True where what moves from one enterprise to another is told of both: in gains, losses or what remained between what the
    /// founded begin and the closed end with, not in their balance.
    pub fn counts_moves(&self, indicator: &Indicator) -> bool {
        let references = indicator.value_expression.iter().flat_map(Expression::references);
        let dataset = self.dataset_of(indicator);
        let fields: Vec<&Field> = references.filter_map(|one| dataset?.field(&one.name)).collect();
        let any = |is: fn(&Field) -> bool| fields.iter().any(|field| is(field));
        !indicator.signed && any(|field| field.on_founding.is_some()) && any(|field| field.on_closing.is_some())
    }

    /// The codelist of a name.
    pub fn codelist(&self, name: &str) -> Option<&Codelist> {
        self.codelists.get(name)
    }

    /// What a code is called; the code itself when no list has it.
    pub fn label(&self, codelist: &str, code: &str) -> Text {
        let known = self.codelist(codelist).and_then(|list| list.code(code));
        known.map_or_else(|| Text::same(code), |known| known.label.clone())
    }

    /// The coarser dimensions of a dimension, nearest first: district and county of municipality.
    pub fn ancestors(&self, dimension: &str) -> Vec<&str> {
        let mut coarser: Vec<&str> = Vec::new();
        let mut next = self.codelist(dimension);
        while let Some(name) = next.and_then(|list| list.coarser.as_ref()) {
            coarser.push(&name.value);
            next = self.codelist(&name.value);
        }
        coarser
    }

    /// The dimension and code that contain a code: the district of a municipality.
    pub fn coarser_code(&self, codelist: &str, code: &str) -> Option<(String, String)> {
        let list = self.codelist(codelist)?;
        let parent = list.code(code)?.parent.clone()?;
        let dimension = list.coarser.as_ref().unwrap_or(&list.codelist);
        Some((dimension.value.clone(), parent))
    }

    /// SHA-256 of exactly the rules by which rows of a dataset count, in hexadecimal: fields, checks, codes, parameters; and
    /// those of the datasets that its checks look at.
    pub fn fingerprint_of_rules(&self, dataset: &Dataset) -> String {
        let others = dataset.looks_at().into_iter().filter_map(|name| self.datasets.get(&name));
        let others = others.map(|other| self.fingerprint_of_rules(other)).collect();
        fingerprint::of_rules(dataset, &self.codelists, &self.project.parameters, others)
    }

    /// The datasets, each after those that its checks look at.
    pub fn datasets_in_order(&self) -> Vec<String> {
        order::order(&self.datasets.iter().map(|(name, dataset)| (name.clone(), dataset.looks_at())).collect()).names
    }

    /// Names of the indicators that are made of others, each after those that it is made of.
    pub fn derived_in_order(&self) -> Vec<String> {
        let derived = self.indicators.iter().filter(|one| one.is_derived());
        let parts = |one: &Indicator| one.versions().flat_map(Indicator::parts).collect();
        order::order(&derived.map(|one| (one.indicator.value.clone(), parts(one))).collect()).names
    }

    /// The indicators whose figures of a period one is made of, where those that are made of figures themselves are taken apart.
    pub fn leaves(&self, indicator: &Indicator, period: &str) -> BTreeSet<String> {
        let of = |name: String| match self.indicator(&name).map(|one| self.version(one, period)) {
            Some(part) if part.is_of_figures() => self.leaves(part, period),
            _ => BTreeSet::from([name]),
        };
        self.version(indicator, period).parts().into_iter().flat_map(of).collect()
    }

    /// True for a dataset that checks of another look at.
    pub fn is_looked_at(&self, name: &str) -> bool {
        self.datasets.values().any(|dataset| dataset.looks_at().contains(name))
    }

    /// The disclosure policy of a sensitivity class.
    pub fn policy(&self, class: Sensitivity) -> Policy {
        let policy = Policy::default_of(class);
        self.project.policy.get(&class).map_or(policy.clone(), |change| policy.with(change))
    }

    /// The same of a class as it holds for a period: for one that may change yet it lets less be told.
    pub fn policy_in(&self, class: Sensitivity, period: &str) -> Policy {
        let policy = self.policy(class);
        if self.project.may_change(period) { policy.while_preliminary(&self.ancestors(policy::COUNTY)) } else { policy }
    }

    /// The tables that a policy lets be made.
    pub fn tables(&self, policy: &Policy) -> Tables {
        Tables::new(policy, &self.codelists.values().map(Codelist::outline).collect::<Vec<_>>())
    }

    /// Codelists that are properties of the organisation, with their coarser ones: `municipality`, `district`, `county`.
    pub fn is_of_register(&self, dimension: &str) -> bool {
        self.codelists.get(dimension).is_some_and(|list| list.of == codelist::Origin::Register)
    }
}

/// The text of a definition file, from the project or from a pack that ships with the program.
pub fn text<'a>(folder: &'a Folder, path: &str) -> Option<&'a str> {
    load::text(folder, path)
}

pub use load::{Starter, embedded_checks, languages, starter};

/// The packs that ship with the program.
pub fn packs() -> impl Iterator<Item = &'static str> {
    load::embedded_packs()
}
