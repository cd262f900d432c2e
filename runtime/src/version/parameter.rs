//! The version as a parameter of one media type: `application/vnd.acme+json; version=3`.

use std::borrow::Cow;

use http::header::ACCEPT;
use http::{HeaderName, HeaderValue};

use crate::style::{AcceptParameter, VersionField};
use crate::syntax::accept::Accept;
use crate::syntax::media_type::{essence, is_json};

use super::{Offer, Representation, UnknownVersion, VersionPlace, WantedVersion};

impl VersionPlace for AcceptParameter {
    fn negotiate(
        &'static self,
        offer: &Offer<'_>,
        accept: &Accept<'_>,
        default: Representation,
    ) -> Option<Representation> {
        if !offer.is_styled() {
            return offer.negotiate(accept, default);
        }
        let versioned = find(self, accept, default.clone());
        if offer.has_json() {
            return versioned.or_else(|| offer.accepts_any().then_some(default));
        }
        // Bytes have no version, but their failures do: a request for a version accepts them.
        let media = offer.best(accept).or_else(|| {
            let accepts = offer.accepts_any() || versioned.as_ref().is_some_and(|versioned| versioned.vendor);
            offer.declared().first().copied().filter(|_| accepts)
        })?;
        let base = versioned.unwrap_or(default);
        Some(Representation { media: HeaderValue::from_static(media), vendor: false, ..base })
    }

    fn is_unsupported(&'static self, accept: &Accept<'_>) -> bool {
        let AcceptParameter { media, parameter, versions } = self;
        let (kind, subtype) = essence(media);
        let ranges = accept.ranges().unwrap_or_default().iter();
        let mut asked = ranges
            .filter(|range| range.weight > 0 && range.names(kind, subtype))
            .map(|range| range.param(parameter));
        let is_served = |asked: &str| versions.all().iter().any(|served| *served == asked);
        let names_unserved = asked.any(|asked| asked.is_some_and(|asked| !is_served(asked)));
        names_unserved || versions.required && accept.weight(kind, subtype) > 0
    }

    fn media_types(&'static self, offer: &Offer<'_>) -> Vec<Cow<'static, str>> {
        if !offer.is_styled() {
            return offer.media_types().iter().copied().map(Cow::Borrowed).collect();
        }
        let versions = self.versions.all().iter().map(|version| Cow::Owned(self.media_type(version)));
        let plain = if self.versions.required { &[] } else { offer.declared_or_json() };
        versions.chain(plain.iter().copied().map(Cow::Borrowed)).collect()
    }

    fn vary(&'static self) -> Option<HeaderName> {
        Some(ACCEPT)
    }

    fn request(
        &'static self,
        field: VersionField<'static>,
        _wanted: &WantedVersion,
        offer: &Offer<'_>,
    ) -> Result<Option<VersionField<'static>>, UnknownVersion> {
        let VersionField::Accept(mut accept) = field else { return Ok(Some(field)) };
        // What is not JSON is of its own type, whatever the version.
        for other in offer.declared().iter().filter(|media| !is_json(media)) {
            accept.push_str(", ");
            accept.push_str(other);
        }
        Ok(Some(VersionField::Accept(accept)))
    }

    fn is_own_type(&self, media: &str) -> bool {
        media.eq_ignore_ascii_case(&self.media)
    }
}

/// The range of `Accept` with the greatest weight that can be served; of equals the one that names a version, then the
/// first. Where a version has to be named, nothing else is served.
fn find(
    version: &'static AcceptParameter,
    accept: &Accept<'_>,
    default: Representation,
) -> Option<Representation> {
    let AcceptParameter { media, parameter, versions } = version;
    let required = versions.required;
    let Some(ranges) = accept.ranges() else { return (!required).then_some(default) };
    let (kind, subtype) = essence(media);
    let mut best: Option<((u16, u8), Representation)> = None;
    let mut offer = |weight: u16, says: u8, representation: Representation| {
        if weight > 0 && best.as_ref().is_none_or(|(rank, _)| (weight, says) > *rank) {
            best = Some(((weight, says), representation));
        }
    };
    for range in ranges.iter().filter(|range| range.names(kind, subtype)) {
        let (says, found) = match range.param(parameter) {
            Some(asked) => (2, versions.all().iter().find(|served| **served == asked)),
            None => (1, (!required).then_some(&versions.current)),
        };
        let Some(found) = found else { continue };
        let Ok(media) = HeaderValue::try_from(version.media_type(found)) else { continue };
        let representation = Representation { version: Some(found), media, vendor: true, ..default.clone() };
        offer(range.weight, says, representation);
    }
    if !required {
        offer(accept.weight("application", "json"), 0, default);
    }
    best.map(|(_, representation)| representation)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use crate::style::{AcceptParameter, Pretty, ServedVersions, Style, Success, Version};
    use crate::version::{Offer, negotiate, place};

    const fn versioned(required: bool) -> Version {
        Version::AcceptParameter(AcceptParameter {
            media: Borrowed("application/vnd.acme+json"),
            parameter: Borrowed("version"),
            versions: ServedVersions {
                current: Borrowed("3"),
                served: Some(Borrowed(&[Borrowed("2"), Borrowed("3")])),
                required,
            },
        })
    }
    static STRICT: Style = Style { version: versioned(true), ..Style::MINIMAL };
    static EASY: Style = Style { version: versioned(false), ..Style::MINIMAL };

    fn asked(style: &'static Style, accept: &[&str]) -> Option<(&'static str, String)> {
        let mut request = http::Request::new(());
        for accept in accept {
            request.headers_mut().append("accept", accept.parse().expect("a header"));
        }
        let (found, acceptable) = negotiate(style, None, &request.into_parts().0);
        let media = found.media.to_str().expect("text").to_owned();
        acceptable.then_some((found.version.unwrap_or(""), media))
    }

    #[test]
    fn hk_6_the_version_is_a_parameter_of_accept() {
        for (accept, version) in [
            ("application/vnd.acme+json; version=3", "3"),
            ("Application/Vnd.Acme+JSON;VERSION=\"2\"", "2"),
            ("application/vnd.acme+json; version=9, application/vnd.acme+json; version=2;q=0.1", "2"),
            ("application/vnd.acme+json; version=2;q=0.5, application/vnd.acme+json; version=3;q=0.6", "3"),
            ("application/vnd.acme+json; version=3; q=0, application/vnd.acme+json; version=2", "2"),
            ("text/html, */*;q=0.9, application/vnd.acme+json; indent=4; version=2;q=0.2", "2"),
        ] {
            let media = format!("application/vnd.acme+json; version={version}");
            assert_eq!(asked(&STRICT, &[accept]), Some((version, media)), "{accept}");
        }
        assert_eq!(asked(&STRICT, &["*/*", "application/vnd.acme+json; version=2"]).map(|a| a.0), Some("2"));
    }

    #[test]
    fn hk_7_a_missing_or_bad_version_is_not_acceptable_where_it_is_required() {
        for accept in [
            "*/*",
            "application/json",
            "application/vnd.acme+json",
            "application/vnd.acme+json; version=4",
            "application/vnd.acme+json; version=",
            "application/vnd.acme+json; version",
            "application/vnd.acme+json; version=3; q=0",
            "application/vnd.other+json; version=3",
            "application/*; version=3",
        ] {
            assert_eq!(asked(&STRICT, &[accept]), None, "{accept}");
        }
        assert_eq!(asked(&STRICT, &[]), None);
    }

    #[test]
    fn the_current_version_where_none_is_required() {
        let json = Some(("3", "application/json".to_owned()));
        for accept in
            ["*/*", "application/json", "application/*;q=0.1", "application/vnd.acme+json; version=4, */*"]
        {
            assert_eq!(asked(&EASY, &[accept]), json, "{accept}");
        }
        assert_eq!(asked(&EASY, &[]), json);
        let vendor = asked(&EASY, &["application/vnd.acme+json, application/json"]);
        assert_eq!(vendor, Some(("3", "application/vnd.acme+json; version=3".to_owned())));
        assert_eq!(asked(&EASY, &["text/html"]), None);
    }

    #[test]
    fn a_406_lists_what_there_is() {
        let versions = ["application/vnd.acme+json; version=2", "application/vnd.acme+json; version=3"];
        let available =
            |style: &'static Style| place(&style.version).media_types(&Offer { style, operation: None });
        assert_eq!(available(&STRICT), versions);
        assert_eq!(available(&EASY), [&versions[..], &["application/json"]].concat());
    }

    #[test]
    fn hk_43_indented_on_request() {
        static PLAIN: Style = Style::MINIMAL;
        static PRETTY: Style = Style {
            success: Success {
                pretty: Some(Pretty {
                    option: None,
                    parameter: Some(Borrowed("pretty")),
                    accept_parameter: Some(Borrowed("indent")),
                }),
                ..Style::MINIMAL.success
            },
            ..Style::MINIMAL
        };
        let pretty = |style, target: &str, accept: &str| {
            let request = http::Request::get(target).header("accept", accept).body(()).expect("a request");
            negotiate(style, None, &request.into_parts().0).0.pretty
        };
        for (target, accept) in [
            ("/?pretty=true", "*/*"),
            ("/?a=b&pre%74ty=%74rue", "*/*"),
            ("/", "application/json; indent=4"),
            ("/", "text/html, application/json;Indent=\"2\""),
        ] {
            assert!(pretty(&PRETTY, target, accept) && !pretty(&PLAIN, target, accept), "{target} {accept}");
        }
        for (target, accept) in [
            ("/?pretty=false", "*/*"),
            ("/?pretty", "*/*"),
            ("/?pretty=True", "*/*"),
            ("/", "application/json; indent=0"),
            ("/", "application/json; indent=x"),
            ("/", "application/json; indent=4;q=0"),
        ] {
            assert!(!pretty(&PRETTY, target, accept), "{target} {accept}");
        }
    }
}
