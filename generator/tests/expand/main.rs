//! Documents as they go over the wire.

mod documents;
mod keywords;
mod lists;
mod style;
