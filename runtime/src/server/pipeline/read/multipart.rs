//! Reads multipart bodies into types.

use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::Reader;
use crate::api::BodyKind;
use crate::codec::multipart::{self, Multipart, PartValues, ReadParts};
use crate::schema::Schema;
use crate::schema::check::{self, Fault, Violation};
use crate::syntax::pointer;

impl Reader<'_> {
    /// Reads a multipart form: `multipart/form-data`.
    pub fn multipart<T: Multipart>(&mut self, schema: &'static Schema) -> Option<T> {
        let body = std::mem::take(&mut self.body);
        let sent = self.head.parts.headers.get(CONTENT_TYPE).and_then(|sent| sent.to_str().ok());
        let Some(parts) = multipart::parse(sent.unwrap_or_default(), body) else { return self.malformed() };
        let meta = match self.head.operation.body.map(|body| body.kind) {
            Some(BodyKind::Multipart(meta)) => meta,
            _ => &[],
        };
        let before = self.faults.entity.len();
        let PartValues { values, files } = multipart::gather(parts, schema, meta, &mut self.faults.entity);
        if self.faults.entity.len() > before {
            return None;
        }
        let values = Value::Object(values);
        check::check(&values, schema, &self.style.data, &mut String::new(), &mut self.faults.entity);
        let Value::Object(mut values) = values else { return None };
        if self.faults.entity.len() > before {
            return None;
        }
        // Files are not echoed.
        values.retain(|wire, _| !files.contains_key(wire));
        if self.details.echo.is_some() {
            self.echo_members(Value::Object(values.clone()), schema);
        }
        let mut parts = ReadParts::new(values, files);
        let form = T::read_parts(&mut parts);
        if form.is_none() {
            let mut pointer = String::new();
            pointer::push(&mut pointer, parts.unlike.unwrap_or_default());
            let fault = Fault::Unlike("is not of the expected type".to_owned());
            self.faults.entity.push(Violation::new(&fault, &pointer, schema.target().resource));
        }
        form
    }

    /// Reads an optional multipart form.
    pub fn multipart_opt<T: Multipart>(&mut self, schema: &'static Schema) -> Option<Option<T>> {
        if self.body.is_empty() { Some(None) } else { self.multipart(schema).map(Some) }
    }
}
