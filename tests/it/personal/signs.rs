//! Persons behind signs and words that hide them, and amounts with a year that hide nobody.

use super::{found, masked};
use nytta::personal::Trace;

#[test]
fn points_for_the_last_digits_tell_a_person() {
    for text in ["880320-....", "19880320-....", "880320-…", "880320-...", "Anna 880320-.... slutade", "880320-……"]
    {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
    }
    // A day that something goes on from, a document's, a day of this century, too few points, a text that ends.
    for text in [
        "1988-03-20-…",
        "2019-01-01-....",
        "20190101-…",
        "faktura 880320-…",
        "883420-....",
        "880320-..",
        "880320 ....",
        "880320…",
        "från 1988-03-20 ...",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn an_address_whose_point_is_spelt_is_one() {
    for text in [
        "anna [at] gmail [dot] com",
        "anna(at)gmail(dot)com",
        "anna.ek@gmail [punkt] com",
        "skriv till anna {at} gmail {dot} com, tack",
        "anna [AT] gmail [DOT] com",
    ] {
        assert_eq!(found(text), Some(Trace::Address), "{text}");
        assert!(!masked(text).contains("gmail") && !masked(text).contains("anna"), "{}", masked(text));
    }
    for text in ["info [at] exempel [dot] se", "se [dot] com", "anna [at] gmail (punkt 4) om", "anna [at] gmail [dot]"]
    {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_sign_written_as_in_the_source_of_a_page_is_that_sign() {
    for text in
        ["880320&#45;0016", "880320&#x2d;0016", "880320&ndash;0016", "880320&#8211;0016", "1988&#45;03&#45;20-0016"]
    {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        assert!(!masked(text).contains("0016"), "{}", masked(text));
    }
    for text in ["880320 &amp; 0016", "880320&#44 0016", "R&D 880320", "&#45;&#45;"] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn an_amount_with_its_year_is_no_telephone_number() {
    for text in [
        "Ökade från 2 500 000 (2024) till 1 041 457 (2025)",
        "1 041 457 (2024)",
        "Budget 1 041 457 2025",
        "12 003 945 123 (2025)",
        "2\u{a0}500\u{a0}000 (2024), 1\u{a0}041\u{a0}457 (2025)",
        "1.041.457 2025",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text, "{text}");
    }
    for text in ["ring 070 123 45 67", "tel 2: 070-123 45 67", "nr 2 070 123 4567", "070 123 2025"] {
        assert_eq!(found(text), Some(Trace::Telephone), "{text}");
    }
}

#[test]
fn lowered_digits_of_a_number_are_digits() {
    for text in ["880320-₀₀₁₆", "₈₈₀₃₂₀-0016"] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
    }
    for text in ["5 350 000₁ och 4 200 000₂", "CO₂ 880320"] {
        assert_eq!(found(text), None, "{text}");
    }
}
