//! Writes the input of an operation into a request.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;

use crate::api::{BodyKind, Operation, Param, ParamEncoding, Place};
use crate::codec::json;
use crate::codec::param::{self, NestedForm, ParamError};
use crate::style::{DeepObjectLists, RequestMedia};

use super::origin::BaseUrl;
use super::request_builder::RequestBuilder;
use path::PathText;

pub(super) mod document;
mod expansion;
mod multipart;
mod paging;
mod path;

/// An input that can be written into a request. Implemented by generated code.
pub trait Dispatch: Operation {
    /// Writes every parameter and the body.
    fn dispatch(&self, write: &mut Writer);
}

/// An operation with a body, which can be called at a link. Implemented by generated code.
pub trait DispatchBody: Operation {
    /// The body's type.
    type Body: ?Sized;
    /// Writes the body.
    fn dispatch_body(body: &Self::Body, write: &mut Writer);
}

/// Writes the input of an operation into a request.
///
/// An input that cannot be written (an empty path parameter, a header value with a line break) is recorded; the call
/// then fails before anything is sent.
#[derive(Debug)]
pub struct Writer {
    sending: RequestBuilder,
    path: Vec<PathText>,
    /// The percent-encoded query pairs.
    query: String,
    /// The pairs of expansion, which are in the form if there is one, else in the query.
    expanded: String,
}

impl Writer {
    pub(super) fn new(sending: RequestBuilder) -> Self {
        Self { sending, path: Vec::new(), query: String::new(), expanded: String::new() }
    }

    /// Writes a required parameter.
    pub fn required<T: Serialize + ?Sized>(&mut self, param: &'static Param, value: &T) {
        match json::tree(value) {
            Ok(value) => self.param(param, &value),
            Err(_) => match wide_digits(value).filter(|_| param.encoding != ParamEncoding::Json) {
                Some(value) => self.param(param, &value),
                None => self.sending.refuse(param.wire, "cannot be written as text"),
            },
        }
    }

    /// Writes a parameter that has a default.
    pub fn defaulted<T: Serialize + ?Sized>(&mut self, param: &'static Param, value: &T) {
        self.required(param, value);
    }

    /// Writes an optional parameter.
    pub fn optional<T: Serialize>(&mut self, param: &'static Param, value: &Option<T>) {
        if let Some(value) = value {
            self.required(param, value);
        }
    }

    /// Writes a JSON body.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        let mut text = Vec::new();
        match json::write(body, &mut text) {
            Ok(()) => self.body("application/json", text.into()),
            Err(_) => self.sending.refuse("body", "cannot be written as JSON"),
        }
    }

    /// Writes an optional JSON body.
    pub fn json_opt<T: Serialize>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.json(body);
        }
    }

    /// Writes a form.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T) {
        let Some(value) = json::tree(body).ok().or_else(|| wide_digits(body)) else {
            return self.sending.refuse("body", "cannot be written as a form");
        };
        match self.form_text(&value).map(|text| self.with_expansion(text)) {
            Ok(text) => self.body("application/x-www-form-urlencoded", text.into()),
            Err((wire, unwritable)) => self.sending.refuse(&wire, unwritable.reason()),
        }
    }

    fn form_text(&self, value: &Value) -> Result<String, (String, ParamError)> {
        let (meta, lists) = (self.sending.meta, self.lists());
        let media = &meta.api.style.media;
        if meta.styled && media.request == RequestMedia::Form {
            let form = NestedForm { lists, empty: media.empty_values };
            return form.write(value, meta.body.and_then(|body| body.schema));
        }
        let fields = match meta.body.map(|body| body.kind) {
            Some(BodyKind::Form(fields)) => fields,
            _ => &[],
        };
        let mut text = String::new();
        param::write_form(value, fields, lists, &mut text)?;
        match meta.body.and_then(|body| body.schema) {
            Some(schema) => param::check_form(value, schema, fields, &text).map(|()| text),
            None => Ok(text),
        }
    }

    /// Writes an optional form.
    pub fn form_opt<T: Serialize>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.form(body);
        }
    }

    /// Writes a text body.
    pub fn text(&mut self, body: &str) {
        self.body("text/plain; charset=utf-8", Bytes::copy_from_slice(body.as_bytes()));
    }

    /// Writes an optional text body.
    pub fn text_opt(&mut self, body: &Option<String>) {
        if let Some(body) = body {
            self.text(body);
        }
    }

    /// Writes a text body that has a schema.
    pub fn checked_text(&mut self, body: &str) {
        self.text(body);
    }

    /// Writes an optional text body that has a schema.
    pub fn checked_text_opt(&mut self, body: &Option<String>) {
        self.text_opt(body);
    }

    /// Writes a body of bytes.
    pub fn bytes(&mut self, body: &Bytes) {
        self.body("application/octet-stream", body.clone());
    }

    /// Writes an optional body of bytes.
    pub fn bytes_opt(&mut self, body: &Option<Bytes>) {
        if let Some(body) = body {
            self.bytes(body);
        }
    }

    /// Writes the body under the media type that the operation prefers: `usual` if it accepts any, the style's if it
    /// accepts only that.
    fn body(&mut self, usual: &str, body: Bytes) {
        let meta = self.sending.meta;
        let declared = meta.body.and_then(|body| body.media.first()).copied();
        let declared = declared.filter(|media| !media.contains('*')).unwrap_or(usual);
        let is_json = meta.body.is_none_or(|body| body.kind == BodyKind::Json);
        let media = match &meta.api.style.media.request {
            RequestMedia::Only(only) if meta.styled && is_json => &only.media,
            RequestMedia::Only(_) | RequestMedia::Declared | RequestMedia::Any | RequestMedia::Form => {
                declared
            }
        };
        self.sending.header(CONTENT_TYPE.as_str(), media);
        self.sending.body = Some(body);
    }

    fn lists(&self) -> DeepObjectLists {
        self.sending.meta.api.style.parameters.deep_object_lists
    }

    fn param(&mut self, param: &'static Param, value: &Value) {
        let lists = self.lists();
        let written = match param.place {
            Place::Path => param::write_one(param, value).map(|text| {
                let signs = !matches!(param.encoding, ParamEncoding::Label { .. });
                self.path.extend(text.map(|text| PathText { wire: param.wire, text, signs }));
            }),
            Place::Header => param::write_one(param, value).map(|text| {
                if let Some(text) = text {
                    self.sending.header(param.wire, &text);
                }
            }),
            Place::Query => param::write_pairs(param, lists, value, &mut self.query),
            Place::Cookie => param::write_pairs(param, lists, value, &mut self.sending.cookies),
        };
        if let Err(unwritable) = written {
            self.sending.refuse(param.wire, unwritable.reason());
        }
    }

    fn pair(&mut self, wire: &str, value: &str) {
        param::push_pair(&mut self.query, "&", wire, value);
    }

    /// Returns a builder with the operation's URL at `base`.
    pub(super) fn at(mut self, base: &BaseUrl) -> RequestBuilder {
        let path = self.path_of(self.sending.meta);
        self.sending.url = base.at(&path);
        expansion::append(&mut self.query, &self.expanded);
        if !self.query.is_empty() {
            self.sending.url.set_query(Some(&self.query));
        }
        self.sending
    }

    /// Returns a builder with the given URL.
    pub(super) fn given(self) -> RequestBuilder {
        self.sending
    }
}

/// Returns the value with integers beyond 64 bits, which `serde_json::Value` cannot hold, as strings of their digits.
fn wide_digits<T: Serialize + ?Sized>(value: &T) -> Option<serde_json::Value> {
    let mut text = Vec::new();
    json::write(value, &mut text).ok()?;
    json::parse(&json::wide_integer::quoted(&text)?).ok()
}
