//! Forms of parts: `multipart/form-data`, each member of an object a part.

use super::super::bodies::{Carrier, essence};
use super::super::{Context, codes};
use super::ShapeBuilder;
use super::allof::SchemaParts;
use crate::http::is_media;
use crate::ir::{FileLimits, Form, MultipartForm, Part, Scalar, Shape, TextFormat, TypeId};
use crate::lower::types::TypeRequests;
use crate::spec::{Encoding, MediaType, Schema};

/// Whether values are written in a media type: JSON and text.
fn is_of_values(media: &str) -> bool {
    media.starts_with("text/")
        || media.starts_with("*/")
        || media == "application/json"
        || media.ends_with("+json")
}

/// Whether a schema does not restrict its values.
fn says_nothing(node: &Schema<'_>) -> bool {
    let prose = ["description", "title", "example", "examples", "deprecated", "$comment"];
    node.is_object() && node.keywords().all(|(key, _)| prose.contains(&key) || key.starts_with("x-"))
}

impl<'a> ShapeBuilder<'_, 'a> {
    /// The form of a member of a form of parts: files are allowed, everything else is as elsewhere.
    pub(super) fn part_form(&mut self, schemas: &[Schema<'a>]) -> Form {
        let file = schemas.iter().any(|schema| {
            self.is_file_part(schema)
                || self.cx.items_of(schema).is_some_and(|items| self.is_file_part(&items))
        });
        if file { Form::Multipart } else { Form::New }
    }

    fn is_file_part(&mut self, schema: &Schema<'a>) -> bool {
        let node = self.cx.resolve_schema(schema).node;
        self.cx.resolve_schema(schema).is_binary()
            || self.cx.schemas.files.contains(&node.id())
            || says_nothing(&node)
    }

    /// Whether a part is a file: by its format, by its `contentType`, or because its schema is empty.
    pub(super) fn is_file(&mut self, flat: &[super::SchemaPart<'a>]) -> bool {
        flat.iter().any(|part| self.cx.schemas.files.contains(&part.node.id()))
            || flat.iter().all(|part| says_nothing(&part.node))
            || super::kinds::agreed_type(flat, None) == Some(super::JsonType::Text)
                && self.text(flat).format == TextFormat::Binary
    }

    pub(super) fn shape_of_file(&mut self, flat: &[super::SchemaPart<'a>]) -> Shape {
        let (min_bytes, max_bytes) =
            super::counts(flat, Schema::MIN_LENGTH, Schema::MAX_LENGTH, &mut self.cx.report);
        Shape::Scalar(Scalar::File(FileLimits { min_bytes, max_bytes }))
    }

    /// Reports that parts which `properties` does not name are ignored.
    pub(super) fn report_other_parts(&mut self, id: TypeId) {
        let place = self.cx.types.get(id).pointer.clone();
        let message = "parts that `properties` does not name are not yet typed: they are passed over";
        self.cx.push(self.cx.warning(codes::NOT_YET_TYPED, message, &place));
    }
}

/// Reads forms of parts.
pub(in crate::lower) struct MultipartForms<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> MultipartForms<'_, 'a> {
    /// A form of parts; `None` if the schema does not list the parts.
    pub fn multipart(
        &mut self,
        schema: &Schema<'a>,
        entry: &MediaType<'a>,
        carrier: &Carrier<'_>,
    ) -> Option<MultipartForm> {
        let settled = self.cx.resolve_schema(schema);
        let parts = SchemaParts::one(&settled.node);
        let flat = self.cx.flatten(&parts);
        let alternatives = |node: &Schema<'a>| node.has_alternatives();
        if super::kinds::agreed_type(&flat, None) != Some(super::JsonType::Object)
            || flat.iter().any(|part| !part.bare && alternatives(&part.node))
            || !flat.iter().any(|part| part.node.properties().next().is_some())
            || self.cx.schemas.subtypes_of(&parts).is_some()
        {
            return None;
        }
        let parts = self.parts_of(entry, &flat);
        let mut ty = TypeRequests { cx: self.cx }.use_of(schema, Form::Multipart, carrier.origin.clone());
        ty.nullable = false;
        Some(MultipartForm { ty, parts })
    }

    /// What `encoding` says of the media types of parts.
    fn parts_of(&mut self, entry: &MediaType<'a>, flat: &[super::SchemaPart<'a>]) -> Vec<Part> {
        let mut parts = Vec::new();
        for (wire, encoding) in entry.encoding() {
            let Some(text) = encoding.content_type() else { continue };
            let media: Vec<_> = text.split(',').map(|one| essence(one).to_ascii_lowercase()).collect();
            if media.iter().all(|one| is_media(one)) {
                if !media.iter().any(|one| is_of_values(one)) {
                    self.find_file(flat, wire);
                }
                parts.push(Part { wire: wire.to_owned(), media });
                continue;
            }
            let message = format!("`{text}` is not a list of media types; the part may be of any");
            self.cx.push(
                self.cx
                    .warning(codes::MEDIA_TYPE, message, &encoding.at(Encoding::CONTENT_TYPE))
                    .help("write `type/subtype`, and commas between several"),
            );
        }
        parts
    }

    /// Notes that a part, or each of a list of parts, is of a media type that no value is written in.
    fn find_file(&mut self, flat: &[super::SchemaPart<'a>], wire: &str) {
        for part in flat {
            let Some(member) = part.node.property(wire) else {
                continue;
            };
            let schema = self.cx.items_of(&member).unwrap_or(member);
            if !matches!(self.cx.kind_of(&schema), Some(super::JsonType::Object | super::JsonType::Array)) {
                let id = self.cx.resolve_schema(&schema).node.id();
                self.cx.schemas.files.insert(id);
            }
        }
    }
}
