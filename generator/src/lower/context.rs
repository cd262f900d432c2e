//! What the passes of lowering share.

use std::collections::{HashMap, HashSet};

use super::collect::ItemOperation;
use super::paths::Paths;
use super::patterns;
use super::references::References;
use super::report::{Reporter, Tally};
use super::resources::Resources;
use super::security::SchemeIndex;
use super::types::Types;
use crate::diag::{Code, Diagnostic, Place};
use crate::ir;
use crate::spec::{Document, NodeId, Schema, Spec};
use crate::style::Style;

/// What all passes share: the document, the style, and what was found out so far.
pub(super) struct Context<'a> {
    pub root: Document<'a>,
    pub style: &'a Style,
    pub report: Reporter<'a>,
    pub references: References<'a>,
    pub types: Types<'a>,
    pub schemas: SchemaFacts<'a>,
    /// Resources, if the style's payloads are resource objects.
    pub resources: Resources<'a>,
    pub index: OperationIndex,
}

/// Facts about schemas, by their nodes.
#[derive(Debug, Default)]
pub(super) struct SchemaFacts<'a> {
    /// Whether a request differs from a response.
    pub differs: HashMap<NodeId, bool>,
    /// Schemas that have an item operation, if the style links to it.
    pub items: HashMap<NodeId, ItemOperation>,
    /// Those that an operation takes or returns other than to be merged.
    pub replaced: HashSet<NodeId>,
    /// Schemas that build on a schema with a discriminator, by `allOf`.
    pub subtypes: HashMap<NodeId, Vec<Schema<'a>>>,
    /// Parts that are files by the media type that the form has for them.
    pub files: HashSet<NodeId>,
    /// Those with `unevaluatedProperties: false`, and those of them that close an object.
    pub unevaluated: Vec<Schema<'a>>,
    pub closed: HashSet<NodeId>,
    /// Patterns, translated.
    pub patterns: HashMap<&'a str, Result<String, patterns::Problem>>,
}

/// What operations refer to by name.
#[derive(Debug, Default)]
pub(super) struct OperationIndex {
    /// How paths are read.
    pub paths: Paths,
    /// The paths of operations by id, for links.
    pub by_id: HashMap<String, ir::Path>,
    /// Security schemes by name.
    pub schemes: SchemeIndex,
}

impl<'a> Context<'a> {
    pub fn new(spec: &'a Spec, root: Document<'a>, style: &'a Style) -> Self {
        Self {
            root,
            style,
            report: Reporter::new(spec),
            references: References::new(root),
            types: Types::default(),
            schemas: SchemaFacts::default(),
            resources: Resources::default(),
            index: OperationIndex::default(),
        }
    }

    pub fn place(&self, pointer: &str) -> Place {
        self.report.place(pointer)
    }

    pub fn key_place(&self, pointer: &str) -> Place {
        self.report.key_place(pointer)
    }

    pub fn error(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.error(code, message, pointer)
    }

    pub fn warning(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.warning(code, message, pointer)
    }

    pub fn note(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        self.report.note(code, message, pointer)
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    pub fn tally(&mut self, what: Tally, pointer: &str) {
        self.report.tally(what, pointer);
    }

    pub fn check_wire(&mut self, wire: &str, pointer: impl FnOnce() -> String) -> bool {
        self.report.check_wire(wire, pointer)
    }
}
