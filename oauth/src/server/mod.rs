//! The server's side: the issuer of tokens, and its endpoints.

mod accounts;
mod clients;
mod endpoint;
mod error;
mod grants;
mod issuer;
mod memory;
mod parameters;
mod request;
mod response;
mod scope;
mod settings;
mod store;
#[cfg(test)]
mod tests;

pub use accounts::{Account, Accounts, Attempt};
pub use clients::{Client, ClientCredentials, Clients};
pub use endpoint::no_cache;
pub use error::{BackendError, ErrorCode, OAuthError, failure};
pub use issuer::{Access, OAuth};
pub use memory::MemoryTokens;
pub use request::{Grant, RevocationRequest, TokenRequest};
pub use response::TokenResponse;
pub use settings::OAuthBuilder;
pub use store::{BoxError, Family, Token, TokenHash, TokenKind, TokenRecord, TokenStore};
