//! OAuth 2.0 tokens for servers and clients that housestyle generates: the resource owner password grant (RFC 6749 §4.3),
//! refresh tokens (§6) and revocation (RFC 7009). It works with any style; no part of it is generated.
//!
//! *The password grant is legacy.* OAuth 2.1 removed it: an application that has a user's password can do everything that
//! the user can, and there is no place for a second factor. It is here for APIs whose guide requires it, and for an API's
//! own applications.
//!
//! Existing libraries do not cover this: oxide-auth has no password grant, no revocation and no reuse detection, and the
//! client of the crate oauth2 cannot rename `username`, send JSON, revoke without TLS or omit `client_id`.
//!
//! Its two features are its two sides, `server` and `client`; both are on by default.
//!
//! # A server
//!
//! A server implements [`Accounts`], and keeps tokens in a [`TokenStore`] ([`MemoryTokens`] for tests and small uses).
//! [`OAuth`] does the rest: tokens of 256 random bits, of which only the SHA-256 is stored; refresh tokens for one use, with
//! all tokens of the login revoked at a second one; passwords in Argon2id, a few at a time; the same work and the same
//! response for an unknown login as for a wrong password.
//!
//! ```
//! # #[cfg(feature = "server")] {
//! use housestyle::Problem;
//! use housestyle::server::{Credentials, Login, Security};
//! use housestyle_oauth::{Account, Accounts, BoxError, MemoryTokens, OAuth};
//!
//! struct People;
//!
//! impl Accounts for People {
//!     type Principal = String;
//!     async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
//! #       let _ = login;
//!         Ok(Account::Unknown) // usually a query
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
//! The two endpoints can also be operations of the document. They are outside the style (`x-style: off`), and take a body of
//! `*/*`, since clients send forms (RFC 6749) and JSON:
//!
//! ```ignore
//! async fn create_token(&self, call: Call<CreateToken>) -> HandlerResult<Token, CreateTokenError> {
//!     let response = self.oauth.answer_token(call.context(), &call.body).await?; // errors as in RFC 6749 §5.2
//!     Ok(Token { access_token: response.access_token.expose_secret().to_owned(), ..Token::default() })
//! }
//! ```
//!
//! For errors that are found before the handler runs (a body that is too large, too many requests) the service is given the
//! form of RFC 6749 too: `service.failures_of::<CreateToken>(housestyle_oauth::failure)`.
//!
//! Nothing here limits how often a password is tried: accounts count in [`Accounts::attempted`], and refuse by
//! [`Account::Locked`]. The style's rate, or [`Service::rate`](housestyle::server::Service::rate), counts by address where
//! the endpoints are operations of the document, or a router [within](OAuth::within) a service. Call [`OAuth::purge`] now
//! and then to remove expired tokens.
//!
//! # A client
//!
//! [`Tokens`] is a [`TokenSource`](housestyle::client::TokenSource): it logs in, refreshes before the
//! access token expires, once for many waiting calls, and revokes.
//!
//! ```no_run
//! # #[cfg(feature = "client")] {
//! use housestyle_oauth::Tokens;
//!
//! # fn api(_: Tokens) {}
//! # fn main_() -> Result<(), housestyle::client::BuildError> {
//! let tokens = Tokens::builder("https://api.example").password("ann", "swordfish").build()?;
//! // let api = clinic::client::Client::builder("https://api.example").token_source("oauth", tokens.clone()).build()?;
//! # api(tokens);
//! # Ok(()) }
//! # }
//! ```

#[cfg(feature = "client")]
mod client;
#[cfg(any(feature = "server", feature = "client"))]
mod clock;
#[cfg(feature = "server")]
mod server;

#[cfg(feature = "client")]
pub use client::{SavedTokens, TokenError, Tokens, TokensBuilder};
#[cfg(feature = "server")]
pub use housestyle::passwords::{PasswordError, Passwords, hash_password};
#[cfg(feature = "server")]
pub use server::{
    Access, Account, Accounts, Attempt, BackendError, BoxError, Client, ClientCredentials, Clients,
    ErrorCode, Family, Grant, MemoryTokens, OAuth, OAuthBuilder, OAuthError, RevocationRequest, Token,
    TokenHash, TokenKind, TokenRecord, TokenRequest, TokenResponse, TokenStore, failure, no_cache,
};
