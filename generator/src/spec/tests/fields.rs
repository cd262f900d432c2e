//! Every field of the standard has a row, and every row is true.

mod pairs;
mod samples;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::super::fields::{FieldReporter, Handling, REFERENCE, rows};
use super::super::shape::NodeKind;
use crate::diag::{Code, Diagnostics, Place, codes};
use crate::source::Sources;
use crate::{lower, style};

pub(super) const KINDS: [NodeKind; 28] = [
    NodeKind::Document,
    NodeKind::Info,
    NodeKind::Contact,
    NodeKind::License,
    NodeKind::Server,
    NodeKind::ServerVariable,
    NodeKind::ExternalDocs,
    NodeKind::Tag,
    NodeKind::Components,
    NodeKind::Paths,
    NodeKind::PathItem,
    NodeKind::Operation,
    NodeKind::Parameter,
    NodeKind::Header,
    NodeKind::RequestBody,
    NodeKind::Responses,
    NodeKind::Response,
    NodeKind::MediaType,
    NodeKind::Encoding,
    NodeKind::Example,
    NodeKind::Link,
    NodeKind::Callback,
    NodeKind::Schema,
    NodeKind::Discriminator,
    NodeKind::SecurityScheme,
    NodeKind::Flows,
    NodeKind::Flow,
    NodeKind::Xml,
];

/// An object of a meta-schema: a kind of ours, a reference, or a part of others that is reached through them.
enum Object {
    Kind(NodeKind),
    Reference,
    PartOfOthers,
}

/// The kind that a definition of a meta-schema describes. The names are those of 3.0, and of 3.1 and 3.2.
#[allow(clippy::too_many_lines, reason = "a row for each definition")]
fn object(name: &str) -> Object {
    Object::Kind(match name {
        "Info" | "info" => NodeKind::Info,
        "Contact" | "contact" => NodeKind::Contact,
        "License" | "license" => NodeKind::License,
        "Server" | "server" => NodeKind::Server,
        "ServerVariable" | "server-variable" => NodeKind::ServerVariable,
        "Components" | "components" => NodeKind::Components,
        "Paths" | "paths" => NodeKind::Paths,
        "PathItem" | "path-item" => NodeKind::PathItem,
        "Operation" | "operation" => NodeKind::Operation,
        "ExternalDocumentation" | "external-documentation" | "external-docs" => NodeKind::ExternalDocs,
        "Parameter" | "parameter" | "ParameterLocation" => NodeKind::Parameter,
        "RequestBody" | "request-body" => NodeKind::RequestBody,
        "MediaType" | "media-type" => NodeKind::MediaType,
        "Encoding" | "encoding" => NodeKind::Encoding,
        "Responses" | "responses" => NodeKind::Responses,
        "Response" | "response" => NodeKind::Response,
        "Callback" | "callbacks" => NodeKind::Callback,
        "Example" | "example" => NodeKind::Example,
        "Link" | "link" => NodeKind::Link,
        "Header" | "header" => NodeKind::Header,
        "Tag" | "tag" => NodeKind::Tag,
        "Schema" | "schema" => NodeKind::Schema,
        "Discriminator" | "discriminator" => NodeKind::Discriminator,
        "XML" | "xml" => NodeKind::Xml,
        "SecurityScheme" | "security-scheme" => NodeKind::SecurityScheme,
        "APIKeySecurityScheme"
        | "HTTPSecurityScheme"
        | "OAuth2SecurityScheme"
        | "OpenIdConnectSecurityScheme"
        | "type-apikey"
        | "type-http"
        | "type-http-bearer"
        | "type-oauth2"
        | "type-oidc" => NodeKind::SecurityScheme,
        "OAuthFlows" | "oauth-flows" => NodeKind::Flows,
        "ImplicitOAuthFlow"
        | "PasswordOAuthFlow"
        | "ClientCredentialsFlow"
        | "AuthorizationCodeOAuthFlow"
        | "implicit"
        | "password"
        | "client-credentials"
        | "authorization-code"
        | "device-authorization" => NodeKind::Flow,
        "reference" | "Reference" => return Object::Reference,
        // Schemes by name; schemas that hold for part of an object; an object, or a reference in its place.
        "SecurityRequirement" | "security-requirement" => return Object::PartOfOthers,
        "ExampleXORExamples"
        | "SchemaXORContent"
        | "specification-extensions"
        | "map-of-strings"
        | "examples"
        | "content"
        | "parameters"
        | "explode-for-form"
        | "extensible"
        | "explode-default" => {
            return Object::PartOfOthers;
        }
        name if name.starts_with("styles-for-") || name.ends_with("-or-reference") => {
            return Object::PartOfOthers;
        }
        name => panic!("a meta-schema has an object `{name}`: which kind is it?"),
    })
}

/// The fields of an object: those of its schema, and of what that schema refers to for the same object.
fn fields(root: &Value, schema: &Value, seen: &mut BTreeSet<String>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> =
        schema["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    let mut same = Vec::new();
    if let Some(pointer) = schema["$ref"].as_str().and_then(|text| text.strip_prefix('#'))
        && seen.insert(pointer.to_owned())
    {
        same.extend(root.pointer(pointer));
    }
    for list in ["allOf", "anyOf", "oneOf"] {
        same.extend(schema[list].as_array().into_iter().flatten());
    }
    same.extend(["if", "then", "else"].into_iter().filter_map(|key| schema.get(key)));
    same.extend(schema["dependentSchemas"].as_object().into_iter().flat_map(Map::values));
    for schema in same {
        found.append(&mut fields(root, schema, seen));
    }
    found
}

/// Every definition of a meta-schema, those inside others included, by name.
fn definitions<'a>(node: &'a Value, found: &mut Vec<(&'a str, &'a Value)>) {
    let Value::Object(map) = node else { return };
    for (key, value) in map {
        if let ("$defs" | "definitions", Value::Object(named)) = (key.as_str(), value) {
            found.extend(named.iter().map(|(name, schema)| (name.as_str(), schema)));
        }
        definitions(value, found);
    }
}

/// What the meta-schemas say: the fields of each kind, and those of references.
fn official() -> (HashMap<NodeKind, BTreeSet<String>>, BTreeSet<String>) {
    let (mut of_kinds, mut of_references) = (HashMap::<NodeKind, BTreeSet<String>>::new(), BTreeSet::new());
    let parse = |text: &str| -> Value { serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}")) };
    for text in [
        include_str!("../../../tests/meta-schemas/openapi-3.0.json"),
        include_str!("../../../tests/meta-schemas/openapi-3.1.json"),
        include_str!("../../../tests/meta-schemas/openapi-3.2.json"),
    ] {
        let root = parse(text);
        let mut all = vec![];
        definitions(&root, &mut all);
        of_kinds.entry(NodeKind::Document).or_default().append(&mut fields(
            &root,
            &root,
            &mut BTreeSet::new(),
        ));
        for (name, schema) in all {
            let mut found = fields(&root, schema, &mut BTreeSet::new());
            // 3.1's meta-schema calls the field `server` of a link `body`; the standard does not.
            if name == "link" {
                found.remove("body");
            }
            match object(name) {
                Object::Kind(kind) => of_kinds.entry(kind).or_default().append(&mut found),
                Object::Reference => of_references.append(&mut found),
                Object::PartOfOthers => {}
            }
        }
    }
    let base = parse(include_str!("../../../tests/meta-schemas/openapi-3.2-base.json"));
    for (name, schema) in base["$defs"].as_object().into_iter().flatten() {
        if let Object::Kind(kind) = object(name) {
            of_kinds.entry(kind).or_default().append(&mut fields(&base, schema, &mut BTreeSet::new()));
        }
    }
    let vocabularies = [
        include_str!("../../../tests/meta-schemas/2020-12.json"),
        include_str!("../../../tests/meta-schemas/2020-12-core.json"),
        include_str!("../../../tests/meta-schemas/2020-12-applicator.json"),
        include_str!("../../../tests/meta-schemas/2020-12-validation.json"),
        include_str!("../../../tests/meta-schemas/2020-12-unevaluated.json"),
        include_str!("../../../tests/meta-schemas/2020-12-format-annotation.json"),
        include_str!("../../../tests/meta-schemas/2020-12-content.json"),
        include_str!("../../../tests/meta-schemas/2020-12-meta-data.json"),
    ];
    for root in vocabularies.map(parse).iter().chain([&base]) {
        let keywords = root["properties"].as_object().expect("a vocabulary has keywords").keys().cloned();
        of_kinds.entry(NodeKind::Schema).or_default().extend(keywords);
    }
    (of_kinds, of_references)
}

/// Keywords of earlier drafts, which the meta-schema of 2020-12 does not mention.
const OF_EARLIER_DRAFTS: [&str; 2] = ["additionalItems", "id"];

#[test]
fn every_field_of_the_standard_has_a_row_and_every_row_is_a_field() {
    let (official, of_references) = official();
    for kind in KINDS {
        let rows: BTreeSet<&str> = rows(kind).iter().map(|row| row.wire).collect();
        let fields: BTreeSet<&str> = official.get(&kind).into_iter().flatten().map(String::as_str).collect();
        let without: Vec<_> = fields.difference(&rows).collect();
        assert!(without.is_empty(), "{}: fields without a row: {without:?}", kind.words());
        let earlier = |wire: &&str| kind == NodeKind::Schema && OF_EARLIER_DRAFTS.contains(wire);
        let made_up: Vec<_> = rows.difference(&fields).filter(|wire| !earlier(wire)).collect();
        assert!(made_up.is_empty(), "{}: rows that no meta-schema has: {made_up:?}", kind.words());
    }
    let rows: BTreeSet<&str> = REFERENCE.iter().map(|row| row.wire).collect();
    assert_eq!(rows, of_references.iter().map(String::as_str).collect());
}

#[test]
fn rows_are_in_order_and_members_that_are_read_have_one() {
    for kind in KINDS {
        let rows = rows(kind);
        assert!(rows.windows(2).all(|pair| pair[0].wire < pair[1].wire), "{}", kind.words());
        for (wire, ..) in kind.members().iter().filter(|(wire, ..)| !wire.starts_with("x-")) {
            // One table of members serves parameters and headers.
            let shared = kind == NodeKind::Header && ["name", "in"].contains(wire);
            assert!(shared || rows.iter().any(|row| row.wire == *wire), "{}: `{wire}`", kind.words());
        }
    }
}

/// Loads and lowers a document under the style that adds nothing. Returns what was reported: code, pointer, message.
fn reports(document: &Value) -> Vec<(Code, String, String)> {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let style = style::load(style::root(), &mut sources, &mut diags).expect("the root style loads");
    let file = sources.add_text("acme.json", document.to_string(), &mut diags).expect("a file");
    if let Some(spec) = super::load(&file, &mut sources, &mut diags) {
        lower::lower(&spec, &style, &mut diags);
    }
    let pointer = |place: &Place| match place {
        Place::Pointer { pointer, .. } => pointer.clone(),
        other => panic!("{other:?}"),
    };
    diags.iter().map(|one| (one.code, pointer(&one.place), one.message.clone())).collect()
}

#[test]
fn a_field_that_has_no_effect_is_reported_in_its_place() {
    for kind in KINDS {
        for row in rows(kind) {
            let Handling::Reported(code, reporter) = row.handling else { continue };
            let (document, holder) = samples::with(kind, row.wire);
            let field = format!("{holder}/{}", row.wire);
            let reported = reports(&document);
            let fits = |pointer: &str| match reporter {
                FieldReporter::EachPlace(_)
                | FieldReporter::OncePerDocument(_)
                | FieldReporter::ByValue(_) => pointer == field,
                FieldReporter::Reader => pointer.starts_with(&holder),
                FieldReporter::Parent => holder.starts_with(pointer) && !pointer.is_empty(),
            };
            let found = reported.iter().any(|(reported, pointer, _)| *reported == code && fits(pointer));
            assert!(found, "{code} at {field}, of {document:#}: {reported:#?}");
        }
    }
}

#[test]
fn a_field_of_one_context_has_its_effect_there_and_is_reported_in_the_other() {
    for kind in KINDS {
        for row in rows(kind) {
            let Handling::InContext(code, contexts) = row.handling else { continue };
            let (with, without) = pairs::pair(kind, row.wire);
            assert_ne!(meaning(&with), meaning(&without), "`{}` in {}", row.wire, contexts.honoured);
            let found = |document: &Value, at: &str| {
                reports(document)
                    .iter()
                    .any(|(reported, pointer, _)| *reported == code && pointer.starts_with(at))
            };
            assert!(!found(&with, ""), "`{}` in {}", row.wire, contexts.honoured);
            let (document, at) = samples::elsewhere(kind, row.wire);
            assert!(found(&document, &at), "{code} at {at}: `{}` in {}", row.wire, contexts.reported);
        }
    }
}

#[test]
fn a_field_that_has_its_effect_is_not_reported() {
    let without =
        [codes::NOT_ENFORCED, codes::UNKNOWN_FIELD, codes::FIELD_WITHOUT_EFFECT, codes::SCHEMA_DIALECT];
    for kind in KINDS {
        for row in rows(kind) {
            if let Handling::Reported(..) | Handling::InContext(..) = row.handling {
                continue;
            }
            let (document, holder) = samples::with(kind, row.wire);
            let field = format!("{holder}/{}", row.wire);
            for (code, pointer, message) in reports(&document) {
                assert!(!(without.contains(&code) && pointer == field), "{field}: {code} {message}");
            }
        }
    }
}

#[test]
fn a_field_that_the_standard_does_not_have_is_reported_with_the_one_that_it_resembles() {
    for kind in KINDS.into_iter().filter(|kind| !rows(*kind).is_empty()) {
        // Statuses are looked at on their own.
        if kind == NodeKind::Responses {
            continue;
        }
        let (mut document, holder) = samples::with(kind, rows(kind)[rows(kind).len() - 1].wire);
        let object = document.pointer_mut(&holder).and_then(Value::as_object_mut).expect("an object");
        object.insert("descripton".to_owned(), Value::Bool(true));
        let pointer = format!("{holder}/descripton");
        let reported = reports(&document);
        let found = reported.iter().any(|(code, at, _)| *code == codes::UNKNOWN_FIELD && *at == pointer);
        assert!(found, "{}: {reported:#?}", kind.words());
    }
    let (_, diags) = super::load_value(&super::document(
        "3.1.0",
        serde_json::json!({"tags": [{"name": "a", "desciption": "b"}]}),
    ));
    let reported = diags.iter().find(|one| one.code == codes::UNKNOWN_FIELD).expect("it is reported");
    assert_eq!(reported.help.as_deref(), Some("did you mean `description`?"));
    let Place::Pointer { file, pointer, key, .. } = &reported.place else { panic!("{:?}", reported.place) };
    assert_eq!((file.as_str(), pointer.as_str(), *key), ("acme.yaml", "/tags/0/desciption", true));
}

#[test]
fn many_places_are_one_note() {
    let schemas: BTreeMap<String, Value> = (0..1000)
        .map(|n| (format!("S{n}"), serde_json::json!({"type": "string", "xml": {"name": "a"}})))
        .collect();
    let (_, diags) =
        super::load_value(&super::document("3.0.3", serde_json::json!({"components": {"schemas": schemas}})));
    let reported: Vec<_> = diags.iter().map(|one| (one.code, one.message.as_str())).collect();
    let message =
        "`xml` of a schema has no effect: types are not written as XML, nor read from it (1000 places)";
    assert_eq!(reported, [(codes::FIELD_WITHOUT_EFFECT, message)]);
}

/// What a document means under the style that adds nothing, as text.
fn meaning(document: &Value) -> Option<String> {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let style = style::load(style::root(), &mut sources, &mut diags).expect("the root style loads");
    let file = sources.add_text("acme.json", document.to_string(), &mut diags).expect("a file");
    let spec = super::load(&file, &mut sources, &mut diags)?;
    lower::lower(&spec, &style, &mut diags).map(|api| format!("{api:?}"))
}

#[test]
fn a_field_that_is_honoured_changes_what_is_generated() {
    let mut nothing = Vec::new();
    for kind in KINDS {
        for row in rows(kind) {
            let Handling::Honoured(_) = row.handling else { continue };
            let (with, without) = pairs::pair(kind, row.wire);
            let (with, without) = (meaning(&with), meaning(&without));
            if with.is_none() || with == without {
                nothing.push(format!("`{}` of {}", row.wire, kind.words()));
            }
        }
    }
    assert!(nothing.is_empty(), "honoured, and without effect: {nothing:#?}");
}
