//! Views have every field that is honoured.

use super::super::fields::{Handling, rows};
use super::super::shape::Kind;
use super::super::views as v;

/// What the walk resolves, so that nothing behind it meets the field; and the methods of a path item, which are its members.
const RESOLVED: [(Kind, &[&str]); 5] = [
    (Kind::Document, &["openapi"]),
    (Kind::Components, &["mediaTypes", "pathItems"]),
    (Kind::PathItem, &["$ref", "delete", "get", "head", "options", "patch", "post", "put", "trace"]),
    (Kind::Responses, &["default"]),
    (Kind::Schema, &["$defs", "const", "definitions", "prefixItems"]),
];

fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Document => v::Document::FIELDS,
        Kind::Info => v::Info::FIELDS,
        Kind::Server => v::Server::FIELDS,
        Kind::ServerVariable => v::ServerVariable::FIELDS,
        Kind::Tag => v::Tag::FIELDS,
        Kind::Components => v::Components::FIELDS,
        Kind::PathItem => v::PathItem::FIELDS,
        Kind::Operation => v::Operation::FIELDS,
        Kind::Parameter => v::Parameter::FIELDS,
        Kind::Header => v::Header::FIELDS,
        Kind::RequestBody => v::RequestBody::FIELDS,
        Kind::Response => v::Response::FIELDS,
        Kind::MediaType => v::MediaType::FIELDS,
        Kind::Encoding => v::Encoding::FIELDS,
        Kind::Callback => v::Callback::FIELDS,
        Kind::Schema => v::Schema::FIELDS,
        Kind::Discriminator => v::Discriminator::FIELDS,
        Kind::SecurityScheme => v::SecurityScheme::FIELDS,
        Kind::Contact
        | Kind::License
        | Kind::ExternalDocs
        | Kind::Paths
        | Kind::Responses
        | Kind::Example
        | Kind::Link
        | Kind::Flows
        | Kind::Flow
        | Kind::Xml
        | Kind::Annotations => &[],
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
