//! What a workbook shows of a cell besides what it holds: units, thousands taken away, lines through it.

use std::io::{Cursor, Write as _};
use std::path::Path;

use nytta::diagnostic::Diagnostic;
use nytta::source::Span;
use nytta::table::workbook::{InProcess, Workbooks};
use nytta::table::{Reading, read};
use nytta::value::Decimal;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::answers::give_back;
use super::table::definitions;

/// A row for each format of an amount: its cell holds a number.
fn book(header: &str, amounts: &[(f64, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, header) in (0..).zip(["orgnr", "Räkenskapsårets slut", header]) {
        sheet.write(0, at, header).expect("a cell");
    }
    for (row, (amount, format)) in (1..).zip(amounts) {
        sheet.write(row, 0, "556016-0680").expect("a cell");
        sheet.write(row, 1, "2025-12-31").expect("a cell");
        let format = Format::new().set_num_format(*format);
        sheet.write_with_format(row, 2, *amount, &format).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The amounts as they are read, `!` where they are not, and what is found at their cells.
fn amounts(header: &str, amounts: &[(f64, &str)]) -> (Vec<String>, Vec<String>) {
    told(&read("a.xlsx", &book(header, amounts), &definitions(), &InProcess))
}

pub(super) fn told(reading: &Reading) -> (Vec<String>, Vec<String>) {
    let column = &reading.batches[0].columns["turnover"];
    let value = |row: usize| column.number(row).map_or("!".to_owned(), |number| number.normalize().to_string());
    let found = reading.diagnostics.iter().map(|one| {
        let place = one.span.cell().or(one.span.row.map(|row| row.to_string())).unwrap_or_default();
        format!("{place} {} {}", one.rule, one.message.in_language(&["en"]))
    });
    ((0..column.states.len()).map(value).collect(), found.collect())
}

#[test]
fn a_unit_that_a_format_shows_is_the_unit_of_the_number() {
    for (format, meant) in [
        ("#,##0 \"kr\"", "1250"),
        ("_-* #,##0.00\\ \"kr\"_-;\\-* #,##0.00\\ \"kr\"_-;_-* \"-\"??\\ \"kr\"_-;_-@_-", "1250"),
        ("[$kr-41D] #,##0", "1250"),
        ("[$SEK] #,##0", "1250"),
        ("[Red]#,##0.00", "1250"),
        ("#,##0\":-\"", "1250"),
        ("General\" kr\"", "1250"),
        ("#,##0 \"tkr\"", "1250000"),
        ("0.0\" mnkr\"", "1250000000"),
        ("#,##0 \"€\"", "!"),
        ("[$€-2] #,##0", "!"),
        ("#,##0 [$EUR]", "!"),
        ("$#,##0_);($#,##0)", "!"),
        ("[$kr-414] #,##0", "!"),
        ("[$kr.-406] #,##0", "!"),
        ("[>=1000]#,##0 \"€\";0 \"kr\"", "!"),
        ("[>=10000]#,##0 \"€\";0 \"kr\"", "1250"),
        ("0%", "!"),
        ("0 \"st\"", "!"),
    ] {
        let (values, found) = amounts("Omsättning (kr)", &[(1250.0, format)]);
        assert_eq!(values, [meant], "{format}: {found:?}");
        let expected = match meant {
            "!" => Some("C2 wrong-unit"),
            "1250000" | "1250000000" => Some("C1 amounts-scaled"),
            _ => None,
        };
        assert_eq!(
            found.iter().map(|one| one.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>(),
            expected.into_iter().collect::<Vec<_>>(),
            "{format}"
        );
    }
    let found = amounts("Omsättning (kr)", &[(1250.0, "#,##0 \"€\"")]).1;
    assert_eq!(found, ["C2 wrong-unit '1,250 €' is given in another unit than the form asks for"]);
    let negative = amounts("Omsättning (kr)", &[(-5.0, "0 \"kr\";-0 \"€\"")]);
    assert_eq!(negative.0, ["!"], "{:?}", negative.1);
}

#[test]
fn a_number_that_is_shown_smaller_than_it_is_is_told_unless_something_says_so() {
    for (header, format, told) in [
        ("Omsättning (kr)", "#,##0,", Some("1,250")),
        ("Omsättning (kr)", "0.0,,", Some("1.3")),
        ("Omsättning (kr)", "#,##0.00,", Some("1,250")),
        ("Omsättning (kr)", "0,,", Some("1")),
        ("Omsättning (kr)", "#,##0, \"kr\"", Some("1,250 kr")),
        ("Omsättning (mkr)", "#,##0,", Some("1,250")),
        ("Omsättning (kr)", "#,##0, \"tkr\"", None),
        ("Omsättning (tkr)", "#,##0,", None),
        ("Omsättning (kr)", "#,##0", None),
    ] {
        let (values, found) = amounts(header, &[(1_250_000.0, format), (0.0, format)]);
        let multiplied = header.contains("(mkr)") || header.contains("(tkr)");
        assert_eq!(values, ["1250000", "0"], "{header} {format}");
        let expected = told.map(|shown| {
            let held = shown.split_once(' ').map_or("1,250,000".to_owned(), |(_, unit)| format!("1,250,000 {unit}"));
            format!("C2 shown-smaller '{held}' is shown as '{shown}' in the workbook, and '{held}' is what is read")
        });
        let found: Vec<String> =
            found.into_iter().filter(|one| !multiplied || !one.contains("amounts-scaled")).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{header} {format}");
    }
}

#[test]
fn digits_that_a_format_sets_beside_a_number_are_told() {
    for (format, shown) in [
        ("0\"000\"", Some("7,000")),
        ("# ##0\" 000\"", Some("7 000")),
        ("0\\0\\0\\0", Some("7,000")),
        ("\"1\"0", Some("17")),
        ("0.0\"0\"", Some("7.00")),
        ("General\"0\"", Some("70")),
        ("0\" m2\"", None),
        ("\"nr 1: \"0", None),
    ] {
        let (values, found) = amounts("Omsättning (kr)", &[(7.0, format)]);
        assert_eq!(values, ["7"], "{format}");
        let told: Vec<&String> = found.iter().filter(|one| one.contains(" shown-smaller ")).collect();
        let said = |shown: &str| {
            format!("C2 shown-smaller '7' is shown as '{shown}' in the workbook, and '7' is what is read")
        };
        assert_eq!(told, shown.map(said).iter().collect::<Vec<_>>(), "{format}: {found:?}");
    }
}

#[test]
fn a_number_of_a_workbook_is_told_as_each_language_writes_it() {
    let reading = read("a.xlsx", &book("Nyanställda", &[(1313.25, "0.00")]), &definitions(), &InProcess);
    let [found] = &reading.diagnostics[..] else { panic!("{:?}", reading.diagnostics) };
    assert_eq!(found.message.in_language(&["sv"]), "'1\u{a0}313,25' är inte ett heltal");
    assert_eq!(found.message.in_language(&["en"]), "'1,313.25' is not a whole number");
    assert_eq!(found.value.as_deref(), Some("1313.25"), "as the workbook keeps it");
    assert_eq!(found.shown_value(&["sv".to_owned()]), "1\u{a0}313,25", "as its reader sees it");
    let millions = read("a.xlsx", &book("Omsättning (kr)", &[(4.35, "0.00\" Mkr\"")]), &definitions(), &InProcess);
    let [found] = &millions.diagnostics[..] else { panic!("{:?}", millions.diagnostics) };
    assert_eq!(found.message.in_language(&["sv"]), "beloppen vid '4,35 Mkr' multipliceras med 1\u{a0}000\u{a0}000");
    let text = "orgnr;Räkenskapsårets slut;Nyanställda\n556016-0680;2025-12-31;1313,25\n";
    let reading = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(
        reading.diagnostics[0].message.in_language(&["en"]),
        "'1313,25' is not a whole number",
        "as it is written"
    );
}

/// Workbooks of three other programs with the same cells, one number format each.
#[test]
fn a_format_that_hides_a_value_or_shows_a_strange_word_is_told_whatever_wrote_the_workbook() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table");
    for name in ["formats.xlsx", "formats.xls", "formats-libreoffice.xls", "formats.ods"] {
        let bytes = std::fs::read(folder.join(name)).expect("the corpus is there");
        let (values, found) = told(&read(name, &bytes, &definitions(), &InProcess));
        let expected = "1250 1250 ! 12 0 5 0 2.5 0.25 1250 -7 1500 15 1 1500000 7 1250.5";
        assert_eq!(values.join(" "), expected, "{name}: {found:?}");
        let expected = [
            "C2 word-beside-number beside the number stands 'ton', which is not read",
            "C4 wrong-unit '1,250 timmar' is given in another unit than the form asks for",
            "C5 hidden-value the number format of the cell hides '12', which is read all the same",
            "C6 hidden-value the number format of the cell hides '0', which is read all the same",
            "C15 hidden-value the number format of the cell hides '1', which is read all the same",
            "D18 hidden-value the number format of the cell hides 'dolt', which is read all the same",
        ];
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_format_shows_a_number_unless_it_has_no_place_for_one() {
    for (amount, format, told) in [
        (1250.0, "0\" av bolaget\"", Some("word-beside-number")),
        (1250.0, "\"ca \"0", Some("word-beside-number")),
        (1250.0, "[$₹-4009] #,##0", Some("word-beside-number")),
        (-1250.0, "0;\"–\"0", None),
        (1250.0, "0\\h", Some("wrong-unit")),
        (1250.0, "0.00E+00", None),
        (1250.0, "# ?/?", None),
        (1250.0, "# ??/16", None),
        (1250.0, "@", None),
        (1250.0, "[Color10][>=100]0;[Red]0", None),
        (-1250.0, "0;", Some("hidden-value")),
        (1250.0, ";;", Some("hidden-value")),
        (1250.0, "\"-\"", Some("hidden-value")),
        (0.0, "0;-0;\"-\"", None),
        (0.0, "0;-0;\"\"", Some("hidden-value")),
        (1250.0, "[<1000]0;;", Some("hidden-value")),
        (999.0, "[<1000]0;;", None),
    ] {
        let (_, found) = amounts("Omsättning (kr)", &[(amount, format)]);
        let rules: Vec<&str> = found.iter().filter_map(|one| one.split(' ').nth(1)).collect();
        assert_eq!(rules, Vec::from_iter(told), "{amount} {format}");
    }
    let shown = read("a.xlsx", &book("Omsättning (kr)", &[(1.0, "\"ja\"")]), &definitions(), &InProcess);
    let hint = shown.diagnostics[0].hint.in_language(&["en"]);
    assert!(hint.ends_with("in the workbook the cell shows 'ja' instead"), "{hint}");
}

#[test]
fn a_sign_that_a_format_adds_or_leaves_away_is_told() {
    for (amount, format, shown) in [
        (1250.0, "\"-\"0", Some("−1,250")),
        (1250.0, "-#,##0", Some("−1,250")),
        (1250.0, "\\-#,##0 \"kr\"", Some("−1,250 kr")),
        (1250.0, "[$kr-41D] -#,##0", Some("−1,250 kr")),
        (1250.0, "(0)", Some("−1,250")),
        (1250.0, "\"(\"#,##0\")\"", Some("−1,250")),
        (1250.0, "0\"-\"", Some("−1,250")),
        (1250.0, "-0;-0", Some("−1,250")),
        (-1250.0, "0;0", Some("1,250")),
        (-1250.0, "[>=0]#,##0;#,##0", Some("1,250")),
        (-1250.0, "[>0]#,##0 \"kr\";#,##0 \"kr\"", Some("1,250 kr")),
        (-1250.0, "[>0]0;[<0]0;0", Some("1,250")),
        (-1250.0, "[<0]0;0", Some("1,250")),
        (1250.0, "[>=0]0;-0", None),
        (-1250.0, "[>=0]0;-0", None),
        (-1250.0, "[>=0]0;[Red]0", None),
        (-1250.0, "[<0](0);0", None),
        (-1250.0, "[>=1000]#,##0;0.00", None),
        (-1250.0, "[>=-10]0;0", None),
        (-1250.0, "[<>5]0;0", None),
        (1250.0, "#,##0;-#,##0", None),
        (-1250.0, "#,##0;-#,##0", None),
        (-1250.0, "#,##0_);(#,##0)", None),
        (-1250.0, "#,##0;[Red]#,##0", None),
        (-1250.0, "-0", None),
        (1250.0, "_-* #,##0.00\\ \"kr\"_-;\\-* #,##0.00\\ \"kr\"_-;_-* \"-\"??\\ \"kr\"_-;_-@_-", None),
        (0.0, "_-* #,##0_-;\\-* #,##0_-;_-* \"-\"??_-", None),
        (0.0, "-0", None),
        (1250.0, "0\":-\"", None),
        (1250.0, "00-00", None),
        (1250.0, "0_-", None),
    ] {
        let (values, found) = amounts("Omsättning (kr)", &[(amount, format)]);
        assert_eq!(values, [amount.to_string()], "{format}");
        let told: Vec<&String> = found.iter().filter(|one| one.contains(" shown-smaller ")).collect();
        assert_eq!(told.len(), usize::from(shown.is_some()), "{format}: {found:?}");
        let shows = |shown: &str| told[0].contains(&format!("is shown as '{shown}' in the workbook"));
        assert!(shown.is_none_or(shows), "{format}: {found:?}");
    }
}

#[test]
fn a_day_that_a_workbook_holds_an_hour_too_early_is_asked() {
    let format = Format::new().set_num_format("yyyy-mm-dd");
    // 46022 is the last day of 2025.
    for (held, is_read) in
        [(46_022.0, true), (46_022.35, true), (46_021.0 + 23.0 / 24.0, false), (46_021.0 + 22.0 / 24.0, false)]
    {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["orgnr", "Räkenskapsårets slut", "Omsättning (kr)"]).expect("a row");
        sheet.write(1, 0, "556016-0680").expect("a cell");
        sheet.write_with_format(1, 1, held, &format).expect("a cell");
        sheet.write(1, 2, 5).expect("a cell");
        let reading = read("a.xlsx", &book.save_to_buffer().expect("a workbook"), &definitions(), &InProcess);
        let rules: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, if is_read { &[][..] } else { &["not-a-date"] }, "{held}");
    }
}

#[test]
fn what_is_crossed_out_is_read_and_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let struck = Format::new().set_font_strikethrough();
    for (at, header) in (0..).zip(["orgnr", "Räkenskapsårets slut", "Omsättning (kr)", "Egen kolumn"]) {
        sheet.write(0, at, header).expect("a cell");
    }
    for row in 1..5 {
        for (column, cell) in (0..).zip(["556016-0680", "2025-12-31", "5", "not"]) {
            let is_struck = row == 2 || (row == 3 && column == 2) || (row == 4 && column == 3);
            let format = if is_struck { struck.clone() } else { Format::new() };
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_with_format(row, column, number, &format),
                Err(_) => sheet.write_with_format(row, column, cell, &format),
            }
            .expect("a cell");
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let (values, found) = told(&read("a.xlsx", &bytes, &definitions(), &InProcess));
    assert_eq!(values, ["5", "5", "5", "5"]);
    let crossed: Vec<&str> =
        found.iter().filter(|one| one.contains("crossed-out")).map(|one| one.split(' ').next().unwrap()).collect();
    assert_eq!(crossed, ["3", "C4"], "{found:?}");
}

#[test]
fn what_is_shown_stays_where_a_workbook_is_made_anew() {
    let bytes =
        book("Omsättning (kr)", &[(1_250_000.0, "#,##0,\" €\""), (0.5, "0%"), (12.0, ";;;"), (7.0, "0\" ton\"")]);
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let finding = Diagnostic::new("no-rows", Span::file("a.ods"), &[]);
    let made = give_back("a.ods", b"another kind of file", &sheets, &[finding]);
    assert_eq!(InProcess.sheets(&made).expect("a workbook")[0].rows, sheets[0].rows);
}

/// An ODS workbook of one amount: the styles all documents share, the document's own, and the style of the amount.
fn ods(shared: &str, own: &str, style: &str) -> Vec<u8> {
    ods_of(shared, own, style, "office:value-type=\"float\" office:value=\"1250\"")
}

/// The same of an amount with other attributes.
fn ods_of(shared: &str, own: &str, style: &str, amount: &str) -> Vec<u8> {
    let names = ["office", "style", "number", "table", "text", "fo"]
        .map(|name| format!("xmlns:{name}=\"urn:test:{name}\"").replace("test", "oasis:names:tc:opendocument:xmlns"))
        .join(" ");
    let texts = |texts: [&str; 3]| {
        texts.map(|text| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        })
    };
    let [orgnr, end, turnover] = texts(["orgnr", "Räkenskapsårets slut", "Omsättning (kr)"]);
    let [number, day, _] = texts(["556016-0680", "2025-12-31", ""]);
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        (
            "styles.xml",
            format!("<office:document-styles {names}><office:styles>{shared}</office:styles></office:document-styles>"),
        ),
        (
            "content.xml",
            format!(
                "<office:document-content {names}><office:automatic-styles>{own}</office:automatic-styles>\
                 <office:body><office:spreadsheet><table:table table:name=\"Blad\"><table:table-row>{orgnr}{end}{turnover}\
                 </table:table-row><table:table-row>{number}{day}<table:table-cell table:style-name=\"{style}\" \
                 {amount}/></table:table-row></table:table>\
                 </office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

fn unit(name: &str, unit: &str) -> String {
    format!(
        "<number:number-style style:name=\"{name}\"><number:number/><number:text> {unit}</number:text></number:number-style>"
    )
}

fn cell_style(name: &str, attributes: &str, properties: &str) -> String {
    format!(
        "<style:style style:name=\"{name}\" style:family=\"table-cell\" {attributes}>\
         <style:text-properties {properties}/></style:style>"
    )
}

#[test]
fn a_style_keeps_what_it_is_built_on_shows_unless_it_says_otherwise() {
    let struck = "style:text-line-through-style=\"solid\"";
    let euro = cell_style("Euro", "style:data-style-name=\"N1\"", struck);
    let middle = cell_style("Middle", "style:parent-style-name=\"Euro\"", "fo:color=\"#ff0000\"");
    // A style may stand before the one that it is built on.
    let shared = format!("{}{middle}{euro}", unit("N1", "€"));
    let crossed = "C2 crossed-out";
    for (attributes, properties, meant, told) in [
        ("style:parent-style-name=\"Euro\"", "fo:font-weight=\"bold\"", "!", vec!["C2 wrong-unit", crossed]),
        ("style:parent-style-name=\"Middle\"", "fo:font-weight=\"bold\"", "!", vec!["C2 wrong-unit", crossed]),
        ("style:parent-style-name=\"Euro\"", "style:text-line-through-style=\"none\"", "!", vec!["C2 wrong-unit"]),
        ("style:parent-style-name=\"Euro\" style:data-style-name=\"N2\"", "", "1250", vec![crossed]),
        // One that is built on itself ends all the same.
        ("style:parent-style-name=\"ce1\"", "fo:font-weight=\"bold\"", "1250", vec![]),
    ] {
        let own = format!("{}{}", unit("N2", "kr"), cell_style("ce1", attributes, properties));
        let (values, found) = told_of(&ods(&shared, &own, "ce1"));
        assert_eq!(values, [meant], "{attributes} {properties}: {found:?}");
        let mut rules: Vec<String> =
            found.iter().map(|one| one.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
        rules.sort_by_key(|rule| !rule.contains("wrong-unit"));
        assert_eq!(rules, told, "{attributes} {properties}");
    }
}

#[test]
fn a_minus_that_a_style_of_a_document_adds_is_told() {
    let own_cell = cell_style("ce1", "style:data-style-name=\"N1\"", "");
    let text = |text: &str| format!("<number:text>{text}</number:text>");
    for (before, after, is_told) in [("-", "", true), ("(", ")", true), ("", " kr", false), ("A-", "", false)] {
        let style = format!(
            "<number:number-style style:name=\"N1\">{}<number:number/>{}</number:number-style>",
            text(before),
            text(after)
        );
        let (values, found) = told_of(&ods("", &format!("{style}{own_cell}"), "ce1"));
        assert_eq!(values, ["1250"], "{before}");
        let told = found.iter().any(|one| one.contains("shown-smaller") && one.contains("shown as '−1,250'"));
        assert_eq!(told, is_told, "{before}: {found:?}");
    }
}

#[test]
fn a_minus_that_a_style_of_a_document_leaves_away_is_told() {
    let own_cell = cell_style("ce1", "style:data-style-name=\"N1\"", "");
    let number = "<number:number/>";
    let red = "<style:text-properties fo:color=\"#ff0000\"/>";
    let money = "office:value-type=\"currency\" office:currency=\"SEK\" office:value=\"-66247\"";
    for (amount, unit) in [("office:value-type=\"float\" office:value=\"-66247\"", ""), (money, " SEK")] {
        for (condition, below, is_told) in [
            ("&gt;=0", number.to_owned(), true),
            ("&gt;0", number.to_owned(), true),
            ("&gt;=0", format!("<number:text>-</number:text>{number}"), false),
            ("&gt;=0", format!("{red}{number}"), false),
            ("&gt;=1000", number.to_owned(), false),
        ] {
            let style = format!(
                "<number:number-style style:name=\"P0\">{number}</number:number-style><number:number-style \
                 style:name=\"N1\">{below}<style:map style:condition=\"value(){condition}\" \
                 style:apply-style-name=\"P0\"/></number:number-style>"
            );
            let (values, found) = told_of(&ods_of("", &format!("{style}{own_cell}"), "ce1", amount));
            assert_eq!(values, ["-66247"], "{condition} {below}: {found:?}");
            let told = found
                .iter()
                .any(|one| one.contains(&format!("shown-smaller '−66,247{unit}' is shown as '66,247{unit}'")));
            assert_eq!(told, is_told, "{condition} {below}: {found:?}");
        }
    }
}

#[test]
fn a_format_that_both_parts_of_a_workbook_define_is_read_once() {
    let named = cell_style("Named", "style:data-style-name=\"N1\"", "");
    let own_cell = cell_style("ce1", "style:data-style-name=\"N1\"", "");
    for (shared, own, style, meant) in [
        ("€", "€", "ce1", "'1,250 €'"),
        ("€", "EUR", "ce1", "'1,250 EUR'"),
        // A style that all documents share keeps the format that stands beside it.
        ("€", "kr", "Named", "'1,250 €'"),
    ] {
        let bytes = ods(&format!("{}{named}", unit("N1", shared)), &format!("{}{own_cell}", unit("N1", own)), style);
        let (values, found) = told_of(&bytes);
        assert_eq!(values, ["!"], "{shared} {own}: {found:?}");
        assert!(found[0].contains(&format!("wrong-unit {meant}")), "{shared} {own}: {found:?}");
    }
    // Where the later one has no unit, none is left of the earlier one.
    let percent = "<number:percentage-style style:name=\"N1\"><number:number/></number:percentage-style>";
    let (values, found) = told_of(&ods(&unit("N1", "€"), &format!("{percent}{own_cell}"), "ce1"));
    assert_eq!((values, found), (vec!["1250".to_owned()], vec![]));
}

fn told_of(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    told(&read("a.ods", bytes, &definitions(), &InProcess))
}

/// Formats of numbers that show nothing but the number, however they part and colour it.
const PLAIN: [&str; 14] = [
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "# ##0,00",
    "[Blue]0.00;[Red]-0.00",
    "#,##0.00_);(#,##0.00)",
    "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-",
    "0.00E+00",
    "# ?/?",
    "# ??/100",
    "[>=1000]#,##0;0.00",
    "@",
];
/// Formats of days.
const DAYS: [&str; 8] = [
    "yyyy-mm-dd",
    "d/m/yyyy",
    "dd.mm.yy",
    "m/d/yy",
    "d mmmm yyyy",
    "[$-41D]d mmmm yyyy;@",
    "yyyy-mm-dd hh:mm",
    "mmm-yy",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_number_of_a_workbook_is_read_in_whatever_format_it_is_shown(
        written in prop::collection::vec((-10_000_000_000_i64..10_000_000_000, prop::sample::select(&PLAIN[..])), 1..20),
    ) {
        #[expect(clippy::cast_precision_loss, reason = "so few digits are exact")]
        let cells: Vec<(f64, &str)> = written.iter().map(|(cents, format)| (*cents as f64 / 100.0, *format)).collect();
        let meant: Vec<String> = written.iter().map(|(cents, _)| Decimal::new(*cents, 2).normalize().to_string()).collect();
        let (values, found) = amounts("Omsättning (kr)", &cells);
        prop_assert_eq!(values, meant, "{:?}", written);
        prop_assert!(found.is_empty(), "{:?}", found);
    }

    #[test]
    fn a_day_of_a_workbook_is_read_in_whatever_format_it_is_shown(
        written in prop::collection::vec((44_000_u32..46_500, prop::sample::select(&DAYS[..])), 1..20),
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, header) in (0..).zip(["orgnr", "Räkenskapsårets slut"]) {
            sheet.write(0, at, header).expect("a cell");
        }
        for (row, (day, format)) in (1..).zip(&written) {
            sheet.write(row, 0, "556016-0680").expect("a cell");
            sheet.write_with_format(row, 1, *day, &Format::new().set_num_format(*format)).expect("a cell");
        }
        let bytes = book.save_to_buffer().expect("a workbook");
        let reading = read("a.xlsx", &bytes, &definitions(), &InProcess);
        let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
        let column = &reading.batches[0].columns["year_end"];
        for (row, (day, format)) in written.iter().enumerate() {
            let meant = first + chrono::Days::new(u64::from(*day));
            prop_assert_eq!(column.written(row), Some(meant.to_string()), "{} {}", day, format);
        }
    }
}
