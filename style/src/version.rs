//! Where the version of the API goes.

use crate::{HeaderName, List, Text};

tagged! {
    /// Where the version of the API and the options of a representation go.
    Version "`version`" by "in" {
        /// Nowhere.
        None = "none",
        /// In the path, as `{major}` of `path.prefix`.
        Path = "path",
        /// In the subtype of `Accept`: `application/vnd.{vendor}[.{version}][.{option}[-{suffix}]][+json]`. Answers carry
        /// the vendor type where one was asked for, else `application/json`; what is not there is `not_acceptable`.
        AcceptSubtype(AcceptSubtype) = "accept_subtype",
        /// In a parameter of one media type in `Accept`: `application/vnd.acme+json; version=3`. Answers carry the type
        /// with its parameter where it was asked for, else `media.response`; a version that is not there is
        /// `not_acceptable`.
        AcceptParameter(AcceptParameter) = "accept_parameter",
        /// In a request header: `X-Api-Version: 3`. Answers vary with it; a version that is not there is `not_acceptable`.
        Header(HeaderVersion) = "header",
    }
}

record! {
    /// The version in the subtype of `Accept`.
    AcceptSubtype "" {
        /// The vendor.
        vendor: Text [Text(&SUBTYPE_PART)],
        /// The version that is served where none is asked for: `v1`.
        current: Text [Text(&SUBTYPE_PART)],
        /// Every version that is served; without it just the current one.
        served: Option<List<Text>> [List(&Text(&SUBTYPE_PART))],
        /// Options of a representation.
        options: Option<VersionOptions>,
    }
}

record! {
    /// Options of a representation that `Accept` may ask for.
    VersionOptions "`version.options`" {
        /// Alternatives, of which one may be asked for: `[compact, full]`.
        alternatives formerly "depth": Option<List<Text>> [List(&Text(&SUBTYPE_PART))],
        /// An option that stands alone, or follows another after a `-`: `verbose`.
        suffix: Option<Text> [Text(&SUBTYPE_PART)],
    }
}

record! {
    /// The version in a parameter of one media type in `Accept`.
    AcceptParameter "" {
        /// The media type, without parameters.
        media: Text [Text(&JSON_ESSENCE)],
        /// The parameter for the version.
        parameter: Text [Text(&MEDIA_PARAMETER)] = "\"version\"",
        /// The version that clients ask for: `"3"`.
        current: Text [Text(&TOKEN)],
        /// Every version that is served; without it just the current one.
        served: Option<List<Text>> [List(&Text(&TOKEN))],
        /// Whether a request that names none is `not_acceptable`; else it gets the current one.
        required: bool = "false",
    }
}

record! {
    /// The version in a request header.
    HeaderVersion "" {
        /// The header: `X-Api-Version`.
        header formerly "name": HeaderName,
        /// The version that clients ask for: `"3"`.
        current: Text [Text(&TOKEN)],
        /// Every version that is served; without it just the current one.
        served: Option<List<Text>> [List(&Text(&TOKEN))],
        /// Whether a request that names none is `not_acceptable`; else it gets the current one.
        required: bool = "false",
    }
}

impl Version {
    /// Every representation option of the style.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        let (alternatives, suffix) = match self {
            Self::None | Self::Path | Self::AcceptParameter(_) | Self::Header(_) => (&[][..], None),
            Self::AcceptSubtype(version) => (version.alternatives(), version.suffix()),
        };
        alternatives.iter().map(AsRef::as_ref).chain(suffix)
    }
}

impl AcceptSubtype {
    /// Every version that is served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }

    /// Options of which one may be asked for.
    #[must_use]
    pub fn alternatives(&self) -> &[Text] {
        self.options.as_ref().and_then(|options| options.alternatives.as_deref()).unwrap_or_default()
    }

    /// An option that stands alone, or follows another after a `-`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.options.as_ref()?.suffix.as_deref()
    }
}

impl AcceptParameter {
    /// Every version that is served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }
}

impl HeaderVersion {
    /// Every version that is served.
    #[must_use]
    pub fn served(&self) -> &[Text] {
        self.served.as_deref().unwrap_or(std::slice::from_ref(&self.current))
    }
}
