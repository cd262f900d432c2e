//! One walk over the tree, object by object: it repairs, brings 3.1 down to 3.0 and follows every `$ref`.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::pointer::{FilePointer, Moves, Pointer};
use super::shape::{FieldShape, MemberPresence, NodeKind};
use super::{downgrade_3_1, fields, infer_types, refs, repair, scalar, schema};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};
use crate::source::{File, Sources};

/// Nodes within each other, those that references put there included. The tree of a file alone has fewer.
const DEPTH: usize = 120;

/// Equal warnings that are reported; the rest is counted.
pub(super) const SHOWN: usize = 3;

/// The state of the walk.
pub(super) struct Walk<'a> {
    pub sources: &'a mut Sources,
    pub diags: &'a mut Diagnostics,
    /// The files read so far; the document is the first.
    pub files: Vec<Arc<File>>,
    /// Their canonical paths, to know them again.
    pub canonical: HashMap<PathBuf, usize>,
    /// The file that local references mean just now.
    pub base: usize,
    pub moves: Moves,
    /// Whether the document is of 3.1 or later.
    pub newer: bool,
    /// Nodes brought into `components`, and those still to be walked.
    pub hoisted: HashMap<(usize, String, NodeKind), String>,
    pub queue: VecDeque<refs::Hoist>,
    pub added: Vec<(NodeKind, String, Value)>,
    /// Names taken in the sections of `components`.
    pub taken: HashSet<(&'static str, String)>,
    /// What is being copied in place just now, to end circles.
    pub inlining: Vec<(usize, String)>,
    /// Nodes copied so far.
    pub copied: usize,
    /// Files by the base and the path that led to them.
    pub opened: HashMap<(usize, String), usize>,
    /// The last number given to a name that was taken.
    pub numbers: HashMap<(&'static str, String), usize>,
    depth: usize,
    pub repeated: IndexMap<(Code, String), RepeatedNote>,
    /// What is reported once a document.
    pub counted: IndexMap<(Code, String), RepeatedNote>,
}

/// What was said, how often, and where first.
pub(super) struct RepeatedNote {
    pub times: usize,
    pub first: Place,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        file: &Arc<File>,
        newer: bool,
        sources: &'a mut Sources,
        diags: &'a mut Diagnostics,
    ) -> Self {
        let mut taken = HashSet::new();
        for kind in refs::SECTIONS {
            let Some(section) = kind.section() else { continue };
            if let Some(Value::Object(map)) = file.tree.pointer(&format!("/components/{section}")) {
                taken.extend(map.keys().map(|key| (section, key.clone())));
            }
        }
        Self {
            sources,
            diags,
            files: vec![Arc::clone(file)],
            canonical: HashMap::new(),
            base: 0,
            moves: Moves::default(),
            newer,
            hoisted: HashMap::new(),
            queue: VecDeque::new(),
            added: Vec::new(),
            taken,
            inlining: Vec::new(),
            copied: 0,
            opened: HashMap::new(),
            numbers: HashMap::new(),
            depth: 0,
            repeated: IndexMap::new(),
            counted: IndexMap::new(),
        }
    }

    /// Walks the document, and then all nodes that it has copied from elsewhere.
    pub(super) fn document(&mut self, tree: &mut Value) {
        super::inline::sections(self);
        self.node(NodeKind::Document, tree, &mut Pointer::default());
        while let Some(hoist) = self.queue.pop_front() {
            refs::bring(self, hoist);
        }
        self.base = 0;
        refs::insert_added(self, tree);
        super::cycles::check(self, tree);
        for ((code, message), repeated) in std::mem::take(&mut self.repeated) {
            if repeated.times > SHOWN {
                let more = repeated.times - SHOWN;
                let words = format!("and {more} more times: {message}");
                self.diags.push(Diagnostic::note(code, words, repeated.first));
            }
        }
        for ((code, message), counted) in std::mem::take(&mut self.counted) {
            let message = match counted.times {
                1 => message,
                times => format!("{message} ({times} places)"),
            };
            self.diags.push(Diagnostic::note(code, message, counted.first));
        }
    }

    /// A node of some kind. False if it is to be left out.
    pub(super) fn node(&mut self, kind: NodeKind, value: &mut Value, at: &mut Pointer) -> bool {
        if self.depth >= DEPTH {
            let place = self.place(at.as_str());
            let message = "references make this document too deep";
            self.diags.push(Diagnostic::error(codes::TOO_DEEP, message, place));
            return false;
        }
        self.depth += 1;
        let keep = self.within(kind, value, at);
        self.depth -= 1;
        keep
    }

    fn within(&mut self, kind: NodeKind, value: &mut Value, at: &mut Pointer) -> bool {
        if kind == NodeKind::Schema {
            downgrade_3_1::boolean_or_reference(self, value, at);
        }
        if let Some(reference) = refs::reference(value) {
            fields::siblings_of_reference(self, kind, value, at);
            return refs::follow(self, kind, value, &reference, at);
        }
        if kind.section().is_some() && value.get("$ref").is_some() {
            let before = at.push("$ref");
            self.wrong(at, "a `$ref` is a text that names a node, like `#/components/schemas/Name`");
            at.cut(before);
            return false;
        }
        if !value.is_object() && !repair::not_an_object(self, kind, value, at) {
            return false;
        }
        let Value::Object(map) = value else { return false };
        if !self.before(kind, map, at) {
            return false;
        }
        self.members(kind, map, at);
        if kind == NodeKind::Schema {
            infer_types::schema(self, map, at);
        }
        self.needs(kind, map, at)
    }

    fn before(&mut self, kind: NodeKind, map: &mut Map<String, Value>, at: &mut Pointer) -> bool {
        match kind {
            NodeKind::Document => repair::document(self, map, at),
            NodeKind::Info => repair::info(self, map, at),
            NodeKind::Paths => repair::paths(self, map, at),
            NodeKind::Responses => repair::responses(self, map, at),
            NodeKind::Callback => repair::callback(self, map, at),
            NodeKind::Parameter => return super::parameter::parameter(self, map, at),
            NodeKind::Header => super::parameter::header(self, map, at),
            NodeKind::MediaType => repair::media_type(self, map, at),
            NodeKind::Encoding => super::parameter::encoding(self, map, at),
            NodeKind::SecurityScheme => repair::security_scheme(self, map, at),
            NodeKind::Flows => repair::flows(map),
            NodeKind::Link => return repair::link(self, map, at),
            NodeKind::Schema => {
                downgrade_3_1::lower(self, map, at);
                schema::repair(self, map, at);
            }
            _ => {}
        }
        true
    }

    fn members(&mut self, kind: NodeKind, map: &mut Map<String, Value>, at: &mut Pointer) {
        let known = kind.members();
        let mut dropped = Vec::new();
        for (key, child) in map.iter_mut() {
            let shape = known.iter().find(|(wire, ..)| wire == key).map(|(_, shape, _)| *shape);
            let shape = shape.or_else(|| keyed(kind, key));
            let shape =
                shape.filter(|_| kind != NodeKind::Annotations || repair::holds_schemas(self, key, child));
            let before = at.push(key);
            fields::report(self, kind, key, child, shape.is_some(), at);
            let keep = shape.is_none_or(|shape| self.shaped(shape, child, at));
            at.cut(before);
            if !keep {
                dropped.push(key.clone());
            }
        }
        leave_out(map, &dropped);
    }

    /// What is not there and must be.
    fn needs(&mut self, kind: NodeKind, map: &mut Map<String, Value>, at: &mut Pointer) -> bool {
        for (wire, shape, need) in kind.members() {
            if *need == MemberPresence::Optional || map.contains_key(*wire) {
                continue;
            }
            match need {
                MemberPresence::Fill(text) => {
                    map.insert((*wire).to_owned(), Value::String((*text).to_owned()));
                }
                MemberPresence::FillObject => {
                    map.insert((*wire).to_owned(), filled(*shape));
                    if let FieldShape::One(inner) = shape
                        && let Some(value) = map.get_mut(*wire)
                    {
                        let before = at.push(wire);
                        self.node(*inner, value, at);
                        at.cut(before);
                    }
                }
                MemberPresence::Must | MemberPresence::Optional => {
                    let message = format!("{} without `{wire}`", kind.words());
                    let place = self.place(at.as_str());
                    self.diags.push(Diagnostic::error(codes::MISSING, message, place));
                    return false;
                }
            }
            self.repaired(at, format!("{} without `{wire}`; an empty one is taken", kind.words()));
        }
        true
    }

    /// A member of some shape. False if it is to be left out.
    pub(super) fn shaped(&mut self, shape: FieldShape, value: &mut Value, at: &mut Pointer) -> bool {
        if value.is_null() && !matches!(shape, FieldShape::Any | FieldShape::One(_) | FieldShape::Openness) {
            self.repaired(at, "null has no meaning here; it is left out");
            return false;
        }
        let is_node = matches!(shape, FieldShape::Any | FieldShape::One(_) | FieldShape::Openness);
        if let Some(reference) = refs::reference(value).filter(|_| !is_node) {
            return super::inline::member(self, shape, value, &reference, at);
        }
        match shape {
            FieldShape::Any => true,
            FieldShape::Openness if value.is_boolean() => true,
            FieldShape::Openness => self.node(NodeKind::Schema, value, at),
            // `off`, and whatever lowering refuses.
            FieldShape::One(NodeKind::Annotations) if !value.is_object() => true,
            FieldShape::One(kind) => self.node(kind, value, at),
            FieldShape::List(kind) => self.list(kind, value, at),
            FieldShape::Map(kind) => self.map(kind, value, at),
            _ => scalar::shaped(self, shape, value, at),
        }
    }

    fn list(&mut self, kind: NodeKind, value: &mut Value, at: &mut Pointer) -> bool {
        if value.is_object() {
            self.repaired(
                at,
                format!("{} where a list of them belongs; it is taken as the only one", kind.words()),
            );
            self.moved(at.with("0"), self.moves.origin(at.as_str()));
            *value = Value::Array(vec![value.take()]);
        }
        let Value::Array(items) = value else {
            return self.wrong(at, &format!("a list was expected here, of {}s", short(kind)));
        };
        let mut kept = 0;
        for index in 0..items.len() {
            let before = at.push_index(index);
            // Only the last ones are left out in place; a hole would move the places of the others.
            let keep = self.node(kind, &mut items[index], at);
            if keep && kept < index {
                let origin = self.moves.origin(at.as_str());
                at.cut(before);
                self.moved(at.with(&kept.to_string()), origin);
            }
            at.cut(before);
            if keep {
                items.swap(kept, index);
                kept += 1;
            }
        }
        items.truncate(kept);
        true
    }

    fn map(&mut self, kind: NodeKind, value: &mut Value, at: &mut Pointer) -> bool {
        let Value::Object(map) = value else {
            return self.wrong(at, &format!("a mapping was expected here, of {}s by name", short(kind)));
        };
        let mut dropped = Vec::new();
        for (key, child) in map.iter_mut() {
            let before = at.push(key);
            if !self.node(kind, child, at) {
                dropped.push(key.clone());
            }
            at.cut(before);
        }
        leave_out(map, &dropped);
        true
    }

    pub(super) fn moved(&mut self, to: String, origin: FilePointer) {
        self.moves.note(to, origin);
    }

    /// The place in the files of a node of the normalised tree.
    pub(super) fn place(&self, pointer: &str) -> Place {
        let origin = self.moves.origin(pointer);
        let (file, node) = (self.files[origin.file].name.clone(), pointer.to_owned());
        Place::Pointer { file, pointer: origin.pointer, key: false, node }
    }

    /// The place of a node's key.
    pub(super) fn key_place(&self, pointer: &str) -> Place {
        let origin = self.moves.origin(pointer);
        let (file, node) = (self.files[origin.file].name.clone(), pointer.to_owned());
        Place::Pointer { file, pointer: origin.pointer, key: true, node }
    }
}

/// Takes members out, in one go: each removal alone would move all that follow.
pub(super) fn leave_out(map: &mut Map<String, Value>, dropped: &[String]) {
    if !dropped.is_empty() {
        let dropped: HashSet<&String> = dropped.iter().collect();
        map.retain(|key, _| !dropped.contains(key));
    }
}

/// An object with the texts that must be in it: that they are missing too is not worth a word.
fn filled(shape: FieldShape) -> Value {
    let FieldShape::One(kind) = shape else { return Value::Object(Map::new()) };
    let members = kind.members().iter().filter_map(|(wire, _, need)| match need {
        MemberPresence::Fill(text) => Some(((*wire).to_owned(), Value::String((*text).to_owned()))),
        _ => None,
    });
    Value::Object(members.collect())
}

/// The kinds whose keys are not fixed.
pub(super) fn keyed(kind: NodeKind, key: &str) -> Option<FieldShape> {
    if key.starts_with("x-") {
        return None;
    }
    match kind {
        NodeKind::Paths if key.starts_with('/') => Some(FieldShape::One(NodeKind::PathItem)),
        NodeKind::Callback => Some(FieldShape::One(NodeKind::PathItem)),
        NodeKind::Responses if repair::is_status(key) => Some(FieldShape::One(NodeKind::Response)),
        _ => None,
    }
}

fn short(kind: NodeKind) -> &'static str {
    let words = kind.words();
    words.strip_prefix("an ").or_else(|| words.strip_prefix("a ")).unwrap_or(words)
}
