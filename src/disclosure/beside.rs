//! What is told beside figures, in the joint attack: panels and splits of the change.
//!
//! Each is a sum over some of the enterprises of a figure. The same enterprises that give the same are one unknown, whatever tells
//! of them, and what holds for everyone in a figure holds for them.

use std::borrow::Cow;

use super::joint::{Around, Joint, Site};
use super::leeway::number_of;
use super::primary::Shares;
use super::rounding::bounds;
use super::told::{Item, ItemKind};
use crate::measure::{Change, ChangeKind};
use crate::value::Decimal;

/// A block, a cell and a layer.
pub(super) type At = (usize, usize, usize);

impl Joint {
    /// The number of what some enterprises of a figure give.
    pub fn some(&mut self, around: &mut Around<'_, '_, '_>, (at, cell, layer): At, shares: Shares) -> u32 {
        let (site, whole) = (around.site, around.numbers[&(at, cell, layer)]);
        let (block, sum) = (&site.blocks[at], site.sums[at][layer]);
        let place = (sum, block.period, &block.cells[cell].observation.breakdown);
        let alike = around.places.get(&place).into_iter().flatten();
        if let Some((number, _)) = alike.into_iter().find(|(_, known)| **known == shares) {
            return *number;
        }
        let is_net = around.net.contains(&sum);
        let number = self.given(&shares, is_net);
        if shares.is_empty() {
            self.unknowns[number as usize].is_known = true;
        } else {
            let others = self.given(&others(&block.cells[cell].layers[layer], &shares), is_net);
            self.sums.push(vec![(whole, -1.0), (number, 1.0), (others, 1.0)]);
        }
        around.places.entry(place).or_default().push((number, Cow::Owned(shares)));
        number
    }

    /// Says what tells a number: as it is, or rounded, which must not give it back either.
    fn tell(&mut self, site: &Site<'_, '_>, number: u32, item: Item, layer: usize) {
        let unknown = &mut self.unknowns[number as usize];
        match bounds(site.blocks[item.block].rule, layer, unknown.value) {
            Some(bounds) => {
                unknown.rounded_by.push((Some(item), bounds.map(number_of)));
                self.keep_rounded((item, layer), number);
            }
            None => unknown.told_by.push(item),
        }
    }

    /// Of a figure its panel, now and a period before.
    pub fn add_panels(&mut self, around: &mut Around<'_, '_, '_>) {
        let site = around.site;
        for [(block, cell), then] in site.compared() {
            let item = Item { kind: ItemKind::Panel, block, cell };
            let panel = site.blocks[block].cells[cell].panel.iter().flatten();
            for (layers, (of, place)) in panel.zip([(block, cell), then]) {
                for (layer, shares) in layers.iter().enumerate() {
                    let inside = self.some(around, (of, place, layer), shares.clone());
                    self.tell(site, inside, item, layer);
                }
            }
        }
    }

    /// Of the change of a figure what each kind of enterprises gave, now and a period before.
    pub fn add_changes(&mut self, around: &mut Around<'_, '_, '_>) {
        let site = around.site;
        for [(block, cell), then] in site.compared() {
            let observation = site.blocks[block].cells[cell].observation;
            let Some(change) = observation.change.as_ref() else { continue };
            if !observation.breakdown.is_empty() || site.blocks[block].layers() > 1 {
                continue;
            }
            let places = [(block, cell, 0), (then.0, then.1, 0)];
            let mut all = places.map(|place| vec![(around.numbers[&place], -1.0)]);
            for kind in change.parts.keys() {
                let of = |(at, cell, layer): At| of_kind(&site.blocks[at].cells[cell].layers[layer], change, *kind);
                let [now, then] = places.map(|place| self.some(around, place, of(place)));
                let value = |number: u32| self.unknowns[number as usize].value;
                let by = self.number(value(now) - value(then), true);
                self.sums.push(vec![(by, -1.0), (now, 1.0), (then, -1.0)]);
                self.tell(site, by, Item { kind: ItemKind::Change, block, cell }, 0);
                all[0].push((now, 1.0));
                all[1].push((then, 1.0));
            }
            self.sums.extend(all);
        }
    }

    /// In the sums of a table, what some enterprises give to the whole: what those of them give to the parts, and what is left.
    pub fn add_parts(&mut self, around: &Around<'_, '_, '_>) {
        let site = around.site;
        for (at, block) in site.blocks.iter().enumerate() {
            for (sum, layer) in block.sums.iter().flat_map(|sum| (0..block.layers()).map(move |layer| (sum, layer))) {
                let of = |cell: usize| {
                    let place = (site.sums[at][layer], block.period, &block.cells[cell].observation.breakdown);
                    around.places[&place].iter().filter(|(_, shares)| !shares.is_empty())
                };
                let whole = around.numbers[&(at, sum.whole, layer)];
                for (number, shares) in of(sum.whole).filter(|(number, _)| *number != whole) {
                    let (mut rest, mut terms) = (shares.clone().into_owned(), vec![(*number, -1.0)]);
                    for part in &sum.parts {
                        let inside = of(*part).filter(|(_, part)| part.keys().all(|one| shares.contains_key(one)));
                        let Some((part, inside)) = inside.max_by_key(|(number, part)| (part.len(), *number)) else {
                            continue;
                        };
                        terms.push((*part, 1.0));
                        for (one, share) in inside.iter() {
                            *rest.entry(one.clone()).or_default() -= share;
                        }
                    }
                    rest.retain(|_, share| !share.is_zero());
                    let is_net = around.net.contains(&site.sums[at][layer]);
                    if terms.len() == 1 || !is_net && rest.values().any(Decimal::is_sign_negative) {
                        continue;
                    }
                    if !rest.is_empty() {
                        terms.push((self.given(&rest, is_net), 1.0));
                    }
                    self.sums.push(terms);
                }
            }
        }
    }
}

/// What is given besides some of it.
fn others(all: &Shares, some: &Shares) -> Shares {
    let others = all.iter().filter(|(one, _)| !some.contains_key(*one));
    others.map(|(one, share)| (one.clone(), *share)).collect()
}

/// What enterprises of a kind give.
fn of_kind(shares: &Shares, change: &Change, kind: ChangeKind) -> Shares {
    let of = shares.iter().filter(|(one, _)| change.kinds.get(*one) == Some(&kind));
    of.map(|(one, share)| (one.clone(), *share)).collect()
}
