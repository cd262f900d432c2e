//! Expand: the document as it goes over the wire, as OpenAPI 3.1.
//!
//! It reads the normalised document and the [`ir`](crate::ir), in three passes: schemas get the form that they have on the
//! wire (`prepare`), the document is brought to 3.1 (`spec::upgrade`), then each operation gets what
//! the style adds to it (`operations`). Under the root of all styles only the second pass has something to do.
//!
//! Every mechanism of a style is matched here without a wildcard, so that the compiler asks for a new one.

mod components;
mod failures;
mod forms;
mod headers;
pub(crate) mod media;
mod member;
mod operations;
mod pages;
mod parameters;
mod prepare;
mod resources;
mod responses;
pub(crate) mod template;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::ir::ApiModel;
use crate::spec::{self, Spec, Upgraded};
use crate::style::Version;
use components::Components;
use prepare::MetaSchemas;

/// Diagnostics of one kind that are shown; the rest is counted.
const SHOWN: usize = 3;

/// Expands a document.
#[must_use]
pub fn expand(spec: &Spec, ir: &ApiModel, diags: &mut Diagnostics) -> Value {
    let mut tree = spec.tree.clone();
    let adds = ir.style.root != Some(true);
    let mut left_out = Vec::new();
    let metas = if adds { prepare::prepare(&mut tree, ir, &mut left_out) } else { MetaSchemas::new() };
    let upgraded = spec::upgrade(tree);
    report(&upgraded, spec, diags);
    let mut tree = upgraded.tree;
    if adds {
        undescribed(ir, diags);
        report_webhooks(spec, ir, diags);
        let flat = json!({ "components": { "schemas": tree["components"]["schemas"] } });
        let components = Components::take(&mut tree);
        let mut expansion = Expansion { api: ir, components, metas, flat, left_out };
        expansion.paths(&mut tree);
        expansion.components.put(&mut tree);
        let why = "it describes another form than the one that goes over the wire";
        report_left_out(&expansion.left_out, why, spec, diags);
    }
    tree
}

/// The operations of a document, while they are expanded.
struct Expansion<'a> {
    api: &'a ApiModel,
    components: Components,
    metas: MetaSchemas,
    /// The document before any operation was expanded: its schemas as they are declared.
    flat: Value,
    /// Pointers to what describes another form than the one that goes over the wire, and is left out.
    left_out: Vec<String>,
}

/// Reports what of the style no document can describe.
fn undescribed(api: &ApiModel, diags: &mut Diagnostics) {
    let style = &api.style;
    let mut report = |is_there: bool, key: &str, why: &str| {
        if is_there {
            let message =
                format!("`{key}` of the style `{}` is not in the expanded document: {why}", style.ident);
            diags.push(Diagnostic::note(codes::EXPAND_UNDESCRIBED, message, Place::Options));
        }
    };
    let override_header = style.methods.override_header.is_some();
    report(
        override_header,
        "methods.override_header",
        "OpenAPI has no way to say that one method stands for others",
    );
    let short = matches!(style.version, Version::AcceptSubtype(_));
    report(
        short,
        "version",
        "it has the media types with all their words, and not the short ones that may be asked for too",
    );
    let indents = style.success.pretty.as_ref().is_some_and(|pretty| pretty.accept_parameter.is_some());
    report(indents, "success.pretty.accept_parameter", "OpenAPI has no parameters of the header `Accept`");
}

/// Reports that webhooks and callbacks stay as the document has them: the style holds for what the service serves, and their
/// requests are served by others.
fn report_webhooks(spec: &Spec, api: &ApiModel, diags: &mut Diagnostics) {
    if let Some(first) = api.webhooks.first() {
        let message = format!(
            "{} as the document has them: the style holds for operations that are served",
            match api.webhooks.len() {
                1 => "1 webhook or callback is".to_owned(),
                count => format!("{count} webhooks and callbacks are"),
            },
        );
        diags.push(Diagnostic::note(codes::EXPAND_WEBHOOKS, message, spec.key_place(&first.pointer)));
    }
}

/// Reports what 3.1 has no place for.
fn report(upgraded: &Upgraded, spec: &Spec, diags: &mut Diagnostics) {
    for (pointer, name) in &upgraded.renamed {
        let message = format!("OpenAPI 3.1 has no components of such names; this one is called `{name}`");
        diags.push(Diagnostic::note(codes::EXPAND_RENAMED, message, spec.key_place(pointer)));
    }
    report_left_out(&upgraded.left_out, "OpenAPI 3.1 has no place for it", spec, diags);
}

/// Reports what is left out: some, and the number of the others.
fn report_left_out(left_out: &[String], why: &str, spec: &Spec, diags: &mut Diagnostics) {
    for pointer in left_out.iter().take(SHOWN) {
        let message = format!("this is left out of the expanded document: {why}");
        diags.push(Diagnostic::note(codes::EXPAND_LEFT_OUT, message, spec.key_place(pointer)));
    }
    if let Some(pointer) = left_out.get(SHOWN) {
        let message = format!("and {} more fields that are left out", left_out.len() - SHOWN);
        diags.push(Diagnostic::note(codes::EXPAND_LEFT_OUT, message, spec.key_place(pointer)));
    }
}
