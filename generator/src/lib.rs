//! OpenAPI document and house style in, Rust server and client out.
//!
//! A build script uses [`Api`]:
//!
//! ```no_run
//! housestyle_generator::Api::new("specs/clinic.yaml").server().client().build();
//! ```
//!
//! The generated code stands in the crate with `housestyle::include_api!(pub mod clinic);` and needs the crate `housestyle`. A
//! build script takes this crate without its default feature `cli`, which is the command `housestyle`.
//!
//! The other modules are the stages of a run, in the order of [`pipeline`]: [`source`] and [`spec`] load a document, [`style`] loads
//! a style, [`fold`] makes a lean
//! document of a full one, [`lower`] makes the [`ir`] of both, [`rust`] names it, [`render`] prints it and [`output`] writes files.

pub mod api;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod config;
pub mod diag;
pub mod expand;
pub mod fold;
mod format;
mod hints;
mod http;
pub mod ir;
pub mod lower;
pub mod output;
mod parallel;
pub mod pipeline;
pub mod plan;
mod plurals;
pub mod render;
pub mod report;
pub mod rust;
pub mod scaffold;
pub mod source;
pub mod spec;
pub mod style;

pub use api::{Api, Checked, Expanded, GeneratedApi};
pub use config::{Config, Document, Parts};
pub use pipeline::Failure;
