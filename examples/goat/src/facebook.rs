//! Facebook as an identity provider.

use futures_util::future::BoxFuture;

/// Someone, as Facebook knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their id there.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Where their picture is; empty without one.
    pub avatar_url: String,
    /// The long-lived token, in place of the one that was received.
    pub token: String,
}

/// Facebook does not accept a token, or cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacebookError;

/// Identifies people by tokens.
pub trait Facebook: Send + Sync + 'static {
    /// Exchanges a token of an app for a long-lived one and the profile that it belongs to.
    fn exchange<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Profile, FacebookError>>;
}

/// No Facebook: every token is refused.
#[derive(Debug, Clone, Copy)]
pub struct NoFacebook;

impl Facebook for NoFacebook {
    fn exchange<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Profile, FacebookError>> {
        Box::pin(std::future::ready(Err(FacebookError)))
    }
}
