//! Writes multipart bodies.

use http::header::CONTENT_TYPE;
use uuid::Uuid;

use super::Writer;
use crate::api::BodyKind;
use crate::codec::multipart::{Multipart, WriteParts};

impl Writer {
    /// Writes a `multipart/form-data` body.
    pub fn multipart<T: Multipart>(&mut self, body: &T) {
        let mut parts = WriteParts::default();
        body.write_parts(&mut parts);
        let meta = match self.sending.meta.body.map(|body| body.kind) {
            Some(BodyKind::Multipart(meta)) => meta,
            _ => &[],
        };
        // With 122 random bits, no file contains the boundary.
        let boundary = Uuid::new_v4().simple().to_string();
        match parts.body(meta, &boundary) {
            Ok(body) => {
                let media = format!("multipart/form-data; boundary={boundary}");
                self.sending.header(CONTENT_TYPE.as_str(), &media);
                self.sending.body = Some(body.into());
            }
            Err(unwritable) => self.sending.refuse(unwritable.wire, unwritable.reason),
        }
    }

    /// Writes an optional `multipart/form-data` body.
    pub fn multipart_opt<T: Multipart>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.multipart(body);
        }
    }
}
