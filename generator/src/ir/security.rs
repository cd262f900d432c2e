//! Security schemes.

use serde::Serialize;

/// An index into [`ApiModel::schemes`](super::ApiModel::schemes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SchemeId(pub u32);

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scheme {
    /// Its name in the document.
    pub wire: String,
    /// Prose.
    pub docs: Option<String>,
    /// How it is presented.
    pub kind: SchemeKind,
}

/// How credentials are presented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SchemeKind {
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <value>`: the scheme as the document writes it. OAuth 2 and OpenID Connect are `bearer`.
    Authorization(String),
    /// A value in a header.
    Header(String),
    /// A value in the query string.
    Query(String),
    /// A value in a cookie.
    Cookie(String),
    /// A certificate of the client (`mutualTLS`).
    MutualTls,
}
