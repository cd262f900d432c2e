//! The client against a stub over a real socket, or against a closure in the transport's place.
#![cfg(feature = "client")]

mod acme;
mod failures;
mod stub;
mod transport;
