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
use super::shape::Kind;
use super::walk::Walk;
use crate::diag::{Code, codes, suggest};

/// A field of an object, and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
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
    Reported(Code, Reporter),
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
pub(super) enum Reporter {
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

const fn field(wire: &'static str, handling: Handling) -> Field {
    Field { wire, handling }
}

const fn each(code: Code, text: &'static str) -> Handling {
    Handling::Reported(code, Reporter::EachPlace(text))
}

const fn once(code: Code, text: &'static str) -> Handling {
    Handling::Reported(code, Reporter::OncePerDocument(text))
}

const fn by_value(code: Code, check: fn(&Value) -> Option<&'static str>) -> Handling {
    Handling::Reported(code, Reporter::ByValue(check))
}

const fn by_reader(code: Code) -> Handling {
    Handling::Reported(code, Reporter::Reader)
}

const fn in_context(code: Code, honoured: &'static str, reported: &'static str) -> Handling {
    Handling::InContext(code, Contexts { honoured, reported })
}

const fn with_parent(code: Code) -> Handling {
    Handling::Reported(code, Reporter::Parent)
}

/// The fields of a kind of objects, in the order of their names.
pub(super) fn rows(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Document => objects::DOCUMENT,
        Kind::Info => objects::INFO,
        Kind::Contact => objects::CONTACT,
        Kind::License => objects::LICENSE,
        Kind::Server => objects::SERVER,
        Kind::ServerVariable => objects::SERVER_VARIABLE,
        Kind::ExternalDocs => objects::EXTERNAL_DOCS,
        Kind::Tag => objects::TAG,
        Kind::Components => objects::COMPONENTS,
        Kind::Paths | Kind::Callback | Kind::Annotations => &[],
        Kind::PathItem => objects::PATH_ITEM,
        Kind::Operation => objects::OPERATION,
        Kind::SecurityScheme => objects::SECURITY_SCHEME,
        Kind::Flows => objects::FLOWS,
        Kind::Flow => objects::FLOW,
        Kind::Parameter => contents::PARAMETER,
        Kind::Header => contents::HEADER,
        Kind::RequestBody => contents::REQUEST_BODY,
        Kind::Responses => contents::RESPONSES,
        Kind::Response => contents::RESPONSE,
        Kind::MediaType => contents::MEDIA_TYPE,
        Kind::Encoding => contents::ENCODING,
        Kind::Example => contents::EXAMPLE,
        Kind::Link => contents::LINK,
        Kind::Schema => schemas::SCHEMA,
        Kind::Discriminator => schemas::DISCRIMINATOR,
        Kind::Xml => schemas::XML,
    }
}

/// Whether the standard has a field of this name in such an object.
pub(super) fn is_field(kind: Kind, wire: &str) -> bool {
    row(kind, wire).is_some()
}

/// The row of a field.
fn row(kind: Kind, wire: &str) -> Option<&'static Field> {
    let rows = rows(kind);
    rows.binary_search_by(|row| row.wire.cmp(wire)).ok().map(|index| &rows[index])
}

/// Reports a field of the standard that has no effect, and one that the standard does not have. `at` is the field itself;
/// `read` says whether its value has a shape here, so that something reads it.
pub(super) fn report(walk: &mut Walk<'_>, kind: Kind, wire: &str, value: &Value, read: bool, at: &Pointer) {
    if wire.starts_with("x-") || kind == Kind::Annotations {
        return;
    }
    let handling = match row(kind, wire) {
        Some(row) => row.handling,
        None if read => return,
        None => return unknown(walk, kind, wire, value, at),
    };
    let Handling::Reported(code, reporter) = handling else { return };
    let text = match reporter {
        Reporter::EachPlace(text) => Some(text),
        Reporter::OncePerDocument(text) => {
            walk.count(code, format!("`{wire}` of {} {text}", kind.words()), at);
            None
        }
        Reporter::ByValue(check) => check(value),
        Reporter::Reader | Reporter::Parent => None,
    };
    if let Some(text) = text {
        walk.warn_key(code, format!("`{wire}` {text}"), at, None);
    }
}

fn unknown(walk: &mut Walk<'_>, kind: Kind, wire: &str, value: &Value, at: &Pointer) {
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
pub(super) fn siblings_of_reference(walk: &mut Walk<'_>, kind: Kind, value: &Value, at: &mut Pointer) {
    let Value::Object(map) = value else { return };
    // These replace their reference, together with its siblings.
    let inline =
        kind.section().is_none() || matches!(kind, Kind::PathItem | Kind::Callback | Kind::MediaType);
    if map.len() == 1 || inline {
        return;
    }
    for wire in map.keys() {
        let describes = wire == "$defs"
            || REFERENCE.iter().any(|field| field.wire == wire)
            || row(kind, wire).is_some_and(|row| matches!(row.handling, Handling::Documentation))
            || kind == Kind::Schema && WITH_REFERENCE.contains(&wire.as_str());
        if describes || wire.starts_with("x-") {
            continue;
        }
        let help = match kind {
            Kind::Schema => "say both in an `allOf`",
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
