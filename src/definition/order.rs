//! The order of what needs others: each dataset after those that its checks look at, each indicator after those it is made of.

use std::collections::{BTreeMap, BTreeSet};

/// Names in order, and the circles that keep some of them from having one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Every name once, in alphabetical order but for those that must wait for another.
    pub names: Vec<String>,
    /// Those that need each other, from each to the next and from the last to the first.
    pub circles: Vec<Vec<String>>,
}

/// The order of names, given which others each needs; those that are not there are passed over.
pub fn order(needs: &BTreeMap<String, BTreeSet<String>>) -> Order {
    let mut order = Order::default();
    for name in needs.keys() {
        visit(name, needs, &mut Vec::new(), &mut order);
    }
    order
}

fn visit(name: &str, needs: &BTreeMap<String, BTreeSet<String>>, path: &mut Vec<String>, order: &mut Order) {
    let Some(others) = needs.get(name) else { return };
    if let Some(at) = path.iter().position(|above| above == name) {
        order.circles.push(path[at..].to_vec());
        return;
    }
    if order.names.iter().any(|known| known == name) {
        return;
    }
    path.push(name.to_owned());
    for other in others {
        visit(other, needs, path, order);
    }
    path.pop();
    order.names.push(name.to_owned());
}
