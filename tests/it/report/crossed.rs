//! Crossings that a report draws no table of: it says that their figures stand in the attached data.

use nytta::definition::located::Located;
use nytta::money::Money;
use nytta::report::page_model;
use nytta::report::provenance::Provenance;

use super::region::{cleared, plan, region};
use super::tables;

const CROSSING: &str = "gender*district*legal_form";

/// Only where something of it is told: by default nothing is.
#[test]
fn what_three_dimensions_cross_is_told_to_stand_in_the_attached_data() {
    for (policy, is_told) in [("{}", false), ("{ persons: { dimensions: 3 } }", true)] {
        let (folder, mut definitions, register) = region();
        definitions.project.policy = serde_saphyr::from_str(policy).expect("a policy");
        let is_it =
            |one: &&mut nytta::definition::indicator::Indicator| *one.indicator == "far_from_labour_market_hired";
        let indicator = definitions.indicators.iter_mut().find(is_it).expect("it is in the pack");
        indicator.breakdown.push(Located { value: CROSSING.to_owned(), line: 0, column: 0 });
        let release = cleared(&definitions, &register);
        assert!(release.refused().is_empty());
        let (targets, comments) = plan();
        let plan = &definitions.project.reports[0];
        for (language, said) in [
            ("sv", "Talen efter kön, länsdel och juridisk form tillsammans står i rapportens bifogade data."),
            ("en", "The figures by gender, district and legal form together stand in the data attached to the report."),
        ] {
            let words = (&targets, &comments, &Money::default());
            let (model, _) =
                page_model(&release, &definitions, words, plan, language, None, &folder).expect("it is made");
            let remarks: Vec<String> = tables(&model).iter().map(|table| table["remarks"].to_string()).collect();
            let count = remarks.iter().filter(|remarks| remarks.contains(said)).count();
            assert_eq!(count, usize::from(is_told), "{policy} {language}: {remarks:#?}");
        }
        let data = Provenance::of(&release, (&definitions, &Money::default()), plan, "en", None);
        let is_crossed = |one: &&nytta::report::provenance::Told| one.breakdown.split(';').count() == 3;
        let attached: Vec<_> = data.figures.iter().filter(is_crossed).collect();
        assert!(!attached.is_empty());
        assert_eq!(attached.iter().any(|one| one.value.is_some()), is_told, "{policy}");
    }
}
