//! Bodies that are forms because the style says so (`media.request: form`): which of the document's media types become one.

use super::bodies::{Bodies, Carrier, essence, is_plain_json};
use super::codes;
use crate::spec::{HasContent, MediaType};

/// The media type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

impl<'a> Bodies<'_, 'a> {
    /// The media type that a body is sent as; `None` if the document describes it as a form too.
    pub(super) fn sent_as(
        &mut self,
        media: String,
        entry: &MediaType<'a>,
        node: &impl HasContent<'a>,
        carrier: &Carrier<'_>,
    ) -> Option<String> {
        if !carrier.as_form || !is_plain_json(&media) {
            return Some(media);
        }
        if node.media_types().iter().any(|(other, _)| essence(other).eq_ignore_ascii_case(FORM)) {
            let message = format!("`{media}` is not taken: requests of the style are forms");
            let note = self.cx.note(codes::FORM_BODY, message, &entry.pointer());
            self.cx.push(note.help("the document describes the form too; leave this media type out"));
            return None;
        }
        let schema = entry.schema();
        let is_object = match &schema {
            Some(schema) => !self.cx.resolve_schema(schema).is_binary() && self.is_fields(schema),
            None => false,
        };
        if is_object {
            return Some(FORM.to_owned());
        }
        let message = format!("the body of `{}` is not an object, so it stays `{media}`", carrier.operation);
        let warning = self.cx.warning(codes::FORM_BODY, message, &entry.pointer());
        let help = "a form has members: describe an object, or say `x-style: off`";
        self.cx.push(warning.help(help));
        Some(media)
    }
}
