//! What a release tells when it is published, and the answers it was made from: an edition of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::assured;
use super::release::{Figure, Release, Status};
use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Evidence;
use crate::definition::project::{BETWEEN, ReportPlan};
use crate::ledger::{Answer, Answers, Edition, Key, Told};
use crate::measure::Observation;
use crate::register::{Organisation, Register};

/// What an edition is called, which report it is and which release date it bears.
#[derive(Debug, Clone, Copy)]
pub struct Imprint<'a> {
    /// Name of the edition.
    pub name: &'a str,
    /// The report: with it, all that is cleared of its indicators is published.
    pub plan: &'a ReportPlan,
    /// Release date.
    pub date: NaiveDate,
}

/// The edition that a release becomes.
pub fn edition(
    release: &Release,
    observations: &[Observation],
    (definitions, register, assurances): (&Definitions, &Register, &Assurances),
    imprint: &Imprint<'_>,
) -> Edition {
    let plan = imprint.plan;
    let is_printed = |name: &str| plan.tells_of(name) || plan.headline.iter().any(|one| **one == name);
    let figures = release.figures.iter().filter(|((indicator, ..), _)| is_printed(indicator));
    let mut told: BTreeMap<Key, Told> = figures.map(|(key, figure)| (key.clone(), figure_told(figure))).collect();
    told.extend(counts(release));
    Edition {
        name: imprint.name.to_owned(),
        report: plan.report.value.clone(),
        date: imprint.date,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        against: Some(release.quality.editions.clone()),
        told,
        answers: Some(answers(release, observations, (definitions, register, assurances))),
        printed: None,
    }
}

fn figure_told(figure: &Figure) -> Told {
    Told {
        status: figure.status.word().to_owned(),
        missing: if let Status::Missing(kind) = figure.status { kind.name().to_owned() } else { String::new() },
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        rounded: figure.rounded,
        contributors: figure.contributors,
        answered: figure.coverage.map(|coverage| coverage.answered),
        expected: figure.coverage.map(|coverage| coverage.expected),
        panel: figure.panel.map(|panel| panel.enterprises),
        panel_previous: figure.panel.map(|panel| panel.previous),
        panel_current: figure.panel.map(|panel| panel.current),
        panel_previous_base: figure.panel.and_then(|panel| panel.previous_base),
        change: figure.change.clone().unwrap_or_default(),
        evidence: figure
            .assured
            .iter()
            .map(|(of, portion)| (of.word().to_owned(), portion.word().to_owned()))
            .collect(),
    }
}

/// How many reported, of each period, of each span of periods, and in each table of the roster. Of a span it is told how many
/// did so in any of its periods, and in all.
fn counts(release: &Release) -> BTreeMap<Key, Told> {
    let mut counts = BTreeMap::new();
    let count = |answered: Option<u32>, expected: u32, panel: Option<u32>| Told {
        answered,
        expected: answered.map(|_| expected),
        panel,
        ..Told::default()
    };
    for (period, chain) in release.roster.chain.iter().filter(|(_, chain)| chain.answered.is_some()) {
        let key = (String::new(), period.clone(), BTreeMap::new());
        counts.insert(key, count(chain.answered, chain.registered - chain.closed.min(chain.registered), chain.panel));
    }
    for (periods, told) in &release.roster.spans {
        let Some(all) = told.all else { continue };
        let span = [periods.first(), periods.last()].map(|one| one.map_or("", String::as_str)).join(BETWEEN);
        let answered = told.some.map(|some| all + some);
        let told = Told { answered, panel: Some(all), ..Told::default() };
        counts.insert((String::new(), span, BTreeMap::new()), told);
    }
    for (list, table) in &release.roster.tables {
        for (code, told) in table {
            let Some((answered, expected)) = told else { continue };
            let key = (String::new(), release.period.clone(), BTreeMap::from([(list.clone(), code.clone())]));
            counts.insert(key, count(Some(*answered), *expected, None));
        }
    }
    counts
}

/// What enterprises had given to everything that is measured without regard to where they are.
///
/// Whom the release names stands there without an indicator, and so does, by its codes, whoever gave anything: it may be
/// elsewhere by the next edition.
fn answers(
    release: &Release,
    observations: &[Observation],
    (definitions, register, assurances): (&Definitions, &Register, &Assurances),
) -> Answers {
    let is_of_whole = |one: &&Observation| {
        let is_known = release.figures.keys().any(|(_, period, _)| *period == one.period);
        is_known && one.breakdown.keys().all(|name| !definitions.is_of_register(name))
    };
    let mut answers = Answers::new();
    if let Some(period) = definitions.project.period(&release.period) {
        let printed: BTreeSet<&str> = release.roster.named.iter().map(|(name, _)| name.as_str()).collect();
        let is_named = |one: &&Organisation| {
            let known = register.at(&one.organisation, period);
            known.is_some_and(|known| known.consent_to_be_named && printed.contains(known.name.as_str()))
        };
        let members = register.population(period).into_iter().filter(is_named);
        let members = members.map(|one| (one.organisation.clone(), Answer::default()));
        answers.insert((String::new(), release.period.clone(), BTreeMap::new()), members.collect());
    }
    for one in observations.iter().filter(is_of_whole) {
        let key = (one.indicator.clone(), one.period.clone(), one.breakdown.clone());
        let is_graded = release.figures.get(&key).is_some_and(|figure| !figure.assured.is_empty());
        let given: &mut BTreeMap<String, Answer> = answers.entry(key).or_default();
        for (organisation, share) in &one.contributions {
            let answer = given.entry(organisation.clone()).or_default();
            (answer.value, answer.denominator) = (share.core(0), share.core(1));
            if is_graded {
                let grade = assured::grade_of(definitions, (&one.indicator, &one.period), organisation, assurances);
                grade.map_or("", Evidence::word).clone_into(&mut answer.evidence);
            }
        }
        for organisation in one.panel.iter().flat_map(|panel| &panel.organisations) {
            given.entry(organisation.clone()).or_default().in_panel = true;
        }
        for (organisation, kind) in one.change.iter().flat_map(|change| &change.kinds) {
            kind.name().clone_into(&mut given.entry(organisation.clone()).or_default().change);
        }
    }
    answers.retain(|_, given| !given.is_empty());
    let places = places(&answers, definitions, register);
    answers.extend(places);
    answers
}

/// Where those that gave anything in a period were, by their codes.
fn places(answers: &Answers, definitions: &Definitions, register: &Register) -> Answers {
    let given = answers.iter().filter(|((indicator, ..), _)| !indicator.is_empty());
    let mut places = Answers::new();
    for (period, one) in given.flat_map(|((_, period, _), given)| given.keys().map(move |one| (period, one))) {
        let known = definitions.project.period(period).and_then(|period| register.at(one, period));
        let Some(known) = known.filter(|known| !known.codes.is_empty()) else { continue };
        let of = (String::new(), period.clone(), known.codes.clone());
        places.entry(of).or_default().insert(one.clone(), Answer::default());
    }
    places
}
