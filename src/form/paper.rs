//! How a form looks: colours, widths, and the heights its lines need.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::{Answer, Before};

/// Widths of the columns in characters: names (hidden), question, answer, unit, last year, help, where, explanation.
pub(super) const WIDTHS: [f64; 8] = [24.0, 36.0, 17.0, 13.0, 14.0, 50.0, 38.0, 28.0];

/// Code of A4 among paper sizes.
pub(super) const A4: u8 = 9;
/// Height of a line of small text, in points.
const SMALL: f64 = 12.5;
/// Height of a line of ordinary text, in points.
const ORDINARY: f64 = 15.0;

const INK: Color = Color::RGB(0x1F_2933);
const GREY: Color = Color::RGB(0x52_5F6B);
const LINE: Color = Color::RGB(0xC9_D0D6);
const INPUT: Color = Color::RGB(0xFF_F7D6);
const INPUT_LINE: Color = Color::RGB(0xA0_8A3C);
/// For cells that are seldom filled in.
const PALE: Color = Color::RGB(0xFF_FCF0);
const CALM: Color = Color::RGB(0xF3_F5F7);

/// The formats of a form in the publisher's colour.
pub(super) struct Paper {
    pub title: Format,
    pub subtitle: Format,
    pub text: Format,
    pub publicity: Format,
    pub heading: Format,
    pub part: Format,
    pub question: Format,
    pub strong_question: Format,
    pub indented: Format,
    pub unit: Format,
    pub small: Format,
    pub reason: Format,
    pub name: Format,
    strong: Color,
}

impl Paper {
    pub(super) fn new(colour: &str) -> Self {
        let strong = Color::from(colour);
        let base = Format::new()
            .set_font_name("Calibri")
            .set_font_color(INK)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let ruled = base.clone().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE).set_font_size(11);
        let ruled = ruled.set_align(FormatAlign::Left).set_indent(1);
        let small = ruled.clone().set_font_size(9).set_font_color(GREY);
        Self {
            title: base.clone().set_font_size(20).set_bold().set_font_color(strong),
            subtitle: base.clone().set_font_size(11).set_font_color(GREY),
            text: base.clone().set_font_size(11),
            publicity: base
                .clone()
                .set_font_size(10)
                .set_background_color(CALM)
                .set_align(FormatAlign::Left)
                .set_indent(1),
            heading: base
                .clone()
                .set_font_size(10)
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(strong)
                .set_align(FormatAlign::Left)
                .set_indent(1),
            part: base
                .clone()
                .set_font_size(13)
                .set_bold()
                .set_font_color(strong)
                .set_align(FormatAlign::Bottom)
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(strong),
            question: ruled.clone(),
            strong_question: ruled.clone().set_bold(),
            indented: ruled.clone().set_indent(4),
            unit: small.clone(),
            reason: small
                .clone()
                .set_font_size(10)
                .set_font_color(INK)
                .set_background_color(PALE)
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_num_format("@")
                .set_unlocked(),
            small,
            name: Format::new().set_font_size(8).set_font_color(GREY),
            strong,
        }
    }

    /// The colour of the publisher.
    pub(super) fn strong(&self) -> Color {
        self.strong
    }

    /// The cell an answer is written in; a locked one where it is known already.
    pub(super) fn answer(&self, answer: &Answer, given: bool) -> Format {
        let base = if given { self.strong_question.clone() } else { input(&self.question) };
        let right = base.clone().set_align(FormatAlign::Right);
        match answer {
            Answer::Organisation | Answer::Text => base.set_num_format("@"),
            Answer::Date { .. } => right.set_num_format("yyyy-mm-dd"),
            Answer::Choice(_) => base,
            Answer::Number { decimals: 0, .. } => right.set_num_format("#,##0"),
            Answer::Number { money: true, .. } => right.set_num_format("#,##0.00"),
            // As many decimals as were written: none that are kept are hidden.
            Answer::Number { .. } => right,
        }
    }

    /// What was accepted last year: beside the answer, and calm.
    pub(super) fn before(&self, before: &Before, answer: &Answer) -> Format {
        let calm = self.question.clone().set_font_color(GREY).set_background_color(CALM);
        let right = calm.clone().set_align(FormatAlign::Right);
        match (before, answer) {
            (Before::Date(_), _) => right.set_num_format("yyyy-mm-dd"),
            (Before::Number(number), Answer::Number { money: true, .. }) if number.scale() == 0 => {
                right.set_num_format("#,##0")
            }
            (Before::Number(_), answer) => {
                right.set_num_format(if let Answer::Number { decimals: 0, .. } = answer { "#,##0" } else { "General" })
            }
            (Before::Text(_), Answer::Choice(_) | Answer::Text) => calm.set_font_size(9),
            (Before::Text(_) | Before::Nothing, _) => right.set_font_size(9),
        }
    }
}

fn input(base: &Format) -> Format {
    base.clone().set_background_color(INPUT).set_border(FormatBorder::Thin).set_border_color(INPUT_LINE).set_unlocked()
}

/// The height of a row from its texts and the widths of their columns, with a size each in points.
pub(super) fn height(texts: &[(&str, f64, f64)]) -> f64 {
    let of_text = |(text, width, size): &(&str, f64, f64)| {
        let line = if *size < 10.0 { SMALL } else { ORDINARY * size / 11.0 };
        // A column's width counts digits of 11 points, and words leave a ragged edge.
        let room = width * 11.0 / size * 0.98;
        f64::from(lines(text, room)) * line
    };
    texts.iter().map(of_text).fold(ORDINARY, f64::max) + 5.0
}

/// How many lines a text takes, broken between words.
fn lines(text: &str, room: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let length = f64::from(u32::try_from(word.chars().count()).unwrap_or(u32::MAX));
        if used > 0.0 && used + 1.0 + length > room {
            lines += 1;
            used = length;
        } else {
            used += length + if used > 0.0 { 1.0 } else { 0.0 };
        }
    }
    lines
}
