//! The client's side of a session: the server's cookie is sent with every request.

#[cfg(feature = "sessions")]
mod cookies;
#[cfg(not(feature = "sessions"))]
mod disabled;
#[cfg(feature = "sessions")]
mod jar;
#[cfg(all(test, feature = "sessions"))]
mod tests;

#[cfg(feature = "sessions")]
pub(super) use cookies::ClientSession;
#[cfg(not(feature = "sessions"))]
pub(super) use disabled::ClientSession;
