//! Document and style, read together, become the [`Api`]. All that is wrong is found here, each at its place.
//!
//! The normalised tree is read by pointer, so that places are exact and nothing is lost that `openapiv3` cannot hold.
//! First all operations are [collected](collect), for ids and for what depends on other operations;
//! then each operation, whose schemas become types by way of a queue (no recursion: a document may nest as deep as it
//! likes); then what needs every type ([`deferred`]).

mod annotations;
mod any_of;
mod bodies;
mod collect;
mod defaults;
mod deferred;
mod encodings;
mod failures;
mod filters;
mod fits;
mod formats;
mod links;
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
mod types;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};
use crate::ir::{self, Api, Owner};
use crate::spec::{Document, Node, NodeId, Places, Schema, Spec};
use crate::style::Style;
use collect::ItemOperation;
use paths::Paths;
use references::References;
use report::{Reporter, Tally};
use security::{SchemeIndex, Security};
use servers::Servers;
use types::Types;

pub use annotations::reference as annotations_reference;
pub(crate) use annotations::style_of;

/// Reads `spec` by the rules of `style`. `None` only if `diags` got an error.
pub fn lower(spec: &Spec, style: &Style, diags: &mut Diagnostics) -> Option<Api> {
    let places = Places::default();
    let mut lowering = Lowering::new(spec, Document::new(&spec.tree, &places), style);
    let api = lowering.api();
    let found = lowering.report.finish(&style.ident);
    let failed = found.failed();
    diags.extend(found);
    (!failed).then_some(api)
}

/// Who declares a parameter, request body or response, where the operation with the id `operation` has it.
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

/// What all passes share: the document, the style, and what was found out so far.
struct Lowering<'a> {
    root: Document<'a>,
    style: &'a Style,
    report: Reporter<'a>,
    references: References<'a>,
    types: Types<'a>,
    schemas: SchemaFacts<'a>,
    /// Resources, if the style's payloads are resource objects.
    resources: resources::Resources<'a>,
    index: OperationIndex,
}

/// What is known of schemas, by their nodes.
#[derive(Debug, Default)]
struct SchemaFacts<'a> {
    /// Whether a request differs from a response.
    differs: HashMap<NodeId, bool>,
    /// Those that have an operation of their own, if the style links to it.
    items: HashMap<NodeId, ItemOperation>,
    /// Those that an operation takes or returns other than to be merged.
    replaced: HashSet<NodeId>,
    /// Schemas that build on a schema with a discriminator, by `allOf`.
    subtypes: HashMap<NodeId, Vec<Schema<'a>>>,
    /// Parts that are files by the media type that the form has for them.
    files: HashSet<NodeId>,
    /// Patterns, translated.
    patterns: HashMap<&'a str, Result<String, patterns::Problem>>,
}

/// What operations refer to by name.
#[derive(Debug, Default)]
struct OperationIndex {
    /// How paths are read.
    paths: Paths,
    /// The paths of operations by id, for links.
    by_id: HashMap<String, ir::Path>,
    /// Security schemes by name.
    schemes: SchemeIndex,
}

impl<'a> Lowering<'a> {
    fn new(spec: &'a Spec, root: Document<'a>, style: &'a Style) -> Self {
        Self {
            root,
            style,
            report: Reporter::new(spec),
            references: References::new(root),
            types: Types::default(),
            schemas: SchemaFacts::default(),
            resources: resources::Resources::default(),
            index: OperationIndex::default(),
        }
    }

    fn api(&mut self) -> Api {
        self.index.paths = Paths::new(self.style, self.root, &mut self.report);
        let schemes = self.security().schemes();
        self.index.schemes = security::index(&schemes);
        self.find_subtypes();
        self.check_root_failures();
        self.check_resources();
        let collected = self.collect();
        self.check_annotations();
        let (groups, mut operations) = self.operations(&collected);
        let webhooks = self.webhooks(&collected);
        self.components();
        self.drain();
        self.finish(&collected, &mut operations);
        let info = self.root.info();
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Api {
            title: text(info.and_then(|info| info.title())),
            version: text(info.and_then(|info| info.version())),
            docs: info.and_then(|info| info.description()),
            style: self.style.clone(),
            types: std::mem::take(&mut self.types.all),
            groups,
            operations,
            webhooks,
            schemes,
            servers: Servers { report: &mut self.report }.listed(self.root.servers()),
        }
    }

    /// Every component schema becomes a type, used or not: what is wrong with it is told either way.
    fn components(&mut self) {
        for (wire, schema) in self.root.schemas() {
            self.check_wire(wire, &schema.pointer());
            self.component(&schema);
        }
    }

    fn security(&mut self) -> Security<'_, 'a> {
        Security { root: self.root, references: &mut self.references, report: &mut self.report }
    }

    fn place(&self, pointer: &str) -> Place {
        self.report.place(pointer)
    }

    fn key_place(&self, pointer: &str) -> Place {
        self.report.key_place(pointer)
    }

    fn error(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.error(code, message, pointer)
    }

    fn warning(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.warning(code, message, pointer)
    }

    fn note(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.note(code, message, pointer)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    fn tally(&mut self, what: Tally, pointer: &str) {
        self.report.tally(what, pointer);
    }

    fn check_wire(&mut self, wire: &str, pointer: &str) -> bool {
        self.report.check_wire(wire, pointer)
    }
}
