//! OpenAPI document and house style in, Rust server and client out.

pub mod diag;
pub mod ir;
pub mod style;
