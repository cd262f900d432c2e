//! Forms of parts: `multipart/form-data`, RFC 7578.

#[cfg(feature = "server")]
mod gather;
mod meta;
#[cfg(feature = "server")]
mod parse;
mod read;
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "who has no client sends nothing"))]
mod write;

use bytes::Bytes;
use std::fmt;

#[cfg(feature = "server")]
pub(crate) use gather::{Gathered, gather};
pub use meta::PartMeta;
#[cfg(feature = "server")]
pub(crate) use parse::parse;
pub use read::ReadParts;
pub use write::WriteParts;

/// A form of parts, as a type. Emitted.
pub trait Multipart: Sized {
    /// Takes each part. None: one is not what its type is, though its schema took it.
    fn read_parts(parts: &mut ReadParts) -> Option<Self>;

    /// Puts each part.
    fn write_parts(&self, parts: &mut WriteParts);
}

/// A file in a form of parts.
///
/// What it is called and what it is said to be are the sender's words: neither says where it may be kept, nor what is in it.
///
/// ```
/// use housestyle::FilePart;
///
/// let file = FilePart::new("# Notes").named("notes.md").of_media("text/markdown");
/// assert_eq!(file.bytes.len(), 7);
/// ```
///
/// ```
/// use housestyle::FilePart;
///
/// let file = FilePart::new("%PDF-1.7").named("letter.pdf").of_media("application/pdf");
/// assert_eq!(file.bytes.len(), 8);
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FilePart {
    /// What the sender calls it; of one that is received without the folders before it.
    pub file_name: Option<String>,
    /// What the sender says that it is: a media type. One that is sent without is `application/octet-stream`.
    pub media: Option<String>,
    /// What is in it.
    pub bytes: Bytes,
}

impl FilePart {
    /// A file without a name.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { file_name: None, media: None, bytes: bytes.into() }
    }

    /// With a name.
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// With a media type.
    #[must_use]
    pub fn of_media(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }
}

/// How much is in it, and not what.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("media", &self.media)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// What the document says of the media types of a part.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn declared(parts: &'static [PartMeta], wire: &str) -> &'static [&'static str] {
    parts.iter().find(|part| part.wire == wire).map_or(&[], |part| part.media)
}
