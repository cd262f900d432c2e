//! What bodies hold.

use super::{MultipartForm, TypeRef, UrlForm};
use serde::Serialize;

/// A body in one media type (or several that are read alike).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Content {
    /// The media type, in lower case, checked.
    pub media: String,
    /// What it holds.
    pub kind: ContentKind,
}

/// What a body holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ContentKind {
    /// JSON.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`.
    Form(UrlForm),
    /// `multipart/form-data` of a request.
    Multipart(MultipartForm),
    /// UTF-8 text; where a request's must keep rules, the type that has them.
    Text(Option<TypeRef>),
    /// Bytes as they come.
    Bytes,
    /// `text/event-stream`: the type of an event's data.
    Events(TypeRef),
    /// A sequence of JSON values: the type of each.
    JsonLines(TypeRef),
}

impl ContentKind {
    /// The type of JSON.
    #[must_use]
    pub fn json(&self) -> Option<TypeRef> {
        match self {
            Self::Json(ty) => Some(*ty),
            Self::Form(_)
            | Self::Multipart(_)
            | Self::Text(_)
            | Self::Bytes
            | Self::Events(_)
            | Self::JsonLines(_) => None,
        }
    }

    /// The type of a form's fields, if it is a form of a URL's encoding.
    #[must_use]
    pub fn form(&self) -> Option<TypeRef> {
        match self {
            Self::Form(form) => Some(form.ty),
            Self::Json(_)
            | Self::Multipart(_)
            | Self::Text(_)
            | Self::Bytes
            | Self::Events(_)
            | Self::JsonLines(_) => None,
        }
    }
}

/// What an answer carries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Payload {
    /// No body.
    Nothing,
    /// A value.
    Body(Vec<Content>),
    /// A page of items: what each item is.
    Page(TypeRef),
    /// The link to a job (`async` of `x-style`).
    Job,
    /// A resource object of this type (an object with a [`resource`](super::Object::resource), or a union of them); null
    /// if that is nullable.
    Resource(TypeRef),
    /// A list of resource objects that is not paged: what each is. (A paged one is a [`Page`](Self::Page).)
    Resources(TypeRef),
    /// A document of `meta` alone (`response: meta` of `x-style`): what that is.
    Meta(TypeRef),
    /// The linkage of a to-one relationship (`relationship` of `x-style`): a [`Shape::Related`](super::Shape::Related), nullable
    /// if the relationship may be empty.
    ToOne(TypeRef),
    /// The linkage of a to-many relationship (`relationship` of `x-style`): the [`Shape::Related`](super::Shape::Related) of each.
    ToMany(TypeRef),
}

impl Payload {
    /// The type of a body's JSON.
    #[must_use]
    pub fn json(&self) -> Option<TypeRef> {
        let Self::Body(contents) = self else { return None };
        contents.iter().find_map(|content| content.kind.json())
    }

    /// The type of a resource, or of the items of a list.
    #[must_use]
    pub fn shown(&self) -> Option<TypeRef> {
        match self {
            Self::Resource(ty) | Self::Resources(ty) | Self::Page(ty) => Some(*ty),
            Self::Nothing | Self::Body(_) | Self::Job | Self::Meta(_) | Self::ToOne(_) | Self::ToMany(_) => {
                None
            }
        }
    }
}
