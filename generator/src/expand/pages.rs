//! What ways to page add to an operation: parameters, the slots of meta and links, headers.

use serde_json::{Value, json};

use super::template::{self, SlotSchema};
use crate::ir;
use crate::style::{
    Direction, ItemCursorPaging, ItemRangePaging, KeyRangePaging, KeysetPaging, NumberPaging, OffsetPaging,
    Order, Oversize, PageLimits, PageSlot, Paging, RowPaging, Slot, SlotKind as _,
};

/// A parameter or header that the style adds.
#[derive(Debug)]
pub(super) struct Added {
    pub wire: String,
    pub place: &'static str,
    pub docs: String,
    pub schema: Value,
    pub required: bool,
    pub deprecated: bool,
    /// Whether it is a list whose items have brackets after the name.
    pub in_brackets: bool,
    /// Values by name.
    pub examples: Vec<(String, String)>,
}

impl Added {
    pub fn new(place: &'static str, wire: &str, schema: Value, docs: impl Into<String>) -> Self {
        let (required, deprecated, examples, in_brackets) = (false, false, Vec::new(), false);
        let (wire, docs) = (wire.to_owned(), docs.into());
        Self { wire, place, docs, schema, required, deprecated, in_brackets, examples }
    }

    pub fn query(wire: &str, schema: Value, docs: impl Into<String>) -> Self {
        Self::new("query", wire, schema, docs)
    }

    pub fn header(wire: &str, schema: Value, docs: impl Into<String>) -> Self {
        Self::new("header", wire, schema, docs)
    }
}

/// The parameters that a way to page asks by.
pub(super) fn parameters(way: &Paging, paging: &ir::Paging) -> Vec<Added> {
    let limits = way.limits();
    match way {
        Paging::Number(NumberPaging { number, first, size, after_row, .. }) => {
            let schema = json!({ "type": "integer", "minimum": first, "default": first });
            let mut all = vec![
                Added::query(number, schema, format!("The number of the page, from {first}.")),
                page_size(size, limits),
            ];
            all.extend(after_row.iter().flat_map(rows_parameters));
            all
        }
        Paging::Offset(OffsetPaging { offset, size, .. }) => {
            let schema = json!({ "type": "integer", "minimum": 0, "default": 0 });
            let docs = "How many items come before the page.";
            vec![Added::query(offset, schema, docs), page_size(size, limits)]
        }
        Paging::Cursor(way) => {
            let cursor = || json!({ "type": "string" });
            let before = way.declared_before();
            let before = before.map(|wire| Added::query(wire, cursor(), "A cursor: the items before it."));
            let after = way.declared_after();
            let after = after.map(|wire| Added::query(wire, cursor(), "A cursor: the items after it."));
            let size = way.size.as_ref().map(|wire| page_size(wire, limits));
            [before, after, size].into_iter().flatten().collect()
        }
        Paging::ItemCursor(ItemCursorPaging { before, after, by, size, .. }) => {
            let id = || json!({ "type": "string", "minLength": 1 });
            vec![
                Added::query(
                    before,
                    id(),
                    format!("The `{by}` of an item: those right before it, in the same order."),
                ),
                Added::query(after, id(), format!("The `{by}` of an item: those right after it.")),
                page_size(size, limits),
            ]
        }
        Paging::Keyset(KeysetPaging { before, after, size, default_direction, .. }) => {
            let usual =
                |direction| if *default_direction == direction { " So it is without either." } else { "" };
            let key = || json!({ "type": "string" });
            vec![
                Added::query(
                    before,
                    key(),
                    format!("The key of an item: those before it, newest first.{}", usual(Direction::Before)),
                ),
                Added::query(
                    after,
                    key(),
                    format!("The key of an item: those after it, oldest first.{}", usual(Direction::After)),
                ),
                page_size(size, limits),
            ]
        }
        Paging::ItemRange(ItemRangePaging { .. }) => {
            vec![item_range(paging, limits)]
        }
        Paging::KeyRange(way) => vec![key_range(way, &paging.ranges)],
    }
}

/// The header `Range` of keys.
fn key_range(way: &KeyRangePaging, ranges: &[String]) -> Added {
    let by = ranges.first().map_or("id", String::as_str);
    let usual = match way.default_order {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    };
    let size = way.limits.size_default;
    let docs = format!(
        "The keys of the items, by `{}`: `{by} ]last..; max={size}`. The order is {usual} where none is asked for.",
        ranges.join("` or `"),
    );
    let mut range = Added::header("Range", json!({ "type": "string", "minLength": 1 }), docs);
    range.examples.extend(ranges.iter().map(|by| (by.clone(), format!("{by} ..; max={size}"))));
    range
}

/// The header `Range` of ranges of positions.
fn item_range(paging: &ir::Paging, limits: &PageLimits) -> Added {
    let unit = paging.ranges.first().map_or("items", String::as_str);
    let docs = format!("The positions of the items, from 0, both ends included: `{unit}=0-19`.");
    let pattern = format!("^{}=([0-9]+-[0-9]*|-[0-9]+)$", escaped(unit));
    let schema = json!({ "type": "string", "pattern": pattern });
    let mut range = Added::header("Range", schema, docs);
    let example = format!("{unit}=0-{}", limits.size_default.max(1) - 1);
    range.examples.push((unit.to_owned(), example));
    range
}

/// A token (RFC 9110 §5.6.2) as a pattern that matches it alone.
pub(super) fn escaped(token: &str) -> String {
    let special = |char: char| matches!(char, '$' | '*' | '+' | '.' | '^' | '|');
    token.chars().flat_map(|char| special(char).then_some('\\').into_iter().chain([char])).collect()
}

fn page_size(wire: &str, limits: &PageLimits) -> Added {
    let mut schema = json!({ "type": "integer", "minimum": 1, "default": limits.size_default });
    let docs = match limits.oversize {
        Oversize::Reject => {
            schema["maximum"] = json!(limits.size_max);
            "The number of items a page.".to_owned()
        }
        Oversize::Clamp => format!("The number of items a page; more than {0} are {0}.", limits.size_max),
    };
    Added::query(wire, schema, docs)
}

fn rows_parameters(rows: &RowPaging) -> Vec<Added> {
    let text = || json!({ "type": "string" });
    let order = match rows.default_order {
        Order::Ascending => "asc",
        Order::Descending => "desc",
    };
    let mut all = vec![Added::query(&rows.id, text(), "The id of the row before the page.")];
    for field in rows.field.iter() {
        let schema = json!({ "type": "string", "default": rows.default_field });
        all.push(Added::query(field, schema, "The field that orders the rows."));
    }
    all.push(Added::query(&rows.value, text(), "The field's value in the row before the page."));
    let schema = json!({ "type": "string", "enum": ["asc", "desc"], "default": order });
    all.push(Added::query(&rows.direction, schema, "The direction of the rows."));
    all.iter_mut().for_each(|parameter| parameter.deprecated = true);
    all
}

/// The schema of the slot `meta` of a page, if the way fills it.
pub(super) fn meta(way: &Paging) -> Option<SlotSchema> {
    of_page(way, template::schema(way.kind().meta()?, &mut |slot| page_slot(slot, way))?)
}

/// The schema of the slot `links` of a page, if the way fills it.
pub(super) fn links(way: &Paging) -> Option<SlotSchema> {
    of_page(way, template::schema(way.kind().links()?, &mut |slot| page_slot(slot, way))?)
}

/// A page of rows has neither meta nor links.
fn of_page(way: &Paging, slot: SlotSchema) -> Option<SlotSchema> {
    Some(SlotSchema { always: slot.always && !is_by_rows(way), ..slot })
}

/// Whether a page may be one of rows, of which bodies say nothing.
fn is_by_rows(way: &Paging) -> bool {
    match way {
        Paging::Number(way) => way.after_row.is_some(),
        Paging::Offset(_)
        | Paging::Cursor(_)
        | Paging::ItemCursor(_)
        | Paging::Keyset(_)
        | Paging::ItemRange(_)
        | Paging::KeyRange(_) => false,
    }
}

fn page_slot(slot: Slot, way: &Paging) -> Option<SlotSchema> {
    let count = || json!({ "type": "integer", "minimum": 0 });
    let link = || json!({ "type": "string", "format": "uri-reference" });
    let (numbered, by_offset) = (matches!(way, Paging::Number(_)), matches!(way, Paging::Offset(_)));
    match PageSlot::of(slot)? {
        PageSlot::Total | PageSlot::Pages => Some(SlotSchema::maybe(count())),
        PageSlot::HasMore => Some(SlotSchema::always(json!({ "type": "boolean" }))),
        PageSlot::Path => Some(SlotSchema::always(link())),
        PageSlot::Number => numbered
            .then(|| SlotSchema::always(json!({ "type": "integer", "minimum": way.kind().first_number() }))),
        PageSlot::Offset => by_offset.then(|| SlotSchema::always(count())),
        PageSlot::Size => Some(SlotSchema::always(count())),
        PageSlot::SelfLink | PageSlot::First | PageSlot::Prev | PageSlot::Next | PageSlot::Last => {
            Some(SlotSchema::maybe(link()))
        }
        PageSlot::NextCursor | PageSlot::PrevCursor | PageSlot::PageTemplate => {
            Some(SlotSchema::maybe(json!({ "type": "string" })))
        }
    }
}

/// The schema of a slot of the page that is directly in the body of a list, which may not be paged.
pub(super) fn list_slot(slot: Slot, way: Option<&Paging>) -> Option<SlotSchema> {
    match way {
        Some(way) => of_page(way, page_slot(slot, way)?),
        None => match PageSlot::of(slot)? {
            PageSlot::HasMore => Some(SlotSchema::always(json!({ "const": false }))),
            PageSlot::Path => {
                Some(SlotSchema::always(json!({ "type": "string", "format": "uri-reference" })))
            }
            PageSlot::Total
            | PageSlot::Pages
            | PageSlot::Number
            | PageSlot::Offset
            | PageSlot::Size
            | PageSlot::SelfLink
            | PageSlot::First
            | PageSlot::Prev
            | PageSlot::Next
            | PageSlot::Last
            | PageSlot::NextCursor
            | PageSlot::PrevCursor
            | PageSlot::PageTemplate => None,
        },
    }
}

/// An example of what the body of a list says of it: the first page, which is all there is.
pub(super) fn example(slot: Slot, items: &Value, path: &str, way: Option<&Paging>) -> Option<Value> {
    let size = items.as_array().map_or(0, Vec::len);
    match PageSlot::of(slot)? {
        PageSlot::HasMore => Some(json!(false)),
        PageSlot::Path => Some(json!(path)),
        PageSlot::Size | PageSlot::Total => Some(json!(size)),
        PageSlot::Number => Some(json!(way.map_or(1, |way| way.kind().first_number()))),
        PageSlot::Pages => Some(json!(1)),
        PageSlot::Offset => Some(json!(0)),
        PageSlot::SelfLink
        | PageSlot::First
        | PageSlot::Prev
        | PageSlot::Next
        | PageSlot::Last
        | PageSlot::NextCursor
        | PageSlot::PrevCursor
        | PageSlot::PageTemplate => None,
    }
}

/// The headers of a page.
pub(super) fn headers(way: &Paging) -> Vec<Added> {
    let text = || json!({ "type": "string" });
    let ranges = || {
        vec![
            Added::header("Accept-Ranges", text(), "What a `Range` may name."),
            Added::header("Content-Range", text(), "The range of the answer."),
        ]
    };
    let links = way.kind().link_header();
    let links = (!links.is_empty()).then(|| {
        let relations: Vec<String> = links.iter().map(|link| format!("`{}`", link.as_str())).collect();
        let docs = format!("Links to other pages (RFC 8288): {}.", relations.join(", "));
        Added::header("Link", text(), docs)
    });
    let mut all: Vec<Added> = links.into_iter().collect();
    all.extend(match way {
        Paging::Number(way) if way.after_row.is_some() => {
            vec![Added::header(
                "Deprecation",
                text(),
                "When the way to page that was asked for became deprecated.",
            )]
        }
        Paging::Number(_)
        | Paging::Offset(_)
        | Paging::Cursor(_)
        | Paging::ItemCursor(_)
        | Paging::Keyset(_) => Vec::new(),
        Paging::ItemRange(_) => ranges(),
        Paging::KeyRange(way) => {
            let mut all = ranges();
            all.push(Added::header(
                &way.next_header,
                text(),
                "The `Range` of the next page, where there is one.",
            ));
            all
        }
    });
    all
}
