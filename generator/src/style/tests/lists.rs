//! Templates of lists, and pages by the ids of items.

use super::*;

const LISTS: &str = r#"
style: lists
success: { body: $payload, list: { data: $payload!, has_more: $has_more, url: $path } }
paging:
  near: { kind: item_cursor, before: ending_before, after: starting_after, size: limit, size_default: 10 }
  counted: { kind: number, number: page, size: per_page, list: { total_count: $total, "{items}": $payload } }
"#;

#[test]
fn lists_have_templates_of_their_own() {
    let style = good(LISTS);
    let way = |name| way(&style, name).kind();
    let near = style.success.list_body(way("near").list());
    assert!(near.has(Slot::HasMore) && near.own_name().is_none());
    assert_eq!(way("near").item_id().map(|id| &**id), Some("id"));
    let counted = style.success.list_body(way("counted").list());
    assert!(counted.has(Slot::Total) && counted.own_name() == Some(Template::ITEMS));
    assert!(counted.with_items("users").member("users").is_some_and(|list| list.has(Slot::Payload)));
    assert!(style.wraps());
}

#[test]
fn a_list_needs_its_payload() {
    assert_changed!(LISTS, "data: $payload!, ", "", STYLE_NO_PAYLOAD, "/success/list", "no slot `$payload`");
    assert_changed!(
        LISTS,
        "\"{items}\": $payload",
        "more: $has_more",
        STYLE_NO_PAYLOAD,
        "/paging/counted/list",
        "no slot `$payload`"
    );
}

#[test]
fn only_lists_have_the_name_of_the_list() {
    assert_changed!(
        LISTS,
        "body: $payload",
        "body: { '{items}': $payload }",
        STYLE_LIST_NAME,
        "/success/body/{items} (key)",
        "only templates of lists"
    );
}

const NAMED: &str = r#"
style: named
success: { body: { "{resource}": $payload! }, list: { "{resource}": $payload!, has_more: $has_more } }
failure: { media: application/json, body: { code: $code } }
"#;

#[test]
fn the_name_of_the_resource_is_that_of_the_payload_and_the_only_one() {
    assert_eq!(good(NAMED).success.body.own_name(), Some(Template::RESOURCE));
    assert_changed!(
        NAMED,
        "body: { \"{resource}\": $payload! }",
        "body: { \"{resource}\": $meta, data: $payload }",
        STYLE_RESOURCE_NAME,
        "/success/body/{resource} (key)",
        "is the payload"
    );
    assert_changed!(
        NAMED,
        "has_more: $has_more",
        "\"{items}\": $has_more",
        STYLE_RESOURCE_NAME,
        "/success/list/{resource} (key)",
        "one name"
    );
    assert_changed!(
        NAMED,
        "code: $code",
        "\"{resource}\": $code",
        STYLE_RESOURCE_NAME,
        "/failure/body/{resource} (key)",
        "only bodies of successes"
    );
    assert_changed!(
        NAMED,
        "success: {",
        "success: { form: resources,",
        STYLE_CONTRADICTION,
        "/success/form",
        "no names of their own"
    );
}

#[test]
fn pages_by_ids_say_whether_there_are_more() {
    assert_changed!(LISTS, "has_more: $has_more, ", "", STYLE_MISSING, "/paging/near", "no body of this way");
    assert_changed!(
        LISTS,
        "size: limit",
        "size: limit, list: { data: $payload, has_more: $has_more, next: $next }",
        STYLE_SLOT,
        "/paging/near/list/next",
        "not for this template"
    );
}

#[test]
fn a_number_without_links_leads_on_by_what_the_list_says() {
    assert_changed!(
        LISTS,
        "total_count: $total",
        "first: $first",
        STYLE_MISSING,
        "/paging/counted",
        "is missing"
    );
}
