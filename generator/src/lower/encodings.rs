//! What `encoding` says of the fields of a form, as far as it has no effect.

use serde_json::Value;

use super::node::Node;
use super::{Lowering, codes};
use crate::diag::Diagnostic;
use crate::ir::ContentKind;

impl<'a> Lowering<'a> {
<<<<<<< HEAD
    /// Reports the fields of an `encoding` that a form of this kind is not written or read by.
    pub fn report_encodings(&mut self, entry: &Node<'a>, kind: &ContentKind) {
        let unused: &[&str] = match kind {
            ContentKind::Multipart(_) => &[
                "headers",
                "style",
                "explode",
                "allowReserved",
                "encoding",
                "prefixEncoding",
                "itemEncoding",
            ],
            ContentKind::Form(_) => &["encoding", "prefixEncoding", "itemEncoding"],
=======
    /// Reports what `encoding` says and the body of this kind is not written or read by.
    pub fn report_encodings(&mut self, media: &str, entry: &Node<'a>, kind: &ContentKind) {
        let Some(encodings) = entry.get("encoding") else { return };
        let honoured: &[&str] = match kind {
            ContentKind::Multipart(_) => &["contentType"],
            // Its fields report what they cannot honour.
            ContentKind::Form(_) => return,
>>>>>>> main
            ContentKind::Json(_)
            | ContentKind::Text
            | ContentKind::Bytes
            | ContentKind::Events(_)
            | ContentKind::JsonLines(_) => return,
        };
        for (wire, encoding) in entry.members("encoding") {
            for (key, value) in encoding.entries() {
                if !unused.contains(&key) || is_default(key, value.value) {
                    continue;
                }
                let message = format!("`{key}` has no effect on the part `{wire}`");
                let place = self.spec.key_place(&value.pointer);
                self.push(Diagnostic::warning(codes::ENCODING_WITHOUT_EFFECT, message, place));
            }
        }
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
