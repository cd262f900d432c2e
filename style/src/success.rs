//! What wraps a success.

use crate::{List, Template, Text};

record! {
    /// What wraps a success.
    Success "`success`" {
        /// The template of the body; `$payload` alone for nothing around it. It must have the slot `$payload`.
        body: Template [Template(Place::Success)],
        /// The template of the body where an operation answers with what `$meta` holds (`answer: meta` of `x-style`); without it,
        /// `body`.
        meta_body: Option<Template> [Template(Place::MetaBody)],
        /// What payloads are on the wire.
        form: PayloadForm = "\"flat\"",
        /// The payload of an operation that returns nothing, as any JSON value: `{}`. Without it, the answer has no body.
        empty: Option<Json>,
        /// Whether a 201 says in `Location` where to find what came to be, if that has an operation of its own.
        location: bool = "false",
        /// The request, told back in the slot `$echo`.
        echo: Option<Echo>,
        /// Indented JSON.
        pretty: Option<Pretty>,
        /// The slot `$meta`.
        meta: Option<SuccessMeta>,
    }
}

impl Success {
    /// The body's template where the payload is what `$meta` holds.
    #[must_use]
    pub const fn meta_body(&self) -> &Template {
        match &self.meta_body {
            Some(body) => body,
            None => &self.body,
        }
    }
}

words! {
    /// What payloads are on the wire.
    PayloadForm {
        /// What the document's schemas say.
        Flat = "flat",
        /// Resource objects of JSON:API, made of flat schemas (`resource` of `x-style`); requests are documents too.
        Resources = "resources",
    }
}

record! {
    /// The request, told back in the answer.
    Echo "`success.echo`" {
        /// What it holds.
        parts formerly "of": List<EchoPart>,
        /// The option of `version` that asks for it; always where there is none.
        option formerly "under": Option<Text> [Text(&SUBTYPE_PART)],
    }
}

words! {
    /// A part of the request in its echo.
    EchoPart {
        /// Path parameters.
        Path = "path",
        /// Query parameters, with their defaults; not those that are credentials of a security scheme.
        Query = "query",
        /// Members of a JSON body or a form; not those that are write-only, at any depth.
        Body = "body",
    }
}

record! {
    /// Indented JSON, where one of these asks for it; it has at least one.
    Pretty "`success.pretty`" {
        /// An option of `version`.
        option formerly "under": Option<Text> [Text(&SUBTYPE_PART)],
        /// A query parameter that is `true`: `pretty`.
        parameter: Option<Text> [Text(&WIRE)],
        /// A parameter of a media type in `Accept` that is more than 0: `indent`, as in `application/json; indent=4`.
        accept_parameter formerly "accept": Option<Text> [Text(&MEDIA_PARAMETER)],
    }
}

record! {
    /// The slot `$meta` of `success.body`.
    SuccessMeta "`success.meta`" {
        /// The option of `version` under which an empty `$meta` is written as null.
        null_with_option formerly "null_under": Text [Text(&SUBTYPE_PART)],
    }
}

/// A JSON value, as compact text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Json(pub Text);

#[cfg(feature = "generator")]
impl crate::read::Shaped for Json {
    const SHAPE: crate::grammar::Shape = crate::grammar::Shape::Json;
}

#[cfg(feature = "generator")]
impl crate::read::Read for Json {
    fn read<N: crate::read::Node>(node: &N) -> Option<Self> {
        Some(Self(node.json().into()))
    }
}
