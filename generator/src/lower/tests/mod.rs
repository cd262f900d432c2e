//! A test a rule, on small documents.

mod axes;
mod bodies;
mod documents;
mod effects;
mod encodings;
mod expansions;
mod failures;
mod fixed_tags;
mod form_bodies;
mod forms;
mod idempotency;
mod lists;
mod operations;
mod owners;
mod parts;
mod ranges;
mod real;
mod reports;
mod resources;
mod styled;
mod types;
mod unions;
