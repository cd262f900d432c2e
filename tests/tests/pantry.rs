//! What a style adds to the types that are emitted: keys, locations, times as numbers, words in any case.

use housestyle::__private::{DeclaredError as _, Keyed as _, Locate as _, Operation as _, Valid as _};
use housestyle::{__private as rt, UnixTime};
use housestyle_tests::pantry::{operations, schemas, style, types};
use serde_json::json;
use types::{Jar, Kind, Wanted};

fn jar() -> Jar {
    serde_json::from_value(json!({ "id": 5, "filled_at": 1_000_000_000, "kind": "jam" })).expect("a jar")
}

#[test]
fn an_item_has_a_key_for_each_member_that_orders_it() {
    let jar = jar();
    assert_eq!(jar.key(), "5");
    let keys = ["id", "filled_at", "kind", "eaten_at"].map(|by| jar.key_of(by));
    assert_eq!(keys, [Some("5".into()), Some("1000000000".into()), Some("JAM".into()), None]);
}

#[test]
fn an_item_knows_where_it_is() {
    assert_eq!(jar().location().as_str(), "/v2/jars/5");
}

#[test]
fn ranges_are_requested_by_what_the_document_says() {
    assert_eq!(operations::ListJars::META.ranges, ["id", "filled_at", "kind"]);
    assert_eq!(operations::FindJars::META.ranges, ["jars"]);
    assert_eq!(operations::All::META.ranges, ["all"]);
    assert_eq!(operations::Shelf::META.ranges, [""; 0]);
    let list = operations::ListJars::new();
    assert_eq!(list.page, rt::PageRequest::first(&style::KEYS, &["id"]));
    assert_eq!(list.page.order, rt::Order::Descending);
    assert_eq!(operations::FindJars::new().page, rt::PageRequest::first(&style::ITEMS, &[]));
}

#[test]
fn times_are_numbers() {
    let jar = jar();
    assert_eq!(jar.filled_at.timestamp(), 1_000_000_000);
    assert_eq!(serde_json::to_value(&jar).expect("json")["filled_at"], 1_000_000_000);
    let wanted: Wanted = serde_json::from_str("{}").expect("json");
    let seconds = |list: Vec<UnixTime>| list.into_iter().map(UnixTime::timestamp).collect::<Vec<_>>();
    assert_eq!(wanted.before.map(UnixTime::timestamp), Some(1));
    assert_eq!(wanted.both.map(seconds), Some(vec![0, 5]));
    assert_eq!(wanted.kinds, [Kind::Jam]);
    for bad in [json!("2001-09-09T01:46:40Z"), json!(1.5), json!(i64::MAX)] {
        assert!(serde_json::from_value::<Wanted>(json!({ "after": bad })).is_err(), "{bad}");
    }
}

#[test]
fn words_are_read_in_any_case_and_written_as_declared() {
    for (text, kind) in [
        ("jam", Kind::Jam),
        ("Jam", Kind::Jam),
        ("honey", Kind::Honey),
        ("HONEY", Kind::Honey),
        ("грибы", Kind::from("ГРИБЫ")),
    ] {
        let read: Kind = serde_json::from_value(json!(text)).expect("text");
        assert_eq!(read, kind, "{text}");
        assert!(read.valid(&schemas::KIND));
    }
    assert_eq!(serde_json::to_value(Kind::from("jam")).expect("json"), "JAM");
    assert!(!Kind::from("jams").valid(&schemas::KIND));
}

#[test]
fn a_declared_failure_is_a_case_of_an_outcome() {
    let outcomes = operations::FillJarError::DECLARED.iter().map(|one| (one.status, one.outcome));
    let wanted = [
        (rt::StatusSpec::Exact(403), Some(rt::Outcome::Forbidden)),
        (rt::StatusSpec::Exact(420), Some(rt::Outcome::Business)),
    ];
    assert_eq!(outcomes.collect::<Vec<_>>(), wanted);
}
