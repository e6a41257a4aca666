//! What is said at a glance to hold no trace of a person holds none.

use std::path::Path;

use nytta::personal::{Place, Spared, cannot_hold, holds_number, trace};
use proptest::prelude::*;

use super::NUMBERS;

/// Every kind of place.
const PLACES: [Place; 5] = [Place::Text, Place::Identifier, Place::Number, Place::Amount, Place::Message];

/// Holds that what is said at a glance to hold no trace holds none when it is searched through: a sign of double width that
/// nothing else has, on a line of its own, keeps the glance away.
fn glance_and_search_agree(text: &str) -> Result<(), TestCaseError> {
    for place in PLACES {
        if !cannot_hold(text.as_bytes(), place) {
            continue;
        }
        for searched in [format!("{text}\n￥"), format!("￥\n{text}")] {
            prop_assert!(!cannot_hold(searched.as_bytes(), place));
            let found = trace(&searched, place, &Spared::default());
            prop_assert_eq!(found, None, "'{}' as {:?}", text, place);
        }
    }
    Ok(())
}

/// What traces are made of, and what parts them.
const PIECES: [&str; 40] = [
    "070",
    "0",
    "46",
    "+46",
    "(0)",
    "19",
    "8803",
    "200016",
    "12",
    "1",
    "tel",
    "tel.",
    "mob",
    "CNP",
    "RSSMRA",
    "45C12",
    "F205C",
    "T220",
    "@",
    ".se",
    " ",
    "-",
    ".",
    "/",
    "(at)",
    "٨٨٠٣٢٠",
    "²³⁸⁵",
    "②③⑧⑤",
    "SE",
    "TF",
    " mars ",
    "a snabel-a b",
    " punkt se",
    " at b",
    " dot com",
    "(DOT)se",
    ",",
    "'",
    "RSSMRAULTMLPSNRT",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn what_holds_nothing_at_a_glance_holds_nothing(
        written in prop_oneof![
            "[0-9]{1,3}([ .+()/-]{0,2}[0-9]{1,3}){0,6}",
            "[0-9A-Za-z .+()/:-]{0,20}",
            "(tel|mobil|telefon|phone|nr)?[.:]? ?[+(]?[0-9 ()/.-]{0,14}",
            "-?[0-9]{0,15}[.,][0-9]{0,15}",
            "[A-Za-z]{0,6}[0-9]{0,2}[A-Za-z]?[0-9]{0,2}[A-Za-z]?[0-9]{0,3}[A-Za-z]?",
            prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..7).prop_map(|pieces| pieces.concat()),
        ],
    ) {
        glance_and_search_agree(&written)?;
    }

    #[test]
    fn a_number_before_a_fraction_is_not_missed_at_a_glance(
        number in prop::sample::select(NUMBERS.to_vec()),
        mark in "[.,]",
        fraction in "0{0,15}",
    ) {
        glance_and_search_agree(&format!("{number}{mark}{fraction}"))?;
    }

    #[test]
    fn no_part_of_a_number_is_missed_at_a_glance(
        number in prop::sample::select(NUMBERS.to_vec()),
        from in 0_usize..20,
        length in 0_usize..24,
        gone in 0_usize..24,
    ) {
        let part: String = number.chars().skip(from).take(length).collect();
        glance_and_search_agree(&part)?;
        let without: String = part.chars().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect();
        glance_and_search_agree(&without)?;
    }
}

/// What ships with the program is not searched whenever it is read.
#[test]
fn no_pack_holds_a_person() {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("indicators")];
    let mut searched = 0;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).expect("it can be read");
            waiting.extend(inside.map(|entry| entry.expect("it can be read").path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it is UTF-8");
        for (line, at) in text.lines().zip(1..) {
            assert!(!holds_number(line), "{}:{at}", path.display());
        }
        searched += 1;
    }
    assert!(searched > 30, "{searched}");
}

/// A long text is looked through once, however often it says `at`: each word of it would take hours.
#[test]
fn a_long_text_is_told_at_a_glance() {
    assert!(cannot_hold("dags at ".repeat(1_000_000).as_bytes(), Place::Text));
}
