//! The version as a part of the subtype: `application/vnd.acme.v1.full+json`.

use std::borrow::Cow;

use http::header::ACCEPT;
use http::{HeaderName, HeaderValue};

use crate::style::{AcceptSubtype, VersionField};
use crate::syntax::accept::Accept;

use super::{Offer, Representation, UnknownVersion, VersionPlace, WantedVersion};

impl VersionPlace for AcceptSubtype {
    fn negotiate(
        &'static self,
        offer: &Offer<'_>,
        accept: &Accept<'_>,
        default: Representation,
    ) -> Option<Representation> {
        if !offer.has_json() {
            return offer.negotiate(accept, default);
        }
        let found = find(self, accept, default.clone());
        found.or_else(|| offer.accepts_any().then_some(default))
    }

    fn media_types(&'static self, _offer: &Offer<'_>) -> Vec<Cow<'static, str>> {
        let mut all = vec![Cow::Borrowed("application/json")];
        for version in self.served() {
            let mut add = |options: &str| all.push(Cow::Owned(self.media_type(version, options)));
            add("");
            for option in self.alternatives() {
                add(&format!(".{option}"));
                self.suffix().into_iter().for_each(|suffix| add(&format!(".{option}-{suffix}")));
            }
            self.suffix().into_iter().for_each(|suffix| add(&format!(".{suffix}")));
        }
        all
    }

    fn is_unsupported(&'static self, accept: &Accept<'_>) -> bool {
        accept.ranges().is_some_and(|ranges| {
            ranges.iter().any(|range| range.weight > 0 && names_unserved(self, range.kind, range.subtype))
        })
    }

    fn vary(&'static self) -> Option<HeaderName> {
        Some(ACCEPT)
    }

    fn request(
        &'static self,
        _field: VersionField<'static>,
        wanted: &WantedVersion,
        _offer: &Offer<'_>,
    ) -> Result<Option<VersionField<'static>>, UnknownVersion> {
        let WantedVersion { version, option, suffix } = wanted;
        if version.is_none() && option.is_none() && !suffix {
            return Ok(None);
        }
        let options = match (option, self.suffix()) {
            (Some(option), _) if self.alternatives().iter().all(|known| known != option) => {
                return Err(UnknownVersion {
                    input: "representation",
                    reason: "is not an option of the API",
                });
            }
            (_, None) if *suffix => {
                return Err(UnknownVersion { input: "verbose", reason: "is not an option of the API" });
            }
            (Some(option), Some(known)) if *suffix => format!(".{option}-{known}"),
            (None, Some(known)) if *suffix => format!(".{known}"),
            (Some(option), _) => format!(".{option}"),
            (None, _) => String::new(),
        };
        let version = version.as_deref().unwrap_or(&self.current);
        Ok(Some(VersionField::Accept(self.media_type(version, &options))))
    }

    fn is_own_type(&self, media: &str) -> bool {
        let rest = media.strip_prefix("application/vnd.").and_then(|rest| rest.strip_prefix(&*self.vendor));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// The range of `Accept` with the greatest weight that can be served; of equals the one that says most, then the
/// first. A wildcard stands for `application/json`, or where that is refused, for the current version's own type.
fn find(
    version: &'static AcceptSubtype,
    accept: &Accept<'_>,
    default: Representation,
) -> Option<Representation> {
    let Some(ranges) = accept.ranges() else { return Some(default) };
    let mut best: Option<((u16, u8), Representation)> = None;
    let mut offer = |weight: u16, says: u8, representation: Representation| {
        if weight > 0 && best.as_ref().is_none_or(|(rank, _)| (weight, says) > *rank) {
            best = Some(((weight, says), representation));
        }
    };
    // Each type is weighed once, however often it is named: weighing looks at all ranges.
    let mut weighed: Vec<HeaderValue> = Vec::new();
    let mut any = false;
    for range in ranges {
        if range.subtype == "*" {
            any |= range.closeness("application", "json").is_some();
        } else if let Some(asked) = vendor_type(version, range.kind, range.subtype)
            && !weighed.contains(&asked.media)
        {
            weighed.push(asked.media.clone());
            offer(accept.weight(range.kind, range.subtype), 2, asked);
        }
    }
    if any {
        let current = format!("vnd.{}.{}+json", version.vendor, version.current);
        offer(accept.weight("application", &current), 0, vendor_type(version, "application", &current)?);
    }
    offer(accept.weight("application", "json"), 1, default);
    best.map(|(_, representation)| representation)
}

/// Reads `application/vnd.{vendor}[.{version}][.{option}[-{suffix}] | .{suffix}][+json]`, in any case.
fn vendor_type(version: &'static AcceptSubtype, kind: &str, subtype: &str) -> Option<Representation> {
    if !kind.eq_ignore_ascii_case("application") {
        return None;
    }
    let lower = subtype.to_ascii_lowercase();
    let rest = lower.strip_prefix("vnd.")?.strip_prefix(&*version.vendor)?;
    let rest = rest.strip_suffix("+json").unwrap_or(rest);
    let media = HeaderValue::try_from(format!("application/{lower}")).ok()?;
    let mut found = Representation {
        version: Some(&version.current),
        option: None,
        suffix: None,
        media,
        vendor: true,
        pretty: false,
    };
    if rest.is_empty() {
        return Some(found);
    }
    let rest = rest.strip_prefix('.')?;
    let (first, second) = rest.split_once('.').map_or((rest, None), |(first, second)| (first, Some(second)));
    let said = match version.served().iter().find(|served| served.eq_ignore_ascii_case(first)) {
        Some(served) => {
            found.version = Some(served);
            second
        }
        None if second.is_none() => Some(first),
        None => return None,
    };
    if let Some(said) = said {
        (found.option, found.suffix) = option(said, version)?;
    }
    Some(found)
}

/// Whether a type of the vendor begins with neither a version that is served nor an option.
fn names_unserved(version: &'static AcceptSubtype, kind: &str, subtype: &str) -> bool {
    let lower = subtype.to_ascii_lowercase();
    let rest =
        lower.strip_prefix("vnd.").and_then(|rest| rest.strip_prefix(&*version.vendor)?.strip_prefix('.'));
    let Some(rest) = rest.filter(|_| kind.eq_ignore_ascii_case("application")) else { return false };
    let rest = rest.strip_suffix("+json").unwrap_or(rest);
    let (first, has_more) = rest.split_once('.').map_or((rest, false), |(first, _)| (first, true));
    let is_served = version.served().iter().any(|served| served.eq_ignore_ascii_case(first));
    let is_name = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name && !is_served && (has_more || option(first, version).is_none())
}

type Options = (Option<&'static str>, Option<&'static str>);

fn option(said: &str, version: &'static AcceptSubtype) -> Option<Options> {
    let known = |said: &str| {
        let mut options = version.alternatives().iter().map(|option| &**option);
        options.find(|option| option.eq_ignore_ascii_case(said))
    };
    if let Some(option) = known(said) {
        return Some((Some(option), None));
    }
    let suffix = version.suffix()?;
    if said.eq_ignore_ascii_case(suffix) {
        return Some((None, Some(suffix)));
    }
    let (option, _) = said.rsplit_once('-').filter(|(_, last)| last.eq_ignore_ascii_case(suffix))?;
    known(option).map(|option| (Some(option), Some(suffix)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::VersionOptions;
    use crate::version::JSON;
    use http::HeaderMap;

    use std::borrow::Cow::Borrowed;

    static ACME: AcceptSubtype = AcceptSubtype {
        vendor: Borrowed("acme"),
        current: Borrowed("v2"),
        served: Some(Borrowed(&[Borrowed("v1"), Borrowed("v2")])),
        options: Some(VersionOptions {
            alternatives: Some(Borrowed(&[Borrowed("compact"), Borrowed("full"), Borrowed("half-full")])),
            suffix: Some(Borrowed("verbose")),
        }),
    };

    fn asked(accept: &str) -> Option<(Representation, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::ACCEPT, accept.parse().expect("a header"));
        let default = Representation {
            version: Some("v2"),
            option: None,
            suffix: None,
            media: JSON,
            vendor: false,
            pretty: false,
        };
        let found = find(&ACME, &Accept::read(&headers), default)?;
        let media = found.media.to_str().expect("text").to_owned();
        Some((found, media))
    }

    fn parts(accept: &str) -> Option<(&'static str, Options, String)> {
        asked(accept).map(|(found, media)| (found.version.unwrap_or(""), (found.option, found.suffix), media))
    }

    #[test]
    fn vendor_types_name_version_option_and_suffix() {
        let v = Some("verbose");
        for (text, version, options) in [
            ("vnd.acme", "v2", (None, None)),
            ("vnd.acme+json", "v2", (None, None)),
            ("vnd.acme.v1", "v1", (None, None)),
            ("vnd.acme.v1+json", "v1", (None, None)),
            ("vnd.acme.v1.verbose+json", "v1", (None, v)),
            ("vnd.acme.v1.compact-verbose+json", "v1", (Some("compact"), v)),
            ("vnd.acme.v1.half-full+json", "v1", (Some("half-full"), None)),
            ("vnd.acme.half-full-verbose", "v2", (Some("half-full"), v)),
            ("vnd.acme.full", "v2", (Some("full"), None)),
        ] {
            let media = format!("application/{text}");
            assert_eq!(parts(&media), Some((version, options, media.clone())), "{text}");
        }
        assert_eq!(
            parts("Application/Vnd.Acme.V1.FULL+JSON").map(|p| p.2).as_deref(),
            Some("application/vnd.acme.v1.full+json")
        );
    }

    #[test]
    fn what_is_not_served_is_not_taken() {
        for text in [
            "application/vnd.acme.v3+json",
            "application/vnd.acme.v1.tiny+json",
            "application/vnd.acme.v1.compact-loud",
            "application/vnd.acme.v1.compact.verbose",
            "application/vnd.acme.v1+xml",
            "application/vnd.acme.",
            "application/vnd.acmeplus+json",
            "application/vnd.other+json",
            "text/vnd.acme+json",
            "text/html",
            "application/json;q=0",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_version_that_is_not_served_is_neither_an_option_nor_another_type() {
        let of = |text: &str| {
            let (kind, subtype) = text.split_once('/').expect("a media type");
            names_unserved(&ACME, kind, subtype)
        };
        for text in
            ["application/vnd.acme.v3+json", "application/VND.ACME.V9.compact", "application/vnd.acme.tiny"]
        {
            assert!(of(text), "{text}");
        }
        for text in [
            "application/vnd.acme.v1.tiny+json",
            "application/vnd.acme.compact",
            "application/vnd.acme.",
            "application/vnd.acme.v1+xml",
            "application/vnd.other.v3+json",
            "text/vnd.acme.v3+json",
        ] {
            assert!(!of(text), "{text}");
        }
    }

    #[test]
    fn weights_choose_and_more_said_breaks_ties() {
        let json =
            |accept| assert_eq!(parts(accept).map(|p| p.2).as_deref(), Some("application/json"), "{accept}");
        json("*/*");
        json("application/*");
        json("text/html, */*;q=0.1");
        json("application/vnd.acme.v1+json;q=0.5, application/json;q=0.6");
        let v1 = |accept| assert_eq!(parts(accept).map(|p| p.0), Some("v1"), "{accept}");
        v1("application/json, application/vnd.acme.v1+json");
        v1("application/vnd.acme.v9+json, application/vnd.acme.v1+json;q=0.2");
        v1("*/*;q=0.9, application/vnd.acme.v1+json");
        assert_eq!(
            parts("*/*, application/json;q=0").map(|p| p.2).as_deref(),
            Some("application/vnd.acme.v2+json")
        );
    }
}
