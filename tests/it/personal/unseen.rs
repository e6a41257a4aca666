//! What no cell, comment or page of a workbook shows is looked through for persons, and plain workbooks raise nothing.

use std::path::{Path, PathBuf};

use nytta::table::workbook::{Child, InProcess};
use nytta::table::{self, Reading};
use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties, Format, Formula,
    Image, Url, Workbook, Worksheet,
};

use super::definitions;
use super::files::{book_with, workbook};

const NUMBER: &str = "880320-0016";
const ADDRESS: &str = "eva.ek@x.se";

fn read(file: &str, bytes: &[u8]) -> Reading {
    let reading = table::read(file, bytes, &definitions(), &InProcess);
    let shown = format!("{reading:?}");
    assert!(!shown.contains("0016") && !shown.contains("eva.ek") && !shown.contains("svensson"), "{file}: {shown}");
    reading
}

/// The words, sheet and cell of each finding of a person outside the cells; nothing else is told then, and nothing is read.
fn told(file: &str, bytes: &[u8]) -> Vec<(String, Option<String>, Option<String>)> {
    let reading = read(file, bytes);
    assert!(reading.batches.is_empty(), "{file}: {:?}", reading.diagnostics);
    let outside = |one: &nytta::diagnostic::Diagnostic| {
        assert_eq!(one.rule, "person-outside-cells", "{file}");
        let said = one.message.in_language(&["sv"]).into_owned();
        let words =
            said.split_once("stå i ").and_then(|(_, rest)| rest.split_once(';')).map(|(words, _)| words.to_owned());
        (words.expect("it tells where"), one.span.sheet.as_deref().map(str::to_owned), one.span.cell())
    };
    reading.diagnostics.iter().map(outside).collect()
}

fn on_second(put: impl Fn(&mut Worksheet)) -> Vec<u8> {
    book_with(|book| put(book.worksheet_from_index(1).expect("the second")))
}

/// A picture of one dot.
fn picture() -> Image {
    let bytes = [
        0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0,
        0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
    ];
    Image::new_from_buffer(&bytes).expect("a picture")
}

fn validated(validation: &DataValidation) -> Vec<u8> {
    on_second(|sheet| {
        sheet.add_data_validation(1, 1, 1, 1, validation).expect("a place");
    })
}

#[test]
fn what_an_xlsx_workbook_does_not_show_is_told_at_its_place() {
    let list = DataValidation::new().allow_list_strings(&["ja", NUMBER]).expect("a list");
    let prompt = DataValidation::new().set_input_message(format!("fråga {NUMBER}")).expect("it is short");
    let whole = DataValidation::new().allow_whole_number(rust_xlsxwriter::DataValidationRule::GreaterThan(0));
    let error = whole.set_error_message("ring 070-174 06 05").expect("it is short");
    let link = |url: Url| {
        on_second(|sheet| {
            sheet.write_url(6, 3, url.clone()).expect("a place");
        })
    };
    let format = on_second(|sheet| {
        let format = Format::new().set_num_format(format!("[>=1]0 \"Eva \"\"{NUMBER}\""));
        sheet.write_number_with_format(1, 1, 12, &format).expect("a place");
    });
    let chart = on_second(|sheet| {
        let mut chart = Chart::new(ChartType::Column);
        chart.add_series().set_values("Svar!$B$2:$B$2");
        chart.title().set_name(&format!("Eva {NUMBER}"));
        sheet.insert_chart(5, 5, &chart).expect("a place");
    });
    let condition = on_second(|sheet| {
        let rule = ConditionalFormatCellRule::EqualTo(NUMBER);
        let format = ConditionalFormatCell::new().set_rule(rule).set_format(Format::new().set_bold());
        sheet.add_conditional_format(1, 1, 1, 1, &format).expect("a place");
    });
    let named = |name: &str, value: &str| {
        book_with(|book: &mut Workbook| {
            book.define_name(name, value).expect("a name");
        })
    };
    let formula = on_second(|sheet| {
        let formula = Formula::new(format!("=IF(A2=\"{NUMBER}\",1,0)")).set_result("0");
        sheet.write_formula(4, 4, formula).expect("a place");
    });
    let described = on_second(|sheet| {
        sheet.insert_image(5, 5, &picture().set_alt_text(format!("Eva {NUMBER}"))).expect("a place");
    });
    let property = book_with(|book| {
        book.set_properties(&DocProperties::new().set_comment("ring 070-174 06 05"));
    });
    let second = Some("Kim & Co");
    for (bytes, words, sheet, cell) in [
        (link(Url::new(format!("mailto:{ADDRESS}")).set_text("mejl")), "en länk", second, None),
        (link(Url::new("https://x.se").set_tip(NUMBER)), "en länk", second, Some("D7")),
        (
            validated(&list),
            "regeln eller meddelandet för vad en cell får innehålla (Dataverifiering)",
            second,
            Some("B2"),
        ),
        (
            validated(&prompt),
            "regeln eller meddelandet för vad en cell får innehålla (Dataverifiering)",
            second,
            Some("B2"),
        ),
        (
            validated(&error),
            "regeln eller meddelandet för vad en cell får innehålla (Dataverifiering)",
            second,
            Some("B2"),
        ),
        (format, "ett talformat", None, None),
        (chart, "ett diagram", None, None),
        (condition, "en villkorsstyrd formatering", second, Some("B2")),
        (named("kontakt", &format!("=\"{NUMBER}\"")), "ett definierat namn (Namnhanteraren)", None, None),
        (named("Eva_880320_0016", "=Svar!$A$1"), "ett definierat namn (Namnhanteraren)", None, None),
        (formula, "en formel", second, Some("E5")),
        (described, "beskrivningen av en bild eller form (alternativtext)", second, None),
        (property, "arbetsbokens egenskaper", None, None),
    ] {
        let expected = (words.to_owned(), sheet.map(str::to_owned), cell.map(str::to_owned));
        assert_eq!(told("a.xlsx", &bytes), [expected]);
    }
}

#[test]
fn parts_that_programs_keep_are_looked_through_with_care() {
    let of = |part: &str, xml: &str| workbook("Svar", part, xml);
    let words =
        |part: &str, xml: &str| told("a.xlsx", &of(part, xml)).into_iter().map(|(words, ..)| words).collect::<Vec<_>>();
    let pivot =
        format!("<d><cacheField name=\"Namn\"><sharedItems><s v=\"Eva {NUMBER}\"/></sharedItems></cacheField></d>");
    assert_eq!(words("xl/pivotCache/pivotCacheDefinition1.xml", &pivot), ["en pivottabells sparade data"]);
    let linked =
        format!("<e><sheetData><row r=\"1\"><cell r=\"A1\" t=\"str\"><v>{ADDRESS}</v></cell></row></sheetData></e>");
    assert_eq!(words("xl/externalLinks/externalLink1.xml", &linked), ["en länk"]);
    let cache = "<c:chart><c:strCache><c:pt idx=\"0\"><c:v>070-174 06 05</c:v></c:pt></c:strCache></c:chart>";
    assert_eq!(words("xl/charts/chart1.xml", cache), ["ett diagram"]);
    let kept = format!("<item a=\"x > y\"><!-- <b> --><![CDATA[<{NUMBER}>]]></item>");
    assert_eq!(words("customXml/item1.xml", &kept), ["en del av arbetsboken som inte syns i någon cell"]);
    let wordart = format!("<xml><v:shape><v:textpath string=\"{NUMBER}\"/></v:shape></xml>");
    let told = words("xl/drawings/vmlDrawing1.vml", &wordart);
    assert_eq!(told, ["beskrivningen av en bild eller form (alternativtext)"]);
    let target = "<R><Relationship Id=\"r1\" Target=\"mailto:eva.ek%40x.se\" TargetMode=\"External\"/></R>";
    assert_eq!(words("xl/worksheets/_rels/sheet1.xml.rels", target), ["en länk"]);
    // Keys, coordinates, figures, times and who used a program are nobody's number.
    for (part, xml) in [
        (
            "xl/charts/chart1.xml",
            "<c:numCache><c:pt idx=\"0\"><c:v>8803200016</c:v></c:pt><c:pt idx=\"1\"><c:v>0701740605</c:v></c:pt></c:numCache>",
        ),
        ("xl/charts/chart1.xml", "<c:numCache><c:v>880320</c:v><c:v>0016</c:v></c:numCache>"),
        (
            "xl/drawings/drawing1.xml",
            "<d xr:uid=\"{19880320-0016-4abc-8def-880320001600}\"><a:off x=\"8803200016\" y=\"0701740605\"/></d>",
        ),
        ("xl/persons/person.xml", "<p><person displayName=\"Eva Ek\" userId=\"eva.ek@x.se\"/></p>"),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            "<d refreshedBy=\"eva.ek@x.se\" refreshedDate=\"45000.880320\"><n v=\"8803200016\"/></d>",
        ),
        ("customXml/item1.xml", "<i at=\"2025-06-01T08:30:00\">backup 250115-1430, 0701740605</i>"),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            "<R><Relationship Id=\"r1\" Target=\"file:///C:/Bokslut%20250115-1430.xlsx\"/></R>",
        ),
    ] {
        let reading = table::read("a.xlsx", &of(part, xml), &definitions(), &InProcess);
        assert!(!reading.batches.is_empty(), "{part}: {:?}", reading.diagnostics);
    }
}

#[test]
fn the_same_is_told_of_workbooks_that_libreoffice_saved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/outside");
    for (name, words) in [
        ("link", "en länk"),
        ("validation", "regeln eller meddelandet för vad en cell får innehålla (Dataverifiering)"),
        ("name", "ett definierat namn (Namnhanteraren)"),
        ("format", "ett talformat"),
        ("chart", "ett diagram"),
        ("condition", "en villkorsstyrd formatering"),
    ] {
        for kind in ["xls", "ods"] {
            let file = format!("unseen-{name}.{kind}");
            let bytes = std::fs::read(folder.join(&file)).expect("it is in the corpus");
            let told = told(&file, &bytes);
            assert!(!told.is_empty() && told.iter().all(|(said, ..)| said == words), "{file}: {told:?}");
        }
    }
}

/// Every workbook below a folder.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("it is there").path();
        let is_workbook = ["xlsx", "xls", "ods"].iter().any(|end| path.extension().is_some_and(|have| have == *end));
        if path.is_dir() {
            found.extend(workbooks(&path));
        } else if is_workbook {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn plain_workbooks_of_every_program_raise_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let definitions = definitions();
    // Some are made to exhaust whoever reads them.
    let child = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let all: Vec<PathBuf> = ["examples", "tests"].iter().flat_map(|folder| workbooks(&root.join(folder))).collect();
    assert!(all.len() > 60, "{all:?}");
    for path in all {
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let of_persons = ["comment", "header.xls", "number-in-properties", "unseen-"];
        if path.parent().is_some_and(|folder| folder.ends_with("outside"))
            && of_persons.iter().any(|part| name.contains(part))
        {
            continue;
        }
        let bytes = std::fs::read(&path).expect("it can be read");
        let reading = table::read("a", &bytes, &definitions, &child);
        let outside = reading.diagnostics.iter().find(|one| one.rule == "person-outside-cells");
        assert!(outside.is_none(), "{}: {outside:?}", path.display());
    }
}
