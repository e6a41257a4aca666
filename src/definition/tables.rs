//! Which tables a policy lets be made: by which dimensions, how fine an area, how many at once.

use std::collections::BTreeSet;

use super::policy::Policy;

/// What a table of a figure must be like to be made at all.
#[derive(Debug, Clone)]
pub struct Tables {
    /// The most dimensions, area included.
    most: usize,
    /// The only dimensions beside areas; any where there is none.
    split_by: Option<BTreeSet<String>>,
    /// The finest area that may be shown and all coarser ones; none where any area may.
    areas: BTreeSet<String>,
    /// Areas finer than that.
    too_fine: BTreeSet<String>,
    /// All areas: the lists that lie in coarser ones, and those.
    places: BTreeSet<String>,
}

/// What it takes to know of a codelist: its coarser list, and whether its codes are themselves what is sensitive.
pub type List<'l> = (&'l str, Option<&'l str>, bool);

impl Tables {
    /// What a policy says of tables, by all codelists.
    pub fn new<'l>(policy: &Policy, lists: &[List<'l>]) -> Self {
        let coarser = |name: &str| -> Option<&'l str> { lists.iter().find(|list| list.0 == name)?.1 };
        let from = |name: &'l str| std::iter::successors(Some(name), |name| coarser(name)).take(lists.len());
        let is_there = |name: &str| lists.iter().any(|list| list.0 == name);
        // Where there is no such area, the coarsest of those that there are stands for it.
        let is_coarsest = |name: &str| coarser(name).is_none() && lists.iter().any(|list| list.1 == Some(name));
        let is_finest = |name: &str| {
            let finest = policy.finest.as_deref();
            finest.is_some_and(|finest| if is_there(finest) { name == finest } else { is_coarsest(name) })
        };
        let names = || lists.iter().map(|list| list.0);
        let finest: Vec<&'l str> = names().filter(|name| is_finest(name)).collect();
        let is_finer = |name: &&'l str| !finest.contains(name) && from(name).any(|one| finest.contains(&one));
        let is_place = |name: &&'l str| coarser(name).is_some() || lists.iter().any(|list| list.1 == Some(*name));
        let subjects = lists.iter().filter(|list| list.2 && policy.by_subject).map(|list| list.0.to_owned());
        let split_by = policy.split_by.as_ref().map(|names| names.iter().cloned().chain(subjects).collect());
        Self {
            most: policy.dimensions as usize,
            split_by,
            areas: finest.iter().flat_map(|name| from(name)).map(str::to_owned).collect(),
            too_fine: names().filter(is_finer).map(str::to_owned).collect(),
            places: names().filter(is_place).map(str::to_owned).collect(),
        }
    }

    /// The only dimensions beside areas; any where there is none.
    pub fn split_by(&self) -> Option<&BTreeSet<String>> {
        self.split_by.as_ref()
    }

    /// True when it may be split by all of some dimensions that another policy names.
    pub fn is_split_by(&self, names: &[String]) -> bool {
        self.split_by.as_ref().is_none_or(|known| names.iter().all(|name| known.contains(name)))
    }

    /// True when a table of these dimensions may be made at all.
    pub fn allow<'d>(&self, dimensions: impl IntoIterator<Item = &'d str>) -> bool {
        self.refuse(dimensions).is_none()
    }

    /// The setting by which a table of these dimensions is never made.
    ///
    /// Where a finest area is named, an area counts as one dimension even when it is left out: a table of a sensitive
    /// figure for the whole region has as few other dimensions as one by county.
    pub fn refuse<'d>(&self, dimensions: impl IntoIterator<Item = &'d str>) -> Option<&'static str> {
        let (areas, others): (Vec<&str>, Vec<&str>) =
            dimensions.into_iter().partition(|name| self.areas.contains(*name));
        let is_named = |name: &str| self.split_by.as_ref().is_none_or(|names| names.contains(name));
        let is_other = |name: &&str| !self.places.contains(*name) && !is_named(name);
        let is_much =
            areas.len() + others.len() > self.most || !self.areas.is_empty() && others.len() >= self.most.max(1);
        if others.iter().any(|name| self.too_fine.contains(*name)) {
            Some("finest")
        } else if others.iter().any(is_other) {
            Some("split_by")
        } else {
            is_much.then_some("dimensions")
        }
    }
}
