//! An example of a request: where it goes, and what it carries.

use serde_json::Value;

use super::document::document;
use super::example::example;
use crate::ir::{ApiModel, Operation, Parameter, ParameterLocation, PathPiece, SchemeKind};
use crate::style::{RequestMedia, VersionField};

/// A request that an operation takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, …
    pub method: String,
    /// Path and query, percent-encoded.
    pub target: String,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// User and password, where the operation takes them.
    pub basic: bool,
    /// JSON, or a form.
    pub body: Option<String>,
}

impl Request {
    /// With what must be there, and no more.
    pub fn of(api: &ApiModel, operation: &Operation) -> Self {
        let mut request = Self {
            method: format!("{:?}", operation.method).to_ascii_uppercase(),
            target: target(api, operation),
            headers: Vec::new(),
            basic: false,
            body: None,
        };
        for parameter in required(operation, ParameterLocation::Header) {
            request.headers.push((parameter.wire.clone(), text(api, parameter)));
        }
        if api.style.version.is_required() {
            match api.style.version.current_field() {
                Some(VersionField::Accept(accept)) => request.headers.push(("accept".to_owned(), accept)),
                Some(VersionField::Header(name, version)) if operation.styled => {
                    request.headers.push((name.to_owned(), version));
                }
                Some(VersionField::Query(wire, version)) if operation.styled => request.query(wire, &version),
                Some(VersionField::Header(..) | VersionField::Query(..)) | None => {}
            }
        }
        request.log_in(api, operation);
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            let mut contents = body.contents.iter();
            let json = contents.find_map(|content| Some((content.media.clone(), content.kind.json()?)));
            let mut contents = body.contents.iter();
            let form = contents.find_map(|content| Some((content.media.clone(), content.kind.form()?)));
            if let (Some((media, ty)), None) = (form, &json) {
                request.headers.push(("content-type".to_owned(), media));
                let mut pairs = Vec::new();
                write_pairs("", &example(api, ty), &mut pairs);
                request.body = Some(pairs.join("&"));
            }
            if let Some((media, ty)) = json {
                let media = match &api.style.media.request {
                    RequestMedia::Only(only) if operation.styled => only.media.to_string(),
                    RequestMedia::Only(_)
                    | RequestMedia::Declared
                    | RequestMedia::Any
                    | RequestMedia::Form => media.replace('*', "json"),
                };
                request.headers.push(("content-type".to_owned(), media));
                let value = match &body.document {
                    Some(of) => document(api, operation, of, ty),
                    None => example(api, ty),
                };
                request.body = Some(value.to_string());
            }
        }
        request
    }

    /// Adds a parameter to the query.
    fn query(&mut self, wire: &str, value: &str) {
        let sign = if self.target.contains('?') { '&' } else { '?' };
        self.target.push_str(&format!("{sign}{}={}", encoded(wire), encoded(value)));
    }

    /// The arguments of a `curl` that sends it.
    pub fn curl(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.method != if self.body.is_some() { "POST" } else { "GET" } {
            words.extend(["-X".to_owned(), self.method.clone()]);
        }
        words.push(format!("http://127.0.0.1:3000{}", self.target));
        if self.basic {
            words.extend(["-u".to_owned(), "NAME:PASSWORD".to_owned()]);
        }
        for (header, value) in &self.headers {
            words.extend(["-H".to_owned(), format!("{header}: {value}")]);
        }
        if let Some(body) = &self.body {
            // A backtick could end the code block of the command.
            words.extend(["-d".to_owned(), body.replace('`', "\\u0060")]);
        }
        words
    }

    /// As it goes over HTTP/1.1; the connection is closed after the answer.
    pub fn text(&self) -> String {
        let mut text =
            format!("{} {} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n", self.method, self.target);
        if self.basic {
            text.push_str("authorization: Basic TkFNRTpQQVNTV09SRA==\r\n");
        }
        for (header, value) in &self.headers {
            let value: String = value.chars().filter(|c| matches!(c, ' '..='~')).collect();
            text.push_str(&format!("{header}: {value}\r\n"));
        }
        let body = self.body.as_deref().unwrap_or_default();
        if !body.is_empty() {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text + "\r\n" + body
    }

    /// Meets the first alternative of the security that is not a certificate.
    fn log_in(&mut self, api: &ApiModel, operation: &Operation) {
        let kind = |scheme: &crate::ir::SchemeId| &api.schemes[scheme.0 as usize].kind;
        let met = operation
            .security
            .alternatives
            .iter()
            .find(|needs| needs.iter().all(|need| !matches!(kind(&need.scheme), SchemeKind::MutualTls)));
        for need in met.into_iter().flatten() {
            match kind(&need.scheme) {
                SchemeKind::Basic => self.basic = true,
                SchemeKind::Authorization(scheme) => {
                    self.headers.push(("authorization".to_owned(), format!("{scheme} TOKEN")));
                }
                SchemeKind::Header(header) => self.headers.push((header.clone(), "KEY".to_owned())),
                SchemeKind::Cookie(cookie) => {
                    self.headers.push(("cookie".to_owned(), format!("{cookie}=KEY")))
                }
                SchemeKind::Query(query) => self.query(query, "KEY"),
                SchemeKind::MutualTls => {}
            }
        }
    }
}

fn required(operation: &Operation, place: ParameterLocation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(move |parameter| parameter.required && parameter.place == place)
}

fn target(api: &ApiModel, operation: &Operation) -> String {
    let mut target = String::new();
    for segment in &operation.path.segments {
        target.push('/');
        for piece in segment {
            match piece {
                PathPiece::Literal(literal) => target.push_str(&encoded(literal)),
                PathPiece::Param(wire) => {
                    let parameter = operation
                        .parameters
                        .iter()
                        .find(|p| p.place == ParameterLocation::Path && p.wire == *wire);
                    target.push_str(&encoded(&parameter.map_or_else(|| wire.clone(), |p| text(api, p))));
                }
            }
        }
    }
    if operation.path.slash || target.is_empty() {
        target.push('/');
    }
    for (index, parameter) in required(operation, ParameterLocation::Query).enumerate() {
        let sign = if index == 0 { '?' } else { '&' };
        target.push_str(&format!("{sign}{}={}", encoded(&parameter.wire), encoded(&text(api, parameter))));
    }
    target
}

/// A value of the parameter as text; a list by its first item, an object as JSON.
fn text(api: &ApiModel, parameter: &Parameter) -> String {
    match parameter.default.clone().unwrap_or_else(|| example(api, parameter.ty)) {
        Value::String(text) => text,
        Value::Array(items) => match items.first() {
            Some(Value::String(text)) => text.clone(),
            Some(item) => item.to_string(),
            None => String::new(),
        },
        other => other.to_string(),
    }
}

/// Writes a value as pairs of a form, with brackets for what is in lists and objects.
fn write_pairs(name: &str, value: &Value, pairs: &mut Vec<String>) {
    let inner = |key: &str| if name.is_empty() { encoded(key) } else { format!("{name}[{}]", encoded(key)) };
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(wire, member)| write_pairs(&inner(wire), member, pairs));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| write_pairs(&inner(&index.to_string()), item, pairs));
        }
        Value::Null => {}
        Value::String(text) => pairs.push(format!("{name}={}", encoded(text))),
        Value::Bool(_) | Value::Number(_) => pairs.push(format!("{name}={}", encoded(&value.to_string()))),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986 §2.3.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
