//! What would be enough to withhold so that some do not know a figure nearly.
//!
//! Where counts are rounded all that is told stands beside a secret, and most of it is of no use. The programme that shows how far
//! the secret can move also shows what keeps it: only that is tried, each by the same programme with a little more room.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::block::Block;
use super::joint::Joint;
use super::leeway::{Leeway, Programme, Room, number_of};
use super::narrow::Narrow;
use super::told::Item;

impl Joint {
    /// What of some items would be enough to withhold so that some do not know a figure nearly: each by itself, or all that are of
    /// any use if none is.
    pub fn enough(
        &self,
        leeway: &Leeway,
        (blocks, at): (&[Block<'_>], usize),
        items: &BTreeSet<Item>,
        to: &[u32],
    ) -> Narrow {
        let enough = if self.has_rounded {
            self.enough_of_those_that_keep_it(leeway, (blocks, at), items, to)
        } else {
            let without = |one: &Item| {
                let mut without = leeway.clone();
                for number in &self.tells[one] {
                    *without.room(*number) = self.room_without(blocks, *one, *number);
                }
                without
            };
            let all: Vec<&Item> = items.iter().collect();
            let is_enough = |one: &&&Item| self.is_wide_to(&without(one), (blocks, at), to);
            all.par_iter().filter(is_enough).map(|one| **one).collect()
        };
        let items = if enough.is_empty() { items.iter().copied().collect() } else { enough };
        Narrow { figure: self.secrets[at].figure, items }
    }

    fn enough_of_those_that_keep_it(
        &self,
        leeway: &Leeway,
        (blocks, at): (&[Block<'_>], usize),
        items: &BTreeSet<Item>,
        to: &[u32],
    ) -> Vec<Item> {
        let secret = &self.secrets[at];
        let rule = blocks[secret.figure.block].rule;
        let known = (!to.is_empty()).then(|| leeway.known_to(self.enterprises.all(to)));
        let leeway = known.as_ref().unwrap_or(leeway);
        let width = if to.is_empty() { Some(secret.width) } else { self.width_to(rule, secret, to) };
        let Some(width) = width else { return Vec::new() };
        let told: BTreeSet<u32> = items.iter().flat_map(|item| &self.tells[item]).copied().collect();
        let useful_in = |programme: &mut Programme<'_>| -> Vec<Item> {
            let keeping = programme.keeping(secret.number);
            let keeps = |item: &&Item| self.tells[*item].iter().any(|number| keeping.contains(number));
            items.iter().filter(keeps).copied().collect()
        };
        let mut programme = leeway.around(secret.number, &told, width);
        let mut useful = useful_in(&mut programme);
        if useful.is_empty() {
            // What is left out of the programme may be what keeps it.
            let Some(whole) = leeway.whole(secret.number, width) else { return useful };
            programme = whole;
            useful = useful_in(&mut programme);
        }
        let without = |item: Item| -> Programme<'_> {
            let room = |number: &u32| {
                let room = self.room_without(blocks, item, *number);
                let own = self.enterprises.own(to, *number);
                (*number, own.map_or(room, |(share, is_all)| room.beside((number_of(share), is_all))))
            };
            programme.with(self.tells[&item].iter().map(room))
        };
        let is_enough = |item: &&Item| without(**item).apart(secret.number, width).is_some();
        let enough: Vec<Item> = useful.par_iter().filter(is_enough).copied().collect();
        if enough.is_empty() { useful } else { enough }
    }

    /// What would be left unknown of a number without one item.
    fn room_without(&self, blocks: &[Block<'_>], without: Item, number: u32) -> Room {
        self.room(number, &|item| item != without && item.is_shown(blocks))
    }
}
