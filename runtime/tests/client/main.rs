//! The client against a stub over a real socket, or against a closure in the transport's place.
#![cfg(feature = "client")]

mod acme;
mod acme_style;
mod credentials;
mod failures;
mod pages;
mod requests;
mod retries;
mod stub;
mod tokens;
mod transport;
