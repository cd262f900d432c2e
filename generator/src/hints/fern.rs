//! `x-fern-pagination`.

use serde_json::Value;

use super::form::{OperationView, ReadResult, malformed, mapping, needed, path, text};
use super::path::RequestPart;
use super::{HintedWay, PagingHint};
use crate::spec::Node;
use crate::style::Hint;

pub(super) const FORM: &str = "{ cursor: $request.cursor, next_cursor: $response.next, results: $response.data }, or `offset: \
    $request.page`, `next_uri: $response.next` or `next_path: $response.next` with `results`, or `true`";

const RESPONSE: &str = "$response";

/// Reads a hint; `None` if it is `false`.
pub(super) fn read<'a>(node: Node<'a>, operation: &OperationView<'a>) -> ReadResult<Option<PagingHint>> {
    let node = match node.value() {
        Value::Bool(false) => return Ok(None),
        Value::Bool(true) => match operation.root.get(Hint::FernPagination.as_str()) {
            Some(of_document) => of_document,
            None => return malformed(&node, "the document has none at its root, to which `true` refers"),
        },
        _ => node,
    };
    let known = [
        "cursor",
        "next_cursor",
        "offset",
        "step",
        "has-next-page",
        "next_uri",
        "next_path",
        "results",
        "type",
    ];
    mapping(&node, &known)?;
    if let Some((kind, at)) = text(&node, "type")? {
        return match kind {
            "custom" => Ok(Some(PagingHint { items: None, size: None, verb: None, way: HintedWay::Custom })),
            other => malformed(&at, format!("the type is `custom` or missing, not `{other}`")),
        };
    }
    let request = |key: &str| request(&node, key, operation);
    let response = |key: &str| path(&node, key, RESPONSE);
    let ways = ["cursor", "offset", "next_uri", "next_path"];
    let said: Vec<_> = ways.into_iter().filter(|key| node.has(key)).collect();
    let mut size = None;
    let way = match said.as_slice() {
        ["cursor"] => HintedWay::Cursor {
            cursor: needed(request("cursor")?, &node, "cursor")?,
            next: needed(response("next_cursor")?, &node, "next_cursor")?,
        },
        ["offset"] => {
            let from = needed(request("offset")?, &node, "offset")?;
            size = request("step")?;
            let more = response("has-next-page")?;
            // With a step, the next page is that many items further, and otherwise one page.
            match size {
                Some(_) => HintedWay::Offset { offset: from, more },
                None => HintedWay::Number { number: from, pages: None, more },
            }
        }
        [key] => HintedWay::NextUrl { next: needed(response(key)?, &node, key)? },
        [] => return malformed(&node, "`cursor`, `offset`, `next_uri` or `next_path` is missing"),
        [one, other, ..] => return malformed(&node, format!("it has both `{one}` and `{other}`")),
    };
    let items = Some(needed(response("results")?, &node, "results")?);
    Ok(Some(PagingHint { items, size, verb: None, way }))
}

fn request(node: &Node<'_>, key: &str, operation: &OperationView<'_>) -> ReadResult<Option<RequestPart>> {
    let Some((text, at)) = text(node, key)? else { return Ok(None) };
    match text.strip_prefix("$request.").filter(|name| !name.is_empty()) {
        Some(name) => Ok(Some(operation.part(name))),
        None => malformed(&at, format!("`{key}` is not a part of the request such as `$request.{key}`")),
    }
}
