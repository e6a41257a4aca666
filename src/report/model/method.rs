//! The appendix: why figures are withheld, marks, evidence, and the definition of every indicator.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::composition::Composition;
use super::indicator::{definition_id, evidence, graded};
use super::money;
use super::naming::{lower, named};
use super::table::all_marks;
use crate::definition::indicator::{Comparable, Evidence, Indicator, Match, OverTime, Sensitivity};
use crate::definition::policy::{Comparison, Dominance, Policy, Preliminary, Zeros};
use crate::disclosure::release::Ground;
use crate::report::provenance;
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

#[derive(Debug, Serialize)]
struct Definition {
    id: String,
    title: String,
    #[serde(rename = "definition")]
    text: String,
    facts: Vec<Fact>,
    alignment: Vec<Aligned>,
    caution: Option<String>,
}

#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Aligned {
    scheme: String,
    code: String,
    #[serde(rename = "match")]
    quality: String,
}

/// Makes the part.
pub(super) fn method(composition: &Composition) -> Value {
    let voice = composition.voice();
    let say = |key: &str| voice.say(key, &[]);
    let marks = all_marks(voice);
    let marks: Vec<Value> =
        marks.into_iter().map(|(mark, raised, text)| json!({"mark": mark, "raised": raised, "text": text})).collect();
    let grades = Evidence::ALL.map(|kind| {
        let (grade, key) = evidence(kind);
        // The sign beside it carries the letter.
        json!({"grade": grade, "text": capital(say(key).trim_start_matches(&format!("{grade}, ")))})
    });
    let indicators = composition.indicators();
    let years = indicators.iter().any(|indicator| composition.compares_years(indicator)).then(|| say("year_rule"));
    let definitions: Vec<Definition> =
        indicators.into_iter().map(|indicator| definition(composition, indicator)).collect();
    json!({
        "id": "method",
        "title": say("method_title"),
        "lead": say("method_lead"),
        "disclosure": {"title": say("disclosure_title"), "text": disclosure(composition)},
        "marks": {"title": say("marks_title"), "items": marks},
        "evidence": {"title": say("evidence_title"), "items": grades},
        "definitions_title": say("definitions_title"),
        "years": years,
        "prices": money::price_rule(composition),
        "definitions": definitions,
    })
}

/// The policy in force, in words; the one place where its thresholds are named. What a project sets otherwise than by default
/// is told setting by setting.
fn disclosure(composition: &Composition) -> String {
    let voice = composition.voice();
    let policy = |class| composition.from.definitions.policy(class);
    let (persons, sensitive, business) =
        (policy(Sensitivity::Persons), policy(Sensitivity::Sensitive), policy(Sensitivity::Business));
    let count = |key: &str, number: u32| voice.count(key, number.max(1), &[("number", &voice.word(number.max(1)))]);
    let enterprises = |policy: &Policy| count("disclosure_enterprises", policy.contributors);
    let contribute = count("disclosure_contribute", persons.contributors);
    let least = voice.word(persons.count);
    let places = [("contribute", &*contribute), ("count", &least)];
    // A count of one or more is asked for by no limit.
    let of_persons = if persons.count > 1 { "disclosure_persons_count" } else { "disclosure_persons" };
    let of_persons = voice.say(of_persons, &places);
    let (of_sensitive, counted) = (enterprises(&sensitive), count("disclosure_people", sensitive.count));
    let places = [("enterprises", &*of_sensitive), ("persons", &counted)];
    let of_sensitive = [voice.say("disclosure_sensitive", &places), of_groups(composition, &sensitive)].join(" ");
    let is_even = business.p_percent > 0 || business.dominance.is_some();
    let of_business = if is_even { "disclosure_business_even" } else { "disclosure_business" };
    let of_business = voice.say(of_business, &[("enterprises", &enterprises(&business))]);
    let shares = voice.say("disclosure_shares", &[("base", &voice.word(persons.base.max(1)))]);
    let rest = voice.say("disclosure_rest", &[]);
    let width = width(voice, [&persons, &sensitive]);
    let text = [of_persons, of_sensitive, of_business, shares, rest, width].join(" ");
    let own = own_limits(composition);
    let own = (!own.is_empty()).then(|| format!("{} {}", voice.say("policy_own", &[]), own.join(" ")));
    [text].into_iter().chain(own).chain(freed(composition)).collect::<Vec<_>>().join(" ")
}

/// Which figures of the year are told only because those who gave them let them be told, or because they are public already: a
/// sentence for each reason, and one for what is told for both.
fn freed(composition: &Composition) -> Vec<String> {
    let voice = composition.voice();
    let mut told: BTreeMap<&BTreeSet<Ground>, Vec<String>> = BTreeMap::new();
    for indicator in composition.indicators() {
        let figures = composition.from.release.figures().iter();
        let is_meant = |name: &str, period: &str| name == *indicator.indicator && period == composition.year();
        for ((.., breakdown), figure) in figures.filter(|((name, period, _), _)| is_meant(name, period)) {
            if !figure.freed_by.is_empty() {
                told.entry(&figure.freed_by).or_default().push(named(composition, indicator, breakdown));
            }
        }
    }
    let sentence = |(grounds, figures): (&BTreeSet<Ground>, Vec<String>)| {
        let words: Vec<&str> = grounds.iter().map(|ground| ground.word()).collect();
        let key = format!("disclosure_freed_by_{}", words.join("_"));
        voice.say(&key, &[("figures", &figures.join("; "))])
    };
    told.into_iter().map(sentence).collect()
}

/// What is told of a period that is preliminary, by the classes of which less is; nothing of one that is final.
pub(super) fn while_preliminary(composition: &Composition) -> String {
    let (voice, definitions) = (composition.voice(), composition.from.definitions);
    if !definitions.project.may_change(composition.year()) {
        return String::new();
    }
    let classes = [Sensitivity::Persons, Sensitivity::Sensitive, Sensitivity::Business];
    let policies = classes.map(|class| (class, definitions.policy_in(class, composition.year())));
    let less = || policies.iter().filter(|(_, policy)| policy.preliminary == Preliminary::Rounded);
    let Some((_, first)) = less().next() else { return String::new() };
    let names: Vec<String> =
        less().map(|(class, _)| voice.say(&format!("policy_class_{}", class.word()), &[])).collect();
    let area = first.finest.as_ref().map(|name| list_title(composition, name)).unwrap_or_default();
    let base =
        less().filter_map(|(_, policy)| policy.round).max().map(|base| voice.numbers.integer(base)).unwrap_or_default();
    voice.say("preliminary_less", &[("classes", &voice.list(&names)), ("area", &area), ("base", &base)])
}

/// How nearly what is withheld could be worked out at most: of persons, and of persons in sensitive figures.
fn width(voice: &Voice, [persons, sensitive]: [&Policy; 2]) -> String {
    let [of_persons, of_sensitive] = [persons, sensitive].map(|policy| voice.word(policy.count.max(1)));
    let width = voice.percent(Decimal::from(persons.width));
    voice.say("disclosure_width", &[("width", &width), ("persons", &of_persons), ("sensitive", &of_sensitive)])
}

/// Of which parts sensitive figures are told, as far as that is limited.
fn of_groups(composition: &Composition, policy: &Policy) -> String {
    let voice = composition.voice();
    let area = policy.finest.as_ref().map(|name| {
        let area = list_title(composition, name);
        voice.say("disclosure_sensitive_area", &[("area", &area)])
    });
    let split = split_by(composition, policy).map(|dimensions| match dimensions.as_str() {
        "" => voice.say("disclosure_sensitive_whole", &[]),
        names => voice.say("disclosure_sensitive_split", &[("dimensions", names)]),
    });
    let group = (policy.zeros == Zeros::Withheld).then(|| voice.say("disclosure_sensitive_group", &[]));
    [area, split, group].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The only dimensions beside areas that figures are broken down by, in words; nothing where it may be any.
fn split_by(composition: &Composition, policy: &Policy) -> Option<String> {
    let tables = composition.from.definitions.tables(policy);
    let names: Vec<String> = tables.split_by()?.iter().map(|name| list_title(composition, name)).collect();
    Some(composition.voice().any_of(&names))
}

/// What a codelist is called within a sentence.
fn list_title(composition: &Composition, name: &str) -> String {
    let list = composition.from.definitions.codelists.get(name);
    list.map_or_else(|| name.to_owned(), |list| lower(composition.voice().text(&list.title)))
}

/// The limits that are others than by default, a sentence for each class.
fn own_limits(composition: &Composition) -> Vec<String> {
    let classes = [Sensitivity::Open, Sensitivity::Business, Sensitivity::Persons, Sensitivity::Sensitive];
    let of = |class: Sensitivity| {
        let (own, default) = (composition.from.definitions.policy(class), Policy::default_of(class));
        let (own, default) = (limits(composition, &own), limits(composition, &default));
        let class = composition.say(&format!("policy_class_{}", class.word()), &[]);
        let others = own.into_iter().zip(default).filter(|((own, _), (default, _))| own != default);
        let told = others
            .map(|((own, _), (_, default))| composition.say("policy_limit", &[("limit", &own), ("default", &default)]));
        let told: Vec<String> = told.collect();
        let places = [("class", &*class), ("limits", &told.join("; "))];
        (!told.is_empty()).then(|| composition.say("policy_of_class", &places))
    };
    classes.into_iter().filter_map(of).collect()
}

/// Every limit of a policy: in full, and as short as it stands where another is used.
fn limits(composition: &Composition, policy: &Policy) -> Vec<(String, String)> {
    let voice = composition.voice();
    let none = || voice.say("policy_none", &[]);
    let of = |key: &str, value: String| (voice.say(key, &[("value", &value)]), value);
    let number = |key: &str, number: u32| of(key, voice.numbers.integer(number));
    let counted = |key: &str, number: u32| {
        let value = voice.numbers.integer(number);
        (voice.count(key, number, &[("value", &value)]), value)
    };
    let of_percent = |key: &str, percent: u32| {
        let places = [("value", &*voice.percent(Decimal::from(percent)))];
        (voice.say(key, &places), voice.say(&format!("{key}_short"), &places))
    };
    let least = |count: u32| {
        let value = voice.numbers.integer(count);
        let say = |key: &str| voice.say(key, &[("value", &value)]);
        (say("policy_count"), say("policy_count_short"))
    };
    let any = |key: &str| (voice.say(key, &[]), none());
    let area = |name: &String| list_title(composition, name);
    let or_none = |limit: Option<(String, String)>| limit.unwrap_or_else(|| (none(), none()));
    let pair = |key: &str| (voice.say(key, &[]), voice.say(&format!("{key}_short"), &[]));
    let zeros = if policy.zeros == Zeros::Shown { "policy_zeros_shown" } else { "policy_zeros_withheld" };
    let insiders = voice.count("policy_insiders_count", policy.insiders, &[("number", &voice.word(policy.insiders))]);
    let not_rounded = || voice.say("policy_not_rounded", &[]);
    vec![
        counted("policy_contributors", policy.contributors),
        if policy.count > 1 { least(policy.count) } else { any("policy_count_any") },
        number("policy_base", policy.base),
        or_none(policy.finest.as_ref().map(|name| of("policy_finest", area(name)))),
        or_none(split_by(composition, policy).map(|names| match names.as_str() {
            "" => pair("policy_split_by_nothing"),
            _ => of("policy_split_by", names),
        })),
        counted("policy_dimensions", policy.dimensions),
        if policy.p_percent > 0 { nearly_all(voice, policy) } else { any("policy_p_percent_any") },
        or_none(policy.dominance.as_ref().map(|rule| (dominance(voice, rule), none()))),
        of_percent("policy_width", policy.width),
        pair(zeros),
        of("policy_insiders", insiders),
        policy.round.map_or_else(|| (not_rounded(), not_rounded()), |base| number("policy_round", base)),
        pair(if policy.preliminary == Preliminary::Rounded { "policy_preliminary" } else { "policy_as_final" }),
    ]
}

/// How much of an amount all but its largest must give: who would reckon the largest knows what as many gave as put together what
/// they know.
fn nearly_all(voice: &Voice, policy: &Policy) -> (String, String) {
    let percent = voice.percent(Decimal::from(policy.p_percent));
    let places = [("value", &*percent), ("largest", &voice.word(1 + policy.insiders))];
    (voice.say("policy_p_percent", &places), voice.say("policy_p_percent_short", &places))
}

/// How much of an amount the largest may give.
fn dominance(voice: &Voice, rule: &Dominance) -> String {
    let key = match rule.withheld_when {
        Comparison::MoreThan => "policy_dominance_more",
        Comparison::AtLeast => "policy_dominance_least",
    };
    let (largest, percent) = (voice.word(rule.largest), voice.percent(Decimal::from(rule.percent)));
    voice.count(key, rule.largest, &[("largest", &largest), ("percent", &percent)])
}

fn definition(composition: &Composition, indicator: &Indicator) -> Definition {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let over_time = match indicator.over_time {
        OverTime::Flow => "over_flow",
        OverTime::Stock => "over_stock",
        OverTime::Ratio => "over_ratio",
    };
    // Kronor, hours and shares are what they are called.
    let plain = amount.is_money() || amount.is_percent() || amount.unit == "hours";
    let counts = voice.find(&format!("counts_{}", indicator.counts));
    let counts = counts.unwrap_or_else(|| indicator.counts.replace('_', " "));
    let facts = [
        ("label_unit", amount.heading(voice, false)),
        ("label_counts", if plain { String::new() } else { counts }),
        ("label_over_time", voice.say(over_time, &[])),
        ("label_population", voice.text(&indicator.population).to_owned()),
        ("label_calculation", voice.text(&indicator.method).to_owned()),
        ("label_version", version(composition, indicator)),
        ("label_evidence", graded(composition, indicator).1),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let caution = voice.text(&indicator.caution);
    let aligned = indicator.aligned.iter().map(|aligned| Aligned {
        scheme: voice.find(&format!("scheme_{}", aligned.scheme)).unwrap_or_else(|| aligned.scheme.to_uppercase()),
        code: aligned.code.clone(),
        quality: voice.say(
            match aligned.quality {
                Match::Exact => "match_exact",
                Match::Close => "match_close",
                Match::Broader => "match_broader",
                Match::Related => "match_related",
            },
            &[],
        ),
    });
    Definition {
        id: definition_id(indicator),
        title: voice.text(&indicator.title).to_owned(),
        text: voice.text(&indicator.definition).to_owned(),
        facts: facts.map(|(key, text)| Fact { label: voice.say(key, &[]), text: capital(&text) }).collect(),
        alignment: aligned.collect(),
        caution: (!caution.is_empty()).then(|| caution.to_owned()),
    }
}

/// From when the definition holds, and whether years before can be compared; nothing of a first version.
fn version(composition: &Composition, indicator: &Indicator) -> String {
    let Some(from) = &indicator.from else { return String::new() };
    let key = if indicator.comparable == Some(Comparable::No) { "version_no" } else { "version_yes" };
    composition.say(key, &[("year", from)])
}

/// Who made it, which edition it is, and the fingerprint of the data.
pub(super) fn end(composition: &Composition) -> Value {
    let voice = composition.voice();
    let contact = voice.text(&composition.from.definitions.project.contact);
    let publisher = composition.publisher();
    let first = if contact.is_empty() { publisher.to_owned() } else { format!("{publisher}, {contact}") };
    let edition = match composition.from.edition {
        Some(name) => {
            let date = voice.date(composition.from.period.release);
            voice.say("end_edition", &[("edition", name), ("date", &date)])
        }
        None => voice.say("draft_text", &[]),
    };
    let fingerprint = provenance::fingerprint(composition.from.release, composition.from.edition);
    json!({
        "title": voice.say("end_title", &[]),
        "lines": [first, edition, voice.say("end_made", &[])],
        "fingerprint": voice.say("fingerprint", &[("fingerprint", &fingerprint)]),
    })
}
