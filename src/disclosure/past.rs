//! What earlier releases told, as sums over what organisations had given by then.

use std::collections::{BTreeMap, BTreeSet};

use super::known::Known;
use super::primary::{Rule, Shares};
use super::release::{Portion, Status};
use super::rounding::nearest;
use super::silent::{Counted, LEAST};
use super::statement::{PastTerm, Statement};
use crate::definition::Definitions;
use crate::ledger::{Answer, Answers, Edition, Key, Ledger, Told};
use crate::measure::Breakdown;
use crate::register::Register;
use crate::value::{Decimal, Missing};

/// Earlier releases, for what is cleared now to be held against.
#[derive(Default)]
pub(super) struct Past<'a> {
    ledger: &'a [std::sync::Arc<Edition>],
    /// What they told, edition by edition.
    pub editions: Vec<PastEdition<'a>>,
    /// Figures that were told of which it is not known what they were made of.
    unresolved: BTreeSet<&'a Key>,
}

/// One edition: what had been answered by then, and what it told of it.
#[derive(Default)]
pub(super) struct PastEdition<'a> {
    pub answers: Option<&'a Answers>,
    pub statements: BTreeMap<&'a Key, Vec<Statement<'a>>>,
    /// The sums of each figure that it withheld.
    pub withheld: Vec<Vec<Statement<'a>>>,
    /// Of each figure of which it told what it rests on: each part, and about how much of it that is.
    pub evidence: Vec<Vec<(Portion, Statement<'a>)>>,
    /// How much everybody knows of what was answered, where that is not all of it: by figure and layer.
    public: BTreeMap<(&'a Key, usize), BTreeMap<&'a str, Decimal>>,
}

impl<'a> PastEdition<'a> {
    /// Marks what everybody knows anyway, and takes it out of what is known in part, as it is taken out of what is given now.
    fn take_out(&mut self, known: &Known<'_>) {
        for (key, answers) in self.answers.into_iter().flatten() {
            for layer in 0..2 {
                let part = |one: &'a String| (one.as_str(), known.part_had(one, (&key.0, &key.1, &key.2), layer));
                let parts: BTreeMap<_, _> = answers.keys().map(part).filter(|(_, part)| !part.is_zero()).collect();
                if !parts.is_empty() {
                    self.public.insert((key, layer), parts);
                }
            }
        }
        let parts = self.evidence.iter_mut().flatten().map(|(_, part)| part);
        for statement in self.statements.values_mut().chain(&mut self.withheld).flatten().chain(parts) {
            let (indicator, _, breakdown) = statement.key;
            for term in &mut statement.terms {
                let key = (indicator, term.period, breakdown);
                term.public = known.part_had(term.organisation, key, statement.layer);
                term.value -= term.public;
                term.is_known = known.had(term.organisation, key, statement.layer);
            }
        }
    }

    /// What some had given to a layer of a figure, without what everybody knows of it.
    pub fn unknown(
        &self,
        key: &'a Key,
        answers: &'a BTreeMap<String, Answer>,
        layer: usize,
    ) -> impl Iterator<Item = (&'a str, Decimal)> {
        let public = self.public.get(&(key, layer));
        answers.iter().filter_map(move |(one, answer)| {
            let known = public.and_then(|public| public.get(one.as_str())).copied().unwrap_or_default();
            Some((one.as_str(), given(answer, layer)? - known))
        })
    }

    /// True for a figure that it told and that is made of the same as then: as it is, or rounded as it would be now.
    fn tells(&self, key: &Key, layers: &[Shares], rule: &Rule<'_>) -> bool {
        let as_now = |one: &Statement<'_>| one.rounded.is_none() || one.rounded == rule.base(one.layer);
        self.is_made_of(key, layers)
            && self.statements.get(key).into_iter().flatten().filter(|one| one.is_figure).all(as_now)
    }

    /// True for a figure that it told and that is made of the same as then, however it was rounded.
    fn is_made_of(&self, key: &Key, layers: &[Shares]) -> bool {
        let is_same = |statement: &Statement<'_>| {
            let Some(shares) = layers.get(statement.layer) else { return false };
            statement.terms.len() == shares.len()
                && statement.terms.iter().all(|term| shares.get(term.organisation) == Some(&term.whole()))
        };
        let mut figures = self.statements.get(key).into_iter().flatten().filter(|one| one.is_figure).peekable();
        figures.peek().is_some() && figures.all(is_same)
    }
}

impl<'a> Past<'a> {
    /// Resolves what was told into what it was made of.
    pub fn new(
        ledger: &'a Ledger,
        (definitions, register): (&'a Definitions, &'a Register),
        known: &Known<'_>,
    ) -> Self {
        if ledger.editions.is_empty() {
            return Self::default();
        }
        let today = places(definitions, register);
        let mut past = Self { ledger: &ledger.editions, ..Self::default() };
        for edition in &ledger.editions {
            let answers = edition.answers.as_ref();
            let mut told_then = PastEdition { answers, ..PastEdition::default() };
            // An edition of before says nothing of where its enterprises were: they are taken to be where they are now.
            let then = answers.map(places_then).filter(|then| !then.is_empty());
            let reader = Reader { definitions, places: then.as_ref().unwrap_or(&today), edition };
            for (key, told) in &edition.told {
                let Some(indicator) = definitions.indicator(&key.0) else { continue };
                if let Some(answers) = answers.filter(|_| told.status == Status::Withheld.word()) {
                    told_then.withheld.push(reader.figure(
                        answers,
                        (&key.0, &key.1, &key.2),
                        indicator.is_ratio(),
                        None,
                    ));
                }
                told_then.evidence.extend(answers.and_then(|answers| reader.evidence(answers, key, told)));
                if let Some(answers) = answers.filter(|_| indicator.is_of_figures() && told.value.is_some()) {
                    told_then.statements.insert(key, reader.parts(answers, key, told));
                    continue;
                }
                match answers.and_then(|answers| reader.resolve(answers, key, told, indicator.is_ratio())) {
                    Some(statements) => drop(told_then.statements.insert(key, statements)),
                    None if told.value.is_some() => drop(past.unresolved.insert(key)),
                    None => {}
                }
            }
            told_then.take_out(known);
            past.editions.push(told_then);
        }
        past
    }

    /// What was told in one place, the newest last.
    pub fn told<'p>(&'p self, key: &'p Key) -> impl DoubleEndedIterator<Item = &'a Told> + 'p {
        self.ledger.iter().filter_map(move |edition| edition.told.get(key))
    }

    /// True for a figure that was told and is made of the same as then: as it is, or rounded as it would be now.
    pub fn has_told(&self, key: &Key, layers: &[Shares], rule: &Rule<'_>) -> bool {
        self.editions.iter().any(|edition| edition.tells(key, layers, rule))
    }

    /// True for a figure that is made of the same as in the last edition that told it: one that was rounded and is told as it is
    /// now has not changed.
    pub fn has_told_last(&self, key: &Key, layers: &[Shares]) -> bool {
        let is_of = |edition: &Edition| edition.told.get(key).is_some_and(|told| told.value.is_some());
        let last = self.ledger.iter().rposition(|edition| is_of(edition));
        last.is_some_and(|at| self.editions[at].is_made_of(key, layers))
    }

    /// The sums of a figure as the last edition told it, or those of the figures it is made of; none where nobody remembers them.
    pub fn last_told(&self, key: &Key) -> Vec<Vec<&Statement<'a>>> {
        let is_of = |edition: &Edition| edition.told.get(key).is_some_and(|told| told.value.is_some());
        let last = self.ledger.iter().rposition(|edition| is_of(edition));
        let told = last.and_then(|at| self.editions[at].statements.get(key));
        let mut figures: BTreeMap<_, Vec<&Statement<'a>>> = BTreeMap::new();
        for statement in told.into_iter().flatten().filter(|statement| statement.is_figure) {
            figures.entry(statement.key).or_default().push(statement);
        }
        figures.into_values().collect()
    }

    /// The base of a figure that was told, but never as it is: only rounded.
    pub fn rounded(&self, key: &Key) -> Option<u32> {
        let mut bases = self.told(key).filter(|told| told.value.is_some()).map(|told| told.rounded);
        let first = bases.next()??;
        bases.all(|base| base.is_some()).then_some(first)
    }

    /// True for a figure of which it is not known what it was made of when it was told.
    pub fn is_unresolved(&self, key: &Key) -> bool {
        self.unresolved.contains(key)
    }

    /// Enterprises that were named as having answered in a period; `None` where nobody remembers which were.
    pub fn named(&self, period: &str) -> Option<BTreeSet<&'a str>> {
        let key = (String::new(), period.to_owned(), Breakdown::new());
        let mut named = BTreeSet::new();
        for edition in self.ledger.iter().filter(|edition| edition.told.keys().any(|(_, of, _)| of == period)) {
            let answers = edition.answers.as_ref()?;
            named.extend(answers.get(&key).into_iter().flat_map(BTreeMap::keys).map(String::as_str));
        }
        Some(named)
    }

    /// What each edition told of how many answered: the counts, and who had given anything by then, where that was kept.
    pub fn counts(&self) -> impl Iterator<Item = (&'a BTreeMap<Key, Told>, Option<&'a Answers>)> {
        self.ledger.iter().map(|edition| (&edition.told, edition.answers.as_ref()))
    }

    /// What was told of how many answered, beside what would be told now.
    ///
    /// Who comes to those that are asked, or leaves them, may be known, or tell by it what it gave: where the two differ by too
    /// few of these it is not told again. Of a question that is asked by what an enterprise gives the same holds of the answers.
    pub fn counted(&self, key: &Key, now: (u32, u32), whole: Option<(u32, u32)>, by_answers: bool) -> Counted {
        let told = || self.told(key).filter_map(pair);
        let differs = |(answered, expected): (u32, u32)| {
            few(expected, now.1) || (by_answers && few(answered, now.0) && expected == now.1)
        };
        if told().any(|then| then == now) {
            Counted::Told
        } else if told().any(differs) || self.was_left_out(key, whole, pair) {
            Counted::Barred
        } else {
            Counted::New
        }
    }

    /// What each edition told of how many answered in a period and in the one before, with all its counts and who had given anything
    /// by then.
    pub fn panels<'p>(
        &'p self,
        key: &'p Key,
    ) -> impl Iterator<Item = (u32, &'a BTreeMap<Key, Told>, Option<&'a Answers>)> + 'p {
        self.counts().filter_map(|(counts, given)| Some((counts.get(key)?.panel?, counts, given)))
    }

    /// How it may be told how many answered in the period before as well, by what was told of that.
    pub fn counted_in_both(&self, key: &Key, whole: Option<(u32, u32)>, recalled: Counted) -> Counted {
        let is_left_out = || self.was_left_out(key, whole, |told| told.panel.map(|panel| (panel, panel)));
        if recalled == Counted::New && is_left_out() { Counted::Barred } else { recalled }
    }

    /// True where the last edition that told how many of a period answered told hardly less than would be told now: what is told of
    /// several periods beside it would tell of those that came since.
    pub fn has_hardly_changed(&self, period: &str, whole: Option<(u32, u32)>) -> bool {
        let key = (String::new(), period.to_owned(), Breakdown::new());
        let last = self.told(&key).filter_map(pair).next_back();
        last.zip(whole).is_some_and(|(then, now)| few(then.0, now.0) || few(then.1, now.1))
    }

    /// True for a count that the last edition of a period kept back, where hardly anything has come since: it would be told only
    /// because others were told before.
    fn was_left_out(
        &self,
        (indicator, period, breakdown): &Key,
        whole: Option<(u32, u32)>,
        count: impl Fn(&Told) -> Option<(u32, u32)>,
    ) -> bool {
        let of_whole = (String::new(), period.clone(), Breakdown::new());
        let last = self.ledger.iter().rev().find_map(|edition| Some((edition, pair(edition.told.get(&of_whole)?)?)));
        let Some(((edition, then), now)) = last.zip(whole) else { return false };
        let has_come = then.0.abs_diff(now.0) >= LEAST || then.1.abs_diff(now.1) >= LEAST;
        let key = (indicator.clone(), period.clone(), breakdown.clone());
        let told = edition.told.get(&key);
        // Of the roster it holds only what was told: a table of it shows that there were others.
        let is_of_table =
            |(of, year, codes): &Key| of.is_empty() && year == period && codes.keys().eq(breakdown.keys());
        let is_of_edition = told.is_some() || indicator.is_empty() && edition.told.keys().any(is_of_table);
        !has_come && is_of_edition && told.is_none_or(|told| count(told).is_none())
    }
}

/// How many answered of how many.
fn pair(told: &Told) -> Option<(u32, u32)> {
    Some((told.answered?, told.expected?))
}

/// True for two numbers that differ, by fewer enterprises than may be told apart.
fn few(then: u32, now: u32) -> bool {
    (1..LEAST).contains(&then.abs_diff(now))
}

/// Codes of organisations, by period.
type Places<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a BTreeMap<String, String>>>;

fn places<'a>(definitions: &'a Definitions, register: &'a Register) -> Places<'a> {
    let periods = definitions.project.periods.iter();
    let of = periods.map(|period| {
        let members = register.population(period).into_iter();
        let codes = members
            .map(|one| (one.organisation.as_str(), &register.at(&one.organisation, period).unwrap_or(one).codes));
        (period.period.as_str(), codes.collect())
    });
    of.collect()
}

/// Where an edition says that enterprises were.
fn places_then(answers: &Answers) -> Places<'_> {
    let mut places = Places::new();
    for ((_, period, codes), given) in
        answers.iter().filter(|((indicator, _, codes), _)| indicator.is_empty() && !codes.is_empty())
    {
        places.entry(period).or_default().extend(given.keys().map(|one| (one.as_str(), codes)));
    }
    places
}

struct Reader<'r, 'a> {
    definitions: &'a Definitions,
    places: &'r Places<'a>,
    edition: &'a Edition,
}

impl<'a> Reader<'_, 'a> {
    /// The sums a statement told; `None` where they do not add up to it.
    fn resolve(
        &self,
        answers: &'a Answers,
        key: &'a Key,
        told: &'a Told,
        is_ratio: bool,
    ) -> Option<Vec<Statement<'a>>> {
        let (indicator, period, breakdown) = key;
        let key: (&str, &str, &Breakdown) = (indicator, period, breakdown);
        let members = self.members(answers, (indicator, period), breakdown);
        let layers: &[usize] = match (told.value, is_ratio) {
            (Some(_), true) => &[0, 1],
            (Some(_), false) => &[0],
            (None, true) if told.missing == Missing::NotApplicable.name() => &[1],
            (None, _) => return Some(Vec::new()),
        };
        let sum = |layer: usize| members.iter().filter_map(|(_, answer)| given(answer, layer)).sum::<Decimal>();
        let adds_up = match told.value {
            Some(_) if is_ratio => {
                let are_told = is_told(told, told.numerator, sum(0)) && is_told(told, told.denominator, sum(1));
                are_told || self.adds(indicator, period)
            }
            Some(_) => is_told(told, told.value, sum(0)) || !self.is_sum(answers, indicator, period),
            None => sum(1).is_zero(),
        };
        if !adds_up {
            return None;
        }
        let before = self.definitions.project.before(period).map(|before| before.period.as_str());
        let then = before.map(|before| self.members(answers, (indicator, before), breakdown)).unwrap_or_default();
        let mut statements = Vec::new();
        for &layer in layers {
            let mut add = |is_figure: bool, terms: Vec<PastTerm<'a>>| {
                statements.push(Statement { key, layer, is_figure, rounded: told.rounded, terms });
            };
            add(true, terms(period, &members, layer, 1, |_| true));
            let Some(before) = before else { continue };
            let now: BTreeMap<&str, &Answer> = members.iter().copied().collect();
            let became = |one: &str| now.get(one).map_or("", |answer| answer.change.as_str());
            if told.panel_current.is_some() {
                let in_panel = |one: &str| now.get(one).is_some_and(|answer| answer.in_panel);
                add(false, terms(period, &members, layer, 1, in_panel));
                add(false, terms(before, &then, layer, 1, in_panel));
            }
            for kind in told.change.keys() {
                let mut change = terms(period, &members, layer, 1, |one| became(one) == kind);
                change.extend(terms(before, &then, layer, -1, |one| became(one) == kind));
                add(false, change);
            }
        }
        Some(statements)
    }

    /// The sums of a figure, as they were.
    fn figure(
        &self,
        answers: &'a Answers,
        key: (&'a str, &'a str, &'a Breakdown),
        is_ratio: bool,
        rounded: Option<u32>,
    ) -> Vec<Statement<'a>> {
        let (indicator, period, breakdown) = key;
        let members = self.members(answers, (indicator, period), breakdown);
        let of = |layer: usize| {
            let terms = terms(period, &members, layer, 1, |_| true);
            Statement { key, layer, is_figure: true, rounded, terms }
        };
        (0..if is_ratio { 2 } else { 1 }).map(of).collect()
    }

    /// The sums of the figures that one is made of which was told, as if they had been told: it was only where all of them could
    /// be. The terms of a quotient stand beside it; from a sum or difference its parts need not follow, but they may.
    fn parts(&self, answers: &'a Answers, (indicator, period, breakdown): &'a Key, told: &Told) -> Vec<Statement<'a>> {
        let made = self.definitions.indicator(indicator).map(|made| self.definitions.leaves(made, period));
        let of = |name: String| {
            let part = self.definitions.indicator(&name)?;
            let key = (part.indicator.as_str(), period.as_str(), breakdown);
            Some(self.figure(answers, key, part.is_ratio(), told.rounded))
        };
        made.into_iter().flatten().filter_map(of).flatten().collect()
    }

    /// What a figure was told to rest on.
    fn evidence(&self, answers: &'a Answers, key: &'a Key, told: &Told) -> Option<Vec<(Portion, Statement<'a>)>> {
        let (indicator, period, breakdown) = key;
        let members = self.members(answers, (indicator, period), breakdown);
        let part = |(grade, portion): (&String, &String)| {
            let of: Vec<_> = members.iter().copied().filter(|(_, answer)| answer.evidence == *grade).collect();
            let terms = terms(period, &of, 0, 1, |_| true);
            let key = (indicator.as_str(), period.as_str(), breakdown);
            Some((Portion::named(portion)?, Statement { key, layer: 0, is_figure: false, rounded: None, terms }))
        };
        told.evidence.iter().map(part).collect()
    }

    /// Who had answered in an area.
    fn members(
        &self,
        answers: &'a Answers,
        (indicator, period): (&str, &str),
        breakdown: &Breakdown,
    ) -> Vec<(&'a str, &'a Answer)> {
        let (area, part): (Breakdown, Breakdown) =
            breakdown.clone().into_iter().partition(|(name, _)| self.definitions.is_of_register(name));
        let codes = self.places.get(period);
        let is_inside = |one: &str| {
            let codes = || codes.and_then(|codes| codes.get(one));
            area.is_empty()
                || codes().is_some_and(|codes| area.iter().all(|(name, code)| codes.get(name) == Some(code)))
        };
        let of = answers.get(&(indicator.to_owned(), period.to_owned(), part)).into_iter().flatten();
        of.map(|(one, answer)| (one.as_str(), answer)).filter(|(one, _)| is_inside(one)).collect()
    }

    /// True where the definition adds something to what each gave, or rounds it.
    fn adds(&self, indicator: &str, period: &str) -> bool {
        let version = self.definitions.indicator(indicator).map(|one| self.definitions.version(one, period));
        version.is_some_and(|version| version.figures().any(|one| one.core().is_some()))
    }

    /// True unless the definition adds something to what each gave, or the total shows that the figure is no sum of it, such as a
    /// mean.
    fn is_sum(&self, answers: &'a Answers, indicator: &str, period: &str) -> bool {
        if self.adds(indicator, period) {
            return false;
        }
        let total = (indicator.to_owned(), period.to_owned(), Breakdown::new());
        let told = self.edition.told.get(&total).filter(|told| told.value.is_some());
        let sum = answers.get(&total).into_iter().flat_map(BTreeMap::values).filter_map(|answer| answer.value).sum();
        told.is_none_or(|told| is_told(told, told.value, sum))
    }
}

/// True where a number is a sum as it was told: as it is, or rounded.
fn is_told(told: &Told, number: Option<Decimal>, sum: Decimal) -> bool {
    number == Some(sum) || told.rounded.is_some_and(|base| number == Some(nearest(sum, base)))
}

/// What an answer gives to a layer of a figure: its value, or numerator and denominator.
pub(super) fn given(answer: &Answer, layer: usize) -> Option<Decimal> {
    let value = answer.value?;
    Some(if layer == 0 { value } else { answer.denominator.unwrap_or_default() })
}

fn terms<'a>(
    period: &'a str,
    members: &[(&'a str, &'a Answer)],
    layer: usize,
    factor: i32,
    belongs: impl Fn(&str) -> bool,
) -> Vec<PastTerm<'a>> {
    let inside = members.iter().filter(|(one, _)| belongs(one));
    let term = |(organisation, answer): &(&'a str, &'a Answer)| {
        let (value, public) = (given(answer, layer)?, Decimal::ZERO);
        Some(PastTerm { period, organisation, value, public, factor, is_known: false })
    };
    inside.filter_map(term).collect()
}
