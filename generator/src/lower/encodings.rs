//! What `encoding` says of the fields of a form, as far as it has no effect.

use serde_json::Value;

use super::codes;
use super::report::Reporter;
use crate::diag::Diagnostic;
use crate::ir::ContentKind;
use crate::spec::{Encoding, Field, MediaType, Node};

/// Encodings of what a field holds itself, since OpenAPI 3.2.
const NESTED: [Field; 3] = [Encoding::ENCODING, Encoding::PREFIX_ENCODING, Encoding::ITEM_ENCODING];

/// What parts are not written or read by.
const OF_TEXTS: [Field; 4] =
    [Encoding::HEADERS, Encoding::STYLE, Encoding::EXPLODE, Encoding::ALLOW_RESERVED];

/// Reports encodings of forms that have no effect.
pub(super) struct EncodingCheck<'c, 'a> {
    pub report: &'c mut Reporter<'a>,
}

impl<'a> EncodingCheck<'_, 'a> {
    /// Reports what `encoding` says and the body of this kind is not written or read by. Other fields of forms of pairs
    /// report themselves what they cannot honour.
    pub fn run(mut self, media: &str, entry: &MediaType<'a>, kind: &ContentKind) {
        let of_texts = match kind {
            ContentKind::Multipart(_) => &OF_TEXTS[..],
            ContentKind::Form(_) => &[],
            ContentKind::Json(_)
            | ContentKind::Text(_)
            | ContentKind::Bytes
            | ContentKind::Events(_)
            | ContentKind::JsonLines(_) => {
                if let Some(encodings) = entry.get(MediaType::ENCODING) {
                    let message =
                        format!("`encoding` has no effect on `{media}`: it is for forms that are typed");
                    self.report_encoding(message, &encodings);
                }
                return;
            }
        };
        for (wire, encoding) in entry.encoding() {
            for (key, value) in encoding.entries() {
                let unused = NESTED.iter().chain(of_texts).any(|field| *field == key);
                if unused && !is_default(key, value.value()) {
                    let message = format!("`{key}` has no effect on the field `{wire}` of a form");
                    self.report_encoding(message, &value);
                }
            }
        }
    }

    fn report_encoding(&mut self, message: String, at: &Node<'a>) {
        let place = self.report.key_place(&at.pointer());
        self.report.push(Diagnostic::warning(codes::ENCODING_WITHOUT_EFFECT, message, place));
    }
}

/// Whether a field of an encoding has its default.
fn is_default(key: &str, value: &Value) -> bool {
    match key {
        key if Encoding::STYLE == key => value == "form",
        key if Encoding::EXPLODE == key => value == true,
        key if Encoding::ALLOW_RESERVED == key => value == false,
        _ => false,
    }
}
