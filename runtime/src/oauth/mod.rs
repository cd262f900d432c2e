//! Tokens for passwords, as OAuth 2.0 has them: the resource owner password grant (RFC 6749 §4.3), refresh tokens (§6) and
//! revocation (RFC 7009). Any style and any handler can use it; nothing of it is generated.
//!
//! *The password grant is legacy.* OAuth 2.1 has it no more: an application that is told a password can do all that its
//! owner can, and no second factor fits in. It is here for APIs whose guide asks for it, and for an API's own applications.
//!
//! # A server
//!
//! A server says who has an account ([`Accounts`]) and where tokens are kept ([`TokenStore`]; [`MemoryTokens`] for tests
//! and small uses). The rest is [`OAuth`]: random tokens of 256 bits, of which just the SHA-256 is kept; refresh tokens
//! that are good for one use, and the whole login revoked at a second one; passwords in Argon2id, a few at a time, and the
//! same work and the same answer for a login that is nobody's.
//!
//! ```
//! # #[cfg(feature = "server")] {
//! use housestyle::Problem;
//! use housestyle::oauth::{Account, Accounts, BoxError, MemoryTokens, OAuth};
//! use housestyle::server::{Credentials, Login, Security};
//!
//! struct People;
//!
//! impl Accounts for People {
//!     type Principal = String;
//!     async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
//! #       let _ = login;
//!         Ok(Account::Unknown) // a query, really
//!     }
//!     async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> {
//!         Ok(Some(subject.to_owned()))
//!     }
//! }
//!
//! struct Clinic { oauth: OAuth<People, MemoryTokens> }
//!
//! impl Login for Clinic {
//!     type Principal = String;
//!     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
//!         self.oauth.login(credentials).await
//!     }
//! }
//!
//! let clinic = Clinic { oauth: OAuth::builder(People, MemoryTokens::new()).build() };
//! let endpoints: axum::Router = clinic.oauth.router(); // POST /oauth/token, POST /oauth/revoke
//! # drop(endpoints);
//! # }
//! ```
//!
//! A document may have the two endpoints too. They are outside the style (`x-style: off`), and take a body of `*/*`, since
//! clients send forms (RFC 6749) and JSON:
//!
//! ```ignore
//! async fn create_token(&self, call: Call<CreateToken>) -> HandlerResult<Token, CreateTokenError> {
//!     let answer = self.oauth.answer_token(call.context(), &call.body).await?; // a refusal: as RFC 6749 §5.2 has it
//!     Ok(Token { access_token: answer.access_token.expose_secret().to_owned(), ..Token::default() })
//! }
//! ```
//!
//! What is refused before such a handler runs (a body that is too large, too many requests) is told as RFC 6749 has it too where
//! the service says so: `service.failures_of::<CreateToken>(housestyle::oauth::failure)`.
//!
//! Nothing here limits how often a password may be tried: [`Accounts::attempted`] is where accounts count, and
//! [`Account::Locked`] how they refuse. The style's rate, or [`Service::rate`](crate::server::Service::rate), counts by
//! address where the endpoints are operations of the document, or a router [within](OAuth::within) a service. What has
//! expired is taken away by [`OAuth::purge`], to be called now and then.
//!
//! # A client
//!
//! [`Tokens`] is a [`TokenSource`](crate::client::TokenSource): it logs in, refreshes before the access token expires, once
//! for many waiting calls, and revokes.
//!
//! ```no_run
//! # #[cfg(feature = "client")] {
//! use housestyle::oauth::Tokens;
//!
//! # fn api(_: Tokens) {}
//! # fn main_() -> Result<(), housestyle::client::BuildError> {
//! let tokens = Tokens::builder("https://api.example").password("ann", "swordfish").build()?;
//! // let api = clinic::client::Client::builder("https://api.example").token_source("oauth", tokens.clone()).build()?;
//! # api(tokens);
//! # Ok(()) }
//! # }
//! ```

#[cfg(feature = "server")]
mod accounts;
#[cfg(feature = "server")]
mod answer;
#[cfg(feature = "server")]
mod clients;
#[cfg(any(feature = "server", feature = "client"))]
mod clock;
#[cfg(feature = "server")]
mod endpoint;
#[cfg(feature = "server")]
mod error;
#[cfg(feature = "server")]
mod issuer;
#[cfg(feature = "server")]
mod memory;
#[cfg(feature = "server")]
mod parameters;
#[cfg(feature = "server")]
mod request;
#[cfg(feature = "server")]
mod scope;
#[cfg(feature = "server")]
mod settings;
#[cfg(feature = "server")]
mod store;
#[cfg(all(test, feature = "server"))]
mod tests;
#[cfg(feature = "client")]
mod tokens;

#[cfg(feature = "server")]
pub use crate::passwords::{PasswordError, Passwords, hash_password};

#[cfg(feature = "client")]
pub use tokens::{SavedTokens, TokenError, Tokens, TokensBuilder};
#[cfg(feature = "server")]
pub use {
    accounts::{Account, Accounts, Attempt},
    answer::TokenAnswer,
    clients::{Client, ClientCredentials, Clients},
    endpoint::no_cache,
    error::{BackendError, ErrorCode, OAuthError, failure},
    issuer::{Access, OAuth},
    memory::MemoryTokens,
    request::{Grant, RevocationRequest, TokenRequest},
    settings::OAuthBuilder,
    store::{BoxError, Family, Found, Token, TokenHash, TokenKind, TokenStore},
};
