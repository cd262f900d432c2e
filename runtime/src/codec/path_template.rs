//! Path templates, as generated code declares them.

/// A segment of a path template.
#[derive(Debug, Clone, Copy)]
pub enum Segment {
    /// Decoded text.
    Literal(&'static str),
    /// A parameter that fills the segment, by its wire name.
    Param(&'static str),
    /// Text and parameters: `{id}.json`, `{x}-{y}`, `{id}:cancel`.
    Mixed(&'static [Piece]),
}

/// A part of a mixed segment.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// Decoded text.
    Literal(&'static str),
    /// The parameter's wire name.
    Param(&'static str),
}
