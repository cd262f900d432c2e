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
        /// `application/json` otherwise. A version that is not served gets the outcome `unsupported_version`, and an option
        /// `not_acceptable`.
        AcceptSubtype(AcceptSubtype) = "accept_subtype",
        /// In a parameter of a media type in `Accept`: `application/vnd.acme+json; version=3`. Responses have that media
        /// type with its parameter if the request names it, and `media.response` otherwise. A version that is not served
        /// gets the outcome `unsupported_version`.
        AcceptParameter(AcceptParameter) = "accept_parameter",
        /// In a request header: `X-Api-Version: 3`. Responses name it in `Vary`. A version that is not served gets the
        /// outcome `unsupported_version`.
        Header(HeaderVersion) = "header",
        /// In a query parameter: `?api-version=3`. A parameter of that name in an operation is left out. A version
        /// that is not served gets the outcome `unsupported_version`.
        Query(QueryVersion) = "query",
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
    /// The versions that are served.
    ServedVersions "" {
        /// The version that clients request, and that of requests that name none: `"3"`.
        current: Text [Text(&TOKEN)],
        /// All versions that are served: `["2", "3"]`. Without it, only `current`.
        served: Option<List<Text>> [List(&Text(&TOKEN))],
        /// Whether a request without a version gets the outcome `unsupported_version`.
        required: bool = "false",
    }
}

record! {
    /// The version in a parameter of one media type in `Accept`.
    AcceptParameter "" {
        /// The media type, without parameters.
        media: Text [Text(&JSON_ESSENCE)],
        /// The parameter for the version.
        parameter: Text [Text(&MEDIA_PARAMETER)] = "\"version\"",
        /// The versions.
        [flat] versions: ServedVersions,
    }
}

record! {
    /// The version in a request header.
    HeaderVersion "" {
        /// The name of the header: `X-Api-Version`.
        name: HeaderName,
        /// The versions.
        [flat] versions: ServedVersions,
    }
}

record! {
    /// The version in a query parameter.
    QueryVersion "" {
        /// The name of the parameter: `api-version`.
        name: Text [Text(&WIRE)],
        /// The versions.
        [flat] versions: ServedVersions,
    }
}

/// The part of a request that names a version, with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionField<'a> {
    /// `Accept`.
    Accept(String),
    /// A header.
    Header(&'a str, String),
    /// A query parameter.
    Query(&'a str, String),
}

impl Version {
    /// The part of a request that names a version.
    #[must_use]
    pub fn field(&self, version: &str) -> Option<VersionField<'_>> {
        match self {
            Self::None | Self::Path => None,
            Self::AcceptSubtype(place) => Some(VersionField::Accept(place.media_type(version, ""))),
            Self::AcceptParameter(place) => Some(VersionField::Accept(place.media_type(version))),
            Self::Header(place) => Some(VersionField::Header(&place.name, version.to_owned())),
            Self::Query(place) => Some(VersionField::Query(&place.name, version.to_owned())),
        }
    }

    /// The part of a request that names the current version.
    #[must_use]
    pub fn current_field(&self) -> Option<VersionField<'_>> {
        self.field(self.current()?)
    }

    /// The version that is served to a request that does not name one, if a request can name one.
    #[must_use]
    pub const fn current(&self) -> Option<&Text> {
        match self {
            Self::None | Self::Path => None,
            Self::AcceptSubtype(place) => Some(&place.current),
            Self::AcceptParameter(AcceptParameter { versions, .. })
            | Self::Header(HeaderVersion { versions, .. })
            | Self::Query(QueryVersion { versions, .. }) => Some(&versions.current),
        }
    }

    /// All versions that a request can name.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        match self {
            Self::None | Self::Path => &[],
            Self::AcceptSubtype(place) => place.served(),
            Self::AcceptParameter(AcceptParameter { versions, .. })
            | Self::Header(HeaderVersion { versions, .. })
            | Self::Query(QueryVersion { versions, .. }) => versions.all(),
        }
    }

    /// Whether a request must name a version.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        match self {
            Self::None | Self::Path | Self::AcceptSubtype(_) => false,
            Self::AcceptParameter(AcceptParameter { versions, .. })
            | Self::Header(HeaderVersion { versions, .. })
            | Self::Query(QueryVersion { versions, .. }) => versions.required,
        }
    }

    /// Every representation option of the style.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        let options = match self {
            Self::AcceptSubtype(version) => version.options.as_ref(),
            Self::None | Self::Path | Self::AcceptParameter(_) | Self::Header(_) | Self::Query(_) => None,
        };
        let alternatives = options.and_then(|options| options.alternatives.as_deref()).unwrap_or_default();
        alternatives.iter().map(AsRef::as_ref).chain(options.and_then(|options| options.suffix.as_deref()))
    }
}

impl ServedVersions {
    /// Every version that is served.
    #[must_use]
    pub fn all(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }
}

impl AcceptSubtype {
    /// All versions that are served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }

    /// The media type of a version; `options` is empty or begins with a dot.
    #[must_use]
    pub fn media_type(&self, version: &str, options: &str) -> String {
        format!("application/vnd.{}.{version}{options}+json", self.vendor)
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
    /// The media type of a version.
    #[must_use]
    pub fn media_type(&self, version: &str) -> String {
        format!("{}; {}={version}", self.media, self.parameter)
    }
}
