//! What OpenAPI 3.0 is made of, as `openapiv3` reads it: kinds of nodes and the shapes of their members.
//!
//! A tree that obeys these tables deserialises, so that no error of the typed model ever reaches a user.

use FieldShape::{Any, Count, Flag, List, Map, Number, One, Openness, Security, Text, TextList, Texts};
use MemberPresence::{Fill, Must, Optional};

/// A kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NodeKind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    ExternalDocs,
    Tag,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Responses,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    Schema,
    Discriminator,
    SecurityScheme,
    Flows,
    Flow,
    Xml,
    /// The `x-style` of an operation, of which this knows what holds schemas.
    Annotations,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldShape {
    Any,
    Text,
    Flag,
    Count,
    Number,
    TextList,
    /// Texts by name.
    Texts,
    /// Security requirements.
    Security,
    /// A boolean or a schema.
    Openness,
    One(NodeKind),
    List(NodeKind),
    Map(NodeKind),
}

/// What happens when a member is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberPresence {
    Optional,
    /// This text is put there.
    Fill(&'static str),
    /// An empty object is put there.
    FillObject,
    /// No meaning is left.
    Must,
}

/// A member: as written, what it is, and whether it must be there.
pub(super) type FieldRow = (&'static str, FieldShape, MemberPresence);

impl NodeKind {
    /// The section of `components` for these nodes, if they can be referred to.
    pub(super) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::MediaType => "mediaTypes",
            Self::PathItem => "pathItems",
            _ => return None,
        })
    }

    /// As a person calls it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI document",
            Self::Info => "an `info` object",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::ExternalDocs => "an `externalDocs` object",
            Self::Tag => "a tag",
            Self::Components => "a `components` object",
            Self::Paths => "a `paths` object",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::Responses => "a `responses` object",
            Self::Response => "a response",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "a `flows` object",
            Self::Flow => "an OAuth 2 flow",
            Self::Xml => "an `xml` object",
            Self::Annotations => "an `x-style` of an operation",
        }
    }

    pub(super) fn members(self) -> &'static [FieldRow] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => &[("name", Text, Optional), ("url", Text, Optional), ("email", Text, Optional)],
            Self::License => {
                &[("name", Text, Fill("")), ("url", Text, Optional), ("identifier", Text, Optional)]
            }
            Self::Server => &[
                ("url", Text, Fill("/")),
                ("description", Text, Optional),
                ("name", Text, Optional),
                ("variables", Map(NodeKind::ServerVariable), Optional),
            ],
            Self::ServerVariable => {
                &[("enum", TextList, Optional), ("default", Text, Fill("")), ("description", Text, Optional)]
            }
            Self::ExternalDocs => &[("url", Text, Fill("")), ("description", Text, Optional)],
            Self::Tag => TAG,
            Self::Components => COMPONENTS,
            Self::Paths | Self::Callback => &[],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter | Self::Header => PARAMETER,
            Self::RequestBody => &[
                ("description", Text, Optional),
                ("content", Map(NodeKind::MediaType), MemberPresence::FillObject),
                ("required", Flag, Optional),
            ],
            Self::Responses => &[("default", One(NodeKind::Response), Optional)],
            Self::Response => RESPONSE,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Schema => SCHEMA,
            Self::Discriminator => &[
                ("propertyName", Text, Must),
                ("mapping", Texts, Optional),
                ("defaultMapping", Text, Optional),
            ],
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => FLOWS,
            Self::Flow => FLOW,
            Self::Xml => XML,
            Self::Annotations => {
                &[("filters", Map(NodeKind::Schema), Optional), ("meta", One(NodeKind::Schema), Optional)]
            }
        }
    }
}

const DOCUMENT: &[FieldRow] = &[
    ("openapi", Text, Must),
    ("info", One(NodeKind::Info), MemberPresence::FillObject),
    ("servers", List(NodeKind::Server), Optional),
    ("paths", One(NodeKind::Paths), Optional),
    ("components", One(NodeKind::Components), Optional),
    ("security", Security, Optional),
    ("tags", List(NodeKind::Tag), Optional),
    ("externalDocs", One(NodeKind::ExternalDocs), Optional),
    ("x-hs-webhooks", Map(NodeKind::PathItem), Optional),
    ("jsonSchemaDialect", Text, Optional),
    ("$self", Text, Optional),
];
const INFO: &[FieldRow] = &[
    ("title", Text, Fill("")),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("termsOfService", Text, Optional),
    ("contact", One(NodeKind::Contact), Optional),
    ("license", One(NodeKind::License), Optional),
    ("version", Text, Fill("")),
];
const TAG: &[FieldRow] = &[
    ("name", Text, Fill("")),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("externalDocs", One(NodeKind::ExternalDocs), Optional),
    ("parent", Text, Optional),
    ("kind", Text, Optional),
];
const COMPONENTS: &[FieldRow] = &[
    ("schemas", Map(NodeKind::Schema), Optional),
    ("responses", Map(NodeKind::Response), Optional),
    ("parameters", Map(NodeKind::Parameter), Optional),
    ("examples", Map(NodeKind::Example), Optional),
    ("requestBodies", Map(NodeKind::RequestBody), Optional),
    ("headers", Map(NodeKind::Header), Optional),
    ("securitySchemes", Map(NodeKind::SecurityScheme), Optional),
    ("links", Map(NodeKind::Link), Optional),
    ("callbacks", Map(NodeKind::Callback), Optional),
    // Copied to where they are used; `openapiv3` does not read them.
    ("pathItems", Any, Optional),
    ("mediaTypes", Any, Optional),
];
const PATH_ITEM: &[FieldRow] = &[
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("get", One(NodeKind::Operation), Optional),
    ("put", One(NodeKind::Operation), Optional),
    ("post", One(NodeKind::Operation), Optional),
    ("delete", One(NodeKind::Operation), Optional),
    ("options", One(NodeKind::Operation), Optional),
    ("head", One(NodeKind::Operation), Optional),
    ("patch", One(NodeKind::Operation), Optional),
    ("trace", One(NodeKind::Operation), Optional),
    ("servers", List(NodeKind::Server), Optional),
    ("parameters", List(NodeKind::Parameter), Optional),
];
const OPERATION: &[FieldRow] = &[
    ("tags", TextList, Optional),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("externalDocs", One(NodeKind::ExternalDocs), Optional),
    ("operationId", Text, Optional),
    ("parameters", List(NodeKind::Parameter), Optional),
    ("requestBody", One(NodeKind::RequestBody), Optional),
    ("responses", One(NodeKind::Responses), MemberPresence::FillObject),
    ("callbacks", Map(NodeKind::Callback), Optional),
    ("deprecated", Flag, Optional),
    ("security", Security, Optional),
    ("servers", List(NodeKind::Server), Optional),
    ("x-style", One(NodeKind::Annotations), Optional),
];
const PARAMETER: &[FieldRow] = &[
    ("name", Text, Optional),
    ("in", Text, Optional),
    ("description", Text, Optional),
    ("required", Flag, Optional),
    ("deprecated", Flag, Optional),
    ("allowEmptyValue", Flag, Optional),
    ("style", Text, Optional),
    ("explode", Flag, Optional),
    ("allowReserved", Flag, Optional),
    ("schema", One(NodeKind::Schema), Optional),
    ("content", Map(NodeKind::MediaType), Optional),
    ("example", Any, Optional),
    ("examples", Map(NodeKind::Example), Optional),
];
const RESPONSE: &[FieldRow] = &[
    ("summary", Text, Optional),
    ("description", Text, Fill("")),
    ("headers", Map(NodeKind::Header), Optional),
    ("content", Map(NodeKind::MediaType), Optional),
    ("links", Map(NodeKind::Link), Optional),
];
const MEDIA_TYPE: &[FieldRow] = &[
    ("description", Text, Optional),
    ("schema", One(NodeKind::Schema), Optional),
    ("itemSchema", Any, Optional),
    ("example", Any, Optional),
    ("examples", Map(NodeKind::Example), Optional),
    ("encoding", Map(NodeKind::Encoding), Optional),
];
const ENCODING: &[FieldRow] = &[
    ("contentType", Text, Optional),
    ("headers", Map(NodeKind::Header), Optional),
    ("style", Text, Optional),
    ("explode", Flag, Optional),
    ("allowReserved", Flag, Optional),
];
const EXAMPLE: &[FieldRow] = &[
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("value", Any, Optional),
    ("externalValue", Text, Optional),
    ("dataValue", Any, Optional),
    ("serializedValue", Text, Optional),
];
const LINK: &[FieldRow] = &[
    ("operationRef", Text, Optional),
    ("operationId", Text, Optional),
    ("description", Text, Optional),
    ("requestBody", Any, Optional),
    ("parameters", Any, Optional),
    ("server", One(NodeKind::Server), Optional),
];
const SCHEMA: &[FieldRow] = &[
    ("title", Text, Optional),
    ("description", Text, Optional),
    ("type", Text, Optional),
    ("format", Text, Optional),
    ("nullable", Flag, Optional),
    ("readOnly", Flag, Optional),
    ("writeOnly", Flag, Optional),
    ("deprecated", Flag, Optional),
    ("uniqueItems", Flag, Optional),
    ("exclusiveMinimum", Flag, Optional),
    ("exclusiveMaximum", Flag, Optional),
    ("multipleOf", Number, Optional),
    ("minimum", Number, Optional),
    ("maximum", Number, Optional),
    ("minLength", Count, Optional),
    ("maxLength", Count, Optional),
    ("minItems", Count, Optional),
    ("maxItems", Count, Optional),
    ("minProperties", Count, Optional),
    ("maxProperties", Count, Optional),
    ("pattern", Text, Optional),
    ("required", TextList, Optional),
    ("enum", Any, Optional),
    ("default", Any, Optional),
    ("example", Any, Optional),
    ("properties", Map(NodeKind::Schema), Optional),
    ("additionalProperties", Openness, Optional),
    ("patternProperties", Map(NodeKind::Schema), Optional),
    ("x-hs-unmatched-properties", Openness, Optional),
    ("items", One(NodeKind::Schema), Optional),
    ("allOf", List(NodeKind::Schema), Optional),
    ("oneOf", List(NodeKind::Schema), Optional),
    ("anyOf", List(NodeKind::Schema), Optional),
    ("not", One(NodeKind::Schema), Optional),
    ("x-hs-prefix-items", List(NodeKind::Schema), Optional),
    ("discriminator", One(NodeKind::Discriminator), Optional),
    ("externalDocs", One(NodeKind::ExternalDocs), Optional),
    ("xml", One(NodeKind::Xml), Optional),
];
const SECURITY_SCHEME: &[FieldRow] = &[
    ("type", Text, Must),
    ("description", Text, Optional),
    ("name", Text, Optional),
    ("in", Text, Optional),
    ("scheme", Text, Optional),
    ("bearerFormat", Text, Optional),
    ("flows", One(NodeKind::Flows), Optional),
    ("openIdConnectUrl", Text, Optional),
    ("oauth2MetadataUrl", Text, Optional),
    ("deprecated", Flag, Optional),
];
const FLOWS: &[FieldRow] = &[
    ("implicit", One(NodeKind::Flow), Optional),
    ("password", One(NodeKind::Flow), Optional),
    ("clientCredentials", One(NodeKind::Flow), Optional),
    ("authorizationCode", One(NodeKind::Flow), Optional),
    ("deviceAuthorization", One(NodeKind::Flow), Optional),
];
const FLOW: &[FieldRow] = &[
    ("authorizationUrl", Text, Optional),
    ("deviceAuthorizationUrl", Text, Optional),
    ("tokenUrl", Text, Optional),
    ("refreshUrl", Text, Optional),
    ("scopes", Texts, MemberPresence::FillObject),
];
const XML: &[FieldRow] = &[
    ("name", Text, Optional),
    ("namespace", Text, Optional),
    ("prefix", Text, Optional),
    ("attribute", Flag, Optional),
    ("wrapped", Flag, Optional),
    ("nodeType", Text, Optional),
];
