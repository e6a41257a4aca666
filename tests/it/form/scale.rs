//! Words of scale that stand outside the amounts are asked about, whatever they stand in.

use std::sync::OnceLock;

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::pipeline::{self, File, Loaded};
use nytta::project::Folder;
use nytta::table::workbook::InProcess;
use rust_xlsxwriter::{Note, Workbook};

use super::{ORGANISATION, example, filled, here};

const HEADERS: [&str; 7] = [
    "orgnr",
    "räkenskapsårets första dag",
    "räkenskapsårets sista dag",
    "heltidstjänster vid årets början",
    "heltidstjänster vid årets slut",
    "Årets resultat",
    "Offentligt stöd",
];

/// A file of 2025 as it is validated.
fn validated(name: &str, bytes: &[u8]) -> File {
    static EXAMPLE: OnceLock<(Folder, Loaded)> = OnceLock::new();
    let (folder, loaded) = EXAMPLE.get_or_init(example);
    let mut folder = folder.clone();
    folder.files.insert(format!("submissions/2025/{name}"), bytes.into());
    let validation = pipeline::validate(&folder, loaded, &InProcess);
    validation.files.into_iter().find(|file| file.period == "2025").expect("it was read")
}

/// What is told of a file of 2025 by the rules about words of scale, as severity, rule and places; how many rows count; and the
/// findings of other rules that ask for nothing.
fn told(name: &str, bytes: &[u8]) -> (Vec<String>, u32, Vec<Diagnostic>) {
    let file = validated(name, bytes);
    let (scale, others) = file.diagnostics.into_iter().partition(|one| one.rule.starts_with("scale-"));
    let place = |one: &Diagnostic| {
        let cells = std::iter::once(&one.span).chain(&one.also).map(|span| span.cell().unwrap_or_default());
        let severity = if one.severity == Severity::Error { "error" } else { "warning" };
        format!("{severity} {} {}", one.rule, cells.collect::<Vec<_>>().join(" "))
    };
    let scale: Vec<Diagnostic> = scale;
    (scale.iter().map(place).collect(), file.accepted, others)
}

/// A table of one's own between other lines, its amounts below two headers.
fn table(above: &str, [one, other]: [&str; 2], amounts: &str, below: &str) -> String {
    let headers = HEADERS[..5].join(";");
    format!("{above}{headers};{one};{other}\n{ORGANISATION};2025-01-01;2025-12-31;12;12;{amounts}\n{below}")
}

const PLAIN: [&str; 2] = ["Årets resultat", "Offentligt stöd"];

fn of_text(text: &str) -> (Vec<String>, u32) {
    let (scale, accepted, _) = told("bokslut.csv", text.as_bytes());
    (scale, accepted)
}

fn error(place: &str) -> (Vec<String>, u32) {
    (vec![format!("error scale-outside {place}")], 0)
}

#[test]
fn words_around_a_table_are_asked_about() {
    for words in [
        "Mediakollektivet – bokslut 2025, belopp i tkr",
        "(tkr)",
        "Årsbokslut TSEK",
        "Bokslut 2025 tkr",
        "Bokslut 2025-12-31 tkr",
        "Alla belopp i tusental kronor",
        "i tusental",
        "Bokslut i tusentals kronor",
        "Amounts in thousands of SEK",
        "SEK thousands",
        "Belopp i 1 000 kr",
        "1000-tal kronor",
        "Belopp i miljoner kronor",
        "mkr",
        "t kr",
        "Belopp i milj. kr",
        "milj kr",
        "Belopp x 1000",
        "kr x 1000",
        "Belopp (x 1 000 kr)",
        "× 1 000 €",
        "SEK m",
        "Amounts in SEK m",
        "SEKm",
        "Amounts in k",
        "Belopp i k",
        "(000)",
        "Importi in mila euro",
        "mila euro",
        "Tusenkronor",
        "Resultaträkning, bilaga 2 tkr",
        "Resultaträkning, not 2 tkr",
        "Rapport 1 tkr",
        "Bokslut 20251231 tkr",
        "Bokslut 251231 tkr",
    ] {
        let (found, accepted, others) =
            told("bokslut.csv", table(&format!("{words};;;;;;\n"), PLAIN, "156;477", "").as_bytes());
        assert_eq!((found, accepted), error("A1"), "{words}");
        assert!(others.iter().all(|one| one.rule != "row-above-header"), "{words}: {others:#?}");
    }
    assert_eq!(of_text(&table(";;;;;;kkr\n", PLAIN, "156;477", "")), error("G1"));
    assert_eq!(of_text(&table("", PLAIN, "156;477", "Belopp i tkr;;;;;;\n")), error("A3"));
    let beside = table("", ["Årets resultat", "Offentligt stöd;Anmärkning"], "156;477;belopp i tkr", "");
    assert_eq!(of_text(&beside), error("H2"));
    let (found, accepted, _) = told("bokslut 2025 tkr.csv", table("", PLAIN, "156;477", "").as_bytes());
    assert_eq!((found, accepted), error(""));
}

#[test]
fn words_that_leave_nothing_open_are_no_fault() {
    let title = "Bokslut, belopp i tkr;;;;;;\n";
    // Every header says its unit, every amount does, or there is none.
    assert_eq!(of_text(&table(title, ["Årets resultat (tkr)", "Offentligt stöd, tkr"], "156;477", "")), (vec![], 1));
    assert_eq!(of_text(&table(title, ["Årets resultat (kr)", "Offentligt stöd (tkr)"], "156000;477", "")), (vec![], 1));
    assert_eq!(of_text(&table(title, PLAIN, "156 tkr;477 tkr", "")), (vec![], 1));
    assert_eq!(of_text(&table(title, PLAIN, "0;vet ej", "")), (vec![], 1));
    assert_eq!(of_text(&table(title, ["Årets resultat (tkr)", "Offentligt stöd"], "156;477", "")), error("A1"));
    // Other texts speak of an amount, of something else or deny it.
    for words in [
        "Vi fick 500 tkr mer i bidrag",
        "Bidrag på 1 000 kr",
        "Stöd: 500.000 kr",
        "Stöd på 1,5 mkr",
        "Belopp i kronor, inte i tkr",
        "Tusentals besökare kom",
        "Några tusen kronor återstår",
        "Tusen tack",
        "Bokslut 2025",
        "Stöd på en mkr, sedan femhundra tkr och några tkr till",
        "Bidrag 3 x 1000 kr",
        "Bidrag, bilaga 2500 tkr",
        "Bidrag 259999 tkr",
        "Modell x 1000 står kvar",
        "Belopp i SEK m.m.",
        "Mila",
        "Milj.",
    ] {
        let text = table(&format!("{words};;;;;;\n"), PLAIN, "156000;477000", "");
        assert_eq!(of_text(&text), (vec![], 1), "{words}");
    }
    let extra = table("", ["Årets resultat", "Offentligt stöd;Kassa (tkr)"], "156000;477000;12", "");
    assert_eq!(of_text(&extra), (vec![], 1));
}

#[test]
fn a_column_without_a_unit_beside_a_scaled_one_is_asked_about() {
    let mixed = |headers, amounts| of_text(&table("", headers, amounts, ""));
    let warned = (vec!["warning scale-mixed F1".to_owned()], 1);
    assert_eq!(mixed(["Årets resultat", "Offentligt stöd (tkr)"], "122;477"), warned);
    assert_eq!(mixed(["Årets resultat (kr)", "Offentligt stöd (tkr)"], "122000;477"), (vec![], 1));
    assert_eq!(mixed(["Årets resultat", "Offentligt stöd (tkr)"], "0;477"), (vec![], 1));
    // Cells say it as headers do, of what stands in their row; a column of which a cell says it is written cell by cell.
    assert_eq!(mixed(PLAIN, "122;477 tkr"), warned);
    assert_eq!(mixed(["Årets resultat (kr)", "Offentligt stöd"], "122000;477 tkr"), (vec![], 1));
    assert_eq!(mixed(PLAIN, "0;477 tkr"), (vec![], 1));
    let two = |second: &str| {
        let more = format!("9990026032;2025-01-01;2025-12-31;12;12;{second}\n");
        of_text(&table("", PLAIN, "122000;477000", &more))
    };
    assert_eq!(two("122;477 tkr"), (vec!["warning scale-mixed F1".to_owned()], 2));
    assert_eq!(two("0;477 tkr"), (vec![], 2), "the amounts of another row are its own");
    assert_eq!(two("122 tkr;477000"), (vec!["warning scale-mixed G1".to_owned()], 2));
    assert_eq!(two("122 tkr;477 tkr"), (vec![], 2));
}

/// The hints of the rules about words of scale in a file, in a language.
fn hints(text: &str, language: &str) -> Vec<String> {
    let found = validated("bokslut.csv", text.as_bytes()).diagnostics;
    let scale = found.iter().filter(|one| one.rule.starts_with("scale-"));
    scale
        .map(|one| format!("{} – {}", one.message.in_language(&[language]), one.hint.in_language(&[language])))
        .collect()
}

#[test]
fn the_unit_to_write_is_that_of_the_project_and_of_the_other_column() {
    let mixed =
        |unit: &str, amounts: &str| table("", ["Årets resultat", &format!("Offentligt stöd ({unit})")], amounts, "");
    for (unit, language, asked) in [
        ("tkr", "sv", "(tkr) om också de är angivna så, (kr) om"),
        ("mkr", "sv", "(mkr) om också de är angivna så, (kr) om"),
        ("mkr", "ro", "(mkr) dacă și ele sunt date astfel, (kr) dacă"),
        ("tusental", "sl", "(tkr), če so tudi ti navedeni tako, ali (kr), če"),
    ] {
        let [said] = &hints(&mixed(unit, "0,3;4,2"), language)[..] else { panic!("one is told of {unit}") };
        assert!(said.contains(asked) && !said.contains("tusental,"), "{said}");
    }
}

#[test]
fn words_between_header_and_rows_stand_above_the_figures() {
    let below = |words: &str| table("", PLAIN, "156;477", "").replacen('\n', &format!("\n;;;;;;{words}\n"), 1);
    let text = below("Belopp i tkr");
    assert_eq!(of_text(&text), error("G2"));
    let [said] = &hints(&text, "sv")[..] else { panic!("one is told") };
    assert!(said.contains("står ovanför siffrorna") && said.contains("(tkr)'"), "{said}");
    // A unit alone is its column's, as where the header says so.
    for text in [below("tkr"), below("tkr").replacen("Offentligt stöd", "Offentligt stöd (tkr)", 1)] {
        assert_eq!(of_text(&text), (vec!["warning scale-mixed F1".to_owned()], 1));
    }
    // That a note of one's own may stay is not said of these words.
    let beside = table("", ["Årets resultat", "Offentligt stöd;Belopp i tkr"], "156;477;", "");
    let (found, accepted, others) = told("bokslut.csv", beside.as_bytes());
    assert_eq!((found, accepted), error("H1"));
    assert!(others.iter().all(|one| one.rule != "extra-column"), "{others:#?}");
}

/// A table on a sheet of a workbook.
fn book(name: &str, header: &str) -> Vec<u8> {
    book_with(name, header, |_| {})
}

/// The same with what is put into the workbook besides; the table is on its first sheet.
fn book_with(name: &str, header: &str, put: impl Fn(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).expect("a name").set_header(header);
    for (at, header) in (0..).zip(HEADERS) {
        sheet.write(0, at, header).expect("a cell");
    }
    for (at, text) in (0..).zip([ORGANISATION, "2025-01-01", "2025-12-31"]) {
        sheet.write(1, at, text).expect("a cell");
    }
    for (at, number) in (3..).zip([12, 12, 156, 477]) {
        sheet.write(1, at, number).expect("a cell");
    }
    put(&mut book);
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn the_name_of_a_sheet_and_what_is_printed_beside_it_are_asked_about() {
    for (name, header) in [
        ("Bokslut tkr", ""),
        ("Blad1", "&L&\"Arial,Bold\"&10Belopp i tkr"),
        ("Blad1", "&Rtkr"),
        ("Blad1", "&C&K000000tkr"),
        ("Blad1", "&L&P&C&\"Arial,Bold\"&10&K01+034tkr"),
        ("Blad1", "&LBokslut && redovisning&R&KFF0000i tkr"),
    ] {
        let (found, accepted, _) = told("bokslut.xlsx", &book(name, header));
        assert_eq!((found, accepted), error(""), "{name} {header}");
    }
    for header in ["&LBelopp i kronor&RSida &P av &N", "&KFF0000Bokslut &D"] {
        let (found, accepted, _) = told("bokslut.xlsx", &book("Bokslut", header));
        assert_eq!((found, accepted), (vec![], 1), "{header}");
    }
    let found = validated("bokslut.xlsx", &book("Blad1", "&C&KFF0000Belopp i tkr")).diagnostics;
    let found = found.iter().find(|one| one.rule == "scale-outside");
    assert_eq!(found.and_then(|one| one.value.as_deref()), Some("Belopp i tkr"), "without the code of its colour");
}

#[test]
fn sheets_of_words_are_about_the_tables_beside_them() {
    let sheet = |name: &'static str, lines: &'static [&str], figures: &'static [i32]| {
        book_with("Data", "", move |book| {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            for (row, line) in (0..).zip(lines) {
                sheet.write(row, 0, *line).expect("a cell");
            }
            for (row, figure) in (0..).zip(figures) {
                sheet.write(row, 1, *figure).expect("a cell");
            }
        })
    };
    let of_book = |bytes: &[u8]| {
        let (found, accepted, _) = told("bokslut.xlsx", bytes);
        (found, accepted)
    };
    assert_eq!(of_book(&sheet("Info", &["Läs detta först", "Alla belopp i tkr"], &[])), error("A2"));
    assert_eq!(of_book(&sheet("Info", &["Bokslut", "Alla belopp i tkr"], &[2025, 3])), error("A2"));
    assert_eq!(of_book(&sheet("Belopp i tkr", &["x"], &[])), error(""));
    // A remark on something else is none, and a sheet with figures of its own speaks of these.
    assert_eq!(of_book(&sheet("Info", &["Bidraget var 500 tkr", "Kassa (tkr)"], &[])), (vec![], 1));
    assert_eq!(of_book(&sheet("Resultat", &["Belopp i tkr", "Intäkter", "Kostnader"], &[4199, 4070])), (vec![], 1));
    assert_eq!(of_book(&sheet("Belopp i tkr", &["Intäkter", "Kostnader"], &[4199, 4070])), (vec![], 1));
}

#[test]
fn comments_and_boxes_are_asked_about_in_every_kind_of_workbook() {
    let commented = |sheet: usize, row: u32, column: u16, text: &str| {
        let bytes = book_with("Data", "", |book| {
            book.add_worksheet().write(0, 0, 12).and_then(|sheet| sheet.write(1, 0, 13)).expect("a cell");
            let sheet = book.worksheet_from_index(sheet).expect("a sheet");
            sheet.insert_note(row, column, &Note::new(text)).expect("a note");
        });
        let (found, accepted, _) = told("bokslut.xlsx", &bytes);
        (found, accepted)
    };
    assert_eq!(commented(0, 0, 5, "Belopp i tkr"), error("F1"));
    assert_eq!(commented(0, 1, 5, "i tkr"), error("F2"));
    assert_eq!(commented(0, 1, 5, "Vi fick 500 tkr mer i bidrag"), (vec![], 1));
    assert_eq!(commented(0, 1, 5, "Kassa (tkr)"), (vec![], 1));
    assert_eq!(commented(1, 0, 0, "Belopp i tkr"), (vec![], 1), "that sheet has figures of its own");
    let old = std::fs::read(here("tests/corpus/outside/scale-in-text-box.xls")).expect("it is in the corpus");
    let (found, accepted, _) = told("bokslut.xls", &old);
    assert_eq!((found, accepted), error(""));
}

/// Questions below each other, with a column of units where one is given.
fn questions(above: &str, heading: &str, amounts: &str) -> (Vec<String>, u32) {
    of_text(&format!(
        "{above}Fråga;Enhet;{heading}\norgnr;;{ORGANISATION}\nräkenskapsårets första dag;datum;2025-01-01\n\
         räkenskapsårets sista dag;datum;2025-12-31\nheltidstjänster vid årets början;st;12\n\
         heltidstjänster vid årets slut;st;12\n{amounts}"
    ))
}

#[test]
fn words_beside_questions_are_asked_about() {
    let amounts = "Årets resultat;;156\nOffentligt stöd;;477\n";
    assert_eq!(questions("", "tkr", amounts), error("C1"));
    assert_eq!(questions("", "Svar (tkr)", amounts), error("C1"));
    assert_eq!(questions("Belopp i tkr;;\n", "Svar", amounts), error("A1"));
    // A column of nothing but units says what each question is given in; behind the answers, or among words, nothing does.
    assert_eq!(questions("", "Svar", "Årets resultat;tkr;156\nOffentligt stöd;kr;477000\n"), (vec![], 1));
    let noted = "Årets resultat;tkr enligt bokslutet;156\nOffentligt stöd;kr;477000\n";
    assert_eq!(questions("", "Svar", noted), error("B7"));
    assert_eq!(
        questions("", "Svar;Anmärkning", "Årets resultat;kr;156;tkr\nOffentligt stöd;kr;477000;\n"),
        (vec![], 1)
    );
    assert_eq!(questions("", "Svar;Anmärkning", "Årets resultat;;156;tkr\nOffentligt stöd;;477000;\n"), error("D7"));
    assert_eq!(questions("", "Svar", "Årets resultat (tkr);tkr;156\nOffentligt stöd;kr;477000\n"), (vec![], 1));
    assert_eq!(questions("", "Svar", "Årets resultat;kr;156000\nOffentligt stöd;kr;477000\n"), (vec![], 1));
    assert_eq!(questions("", "Svar (tkr)", "Årets resultat (tkr);;156\nOffentligt stöd (tkr);;477\n"), (vec![], 1));
}

#[test]
fn words_on_a_form_are_asked_about() {
    let form = filled(&[
        ("year_start", "2025-01-01"),
        ("year_end", "2025-12-31"),
        ("fte_opening", "12"),
        ("fte_closing", "12"),
        ("net_result", "156 000"),
        ("public_support", "477 000"),
    ]);
    let row = |begin: &str| form.lines().position(|line| line.starts_with(begin)).expect("the line") + 1;
    let put = |row: usize, column: usize, text: &str| {
        let line = |(at, line): (usize, &str)| {
            let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
            if at + 1 == row {
                cells.resize(cells.len().max(column), String::new());
                text.clone_into(&mut cells[column - 1]);
            }
            cells.join(";")
        };
        form.split("\r\n").enumerate().map(line).collect::<Vec<_>>().join("\r\n")
    };
    // A line of another question that is no amount, without a quoted cell.
    let is_plain = |line: &&str| !line.contains('"') && line.split(';').nth(3) == Some("personer");
    let beside = form.lines().find(is_plain).expect("a plain line").to_owned();
    let (result, hired) = (row("net_result;"), row(&beside));
    assert_eq!(of_text(&form), (vec![], 1));
    let longer = format!("{}\r\n;Alla belopp i tkr;;;;;;\r\n", form.trim_end());
    assert_eq!(of_text(&longer), error(&format!("B{}", longer.lines().count())));
    for (row, column, text) in [
        (4, 2, "Belopp i tkr"),
        (3, 10, "tkr"),
        (result, 9, "tkr"),
        (hired, 8, "alla belopp i tkr"),
        (result, 8, "i tkr"),
    ] {
        let cell = format!("{}{row}", char::from(b'A' + u8::try_from(column - 1).expect("a column")));
        assert_eq!(of_text(&put(row, column, text)), error(&cell), "{cell} {text}");
    }
    // The unit that a question is given in holds for its answer; an amount in a reason is none of all.
    let unit = put(result, 4, "tkr").replace("156 000", "156");
    assert_eq!(of_text(&unit), (vec![], 1));
    assert_eq!(of_text(&put(result, 8, "vi fick 500 tkr mer i bidrag")), (vec![], 1));
    assert_eq!(of_text(&put(result, 8, "1 000 kr")).0, Vec::<String>::new());
    // So is every other amount that is spoken of in free words.
    for text in [
        "Vi fick en halv mkr mer i bidrag",
        "Ökade med några tkr",
        "Nytt avtal: tkr 500",
        "femhundra tkr",
        "sjönk från 500 till 300 (tkr)",
        "bidrag en miljon kronor",
        "Regionens stöd, drygt en mkr, gav fler anställda",
        "Resultatet minskade, i tkr räknat 20",
        "Alla anställda fick några tkr",
    ] {
        let row = if text.starts_with("Regionens") { hired } else { result };
        assert_eq!(of_text(&put(row, 8, text)), (vec![], 1), "{text}");
    }
    assert_eq!(of_text(&put(result, 8, "angivet i tkr")), error(&format!("H{result}")));
    // What the finding asks for mends it.
    let (found, ..) = told("form.csv", put(4, 2, "Belopp i tkr").as_bytes());
    assert_eq!(found.len(), 1);
}
