//! Reads bodies into types.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Reader;
use super::faults::SyntaxFault;
use crate::api::BodyKind;
use crate::codec::body::{self, BodyError};
use crate::codec::json;
use crate::codec::param::{self, Pairs};
use crate::schema::check::{self, Fault, Violation};
use crate::schema::typed::typed_value;
use crate::schema::{Schema, Valid, as_received, hide};
use crate::style::{EchoPart, RequestMedia};

impl Reader<'_> {
    /// Reads a JSON body. An empty body is not JSON.
    pub fn json<T: DeserializeOwned + Valid>(&mut self, schema: &'static Schema) -> Option<T> {
        match body::read(&self.body, schema, &self.style.data) {
            Ok(value) => {
                self.echo_body(schema);
                Some(value)
            }
            Err(BodyError::Syntax(_)) => self.malformed(),
            Err(BodyError::TooDeep) => self.too_deep(),
            Err(BodyError::Invalid(found)) => {
                self.faults.entity.extend(found);
                None
            }
        }
    }

    /// Reads an optional JSON body.
    pub fn json_opt<T: DeserializeOwned + Valid>(&mut self, schema: &'static Schema) -> Option<Option<T>> {
        if self.body.is_empty() { Some(None) } else { self.json(schema).map(Some) }
    }

    /// Reads a form: `application/x-www-form-urlencoded`.
    pub fn form<T: DeserializeOwned>(&mut self, schema: &'static Schema) -> Option<T> {
        let body = self.body.clone();
        let Some(pairs) = std::str::from_utf8(&body).ok().and_then(|text| Pairs::form(text).ok()) else {
            return self.malformed();
        };
        let pairs = match self.expanded_in_form {
            Some(wire) => pairs.without(wire),
            None => pairs,
        };
        let media = &self.style.media;
        let read = match self.head.operation.body.map(|body| body.kind) {
            Some(BodyKind::Form(_)) if self.head.operation.styled && media.request == RequestMedia::Form => {
                param::read_nested(&pairs, schema, media.empty_values)
            }
            Some(BodyKind::Form(fields)) => param::read_form(&pairs, schema, fields),
            _ => param::read_form(&pairs, schema, &[]),
        };
        let value = match read {
            Ok(value) => value,
            Err(violation) => {
                self.faults.entity.push(*violation);
                return None;
            }
        };
        let before = self.faults.entity.len();
        check::check(&value, schema, &self.style.data, &mut String::new(), &mut self.faults.entity);
        if self.faults.entity.len() > before {
            return None;
        }
        if self.details.echo.is_some() {
            self.echo_members(value.clone(), schema);
        }
        let typed = typed_value(value);
        let unlike = || Violation::new(&Fault::Unlike("is not of the expected type".to_owned()), "", None);
        typed.map_err(|_| self.faults.entity.push(unlike())).ok()
    }

    /// Reads an optional form.
    pub fn form_opt<T: DeserializeOwned>(&mut self, schema: &'static Schema) -> Option<Option<T>> {
        if self.body.is_empty() { Some(None) } else { self.form(schema).map(Some) }
    }

    /// Reads a UTF-8 text body.
    pub fn text(&mut self) -> Option<String> {
        match String::from_utf8(Vec::from(std::mem::take(&mut self.body))) {
            Ok(text) => Some(text),
            Err(_) => self.malformed(),
        }
    }

    /// Reads an optional UTF-8 text body.
    pub fn text_opt(&mut self) -> Option<Option<String>> {
        if self.body.is_empty() { Some(None) } else { self.text().map(Some) }
    }

    /// Reads a text body with a schema.
    pub fn checked_text(&mut self, schema: &'static Schema) -> Option<String> {
        let text = self.text()?;
        let before = self.faults.entity.len();
        let value = Value::String(text.clone());
        check::check(&value, schema, &self.style.data, &mut String::new(), &mut self.faults.entity);
        (self.faults.entity.len() == before).then_some(text)
    }

    /// Reads an optional text body with a schema.
    pub fn checked_text_opt(&mut self, schema: &'static Schema) -> Option<Option<String>> {
        if self.body.is_empty() { Some(None) } else { self.checked_text(schema).map(Some) }
    }

    /// Reads a body of bytes.
    pub fn bytes(&mut self) -> Option<Bytes> {
        Some(self.body.clone())
    }

    /// Reads an optional body of bytes.
    pub fn bytes_opt(&mut self) -> Option<Option<Bytes>> {
        Some((!self.body.is_empty()).then(|| self.body.clone()))
    }

    pub(super) fn malformed<T>(&mut self) -> Option<T> {
        self.faults.syntax = Some(SyntaxFault::Malformed);
        None
    }

    pub(super) fn too_deep<T>(&mut self) -> Option<T> {
        self.faults.syntax = Some(SyntaxFault::TooDeep);
        None
    }

    fn echo_body(&mut self, schema: &'static Schema) {
        let asked = self.details.echo.is_some();
        let Some(body) = asked.then(|| json::parse(&self.body).ok()).flatten() else { return };
        self.echo_members(body, schema);
    }

    /// Echoes the members as the handler receives them, without write-only members.
    pub(super) fn echo_members(&mut self, mut body: Value, schema: &'static Schema) {
        as_received(&mut body, schema);
        hide(&mut body, schema);
        if let Value::Object(members) = body {
            for (wire, value) in members {
                self.echo(EchoPart::Body, &wire, || value);
            }
        }
    }
}
