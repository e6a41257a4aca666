//! Key figures on cards: the figure, its change, how far to its target, and how many answered.

use super::blocks::{Card, CardBar, CardChange};
use super::composition::{Breakdown, Composition};
use super::money;
use super::table::cell;
use crate::definition::indicator::Indicator;
use crate::disclosure::release::Status;
use crate::report::sentences;
use crate::report::target::length;

impl<'a> Composition<'a> {
    /// A key figure.
    pub(super) fn card(&self, indicator: &'a Indicator, breakdown: &Breakdown) -> Card {
        let (voice, amount, case) = (self.voice(), self.amount(indicator), self.case(indicator, breakdown));
        let cell = cell(voice, &amount, case.figure, case.printed().is_some_and(|v| amount.in_millions(v)));
        let unit = case.printed().filter(|_| !amount.is_percent()).map(|value| {
            if amount.is_money() {
                amount.heading(voice, amount.in_millions(value))
            } else {
                amount.unit_of(voice, value)
            }
        });
        let change = sentences::change(voice, &amount, &case).map(|(text, way)| CardChange {
            text,
            direction: match way {
                1 => "up",
                -1 => "down",
                _ => "none",
            },
        });
        let bar = self.judged(indicator, breakdown).and_then(|judged| {
            Some(CardBar { share: length(judged.share()?), text: judged.card_text(voice, &amount)? })
        });
        let note = case.value().is_none().then(|| match case.figure.map(|figure| figure.status) {
            Some(Status::Withheld) => match case.figure.and_then(|one| Some((one.waits_since()?, one.stands()))) {
                Some((edition, Some(told))) => {
                    self.say("card_stands", &[("edition", edition), ("date", &voice.date(told.date))])
                }
                Some((edition, None)) => self.say("card_waits", &[("edition", edition)]),
                None => self.say("card_withheld", &[]),
            },
            _ => sentences::lead(voice, &self.subject(indicator), &case, None, &[]),
        });
        let coverage = case.figure.and_then(|figure| figure.coverage).map_or_else(
            || self.say("coverage_withheld", &[]),
            |coverage| {
                let (answered, expected) = (coverage.answered.to_string(), coverage.expected.to_string());
                self.say("card_coverage", &[("answered", &answered), ("expected", &expected)])
            },
        );
        let bound =
            case.printed().filter(|value| amount.is_bound && !value.is_zero()).map(|_| self.say("card_at_most", &[]));
        let label = voice.text(&indicator.short).to_owned();
        let mark = cell.mark.filter(|mark| *mark != "p" || !self.is_preliminary(self.year())).or(cell.doubt);
        let goto = self.place(indicator);
        let converted = money::card(self, indicator, breakdown);
        Card { label, bound, value: cell.text, mark, unit, converted, change, bar, note, coverage, goto }
    }
}
