//! Documents as they go over the wire.

mod documents;
mod idempotency;
mod keywords;
mod lists;
mod style;
