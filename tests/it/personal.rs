//! Traces of persons: found in every spelling and place, told apart from other numbers, and shown by no output.

mod boxes;
mod embedded;
mod files;
mod glance;
mod halves;
mod outputs;
mod signs;
mod unseen;
mod written;

use std::path::PathBuf;
use std::process::Command;

use nytta::personal::{Place, Spared, Trace, masked, trace};
use proptest::prelude::*;

fn found(text: &str) -> Option<Trace> {
    trace(text, Place::Text, &Spared::default())
}

/// Numbers that belong to nobody: published examples and test numbers of the authorities.
const NUMBERS: [&str; 84] = [
    "880320-0016",
    "880320+0016",
    "8803200016",
    "880320 0016",
    "880320\u{2013}0016",
    "880320\u{2212}0016",
    "880320\u{a0}0016",
    "880320 - 0016",
    "880320_0016",
    "19880320-0016",
    "198803200016",
    "19880320 0016",
    "1988-03-20-0016",
    "1988-03-20 0016",
    "1988.03.20-0016",
    "1988-03-20-0018",
    "88.03.20-0018",
    "88\u{ad}03\u{200b}20-0018",
    "880320-\n0018",
    "880320-\r\n0018",
    "880320:0016",
    "811228_9875",
    "811228-9874:1",
    "88\u{ad}0320-0018",
    "8 8 0 3 2 0 - 0 0 1 6",
    "880320-00 16",
    "880320 0018",
    "88 03 20 2385",
    "88 03 80 2385",
    "88/03/20 2385",
    "88.03.20 2385",
    "1988-03-20 2385",
    "1988/03/20  2385",
    "1988 03 20 2385",
    "1988.03.20.2385",
    "19 88 03 20 2385",
    "88 03 20 0016",
    "88-03-20-0016",
    "880320-00\u{200b}16",
    "８８０３２０-００１６",
    "880320-0018",
    "121212+1212",
    "20000229-2399",
    "730288-9931",
    "210791-9967",
    "000101-T220",
    "19900101-Tf29",
    "19900101Tm04",
    "1630615123457",
    "163 0615 123457",
    "CNP 1630615123458",
    "RSSMRA45C12F205C",
    "rssmra45c12f205c",
    "RSS MRA 45C12 F205C",
    "FOXDRA26C24H872A",
    "2 95 10 99 126 111 93",
    "253072B07300470",
    "0101006500006",
    "EMŠO: 0101006500007",
    "SE880320001601",
    "SE 880320001601",
    "SE880320-001601",
    "SE 880320-0016-01",
    "SE880320 0016 01",
    "se880320001601",
    "SE880320001801",
    "880320001601",
    "880320-001601",
    "880320 001601",
    "8803200016-01",
    "01.01.1985-2382",
    "20.3.1988-2384",
    "20/03/1988 2384",
    "880320 -> 2384",
    "880320'2384",
    "880320  -  2384",
    "2384-880320",
    "2384-19880320",
    "٨٨٠٣٢٠-٢٣٨٤",
    "۸۸۰۳۲۰-۲۳۸۴",
    "𝟾𝟾𝟶𝟹𝟸𝟶-𝟸𝟹𝟾𝟺",
    "⁸⁸⁰³²⁰-²³⁸⁴",
    "880320-②③⑧④",
    "880320-2384²",
];

#[test]
fn numbers_of_persons_are_found_in_every_spelling() {
    for number in NUMBERS {
        for text in [number.to_owned(), format!("Eva ({number}), ny"), format!("nr:{number}."), format!("\"{number}\"")]
        {
            assert_eq!(found(&text), Some(Trace::Number), "{text}");
        }
    }
    for text in ["1988-03-20 2385 3 barn", "3 barn, 88 03 20 2385", "1988-03-20 2385: Eva"] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        assert!(!masked(text).contains("2385"), "{text}");
    }
    for text in [
        "811228 9874 17:30",
        "pnr880320-0018",
        "Anna880320-0018",
        "Eva19880320-0018 slutade",
        // Days in their parts, joined to a word before or behind.
        "pnr1988-03-20-0018",
        "pnr1988-03-20 0018",
        "Eva1988.03.20-0018 slutade",
        "nr88-03-20-0018",
        "880320-0018Eva",
        "1988-03-20-0018Eva slutade",
    ] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        assert!(!masked(text).contains("0018") && !masked(text).contains("9874"), "{text}");
    }
}

/// Spellings that nobody asks for, and whether a file with one is refused: what may be something else is hidden alone.
const ODD: [(&str, bool); 51] = [
    ("pnr8803200016", true),
    ("pnr8803200018", true),
    ("Personnummer198803200018", true),
    ("nr8803200018", true),
    ("Anna8803200016", true),
    ("Anna8803200018", false),
    ("8803200016Anna", true),
    ("880320-0018Anna", true),
    ("pnr880320 0018", true),
    ("Anna880320.0018", false),
    ("CNP1630615123458", true),
    ("emšo0101006500006", true),
    ("880320,0016", true),
    ("880320,0018", false),
    ("19880320, 0016", true),
    ("880320(0016)", true),
    ("880320 (0018)", true),
    ("19880320[0018]", true),
    ("(880320) 0018", true),
    ("88032O-0018", true),
    ("88O32O-0016", true),
    ("8803200Ol6", true),
    ("88032O 0018", true),
    ("l98803200018", true),
    ("880320 sista fyra 0018", true),
    ("050320, de fyra sista siffrorna 0018", true),
    ("880320 (4 sista: 0018)", true),
    ("19880320, last four digits 0018", true),
    ("880320 ultime quattro cifre 0018", true),
    ("1988-03-20, sista fyra 0018", true),
    ("880320 nr 0018", true),
    ("050320 nr 0019", false),
    ("050320 nr 0016", true),
    ("880320nr0018", true),
    ("1988-03-20 (0016)", true),
    ("1988-03-20 (4712)", false),
    ("880320 och 0018", false),
    ("personnummer 880320 och 0018", true),
    ("880320=0016", true),
    ("880320*0018", false),
    ("880320 | 0018", false),
    ("990230-1234", true),
    ("19990230-1234", true),
    ("990231+1234", true),
    ("9902301234", false),
    ("990230 1234", false),
    ("född 1988-03-20, 2384", true),
    ("född 20.3.1988, 2384", true),
    ("20.03.1988-2385", true),
    ("1988-03-20, 2384", false),
    ("20/03/1988 2385", false),
];

#[test]
fn odd_spellings_are_hidden_and_refused_where_they_can_be_nothing_else() {
    for (number, is_refused) in ODD {
        for text in [number.to_owned(), format!("Eva {number}, ny"), format!("{number}.csv")] {
            assert_eq!(found(&text) == Some(Trace::Number), is_refused, "{text}");
            let left = masked(&text).chars().filter(char::is_ascii_digit).count();
            assert!(left < 4, "{text}: {}", masked(&text));
        }
    }
}

#[test]
fn every_word_for_a_persons_number_says_so_in_every_place() {
    // Before ten digits that do not check, glued to them, before a day and its digits, and above a column of days.
    let definitions = definitions();
    for word in [
        "personnummer",
        "personnumret",
        "personnr",
        "persnr",
        "samordningsnr",
        "samnr",
        "födelsenummer",
        "ssn",
        "CNP",
        "EMŠO",
    ] {
        assert_eq!(found(&format!("{word} 1988-03-20 och 0018")), Some(Trace::Number), "{word}");
        assert_eq!(found(&format!("{word}8803200018")), Some(Trace::Number), "{word}");
        let text = format!("orgnr;räkenskapsår till;anställda;{word}\n556016-0680;2025-12-31;3;880320\n");
        let read = nytta::table::read("a.csv", text.as_bytes(), &definitions, &nytta::table::workbook::InProcess);
        assert!(read.diagnostics.iter().any(|one| one.rule == "personal-number"), "{word}");
    }
}

#[test]
fn contacts_are_found_and_told_apart_from_persons_numbers() {
    for (text, trace) in [
        ("0701234567", Trace::Telephone),
        ("070-123 45 67", Trace::Telephone),
        ("070 123 45 67", Trace::Telephone),
        ("§ 7 070-123 45 67", Trace::Telephone),
        ("(070) 123 45 67", Trace::Telephone),
        ("+46 70 123 45 67", Trace::Telephone),
        ("+46701234567", Trace::Telephone),
        ("0046 70 123 45 67", Trace::Telephone),
        ("08-123 45 67", Trace::Telephone),
        ("019/12 34 567", Trace::Telephone),
        ("+33 1 23 45 67 89", Trace::Telephone),
        ("01 23 45 67 89", Trace::Telephone),
        ("01.23-45.67.89", Trace::Telephone),
        ("+386 41 234 567", Trace::Telephone),
        ("tfn: 12 34 567", Trace::Telephone),
        ("cell. 347 1234567", Trace::Telephone),
        ("Ring Anna +46 70 123 45 67 08:00-17:00", Trace::Telephone),
        ("019-12 34 56 8:00-16:00", Trace::Telephone),
        ("070-123 45 67 8:30", Trace::Telephone),
        ("Tel 0701234567:10", Trace::Telephone),
        // A mobile number whose digits check as a person's could be either, and the graver is told.
        ("0701010019", Trace::Number),
        ("eva.svensson@exempel.se", Trace::Address),
        ("Eva Åström <eva_å@foretag.co.uk>", Trace::Address),
        ("kontakta eva@x.se, hon vet", Trace::Address),
        ("eva(at)exempel.se", Trace::Address),
        ("Eva [AT] exempel.se", Trace::Address),
        ("e(at)x.se", Trace::Address),
        ("eva {at} exempel.se", Trace::Address),
        ("eva @ exempel.se", Trace::Address),
        ("kontakta eva.ek @exempel.se", Trace::Address),
        ("eva@ exempel.se", Trace::Address),
    ] {
        assert_eq!(found(text), Some(trace), "{text}");
    }
}

/// What looks like an odd spelling or a hidden address and is none.
const OTHERS: [&str; 24] = [
    // As a sole trader's VAT number, but for its end, its day, its other half.
    "880320001602",
    "SE883420001601",
    "200117-210101",
    "251113 090401",
    "880 320 001 601",
    // Days with the year last, and what follows them.
    "01.01.2025-2026",
    "31.12.2025-1430",
    "1.1.2025 2026",
    "01.01.1985-31.12.1985",
    // Telephone numbers, articles, raised digits.
    "4712-880320",
    "2385-050320",
    "1234 m²",
    "12 345 m² och 67 890 m³",
    "٢٠٢٥",
    "5 350 000¹ och 4 200 000²",
    "'880320' '2384'",
    "kväll, sista fyra",
    "2025-12-31, sista fyra månaderna",
    "ris @ 12.50 kr",
    "följ oss @ exempel.se",
    "läs mer @www.exempel.se",
    "10 st @ 5.kr",
    "info(at)exempel.se",
    "info @ exempel.se",
];

#[test]
fn other_numbers_are_no_traces() {
    for text in OTHERS {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text, "{text}");
    }
    for text in [
        "556016-0680",
        "5560160680",
        "165560160680",
        "SE556016068001",
        "889920-0425",
        "88032000161",
        "2025-12-31",
        "01-02-2025",
        "01.02.2025",
        "2025-01-01 2025-12-31",
        "§ 05-12",
        "732829320",
        "2025-01-01-2025-12-31",
        "2025-01-01 1430",
        "AB123456-7890",
        "artikel A880340-0016",
        "73282932000074",
        "FR44732829320",
        "00743110157",
        "RO18547290",
        "SI50223054",
        "9331310000",
        "info@exempel.se",
        "registrator@region.se",
        "@",
        "a@b",
        "1 234 567 890 kr",
        "1 050 123 456 kr",
        "2024-01-01 - 2024-12-31",
        "2024-01-01 2024-12-31",
        "31/01/2025-31/12/2025",
        "01.01-31.12.25",
        "01.07.24-30.06.25",
        "DELUXE 01.08 - 31.10.11",
        "öppet 08-17",
        "0800-1700",
        "kl. 08:00",
        "12 121 212 13",
        "4006381333931",
        "1.250.000,50",
        "år 2019–2025",
        "0,123456789",
        "https://exempel.se/1234567",
        "",
        "åäö",
        "version 10.0.12",
        "2025-06-01 08:30",
        "0.0142363763154724",
        "-0.0358447488584475",
        "0,0001077892",
        "15193.535763337142",
        "15/12/2006 17:27:00",
        "02/01/1900 06:14:24",
        "2025-06-01 0831",
        "2025/06/01 2359",
        "2024-12-31 2025",
        "1988-03-20 1988-12-31",
        "1988 03 20 1988 12 31",
        "1988-13-20 2385",
        "1988-03-32 2385",
        "98 76 54 3210",
        "12 34 56 7890",
        "4006 38 13 3393",
        "88-03-20-2385-5",
        "IMG_20250115_1430.jpg",
        "IMG20250115143000.jpg",
        "enkat202601150915.csv",
        "årsredovisning20241231",
        "se 2024-12-31, 4711 kr",
        "2024-12-31 till 2025",
        "2025-12-31 (2025)",
        "20251231 (2025)",
        "20241231 till 2025",
        "250115,50",
        "250115,12345",
        "250115 och 12 500",
        "a1b2c3d4e58803200016f0",
        "ABO101-1234",
        "artikel AB8834200016",
        "kl. 08:00 (0930)",
        "'850709' och '9805'",
        "enkat_20260116_0915.csv",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text, "{text}");
    }
}

#[test]
fn a_day_of_a_document_and_a_number_are_hidden_in_messages_alone() {
    // A voucher, an amount, or the start of something: but also how a young person's number with a slip may be written.
    for text in
        ["2024-12-31 4711", "faktura 31.12.24 4711", "24-12-31 2500 kr", "sedan 1988-03-20 2010", "1988-03-20 0000"]
    {
        assert_eq!(found(text), None, "{text}");
        assert!(masked(text).contains('•'), "{text}");
    }
    // The minutes of an hour, or an amount, behind a day of the past century.
    for text in [
        "1998-05-06 1435",
        "startade 1999-12-31 1200",
        "verifikat 1998-03-15 0042",
        "verifikat 1998-03-15 4711",
        "kvitto: 98 03 15 4711",
        "Beviljat 1997/06/01 5000 kr",
        "bildad 1994-06-01 2500 kr insats",
        "bildad 1994-06-01 2500,00",
        "bildad 1994-06-01 2500:-",
        "1994-06-01 2500 €",
        "98 05 06 1435",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert!(masked(text).contains('•'), "{text}");
    }
    // The check digit, or a word, says that it is somebody's number all the same.
    for text in [
        "verifikat 1998-03-15 4716",
        "Eva 1998-03-15 4711",
        "1988-03-20 0016 kr",
        "1988-03-20 0016 3 barn",
        "pnr 1988-03-20 0018",
        "1988-03-20-0018 kr",
    ] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
    }
    // So are digits in other groups, where a word beside them does not say whose they are.
    for (text, is_labelled) in [("8 8 0 3 2 0 2 3 8 5", false), ("personnummer 8 8 0 3 2 0 2 3 8 5", true)] {
        assert_eq!(found(text).is_some(), is_labelled, "{text}");
        assert!(!masked(text).contains("2 3"), "{text}");
    }
}

#[test]
fn a_day_of_birth_is_found_where_its_digits_are_crossed_out_or_a_word_tells_it() {
    for text in [
        "811218-XXXX",
        "811218-xxxx",
        "811218-****",
        "811218-####",
        "811218-????",
        "811218 ____",
        "811218XXXX",
        "811218-98XX",
        "19811218-XXXX",
        "1981-12-18-XXXX",
        "050320-XXXX",
        "811218-••••",
        "född 811218",
        "Eva, född 1981-12-18, slutade",
        "född den 18.12.1981",
        "born 811218",
        "dob 811218",
        "né, date de naissance: 18/12/1981",
    ] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
        assert!(!masked(text).contains("1218") && !masked(text).contains("18"), "{text}: {}", masked(text));
    }
    for text in [
        "ÅÅMMDD-XXXX",
        "ååmmdd-xxxx",
        "991399-XXXX",
        "12345-XXXX",
        "811218",
        "811218 kr",
        "811218-X",
        "811218 98XX",
        "kalvar födda 2025-03-01",
        "antal födda 811218",
        "föreningen bildades 1981-12-18",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text, "{text}");
    }
}

#[test]
fn a_number_of_a_document_is_nobodys_unless_its_check_digit_is() {
    for text in [
        "fakturanr 20250131-0042",
        "faktura nr. 20250131-0042",
        "OCR 2501011234",
        "projekt 9001011234",
        "invoice no 250131-0042",
        "fattura n. 250131-0042",
        "račun št. 250131-0042",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert!(masked(text).contains('•'), "{text}");
    }
    for text in [
        "fakturanr 880320-0016",
        "projekt 19880320-0016",
        "20250131-0042",
        "Eva 20250131-0042",
        "faktura till Eva 880320-0018",
        "personnummer, faktura nr 880320-0018",
        "fakturanr 20250131-0042, Eva 880320-0018",
    ] {
        assert_eq!(found(text), Some(Trace::Number), "{text}");
    }
}

#[test]
fn an_address_is_found_however_its_sign_is_written_and_inside_an_organisation() {
    for text in ["eva.svensson(a)example.org", "eva[A]x.se", "eva.svensson@example", "Eva.Svensson@Foretaget, ny"] {
        assert_eq!(found(text), Some(Trace::Address), "{text}");
    }
    for text in
        ["a@b", "se punkt (a) exempel.se", "punkt 3(a)", "eva@example", "info(a)exempel.se", "§ 3(a) lag", "v.2@main"]
    {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_cell_for_figures_holds_figures() {
    let at = |text: &str, place| trace(text, place, &Spared::default());
    // Ten digits are an amount; of a count only a number that checks is a person.
    assert_eq!(at("8803200016", Place::Amount), None);
    assert_eq!(at("8803200018", Place::Number), None);
    assert_eq!(at("8803200016", Place::Number), Some(Trace::Number));
    // Twelve are too many for a count.
    assert_eq!(at("198803200018", Place::Number), Some(Trace::Number));
    assert_eq!(at("880320001601", Place::Number), Some(Trace::Number));
    assert_eq!(at("880320001801", Place::Number), None);
    assert_eq!(at("198803200018", Place::Amount), None);
    assert_eq!(at("880320,0016", Place::Number), None);
    assert_eq!(at("0701234567", Place::Amount), None);
    assert_eq!(at("0701234567", Place::Identifier), None);
    for text in ["880320-0016", "1630615123457", "198803200016", "070-123 45 67", "eva@x.se"] {
        assert!(at(text, Place::Amount).is_some(), "{text}");
        assert!(at(text, Place::Number).is_some(), "{text}");
    }
    for text in ["1 012 123 456", "12 345 678 901", "+46 701 234 567", "1.234.567,00", "-250 000"] {
        assert_eq!(at(text, Place::Amount), None, "{text}");
    }
}

#[test]
fn the_publishers_own_contacts_are_spared() {
    let spared = Spared::of(["Anna, anna.ek@region.se, 019-602 70 00"]);
    assert_eq!(trace("frågor: Anna.Ek@region.se", Place::Text, &spared), None);
    assert_eq!(trace("ring 019 602 7000", Place::Text, &spared), None);
    assert_eq!(trace("Anna.Ek (at) region.se, anna.ek @ region.se", Place::Text, &spared), None);
    assert!(trace("eva@region.se", Place::Text, &spared).is_some());
}

#[test]
fn messages_hide_what_has_the_form_of_a_trace() {
    for number in NUMBERS.iter().chain(&["1630615123458", "0101006500007", "070-123 45 67", "eva@x.se"]) {
        let hidden = masked(&format!("se {number}!"));
        let left: String = hidden.chars().filter(char::is_ascii_digit).collect();
        assert!(left.len() < 4 && hidden.starts_with("se ") && hidden.ends_with('!'), "{number}: {hidden}");
    }
}

proptest! {
    #[test]
    fn looking_for_traces_ends_and_hiding_hides_all(text in "[0-9A-Za-zåäö@.,+/() \u{2013}\u{a0}-]{0,60}") {
        let hidden = masked(&text);
        prop_assert_eq!(hidden.chars().count(), text.chars().count());
        prop_assert_eq!(trace(&hidden, Place::Message, &Spared::default()).filter(|trace| *trace != Trace::Address), None, "{}", hidden);
    }

    #[test]
    fn random_digits_are_seldom_a_person(numbers in prop::collection::vec(1_000_000_000_000_u64..9_999_999_999_999, 200)) {
        // Thirteen digits are article numbers too: day, county and check digit make a false find rare.
        let hits = numbers.iter().filter(|number| found(&number.to_string()).is_some()).count();
        prop_assert!(hits <= 8, "{hits} of 200");
    }
}

/// A project of its own in a temporary folder.
struct Trial(tempfile::TempDir);

const HEADER: &str = "orgnr;räkenskapsår från;räkenskapsår till;heltidstjänster vid årets början;heltidstjänster;anställda;omsättning;stadgeparagraf;egna anteckningar";

impl Trial {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path().join("p");
        let made = Command::new(env!("CARGO_BIN_EXE_nytta")).args(["init"]).arg(&root).output().expect("it starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let register = "organisation,name,municipality,member_from\n5560160680,Exempel,,2020-01-01\n2120000142,Exempel två,,2020-01-01\n";
        std::fs::write(root.join("organisations.csv"), register).expect("it can be written");
        Self(folder)
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("p")
    }

    /// The project's last period.
    fn period(&self) -> String {
        let project = std::fs::read_to_string(self.root().join("nytta.yaml")).expect("it is there");
        let last = project.rsplit("period: \"").next().expect("it has a period");
        last.split('"').next().expect("the name is quoted").to_owned()
    }

    fn send(&self, name: &str, bytes: &[u8]) {
        let folder = self.root().join("submissions").join(self.period());
        std::fs::create_dir_all(&folder).expect("it can be made");
        std::fs::write(folder.join(name), bytes).expect("it can be written");
    }

    /// Everything a command says, on both ways out.
    fn said(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_nytta"))
            .arg(arguments[0])
            .arg(self.root())
            .args(&arguments[1..])
            .env("RUST_BACKTRACE", "0")
            .output()
            .expect("it starts");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }
}

fn definitions() -> nytta::definition::Definitions {
    let folder = nytta::project::Folder::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan"))
        .expect("it is there");
    nytta::definition::Definitions::load(&folder).0.expect("it loads")
}
