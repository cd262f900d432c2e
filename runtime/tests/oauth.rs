//! Logging in, refreshing and revoking over a socket, on both sides (RFC 6749, RFC 6750, RFC 7009).

#[path = "oauth/acme.rs"]
mod acme;
#[path = "oauth/client.rs"]
mod client;
#[path = "oauth/document.rs"]
mod document;
#[path = "oauth/endpoints.rs"]
mod endpoints;
