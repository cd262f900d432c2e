//! The document as OpenAPI 3.0, whatever its version, and the place of each node in its file.
//!
//! One walk (`walk`) over the tree repairs what is slightly wrong, brings 3.1 down to 3.0 and follows every
//! `$ref`. What comes out obeys the tables of `shape`, to which tests hold it with `openapiv3`; what
//! 3.0 cannot say stays in the tree, under its own keyword or one that begins with `x-hs-`:
//!
//! - `x-hs-webhooks` of the document: its webhooks, path items by name;
//! - `x-hs-prefix-items` of a schema: the schemas of its first items;
//! - `x-hs-unmatched-properties` of a schema: its `additionalProperties`, where `patternProperties` are in their place.

mod cycles;
mod downgrade_3_1;
mod edit;
mod fields;
mod infer_types;
mod inline;
mod node;
mod objects;
mod parameter;
mod pointer;
mod refs;
mod repair;
mod report;
mod scalar;
mod schema;
mod shape;
mod skip;
#[cfg(test)]
mod tests;
pub(crate) mod typed;
mod unions;
mod upgrade_3_1;
mod upgrade_schema;
mod views;
mod walk;

use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};
use crate::parallel::on_a_large_stack;
use crate::source::{File, Sources};

pub(crate) use edit::Edit;
pub use node::{Field, Node, NodeId, Places};
pub(crate) use objects::{ExtensibleObject, extended, extended_in_schema};
use pointer::Moves;
pub use skip::SkippedParts;
pub(crate) use skip::{BY_NAME, DATA};
pub(crate) use upgrade_3_1::{Upgraded, upgrade};
pub use views::*;

/// Errors of documents that are too large to be looked at any longer.
const LIMITS: [Code; 2] = [codes::TOO_DEEP, codes::TOO_MANY_ALIASES];

/// The version that a document was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
    /// 3.2.x, read like 3.1.
    V3_2,
}

/// A document that was read, brought to 3.0.
#[derive(Debug)]
pub struct Spec {
    /// The file, as the user named it.
    pub file: String,
    /// The version it was written for.
    pub version: Version,
    /// The normalised tree: 3.0-shaped, with `x-hs-*` keys for what 3.0 cannot say. Every `$ref` in it
    /// reads `#/components/SECTION/NAME`, and exists.
    pub tree: Value,
    moves: Moves,
    files: Vec<String>,
}

/// Reads a document of any version. `None` only if `diags` got an error.
pub fn load(file: &Arc<File>, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Spec> {
    let mut own = Diagnostics::new();
    let spec = load_partial(file, sources, &mut own).filter(|_| !own.failed());
    #[cfg(test)]
    spec.iter().for_each(|spec| typed::assert_reads(&spec.tree));
    diags.extend(own);
    spec
}

/// As [`load`], but returns the document even if there are errors in parts of it, which [`SkippedParts`] leaves out.
pub fn load_partial(file: &Arc<File>, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Spec> {
    let mut own = Diagnostics::new();
    let spec = version(file, &mut own)
        .and_then(|version| on_a_large_stack(|| lift(file, version, sources, &mut own)));
    diags.extend(own);
    spec
}

fn lift(file: &Arc<File>, version: Version, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Spec> {
    let mut tree = file.tree.clone();
    let mut walk = walk::Walk::new(file, version > Version::V3_0, sources, diags);
    walk.document(&mut tree);
    let files: Vec<String> = walk.files.iter().map(|file| file.name.clone()).collect();
    let moves = std::mem::take(&mut walk.moves);
    if diags.iter().any(|diagnostic| LIMITS.contains(&diagnostic.code)) {
        return None;
    }
    Some(Spec { file: file.name.clone(), version, tree, moves, files })
}

fn version(file: &Arc<File>, diags: &mut Diagnostics) -> Option<Version> {
    let place = |pointer: String| {
        let node = pointer.clone();
        Place::Pointer { file: file.name.clone(), pointer, key: false, node }
    };
    let root = place(String::new());
    let at = |key: &str| place(format!("/{key}"));
    if let Some(swagger) = file.tree.get("swagger") {
        let message = format!("Swagger {} is not read yet", plain(swagger));
        let help = "convert it to OpenAPI 3.0, with swagger2openapi for one";
        diags.push(Diagnostic::error(codes::SWAGGER_2, message, at("swagger")).help(help));
        return None;
    }
    let Some(given) = file.tree.get("openapi") else {
        let message = "this is not an OpenAPI document: it has no `openapi` member";
        let help = "an OpenAPI document begins with a line like `openapi: 3.0.3`";
        diags.push(Diagnostic::error(codes::NOT_OPENAPI, message, root).help(help));
        return None;
    };
    let text = plain(given);
    let mut numbers = text.split('.');
    match (numbers.next(), numbers.next().unwrap_or("0")) {
        (Some("3"), "0") => Some(Version::V3_0),
        (Some("3"), "1") => Some(Version::V3_1),
        (Some("3"), "2") => {
            let message =
                "OpenAPI 3.2 is read like 3.1; what is new in it and has no effect is reported in its place";
            diags.push(Diagnostic::note(codes::VERSION_NEWER, message, at("openapi")));
            Some(Version::V3_2)
        }
        _ => {
            let message = format!("OpenAPI `{text}` is not supported; 3.0, 3.1 and 3.2 are");
            diags.push(Diagnostic::error(codes::VERSION_UNKNOWN, message, at("openapi")));
            None
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Spec {
    /// The node of the normalised tree at a JSON pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.tree.pointer(pointer)
    }

    /// The place in the files of the node at a pointer of the normalised tree.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        self.placed(pointer, false)
    }

    /// The place of the node's key.
    #[must_use]
    pub fn key_place(&self, pointer: &str) -> Place {
        self.placed(pointer, true)
    }

    fn placed(&self, pointer: &str, key: bool) -> Place {
        let origin = self.moves.origin(pointer);
        let node = pointer.to_owned();
        Place::Pointer { file: self.files[origin.file].clone(), pointer: origin.pointer, key, node }
    }
}
