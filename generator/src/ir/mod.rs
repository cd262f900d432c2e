//! What an API means: the document read with the style, free of both.
//!
//! Names here are wire names; Rust names come later. Types are held by index. The types of this module are those of
//! all of OpenAPI; a pass that cannot fill one of them yet says so with a diagnostic and never guesses.

mod content;
mod operation;
mod part;
mod payload;
mod scalar;
mod security;
mod ty;

pub use content::*;
pub use operation::*;
pub use part::*;
pub use payload::*;
pub use scalar::*;
pub use security::*;
pub use ty::*;

use crate::style::Style;

/// An API.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ApiModel {
    /// The document's title.
    pub title: String,
    /// The document's version.
    pub version: String,
    /// Prose.
    pub docs: Option<String>,
    /// The resolved house style.
    pub style: Style,
    /// Every type, by [`TypeId`].
    pub types: Vec<Type>,
    /// Tags, in the order of their first operation; an operation belongs to one.
    pub groups: Vec<Group>,
    /// Operations, in the document's order.
    pub operations: Vec<Operation>,
    /// Webhooks and callbacks: operations that flow from the server to the client.
    pub webhooks: Vec<Operation>,
    /// Security schemes, by [`SchemeId`].
    pub schemes: Vec<Scheme>,
    /// Where the API is served.
    pub servers: Vec<Server>,
}

impl ApiModel {
    /// The type behind `id`.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The type of `id`, aliases resolved.
    #[must_use]
    pub fn behind(&self, id: TypeId) -> TypeId {
        behind(&self.types, id)
    }
}

/// The type of `id`, aliases resolved.
pub(crate) fn behind(types: &[Type], mut id: TypeId) -> TypeId {
    // An alias refers to a resolved schema, which is not an alias again; but the input decides.
    for _ in 0..64 {
        let Shape::Alias(to) = &types[id.0 as usize].shape else { break };
        id = to.id;
    }
    id
}

/// A group of operations.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Group {
    /// The tag; `default` for operations without one.
    pub wire: String,
    /// Prose.
    pub docs: Option<String>,
}

/// A server of the document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Server {
    /// The URL, with `{variables}`.
    pub url: String,
    /// Prose.
    pub docs: Option<String>,
    /// Variables: wire name, default, allowed values (empty: any).
    pub variables: Vec<(String, String, Vec<String>)>,
}
