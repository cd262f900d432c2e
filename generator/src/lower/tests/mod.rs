//! A test a rule, on small documents.

mod real;
