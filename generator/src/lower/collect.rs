//! All operations of the document at a glance: their ids, and the schemas that have an item operation.

use std::collections::{HashMap, HashSet};

use super::annotations::OperationAnnotations;
use super::links::own_path;
use super::{Context, Tally, codes};
use crate::diag::Diagnostic;
use crate::ir::{Method, Path, PathPiece};
use crate::spec::{self, HasContent as _, NodeId, PathItem};
use crate::style::PatchBody;

/// An operation and its place.
#[derive(Debug, Clone)]
pub(super) struct CollectedOperation<'a> {
    pub id: String,
    pub id_given: bool,
    pub method: Method,
    /// The path item that it belongs to, behind its `$ref`.
    pub item: PathItem<'a>,
    pub node: spec::Operation<'a>,
    /// What it says for the style.
    pub annotations: OperationAnnotations<'a>,
    pub path: Path,
    /// What the document's path had after `?`, decoded.
    pub fixed: Vec<(String, String)>,
}

/// The operation that shows one item.
#[derive(Debug, Clone)]
pub(super) struct ItemOperation {
    pub id: String,
}

/// Finds all operations.
pub(in crate::lower) struct Collector<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Collector<'_, 'a> {
    /// Every operation of `paths`, in the document's order.
    pub fn collect(&mut self) -> Vec<CollectedOperation<'a>> {
        let mut found = Vec::new();
        for (template, item) in self.cx.root.paths() {
            let Some(item_behind) = self.cx.follow(item) else { continue };
            if !self.cx.check_wire(template, || item.unresolved().pointer()) {
                continue;
            }
            let pointer = item.unresolved().pointer();
            let usual = self.cx.index.paths.read(template, &pointer, true, &mut self.cx.report);
            for (key, node) in item_behind.members() {
                let Some(method) = Method::of_key(key) else { continue };
                let annotations = OperationAnnotations::of(&node);
                let (path, fixed) = match annotations.is_unprefixed() {
                    false => usual.clone(),
                    true => self.cx.index.paths.read(template, &pointer, false, &mut self.cx.report),
                };
                let (id, item) = (String::new(), item_behind);
                found.push(CollectedOperation {
                    id,
                    id_given: false,
                    method,
                    item,
                    node,
                    annotations,
                    path,
                    fixed,
                });
            }
        }
        self.name_operations(&mut found);
        self.check_alike(&found);
        for one in &found {
            self.cx.index.by_id.entry(one.id.clone()).or_insert_with(|| one.path.clone());
        }
        self.cx.schemas.items = self.find_items(&found);
        self.cx.schemas.replaced = self.find_replaced(&found);
        found
    }

    /// Finds the schemas that are for more than to be merged, under a style whose `PATCH` merges.
    fn find_replaced(&mut self, found: &[CollectedOperation<'a>]) -> HashSet<NodeId> {
        let mut replaced = HashSet::new();
        if self.cx.style.methods.patch != PatchBody::Merge
            || !found.iter().any(|one| one.method == Method::Patch)
        {
            return replaced;
        }
        for one in found {
            let mut contents = Vec::new();
            for (_, response) in one.node.all_responses() {
                contents.extend(
                    self.cx.follow(response).map(|response| response.media_types()).unwrap_or_default(),
                );
            }
            if let Some(body) = one.node.request_body().filter(|_| one.method != Method::Patch) {
                contents.extend(self.cx.follow(body).map(|body| body.media_types()).unwrap_or_default());
            }
            for schema in contents.into_iter().filter_map(|(_, entry)| entry.schema()) {
                let node = self.cx.resolve_schema(&schema).node;
                if let Some(items) = node.items() {
                    replaced.insert(self.cx.resolve_schema(&items).node.id());
                }
                replaced.insert(node.id());
            }
        }
        replaced
    }

    /// Assigns each operation its id: the document's, or one that is made of method and path if the document has no id, or no
    /// that could be kept.
    fn name_operations(&mut self, found: &mut [CollectedOperation<'a>]) {
        let mut taken: HashMap<&'a str, spec::Operation<'a>> = HashMap::new();
        for one in found.iter_mut() {
            let Some(id) = one.node.operation_id() else { continue };
            let pointer = one.node.at(spec::Operation::OPERATION_ID);
            let (problem, first) = match taken.get(id) {
                Some(before) => (
                    format!("two operations with the id `{id}`"),
                    Some(before.at(spec::Operation::OPERATION_ID)),
                ),
                None if id.is_empty() => ("an empty id".to_owned(), None),
                None if id.len() > super::report::LONGEST => (format!("an id of {} bytes", id.len()), None),
                None => {
                    taken.insert(id, one.node);
                    (one.id, one.id_given) = (id.to_owned(), true);
                    continue;
                }
            };
            let message = format!("{problem}; this one's is made of method and path");
            let mut diagnostic = self.cx.warning(codes::OPERATION_ID_TWICE, message, &pointer);
            if let Some(first) = first {
                diagnostic = diagnostic.related(self.cx.place(&first), "the first one");
            }
            self.cx.push(diagnostic.help("give each operation an id of its own"));
        }
        let mut used: HashSet<String> = taken.keys().map(|id| (*id).to_owned()).collect();
        let mut counts = HashMap::new();
        for one in found.iter_mut().filter(|one| !one.id_given) {
            if !one.node.has(spec::Operation::OPERATION_ID) {
                self.cx.tally(Tally::IdsMade, &one.node.pointer());
            }
            let made = made_id(one.method, self.cx.index.paths.own_segments(&one.path));
            one.id = unused(made, &mut used, &mut counts);
        }
    }

    /// Reports operations that match the same requests.
    fn check_alike(&mut self, found: &[CollectedOperation<'a>]) {
        let mut seen: HashMap<String, &CollectedOperation<'a>> = HashMap::new();
        for one in found {
            let key = format!("{} {}", one.method.key(), self.cx.index.paths.shape(&one.path));
            let Some(before) = seen.get(&key) else {
                seen.insert(key, one);
                continue;
            };
            let message = format!("`{}` and `{}` match the same requests", before.id, one.id);
            let place = self.cx.key_place(&one.node.pointer());
            let first = self.cx.key_place(&before.node.pointer());
            let diagnostic = Diagnostic::warning(codes::PATHS_ALIKE, message, place);
            let help = "a server always takes the first one; make the paths differ";
            self.cx.push(diagnostic.related(first, "the first one").help(help));
        }
    }

    /// Finds the schemas that have an item operation, under a style that links to it.
    fn find_items(&mut self, found: &[CollectedOperation<'a>]) -> HashMap<NodeId, ItemOperation> {
        let mut items = HashMap::new();
        let own = self.cx.own_link_member();
        if own.is_none() && !self.cx.style.success.location {
            return items;
        }
        for one in found.iter().filter(|one| one.method == Method::Get) {
            let Some([PathPiece::Param(_)]) = one.path.segments.last().map(Vec::as_slice) else { continue };
            if one.annotations.is_off() {
                continue;
            }
            let Some(schema) = self.cx.json_success(&one.node) else { continue };
            let settled = self.cx.resolve_schema(&schema);
            if self.cx.kind_of(&schema) != Some(super::types::JsonType::Object)
                || items.contains_key(&settled.node.id())
            {
                continue;
            }
            let flat = self.cx.flatten(&super::types::SchemaParts::one(&settled.node));
            if own_path(&flat, &one.path, own).is_some() {
                items.insert(settled.node.id(), ItemOperation { id: one.id.clone() });
            }
        }
        items
    }
}

/// An id that is not used yet: `made`, or it with a number behind it. `counts` remembers how far each one is.
pub(super) fn unused(
    made: String,
    used: &mut HashSet<String>,
    counts: &mut HashMap<String, usize>,
) -> String {
    if used.insert(made.clone()) {
        return made;
    }
    let count = counts.entry(made.clone()).or_insert(1);
    loop {
        *count += 1;
        let id = format!("{made}{count}");
        if used.insert(id.clone()) {
            return id;
        }
    }
}

/// An id for an operation without one: `getPatientsByPatientId`.
fn made_id(method: Method, segments: &[Vec<PathPiece>]) -> String {
    let mut id = method.key().to_owned();
    for piece in segments.iter().flatten() {
        let (word, param) = match piece {
            PathPiece::Literal(text) => (text, false),
            PathPiece::Param(wire) => (wire, true),
        };
        if param {
            id.push_str("By");
        }
        for word in word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let (first, rest) = word.split_at(1);
            id.push_str(&first.to_ascii_uppercase());
            id.push_str(rest);
        }
    }
    if segments.is_empty() {
        id.push_str("Root");
    }
    id
}
