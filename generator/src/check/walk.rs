//! The walk over a document: paths, operations and tags.

use super::finding::Finding;
use super::{Linter, cases};
use crate::diag::{Place, suggest};
use crate::plurals;
use crate::spec::{Document, Field, Node, Operation, PathItem, RefOr, Spec, Tag};
use crate::style::{CaseRule, LintMethod, LintRule, RequiredRule};

/// An object that rules ask fields of.
#[derive(Clone, Copy)]
pub(super) struct Described<'n, 'a> {
    /// What it is, and its name: ``the operation `listPets` ``.
    pub kind: &'static str,
    pub name: &'n str,
    /// How `except` may name it.
    pub names: &'n [&'n str],
    pub node: Node<'a>,
    /// The field of it that is marked; without it, its key is.
    pub field: Option<Field>,
}

impl<'a> Linter<'a> {
    pub(super) fn document(&mut self) {
        let root = self.root;
        self.within(*root, |linter| {
            root.tags().for_each(|tag| linter.tag(tag));
            for (path, item) in root.paths() {
                linter.path(path, item);
            }
            for (name, item) in root.webhooks() {
                linter.path_item(name, item);
            }
            linter.components(root);
        });
    }

    fn components(&mut self, root: Document<'a>) {
        let Some(components) = root.components() else { return };
        components.schemas().for_each(|(name, schema)| self.component(name, schema));
        components.parameters().for_each(|(_, parameter)| self.parameter(parameter));
        components.request_bodies().for_each(|(_, body)| self.request_body(body));
        components.responses().for_each(|(_, response)| self.response(response));
        components.headers().for_each(|(name, header)| self.header(name, header, false));
    }

    fn tag(&mut self, tag: Tag<'a>) {
        let (Some(name), Some(node)) = (tag.name(), tag.get(Tag::NAME)) else { return };
        self.within(*tag, |linter| {
            let rules = linter.lint.tags.as_ref();
            linter.name(
                LintRule::TagCase,
                rules.and_then(|rules| rules.case.as_ref()),
                "tag",
                name,
                node,
                false,
            );
            if tag.description().is_none() {
                let field = Some(Tag::NAME);
                let at = Described { kind: "tag", name, names: &[name], node: *tag, field };
                let rule = rules.and_then(|rules| rules.description.as_ref());
                linter.required(LintRule::TagDescription, rule, at, "a description", "add `description`");
            }
        });
    }

    /// Reports a name that is not in the case of a rule, which is the key of a node or its value.
    pub(super) fn name(
        &mut self,
        rule: LintRule,
        case: Option<&'a CaseRule>,
        kind: &str,
        name: &str,
        node: Node<'a>,
        key: bool,
    ) {
        let Some(case) = case else { return };
        let Some(corrected) = cases::corrected(name, case.is) else { return };
        self.report(
            rule,
            &case.options,
            &[name],
            |spec| placed(spec, node, key),
            || Finding::named(kind, name, case.is, Some(&corrected)),
        );
    }

    /// Reports a field that is missing.
    pub(super) fn required(
        &mut self,
        rule: LintRule,
        required: Option<&'a RequiredRule>,
        at: Described<'_, 'a>,
        expected: &'static str,
        fix: &'static str,
    ) {
        let Some(required) = required else { return };
        let place = |spec: &Spec| match at.field {
            Some(field) => spec.place(&at.node.at(field)),
            None => spec.key_place(&at.node.pointer()),
        };
        self.report(rule, &required.options, at.names, place, || {
            Finding::missing(at.kind, at.name, expected, fix)
        });
    }

    fn path(&mut self, path: &'a str, item: RefOr<PathItem<'a>>) {
        let node = *item.unresolved();
        self.within(node, |linter| {
            let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
            linter.segment_case(path, &segments, node);
            linter.collections(path, &segments, node);
            linter.depth(path, segments.len(), node);
            linter.operations(path, item.unresolved());
        });
    }

    /// The case of the segments of a path: one finding for all of them.
    fn segment_case(&mut self, path: &str, segments: &[&str], node: Node<'a>) {
        let Some(case) = self.lint.paths.as_ref().and_then(|rules| rules.case.as_ref()) else { return };
        let corrected = |segment: &str| match case.options.is_exception(segment) {
            true => None,
            false => cases::corrected(segment, case.is),
        };
        let Some(first) = segments.iter().find(|segment| corrected(segment).is_some()) else { return };
        self.report(
            LintRule::PathCase,
            &case.options,
            &[path],
            |spec| placed(spec, node, true),
            || {
                let segments = segments
                    .iter()
                    .map(|segment| corrected(segment).unwrap_or_else(|| (*segment).to_owned()));
                let fix: String = segments.flat_map(|segment| ["/".to_owned(), segment]).collect();
                Finding::named("path segment", first, case.is, Some(&fix))
            },
        );
    }

    /// The grammatical number of segments that a parameter follows.
    fn collections(&mut self, path: &str, segments: &[&str], node: Node<'a>) {
        let Some(rule) = self.lint.paths.as_ref().and_then(|rules| rules.collections.as_ref()) else {
            return;
        };
        for pair in segments.windows(2).filter(|pair| !pair[0].contains('{') && pair[1].starts_with('{')) {
            let Some(corrected) = plurals::corrected(pair[0], rule.is) else { continue };
            let place = |spec: &Spec| placed(spec, node, true);
            self.report(LintRule::PathCollections, &rule.options, &[path, pair[0]], place, || Finding {
                message: format!("the collection `{}` is not in the {}", pair[0], rule.is.as_str()),
                expected: format!("the {}", rule.is.as_str()),
                found: Some(pair[0].to_owned()),
                fix: Some(format!("call it `{corrected}`; what has one form goes into `except`")),
            });
        }
    }

    fn depth(&mut self, path: &str, depth: usize, node: Node<'a>) {
        let rule = self.lint.paths.as_ref().and_then(|rules| rules.depth.as_ref());
        let Some(rule) = rule.filter(|rule| depth > rule.is as usize) else { return };
        self.report(
            LintRule::PathDepth,
            &rule.options,
            &[path],
            |spec| placed(spec, node, true),
            || Finding {
                message: format!("this path has {depth} segments"),
                expected: format!("at most {} segments", rule.is),
                found: Some(depth.to_string()),
                fix: Some(
                    "begin it at the innermost collection, and name the others in the query".to_owned(),
                ),
            },
        );
    }

    /// A path item that is no path of the API: of a webhook or a callback.
    fn path_item(&mut self, name: &'a str, item: RefOr<PathItem<'a>>) {
        let item = item.unresolved();
        self.within(*item, |linter| linter.operations(name, item));
    }

    fn operations(&mut self, path: &'a str, item: PathItem<'a>) {
        item.parameters().for_each(|parameter| self.parameter(parameter));
        for (key, operation) in item.members() {
            if let Some(method) = LintMethod::parse(key) {
                self.within(*operation, |linter| linter.operation(path, method, operation));
            }
        }
    }

    fn operation(&mut self, path: &'a str, method: LintMethod, operation: Operation<'a>) {
        let id = operation.operation_id();
        let route = format!("{} {path}", method.as_str().to_uppercase());
        let names: Vec<&str> = id.into_iter().chain([path, route.as_str()]).collect();
        self.operation_itself(method, &operation, &names);
        self.operation_tags(&operation, &names);
        operation.parameters().for_each(|parameter| self.parameter(parameter));
        operation.request_body().into_iter().for_each(|body| self.request_body(body));
        for (status, response) in operation.responses() {
            self.status(status, &operation, &names);
            self.response(response);
        }
        for (_, callback) in operation.callbacks() {
            callback.unresolved().items().for_each(|(expression, item)| self.path_item(expression, item));
        }
    }

    fn operation_itself(&mut self, method: LintMethod, operation: &Operation<'a>, names: &[&str]) {
        let Some(rules) = &self.lint.operations else { return };
        let (id, route) = (operation.operation_id(), names.last().copied().unwrap_or_default());
        let at =
            Described { kind: "operation", name: id.unwrap_or(route), names, node: **operation, field: None };
        match operation.get(Operation::OPERATION_ID).zip(id) {
            Some((node, id)) => {
                self.name(LintRule::OperationIdCase, rules.id_case.as_ref(), "operation id", id, node, false);
            }
            None => {
                let fix = "add `operationId`, which names the operation in code";
                self.required(LintRule::OperationId, rules.id.as_ref(), at, "an operationId", fix);
            }
        }
        if operation.summary().is_none() {
            let rule = rules.summary.as_ref();
            self.required(LintRule::OperationSummary, rule, at, "a summary", "add `summary`: a line");
        }
        if operation.description().is_none() {
            let rule = rules.description.as_ref();
            self.required(LintRule::OperationDescription, rule, at, "a description", "add `description`");
        }
        if operation.tags().next().is_none() {
            let fix = "add `tags`, with the group that it belongs to";
            self.required(LintRule::OperationTags, rules.tags.as_ref(), at, "a tag", fix);
        }
        if let Some(rule) = rules.methods.as_ref().filter(|rule| !rule.is.contains(&method)) {
            let place = |spec: &Spec| placed(spec, at.node, true);
            self.report(LintRule::OperationMethods, &rule.options, names, place, || Finding {
                message: format!("the style has no operations with `{}`", method.as_str()),
                expected: one_of(rule.is.iter().map(|method| method.as_str())),
                found: Some(method.as_str().to_owned()),
                fix: Some(format!("use {}", one_of(rule.is.iter().map(|method| method.as_str())))),
            });
        }
    }

    fn operation_tags(&mut self, operation: &Operation<'a>, names: &[&str]) {
        let Some(rules) = &self.lint.tags else { return };
        let (case, declared) = (rules.case.as_ref(), rules.declared.as_ref());
        for tag in operation.items(Operation::TAGS) {
            let Some(name) = tag.value().as_str() else { continue };
            if self.root.tags().any(|declared| declared.name() == Some(name)) {
                continue;
            }
            self.name(LintRule::TagCase, case, "tag", name, tag, false);
            let Some(declared) = declared else { continue };
            let names: Vec<&str> = names.iter().copied().chain([name]).collect();
            let place = |spec: &Spec| placed(spec, tag, false);
            self.report(LintRule::TagDeclared, &declared.options, &names, place, || Finding {
                message: format!("the tag `{name}` is not declared"),
                expected: "an entry in `tags` of the document".to_owned(),
                found: None,
                fix: Some(format!("add `{{ name: {name}, description: … }}` to `tags` of the document")),
            });
        }
    }

    fn status(&mut self, status: &'a str, operation: &Operation<'a>, names: &[&str]) {
        let Some(rule) = self.lint.operations.as_ref().and_then(|rules| rules.statuses.as_ref()) else {
            return;
        };
        if rule.is.iter().any(|allowed| is_status(&allowed.0, status)) {
            return;
        }
        let pointer = operation.get(Operation::RESPONSES).map(|node| node.at(status)).unwrap_or_default();
        let names: Vec<&str> = names.iter().copied().chain([status]).collect();
        let place = |spec: &Spec| spec.key_place(&pointer);
        self.report(LintRule::OperationStatuses, &rule.options, &names, place, || Finding {
            message: format!("the style has no responses with the status `{status}`"),
            expected: one_of(rule.is.iter().map(|status| &*status.0)),
            found: Some(status.to_owned()),
            fix: Some(format!("use {}", one_of(rule.is.iter().map(|status| &*status.0)))),
        });
    }
}

/// Whether a key of `responses` is what the rule allows: `4XX` allows `404`.
fn is_status(allowed: &str, status: &str) -> bool {
    let same = |(allowed, digit): (u8, u8)| allowed == digit || allowed == b'X';
    allowed == status
        || allowed.len() == 3 && status.len() == 3 && allowed.bytes().zip(status.bytes()).all(same)
}

/// The place of a node's key or value.
pub(super) fn placed(spec: &Spec, node: Node<'_>, key: bool) -> Place {
    let pointer = node.pointer();
    if key { spec.key_place(&pointer) } else { spec.place(&pointer) }
}

fn one_of<'n>(words: impl Iterator<Item = &'n str>) -> String {
    format!("one of {}", suggest::list(words))
}
