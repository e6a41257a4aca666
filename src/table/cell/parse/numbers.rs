//! The text of one cell of numbers into a number, or a fault and what to write instead.

use rust_decimal::RoundingStrategy;

use super::{Parsed, Parser, Value, unreadable};
use crate::definition::dataset::FieldType;
use crate::table::lines::LineCell;
use crate::table::spelling::meant::Meant;
use crate::table::spelling::number::{self, Decimals, NotNumber};
use crate::table::spelling::unit::Beside;
use crate::table::spelling::words::visible_number;
use crate::table::spelling::{date, duration};
use crate::table::workbook::{Kind, Style};
use crate::value::Decimal;

/// What is to be written instead of what is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instead {
    /// 0, for a word for none.
    Zero,
    /// A number below zero, for one with a word for a loss beside it.
    Less(Decimal),
    /// The hours of a duration.
    Hours(Decimal),
}

impl Parser<'_> {
    /// How the decimals of a cell are written.
    fn decimals(&self, kind: Kind) -> Decimals {
        // In a workbook a number is no longer a text: its point is decimal.
        match kind {
            Kind::Number => Decimals { mark: Some('.'), most: u32::MAX },
            // What is counted whole has no decimals, whatever some cells hold.
            _ if self.field.kind == FieldType::Integer => Decimals { mark: self.decimal, most: self.power },
            _ => Decimals { mark: self.decimal, most: self.marks.most(self.field.decimals() + self.power) },
        }
    }

    /// The hours of a duration, where one stands there.
    fn hours(text: &str, kind: Kind) -> Option<Decimal> {
        duration::hours(text).filter(|_| matches!(kind, Kind::Text | Kind::Duration))
    }

    /// Reads a cell of numbers.
    pub(super) fn number(&self, text: &str, cell: &LineCell) -> Parsed {
        let kind = cell.kind;
        if let Some(hours) = Self::hours(text, kind).filter(|_| self.field.unit_name() == Some("hours")) {
            return self.of_hours(hours);
        }
        let number = match number::read(text, self.decimals(kind), &self.asked) {
            Ok(number) => number,
            Err(NotNumber::Form) => {
                let is_day = kind == Kind::Date || date::is_day(text);
                return unreadable("not-a-number", if is_day { text } else { "" });
            }
            Err(NotNumber::Unit) => return unreadable("wrong-unit", self.fraction(text)),
            Err(NotNumber::Ambiguous) => {
                // Without its mark a number of millions would be a thousand times what is likely: that is told in full.
                let is_scaled = self.both(text).is_some();
                return unreadable(
                    "ambiguous-number",
                    if is_scaled { String::new() } else { text.replace([',', '.'], "") },
                );
            }
        };
        let style = cell.style.as_ref();
        let (unit, smaller) = style.map_or(("", 0), |style| (style.unit.as_str(), style.power));
        let held = number.value;
        // A number that says its own unit says it for itself.
        let power = match self.asked.beside(unit) {
            Beside::Other => return unreadable("wrong-unit", ""),
            Beside::Power(power) => power,
            Beside::Nothing if number.power.is_some() => 0,
            Beside::Nothing => self.power,
        };
        // Of the others it is told once, at the header.
        if self.in_other_unit && unit.is_empty() && number.power.is_none() {
            return Value::Unreadable.into();
        }
        // What is shown in thousands is so many thousands as the cell holds.
        let times = if smaller > 0 { 0 } else { power };
        let Some(number) = number::times_ten(number.value, times).map(|number| number.normalize()) else {
            return unreadable("not-a-number", "");
        };
        let scale = self.field.decimals();
        let kept = match self.kept(number) {
            Ok(kept) => kept,
            Err(fault) => return fault,
        };
        let shown = style.and_then(|style| shown(style, (held, number), (smaller > 0 && smaller != power, unit)));
        let finding = if let Some(shown) = shown {
            Some(("shown-smaller", shown))
        } else if kept != number {
            Some(("too-many-decimals", scale.to_string()))
        } else {
            let is_strange = !unit.is_empty() && self.asked.beside(unit) == Beside::Nothing;
            is_strange.then(|| ("word-beside-number", unit.to_owned()))
        };
        Parsed { value: Value::Number(kept), finding }
    }

    /// True for an amount other than zero that does not say itself whether it is in thousands. That a workbook shows `kr` beside
    /// it says so of its format.
    pub(crate) fn is_bare(&self, cell: &LineCell) -> bool {
        let seen = visible_number(&cell.text);
        if self.missing(&seen).is_some() || self.shows_scale(cell) {
            return false;
        }
        match number::read(seen.trim(), self.decimals(cell.kind), &self.asked) {
            Ok(number) => number.power.is_none() && !number.value.is_zero(),
            Err(fault) => fault == NotNumber::Ambiguous,
        }
    }

    /// True for a text that is read as an amount.
    pub(super) fn is_amount(&self, text: &str) -> bool {
        number::read(&visible_number(text), self.decimals(Kind::Text), &self.asked).is_ok()
    }

    /// True for an amount other than zero that says itself that it is in thousands or millions.
    pub(crate) fn says_scale(&self, cell: &LineCell) -> bool {
        let seen = visible_number(&cell.text);
        self.missing(&seen).is_none()
            && number::read(seen.trim(), self.decimals(cell.kind), &self.asked).is_ok_and(|number| {
                !number.value.is_zero() && (self.shows_scale(cell) || number.power.is_some_and(|power| power > 0))
            })
    }

    /// True where a workbook shows thousands or millions beside the number of a cell.
    fn shows_scale(&self, cell: &LineCell) -> bool {
        cell.style.as_ref().is_some_and(|style| matches!(self.asked.beside(&style.unit), Beside::Power(1..)))
    }

    /// Both amounts that a number of thousands or millions may be whose mark could part thousands or decimals, the smaller first:
    /// 4,350,000 and 4,350,000,000 for `4,350 mkr`.
    pub(crate) fn both(&self, text: &str) -> Option<[Decimal; 2]> {
        let read = |mark| {
            let number = number::read(text, Decimals { mark: Some(mark), most: u32::MAX }, &self.asked).ok()?;
            let is_scaled = number.power.unwrap_or(self.power) > 0;
            let times = if number.power.is_some() { 0 } else { self.power };
            number::times_ten(number.value, times).filter(|_| is_scaled)
        };
        let (one, other) = (read(',')?, read('.')?);
        Some(if one.abs() < other.abs() { [one, other] } else { [other, one] })
    }

    /// A number at the field's scale; a fault where only whole ones count.
    fn kept(&self, number: Decimal) -> Result<Decimal, Parsed> {
        let at = |scale| number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero).normalize();
        if number.scale() > 0 && self.field.kind == FieldType::Integer {
            return Err(unreadable("not-a-whole-number", at(0).to_string()));
        }
        Ok(at(self.field.decimals()))
    }

    /// Hours of a duration, which seldom are so many whole hundredths.
    fn of_hours(&self, hours: Decimal) -> Parsed {
        self.kept(hours).map_or_else(|fault| fault, |kept| Value::Number(kept).into())
    }

    /// What to write instead of what stands there, where that is no number: none is 0, a loss is below it, a duration is so
    /// many hours.
    pub(crate) fn instead(&self, cell: &LineCell) -> Option<Instead> {
        let seen = visible_number(&cell.text);
        let text = seen.trim();
        if let Some(hours) = Self::hours(text, cell.kind) {
            return (hours.scale() <= self.field.decimals()).then_some(Instead::Hours(hours));
        }
        match Meant::of(text) {
            Meant::None => Some(Instead::Zero),
            Meant::Less(number) => {
                let number = number::read(number, self.decimals(cell.kind), &self.asked).ok()?;
                (self.power == 0 || number.power.is_none()).then(|| Instead::Less(-number.value.abs()))
            }
            Meant::Unknown => None,
        }
    }

    /// A percentage where full-time equivalents are asked for, as a part of one: 0.8 for 80 %.
    fn fraction(&self, text: &str) -> String {
        let percent = text.strip_suffix('%').and_then(|text| text.trim().replace(',', ".").parse::<Decimal>().ok());
        let is_asked = self.field.unit_name() == Some("fte");
        let fraction = percent.filter(|_| is_asked).and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED));
        fraction.map_or_else(String::new, |fraction| fraction.normalize().to_string())
    }
}

/// What a workbook shows of a number, as it is held and as it counts, where that is another: with digits of its format's own, with
/// another sign, or smaller and no word beside it that says so.
fn shown(style: &Style, (held, counted): (Decimal, Decimal), (is_smaller, unit): (bool, &str)) -> Option<String> {
    if let Some(lengthened) = &style.lengthened {
        return Some(lengthened.trim().to_owned());
    }
    if !style.turned && (!is_smaller || counted.is_zero()) {
        return None;
    }
    let shown = number::parted_by_ten(if style.turned { -held } else { counted }, style.power);
    let decimals = style.decimals.unwrap_or(u32::MAX);
    let shown = shown.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize();
    Some(format!("{shown} {unit}").trim_end().to_owned())
}
