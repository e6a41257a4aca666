//! How large organisations are, by what they said last.

use std::collections::BTreeMap;

use super::AcceptedRows;
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::value::Decimal;

/// The codelist whose codes are upper bounds of size classes; the last one is open.
const SIZE: &str = "size";

/// Last known value of a dataset's `size` field up to a period, of every organisation that ever said it; in its unit.
pub(super) fn sizes<'a>(
    definitions: &Definitions,
    rows: &'a AcceptedRows,
    dataset: &Dataset,
    period: &Period,
) -> BTreeMap<&'a str, Decimal> {
    let mut sizes = BTreeMap::new();
    let Some(field) = &dataset.size else { return sizes };
    for past in definitions.project.periods.iter().filter(|past| past.start <= period.start) {
        let Some(accepted) = rows.get(&(dataset.dataset.value.clone(), past.period.value.clone())) else { continue };
        let Some(column) = accepted.batch.columns.get(field.as_str()) else { continue };
        for (row, organisation) in accepted.organisations.iter().enumerate() {
            if let Some(size) = column.number(row).filter(|_| !accepted.from_register[row]) {
                sizes.insert(organisation.as_str(), size);
            }
        }
    }
    sizes
}

/// Size class of each organisation in a period, by what it said last; none where the project has no such classes.
pub fn size_classes(definitions: &Definitions, rows: &AcceptedRows, period: &Period) -> BTreeMap<String, String> {
    let Some(classes) = definitions.codelist(SIZE) else { return BTreeMap::new() };
    let class = |value: Decimal| {
        let bounded = classes.codes.iter().find(|code| code.code.parse().is_ok_and(|bound: Decimal| value <= bound));
        bounded.or(classes.codes.last()).map(|code| code.code.clone())
    };
    let known = definitions.datasets.values().flat_map(|dataset| sizes(definitions, rows, dataset, period));
    known.filter_map(|(one, value)| Some((one.to_owned(), class(value)?))).collect()
}
