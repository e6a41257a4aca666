//! What columns that hold a part of a field are called besides their labels: every name of the field, with the name of the
//! part before or behind it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::name::{Form, Name};
use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field};

/// "Of which", in the languages of the program.
const OF_WHICH: [&str; 7] = ["of which", "varav", "därav", "dont", "di cui", "din care", "od tega"];

/// The columns of a dataset that hold parts. Their names are many, as every name of a field meets every name of a part:
/// a header is taken apart instead of being looked up among them.
#[derive(Debug)]
pub(in crate::table) struct Parts<'d> {
    all: Vec<Part<'d>>,
    /// Which parts have a label of this form, with every word and without those of units.
    labelled: [FxHashMap<String, Vec<usize>>; 2],
    /// Bytes of the longest label: in a text of many pages nothing longer is looked up.
    longest: usize,
}

#[derive(Debug)]
struct Part<'d> {
    column: &'d ColumnDefinition,
    /// What the field is called before or behind its parts.
    names: Arc<[Name]>,
    /// What the part is called, for each codelist that the field is split by.
    labels: Vec<Vec<Name>>,
}

impl<'d> Parts<'d> {
    /// The parts of a dataset's fields in a project.
    pub(in crate::table) fn of(dataset: &'d Dataset, definitions: &Definitions, currency: &str) -> Self {
        let mut names: BTreeMap<&str, Arc<[Name]>> = BTreeMap::new();
        let mut parts = Self { all: Vec::new(), labelled: Default::default(), longest: 0 };
        for column in dataset.columns.iter().filter(|column| !column.part.is_empty()) {
            let Some(field) = dataset.field(&column.field) else { continue };
            let names = names.entry(&column.field).or_insert_with(|| names_of(field, dataset, currency)).clone();
            let labels_of = |(list, code): (&String, &String)| {
                let code = definitions.codelist(list).and_then(|list| list.code(code));
                let labels = code.into_iter().flat_map(|code| code.label.0.values());
                labels.map(|label| Name::new(label, currency)).collect()
            };
            parts.take(Part { column, names, labels: column.part.iter().map(labels_of).collect() });
        }
        parts
    }

    fn take(&mut self, part: Part<'d>) {
        for (known, form) in self.labelled.iter_mut().zip([Form::Plain, Form::Loose]) {
            for label in part.labels.last().into_iter().flatten() {
                self.longest = self.longest.max(label.in_form(form).len());
                let parts = known.entry(label.in_form(form).to_owned()).or_default();
                if parts.last() != Some(&self.all.len()) {
                    parts.push(self.all.len());
                }
            }
        }
        self.all.push(part);
    }

    /// The parts that a header in its form names; one may be named more than once.
    pub(in crate::table) fn find<'h>(
        &'h self,
        header: &'h str,
        form: Form,
    ) -> impl Iterator<Item = &'d ColumnDefinition> + 'h {
        let known = &self.labelled[usize::from(form == Form::Loose)];
        let ends = header.char_indices().map(|(at, _)| at).chain((!header.is_empty()).then_some(header.len()));
        let split = ends.map(|at| header.split_at(at)).flat_map(|(head, tail)| [(head, tail), (tail, head)]);
        let named = split.filter(|(label, _)| label.len() <= self.longest).flat_map(move |(label, rest)| {
            let parts = known.get(label).into_iter().flatten().map(|part| &self.all[*part]);
            parts.filter(move |part| part.is_called(rest, part.labels.len() - 1, form))
        });
        named.map(|part| part.column)
    }

    /// The parts that a header calls by nothing but the name of their part: `Kvinnor`.
    pub(in crate::table) fn called_alone(&self, header: &str) -> impl Iterator<Item = &'d ColumnDefinition> + '_ {
        let named = self.labelled[0].get(header).into_iter().flatten().map(|part| &self.all[*part]);
        named.filter(|part| part.labels.len() == 1).map(|part| part.column)
    }

    /// True where none of their names is without a letter.
    pub(in crate::table) fn are_lettered(&self) -> bool {
        let lettered = |names: &[Name], form| names.iter().all(|name| name.in_form(form).contains(char::is_alphabetic));
        self.all.iter().all(|part| {
            let says = |form| lettered(&part.names, form) || part.labels.iter().any(|labels| lettered(labels, form));
            [Form::Plain, Form::Loose].into_iter().all(says)
        })
    }

    /// Every name of every part, with its column.
    pub(in crate::table) fn names(&self) -> impl Iterator<Item = (Name, &'d ColumnDefinition)> {
        self.all.iter().flat_map(|part| part.all().into_iter().map(|name| (name, part.column)))
    }
}

impl Part<'_> {
    /// True for a name of the field with labels of the first so many codelists around it.
    fn is_called(&self, written: &str, codelists: usize, form: Form) -> bool {
        let Some(before) = codelists.checked_sub(1) else {
            return self.names.iter().any(|name| name.in_form(form) == written);
        };
        self.labels[before].iter().map(|label| label.in_form(form)).any(|label| {
            let rest = [written.strip_prefix(label), written.strip_suffix(label)];
            rest.into_iter().flatten().any(|rest| self.is_called(rest, before, form))
        })
    }

    fn all(&self) -> Vec<Name> {
        self.labels.iter().fold(self.names.to_vec(), |names, labels| {
            let both = |name: &Name| -> Vec<Name> {
                labels.iter().flat_map(|label| [name.before(label), label.before(name)]).collect()
            };
            names.iter().flat_map(both).collect()
        })
    }
}

/// What a field that is split is called before its parts. A second split of a total goes by the names of that total too,
/// and by "of which" alone.
fn names_of(field: &Field, dataset: &Dataset, currency: &str) -> Arc<[Name]> {
    let total = field.total_of.as_ref().and_then(|total| dataset.field(total));
    let spoken = [Some(field), total].into_iter().flatten();
    let spoken = spoken.flat_map(|field| field.label.0.values().chain(&field.aliases)).map(String::as_str);
    spoken.chain(OF_WHICH).map(|written| Name::new(written, currency)).collect()
}
