//! Descriptions of parts, as generated code declares them.

/// A part with declared media types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartMeta {
    /// The wire name.
    pub wire: &'static str,
    /// Media types and media ranges, preferred first. A file must match one; other values are written as the first.
    pub media: &'static [&'static str],
}

impl PartMeta {
    /// Creates a part with these media types.
    #[must_use]
    pub const fn new(wire: &'static str, media: &'static [&'static str]) -> Self {
        Self { wire, media }
    }
}
