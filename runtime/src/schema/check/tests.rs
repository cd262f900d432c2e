//! Every constraint and its message.

use super::*;
use crate::codec::body::{BodyError, read};
use crate::schema::{
    AdditionalMembers, ArrayRules, Format, IntegerRules, NumberRules, ObjectRules, Pattern, StringRules,
    UnionRules, UnionTag, has,
};
use crate::style::{ReadOnly, Reject, Style, Text, UnknownMembers, ViolationCodes};
use serde_json::json;

const DATA: Data = Style::MINIMAL.data;
static POLICY: Data = DATA;
static STRICT: Data = Data {
    unknown_members: UnknownMembers::Reject,
    read_only: ReadOnly::Reject(Reject { code: Text::Borrowed("readonly_field") }),
    ..DATA
};

static PHONE_PATTERN: Pattern = Pattern::new("^[0-9]+$");
static PHONE: Schema =
    Schema::new(Kind::String(StringRules { pattern: Some(&PHONE_PATTERN), ..StringRules::ANY }))
        .named("Phone")
        .code("wrong_phone_format")
        .message("Wrong phone");
static PATIENT: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("patient_id", &Schema::INT64).required().read_only(),
    has("name", &Schema::TEXT).required(),
    has("phone", &Schema::same(&PHONE).or_null()),
    has("friends", &FRIENDS),
])))
.named("Patient");
static FRIENDS: Schema = Schema::new(Kind::Array(ArrayRules::of(&PATIENT)));

/// Returns pointer, code and message of each violation.
fn reported(value: &Value, schema: &'static Schema, policy: &'static Data) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut pointer = String::from("/here");
    check(value, schema, policy, &mut pointer, &mut found);
    assert_eq!(pointer, "/here");
    let one = |v: Violation| {
        (v.pointer.trim_start_matches("/here").to_owned(), v.code.into_owned(), v.message.into_owned())
    };
    found.into_iter().map(one).collect()
}

fn codes(value: &Value, schema: &'static Schema) -> Vec<String> {
    reported(value, schema, &POLICY)
        .into_iter()
        .map(|(pointer, code, _)| format!("{pointer} {code}"))
        .collect()
}

#[test]
fn every_problem_with_its_place() {
    let value = json!({
        "patient_id": 1,
        "phone": "x",
        "extra": 1,
        "friends": [{"name": 5, "phone": null}, {"name": "a", "friends": [7]}],
    });
    let mut found = Vec::new();
    check(&value, &PATIENT, &STRICT, &mut String::new(), &mut found);
    let all: Vec<_> =
        found.iter().map(|v| (v.pointer.as_str(), v.code.as_ref(), v.kind, v.resource, v.field())).collect();
    let patient = Some("Patient");
    let field = |dotted: &str| Some(dotted.to_owned());
    assert_eq!(
        all,
        [
            ("/patient_id", "readonly_field", ViolationKind::ReadOnly, patient, field("patient_id")),
            ("/name", "required", ViolationKind::Missing, patient, field("name")),
            ("/phone", "wrong_phone_format", ViolationKind::Constraint, patient, field("phone")),
            ("/friends/0/name", "wrong_type", ViolationKind::Type, patient, field("friends.0.name")),
            (
                "/friends/1/friends/0",
                "wrong_type",
                ViolationKind::Type,
                patient,
                field("friends.1.friends.0")
            ),
            ("/extra", "unknown_field", ViolationKind::Unknown, patient, field("extra")),
        ]
    );
    assert_eq!(found[2].message, "Wrong phone");
}

#[test]
fn policies_decide_on_the_unknown_and_the_read_only() {
    let value = json!({"patient_id": "nonsense", "name": "a", "extra": 1});
    assert!(reported(&value, &PATIENT, &POLICY).is_empty());
    static CLOSED: Schema =
        Schema::new(Kind::Object(ObjectRules { others: AdditionalMembers::Denied, ..ObjectRules::of(&[]) }));
    assert_eq!(codes(&json!({"a/b": 1}), &CLOSED), ["/a~1b unknown_field"]);
    static IGNORE: Data = Data { unknown_members: UnknownMembers::Ignore, ..DATA };
    assert!(reported(&json!({"a": 1}), &CLOSED, &IGNORE).is_empty());
    let long = json!({"k".repeat(10_000): 1});
    assert_eq!(codes(&long, &CLOSED), [" unknown_field"]);
}

#[test]
fn numbers() {
    static EVEN: Schema = Schema::new(Kind::Integer(IntegerRules { min: 2, max: 10, multiple_of: 2 }));
    static OPEN: Schema = Schema::new(Kind::Number(NumberRules {
        min: Some((0.0, true)),
        max: Some((1.0, false)),
        multiple_of: Some(0.25),
    }));
    for (value, code) in [
        (json!(0), "too_small"),
        (json!(12), "too_big"),
        (json!(3), "not_multiple"),
        (json!(2.5), "wrong_type"),
        (json!("2"), "wrong_type"),
        (json!(null), "wrong_type"),
        (json!(1e30), "too_big"),
        (json!(-1e30), "too_small"),
    ] {
        assert_eq!(codes(&value, &EVEN), [format!(" {code}")], "{value}");
    }
    for (value, code) in [(json!(0), "too_small"), (json!(1.5), "too_big"), (json!(0.3), "not_multiple")] {
        assert_eq!(codes(&value, &OPEN), [format!(" {code}")], "{value}");
    }
    assert!(codes(&json!(1), &OPEN).is_empty() && codes(&json!(4.0), &EVEN).is_empty());
    assert_eq!(reported(&json!(0), &OPEN, &POLICY)[0].2, "must be more than 0");
    assert_eq!(codes(&json!(u64::MAX), &Schema::INT64), [" too_big"]);
}

#[test]
fn texts_and_formats() {
    static SHORT: Schema = Schema::new(Kind::String(StringRules {
        min_length: 1,
        max_length: Some(3),
        pattern: None,
        format: Format::None,
    }));
    assert_eq!(codes(&json!(""), &SHORT), [" too_short"]);
    assert_eq!(codes(&json!("abcd"), &SHORT), [" too_long"]);
    assert_eq!(reported(&json!(""), &SHORT, &POLICY)[0].2, "must have at least 1 character");
    for (schema, good, bad) in [
        (&Schema::UUID, "67e55044-10b1-426f-9247-bb680e5fe0c8", "67e55044"),
        (&Schema::DATE_TIME, "2020-04-15T10:45:00+03:00", "2020-04-15T10:45:00"),
        (&Schema::DATE, "2020-02-29", "2021-02-29"),
        (&Schema::URI, "https://a.example/b", "/b"),
        (&Schema::URI_REFERENCE, "/b?c", "a b"),
        (&Schema::BYTE, "AAE=", "A"),
    ] {
        assert!(codes(&json!(good), schema).is_empty(), "{good}");
        assert_eq!(codes(&json!(bad), schema), [" wrong_format"], "{bad}");
    }
}

#[test]
fn lists() {
    static SET: Schema = Schema::new(Kind::Array(ArrayRules {
        items: &Schema::ANY,
        min_items: 2,
        max_items: Some(3),
        unique: true,
    }));
    static PAIR: Schema = Schema::new(Kind::Tuple(&[&Schema::INT64, &Schema::TEXT]));
    assert_eq!(codes(&json!([1]), &SET), [" too_few"]);
    assert_eq!(codes(&json!([1, 2, 3, 4]), &SET), [" too_many"]);
    assert_eq!(codes(&json!([{"a": 1, "b": 2}, 5, {"b": 2.0, "a": 1}]), &SET), [" not_unique"]);
    assert_eq!(codes(&json!({}), &SET), [" wrong_type"]);
    assert_eq!(codes(&json!(["a", 1]), &PAIR), ["/0 wrong_type", "/1 wrong_type"]);
    assert_eq!(codes(&json!([1]), &PAIR), [" too_few"]);
}

#[test]
fn maps_and_enumerations() {
    static MAP: Schema = Schema::new(Kind::Object(ObjectRules {
        members: &[],
        others: AdditionalMembers::Of(&Schema::BOOLEAN),
        any_of: &[],
        patterns: &[],
        min_members: 1,
        max_members: Some(2),
    }));
    static COLOR: Schema = Schema::new(Kind::Enum(&["\"red\"", "1", "null"]));
    assert_eq!(codes(&json!({}), &MAP), [" too_few_fields"]);
    assert_eq!(codes(&json!({"a": true, "b": 1, "c": true}), &MAP), [" too_many_fields", "/b wrong_type"]);
    assert!(
        [json!("red"), json!(1), json!(1.0), json!(null)].iter().all(|value| codes(value, &COLOR).is_empty())
    );
    assert_eq!(codes(&json!("blue"), &COLOR), [" not_in_enum"]);
    assert_eq!(reported(&json!(2), &COLOR, &POLICY)[0].2, "must be one of \"red\", 1, null");
}

#[test]
fn unions_without_a_tag() {
    static EITHER: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&Schema::INT32, &Schema::NUMBER, &PATIENT],
        tag: None,
        one: true,
    }));
    static SOME: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&Schema::INT32, &Schema::NUMBER],
        tag: None,
        one: false,
    }));
    assert!(codes(&json!(1.5), &EITHER).is_empty());
    assert!(codes(&json!(1), &EITHER).is_empty(), "nothing of it is lost");
    static A_OR_B: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[
            &Schema::new(Kind::Object(ObjectRules::of(&[has("a", &Schema::INT32).required()]))),
            &Schema::new(Kind::Object(ObjectRules::of(&[has("b", &Schema::INT32).required()]))),
        ],
        tag: None,
        one: true,
    }));
    assert!(codes(&json!({"a": 1, "c": 2}), &A_OR_B).is_empty());
    assert_eq!(codes(&json!({"a": 1, "b": 2}), &A_OR_B), [" no_alternative"], "either loses a member");
    assert!(codes(&json!(1), &SOME).is_empty());
    assert_eq!(codes(&json!("x"), &EITHER), [" no_alternative"]);
    assert_eq!(codes(&json!({"name": 1}), &EITHER), ["/name wrong_type"]);
    let strict = reported(&json!({"name": "a", "patient_id": 1}), &EITHER, &STRICT);
    assert_eq!(strict[0].1, "readonly_field");
}

#[test]
fn a_union_of_scalars_says_all_that_is_allowed() {
    static REFERENCE: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[
            &Schema::new(Kind::Integer(IntegerRules { min: 1, ..IntegerRules::I64 })),
            &Schema::new(Kind::Enum(&["\"me\""])),
            &Schema::UUID,
        ],
        tag: None,
        one: true,
    }));
    static NUMBER_OR_ME: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&Schema::INT64, &Schema::new(Kind::Enum(&["\"me\"", "\"all\""]))],
        tag: None,
        one: true,
    }));
    let message = |value, schema| reported(&value, schema, &POLICY).remove(0).2;
    assert_eq!(message(json!("you"), &REFERENCE), "must be a whole number, \"me\" or a UUID");
    assert_eq!(message(json!("you"), &NUMBER_OR_ME), "must be a whole number, \"me\" or \"all\"");
    assert_eq!(message(json!(true), &NUMBER_OR_ME), "must be a whole number, \"me\" or \"all\"");
    assert_eq!(message(json!(0), &REFERENCE), "must be at least 1");
    assert_eq!(reported(&json!("you"), &REFERENCE, &POLICY)[0].1, "no_alternative");
}

#[test]
fn unions_with_a_tag() {
    static CAT: Schema =
        Schema::new(Kind::Object(ObjectRules::of(&[has("lives", &Schema::INT32).required()]))).named("Cat");
    static PET: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&CAT],
        tag: Some(UnionTag { member: "kind", mapping: &[("cat", 0)] }),
        one: true,
    }));
    assert_eq!(codes(&json!({"kind": "cat", "lives": "9"}), &PET), ["/lives wrong_type"]);
    assert_eq!(codes(&json!({"lives": 9}), &PET), ["/kind required"]);
    assert_eq!(codes(&json!({"kind": "dog"}), &PET), ["/kind not_in_enum"]);
    assert_eq!(codes(&json!({"kind": 1}), &PET), ["/kind wrong_type"]);
    assert_eq!(codes(&json!([]), &PET), [" wrong_type"]);
}

#[test]
fn many_problems_are_cut_honestly() {
    let value = Value::Array(vec![json!({"name": 1}); 5000]);
    let found = reported(&value, &FRIENDS, &POLICY);
    assert_eq!(found.len(), LISTED + 1);
    assert_eq!(found[LISTED].1, "more_problems");
}

#[test]
fn alternatives_within_alternatives_end() {
    static NEST: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&LEFT, &LEFT, &Schema::INT32],
        tag: None,
        one: false,
    }));
    static LEFT: Schema = Schema::new(Kind::Object(ObjectRules::of(&[has("in", &NEST).required()])));
    let value = (0..120).fold(json!("no"), |inner, _| json!({"in": inner}));
    assert!(!reported(&value, &NEST, &POLICY).is_empty());
    assert!(!fits(&value, &NEST));
}

#[test]
fn messages_are_short_and_name_no_types_of_ours() {
    static LONG: Schema = Schema::new(Kind::Enum(
        &["\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
            20],
    ));
    let message = &reported(&json!(1), &LONG, &POLICY)[0].2;
    assert!(message.len() < 1024 && message.ends_with('…'));
}

#[test]
fn reading_distinguishes_syntax_from_shape() {
    let refused = |body: &[u8]| match read::<Vec<i64>>(body, &INTEGERS, &POLICY) {
        Ok(_) => "fine".to_owned(),
        Err(BodyError::Syntax(_)) => "syntax".to_owned(),
        Err(BodyError::TooDeep) => "too deep".to_owned(),
        Err(BodyError::Invalid(found)) => found.iter().map(|v| format!("{} {}", v.pointer, v.code)).collect(),
    };
    static INTEGERS: Schema =
        Schema::new(Kind::Array(ArrayRules { unique: true, ..ArrayRules::of(&Schema::INT64) }));
    let deep = [vec![b'['; 200], vec![b']'; 200]].concat();
    assert_eq!(refused(b"[1,2]"), "fine");
    assert_eq!(refused(&deep), "too deep");
    assert_eq!(refused(b"[1,1]"), " not_unique");
    assert_eq!(refused(b"[1.5]"), "/0 wrong_type");
    assert_eq!(refused(b"[1.0,2e3,-0]"), "fine");
    assert_eq!(refused(b"[1.0,10e-1]"), " not_unique");
    assert_eq!(refused(b"{\"a\":1,\"a\":2}"), "/a duplicate_field wrong_type");
    for broken in [&b"[1"[..], b"", b"[1]]", b"[\"\xFF\"]", b"[1e999]"] {
        assert_eq!(refused(broken), "syntax", "{}", String::from_utf8_lossy(broken));
    }
}

#[test]
fn entries_as_many_as_the_style_reports() {
    let mut found = vec![Violation::missing(Some("page")), Violation::missing(None)];
    found[1].pointer = "/a/b".into();
    let style = |report| Failure { report, ..Style::MINIMAL.failure };
    let all = entries(found.clone(), &style(Report::All));
    assert_eq!(all[0].field.as_deref(), Some("page"));
    assert_eq!((all[0].parameter.as_deref(), all[0].pointer.as_deref()), (Some("page"), None));
    assert_eq!((all[1].field.as_deref(), all[1].pointer.as_deref()), (Some("a.b"), Some("/a/b")));
    assert_eq!(entries(found, &style(Report::First)).len(), 1);
}

#[test]
fn long_names_are_not_repeated() {
    static ROWS: Schema = Schema::new(Kind::Object(ObjectRules {
        others: AdditionalMembers::Of(&Schema::new(Kind::Array(ArrayRules::of(&Schema::INT64)))),
        ..ObjectRules::of(&[])
    }));
    let long = "é".repeat(100_000);
    let value = json!({ "short": ["x"], long: vec!["x"; 1000] });
    let mut found = Vec::new();
    check(&value, &ROWS, &POLICY, &mut String::new(), &mut found);
    assert_eq!((found.len(), &*found[0].pointer, &*found[1].pointer), (LISTED + 1, "/short/0", ""));
}

#[test]
fn a_violation_has_the_code_of_the_style_unless_the_document_has_one() {
    let codes = ViolationCodes {
        required: Some("missing_field".into()),
        length: Some("wrong_size".into()),
        default: Some("invalid".into()),
        ..NO_CODES
    };
    let coded = |violations: &ViolationCodes, fault: &Fault, group| {
        let style = Failure { violations: Some(violations.clone()), ..Style::MINIMAL.failure };
        let violation = Violation { group, ..Violation::new(fault, "/a", None) };
        entries(vec![violation], &style).remove(0).code.expect("a code").into_owned()
    };
    for (fault, expected) in [
        (Fault::Missing, "missing_field"),
        (Fault::Short(1), "wrong_size"),
        (Fault::Blank(1), "wrong_size"),
        (Fault::Null, "invalid"),
        (Fault::Repeated, "invalid"),
    ] {
        let group = Some(fault.group());
        assert_eq!(coded(&codes, &fault, group), expected, "{fault:?}");
        assert_eq!(coded(&codes, &fault, None), fault.code(), "a code of the document: {fault:?}");
    }
    let few = ViolationCodes { required: Some("missing".into()), ..NO_CODES };
    assert_eq!(coded(&few, &Fault::Null, Some(ViolationGroup::Type)), "wrong_type", "without a default");
}

const NO_CODES: ViolationCodes = ViolationCodes {
    required: None,
    read_only: None,
    unknown: None,
    type_: None,
    enum_: None,
    format: None,
    length: None,
    range: None,
    items: None,
    default: None,
};
