//! What a valuation assumes, each with where it is written: for `nytta value` as data and as text.

use super::worth::{
    ATTRIBUTION, DEADWEIGHT, DISCOUNT_RATE, DISPLACEMENT, DROP_OFF, FIRST_DISCOUNTED, FIRST_UNDISCOUNTED, NUMBER,
    PUT_IN, VALUE_OF_EACH, YEARS,
};
use crate::definition::valuation::{Assumption, FirstYear, Input, Outcome, Proxy, Valuation};
use crate::text::Text;
use crate::value::Decimal;

/// One thing that is assumed.
#[derive(Debug, Clone)]
pub(super) struct Assumed<'v> {
    /// The outcome or payer it is of; empty of the whole.
    pub of: &'v str,
    /// What the outcome is called.
    pub outcome: Option<&'v Text>,
    pub what: What<'v>,
    /// How much it is; none of what is no number.
    pub value: Option<Decimal>,
    /// Where it is written; empty of what the valuation itself says.
    pub source: &'v str,
}

/// What is assumed.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'v> {
    FirstYear(FirstYear),
    /// In per cent.
    Share(Assumption),
    /// How long an outcome lasts.
    Years,
    /// Money for one and a year.
    Each(&'v Proxy),
    /// Money that was put in.
    Input(&'v Input),
}

/// All that a valuation assumes, with the amounts of its inputs in the order of the definition.
pub(super) fn assumed<'v>(valuation: &'v Valuation, inputs: &[Decimal]) -> Vec<Assumed<'v>> {
    let whole = |what, value| Assumed { of: "", outcome: None, what, value, source: "" };
    let mut all = vec![
        whole(What::Share(Assumption::DiscountRate), Some(valuation.discount_rate)),
        whole(What::FirstYear(valuation.first_year), None),
    ];
    all.extend(valuation.inputs.iter().zip(inputs).map(|(input, amount)| Assumed {
        of: input.payer.as_ref().map_or("", |payer| payer.as_str()),
        outcome: None,
        what: What::Input(input),
        value: Some(*amount),
        source: &input.source,
    }));
    all.extend(valuation.outcomes.iter().flat_map(of_outcome));
    all
}

fn of_outcome(outcome: &Outcome) -> Vec<Assumed<'_>> {
    let of_it = |what, value, source| Assumed {
        of: &outcome.outcome,
        outcome: Some(&outcome.title),
        what,
        value: Some(value),
        source,
    };
    let shares = [
        (Assumption::Deadweight, outcome.deadweight),
        (Assumption::Displacement, outcome.displacement),
        (Assumption::Attribution, outcome.attribution),
        (Assumption::DropOff, outcome.drop_off),
    ];
    let shares = shares.into_iter().map(|(share, value)| of_it(What::Share(share), value, outcome.source.as_str()));
    let years = of_it(What::Years, Decimal::from(outcome.years), outcome.source.as_str());
    let each = outcome.values.iter().map(|one| of_it(What::Each(one), one.amount, one.source.as_str()));
    shares.chain([years]).chain(each).collect()
}

impl What<'_> {
    /// The word in data: `deadweight`, `first_year=discounted`, `value_of_each=state` with the payer it falls to.
    pub fn word(self) -> String {
        match self {
            Self::FirstYear(FirstYear::Discounted) => "first_year=discounted".to_owned(),
            Self::FirstYear(FirstYear::Undiscounted) => "first_year=undiscounted".to_owned(),
            Self::Share(share) => share.word().to_owned(),
            Self::Years => "years".to_owned(),
            Self::Each(one) => {
                let payer = one.payer.as_ref().map(|payer| format!("={}", payer.as_str()));
                format!("value_of_each{}", payer.unwrap_or_default())
            }
            Self::Input(_) => "put_in".to_owned(),
        }
    }

    /// The words for people, in each language.
    pub fn words(self) -> [&'static str; 6] {
        match self {
            Self::FirstYear(FirstYear::Discounted) => FIRST_DISCOUNTED,
            Self::FirstYear(FirstYear::Undiscounted) => FIRST_UNDISCOUNTED,
            Self::Share(share) => of_share(share),
            Self::Years => YEARS,
            Self::Each(_) => VALUE_OF_EACH,
            Self::Input(_) => PUT_IN,
        }
    }

    /// What it is called in the valuation.
    pub fn title(&self) -> Option<&Text> {
        match self {
            Self::Each(one) => Some(&one.title),
            Self::Input(input) => Some(&input.title),
            Self::FirstYear(_) | Self::Share(_) | Self::Years => None,
        }
    }
}

/// The words for a share.
pub(super) fn of_share(share: Assumption) -> [&'static str; 6] {
    match share {
        Assumption::Deadweight => DEADWEIGHT,
        Assumption::Displacement => DISPLACEMENT,
        Assumption::Attribution => ATTRIBUTION,
        Assumption::DropOff => DROP_OFF,
        Assumption::DiscountRate => DISCOUNT_RATE,
        Assumption::Years => YEARS,
        Assumption::Quantity => NUMBER,
        Assumption::Value => VALUE_OF_EACH,
    }
}
