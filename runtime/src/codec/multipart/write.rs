//! Writes a type into parts.

use super::FilePart;
use crate::codec::json;
use serde::Serialize;
use serde_json::Value;

/// Collects the parts of a form and encodes the body.
#[derive(Debug, Default)]
pub struct WriteParts {
    fields: Vec<(&'static str, Field)>,
    /// The first part that cannot be written.
    unwritable: Option<&'static str>,
}

/// The contents of one or several parts with one name.
#[derive(Debug)]
enum Field {
    Value(Value),
    File(FilePart),
}

impl WriteParts {
    /// Adds a value: one part, or one for each item of a list.
    pub fn value<T: Serialize + ?Sized>(&mut self, wire: &'static str, value: &T) {
        match json::tree(value) {
            Ok(value) => self.fields.push((wire, Field::Value(value))),
            Err(_) => drop(self.unwritable.get_or_insert(wire)),
        }
    }

    /// Adds an optional value.
    pub fn value_opt<T: Serialize>(&mut self, wire: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.value(wire, value);
        }
    }

    /// Adds a file.
    pub fn file(&mut self, wire: &'static str, file: &FilePart) {
        self.fields.push((wire, Field::File(file.clone())));
    }

    /// Adds an optional file.
    pub fn file_opt(&mut self, wire: &'static str, file: &Option<FilePart>) {
        if let Some(file) = file {
            self.file(wire, file);
        }
    }

    /// Adds files, one part each.
    pub fn files(&mut self, wire: &'static str, files: &[FilePart]) {
        files.iter().for_each(|file| self.file(wire, file));
    }

    /// Adds optional files.
    pub fn files_opt(&mut self, wire: &'static str, files: &Option<Vec<FilePart>>) {
        if let Some(files) = files {
            self.files(wire, files);
        }
    }
}

#[cfg(feature = "client")]
mod body {
    use super::{Field, WriteParts};
    use crate::codec::multipart::PartMeta;
    use crate::codec::multipart::{FilePart, declared};
    use crate::codec::param::scalar;
    use crate::syntax::media_type::is_json;
    use http::HeaderValue;
    use serde_json::Value;

    /// A part that cannot be written, and the reason.
    #[derive(Debug)]
    pub(crate) struct PartError {
        pub(crate) wire: &'static str,
        pub(crate) reason: &'static str,
    }

    impl WriteParts {
        /// Encodes the body with the parts separated by `boundary`, which must be unpredictable so that no file can
        /// contain it.
        pub(crate) fn body(self, parts: &'static [PartMeta], boundary: &str) -> Result<Vec<u8>, PartError> {
            if let Some(wire) = self.unwritable {
                return Err(PartError { wire, reason: "cannot be written as JSON" });
            }
            let mut body = MultipartBody { bytes: Vec::new(), boundary };
            for (wire, field) in &self.fields {
                let media = declared(parts, wire);
                match field {
                    Field::File(file) => body.file(wire, file)?,
                    Field::Value(Value::Null) => {}
                    Field::Value(Value::Array(items))
                        if !media.first().is_some_and(|media| is_json(media)) =>
                    {
                        items.iter().for_each(|item| body.value(wire, item, media));
                    }
                    Field::Value(value) => body.value(wire, value, media),
                }
            }
            body.bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
            Ok(body.bytes)
        }
    }

    struct MultipartBody<'b> {
        bytes: Vec<u8>,
        boundary: &'b str,
    }

    impl MultipartBody<'_> {
        fn part(&mut self, wire: &str, file_name: Option<&str>, media: Option<&str>, content: &[u8]) {
            let mut head =
                format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, quoted(wire));
            if let Some(file_name) = file_name {
                head.extend(["; filename=\"", &quoted(file_name), "\""]);
            }
            head.push_str("\r\n");
            if let Some(media) = media {
                head.extend(["Content-Type: ", media, "\r\n"]);
            }
            head.push_str("\r\n");
            self.bytes.reserve(head.len() + content.len() + 2);
            self.bytes.extend_from_slice(head.as_bytes());
            self.bytes.extend_from_slice(content);
            self.bytes.extend_from_slice(b"\r\n");
        }

        fn file(&mut self, wire: &'static str, file: &FilePart) -> Result<(), PartError> {
            let media = file.media.as_deref().unwrap_or("application/octet-stream");
            if HeaderValue::from_str(media).is_err() {
                return Err(PartError { wire, reason: "has a media type that a header cannot carry" });
            }
            // A part without a file name would be read as text.
            self.part(wire, Some(file.file_name.as_deref().unwrap_or("file")), Some(media), &file.bytes);
            Ok(())
        }

        fn value(&mut self, wire: &str, value: &Value, media: &[&'static str]) {
            let media = media.first().copied().filter(|media| !media.contains('*'));
            let json = media.is_some_and(is_json);
            if json || matches!(value, Value::Array(_) | Value::Object(_)) {
                self.part(
                    wire,
                    None,
                    Some(media.unwrap_or("application/json")),
                    value.to_string().as_bytes(),
                );
            } else {
                self.part(wire, None, media, scalar::text(value).as_bytes());
            }
        }
    }

    /// Quotes a name as browsers do (WHATWG, "multipart/form-data encoding algorithm").
    fn quoted(text: &str) -> String {
        text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
    }
}
