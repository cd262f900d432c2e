//! Descriptions of parts, as generated code states them.

/// A part whose media type the document declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartMeta {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Media types and ranges of such, most wanted first. A file must be of one; what is no file is written as the first.
    pub media: &'static [&'static str],
}

impl PartMeta {
    /// A part of these media types.
    #[must_use]
    pub const fn new(wire: &'static str, media: &'static [&'static str]) -> Self {
        Self { wire, media }
    }
}
