//! A test a rule, on small documents.

mod bodies;
mod forms;
mod operations;
mod real;
mod styled;
mod types;
mod unions;
