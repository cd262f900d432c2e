//! Bodies of successes.

use crate::{List, Template, Text};

record! {
    /// The bodies of successes.
    Success "`success`" {
        /// The template of the body: `{ data: $payload, meta: $meta }`, or `$payload` for the payload without a wrapper.
        /// The slot `$payload` is required. With the member name `...`, the members of the payload are written next to the
        /// others: `{ ok: true, ...: $payload }`. Then payloads are objects without the other members.
        body: Template [Template(Place::Success)],
        /// The template of the body of operations with `response: meta` in `x-style`, whose payload is `$meta`:
        /// `{ meta: $meta! }`. Without it, `body`.
        meta_body: Option<Template> [Template(Place::MetaBody)],
        /// The template of the body of successes whose payload is a list, which may also have the slots of paging:
        /// `{ data: $payload!, has_more: $has_more, url: $path }`. Without it, `body`. The member name `{items}` stands for
        /// the operation's own name of its list (`items` of `paging` in `x-style`, otherwise the last segment of the path
        /// that is not a parameter). A way of paging can have its own `list`.
        list: Option<Template> [Template(Place::List)],
        /// The form of payloads.
        form: PayloadForm = "\"flat\"",
        /// The payload of operations that return none, as a JSON value: `{}`. Without it, their responses have no body.
        empty: Option<Json>,
        /// Whether a 201 has a `Location` header, if a `GET` of the created resource is in the document.
        location: bool = "false",
        /// What the slot `$echo` holds: the parameters and the body of the request. Without it, the slot stays empty.
        echo: Option<Echo>,
        /// When JSON is indented. Without it, never.
        pretty: Option<Pretty>,
        /// Options of the slot `$meta`.
        meta: Option<SuccessMeta>,
    }
}

impl Success {
    /// The template of the body of successes whose payload is a list, or a page of a way of paging.
    #[must_use]
    pub fn list_body<'s>(&'s self, way: Option<&'s Template>) -> &'s Template {
        way.or(self.list.as_ref()).unwrap_or(&self.body)
    }

    /// The template of the body of operations whose payload is `$meta`.
    #[must_use]
    pub const fn meta_body(&self) -> &Template {
        match &self.meta_body {
            Some(body) => body,
            None => &self.body,
        }
    }
}

words! {
    /// The form of payloads.
    PayloadForm {
        /// As the schemas of the document describe them.
        Flat = "flat",
        /// Resource objects of JSON:API, which are made from flat schemas with `resource` in `x-style`. Request bodies have
        /// the same form.
        Resources = "resources",
    }
}

record! {
    /// The parts of the request that the slot `$echo` returns.
    Echo "`success.echo`" {
        /// The parts: `[path, query, body]`.
        parts formerly "of": List<EchoPart>,
        /// The option of `version.options` that requests the echo: `verbose`. Without it, all responses have the echo.
        option formerly "under": Option<Text> [Text(&SUBTYPE_PART)],
    }
}

words! {
    /// A part of the request.
    EchoPart {
        /// Path parameters.
        Path = "path",
        /// Query parameters, with their defaults, except those that are credentials of a security scheme.
        Query = "query",
        /// Members of a JSON body or a form, except those with `writeOnly: true`, at any depth.
        Body = "body",
    }
}

record! {
    /// When JSON is indented: if a request asks for it in one of these ways. At least one is required.
    Pretty "`success.pretty`" {
        /// An option of `version.options`: `verbose`.
        option formerly "under": Option<Text> [Text(&SUBTYPE_PART)],
        /// A query parameter, if its value is `true`: `pretty`, as in `?pretty=true`.
        parameter: Option<Text> [Text(&WIRE)],
        /// A parameter of a media type in `Accept`, if its value is more than 0: `indent`, as in `application/json;
        /// indent=4`.
        accept_parameter formerly "accept": Option<Text> [Text(&MEDIA_PARAMETER)],
    }
}

record! {
    /// Options of the slot `$meta` of `success.body`.
    SuccessMeta "`success.meta`" {
        /// An option of `version.options`. If a request asks for it, an empty `$meta` is written as null: `verbose`.
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
