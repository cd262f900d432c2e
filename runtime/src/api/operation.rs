//! Operations as types: what ties an input to its answer on both sides.

use crate::api::{DeclaredError, OperationMeta, ServerMeta, SuccessMeta};

/// An operation. Implemented by the struct of its input; emitted.
pub trait Operation: Sized + Send + Sync + 'static {
    /// What the document says of it.
    const META: &'static OperationMeta;
    /// What it answers.
    type Output: Send + 'static;
    /// How the answer goes over the wire: a marker of this module.
    type Form;
    /// The failures that the document declares.
    type Error: DeclaredError;
    /// What is said of each success; nothing where it is one, of the description's status, without required headers.
    const SUCCESSES: &'static [SuccessMeta] = &[];
    /// The servers of its own, the one that is called first; nothing where it has those of the document.
    const SERVERS: &'static [ServerMeta] = &[];
}

macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $form;
    )* };
}
forms! {
    /// No body; the output is `()`.
    Empty;
    /// A JSON value, wrapped as the style says.
    Json;
    /// A JSON value of its own path, which `Location` tells: what came to be. Wrapped as the style says.
    Located;
    /// A [`Page`](crate::Page), by number or without links of its own.
    Paged;
    /// A [`Page`](crate::Page) of [`Keyed`](crate::Keyed) items.
    KeyedPaged;
    /// UTF-8 text; the output is a `String`.
    Text;
    /// Bytes as they come; the output is [`bytes::Bytes`].
    Bytes;
    /// One of several responses, each with its own status: an enum.
    Many;
    /// A link to a job whose work goes on after the answer. It goes out as it is written, `Location` and body alike: the
    /// server's `Context::link` makes one that is right wherever the service is nested.
    JobLink;
}

forms! {
    /// A resource object (JSON:API); the output is a [`Resource`](crate::jsonapi::Resource).
    OneResource;
    /// The same, whose path `Location` tells: what came to be.
    LocatedResource;
    /// A resource object or null; the output is an `Option`.
    MaybeResource;
    /// A list of resource objects; the output is a `Vec`.
    Resources;
    /// A [`Page`](crate::Page) of resource objects.
    ResourcePage;
    /// A document of `meta` alone (`response: meta` of `x-style`), wrapped in the style's template of such.
    MetaOnly;
    /// The linkage of a to-one relationship; the output is an `Option` of a [`Related`](crate::jsonapi::Related).
    ToOne;
    /// The linkage of a to-many relationship; the output is a `Vec` of [`Related`](crate::jsonapi::Related).
    ToMany;
}

/// What another form carries, with a `meta` next to it (`meta` of `x-style`); the output is a [`WithMeta`](crate::WithMeta).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BesideMeta<F>(std::marker::PhantomData<F>);
