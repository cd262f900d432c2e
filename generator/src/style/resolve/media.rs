//! Media types of bodies.

use super::{text, texts, word};
use crate::style::tree::Node;
use crate::style::{Acceptance, Media, RequestMedia};

/// `media`.
pub(super) fn media(node: &Node) -> Option<Media> {
    let request = node.get("request")?;
    Some(Media {
        request: match request.text() {
            None => {
                RequestMedia::Only { media: text(request, "only")?, parameters: texts(request, "parameters") }
            }
            Some("any") => RequestMedia::Any,
            Some("declared") => RequestMedia::Declared,
            Some(_) => return None,
        },
        accept: Acceptance::parse(word(node, "accept")?)?,
        response: text(node, "response")?,
    })
}
