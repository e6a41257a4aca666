//! What figures rest on, in the joint attack: of each part of a figure it is told between which shares of the figure it lies.
//!
//! Two figures may rest on the same to hardly different shares: what they differ by is then nearly known of those of whom something
//! has been checked, and who they are may be known. Such a part is a secret wherever it could not be told by itself, and so is
//! what has been checked since an edition told of it. A figure is never withheld for the sake of what another rests on.

use std::collections::BTreeSet;

use super::beside::At;
use super::block::Block;
use super::joint::{Around, Joint, Kind, total};
use super::leeway::number_of;
use super::past::PastEdition;
use super::primary::Shares;
use super::release::Portion;
use super::statement::Statement;
use super::then::{Then, place};
use super::told::{Item, ItemKind};
use crate::value::Decimal;

/// A part of a figure: the numbers that add up to what is not known of it and to what is not of the whole, and what is.
struct Part<'p> {
    numbers: &'p [u32],
    whole: u32,
    known: [Decimal; 2],
}

impl Joint {
    /// Of each figure what it rests on.
    pub fn add_evidence(&mut self, around: &mut Around<'_, '_, '_>) {
        let site = around.site;
        let cells = |(at, block): (usize, &Block<'_>)| (0..block.cells.len()).map(move |cell| (at, cell));
        for (block, cell) in site.blocks.iter().enumerate().flat_map(cells) {
            let (at, figure, rule) = ((block, cell, 0), &site.blocks[block].cells[cell], site.blocks[block].rule);
            let item = Item { kind: ItemKind::Evidence, block, cell };
            let known = |some: &Shares| total(some) - total(&figure.unknown(some));
            let all = figure.graded.values().map(known).sum();
            let whole: Decimal = figure.graded.values().map(total).sum();
            let mut sum = vec![(around.numbers[&at], -1.0)];
            for part in figure.graded.values() {
                let unknown = figure.unknown(part);
                let number = self.some(around, at, unknown.clone());
                sum.push((number, 1.0));
                let of = Part { numbers: &[number], whole: around.numbers[&at], known: [known(part), all] };
                self.lies(&of, Portion::of(total(part), whole), Some(item));
                if !rule.is_open() && !rule.group_passes(std::slice::from_ref(&unknown)) {
                    self.keep_part(at, item, number, around);
                }
            }
            if sum.len() > 1 {
                self.sums.push(sum);
            }
        }
    }

    /// Keeps a part from being known nearly, if there is anything of it.
    fn keep_part(&mut self, (block, _, layer): At, item: Item, number: u32, around: &Around<'_, '_, '_>) {
        let value = self.unknowns[number as usize].value;
        let width = number_of(around.site.blocks[block].rule.width(layer, value));
        if !value.is_zero() {
            self.keep((item, layer), number, (width, Kind::Part));
        }
    }

    /// Says that a part lies between shares of its whole.
    fn lies(&mut self, part: &Part<'_>, portion: Portion, item: Option<Item>) {
        let value = |number: &u32| self.unknowns[*number as usize].value;
        let (of_part, of_whole) = (part.numbers.iter().map(value).sum::<Decimal>(), value(&part.whole));
        let [known, all] = part.known;
        for (percent, sign) in portion.between().into_iter().zip([Decimal::ONE, Decimal::NEGATIVE_ONE]) {
            let share = Decimal::from(percent) / Decimal::ONE_HUNDRED;
            let least = sign * (share * all - known);
            let beyond = self.number(sign * (of_part - share * of_whole), true);
            self.unknowns[beyond as usize].rounded_by.push((item, [number_of(least), f64::INFINITY]));
            let sign = number_of(sign);
            let terms = part.numbers.iter().map(|number| (*number, sign));
            self.sums.push(terms.chain([(part.whole, -sign * number_of(share)), (beyond, -1.0)]).collect());
        }
    }

    /// Says what an edition told of what its figures rest on.
    pub fn recall_evidence(&mut self, around: &mut Around<'_, '_, '_>, edition: &PastEdition<'_>, then: &Then) {
        for parts in &edition.evidence {
            let Some(at) = parts.first().and_then(|(_, part)| place(around.site, part, part.key.1)) else { continue };
            let Some((whole, _)) = then.get(&at) else { continue };
            let known = |part: &Statement<'_>| part.value() - total(&part.shares());
            let all = parts.iter().map(|(_, part)| known(part)).sum();
            let mut sum = vec![(*whole, -1.0)];
            for (portion, part) in parts {
                let numbers = self.since(around, at, &part.shares());
                sum.extend(numbers.iter().map(|number| (*number, 1.0)));
                let of = Part { numbers: &numbers, whole: *whole, known: [known(part), all] };
                self.lies(&of, *portion, None);
            }
            self.sums.push(sum);
        }
    }

    /// What has been checked since an edition told what its figures rest on, of what is given still.
    pub fn keep_checked(&mut self, around: &mut Around<'_, '_, '_>, edition: &PastEdition<'_>) {
        let site = around.site;
        for parts in &edition.evidence {
            let Some(at) = parts.first().and_then(|(_, part)| place(site, part, part.key.1)) else { continue };
            let (cell, rule) = (&site.blocks[at.0].cells[at.1], site.blocks[at.0].rule);
            for (part, (_, then)) in cell.graded.values().flat_map(|now| parts.iter().map(move |then| (now, then))) {
                let then = then.shares();
                let is_moved = |(one, share): &(&String, &Decimal)| then.get(*one) == Some(*share);
                let moved = part.iter().filter(is_moved).map(|(one, share)| (one.clone(), *share)).collect();
                let unknown = cell.unknown(&moved);
                if !rule.is_open() && !unknown.is_empty() && !rule.group_passes(std::slice::from_ref(&unknown)) {
                    let number = self.some(around, at, unknown);
                    let item = Item { kind: ItemKind::Evidence, block: at.0, cell: at.1 };
                    self.keep_part(at, item, number, around);
                }
            }
        }
    }

    /// What figures rest on that puts a secret between too narrow bounds: of each such secret something that is enough to leave
    /// out, or all that there is. What is narrow without any of it is not its fault.
    pub fn telling(&mut self, blocks: &[Block<'_>]) -> BTreeSet<Item> {
        let found = self.unsafe_now(blocks);
        let is_evidence = |item: &Item| item.kind == ItemKind::Evidence;
        let leeway = self.leeway(|item| item.is_shown(blocks));
        let without = self.leeway(|item| !is_evidence(&item) && item.is_shown(blocks));
        let all = || -> BTreeSet<Item> {
            let items = blocks.iter().enumerate().flat_map(|(block, of)| {
                let shown = of.evidence.iter().enumerate().filter(|(_, is_shown)| **is_shown);
                shown.map(move |(cell, _)| Item { kind: ItemKind::Evidence, block, cell })
            });
            items.collect()
        };
        let mut telling = BTreeSet::new();
        for (at, to) in found {
            if !self.is_wide_to(&without, (blocks, at), &to) {
                continue;
            }
            let near: BTreeSet<Item> = self.beside(blocks, at).into_iter().filter(is_evidence).collect();
            let near = if near.is_empty() { all() } else { near };
            if near.is_disjoint(&telling) {
                telling.extend(self.enough(&leeway, (blocks, at), &near, &to).items.into_iter().next());
            }
        }
        telling
    }
}
