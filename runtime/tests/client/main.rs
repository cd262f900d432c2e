//! The client against a stub over a real socket, or with a closure as its transport.
#![cfg(feature = "client")]

mod acme;
mod acme_style;
mod conditions;
mod credentials;
mod document_failures;
mod document_pages;
mod documents_read;
mod documents_sent;
mod etags;
mod failure_flag;
mod failures;
mod pages;
mod ranges;
mod requests;
mod retries;
mod school;
mod school_style;
#[cfg(feature = "sessions")]
mod sessions;
mod stub;
mod tokens;
mod transport;
