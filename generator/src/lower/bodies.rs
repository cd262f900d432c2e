//! Bodies: which media types, and what each holds.

use crate::lower::types::TypeRequests;
use std::collections::HashSet;

use super::annotations::OperationAnnotations;
use super::encodings::EncodingCheck;
use super::reachable::MediaTypeChoice;
use super::types::{FormFields, MultipartForms};
use super::{Context, Tally, codes};
use crate::diag::Diagnostic;
use crate::http::is_media;
use crate::ir::{Body, Content, ContentKind, Form, Method, Origin, TypeRef, UrlForm};
use crate::spec::{self, HasContent, MediaType, RequestBody, Schema};
use crate::style::{PatchBody, PutBody, RequestMedia};

/// The direction in which a body goes, and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Carrier<'c> {
    /// The operation's id.
    pub operation: &'c str,
    pub form: Form,
    /// Names its inline schema.
    pub origin: Origin,
    /// Whether the style sends its JSON objects as forms.
    pub as_form: bool,
}

/// How a media type is read, before its schema is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MediaKind {
    Json,
    Form,
    /// `multipart/form-data`.
    Parts,
    Text,
    Bytes,
    /// A range: the schema decides.
    Wild,
    /// A kind that has types in the document, but not in the code yet.
    Raw(&'static str),
}

/// A declared media type, before unreachable ones are removed.
pub(super) struct Declared<'a> {
    pub content: Content,
    pub entry: MediaType<'a>,
    /// What of it has no type yet.
    pub untyped: Option<&'static str>,
}

/// Reads request bodies, and the media types of responses.
pub(in crate::lower) struct Bodies<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Bodies<'_, 'a> {
    /// The request body of an operation.
    pub fn body(&mut self, operation: &spec::Operation<'a>, id: &str, form: Form) -> Option<Body> {
        let node = self.cx.follow(operation.request_body()?)?;
        let form = if form == Form::New { self.request_form(operation, &node) } else { form };
        let as_form = self.cx.style.media.request == RequestMedia::Form
            && !OperationAnnotations::of(operation).is_off();
        let origin = Origin::RequestBody(super::owner(*node, id));
        let carrier = Carrier { operation: id, form, origin, as_form };
        let mut contents = self.contents(&node, &carrier);
        if contents.is_empty() {
            contents.push(Content { media: "*/*".to_owned(), kind: ContentKind::Bytes });
        }
        Some(Body { required: node.is_required(), docs: node.description(), contents, document: None })
    }

    /// The contents of a body or response that have a type in common; the others are reported.
    pub fn contents(&mut self, node: &impl HasContent<'a>, carrier: &Carrier<'_>) -> Vec<Content> {
        let mut declared: Vec<Declared<'a>> = Vec::new();
        let mut typed: Vec<(Schema<'a>, TypeRef)> = Vec::new();
        let mut seen = HashSet::new();
        for (written, entry) in node.media_types() {
            let media = essence(written).to_ascii_lowercase();
            if !is_media(&media) {
                let message = format!("`{written}` is not a media type; it is left out");
                let place = self.cx.key_place(&entry.pointer());
                self.cx.push(
                    Diagnostic::warning(codes::MEDIA_TYPE, message, place).help("write `type/subtype`"),
                );
                continue;
            }
            let Some(media) = self.sent_as(media, &entry, node, carrier) else { continue };
            if !seen.insert(media.clone()) {
                self.cx.tally(Tally::MediaAlike, &entry.pointer());
                continue;
            }
            let (kind, untyped) = self.content(&media, &entry, carrier, &mut typed);
            EncodingCheck { report: &mut self.cx.report }.run(&media, &entry, &kind);
            declared.push(Declared { content: Content { media, kind }, entry, untyped });
        }
        MediaTypeChoice { report: &mut self.cx.report }.run(declared, carrier)
    }

    fn content(
        &mut self,
        media: &str,
        entry: &MediaType<'a>,
        carrier: &Carrier<'_>,
        typed: &mut Vec<(Schema<'a>, TypeRef)>,
    ) -> (ContentKind, Option<&'static str>) {
        let raw = |what| (ContentKind::Bytes, Some(what));
        let schema = entry.schema();
        let binary = schema.as_ref().is_some_and(|schema| self.cx.resolve_schema(schema).is_binary());
        let json_type = schema.as_ref().and_then(|schema| self.cx.kind_of(schema));
        let is_text = json_type == Some(super::types::JsonType::Text);
        let kind = match kind(media) {
            MediaKind::Text => {
                let untyped = json_type.filter(|_| !is_text).map(|_| "text that its schema says more of");
                return (ContentKind::Text(self.text_rules(schema.as_ref(), carrier)), untyped);
            }
            _ if binary => ContentKind::Bytes,
            MediaKind::Json => ContentKind::Json(self.typed(schema.as_ref(), entry, carrier, typed)),
            MediaKind::Form if schema.as_ref().is_some_and(|schema| self.is_fields(schema)) => {
                let ty = self.typed(schema.as_ref(), entry, carrier, typed);
                let fields = schema
                    .map(|schema| FormFields { cx: self.cx }.form_fields(&schema, entry, carrier.as_form))
                    .unwrap_or_default();
                ContentKind::Form(UrlForm { ty, fields })
            }
            MediaKind::Form => return raw("a form whose schema is not an object"),
            MediaKind::Bytes if json_type.is_some() && !is_text => return raw("its schema"),
            MediaKind::Bytes => ContentKind::Bytes,
            MediaKind::Wild if schema.is_none() => ContentKind::Bytes,
            MediaKind::Wild if is_text && media == "*/*" => {
                ContentKind::Text(self.text_rules(schema.as_ref(), carrier))
            }
            MediaKind::Wild => ContentKind::Json(self.typed(schema.as_ref(), entry, carrier, typed)),
            MediaKind::Parts if !matches!(carrier.origin, Origin::RequestBody(_)) => return raw("multipart"),
            MediaKind::Parts => match schema
                .and_then(|schema| MultipartForms { cx: self.cx }.multipart(&schema, entry, carrier))
            {
                Some(form) => ContentKind::Multipart(form),
                None => return raw("a form of parts that its schema does not list"),
            },
            MediaKind::Raw(what) => return raw(what),
        };
        (kind, None)
    }

    /// What a text must be, where its schema says more than that it is text.
    fn text_rules(&mut self, schema: Option<&Schema<'a>>, carrier: &Carrier<'_>) -> Option<TypeRef> {
        let schema = schema?;
        let is_text = self.cx.kind_of(schema) == Some(super::types::JsonType::Text);
        let node = self.cx.resolve_schema(schema).node;
        let says_more = RULES.iter().any(|field| node.has(field));
        let asked = matches!(carrier.origin, Origin::RequestBody(_))
            && is_text
            && says_more
            && !self.cx.resolve_schema(schema).is_binary();
        asked.then(|| TypeRequests { cx: self.cx }.use_of(schema, carrier.form, carrier.origin.clone()))
    }

    /// The type of a body; media types with equal schemas share it.
    fn typed(
        &mut self,
        schema: Option<&Schema<'a>>,
        entry: &MediaType<'a>,
        carrier: &Carrier<'_>,
        typed: &mut Vec<(Schema<'a>, TypeRef)>,
    ) -> TypeRef {
        let Some(schema) = schema else { return self.cx.types.any(carrier.origin.clone(), *entry) };
        // More than a few differ on purpose.
        if let Some((_, ty)) = typed.iter().take(8).find(|(other, _)| other.value() == schema.value()) {
            return *ty;
        }
        let ty = TypeRequests { cx: self.cx }.use_of(schema, carrier.form, carrier.origin.clone());
        typed.push((*schema, ty));
        ty
    }

    /// The form of a request's body: a merge of a component takes its own, under a style whose `PATCH` merges. A
    /// component that is for merges alone says itself what it takes, unless it is a resource.
    fn request_form(&mut self, operation: &spec::Operation<'a>, body: &RequestBody<'a>) -> Form {
        let is_merge = |media: &str| essence(media).eq_ignore_ascii_case("application/merge-patch+json");
        if body.content().any(|(media, _)| is_merge(media)) {
            return Form::Merge;
        }
        let methods = &self.cx.style.methods;
        let merges = match Method::of_key(operation.key()) {
            Some(Method::Patch) => methods.patch == PatchBody::Merge,
            Some(Method::Put) => methods.put == PutBody::Merge,
            Some(
                Method::Get | Method::Post | Method::Delete | Method::Options | Method::Head | Method::Trace,
            )
            | None => false,
        };
        if !merges || OperationAnnotations::of(operation).is_off() {
            return Form::New;
        }
        let as_form = self.cx.style.media.request == RequestMedia::Form;
        let mut schemas = body.content().filter(|(media, _)| {
            is_json(media) && !is_json_patch(media)
                || as_form && essence(media).eq_ignore_ascii_case(super::FORM)
        });
        let Some(schema) = schemas.find_map(|(_, entry)| entry.schema()) else { return Form::New };
        let settled = self.cx.resolve_schema(&schema);
        let merged = match self.cx.travels_as(&settled.node) {
            Some(_) => self.cx.resource_of(&settled.node).is_some(),
            None => {
                settled.node.component().is_some() && self.cx.schemas.replaced.contains(&settled.node.id())
            }
        };
        if merged { Form::Patch } else { Form::New }
    }

    /// Whether a form can hold it: an object, or alternative objects.
    pub(super) fn is_fields(&mut self, schema: &Schema<'a>) -> bool {
        self.cx.kind_of(schema).is_none_or(|kind| kind == super::types::JsonType::Object)
    }
}

/// What says more of a text than that it is one.
const RULES: [spec::Field; 6] =
    [Schema::MIN_LENGTH, Schema::MAX_LENGTH, Schema::PATTERN, Schema::ENUM, Schema::FORMAT, Schema::ALL_OF];

/// A media type without its parameters.
pub(super) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Whether a media type is JSON, or a range that takes it in.
pub(crate) fn is_json(media: &str) -> bool {
    matches!(kind(&essence(media).to_ascii_lowercase()), MediaKind::Json | MediaKind::Wild)
}

/// Whether a media type is JSON without a format of its own, or a range that takes it in.
pub(crate) fn is_plain_json(media: &str) -> bool {
    matches!(media, "application/json" | "text/json" | "*/*" | "application/*")
}

/// Whether a media type is RFC 6902, which is not a merge.
fn is_json_patch(media: &str) -> bool {
    essence(media).eq_ignore_ascii_case("application/json-patch+json")
}

fn kind(media: &str) -> MediaKind {
    match media {
        "application/json" | "text/json" => MediaKind::Json,
        "*/*" | "application/*" => MediaKind::Wild,
        "application/x-www-form-urlencoded" => MediaKind::Form,
        "text/event-stream" => MediaKind::Raw("a stream of events"),
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/json-seq"
        | "application/stream+json" => MediaKind::Raw("a sequence of JSON values"),
        "application/xml" | "text/xml" => MediaKind::Raw("XML"),
        "multipart/form-data" => MediaKind::Parts,
        media if media.starts_with("multipart/") => MediaKind::Raw("multipart"),
        media if media.ends_with("+json") => MediaKind::Json,
        media if media.ends_with("+json-seq") => MediaKind::Raw("a sequence of JSON values"),
        media if media.ends_with("+xml") => MediaKind::Raw("XML"),
        media if media.starts_with("text/") => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}
