//! What a report says of the limits by which figures are withheld.

use nytta::definition::project::PeriodState;
use nytta::money::Money;
use nytta::report::page_model;
use serde_json::Value;

use super::region::{cleared, plan, region};

/// The method section of a report under a policy.
fn method(policy: &str, language: &str) -> Value {
    whole(policy, language)["method"].clone()
}

/// A whole report under a policy.
fn whole(policy: &str, language: &str) -> Value {
    let (folder, mut definitions, register) = region();
    let (targets, comments) = plan();
    let release = cleared(&definitions, &register);
    definitions.project.policy = serde_saphyr::from_str(policy).expect("a policy");
    let (plan, data) = (&definitions.project.reports[0], (&targets, &comments, &Money::default()));
    let (model, _) = page_model(&release, &definitions, data, plan, language, None, &folder).expect("it is made");
    model
}

/// Why figures are withheld, in its words.
fn told(policy: &str, language: &str) -> String {
    method(policy, language)["disclosure"]["text"].as_str().expect("a text").replace('\u{a0}', " ")
}

/// The limits that are not the program's own.
fn own(policy: &str, language: &str) -> Option<String> {
    let text = told(policy, language);
    let own = text.split_once("other limits than the program's own. ");
    own.or_else(|| text.split_once("andra gränser än programmets egna. ")).map(|(_, own)| own.to_owned())
}

#[test]
fn a_limit_of_one_is_told_of_one_and_no_limit_is_not_told_as_one() {
    let begins = |policy: &str, language: &str, text: &str| {
        let told = told(policy, language);
        assert!(told.starts_with(text), "{told}");
    };
    begins(
        "{}",
        "en",
        "Figures on persons are shown only when at least three enterprises contribute and the number is 0 or at least three. \
         Sensitive figures need five enterprises and five persons. They are told of no area smaller than the county. Otherwise \
         they are broken down at most by gender or group. They never say that none or all of a group are concerned. Figures on enterprises need three enterprises, and no \
         enterprise may give nearly all of an amount. Losses count there as if they were surpluses of the same size. Shares",
    );
    let none = "{ business: { contributors: 1, p_percent: 0 }, persons: { contributors: 1, count: 1, base: 5 }, \
                sensitive: { contributors: 1, count: 1 } }";
    begins(
        none,
        "en",
        "Figures on persons are shown only when at least one enterprise contributes. Sensitive figures need one enterprise and \
         one person. They are told of no area smaller than the county. Otherwise they are broken down at most by gender or \
         group. They never say that none or all of a group are concerned. Figures on enterprises need one enterprise. Shares of persons or of enterprises are shown only when they \
         are reckoned on at least five. Figures that could",
    );
    begins(
        none,
        "sv",
        "Uppgifter om personer visas bara när minst ett företag bidrar. Känsliga uppgifter kräver ett företag och en person. De visas \
         inte för något mindre område än län. I övrigt delas de upp högst efter kön eller grupp. De säger aldrig att ingen eller \
         alla i en grupp berörs. \
         Uppgifter om företag kräver ett företag. Andelar av personer eller av företag visas bara när de räknas på minst fem. \
         Även uppgifter",
    );
    let limits = "For figures on enterprises: at least 1 enterprise must contribute (otherwise 3); an enterprise may give nearly \
                  all of an amount (otherwise all but the two largest at least 15%). For figures on persons: at least 1 \
                  enterprise must contribute (otherwise 3); any number of persons is shown (otherwise 0 or at least 3); shares and means must \
                  be reckoned on at least 5 (otherwise 20). For sensitive figures: at least 1 enterprise must contribute \
                  (otherwise 5); any number of persons is shown (otherwise 0 or at least 5).";
    assert_eq!(own(none, "en").as_deref(), Some(limits));
    let dominance = "{ business: { p_percent: 0, dominance: { largest: 1, withheld_when: more_than, percent: 80 } } }";
    begins(
        dominance,
        "sv",
        "Uppgifter om personer visas bara när minst tre företag bidrar och talet är 0 eller minst tre. Känsliga uppgifter kräver \
         fem företag och fem personer. De visas inte för något mindre område än län. I övrigt delas de upp högst efter kön eller \
         grupp. De säger aldrig att ingen eller alla i en grupp berörs. Uppgifter om företag kräver tre företag, och inget företag får stå för nästan allt av ett \
         belopp. Förluster räknas där som om de vore lika stora överskott.",
    );
}

/// How nearly a withheld figure could be worked out stands in every report, as the project has set it.
#[test]
fn the_width_of_the_bounds_is_told() {
    let stated = "the bounds of one lie at least 15% of it apart, of persons at least three (sensitive: five), but";
    assert!(told("{}", "en").contains(stated), "{}", told("{}", "en"));
    let stated = "ligger minst 20 % av den isär, i personer minst fyra (känsliga: fem), utom";
    let policy = "{ persons: { width: 20, count: 4 }, business: { width: 10 } }";
    assert!(told(policy, "sv").contains(stated), "{}", told(policy, "sv"));
    let limits = "For figures on enterprises: between the least and the most that a withheld figure could be, there must be at \
                  least 10% of it (otherwise at least 15%). For figures on persons: the number of persons must be 0 or at least 4 \
                  (otherwise 0 or at least 3); between the least and the most that a withheld figure could be, there must be at \
                  least 20% of it (otherwise at least 15%).";
    assert_eq!(own(policy, "en").as_deref(), Some(limits));
}

/// The limits that a project has set are in its reports, whether they are weaker or stronger than by default.
#[test]
fn the_limits_that_were_used_are_told() {
    assert_eq!(own("{}", "en"), None);
    let policy =
        "{ persons: { base: 10, zeros: withheld }, business: { p_percent: 20 }, sensitive: { finest: district } }";
    let limits = "For figures on enterprises: of an amount, all but the two largest enterprises must give at least 20% of what \
               the largest gives (otherwise all but the two largest at least 15%). For figures on persons: shares and means \
               must be reckoned on at least 10 (otherwise 20); figures of zero are withheld (otherwise shown). For sensitive \
               figures: the smallest area shown is the district (otherwise county).";
    assert_eq!(own(policy, "en").as_deref(), Some(limits));
    // What sensitive figures are broken down by is told where it is told of them, and beside the program's own.
    let policy = "{ sensitive: { split_by: [gender, sector], zeros: shown }, persons: { split_by: [] } }";
    let limits = "For figures on persons: beside areas, figures are not broken down (otherwise no limit). For sensitive figures: beside \
               areas, figures are broken down at most by gender or main activity (otherwise gender or group); figures of zero are \
               shown (otherwise withheld).";
    assert_eq!(own(policy, "en").as_deref(), Some(limits));
    let words = "Otherwise they are broken down at most by gender or main activity. Figures on enterprises need";
    assert!(told(policy, "en").contains(words));
    let limits = "För uppgifter om personer gäller: minst 2 företag ska bidra (annars 3); det största företaget får stå för \
               mindre än 80 % av ett belopp (annars ingen gräns).";
    let policy = "{ persons: { contributors: 2, dominance: { largest: 1, withheld_when: at_least, percent: 80 } } }";
    assert_eq!(own(policy, "sv").as_deref(), Some(limits));
    // Two who put together what they know leave out themselves: three with the largest.
    let limits = "För uppgifter om företag gäller: minst 4 företag ska bidra (annars 3); av ett belopp ska alla utom de tre \
               största företagen ge minst 15 % av vad det största ger (annars alla utom de två största minst 15 %); de två \
               största företagen får tillsammans stå för högst 85 % av ett belopp (annars ingen gräns); ett företags tal ska \
               inte kunna räknas ut av två andra företag som lägger ihop vad de vet (annars ett annat företag). För \
               känsliga uppgifter gäller: tal som är noll visas (annars visas de inte); antal personer avrundas till \
               närmaste 5-tal, också där andra uppgifter visar samma summa (annars inte avrundade).";
    let policy = "{ business: { insiders: 2, dominance: { largest: 2, withheld_when: more_than, percent: 85 } }, \
                  sensitive: { round: 5, zeros: shown } }";
    assert_eq!(own(policy, "sv").as_deref(), Some(limits));
}

/// A report of a preliminary year says on its first page that less is told, and why, and makes no table of areas.
#[test]
fn a_preliminary_report_says_that_it_is_rounded_and_of_the_county() {
    let (folder, mut definitions, register) = region();
    let (targets, comments) = plan();
    let headline = definitions.project.reports[0].headline.clone();
    definitions.indicators.retain(|one| headline.iter().any(|name| *name.value == **one.indicator));
    let mut made = |state: PeriodState, policy: &str| {
        definitions.project.periods[2].state = state;
        definitions.project.policy = serde_saphyr::from_str(policy).expect("a policy");
        let release = cleared(&definitions, &register);
        let (plan, data) = (&definitions.project.reports[0], (&targets, &comments, &Money::default()));
        let model = page_model(&release, &definitions, data, plan, "en", None, &folder).expect("it is made").0;
        model.to_string().replace('\u{a0}', " ")
    };
    let all = "figures on persons, sensitive figures and figures on enterprises";
    let says = |classes: &str| {
        format!(
            "The figures are preliminary and may change. Until they are final, {classes} are told of no area smaller than the \
             county, and numbers of persons are rounded to the nearest multiple of 5."
        )
    };
    let (told, last) = (made(PeriodState::Preliminary, "{}"), made(PeriodState::Final, "{}"));
    assert!(told.contains(&says(all)) && !last.contains("Until they are final"));
    let areas = |model: &str| model.matches("by district").count();
    // Who reported is told by district in either.
    assert!(areas(&last) > 3 && areas(&told) == 1, "{} {}", areas(&last), areas(&told));
    assert!(told.contains("rounded") && told.len() * 2 > last.len() / 2, "there is something to read");
    let told = made(PeriodState::Preliminary, "{ business: { preliminary: as_final }, persons: { round: 3 } }");
    assert!(told.contains("Until they are final, figures on persons and sensitive figures are told of no area"));
    assert!(
        told.contains("preliminary figures are told like final ones (otherwise less is told of what is preliminary)")
    );
    assert!(areas(&told) > 1);
    let all = "{ business: { preliminary: as_final }, persons: { preliminary: as_final }, sensitive: { preliminary: as_final } }";
    assert!(!made(PeriodState::Preliminary, all).contains("Until they are final"));
}

/// What is counted in each enterprise is an upper bound wherever it is added up, and a mark that areas do not carry says so.
#[test]
fn sums_of_persons_are_told_as_upper_bounds() {
    for (language, bound, areas) in [
        ("en", "the total and all its parts, is an upper bound for the number of persons", "not marked for areas"),
        ("sv", "totalen och alla dess delar, är en övre gräns för antalet personer", "märks inte ut för områden"),
    ] {
        let method = method("{}", language);
        let definitions = method["definitions"].as_array().expect("some");
        let is_bound = |name: &str| {
            let of_it = |one: &&Value| one["id"] == format!("def-{name}");
            definitions.iter().find(of_it).expect("it is defined").to_string().contains(bound)
        };
        assert!(is_bound("far_from_labour_market_hired") && is_bound("people_in_work_training"));
        assert!(!is_bound("fte_year_end") && !is_bound("turnover"));
        assert!(method["marks"].to_string().contains(areas));
    }
}

/// Wherever such a sum is read it is marked: on its card, in titles and leads, in each table with the meaning of the sign under
/// it, and in what a chart counts. Nothing else is.
#[test]
fn a_sum_of_persons_bears_its_mark_wherever_it_is_read() {
    for (language, word, meaning, heading) in [
        ("en", "at most", "someone in several enterprises counts in each", "People, at most"),
        ("sv", "högst", "den som finns i flera företag räknas i vart och ett", "Personer, högst"),
    ] {
        let model = whole("{}", language);
        let cards = model["cards"]["cards"].as_array().expect("cards");
        let bounds: Vec<Option<&str>> = cards.iter().map(|card| card["bound"].as_str()).collect();
        assert_eq!(bounds, [None, Some(word), None, None, None, None], "the second one counts persons");
        let sections = model["sections"].as_array().expect("sections").iter();
        let pages: Vec<&Value> = sections.flat_map(|one| one["indicators"].as_array().expect("pages")).collect();
        for page in &pages {
            let is_bound = page["id"] == "far_from_labour_market_hired" || page["id"] == "people_in_work_training";
            if !is_bound && page["id"] != "fte_year_end" && page["id"] != "turnover" {
                continue;
            }
            assert_eq!(page["lead"].as_str().expect("a lead").to_lowercase().contains(word), is_bound, "{page}");
            assert_eq!(page["main"]["subtitle"].as_str().expect("one").contains(heading), is_bound, "{page}");
            let tables = page["blocks"].as_array().expect("blocks").iter().filter(|block| block["kind"] == "table");
            for table in tables {
                let cells = table["rows"].as_array().expect("rows").iter().filter_map(|row| row["cells"].as_array());
                let signed = cells.flatten().filter(|cell| cell["text"].as_str().is_some_and(|it| it.starts_with("≤")));
                assert_eq!(signed.count() > 3, is_bound, "{table}");
                assert_eq!(table["marks"].to_string().contains(meaning), is_bound, "{table}");
            }
        }
        assert!(model["method"]["marks"].to_string().contains(meaning));
    }
}
