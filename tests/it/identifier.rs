//! Numbers of organisations and persons, held against published vectors.

use nytta::identifier::{Fault, Scheme, france, italy, organisation, romania, slovenia, sweden};

fn read(scheme: &str, written: &str) -> Result<String, Fault> {
    Scheme::named(scheme).unwrap_or_else(|| panic!("{scheme} is a kind")).read(written)
}

#[test]
fn numbers_of_organisations_are_held_against_their_check_digits() {
    let good: [(&str, &[&str]); 13] = [
        (
            "se_organisation",
            &[
                "556016-0680",
                "556103-4249",
                "559244-0001",
                "212000-0142",
                "802005-1952",
                "857209-0606",
                "16556016-0680",
                "5560160680",
                "556016 0680",
                "556016\u{2013}0680",
            ],
        ),
        ("se_vat", &["SE556016068001", "se 556016-0680 01"]),
        ("fr_siren", &["404833048", "732829320", "732 829 320"]),
        ("fr_siret", &["73282932000074", "35600000009075", "35600000000048", "732 829 320 00074"]),
        ("fr_vat", &["FR40303265045", "FR44732829320", "FRK7399859412", "FR 40 303 265 045"]),
        ("it_entity", &["00743110157"]),
        ("it_vat", &["IT00743110157"]),
        ("ro_cui", &["18547290", "RO 18547290"]),
        ("ro_vat", &["RO18547290"]),
        ("ro_onrc", &["J2012000750528", "J40/750/2012"]),
        ("si_tax", &["50223054", "SI50223054"]),
        ("si_vat", &["SI50223054", "SI 5022 3054"]),
        ("si_registration", &["9331310000", "5300231000", "8982279A00", "9331310"]),
    ];
    for (scheme, numbers) in good {
        for number in numbers {
            assert!(read(scheme, number).is_ok(), "{scheme} {number}");
        }
    }
    let mistyped: [(&str, &[&str]); 11] = [
        ("se_organisation", &["556016-0681", "556103-4250"]),
        ("se_vat", &["SE556016068101"]),
        ("fr_siren", &["404833047"]),
        ("fr_siret", &["73282932000079", "35600000049838"]),
        ("fr_vat", &["FR84323140391", "FRK8399859412"]),
        ("it_entity", &["00743110158"]),
        ("ro_cui", &["18547291"]),
        ("ro_onrc", &["J2012000750529"]),
        ("si_tax", &["50223055"]),
        ("si_vat", &["SI50223055"]),
        ("si_registration", &["9331320000"]),
    ];
    for (scheme, numbers) in mistyped {
        for number in numbers {
            assert_eq!(read(scheme, number), Err(Fault::CheckDigit), "{scheme} {number}");
        }
    }
    for (scheme, number) in [
        ("se_organisation", "12"),
        ("se_organisation", "5,56E+09"),
        ("se_organisation", "65560160680"),
        ("se_vat", "556016-0680"),
        ("fr_vat", "44732829320"),
        ("it_vat", "00743110157"),
        ("ro_vat", "18547290"),
        ("si_registration", "50223054"),
        ("vat", "556016-0680"),
        ("vat", "DE123456789"),
        ("fr_siren", "ÅÄÖ"),
        ("fr_vat", "FRÅ1399859412"),
        ("si_registration", "ååååååå"),
    ] {
        assert_eq!(read(scheme, number), Err(Fault::Form), "{scheme} {number}");
    }
    for number in ["SE556016068001", "FR44732829320", "IT00743110157", "RO18547290", "SI50223054"] {
        assert_eq!(read("vat", number).as_deref(), Ok(number));
    }
}

#[test]
fn the_country_tells_which_numbers_name_an_organisation() {
    for (country, written, number) in [
        ("SE", "16556016-0680", "5560160680"),
        ("SE", "SE556016068001", "5560160680"),
        ("FR", "732 829 320 00074", "732829320"),
        ("FR", "FR44732829320", "732829320"),
        ("IT", "IT 00743110157", "00743110157"),
        ("RO", "RO18547290", "18547290"),
        ("SI", "SI50223054", "50223054"),
        ("SI", "9331310000", "9331310"),
    ] {
        assert_eq!(organisation(written, country).as_deref(), Ok(number), "{country} {written}");
    }
    assert_eq!(organisation("732829320", "SE"), Err(Fault::Form));
    assert_eq!(organisation("880320001602", "SE"), Err(Fault::Form));
    for (country, person) in [
        ("SE", "880320-0016"),
        ("SE", "880320-0018"),
        ("SE", "730288-9931"),
        ("SE", "19880320-0016"),
        ("SE", "000101-T220"),
        // Their VAT number, also without its letters and with a slip.
        ("SE", "SE880320001601"),
        ("SE", "SE 880320-0016 01"),
        ("SE", "880320001601"),
        ("SE", "880320-001801"),
        // A spreadsheet drops the zeros a number begins with.
        ("SE", "1011220"),
        ("FR", "2 95 10 99 126 111 93"),
        ("IT", "RSSMRA45C12F205C"),
        ("RO", "1630615123457"),
        ("SI", "0101006500006"),
    ] {
        assert_eq!(organisation(person, country), Err(Fault::Person), "{country} {person}");
    }
}

#[test]
fn numbers_of_persons_are_told_by_form_and_check_digit() {
    for ten in ["8803200016", "0002292399", "1212121212", "5704289999", "7302889931", "2107919967"] {
        assert!(sweden::person(ten), "{ten}");
    }
    for ten in ["8803200018", "7004289895", "8899200425", "1509160006", "4205669899", "7210869924", "0102292398"] {
        assert!(!sweden::person(ten), "{ten}");
    }
    for interim in ["000101T220", "19900101TF29", "19900101TM04"] {
        assert!(sweden::is_interim(interim), "{interim}");
    }
    assert!(!sweden::is_interim("000101E221") && !sweden::is_interim("T220") && !sweden::is_interim("ååååååT220"));
    assert!(france::is_nir("295109912611193") && france::is_nir("253072B07300470"));
    assert!(!france::is_nir("295109912611199") && france::is_spi("3023217600053"));
    for code in ["RCCMNL83S18D969H", "RSSMRA45C12F205C", "RSSMRAQRCMNFNLRG"] {
        assert!(italy::is_person(code), "{code}");
    }
    assert!(!italy::is_person("FOXDRA26C24H872A") && italy::has_person_form("FOXDRA26C24H872A"));
    assert!(romania::is_cnp("1630615123457") && !romania::is_cnp("1630615123458") && !romania::is_cnp("1632215123457"));
    assert!(slovenia::is_emso("0101006500006") && !slovenia::is_emso("0101006500007"));
}
