//! OpenAPI document and house style in, Rust server and client out.

pub mod api;
#[cfg(feature = "cli")]
pub mod cli;
mod config;
pub mod diag;
mod format;
mod http;
pub mod ir;
pub mod lower;
pub mod output;
mod parallel;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod report;
pub mod rust;
pub mod scaffold;
pub mod source;
pub mod spec;
pub mod style;

pub use api::{Api, GeneratedApi};
pub use config::{Config, Parts};
pub use pipeline::Failure;
