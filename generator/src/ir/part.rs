//! Forms: of parts (`multipart/form-data`), and of pairs (`application/x-www-form-urlencoded`).

use super::{ParamEncoding, TypeRef};
use serde::Serialize;

/// A body of `multipart/form-data`: an object, each member of which is a part, or several of one name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MultipartForm {
    /// An object of the form [`Form::Multipart`](super::Form::Multipart): its files are [`Scalar::File`](super::Scalar::File).
    pub ty: TypeRef,
    /// Parts whose media type the document declares (`encoding`).
    pub parts: Vec<Part>,
}

/// A part whose media type the document declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Media types and ranges, in lower case, checked; never empty.
    pub media: Vec<String>,
}

/// A file in a form of parts: how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FileLimits {
    /// Fewest bytes.
    pub min_bytes: u64,
    /// Most bytes.
    pub max_bytes: Option<u64>,
}

/// A body of `application/x-www-form-urlencoded`: an object, each member of which is a pair, or several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UrlForm {
    /// The object, or alternative objects.
    pub ty: TypeRef,
    /// Members whose encoding the document declares (`encoding`).
    pub fields: Vec<FormField>,
}

/// A member of a form whose encoding the document declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormField {
    /// Its name on the wire.
    pub wire: String,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
}
