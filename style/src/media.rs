//! Media types of bodies.

use crate::{List, Text};

record! {
    /// Media types of bodies.
    Media "`media`" {
        /// Which `Content-Type` a request with a body may have. Another one gets the outcome `unsupported_media`. A body
        /// without `Content-Type` is read as what the operation declares, except with `only`.
        request: RequestMedia,
        /// With `request: form`: what the form has for null, an empty list and an empty object.
        empty_values: EmptyValues = "\"reject\"",
        /// How `Accept` is evaluated (RFC 9110 §12.5.1). A request that cannot be served gets the outcome `not_acceptable`.
        accept: Acceptance = "\"negotiate\"",
        /// The `Content-Type` of JSON responses, unless the document or `version` determines another: `application/json`,
        /// `application/vnd.api+json`. It also applies to failures if `failure.media` is `application/json`.
        response: Text [Text(&JSON_MEDIA)],
    }
}

either! {
    /// Which `Content-Type` a request with a body may have.
    RequestMedia {
        /// A media type that the operation declares, or no header.
        Declared = "declared",
        /// Any media type. The body is read as what the operation declares.
        Any = "any",
        /// `application/x-www-form-urlencoded` with nested brackets, for each body that the document describes as a JSON
        /// object: `name=x&home[city]=Rome&items[0][price]=5&tags[]=a&tags[]=b`. The server also reads `tags[0]=a`. The
        /// client writes lists as `parameters.deep_object_lists` says. Other bodies have the media type of the document.
        Form = "form",
        else
        /// A single media type for JSON.
        Only(OnlyMedia),
    }
}

record! {
    /// A single media type for JSON bodies. Operations with `x-style: off` take what they declare.
    OnlyMedia "`media.request`" {
        /// The media type, without parameters: `application/vnd.api+json`.
        media as "only": Text [Text(&JSON_ESSENCE)],
        /// The parameters that the media type may have: `[ext, profile]`. A request with another parameter, or with any
        /// value of `ext`, gets the outcome `unsupported_media`. Values of the others are ignored.
        parameters: List<Text> [List(&Text(&MEDIA_PARAMETER))] = "[]",
    }
}

words! {
    /// What a form has for null, an empty list and an empty object.
    EmptyValues {
        /// Nothing can stand for them: the client reports invalid input before it sends the request.
        Reject = "reject",
        /// An empty text: `name=`. The server reads it as null where a member may be null, and else as the empty list or
        /// object. A text that may be null cannot be empty then.
        EmptyText = "empty_text",
    }
}

impl RequestMedia {
    /// The parameters that the one media type may have.
    #[must_use]
    pub fn parameters(&self) -> &[Text] {
        match self {
            Self::Declared | Self::Any | Self::Form => &[],
            Self::Only(only) => &only.parameters,
        }
    }
}

words! {
    /// How `Accept` is evaluated.
    Acceptance {
        /// A request is `not_acceptable` if no media type of the responses matches.
        Negotiate = "negotiate" formerly "ranges",
        /// A request is `not_acceptable` if it names `media.response`, and always with parameters that `media.request` does
        /// not take. Otherwise it is served (JSON:API's rule).
        Exact = "exact",
        /// The header never makes a request `not_acceptable`. If nothing matches, it is ignored.
        Any = "any",
    }
}
