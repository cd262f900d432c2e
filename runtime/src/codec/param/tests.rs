//! Each encoding in both directions.

use super::*;
use crate::codec::param::{FormField, ParamEncoding, Place};
use crate::schema::check::ViolationKind;
use crate::schema::{AdditionalMembers, ArrayRules, Kind, ObjectRules, Schema, UnionRules, has};
use crate::style::DeepObjectLists;
use serde_json::json;

static TEXTS: Schema = Schema::new(Kind::Array(ArrayRules::of(&Schema::TEXT)));
static INTEGERS: Schema = Schema::new(Kind::Array(ArrayRules::of(&Schema::INT64)));
static POINT: Schema = Schema::new(Kind::Object(ObjectRules {
    others: AdditionalMembers::Denied,
    ..ObjectRules::of(&[has("x", &Schema::INT64).required(), has("y", &Schema::TEXT)])
}));
static FILTER: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("at", &POINT),
    has("ids", &INTEGERS),
    has("q", &Schema::TEXT),
])));

static POLICY: Data = crate::style::Style::MINIMAL.data;

const ALL: [ParamEncoding; 12] = [
    ParamEncoding::Simple { explode: false },
    ParamEncoding::Simple { explode: true },
    ParamEncoding::Label { explode: false },
    ParamEncoding::Label { explode: true },
    ParamEncoding::Matrix { explode: false },
    ParamEncoding::Matrix { explode: true },
    ParamEncoding::Form { explode: false },
    ParamEncoding::Form { explode: true },
    ParamEncoding::SpaceDelimited,
    ParamEncoding::PipeDelimited,
    ParamEncoding::DeepObject,
    ParamEncoding::Json,
];

fn param(place: Place, encoding: ParamEncoding, schema: &'static Schema) -> &'static Param {
    Box::leak(Box::new(Param {
        wire: "p q",
        place,
        encoding,
        schema,
        required: false,
        default: None,
        reserved: false,
        empty: false,
    }))
}

fn place(encoding: ParamEncoding) -> Place {
    match encoding {
        ParamEncoding::Simple { .. } | ParamEncoding::Label { .. } | ParamEncoding::Matrix { .. } => {
            Place::Path
        }
        _ => Place::Query,
    }
}

/// Returns the written text, and the value read back from it.
fn again(encoding: ParamEncoding, schema: &'static Schema, value: &Value) -> (String, Option<Value>) {
    let param = param(place(encoding), encoding, schema);
    if param.place == Place::Path {
        let text = write_one(param, value).expect("written").expect("not null");
        let read = read(param, Source::One(Some(Raw::percent(&text)))).expect("read");
        return (text, read);
    }
    let mut text = String::new();
    write_pairs(param, DeepObjectLists::Brackets, value, &mut text).expect("written");
    let pairs = Pairs::form(&text).expect("pairs");
    let read = read(param, Source::Pairs(&pairs)).expect("read");
    (text, read)
}

/// A deterministic pseudo-random number generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// Returns text with special characters, without the delimiters space and pipe.
    fn text(&mut self) -> String {
        let chars: Vec<char> = "aZ0~-_.,;=&?/%+#[]{}\"'\\é🦀<>:@!$()*^`".chars().collect();
        let length = 1 + self.roll(8);
        (0..length).map(|_| chars[self.roll(chars.len())]).collect()
    }
}

#[test]
fn every_encoding_there_and_back() {
    let mut dice = Dice(7);
    for round in 0..300 {
        for encoding in ALL {
            let text = match dice.text() {
                dots if dots == "." || dots == ".." => "x".to_owned(),
                text => text,
            };
            let number = dice.roll(2000) as i64 - 1000;
            let list: Vec<_> = (0..=1 + dice.roll(3)).map(|_| dice.text()).collect();
            for (schema, value) in [
                (&Schema::TEXT, json!(text)),
                (&Schema::INT64, json!(number)),
                (&TEXTS, json!(list)),
                (&INTEGERS, json!([number, i64::MAX, i64::MIN])),
                (&POINT, json!({"x": number, "y": text})),
            ] {
                let (written, read) = again(encoding, schema, &value);
                assert_eq!(read.as_ref(), Some(&value), "round {round} {encoding:?} as {written}");
                assert!(written.is_ascii() && !written.contains([' ', '"', '#', '/', '?']), "{written}");
            }
        }
    }
}

#[test]
fn the_texts_are_those_of_the_standard() {
    let written = |encoding, schema, value: Value| again(encoding, schema, &value).0;
    let list = || json!([3, 4]);
    let point = || json!({"x": 1, "y": "b"});
    for (encoding, of_list, of_object) in [
        (ALL[0], "3,4", "x,1,y,b"),
        (ALL[1], "3,4", "x=1,y=b"),
        (ALL[2], ".3,4", ".x,1,y,b"),
        (ALL[3], ".3.4", ".x=1.y=b"),
        (ALL[4], ";p%20q=3,4", ";p%20q=x,1,y,b"),
        (ALL[5], ";p%20q=3;p%20q=4", ";x=1;y=b"),
        (ALL[6], "p%20q=3,4", "p%20q=x,1,y,b"),
        (ALL[7], "p%20q=3&p%20q=4", "x=1&y=b"),
        (ALL[8], "p%20q=3%204", "p%20q=x%201%20y%20b"),
        (ALL[9], "p%20q=3%7C4", "p%20q=x%7C1%7Cy%7Cb"),
        (ALL[10], "p%20q%5B%5D=3&p%20q%5B%5D=4", "p%20q%5Bx%5D=1&p%20q%5By%5D=b"),
        (ALL[11], "p%20q=%5B3%2C4%5D", "p%20q=%7B%22x%22%3A1%2C%22y%22%3A%22b%22%7D"),
    ] {
        assert_eq!(written(encoding, &INTEGERS, list()), of_list);
        assert_eq!(written(encoding, &POINT, point()), of_object);
    }
}

#[test]
fn deep_objects_nest() {
    let value = json!({"at": {"x": 5}, "ids": [1, 2], "q": "[a]=b"});
    let (written, read) = again(ParamEncoding::DeepObject, &FILTER, &value);
    assert_eq!(read, Some(value), "{written}");
}

#[test]
fn absent_empty_and_null() {
    let form = ParamEncoding::Form { explode: false };
    assert_eq!(again(form, &INTEGERS, &json!([])), ("p%20q=".into(), Some(json!([]))));
    assert_eq!(again(ParamEncoding::Form { explode: true }, &INTEGERS, &json!([])), (String::new(), None));
    assert_eq!(again(form, &Schema::TEXT, &Value::Null), (String::new(), None));
    assert_eq!(again(form, &Schema::TEXT, &json!("")), ("p%20q=".into(), Some(json!(""))));
}

#[test]
fn a_path_stays_the_path() {
    let path = param(Place::Path, ParamEncoding::Simple { explode: false }, &Schema::TEXT);
    let header = param(Place::Header, ParamEncoding::Simple { explode: false }, &Schema::TEXT);
    for (value, error) in [("", ParamError::Empty), (".", ParamError::Dots), ("..", ParamError::Dots)] {
        assert_eq!(write_one(path, &json!(value)), Err(error));
    }
    assert_eq!(write_one(path, &json!([[1]])), Err(ParamError::Nested));
    assert_eq!(write_one(path, &json!("a/../b")), Ok(Some("a%2F..%2Fb".into())));
    assert_eq!(write_one(header, &json!("a\r\nb: c")), Err(ParamError::Control));
    assert_eq!(write_one(header, &json!("é, x")), Ok(Some("é, x".into())));
}

fn problems(
    text: &str,
    encoding: ParamEncoding,
    schema: &'static Schema,
) -> Vec<(ViolationKind, String, String)> {
    let param = param(Place::Query, encoding, schema);
    let mut found = Vec::new();
    match Pairs::form(text) {
        Err(violation) => found.push(*violation),
        Ok(pairs) => drop(value(param, Source::Pairs(&pairs), &POLICY, &mut found)),
    }
    let reported = |violation: Violation| {
        let entry = violation.clone().entry();
        (violation.kind, violation.code.into_owned(), entry.field.unwrap_or_default().into_owned())
    };
    found.into_iter().map(reported).collect()
}

#[test]
fn what_cannot_be_read_is_reported() {
    let form = ParamEncoding::Form { explode: true };
    let reported = |text, schema| problems(text, form, schema);
    let unreadable = |code: &str| vec![(ViolationKind::Unreadable, code.to_owned(), "p q".to_owned())];
    assert_eq!(reported("p+q=1&p+q=2", &Schema::INT64), unreadable("repeated"));
    for broken in ["p+q=%", "p+q=%zz", "p+q=%FF", "p+q=a%00b"] {
        assert_eq!(reported(broken, &Schema::TEXT)[0].1, "unreadable", "{broken}");
        assert!(Pairs::form(broken).expect_err("broken").parameter.as_deref() == Some("p q"));
    }
    assert_eq!(problems("p+q={", ParamEncoding::Json, &Schema::ANY), unreadable("unreadable"));
    assert_eq!(reported("p+q=x", &Schema::INT64)[0].1, "wrong_type");
    assert_eq!(reported("p+q=99999999999999999999", &Schema::INT64)[0].1, "too_big");
    assert_eq!(reported("p+q=-1", &Schema::UINT64)[0].1, "too_small");
    assert_eq!(problems("p+q[x]=z", ParamEncoding::DeepObject, &POINT)[0].2, "p q.x");
    assert_eq!(reported(&"a=b&".repeat(PAIRS + 1), &Schema::TEXT)[0].1, "unreadable");
}

#[test]
fn required_and_default() {
    let text = || Source::One(None);
    static REQUIRED: Param = Param {
        wire: "id",
        place: Place::Path,
        encoding: ParamEncoding::Simple { explode: false },
        schema: &Schema::INT64,
        required: true,
        default: None,
        reserved: false,
        empty: false,
    };
    static DEFAULT: Param = Param { required: false, default: Some("20"), ..REQUIRED_COPY };
    const REQUIRED_COPY: Param = Param {
        wire: "id",
        place: Place::Path,
        encoding: ParamEncoding::Simple { explode: false },
        schema: &Schema::INT64,
        required: true,
        default: None,
        reserved: false,
        empty: false,
    };
    let mut found = Vec::new();
    assert_eq!(value(&REQUIRED, text(), &POLICY, &mut found), None);
    assert_eq!(found.remove(0), Violation::missing(Some("id")));
    assert_eq!(value(&DEFAULT, text(), &POLICY, &mut found), Some(Some(json!(20))));
    assert_eq!(typed::<i32>(&DEFAULT, json!(20), &mut found), Some(20));
    assert_eq!(typed::<u8>(&DEFAULT, json!(300), &mut found), None);
    assert_eq!(found.len(), 1);
}

#[test]
fn encoded_commas_part_numbers_but_not_text() {
    let form = ParamEncoding::Form { explode: false };
    let read_as = |schema| {
        let pairs = Pairs::form("p+q=1%2C2").expect("pairs");
        read(param(Place::Query, form, schema), Source::Pairs(&pairs)).expect("read")
    };
    assert_eq!(read_as(&INTEGERS), Some(json!([1, 2])));
    assert_eq!(read_as(&TEXTS), Some(json!(["1,2"])));
}

#[test]
fn forms_there_and_back() {
    let value = json!({"at": {"x": 5, "y": "a b"}, "ids": [1, 2], "q": "&=+", "z": "kept"});
    let mut text = String::new();
    write_form(&value, &[], DeepObjectLists::Brackets, &mut text).expect("written");
    let pairs = Pairs::form(&text).expect("pairs");
    assert_eq!(read_form(&pairs, &FILTER, &[]), Ok(value));
    let twice = Pairs::form("q=1&q=2").expect("pairs");
    assert_eq!(read_form(&twice, &FILTER, &[]).map_err(|problem| problem.pointer), Err("/q".into()));
}

fn form(text: &str, schema: &'static Schema, fields: &'static [FormField]) -> Result<Value, String> {
    let pairs = Pairs::form(text).expect("pairs");
    read_form(&pairs, schema, fields).map_err(|violation| format!("{} {}", violation.pointer, violation.code))
}

#[test]
fn a_form_of_alternatives_is_the_one_that_fits() {
    static NAMED: Schema =
        Schema::new(Kind::Object(ObjectRules::of(&[has("name", &Schema::TEXT).required()])));
    static EITHER: Schema =
        Schema::new(Kind::Union(UnionRules { variants: &[&NAMED, &POINT], tag: None, one: true }));
    assert_eq!(form("x=1&y=a", &EITHER, &[]), Ok(json!({"x": 1, "y": "a"})));
    assert_eq!(form("name=1", &EITHER, &[]), Ok(json!({"name": "1"})));
}

#[test]
fn members_of_a_form_that_no_schema_names() {
    static POINTS: Schema = Schema::new(Kind::Object(ObjectRules {
        others: AdditionalMembers::Of(&POINT),
        ..ObjectRules::of(&[])
    }));
    assert_eq!(
        form("a[x]=1&b[x]=2&a[y]=c", &POINTS, &[]),
        Ok(json!({"a": {"x": 1, "y": "c"}, "b": {"x": 2}}))
    );
    assert_eq!(form("at[x]=1&a[b]=c", &FILTER, &[]), Ok(json!({"at": {"x": 1}, "a[b]": "c"})));
    assert_eq!(form("a=1&a=2", &FILTER, &[]), Err("/a repeated".to_owned()));
    assert_eq!(form("at[x]=1&at[x]=2", &FILTER, &[]), Err("/at/x repeated".to_owned()));
    assert_eq!(form("ids[x]=1", &FILTER, &[]), Err("/ids/x unreadable".to_owned()));
}

#[test]
fn a_map_whose_members_are_pairs_has_what_the_form_does_not_name() {
    static LABELS: Schema = Schema::new(Kind::Object(ObjectRules {
        others: AdditionalMembers::Of(&Schema::TEXT),
        ..ObjectRules::of(&[])
    }));
    static LABELLED: Schema =
        Schema::new(Kind::Object(ObjectRules::of(&[has("labels", &LABELS), has("q", &Schema::TEXT)])));
    const FIELDS: &[FormField] = &[FormField::new("labels", ParamEncoding::Form { explode: true }, false)];
    let value = json!({"labels": {"a": "1", "b": "2"}, "q": "x"});
    let mut text = String::new();
    write_form(&value, FIELDS, DeepObjectLists::Brackets, &mut text).expect("written");
    assert_eq!((text.as_str(), form(&text, &LABELLED, FIELDS)), ("a=1&b=2&q=x", Ok(value)));
}

#[test]
fn lists_in_deep_objects_are_named_as_the_style_says() {
    let value = json!({"at": {"x": 5}, "ids": [1, 2]});
    let param = param(Place::Query, ParamEncoding::DeepObject, &FILTER);
    for (lists, ids) in [
        (DeepObjectLists::Brackets, "%5Bids%5D%5B%5D=1&p%20q%5Bids%5D%5B%5D=2"),
        (DeepObjectLists::Indices, "%5Bids%5D%5B0%5D=1&p%20q%5Bids%5D%5B1%5D=2"),
        (DeepObjectLists::Repeat, "%5Bids%5D=1&p%20q%5Bids%5D=2"),
    ] {
        let mut text = String::new();
        write_pairs(param, lists, &value, &mut text).expect("written");
        assert_eq!(text, format!("p%20q%5Bat%5D%5Bx%5D=5&p%20q{ids}"));
        assert_eq!(
            read(param, Source::Pairs(&Pairs::form(&text).expect("pairs"))).expect("read"),
            Some(value.clone())
        );
    }
    let holes =
        write_pairs(param, DeepObjectLists::Brackets, &json!({"at": [{"x": 1}, {}]}), &mut String::new());
    assert_eq!(holes, Err(ParamError::EmptyItem));
}

#[test]
fn names_with_too_many_brackets_end() {
    let deep = format!("p+q{}=1", "[a]".repeat(PAIRS));
    assert_eq!(problems(&deep, ParamEncoding::DeepObject, &Schema::ANY)[0].1, "unreadable");
    let deep = format!("p+q{}=1", "[]".repeat(16));
    assert!(problems(&deep, ParamEncoding::DeepObject, &Schema::ANY).is_empty());
}

#[test]
fn alternatives_within_alternatives_end() {
    static TREE: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&BRANCH, &BRANCH, &BRANCH, &BRANCH],
        tag: None,
        one: false,
    }));
    static BRANCH: Schema = Schema::new(Kind::Object(ObjectRules::of(&[has("a", &TREE)])));
    let deep = format!("p+q{}[b]=1", "[a]".repeat(15));
    assert_eq!(problems(&deep, ParamEncoding::DeepObject, &TREE).len(), 1);
}

#[test]
fn nothing_is_a_value_only_where_it_may_be() {
    for (schema, value) in [
        (&Schema::BOOLEAN, Some(json!(true))),
        (&Schema::TEXT, Some(json!(""))),
        (&TEXTS, Some(json!([]))),
        (&FILTER, Some(json!({}))),
        (&Schema::INT64, None),
    ] {
        assert_eq!(empty::value(schema), value);
    }
    static MAYBE: Schema = Schema::INT64.or_null();
    assert_eq!(empty::value(&MAYBE), Some(Value::Null));
}

#[test]
fn what_a_header_would_part_or_lose_is_refused() {
    let write = |explode, schema, value: Value| {
        write_one(param(Place::Header, ParamEncoding::Simple { explode }, schema), &value)
    };
    assert_eq!(write(false, &TEXTS, json!(["a", "b,c"])), Err(ParamError::Delimiter));
    assert_eq!(write(true, &POINT, json!({"x=y": 1})), Err(ParamError::Delimiter));
    assert_eq!(write(true, &POINT, json!({"x": 1, "y": "a=b"})), Ok(Some("x=1,y=a=b".to_owned())));
    assert_eq!(write(false, &TEXTS, json!(["a ", "b"])), Err(ParamError::Blank));
    assert_eq!(write(false, &TEXTS, json!([""])), Err(ParamError::OneEmptyItem));
    assert_eq!(write(false, &Schema::TEXT, json!(" a")), Err(ParamError::Blank));
    assert_eq!(write(false, &Schema::TEXT, json!("a, b")), Ok(Some("a, b".to_owned())));
}

#[test]
fn cookies_are_pairs() {
    let lines = [&b"a=1; sid=\"x%20y\"; junk; b=2=3; \xE4=1; c=\xE4"[..], "city=Москва;d=4".as_bytes()];
    let cookies = Pairs::cookies(lines);
    let value =
        |wire| cookies.of(wire).next().and_then(|raw| raw.decode().ok()).map(|text| text.into_owned());
    assert_eq!(value("sid").as_deref(), Some("x y"));
    assert_eq!(value("b").as_deref(), Some("2=3"));
    assert_eq!((value("city").as_deref(), value("d").as_deref()), (Some("Москва"), Some("4")));
    assert_eq!((value("junk"), value("c")), (None, None));
}
