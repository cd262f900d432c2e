//! Multipart forms: `multipart/form-data`, RFC 7578.

#[cfg(feature = "server")]
mod gather;
mod meta;
#[cfg(feature = "server")]
mod parse;
mod read;
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only a client writes forms"))]
mod write;

use bytes::Bytes;
use std::fmt;

#[cfg(feature = "server")]
pub(crate) use gather::{PartValues, gather};
pub use meta::PartMeta;
#[cfg(feature = "server")]
pub(crate) use parse::parse;
pub use read::ReadParts;
pub use write::WriteParts;

/// A multipart form as a type. Implemented by generated code.
pub trait Multipart: Sized {
    /// Reads the parts. Returns `None` if a part passed its schema but does not match its type.
    fn read_parts(parts: &mut ReadParts) -> Option<Self>;

    /// Writes the parts.
    fn write_parts(&self, parts: &mut WriteParts);
}

/// A file in a multipart form.
///
/// The name and media type are the sender's claims: do not rely on them to store or interpret the file.
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
    /// The file name that the sender gave; folders are removed from received names.
    pub file_name: Option<String>,
    /// The media type that the sender gave. A file is sent as `application/octet-stream` if it is absent.
    pub media: Option<String>,
    /// The contents.
    pub bytes: Bytes,
}

impl FilePart {
    /// Creates a file without a name.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { file_name: None, media: None, bytes: bytes.into() }
    }

    /// Sets the name.
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn of_media(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }
}

/// Prints the length instead of the contents.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("media", &self.media)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Returns the media types that the document declares for a part.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn declared(parts: &'static [PartMeta], wire: &str) -> &'static [&'static str] {
    parts.iter().find(|part| part.wire == wire).map_or(&[], |part| part.media)
}
