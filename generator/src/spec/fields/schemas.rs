//! Schemas: the keywords of OpenAPI 3.0's, of JSON Schema 2020-12, and of drafts before it that documents still have.

use super::{
    BOTH, DOCS, FieldHandling, by_reader, by_value, each, field, in_context, once, values, with_parent,
};
use crate::diag::codes::{FIELD_WITHOUT_EFFECT, KEYWORD_NOT_ENFORCED, NOT_ENFORCED, SCHEMA_DIALECT};

/// What becomes of a keyword that narrows the values of a schema.
const UNENFORCED: &str = "is not enforced";

/// What becomes of names that references may have instead of a JSON pointer.
const NAMED: &str = "has no effect: references are followed by JSON pointer alone";

/// Why another base of references than the file is reported.
const BASE: &str = "has no effect: references are followed from the place of the file";

/// Where `unevaluatedProperties: false` is enforced.
const KNOWN: &str = "objects whose members are known";

const UNFOLLOWED: &str = "is not followed, and not enforced";
const VOCABULARY: &str = "has no effect: the keywords of OpenAPI's dialect are read, and no others";
const NO_XML: &str = "has no effect: types are not written as XML, nor read from it";

pub(super) const SCHEMA: &[FieldHandling] = &[
    field("$anchor", each(NOT_ENFORCED, NAMED)),
    field("$comment", DOCS),
    field("$defs", BOTH),
    field("$dynamicAnchor", each(NOT_ENFORCED, NAMED)),
    field("$dynamicRef", each(NOT_ENFORCED, UNFOLLOWED)),
    field("$id", once(FIELD_WITHOUT_EFFECT, BASE)),
    field("$recursiveAnchor", each(NOT_ENFORCED, NAMED)),
    field("$recursiveRef", each(NOT_ENFORCED, UNFOLLOWED)),
    field("$ref", BOTH),
    field("$schema", by_value(SCHEMA_DIALECT, values::dialect)),
    field("$vocabulary", once(FIELD_WITHOUT_EFFECT, VOCABULARY)),
    field("additionalItems", each(NOT_ENFORCED, UNENFORCED)),
    field("additionalProperties", BOTH),
    field("allOf", BOTH),
    field("anyOf", BOTH),
    field("const", BOTH),
    field("contains", each(NOT_ENFORCED, UNENFORCED)),
    field("contentEncoding", by_value(NOT_ENFORCED, values::content_encoding)),
    field("contentMediaType", by_value(NOT_ENFORCED, values::content_media_type)),
    field("contentSchema", each(NOT_ENFORCED, UNENFORCED)),
    field("default", BOTH),
    field("definitions", BOTH),
    field("dependencies", each(NOT_ENFORCED, UNENFORCED)),
    field("dependentRequired", each(NOT_ENFORCED, UNENFORCED)),
    field("dependentSchemas", each(NOT_ENFORCED, UNENFORCED)),
    field("deprecated", BOTH),
    field("description", DOCS),
    field("discriminator", BOTH),
    field("else", each(NOT_ENFORCED, UNENFORCED)),
    field("enum", BOTH),
    field("example", DOCS),
    field("examples", DOCS),
    field("exclusiveMaximum", BOTH),
    field("exclusiveMinimum", BOTH),
    field("externalDocs", DOCS),
    field("format", BOTH),
    field("id", once(FIELD_WITHOUT_EFFECT, BASE)),
    field("if", each(NOT_ENFORCED, UNENFORCED)),
    field("items", BOTH),
    field("maxContains", each(NOT_ENFORCED, UNENFORCED)),
    field("maxItems", BOTH),
    field("maxLength", BOTH),
    field("maxProperties", BOTH),
    field("maximum", BOTH),
    field("minContains", each(NOT_ENFORCED, UNENFORCED)),
    field("minItems", BOTH),
    field("minLength", BOTH),
    field("minProperties", BOTH),
    field("minimum", BOTH),
    field("multipleOf", BOTH),
    field("not", by_reader(KEYWORD_NOT_ENFORCED)),
    field("nullable", BOTH),
    field("oneOf", BOTH),
    field("pattern", BOTH),
    field("patternProperties", BOTH),
    field("prefixItems", BOTH),
    field("properties", BOTH),
    field("propertyNames", each(NOT_ENFORCED, UNENFORCED)),
    field("readOnly", BOTH),
    field("required", BOTH),
    field("then", each(NOT_ENFORCED, UNENFORCED)),
    field("title", DOCS),
    field("type", BOTH),
    field("unevaluatedItems", each(NOT_ENFORCED, UNENFORCED)),
    field("unevaluatedProperties", in_context(NOT_ENFORCED, KNOWN, "what describes members by conditions")),
    field("uniqueItems", BOTH),
    field("writeOnly", BOTH),
    field("xml", once(FIELD_WITHOUT_EFFECT, NO_XML)),
];

pub(super) const DISCRIMINATOR: &[FieldHandling] = &[
    field("defaultMapping", each(FIELD_WITHOUT_EFFECT, "has no effect")),
    field("mapping", BOTH),
    field("propertyName", BOTH),
];

pub(super) const XML: &[FieldHandling] = &[
    field("attribute", with_parent(FIELD_WITHOUT_EFFECT)),
    field("name", with_parent(FIELD_WITHOUT_EFFECT)),
    field("namespace", with_parent(FIELD_WITHOUT_EFFECT)),
    field("nodeType", with_parent(FIELD_WITHOUT_EFFECT)),
    field("prefix", with_parent(FIELD_WITHOUT_EFFECT)),
    field("wrapped", with_parent(FIELD_WITHOUT_EFFECT)),
];
