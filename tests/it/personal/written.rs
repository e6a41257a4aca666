//! Persons written out: the month of a birth as a word, an address in words, a number that a tab breaks.

use nytta::personal::{Place, Spared, Trace, holds_address, masked, trace};

use super::found;

#[test]
fn a_number_whose_day_has_its_month_in_words_is_found() {
    for text in [
        "20 mars 1988-0016",
        "Eva, 20 mars 1988-0016, ny",
        "20 mars 1988-2384",
        "den 20:e mars 1988 - 0016",
        "20 mars 1988 0016",
        "20-mar-88-0016",
        "20. marca 1988-0016",
        "1er février 1988-2384",
        "March 20, 1988-0016",
        "1988 mars 20-0016",
        "20 martie 1988-0016",
        "född 20 mars 1988",
        "Eva, född den 20 mars 1988, slutade",
        "20 mars 1988-XXXX",
    ] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        let hidden = masked(text);
        assert!(!hidden.contains("0016") && !hidden.contains("mars") && !hidden.contains("1988"), "{text}: {hidden}");
    }
    for text in [
        "20 mars 1988",
        "20 mars 2025",
        "1 januari 1985 - 31 december 1985",
        "1 januari 1985-1986",
        "20 mars 2025-1430",
        "31 december 2025 2026",
        "5 mars 2025, 2384 besök",
        "bildad 20 mars 1988, 4711 medlemmar",
        "öppet 20 mars 0800-1700",
        "20 bord 1988-0016",
        "12 maj 2025 kl. 0830",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_code_that_is_cut_short_or_crossed_out_is_a_persons() {
    for text in ["880320TF2", "880320TF..", "880320TF…", "880320TFxx", "19880320TF", "880320-TM??", "Eva 880320TF** ny"]
    {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        assert!(!masked(text).contains("8803"), "{text}");
    }
    for text in ["883420TFxx", "250115TM", "880320TFabc", "880320 TF", "A880320TFxx1", "AB-880320TF2"] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_number_that_a_tab_breaks_is_found() {
    for text in ["880320\t0016", "880320-\t0016", "880320\t-0016", "8803\t20-0016", "19880320\t0016", "250115-\t1233"] {
        assert_eq!(found(text), Some(Trace::Number), "{text:?}");
        assert!(masked(text).chars().filter(char::is_ascii_digit).count() < 4, "{text:?}: {}", masked(text));
    }
    // Cells that a fault made one: a day and an amount, figures without a check digit, of this century.
    for text in ["880320\t0018", "250115\t1233", "2025-12-31\t4711", "556016\t0680", "12\t880320\t4712"] {
        assert_eq!(found(text), None, "{text:?}");
    }
}

#[test]
fn an_address_in_words_is_found() {
    for text in [
        "anna snabel-a firma punkt se",
        "Skriv till Anna.Ek Snabel-A firma.se!",
        "anna snabela mail punkt firma punkt se",
        "anna @ firma punkt se",
        "anna at firma dot com",
        "anna arobase firme point fr",
        "anna chiocciola ditta punto it",
        "anna afna podjetje pika si",
        "anna arond firma punct ro",
    ] {
        assert_eq!(found(text), Some(Trace::Address), "{text}");
        let hidden = masked(text).to_lowercase();
        assert!(!hidden.contains("anna") && !hidden.contains("firm"), "{text}: {hidden}");
        assert!(holds_address(text, &Spared::default()), "{text}");
    }
    for text in [
        "info snabel-a firma punkt se",
        "snabel-a är en bulle",
        "vi såg en snabel-a igår",
        "meet at cafe point no 4",
        "look at figure 3. It is",
        "punkt se nedan",
        "vid punkt ett",
        "5 at 12 dot 5",
        "2 st @ torg punkt ett",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text);
    }
    let spared = Spared::of(["anna.ek@region.se"]);
    assert_eq!(trace("fråga anna.ek snabel-a region punkt se", Place::Text, &spared), None);
}

#[test]
fn six_digits_behind_a_word_for_telephone_are_a_number_to_call() {
    for text in [
        "tel 123456",
        "tfn: 123456",
        "Tel. 12 34 56",
        "telefon 123 45 6",
        "phone 123456",
        "téléphone : 123456",
        "telefono 123456",
        "telefon: 123456",
        "mobitel 123456",
        "telefonska 123456",
        "ring tel 12-34-56",
    ] {
        assert_eq!(found(text), Some(Trace::Telephone), "{text}");
    }
    for text in [
        "telefon 125 000",
        "telefon 125000",
        "Telefon: 123456 kr",
        "mobil 123456,50",
        "telefon 2025: 123456",
        "telefoner, 123456 st",
        "tel 12345",
        "tal 123456",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
    // Nothing but digits in a cell for figures is no telephone number.
    assert_eq!(trace("tel 123456", Place::Amount, &Spared::default()), None);
}
