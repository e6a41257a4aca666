//! Words of scale that stand outside the amounts, such as `Belopp i tkr` above a table: nobody knows whether they count for them.

mod form;

use chrono::Datelike;

use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::personal::Place;
use crate::source::Span;
use crate::table::cell::display;
use crate::table::cell::parse::Parser;
use crate::table::cell::plainly::Unit;
use crate::table::comments::elsewhere::{Elsewhere, Where};
use crate::table::layout::{Candidate, rows};
use crate::table::lines::{Content, Line};
use crate::table::spelling::{scale, unit};
use crate::table::survey::Survey;
use crate::table::workbook::Kind;
use crate::text::Text;
pub(super) use form::tell as tell_in_form;

/// Lines below a header whose further cells are looked at.
const WITHIN: usize = 1_000;
/// Years before the first period and after the last that a title may name.
const AROUND: i32 = 3;

const ABOVE: Where = [
    "above the figures",
    "ovanför siffrorna",
    "au-dessus des chiffres",
    "sopra i dati",
    "deasupra cifrelor",
    "nad številkami",
];
const BESIDE: Where = [
    "beside the figures",
    "bredvid siffrorna",
    "à côté des chiffres",
    "accanto ai dati",
    "lângă cifre",
    "ob številkah",
];
const BELOW: Where =
    ["below the figures", "under siffrorna", "sous les chiffres", "sotto i dati", "sub cifre", "pod številkami"];
const SHEET: Where = [
    "in the name of the sheet",
    "i bladets namn",
    "dans le nom de la feuille",
    "nel nome del foglio",
    "în numele foii",
    "v imenu lista",
];
const FILE: Where = [
    "in the name of the file",
    "i filens namn",
    "dans le nom du fichier",
    "nel nome del file",
    "în numele fișierului",
    "v imenu datoteke",
];
/// Words of scale that were found.
struct Found {
    at: Where,
    span: Span,
    text: String,
    power: u32,
    /// Position of the one column that they are about.
    about: Option<usize>,
}

/// Looks at texts for words of scale.
struct Looking<'a> {
    file: &'a Span,
    definitions: &'a Definitions,
    /// They are those of a form whose questions stand below each other.
    turned: bool,
    found: Vec<Found>,
}

impl<'a> Looking<'a> {
    fn new(file: &'a Span, definitions: &'a Definitions) -> Self {
        Self { file, definitions, turned: false, found: Vec::new() }
    }

    fn scale(&self, text: &str) -> Option<scale::Scale> {
        if !text.contains(|c: char| c.is_alphabetic() || unit::is_sign(c)) && !scale::is_of_digits(text) {
            return None;
        }
        let periods = &self.definitions.project.periods;
        let end = |at: Option<&Period>| at.map(|period| period.end.year());
        let years = end(periods.first()).zip(end(periods.last()));
        scale::of(text, &|year| years.is_some_and(|(first, last)| (first - AROUND..=last + AROUND).contains(&year)))
    }

    /// Looks at a cell; where other figures than the amounts may be meant, the words must say that amounts are.
    fn look(&mut self, at: Where, (line, position): (&Line, usize), is_others: bool, about: Option<usize>) {
        let cell = &line.cells[position];
        if cell.kind != Kind::Text || cell.is_struck() {
            return;
        }
        let Some(found) = self.scale(&cell.text).filter(|found| !is_others || found.is_alone || found.is_said) else {
            return;
        };
        let about = about.filter(|_| found.is_alone);
        let span = line.span(self.file, position);
        let (span, text) = (Span { turned: span.turned || self.turned, ..span }, cell.text.clone());
        self.found.push(Found { at, span, text, power: found.power, about });
    }

    /// Looks at the names of the sheet and the file.
    fn look_at_names(&mut self) {
        let file = self.file.file.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let names = self.file.sheet.as_deref().map(|sheet| (SHEET, sheet)).into_iter().chain([(FILE, name)]);
        for (at, text) in names {
            if let Some(found) = self.scale(text) {
                let span = Span { turned: self.turned, ..self.file.clone() };
                self.found.push(Found { at, span, text: text.to_owned(), power: found.power, about: None });
            }
        }
    }

    /// Looks at texts elsewhere in the workbook; `about` tells of which column of amounts a remark at a cell is.
    fn look_elsewhere(&mut self, texts: &[Elsewhere], about: impl Fn(&Span) -> Option<usize>) {
        for one in texts.iter().filter(|one| one.is_of_all || one.span.sheet == self.file.sheet) {
            let found = self.scale(&one.text).filter(|found| one.is_title || found.is_alone || found.is_said);
            let Some(found) = found else { continue };
            let here = if one.span.sheet.is_some() { &one.span } else { self.file };
            let about = about(here).filter(|_| found.is_alone && here.sheet == self.file.sheet);
            let span = Span { turned: self.turned, ..here.clone() };
            self.found.push(Found { at: one.at, span, text: one.text.clone(), power: found.power, about });
        }
    }

    /// The finding of what was found, for amounts of which the first stands under a header.
    fn finding(&self, found: &[&Found], header: Option<&str>) -> Option<Diagnostic> {
        let (first, more) = found.split_first()?;
        let word = unit::word_for(first.power, &self.definitions.project.currency);
        let example = header.map(|header| Text::same(&format!("{} ({word})", display::shown(header))));
        let at = Text::in_each(first.at);
        let words = example.as_ref().map(|example| ("example", example)).into_iter().chain([("where", &at)]);
        let words: Vec<_> = words.collect();
        let value = display::shown(first.text.trim());
        let finding = Diagnostic::worded("scale-outside", first.span.clone(), &[("value", &value)], &words);
        let mut also: Vec<Span> = more.iter().map(|one| one.span.clone()).filter(|span| *span != first.span).collect();
        also.dedup();
        Some(Diagnostic { also, ..finding })
    }
}

/// Tells of words of scale outside the amounts of some tables of a sheet, whose rows then do not count, and of tables in which
/// only some columns of amounts say that they are scaled. Of a workbook also what stands `elsewhere` counts.
pub(super) fn tell(
    content: &Content,
    tables: &mut [(Candidate, Survey)],
    elsewhere: &[Elsewhere],
    file: &Span,
    definitions: &Definitions,
) -> Vec<Diagnostic> {
    if !tables.iter().any(|(_, survey)| amounts(survey).next().is_some()) {
        return Vec::new();
    }
    let turned = tables.iter().any(|(candidate, _)| candidate.turned);
    let mut looking = Looking { turned, ..Looking::new(file, definitions) };
    if let Some((first, _)) = tables.first() {
        looking.look_above(content, first);
    }
    for (candidate, survey) in tables.iter() {
        looking.look_around(content, candidate, survey);
    }
    looking.look_at_names();
    let is_amount = |at: usize| tables.iter().any(|(_, survey)| survey.parsers.get(&at).is_some_and(Parser::is_money));
    looking.look_elsewhere(elsewhere, |span| {
        let at = if turned { span.row } else { span.column };
        at.and_then(|at| (at as usize).checked_sub(1)).filter(|at| is_amount(*at))
    });
    let ends: Vec<Option<u64>> =
        tables.iter().skip(1).map(|(next, _)| next.lines.first().map(|line| line.offset)).chain([None]).collect();
    let (mut told, mut mixed) = (Vec::new(), Vec::new());
    for ((candidate, survey), end) in tables.iter_mut().zip(ends) {
        let is_mixed = !candidate.is_form && amounts(survey).any(|at| survey.parsers[&at].power() > 0);
        if looking.found.is_empty() && !is_mixed {
            continue;
        }
        let bare = bare(content, candidate, survey, end);
        let about = |found: &&Found| found.about.map_or(!bare.is_empty(), |at| bare.contains(&at));
        let found: Vec<&Found> = looking.found.iter().filter(about).collect();
        if !found.is_empty() {
            candidate.is_unsure = true;
            let meant = found[0].about.or(bare.first().copied());
            let header = meant.and_then(|at| survey.columns.header(at)).filter(|_| candidate.stamp.is_none());
            told.extend(looking.finding(&found, header).filter(|_| told.is_empty()));
            survey.diagnostics.retain(|one| !found.iter().any(|found| is_taken_back(one, found, candidate.turned)));
        } else if is_mixed {
            mixed.extend(mixed_finding(content, candidate, survey, (&bare, end), file, definitions));
        }
    }
    told.extend(mixed);
    told
}

/// True for a note that nothing need be done where words of scale were found, which is no longer so.
fn is_taken_back(note: &Diagnostic, found: &Found, turned: bool) -> bool {
    let line = |span: &Span| if turned { span.column } else { span.row };
    let (there, here) = (&found.span, &note.span);
    there.sheet == here.sheet
        && match note.rule.as_str() {
            "row-above-header" | "remark-row" => line(there) == line(here),
            "extra-column" => (there.row, there.column) == (here.row, here.column),
            _ => false,
        }
}

/// Positions of the columns of amounts.
fn amounts<'s>(survey: &'s Survey) -> impl Iterator<Item = usize> + 's {
    survey.parsers.iter().filter(|(_, parser)| parser.is_money()).map(|(at, _)| *at)
}

/// The columns of amounts of which nothing says whether they are scaled: neither their header nor each of their cells.
fn bare(content: &Content, candidate: &Candidate, survey: &Survey, end: Option<u64>) -> Vec<usize> {
    let says = |at: &usize| survey.columns.header(*at).is_some_and(unit::says_unit);
    let is_unit = |line: &Line, at: usize| {
        line.cells.get(at).is_some_and(|cell| rows::is_unit(&cell.text) && unit::says_unit(&cell.text))
    };
    let in_units = |at: &usize| candidate.units && is_unit(candidate.last(), *at);
    // Beside the questions may stand a column of units; one that scales its amount is not read.
    let beside = |at: &usize| {
        let says = |line: &Line| is_unit(line, *at) && !rows::is_scale(&line.cells[*at].text);
        candidate.turned && survey.asides.iter().any(|(line, _)| says(line))
    };
    let mut open: Vec<usize> = amounts(survey).filter(|at| !says(at) && !in_units(at) && !beside(at)).collect();
    let mut bare = Vec::new();
    for line in content.lines_after(Some(candidate.last())) {
        if open.is_empty() || end.is_some_and(|end| line.offset >= end) {
            break;
        }
        if survey.is_left_out(&line) {
            continue;
        }
        let is_bare = |at: &usize| line.cells.get(*at).is_some_and(|cell| survey.parsers[at].is_bare(cell));
        let (found, others): (Vec<usize>, Vec<usize>) = open.into_iter().partition(is_bare);
        bare.extend(found);
        open = others;
    }
    bare.sort_unstable();
    bare
}

impl Looking<'_> {
    /// Looks at what stands above the first table, also above another beside it.
    fn look_above(&mut self, content: &Content, candidate: &Candidate) {
        let first = candidate.lines.first().unwrap_or(&candidate.header);
        let whole = if let Content::Part(whole, _) = content { whole } else { content };
        for line in whole.lines().take_while(|line| line.offset < first.offset) {
            self.look_at_line(ABOVE, &line, |_| Some(false), |_| None);
        }
    }

    /// Looks at what stands beside the cells of a table that are read, and on rows that are not.
    fn look_around(&mut self, content: &Content, candidate: &Candidate, survey: &Survey) {
        // What stands above the first question is a heading, as is what stands above a table.
        let first = survey.columns.known.keys().next().copied().unwrap_or_default();
        let is_others = |at: usize| !candidate.turned || at >= first;
        let header = |at: usize| survey.columns.header(at).unwrap_or_default();
        for line in candidate.lines.iter().take(candidate.rows().len()) {
            let is_read =
                |at: usize| survey.columns.known.contains_key(&at) && header(at).contains(line.cells[at].text.trim());
            self.look_at_line(BESIDE, line, |at| (!is_read(at)).then(|| is_others(at)), |_| None);
        }
        let is_read = |at: usize| survey.parsers.get(&at).is_some_and(|parser| parser.place() != Place::Text);
        for line in content.lines_after(Some(candidate.last())).take(WITHIN).filter(|line| !survey.is_left_out(line)) {
            self.look_at_line(BESIDE, &line, |at| (!is_read(at)).then(|| is_others(at)), |_| None);
        }
        let asks_for_money = |at: usize| survey.parsers.get(&at).is_some_and(Parser::is_money);
        let is_row = |line: &Line| !line.is_blank() && !survey.is_left_out(line);
        let first = content.lines_after(Some(candidate.last())).find(is_row).map(|line| line.offset);
        for (line, is_foreign) in &survey.asides {
            let is_above = first.is_some_and(|first| line.offset < first);
            let beyond = if is_above { ABOVE } else { BELOW };
            let place = if candidate.turned { BESIDE } else { beyond };
            let is_others = *is_foreign || rows::is_total(line);
            let is_asked = |at: usize| (candidate.turned || is_above) && asks_for_money(at);
            self.look_at_line(place, line, |_| Some(is_others), |at| is_asked(at).then_some(at));
        }
    }

    /// Looks at the cells of a line; `is_others` says of a position whether other figures may be meant there, and nothing where a
    /// cell is read.
    fn look_at_line(
        &mut self,
        place: Where,
        line: &Line,
        is_others: impl Fn(usize) -> Option<bool>,
        about: impl Fn(usize) -> Option<usize>,
    ) {
        for (at, _) in line.filled() {
            if let Some(is_others) = is_others(at) {
                self.look(place, (line, at), is_others, about(at));
            }
        }
    }
}

/// The finding that some columns of amounts say that they are scaled, in their header or in a row, and others nothing.
fn mixed_finding(
    content: &Content,
    candidate: &Candidate,
    survey: &Survey,
    (bare, end): (&[usize], Option<u64>),
    file: &Span,
    definitions: &Definitions,
) -> Option<Diagnostic> {
    let by_header = amounts(survey).find(|at| survey.parsers[at].plainly().header == Unit::Multiple);
    let in_rows = || scaled_in_rows(content, candidate, survey, (bare, end));
    let (scaled, bare) = by_header.map(|at| (at, bare.to_vec())).or_else(in_rows)?;
    let (first, more) = bare.split_first()?;
    let header = survey.columns.header(*first)?;
    let (currency, beside) = (&definitions.project.currency, display::shown(survey.columns.header(scaled)?));
    let values = [
        ("header", header),
        ("scaled", &beside),
        ("word", unit::word_for(survey.parsers[&scaled].power(), currency)),
        ("currency", unit::currency_word(currency)),
    ];
    let finding = Diagnostic::new("scale-mixed", candidate.header.span(file, *first), &values);
    let also = more.iter().map(|at| candidate.header.span(file, *at)).collect();
    Some(Diagnostic { also, ..finding }.in_column(Some(header), &survey.columns.known[first].name))
}

/// The first column of which a cell says that it is scaled while others of its row do not, and those, of which no cell does.
fn scaled_in_rows(
    content: &Content,
    candidate: &Candidate,
    survey: &Survey,
    (bare, end): (&[usize], Option<u64>),
) -> Option<(usize, Vec<usize>)> {
    let is_read = |line: &Line| !survey.is_left_out(line);
    let lines = content.lines_after(Some(candidate.last())).take_while(|line| end.is_none_or(|end| line.offset < end));
    let mut silent: Vec<usize> = bare.iter().copied().filter(|at| survey.parsers[at].power() == 0).collect();
    let (mut scaled, mut found) = (None, Vec::new());
    for line in lines.filter(is_read) {
        if silent.is_empty() {
            break;
        }
        let says = |at: &usize| line.cells.get(*at).is_some_and(|cell| survey.parsers[at].says_scale(cell));
        let Some(here) = amounts(survey).find(says) else { continue };
        let is_bare = |at: &usize| line.cells.get(*at).is_some_and(|cell| survey.parsers[at].is_bare(cell));
        let (more, others): (Vec<usize>, Vec<usize>) = silent.into_iter().partition(is_bare);
        if !more.is_empty() {
            scaled.get_or_insert(here);
        }
        found.extend(more);
        silent = others;
    }
    found.sort_unstable();
    Some((scaled?, found))
}
