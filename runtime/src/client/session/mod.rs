//! The client's side of a session: the server's cookie is sent with every request.

#[cfg(feature = "sessions")]
mod jar;
#[cfg(feature = "sessions")]
mod kept;
#[cfg(not(feature = "sessions"))]
mod none;
#[cfg(all(test, feature = "sessions"))]
mod tests;

#[cfg(feature = "sessions")]
pub(super) use kept::Session;
#[cfg(not(feature = "sessions"))]
pub(super) use none::Session;
