//! One operation: what it has, and what is folded of it.

use serde_json::{Map, Value};

use super::failures::is_failure;
use super::located::Located;
use super::matched::Difference;
use super::report::{FoldedEnvelope, FoldedFailures, FoldedOperation, FoldedPaging};
use crate::hints::{HintFinding, OperationHint};
use crate::ir::Method;
use crate::spec::Edit;
use crate::style::{Paging, Style};

/// An operation while it is folded. The passes are in the files of their subjects.
pub(super) struct OperationFold<'t> {
    pub tree: &'t Value,
    pub style: &'t Style,
    pub path: &'t str,
    pub method: Method,
    pub node: Located<'t>,
    pub parameters: Vec<DeclaredParameter<'t>>,
    pub successes: Vec<DeclaredSuccess<'t>>,
    /// The changes to make.
    pub edits: Vec<Edit>,
    /// What `x-style` says from now on.
    pub said: Map<String, Value>,
    /// Parameters and headers that are removed.
    pub removed: Vec<String>,
    /// What the document says of removed parameters, where the style says something else.
    pub replaced: Vec<Difference>,
    /// What a hint of another generator chooses.
    pub hint: Option<&'t OperationHint>,
    pub hint_findings: Vec<HintFinding>,
}

/// A parameter of an operation.
#[derive(Debug)]
pub(super) struct DeclaredParameter<'t> {
    pub place: &'t str,
    pub name: &'t str,
    /// The parameter, behind its reference.
    pub node: Located<'t>,
    pub index: usize,
    /// Whether the path has it and not the operation.
    pub shared: bool,
    /// Whether the operation has another in the place of this shared one.
    pub overridden: bool,
    pub folded: bool,
}

/// A success of an operation.
#[derive(Debug)]
pub(super) struct DeclaredSuccess<'t> {
    /// The status, as the document writes it.
    pub key: &'t str,
    /// Its response in the operation, which may refer to a component.
    pub written: Located<'t>,
    /// The response behind its reference.
    pub response: Located<'t>,
}

/// What became of the successes of an operation.
pub(super) struct FoldedSuccess<'t> {
    pub lists: bool,
    pub paging: FoldedPaging,
    /// The way that it is paged.
    pub way: Option<&'t Paging>,
    pub envelope: FoldedEnvelope,
}

/// What is to change for an operation, and what is reported of it.
pub(super) struct Folded {
    pub edits: Vec<Edit>,
    /// Shared parameters that it does without.
    pub shared: Vec<usize>,
    /// Shared parameters that it overrides.
    pub overridden: Vec<usize>,
    pub report: FoldedOperation,
    pub hint_findings: Vec<HintFinding>,
}

impl<'t> OperationFold<'t> {
    pub fn new(
        tree: &'t Value,
        style: &'t Style,
        path: &'t str,
        method: Method,
        node: Located<'t>,
        item: &Located<'t>,
    ) -> Self {
        let mut parameters = declared(item, true, tree);
        let own = declared(&node, false, tree);
        for shared in &mut parameters {
            shared.overridden = own.iter().any(|one| one.is(shared.place, shared.name));
        }
        parameters.extend(own);
        let mut successes = successes(&node, tree);
        successes.retain(|success| !is_failure(style, success, tree));
        Self {
            tree,
            style,
            path,
            method,
            node,
            parameters,
            successes,
            edits: Vec::new(),
            said: Map::new(),
            removed: Vec::new(),
            replaced: Vec::new(),
            hint: None,
            hint_findings: Vec::new(),
        }
    }

    /// Compares everything that it has with the style.
    pub fn fold(mut self) -> Folded {
        self.copy_shared_responses();
        let success = self.fold_successes();
        // What requests may name is in the payload of the style.
        if !matches!(success.envelope, FoldedEnvelope::Kept(_)) {
            self.fold_query_options(success.lists);
        }
        self.fold_rate();
        self.fold_parameters();
        self.fold_headers(success.way);
        self.fold_request_body();
        let failures = self.fold_failures();
        self.finish(success, failures)
    }

    fn finish(mut self, success: FoldedSuccess<'t>, failures: FoldedFailures) -> Folded {
        let own = |one: &&DeclaredParameter<'_>| !one.shared && one.folded;
        let indices: Vec<usize> = self.parameters.iter().filter(own).map(|one| one.index).collect();
        let list = format!("{}/parameters", self.node.pointer);
        if !indices.is_empty() {
            self.edits.push(Edit::RemoveItems { list, indices });
        }
        self.write_annotations();
        let shared = |of: fn(&DeclaredParameter<'_>) -> bool| {
            let shared = self.parameters.iter().filter(|one| one.shared && of(one));
            shared.map(|one| one.index).collect::<Vec<_>>()
        };
        let (folded, overridden) = (shared(|one| one.folded), shared(|one| one.overridden));
        let id = self.node.text("operationId").map(str::to_owned);
        let FoldedSuccess { lists, paging, envelope, .. } = success;
        let report = FoldedOperation {
            id: id.unwrap_or_else(|| format!("{} {}", self.method.key().to_uppercase(), self.path)),
            pointer: self.node.pointer.clone(),
            lists,
            paging,
            envelope,
            failures,
            removed: self.removed,
            replaced: self.replaced,
        };
        let hint_findings = self.hint_findings;
        Folded { edits: self.edits, shared: folded, overridden, report, hint_findings }
    }

    /// Adds what was found out to `x-style`. What the document says itself has priority.
    pub fn write_annotations(&mut self) {
        let at = format!("{}/x-style", self.node.pointer);
        let said = std::mem::take(&mut self.said);
        match self.node.value.get("x-style") {
            Some(Value::Object(own)) => {
                let new = said.into_iter().filter(|(key, _)| !own.contains_key(key));
                self.edits.extend(new.map(|(key, value)| Edit::Set { to: format!("{at}/{key}"), value }));
            }
            _ if said.is_empty() => {}
            // `off`, which is short for `use: off`.
            Some(_) => {
                let off = ("use".to_owned(), Value::from("off"));
                let value = Value::Object(std::iter::once(off).chain(said).collect());
                self.edits.push(Edit::Set { to: at, value });
            }
            None => self.edits.push(Edit::Set { to: at, value: Value::Object(said) }),
        }
    }

    /// Whether the document itself says something in `x-style`.
    pub fn says(&self, key: &str) -> bool {
        self.node.value.get("x-style").is_some_and(|said| said.get(key).is_some())
    }

    /// Responses that others share become the operation's own, so that they can be changed.
    fn copy_shared_responses(&mut self) {
        let shared =
            self.successes.iter().filter(|success| success.written.pointer != success.response.pointer);
        self.edits.extend(shared.map(|success| Edit::Copy {
            from: success.response.pointer.clone(),
            to: success.written.pointer.clone(),
        }));
    }

    /// Removes a parameter, if the operation has it.
    pub fn remove_parameter(&mut self, place: &str, name: &str) {
        let found = self.parameters.iter_mut().find(|one| !one.overridden && one.is(place, name));
        if let Some(found) = found.filter(|found| !found.folded) {
            found.folded = true;
            self.removed.push(format!("{place} {}", found.name));
        }
    }

    /// A parameter of the operation.
    pub fn parameter(&self, place: &str, name: &str) -> Option<&DeclaredParameter<'t>> {
        self.parameters.iter().find(|one| !one.overridden && one.is(place, name))
    }
}

impl DeclaredParameter<'_> {
    pub fn is(&self, place: &str, name: &str) -> bool {
        self.place == place
            && (self.name == name || place == "header" && self.name.eq_ignore_ascii_case(name))
    }
}

pub(super) fn declared<'t>(
    holder: &Located<'t>,
    shared: bool,
    tree: &'t Value,
) -> Vec<DeclaredParameter<'t>> {
    let list = holder.get("parameters");
    let items = list.iter().flat_map(Located::items).enumerate();
    let declared = items.filter_map(|(index, one)| {
        let node = one.resolved(tree);
        let (place, name) = (node.text("in")?, node.text("name")?);
        Some(DeclaredParameter { place, name, node, index, shared, overridden: false, folded: false })
    });
    declared.collect()
}

/// The successes: responses of the 200s; without any, `default`.
fn successes<'t>(operation: &Located<'t>, tree: &'t Value) -> Vec<DeclaredSuccess<'t>> {
    let responses = operation.get("responses");
    let of = |key: &'t str, written: Located<'t>| {
        let response = written.clone().resolved(tree);
        DeclaredSuccess { key, written, response }
    };
    let all = || responses.iter().flat_map(Located::entries);
    let found: Vec<_> =
        all().filter(|(key, _)| key.starts_with('2')).map(|(key, written)| of(key, written)).collect();
    if !found.is_empty() || all().any(|(key, _)| key.starts_with('3')) {
        return found;
    }
    all().filter(|(key, _)| *key == "default").map(|(key, written)| of(key, written)).collect()
}
