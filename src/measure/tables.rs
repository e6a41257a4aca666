//! The tables of an indicator: which cells there are, and what each asks of the file and of the register.

use super::Breakdown;
use crate::definition::Definitions;
use crate::definition::codelist::{Code, Codelist};
use crate::definition::indicator::Indicator;
use crate::definition::project::Period;

/// A table: the dimensions asked in the file, and those the register knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub file: Vec<String>,
    pub register: Vec<String>,
}

/// The tables of an indicator: the total, those its definition asks for, and after each one the coarser areas of it.
///
/// Where the coarser area is the only one, the table without it takes its place.
pub(super) fn tables(definitions: &Definitions, indicator: &Indicator) -> Vec<Table> {
    let mut tables = vec![Table { file: Vec::new(), register: Vec::new() }];
    for dimensions in indicator.tables() {
        let mut dimensions: Vec<String> = dimensions.into_iter().map(str::to_owned).collect();
        loop {
            let (register, file): (Vec<String>, Vec<String>) =
                dimensions.iter().cloned().partition(|name| definitions.is_of_register(name));
            let mut table = Table { file, register };
            table.file.sort();
            table.register.sort();
            if !tables.contains(&table) {
                tables.push(table);
            }
            let coarser = |name: &String| {
                let list = definitions.codelists.get(name)?;
                let coarser = list.coarser.as_ref().map(|coarser| &coarser.value);
                Some((list, coarser.filter(|coarser| !dimensions.contains(coarser))?))
            };
            let Some((at, (list, wider))) =
                dimensions.iter().enumerate().find_map(|(at, name)| Some((at, coarser(name)?)))
            else {
                break;
            };
            if is_whole(definitions, list, wider) {
                dimensions.remove(at);
            } else {
                dimensions[at].clone_from(wider);
            }
        }
    }
    tables
}

/// True when all codes of a codelist lie in the only code of a coarser one: a table of it would say the total again.
fn is_whole(definitions: &Definitions, finer: &Codelist, coarser: &str) -> bool {
    let is_single = definitions.codelists.get(coarser).is_some_and(|list| list.codes.len() == 1);
    is_single && finer.codes.iter().all(|code| code.parent.is_some())
}

/// Every combination of codes that are valid in a period, in the order of the codelists.
pub(super) fn cells(definitions: &Definitions, dimensions: &[String], period: &Period) -> Vec<Breakdown> {
    let mut cells = vec![Breakdown::new()];
    for name in dimensions {
        let codes = definitions.codelists.get(name).map_or(&[][..], |list| &list.codes[..]);
        let codes: Vec<&Code> = codes.iter().filter(|code| is_valid(code, period)).collect();
        cells = cells
            .iter()
            .flat_map(|cell| {
                codes.iter().map(|code| {
                    let mut cell = cell.clone();
                    cell.insert(name.clone(), code.code.clone());
                    cell
                })
            })
            .collect();
    }
    cells
}

fn is_valid(code: &Code, period: &Period) -> bool {
    code.valid_from.is_none_or(|day| day <= period.end) && code.valid_to.is_none_or(|day| day >= period.start)
}
