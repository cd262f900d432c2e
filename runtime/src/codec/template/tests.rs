use super::*;
use std::borrow::Cow::Borrowed;

const fn slot(wire: &'static str, slot: Slot, keep: bool) -> Member {
    Member { wire: Borrowed(wire), value: Template::Slot(slot), keep }
}

static BODY: Template = Template::Object(Borrowed(&[
    slot("data", Slot::Payload, true),
    slot("meta", Slot::Meta, false),
    Member {
        wire: Borrowed("links"),
        value: Template::Object(Borrowed(&[
            slot("next \"page\"", Slot::Next, false),
            slot("prev", Slot::Prev, false),
        ])),
        keep: false,
    },
    Member { wire: Borrowed("v"), value: Template::Constant(Borrowed("1")), keep: false },
    slot("query", Slot::Echo, false),
]));

fn written(template: &Template, slots: &BTreeMap<&str, &str>) -> (bool, String) {
    let mut fill = |slot: Slot, out: &mut Vec<u8>| {
        let text = slots.get(&*format!("{slot:?}"));
        out.extend(text.into_iter().flat_map(|text| text.bytes()));
        Ok(text.is_some())
    };
    let mut out = b"before".to_vec();
    let any = write(template, &mut fill, &mut out).expect("written");
    (any, String::from_utf8(out.split_off(6)).expect("text"))
}

#[test]
fn members_go_where_their_slot_is_empty() {
    assert_eq!(written(&BODY, &BTreeMap::new()), (true, r#"{"data":null,"v":1}"#.into()));
    let slots = BTreeMap::from([("Payload", "[1]"), ("Prev", "\"/p\""), ("Echo", "{}")]);
    let text = r#"{"data":[1],"links":{"prev":"/p"},"v":1,"query":{}}"#;
    assert_eq!(written(&BODY, &slots), (true, text.into()));
}

#[test]
fn nothing_is_written_for_nothing() {
    let lone = Template::Slot(Slot::Payload);
    static EMPTY: Template =
        Template::Object(Borrowed(&[slot("a", Slot::Code, false), slot("b", Slot::Help, false)]));
    assert_eq!(written(&lone, &BTreeMap::new()), (false, String::new()));
    assert_eq!(written(&EMPTY, &BTreeMap::new()), (false, String::new()));
    assert_eq!(written(&Template::Object(Borrowed(&[])), &BTreeMap::new()), (true, "{}".into()));
}

#[test]
fn a_value_without_json_leaves_the_buffer_alone() {
    let mut out = b"before".to_vec();
    let mut fill = |_: Slot, out: &mut Vec<u8>| json::write(&f64::NAN, out).map(|()| true);
    assert!(write(&BODY, &mut fill, &mut out).is_err());
    assert_eq!(out, b"before");
}

#[test]
fn what_is_written_is_read() {
    let values = [None, Some("{\"a\":[1,\"}\"]}"), Some("\"x\""), Some("5")];
    let slots = ["Payload", "Meta", "Next", "Prev", "Echo"];
    let of = [Slot::Payload, Slot::Meta, Slot::Next, Slot::Prev, Slot::Echo];
    for round in 0..4_usize.pow(5) {
        let chosen = |index: usize| values[round / 4_usize.pow(index as u32) % 4];
        let filled: BTreeMap<_, _> =
            (0..5).filter_map(|index| Some((slots[index], chosen(index)?))).collect();
        let (_, text) = written(&BODY, &filled);
        let found = read(&BODY, text.as_bytes()).expect("read");
        for (index, slot) in of.into_iter().enumerate() {
            assert_eq!(found.get(slot).map(RawValue::get), chosen(index), "{text}");
        }
    }
}

#[test]
fn reading_is_tolerant() {
    let text = br#" {"new":[{}], "links": null, "meta": null, "d\u0061ta" : 7, "v": 2} "#;
    let found = read(&BODY, text).expect("read");
    assert_eq!(found.value::<i64>(Slot::Payload), Some(7));
    assert!(found.get(Slot::Meta).is_none() && found.get(Slot::Next).is_none());
    assert!(read(&BODY, br#"{"links": [5], "data": 1}"#).expect("read").get(Slot::Payload).is_some());
}

#[test]
fn what_is_no_body_is_reported() {
    assert_eq!(read(&BODY, b"[]").expect_err("a list").message, "expected an object");
    assert!(read(&BODY, b"<html>").expect_err("not JSON").syntax);
    assert!(read(&Template::Slot(Slot::Payload), b"[1").expect_err("cut").syntax);
}

static SPREAD: Template = Template::Object(Borrowed(&[
    Member { wire: Borrowed("ok"), value: Template::Constant(Borrowed("true")), keep: false },
    slot("...", Slot::Payload, false),
    slot("meta", Slot::Meta, false),
]));

#[test]
fn members_of_the_payload_are_next_to_those_of_the_style() {
    for (payload, text) in [
        (Some(r#"{"a":1,"b":{"c":[2]}}"#), r#"{"ok":true,"a":1,"b":{"c":[2]},"meta":5}"#),
        (Some("{}"), r#"{"ok":true,"meta":5}"#),
        (None, r#"{"ok":true,"meta":5}"#),
    ] {
        let slots = payload.map(|payload| ("Payload", payload)).into_iter().chain([("Meta", "5")]).collect();
        assert_eq!(written(&SPREAD, &slots), (true, text.into()));
        let found = read(&SPREAD, text.as_bytes()).expect("read");
        assert_eq!(found.get(Slot::Payload).map(RawValue::get), Some(payload.unwrap_or("{}")));
        assert_eq!(found.value::<i64>(Slot::Meta), Some(5));
    }
    static FIRST: Template = Template::Object(Borrowed(&[slot("...", Slot::Payload, false)]));
    let slots = BTreeMap::from([("Payload", r#"{"a":1}"#)]);
    assert_eq!(written(&FIRST, &slots), (true, r#"{"a":1}"#.into()));
    assert_eq!(pointer(&SPREAD, Template::ITEMS, Slot::Payload).as_deref(), Some(""));
}

#[test]
fn what_has_no_members_or_those_of_the_style_is_not_written() {
    for (payload, reason) in [("[1]", "only the members of an object"), (r#"{"ok":1}"#, "the member `ok`")] {
        let mut out = b"before".to_vec();
        let mut fill = |slot: Slot, out: &mut Vec<u8>| {
            out.extend_from_slice(payload.as_bytes());
            Ok(slot == Slot::Payload)
        };
        let error = write(&SPREAD, &mut fill, &mut out).expect_err("refused").to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(out, b"before");
    }
}
