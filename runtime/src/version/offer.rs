//! The media types that responses of an operation can have.

use http::HeaderValue;

use crate::api::OperationMeta;
use crate::style::{Acceptance, Style, Text};
use crate::syntax::accept::Accept;
use crate::syntax::media_type::{essence, is_json};

use super::Representation;

/// What an operation offers; without an operation, what problems offer.
#[derive(Clone, Copy)]
pub(crate) struct Offer<'a> {
    pub(crate) style: &'static Style,
    pub(crate) operation: Option<&'a OperationMeta>,
}

impl Offer<'_> {
    /// Whether the style applies to the operation.
    pub(super) fn is_styled(&self) -> bool {
        self.operation.is_none_or(|operation| operation.styled)
    }

    /// The declared media types.
    pub(super) fn declared(&self) -> &'static [&'static str] {
        self.operation.map_or(&[], |operation| operation.media)
    }

    /// The declared media types; JSON if there are none.
    pub(super) fn declared_or_json(&self) -> &'static [&'static str] {
        match self.declared() {
            [] => &["application/json"],
            declared => declared,
        }
    }

    /// Whether a response can be JSON.
    pub(super) fn has_json(&self) -> bool {
        self.declared_or_json().iter().any(|media| is_json(media))
    }

    /// Whether no `Accept` is refused.
    pub(super) fn accepts_any(&self) -> bool {
        self.style.media.accept == Acceptance::Any
    }

    /// The parameters that the style's media type may have, if no other type is refused.
    fn exact(&self) -> Option<&'static [Text]> {
        let is_exact = self.style.media.accept == Acceptance::Exact && self.is_styled();
        is_exact.then(|| self.style.media.request.parameters())
    }

    /// Whether a request names the style's media type with parameters alone that are not accepted.
    pub(super) fn is_refused(&self, accept: &Accept<'_>) -> bool {
        let (kind, subtype) = essence(&self.style.media.response);
        self.exact().is_some_and(|parameters| accept.names_only_foreign(kind, subtype, parameters))
    }

    /// The media type of JSON: that of the style, unless it is one of the style's own and the operation is not styled.
    fn json(&self) -> &'static str {
        let is_own = essence(&self.style.media.response) != ("application", "json");
        if is_own && !self.is_styled() { "application/json" } else { &self.style.media.response }
    }

    /// Every media type, for a 406 to list.
    pub(super) fn media_types(&self) -> Vec<&'static str> {
        match self.exact() {
            Some(_) => vec![&self.style.media.response],
            None => self.declared_or_json().to_vec(),
        }
    }

    /// The default representation in the declared type that is accepted best.
    pub(super) fn negotiate(&self, accept: &Accept<'_>, default: Representation) -> Option<Representation> {
        let has_no_body = self.operation.is_none_or(|operation| operation.status == 204);
        let accepts_any = self.accepts_any() || self.exact().is_some();
        let media = match self.best(accept) {
            _ if has_no_body => self.json(),
            Some(media) => media,
            None if accepts_any && self.has_json() => self.json(),
            None if accepts_any => self.declared().first()?,
            None => return None,
        };
        Some(Representation { media: HeaderValue::from_static(media), ..default })
    }

    /// The declared type with the greatest weight; of equals, the first. It may be a range, which whoever writes the body
    /// replaces by a type.
    pub(super) fn best(&self, accept: &Accept<'_>) -> Option<&'static str> {
        let json = self.json();
        let weigh = |media: &str| {
            let (kind, subtype) = essence(media);
            match (subtype, accept.ranges()) {
                // A declared range has the weight of whatever the request accepts of it.
                ("*", Some(ranges)) => {
                    let of = ranges.iter().filter(|range| range.kind == "*" || is_of(range.kind, kind));
                    of.map(|range| accept.weight(range.kind, range.subtype)).max().unwrap_or(0)
                }
                _ => accept.weight(kind, subtype),
            }
        };
        let declared = self.declared_or_json();
        let mut best = (0, None);
        for (index, media) in declared.iter().enumerate() {
            // A range may follow the type that it is written as; it adds nothing.
            let before = index.checked_sub(1).map(|before| declared[before]);
            if before.is_some_and(|before| essence(media).1 == "*" && is_of(before, media)) {
                continue;
            }
            // JSON goes out as the style's type, and is accepted under either name.
            let (media, weight) = match *media {
                "application/json" => (json, weigh(media).max(weigh(json))),
                media => (media, weigh(media)),
            };
            if weight > best.0 {
                best = (weight, Some(media));
            }
        }
        best.1
    }

    /// The media type of a response that may have just the types in `own` (any, if empty): the negotiated one, or the first
    /// of its own.
    pub(crate) fn media_of(&self, representation: &Representation, own: &[&'static str]) -> HeaderValue {
        let json = self.json();
        let negotiated = representation.media.to_str().unwrap_or_default();
        let fits = |own: &&str| match *own {
            "application/json" => representation.vendor || negotiated == json,
            own => own == negotiated,
        };
        match own.first() {
            Some(first) if !own.iter().any(fits) => {
                HeaderValue::from_static(if *first == "application/json" { json } else { first })
            }
            _ => representation.media.clone(),
        }
    }

    /// `Accept` of a call that asks for no version there. Under a style with one media type to the letter, that type stands
    /// for JSON, once and without parameters.
    pub(crate) fn accept(&self) -> String {
        if self.exact().is_none() {
            return self.declared_or_json().join(", ");
        }
        let only = self.style.media.response.split(';').next().unwrap_or_default().trim_end();
        let others = self.declared().iter().copied().filter(|media| !is_json(media));
        self.has_json().then_some(only).into_iter().chain(others).collect::<Vec<_>>().join(", ")
    }
}

/// Whether a type is of a range.
fn is_of(media: &str, range: &str) -> bool {
    let (kind, of) = (essence(media).0, essence(range).0);
    of == "*" || of.eq_ignore_ascii_case(kind)
}
