//! Documents as they go over the wire.

mod documents;
mod forms;
mod keywords;
mod style;
