//! Parameters, bodies, responses and what belongs to them.

use super::{BOTH, DOCS, FieldHandling, Handling, by_reader, each, field, in_context, once, with_parent};
use crate::diag::codes::{ENCODING_WITHOUT_EFFECT, FIELD_WITHOUT_EFFECT, HEADERS_NOT_TYPED};

/// Why fields about the items of a sequence are reported.
const SEQUENCE: &str = "has no effect: the items of a sequence are not typed";

const NO_LINKS: &str = "has no effect: no code is emitted for links";

pub(super) const PARAMETER: &[FieldHandling] = &[
    field("allowEmptyValue", BOTH),
    field("allowReserved", BOTH),
    field("content", BOTH),
    field("deprecated", BOTH),
    field("description", DOCS),
    field("example", DOCS),
    field("examples", DOCS),
    field("explode", BOTH),
    field("in", BOTH),
    field("name", BOTH),
    field("required", BOTH),
    field("schema", BOTH),
    field("style", BOTH),
];

pub(super) const HEADER: &[FieldHandling] = &[
    field("allowEmptyValue", with_parent(HEADERS_NOT_TYPED)),
    field("allowReserved", with_parent(HEADERS_NOT_TYPED)),
    field("content", with_parent(HEADERS_NOT_TYPED)),
    field("deprecated", with_parent(HEADERS_NOT_TYPED)),
    field("description", DOCS),
    field("example", DOCS),
    field("examples", DOCS),
    field("explode", with_parent(HEADERS_NOT_TYPED)),
    field("required", with_parent(HEADERS_NOT_TYPED)),
    field("schema", with_parent(HEADERS_NOT_TYPED)),
    field("style", with_parent(HEADERS_NOT_TYPED)),
];

pub(super) const REQUEST_BODY: &[FieldHandling] =
    &[field("content", BOTH), field("description", DOCS), field("required", BOTH)];

pub(super) const RESPONSES: &[FieldHandling] = &[field("default", BOTH)];

pub(super) const RESPONSE: &[FieldHandling] = &[
    field("content", BOTH),
    field("description", DOCS),
    field("headers", by_reader(HEADERS_NOT_TYPED)),
    field("links", once(FIELD_WITHOUT_EFFECT, NO_LINKS)),
    field("summary", DOCS),
];

pub(super) const MEDIA_TYPE: &[FieldHandling] = &[
    field("description", DOCS),
    field("encoding", in_context(ENCODING_WITHOUT_EFFECT, "forms", "other media types")),
    field("example", DOCS),
    field("examples", DOCS),
    field("itemEncoding", each(FIELD_WITHOUT_EFFECT, SEQUENCE)),
    field("itemSchema", each(FIELD_WITHOUT_EFFECT, SEQUENCE)),
    field("prefixEncoding", each(FIELD_WITHOUT_EFFECT, SEQUENCE)),
    field("schema", BOTH),
];

/// What becomes of how a field of a form is written: a part has no style.
const OF_PAIRS: Handling =
    in_context(ENCODING_WITHOUT_EFFECT, "application/x-www-form-urlencoded", "multipart/form-data");

pub(super) const ENCODING: &[FieldHandling] = &[
    field("allowReserved", OF_PAIRS),
    field("contentType", BOTH),
    field("encoding", by_reader(ENCODING_WITHOUT_EFFECT)),
    field("explode", OF_PAIRS),
    field("headers", by_reader(ENCODING_WITHOUT_EFFECT)),
    field("itemEncoding", by_reader(ENCODING_WITHOUT_EFFECT)),
    field("prefixEncoding", by_reader(ENCODING_WITHOUT_EFFECT)),
    field("style", OF_PAIRS),
];

pub(super) const EXAMPLE: &[FieldHandling] = &[
    field("dataValue", DOCS),
    field("description", DOCS),
    field("externalValue", DOCS),
    field("serializedValue", DOCS),
    field("summary", DOCS),
    field("value", DOCS),
];

pub(super) const LINK: &[FieldHandling] = &[
    field("description", DOCS),
    field("operationId", with_parent(FIELD_WITHOUT_EFFECT)),
    field("operationRef", with_parent(FIELD_WITHOUT_EFFECT)),
    field("parameters", with_parent(FIELD_WITHOUT_EFFECT)),
    field("requestBody", with_parent(FIELD_WITHOUT_EFFECT)),
    field("server", with_parent(FIELD_WITHOUT_EFFECT)),
];
