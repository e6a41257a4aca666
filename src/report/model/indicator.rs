//! Sections: each indicator with its finding, trend, side column, breakdowns, target, reasons and method.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::alt;
use super::blocks::{Block, Break, Head, Point, Standing, TargetLine, Words};
use super::breakdown::breakdowns;
use super::composition::{Breakdown, Composition, Numbered};
use super::money;
use super::naming::{lower, unsplit};
use super::table;
use crate::definition::dataset::Field;
use crate::definition::indicator::{Evidence, Indicator};
use crate::disclosure::release::{Figure, Portion, Status};
use crate::report::amount::Amount;
use crate::report::moved::Shown;
use crate::report::periods::TOTALS;
use crate::report::sentences::{self, Case};
use crate::report::target::{Judged, length};
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

#[derive(Debug, Serialize)]
pub(super) struct Section {
    id: String,
    title: String,
    lead: Option<String>,
    indicators: Vec<Page>,
}

#[derive(Debug, Serialize)]
struct Page {
    id: String,
    title: String,
    topic: String,
    lead: String,
    main: Option<Block>,
    side: Vec<Side>,
    blocks: Vec<Block>,
    target: Option<TargetBox>,
    reasons: Option<Reasons>,
    comments: Vec<Words>,
    method: Method,
}

#[derive(Debug, Serialize)]
struct Side {
    heading: String,
    text: String,
    grade: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct TargetBox {
    text: String,
    status: Option<Standing>,
    bar: Option<super::blocks::CardBar>,
    changed: Option<String>,
}

#[derive(Debug, Serialize)]
struct Reasons {
    title: String,
    lead: String,
    items: Vec<Reason>,
}

#[derive(Debug, Serialize)]
struct Reason {
    note: Option<String>,
    code: String,
    text: String,
    count: String,
}

#[derive(Debug, Serialize)]
struct Method {
    text: String,
    goto: String,
}

/// Every section that has an indicator in the report.
pub(super) fn sections(composition: &mut Composition) -> Vec<Section> {
    let indicators = composition.indicators();
    let mut sections = Vec::new();
    for section in &composition.from.definitions.sections {
        let of_it: Vec<&Indicator> =
            indicators.iter().copied().filter(|indicator| *indicator.section == *section.section).collect();
        let of_it: Vec<&Indicator> = of_it
            .into_iter()
            .filter(|one| composition.host(one).is_some_and(|host| host.indicator == one.indicator))
            .collect();
        if of_it.is_empty() {
            continue;
        }
        sections.push(Section {
            id: section_id(&section.section),
            title: composition.voice().text(&section.title).to_owned(),
            lead: None,
            indicators: pages(composition, &of_it),
        });
    }
    sections
}

/// Where a section is found: never the id of an indicator of the same name.
fn section_id(section: &str) -> String {
    format!("section-{section}")
}

/// The indicators of a section; what enterprises say of a change stands where it is first asked for.
fn pages(composition: &mut Composition, indicators: &[&Indicator]) -> Vec<Page> {
    let mut told = BTreeSet::new();
    let mut pages = Vec::new();
    for indicator in indicators {
        let mut page = page(composition, indicator);
        if let Some(reasons) = &mut page.reasons {
            reasons.items.retain(|item| told.insert((item.text.clone(), item.count.clone())));
        }
        page.reasons = page.reasons.filter(|reasons| !reasons.items.is_empty());
        pages.push(page);
    }
    pages
}

fn page(composition: &mut Composition, indicator: &Indicator) -> Page {
    let voice = composition.voice();
    let whole = Breakdown::new();
    let subject = composition.subject(indicator);
    let case = composition.case(indicator, &whole);
    let judged = composition.judged(indicator, &whole);
    let drawn = drawable(composition, indicator).then(|| composition.next_figure());
    let mut made = breakdowns(composition, indicator);
    for guest in composition.guests(indicator) {
        made.add(breakdowns(composition, guest), voice.text(&guest.caution));
    }
    let main =
        drawn.as_ref().map(|number| trend(composition, indicator, number, judged.as_ref(), made.all_values.as_deref()));
    let mut references: Vec<String> = drawn.iter().map(|number| number.reference.clone()).collect();
    references.extend(made.references.iter().take(2).cloned());
    let mut lead = sentences::lead(voice, &subject, &case, judged.as_ref(), &references);
    if judged.is_none()
        && let Some(women) = women(composition, indicator)
    {
        lead = format!("{lead} {women}");
    }
    let target = judged.as_ref().map(|judged| TargetBox {
        text: judged.text(voice, &subject.amount),
        status: judged.verdict.map(|verdict| Standing { kind: verdict.kind(), word: verdict.word(voice) }),
        bar: judged
            .bar()
            .zip(judged.bar_text(voice, &subject.amount))
            .map(|(share, text)| super::blocks::CardBar { share, text }),
        changed: judged.changed(voice, &subject.amount),
    });
    Page {
        id: indicator.indicator.value.clone(),
        title: sentences::title(voice, &subject, &case, judged.as_ref()),
        topic: subject.title.clone(),
        lead,
        main,
        side: side(composition, indicator, &subject.amount, &case),
        blocks: made.blocks,
        target,
        reasons: case.figure.and_then(|figure| reasons(composition, figure)),
        comments: composition.comments(Some(indicator), &whole),
        method: Method { text: voice.text(&indicator.method).to_owned(), goto: definition_id(indicator) },
    }
}

/// Where an indicator's definition is found.
pub(super) fn definition_id(indicator: &Indicator) -> String {
    format!("def-{}", *indicator.indicator)
}

/// The share of women, where the indicator counts persons by gender.
fn women(composition: &Composition, indicator: &Indicator) -> Option<String> {
    if *indicator.unit != "persons" || indicator.is_ratio() {
        return None;
    }
    let total = Shown::of(composition.figure(indicator, composition.year(), &Breakdown::new())?)?;
    let of = |code: &str| {
        let breakdown = Breakdown::from([("gender".to_owned(), code.to_owned())]);
        composition.figure(indicator, composition.year(), &breakdown).and_then(Shown::of)
    };
    let codes = &composition.codelist("gender")?.codes;
    let parts: Option<Decimal> = codes.iter().map(|code| Some(of(&code.code)?.value)).sum();
    // A share of those whose gender is known would be another number than a share of all.
    if parts != Some(total.value) {
        return None;
    }
    let women = of("women")?;
    sentences::women(composition.voice(), women, total)
}

/// True when there is something to draw: at least one year may be shown.
fn drawable(composition: &Composition, indicator: &Indicator) -> bool {
    let whole = Breakdown::new();
    let now = composition.figure(indicator, composition.year(), &whole);
    let shown = |year: &&str| composition.figure(indicator, year, &whole).is_some_and(|figure| figure.value.is_some());
    now.is_some() && composition.years(TOTALS).iter().any(shown)
}

fn trend(
    composition: &Composition,
    indicator: &Indicator,
    number: &Numbered,
    judged: Option<&Judged>,
    table: Option<&str>,
) -> Block {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let figure = |year: &str| composition.figure(indicator, year, &Breakdown::new());
    let years: Vec<&str> = composition.years(TOTALS).into_iter().skip_while(|year| figure(year).is_none()).collect();
    let millions = amount.all_in_millions(years.iter().filter_map(|year| figure(year)?.in_print()));
    let points: Vec<Point> =
        years.iter().map(|year| point(composition, &amount, year, figure(year), millions)).collect();
    let targets = target_lines(composition, indicator, &amount, &years, millions);
    let told: Vec<alt::Year> = years
        .iter()
        .map(|year| alt::Year {
            name: year,
            value: figure(year).and_then(|one| Shown::of(one).or_else(|| one.in_print().map(Shown::exact))),
            withheld: figure(year).is_some_and(Figure::is_hidden),
            stands: figure(year).is_some_and(|figure| figure.stands().is_some()),
            broken: composition.from.definitions.is_broken(indicator, year),
        })
        .collect();
    let title = unsplit(composition, voice.text(&indicator.title));
    let unit = capital(&amount.heading(voice, millions));
    let span = match (years.first(), years.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (_, last) => last.copied().unwrap_or_default().to_owned(),
    };
    let places = [("unit", unit.as_str()), ("region", composition.region()), ("years", &span)];
    let any = |is: fn(&Point) -> bool| points.iter().any(is);
    let ringed = any(|point| point.state == "provisional");
    let notes = [("note_provisional", ringed), ("note_thin", any(|point| point.thin))];
    let coverage = figure(composition.year()).and_then(|figure| figure.coverage);
    let head = Head {
        number: number.label.clone(),
        title: title.to_owned(),
        subtitle: voice.say("trend_subtitle", &places),
        alt: alt::trend(voice, (title, &amount), &told, judged, table),
        notes: notes.into_iter().filter(|note| note.1).map(|(key, _)| voice.say(key, &[])).collect(),
        source: composition.source(coverage.as_ref()),
    };
    let breaks = (1..told.len()).filter(|at| told[*at].broken);
    let breaks = breaks.map(|at| Break { after: at - 1, label: voice.say("chart_break", &[("year", years[at])]) });
    let (breaks, grid) = (breaks.collect(), Vec::new());
    let marks = table::letters(voice, &points.iter().filter_map(|point| point.mark).collect::<Vec<_>>());
    Block::Trend { head, marks, points, breaks, targets, series: voice.say("series", &[]), grid }
}

fn point(composition: &Composition, amount: &Amount, year: &str, figure: Option<&Figure>, millions: bool) -> Point {
    let voice = composition.voice();
    let cell = table::cell(voice, amount, figure, millions);
    let value = figure.and_then(Figure::in_print);
    let state = match figure.map(|figure| figure.status) {
        Some(Status::Withheld) if value.is_some() => "provisional",
        Some(Status::Withheld) => "withheld",
        Some(Status::Provisional) => "provisional",
        Some(Status::Published | Status::Revised) if composition.is_preliminary(year) => "provisional",
        None | Some(Status::Missing(_)) => "missing",
        Some(_) => "final",
    };
    Point {
        x: year.to_owned(),
        y: value.map(length),
        below: value.is_none().then(|| table::word(voice, &cell).unwrap_or_else(|| cell.text.clone())),
        // A ring says that it is provisional.
        mark: cell.mark.filter(|mark| value.is_some() && *mark != "p"),
        text: value.is_some().then_some(cell.text),
        state,
        thin: figure.and_then(|figure| figure.coverage).is_some_and(|coverage| sentences::is_thin(&coverage)),
    }
}

/// Lines of the targets in force: one for each run of years with the same number.
fn target_lines(
    composition: &Composition,
    indicator: &Indicator,
    amount: &Amount,
    years: &[&str],
    millions: bool,
) -> Vec<TargetLine> {
    let mut lines: Vec<TargetLine> = Vec::new();
    for (at, year) in years.iter().enumerate() {
        let Some((target, _)) = composition.from.targets.in_force(&indicator.indicator, year, &Breakdown::new()) else {
            continue;
        };
        let number = amount.decided(composition.voice(), target.value, millions);
        let line = TargetLine {
            y: length(target.value),
            from: at,
            to: at,
            label: composition.say("chart_target", &[("target", &number)]),
        };
        match lines.last_mut().filter(|last| last.label == line.label && last.to + 1 == at) {
            Some(last) => last.to = at,
            None => lines.push(line),
        }
    }
    lines
}

fn side(composition: &Composition, indicator: &Indicator, amount: &Amount, case: &Case) -> Vec<Side> {
    let figure = case.figure;
    let voice = composition.voice();
    let note = |key: &str, text: String| Side { heading: voice.say(key, &[]), text, grade: None };
    let mut side = Vec::new();
    if let Some(figure) = figure.filter(|figure| !matches!(figure.status, Status::Missing(_))) {
        let mut text = sentences::coverage(voice, figure.coverage.as_ref());
        if let Some(count) = figure.unexplained.filter(|count| *count > 0) {
            let unexplained = voice.count("unexplained", count, &[("number", &voice.word(count))]);
            text = format!("{text} {}", capital(&unexplained));
        }
        side.push(note("label_coverage", text));
    }
    side.extend(figure.and_then(|figure| revised(voice, amount, figure)).map(|text| note("label_revised", text)));
    side.extend(methods(composition, indicator, figure).map(|text| note("label_methods", text)));
    let before = composition.year_before();
    if let Some((panel, before)) = figure.and_then(|figure| figure.panel.as_ref()).zip(before) {
        let mut text = sentences::panel(voice, amount, panel);
        if figure.is_some_and(|figure| figure.methods.is_some()) {
            text = format!("{text} {}", voice.say("panel_methods", &[]));
        }
        if figure.is_some_and(|figure| figure.has_other_years) {
            text = format!("{text} {}", voice.say("panel_years", &[]));
        }
        // What is unusual a year earlier moves the change as much.
        let earlier = case.earlier.and_then(|earlier| earlier.unexplained).filter(|count| *count > 0);
        if let Some(count) = earlier {
            let places = [("number", voice.word(count)), ("before", before.to_owned())];
            let places = places.each_ref().map(|(name, value)| (*name, value.as_str()));
            text = format!("{text} {}", voice.count("unexplained_before", count, &places));
        }
        side.push(note("label_panel", text));
    }
    side.extend(money::sides(composition, indicator).into_iter().map(|(heading, text)| Side {
        heading,
        text,
        grade: None,
    }));
    let (grade, text) = graded(composition, indicator);
    side.push(Side { grade: Some(grade), ..note("label_evidence", text) });
    let caution = Some(voice.text(&indicator.caution).to_owned()).filter(|caution| !caution.is_empty());
    let mergers = composition.mergers().filter(|_| composition.from.definitions.counts_moves(indicator));
    let caution: Vec<String> = mergers.into_iter().chain(caution).collect();
    if !caution.is_empty() {
        side.push(note("label_caution", caution.join(" ")));
    }
    side
}

/// What a revised figure was, and which edition told it.
fn revised(voice: &Voice, amount: &Amount, figure: &Figure) -> Option<String> {
    let told = figure.told_before.as_ref()?;
    let was = amount.full(voice, told.value?);
    let is_rounded =
        told.rounded.is_some() && told.rounded != figure.rounded || was == amount.full(voice, figure.value?);
    let was = if is_rounded { was + &voice.say("rounded", &[]) } else { was };
    let part = voice.say("revised_part", &[("place", ""), ("value", &was)]);
    Some(voice.say("revised_since", &[("edition", &told.edition), ("parts", part.trim())]))
}

/// By which methods a figure was counted, and that unlike ones are in one sum.
fn methods(composition: &Composition, indicator: &Indicator, figure: Option<&Figure>) -> Option<String> {
    let (voice, methods) = (composition.voice(), figure?.methods.as_ref()?);
    let dataset = composition.from.definitions.dataset_of(indicator)?;
    let named = |method: &String| {
        let fields = dataset.counted_by(|_| true).filter_map(|name| dataset.field(name));
        let part = |(field, answer): (&Field, &str)| match field.codelist.as_ref() {
            _ if answer.is_empty() => None,
            Some(list) => composition.codelist(list)?.code(answer).map(|code| lower(voice.text(&code.label))),
            None => {
                let unit = field.unit.as_ref().map_or_else(String::new, |unit| unit.value.clone());
                let amount = Amount { unit, decimals: 0, signed: false, is_bound: false };
                Some(amount.full(voice, answer.parse().ok()?))
            }
        };
        let parts: Vec<String> = fields.zip(method.split(';')).filter_map(part).collect();
        let (first, rest) = parts.split_first()?;
        Some(if rest.is_empty() { first.clone() } else { format!("{first} ({})", rest.join(", ")) })
    };
    let mut told: Vec<String> = methods.told.iter().filter_map(named).collect();
    if methods.others {
        told.push(voice.say("methods_others", &[]));
    }
    let key = if methods.told.len() == 1 && !methods.others { "methods_one" } else { "methods_unlike" };
    Some(voice.say(key, &[("methods", &voice.list(&told))]))
}

/// The grade of what the figures of an indicator rest on, in words, with what makes it weaker than the indicator's own.
pub(super) fn graded(composition: &Composition, indicator: &Indicator) -> (&'static str, String) {
    let voice = composition.voice();
    let known = composition.from.definitions.evidence(indicator, composition.year());
    let figure = composition.figure(indicator, composition.year(), &Breakdown::new());
    let assured = figure.map(|figure| &figure.assured).filter(|assured| !assured.is_empty());
    if let Some((assured, weakest)) = assured.and_then(|assured| Some((assured, *assured.keys().last()?))) {
        return (evidence(weakest).0, checked(voice, assured));
    }
    let (grade, key) = evidence(known.evidence);
    let names: Vec<String> = known.weakest.iter().map(|name| lower(voice.text(name))).collect();
    let text = voice.say(key, &[]);
    if names.is_empty() {
        return (grade, text);
    }
    (grade, voice.say("evidence_weakest", &[("evidence", &text), ("parts", &voice.list(&names))]))
}

/// On what a figure rests, and about how much of it on each, the strongest first.
fn checked(voice: &Voice, assured: &BTreeMap<Evidence, Portion>) -> String {
    let part = |(grade, portion): (&Evidence, &Portion)| {
        let text = voice.say(evidence(*grade).1, &[]);
        voice.say(
            "evidence_part",
            &[("portion", &voice.say(&format!("portion_{}", portion.word()), &[])), ("evidence", &text)],
        )
    };
    capital(&assured.iter().map(part).collect::<Vec<_>>().join("; "))
}

/// The grade of what figures rest on, and the key of its words.
pub(super) fn evidence(evidence: Evidence) -> (&'static str, &'static str) {
    match evidence {
        Evidence::Audited => ("A", "evidence_audited"),
        Evidence::Register => ("B", "evidence_register"),
        Evidence::Document => ("C", "evidence_document"),
        Evidence::Reported => ("D", "evidence_reported"),
        Evidence::Modelled => ("E", "evidence_modelled"),
    }
}

fn reasons(composition: &Composition, figure: &Figure) -> Option<Reasons> {
    let voice = composition.voice();
    let item = |(code, (count, words)): (&String, &(u32, Vec<String>))| Reason {
        note: None,
        code: code.clone(),
        text: reason_words(composition, code, words),
        count: voice.count("reason_count", *count, &[]),
    };
    let items: Vec<Reason> = figure.reasons.iter().map(item).filter(|item| !item.text.is_empty()).collect();
    (!items.is_empty()).then(|| Reasons {
        title: voice.say("reasons_title", &[]),
        lead: voice.say("reasons_lead", &[]),
        items,
    })
}

/// What a reason's code means, and the words that may be printed.
fn reason_words(composition: &Composition, code: &str, words: &[String]) -> String {
    let voice = composition.voice();
    let label = composition.codelist("reason").and_then(|list| list.code(code)).map(|code| voice.text(&code.label));
    let quoted = words.iter().map(|words| voice.say("quoted", &[("text", words)]));
    label.map(str::to_owned).into_iter().chain(quoted).collect::<Vec<_>>().join(": ")
}
