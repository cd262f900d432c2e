//! What the passes of lowering share.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::annotations::SchemaAnnotations;
use super::bodies::is_json;
use super::collect::ItemOperation;
use super::paths::Paths;
use super::patterns;
use super::references::{References, ResolvedSchema};
use super::report::{Reporter, Tally};
use super::resources::Resources;
use super::security::SchemeIndex;
use super::types::{JsonType, SchemaPart, SchemaParts, SchemaReader, Types};
use crate::diag::{Code, Diagnostic, Place};
use crate::ir;
use crate::spec::{Document, NodeId, NodeView, Operation, RefOr, Schema, Spec};
use crate::style::{PayloadForm, Style};

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
            references: References::new(root, has_resources(style)),
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

    /// The target of an object's `$ref`.
    pub fn resolve<V: NodeView<'a>>(&mut self, reference: &'a str, holder: V) -> Option<V> {
        self.references.resolve(reference, holder, &mut self.report)
    }

    /// The object, behind its references.
    pub fn follow<V: NodeView<'a>>(&mut self, object: RefOr<V>) -> Option<V> {
        self.references.follow(object, &mut self.report)
    }

    /// What a schema comes down to.
    pub fn resolve_schema(&mut self, schema: &Schema<'a>) -> Rc<ResolvedSchema<'a>> {
        self.references.resolve_schema(schema, &mut self.report)
    }

    fn schema_reader(&mut self) -> SchemaReader<'_, 'a> {
        SchemaReader { references: &mut self.references, report: &mut self.report }
    }

    /// The parts with those of their `allOf`.
    pub fn flatten(&mut self, parts: &SchemaParts<'a>) -> Vec<SchemaPart<'a>> {
        self.schema_reader().flatten(parts)
    }

    /// The JSON type of a schema, if it is known without lowering it.
    pub fn kind_of(&mut self, schema: &Schema<'a>) -> Option<JsonType> {
        self.schema_reader().kind_of(schema)
    }

    /// The items of a schema that is a list, if they are known without lowering it.
    pub fn items_of(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        self.schema_reader().items_of(schema)
    }

    /// The JSON schema of an operation's 200.
    pub fn json_success(&mut self, operation: &Operation<'a>) -> Option<Schema<'a>> {
        self.json_answer(operation, &["200", "2XX"])
    }

    /// The JSON schema of the first of these responses that an operation has.
    pub fn json_answer(&mut self, operation: &Operation<'a>, keys: &[&str]) -> Option<Schema<'a>> {
        let response = keys.iter().find_map(|key| operation.response(key))?;
        let response = self.follow(response)?;
        response.content().find(|(media, _)| is_json(media))?.1.schema()
    }

    /// Whether the style's payloads are resource objects.
    pub fn has_resources(&self) -> bool {
        has_resources(self.style)
    }

    /// The type of the resource objects that a schema describes.
    pub fn resource_of(&self, schema: &Schema<'a>) -> Option<&'a str> {
        SchemaAnnotations(*schema).resource().filter(|_| self.has_resources())
    }

    /// The type that values of a schema travel under: of a resource, or of what is said in the form of one.
    pub fn travels_as(&self, schema: &Schema<'a>) -> Option<&'a str> {
        let said = || SchemaAnnotations(*schema).ty().filter(|_| self.has_resources());
        self.resource_of(schema).or_else(said)
    }

    /// The member by which the style links an item to itself.
    pub fn own_link_member(&self) -> Option<&'a str> {
        self.style.data.links.self_member.as_deref()
    }

    /// Whether the style gives a schema a link to itself.
    pub fn has_own_link(&self, schema: NodeId) -> bool {
        self.own_link_member().is_some() && self.schemas.items.contains_key(&schema)
    }
}

fn has_resources(style: &Style) -> bool {
    style.success.form == PayloadForm::Resources
}
