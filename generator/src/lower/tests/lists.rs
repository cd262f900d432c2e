//! Names of lists in bodies, and pages by the ids of items.

use crate::diag::codes;
use crate::lower::testing::{Outcome, like_acme};
use crate::style::{
    ItemCursorPaging, Member, Named, NumberPaging, PageLimits, Paging, Slot, Style, Template,
};

fn slot(wire: &'static str, slot: Slot) -> Member {
    Member { wire: wire.into(), value: Template::Slot(slot), keep: false }
}

/// A style with a template of lists that has the name of the list, and pages by the ids of items.
fn by_item(style: &mut Style) {
    let list = [slot("total", Slot::Total), slot(Template::ITEMS, Slot::Payload)];
    style.success.list = Some(Template::Object(list.to_vec().into()));
    let limits = PageLimits {
        size_default: 10,
        size_max: 100,
        oversize: crate::style::Oversize::Clamp,
        zero: crate::style::Zero::Reject,
    };
    let near = ItemCursorPaging {
        before: "before".into(),
        after: "after".into(),
        by: "id".into(),
        size: "limit".into(),
        limits,
        meta: None,
        list: Some(Template::Object(
            [slot("data", Slot::Payload), slot("more", Slot::HasMore)].to_vec().into(),
        )),
    };
    let Some(Paging::Number(numbered)) = style.paging.get("numbered").cloned() else { panic!("a number") };
    let numbered = Paging::Number(NumberPaging { list: None, ..numbered });
    let ways = [("numbered", numbered), ("near", Paging::ItemCursor(near))];
    let ways = ways.map(|(name, value)| Named { name: name.into(), value });
    style.paging.ways = ways.to_vec().into();
}

fn listed(path: &str, paging: &str, items: &str) -> Outcome {
    let document = format!(
        "
paths:
  {path}:
    get:
      operationId: listItems
      x-style: {{ paging: {paging} }}
      responses:
        '200': {{ description: x, content: {{ application/json: {{ schema: {{ type: array, items: {items} }} }} }} }}
"
    );
    like_acme(&document, by_item)
}

const TEXT: &str = "{ type: string }";
const ITEM: &str = "{ type: object, required: [id], properties: { id: { type: string } } }";
const NO_ID: &str = "{ type: object, properties: { id: { type: string } } }";

#[test]
fn a_list_has_the_name_that_is_given_or_that_of_its_path() {
    let name = |path, paging| listed(path, paging, TEXT).operation("listItems").items.clone();
    assert_eq!(name("/users/{id}/repos", "none").as_deref(), Some("repos"), "without pages too");
    assert_eq!(name("/users/{id}", "numbered").as_deref(), Some("users"));
    assert_eq!(name("/search/users", "{ use: numbered, items: found }").as_deref(), Some("found"));
    assert_eq!(listed("/users", "near", ITEM).operation("listItems").items, None, "its template has no name");
}

#[test]
fn a_list_needs_a_name_of_its_own() {
    let (message, pointer) = listed("/{id}", "numbered", TEXT).reported(codes::LIST_NAME);
    assert!(message.contains("no segment"), "{message}");
    assert_eq!(pointer, "/paths/~1{id}/get");
    let (message, pointer) =
        listed("/a", "{ use: numbered, items: total }", TEXT).reported(codes::LIST_NAME_TAKEN);
    assert!(message.contains("`total`"), "{message}");
    assert_eq!(pointer, "/paths/~1a/get/x-style/paging/items");
    let unused = listed("/a", "{ use: near, items: b }", ITEM);
    assert!(unused.reported(codes::EXTENSION_UNUSED).0.starts_with("1 extension"));
}

#[test]
fn every_item_has_the_id_that_requests_name() {
    let either = |other: &str| format!("{{ anyOf: [{ITEM}, {other}] }}");
    assert_eq!(listed("/a", "near", ITEM).codes(), []);
    for items in [NO_ID, TEXT, &either(NO_ID), &either(TEXT)] {
        let outcome = listed("/a", "near", items);
        let (message, pointer) = outcome.reported(codes::PAGING_KEY);
        assert!(message.starts_with("requests name an item by `id`"), "{message}");
        assert_eq!(pointer, "/paths/~1a/get/x-style/paging");
    }
    let other =
        "{ type: object, required: [id, a], properties: { id: { type: string }, a: { type: string } } }";
    assert!(!listed("/a", "near", &either(other)).codes().contains(&codes::PAGING_KEY));
}
