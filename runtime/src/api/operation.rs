//! Operations as types, which tie an input to its output on both sides.

use crate::api::{DeclaredError, OperationMeta, ServerMeta, SuccessMeta};

/// An operation. Implemented by the generated struct of its input.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// use housestyle::Operation;
///
/// /// The name of an operation in logs.
/// fn name<O: Operation>() -> String {
///     format!("{}.{}", O::META.group, O::META.id)
/// }
/// assert_eq!(name::<board::ListNotes>(), "notes.listNotes");
/// ```
pub trait Operation: Sized + Send + Sync + 'static {
    /// The description of the operation.
    const META: &'static OperationMeta;
    /// The output.
    type Output: Send + 'static;
    /// How the output is encoded: a marker type of this module.
    type Form;
    /// The errors that the document declares.
    type Error: DeclaredError;
    /// The declared successful responses. Empty if there is one, with the description's status and no required
    /// headers.
    const SUCCESSES: &'static [SuccessMeta] = &[];
    /// The operation's own servers, the default first. Empty if the document's servers apply.
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
    /// A JSON value, wrapped in the style's envelope.
    Json;
    /// A created JSON value with a path of its own, which is sent in `Location`. Wrapped in the style's envelope.
    Located;
    /// A [`Page`](crate::Page), by number or without links of its own.
    Paged;
    /// A [`Page`](crate::Page) of [`Keyed`](crate::Keyed) items.
    KeyedPaged;
    /// UTF-8 text; the output is a `String`.
    Text;
    /// Bytes; the output is [`bytes::Bytes`].
    Bytes;
    /// One of several responses, each with its own status: an enum.
    Many;
    /// A link to a job that continues after the response. The link is sent as it is, in `Location` and in the body;
    /// the server's `Context::link` creates one that is right wherever the service is nested.
    JobLink;
}

forms! {
    /// A resource object (JSON:API); the output is a [`Resource`](crate::jsonapi::Resource).
    OneResource;
    /// A created resource object, whose path is sent in `Location`.
    LocatedResource;
    /// A resource object or null; the output is an `Option`.
    MaybeResource;
    /// A list of resource objects; the output is a `Vec`.
    Resources;
    /// A [`Page`](crate::Page) of resource objects.
    ResourcePage;
    /// A document with only `meta` (`response: meta` of `x-style`), wrapped in the style's template for it.
    MetaOnly;
    /// The linkage of a to-one relationship; the output is an `Option` of a [`Related`](crate::jsonapi::Related).
    ToOne;
    /// The linkage of a to-many relationship; the output is a `Vec` of [`Related`](crate::jsonapi::Related).
    ToMany;
}

/// Another form with a `meta` next to it (`meta` of `x-style`); the output is a [`WithMeta`](crate::WithMeta).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithMetaForm<F>(std::marker::PhantomData<F>);
