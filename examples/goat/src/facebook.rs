//! What Facebook is asked for.

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
    /// The token that lives long, in place of the one that was shown.
    pub token: String,
}

/// Facebook does not accept a token, or cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Tells whose a token is.
pub trait Facebook: Send + Sync + 'static {
    /// Swaps a token of an app for one that lives long, and tells whose it is.
    fn exchange<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Profile, Refused>>;
}

/// No Facebook at all: nobody logs in with it.
#[derive(Debug, Clone, Copy)]
pub struct NoFacebook;

impl Facebook for NoFacebook {
    fn exchange<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Profile, Refused>> {
        Box::pin(std::future::ready(Err(Refused)))
    }
}
