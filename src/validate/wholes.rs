//! A whole that is said not to be there, though parts of it are given: it would be in no figure, and its parts in some.

use super::round::{Finding, Round};
use crate::diagnostic::figure::said;
use crate::text::Text;
use crate::value::{Decimal, Missing, State};

/// Finds that a whole is answered with what its parts contradict: that there is nothing, or that the question is not for the
/// sender, where a part has something; or that it is not known or not told, where `all` parts of it are given, which
/// add up to it.
pub(super) fn contradicted(
    round: &Round,
    row: usize,
    whole: &str,
    parts: &[(&str, Decimal)],
    all: bool,
) -> Option<Finding> {
    let State::Missing(why) = round.state(row, whole)? else { return None };
    let sum: Decimal = parts.iter().map(|(_, value)| *value).sum();
    let is_contradicted = match why {
        Missing::NotCollected => false,
        Missing::NotApplicable | Missing::NothingToReport => parts.iter().any(|(_, value)| !value.is_zero()),
        Missing::Unknown | Missing::Refused => all,
    };
    if !is_contradicted {
        return None;
    }
    let names: Vec<Text> = parts.iter().map(|(part, _)| round.name(row, part)).collect();
    let words = [("parts", &Text::quoted(&names)), ("sum", &said(sum))];
    let finding = round.worded("whole-not-answered", row, whole, &[], &words);
    Some(finding.about(parts.iter().map(|(part, _)| (*part).to_owned())))
}
