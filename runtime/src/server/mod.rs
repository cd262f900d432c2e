//! The runtime of generated servers.
//!
//! A [`Handler`] becomes a [`Service`]: one tower service for all operations. A request goes through a pipeline: its
//! operation is found in a static table, checks run in the style's order, the handler is called with a [`Call`], and
//! its result is encoded in the style's envelope or error format.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::body::Body;
//! use housestyle::server::{HandlerResult, Call, Credentials, Login, Security};
//! use housestyle::{Handler, Problem};
//! use secrecy::ExposeSecret as _;
//!
//! housestyle::api!(mod notes = "docs/notes.yaml", server);
//! use notes::{operations::*, server::Notes, types::Note};
//!
//! #[derive(Clone, Handler)]
//! #[handler(api = notes)]
//! struct Board;
//!
//! impl Login for Board {
//!     type Principal = String;
//!
//!     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
//!         match credentials.authorization("bearer").map(|token| token.expose_secret()) {
//!             Some("open sesame") => Ok("Ali".to_owned()),
//!             _ => Err(Problem::unauthenticated()),
//!         }
//!     }
//! }
//!
//! impl Notes for Board {
//!     async fn list_notes(&self, _: Call<ListNotes>) -> HandlerResult<Vec<Note>, ListNotesError> {
//!         Ok(vec![Note { text: "Buy milk".to_owned() }])
//!     }
//!
//!     async fn create_note(&self, call: Call<CreateNote, String>) -> HandlerResult<Note, CreateNoteError> {
//!         let (input, author, _) = call.into_parts();
//!         Ok(Note { text: format!("{author}: {}", input.body.text) })
//!     }
//! }
//!
//! let service = Board.into_service();
//! let post = |token: &str, body: &'static str| {
//!     let request = http::Request::post("/notes").header("content-type", "application/json");
//!     request.header("authorization", format!("Bearer {token}")).body(Body::from(body))
//! };
//! let response = service.answer(post("open sesame", r#"{"text":"Pay the robbers"}"#)?).await;
//! assert_eq!(response.status(), 201);
//! let body = axum::body::to_bytes(response.into_body(), 1024).await?;
//! assert_eq!(body, r#"{"text":"Ali: Pay the robbers"}"#);
//!
//! assert_eq!(service.answer(post("open wheat", r#"{"text":"x"}"#)?).await.status(), 401);
//! assert!(service.answer(post("open sesame", r#"{"text":""}"#)?).await.status().is_client_error());
//! # Ok(()) }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```

mod auth;
mod call;
mod context;
mod core;
mod documentation;
mod encode;
pub mod idempotency;
pub(crate) mod limits;
mod negotiate;
mod pipeline;
mod route;
pub(crate) mod serve;
mod service;
#[cfg(feature = "sessions")]
pub mod session;
#[cfg(not(feature = "sessions"))]
#[path = "session/disabled.rs"]
mod session;
mod settings;

pub use crate::api::{Api, HandlerError, HandlerResult, Security};
pub use crate::version::Representation;
pub use auth::credentials::{ClientCertificate, Credentials, PresentedCredential};
#[doc(hidden)]
pub use auth::login::{AnyHandler, AuthHandler, Authentication, Authenticator, authenticates};
pub use auth::login::{Login, OpenHandler, PartialHandler, not_implemented};
pub use call::Call;
pub use context::Context;
pub use documentation::DocumentationError;
pub use encode::response::{EncodeError, Respond, ResponseBuilder, WriteForm};
#[cfg(feature = "idempotency-sqlite")]
pub use idempotency::SqliteIdempotencyKeys;
pub use idempotency::{
    IdempotencyStore, KeptResponse, KeyState, KeyStoreError, KeyedRequest, MemoryIdempotencyKeys,
};
pub use limits::Limits;
pub use limits::endpoint::EndpointLimits;
pub use pipeline::entity_tag::IfMatch;
pub use pipeline::read::{Reader, Receive};
pub use route::table::{Table, TableEntry, open, optional_login, required_login};
pub use serve::peer::{ClientAddress, Network, NetworkError, Peer};
pub use serve::{ServeOptions, serve};
pub use service::{Handler, Service};
#[cfg(feature = "sessions")]
pub use session::{MemorySessions, Session, SessionError, purge_sessions};
