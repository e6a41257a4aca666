//! Letters come out right whatever encoding a spreadsheet program wrote, and every place is one of the file.

use std::path::Path;

use nytta::definition::located::Located;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::source::Bytes;
use nytta::table::bytes::encoding::{Decoded, Encoding};
use nytta::table::look::look;
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, Wishes, read, read_in_pieces};
use proptest::prelude::*;

use super::table::definitions;

/// Words with Swedish letters as they stand in what enterprises send.
pub(crate) const WORDS: [&str; 40] = [
    "Kafé på Östra torget",
    "Ängens bageri",
    "Återbruket",
    "Föreningen Åhörarna",
    "Göteborg",
    "Örebro",
    "Malmö",
    "Hällefors",
    "Lindesberg",
    "ÅTERBRUK",
    "ÄNGEN",
    "ÖREBRO",
    "Café Önska",
    "idé",
    "Åsa",
    "Järnväg",
    "köpt",
    "sålt",
    "större än förra året",
    "två från kommunen",
    "Årsarbetstid",
    "Vård & omsorg",
    "snickeri",
    "Ö",
    "å",
    "häst",
    "Nora",
    "Degerfors",
    "Tvätt på Söder",
    "när vi öppnade",
    "KÖK",
    "VÄSTERÅS",
    "Gård",
    "små",
    "hjälp",
    "färg",
    "Hjälmaren",
    "öl",
    "är",
    "Ås",
];
/// Headers without a letter beyond ASCII, so that the rows alone must tell.
const PLAIN: &str = "orgnr;fte;Kommentar";
const SWEDISH: &str = "Organisationsnummer;Årsarbetskrafter;Kommentar";

/// A text in an encoding; `None` where it has no such letter.
pub(crate) fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    Some(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => {
            let byte = |c: char| {
                if c.is_ascii() {
                    return Some(c as u8);
                }
                (128..=255_u8)
                    .find(|byte| **encoding.decode(&Bytes::from(vec![*byte])).text == *c.encode_utf8(&mut [0; 4]))
            };
            text.chars().map(byte).collect::<Option<Vec<u8>>>()?
        }
    })
}

const SWEDISH_ENCODINGS: [Encoding; 10] = [
    Encoding::Utf8,
    Encoding::Utf8WithMark,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
    Encoding::Windows1252,
    Encoding::Iso8859_1,
    Encoding::Iso8859_15,
    Encoding::MacRoman,
    Encoding::Cp850,
    Encoding::Cp437,
];

fn remark(reading: &Reading, row: usize) -> String {
    reading.batches[0].columns["remark"].text(row).unwrap_or_default().to_owned()
}

/// The text of each row's last cell, as the file is read with and without a project.
fn remarks(bytes: &[u8], rows: usize) -> (Vec<String>, Vec<String>, String) {
    let reading = read("a.csv", bytes, &definitions(), &InProcess);
    let known = (0..rows).map(|row| remark(&reading, row)).collect();
    let seen = look("a.csv", bytes, &["sv".to_owned()], &InProcess, Wishes::default());
    let last = |(_, cells): &(u32, Vec<Option<String>>)| cells.last().cloned().flatten().unwrap_or_default();
    let unknown = seen.rows(&seen.tables[0]).map(|row| last(&row)).collect();
    (known, unknown, reading.sheets[0].encoding.clone().unwrap_or_default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn every_swedish_file_is_decoded_exactly(
        words in prop::collection::vec((0..WORDS.len(), 0..WORDS.len(), "[ ]?[0-9]{1,3}|\u{a0}"), 1..5),
        header in prop::sample::select(vec![PLAIN, SWEDISH]),
        encoding in prop::sample::select(SWEDISH_ENCODINGS.to_vec()),
        end in prop::sample::select(vec!["\r\n", "\n", "\r"]),
    ) {
        let expected: Vec<String> = words
            .iter()
            .map(|(a, b, more)| format!("{} {} 1\u{a0}{}", WORDS[*a], WORDS[*b], more.trim()).trim().to_owned())
            .collect();
        let lines = expected.iter().map(|text| format!("556016-0680;12,5;{text}{end}"));
        let text = std::iter::once(format!("{header}{end}")).chain(lines).collect::<String>();
        let bytes = encoded(&text, encoding).expect("Swedish letters are in all of them");
        let (known, unknown, told) = remarks(&bytes, expected.len());
        prop_assert_eq!(&known, &expected, "{} read as {}", encoding.name(), told);
        prop_assert_eq!(&unknown, &expected, "{} read as {} without a project", encoding.name(), told);
    }

    #[test]
    fn places_lead_to_the_file_and_back(text in "[a-zåäö€;\n😀]{0,40}[a-z]{0,1100}[a-zåäö€;\n😀]{0,40}", encoding in prop::sample::select(Encoding::ALL.to_vec())) {
        let text: String = text.chars().filter(|c| c.is_ascii() || encoded(&c.to_string(), encoding).is_some()).collect();
        let bytes = encoded(&text, encoding).expect("the others are left out");
        let decoded: Decoded = encoding.decode(&Bytes::from(&bytes[..]));
        let marked = decoded.text.starts_with('\u{feff}');
        prop_assert_eq!(decoded.text.trim_start_matches('\u{feff}'), &text);
        for (at, c) in decoded.text.char_indices().skip(usize::from(marked)) {
            let file = decoded.in_file(at);
            let end = decoded.in_file(at + c.len_utf8());
            let written = if encoding == Encoding::Utf8WithMark { Encoding::Utf8 } else { encoding };
            prop_assert_eq!(&bytes[file..end], &encoded(&c.to_string(), written).unwrap()[..]);
            prop_assert_eq!(decoded.in_text(file), at);
        }
        prop_assert_eq!(decoded.in_file(decoded.text.len()), bytes.len());
    }

    #[test]
    fn places_of_broken_bytes_are_those_of_the_file(bytes in prop::collection::vec(prop::sample::select(b"a;\n\xC3\xA5\xE5\xF0\x9F".to_vec()), 0..60)) {
        let decoded = Encoding::Utf8.decode(&Bytes::from(&bytes[..]));
        let mut before = 0;
        for (at, _) in decoded.text.char_indices() {
            let file = decoded.in_file(at);
            prop_assert!(file >= before);
            prop_assert_eq!(decoded.in_text(file), at);
            before = file;
        }
        prop_assert_eq!(decoded.in_file(decoded.text.len()), bytes.len());
    }

    #[test]
    fn rows_and_findings_tile_the_file(
        body in "([a-c\"å]|;|\r?\n|5;6;7\n|Summa;;9\n){0,40}",
        encoding in prop::sample::select(SWEDISH_ENCODINGS.to_vec()),
    ) {
        let text = format!("orgnr;fte;Kommentar\n{body}");
        let bytes = encoded(&text, encoding).expect("they are in all of them");
        let reading = read("a.csv", &bytes, &definitions(), &InProcess);
        prop_assume!(reading.dataset.is_some());
        let sheet = &reading.sheets[0];
        let rows: usize = reading.batches.iter().map(nytta::table::Batch::rows).sum();
        prop_assert_eq!(sheet.rows_read, sheet.rows_blank + sheet.rows_rejected + u32::try_from(rows).unwrap());
        for batch in &reading.batches {
            for row in 0..batch.rows() {
                let cell = batch.cell(row, "remark").expect("the column is there");
                let (from, to) = cell.span.bytes.unwrap_or((0, 0));
                let raw = reading_text(&bytes[from..to], sheet.encoding.as_deref().unwrap());
                let plain = raw.trim_matches('"').replace("\"\"", "\"");
                prop_assert_eq!(plain.trim(), cell.text.trim_matches('"'));
            }
        }
        for finding in reading.diagnostics.iter().filter_map(|finding| finding.span.bytes) {
            prop_assert!(finding.0 <= finding.1 && finding.1 <= bytes.len());
        }
    }
}

/// What `proptest-regressions/encoding.txt` keeps: nothing below the headers, in UTF-16 without a byte order mark. When
/// texts came to be read in pieces, the piece below the headers was empty and its places were not those of the file.
#[test]
fn headers_with_nothing_below_them_are_read_in_every_encoding() {
    for encoding in SWEDISH_ENCODINGS {
        for text in
            ["orgnr;fte;Kommentar\n", "orgnr;fte;Kommentar\r\n", "orgnr;fte;Kommentar", "orgnr;fte;Kommentar\n\n"]
        {
            let bytes = encoded(text, encoding).expect("ASCII is in all of them");
            let whole = read("a.csv", &bytes, &definitions(), &InProcess);
            let sheet = &whole.sheets[0];
            assert_eq!(whole.dataset.as_deref(), Some("enterprise_year"), "{text:?} in {}", encoding.name());
            assert_eq!(sheet.columns.len(), 3);
            assert_eq!(sheet.rows_read, sheet.rows_blank, "{text:?} in {}", encoding.name());
            assert!(whole.diagnostics.iter().any(|one| one.rule == "no-rows"), "{text:?} in {}", encoding.name());
            for finding in whole.diagnostics.iter().filter_map(|finding| finding.span.bytes) {
                assert!(finding.0 <= finding.1 && finding.1 <= bytes.len(), "{text:?} in {}", encoding.name());
            }
            for size in [1, 2, 7, 40] {
                let pieces = read_in_pieces("a.csv", &bytes, &definitions(), &InProcess, size);
                assert_eq!(pieces.diagnostics, whole.diagnostics);
                assert_eq!(format!("{:?}", pieces.sheets), format!("{:?}", whole.sheets));
            }
        }
    }
}

fn reading_text(bytes: &[u8], encoding: &str) -> String {
    let encoding = Encoding::named(encoding).expect("a reading names an encoding");
    encoding.decode(&Bytes::from(bytes)).text.to_string()
}

#[test]
fn the_languages_of_the_partners_come_out() {
    let texts = [
        ("ro", Encoding::Windows1250, "oraş;număr\nBraşov;în această ţară\n"),
        ("sl", Encoding::Windows1250, "občina;število\nČrnomelj;žaga šteje\n"),
        ("sl", Encoding::Cp852, "občina;število\nČrnomelj;žaga šteje\n"),
        ("fr", Encoding::Windows1252, "commune;salariés\nÉvreux;l’été passé, ça va très bien\n"),
        ("fr", Encoding::MacRoman, "commune;salariés\nÉvreux;l’été passé, ça va très bien\n"),
        ("it", Encoding::Windows1252, "città;perché\nForlì;più attività è già là\n"),
        ("it", Encoding::Cp850, "città;perché\nForlì;più attività è già là\n"),
    ];
    for (language, encoding, text) in texts {
        let bytes = encoded(text, encoding).expect("its letters are in it");
        let seen = look("a.csv", &bytes, &[language.to_owned()], &InProcess, Wishes::default());
        let cells = seen.rows(&seen.tables[0]).next().expect("there is a row").1;
        let cells: Vec<&str> = cells.iter().flatten().map(String::as_str).collect();
        let expected: Vec<&str> = text.lines().nth(1).unwrap().split(';').collect();
        assert_eq!(cells, expected, "{language} in {}, read as {:?}", encoding.name(), seen.reading.sheets[0].encoding);
    }
}

#[test]
fn cells_of_utf_8_in_a_file_of_another_encoding_are_named() {
    let header =
        "orgnr;Räkenskapsår till;Heltidstjänster vid årets början;Nyanställda;Överskott i år;Kommentar på något\n";
    let mut bytes = encoded(header, Encoding::Windows1252).unwrap();
    bytes.extend("556016-0680;2025-12-31;1;2;3;§ 8 fjärde\n212000-0142;2025-12-31;1;2;3;ok\n".as_bytes());
    let reading = read("a.csv", &bytes, &definitions(), &InProcess);
    let told: Vec<_> = (reading.diagnostics.iter().filter(|one| one.rule == "ambiguous-encoding"))
        .map(|one| one.message.in_language(&["en"]).into_owned())
        .collect();
    assert_eq!(told, ["F2 reads 'Â§ 8 fjÃ¤rde' in Windows-1252, but could be '§ 8 fjärde' in UTF-8"]);
    let whole = encoded(
        "orgnr;Räkenskapsår till;Kommentar\n556016-0680;2025-12-31;§ 8 fjärde – på ön\n",
        Encoding::Windows1252,
    );
    let reading = read("a.csv", &whole.unwrap(), &definitions(), &InProcess);
    assert!(reading.diagnostics.iter().all(|one| one.rule != "ambiguous-encoding"), "{:?}", reading.diagnostics);
}

#[test]
fn one_sign_many_times_decides_nothing() {
    let text =
        format!("orgnr;Räkenskapsårets slut;Kommentar\n556016-0680;2025-12-31;§ 10, för året {}\n", "§".repeat(5000));
    let bytes = encoded(&text, Encoding::Windows1252).expect("its letters are in it");
    let reading = read("a.csv", &bytes, &definitions(), &InProcess);
    assert_eq!(reading.sheets[0].encoding.as_deref(), Some("Windows-1252"));
    assert_eq!(reading_text(&bytes, "Windows-1252"), text);
}

#[test]
fn what_could_be_read_in_two_ways_is_named_and_can_be_settled() {
    let bytes = encoded(
        "orgnr;year_end;Kommentar\n556016-0680;2025-12-31;50 €\n212000-0142;2025-12-31;ok\n",
        Encoding::Iso8859_15,
    )
    .unwrap();
    let reading = read("a.csv", &bytes, &definitions(), &InProcess);
    let told: Vec<_> =
        reading.diagnostics.iter().map(|d| (d.rule.as_str(), d.span.cell().unwrap_or_default())).collect();
    assert_eq!(told, [("ambiguous-encoding", "C2".to_owned())]);
    let hint = |reading: &Reading| reading.diagnostics[0].hint.in_language(&["en"]).into_owned();
    assert!(!hint(&reading).contains("--language"), "a project says in which languages it is written");
    let seen = look("a.csv", &bytes, &["sv".to_owned()], &InProcess, Wishes::default());
    assert!(hint(&seen.reading).ends_with("(or name the language of the file when it is read: --language)"));
    for (asked, expected) in [(Encoding::Windows1252, "50 ¤"), (Encoding::Iso8859_15, "50 €")] {
        let wishes = Wishes { encoding: Some(asked), ..Wishes::default() };
        let reading = nytta::table::read_as("a.csv", &bytes, &definitions(), &InProcess, wishes);
        assert_eq!((remark(&reading, 0).as_str(), reading.diagnostics.len()), (expected, 0));
        assert_eq!(reading.sheets[0].encoding.as_deref(), Some(asked.name()));
    }
    let unsure = read(
        "a.csv",
        &encoded("orgnr;year_end;Kommentar\n556016-0680;2025-12-31;på Öland\n", Encoding::Cp850).unwrap(),
        &definitions(),
        &InProcess,
    );
    assert!(
        unsure.diagnostics.is_empty(),
        "letters that are the same in CP437 leave no doubt: {:?}",
        unsure.diagnostics
    );
}

#[test]
fn one_byte_that_makes_little_sense_decides_nothing_silently() {
    let told = |name: &[u8]| {
        let text = [&b"orgnr;year_end;Kommentar\n556016-0680;2025-12-31;"[..], name, b"\n"].concat();
        let reading = read("a.csv", &text, &definitions(), &InProcess);
        let is_told = |rule: &str| rule == "ambiguous-encoding" || rule == "undecodable-text";
        let cells = reading.diagnostics.iter().filter(|one| is_told(&one.rule)).map(|one| one.span.cell());
        cells.flatten().collect::<Vec<_>>()
    };
    for stray in [
        &b"Anna\x81"[..],
        b"Anna\x8f",
        b"An\xa5a",
        b"An\xa6a",
        b"Anna\xcb",
        b"An\xc4a",
        b"3\xd8",
        b"\x9d",
        b"An\x81a\x81",
    ] {
        assert_eq!(told(stray), ["C2"], "{stray:x?}");
    }
    // What any program writes, and letters of every Swedish text.
    for usual in [&b"Kl\xe4der"[..], b"Kl\x84der", b"p\x86 torget", b"\xa7 7", b"10 m\xb2", b"caf\xe9", b"1\x962"] {
        assert_eq!(told(usual), [""; 0], "{usual:x?}");
    }
}

#[test]
fn one_broken_byte_does_not_spoil_a_whole_file() {
    let mut bytes =
        "orgnr;year_end;Kommentar\n556016-0680;2025-12-31;på Öland är det bra\n212000-0142;2025-12-31;ja?\n"
            .as_bytes()
            .to_vec();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xE5;
    let reading = read("a.csv", &bytes, &definitions(), &InProcess);
    assert_eq!(remark(&reading, 0), "på Öland är det bra");
    let finding = &reading.diagnostics[0];
    assert_eq!((reading.diagnostics.len(), finding.rule.as_str(), finding.span.row), (1, "undecodable-text", Some(3)));
    assert_eq!(finding.span.bytes.map(|(from, to)| bytes[from..to].to_vec()), Some(b"ja\xE5".to_vec()));
}

fn named(encoding: &str) -> Located<String> {
    Located { value: encoding.to_owned(), ..Located::default() }
}

#[test]
fn a_project_can_say_how_its_files_are_written() {
    let bytes = encoded("orgnr;year_end;Kommentar\n556016-0680;2025-12-31;50 \u{a4}\n", Encoding::Windows1252).unwrap();
    let mut definitions = definitions();
    let encodings = &mut definitions.project.encodings;
    encodings.insert("submissions/2025".to_owned(), named("iso-8859-15"));
    encodings.insert("submissions/2025/b.csv".to_owned(), named("cp1252"));
    encodings.insert("submissions/2024/".to_owned(), named("cp851"));
    let read_as = |path: &str| {
        let reading = read(path, &bytes, &definitions, &InProcess);
        reading.sheets[0].encoding.clone().unwrap_or_default()
    };
    assert_eq!(read_as("submissions/2025/a.csv"), "ISO-8859-15");
    assert_eq!(read_as("submissions/2025/b.csv"), "Windows-1252");
    assert_eq!(read_as("submissions/2024/a.csv"), read_as("submissions/20251/a.csv"));
}

#[test]
fn an_encoding_that_nobody_knows_is_told_where_it_is_named() {
    let mut folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).unwrap();
    let text = folder.text("nytta.yaml").unwrap().to_owned();
    let text = format!("{text}\nencodings:\n  submissions/2025/kafe.csv: cp850\n  submissions/2024: cp851\n");
    folder.files.insert("nytta.yaml".to_owned(), text.clone().into());
    let loaded = pipeline::load(&folder).unwrap();
    let told: Vec<_> = loaded.diagnostics.iter().filter(|finding| finding.rule == "unknown-encoding").collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].span.bytes.map(|(from, to)| &text[from..to]), Some("cp851"));
    assert!(told[0].message.in_language(&["en"]).contains("'submissions/2024' is in 'cp851'"));
}

/// What decides in a short file by one letter or sign, which other encodings have in the same place. Of those with a second
/// reading, nobody can tell the two apart.
const HARD: [(&str, Option<&str>); 47] = [
    ("”ja”", None),
    ("“ja”", None),
    ("sa ”hej” till", None),
    ("”Ja”, sa hon", None),
    ("”Ängen”", None),
    ("»ja«", None),
    ("5 á 6", None),
    ("à 50 kr", None),
    ("2 à 3 st", None),
    ("A à B", Some("A Ö B")),
    ("KAFÉ", None),
    ("IDÉ", None),
    ("IDÉ AB", None),
    ("ENTRÉ", None),
    ("ANDRÉ", None),
    ("CAFÉ ÖREBRO", None),
    ("LUNDÉN", None),
    ("René", None),
    ("idé", None),
    ("50 §", Some("50 €")),
    ("§ 5", Some("€ 5")),
    ("50 € styck", None),
    ("50 €", None),
    ("€ 50", None),
    ("5 €", None),
    ("Ö", None),
    ("å", None),
    ("KÖK", None),
    ("ÅR", None),
    ("½ tjänst", None),
    ("10–15", None),
    ("l’été", None),
    ("ok – bra", None),
    ("så…", None),
    ("MÜLLER", None),
    ("Müller", Some("MÅller")),
    ("crème", Some("cräme")),
    ("VOILÀ", None),
    ("3 °C", None),
    ("m²", None),
    ("öl i Malmö", None),
    ("på ö", None),
    ("ö 3", None),
    ("Å 5", None),
    ("Åre", None),
    ("På", None),
    ("5 ½", Some("5 «")),
];

#[test]
fn a_letter_that_alone_decides_comes_out_or_its_rival_is_told() {
    let mut second = 0;
    for (text, other) in HARD {
        let western = SWEDISH_ENCODINGS.into_iter().skip(4);
        for (encoding, rows) in western.flat_map(|encoding| [(encoding, 1), (encoding, 3)]) {
            let lines = format!("556016-0680;12,5;{text}\n").repeat(rows);
            let Some(bytes) = encoded(&format!("{PLAIN}\n{lines}"), encoding) else { continue };
            let reading = read("a.csv", &bytes, &definitions(), &InProcess);
            let (found, used) = (remark(&reading, 0), reading.sheets[0].encoding.clone().unwrap_or_default());
            if found != text {
                assert_eq!(Some(found.as_str()), other, "'{text}' in {} read as {used}", encoding.name());
                let told = reading.diagnostics.iter().filter(|one| one.rule == "ambiguous-encoding").count();
                assert_eq!(told, rows, "'{text}' in {} read as {used}", encoding.name());
                second += 1;
            }
        }
    }
    assert!(second > 0, "of some, both readings are sound");
}
