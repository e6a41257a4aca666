//! What a valuation says, held against the indicators and against itself.

use super::project::{identifiers, unique};
use crate::definition::file::{File, Loaded};
use crate::definition::indicator::Indicator;
use crate::definition::load::Material;
use crate::definition::located::Located;
use crate::definition::valuation::{Assumption, MOST_YEARS, Valuation, ValuationKind};
use crate::definition::word;
use crate::diagnostic::Diagnostic;
use crate::personal;
use crate::value::Decimal;

/// Checks the valuations of a project, and what its reports name of them.
pub fn check(material: &Material, indicators: &[Loaded<Indicator>], findings: &mut Vec<Diagnostic>) {
    for Loaded { file, value } in &material.valuations {
        let mut checker = Checker { file, valuation: value, findings };
        checker.names();
        checker.inputs(material, indicators);
        checker.outcomes(material, indicators);
        checker.sensitivity();
    }
    let project = &material.project;
    let known = || material.valuations.iter().map(|loaded| loaded.value.valuation.as_str());
    for name in project.value.reports.iter().flat_map(|report| &report.valuations) {
        if !known().any(|one| one == name.as_str()) && !material.unread.contains(&name.value) {
            findings.push(word::unknown(project.file.at(name), name, known(), word::VALUATIONS));
        }
    }
}

struct Checker<'c> {
    file: &'c File,
    valuation: &'c Valuation,
    findings: &'c mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn names(&mut self) {
        let (file, valuation) = (self.file, self.valuation);
        let payers = || valuation.payers.iter().map(|one| &one.payer);
        let outcomes = || valuation.outcomes.iter().map(|one| &one.outcome);
        identifiers(file, std::iter::once(&valuation.valuation).chain(payers()).chain(outcomes()), self.findings);
        unique(file, payers(), self.findings);
        unique(file, outcomes(), self.findings);
        self.percentage("discount_rate", valuation.discount_rate);
    }

    fn inputs(&mut self, material: &Material, indicators: &[Loaded<Indicator>]) {
        for (at, input) in self.valuation.inputs.iter().enumerate() {
            let path = format!("inputs.{at}");
            self.one_of(&path, ("amount", input.amount.is_some()), input.indicator.as_ref());
            let is_money = |one: &Indicator| *one.unit == "money" && !one.is_ratio();
            self.indicator(material, indicators, input.indicator.as_ref(), (is_money, word::AN_AMOUNT));
            self.payer(&path, input.payer.as_ref());
            self.source(&input.source);
        }
    }

    fn outcomes(&mut self, material: &Material, indicators: &[Loaded<Indicator>]) {
        for (at, outcome) in self.valuation.outcomes.iter().enumerate() {
            let path = format!("outcomes.{at}");
            self.one_of(&path, ("quantity", outcome.quantity.is_some()), outcome.indicator.as_ref());
            let counts = |one: &Indicator| !one.is_ratio();
            self.indicator(material, indicators, outcome.indicator.as_ref(), (counts, word::A_COUNT));
            for (key, share) in [
                ("deadweight", outcome.deadweight),
                ("displacement", outcome.displacement),
                ("attribution", outcome.attribution),
                ("drop_off", outcome.drop_off),
            ] {
                self.percentage(&format!("{path}.{key}"), share);
            }
            self.source(&outcome.source);
            for (proxy, value) in outcome.values.iter().enumerate() {
                self.payer(&format!("{path}.values.{proxy}"), value.payer.as_ref());
                self.source(&value.source);
            }
        }
    }

    fn sensitivity(&mut self) {
        for (at, range) in self.valuation.sensitivity.iter().enumerate() {
            let path = format!("sensitivity.{at}");
            let known = || self.valuation.outcomes.iter().map(|one| one.outcome.as_str());
            if let Some(name) = range.outcome.as_ref().filter(|name| !known().any(|one| one == name.as_str())) {
                self.findings.push(word::unknown(self.file.at(name), name, known(), word::OUTCOMES));
            }
            if range.of == Assumption::DiscountRate && range.outcome.is_some() {
                self.not_together(&format!("{path}.outcome"), "of");
            }
            if range.low > range.high {
                self.not_together(&format!("{path}.low"), "high");
            }
            for (end, share) in [("low", range.low), ("high", range.high)] {
                let path = format!("{path}.{end}");
                match range.of {
                    Assumption::Years => self.years(&path, share),
                    of if of.is_of_assumed() => self.sign(&path, share),
                    _ => self.percentage(&path, share),
                }
            }
        }
    }

    fn not_together(&mut self, path: &str, other: &str) {
        let key = path.rsplit('.').next().unwrap_or(path);
        let values = [("value", key), ("other", other), ("field", self.valuation.valuation.as_str())];
        self.findings.push(Diagnostic::new("keys-do-not-fit", self.file.key(path), &values));
    }

    /// Either a number, or an indicator.
    fn one_of(&mut self, path: &str, (key, is_there): (&str, bool), indicator: Option<&Located<String>>) {
        match (is_there, indicator) {
            (true, Some(_)) => self.not_together(&format!("{path}.indicator"), key),
            (false, None) => self.findings.push(Diagnostic::new("missing-key", self.file.place(path), &[("key", key)])),
            _ => {}
        }
    }

    fn indicator(
        &mut self,
        material: &Material,
        indicators: &[Loaded<Indicator>],
        name: Option<&Located<String>>,
        (fits, expected): (impl Fn(&Indicator) -> bool, word::Word),
    ) {
        let Some(name) = name.filter(|name| !material.unread.contains(&name.value) && !material.is_pack_unread) else {
            return;
        };
        match indicators.iter().find(|one| *one.value.indicator == name.value) {
            None => {
                let known = indicators.iter().map(|one| one.value.indicator.as_str());
                self.findings.push(word::unknown(self.file.at(name), name, known, word::INDICATORS));
            }
            Some(one) if !fits(&one.value) => {
                let values = [("value", name.as_str())];
                self.findings.push(word::finding("wrong-type", self.file.at(name), &values, "expected", expected));
            }
            Some(_) => {}
        }
    }

    /// Where it is told payer by payer, all of it falls to one of them.
    fn payer(&mut self, path: &str, payer: Option<&Located<String>>) {
        let known = || self.valuation.payers.iter().map(|one| one.payer.as_str());
        match payer {
            Some(name) if !known().any(|one| one == name.as_str()) => {
                self.findings.push(word::unknown(self.file.at(name), name, known(), word::PAYERS));
            }
            None if self.valuation.kind == ValuationKind::Accounts => {
                self.findings.push(Diagnostic::new("missing-key", self.file.place(path), &[("key", "payer")]));
            }
            _ => {}
        }
    }

    fn years(&mut self, path: &str, years: Decimal) {
        let is_whole = years.fract().is_zero() && years >= Decimal::ONE && years <= Decimal::from(MOST_YEARS);
        if !is_whole || self.written(path).is_some_and(|text| text.contains('%')) {
            let (at, value) = (self.file.place(path), self.written(path).unwrap_or_default().to_owned());
            self.findings.push(word::finding(
                "wrong-type",
                at,
                &[("value", &value)],
                "expected",
                word::A_NUMBER_OF_YEARS,
            ));
        }
    }

    fn written(&self, path: &str) -> Option<&str> {
        self.file.tree().and_then(|tree| tree.follow(path).text())
    }

    fn percentage(&mut self, path: &str, share: Decimal) {
        if share < Decimal::ZERO || share > Decimal::ONE_HUNDRED {
            let (at, value) = (self.file.place(path), share.to_string());
            let finding = word::finding("wrong-type", at, &[("value", &value)], "expected", word::A_PERCENTAGE);
            self.findings.push(finding);
        }
        self.sign(path, share);
    }

    /// What lies between 0 and 1 and has no sign may be per cent or parts of one: nobody guesses which.
    fn sign(&mut self, path: &str, share: Decimal) {
        let is_open = self.written(path).is_some_and(|text| !text.contains('%'));
        if is_open && share > Decimal::ZERO && share < Decimal::ONE {
            let (value, times) = (share.to_string(), (share * Decimal::ONE_HUNDRED).normalize().to_string());
            let values = [("value", value.as_str()), ("times", &times)];
            self.findings.push(Diagnostic::new("ambiguous-share", self.file.place(path), &values));
        }
    }

    /// Every assumption says where it is from, and no source names a person by number.
    fn source(&mut self, source: &Located<String>) {
        if !source.chars().any(char::is_alphanumeric) {
            self.findings.push(word::finding(
                "wrong-type",
                self.file.at(source),
                &[("value", source)],
                "expected",
                word::A_TEXT,
            ));
        }
        if personal::holds_number(source) {
            self.findings.push(Diagnostic::new("personal-number-in-project", self.file.at(source), &[]));
        }
    }
}
