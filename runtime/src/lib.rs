//! The runtime of servers and clients that housestyle generates.
//!
//! An OpenAPI document and a house style become Rust: types, a trait for each group of operations, and a client. The
//! style says how payloads are wrapped, how errors are encoded and how collections are paged. Generated code is thin;
//! whatever does not vary with the document is in this crate: routing, decoding and validation, encoding, paging,
//! errors and calls.
//!
//! # A server and a client
//!
//! A handler implements the generated traits. Its input has been validated, and it returns values that the style's
//! rules turn into responses.
//!
//! ```
//! use axum::body::Body;
//! use housestyle::client::InProcess;
//! use housestyle::server::{Call, Credentials, HandlerResult, Login, Security};
//! use housestyle::{Handler, Problem};
//! use notes::operations::{CreateNote, CreateNoteError, ListNotes, ListNotesError};
//! use notes::{client::Client, server::Notes, types::Note};
//!
//! housestyle::api!(pub mod notes = "docs/notes.yaml", server, client); // or `include_api!`, with a build script
//!
//! #[derive(Clone, Handler)]
//! #[handler(api = notes)]
//! struct Board;
//!
//! impl Login for Board {
//!     type Principal = ();
//!
//!     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<(), Problem> {
//!         credentials.authorization("bearer").map(drop).ok_or_else(Problem::unauthenticated)
//!     }
//! }
//!
//! impl Notes for Board {
//!     async fn list_notes(&self, _: Call<ListNotes>) -> HandlerResult<Vec<Note>, ListNotesError> {
//!         Ok(vec![Note { text: "Buy milk".to_owned() }])
//!     }
//!
//!     async fn create_note(&self, call: Call<CreateNote>) -> HandlerResult<Note, CreateNoteError> {
//!         Ok(call.input.body)
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // A server: `Board.serve(listener, ServeOptions::new()).await`, or `Board.router()` in an `axum::Router`.
//!     // Here the client calls it without a socket.
//!     let transport = InProcess::<_, Body>::new(Board.router::<()>());
//!     let client = Client::builder("http://localhost").bearer("open sesame").transport(transport).build()?;
//!     assert_eq!(client.list_notes().send().await?[0].text, "Buy milk");
//!
//!     // The document says `minLength: 1`, so the server refuses this one.
//!     let error = client.create_note(Note { text: String::new() }).send().await.unwrap_err();
//!     assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
//!     assert_eq!(error.refusal().unwrap().entries[0].pointer.as_deref(), Some("/text"));
//!     Ok(())
//! }
//! ```
//!
//! # Errors
//!
//! There are three kinds: errors that the document declares for an operation, a generated enum that both sides share;
//! errors in the style's format, a [`Problem`]; and unexpected errors, which `?` converts from any error and whose
//! cause the response does not reveal.
//!
//! ```
//! use housestyle::{Entry, HandlerResult, Problem};
//!
//! fn age(text: &str) -> HandlerResult<u8> {
//!     if text.is_empty() {
//!         Err(Problem::invalid_entity().entry(Entry::new("required").field("age").message("is required")))?;
//!     }
//!     Ok(text.parse()?)
//! }
//! assert!(age("42").is_ok() && age("").is_err() && age("forty-two").is_err());
//! ```
//!
//! # Other HTTP features
//!
//! The style also configures pages by `Range`, entity tags with `If-None-Match` and `If-Match`, rate limits, TLS,
//! request ids and sessions. A [`server::Service`] can override it, and a handler has access to them through its
//! [`server::Context`].
//!
//! # Modules
//!
//! | module | contents |
//! |---|---|
//! | [`server`] | handlers, logins, limits, the service, `serve` |
//! | [`client`] | client builder, calls, streams of pages, transports, errors |
//! | [`mod@api`] | descriptions of operations, results of handlers |
//! | [`problem`] | problems, entries, outcomes and localized texts |
//! | [`paging`] | pages and ranges |
//! | [`value`] | values in generated types: links, patches, bytes, times |
//! | [`style`] | the style as a constant |
//! | [`schema`] | schemas as constants, and validation |
//! | [`codec`] | encoding and decoding of bodies and parameters: JSON, templates, forms, multipart |
//! | [`jsonapi`] | JSON:API documents |
//! | [`sanitize`] | sanitized output of untrusted text |
//!
//! # Features
//!
//! | feature | default | what |
//! |---|---|---|
//! | `server` | yes | [`server`], on axum's body and router, hyper and tokio |
//! | `client` | yes | [`client`], on reqwest and rustls |
//! | `macros` | yes | [`api!`] and the derive of [`Handler`](macro@Handler); without it use a build script and implement `server::Handler` by hand |
//! | `docs` | no | [`server::Service::docs`]: a page that shows the document of an API, with Swagger UI |
//! | `passwords` | no | `housestyle::passwords`: password hashing with argon2, with limited concurrency |
//! | `gzip`, `br`, `zstd` | no | content codings: a client accepts them, a server compresses ([`server::Service::compress`]) |
//! | `sessions` | no | for styles with sessions: `server::session`, with stores of tower-sessions-core, and sessions of clients, with cookie_store |
//!
//! Without features the crate contains the values, styles and validation. The crate `housestyle-oauth` adds OAuth 2.0.
//!
//! # Untrusted input
//!
//! Every request is answered in the style, within limits: of time ([`server::ServeOptions`], [`server::Limits`],
//! [`client::Timeouts`]), size, nesting depth (128) and reported problems (100), and for each client a share of
//! connections, bodies and responses. A panic ends only its own request. Credentials never appear in `Debug` output,
//! logs, echoes or links; `writeOnly` members are never sent back. A client follows no redirects, and no link to
//! another origin; a session cookie is only sent to its host, and a cached response
//! ([`client::ClientBuilder::etag_cache`]) is only used for requests with the same credentials.

#[doc(hidden)]
pub mod __private;
pub mod api;
#[cfg(feature = "client")]
pub mod client;
pub mod codec;
#[cfg(any(feature = "client", feature = "server"))]
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "each body has both sides")
)]
mod envelope;
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "expansion has both sides")
)]
mod expansion;
mod include;
pub mod jsonapi;
pub mod paging;
#[cfg(feature = "passwords")]
pub mod passwords;
pub mod problem;
pub mod sanitize;
pub mod schema;
#[cfg(feature = "server")]
pub mod server;
pub mod style;
mod syntax;
pub mod value;
#[cfg(any(feature = "client", feature = "server"))]
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "each place of the version has both sides")
)]
mod version;

pub use api::{
    DeclaredError, HandlerError, HandlerResult, NoError, Operation, Present, Presentation, UndeclaredError,
    WithMeta, Zone,
};
pub use codec::DecodeError;
pub use codec::multipart::FilePart;
pub use expansion::ExpandedPaths;
#[cfg(feature = "macros")]
pub use housestyle_macros::{Handler, api};
pub use jsonapi::{Include, Related, Resource, ResourceId, ResourceType, SortField};
pub use paging::{
    CursorPage, ItemCursorPage, KeyBound, KeyRangePage, Keyed, KeysetPage, NumberedOrRows, NumberedPage,
    OffsetPage, Page, PageInfo, RangePage, RangeStart, RowsPage,
};
pub use problem::{Entry, Outcome, Problem, Wording};
pub use secrecy;
/// Any JSON value.
pub use serde_json::Value;
#[cfg(feature = "server")]
pub use server::Handler;
pub use style::Direction;
pub use uuid::Uuid;
pub use value::{
    Base64, Base64Url, Boxed, Date, DateTime, Decimal, Link, Patch, StatusIn, StatusOutOfRange, UnixTime,
    Uri, UriReference,
};
