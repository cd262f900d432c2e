//! Media types of bodies.

use crate::{List, Text};

record! {
    /// Media types of bodies.
    Media "`media`" {
        /// Which `Content-Type` a request with a body may have; one without the header is read as what the operation
        /// declares, but for `only`. Another is `unsupported_media`.
        request: RequestMedia,
        /// Which `Accept` is refused.
        accept: Acceptance = "\"negotiate\"",
        /// The `Content-Type` of JSON where neither the document nor `version` says otherwise; of failures too, where
        /// `failure.media` is `application/json`.
        response: Text [Text(&JSON_MEDIA)],
    }
}

either! {
    /// Which `Content-Type` a request with a body may have.
    RequestMedia {
        /// One that the operation declares, or none.
        Declared = "declared",
        /// Any: the body is read as what the operation declares.
        Any = "any",
        else
        /// One media type alone for JSON.
        Only(OnlyMedia),
    }
}

record! {
    /// One media type alone for JSON. Operations that are not of the style take what they declare.
    OnlyMedia "`media.request`" {
        /// The media type, without parameters.
        media as "only": Text [Text(&JSON_ESSENCE)],
        /// The parameters that it may have: `[profile]`. Another is `unsupported_media`. Of `ext`, no value is supported;
        /// of the rest, every value is passed over.
        parameters: List<Text> [List(&Text(&MEDIA_PARAMETER))] = "[]",
    }
}

impl RequestMedia {
    /// The parameters that the one media type may have.
    #[must_use]
    pub fn parameters(&self) -> &[Text] {
        match self {
            Self::Declared | Self::Any => &[],
            Self::Only(only) => &only.parameters,
        }
    }
}

words! {
    /// Which `Accept` is refused: the outcome `not_acceptable`.
    Acceptance {
        /// One that nothing of what there is meets (RFC 9110 §12.5.1).
        Negotiate = "negotiate" formerly "ranges",
        /// One that names `media.response`, each time with parameters that `media.request` does not take; else it is served.
        Exact = "exact",
        /// None: where nothing meets it, the answer is as it is without the header.
        Any = "any",
    }
}
