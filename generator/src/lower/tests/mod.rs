//! A test a rule, on small documents.

mod axes;
mod bodies;
mod forms;
mod operations;
mod parts;
mod ranges;
mod real;
mod styled;
mod types;
mod unions;
