//! Warnings and the reasons given for them.

use std::collections::{BTreeMap, BTreeSet};

use super::round::{Finding, Round};
use super::{Explanation, Explanations};
use crate::definition::codelist::Code;
use crate::diagnostic::{Diagnostic, Severity};
use crate::personal::masked;
use crate::table::accepted::Reason;
use crate::table::columns::{lasting_columns, record_key};
use crate::table::spelling::missing;
use crate::text::{Text, fill};
use crate::value::Decimal;

/// Words that give no reason, nor do several of them one after another.
const POOR: [&str; 96] = [
    "ok",
    "okej",
    "okay",
    "ja",
    "yes",
    "nej",
    "no",
    "rätt",
    "right",
    "korrekt",
    "correct",
    "stämmer",
    "det",
    "är",
    "it",
    "is",
    "siffran",
    "uppgiften",
    "figure",
    "the",
    "true",
    "inget",
    "ingen",
    "none",
    "vet",
    "ej",
    "inte",
    "se",
    "see",
    "årsredovisning",
    "årsredovisningen",
    "annual",
    "report",
    "bilaga",
    "test",
    "asdf",
    // Where a reason was told is not what it is.
    "enligt",
    "via",
    "per",
    "med",
    "mejl",
    "mejlet",
    "mail",
    "mailet",
    "e",
    "post",
    "posten",
    "epost",
    "telefon",
    "telefonsamtal",
    "samtal",
    "tel",
    "bilagan",
    "bilagor",
    "bifogas",
    "bifogad",
    "bifogat",
    "fil",
    "dokument",
    "brev",
    "email",
    "phone",
    "call",
    "attached",
    "attachment",
    "appendix",
    "according",
    "to",
    "by",
    "voir",
    "mél",
    "pošto",
    "annexe",
    "vedi",
    "allegato",
    "vezi",
    "anexa",
    "glej",
    "priloga",
    "prilogo",
    // In what it is counted tells no reader why.
    "belopp",
    "beloppen",
    "talen",
    "i",
    "tkr",
    "mnkr",
    "tusental",
    "tusen",
    "kr",
    "kronor",
    "angivna",
    "amounts",
    "figures",
    "are",
    "in",
    "thousands",
];
/// The code of a reason that the list does not have: it needs words.
const OTHER: &str = "other";
/// What is told of a warning that a reason has settled, instead of what to do: with a reason of the list, or another.
const GIVEN: [&str; 6] = [
    "a reason has been given: '{reason}'; nothing more is needed",
    "ett skäl är angivet: '{reason}'; inget mer behövs",
    "une justification a été donnée\u{a0}: '{reason}'\u{a0}; rien de plus n’est nécessaire",
    "è stata data una motivazione: '{reason}'; non serve altro",
    "a fost dată o justificare: '{reason}'; nu mai este nevoie de nimic",
    "razlog je naveden: '{reason}'; nič več ni treba storiti",
];
const GIVEN_IN_WORDS: [&str; 6] = [
    "a reason has been given in words; nothing more is needed",
    "ett skäl är angivet med egna ord; inget mer behövs",
    "une justification a été rédigée\u{a0}; rien de plus n’est nécessaire",
    "è stata scritta una motivazione; non serve altro",
    "a fost scrisă o justificare; nu mai este nevoie de nimic",
    "razlog je opisan z besedami; nič več ni treba storiti",
];
/// The fewest letters, each counted once, that a reason is written with: 'xxxx' is none.
const FEWEST_LETTERS: usize = 4;

/// What the reasons did.
pub(super) struct Settled {
    /// Reasons of rows, by the positions of their round and their own.
    pub reasons: BTreeMap<(usize, usize), Vec<Reason>>,
    /// Findings about the reasons themselves.
    pub notes: Vec<Diagnostic>,
}

/// Turns warnings with a reason into notes, and tells which reasons say nothing or answer nothing; not of those that are
/// about a row which is not accepted.
pub(super) fn settle(
    rounds: &[Round],
    findings: &mut [Vec<Finding>],
    explanations: &Explanations,
    accepted: &[Vec<bool>],
) -> Settled {
    let mut settled = Settled { reasons: BTreeMap::new(), notes: Vec::new() };
    let Some(round) = rounds.first() else { return settled };
    let (dataset, period) = (round.dataset.dataset.as_str(), round.period.period.as_str());
    let is_asked = |reason: &&Explanation| reason.is_for(dataset, period) && !is_dash(reason);
    let mut reasons = explanations.reasons.iter().filter(is_asked).peekable();
    if reasons.peek().is_none() {
        return settled;
    }
    let rows = rounds.iter().zip(accepted).flat_map(|(round, accepted)| round.organisations().zip(accepted));
    let rejected: BTreeSet<&str> = rows.filter(|(_, accepted)| !**accepted).filter_map(|(one, _)| one).collect();
    let asked = asked(rounds, findings);
    let warned = warned(findings);
    let implied = implied(rounds, findings);
    let is_implied = |reason: &Explanation| {
        implied.iter().any(|(one, rule)| *one == reason.organisation && names(&reason.check, rule, dataset))
    };
    let mut idle = Vec::new();
    for reason in reasons {
        let all = findings.iter_mut().enumerate().flat_map(|(at, of)| of.iter_mut().map(move |finding| (at, finding)));
        let answered: Vec<(usize, &mut Finding)> = all
            .filter(|(_, finding)| finding.diagnostic.severity == Severity::Warning)
            .filter(|(at, finding)| {
                let round = &rounds[*at];
                let is_meant = match &reason.beside {
                    // A warning that only compares with the answer is not meant where one stands at it.
                    Some(column) if warned.contains(&(*at, finding.row, column.clone())) => stands_at(finding, column),
                    Some(column) => finding.columns.contains(column),
                    None => is_named(reason, finding, &round.dataset.dataset),
                };
                is_meant
                    && round.organisation(finding.row) == Some(&reason.organisation)
                    && (reason.record.is_empty() || reason.record == record(round, finding.row))
            })
            .collect();
        if answered.is_empty() && rejected.contains(reason.organisation.as_str()) {
            // What an error stops is not asked about yet.
        } else if answered.is_empty()
            && let Some(column) = &reason.beside
        {
            // Another reason may have settled what this one is about as well.
            if !asked.contains(&(reason.organisation.clone(), column.clone())) {
                idle.push((reason, column));
            }
        } else if answered.is_empty() && is_implied(reason) {
            // Another reason has settled what stands for the check as well.
        } else if answered.is_empty() {
            settled.notes.push(note("reason-without-warning", round, reason));
        } else if is_poor(round, reason) {
            settled.notes.extend(answered.first().map(|(at, finding)| poor(&rounds[*at], reason, finding.row)));
        } else {
            for (at, finding) in answered {
                let round = &rounds[at];
                if changed(round, reason, finding.row) {
                    settled.notes.push(note("outdated-reason", round, reason));
                    continue;
                }
                // Beside an answer a reason stands with its value.
                if reason.values.is_empty() && reason.beside.is_none() {
                    settled.notes.push(without_values(round, reason, finding));
                }
                finding.diagnostic.severity = Severity::Note;
                finding.diagnostic.hint = given(round, reason).into();
                settled.reasons.entry((at, finding.row)).or_default().push(Reason {
                    check: finding.diagnostic.rule.clone(),
                    fields: finding.columns.clone(),
                    code: reason.reason_code.clone(),
                    words: (may_be_printed(round, reason)).then(|| reason.text.clone()),
                });
            }
        }
    }
    settled.notes.extend(idle.into_iter().filter_map(|(reason, beside)| misplaced(rounds, findings, (reason, beside))));
    settled
}

/// True for a dash beside an answer, where nothing is to be explained.
fn is_dash(reason: &Explanation) -> bool {
    reason.beside.is_some() && missing::is_dash(reason.text.trim())
}

/// Organisations with the columns that a warning asks them about.
fn asked(rounds: &[Round], findings: &[Vec<Finding>]) -> BTreeSet<(String, String)> {
    let all = rounds.iter().zip(findings).flat_map(|(round, of)| of.iter().map(move |finding| (round, finding)));
    let warnings = all.filter(|(_, finding)| finding.diagnostic.severity == Severity::Warning);
    let columns = warnings.filter_map(|(round, finding)| Some((round.organisation(finding.row)?, &finding.columns)));
    columns.flat_map(|(one, columns)| columns.iter().map(move |column| (one.to_owned(), column.clone()))).collect()
}

/// The answers at which warnings stand, by the positions of their round and row.
fn warned(findings: &[Vec<Finding>]) -> BTreeSet<(usize, usize, String)> {
    let all = findings.iter().enumerate().flat_map(|(at, of)| of.iter().map(move |finding| (at, finding)));
    let warnings = all.filter(|(_, finding)| finding.diagnostic.severity == Severity::Warning);
    warnings.filter_map(|(at, finding)| Some((at, finding.row, finding.diagnostic.field.clone()?))).collect()
}

/// True for a finding whose place is the answer of a column.
fn stands_at(finding: &Finding, column: &String) -> bool {
    finding.diagnostic.field.as_ref() == Some(column)
}

/// What is told of a warning that a reason has settled. Words of its sender's own are not repeated: they may name somebody.
fn given(round: &Round, reason: &Explanation) -> Text {
    let list = round.definitions.codelists.get("reason");
    let code = list.and_then(|list| list.code(&reason.reason_code)).filter(|code| code.code != OTHER);
    let label = match code {
        Some(code) => code.called(),
        None if reason.text.is_empty() => Text::same(&masked(&reason.reason_code)),
        None => return Text::in_each(GIVEN_IN_WORDS),
    };
    let in_language = |(language, text): (String, String)| {
        let reason = label.in_language(&[&language]).to_owned();
        let text = fill(&text, &[("reason".to_owned(), reason)].into());
        (language, text)
    };
    Text(Text::in_each(GIVEN).0.into_iter().map(in_language).collect())
}

/// The note that words stand beside an answer in which nothing is unusual, though another that the organisation gave in the
/// same file asks for a reason: they may have slipped by a line. Where no answer asks for one they ask for nothing.
fn misplaced(
    rounds: &[Round],
    findings: &[Vec<Finding>],
    (reason, beside): (&Explanation, &str),
) -> Option<Diagnostic> {
    let all = rounds.iter().zip(findings).flat_map(|(round, of)| of.iter().map(move |finding| (round, finding)));
    let is_near = |(round, finding): &(&Round, &Finding)| {
        finding.diagnostic.severity == Severity::Warning
            && finding.diagnostic.span.file == reason.span.file
            && round.organisation(finding.row) == Some(&reason.organisation)
    };
    let mut near = all.filter(is_near);
    let (round, row, other) =
        near.find_map(|(round, finding)| Some((round, finding.row, finding.diagnostic.field.as_ref()?)))?;
    let (column, other) = (round.name(row, beside), round.name(row, other));
    let words = [("column", &column), ("other", &other)];
    Some(Diagnostic::worded("reason-beside-other-answer", reason.span.clone(), &[], &words))
}

/// Words are printed only where the reason says so and the enterprise consents to be named.
fn may_be_printed(round: &Round, reason: &Explanation) -> bool {
    let consents = |one: &crate::register::Organisation| one.consent_to_be_named;
    reason.publish
        && !reason.text.is_empty()
        && round.register.at(&reason.organisation, round.period).is_some_and(consents)
}

/// True when what a reason names is a rule, with or without the dataset before it.
fn names(written: &str, rule: &str, dataset: &str) -> bool {
    written == rule || rule.strip_prefix(dataset).and_then(|rest| rest.strip_prefix('.')) == Some(written)
}

/// True where a reason names the rule of a finding, or one that the finding stands for.
fn is_named(reason: &Explanation, finding: &Finding, dataset: &str) -> bool {
    let mut rules = std::iter::once(&finding.diagnostic.rule).chain(&finding.implied);
    rules.any(|rule| names(&reason.check, rule, dataset))
}

/// Rules of findings that stand for others, and of these, with the organisations that break them.
fn implied(rounds: &[Round], findings: &[Vec<Finding>]) -> BTreeSet<(String, String)> {
    let all = rounds.iter().zip(findings).flat_map(|(round, of)| of.iter().map(move |finding| (round, finding)));
    let mut implied = BTreeSet::new();
    for (round, finding) in all.filter(|(_, finding)| !finding.implied.is_empty()) {
        let Some(organisation) = round.organisation(finding.row) else { continue };
        let rules = finding.implied.iter().chain([&finding.diagnostic.rule]);
        implied.extend(rules.map(|rule| (organisation.to_owned(), rule.clone())));
    }
    implied
}

/// What names a row besides its organisation.
fn record(round: &Round, row: usize) -> String {
    let key = record_key(&lasting_columns(&round.batch, round.dataset), row);
    let parts = key.split('\u{1f}').filter(|part| Some(*part) != round.organisation(row));
    parts.collect::<Vec<_>>().join(" ")
}

/// A reason says something by a code of the list that tells of something, or by words that are more than "ok".
fn is_poor(round: &Round, reason: &Explanation) -> bool {
    let known = |list: &crate::definition::codelist::Codelist| list.code(&reason.reason_code).is_some();
    let is_coded = round.definitions.codelists.get("reason").map_or(!reason.reason_code.is_empty(), known);
    if is_coded && reason.reason_code != OTHER {
        return false;
    }
    // Beside an answer a code is chosen by its words, which say no more than the code.
    let text = if reason.beside.is_some() && is_coded { String::new() } else { reason.text.to_lowercase() };
    let letters: BTreeSet<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() < FEWEST_LETTERS || says_nothing(&text)
}

/// True where all words are among those that give no reason.
fn says_nothing(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| POOR.contains(&word))
}

/// True when a value that the reason was given for is another now.
fn changed(round: &Round, reason: &Explanation, row: usize) -> bool {
    reason.values.iter().any(|(column, then)| {
        let now = round.batch.columns.get(column).and_then(|values| values.written(row)).unwrap_or_default();
        let number = |text: &str| text.trim().replace(',', ".").parse::<Decimal>().ok();
        match (number(&now), number(then)) {
            (Some(now), Some(then)) => now != then,
            _ => now != *then,
        }
    })
}

/// The note that a reason can never go out of date, with the values that would let it.
fn without_values(round: &Round, reason: &Explanation, finding: &Finding) -> Diagnostic {
    let written = |column: &String| {
        let value = round.batch.columns.get(column)?.written(finding.row).unwrap_or_default();
        Some(format!("{column}={value}"))
    };
    let values: Vec<String> = finding.columns.iter().filter_map(written).collect();
    let values = [
        ("check", reason.check.as_str()),
        ("organisation", reason.organisation.as_str()),
        ("period", round.period.period.as_str()),
        ("values", &values.join(";")),
    ];
    Diagnostic::new("reason-without-values", reason.span.clone(), &values)
}

fn note(rule: &str, round: &Round, reason: &Explanation) -> Diagnostic {
    let values = [
        ("value", reason.check.as_str()),
        ("check", reason.check.as_str()),
        ("organisation", reason.organisation.as_str()),
        ("period", round.period.period.as_str()),
    ];
    Diagnostic::new(rule, reason.span.clone(), &values)
}

/// The note that a reason says nothing. Its words are shown only where they are known to be nobody's name.
fn poor(round: &Round, reason: &Explanation, row: usize) -> Diagnostic {
    let list = round.definitions.codelists.get("reason");
    let code = list.and_then(|list| list.code(&reason.reason_code)).map(Code::called);
    // Beside an answer a code is chosen by its words.
    let said = match code.filter(|_| reason.text.is_empty() || reason.beside.is_some()) {
        Some(label) => Some(label),
        None if reason.text.is_empty() => Some(Text::same(&reason.reason_code)),
        None => Some(Text::same(&reason.text)).filter(|_| says_nothing(&reason.text)),
    };
    let written = if reason.text.is_empty() { &reason.reason_code } else { &reason.text };
    let value = said.is_some().then(|| masked(written));
    let said = said.unwrap_or_else(|| Text::same("…"));
    let about = match &reason.beside {
        Some(column) => round.name(row, column),
        None => Text::same(&reason.check),
    };
    let finding = Diagnostic::worded("poor-reason", reason.said.clone(), &[], &[("value", &said), ("check", &about)]);
    Diagnostic { value, ..finding }
}
