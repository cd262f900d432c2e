//! Errors of reading JSON text.

mod place;

use crate::sanitize::{OneLine, cut};
use std::fmt;

/// The maximum length of a [`DecodeError`]'s excerpt in bytes.
pub const EXCERPT: usize = 160;

/// An error in JSON text, with its place and an excerpt.
///
/// ```
/// let error = housestyle::codec::json::read::<Vec<i64>>(br#"[1, "x"]"#).unwrap_err();
/// assert_eq!((error.pointer.as_str(), error.line), ("/1", 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The JSON pointer (RFC 6901) of the invalid value, as far as the text can be followed; truncated to 2048 bytes
    /// and `…`.
    pub pointer: String,
    /// The line, from 1; 0 if unknown.
    pub line: usize,
    /// The column in bytes, from 1; 0 if unknown.
    pub column: usize,
    /// The message.
    pub message: String,
    /// The text around the place, at most [`EXCERPT`] bytes, without control characters.
    pub excerpt: String,
    /// Whether the text is not JSON or is incomplete; otherwise it is JSON of another shape.
    pub syntax: bool,
}

impl DecodeError {
    /// Converts an error of serde about `body`.
    #[must_use]
    pub fn new(error: &serde_json::Error, body: &[u8]) -> Self {
        let (line, column) = (error.line(), error.column());
        let offset = place::offset(body, line, column);
        let text = error.to_string();
        let suffix = format!(" at line {line} column {column}");
        Self {
            pointer: cut(match crate::schema::union::fault() {
                Some(schema) => place::pointer_inside(body, offset, schema),
                None => place::pointer(body, offset),
            }),
            line,
            column,
            message: text.strip_suffix(&suffix).unwrap_or(&text).chars().take(500).collect(),
            excerpt: place::excerpt(body, offset),
            syntax: matches!(
                error.classify(),
                serde_json::error::Category::Syntax | serde_json::error::Category::Eof
            ),
        }
    }

    /// Creates an error about `body` as a whole.
    #[must_use]
    pub fn of(message: impl Into<String>, body: &[u8]) -> Self {
        Self {
            pointer: String::new(),
            line: 0,
            column: 0,
            message: cut(message.into()),
            excerpt: place::excerpt(body, 0),
            syntax: false,
        }
    }

    /// Moves the error to text that contains the body as a string at `outer`. Removes line and column, which count in
    /// the inner text.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        self.pointer = cut(outer.to_owned() + &self.pointer);
        (self.line, self.column) = (0, 0);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", OneLine(&self.message))?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", OneLine(&self.pointer))?;
        }
        if self.line > 0 {
            write!(f, " (line {}, column {})", self.line, self.column)?;
        }
        if !self.excerpt.is_empty() {
            write!(f, " near `{}`", self.excerpt)?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
