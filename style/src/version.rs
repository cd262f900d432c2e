//! Versions of the API.

use crate::{HeaderName, List, Text};

tagged! {
    /// Where requests have the version of the API, and options of a representation.
    Version "`version`" by "in" {
        /// Requests have no version.
        None = "none",
        /// In the path, as `{major}` of `path.prefix`: `/v1/visits`.
        Path = "path",
        /// In the subtype of `Accept`: `application/vnd.{vendor}[.{version}][.{option}[-{suffix}]][+json]`, such as
        /// `application/vnd.acme.v1.full-verbose+json`. Responses have that media type if the request names it, and
        /// `application/json` otherwise. A version or option that is not served gets the outcome `not_acceptable`.
        AcceptSubtype(AcceptSubtype) = "accept_subtype",
        /// In a parameter of a media type in `Accept`: `application/vnd.acme+json; version=3`. Responses have that media
        /// type with its parameter if the request names it, and `media.response` otherwise. A version that is not served
        /// gets the outcome `not_acceptable`.
        AcceptParameter(AcceptParameter) = "accept_parameter",
        /// In a request header: `X-Api-Version: 3`. Responses name it in `Vary`. A version that is not served gets the
        /// outcome `not_acceptable`.
        Header(HeaderVersion) = "header",
    }
}

record! {
    /// The version in the subtype of `Accept`.
    AcceptSubtype "" {
        /// The vendor: `acme`.
        vendor: Text [Text(&SUBTYPE_PART)],
        /// The version of requests that name none: `v1`.
        current: Text [Text(&SUBTYPE_PART)],
        /// All versions that are served: `[v1, v2]`. Without it, only `current`.
        served: Option<List<Text>> [List(&Text(&SUBTYPE_PART))],
        /// Options of a representation. Without it, there are none.
        options: Option<VersionOptions>,
    }
}

record! {
    /// Options of a representation that requests may name in `Accept`. Other keys refer to them by name.
    VersionOptions "`version.options`" {
        /// Options of which a request may name one: `[compact, full]`. Without it, there are none.
        alternatives formerly "depth": Option<List<Text>> [List(&Text(&SUBTYPE_PART))],
        /// An option that a request may name alone, or after another with a `-`: `verbose`, `full-verbose`. Without it,
        /// there is none.
        suffix: Option<Text> [Text(&SUBTYPE_PART)],
    }
}

record! {
    /// The version in a parameter of a media type in `Accept`.
    AcceptParameter "" {
        /// The media type, without parameters: `application/vnd.acme+json`.
        media: Text [Text(&JSON_ESSENCE)],
        /// The name of the parameter.
        parameter: Text [Text(&MEDIA_PARAMETER)] = "\"version\"",
        /// The version that clients request, and that of requests that name none: `"3"`.
        current: Text [Text(&TOKEN)],
        /// All versions that are served: `["2", "3"]`. Without it, only `current`.
        served: Option<List<Text>> [List(&Text(&TOKEN))],
        /// Whether a request without a version gets the outcome `not_acceptable`.
        required: bool = "false",
    }
}

record! {
    /// The version in a request header.
    HeaderVersion "" {
        /// The name of the header: `X-Api-Version`.
        header formerly "name": HeaderName,
        /// The version that clients request, and that of requests that name none: `"3"`.
        current: Text [Text(&TOKEN)],
        /// All versions that are served: `["2", "3"]`. Without it, only `current`.
        served: Option<List<Text>> [List(&Text(&TOKEN))],
        /// Whether a request without a version gets the outcome `not_acceptable`.
        required: bool = "false",
    }
}

impl Version {
    /// All options of a representation.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        let (alternatives, suffix) = match self {
            Self::None | Self::Path | Self::AcceptParameter(_) | Self::Header(_) => (&[][..], None),
            Self::AcceptSubtype(version) => (version.alternatives(), version.suffix()),
        };
        alternatives.iter().map(AsRef::as_ref).chain(suffix)
    }
}

impl AcceptSubtype {
    /// All versions that are served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }

    /// Options of which a request may name one.
    #[must_use]
    pub fn alternatives(&self) -> &[Text] {
        self.options.as_ref().and_then(|options| options.alternatives.as_deref()).unwrap_or_default()
    }

    /// An option that a request may name alone, or after another with a `-`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.options.as_ref()?.suffix.as_deref()
    }
}

impl AcceptParameter {
    /// All versions that are served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }
}

impl HeaderVersion {
    /// All versions that are served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }
}
