//! Operations, put together.

use std::collections::{HashMap, HashSet};

use super::annotations::OperationAnnotations;
use super::collect::CollectedOperation;
use super::security::SecurityReader;
use super::servers::Servers;
use super::{Context, Tally, codes};
use crate::diag::Diagnostic;
use crate::ir::{
    DeclaredFailure, Form, Group, Method, Operation, Path, PathPiece, Payload, StatusSpec, Success,
};
use crate::lower::bodies::Bodies;
use crate::lower::failures::CodedFailures;
use crate::lower::idempotency::IdempotencyKeys;
use crate::lower::paging::PagingPass;
use crate::lower::parameters::Parameters;
use crate::lower::resources::Documents;
use crate::lower::responses::Responses;
use crate::spec::{self, PathItem, RefOr};
use crate::style::{Calls, PostMeaning};

/// The forms that schemas have in an operation: those of a webhook flow the other way.
#[derive(Debug, Clone, Copy)]
struct Flow {
    request: Form,
    response: Form,
}

const FLOW: Flow = Flow { request: Form::New, response: Form::Read };
const WEBHOOK: Flow = Flow { request: Form::Read, response: Form::New };

/// Puts operations together.
pub(in crate::lower) struct Operations<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Operations<'_, 'a> {
    /// Every operation, and the groups in the order in which they are met.
    pub fn operations(&mut self, collected: &[CollectedOperation<'a>]) -> (Vec<Group>, Vec<Operation>) {
        let docs: HashMap<&str, Option<String>> =
            self.cx.root.tags().filter_map(|tag| Some((tag.name()?, tag.description()))).collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut operations = Vec::new();
        for found in collected {
            let wire = found.node.tags().next().map(str::trim);
            let wire = wire.filter(|wire| !wire.is_empty()).unwrap_or("default");
            let group = *places.entry(wire.to_owned()).or_insert_with(|| {
                groups.push(Group { wire: wire.to_owned(), docs: docs.get(wire).cloned().flatten() });
                groups.len() - 1
            });
            let mut operation = self.operation(found, group, FLOW);
            Documents { cx: self.cx }.documents(found, &mut operation);
            operations.push(operation);
            self.check_method(found, operations.last().is_some_and(|operation| operation.styled));
        }
        self.add_aliases(&mut operations);
        (groups, operations)
    }

    fn operation(&mut self, found: &CollectedOperation<'a>, group: usize, flow: Flow) -> Operation {
        let node = &found.node;
        let id = found.id.as_str();
        let annotations = &found.annotations;
        let (styled, asynchronous) = (!annotations.is_off(), annotations.is_asynchronous());
        let mut idempotency_key = IdempotencyKeys { cx: self.cx }.of_operation(found);
        let mut parameters = Parameters { cx: self.cx }.parameters(found, &mut idempotency_key);
        let body = Bodies { cx: self.cx }.body(node, id, flow.request);
        let mut answers =
            Responses { cx: self.cx }.answers(node, id, flow.response, found.method == Method::Head);
        if asynchronous {
            annotations.mark_effective("async", &mut self.cx.report);
            answers.successes = with_job(std::mem::take(&mut answers.successes));
        }
        let paging =
            PagingPass { cx: self.cx }.paging(found, styled, &mut parameters, &mut answers.successes);
        let bare = styled && annotations.is_bare();
        if styled && !bare {
            self.check_envelopes(node, &answers.successes);
        }
        let mut failures = self.coded_failures(found);
        failures.append(&mut answers.failures);
        let Context { root, references, report, index, .. } = &mut *self.cx;
        let security = SecurityReader { root: *root, references, report }.of_operation(node, &index.schemes);
        Operation {
            id: id.to_owned(),
            id_given: found.id_given,
            group,
            method: found.method,
            path: found.path.clone(),
            summary: node.summary().or_else(|| found.item.summary()),
            docs: node.description().or_else(|| found.item.description()),
            deprecated: node.is_deprecated(),
            parameters,
            body,
            successes: answers.successes,
            failures,
            paging,
            items: None,
            item: None,
            relationship: None,
            include: Vec::new(),
            expansion: None,
            sort: Vec::new(),
            meta: None,
            rated: annotations.is_rated(),
            idempotency_key,
            location: None,
            security,
            servers: Servers { report: &mut self.cx.report }.of_operation(*node, found.item),
            styled,
            bare,
            asynchronous,
            aliases: Vec::new(),
            pointer: node.pointer(),
        }
    }

    /// The failures with codes that the operation lists.
    fn coded_failures(&mut self, found: &CollectedOperation<'a>) -> Vec<DeclaredFailure> {
        let annotations = &found.annotations;
        let failures =
            CodedFailures { cx: self.cx }.coded_failures(annotations, found.method == Method::Head);
        if !failures.is_empty() {
            annotations.mark_effective("errors", &mut self.cx.report);
        }
        if annotations.is_rated() {
            annotations.mark_effective("rate", &mut self.cx.report);
        }
        failures
    }

    /// Reports bodies that have the envelope already that the style wraps around them.
    fn check_envelopes(&mut self, node: &spec::Operation<'a>, successes: &[Success]) {
        for success in successes.iter().filter(|_| self.cx.style.wraps()) {
            if let Payload::Body(contents) = &success.payload {
                Responses { cx: self.cx }.check_envelope(node, contents);
            }
        }
    }

    /// Under a style whose operations are calls, each is a `POST`.
    fn check_method(&mut self, found: &CollectedOperation<'a>, styled: bool) {
        if self.cx.style.calls == Calls::Rest || found.method == Method::Post || !styled {
            return;
        }
        let message = format!(
            "`{}` is a `{}`, and every operation of the style `{}` is a `POST`",
            found.id,
            found.method.key().to_uppercase(),
            self.cx.style.ident
        );
        let place = self.cx.key_place(&found.node.pointer());
        let help = "write `post`, or say `x-style: off` for what is not of the style";
        self.cx.push(Diagnostic::error(codes::METHOD_NOT_POST, message, place).help(help));
    }

    /// `POST` on the path of an item, or of what there is one of, means its `PATCH`, under a style that says so and where
    /// no operation claims it.
    fn add_aliases(&self, operations: &mut [Operation]) {
        let methods = &self.cx.style.methods;
        if [methods.post_on_item, methods.post_on_singleton] == [PostMeaning::NotAllowed; 2] {
            return;
        }
        let shapes: Vec<_> =
            operations.iter().map(|operation| self.cx.index.paths.shape(&operation.path)).collect();
        let posts: HashSet<_> = operations
            .iter()
            .zip(&shapes)
            .filter(|(one, _)| one.method == Method::Post)
            .map(|(_, shape)| shape)
            .collect();
        for (operation, shape) in operations.iter_mut().zip(&shapes) {
            let item =
                matches!(operation.path.segments.last().map(Vec::as_slice), Some([PathPiece::Param(_)]));
            let stands_in =
                PostMeaning::Patch == if item { methods.post_on_item } else { methods.post_on_singleton };
            if operation.method == Method::Patch && stands_in && operation.styled && !posts.contains(shape) {
                operation.aliases.push(Method::Post);
            }
        }
    }

    /// Webhooks and callbacks: kept in the result, and reported as not emitted.
    pub fn webhooks(&mut self, collected: &[CollectedOperation<'a>]) -> Vec<Operation> {
        let mut items: Vec<(&'a str, RefOr<PathItem<'a>>)> = self.cx.root.webhooks().collect();
        for found in collected {
            for (_, callback) in found.node.callbacks() {
                items.extend(self.cx.follow(callback).into_iter().flat_map(|callback| callback.items()));
            }
        }
        let mut used: HashSet<String> = collected.iter().map(|found| found.id.clone()).collect();
        let (mut seen, mut counts) = (HashSet::new(), HashMap::new());
        let mut webhooks = Vec::new();
        for (wire, item) in items {
            let Some(item) = self.cx.follow(item) else { continue };
            if !seen.insert(item.id()) {
                continue;
            }
            for (key, node) in item.members() {
                let Some(method) = Method::of_key(key) else { continue };
                let made = node.operation_id().unwrap_or(wire).to_owned();
                let id = super::collect::unused(made, &mut used, &mut counts);
                self.cx.tally(Tally::Webhooks, &node.pointer());
                let path = Path { template: wire.to_owned(), segments: Vec::new(), slash: false };
                let id_given = node.has(spec::Operation::OPERATION_ID);
                let found = CollectedOperation {
                    annotations: OperationAnnotations::of(&node),
                    id,
                    id_given,
                    method,
                    item,
                    node,
                    path,
                    fixed: Vec::new(),
                };
                webhooks.push(self.operation(&found, 0, WEBHOOK));
            }
        }
        webhooks
    }
}

/// The answers of work that goes on: a 202 with the link to the job, in the place of what the document says of it.
fn with_job(mut successes: Vec<Success>) -> Vec<Success> {
    let accepted = StatusSpec::Exact(202);
    if let Some(success) = successes.iter_mut().find(|success| success.status == accepted) {
        success.payload = Payload::Job;
        return successes;
    }
    // The default "any 2xx" is dropped if a success is declared.
    successes.retain(|success| success.status != StatusSpec::Range(2) || success.payload != Payload::Nothing);
    successes.insert(0, Success { status: accepted, docs: None, payload: Payload::Job, headers: Vec::new() });
    successes
}
