//! What a figure rests on: no more than the weakest of what it is made of.

use super::Definitions;
use super::indicator::{Evidence, Indicator};
use crate::expression::Expression;
use crate::text::Text;

/// The grade of a figure, and what it has it from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub evidence: Evidence,
    /// The fields, or indicators, that make it weaker than the indicator's own, by what they are called.
    pub weakest: Vec<Text>,
}

impl Definitions {
    /// What the figures of an indicator rest on in a period: the weakest of its own grade and of those of the fields that it
    /// counts or chooses rows by, or of the indicators that it is made of. A field without a grade is as good as the indicator
    /// says.
    pub fn evidence(&self, indicator: &Indicator, period: &str) -> Graded {
        let version = self.version(indicator, period);
        let parts = if version.is_derived() { self.parts(version, period) } else { self.fields(version) };
        let weakest = parts.iter().map(|(grade, _)| *grade).max().filter(|grade| *grade > version.evidence);
        let mut because: Vec<Text> = Vec::new();
        for (_, name) in parts.into_iter().filter(|(grade, _)| Some(*grade) == weakest) {
            if !because.contains(&name) {
                because.push(name);
            }
        }
        Graded { evidence: weakest.unwrap_or(version.evidence), weakest: because }
    }

    fn fields(&self, indicator: &Indicator) -> Vec<(Evidence, Text)> {
        let Some(dataset) = self.dataset_of(indicator) else { return Vec::new() };
        let expressions = indicator.figures().chain(&indicator.filter_expression);
        let graded = expressions.flat_map(Expression::references).filter_map(|reference| {
            let field = dataset.field(&dataset.column(&reference.name)?.field)?;
            Some((field.evidence?, field.label.clone()))
        });
        graded.collect()
    }

    fn parts(&self, indicator: &Indicator, period: &str) -> Vec<(Evidence, Text)> {
        let parts = indicator.parts();
        let parts = parts.iter().filter_map(|name| self.indicator(name));
        parts.map(|part| (self.evidence(part, period).evidence, part.short.clone())).collect()
    }
}
