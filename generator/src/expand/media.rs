//! The media types that JSON goes out and comes in under.

use crate::style::{AcceptSubtype, OnlyMedia, RequestMedia, Style, Version};

/// The media types of JSON in an answer, the usual one first.
pub(crate) fn of_answers(style: &Style) -> Vec<String> {
    match &style.version {
        Version::None | Version::Path | Version::Header(_) | Version::Query(_) => {
            vec![style.media.response.to_string()]
        }
        Version::AcceptSubtype(version) => subtypes(style, version),
        Version::AcceptParameter(version) => {
            let served = version.versions.all().iter();
            let mut all: Vec<String> = served.map(|served| version.media_type(served)).collect();
            if !version.versions.required {
                all.insert(0, style.media.response.to_string());
            }
            all
        }
    }
}

/// The media types of a failure. One that is reported before the version is known has the usual type.
pub(crate) fn of_failures(style: &Style) -> Vec<String> {
    match (&*style.failure.media, &style.version) {
        ("application/json", Version::AcceptParameter(version)) if version.versions.required => {
            let mut all = of_answers(style);
            all.insert(0, style.media.response.to_string());
            all
        }
        ("application/json", _) => of_answers(style),
        (media, _) => vec![media.to_owned()],
    }
}

/// `application/vnd.{vendor}.{version}[.{option}[-{suffix}]]+json`, for each combination.
fn subtypes(style: &Style, version: &AcceptSubtype) -> Vec<String> {
    let mut all = vec![style.media.response.to_string()];
    for served in version.served() {
        let of = |options: &str| version.media_type(served, options);
        all.push(of(""));
        for option in version.alternatives() {
            all.push(of(&format!(".{option}")));
            all.extend(version.suffix().map(|suffix| of(&format!(".{option}-{suffix}"))));
        }
        all.extend(version.suffix().map(|suffix| of(&format!(".{suffix}"))));
    }
    all
}

/// The media type of JSON in a request, where the style takes one alone.
pub(crate) fn of_requests(style: &Style) -> Option<&str> {
    match &style.media.request {
        RequestMedia::Declared | RequestMedia::Any | RequestMedia::Form => None,
        RequestMedia::Only(OnlyMedia { media, .. }) => Some(media),
    }
}

/// Whether two media types are one.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other.trim())
}

/// A media type without its parameters.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}
