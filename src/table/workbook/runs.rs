//! Texts of which parts are raised or crossed out, as somebody would have typed them.

/// The stroke over the character before it.
pub(crate) const STROKE: char = '\u{336}';
/// Digits that are raised.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// How characters are set, where that is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Font {
    /// They are crossed out.
    pub struck: Option<bool>,
    /// They stand above the line, as the mark of a footnote does.
    pub raised: Option<bool>,
}

impl Font {
    /// Itself, and of what it does not say, what another one says.
    pub(super) fn or(self, other: Self) -> Self {
        Self { struck: self.struck.or(other.struck), raised: self.raised.or(other.raised) }
    }

    /// True where its characters are crossed out.
    pub(super) fn is_struck(self) -> bool {
        self.struck == Some(true)
    }

    /// True where its characters are raised.
    pub(super) fn is_raised(self) -> bool {
        self.raised == Some(true)
    }
}

/// A text in runs of one font each; what a run does not say, the font of its cell says.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Vec<(Font, String)>);

impl Runs {
    /// Adds characters behind the others.
    pub(super) fn push(&mut self, font: Font, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some((last, before)) if *last == font => before.push_str(text),
            _ => self.0.push((font, text.to_owned())),
        }
    }

    /// True where some of it is set otherwise than its cell is, or may be.
    pub(super) fn tells(&self) -> bool {
        self.0.iter().any(|(font, _)| *font != Font::default())
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(_, text)| text.len()).sum()
    }

    /// Its characters, however they are set.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Its characters in a cell of a font, and whether they are crossed out. A raised digit is no digit of the number before
    /// it. Where digits stand and only a part is crossed out, that part has the stroke of a typed text: nothing takes
    /// what is left for one number with it.
    pub(super) fn typed(&self, cell: Font) -> (String, bool) {
        let runs = || self.0.iter().map(|(font, text)| (font.or(cell), text));
        let stands = |struck: bool| runs().any(|(font, text)| font.is_struck() == struck && !text.trim().is_empty());
        let has_digits = runs().any(|(_, text)| text.contains(|c: char| c.is_ascii_digit()));
        let is_part = has_digits && stands(true) && stands(false);
        let mut typed = String::new();
        for (font, text) in runs() {
            for c in text.chars() {
                let digit = c.to_digit(10).filter(|_| font.is_raised());
                typed.push(digit.map_or(c, |digit| RAISED[digit as usize]));
                if is_part && font.is_struck() && !c.is_whitespace() {
                    typed.push(STROKE);
                }
            }
        }
        (typed, stands(true) && !is_part)
    }
}
