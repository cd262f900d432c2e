//! The document's extension `x-style`: what the document, an operation or a schema says for the house style.
//!
//! [`grammar`] declares every key; [`check`] holds the document against it. What is read here is of the right form or not
//! there, so that no other part of lowering knows how the extension is spelt.

pub(super) mod check;
pub(super) mod effects;
mod entries;
mod grammar;
mod lint;
pub(super) mod old;
mod reference;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::codes;
use super::references::ResolvedSchema;
use super::report::Reporter;
use crate::diag::suggest;
use crate::ir::Violation;
use crate::spec::{Document, Node, NodeView as _, Operation, Schema, Spec};
use crate::style::Style;
pub(crate) use lint::{LintOff, lint_off};
pub use reference::reference;

/// The extension's key.
const KEY: &str = "x-style";

/// What says on an operation that the style, or its prefix, does not apply.
const OFF: &str = "off";

/// The pointer of a key of the `x-style` of the object at `object`.
pub(super) fn pointer(object: &str, key: &str) -> String {
    format!("{object}/{KEY}/{key}")
}

/// The style that a document names, with its pointer.
pub(crate) fn style_of(spec: &Spec) -> Option<(&str, String)> {
    let said = spec.tree.get(KEY)?;
    match said.as_object() {
        Some(_) => Some((said.get("use")?.as_str()?, format!("/{KEY}/use"))),
        None => Some((said.as_str()?, format!("/{KEY}"))),
    }
}

/// What a document says that it describes.
pub(crate) fn document_of(spec: &Spec) -> Option<crate::config::Document> {
    crate::config::Document::of_word(spec.tree.get(KEY)?.get("document")?.as_str()?)
}

/// The failures that the document declares by code.
pub(super) fn failures_of_document<'a>(root: &Document<'a>) -> Option<Node<'a>> {
    root.get(KEY)?.get("errors").filter(|errors| errors.value().is_object())
}

/// Whether a value says `off`. YAML 1.1 reads the word as false.
pub(super) fn is_off(value: &Value) -> bool {
    value == OFF || value == &Value::Bool(false)
}

/// What an operation says.
#[derive(Debug, Clone, Copy)]
pub(super) struct OperationAnnotations<'a> {
    operation: Operation<'a>,
    /// The extension.
    said: Option<Node<'a>>,
}

/// The paging of an operation in `x-style`.
#[derive(Debug, Clone, Default)]
pub(super) struct PagingAnnotation<'a> {
    /// The way to page; the style's default if it is not named.
    pub kind: Option<&'a str>,
    /// The name of the list in the body.
    pub items: Option<Node<'a>>,
    /// The unit of positions.
    pub unit: Option<Node<'a>>,
    /// The members that may order.
    pub by: Option<Node<'a>>,
}

/// The fields that order a collection.
#[derive(Debug)]
pub(super) enum SortFields<'a> {
    /// Each that can.
    All,
    /// These.
    Named(Vec<Node<'a>>),
}

/// The failures of an operation.
#[derive(Debug)]
pub(super) enum Failures<'a> {
    /// Some of the document's, by code.
    Named(Vec<Node<'a>>),
    /// Its own.
    Own(Node<'a>),
}

impl<'a> OperationAnnotations<'a> {
    pub fn of(operation: &Operation<'a>) -> Self {
        Self { operation: *operation, said: operation.get(KEY) }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.said?.get(key)
    }

    /// The pointer of a key, there or not.
    pub fn at(&self, key: &str) -> String {
        pointer(&self.operation.pointer(), key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| node.value() == &Value::Bool(true))
    }

    /// Whether the style does not apply to the operation.
    pub fn is_off(&self) -> bool {
        let says_off = |said: &Node<'a>| {
            is_off(said.value()) || said.get("use").is_some_and(|use_| is_off(use_.value()))
        };
        self.said.as_ref().is_some_and(says_off)
    }

    /// Whether the operation's path begins without what the style's paths begin with.
    pub fn is_unprefixed(&self) -> bool {
        self.get("prefix").is_some_and(|node| is_off(node.value()))
    }

    pub fn is_asynchronous(&self) -> bool {
        self.flag("async")
    }

    /// Whether it is counted where the style counts marked operations.
    pub fn is_rated(&self) -> bool {
        self.flag("rate")
    }

    /// Records that a key had an effect.
    pub fn mark_effective(&self, key: &str, report: &mut Reporter<'a>) {
        self.get(key).iter().for_each(|value| report.mark_effective(value));
    }

    /// Whether the answer is `meta` alone.
    pub fn answers_meta(&self) -> bool {
        self.get("response").is_some_and(|node| node.value() == "meta")
    }

    /// The schema of what is sent next to resources.
    pub fn meta(&self) -> Option<Schema<'a>> {
        self.get("meta").filter(|node| node.value().is_object()).map(Schema::of)
    }

    /// The resource's component and the relationship that the operation is on, with the place.
    pub fn relationship(&self) -> Option<(&'a str, &'a str, Node<'a>)> {
        let node = self.get("relationship")?;
        let (component, wire) = node.value().as_str()?.rsplit_once('.')?;
        Some((component, wire, node))
    }

    /// The schemas of filters by name.
    pub fn filters(&self) -> Vec<(&'a str, Schema<'a>)> {
        let filters = self.get("filters");
        let entries = filters.iter().flat_map(Node::entries);
        let schemas = entries.filter(|(_, schema)| schema.value().is_object());
        schemas.map(|(name, schema)| (name, Schema::of(schema))).collect()
    }

    /// The fields that order what the operation lists, where it is ordered.
    pub fn sort(&self) -> Option<SortFields<'a>> {
        match self.get("sort")?.value() {
            Value::Bool(true) => Some(SortFields::All),
            Value::Array(_) => Some(SortFields::Named(self.texts("sort"))),
            _ => None,
        }
    }

    /// The paths of the resources that may be included.
    pub fn include(&self) -> Option<Vec<Node<'a>>> {
        self.has("include").then(|| self.texts("include"))
    }

    /// The paths of the members that may be expanded.
    pub fn expand(&self) -> Option<Vec<Node<'a>>> {
        self.has("expand").then(|| self.texts("expand"))
    }

    pub fn failures(&self) -> Option<Failures<'a>> {
        let node = self.get("errors")?;
        match node.value() {
            Value::Array(_) => Some(Failures::Named(self.texts("errors"))),
            Value::Object(_) => Some(Failures::Own(node)),
            _ => None,
        }
    }

    /// The texts of a list.
    fn texts(&self, key: &str) -> Vec<Node<'a>> {
        let items = self.said.iter().flat_map(|said| said.items(key));
        items.filter(|item| item.value().is_string()).collect()
    }

    /// The paging of the operation, if it has any.
    pub fn paging(&self) -> Option<PagingAnnotation<'a>> {
        let node = self.get("paging")?;
        match node.value() {
            Value::Bool(true) => Some(PagingAnnotation::default()),
            Value::String(word) if word == "none" => None,
            Value::String(word) => Some(PagingAnnotation { kind: Some(word), ..PagingAnnotation::default() }),
            Value::Object(_) => Some(PagingAnnotation {
                kind: node.text("use"),
                items: node.get("items"),
                unit: node.get("unit"),
                by: node.get("by"),
            }),
            _ => None,
        }
    }
}

/// What a schema says.
#[derive(Debug, Clone, Copy)]
pub(super) struct SchemaAnnotations<'a>(pub Schema<'a>);

impl<'a> SchemaAnnotations<'a> {
    fn value(self, key: &str) -> Option<&'a Value> {
        self.0.value_of(KEY)?.get(key)
    }

    fn text(self, key: &str) -> Option<&'a str> {
        self.value(key)?.as_str()
    }

    pub fn at(self, key: &str) -> String {
        pointer(&self.0.pointer(), key)
    }

    /// The type of the resources that it describes.
    pub fn resource(self) -> Option<&'a str> {
        self.text("resource").filter(|ty| super::resources::is_member_name(ty))
    }

    /// The type under which it travels although it is not a resource.
    pub fn ty(self) -> Option<&'a str> {
        self.text("type").filter(|ty| super::resources::is_member_name(ty))
    }

    /// The operation that it is a link to.
    pub fn link(self) -> Option<Node<'a>> {
        self.get("link")
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.0.get(KEY)?.get(key)
    }

    /// Whether it says something of the values that it takes, so that it is more than a wrapper of another schema.
    pub fn describes(self, resources: bool) -> bool {
        let has = |key| self.value(key).is_some();
        has("error_code") || has("error_message") || resources && (has("resource") || has("type"))
    }
}

/// What a link takes from the members next to it: by wire name of the parameter.
#[derive(Debug, Default)]
pub(super) struct LinkMapping<'a> {
    pub path: Vec<(&'a str, &'a str)>,
    pub query: Vec<(&'a str, &'a str)>,
}

/// The operation's id and the mapping of a link.
pub(super) fn link_annotation<'a>(link: &Node<'a>) -> Option<(&'a str, LinkMapping<'a>)> {
    if let Value::String(operation) = link.value() {
        return Some((operation, LinkMapping::default()));
    }
    let pairs = |key: &str| {
        let members = link.value().get(key).and_then(Value::as_object).into_iter().flatten();
        members.filter_map(|(wire, member)| Some((wire.as_str(), member.as_str()?))).collect()
    };
    Some((link.text("operation")?, LinkMapping { path: pairs("path"), query: pairs("query") }))
}

/// A failure that is declared by code.
#[derive(Debug, Clone, Copy)]
pub(super) struct FailureAnnotation<'a>(pub Node<'a>);

impl<'a> FailureAnnotation<'a> {
    pub const STATUS: &'static str = "status";

    pub fn status(self) -> Option<&'a Value> {
        self.0.value_of(Self::STATUS)
    }

    pub fn number(self) -> Option<i64> {
        self.0.value_of("code_number")?.as_i64()
    }

    pub fn message(self) -> Option<String> {
        self.0.text("message").map(str::to_owned)
    }

    pub fn resource(self) -> Option<String> {
        self.0.text("resource").map(str::to_owned)
    }

    pub fn pointer(self) -> Option<String> {
        self.0.text("pointer").map(str::to_owned)
    }

    pub fn kind(self) -> Option<String> {
        self.0.text("type").map(str::to_owned)
    }

    pub fn suppress(self) -> Option<bool> {
        self.0.value_of("suppress")?.as_bool()
    }

    pub fn description(self) -> Option<String> {
        self.0.prose("description")
    }
}

/// What is said of values that some schemas refuse, the first of them most.
pub(super) fn violation<'a>(
    schemas: impl Iterator<Item = Schema<'a>> + Clone,
    report: &mut Reporter<'a>,
) -> Violation {
    let mut prose = |key: &str| {
        let mut said = schemas.clone().filter_map(|schema| SchemaAnnotations(schema).0.get(KEY));
        let (node, text) = said.find_map(|said| Some((said.get(key)?, said.prose(key)?)))?;
        report.mark_effective(&node);
        Some(text)
    };
    Violation { code: prose("error_code"), message: prose("error_message") }
}

impl<'a> ResolvedSchema<'a> {
    /// The link to an operation that the first hop with one has.
    pub fn link(&self) -> Option<Node<'a>> {
        self.hops.iter().find_map(|hop| SchemaAnnotations(*hop).link())
    }
}

/// The representation option of the style that a member is there under.
pub(super) fn only_with_option<'a>(
    settled: &[std::rc::Rc<ResolvedSchema<'a>>],
    style: &Style,
    report: &mut Reporter<'a>,
) -> Option<String> {
    let mut hops = settled.iter().flat_map(|settled| &settled.hops).copied().map(SchemaAnnotations);
    let said = hops.find_map(|said| said.get("only_with_option").filter(|said| said.value().is_string()))?;
    let option = said.value().as_str()?;
    let options: Vec<_> = style.version.options().collect();
    if options.contains(&option) {
        report.mark_effective(&said);
        return Some(option.to_owned());
    }
    // Asked of a style that has none, it is counted.
    if options.is_empty() {
        return None;
    }
    let message = format!("the style `{}` has no representation option `{option}`", style.ident);
    let help = suggest::among(option, options.into_iter());
    report.push(report.error(codes::OPTION_UNKNOWN, message, &said.pointer()).help(help));
    None
}

/// A list in words: `a`, `b`.
pub(super) fn words<T: AsRef<str>>(list: &[T]) -> String {
    let quoted: Vec<_> = list.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    quoted.join(", ")
}
