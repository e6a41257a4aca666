//! What figures rest on, as a report tells it.

use nytta::definition::Definitions;
use nytta::definition::dataset::Field;
use nytta::definition::indicator::Evidence;
use nytta::expression::Expression;
use nytta::money::Money;
use nytta::report::page_model;

use super::region::{cleared, plan, region};
use crate::small::AnyName;

/// A figure is as good as the weakest of what it is made of, and the report says what that is.
#[test]
fn a_figure_rests_on_the_weakest_of_its_parts() {
    let (folder, mut definitions, register) = region();
    let (targets, comments) = plan();
    let release = cleared(&definitions, &register);
    let field = |yaml: &str| -> Field { serde_saphyr::from_str(yaml).expect("a field") };
    assert_eq!(field("{ field: a, type: integer, label: { en: A } }").evidence, None);
    let modelled = field("{ field: a, type: integer, label: { en: A }, evidence: modelled }").evidence;
    assert_eq!(modelled, Some(Evidence::Modelled));
    let told = |definitions: &Definitions, id: &str| -> (String, String) {
        let (plan, data) = (&definitions.project.reports[0], (&targets, &comments, &Money::default()));
        let (model, _) = page_model(&release, definitions, data, plan, "en", None, &folder).expect("it is made");
        let sections = model["sections"].as_array().expect("there are some").iter();
        let pages = sections.flat_map(|section| section["indicators"].as_array().expect("there are some"));
        let page = pages.into_iter().find(|page| page["id"] == id).expect("it has a page");
        let side = page["side"].as_array().expect("a side").iter().find(|side| side["grade"].is_string());
        let side = side.expect("a grade");
        (side["grade"].as_str().unwrap_or_default().to_owned(), side["text"].as_str().unwrap_or_default().to_owned())
    };
    let before = told(&definitions, "turnover");
    assert_eq!((before.0.as_str(), before.1.contains("no better")), ("C", false));
    let mut grade = |name: &str, evidence: Evidence| {
        let fields = definitions.datasets.values_mut().flat_map(|dataset| &mut dataset.fields);
        fields.filter(|field| *field.field == name).for_each(|field| field.evidence = Some(evidence));
        [told(&definitions, "turnover"), told(&definitions, "volunteer_hours")]
    };
    // What is better than the indicator says makes it no better, and what another one reads changes nothing.
    let [turnover, hours] = grade("turnover", Evidence::Register);
    assert_eq!(turnover, before);
    assert_eq!(grade("turnover", Evidence::Modelled)[1], hours);
    let [turnover, _] = grade("turnover", Evidence::Reported);
    assert_eq!(turnover.0, "D");
    assert!(turnover.1.contains("no better because of"), "{}", turnover.1);
    // So it is with what is made of indicators.
    let mut made = definitions.indicator("volunteer_hours").expect("it is there").clone();
    (made.dataset.value, made.evidence) = ("indicators".to_owned(), Evidence::Register);
    made.value_expression = Some(Expression::parse("turnover", &AnyName).expect("an expression"));
    assert_eq!(definitions.evidence(&made, "2025").evidence, Evidence::Reported);
    assert_eq!(definitions.evidence(&made, "2025").weakest.len(), 1);
}
