//! What a schema comes down to behind `$ref`s and wrappers that only annotate.

use std::rc::Rc;

use serde_json::Value;

use super::node::Node;
use super::{Lowering, codes};

/// The most `$ref`s and wrappers in a row that are followed.
const LONGEST_CHAIN: usize = 100;

/// A schema without its references and wrappers.
#[derive(Debug)]
pub(super) struct ResolvedSchema<'a> {
    /// The schema that decides the type.
    pub node: Node<'a>,
    /// What was passed on the way, from the use to [`ResolvedSchema::node`] itself: their annotations count, the first most.
    pub hops: Vec<Node<'a>>,
    /// Whether null passes.
    pub nullable: bool,
}

impl<'a> ResolvedSchema<'a> {
    /// The first hop that has `key`.
    pub fn annotated(&self, key: &str) -> Option<&Node<'a>> {
        self.hops.iter().find(|hop| hop.has(key))
    }

    /// Whether any hop says so.
    pub fn flag(&self, key: &str) -> bool {
        self.hops.iter().any(|hop| hop.flag(key))
    }

    /// Prose of the use itself, and not of the component that it leads to.
    pub fn docs(&self) -> Option<String> {
        let own = self.hops.iter().enumerate().take_while(|(i, hop)| *i == 0 || hop.component().is_none());
        own.map(|(_, hop)| hop).find_map(|hop| hop.prose("description"))
    }
}

/// Where a schema leads on to.
enum Step<'a> {
    /// Another schema; whether null passes besides.
    To(Node<'a>, bool),
    /// Nowhere.
    Stay,
}

impl<'a> Lowering<'a> {
    /// What a `$ref` leads to. One that leads nowhere is told once.
    pub fn resolve(&mut self, reference: &'a str, at: &str) -> Option<Node<'a>> {
        if let Some(known) = self.references.get(reference) {
            return known.clone();
        }
        let spec = self.spec;
        let found = reference.strip_prefix('#').map(percent_decode).and_then(|pointer| {
            let value = spec.at(&pointer)?;
            Some(Node::new(value, pointer))
        });
        if found.is_none() {
            let message = format!("`$ref` to `{reference}`, which does not exist");
            self.push(self.error(codes::REF_DANGLING, message, at).help("define it, or name what is there"));
        }
        self.references.insert(reference, found.clone());
        found
    }

    /// Follows `$ref`s alone: for parameters, responses and whatever else is no schema.
    pub fn follow(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut node = node.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = node.text("$ref") else { return Some(node) };
            node = self.resolve(reference, &node.at("$ref"))?;
        }
        self.push(self.error(codes::REF_CYCLE, "a chain of `$ref`s without an end", &node.pointer));
        None
    }

    /// What a schema comes down to.
    pub fn resolve_schema(&mut self, schema: &Node<'a>) -> Rc<ResolvedSchema<'a>> {
        self.settle_within(schema, 0)
    }

    fn settle_within(&mut self, schema: &Node<'a>, depth: usize) -> Rc<ResolvedSchema<'a>> {
        if let Some(known) = self.settled.get(&schema.id()) {
            return Rc::clone(known);
        }
        let mut node = schema.clone();
        let mut hops = Vec::new();
        let mut nullable = false;
        loop {
            nullable |= says_nullable(&node);
            hops.push(node.clone());
            match self.step(&node) {
                Step::Stay => break,
                Step::To(..) if hops.len() > LONGEST_CHAIN => {
                    let message =
                        format!("more than {LONGEST_CHAIN} references in a row, or one that leads back");
                    let help = "refer to what is meant without so many steps between";
                    self.push(self.error(codes::REF_CYCLE, message, &schema.pointer).help(help));
                    break;
                }
                Step::To(next, null) => {
                    nullable |= null;
                    node = next;
                }
            }
        }
        nullable |= self.alternative_is_nullable(&node, depth);
        let settled = Rc::new(ResolvedSchema { node, hops, nullable });
        self.settled.insert(schema.id(), Rc::clone(&settled));
        settled
    }

    /// Where a schema leads on to: by `$ref`, or as the only one of a list in a wrapper that says nothing else.
    fn step(&mut self, node: &Node<'a>) -> Step<'a> {
        if let Some(reference) = node.text("$ref") {
            return self.resolve(reference, &node.at("$ref")).map_or(Step::Stay, |to| Step::To(to, false));
        }
        let Some(list) = wrapper(node, self.has_resources()) else { return Step::Stay };
        let mut items: Vec<_> = node.items(list).collect();
        let all = items.len();
        if list != "allOf" {
            items.retain(|item| !is_null(item.value));
        }
        let null = items.len() < all;
        let Ok([only]) = <[Node<'a>; 1]>::try_from(items) else { return Step::Stay };
        // A component that adds nothing to a base with a discriminator is an subtype of it, and a type of its own.
        let subtype = list == "allOf"
            && node.component().is_some()
            && self.follow(&only).is_some_and(|base| base.has("discriminator"));
        if subtype { Step::Stay } else { Step::To(only, null) }
    }

    /// Whether null passes as an alternative of a union.
    fn alternative_is_nullable(&mut self, node: &Node<'a>, depth: usize) -> bool {
        const DEEPEST: usize = 16;
        let resources = self.has_resources();
        ["oneOf", "anyOf"].into_iter().any(|list| {
            let items: Vec<_> = node.items(list).collect();
            items.iter().any(|item| {
                is_null(item.value)
                    || says_nullable(item)
                    || depth < DEEPEST
                        && (item.has("$ref") || wrapper(item, resources).is_some())
                        && self.settle_within(item, depth + 1).nullable
            })
        })
    }
}

/// The list of a schema that holds nothing else but annotations; marks of resources are more where there are such.
fn wrapper(node: &Node<'_>, resources: bool) -> Option<&'static str> {
    let object = node.value.as_object()?;
    let mut list = None;
    for (key, value) in object {
        match key.as_str() {
            "allOf" if list.is_none() => list = Some("allOf"),
            "oneOf" if list.is_none() => list = Some("oneOf"),
            "anyOf" if list.is_none() => list = Some("anyOf"),
            "type" if value == "object" => {}
            "description" | "title" | "nullable" | "readOnly" | "writeOnly" | "deprecated" | "example"
            | "examples" | "default" | "externalDocs" | "xml" => {}
            "x-error-code" | "x-error-message" | "x-enum-varnames" | "x-enum-descriptions" => return None,
            "x-resource" | "x-type" if resources => return None,
            key if key.starts_with("x-hs-") => return None,
            key if key.starts_with("x-") => {}
            _ => return None,
        }
    }
    list
}

/// Whether a schema says by itself that null passes.
fn says_nullable(node: &Node<'_>) -> bool {
    node.flag("nullable")
        || node.flag("x-nullable")
        || node
            .value
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| values.contains(&Value::Null))
}

/// Whether a schema takes null and nothing else.
pub(super) fn is_null(schema: &Value) -> bool {
    if schema.get("type").is_some_and(|kind| kind == "null") {
        return true;
    }
    let only_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    schema.get("enum").and_then(Value::as_array).is_some_and(only_null)
}

/// Decodes `%41`; what is no escape stands for itself.
pub(super) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escape = (bytes[i] == b'%').then(|| text.get(i + 1..i + 3)).flatten();
        match escape.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(hex) => {
                out.push(u8::from_str_radix(hex, 16).unwrap_or(b'%'));
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Whether two nodes are one.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}
