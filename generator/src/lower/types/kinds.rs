//! The JSON types of schemas.

use super::super::codes;
use super::super::report::Reporter;
use super::allof::SchemaPart;
use crate::spec::{Field, Schema};

/// The JSON type of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum JsonType {
    Boolean,
    Integer,
    Number,
    Text,
    Array,
    Object,
}

/// The JSON type that the schemas agree on; `None` if any type is allowed, or if they do not agree, which goes to `report`.
pub(in crate::lower) fn agreed_type<'a>(
    flat: &[SchemaPart<'a>],
    mut report: Option<&mut Reporter<'a>>,
) -> Option<JsonType> {
    let mut found: Option<JsonType> = None;
    for part in flat {
        let Some(text) = part.node.type_word().filter(|kind| *kind != "null") else { continue };
        let kind = match text {
            "boolean" => JsonType::Boolean,
            "integer" => JsonType::Integer,
            "number" => JsonType::Number,
            "string" | "file" => JsonType::Text,
            "array" => JsonType::Array,
            "object" => JsonType::Object,
            _ => {
                if let Some(report) = &mut report {
                    let message = format!("`{text}` is not a type of OpenAPI; any value is accepted");
                    report.push(report.warning(codes::TYPE_UNKNOWN, message, &part.node.at(Schema::TYPE)));
                }
                return None;
            }
        };
        found = match (found, kind) {
            (None, kind) => Some(kind),
            (Some(JsonType::Integer | JsonType::Number), JsonType::Integer)
            | (Some(JsonType::Integer), JsonType::Number) => Some(JsonType::Integer),
            (Some(before), kind) if before == kind => Some(kind),
            _ => {
                if let Some(report) = &mut report {
                    let message =
                        "`allOf` asks for several types at once, which no value has; any value is taken";
                    let place = flat.last().map_or(&part.node, |last| &last.node).pointer();
                    report.push(
                        report.warning(codes::ALL_OF_CLASH, message, &place).help("keep one of the types"),
                    );
                }
                return None;
            }
        };
    }
    found.or_else(|| inferred(flat))
}

/// The type that keywords imply which only apply to one type.
fn inferred(flat: &[SchemaPart<'_>]) -> Option<JsonType> {
    use Schema as S;
    let has = |keys: &[Field]| flat.iter().any(|part| keys.iter().any(|key| part.node.has(key)));
    if has(&[
        S::PROPERTIES,
        S::ADDITIONAL_PROPERTIES,
        S::PATTERN_PROPERTIES,
        S::MIN_PROPERTIES,
        S::MAX_PROPERTIES,
    ]) {
        return Some(JsonType::Object);
    }
    if has(&[S::ITEMS, S::PREFIX_ITEMS, S::MIN_ITEMS, S::MAX_ITEMS]) {
        return Some(JsonType::Array);
    }
    None
}
