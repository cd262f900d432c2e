//! OpenAPI document and house style in, Rust server and client out.

pub mod api;
mod aside;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diag;
mod format;
pub mod ir;
pub mod lower;
pub mod output;
pub mod plan;
pub mod render;
pub mod run;
pub mod rust;
pub mod scaffold;
pub mod source;
pub mod spec;
pub mod style;

pub use api::{Api, Generated};
pub use run::Failure;
