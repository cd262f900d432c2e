//! The links of a page in the header `Link` (RFC 8288).

use http::HeaderMap;
#[cfg(feature = "server")]
use http::HeaderValue;
use http::header::LINK;
#[cfg(feature = "server")]
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
#[cfg(feature = "client")]
use url::Url;

use super::PageInfo;
#[cfg(feature = "client")]
use crate::codec::DecodeError;
use crate::style::LinkRelation;
#[cfg(feature = "client")]
use crate::syntax::link;
#[cfg(feature = "client")]
use crate::value::Link;

/// Characters that a target between `<` and `>` cannot have.
#[cfg(feature = "server")]
const OUTSIDE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// Server: writes the links that the page has.
#[cfg(feature = "server")]
pub(crate) fn write(relations: &[LinkRelation], info: &PageInfo, headers: &mut HeaderMap) {
    let links = relations.iter().filter_map(|relation| {
        let target = match relation {
            LinkRelation::First => &info.first,
            LinkRelation::Prev => &info.prev,
            LinkRelation::Next => &info.next,
            LinkRelation::Last => &info.last,
        };
        let target = utf8_percent_encode(target.as_ref()?.as_str(), OUTSIDE);
        Some(format!("<{target}>; rel=\"{}\"", relation.as_str()))
    });
    let line = links.collect::<Vec<_>>().join(", ");
    if let Some(line) = HeaderValue::try_from(line).ok().filter(|line| !line.is_empty()) {
        headers.append(LINK, line);
    }
}

/// Client: reads the links of a page at `url`. A link whose anchor is another resource is not one of the page.
///
/// # Errors
/// If a header is not a list of links.
#[cfg(feature = "client")]
pub(crate) fn read(headers: &HeaderMap, url: &Url, info: &mut PageInfo) -> Result<(), DecodeError> {
    let is_of_page = |anchor: &str| url.join(anchor).is_ok_and(|context| context == *url);
    for line in headers.get_all(LINK) {
        let line = String::from_utf8_lossy(line.as_bytes());
        let links = link::read(&line)
            .map_err(|reason| DecodeError::of(format!("the header `Link`: {reason}"), line.as_bytes()))?;
        for link in links.iter().filter(|link| link.anchor.as_deref().is_none_or(is_of_page)) {
            for relation in LinkRelation::ALL.iter().filter(|relation| link.has(relation.as_str())) {
                let slot = match relation {
                    LinkRelation::First => &mut info.first,
                    LinkRelation::Prev => &mut info.prev,
                    LinkRelation::Next => &mut info.next,
                    LinkRelation::Last => &mut info.last,
                };
                slot.get_or_insert_with(|| Link(link.target.to_owned()));
            }
        }
    }
    Ok(())
}
