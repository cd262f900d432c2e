//! Path templates, as generated code states them.

/// A segment of a path template, between two slashes.
#[derive(Debug, Clone, Copy)]
pub enum Segment {
    /// Decoded text.
    Literal(&'static str),
    /// A whole segment: the parameter's wire name.
    Param(&'static str),
    /// Text and parameters in turn: `{id}.json`, `{x}-{y}`, `{id}:cancel`.
    Mixed(&'static [Piece]),
}

/// A piece of a mixed segment.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// Decoded text.
    Literal(&'static str),
    /// The parameter's wire name.
    Param(&'static str),
}
