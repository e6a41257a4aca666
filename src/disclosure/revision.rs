//! What earlier releases told, over the unknowns of the audit: an organisation that gives something else by now is told of as
//! it is now less what became of it, so that a late or mended answer is a difference of two releases.

use std::collections::{BTreeMap, BTreeSet};

use super::attacker::{Terms, factor, terms};
use super::base::Rules;
use super::block::{Block, Verdict};
use super::past::{Past, PastEdition};
use super::primary::{Rule, Shares};
use super::release::{Figure, Key, Status, ToldBefore};
use super::statement::{Statement, layers};
use super::told::{Place, Unknowns};
use crate::ledger::{Ledger, Told};
use crate::measure::Breakdown;
use crate::value::Decimal;

/// What was told before, in the audit's terms.
#[derive(Default)]
pub(super) struct Earlier {
    /// Sums that everybody knows.
    pub told: BTreeSet<Terms>,
    /// What must not follow: what a figure as it is now and as it was told differ by, where that is of too few, and what was
    /// withheld for its own sake.
    pub secrets: BTreeSet<Terms>,
    /// What holds between the differences of single organisations.
    pub laws: Vec<Terms>,
}

/// Where things are found: the blocks, and the sums their layers are.
pub(super) struct Site<'s, 'a> {
    pub blocks: &'s [Block<'a>],
    pub sums: &'s [Vec<usize>],
    pub of_register: &'s BTreeSet<String>,
    /// Blocks by indicator and period.
    pub places: BTreeMap<(&'a str, &'a str), usize>,
}

impl<'s, 'a> Site<'s, 'a> {
    pub fn new(blocks: &'s [Block<'a>], sums: &'s [Vec<usize>], of_register: &'s BTreeSet<String>) -> Self {
        let place = |(at, block): (usize, &Block<'a>)| ((block.rule.indicator.indicator.as_str(), block.period), at);
        Self { blocks, sums, of_register, places: blocks.iter().enumerate().map(place).collect() }
    }

    /// Enters what earlier releases told. All that is given now must have been entered before, and the laws of it be known.
    pub fn enter(&self, past: &Past<'a>, laws: &[Terms], unknowns: &mut Unknowns<'a>) -> Earlier {
        let mut earlier = Earlier::default();
        for edition in &past.editions {
            let old = self.compare(edition, unknowns);
            earlier.laws.extend(laws.iter().filter_map(|law| of_differences(law, &old, unknowns)));
            for statement in edition.statements.values().flatten() {
                let Some(told) = self.terms(statement, unknowns) else { continue };
                if statement.is_figure {
                    earlier.secrets.extend(self.revision(statement, &told, unknowns));
                }
                earlier.told.insert(terms(told.into_iter()));
            }
            let rule = |figure: &[Statement<'_>]| {
                let (indicator, period, _) = figure.first()?.key;
                Some(self.block(indicator, period)?.1.rule)
            };
            let is_secret = |figure: &&Vec<Statement<'a>>| rule(figure).is_some_and(|rule| !may_be_told(rule, *figure));
            let withheld = edition.withheld.iter().filter(is_secret);
            let secrets = withheld.flatten().filter_map(|statement| self.terms(statement, unknowns));
            earlier.secrets.extend(secrets.map(|of| terms(of.into_iter())));
        }
        // Of a figure of which nobody remembers what it was made of, and that is the same as ever, everybody knows it.
        for block in self.blocks.iter().filter(|block| block.past.contains(&true)) {
            for at in (0..block.cells.len()).filter(|&at| block.past[at]) {
                for layer in 0..block.layers() {
                    earlier.told.extend(self.present(block, at, layer, unknowns).map(|now| terms(now.into_iter())));
                }
            }
        }
        earlier
    }

    fn block(&self, indicator: &str, period: &str) -> Option<(usize, &Block<'a>)> {
        let at = *self.places.get(&(indicator, period))?;
        Some((at, &self.blocks[at]))
    }

    /// For each thing that is given now whether it was the same by then, or the number of its difference.
    fn compare(&self, edition: &PastEdition<'a>, unknowns: &mut Unknowns<'a>) -> BTreeMap<u32, Option<u32>> {
        let mut old = BTreeMap::new();
        for (key @ (indicator, period, part), answers) in edition.answers.into_iter().flatten() {
            let Some((at, block)) = self.block(indicator, period) else { continue };
            for layer in 0..block.layers() {
                let place = (self.sums[at][layer], block.period, codes(part, self.of_register));
                for (organisation, value) in edition.unknown(key, answers, layer) {
                    let Some(now) = unknowns.present(&place, organisation) else { continue };
                    let is_same = unknowns.values[now as usize] == value;
                    let other = (!is_same).then(|| unknowns.former(&place, organisation, (at, layer), value));
                    old.insert(now, other);
                }
            }
        }
        old
    }

    /// What was told, over what is given now and what it differs by.
    fn terms(&self, statement: &Statement<'a>, unknowns: &mut Unknowns<'a>) -> Option<Vec<(u32, i32)>> {
        let (indicator, _, breakdown) = statement.key;
        let part = codes(breakdown, self.of_register);
        let mut told = Vec::new();
        for term in statement.unknown() {
            let (at, block) = self.block(indicator, term.period)?;
            let place = (*self.sums[at].get(statement.layer)?, block.period, part.clone());
            let now = unknowns.present(&place, term.organisation);
            told.extend(now.map(|now| (now, term.factor)));
            if now.is_none_or(|now| unknowns.values[now as usize] != term.value) {
                let other = unknowns.former(&place, term.organisation, (at, statement.layer), term.value);
                told.push((other, if now.is_some() { -term.factor } else { term.factor }));
            }
        }
        Some(told)
    }

    /// What the figure as it is now and as it was told differ by, where that tells of too few.
    fn revision(&self, statement: &Statement<'a>, told: &[(u32, i32)], unknowns: &mut Unknowns<'a>) -> Option<Terms> {
        let (indicator, period, breakdown) = statement.key;
        let (_, block) = self.block(indicator, period)?;
        let at = *block.places.get(breakdown)?;
        let now = self.present(block, at, statement.layer, unknowns)?;
        let mut factors: BTreeMap<u32, i32> = now.into_iter().collect();
        for (number, factor) in told {
            *factors.entry(*number).or_default() -= factor;
        }
        factors.retain(|_, factor| *factor != 0);
        let mut shares = Shares::new();
        for (number, factor) in &factors {
            let share = unknowns.values[*number as usize] * Decimal::from(*factor);
            *shares.entry(unknowns.organisation(*number).to_owned()).or_default() += share;
        }
        let is_safe = factors.is_empty() || block.rule.is_open() || block.rule.layer_passes(statement.layer, &shares);
        (!is_safe).then(|| terms(factors.into_iter()))
    }

    /// What is given to a figure now.
    fn present(&self, block: &Block<'a>, at: usize, layer: usize, unknowns: &Unknowns<'a>) -> Option<Vec<(u32, i32)>> {
        let (number, _) = self.block(&block.rule.indicator.indicator, block.period)?;
        let observation = block.cells[at].observation;
        let part = codes(&observation.breakdown, self.of_register);
        let place = (self.sums[number][layer], block.period, part);
        let shares = block.cells[at].layers.get(layer)?;
        shares.keys().map(|organisation| Some((unknowns.present(&place, organisation)?, 1))).collect()
    }
}

/// True for a figure that could be told today as the last edition told it, rounded as it would be.
fn may_stand(past: &Past<'_>, rules: &Rules<'_>, key: &Key, rounded: Option<u32>) -> bool {
    let figures = past.last_told(key);
    let may_be_told = |figure: &Vec<&Statement<'_>>| {
        let (indicator, period, _) = figure[0].key;
        let rule = rules.named(indicator, period);
        rule.is_some_and(|rule| rule.rounding() == rounded && may_be_told(rule, figure.iter().copied()))
    };
    !figures.is_empty() && figures.iter().all(may_be_told)
}

/// True for a figure that was withheld for the sake of others alone, by what the policy says of its sums.
pub(super) fn may_be_told<'s, 'a: 's>(
    rule: &Rule<'_>,
    figure: impl IntoIterator<Item = &'s Statement<'a>> + Clone,
) -> bool {
    let Some((.., breakdown)) = figure.clone().into_iter().next().map(|statement| statement.key) else { return true };
    let layers = layers(figure);
    let has_base = layers.get(1).is_none_or(|base| rule.base_passes(base));
    rule.is_open() || rule.allows(breakdown) && rule.group_passes(&layers) && has_base
}

/// Codes that are asked in the file.
fn codes<'b>(breakdown: &'b Breakdown, of_register: &BTreeSet<String>) -> Vec<(&'b str, &'b str)> {
    let asked = breakdown.iter().filter(|(name, _)| !of_register.contains(*name));
    asked.map(|(name, code)| (name.as_str(), code.as_str())).collect()
}

/// A law of what is given now, of the differences from then: where it held then as well.
fn of_differences(law: &Terms, old: &BTreeMap<u32, Option<u32>>, unknowns: &Unknowns<'_>) -> Option<Terms> {
    let mut differences = Vec::new();
    for (number, by) in law {
        if let Some(other) = old.get(number)? {
            differences.push((*other, factor(*by)?));
        }
    }
    let sum: Decimal =
        differences.iter().map(|(other, by)| unknowns.values[*other as usize] * Decimal::from(*by)).sum();
    (!differences.is_empty() && sum.is_zero()).then(|| terms(differences.into_iter()))
}

impl<'a> Unknowns<'a> {
    /// What an organisation gives now.
    fn present(&self, place: &Place<'_>, organisation: &str) -> Option<u32> {
        self.numbers.get(place)?.get(&(organisation, None)).copied()
    }

    /// What an organisation had given: as the difference to what it gives now, or all of it if it gives nothing now.
    fn former(&mut self, place: &Place<'a>, organisation: &'a str, home: (usize, usize), value: Decimal) -> u32 {
        let now = self.present(place, organisation).map(|now| self.values[now as usize]);
        self.number(place, (organisation, Some(value)), home, now.map_or(value, |now| now - value))
    }
}

/// Says of each figure of a block whether an earlier release told the same, and withholds one that differs from what was told
/// where nobody remembers of how many enterprises.
pub(super) fn recall(block: &mut Block<'_>, past: &Past<'_>) {
    for (at, cell) in block.cells.iter().enumerate() {
        let observation = cell.observation;
        let key = (observation.indicator.clone(), observation.period.clone(), observation.breakdown.clone());
        let figure = (block.printed[at].value, block.printed[at].numerator, block.printed[at].denominator);
        let is_alike = |told: &Told| (told.value, told.numerator, told.denominator) == figure;
        let last = past.told(&key).rfind(|told| told.value.is_some());
        // Whoever moved between two areas and is missed in neither gave nothing.
        let is_moved = past
            .told(&key)
            .filter_map(|told| told.answered)
            .next_back()
            .is_some_and(|then| !block.rule.may_change_by(then.abs_diff(observation.coverage.answered)));
        let given = cell.given(block.rule.indicator.is_ratio());
        let is_told = past.has_told(&key, &given, block.rule);
        let is_same = is_told && !is_moved;
        let is_another = last.is_some_and(|told| told.value != block.printed[at].value);
        block.revised[at] = is_another && !past.has_told_last(&key, &given);
        let is_unresolved = past.is_unresolved(&key);
        let is_free = block.verdicts[at] == Verdict::Shown && cell.is_free();
        block.past[at] = is_free || is_same || is_unresolved && past.told(&key).any(is_alike);
        let is_unknown = is_unresolved && !block.past[at] && !block.rule.is_open();
        // Rounded to two bases it would lie between the nearer of their bounds.
        let bases = (past.rounded(&key), block.rule.rounding());
        let is_rounded_anew = matches!(bases, (Some(then), Some(now)) if then != now);
        let is_telling = is_told && is_moved && !block.rule.is_open();
        if (is_unknown || is_rounded_anew || is_telling) && block.verdicts[at] == Verdict::Shown {
            block.verdicts[at] = Verdict::Secondary;
        }
    }
}

/// What the last edition that told a figure said.
pub(super) fn told_before(ledger: &Ledger, key: &Key) -> Option<ToldBefore> {
    let (edition, told) = ledger.last_told(key)?;
    Some(ToldBefore {
        edition: edition.name.clone(),
        date: edition.date,
        value: told.value,
        numerator: told.numerator,
        denominator: told.denominator,
        rounded: told.rounded,
    })
}

/// Says of each figure that is revised what it was, and of each that is withheld by now which edition told it.
///
/// What an edition told is public, and what the figure differs from it by has been before the audit, which withholds it where
/// that is of too few. Every attacker knows the earlier figure: told again in the place of the withheld one it tells nothing new.
/// It is, as long as it could be told today as it was then.
pub(super) fn tell(ledger: &Ledger, past: &Past<'_>, rules: &Rules<'_>, figures: &mut BTreeMap<Key, Figure>) {
    for (key, figure) in figures {
        let again = |told: ToldBefore| {
            let may_stand = may_stand(past, rules, key, told.rounded);
            let not_told =
                ToldBefore { value: None, numerator: None, denominator: None, rounded: None, ..told.clone() };
            if may_stand { told } else { not_told }
        };
        figure.told_before = match figure.status {
            Status::Revised => told_before(ledger, key),
            Status::Withheld => told_before(ledger, key).map(again),
            Status::Published | Status::Provisional | Status::Missing(_) => None,
        };
    }
}
