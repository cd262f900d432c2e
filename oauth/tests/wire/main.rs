//! Logging in, refreshing and revoking over a socket, on both sides (RFC 6749, RFC 6750, RFC 7009).

mod acme;
mod client;
mod document;
mod endpoints;
