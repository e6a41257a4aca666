//! What earlier releases told and withheld, in the joint attack.
//!
//! A figure as it was then is what is given to it still and what is not: another unknown than the figure as it is now. Of a figure
//! to which all still give the same both are what is given to it still, and whatever has come since. The sums of the tables held
//! then as they do now, and so did what holds for each enterprise. What was withheld then must stay as far from being known as if
//! it were withheld now.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::beside::At;
use super::block::{Block, Verdict};
use super::identity::Term;
use super::joint::{Around, Joint, Kind, Places, Site, total};
use super::leeway::number_of;
use super::past::{Past, PastEdition};
use super::primary::{Shares, is_sum};
use super::revision::may_be_told;
use super::rounding::left_by;
use super::statement::{PastTerm, Statement, layers};
use super::told::{Item, ItemKind};
use crate::value::Decimal;

/// The figures of an edition: the number of each, and what was given to it then.
pub(super) type Then = BTreeMap<At, (u32, Shares)>;

impl Joint {
    /// What earlier releases told, and what they withheld.
    pub fn add_past(&mut self, around: &mut Around<'_, '_, '_>, laws: &[Vec<Term<'_>>], past: &Past<'_>) {
        let mut known: BTreeMap<At, Vec<(u32, Shares)>> = BTreeMap::new();
        for edition in &past.editions {
            let then = self.figures_then(around, edition, &mut known);
            self.tables_then(around, &then);
            self.laws_then(around, &then, laws);
            for statement in edition.statements.values().flatten() {
                if statement.is_figure {
                    self.recall_figure(around, statement, &then);
                } else {
                    self.recall_beside(around, statement);
                }
            }
            self.recall_evidence(around, edition, &then);
            edition.withheld.iter().for_each(|figure| self.keep_then(around, figure, &then));
        }
    }

    /// Numbers for the figures of an edition, as far as there are such figures now.
    fn figures_then(
        &mut self,
        around: &mut Around<'_, '_, '_>,
        edition: &PastEdition<'_>,
        known: &mut BTreeMap<At, Vec<(u32, Shares)>>,
    ) -> Then {
        let told = edition.statements.values().flatten().filter(|statement| statement.is_figure);
        let mut then = Then::new();
        for statement in told.chain(edition.withheld.iter().flatten()) {
            let Some(at) = place(around.site, statement, statement.key.1) else { continue };
            let shares = statement.shares();
            let alike = known.entry(at).or_default();
            let same = alike.iter().find(|(_, other)| *other == shares).map(|(number, _)| *number);
            let number = same.unwrap_or_else(|| self.figure_then(around, at, &shares));
            if same.is_none() {
                alike.push((number, shares.clone()));
            }
            then.insert(at, (number, shares));
        }
        then
    }

    /// The number of a figure as it was: of what is given still, and of what is not.
    fn figure_then(&mut self, around: &mut Around<'_, '_, '_>, at: At, shares: &Shares) -> u32 {
        let is_net = is_net(around, at, shares);
        let parts = self.since(around, at, shares);
        if let [number] = parts[..] {
            return number;
        }
        let number = self.given(shares, is_net);
        self.sums.push([(number, -1.0)].into_iter().chain(parts.into_iter().map(|part| (part, 1.0))).collect());
        number
    }

    /// What some gave then, of a figure as it is now: what they give still, and what they do not, if there is anything.
    pub fn since(&mut self, around: &mut Around<'_, '_, '_>, at: At, shares: &Shares) -> Vec<u32> {
        let now = &around.site.blocks[at.0].cells[at.1].layers[at.2];
        let (common, left): (Shares, Shares) = shares
            .iter()
            .map(|(one, share)| (one.clone(), *share))
            .partition(|(one, share)| now.get(one) == Some(share));
        let is_net = is_net(around, at, &left);
        let common = self.some(around, at, common);
        let left = (!left.is_empty()).then(|| self.given(&left, is_net));
        [common].into_iter().chain(left).collect()
    }

    /// The sums within the tables of an edition, where they are not what they are now.
    fn tables_then(&mut self, around: &Around<'_, '_, '_>, then: &Then) {
        let site = around.site;
        for (at, block) in site.blocks.iter().enumerate() {
            for (sum, layer) in block.sums.iter().flat_map(|sum| (0..block.layers()).map(move |layer| (sum, layer))) {
                let Some((whole, shares)) = then.get(&(at, sum.whole, layer)) else { continue };
                let parts = sum.parts.iter().filter_map(|part| then.get(&(at, *part, layer)));
                let parts: Vec<&(u32, Shares)> = parts.collect();
                let is_now = |cell: usize, number: u32| around.numbers[&(at, cell, layer)] == number;
                let is_same = |part: &usize| then.get(&(at, *part, layer)).is_some_and(|(of, _)| is_now(*part, *of));
                if is_now(sum.whole, *whole) && sum.parts.iter().all(is_same) {
                    continue;
                }
                let mut rest = shares.clone();
                for (one, share) in parts.iter().flat_map(|(_, shares)| shares) {
                    *rest.entry(one.clone()).or_default() -= share;
                }
                rest.retain(|_, share| !share.is_zero());
                let is_net = is_net(around, (at, sum.whole, layer), shares);
                if parts.is_empty() || !is_net && rest.values().any(Decimal::is_sign_negative) {
                    continue;
                }
                let mut terms = vec![(*whole, -1.0)];
                terms.extend(parts.iter().map(|(number, _)| (*number, 1.0)));
                if !rest.is_empty() {
                    terms.push((self.given(&rest, is_net), 1.0));
                }
                self.sums.push(terms);
            }
        }
    }

    /// What held between the figures of an edition because it holds for everyone in them, where they are not what they are now.
    fn laws_then(&mut self, around: &Around<'_, '_, '_>, then: &Then, laws: &[Vec<Term<'_>>]) {
        let site = around.site;
        let mut places = Places::new();
        for ((at, cell, layer), (number, shares)) in then {
            let block = &site.blocks[*at];
            let place = (site.sums[*at][*layer], block.period, &block.cells[*cell].observation.breakdown);
            let alike = places.entry(place).or_default();
            if alike.is_empty() {
                alike.push((*number, Cow::Borrowed(shares)));
            }
        }
        let now: BTreeSet<u32> = around.numbers.values().copied().collect();
        let before = self.sums.len();
        self.add_laws(site, &places, laws);
        let added = self.sums.split_off(before);
        self.sums.extend(added.into_iter().filter(|sum| sum.iter().any(|(number, _)| !now.contains(number))));
    }

    /// Says of a figure that it was told, as it was or rounded.
    fn recall_figure(&mut self, around: &Around<'_, '_, '_>, statement: &Statement<'_>, then: &Then) {
        let Some(at) = place(around.site, statement, statement.key.1) else { return };
        let Some((number, _)) = then.get(&at) else { return };
        let unknown = &mut self.unknowns[*number as usize];
        match rounded(around.site, statement) {
            Some(bounds) => unknown.rounded_by.push((None, bounds)),
            None => unknown.is_known = true,
        }
    }

    /// Says of what was told beside a figure that it was, as it was or rounded.
    fn recall_beside(&mut self, around: &mut Around<'_, '_, '_>, statement: &Statement<'_>) {
        let mut given: BTreeMap<&str, (i32, Shares)> = BTreeMap::new();
        for PastTerm { period, organisation, value, factor, .. } in statement.unknown() {
            let of = given.entry(period).or_insert_with(|| (*factor, Shares::new()));
            of.1.insert((*organisation).to_owned(), *value);
        }
        let places = given.into_iter().map(|(period, given)| Some((place(around.site, statement, period)?, given)));
        let Some(places) = places.collect::<Option<Vec<_>>>() else { return };
        let mut sum = Vec::new();
        for (at, (factor, shares)) in places {
            sum.extend(self.since(around, at, &shares).into_iter().map(|number| (number, f64::from(factor))));
        }
        if let Some(bounds) = rounded(around.site, statement) {
            let told = self.number(statement.value(), true);
            self.unknowns[told as usize].rounded_by.push((None, bounds));
            sum.push((told, -1.0));
        }
        self.sums.push(sum);
    }

    /// Makes a secret of each sum of a figure that an edition withheld for its own sake, unless it is one now.
    fn keep_then(&mut self, around: &Around<'_, '_, '_>, figure: &[Statement<'_>], then: &Then) {
        let all = layers(figure);
        for statement in figure {
            let Some(at) = place(around.site, statement, statement.key.1) else { continue };
            let Some((number, shares)) = then.get(&at) else { continue };
            let (block, value) = (&around.site.blocks[at.0], total(shares));
            let cell = &block.cells[at.1];
            let is_now = around.numbers[&at] == *number && block.verdicts[at.1] == Verdict::Primary;
            let is_free = may_be_told(block.rule, figure) || block.rule.group_passes(&all);
            if is_now || is_free || value.is_zero() || !is_sum(cell.observation) {
                continue;
            }
            let figure = Item { kind: ItemKind::Figure, block: at.0, cell: at.1 };
            let width = number_of(block.rule.width(at.2, value));
            self.keep((figure, at.2), *number, (width, Kind::Earlier));
        }
    }
}

/// True for a sum of which some enterprise gives less than zero, or gave it then.
fn is_net(around: &Around<'_, '_, '_>, (at, _, layer): At, shares: &Shares) -> bool {
    around.net.contains(&around.site.sums[at][layer]) || shares.values().any(Decimal::is_sign_negative)
}

/// The bounds of what was told rounded, to whatever base that was; nothing where it was told as it was.
fn rounded(site: &Site<'_, '_>, statement: &Statement<'_>) -> Option<[f64; 2]> {
    let rule =
        site.blocks.iter().map(|block| block.rule).find(|rule| rule.indicator.indicator.as_str() == statement.key.0);
    let bounds = left_by(statement.rounded?, rule?.least(statement.layer), statement.value());
    bounds.filter(|[low, high]| low < high).map(|bounds| bounds.map(number_of))
}

/// The figure that an earlier release told something of, or the same in the period before it.
pub(super) fn place(site: &Site<'_, '_>, statement: &Statement<'_>, period: &str) -> Option<At> {
    let (indicator, _, breakdown) = statement.key;
    let is_it = |block: &Block<'_>| block.rule.indicator.indicator.as_str() == indicator && block.period == period;
    let at = site.blocks.iter().position(is_it)?;
    let cell = *site.blocks[at].places.get(breakdown)?;
    site.blocks[at].cells[cell].layers.get(statement.layer)?;
    Some((at, cell, statement.layer))
}
