//! The version of the API and the options of a representation: how requests name them, how they are read, and what
//! responses say of them.
//!
//! Each place of the version is one file. A place is declared in the crate `style`; [`place`] is the only code that names
//! them all.

mod header;
mod offer;
mod parameter;
mod query;
mod subtype;

use std::borrow::Cow;

use http::header::ACCEPT;
use http::request::Parts;
use http::{HeaderName, HeaderValue};

use crate::api::OperationMeta;
use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::style::{Acceptance, ServedVersions, Style, Version, VersionField};
use crate::syntax::accept::Accept;

pub(crate) use offer::Offer;

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What servers and clients do about a version in one place of requests. The defaults are those of an API whose versions do
/// not show in requests.
trait VersionPlace: Sync {
    /// Server: the version in a part of the request that holds just the version, if there is such a part.
    ///
    /// # Errors
    /// With the part, if its version is not served.
    fn read(&'static self, _request: &Parts) -> Result<Option<&'static str>, Box<Entry>> {
        Ok(None)
    }

    /// Server: the representation that a request accepts; `None` if it is not served.
    fn negotiate(
        &'static self,
        offer: &Offer<'_>,
        accept: &Accept<'_>,
        default: Representation,
    ) -> Option<Representation> {
        offer.negotiate(accept, default)
    }

    /// Server: whether `Accept` names a version that is not served, or lacks one that it must name.
    fn is_unsupported(&'static self, _accept: &Accept<'_>) -> bool {
        false
    }

    /// Server: every media type that a response can have, for a 406 to list.
    fn media_types(&'static self, offer: &Offer<'_>) -> Vec<Cow<'static, str>> {
        offer.media_types().iter().copied().map(Cow::Borrowed).collect()
    }

    /// Server: the request header that responses depend on.
    fn vary(&'static self) -> Option<HeaderName> {
        None
    }

    /// Client: completes the part of a request that names the version. `None` if the request asks for nothing in particular.
    fn request(
        &'static self,
        field: VersionField<'static>,
        _wanted: &WantedVersion,
        _offer: &Offer<'_>,
    ) -> Result<Option<VersionField<'static>>, UnknownVersion> {
        Ok(Some(field))
    }

    /// Client: whether a media type in lower case, without parameters, is one of the style's own types for JSON.
    fn is_own_type(&self, _media: &str) -> bool {
        false
    }
}

/// No place of a request: the API has no versions, or each has paths of its own.
struct Nowhere;

impl VersionPlace for Nowhere {}

fn place(version: &'static Version) -> &'static dyn VersionPlace {
    match version {
        Version::None | Version::Path => &Nowhere,
        Version::AcceptSubtype(place) => place,
        Version::AcceptParameter(place) => place,
        Version::Header(place) => place,
        Version::Query(place) => place,
    }
}

/// The representation that an answer has.
///
/// ```
/// use housestyle::server::Context;
///
/// fn is_compact(context: &Context) -> bool {
///     context.representation().asks_for("compact")
/// }
/// # let _: fn(&Context) -> bool = is_compact;
/// ```
#[derive(Debug, Clone)]
pub struct Representation {
    /// The version, if requests can name one: the one asked for, else the current one.
    pub version: Option<&'static str>,
    /// The option asked for: `compact`, `full`.
    pub option: Option<&'static str>,
    /// The suffix, where it is asked for: `verbose`.
    pub suffix: Option<&'static str>,
    /// `Content-Type` of a body in this representation.
    pub(crate) media: HeaderValue,
    /// Whether `media` is a vendor type, which failures take over.
    pub(crate) vendor: bool,
    /// Whether JSON is indented.
    pub(crate) pretty: bool,
}

impl Representation {
    /// Whether the request asks for `option`, be it as an option or as the suffix.
    #[must_use]
    pub fn asks_for(&self, option: &str) -> bool {
        self.option == Some(option) || self.suffix == Some(option)
    }

    /// The representation where nothing is asked for.
    fn default_of(style: &'static Style) -> Self {
        let version = style.version.current().map(|version| &**version);
        let media = HeaderValue::from_static(&style.media.response);
        Self { version, option: None, suffix: None, media, vendor: false, pretty: false }
    }
}

/// The representation that a request asks for in a response of `operation`, and whether it can be had; if not, the
/// representation is the default one.
pub(crate) fn negotiate(
    style: &'static Style,
    operation: Option<&OperationMeta>,
    request: &Parts,
) -> (Representation, bool) {
    let offer = Offer { style, operation };
    let accept = Accept::read(&request.headers);
    let default = Representation::default_of(style);
    let found = find(&offer, request, &accept, default.clone());
    let acceptable = found.is_some();
    let mut representation = found.unwrap_or(default);
    representation.pretty = style.success.pretty.as_ref().is_some_and(|pretty| {
        let query = request.uri.query().unwrap_or("");
        pretty.option.as_ref().is_some_and(|option| representation.asks_for(option))
            || pretty.parameter.as_ref().is_some_and(|wire| values(query, wire).any(|value| value == "true"))
            || pretty.accept_parameter.as_ref().is_some_and(|wire| accept.asks_more_than_nothing(wire))
    });
    (representation, acceptable)
}

/// The values of a parameter in a query.
fn values<'q>(query: &'q str, wire: &str) -> impl Iterator<Item = Cow<'q, str>> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.filter(move |(key, _)| key == wire).map(|(_, value)| value)
}

fn find(
    offer: &Offer<'_>,
    request: &Parts,
    accept: &Accept<'_>,
    default: Representation,
) -> Option<Representation> {
    let place = place(&offer.style.version);
    let version = if offer.is_styled() { place.read(request).ok()? } else { None };
    let default = Representation { version: version.or(default.version), ..default };
    if offer.is_refused(accept) { None } else { place.negotiate(offer, accept, default) }
}

/// The version of a part of a request that holds just the version. `None` if it is not served, is named twice, or has to be
/// named.
fn find_served<'v>(
    versions: &'static ServedVersions,
    mut values: impl Iterator<Item = Cow<'v, [u8]>>,
) -> Option<&'static str> {
    match (values.next(), values.next()) {
        (None, _) => (!versions.required).then_some(&*versions.current),
        (Some(named), None) => {
            versions.all().iter().map(|served| &**served).find(|served| served.as_bytes() == &*named)
        }
        (Some(_), Some(_)) => None,
    }
}

/// The problem of a request that [`negotiate`] refuses.
pub(crate) fn refused(operation: &OperationMeta, request: &Parts) -> Problem {
    let style = operation.api.style;
    let offer = Offer { style, operation: Some(operation) };
    let place = place(&style.version);
    match place.read(request) {
        Err(part) if operation.styled => {
            let name = part.header.clone().or_else(|| part.parameter.clone()).unwrap_or_default();
            let message = |all: &str| format!("`{name}` names no version that is served; there are {all}");
            let served = style.version.served().to_vec();
            not_acceptable(Outcome::UnsupportedVersion, style, *part, served, message)
        }
        Ok(_) | Err(_) => {
            let unsupported = operation.styled && place.is_unsupported(&Accept::read(&request.headers));
            let outcome = if unsupported { Outcome::UnsupportedVersion } else { Outcome::NotAcceptable };
            let message = |all: &str| format!("None of the accepted media types can be had; there are {all}");
            let part = Entry::default().header("Accept");
            not_acceptable(outcome, style, part, place.media_types(&offer), message)
        }
    }
}

/// The problem of a request whose `part` names nothing of what is available.
fn not_acceptable(
    outcome: Outcome,
    style: &Style,
    part: Entry,
    available: Vec<Cow<'static, str>>,
    message: impl FnOnce(&str) -> String,
) -> Problem {
    let problem = Problem::new(outcome);
    let has_message = !style.response_to(outcome).message.is_empty();
    if style.failure.fills_empty_entries() {
        return problem.blame(style, part);
    }
    let all = available.join(", ");
    let message = message(&all);
    let key = match outcome {
        Outcome::UnsupportedVersion => "outcome.unsupported_version",
        _ => "outcome.not_acceptable",
    };
    let wording = Wording::of(key).placeholder("available", all);
    let one = |name| Entry { code: Some("available".into()), message: Some(name), ..part.clone() };
    let problem = if has_message { problem } else { problem.message(message) };
    problem.wording(wording).entries(available.into_iter().map(one))
}

/// The header besides `Accept` that every answer varies with.
pub(crate) fn varying_header(style: &'static Style) -> Option<HeaderName> {
    place(&style.version).vary().filter(|header| *header != ACCEPT)
}

/// Whether every answer varies with `Accept`.
pub(crate) fn varies_with_accept(style: &'static Style) -> bool {
    let extended = style.media.accept == Acceptance::Exact && !style.media.request.parameters().is_empty();
    let indented = style.success.pretty.as_ref().is_some_and(|pretty| pretty.accept_parameter.is_some());
    extended || indented || is_in_accept(style)
}

/// Whether requests name the version in `Accept`.
pub(crate) fn is_in_accept(style: &'static Style) -> bool {
    place(&style.version).vary() == Some(ACCEPT)
}

/// Whether a media type in lower case, without parameters, is one of the style's own types for JSON.
pub(crate) fn is_own_type(style: &'static Style, media: &str) -> bool {
    place(&style.version).is_own_type(media)
}

/// The version and the options that a call asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct WantedVersion {
    pub(crate) version: Option<String>,
    pub(crate) option: Option<String>,
    pub(crate) suffix: bool,
}

/// A version or an option that the API does not have.
pub(crate) struct UnknownVersion {
    /// What was asked for.
    pub(crate) input: &'static str,
    pub(crate) reason: &'static str,
}

/// The part of a request that names the version that is wanted.
pub(crate) fn request(
    operation: &OperationMeta,
    wanted: &WantedVersion,
) -> Result<Option<VersionField<'static>>, UnknownVersion> {
    let style = operation.api.style;
    let version = &style.version;
    let asked = wanted.version.as_deref().or(version.current().map(|current| &**current));
    let Some((asked, field)) =
        asked.filter(|_| operation.styled).and_then(|asked| Some((asked, version.field(asked)?)))
    else {
        return Ok(None);
    };
    if version.served().iter().all(|served| served != asked) {
        return Err(UnknownVersion { input: "version", reason: "is not served by the API" });
    }
    place(version).request(field, wanted, &Offer { style, operation: Some(operation) })
}
