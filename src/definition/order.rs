//! The order in which datasets are validated: each after those that its checks look at.

use std::collections::{BTreeMap, BTreeSet};

/// Datasets in order, and the circles that keep some of them from having one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Every dataset once, in alphabetical order but for those that must wait for another.
    pub names: Vec<String>,
    /// Datasets whose checks look at each other, from each to the next and from the last to the first.
    pub circles: Vec<Vec<String>>,
}

/// The order of datasets, given which others each looks at; those that are not there are passed over.
pub fn order(datasets: &BTreeMap<String, BTreeSet<String>>) -> Order {
    let mut order = Order::default();
    for name in datasets.keys() {
        visit(name, datasets, &mut Vec::new(), &mut order);
    }
    order
}

fn visit(name: &str, datasets: &BTreeMap<String, BTreeSet<String>>, path: &mut Vec<String>, order: &mut Order) {
    let Some(others) = datasets.get(name) else { return };
    if let Some(at) = path.iter().position(|above| above == name) {
        order.circles.push(path[at..].to_vec());
        return;
    }
    if order.names.iter().any(|known| known == name) {
        return;
    }
    path.push(name.to_owned());
    for other in others {
        visit(other, datasets, path, order);
    }
    path.pop();
    order.names.push(name.to_owned());
}
