//! Pages by the header `Range`: what the document says of them.

use crate::diag::codes;
use crate::ir::{Payload, StatusSpec};
use crate::lower::testing::{Outcome, acme, like_acme};
use crate::style::{
    HeaderName, ItemRangePaging, KeyRangePaging, Named, Order, Oversize, PageLimits, Pagination, Paging,
    PastEnd, Style, WithoutRange, Zero,
};

/// A style that pages by positions, or by keys if the document says so.
fn by_range(style: &mut Style) {
    let limits =
        PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject };
    let items = ItemRangePaging {
        list: None,
        past_end: PastEnd::RangeNotSatisfiable,
        without_range: WithoutRange::Partial,
        limits: limits.clone(),
        meta: None,
    };
    let keys = KeyRangePaging {
        list: None,
        by: vec!["id".into()].into(),
        default_order: Order::Ascending,
        next_header: HeaderName("next-range".into()),
        without_range: WithoutRange::Partial,
        limits,
        meta: None,
    };
    let ways = vec![
        Named { name: "items".into(), value: Paging::ItemRange(items) },
        Named { name: "keys".into(), value: Paging::KeyRange(keys) },
    ];
    style.paging = Pagination { default: Some("items".into()), ways: ways.into() };
    style.path.prefix = "/api".into();
}

fn document(method: &str, path: &str, more: &str, responses: &str) -> String {
    format!(
        "
paths:
  {path}:
    {method}:
      operationId: listItems
      {more}
      responses:
        '200': {{ description: x, content: {{ application/json: {{ schema: {{ type: array, items: {{ $ref: '#/components/schemas/Item' }} }} }} }} }}
        {responses}
components:
  schemas:
    Item:
      type: object
      required: [id, size, tags]
      properties:
        id: {{ type: string, format: uuid }}
        size: {{ type: integer }}
        title: {{ type: string }}
        tags: {{ type: array, items: {{ type: string }} }}
"
    )
}

fn listed(path: &str, paging: &str) -> Outcome {
    like_acme(&document("get", path, &format!("x-style: {{ paging: {paging} }}"), ""), by_range)
}

fn ranges(outcome: &Outcome) -> &[String] {
    &outcome.operation("listItems").paging.as_ref().expect("paged").ranges
}

#[test]
fn the_unit_is_said_or_the_last_word_of_the_path() {
    for (path, paging, unit) in [
        ("/items", "true", "items"),
        ("/shops/{shop}/items/{kind}", "items", "items"),
        ("/items/query", "{ unit: clients }", "clients"),
        ("/a%20b", "{ use: items, unit: a_b-c }", "a_b-c"),
    ] {
        let outcome = listed(path, paging);
        assert_eq!(ranges(&outcome), [unit], "{path} {paging}");
        let list = outcome.operation("listItems");
        assert!(matches!(list.successes[0].payload, Payload::Page(_)));
        assert_eq!(list.paging.as_ref().expect("paged").kind, "items");
    }
}

#[test]
fn a_unit_must_be_a_token_and_there() {
    let reported = |path: &str, paging: &str| listed(path, paging).reported(codes::PAGING_UNIT);
    assert_eq!(reported("/a%20b", "true").1, "/paths/~1a%20b/get/x-style/paging");
    let (message, pointer) = reported("/items", "{ unit: 'a b' }");
    assert_eq!(message, "`a b` cannot be the unit of ranges");
    assert_eq!(pointer, "/paths/~1items/get/x-style/paging/unit");
    assert_eq!(reported("/none", "true").0, "`none` cannot be the unit of ranges");
    assert!(
        reported("/{shop}", "true").0.contains("no word"),
        "the style's prefix is none of the path's words"
    );
}

#[test]
fn keys_are_members_that_order_the_items() {
    assert_eq!(ranges(&listed("/items", "keys")), ["id"], "the style's own");
    assert_eq!(ranges(&listed("/items", "{ use: keys, by: [size, id] }")), ["size", "id"]);
    let reported =
        |by: &str| listed("/items", &format!("{{ use: keys, by: {by} }}")).reported(codes::PAGING_KEY);
    for (by, problem) in [
        ("[id, title]", "which may be absent or null"),
        ("[id, tags]", "which is not a scalar"),
        ("[id, nope]", "which they do not have"),
        ("[id, 'a b']", "which no header can carry"),
    ] {
        let (message, pointer) = reported(by);
        assert!(message.ends_with(problem), "{message}");
        assert_eq!(pointer, "/paths/~1items/get/x-style/paging/by/1", "the member itself is to blame");
    }
}

#[test]
fn what_a_mapping_says_must_be_of_it() {
    for paging in
        ["{ us: items }", "{ use: 7 }", "{ unit: [] }", "{ by: id }", "{ by: [] }", "{ by: [id, id] }"]
    {
        assert!(listed("/items", paging).refused(), "{paging}");
    }
    assert_eq!(listed("/items", "{ use: sideways }").codes(), [codes::PAGING_UNKNOWN]);
    let outcome =
        acme(&document("get", "/items", "x-style: { paging: { use: numbered, unit: items, by: [id] } }", ""));
    assert_eq!(outcome.codes(), [], "a style that pages otherwise passes over it");
    assert!(outcome.reported(codes::EXTENSION_UNUSED).0.starts_with("2 extensions"));
    assert!(ranges(&outcome).is_empty());
}

#[test]
fn a_query_is_posted_and_paged() {
    let outcome =
        like_acme(&document("post", "/items/query", "x-style: { paging: { unit: items } }", ""), by_range);
    assert_eq!(ranges(&outcome), ["items"]);
    let outcome = like_acme(&document("put", "/items", "x-style: { paging: true }", ""), by_range);
    assert_eq!(outcome.codes(), [codes::PAGING_NOT_A_LIST]);
}

#[test]
fn what_is_the_styles_need_not_be_declared() {
    let parameters = "x-style: { paging: true }
      parameters: [{ name: range, in: header, schema: { type: string } }, { name: range, in: query, schema: { type: string } }]";
    let outcome = like_acme(&document("get", "/items", parameters, ""), by_range);
    assert!(outcome.reported(codes::PAGING_PARAMETER).0.contains("`range`"));
    assert_eq!(outcome.operation("listItems").parameters.len(), 1, "a query parameter is the document's own");
}

#[test]
fn a_part_is_no_second_success() {
    let part = |items: &str| {
        format!(
            "'206': {{ description: x, content: {{ application/json: {{ schema: {{ type: array, items: {items} }} }} }} }}"
        )
    };
    let lower = |responses: &str, change: fn(&mut Style)| {
        like_acme(&document("get", "/items", "x-style: { paging: true }", responses), change)
    };
    let outcome = lower(&part("{ $ref: '#/components/schemas/Item' }"), by_range);
    let [success] = outcome.operation("listItems").successes.as_slice() else { panic!() };
    assert_eq!(success.status, StatusSpec::Exact(200));
    assert!(outcome.diags.iter().next().is_none(), "{:?}", outcome.diags);
    let outcome = lower("'206': { description: A part. }", by_range);
    assert_eq!(outcome.operation("listItems").successes.len(), 1);
    let outcome = lower(&part("{ type: string }"), by_range);
    assert_eq!(outcome.operation("listItems").successes.len(), 1);
    assert!(outcome.reported(codes::PAGING_PARAMETER).1.contains("/responses/206/content/"));
    let outcome = lower("'206': { description: Another thing. }", |_| {});
    assert_eq!(outcome.operation("listItems").successes.len(), 2, "numbers explain no part");
}
