//! Documents as they go over the wire.

mod documents;
mod forms;
mod idempotency;
mod keywords;
mod lists;
mod style;
