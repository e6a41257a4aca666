//! Values of single organisations that may be told: with the consent of each, or because they are public already.

use chrono::NaiveDate;

use crate::definition::project::Period;

/// What may be told of single organisations: the rows of `consents.csv` and `public.csv`, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// What organisations agreed to.
    pub consents: Vec<Consent>,
    /// What is public of all organisations of a legal form.
    pub public: Vec<PublicValue>,
}

/// One organisation lets its own value be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Ten digits.
    pub organisation: String,
    /// Which value.
    pub value: Value,
    /// Of which periods.
    pub periods: Periods,
    /// Day it was given: a release of an earlier day does not rest on it.
    pub given: NaiveDate,
    /// Who gave it.
    pub by: String,
}

/// A value is public of all organisations of a legal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicValue {
    /// Code of the legal form.
    pub legal_form: String,
    /// Which value.
    pub value: Value,
    /// Of which periods.
    pub periods: Periods,
    /// Where it is published.
    pub source: String,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// What an organisation gives to an indicator, by its name.
    Indicator(String),
    /// A field, by the names of its dataset and its own; with the columns that it is split into.
    Field(String, String),
}

/// Some periods in a row: the first day of the first, and the last day of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none where no end is in sight.
    pub to: Option<NaiveDate>,
}

impl Periods {
    /// True for a period that is one of these.
    pub fn cover(&self, period: &Period) -> bool {
        self.from <= period.start && self.to.is_none_or(|to| period.end <= to)
    }

    /// True where they have a day in common with others.
    pub fn meet(&self, others: &Self) -> bool {
        let begin_in_time = |one: &Self, other: &Self| other.to.is_none_or(|to| one.from <= to);
        begin_in_time(self, others) && begin_in_time(others, self)
    }
}

impl Exceptions {
    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.consents.is_empty() && self.public.is_empty()
    }

    /// True where an organisation had agreed by some day that its value of a period is told.
    pub fn is_consented(&self, organisation: &str, value: &Value, period: &Period, day: NaiveDate) -> bool {
        let is_it = |row: &Consent| row.organisation == organisation && row.value == *value && row.given <= day;
        self.consents.iter().any(|row| is_it(row) && row.periods.cover(period))
    }

    /// True where a value of a period is public of the organisations of a legal form.
    pub fn is_public(&self, legal_form: &str, value: &Value, period: &Period) -> bool {
        let is_it = |row: &PublicValue| row.legal_form == legal_form && row.value == *value;
        self.public.iter().any(|row| is_it(row) && row.periods.cover(period))
    }
}
