//! What becomes of each field of the standard: every field of every object of OpenAPI 3.0, 3.1 and 3.2, and every keyword
//! of their dialect of JSON Schema, has one row.
//!
//! The rows decide: a field without one is unknown, and one that has no effect is reported by the walk, as its row says.
//! A test holds the rows against the official meta-schemas.

mod contents;
mod objects;
mod schemas;
mod values;

use serde_json::Value;

pub(super) use objects::REFERENCE;

use super::pointer::Pointer;
use super::shape::NodeKind;
use super::walk::Walk;
use crate::diag::{Code, codes, suggest};

/// A field of an object, and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldHandling {
    pub wire: &'static str,
    pub handling: Handling,
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum Handling {
    /// It has its effect in the generated code.
    Honoured(#[expect(dead_code, reason = "for readers of the table")] Side),
    /// It is for people: it has no effect but in the docs of the generated code.
    Documentation,
    /// It has no effect, or not in every place; a diagnostic with this code says so.
    Reported(Code, FieldReporter),
    /// It has an effect in one context only. Elsewhere its reader reports it with this code.
    InContext(
        #[cfg_attr(not(test), expect(dead_code, reason = "for the test of each row"))] Code,
        #[cfg_attr(not(test), expect(dead_code, reason = "for the test of each row"))] Contexts,
    ),
}

/// Where a field that is honoured in one context only has its effect, and where it is reported.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contexts {
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test of each row"))]
    pub honoured: &'static str,
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test of each row"))]
    pub reported: &'static str,
}

/// Where a field has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Both,
}

/// Who reports a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldReporter {
    /// The walk, with a warning at its places. The text goes on after the field's name.
    EachPlace(&'static str),
    /// The walk, with one note a document that counts the places.
    OncePerDocument(&'static str),
    /// The walk, with a warning where this function finds that the value has no effect.
    ByValue(fn(&Value) -> Option<&'static str>),
    /// What reads the field, since more than its value decides.
    Reader,
    /// The field that holds the object is reported, and this one with it.
    Parent,
}

const BOTH: Handling = Handling::Honoured(Side::Both);
const CLIENT: Handling = Handling::Honoured(Side::Client);
const DOCS: Handling = Handling::Documentation;

const fn field(wire: &'static str, handling: Handling) -> FieldHandling {
    FieldHandling { wire, handling }
}

const fn each(code: Code, text: &'static str) -> Handling {
    Handling::Reported(code, FieldReporter::EachPlace(text))
}

const fn once(code: Code, text: &'static str) -> Handling {
    Handling::Reported(code, FieldReporter::OncePerDocument(text))
}

const fn by_value(code: Code, check: fn(&Value) -> Option<&'static str>) -> Handling {
    Handling::Reported(code, FieldReporter::ByValue(check))
}

const fn by_reader(code: Code) -> Handling {
    Handling::Reported(code, FieldReporter::Reader)
}

const fn in_context(code: Code, honoured: &'static str, reported: &'static str) -> Handling {
    Handling::InContext(code, Contexts { honoured, reported })
}

const fn with_parent(code: Code) -> Handling {
    Handling::Reported(code, FieldReporter::Parent)
}

/// The fields of a kind of objects, in the order of their names.
pub(super) fn rows(kind: NodeKind) -> &'static [FieldHandling] {
    match kind {
        NodeKind::Document => objects::DOCUMENT,
        NodeKind::Info => objects::INFO,
        NodeKind::Contact => objects::CONTACT,
        NodeKind::License => objects::LICENSE,
        NodeKind::Server => objects::SERVER,
        NodeKind::ServerVariable => objects::SERVER_VARIABLE,
        NodeKind::ExternalDocs => objects::EXTERNAL_DOCS,
        NodeKind::Tag => objects::TAG,
        NodeKind::Components => objects::COMPONENTS,
        NodeKind::Paths | NodeKind::Callback | NodeKind::Annotations => &[],
        NodeKind::PathItem => objects::PATH_ITEM,
        NodeKind::Operation => objects::OPERATION,
        NodeKind::SecurityScheme => objects::SECURITY_SCHEME,
        NodeKind::Flows => objects::FLOWS,
        NodeKind::Flow => objects::FLOW,
        NodeKind::Parameter => contents::PARAMETER,
        NodeKind::Header => contents::HEADER,
        NodeKind::RequestBody => contents::REQUEST_BODY,
        NodeKind::Responses => contents::RESPONSES,
        NodeKind::Response => contents::RESPONSE,
        NodeKind::MediaType => contents::MEDIA_TYPE,
        NodeKind::Encoding => contents::ENCODING,
        NodeKind::Example => contents::EXAMPLE,
        NodeKind::Link => contents::LINK,
        NodeKind::Schema => schemas::SCHEMA,
        NodeKind::Discriminator => schemas::DISCRIMINATOR,
        NodeKind::Xml => schemas::XML,
    }
}

/// Whether the standard has a field of this name in such an object.
pub(super) fn is_field(kind: NodeKind, wire: &str) -> bool {
    row(kind, wire).is_some()
}

/// The row of a field.
fn row(kind: NodeKind, wire: &str) -> Option<&'static FieldHandling> {
    let rows = rows(kind);
    rows.binary_search_by(|row| row.wire.cmp(wire)).ok().map(|index| &rows[index])
}

/// Reports a field of the standard that has no effect, and one that the standard does not have. `at` is the field itself;
/// `read` says whether its value has a shape here, so that something reads it.
pub(super) fn report(
    walk: &mut Walk<'_>,
    kind: NodeKind,
    wire: &str,
    value: &Value,
    read: bool,
    at: &Pointer,
) {
    if wire.starts_with("x-") || kind == NodeKind::Annotations {
        return;
    }
    let handling = match row(kind, wire) {
        Some(row) => row.handling,
        None if read => return,
        None => return unknown(walk, kind, wire, value, at),
    };
    let Handling::Reported(code, reporter) = handling else { return };
    let text = match reporter {
        FieldReporter::EachPlace(text) => Some(text),
        FieldReporter::OncePerDocument(text) => {
            walk.count(code, format!("`{wire}` of {} {text}", kind.words()), at);
            None
        }
        FieldReporter::ByValue(check) => check(value),
        FieldReporter::Reader | FieldReporter::Parent => None,
    };
    if let Some(text) = text {
        walk.warn_key(code, format!("`{wire}` {text}"), at, None);
    }
}

fn unknown(walk: &mut Walk<'_>, kind: NodeKind, wire: &str, value: &Value, at: &Pointer) {
    let effect = match value {
        Value::Object(_) | Value::Array(_) => "only what refers to something in it reads it",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "it has no effect",
    };
    let message = format!("`{wire}` is not a field of {}; {effect}", kind.words());
    let near = suggest::near(wire, rows(kind).iter().map(|row| row.wire));
    let help = near.map(|near| format!("did you mean `{near}`?"));
    walk.warn_key(codes::UNKNOWN_FIELD, message, at, help);
}

/// Members of a schema that have an effect next to a `$ref` too, in every version.
const WITH_REFERENCE: [&str; 5] = ["nullable", "readOnly", "writeOnly", "deprecated", "default"];

/// Reports siblings of a `$ref` that have no effect.
pub(super) fn siblings_of_reference(walk: &mut Walk<'_>, kind: NodeKind, value: &Value, at: &mut Pointer) {
    let Value::Object(map) = value else { return };
    // These replace their reference, together with its siblings.
    let inline = kind.section().is_none()
        || matches!(kind, NodeKind::PathItem | NodeKind::Callback | NodeKind::MediaType);
    if map.len() == 1 || inline {
        return;
    }
    for wire in map.keys() {
        let describes = wire == "$defs"
            || REFERENCE.iter().any(|field| field.wire == wire)
            || row(kind, wire).is_some_and(|row| matches!(row.handling, Handling::Documentation))
            || kind == NodeKind::Schema && WITH_REFERENCE.contains(&wire.as_str());
        if describes || wire.starts_with("x-") {
            continue;
        }
        let help = match kind {
            NodeKind::Schema => "say both in an `allOf`",
            _ => "say it where the reference leads",
        };
        let before = at.push(wire);
        let message = format!("`{wire}` next to a `$ref` has no effect");
        match wire.as_str() {
            // Most often it repeats the target of the reference.
            "type" => walk.count(codes::SIBLING_OF_REFERENCE, message, at),
            _ => walk.warn_key(codes::SIBLING_OF_REFERENCE, message, at, Some(help.to_owned())),
        }
        at.cut(before);
    }
}
