//! What a schema comes down to behind `$ref`s and wrappers that only annotate.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::annotations::SchemaAnnotations;
use super::codes;
use super::report::Reporter;
use crate::spec::{Document, Field, Node, NodeId, NodeView, REFERENCE, RefOr, Schema};

/// The most `$ref`s and wrappers in a row that are followed.
const LONGEST_CHAIN: usize = 100;

/// A schema without its references and wrappers.
#[derive(Debug)]
pub(super) struct ResolvedSchema<'a> {
    /// The schema that decides the type.
    pub node: Schema<'a>,
    /// What was passed on the way, from the use to [`ResolvedSchema::node`] itself: their annotations count, the first most.
    pub hops: Vec<Schema<'a>>,
    /// Whether null passes.
    pub nullable: bool,
}

impl<'a> ResolvedSchema<'a> {
    /// The first hop that has the keyword.
    pub fn annotated(&self, key: impl AsRef<str>) -> Option<Schema<'a>> {
        self.hops.iter().find(|hop| hop.has(key.as_ref())).copied()
    }

    /// The default, and the hop that has it. A null default counts as absent.
    pub fn default(&self) -> Option<(Schema<'a>, &'a Value)> {
        let hop = self.annotated(Schema::DEFAULT)?;
        hop.default().filter(|value| !value.is_null()).map(|value| (hop, value))
    }

    /// Whether any hop is read-only.
    pub fn is_read_only(&self) -> bool {
        self.hops.iter().any(|hop| hop.is_read_only())
    }

    /// Whether its values are bytes.
    pub fn is_binary(&self) -> bool {
        match self.node.type_word() {
            Some("string") => self.node.format() == Some("binary"),
            word => word == Some("file"),
        }
    }

    /// Whether any hop is write-only.
    pub fn is_write_only(&self) -> bool {
        self.hops.iter().any(|hop| hop.is_write_only())
    }

    /// Whether any hop is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.hops.iter().any(|hop| hop.is_deprecated())
    }

    /// The description of the use itself, not of the component that it refers to.
    pub fn docs(&self) -> Option<String> {
        let own = self.hops.iter().enumerate().take_while(|(i, hop)| *i == 0 || hop.component().is_none());
        own.map(|(_, hop)| hop).find_map(|hop| hop.description())
    }
}

/// References that were resolved.
#[derive(Debug)]
pub(super) struct References<'a> {
    root: Document<'a>,
    /// Whether payloads are resource objects, so that `resource` is a keyword of a schema.
    with_resources: bool,
    /// Targets of `$ref`s; `None` for one that was reported as dangling.
    by_text: HashMap<&'a str, Option<Node<'a>>>,
    /// What is behind a schema's references and wrappers.
    resolved: HashMap<NodeId, Rc<ResolvedSchema<'a>>>,
}

/// The next hop of a schema.
enum Hop<'a> {
    /// Another schema, and whether null is also allowed.
    To(Schema<'a>, bool),
    /// Nowhere.
    Stay,
}

impl<'a> References<'a> {
    pub fn new(root: Document<'a>, with_resources: bool) -> Self {
        Self { root, with_resources, by_text: HashMap::new(), resolved: HashMap::new() }
    }

    /// The target of an object's `$ref`. A dangling one is reported once.
    pub fn resolve<V: NodeView<'a>>(
        &mut self,
        reference: &'a str,
        holder: V,
        report: &mut Reporter<'a>,
    ) -> Option<V> {
        if let Some(known) = self.by_text.get(reference) {
            return known.map(V::of);
        }
        let found = reference.strip_prefix('#').and_then(|text| self.root.descend(&percent_decode(text)));
        if found.is_none() {
            let message = format!("`$ref` to `{reference}`, which does not exist");
            let at = holder.node().at(REFERENCE);
            report.push(
                report.error(codes::REF_DANGLING, message, &at).help("define it, or name what is there"),
            );
        }
        self.by_text.insert(reference, found);
        found.map(V::of)
    }

    /// The object, behind its references.
    pub fn follow<V: NodeView<'a>>(&mut self, object: RefOr<V>, report: &mut Reporter<'a>) -> Option<V> {
        let mut object = object;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = object.reference() else { return Some(object.unresolved()) };
            object = RefOr::new(self.resolve(reference, object.unresolved(), report)?);
        }
        let pointer = object.unresolved().node().pointer();
        report.push(report.error(codes::REF_CYCLE, "a chain of `$ref`s without an end", &pointer));
        None
    }

    /// What a schema comes down to.
    pub fn resolve_schema(
        &mut self,
        schema: &Schema<'a>,
        report: &mut Reporter<'a>,
    ) -> Rc<ResolvedSchema<'a>> {
        self.resolve_within(*schema, 0, report)
    }

    fn resolve_within(
        &mut self,
        schema: Schema<'a>,
        depth: usize,
        report: &mut Reporter<'a>,
    ) -> Rc<ResolvedSchema<'a>> {
        if let Some(known) = self.resolved.get(&schema.id()) {
            return Rc::clone(known);
        }
        let mut node = schema;
        let mut hops = Vec::new();
        let mut nullable = false;
        loop {
            nullable |= node.says_nullable();
            hops.push(node);
            match self.step(&node, report) {
                Hop::Stay => break,
                Hop::To(..) if hops.len() > LONGEST_CHAIN => {
                    let message =
                        format!("more than {LONGEST_CHAIN} references in a row, or one that leads back");
                    let help = "refer to what is meant without so many steps between";
                    report.push(report.error(codes::REF_CYCLE, message, &schema.pointer()).help(help));
                    break;
                }
                Hop::To(next, null) => {
                    nullable |= null;
                    node = next;
                }
            }
        }
        nullable |= self.alternative_is_nullable(&node, depth, report);
        let resolved = Rc::new(ResolvedSchema { node, hops, nullable });
        self.resolved.insert(schema.id(), Rc::clone(&resolved));
        resolved
    }

    /// The next hop of a schema: by `$ref`, or the only one of a list in a wrapper without other keywords.
    fn step(&mut self, node: &Schema<'a>, report: &mut Reporter<'a>) -> Hop<'a> {
        if let Some(reference) = node.reference() {
            return self.resolve(reference, *node, report).map_or(Hop::Stay, |to| Hop::To(to, false));
        }
        let Some(list) = wrapper(node, self.with_resources) else { return Hop::Stay };
        let mut items: Vec<_> = node.list(list).collect();
        let all = items.len();
        if list != Schema::ALL_OF {
            items.retain(|item| !item.is_null());
        }
        let null = items.len() < all;
        let Ok([only]) = <[Schema<'a>; 1]>::try_from(items) else { return Hop::Stay };
        // A component that adds nothing to a base with a discriminator is a subtype of it, and a separate type.
        let subtype = list == Schema::ALL_OF
            && node.component().is_some()
            && self.follow(RefOr::new(only), report).is_some_and(|base| base.has(Schema::DISCRIMINATOR));
        if subtype { Hop::Stay } else { Hop::To(only, null) }
    }

    /// Whether null passes as an alternative of a union.
    fn alternative_is_nullable(
        &mut self,
        node: &Schema<'a>,
        depth: usize,
        report: &mut Reporter<'a>,
    ) -> bool {
        const DEEPEST: usize = 16;
        let resources = self.with_resources;
        node.one_of().chain(node.any_of()).any(|item| {
            item.is_null()
                || item.says_nullable()
                || depth < DEEPEST
                    && (item.has(Schema::REFERENCE) || wrapper(&item, resources).is_some())
                    && self.resolve_within(item, depth + 1, report).nullable
        })
    }
}

/// The list of a schema without other keywords except annotations; under a style of resources `resource` is a keyword.
fn wrapper(schema: &Schema<'_>, resources: bool) -> Option<Field> {
    if SchemaAnnotations(*schema).describes(resources) {
        return None;
    }
    let mut list = None;
    for (key, value) in schema.keywords() {
        match key {
            key if list.is_none() && Schema::list_field(key).is_some() => list = Schema::list_field(key),
            key if Schema::TYPE == key && value == "object" => {}
            key if Schema::is_annotation(key) => {}
            key if Schema::is_of_values(key) => return None,
            key if key.starts_with("x-") => {}
            _ => return None,
        }
    }
    list
}

/// Decodes `%41`; invalid escapes are left alone.
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
