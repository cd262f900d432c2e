//! What `encoding` says of the fields of a form, as far as it has no effect.

use serde_json::Value;

use super::node::Node;
use super::{Lowering, codes};
use crate::diag::Diagnostic;
use crate::ir::ContentKind;

impl<'a> Lowering<'a> {
    /// Reports what `encoding` says and the body of this kind is not written or read by.
    pub fn report_encodings(&mut self, media: &str, entry: &Node<'a>, kind: &ContentKind) {
        let Some(encodings) = entry.get("encoding") else { return };
        let honoured: &[&str] = match kind {
            ContentKind::Multipart(_) => &["contentType"],
            // Its fields report what they cannot honour.
            ContentKind::Form(_) => return,
            ContentKind::Json(_)
            | ContentKind::Text
            | ContentKind::Bytes
            | ContentKind::Events(_)
            | ContentKind::JsonLines(_) => {
                let message =
                    format!("`encoding` has no effect on `{media}`: it is for forms that are typed");
                return self.report_encoding(message, &encodings);
            }
        };
        for (wire, encoding) in encodings.entries() {
            for (key, value) in encoding.entries() {
                if honoured.contains(&key) || key.starts_with("x-") || is_default(key, value.value) {
                    continue;
                }
                let message = format!("`{key}` has no effect on the field `{wire}` of a form");
                self.report_encoding(message, &value);
            }
        }
    }

    fn report_encoding(&mut self, message: String, at: &Node<'a>) {
        let place = self.spec.key_place(&at.pointer);
        self.push(Diagnostic::warning(codes::ENCODING_WITHOUT_EFFECT, message, place));
    }
}

/// Whether a field of an encoding says what holds without it.
fn is_default(key: &str, value: &Value) -> bool {
    match key {
        "style" => value == "form",
        "explode" => value == true,
        "allowReserved" => value == false,
        _ => false,
    }
}
