//! Texts of any kind are printed as they are, and faults of a template are told where they stand.

use nytta::money::Money;
use nytta::report::render;
use nytta::report::template::render_text;
use nytta::report::typeset::{self, Document};

use super::region::{cleared, plan, region};

/// Texts that mean something to typst, to a template, to a PDF or to nobody.
const HOSTILE: [&str; 24] = [
    "A *b* _c_ #d \"q\" \\ $x$ <l> @r -- 'q' ~ // /* https://x.y",
    "#panic(\"no\")",
    "\";#panic(1);\"",
    "\\\";#panic(1)",
    "\\u{41} \\n \\t",
    "{{ 7 * 7 }} {% if x %} {# c #}",
    "= heading",
    "- list + list / term: x",
    "1. one",
    "]]] [[[ ))) (((",
    "$ x^2 $",
    "```raw``` `raw`",
    "<label> @reference",
    "#import \"/data.json\"",
    "a\\",
    "\"",
    "'",
    "...",
    "--- -- -?",
    "0x1F 1e9 none auto true",
    "Åsa Öberg & Söner AB (svb)",
    "%PDF-1.7 endobj stream",
    "&lt;script&gt; <script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
];

#[test]
fn hostile_texts_are_printed_as_they_are() {
    for text in HOSTILE {
        let model = serde_json::json!({ "text": text });
        let rendered = render_text("{{ text }}|#let same = {{ text | typ }}\n", &model).expect("it renders");
        // typst itself reads the literal back and compares it with the data file.
        let source = format!(
            "{rendered}\n#assert.eq(same, json(\"/data.json\").text)\n#set document(title: \"t\")\n#set text(lang: \"sv\")\n"
        );
        let source = source.replacen("#\"", "#assert.eq(\"", 1).replacen("\";|", "\", json(\"/data.json\").text);", 1);
        let mut document = Document { identity: "test".to_owned(), ..Document::default() };
        document.main.text = source.clone();
        document.files.insert("/data.json".to_owned(), model.to_string().into_bytes());
        if let Err(found) = typeset::pdf(&document) {
            panic!("{text}: {found:?}\n{source}");
        }
    }
}

#[test]
fn a_template_fault_names_its_file_and_line() {
    let place = |text: &str| {
        let found = render_text(text, &serde_json::json!({ "name": "x", "list": [1] })).expect_err("it has a fault");
        let found = found.into_iter().next().expect("it has a fault");
        (found.rule, found.span.file.as_deref().map(str::to_owned), found.span.row)
    };
    let expected = |line| ("template-fault".to_owned(), Some("report-templates/text.typ.j2".to_owned()), Some(line));
    assert_eq!(place("one\n{{ name }}\n{{ nmae }}\n"), expected(3));
    assert_eq!(place("one\n\n{{ list }}\n"), expected(3));
    assert_eq!(place("{% if name %}\n"), expected(1));
}

#[test]
fn a_character_without_a_glyph_does_not_stop_a_report() {
    let (folder, mut definitions, register) = region();
    definitions.project.contact = nytta::text::Text::same("Anna 🙂 <statistik@exempel.example>");
    let release = cleared(&definitions, &register);
    let (targets, comments) = plan();
    let plan = definitions.project.reports[0].clone();
    let (pdf, found) =
        render(&release, &definitions, (&targets, &comments, &Money::default()), &plan, "sv", None, &folder)
            .unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(!pdf.is_empty());
    let rules: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["character-without-glyph"]);
}
