//! Document and style, read together, become the [`Api`]. All that is wrong is found here, each at its place.
//!
//! The normalised tree is read by pointer, so that places are exact and nothing is lost that `openapiv3` cannot hold.
//! First all operations are [collected](collect), for ids and for what depends on other operations;
//! then each operation, whose schemas become types by way of a queue (no recursion: a document may nest as deep as it
//! likes); then what needs every type ([`deferred`]).

mod any_of;
mod bodies;
mod collect;
mod defaults;
mod deferred;
mod encodings;
mod extensions;
mod failures;
mod filters;
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

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};
use crate::ir::{self, Api, Owner};
use crate::spec::{Document, Node, NodeId, Places, Schema, Spec};
use crate::style::Style;
use collect::ItemOperation;
use references::ResolvedSchema;
use types::Types;

/// Reads `spec` by the rules of `style`. `None` only if `diags` got an error.
pub fn lower(spec: &Spec, style: &Style, diags: &mut Diagnostics) -> Option<Api> {
    let places = Places::default();
    let mut lowering = Lowering::new(spec, Document::new(&spec.tree, &places), style);
    let api = lowering.api();
    let failed = lowering.diags.failed();
    diags.extend(lowering.diags);
    (!failed).then_some(api)
}

/// Bytes of the longest name that people read.
const LONGEST: usize = 1000;

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

/// One run of lowering.
struct Lowering<'a> {
    spec: &'a Spec,
    root: Document<'a>,
    style: &'a Style,
    diags: Diagnostics,
    types: Types<'a>,
    /// What stands before every path.
    prefix: String,
    /// What `$ref`s lead to; `None` for those that were told to lead nowhere.
    references: HashMap<&'a str, Option<Node<'a>>>,
    /// What is behind a schema's references and wrappers.
    resolved: HashMap<NodeId, std::rc::Rc<ResolvedSchema<'a>>>,
    /// Whether a request differs from an answer, by schema.
    differs: HashMap<NodeId, bool>,
    /// Schemas that have an operation of their own, where the style leads to it.
    items: HashMap<NodeId, ItemOperation>,
    /// Schemas that an operation takes or gives otherwise than to be merged.
    replaced: HashSet<NodeId>,
    /// Resources, under a style whose payloads are such.
    known: resources::Resources<'a>,
    /// Schemas that build on a schema with a discriminator, by `allOf`.
    subtypes: HashMap<NodeId, Vec<Schema<'a>>>,
    /// Schemas of parts that are files by the media type that the form has for them.
    files: HashSet<NodeId>,
    /// Operations by id, for links.
    by_id: HashMap<String, ir::Path>,
    /// Links that wait for the types of the members beside them.
    pending_links: Vec<links::Pending<'a>>,
    /// Defaults that wait for the types that they must be of.
    pending_defaults: Vec<defaults::Pending>,
    /// Patterns, translated; `None` for those that cannot be.
    patterns: HashMap<&'a str, Result<String, patterns::Problem>>,
    schemes: HashMap<String, ir::SchemeId>,
    /// Operations that were told to have a body that is not typed yet.
    raw_told: HashSet<String>,
    /// Formats that are not known, each with the first place.
    formats: BTreeMap<&'a str, String>,
    /// Where each extension was passed over for its form.
    passed_over: HashMap<String, HashSet<String>>,
    /// What is said once a document, and how often it was met.
    tallies: BTreeMap<Tally, (usize, String)>,
    /// Diagnostics that were given, by code and pointer, so that a shared node is blamed once.
    told: HashSet<(Code, String, String)>,
}

/// What is told once a document, with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tally {
    IdsMade,
    HeadersUntyped,
    MediaAlike,
    Webhooks,
    ExtensionsUnused,
    ExtensionsForeign,
}

impl<'a> Lowering<'a> {
    fn new(spec: &'a Spec, root: Document<'a>, style: &'a Style) -> Self {
        Self {
            spec,
            root,
            style,
            diags: Diagnostics::new(),
            types: Types::default(),
            prefix: String::new(),
            references: HashMap::new(),
            resolved: HashMap::new(),
            differs: HashMap::new(),
            items: HashMap::new(),
            replaced: HashSet::new(),
            known: resources::Resources::default(),
            subtypes: HashMap::new(),
            files: HashSet::new(),
            by_id: HashMap::new(),
            pending_links: Vec::new(),
            pending_defaults: Vec::new(),
            patterns: HashMap::new(),
            schemes: HashMap::new(),
            raw_told: HashSet::new(),
            formats: BTreeMap::new(),
            passed_over: HashMap::new(),
            tallies: BTreeMap::new(),
            told: HashSet::new(),
        }
    }

    fn api(&mut self) -> Api {
        self.find_prefix();
        let schemes = self.schemes();
        self.find_subtypes();
        self.check_root_errors();
        self.check_resources();
        let collected = self.collect();
        let (groups, mut operations) = self.operations(&collected);
        let webhooks = self.webhooks(&collected);
        self.components();
        self.drain();
        self.finish(&collected, &mut operations);
        self.report_formats();
        self.report_tallies();
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
            servers: self.servers(self.root.servers()),
        }
    }

    /// Every component schema becomes a type, used or not: what is wrong with it is told either way.
    fn components(&mut self) {
        for (wire, schema) in self.root.schemas() {
            self.check_wire(wire, &schema.pointer());
            self.component(&schema);
        }
    }

    fn error(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::error(code, message, self.spec.place(pointer))
    }

    fn warning(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::warning(code, message, self.spec.place(pointer))
    }

    fn note(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::note(code, message, self.spec.place(pointer))
    }

    /// Takes a diagnostic, once: a node that many operations share is blamed once.
    fn push(&mut self, diagnostic: Diagnostic) {
        let pointer = match &diagnostic.place {
            Place::Pointer { file, pointer, .. } => format!("{file}\n{pointer}"),
            _ => String::new(),
        };
        if self.told.insert((diagnostic.code, pointer, diagnostic.message.clone())) {
            self.diags.push(diagnostic);
        }
    }

    /// Counts something that is told once a document; the first one gives the place.
    fn tally(&mut self, what: Tally, pointer: &str) {
        self.tallies.entry(what).or_insert_with(|| (0, pointer.to_owned())).0 += 1;
    }

    /// One note on all formats that nothing is held against.
    fn report_formats(&mut self) {
        /// Names that people read.
        const MOST: usize = 12;
        let formats = std::mem::take(&mut self.formats);
        let Some(first) = formats.values().next() else { return };
        let more =
            if formats.len() > MOST { format!(" and {} more", formats.len() - MOST) } else { String::new() };
        let names = extensions::words(&formats.keys().take(MOST).collect::<Vec<_>>());
        let message = format!("formats that values are not held against: {names}{more}");
        let help = "a `pattern` is enforced";
        self.push(self.note(codes::FORMAT_UNKNOWN, message, first).help(help));
    }

    fn report_tallies(&mut self) {
        for (what, (count, pointer)) in std::mem::take(&mut self.tallies) {
            let (code, message) = match what {
                Tally::IdsMade => (
                    codes::OPERATION_ID_MADE,
                    format!("{count} operations have no operationId; theirs are made of method and path"),
                ),
                Tally::HeadersUntyped => (
                    codes::HEADERS_NOT_TYPED,
                    format!(
                        "{count} headers of responses are declared; they are not typed: a handler sets them with `set_header`, a client finds them in what `send_full` returns"
                    ),
                ),
                Tally::MediaAlike => (
                    codes::MEDIA_TYPE,
                    format!(
                        "{count} media types differ from another in parameters alone, and are taken as that one"
                    ),
                ),
                Tally::Webhooks => (
                    codes::WEBHOOKS_NOT_EMITTED,
                    format!("{count} webhooks and callbacks are declared; no code is emitted for them yet"),
                ),
                Tally::ExtensionsForeign => (
                    codes::EXTENSION_WRONG,
                    format!(
                        "{count} more extensions have another form than is read here, and are passed over"
                    ),
                ),
                Tally::ExtensionsUnused => (
                    codes::EXTENSION_UNUSED,
                    format!("{count} extensions ask for what the style `{}` does not have", self.style.ident),
                ),
            };
            self.push(self.note(code, message, &pointer));
        }
    }

    /// A name of the document: it may be anything, but there must be one, and it must be one that people can read.
    fn check_wire(&mut self, wire: &str, pointer: &str) -> bool {
        let (code, message, help) = match wire.len() {
            0 => (codes::NAME_EMPTY, "an empty name".to_owned(), "give it a name"),
            1..=LONGEST => return true,
            n => {
                let message = format!("a name of {n} bytes, where {LONGEST} is the most");
                (codes::NAME_TOO_LONG, message, "shorten it")
            }
        };
        self.push(Diagnostic::error(code, message, self.spec.key_place(pointer)).help(help));
        false
    }
}
