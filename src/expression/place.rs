//! Tokens of a text and the bytes where they stand.

use sqlparser::ast::{Expr, Spanned};
use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::Fault;

/// Start and end of a part of the text.
pub(super) type Bytes = (usize, usize);

/// A text longer than this is no expression a person wrote.
const MAX_BYTES: usize = 10_000;
/// Nor is one of more tokens, but for those of lists: what the parser chains it walks along with a frame for each.
const MAX_TOKENS: usize = 1_000;
/// Longest piece of the text that a message repeats.
const MAX_SNIPPET: usize = 40;

/// The words and signs of the subset; everything a dialect may add is left out.
#[derive(Debug)]
pub(super) struct Subset;

impl Dialect for Subset {
    fn is_identifier_start(&self, character: char) -> bool {
        character.is_alphabetic() || character == '_'
    }

    fn is_identifier_part(&self, character: char) -> bool {
        character.is_alphanumeric() || character == '_'
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }
}

/// A text in tokens, without the space between them.
pub(super) struct Places<'a> {
    text: &'a str,
    lines: Vec<usize>,
    located: Vec<TokenWithSpan>,
    bytes: Vec<Bytes>,
}

impl<'a> Places<'a> {
    /// Splits a text into tokens; one that cannot be part of an expression is a fault.
    pub fn read(text: &'a str) -> Result<Self, Fault> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut places = Self { text, lines, located: Vec::new(), bytes: Vec::new() };
        if text.len() > MAX_BYTES {
            return Err(places.near(places.all()));
        }
        let tokens = Tokenizer::new(&Subset, text).tokenize_with_location().map_err(|error| {
            let at = places.byte(error.location);
            places.near((at, text.len()))
        })?;
        let mut chained = 0;
        for token in tokens {
            let bytes = places.bytes(token.span);
            match &token.token {
                Token::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab) => continue,
                Token::Word(word) if word.quote_style.is_none() => {}
                Token::Number(_, false)
                | Token::SingleQuotedString(_)
                | Token::Comma
                | Token::Period
                | Token::Eq
                | Token::Neq
                | Token::Lt
                | Token::Gt
                | Token::LtEq
                | Token::GtEq
                | Token::Plus
                | Token::Minus
                | Token::Mul
                | Token::Div
                | Token::LParen
                | Token::RParen => {}
                // A comment is among them: `a --5` would otherwise be read as `a`.
                _ => return Err(places.refuse(bytes)),
            }
            let is_listed = matches!(token.token, Token::Comma | Token::SingleQuotedString(_));
            chained += usize::from(!is_listed);
            places.located.push(token);
            places.bytes.push(bytes);
        }
        if chained > MAX_TOKENS {
            return Err(places.near(places.all()));
        }
        Ok(places)
    }

    /// The tokens as the parser takes them.
    pub fn located(&self) -> Vec<TokenWithSpan> {
        self.located.clone()
    }

    /// The whole text.
    pub fn all(&self) -> Bytes {
        (0, self.text.len())
    }

    /// The bytes of a span, which counts lines and characters from 1.
    pub fn bytes(&self, span: Span) -> Bytes {
        let start = self.byte(span.start);
        (start, self.byte(span.end).max(start))
    }

    /// Bytes of the last token that ends at or before a byte.
    pub fn token_before(&self, byte: usize) -> Bytes {
        let next = self.bytes.partition_point(|token| token.1 <= byte);
        next.checked_sub(1).map_or((0, 0), |at| self.bytes[at])
    }

    /// Bytes of the first token that starts at or after a byte.
    pub fn token_after(&self, byte: usize) -> Bytes {
        let at = self.bytes.partition_point(|token| token.0 < byte);
        self.bytes.get(at).copied().unwrap_or((self.text.len(), self.text.len()))
    }

    /// Bytes of the first pair of brackets after a byte.
    pub fn brackets_after(&self, byte: usize) -> Bytes {
        let mut depth = 0;
        let mut start = None;
        let first = self.bytes.partition_point(|token| token.0 < byte);
        for (token, bytes) in self.located.iter().zip(&self.bytes).skip(first) {
            match token.token {
                Token::LParen => {
                    start = start.or(Some(bytes.0));
                    depth += 1;
                }
                Token::RParen => depth -= 1,
                _ => {}
            }
            if let (Some(start), 0) = (start, depth) {
                return (start, bytes.1);
            }
        }
        (byte, self.text.len())
    }

    /// A piece of the text for a message.
    pub fn snippet(&self, bytes: Bytes) -> String {
        snippet(self.text, bytes)
    }

    /// Bytes of a part that is not read further; all of the text where sqlparser does not know.
    pub fn bytes_of(&self, expression: &Expr) -> Bytes {
        let span = expression.span();
        if span.start.line == 0 { self.all() } else { self.bytes(span) }
    }

    /// A part that is outside the subset.
    pub fn refuse(&self, bytes: Bytes) -> Fault {
        Fault { rule: "not-in-subset", bytes, values: vec![("what", self.snippet(bytes))] }
    }

    /// A text that cannot be read, at a place.
    pub fn near(&self, bytes: Bytes) -> Fault {
        let start = bytes.0.min(self.text.trim_end().len());
        let ended = self.text[start..].trim().is_empty();
        let (bytes, shown) = if ended { ((start, start), self.token_before(start)) } else { (bytes, bytes) };
        Fault { rule: "expression-syntax", bytes, values: vec![("near", self.snippet(shown))] }
    }

    /// A text that the parser could not read. Its message is not shown: only the place at the end of it is used.
    pub fn syntax(&self, message: &str) -> Fault {
        let place = message.rsplit_once(" at Line: ").and_then(|(_, place)| {
            let (line, column) = place.split_once(", Column: ")?;
            Some(Location { line: line.parse().ok()?, column: column.trim().parse().ok()? })
        });
        match place {
            Some(place) => self.near(self.token_after(self.byte(place))),
            // At the end of the text, or too deep, it knows no place.
            None if message.contains("found: EOF") => self.near((self.text.len(), self.text.len())),
            None => self.near(self.all()),
        }
    }

    fn byte(&self, place: Location) -> usize {
        let index = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(&start) = self.lines.get(index(place.line)) else { return self.text.len() };
        self.text[start..].char_indices().nth(index(place.column)).map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// A piece of a text for a message, shortened when it is long.
pub(super) fn snippet(text: &str, bytes: Bytes) -> String {
    let piece = text.get(bytes.0..bytes.1).unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if piece.chars().count() <= MAX_SNIPPET {
        return piece;
    }
    piece.chars().take(MAX_SNIPPET - 1).chain(['…']).collect()
}
