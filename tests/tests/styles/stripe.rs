//! What the style of Stripe resolves to.

use super::*;
use housestyle_generator::style::{DeepObjectLists, EmptyValues, RequestMedia};

#[test]
fn lists_have_an_envelope_and_objects_have_none() {
    let style = load("stripe");
    assert_eq!(style.success.body, Template::Slot(Slot::Payload));
    let list = written(style.success.list_body(None));
    assert_eq!(list, r#"{ object: "list", data: $payload!, has_more: $has_more, url: $path }"#);
}

#[test]
fn pages_are_by_the_ids_of_items() {
    let style = load("stripe");
    assert_eq!(style.paging.default.as_deref(), Some("list"));
    let Paging::ItemCursor(way) = way(&style, "list") else { panic!("by the ids of items") };
    assert_eq!(
        (&*way.after, &*way.before, &*way.by, &*way.size),
        ("starting_after", "ending_before", "id", "limit")
    );
    assert_eq!((way.limits.size_default, way.limits.size_max), (10, 100));
}

#[test]
fn every_failure_has_one_of_the_types() {
    let style = load("stripe");
    let known = ["api_error", "card_error", "idempotency_error", "invalid_request_error"];
    for outcome in Outcome::ALL.iter().filter(|outcome| outcome.usual_status() >= 400) {
        let kind = style.response_to(*outcome).kind.as_deref();
        assert!(kind.is_some_and(|kind| known.contains(&kind)), "{outcome:?}: {kind:?}");
    }
    assert_eq!(response_of(&style, Outcome::MissingMember), response_of(&style, Outcome::MissingParameter));
    assert_eq!(style.response_to(Outcome::NoOperation).code, None);
    assert_eq!(style.response_to(Outcome::Ok).kind, None);
}

#[test]
fn requests_are_forms_and_ids_can_be_expanded() {
    let style = load("stripe");
    assert_eq!(
        (&style.media.request, style.media.empty_values),
        (&RequestMedia::Form, EmptyValues::EmptyText)
    );
    assert_eq!(style.parameters.deep_object_lists, DeepObjectLists::Brackets);
    let expansion = style.expansion.as_ref().expect("expansion");
    assert_eq!(
        (&*expansion.parameter, expansion.max_depth, expansion.list_prefix.as_deref()),
        ("expand", 4, Some("data"))
    );
}
