//! Forms of parts: `multipart/form-data`, each member of an object a part.

use super::super::bodies::{Carrier, essence};
use super::super::node::Node;
use super::super::{Lowering, codes};
use super::allof::Parts;
use crate::ir::{File, Form, MultipartForm, Part, Scalar, Shape, TextFormat, TypeId, is_media};

impl<'a> Lowering<'a> {
    /// A form of parts; none where the schema does not list the parts.
    pub fn multipart(
        &mut self,
        schema: &Node<'a>,
        entry: &Node<'a>,
        carrier: &Carrier<'_>,
    ) -> Option<MultipartForm> {
        let settled = self.settle(schema);
        let parts = Parts::one(&settled.node);
        let flat = self.flatten(&parts);
        let alternatives = |node: &Node<'a>| node.has("oneOf") || node.has("anyOf");
        if self.kind(&flat, false) != Some(super::Kind::Object)
            || flat.iter().any(|part| !part.bare && alternatives(&part.node))
            || !flat.iter().any(|part| part.node.members("properties").next().is_some())
            || self.heirs_of(&parts).is_some()
        {
            return None;
        }
        let mut ty = self.use_of(schema, Form::Multipart, carrier.origin.clone());
        ty.nullable = false;
        Some(MultipartForm { ty, parts: self.parts_of(entry) })
    }

    /// What `encoding` says of the media types of parts.
    fn parts_of(&mut self, entry: &Node<'a>) -> Vec<Part> {
        let mut parts = Vec::new();
        for (wire, encoding) in entry.members("encoding").collect::<Vec<_>>() {
            let Some(text) = encoding.text("contentType") else { continue };
            let media: Vec<_> = text.split(',').map(|one| essence(one).to_ascii_lowercase()).collect();
            if media.iter().all(|one| is_media(one)) {
                parts.push(Part { wire: wire.to_owned(), media });
                continue;
            }
            let message = format!("`{text}` is no list of media types; the part may be of any");
            self.push(
                self.warning(codes::MEDIA_TYPE, message, &encoding.at("contentType"))
                    .help("write `type/subtype`, and commas between several"),
            );
        }
        parts
    }

    /// The form of a member of a form of parts: files stand in it, and all else is as it is elsewhere.
    pub(super) fn part_form(&mut self, schemas: &[Node<'a>]) -> Form {
        let file = schemas.iter().any(|schema| {
            self.is_binary(schema) || self.items_of(schema).is_some_and(|items| self.is_binary(&items))
        });
        if file { Form::Multipart } else { Form::New }
    }

    /// Text, or the file that it is in a form of parts.
    pub(super) fn shape_of_text(&mut self, id: TypeId, flat: &[super::Part<'a>]) -> Shape {
        let text = self.text(flat);
        let file = text.format == TextFormat::Binary && self.types.get(id).form == Form::Multipart;
        Shape::Scalar(match file {
            true => Scalar::File(File { min_bytes: text.min_length, max_bytes: text.max_length }),
            false => Scalar::Text(text),
        })
    }

    /// Tells that other parts than those with a name are not handed over.
    pub(super) fn tell_other_parts(&mut self, id: TypeId) {
        let place = self.types.get(id).pointer.clone();
        let message = "parts that `properties` does not name are not yet typed: they are passed over";
        self.push(self.warning(codes::NOT_YET_TYPED, message, &place));
    }
}
