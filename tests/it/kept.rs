//! A definition that told a figure is kept, or nothing is published: without it nobody holds the new figures against the old.

use std::sync::Arc;

use nytta::disclosure::Release;

use super::releases::Region;

const HIRED: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: []";
const PLACES: [&str; 9] = ["a1", "a1", "a1", "a1", "b1", "b1", "b1", "b1", "b1"];
const FIRST: [(&str, &str); 8] =
    [("01", "5"), ("02", "7"), ("03", "6"), ("04", "9"), ("05", "4"), ("06", "8"), ("07", "3"), ("08", "5")];

/// The edition of a region in which all but one have answered, with what it printed of how its indicator is defined.
fn first() -> Region {
    let mut region = Region::new(&[HIRED], &PLACES);
    let told = region.publish("first", &region.hired(&FIRST), "");
    assert!(told.figures().values().any(|figure| figure.value.is_some()));
    let definition = region.definitions.fingerprint(&region.definitions.indicators[0], "2025");
    let edition = Arc::make_mut(&mut region.ledger.editions[0]);
    edition.printed = Some([(("definition".to_owned(), "hired".to_owned()), definition[..12].to_owned())].into());
    region
}

/// What comes of the next release, by other definitions.
fn next(indicators: &[&str], hired: &[(&str, &str)]) -> Release {
    let region = Region { ledger: first().ledger, ..Region::new(indicators, &PLACES) };
    region.clear(&region.hired(hired), "2025")
}

fn refused(release: &Release) -> Vec<&str> {
    let found: Vec<&str> = release.refused().iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(found.is_empty(), !release.figures().is_empty(), "{found:?}");
    found
}

#[test]
fn one_that_was_renamed_is_missed() {
    let renamed = HIRED.replace("indicator: hired", "indicator: taken_on");
    let late = [&FIRST[..], &[("09", "11")]].concat();
    assert_eq!(refused(&next(&[&renamed], &late)), ["definition-not-kept"]);
    // Nobody knows that nothing has changed but the name.
    assert_eq!(refused(&next(&[&renamed], &FIRST)), ["definition-not-kept"]);
    let both = next(&[HIRED, &renamed], &late);
    assert_eq!(refused(&both), [""; 0]);
    assert!(both.figures().values().all(|figure| figure.value.is_none()), "one late answer waits under either name");
}

#[test]
fn one_that_reckons_something_else_is_missed() {
    let twice = HIRED.replace("SUM(hired)", "SUM(hired + hired)");
    let late = [&FIRST[..], &[("09", "11")]].concat();
    assert_eq!(refused(&next(&[&twice], &late)), ["definition-not-kept"]);
    // In other words the same, and most answers are what they were: what has changed was mended.
    let same = HIRED.replace("SUM(hired)", "SUM(hired + 0)");
    let mut mended = FIRST;
    (mended[0].1, mended[1].1, mended[2].1) = ("8", "12", "2");
    assert_eq!(refused(&next(&[&same], &mended)), [""; 0]);
    // By the same definition all may be mended.
    let all = FIRST.map(|(name, _)| (name, "7"));
    assert_eq!(refused(&next(&[HIRED], &all)), [""; 0]);
}
