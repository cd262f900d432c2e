//! Views have every field that is honoured.

use super::super::fields::{Handling, rows};
use super::super::shape::NodeKind;
use super::super::views as v;

/// What the walk resolves, so that nothing behind it meets the field; and the methods of a path item, which are its members.
const RESOLVED: [(NodeKind, &[&str]); 5] = [
    (NodeKind::Document, &["openapi"]),
    (NodeKind::Components, &["mediaTypes", "pathItems"]),
    (NodeKind::PathItem, &["$ref", "delete", "get", "head", "options", "patch", "post", "put", "trace"]),
    (NodeKind::Responses, &["default"]),
    (NodeKind::Schema, &["$defs", "const", "definitions", "prefixItems"]),
];

fn fields(kind: NodeKind) -> &'static [&'static str] {
    match kind {
        NodeKind::Document => v::Document::FIELDS,
        NodeKind::Info => v::Info::FIELDS,
        NodeKind::Server => v::Server::FIELDS,
        NodeKind::ServerVariable => v::ServerVariable::FIELDS,
        NodeKind::Tag => v::Tag::FIELDS,
        NodeKind::Components => v::Components::FIELDS,
        NodeKind::PathItem => v::PathItem::FIELDS,
        NodeKind::Operation => v::Operation::FIELDS,
        NodeKind::Parameter => v::Parameter::FIELDS,
        NodeKind::Header => v::Header::FIELDS,
        NodeKind::RequestBody => v::RequestBody::FIELDS,
        NodeKind::Response => v::Response::FIELDS,
        NodeKind::MediaType => v::MediaType::FIELDS,
        NodeKind::Encoding => v::Encoding::FIELDS,
        NodeKind::Callback => v::Callback::FIELDS,
        NodeKind::Schema => v::Schema::FIELDS,
        NodeKind::Discriminator => v::Discriminator::FIELDS,
        NodeKind::SecurityScheme => v::SecurityScheme::FIELDS,
        NodeKind::Contact
        | NodeKind::License
        | NodeKind::ExternalDocs
        | NodeKind::Paths
        | NodeKind::Responses
        | NodeKind::Example
        | NodeKind::Link
        | NodeKind::Flows
        | NodeKind::Flow
        | NodeKind::Xml
        | NodeKind::Annotations => &[],
    }
}

#[test]
fn a_view_has_every_field_that_is_honoured() {
    for kind in super::fields::KINDS {
        let resolved = RESOLVED.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, fields)| fields);
        let honoured = rows(kind).iter().filter(|row| matches!(row.handling, Handling::Honoured(_)));
        for row in honoured.filter(|row| !resolved.contains(&row.wire)) {
            assert!(fields(kind).contains(&row.wire), "{kind:?} has no method for `{}`", row.wire);
        }
    }
}
