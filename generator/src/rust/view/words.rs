//! Words of views that templates compare with or print.

use minijinja::Value;

use super::operations::word;
use crate::rust::ident::Ident;
use crate::rust::printable::ToTemplateValue;

/// When a member of an object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Always.
    Required,
    /// Not always.
    Optional,
    /// Not always, and it may be null, which means the same.
    Nullable,
    /// Not always, and null means that it goes.
    Patch,
    /// Not always; then it has its default.
    Default,
    /// The server fills it in.
    Link,
}

impl ToTemplateValue for Presence {
    fn to_template_value(&self) -> Value {
        Value::from(match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Nullable => "nullable",
            Self::Patch => "patch",
            Self::Default => "default",
            Self::Link => "link",
        })
    }
}

/// The form of a body, which names the runtime's functions that read and write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyForm {
    Json,
    Form,
    Multipart,
    Text,
    CheckedText,
    Bytes,
    /// A document of a resource.
    Document,
    /// The linkage of a to-one relationship.
    ToOne,
    /// The linkage of a to-many relationship.
    ToMany,
}

impl BodyForm {
    /// The function of a request's body.
    pub fn function(self, required: bool) -> Ident {
        word(match (self, required) {
            (Self::Json, true) => "json",
            (Self::Json, false) => "json_opt",
            (Self::Form, true) => "form",
            (Self::Form, false) => "form_opt",
            (Self::Multipart, true) => "multipart",
            (Self::Multipart, false) => "multipart_opt",
            (Self::Text, true) => "text",
            (Self::Text, false) => "text_opt",
            (Self::CheckedText, true) => "checked_text",
            (Self::CheckedText, false) => "checked_text_opt",
            (Self::Bytes, true) => "bytes",
            (Self::Bytes, false) => "bytes_opt",
            (Self::Document, true) => "document",
            (Self::Document, false) => "document_opt",
            // Linkage that may be absent is refused by lowering.
            (Self::ToOne, _) => "to_one",
            (Self::ToMany, _) => "to_many",
        })
    }

    /// The function of a response's body: a form is written as JSON.
    pub fn function_of_response(self) -> Ident {
        if self == Self::Form { Self::Json.function(true) } else { self.function(true) }
    }
}
