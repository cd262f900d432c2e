//! The rules ELP-1 to ELP-90 and the rulings, each in a test that begins with its id.
//!
//! What no test can or need check:
//! - ELP-46: how upstream looks for a language; R-44 has RFC 4647's way.
//! - ELP-74: an answer without `page` is a page, as R-35 has it.

mod clients;
mod collections;
mod documents;
mod errors;
mod languages;
mod lists;
mod locks;
mod malformed;
mod media;
mod oauth;
mod pages;
mod rulings;
mod server;
mod sorting;
mod statuses;
mod tokens;
mod uploads;
mod verbs;
