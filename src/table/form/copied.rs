//! A form whose hidden row or column was lost when it was copied: known again by its questions.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::printed;
use super::questions::Questions;
use super::stamped::{self, WITHIN};
use crate::definition::Definitions;
use crate::definition::dataset::{Dataset, FieldType};
use crate::definition::project::Project;
use crate::table::bytes::encoding::Decoded;
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::{DELIMITERS, rows};
use crate::table::lines::{Content, Line, TURNED_WITHIN};
use crate::table::spelling::{missing, number};

/// Columns among which the questions are looked for.
const COLUMNS_WITHIN: usize = 4;
/// Lines by which it is told whether a sheet may be a form at all.
const BEGIN: usize = 40;
/// The fewest questions among the first lines that tell a form.
const FEWEST_FIRST: usize = 3;
/// The fewest figures beside answers that tell a column of another year's.
const FEWEST_BESIDE: usize = 2;
/// One question of so many of the dataset must be there.
const ONE_OF: usize = 3;

/// What is gone of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// The row of the stamp.
    Row,
    /// The column of the fields' names.
    Column,
    /// Both.
    Both,
}

impl Gone {
    /// What is gone, in the languages of the program, as it stands behind "without".
    pub(crate) fn words(self) -> [&'static str; 6] {
        match self {
            Self::Row => [
                "its hidden first row",
                "sin dolda första rad",
                "sa première ligne masquée",
                "la sua prima riga nascosta",
                "primul său rând ascuns",
                "skrite prve vrstice",
            ],
            Self::Column => [
                "its hidden first column",
                "sin dolda första kolumn",
                "sa première colonne masquée",
                "la sua prima colonna nascosta",
                "prima sa coloană ascunsă",
                "skritega prvega stolpca",
            ],
            Self::Both => [
                "its hidden first row and column",
                "sin dolda första rad och kolumn",
                "sa première ligne et sa première colonne masquées",
                "la sua prima riga e la sua prima colonna nascoste",
                "primul său rând și prima sa coloană ascunse",
                "skrite prve vrstice in skritega prvega stolpca",
            ],
        }
    }
}

/// A copied form: the dataset it asks for, its questions, and what is gone of it.
#[derive(Debug, Clone)]
pub(crate) struct Copied {
    /// Position of its dataset among the headers.
    pub dataset: usize,
    /// Its questions.
    pub questions: Questions,
    /// What is gone.
    pub gone: Gone,
    /// Delimiter of one that was saved as CSV.
    pub delimiter: Option<u8>,
}

/// The copied form on a sheet.
pub(crate) fn find(content: &Content, headers: &[Headers], definitions: &Definitions) -> Option<Copied> {
    let first: Vec<Line> = content.lines().take(BEGIN).collect();
    let is_likely = |known: &Headers| (0..COLUMNS_WITHIN).any(|at| direct(&first, at, known) >= FEWEST_FIRST);
    if !headers.iter().any(is_likely) {
        return None;
    }
    let lines: Vec<Line> = content.lines().take(TURNED_WITHIN + 1).collect();
    if lines.last().is_none_or(|last| last.row as usize > TURNED_WITHIN) {
        return None;
    }
    let project = &definitions.project;
    likeliest(headers.iter().enumerate().filter_map(|(at, known)| of_dataset(&lines, at, known, project)))
}

/// The copied form in the text of a CSV file.
pub(crate) fn find_in_text(decoded: &Decoded, headers: &[Headers], definitions: &Definitions) -> Option<Copied> {
    let find_by = |delimiter: u8| {
        let content = Content::Csv { decoded: decoded.clone(), delimiter, width: None };
        find(&content, headers, definitions).map(|found| Copied { delimiter: Some(delimiter), ..found })
    };
    let found: Vec<Copied> = DELIMITERS.into_par_iter().with_max_len(1).filter_map(find_by).collect();
    likeliest(found.into_iter())
}

/// That with the most questions; of equals the first.
fn likeliest(found: impl DoubleEndedIterator<Item = Copied>) -> Option<Copied> {
    found.rev().max_by_key(|found| found.questions.names.len())
}

/// How many columns of the dataset are named below each other at a position.
fn direct(lines: &[Line], at: usize, known: &Headers) -> usize {
    let named = |line: &Line| match known.find(&line.cells.get(at)?.text) {
        Match::Column(column) => Some(column.name.as_str()),
        _ => None,
    };
    lines.iter().filter_map(named).collect::<BTreeSet<_>>().len()
}

fn of_dataset(lines: &[Line], dataset: usize, known: &Headers, project: &Project) -> Option<Copied> {
    let row = lines.iter().take(WITHIN).find_map(|line| stamped::columns(line));
    let coded = (0..COLUMNS_WITHIN).map(|at| (at, by_name(lines, at, known))).max_by_key(|(_, names)| names.len())?;
    let enough = |names: &BTreeMap<u32, String>| {
        let distinct: BTreeSet<&String> = names.values().collect();
        distinct.len() * ONE_OF >= known.dataset.columns.len() && distinct.len() >= FEWEST_FIRST
    };
    let has_codes = enough(&coded.1);
    let gone = match (&row, has_codes) {
        (Some(_), false) => Gone::Column,
        (None, false) => Gone::Both,
        (_, true) => Gone::Row,
    };
    let (mut names, question) = if has_codes {
        (coded.1, coded.0 + 1)
    } else {
        let labels = (0..COLUMNS_WITHIN).map(|at| (by_label(lines, at, known), at));
        labels.rev().max_by_key(|(names, _)| names.len())?
    };
    let first = *names.keys().next()?;
    let columns = row.unwrap_or_else(|| columns(lines, (question, first), &names, project));
    let is_form = columns.get("question") == Some(&question) && enough(&names);
    if !has_codes {
        name_others(lines, question, &columns, &mut names);
    }
    let questions = Questions { names, columns, language: String::new(), broken: BTreeMap::new() };
    (is_form && stand_before_units(lines, &questions, known) && are_answered(lines, &questions, known.dataset))
        .then_some(Copied { dataset, questions, gone, delimiter: None })
}

/// Positions of the columns of a form without the row that names them: by the line of headings above its first question.
/// Where these do not say otherwise, answers and units stand right of the questions; nothing else is taken for granted.
fn columns(
    lines: &[Line],
    (question, first): (usize, u32),
    names: &BTreeMap<u32, String>,
    project: &Project,
) -> BTreeMap<&'static str, usize> {
    let is_period = |text: &str| project.period(text.trim()).is_some();
    let heading = |text: &str| printed::column(text).or_else(|| is_period(text).then_some("last_year"));
    let headings = |line: &Line| {
        let mut found = BTreeMap::new();
        for (at, cell) in line.filled().filter(|(at, _)| *at > question) {
            if let Some(name) = heading(&cell.text) {
                found.entry(name).or_insert(at);
            }
        }
        found
    };
    let above = lines.iter().take_while(|line| line.row < first).map(headings);
    let mut columns = above.max_by_key(BTreeMap::len).filter(|found| found.len() > 1).unwrap_or_default();
    columns.insert("question", question);
    for (name, at) in [("answer", question + 1), ("unit", question + 2)] {
        if !columns.values().any(|taken| *taken == at) {
            columns.entry(name).or_insert(at);
        }
    }
    if !columns.contains_key("last_year")
        && let Some(at) = figures_beside_answers(lines, names, &columns)
    {
        columns.insert("last_year", at);
    }
    columns
}

/// The column without a known heading whose figures stand beside answers too: they are those of another year, no answers in
/// the wrong place.
fn figures_beside_answers(
    lines: &[Line],
    names: &BTreeMap<u32, String>,
    columns: &BTreeMap<&'static str, usize>,
) -> Option<usize> {
    let answer = *columns.get("answer")?;
    let is_other = |at: usize| at > answer && !columns.values().any(|taken| *taken == at);
    let is_answered = |line: &&Line| line.cells.get(answer).is_some_and(|cell| !cell.is_blank());
    let mut figures: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| names.contains_key(&line.row)).filter(is_answered) {
        for (at, _) in line.filled().filter(|(at, cell)| is_other(*at) && number::is_one(cell.text.trim())) {
            *figures.entry(at).or_default() += 1;
        }
    }
    figures.into_iter().find(|(_, beside)| *beside >= FEWEST_BESIDE).map(|(at, _)| at)
}

/// The lines that name a column of the dataset as expressions do.
fn by_name(lines: &[Line], at: usize, known: &Headers) -> BTreeMap<u32, String> {
    let known: BTreeSet<&str> = known.dataset.columns.iter().map(|column| column.name.as_str()).collect();
    let named = |line: &Line| {
        let name = line.cells.get(at)?.text.trim();
        known.contains(name).then(|| (line.row, name.to_owned()))
    };
    lines.iter().filter_map(named).collect()
}

/// The lines that ask for a column of the dataset in words; a part goes by the question above it.
fn by_label(lines: &[Line], at: usize, known: &Headers) -> BTreeMap<u32, String> {
    let mut names = BTreeMap::new();
    let mut whole = String::new();
    for line in lines {
        let Some(text) = line.cells.get(at).map(|cell| cell.text.trim()).filter(|text| !text.is_empty()) else {
            continue;
        };
        if let Match::Column(part) = known.find(&format!("{whole} {text}"))
            && !part.part.is_empty()
        {
            names.insert(line.row, part.name.clone());
            continue;
        }
        // What a question is parted by stands behind it, where it is asked in parts alone.
        text.split(" (").next().unwrap_or(text).clone_into(&mut whole);
        if let Match::Column(column) = known.find(text) {
            names.insert(line.row, column.name.clone());
        }
    }
    names
}

/// Takes what is answered below the first question but is none that is known by its own words, so that it is told.
fn name_others(
    lines: &[Line],
    question: usize,
    columns: &BTreeMap<&'static str, usize>,
    names: &mut BTreeMap<u32, String>,
) {
    let Some((first, answer)) = names.keys().next().copied().zip(columns.get("answer")) else { return };
    for line in lines.iter().filter(|line| line.row > first) {
        let text = |at: usize| line.cells.get(at).map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
        if let Some(asked) = text(question).filter(|_| text(*answer).is_some()) {
            names.entry(line.row).or_insert_with(|| asked.to_owned());
        }
    }
}

/// True where units stand behind most answers: in a table for several organisations figures do. Where nothing stands behind them
/// questions and answers alone were copied, if parts stand below their whole as in a form.
fn stand_before_units(lines: &[Line], questions: &Questions, known: &Headers) -> bool {
    let Some(unit) = questions.columns.get("unit") else { return false };
    let asked = || lines.iter().filter(|line| questions.names.contains_key(&line.row));
    let beside: Vec<&str> = asked().filter_map(|line| Some(line.cells.get(*unit)?.text.trim())).collect();
    let filled = || beside.iter().filter(|text| !text.is_empty());
    if filled().next().is_none() {
        let question = questions.columns.get("question").copied().unwrap_or_default();
        let is_bare = |line: &Line| {
            let part = known.dataset.column(&questions.names[&line.row]).is_some_and(|column| !column.part.is_empty());
            let text = line.cells.get(question).map_or("", |cell| cell.text.as_str());
            part && !matches!(known.find(text), Match::Column(_))
        };
        return asked().any(is_bare);
    }
    filled().filter(|text| rows::is_unit(text)).count() * 2 > filled().count()
}

/// True where digits stand for most figures and days that are given at all: a list that explains the questions has words.
fn are_answered(lines: &[Line], questions: &Questions, dataset: &Dataset) -> bool {
    let Some(answer) = questions.columns.get("answer") else { return false };
    let is_missing = |text: &str| missing::kind(&dataset.missing, text).is_some();
    let given = |line: &Line| {
        let field = dataset.field(&dataset.column(questions.names.get(&line.row)?)?.field)?;
        let is_of_digits =
            field.kind.is_number() || matches!(field.kind, FieldType::Date | FieldType::OrganisationNumber);
        let text = line.cells.get(*answer)?.text.trim().to_owned();
        (is_of_digits && !text.is_empty() && !is_missing(&text)).then_some(text)
    };
    let given: Vec<String> = lines.iter().filter_map(given).collect();
    let of_digits =
        |text: &&String| text.trim_start_matches(['-', '−', '(', '+']).starts_with(|c: char| c.is_ascii_digit());
    given.iter().filter(of_digits).count() * 2 >= given.len()
}
