//! The document, its components, and objects around operations.

use super::{BOTH, CLIENT, DOCS, FieldHandling, by_reader, by_value, each, field, once, values, with_parent};
use crate::diag::codes::{FIELD_WITHOUT_EFFECT, HEADERS_NOT_TYPED, SCHEMA_DIALECT, WEBHOOKS_NOT_EMITTED};

/// Why the addresses of an authorization server are reported.
const TOKENS: &str = "has no effect: clients are given tokens, and do not ask for them by themselves";

/// Why another base of references than the file is reported.
const SELF: &str = "has no effect: references are followed from the place of the file";

const NO_LINKS: &str = "has no effect: no code is emitted for links";
const NO_QUERY: &str = "has no effect: no code is emitted for the method QUERY";
const NO_OTHER_METHODS: &str =
    "has no effect: no code is emitted for other methods than those of OpenAPI 3.1";

/// A reference in place of an object.
pub(in super::super) const REFERENCE: &[FieldHandling] =
    &[field("$ref", BOTH), field("description", DOCS), field("summary", DOCS)];

pub(super) const DOCUMENT: &[FieldHandling] = &[
    field("$self", each(FIELD_WITHOUT_EFFECT, SELF)),
    field("components", BOTH),
    field("externalDocs", DOCS),
    field("info", BOTH),
    field("jsonSchemaDialect", by_value(SCHEMA_DIALECT, values::dialect)),
    field("openapi", BOTH),
    field("paths", BOTH),
    field("security", BOTH),
    field("servers", CLIENT),
    field("tags", BOTH),
    field("webhooks", by_reader(WEBHOOKS_NOT_EMITTED)),
];

pub(super) const INFO: &[FieldHandling] = &[
    field("contact", DOCS),
    field("description", DOCS),
    field("license", DOCS),
    field("summary", DOCS),
    field("termsOfService", DOCS),
    field("title", DOCS),
    field("version", BOTH),
];

pub(super) const CONTACT: &[FieldHandling] = &[field("email", DOCS), field("name", DOCS), field("url", DOCS)];

pub(super) const LICENSE: &[FieldHandling] =
    &[field("identifier", DOCS), field("name", DOCS), field("url", DOCS)];

pub(super) const SERVER: &[FieldHandling] =
    &[field("description", DOCS), field("name", DOCS), field("url", CLIENT), field("variables", CLIENT)];

pub(super) const SERVER_VARIABLE: &[FieldHandling] =
    &[field("default", CLIENT), field("description", DOCS), field("enum", CLIENT)];

pub(super) const EXTERNAL_DOCS: &[FieldHandling] = &[field("description", DOCS), field("url", DOCS)];

pub(super) const TAG: &[FieldHandling] = &[
    field("description", DOCS),
    field("externalDocs", DOCS),
    field("kind", DOCS),
    field("name", BOTH),
    field("parent", DOCS),
    field("summary", DOCS),
];

pub(super) const COMPONENTS: &[FieldHandling] = &[
    field("callbacks", by_reader(WEBHOOKS_NOT_EMITTED)),
    field("examples", DOCS),
    field("headers", by_reader(HEADERS_NOT_TYPED)),
    field("links", once(FIELD_WITHOUT_EFFECT, NO_LINKS)),
    field("mediaTypes", BOTH),
    field("parameters", BOTH),
    field("pathItems", BOTH),
    field("requestBodies", BOTH),
    field("responses", BOTH),
    field("schemas", BOTH),
    field("securitySchemes", BOTH),
];

pub(super) const PATH_ITEM: &[FieldHandling] = &[
    field("$ref", BOTH),
    field("additionalOperations", each(FIELD_WITHOUT_EFFECT, NO_OTHER_METHODS)),
    field("delete", BOTH),
    field("description", DOCS),
    field("get", BOTH),
    field("head", BOTH),
    field("options", BOTH),
    field("parameters", BOTH),
    field("patch", BOTH),
    field("post", BOTH),
    field("put", BOTH),
    field("query", each(FIELD_WITHOUT_EFFECT, NO_QUERY)),
    field("servers", CLIENT),
    field("summary", DOCS),
    field("trace", BOTH),
];

pub(super) const OPERATION: &[FieldHandling] = &[
    field("callbacks", by_reader(WEBHOOKS_NOT_EMITTED)),
    field("deprecated", CLIENT),
    field("description", DOCS),
    field("externalDocs", DOCS),
    field("operationId", BOTH),
    field("parameters", BOTH),
    field("requestBody", BOTH),
    field("responses", BOTH),
    field("security", BOTH),
    field("servers", CLIENT),
    field("summary", DOCS),
    field("tags", BOTH),
];

pub(super) const SECURITY_SCHEME: &[FieldHandling] = &[
    field("bearerFormat", DOCS),
    field("deprecated", DOCS),
    field("description", DOCS),
    field("flows", once(FIELD_WITHOUT_EFFECT, TOKENS)),
    field("in", BOTH),
    field("name", BOTH),
    field("oauth2MetadataUrl", once(FIELD_WITHOUT_EFFECT, TOKENS)),
    field("openIdConnectUrl", once(FIELD_WITHOUT_EFFECT, TOKENS)),
    field("scheme", BOTH),
    field("type", BOTH),
];

pub(super) const FLOWS: &[FieldHandling] = &[
    field("authorizationCode", with_parent(FIELD_WITHOUT_EFFECT)),
    field("clientCredentials", with_parent(FIELD_WITHOUT_EFFECT)),
    field("deviceAuthorization", with_parent(FIELD_WITHOUT_EFFECT)),
    field("implicit", with_parent(FIELD_WITHOUT_EFFECT)),
    field("password", with_parent(FIELD_WITHOUT_EFFECT)),
];

pub(super) const FLOW: &[FieldHandling] = &[
    field("authorizationUrl", with_parent(FIELD_WITHOUT_EFFECT)),
    field("deviceAuthorizationUrl", with_parent(FIELD_WITHOUT_EFFECT)),
    field("refreshUrl", with_parent(FIELD_WITHOUT_EFFECT)),
    field("scopes", DOCS),
    field("tokenUrl", with_parent(FIELD_WITHOUT_EFFECT)),
];
