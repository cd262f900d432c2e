//! `x-ms-pageable`.

use super::form::{OperationView, ReadResult, malformed, mapping, text};
use super::path::ResponsePath;
use super::{HintedWay, PagingHint};
use crate::ir::Method;
use crate::spec::Node;

pub(super) const FORM: &str = "{ nextLinkName: nextLink, itemName: value }";

/// The members if the hint does not name them.
const NEXT: &str = "nextLink";
const ITEMS: &str = "value";

pub(super) fn read(node: Node<'_>, operation: &OperationView<'_>) -> ReadResult<PagingHint> {
    mapping(&node, &["nextLinkName", "itemName", "operationName", "nextLinkVerb"])?;
    let items = text(&node, "itemName")?.map_or(ITEMS, |(name, _)| name);
    // Clients follow the URL, whichever operation answers there.
    text(&node, "operationName")?;
    let verb = match text(&node, "nextLinkVerb")? {
        None | Some(("GET", _)) => Method::Get,
        Some(("POST", _)) => Method::Post,
        Some((other, at)) => {
            return malformed(&at, format!("`nextLinkVerb` is `GET` or `POST`, not `{other}`"));
        }
    };
    let next = match (text(&node, "nextLinkName")?, node.has("nextLinkName")) {
        (Some((name, _)), _) => Some(name),
        (None, true) => None,
        (None, false) => Some(NEXT).filter(|next| operation.returns_list() || operation.body_has(next)),
    };
    let way = next.map_or(HintedWay::Unpaged, |next| HintedWay::NextUrl { next: ResponsePath::member(next) });
    Ok(PagingHint { items: Some(ResponsePath::member(items)), size: None, verb: Some(verb), way })
}
