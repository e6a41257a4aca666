//! A form with what an organisation's last accepted row says.

use super::{Loaded, Validation};
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::form::{self, Form, Request, Sender};

/// Makes the form of a dataset for a period, for one organisation or for anybody.
///
/// Last year's figures come from `validation`; without it, or without an accepted row, that column stays empty.
pub fn form(
    loaded: &Loaded,
    validation: Option<&Validation>,
    (dataset, period): (&Dataset, &Period),
    organisation: Option<&str>,
    language: &str,
) -> Form {
    let definitions = &loaded.definitions;
    let accepted = definitions
        .project
        .before(&period.period)
        .zip(validation)
        .and_then(|(before, all)| all.rows.get(&(dataset.dataset.value.clone(), before.period.value.clone())));
    let sender = organisation.map(|organisation| {
        let name = loaded.register.at(organisation, period).map_or("", |known| known.name.as_str());
        let row = accepted.and_then(|rows| {
            let is_its = |(one, made): (&String, &bool)| one == organisation && !made;
            rows.organisations.iter().zip(&rows.from_register).position(is_its)
        });
        Sender { organisation, name, before: accepted.zip(row).map(|(rows, row)| (&rows.batch, row)) }
    });
    form::form(&Request { dataset, definitions, period, sender, language })
}
