//! Expand: the document as it goes over the wire, as OpenAPI 3.1.
//!
//! It reads the normalised document and the [`ir`](crate::ir), in three passes: the document is brought to 3.1
//! ([`upgrade`](crate::spec::upgrade)), then each operation gets what the style adds to it, then what is left of the
//! components is brought to its form on the wire. Under the root of all styles only the first pass has something to do.

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::ir::Api;
use crate::spec::{self, Spec, Upgraded};

/// Diagnostics of one kind that are shown; the rest is counted.
const SHOWN: usize = 3;

/// Expands a document.
#[must_use]
pub fn expand(spec: &Spec, ir: &Api, diags: &mut Diagnostics) -> Value {
    let _ = ir;
    let upgraded = spec::upgrade(spec.tree.clone());
    report(&upgraded, spec, diags);
    upgraded.tree
}

/// Reports what 3.1 has no place for.
fn report(upgraded: &Upgraded, spec: &Spec, diags: &mut Diagnostics) {
    for (pointer, name) in &upgraded.renamed {
        let message = format!("OpenAPI 3.1 has no components of such names; this one is called `{name}`");
        diags.push(Diagnostic::note(codes::EXPAND_RENAMED, message, spec.key_place(pointer)));
    }
    let left_out = &upgraded.left_out;
    for pointer in left_out.iter().take(SHOWN) {
        let message = "OpenAPI 3.1 has no place for this; it is left out of the expanded document";
        diags.push(Diagnostic::note(codes::EXPAND_LEFT_OUT, message, spec.key_place(pointer)));
    }
    if let Some(pointer) = left_out.get(SHOWN) {
        let message = format!("and {} more fields that are left out", left_out.len() - SHOWN);
        diags.push(Diagnostic::note(codes::EXPAND_LEFT_OUT, message, spec.key_place(pointer)));
    }
}
