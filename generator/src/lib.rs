//! OpenAPI document and house style in, Rust server and client out.

pub mod diag;
pub mod ir;
pub mod output;
pub mod render;
pub mod rust;
pub mod source;
pub mod spec;
pub mod style;
