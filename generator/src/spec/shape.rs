//! What OpenAPI 3.0 is made of, as `openapiv3` reads it: kinds of nodes and the shapes of their members.
//!
//! A tree that obeys these tables deserialises, so that no error of the typed model ever reaches a user.

use MemberPresence::{Fill, Must, Optional};
use Shape::{Any, Count, Flag, List, Map, Number, One, Openness, Security, Text, TextList, Texts};

/// A kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
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
pub(super) enum Shape {
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
    One(Kind),
    List(Kind),
    Map(Kind),
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
pub(super) type Member = (&'static str, Shape, MemberPresence);

impl Kind {
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

    pub(super) fn members(self) -> &'static [Member] {
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
                ("variables", Map(Kind::ServerVariable), Optional),
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
                ("content", Map(Kind::MediaType), MemberPresence::FillObject),
                ("required", Flag, Optional),
            ],
            Self::Responses => &[("default", One(Kind::Response), Optional)],
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
                &[("filters", Map(Kind::Schema), Optional), ("meta", One(Kind::Schema), Optional)]
            }
        }
    }
}

const DOCUMENT: &[Member] = &[
    ("openapi", Text, Must),
    ("info", One(Kind::Info), MemberPresence::FillObject),
    ("servers", List(Kind::Server), Optional),
    ("paths", One(Kind::Paths), Optional),
    ("components", One(Kind::Components), Optional),
    ("security", Security, Optional),
    ("tags", List(Kind::Tag), Optional),
    ("externalDocs", One(Kind::ExternalDocs), Optional),
    ("x-hs-webhooks", Map(Kind::PathItem), Optional),
    ("jsonSchemaDialect", Text, Optional),
    ("$self", Text, Optional),
];
const INFO: &[Member] = &[
    ("title", Text, Fill("")),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("termsOfService", Text, Optional),
    ("contact", One(Kind::Contact), Optional),
    ("license", One(Kind::License), Optional),
    ("version", Text, Fill("")),
];
const TAG: &[Member] = &[
    ("name", Text, Fill("")),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("externalDocs", One(Kind::ExternalDocs), Optional),
    ("parent", Text, Optional),
    ("kind", Text, Optional),
];
const COMPONENTS: &[Member] = &[
    ("schemas", Map(Kind::Schema), Optional),
    ("responses", Map(Kind::Response), Optional),
    ("parameters", Map(Kind::Parameter), Optional),
    ("examples", Map(Kind::Example), Optional),
    ("requestBodies", Map(Kind::RequestBody), Optional),
    ("headers", Map(Kind::Header), Optional),
    ("securitySchemes", Map(Kind::SecurityScheme), Optional),
    ("links", Map(Kind::Link), Optional),
    ("callbacks", Map(Kind::Callback), Optional),
    // Copied to where they are used; `openapiv3` does not read them.
    ("pathItems", Any, Optional),
    ("mediaTypes", Any, Optional),
];
const PATH_ITEM: &[Member] = &[
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("get", One(Kind::Operation), Optional),
    ("put", One(Kind::Operation), Optional),
    ("post", One(Kind::Operation), Optional),
    ("delete", One(Kind::Operation), Optional),
    ("options", One(Kind::Operation), Optional),
    ("head", One(Kind::Operation), Optional),
    ("patch", One(Kind::Operation), Optional),
    ("trace", One(Kind::Operation), Optional),
    ("servers", List(Kind::Server), Optional),
    ("parameters", List(Kind::Parameter), Optional),
];
const OPERATION: &[Member] = &[
    ("tags", TextList, Optional),
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("externalDocs", One(Kind::ExternalDocs), Optional),
    ("operationId", Text, Optional),
    ("parameters", List(Kind::Parameter), Optional),
    ("requestBody", One(Kind::RequestBody), Optional),
    ("responses", One(Kind::Responses), MemberPresence::FillObject),
    ("callbacks", Map(Kind::Callback), Optional),
    ("deprecated", Flag, Optional),
    ("security", Security, Optional),
    ("servers", List(Kind::Server), Optional),
    ("x-style", One(Kind::Annotations), Optional),
];
const PARAMETER: &[Member] = &[
    ("name", Text, Optional),
    ("in", Text, Optional),
    ("description", Text, Optional),
    ("required", Flag, Optional),
    ("deprecated", Flag, Optional),
    ("allowEmptyValue", Flag, Optional),
    ("style", Text, Optional),
    ("explode", Flag, Optional),
    ("allowReserved", Flag, Optional),
    ("schema", One(Kind::Schema), Optional),
    ("content", Map(Kind::MediaType), Optional),
    ("example", Any, Optional),
    ("examples", Map(Kind::Example), Optional),
];
const RESPONSE: &[Member] = &[
    ("summary", Text, Optional),
    ("description", Text, Fill("")),
    ("headers", Map(Kind::Header), Optional),
    ("content", Map(Kind::MediaType), Optional),
    ("links", Map(Kind::Link), Optional),
];
const MEDIA_TYPE: &[Member] = &[
    ("description", Text, Optional),
    ("schema", One(Kind::Schema), Optional),
    ("itemSchema", Any, Optional),
    ("example", Any, Optional),
    ("examples", Map(Kind::Example), Optional),
    ("encoding", Map(Kind::Encoding), Optional),
];
const ENCODING: &[Member] = &[
    ("contentType", Text, Optional),
    ("headers", Map(Kind::Header), Optional),
    ("style", Text, Optional),
    ("explode", Flag, Optional),
    ("allowReserved", Flag, Optional),
];
const EXAMPLE: &[Member] = &[
    ("summary", Text, Optional),
    ("description", Text, Optional),
    ("value", Any, Optional),
    ("externalValue", Text, Optional),
    ("dataValue", Any, Optional),
    ("serializedValue", Text, Optional),
];
const LINK: &[Member] = &[
    ("operationRef", Text, Optional),
    ("operationId", Text, Optional),
    ("description", Text, Optional),
    ("requestBody", Any, Optional),
    ("parameters", Any, Optional),
    ("server", One(Kind::Server), Optional),
];
const SCHEMA: &[Member] = &[
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
    ("properties", Map(Kind::Schema), Optional),
    ("additionalProperties", Openness, Optional),
    ("patternProperties", Map(Kind::Schema), Optional),
    ("x-hs-unmatched-properties", Openness, Optional),
    ("items", One(Kind::Schema), Optional),
    ("allOf", List(Kind::Schema), Optional),
    ("oneOf", List(Kind::Schema), Optional),
    ("anyOf", List(Kind::Schema), Optional),
    ("not", One(Kind::Schema), Optional),
    ("x-hs-prefix-items", List(Kind::Schema), Optional),
    ("discriminator", One(Kind::Discriminator), Optional),
    ("externalDocs", One(Kind::ExternalDocs), Optional),
    ("xml", One(Kind::Xml), Optional),
];
const SECURITY_SCHEME: &[Member] = &[
    ("type", Text, Must),
    ("description", Text, Optional),
    ("name", Text, Optional),
    ("in", Text, Optional),
    ("scheme", Text, Optional),
    ("bearerFormat", Text, Optional),
    ("flows", One(Kind::Flows), Optional),
    ("openIdConnectUrl", Text, Optional),
    ("oauth2MetadataUrl", Text, Optional),
    ("deprecated", Flag, Optional),
];
const FLOWS: &[Member] = &[
    ("implicit", One(Kind::Flow), Optional),
    ("password", One(Kind::Flow), Optional),
    ("clientCredentials", One(Kind::Flow), Optional),
    ("authorizationCode", One(Kind::Flow), Optional),
    ("deviceAuthorization", One(Kind::Flow), Optional),
];
const FLOW: &[Member] = &[
    ("authorizationUrl", Text, Optional),
    ("deviceAuthorizationUrl", Text, Optional),
    ("tokenUrl", Text, Optional),
    ("refreshUrl", Text, Optional),
    ("scopes", Texts, MemberPresence::FillObject),
];
const XML: &[Member] = &[
    ("name", Text, Optional),
    ("namespace", Text, Optional),
    ("prefix", Text, Optional),
    ("attribute", Flag, Optional),
    ("wrapped", Flag, Optional),
    ("nodeType", Text, Optional),
];
