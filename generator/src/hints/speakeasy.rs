//! `x-speakeasy-pagination`.

use super::form::{OperationView, ReadResult, malformed, mapping, needed, path, text};
use super::path::RequestPart;
use super::{HintedWay, PagingHint};
use crate::spec::Node;

pub(super) const FORM: &str = "{ type: offsetLimit, inputs: [{ name: page, in: parameters, type: page }], \
    outputs: { results: $.data, numPages: $.pages } }, or `type: cursor` with an input of the type `cursor` and `nextCursor`, or `type: \
    url` with `nextUrl`";

/// The parameters, by what they hold.
#[derive(Default)]
struct Inputs {
    page: Option<RequestPart>,
    offset: Option<RequestPart>,
    limit: Option<RequestPart>,
    cursor: Option<RequestPart>,
}

pub(super) fn read(node: Node<'_>, operation: &OperationView<'_>) -> ReadResult<PagingHint> {
    mapping(&node, &["type", "inputs", "outputs"])?;
    let (kind, at) = needed(text(&node, "type")?, &node, "type")?;
    let inputs = inputs(&node, operation)?;
    let outputs = node.get("outputs");
    if let Some(outputs) = &outputs {
        mapping(outputs, &["results", "numPages", "nextCursor", "nextUrl"])?;
    }
    let output = |key: &str| outputs.as_ref().map_or(Ok(None), |outputs| path(outputs, key, "$"));
    let holder = outputs.as_ref().unwrap_or(&node);
    let way = match kind {
        "offsetLimit" => match (inputs.page, inputs.offset) {
            (Some(number), None) => HintedWay::Number { number, pages: output("numPages")?, more: None },
            (None, Some(offset)) => HintedWay::Offset { offset, more: None },
            (Some(_), Some(_)) => {
                return malformed(&node, "there are inputs of the types `page` and `offset`");
            }
            (None, None) => return malformed(&node, "no input is of the type `page` or `offset`"),
        },
        "cursor" => HintedWay::Cursor {
            cursor: needed(inputs.cursor, &node, "an input of the type `cursor`")?,
            next: needed(output("nextCursor")?, holder, "nextCursor")?,
        },
        "url" => HintedWay::NextUrl { next: needed(output("nextUrl")?, holder, "nextUrl")? },
        other => return malformed(&at, format!("the type `{other}` is unknown")),
    };
    Ok(PagingHint { items: output("results")?, size: inputs.limit, verb: None, way })
}

fn inputs(node: &Node<'_>, operation: &OperationView<'_>) -> ReadResult<Inputs> {
    let mut found = Inputs::default();
    let Some(list) = node.get("inputs") else { return Ok(found) };
    if !list.value().is_array() {
        return malformed(&list, "`inputs` is not a list");
    }
    for input in list.list() {
        mapping(&input, &["name", "in", "type"])?;
        let (name, _) = needed(text(&input, "name")?, &input, "name")?;
        let (place, at) = needed(text(&input, "in")?, &input, "in")?;
        let part = match place {
            "parameters" => operation.parameter(name),
            "requestBody" => RequestPart::Elsewhere("the body", name.to_owned()),
            other => {
                return malformed(&at, format!("`in` is `parameters` or `requestBody`, not `{other}`"));
            }
        };
        let (kind, at) = needed(text(&input, "type")?, &input, "type")?;
        let slot = match kind {
            "page" => &mut found.page,
            "offset" => &mut found.offset,
            "limit" => &mut found.limit,
            "cursor" => &mut found.cursor,
            other => {
                let expected = "`page`, `offset`, `limit` or `cursor`";
                return malformed(&at, format!("the type of an input is {expected}, not `{other}`"));
            }
        };
        if slot.replace(part).is_some() {
            return malformed(&at, format!("two inputs are of the type `{kind}`"));
        }
    }
    Ok(found)
}
