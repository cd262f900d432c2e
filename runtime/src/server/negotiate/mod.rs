//! Which representation a request asks for: the version and the options in `Accept`, or a declared media type.

pub(crate) mod accept;
mod header;
pub(crate) mod language;
pub(crate) mod media;
mod parameter;
mod subtype;
pub(crate) mod zone;

use std::borrow::Cow;

use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use crate::api::OperationMeta;
use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::style::{AcceptParameter, Acceptance, Style, Text, Version};
use crate::syntax::media_type::{essence, is_json};

use crate::server::encode::entries;
use crate::server::negotiate::accept::Accept;

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

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
    /// The version, where the style keeps it in `Accept`: the one asked for, else the current one.
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
        let version = match &style.version {
            Version::None | Version::Path => None,
            Version::AcceptSubtype(version) => Some(&*version.current),
            Version::AcceptParameter(version) => Some(&*version.current),
            Version::Header(version) => Some(&*version.current),
        };
        let media = HeaderValue::from_static(&style.media.response);
        Self { version, option: None, suffix: None, media, vendor: false, pretty: false }
    }

    /// The same in the version that a header asks for; none where that is not served.
    fn in_version(
        self,
        style: &'static Style,
        operation: Option<&OperationMeta>,
        headers: &HeaderMap,
    ) -> Option<Self> {
        let styled = operation.is_none_or(|operation| operation.styled);
        match &style.version {
            Version::Header(version) if styled => {
                Some(Self { version: Some(header::find(version, headers)?), ..self })
            }
            Version::None
            | Version::Path
            | Version::AcceptSubtype(_)
            | Version::AcceptParameter(_)
            | Version::Header(_) => Some(self),
        }
    }
}

/// The representation that a request asks for in an answer of `operation`, and whether there is such; where there is
/// not, the usual one.
pub(crate) fn negotiate(
    style: &'static Style,
    operation: Option<&OperationMeta>,
    parts: &Parts,
) -> (Representation, bool) {
    let accept = Accept::read(&parts.headers);
    let found = find(style, operation, &accept);
    let found = found.and_then(|found| found.in_version(style, operation, &parts.headers));
    let acceptable = found.is_some();
    let mut representation = found.unwrap_or_else(|| Representation::default_of(style));
    representation.pretty = style.success.pretty.as_ref().is_some_and(|pretty| {
        let query = parts.uri.query().unwrap_or("");
        pretty.under.as_ref().is_some_and(|option| representation.asks_for(option))
            || pretty.parameter.as_ref().is_some_and(|wire| is_true(query, wire))
            || pretty.accept.as_ref().is_some_and(|wire| accept.asks_more_than_nothing(wire))
    });
    (representation, acceptable)
}

/// Whether a query has the pair `wire=true`.
fn is_true(query: &str, wire: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(key, value)| key == wire && value == "true")
}

/// The header besides `Accept` that every answer varies with.
pub(crate) fn varying_header(style: &'static Style) -> Option<HeaderValue> {
    match &style.version {
        Version::Header(version) => HeaderValue::from_str(&version.name).ok(),
        Version::None | Version::Path | Version::AcceptSubtype(_) | Version::AcceptParameter(_) => None,
    }
}

/// Whether every answer varies with `Accept`.
pub(crate) fn varies(style: &Style) -> bool {
    let extended = style.media.accept == Acceptance::Exact && !style.media.request.parameters().is_empty();
    let indented = style.success.pretty.as_ref().is_some_and(|pretty| pretty.accept.is_some());
    let versioned = match style.version {
        Version::AcceptSubtype(_) | Version::AcceptParameter(_) => true,
        Version::None | Version::Path | Version::Header(_) => false,
    };
    extended || indented || versioned
}

fn find(
    style: &'static Style,
    operation: Option<&OperationMeta>,
    accept: &Accept<'_>,
) -> Option<Representation> {
    let default = Representation::default_of(style);
    let declared: &[&'static str] = operation.map_or(&[], |operation| operation.media);
    let plain = json_of(style, operation);
    let json = declared.is_empty() || declared.iter().any(|media| is_json(media));
    let exact = exact(style, operation);
    let any = style.media.accept == Acceptance::Any;
    let (kind, subtype) = essence(&style.media.response);
    if exact.is_some_and(|parameters| accept.names_only_foreign(kind, subtype, parameters)) {
        return None;
    }
    match &style.version {
        Version::AcceptSubtype(version) if json => {
            let found = subtype::find(version, accept, default.clone());
            found.or_else(|| any.then_some(default))
        }
        Version::AcceptParameter(version) => {
            let versioned = parameter::find(version, accept, default.clone());
            if json {
                return versioned.or_else(|| any.then_some(default));
            }
            // Bytes have no version, but their failures do: a request for a version accepts them.
            let media = best(declared, accept, plain).or_else(|| {
                let taken = any || versioned.as_ref().is_some_and(|versioned| versioned.vendor);
                taken.then(|| first(declared)).flatten()
            });
            let base = versioned.unwrap_or(default);
            Some(Representation { media: HeaderValue::from_static(media?), vendor: false, ..base })
        }
        Version::None | Version::Path | Version::Header(_) | Version::AcceptSubtype(_) => {
            let bodiless = operation.is_none_or(|operation| operation.status == 204);
            let media = match best(declared, accept, plain) {
                _ if bodiless => plain,
                Some(media) => media,
                // What is not refused is served.
                None if (any || exact.is_some()) && json => plain,
                None if any || exact.is_some() => first(declared)?,
                None => return None,
            };
            Some(Representation { media: HeaderValue::from_static(media), ..default })
        }
    }
}

/// The parameters that the style's media type may have, where no other type is refused.
fn exact(style: &'static Style, operation: Option<&OperationMeta>) -> Option<&'static [Text]> {
    let styled = operation.is_none_or(|operation| operation.styled);
    (style.media.accept == Acceptance::Exact && styled).then(|| style.media.request.parameters())
}

/// The media type of JSON: that of the style, unless it is one of the style's own and the operation is not styled.
fn json_of(style: &'static Style, operation: Option<&OperationMeta>) -> &'static str {
    let own = essence(&style.media.response) != ("application", "json");
    match operation {
        Some(operation) if own && !operation.styled => "application/json",
        _ => &style.media.response,
    }
}

/// The declared type with the greatest weight; of equals, the first. JSON is returned as `plain`, under either name.
fn best(declared: &[&'static str], accept: &Accept<'_>, plain: &'static str) -> Option<&'static str> {
    let weigh = |media: &str| {
        let (kind, subtype) = essence(media);
        match (subtype, accept.ranges()) {
            // A range without a named type: what the request accepts of it.
            ("*", Some(ranges)) => {
                let of = ranges.iter().filter(|range| range.kind == "*" || is_of(range.kind, kind));
                of.map(|range| accept.weight(range.kind, range.subtype)).max().unwrap_or(0)
            }
            _ => accept.weight(kind, subtype),
        }
    };
    let declared = if declared.is_empty() { &["application/json"] } else { declared };
    let mut best = (0, None);
    for (index, media) in declared.iter().enumerate() {
        // A range says nothing new after the type that it is written as.
        let before = index.checked_sub(1).map(|before| declared[before]);
        if before.is_some_and(|before| essence(media).1 == "*" && is_of(before, media)) {
            continue;
        }
        let weight = if *media == "application/json" { weigh(media).max(weigh(plain)) } else { weigh(media) };
        if weight > best.0 {
            best = (weight, Some(*media));
        }
    }
    match best.1? {
        "application/json" => Some(plain),
        media => first(&[media]),
    }
}

/// Whether a type is of a range.
fn is_of(media: &str, range: &str) -> bool {
    let (kind, of) = (essence(media).0, essence(range).0);
    of == "*" || of.eq_ignore_ascii_case(kind)
}

/// The type wanted most. A range is none: who writes the body puts one in its place.
fn first(declared: &[&'static str]) -> Option<&'static str> {
    declared.first().copied()
}

/// The media type of a response that may have just some of those that the operation has (none: any of them): the negotiated
/// one, or the first of its own.
pub(crate) fn media_of(
    operation: &OperationMeta,
    representation: &Representation,
    own: &[&'static str],
) -> HeaderValue {
    let plain = json_of(operation.api.style, Some(operation));
    let negotiated = representation.media.to_str().unwrap_or_default();
    let fits = |own: &&str| match *own {
        "application/json" => representation.vendor || negotiated == plain,
        own => own == negotiated,
    };
    match own.first() {
        Some(first) if !own.iter().any(fits) => {
            HeaderValue::from_static(if *first == "application/json" { plain } else { first })
        }
        _ => representation.media.clone(),
    }
}

/// The problem of an `Accept` that nothing meets.
pub(crate) fn refused(style: &'static Style, operation: &OperationMeta, headers: &HeaderMap) -> Problem {
    if let Version::Header(version) = &style.version
        && operation.styled
        && header::find(version, headers).is_none()
    {
        return header::refused(style, version);
    }
    let available = available(style, Some(operation));
    let all = available.join(", ");
    let problem = Problem::new(Outcome::NotAcceptable);
    if style.failure.has_lone_entry() {
        return entries::of_header(style, problem, "Accept");
    }
    let one = |media| Entry::new("available").header("Accept").message(media);
    let wording = Wording::of("outcome.not_acceptable").placeholder("available", all.clone());
    let message = format!("None of the accepted media types can be had; there are {all}");
    problem.message(message).wording(wording).entries(available.into_iter().map(one))
}

/// Every media type that an answer of `operation` can be had in, for a 406 to list.
pub(crate) fn available(style: &'static Style, operation: Option<&OperationMeta>) -> Vec<Cow<'static, str>> {
    let declared: &'static [&'static str] = operation.map_or(&[], |operation| operation.media);
    match &style.version {
        Version::AcceptSubtype(version) => subtype::available(version),
        Version::AcceptParameter(version) => {
            let AcceptParameter { media, parameter, required, .. } = version;
            let versions = version.served().iter();
            let versions = versions.map(|version| Cow::Owned(format!("{media}; {parameter}={version}")));
            let plain = if *required { &[][..] } else { or_json(declared) };
            versions.chain(plain.iter().copied().map(Cow::Borrowed)).collect()
        }
        Version::None | Version::Path | Version::Header(_) if exact(style, operation).is_some() => {
            vec![Cow::Borrowed(&*style.media.response)]
        }
        Version::None | Version::Path | Version::Header(_) => {
            or_json(declared).iter().copied().map(Cow::Borrowed).collect()
        }
    }
}

fn or_json(declared: &'static [&'static str]) -> &'static [&'static str] {
    if declared.is_empty() { &["application/json"] } else { declared }
}
