//! Document and style, read together, become the [`ApiModel`]. All that is wrong is found here, each at its place.
//!
//! The document is read through the views of [`spec`](crate::spec), so that places are exact and nothing is lost that
//! `openapiv3` cannot hold. Each pass is a separate struct that returns its result; they share a `Context` of eight fields.
//! First all operations are collected (`collect`), for ids and for what depends on other operations; then each operation is
//! lowered, whose schemas become types by way of a queue (without recursion: a document may nest as deep as it likes); then
//! comes what needs every type (`deferred`).

mod annotations;
mod any_of;
mod bodies;
mod collect;
mod context;
mod defaults;
mod deferred;
mod encodings;
mod expansions;
mod failures;
mod filters;
mod fits;
mod fixed_tags;
mod form_bodies;
mod formats;
mod idempotency;
mod links;
mod list_names;
mod operations;
mod overlap;
mod paging;
mod parameters;
mod paths;
mod patterns;
mod reachable;
mod references;
mod report;
mod resources;
mod responses;
mod security;
mod servers;
mod sorts;
mod spread;
mod types;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diag::{Diagnostics, codes};
use crate::ir::{ApiModel, Owner};
use crate::spec::{Document, Node, Places, Spec};
use crate::style::Style;
use annotations::check::{AnnotationCheck, annotated};
use annotations::effects::EffectCheck;
use annotations::old::OldKeys;
use collect::{CollectedOperation, Collector};
use context::{Context, OperationIndex};
use deferred::Deferred;
use failures::CodedFailures;
pub(crate) use failures::{outcome_of, outcome_of_failure};
use operations::Operations;
use paths::Paths;
use report::Tally;
use resources::ResourceCheck;
use security::SecurityReader;
use servers::Servers;
use types::{ShapeBuilder, TypeRequests, find_subtypes};

pub use annotations::reference as annotations_reference;
pub(crate) use annotations::{LintOff, document_of, lint_off, style_of};
pub(crate) use bodies::{is_json, is_plain_json};
pub(crate) use form_bodies::FORM;
pub(crate) use paths::prefix_of;

/// Reads `spec` by the rules of `style`. `None` only if `diags` got an error.
pub fn lower(spec: &Spec, style: &Style, diags: &mut Diagnostics) -> Option<ApiModel> {
    let places = Places::default();
    let root = Document::new(&spec.tree, &places);
    let mut context = Context::new(spec, root, style);
    let api = api(&mut context, root);
    let found = context.report.into_diagnostics();
    let failed = found.failed();
    diags.extend(found);
    (!failed).then_some(api)
}

/// The passes, in their order.
fn api<'a>(cx: &mut Context<'a>, root: Document<'a>) -> ApiModel {
    let annotated = annotated(root);
    AnnotationCheck { report: &mut cx.report }.check_annotations(&annotated);
    cx.index.paths = Paths::new(cx.style, root, &mut cx.report);
    let schemes = SecurityReader::new(cx).schemes();
    cx.index.schemes = security::index(&schemes);
    cx.schemas.subtypes = find_subtypes(root, &mut cx.references, &mut cx.report);
    CodedFailures { cx }.check_root_failures();
    ResourceCheck { cx }.check_resources();
    let collected = Collector { cx }.collect();
    OldKeys { root, style: cx.style, operations: &cx.index, report: &mut cx.report }
        .report_old_keys(&annotated);
    let (groups, mut operations) = Operations { cx }.operations(&collected);
    let webhooks = Operations { cx }.webhooks(&collected);
    CodedFailures { cx }.report_unused_failures();
    TypeRequests { cx }.lower_components();
    ShapeBuilder { cx }.drain();
    Deferred { cx }.finish(&collected, &mut operations);
    ShapeBuilder { cx }.report_unevaluated();
    EffectCheck { style: cx.style, report: &mut cx.report }.report_without_effect(&annotated, &collected);
    cx.report.report_counts(&cx.style.ident);
    let servers = Servers { report: &mut cx.report }.listed(cx.root.servers());
    let info = root.info();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    ApiModel {
        title: text(info.and_then(|info| info.title())),
        version: text(info.and_then(|info| info.version())),
        docs: info.and_then(|info| info.description()),
        style: cx.style.clone(),
        types: std::mem::take(&mut cx.types.all),
        groups,
        operations,
        webhooks,
        schemes,
        servers,
    }
}

/// The owner of a parameter, request body or response of the operation with the id `operation`.
fn owner(node: Node<'_>, operation: &str) -> Owner {
    match (node.component_name(), node.path_of_parameter()) {
        (Some(("parameters" | "requestBodies" | "responses", name)), _) => Owner::Component(name.to_owned()),
        (_, Some(path)) => Owner::Path(path.to_owned()),
        (_, None) => Owner::Operation(operation.to_owned()),
    }
}

/// A value as a message shows it: not more than people read.
fn shown(value: &Value) -> String {
    const MOST: usize = 80;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
