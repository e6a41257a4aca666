//! What this program wrote into a marked workbook is no word of its sender's when the workbook comes back.

use nytta::diagnostic::words::ALL;
use nytta::diagnostic::{Diagnostic, Severity};
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::table::workbook::{InProcess, Workbooks};

use super::saved::{form_of, found_in, usual};
use super::{here, read, row_of};
use crate::answers::{part, with_part};

const COMMENTS: &str = "xl/comments1.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A form whose turnover was in thousands, marked in a language with what `told` makes of its findings, and then mended; and the
/// cell of its turnover.
fn mended(language: &str, told: impl Fn(Diagnostic) -> Diagnostic) -> (Vec<u8>, String) {
    let sent = form_of(&[usual(), vec![("turnover", "><v>4900</v></c>".to_owned())]].concat());
    let (found, _) = found_in("form.xlsx", &sent);
    assert!(found.iter().any(|one| one.rule == "enterprise_year.turnover_in_kronor"), "{found:#?}");
    let found: Vec<Diagnostic> = found.into_iter().map(told).collect();
    let sheets = InProcess.sheets(&sent).expect("a workbook");
    let cell = format!("C{}", row_of(&sheets[0], "turnover"));
    let submission = Submission { file: "form.xlsx", bytes: &sent, sheets: &sheets, diagnostics: &found };
    let marked = annotated(&submission, &[language.to_owned()], &Marker::InProcess).workbook;
    let sheet = part(&marked, SHEET);
    assert_eq!(sheet.matches("<v>4900</v>").count(), 1);
    (with_part(&marked, SHEET, &sheet.replace("<v>4900</v>", "<v>4900000</v>")), cell)
}

/// The rules by which something is read in comments, each with its place, and how many rows are accepted.
fn told(bytes: &[u8]) -> (Vec<String>, u32) {
    let (found, accepted) = found_in("form.xlsx", bytes);
    let of_comments = |one: &&Diagnostic| {
        one.rule.starts_with("scale-") || one.rule == "second-answer" || one.rule == "person-outside-cells"
    };
    let one = |one: &Diagnostic| format!("{} {}", one.rule, one.span.cell().unwrap_or_default());
    (found.iter().filter(of_comments).map(one).collect(), accepted)
}

/// The workbook with other comments.
fn with_comments(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    with_part(bytes, COMMENTS, &change(&part(bytes, COMMENTS)))
}

#[test]
fn a_mended_form_is_not_refused_for_the_words_it_was_given_back_with() {
    for words in ALL {
        let (marked, cell) = mended(words.language, |one| one);
        let comments = part(&marked, COMMENTS);
        assert!(comments.contains(&format!("ref=\"{cell}\"")) && comments.contains(words.todo), "{comments}");
        // As it is, and as other programs save it: with another author, without spaces that do not break, in one line.
        let saved: [&dyn Fn(&str) -> String; 4] = [
            &str::to_owned,
            &|xml| xml.replace("<author>nytta</author>", "<author> </author>"),
            &|xml| xml.replace('\u{a0}', " ").replace("<author>nytta</author>", "<author>Eva</author>"),
            &|xml| xml.replace("&#10;", " "),
        ];
        for (at, saved) in saved.iter().enumerate() {
            let (found, accepted) = told(&with_comments(&marked, saved));
            assert_eq!((found, accepted), (Vec::new(), 1), "{} {at}", words.language);
        }
    }
}

#[test]
fn a_remark_that_says_no_more_than_what_was_found_is_known_too() {
    for words in ALL {
        let scaled = |one: Diagnostic| {
            let values = [("value", "Årets resultat (tkr)"), ("times", "1 000")];
            let scaled = Diagnostic::new("amounts-scaled", one.span.clone(), &values);
            let one = if one.rule == "enterprise_year.turnover_in_kronor" { scaled } else { one };
            Diagnostic { hint: nytta::text::Text::default().into(), ..one }
        };
        let (marked, _) = mended(words.language, scaled);
        let comments = part(&marked, COMMENTS);
        assert!(comments.contains("(tkr)") && !comments.contains(words.todo), "{comments}");
        assert_eq!(told(&marked), (Vec::new(), 1), "{}", words.language);
    }
}

#[test]
fn words_of_the_sender_around_the_remark_are_read() {
    for (words, between) in ALL.into_iter().zip([" ", ". ", " – "].into_iter().cycle()) {
        let (marked, cell) = mended(words.language, |one| one);
        let said_behind = |line: &str, is_above: bool, between: &str| {
            told(&with_comments(&marked, |xml| {
                let at = xml.find(&format!("ref=\"{cell}\"")).expect("it is marked");
                let begin =
                    at + xml[at..].find("xml:space=\"preserve\">").expect("a text") + "xml:space=\"preserve\">".len();
                let end = begin + xml[begin..].find("</").expect("its end");
                let text = &xml[begin..end];
                let text = if is_above { format!("{line}&#10;{text}") } else { format!("{text}{between}{line}") };
                format!("{}{text}{}", &xml[..begin], &xml[end..])
            }))
        };
        let said = |line: &str, is_above: bool| said_behind(line, is_above, "&#10;");
        // On the same line too.
        let (found, accepted) = said_behind("Belopp i tkr", false, between);
        assert_eq!((found, accepted), (vec![format!("scale-outside {cell}")], 0), "{} {between:?}", words.language);
        let (found, _) = said_behind("ska vara 5 350 000", false, between);
        assert_eq!(found, [format!("second-answer {cell}")], "{} {between:?}", words.language);
        for is_above in [true, false] {
            let (found, accepted) = said("Belopp i tkr", is_above);
            assert_eq!((found, accepted), (vec![format!("scale-outside {cell}")], 0), "{}", words.language);
            let (found, accepted) = said("ska vara 5 350 000", is_above);
            assert_eq!((found, accepted), (vec![format!("second-answer {cell}")], 1), "{}", words.language);
            let (found, accepted) = said("Eva 811218-9876", is_above);
            assert_eq!((found, accepted), (vec![format!("person-outside-cells {cell}")], 0), "{}", words.language);
        }
        // What only begins as a remark does is none.
        let (found, _) = said(&format!("{}: belopp i tkr", words.of(Severity::Note).one), false);
        assert_eq!(found, [format!("scale-outside {cell}")], "{}", words.language);
    }
}

#[test]
fn a_remark_is_known_in_a_form_saved_as_ods() {
    let bytes = std::fs::read(here("tests/corpus/form/libreoffice.ods")).expect("a file of the corpus");
    let content = part(&bytes, "content.xml");
    let answer = "<text:p>4,912,345.00</text:p>";
    assert_eq!(content.matches(answer).count(), 1);
    let rules = |more: &str| {
        let comment = format!(
            "<office:annotation><dc:date>2026-01-15T10:00:00</dc:date><text:p>Varning: Nettoomsättningen, 4 912 kronor, är \
             hundratals gånger större eller mindre än förra årets 5 527 068 kronor</text:p><text:p>Gör så här: Något av åren är \
             troligen angivet i tusental. Ange beloppet i kronor.</text:p>{more}</office:annotation>"
        );
        let noted = with_part(&bytes, "content.xml", &content.replace(answer, &format!("{comment}{answer}")));
        let found = read("form.ods", &noted).diagnostics;
        let of_comments = |one: &&Diagnostic| one.rule.starts_with("scale-") || one.rule == "second-answer";
        found.iter().filter(of_comments).map(|one| one.rule.clone()).collect::<Vec<_>>()
    };
    assert_eq!(rules(""), Vec::<String>::new());
    assert_eq!(rules("<text:p>Belopp i tkr</text:p>"), ["scale-outside"]);
}

#[test]
fn what_its_sender_writes_on_the_list_is_told() {
    let (marked, _) = mended("sv", |one| one);
    let list = "xl/worksheets/sheet3.xml";
    let with_cells = |row: u32, cells: &str| {
        let (sheet, end) = (part(&marked, list), format!("<row r=\"{row}\""));
        let at = sheet.find(&end).map(|at| at + sheet[at..].find("</row>").expect("it ends"));
        let changed = match at {
            Some(at) => format!("{}{cells}{}", &sheet[..at], &sheet[at..]),
            None => sheet.replace("</sheetData>", &format!("{end}>{cells}</row></sheetData>")),
        };
        with_part(&marked, list, &changed)
    };
    let told = |bytes: &[u8]| -> Vec<String> {
        let (found, accepted) = found_in("form.xlsx", bytes);
        assert_eq!(accepted, 1);
        let of_list = found.into_iter().filter(|one| one.rule == "reply-in-list");
        let one = |one: Diagnostic| {
            let value = one.value.clone().unwrap_or_default();
            format!(
                "{} {}: {value}",
                one.span.sheet.as_deref().unwrap_or_default(),
                one.span.cell().unwrap_or_default()
            )
        };
        of_list.map(one).collect()
    };
    assert!(told(&marked).is_empty(), "its own words are no reply");
    let text = |cell: &str, said: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{said}</t></is></c>"#);
    assert_eq!(told(&with_cells(5, r#"<c r="H5"><v>27</v></c>"#)), ["Att rätta H5: 27"], "beside a remark");
    assert_eq!(told(&with_cells(2, &text("I2", "klart"))), ["Att rätta I2: klart"], "beside its lead");
    let below = with_cells(40, &text("A40", "tre volontärer till"));
    assert_eq!(told(&below), ["Att rätta A40: tre volontärer till"], "below the last one");
}
