//! What cells are read from again once their rows were read: at hand, or held just then where its text lies on a shelf.

use std::borrow::Cow;
use std::sync::Arc;

use super::Content;
use crate::shelf::{Lost, Shelved};
use crate::table::bytes::encoding::Decoded;

/// A content that lasts as long as its rows do. A text that lies on a shelf is let go until it is needed.
#[derive(Debug, Clone)]
pub(crate) struct Lasting(Arc<Content>);

impl Lasting {
    /// Keeps a content, but not its text where that lies on a shelf.
    pub fn of(content: &Arc<Content>) -> Self {
        let Some(decoded) = decoded(content).filter(|decoded| decoded.shelved.is_some()) else {
            return Self(content.clone());
        };
        Self(Arc::new(with_text(content, &decoded.with_text(Arc::default()))))
    }

    /// The content with all its text, at hand as long as the answer is kept.
    ///
    /// # Errors
    /// As [`Shelved::hold`] does.
    pub fn hold(&self) -> Result<Cow<'_, Content>, Lost> {
        let Some((decoded, shelved)) = decoded(&self.0).and_then(|decoded| Some((decoded, decoded.shelved.as_ref()?)))
        else {
            return Ok(Cow::Borrowed(&self.0));
        };
        let bytes = shelved.hold()?;
        let text = bytes.text().expect("what lies on a shelf for a text is one").clone();
        Ok(Cow::Owned(with_text(&self.0, &decoded.with_text(text))))
    }

    /// Where its text lies when it is let go.
    pub fn shelved(&self) -> Option<&Arc<Shelved>> {
        decoded(&self.0)?.shelved.as_ref()
    }

    /// True for the columns of a form whose fields stand below each other.
    pub fn is_turned(&self) -> bool {
        matches!(*self.0, Content::Turned(_))
    }
}

fn decoded(content: &Content) -> Option<&Decoded> {
    match content {
        Content::Csv { decoded, .. } => Some(decoded),
        Content::Part(whole, _) => decoded(whole),
        Content::Sheet(_) | Content::Turned(_) => None,
    }
}

/// The same content of a text with another one.
fn with_text(content: &Content, decoded: &Decoded) -> Content {
    match content {
        Content::Csv { delimiter, width, .. } => {
            Content::Csv { decoded: decoded.clone(), delimiter: *delimiter, width: *width }
        }
        Content::Part(whole, left_out) => Content::Part(Box::new(with_text(whole, decoded)), left_out.clone()),
        Content::Sheet(_) | Content::Turned(_) => content.clone(),
    }
}
