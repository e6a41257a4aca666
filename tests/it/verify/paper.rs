//! What becomes of a PDF outside: texts edited, things laid over, letters with another shape, saved anew, broken, hostile.

use std::path::Path;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};
use nytta::pdf::{Printed, Unread, read, read_here};

use super::{Dice, MADE, other_digit};

/// A file with objects put in the place of others behind its end, as editors do.
pub(crate) fn updated(bytes: &[u8], objects: &[(i32, Vec<u8>)]) -> Vec<u8> {
    let text = |from: usize| String::from_utf8_lossy(&bytes[from..]).into_owned();
    let find = |needle: &[u8]| bytes.windows(needle.len()).rposition(|part| part == needle).expect("it is a PDF");
    let (trailer, start) = (find(b"trailer\n<<"), find(b"startxref\n"));
    let entries = text(trailer);
    let entries = entries["trailer\n<<".len()..].split(">>\nstartxref").next().expect("it ends").to_owned();
    let before = text(start);
    let before = before.lines().nth(1).expect("a place").to_owned();
    let mut file = bytes.to_vec();
    file.push(b'\n');
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes().chain(body.iter().copied()).chain(*b"\nendobj\n"));
    }
    let at = file.len();
    file.extend(format!("{table}trailer\n<<{entries}/Prev {before}>>\nstartxref\n{at}\n%%EOF\n").bytes());
    file
}

/// A PDF of one page that another program made.
pub(crate) fn tiny() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.json)6 0 R]>>>>/StructTreeRoot 8 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length 55>>\nstream\n/P<</MCID 0>>BDC BT/F 12 Tf 9 9 Td(Turnover 12)Tj ET EMC\n\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Filespec/F(a.json)/EF<</F 7 0 R>>>>",
        "<</Type/EmbeddedFile/Length 2>>\nstream\n{}\nendstream",
        "<</Type/StructTreeRoot/K 9 0 R>>",
        "<</Type/StructElem/S/H1/P 8 0 R/Pg 3 0 R/K[0]>>",
    ];
    let mut file = String::from("%PDF-1.7\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, body) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{body}\nendobj\n"));
    }
    let at = file.len();
    file.push_str(&format!("{table}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1));
    file.into_bytes()
}

#[test]
fn the_text_of_another_program_is_read_with_its_place() {
    let printed = read_here(&tiny()).expect("it is a PDF");
    let [page] = &printed.pages[..] else { panic!("{printed:?}") };
    let texts: Vec<(&str, &str)> =
        page.runs.iter().map(|run| (run.text.as_str(), run.place.heading.as_str())).collect();
    assert_eq!(texts, [("Turnover 12", "Turnover 12")]);
    assert_eq!(printed.attached["a.json"], "{}");
}

/// What a file carries is taken out up to 64 MiB; of what is longer the name is told.
#[test]
fn what_is_carried_and_too_long_is_told_by_its_name() {
    let tiny = tiny();
    let most = 64 << 20;
    let carrying = |length: usize| {
        let held = vec![b' '; length];
        let mut body = format!("<</Type/EmbeddedFile/Length {length}>>\nstream\n").into_bytes();
        body.extend_from_slice(&held);
        body.extend_from_slice(b"\nendstream");
        read(Path::new(env!("CARGO_BIN_EXE_nytta")), &updated(&tiny, &[(7, body)])).expect("it is a PDF")
    };
    let printed = carrying(most);
    assert_eq!((printed.attached["a.json"].len(), printed.left_out.len()), (most, 0));
    let printed = carrying(most + 1);
    assert_eq!((printed.attached.len(), printed.left_out), (0, ["a.json".to_owned()].into()));
}

fn stream(content: &[u8]) -> Vec<u8> {
    let mut body = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\nendstream");
    body
}

/// What draws each page: the object, and what it holds.
fn contents(bytes: &[u8]) -> Vec<(i32, Vec<u8>)> {
    let pdf = Pdf::new(bytes.to_vec()).expect("it is a PDF");
    let of = |page: &hayro_syntax::page::Page| {
        let number = page.raw().get_ref("Contents").expect("a page is drawn by one stream").obj_number;
        (number, page.page_stream().expect("it is drawn").to_vec())
    };
    pdf.pages().iter().map(of).collect()
}

/// Where the codes of shown texts stand between `(` and `)`.
fn shown(content: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < content.len() {
        if content[at] == b'(' {
            let from = at + 1;
            while content[at] != b')' {
                at += if content[at] == b'\\' { 2 } else { 1 };
            }
            found.push((from, at));
        }
        at += 1;
    }
    found
}

#[test]
fn an_edited_text_is_named_with_its_page() {
    let made = &*MADE;
    let contents = contents(made.pdf());
    let mut dice = Dice::new(5);
    let mut edits = 0;
    while edits < 60 {
        let page = dice.roll(contents.len());
        let (number, content) = &contents[page];
        let texts = shown(content);
        if texts.is_empty() {
            continue;
        }
        let ((from, to), (other_from, other_to)) = (texts[dice.roll(texts.len())], texts[dice.roll(texts.len())]);
        if content[from..to] == content[other_from..other_to] {
            continue;
        }
        let edited = [&content[..from], &content[other_from..other_to], &content[to..]].concat();
        let file = updated(made.pdf(), &[(*number, stream(&edited))]);
        let printed = read_here(&file).expect("it is a PDF");
        let verdict = made.hold(&file, &printed);
        assert!(!verdict.is_exact && verdict.is_added_to && verdict.figures.is_empty());
        let pages: Vec<usize> = verdict.texts.iter().map(|one| one.page).chain(verdict.looks.clone()).collect();
        assert_eq!(pages, [page + 1], "{verdict:#?}");
        edits += 1;
    }
}

#[test]
fn a_thousand_edits_of_one_digit_on_a_page_are_named() {
    let made = &*MADE;
    let mut dice = Dice::new(13);
    let (mut edits, mut placed) = (0, 0);
    while edits < 1_000 {
        let mut printed = made.printed.clone();
        let page = dice.roll(printed.pages.len());
        let runs = printed.pages[page].runs.len();
        let at = dice.roll(runs);
        let run = &mut printed.pages[page].runs[at];
        let Some((digit, to)) = other_digit(&run.text, &mut dice) else { continue };
        let given = run.text.clone();
        run.text.replace_range(digit..=digit, &to.to_string());
        let said = run.text.clone();
        printed.pages[page].look.clear();
        let verdict = made.hold(b"", &printed);
        let [found] = &verdict.texts[..] else { panic!("{verdict:#?}") };
        assert_eq!((found.page, &found.said, &found.given), (page + 1, &said, &given));
        placed += usize::from(found.indicator.is_some() && !found.place.row.is_empty());
        edits += 1;
    }
    // Nor is a person's number shown that somebody wrote into a page.
    let mut printed = made.printed.clone();
    printed.pages[1].look.clear();
    printed.pages[1].runs[0].text = "Eva 880320-0016".to_owned();
    let verdict = made.hold(b"", &printed);
    assert_eq!((verdict.texts.len(), verdict.texts[0].said.contains("880320")), (1, false));
    assert!(placed > 50, "only {placed} edits stand in a row of an indicator");
}

#[test]
fn a_cell_of_a_table_is_named_by_its_indicator_and_codes() {
    let made = &*MADE;
    let wood =
        |place: &nytta::pdf::Place| place.row == "Wood" && place.column == "2025" && place.heading.contains("shifts");
    let mut printed = made.printed.clone();
    let found = printed.pages.iter_mut().find_map(|page| {
        let look = &mut page.look;
        page.runs.iter_mut().find(|run| wood(&run.place)).map(|run| (look, run))
    });
    let (look, run) = found.unwrap_or_else(|| panic!("no cell of wood: {:#?}", made.printed));
    run.text.insert(0, '9');
    look.clear();
    let verdict = made.hold(b"", &printed);
    let [found] = &verdict.texts[..] else { panic!("{verdict:#?}") };
    assert_eq!(found.indicator.as_deref(), Some("shifts_sum"));
    assert_eq!(found.breakdown.as_deref(), Some("sector=wood"));
    assert_eq!(found.period.as_deref(), Some("2025"));
    assert_eq!(found.said, format!("9{}", found.given));
}

#[test]
fn what_is_laid_over_drawn_otherwise_or_put_between_is_named() {
    let made = &*MADE;
    let pdf = Pdf::new(made.pdf().to_vec()).expect("it is a PDF");
    let page = &pdf.pages()[2];
    let number = page.raw().obj_id().expect("a page is an object").obj_number;
    let inside = |dict: &Dict| {
        let text = dict.data().to_vec();
        let text = text.strip_prefix(b"<<").unwrap_or(&text).to_vec();
        text.strip_suffix(b">>").unwrap_or(&text).to_vec()
    };
    // A note laid over a page.
    let note = b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[100 100 300 200]/Contents(131)/DA(/Helv 12 Tf)>>]";
    let kept = String::from_utf8(inside(page.raw())).expect("it is plain");
    let kept = kept.split("/Annots").next().expect("it begins").to_owned();
    let laid = [b"<<", kept.as_bytes(), note, b">>"].concat();
    let file = updated(made.pdf(), &[(number, laid)]);
    let verdict = made.hold(&file, &read_here(&file).expect("it is a PDF"));
    assert_eq!((verdict.texts.len(), verdict.looks), (0, vec![3]));
    // The letters of a font drawn otherwise: its pages say the same.
    let font = page.resources().fonts.entries().find_map(|(name, _)| page.resources().get_font(&name));
    let descendants: hayro_syntax::object::Array = font.expect("it has fonts").get("DescendantFonts").expect("one");
    let descendant: Dict = descendants.iter().next().expect("one");
    let descriptor: Dict = descendant.get("FontDescriptor").expect("it is embedded");
    let shapes: Stream = descriptor.get("FontFile3").expect("it is embedded");
    let mut drawn = shapes.decoded().expect("it can be read").into_owned();
    *drawn.last_mut().expect("it is not empty") ^= 1;
    let entries = String::from("<</Subtype/CIDFontType0C/Length ") + &drawn.len().to_string() + ">>\nstream\n";
    let body = [entries.as_bytes(), &drawn, b"\nendstream"].concat();
    let file = updated(made.pdf(), &[(shapes.obj_id().obj_number, body)]);
    let verdict = made.hold(&file, &read_here(&file).expect("it is a PDF"));
    assert!(verdict.texts.is_empty() && verdict.looks.contains(&3), "{verdict:#?}");
    // The same, saved anew: all streams unpacked.
    let streams: Vec<(i32, Vec<u8>)> =
        contents(made.pdf()).into_iter().map(|(number, content)| (number, stream(&content))).collect();
    let file = updated(made.pdf(), &streams);
    let verdict = made.hold(&file, &read_here(&file).expect("it is a PDF"));
    assert!(!verdict.is_exact && verdict.texts.is_empty() && verdict.looks.is_empty(), "{verdict:#?}");
    // A page put in between, and one taken out: no other is named.
    let mut printed = made.printed.clone();
    let mut extra = printed.pages[1].clone();
    extra.look = "invented".to_owned();
    printed.pages.insert(2, extra);
    let pages = |printed: &Printed| {
        made.hold(b"", printed).texts.iter().map(|one| one.page).collect::<std::collections::BTreeSet<usize>>()
    };
    assert_eq!(pages(&printed), [3].into());
    let mut printed = made.printed.clone();
    printed.pages.remove(1);
    assert_eq!(pages(&printed), [2].into());
}

/// What is said in place of a picture to those who cannot see it, and files that are carried besides the data.
#[test]
fn what_no_page_shows_is_named_too() {
    let figure = b"<</Type/StructElem/S/Figure/Alt(12 hired)/P 8 0 R/Pg 3 0 R/K[0]>>";
    let printed = read_here(&updated(&tiny(), &[(9, figure.to_vec())])).expect("it is a PDF");
    assert!(printed.pages[0].runs.iter().any(|run| run.text == "12 hired"), "{printed:?}");
    let made = &*MADE;
    let pdf = made.pdf();
    let find = |needle: &[u8], from: usize| {
        pdf[from..].windows(needle.len()).position(|part| part == needle).map(|at| from + at)
    };
    // `/Alternate` is a colour's.
    let is_text = |part: &[u8]| part.starts_with(b"/Alt") && !part[4].is_ascii_alphabetic();
    let said = pdf.windows(5).position(is_text).expect("the report has pictures");
    let object = pdf[..said].windows(7).rposition(|part| part == b" 0 obj\n").expect("it stands in an object");
    let number = pdf[..object].rsplit(|byte| *byte == b'\n').next().expect("a line");
    let number: i32 = String::from_utf8_lossy(number).parse().expect("a number");
    let mut body = pdf[object + 7..find(b"\nendobj", said).expect("it ends")].to_vec();
    let open = said - object - 7
        + 4
        + body[said - object - 3..].iter().position(|byte| matches!(byte, b'(' | b'<')).expect("a text");
    // The last letter or hexadecimal digit of the text.
    let close = open + body[open..].iter().position(|byte| matches!(byte, b')' | b'>')).expect("it ends");
    body[close - 1] = if body[close - 1] == b'1' { b'2' } else { b'1' };
    let file = updated(pdf, &[(number, body)]);
    let verdict = made.hold(&file, &read_here(&file).expect("it is a PDF"));
    assert_eq!((verdict.texts.len(), verdict.files.len()), (1, 0), "{verdict:#?}");
    let mut printed = made.printed.clone();
    assert_eq!(made.hold(b"", &printed).files, [""; 0]);
    printed.files.insert("more.csv".to_owned(), String::new());
    assert_eq!(made.hold(b"", &printed).files, ["more.csv"]);
}

#[test]
fn no_file_takes_the_program_with_it() {
    let made = &*MADE;
    let program = Path::new(env!("CARGO_BIN_EXE_nytta"));
    let whole = made.pdf();
    assert_eq!(read(program, whole).as_ref(), Ok(&made.printed));
    for bytes in [&b""[..], b"%PDF-1.7\n", b"orgnr;fte\n1;2\n", b"PK\x03\x04", &whole[..100]] {
        assert_eq!(read(program, bytes), Err(Unread::Damaged), "{:?}", String::from_utf8_lossy(bytes));
    }
    // Cut off and damaged: it answers, whatever it makes of it.
    let mut dice = Dice::new(17);
    for _ in 0..12 {
        let mut bytes = whole[..whole.len() - dice.roll(whole.len() / 2)].to_vec();
        for _ in 0..200 {
            let at = dice.roll(bytes.len());
            bytes[at] = u8::try_from(dice.roll(256)).expect("a byte");
        }
        assert!(!matches!(read(program, &bytes), Err(Unread::NoReader | Unread::Crashed)));
    }
    // A megabyte that unpacks to four thousand times as much, where a page is drawn.
    let (number, _) = contents(whole)[0];
    // Each pair is a run of a byte that is again the first of a pair; the last tells where it ends, both times.
    let mut packed = vec![129; 1 << 20];
    packed.extend([0, 128, 128]);
    let mut body =
        format!("<</Filter[/RunLengthDecode/RunLengthDecode]/Length {}>>\nstream\n", packed.len()).into_bytes();
    body.extend_from_slice(&packed);
    body.extend_from_slice(b"\nendstream");
    assert_eq!(read(program, &updated(whole, &[(number, body)])), Err(Unread::Unbounded));
    // A form that draws itself, and a tree of tags that leads back to its root.
    let itself = b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</f 90000 0 R>>>>/Length 12>>\nstream\n/f Do /f Do \nendstream";
    let (number, content) = &contents(whole)[0];
    let pdf = Pdf::new(whole.to_vec()).expect("it is a PDF");
    let page = pdf.pages()[0].raw().obj_id().expect("a page is an object").obj_number;
    let with_form = format!(
        "<</Type/Page/Parent 1 0 R/MediaBox[0 0 595 842]/Contents {number} 0 R/Resources<</XObject<</f 90000 0 R>>>>>>"
    );
    let drawn = [b"/f Do ", content.as_slice()].concat();
    let objects = [(90_000, itself.to_vec()), (page, with_form.into_bytes()), (*number, stream(&drawn))];
    assert!(read(program, &updated(whole, &objects)).is_ok());
}
