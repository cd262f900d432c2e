//! Answers: what the document of a success holds.

use super::super::collect::CollectedOperation;
use super::super::types::JsonType;
use super::super::{Context, codes};
use super::Leads;
use crate::ir::{Form, Operation, Origin, Payload, StatusSpec, TypeRef};
use crate::lower::resources::ResourceFinder;
use crate::lower::types::TypeRequests;
use crate::spec::{self, Schema};

/// Finds out what the documents of responses hold.
pub(in crate::lower) struct ResponseDocuments<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ResponseDocuments<'_, 'a> {
    /// Turns the JSON of successes into what their documents hold, under a style of resource objects.
    pub fn documents_answered(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let meta = found.annotations.answers_meta();
        let nothing = operation.successes.iter().all(|success| success.payload == Payload::Nothing);
        if nothing && meta {
            let message = format!("`response: meta`, and `{}` answers nothing", found.id);
            let help = "describe the `meta` as the JSON of a success, or drop `answer`";
            self.cx.push(
                self.cx.error(codes::EXTENSION_WRONG, message, &found.annotations.at("response")).help(help),
            );
        }
        if operation.bare {
            return;
        }
        for success in &mut operation.successes {
            let key = key_of(success.status);
            match &success.payload {
                Payload::Page(_) => self.check_page(found, &key, meta),
                Payload::Body(_) => {
                    let json = success.payload.json();
                    if let Some(payload) = json.and_then(|ty| self.document_payload(found, &key, ty, meta)) {
                        success.payload = payload;
                    }
                }
                Payload::Nothing
                | Payload::Job
                | Payload::Resource(_)
                | Payload::Resources(_)
                | Payload::Meta(_)
                | Payload::ToOne(_)
                | Payload::ToMany(_) => {}
            }
        }
        self.find_meta(found, operation);
    }

    fn document_payload(
        &mut self,
        found: &CollectedOperation<'a>,
        key: &str,
        ty: TypeRef,
        meta: bool,
    ) -> Option<Payload> {
        let Some(schema) = self.cx.json_answer(&found.node, &[key]) else {
            let pointer = found.node.at(spec::Operation::RESPONSES);
            self.report_no_resource(found, &pointer);
            return None;
        };
        if meta {
            found.annotations.mark_effective("response", &mut self.cx.report);
            self.check_meta(found, &schema);
            return Some(Payload::Meta(ty));
        }
        match (ResourceFinder { cx: self.cx }).leads(&schema) {
            Leads::One | Leads::Any => return Some(Payload::Resource(ty)),
            Leads::Mixed => return None,
            Leads::Elsewhere => {}
        }
        if let Some(items) = self.listed(&schema) {
            return Some(Payload::Resources(TypeRequests { cx: self.cx }.use_of(
                &items,
                Form::Read,
                Origin::Item(ty.id),
            )));
        }
        self.report_no_resource(found, &schema.pointer());
        None
    }

    /// The items of a list of resources.
    fn listed(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        if self.cx.kind_of(schema) != Some(JsonType::Array) {
            return None;
        }
        let items = self.cx.items_of(schema)?;
        if matches!(ResourceFinder { cx: self.cx }.leads(&items), Leads::Elsewhere) {
            return None;
        }
        let null = self.cx.resolve_schema(schema).nullable.then_some(*schema);
        let null = null.or_else(|| self.cx.resolve_schema(&items).nullable.then_some(items));
        if let Some(null) = null {
            let message = "a list of resources is there, and each of them is";
            self.cx.push(
                self.cx
                    .error(codes::DOCUMENT_WITHOUT_RESOURCE, message, &null.pointer())
                    .help("drop `nullable`"),
            );
        }
        Some(items)
    }

    fn check_page(&mut self, found: &CollectedOperation<'a>, key: &str, meta: bool) {
        if meta {
            let message = "`response: meta` next to `paging`: a page has items";
            let pointer = found.annotations.at("response");
            self.cx
                .push(self.cx.error(codes::EXTENSION_WRONG, message, &pointer).help("drop one of the two"));
            return;
        }
        let Some(schema) = self.cx.json_answer(&found.node, &[key]) else { return };
        if self.listed(&schema).is_none() {
            self.report_no_resource(found, &schema.pointer());
        }
    }

    fn report_no_resource(&mut self, found: &CollectedOperation<'a>, pointer: &str) {
        let message = format!(
            "`{}` returns something that is not a resource, and responses of the style `{}` carry resources or `meta`",
            found.id, self.cx.style.ident
        );
        let help = "say `x-style: { resource: TYPE }` on the schema, or on the operation `x-style: { response: meta }` where it \
                    stands next to resources, or `x-style: off` where it is not of the style";
        self.cx.push(self.cx.error(codes::DOCUMENT_WITHOUT_RESOURCE, message, pointer).help(help));
    }

    /// `meta` is an object, and holds no resource.
    fn check_meta(&mut self, found: &CollectedOperation<'a>, schema: &Schema<'a>) {
        let settled = self.cx.resolve_schema(schema);
        let object = matches!(self.cx.kind_of(schema), Some(JsonType::Object)) && !settled.nullable;
        if !object || (ResourceFinder { cx: self.cx }).resource_in_reach(schema).is_some() {
            let message = format!("the `meta` of `{}` must be an object, and holds no resource", found.id);
            let help = "describe it as `type: object`; a list may be a member of it";
            self.cx.push(self.cx.error(codes::META_SCHEMA, message, &schema.pointer()).help(help));
        }
    }

    /// `meta`: what is sent next to the payload.
    fn find_meta(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let Some(schema) = found.annotations.meta() else { return };
        let with_payload =
            |payload: &Payload| matches!(payload, Payload::Resource(_) | Payload::Resources(_));
        if !operation.successes.iter().any(|success| with_payload(&success.payload)) {
            let message = "`meta` is what is sent next to resources, and a page says its own";
            let help = "drop it; what an operation says instead of resources is `response: meta`";
            self.cx.push(self.cx.error(codes::EXTENSION_WRONG, message, &schema.pointer()).help(help));
        } else {
            found.annotations.mark_effective("meta", &mut self.cx.report);
            self.check_meta(found, &schema);
            operation.meta = Some(TypeRequests { cx: self.cx }.use_of(
                &schema,
                Form::Read,
                Origin::Meta(operation.id.clone()),
            ));
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
