//! Texts of which parts are raised, lowered or crossed out, as somebody would have typed them.

/// The stroke over the character before it.
pub(crate) const STROKE: char = '\u{336}';
/// Digits that are raised.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/// Digits that are lowered.
const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Where characters stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Height {
    /// On the line, as all others do.
    Line,
    /// Above it, as the mark of a footnote does.
    Raised,
    /// Below it, as an index does.
    Lowered,
}

impl Height {
    /// A digit there, as somebody would have typed it.
    fn typed(self, digit: u32) -> Option<char> {
        match self {
            Self::Line => None,
            Self::Raised => Some(RAISED[digit as usize]),
            Self::Lowered => Some(LOWERED[digit as usize]),
        }
    }
}

/// How characters are set, where that is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Font {
    /// They are crossed out.
    pub struck: Option<bool>,
    /// Where they stand.
    pub height: Option<Height>,
}

impl Font {
    /// Itself, and of what it does not say, what another one says.
    pub(super) fn or(self, other: Self) -> Self {
        Self { struck: self.struck.or(other.struck), height: self.height.or(other.height) }
    }

    /// True where its characters are crossed out.
    pub(super) fn is_struck(self) -> bool {
        self.struck == Some(true)
    }

    /// True where its characters stand above the line or below it.
    pub(super) fn is_off_line(self) -> bool {
        self.height.is_some_and(|height| height != Height::Line)
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

    /// Its characters in a cell of a font, and whether they are crossed out. A raised or lowered digit is no digit of the number
    /// before it. Where only a part is crossed out, that part has the stroke of a typed text: nothing takes what is left for
    /// one number or one word with it.
    pub(super) fn typed(&self, cell: Font) -> (String, bool) {
        let runs = || self.0.iter().map(|(font, text)| (font.or(cell), text));
        let stands = |struck: bool| runs().any(|(font, text)| font.is_struck() == struck && !text.trim().is_empty());
        let is_part = stands(true) && stands(false);
        let mut typed = String::new();
        for (font, text) in runs() {
            for c in text.chars() {
                let off_line = c.to_digit(10).and_then(|digit| font.height?.typed(digit));
                typed.push(off_line.unwrap_or(c));
                if is_part && font.is_struck() && !c.is_whitespace() {
                    typed.push(STROKE);
                }
            }
        }
        (typed, stands(true) && !is_part)
    }
}
