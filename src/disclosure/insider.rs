//! The contributor as attacker: an enterprise that takes what it gave itself from what is told.
//!
//! Where two withheld figures are known together, the only enterprise of one of them knows the other one. Where the policy
//! reckons with it, two enterprises put together what they gave.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::attacker::{Attacker, Terms, sum};
use super::primary::Shares;
use super::told::Unknowns;

/// A figure that is withheld.
pub(super) struct Secret {
    pub terms: Terms,
    /// What is left of it when all that is told is taken from it.
    pub left: Terms,
    /// What each enterprise gives to it.
    pub shares: Shares,
}

/// What each enterprise would learn, or each two of them: for each secret that follows for one, what follows for everybody then,
/// which is the secret with what that enterprise gave. `left` is what is left of each thing that was given when all that is told
/// is taken from it. `may_know` says whether some enterprises together may know a secret.
pub(super) fn opened(
    unknowns: &Unknowns<'_>,
    left: &BTreeMap<u32, Terms>,
    secrets: &[Secret],
    (insiders, may_know): (usize, &(impl Fn(&Secret, &[&str]) -> bool + Sync)),
) -> Vec<Terms> {
    let mut own: BTreeMap<&str, Vec<(u32, &Terms)>> = BTreeMap::new();
    for (number, left) in left.iter().filter(|(_, left)| !left.is_empty()) {
        own.entry(unknowns.organisation(*number)).or_default().push((*number, left));
    }
    let own: Vec<(&str, Vec<(u32, &Terms)>)> = own.into_iter().collect();
    let alone = own.par_iter().flat_map_iter(|(one, given)| learnt(given, secrets, |secret| may_know(secret, &[one])));
    let opened: Vec<Terms> = alone.collect();
    if insiders < 2 || !opened.is_empty() {
        return opened;
    }
    let places: Vec<(usize, usize)> =
        (0..own.len()).flat_map(|at| (at + 1..own.len()).map(move |other| (at, other))).collect();
    let two = |(at, other): &(usize, usize)| {
        let [(one, first), (two, second)] = [&own[*at], &own[*other]];
        let given: Vec<(u32, &Terms)> = first.iter().chain(second).copied().collect();
        learnt(&given, secrets, |secret| may_know(secret, &[one, two]))
    };
    places.par_iter().flat_map_iter(two).collect()
}

fn learnt(given: &[(u32, &Terms)], secrets: &[Secret], may_know: impl Fn(&Secret) -> bool) -> Vec<Terms> {
    let reach: BTreeSet<u32> = given.iter().flat_map(|(_, left)| left.iter().map(|(number, _)| *number)).collect();
    let is_near = |secret: &&Secret| secret.left.iter().all(|(number, _)| reach.contains(number));
    let near: Vec<&Secret> = secrets.iter().filter(is_near).filter(|secret| !may_know(secret)).collect();
    if near.is_empty() {
        return Vec::new();
    }
    let mut attacker = Attacker::default();
    for (number, left) in given {
        attacker.learn((*left).clone(), *number);
    }
    let opened = |secret: &&Secret| Some(sum(&secret.terms, &attacker.combine(secret.left.clone())?));
    near.iter().filter_map(opened).collect()
}
