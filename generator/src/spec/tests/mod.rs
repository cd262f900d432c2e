//! One test a rule.

mod documents;
mod fields;
mod mutations;
mod references;
mod schemas;
mod stray;
mod views;

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Spec, load};
use crate::diag::{Code, Diagnostics, Severity};
use crate::source::{File, Sources};

/// Loads a text that is no file.
fn load_text(text: &str) -> (Option<Spec>, Diagnostics, Sources) {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file: Option<Arc<File>> = sources.add_text("acme.yaml", text.to_owned(), &mut diags);
    let spec = file.and_then(|file| load(&file, &mut sources, &mut diags));
    assert_eq!(spec.is_none(), diags.failed(), "{diags:?}");
    (spec, diags, sources)
}

fn load_value(document: &Value) -> (Option<Spec>, Diagnostics) {
    let (spec, diags, _) = load_text(&document.to_string());
    (spec, diags)
}

/// A document with this in it.
fn document(version: &str, members: Value) -> Value {
    let mut complete =
        json!({ "openapi": version, "info": { "title": "Acme", "version": "1" }, "paths": {} });
    if let (Value::Object(complete), Value::Object(members)) = (&mut complete, members) {
        complete.extend(members);
    }
    complete
}

/// The normalised form of the schema `S`, and the codes of the warnings.
fn schema(version: &str, schema: Value) -> (Value, Vec<Code>) {
    let named = json!({ "S": schema, "Other": { "type": "object" } });
    let (spec, diags) = load_value(&document(version, json!({ "components": { "schemas": named } })));
    let spec = spec.unwrap_or_else(|| panic!("{diags:?}"));
    (spec.tree["components"]["schemas"]["S"].clone(), codes_of(&diags))
}

fn codes_of(diags: &Diagnostics) -> Vec<Code> {
    diags.iter().filter(|d| d.severity != Severity::Note).map(|d| d.code).collect()
}

/// The codes of a document that is refused.
fn refused(document: &Value) -> Vec<Code> {
    let (spec, diags) = load_value(document);
    assert!(spec.is_none());
    diags.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code).collect()
}

/// The normalised tree, and the codes of the warnings.
fn tree(document: &Value) -> (Value, Vec<Code>) {
    let (spec, diags) = load_value(document);
    (spec.unwrap_or_else(|| panic!("{diags:?}")).tree, codes_of(&diags))
}
