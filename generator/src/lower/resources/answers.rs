//! Answers: what the document of a success holds.

use super::super::collect::CollectedOperation;
use super::super::types::Kind;
use super::super::{Lowering, codes};
use super::Leads;
use crate::ir::{ContentKind, Form, Operation, Origin, Payload, StatusSpec, TypeRef};
use crate::spec::{self, Schema, View as _};

/// What an operation's extensions say of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Resources.
    Payload,
    /// `meta` alone.
    Meta,
}

impl<'a> Lowering<'a> {
    /// Turns the JSON of successes into what their documents hold, under a style of resource objects.
    pub fn documents_answered(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let asked = self.answer_asked(&found.node);
        let nothing = operation.successes.iter().all(|success| success.payload == Payload::Nothing);
        if nothing && asked == Asked::Meta {
            let message = format!("`x-answer: meta`, and `{}` answers nothing", found.id);
            let help = "describe the `meta` as the JSON of a success, or drop `x-answer`";
            self.push(self.error(codes::EXTENSION_WRONG, message, &found.node.at("x-answer")).help(help));
        }
        for success in &mut operation.successes {
            let key = key_of(success.status);
            match &success.payload {
                Payload::Page(_) => self.check_page(found, &key, asked),
                Payload::Body(contents) => {
                    let json = contents.iter().find_map(|content| match content.kind {
                        ContentKind::Json(ty) => Some(ty),
                        _ => None,
                    });
                    if let Some(payload) = json.and_then(|ty| self.document_payload(found, &key, ty, asked)) {
                        success.payload = payload;
                    }
                }
                _ => {}
            }
        }
        self.find_meta(found, operation);
    }

    fn answer_asked(&mut self, operation: &spec::Operation<'a>) -> Asked {
        match operation.get("x-answer") {
            None => Asked::Payload,
            Some(node) if node.value() == "meta" => Asked::Meta,
            Some(_) => {
                self.pass_over(operation, "x-answer", "`meta`");
                Asked::Payload
            }
        }
    }

    fn document_payload(
        &mut self,
        found: &CollectedOperation<'a>,
        key: &str,
        ty: TypeRef,
        asked: Asked,
    ) -> Option<Payload> {
        let Some(schema) = self.json_answer(&found.node, &[key]) else {
            let pointer = found.node.at(spec::Operation::RESPONSES);
            self.report_no_resource(found, &pointer);
            return None;
        };
        if asked == Asked::Meta {
            self.check_meta(found, &schema);
            return Some(Payload::Meta(ty));
        }
        match self.leads(&schema) {
            Leads::One | Leads::Any => return Some(Payload::Resource(ty)),
            Leads::Mixed => return None,
            Leads::Elsewhere => {}
        }
        if let Some(items) = self.listed(&schema) {
            return Some(Payload::Resources(self.use_of(&items, Form::Read, Origin::Item(ty.id))));
        }
        self.report_no_resource(found, &schema.pointer());
        None
    }

    /// The items of a list of resources.
    fn listed(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        if self.kind_of(schema) != Some(Kind::Array) {
            return None;
        }
        let items = self.items_of(schema)?;
        if matches!(self.leads(&items), Leads::Elsewhere) {
            return None;
        }
        let null = self.resolve_schema(schema).nullable.then(|| *schema);
        let null = null.or_else(|| self.resolve_schema(&items).nullable.then(|| items));
        if let Some(null) = null {
            let message = "a list of resources is there, and each of them is";
            self.push(
                self.error(codes::DOCUMENT_WITHOUT_RESOURCE, message, &null.pointer())
                    .help("drop `nullable`"),
            );
        }
        Some(items)
    }

    fn check_page(&mut self, found: &CollectedOperation<'a>, key: &str, asked: Asked) {
        if asked == Asked::Meta {
            let message = "`x-answer: meta` beside `x-paging`: a page has items";
            let pointer = found.node.at("x-answer");
            self.push(self.error(codes::EXTENSION_WRONG, message, &pointer).help("drop one of the two"));
            return;
        }
        let Some(schema) = self.json_answer(&found.node, &[key]) else { return };
        if self.listed(&schema).is_none() {
            self.report_no_resource(found, &schema.pointer());
        }
    }

    fn report_no_resource(&mut self, found: &CollectedOperation<'a>, pointer: &str) {
        let message = format!(
            "`{}` answers what is no resource, and answers of the style `{}` carry resources or `meta`",
            found.id, self.style.ident
        );
        let help = "say `x-resource: TYPE` on the schema, or on the operation `x-answer: meta` where it is told beside \
                    resources, or `x-style: off` where it is not of the style";
        self.push(self.error(codes::DOCUMENT_WITHOUT_RESOURCE, message, pointer).help(help));
    }

    /// `meta` is an object, and holds no resource.
    fn check_meta(&mut self, found: &CollectedOperation<'a>, schema: &Schema<'a>) {
        let settled = self.resolve_schema(schema);
        let object = matches!(self.kind_of(schema), Some(Kind::Object)) && !settled.nullable;
        if !object || self.resource_in_reach(schema).is_some() {
            let message = format!("the `meta` of `{}` must be an object, and holds no resource", found.id);
            let help = "describe it as `type: object`; a list may be a member of it";
            self.push(self.error(codes::META_SCHEMA, message, &schema.pointer()).help(help));
        }
    }

    /// `x-meta`: what is said beside the payload.
    fn find_meta(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let Some(schema) = found.node.get("x-meta").map(Schema::of) else { return };
        let with_payload =
            |payload: &Payload| matches!(payload, Payload::Resource(_) | Payload::Resources(_));
        if !schema.value().is_object() {
            self.pass_over(&found.node, "x-meta", "a schema");
        } else if !operation.successes.iter().any(|success| with_payload(&success.payload)) {
            let message = "`x-meta` is what is said beside resources, and a page says its own";
            let help = "drop it; what an operation says instead of resources is `x-answer: meta`";
            self.push(self.error(codes::EXTENSION_WRONG, message, &schema.pointer()).help(help));
        } else {
            self.check_meta(found, &schema);
            operation.meta = Some(self.use_of(&schema, Form::Read, Origin::Meta(operation.id.clone())));
        }
    }
}

/// The key of `responses` that a status was declared by.
fn key_of(status: StatusSpec) -> String {
    match status {
        StatusSpec::Exact(status) => status.to_string(),
        StatusSpec::Range(digit) => format!("{digit}XX"),
        StatusSpec::Default => "default".to_owned(),
    }
}
