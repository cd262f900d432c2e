//! How templates of a style distinguish payloads.

use super::{ContentKind, Payload, Shape, TypeId};

/// What a payload is for the templates of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadKind {
    /// One value.
    One,
    /// A list that is not paged.
    List,
    /// A page of a list.
    Page,
}

impl Payload {
    /// What it is for the templates of a style; `behind` is the shape of a type, aliases resolved.
    #[must_use]
    pub fn kind<'t>(&self, behind: impl Fn(TypeId) -> &'t Shape) -> PayloadKind {
        match self {
            Self::Page(_) => PayloadKind::Page,
            Self::Resources(_) | Self::ToMany(_) => PayloadKind::List,
            Self::Body(contents) => {
                let json = contents.iter().find_map(|content| match &content.kind {
                    ContentKind::Json(ty) => Some(ty.id),
                    ContentKind::Form(_)
                    | ContentKind::Multipart(_)
                    | ContentKind::Text(_)
                    | ContentKind::Bytes
                    | ContentKind::Events(_)
                    | ContentKind::JsonLines(_) => None,
                });
                match json.map(behind) {
                    Some(Shape::Array(_) | Shape::Tuple(_)) => PayloadKind::List,
                    _ => PayloadKind::One,
                }
            }
            Self::Nothing | Self::Job | Self::Resource(_) | Self::Meta(_) | Self::ToOne(_) => {
                PayloadKind::One
            }
        }
    }
}
