//! Schemas of scalars, lists and objects.

use serde_json::json;

use crate::diag::codes;
use crate::ir::{EnumKind, IntegerWidth, NumberWidth, Origin, Others, Scalar, Shape, TextFormat};
use crate::lower::testing::{Outcome, plain};

/// A document of component schemas.
fn schemas(text: &str) -> Outcome {
    let indented = text.trim_matches('\n').lines().map(|line| format!("    {line}\n"));
    plain(&format!("paths: {{}}\ncomponents:\n  schemas:\n{}", indented.collect::<String>()))
}

fn integer(outcome: &Outcome, wire: &str) -> crate::ir::Integer {
    match &outcome.component(wire).shape {
        Shape::Scalar(Scalar::Integer(integer)) => integer.clone(),
        other => panic!("{other:?}"),
    }
}

fn text(outcome: &Outcome, wire: &str) -> crate::ir::Text {
    match &outcome.component(wire).shape {
        Shape::Scalar(Scalar::Text(text)) => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn integers_have_the_width_of_their_format_and_bounds_within_it() {
    let outcome = schemas(
        "
A: { type: integer, format: int32, minimum: -3000000000, maximum: 5 }
B: { type: integer, minimum: 0, maximum: 18446744073709551615 }
C: { type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9.5, multipleOf: 3 }
D: { type: integer, format: uint8 }
E: { type: integer, format: int64, minimum: 10, maximum: 1 }
F: { type: integer, multipleOf: 0 }
G: { type: integer, multipleOf: 0.5 }
",
    );
    let a = integer(&outcome, "A");
    assert_eq!((a.width, a.min, a.max), (IntegerWidth::I32, None, Some(5)));
    assert_eq!(integer(&outcome, "B").width, IntegerWidth::U64);
    let c = integer(&outcome, "C");
    assert_eq!((c.min, c.max, c.multiple_of), (Some(1), Some(9), Some(3)));
    let d = integer(&outcome, "D");
    assert_eq!((d.min, d.max), (Some(0), Some(255)));
    let e = integer(&outcome, "E");
    assert_eq!((e.min, e.max), (None, None));
    assert_eq!(outcome.reported(codes::BOUNDS).1, "/components/schemas/E/minimum");
    assert_eq!(outcome.reported(codes::MULTIPLE_OF).1, "/components/schemas/F/multipleOf");
    assert_eq!(integer(&outcome, "G").multiple_of, None, "every integer is one");
}

#[test]
fn integers_beyond_64_bits_have_128() {
    let outcome = schemas(
        "
A: { type: integer, minimum: -9223372036854776000, maximum: 9223372036854776000 }
B: { type: integer, minimum: -1, maximum: 18446744073709551615 }
C: { type: integer, minimum: 0, maximum: 18446744073709552000 }
D: { type: integer, minimum: -9223372036854775808, maximum: 9223372036854775807 }
E: { type: integer, maximum: 18446744073709551615 }
",
    );
    for (wire, width) in [
        ("A", IntegerWidth::I128),
        ("B", IntegerWidth::I128),
        ("C", IntegerWidth::I128),
        ("D", IntegerWidth::I64),
        ("E", IntegerWidth::U64),
    ] {
        assert_eq!(integer(&outcome, wire).width, width, "{wire}");
    }
    assert_eq!(integer(&outcome, "B").min, Some(-1));
    assert_eq!(outcome.reported(codes::BOUNDS).1, "/components/schemas/E/maximum");
}

#[test]
fn null_alone_is_a_type() {
    let outcome = schemas(
        "A: { type: object, properties: { a: { enum: [null] }, b: { type: string, nullable: true } } }",
    );
    let object = outcome.object("A");
    let shape = |wire: &str| outcome.shape(object.member(wire).ty.id);
    assert_eq!((shape("a"), object.member("a").ty.nullable), (&Shape::Scalar(Scalar::Null), false));
    assert!(matches!(shape("b"), Shape::Scalar(Scalar::Text(_))) && object.member("b").ty.nullable);
}

#[test]
fn numbers_keep_bounds_that_are_excluded() {
    let outcome =
        schemas("A: { type: number, format: float, minimum: 0.5, exclusiveMinimum: true, maximum: 2 }");
    let Shape::Scalar(Scalar::Number(number)) = &outcome.component("A").shape else { panic!() };
    assert_eq!(number.width, NumberWidth::F32);
    assert_eq!((number.min, number.max), (Some((0.5, true)), Some((2.0, false))));
    assert_eq!(
        schemas("A: { type: number, minimum: 2, maximum: 2, exclusiveMaximum: true }").codes(),
        [codes::BOUNDS]
    );
}

#[test]
fn formats_become_types_of_their_own() {
    let outcome = schemas(
        "
A: { type: string, format: uuid }
B: { type: string, format: date-time }
C: { type: string, format: email }
D: { type: string, format: byte }
E: { type: string, minLength: 2, maxLength: 1 }
",
    );
    assert_eq!(text(&outcome, "A").format, TextFormat::Uuid);
    assert_eq!(text(&outcome, "B").format, TextFormat::DateTime);
    assert_eq!(text(&outcome, "C").format, TextFormat::Email);
    assert_eq!(text(&outcome, "D").format, TextFormat::Byte);
    assert_eq!(text(&outcome, "E").max_length, None);
    assert_eq!(outcome.reported(codes::BOUNDS).1, "/components/schemas/E/minLength");
}

#[test]
fn patterns_are_translated_or_reported() {
    let outcome = schemas(
        r"
A: { type: string, pattern: '^\d+$' }
B: { type: string, pattern: '(?=a)b' }
",
    );
    assert_eq!(text(&outcome, "A").pattern.as_deref(), Some("^[0-9]+$"));
    assert_eq!(text(&outcome, "B").pattern, None);
    let (message, pointer) = outcome.reported(codes::PATTERN);
    assert!(message.contains("not enforced: look-ahead"), "{message}");
    assert_eq!(pointer, "/components/schemas/B/pattern");
}

#[test]
fn enums_are_without_duplicates_and_of_their_type() {
    let outcome = schemas(
        "
A: { type: string, enum: [a, a, b], x-enum-varnames: [First, Second, Third], x-enum-descriptions: [one, two, three] }
B: { type: integer, enum: [1, 2] }
C: { enum: [1, x, true] }
D: { type: string, nullable: true, enum: [x, null] }
E: { type: array, items: { type: string }, enum: [x, y] }
F: { type: boolean, enum: [true, false] }
",
    );
    let Shape::Enum(a) = &outcome.component("A").shape else { panic!() };
    assert_eq!(a.values.iter().map(|v| &v.value).collect::<Vec<_>>(), [&json!("a"), &json!("b")]);
    assert_eq!(a.values[1].hint.as_deref(), Some("Third"));
    assert_eq!(a.values[1].docs.as_deref(), Some("three"));
    let kind = |wire| match &outcome.component(wire).shape {
        Shape::Enum(list) => list.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!((kind("B"), kind("C"), kind("D")), (EnumKind::Integer, EnumKind::Mixed, EnumKind::Text));
    let Shape::Array(e) = &outcome.component("E").shape else { panic!() };
    assert!(matches!(outcome.shape(e.items.id), Shape::Enum(_)));
    assert_eq!(outcome.component("F").shape, Shape::Scalar(Scalar::Boolean));
    assert_eq!(outcome.codes(), [codes::ENUM_VALUE]);
    let none = schemas("A: { allOf: [{ type: string, enum: [a] }, { type: string, enum: [b] }] }");
    assert_eq!(none.codes(), [codes::ENUM_EMPTY]);
}

#[test]
fn null_passes_in_every_spelling() {
    let outcome = schemas(
        "
Inner: { type: object, properties: { x: { type: string } } }
A:
  type: object
  required: [plain]
  properties:
    plain: { type: string }
    flag: { type: string, nullable: true }
    listed: { type: string, enum: [a, null] }
    wrapped: { nullable: true, allOf: [{ $ref: '#/components/schemas/Inner' }] }
    either: { oneOf: [{ $ref: '#/components/schemas/Inner' }, { type: string, enum: [null] }] }
    component: { $ref: '#/components/schemas/N' }
N: { type: string, nullable: true }
",
    );
    let object = outcome.object("A");
    let nullable: Vec<_> = object.members.iter().filter(|m| m.ty.nullable).map(|m| m.wire.as_str()).collect();
    assert_eq!(nullable, ["flag", "listed", "wrapped", "either", "component"]);
    let origin = |wire| outcome.api().ty(object.member(wire).ty.id).origin.clone();
    assert_eq!(origin("wrapped"), Origin::Component("Inner".into()), "a wrapper that only annotates is none");
    assert_eq!(origin("either"), Origin::Component("Inner".into()));
    assert!(object.member("plain").required && !object.member("flag").required);
}

#[test]
fn all_of_is_merged_into_one_object() {
    let outcome = schemas(
        "
Base: { type: object, required: [id], properties: { id: { type: integer, minimum: 1 }, kind: { type: string } } }
A:
  description: Words.
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      required: [note]
      properties: { note: { type: string }, id: { type: integer, maximum: 9 } }
B: { allOf: [{ type: string }, { type: integer }] }
",
    );
    let object = outcome.object("A");
    assert_eq!(object.wires(), ["id", "kind", "note"]);
    assert!(object.member("id").required && object.member("note").required);
    let Shape::Scalar(Scalar::Integer(id)) = outcome.shape(object.member("id").ty.id) else { panic!() };
    assert_eq!((id.min, id.max), (Some(1), Some(9)), "the tightest bounds of all parts");
    assert_eq!(outcome.component("A").docs.as_deref(), Some("Words."));
    assert_eq!(outcome.component("B").shape, Shape::Any);
    assert_eq!(outcome.codes(), [codes::ALL_OF_CLASH]);
}

#[test]
fn recursion_of_every_kind_ends() {
    let outcome = schemas(
        "
Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, all: { type: array, items: { $ref: '#/components/schemas/Node' } } } }
Twin: { allOf: [{ $ref: '#/components/schemas/Twin' }, { type: object, properties: { x: { type: string } } }] }
Union: { oneOf: [{ $ref: '#/components/schemas/Union' }, { type: string }, { type: integer }] }
Map: { type: object, additionalProperties: { $ref: '#/components/schemas/Map' } }
",
    );
    let node = outcome.object("Node");
    assert_eq!(outcome.api().ty(node.member("next").ty.id), outcome.component("Node"));
    assert_eq!(outcome.object("Twin").wires(), ["x"]);
    let Shape::Union(union) = &outcome.component("Union").shape else { panic!() };
    assert_eq!(union.variants.len(), 2);
}

#[test]
fn deep_chains_need_no_stack() {
    let chain = |count: usize, keyword: &str| {
        let mut text = String::from("S0: { type: object }\n");
        for i in 1..count {
            let before = format!("{{ $ref: '#/components/schemas/S{}' }}", i - 1);
            text += &format!("S{i}: {{ type: object, {} }}\n", keyword.replace('_', &before));
        }
        schemas(&text)
    };
    assert_eq!(chain(3000, "properties: { p: _ }").api().types.len(), 3001);
    assert_eq!(chain(3000, "additionalProperties: _").api().types.len(), 3001);
    assert_eq!(
        chain(100, "properties: { p: { type: string } }, allOf: [_]").component("S99").pointer,
        "/components/schemas/S99"
    );
    let outcome = chain(3000, "properties: { p: _ }, allOf: [_]");
    assert_eq!(outcome.codes().first(), Some(&codes::ALL_OF_TOO_LONG));
}

#[test]
fn other_members_are_kept_denied_or_unsaid() {
    let outcome = schemas(
        "
Free: { type: object }
Map: { type: object, additionalProperties: { type: integer }, minProperties: 1 }
Both: { type: object, properties: { a: { type: string } }, additionalProperties: true }
Closed: { type: object, properties: { a: { type: string } }, additionalProperties: false }
Open: { type: object, properties: { a: { type: string } } }
",
    );
    let Shape::Map(free) = &outcome.component("Free").shape else { panic!() };
    assert_eq!(outcome.shape(free.values.id), &Shape::Any);
    let Shape::Map(map) = &outcome.component("Map").shape else { panic!() };
    assert_eq!(map.min_members, 1);
    assert!(matches!(outcome.object("Both").others, Others::Kept(_)));
    assert_eq!(outcome.object("Closed").others, Others::Denied);
    assert_eq!(outcome.object("Open").others, Others::Unsaid);
}

#[test]
fn tuples_are_typed_where_they_are_closed() {
    let outcome = schemas(
        "
A: { type: array, items: {}, minItems: 2, maxItems: 2, x-hs-prefix-items: [{ type: string }, { type: integer, nullable: true }] }
B: { type: array, items: {}, x-hs-prefix-items: [{ type: string }] }
",
    );
    let Shape::Tuple(places) = &outcome.component("A").shape else { panic!() };
    assert_eq!(places.iter().map(|place| place.nullable).collect::<Vec<_>>(), [false, true]);
    assert!(matches!(outcome.component("B").shape, Shape::Array(_)));
    assert_eq!(outcome.codes(), [codes::TUPLE_OPEN]);
}

#[test]
fn defaults_are_values_of_their_schemas() {
    let outcome = schemas(
        "
A:
  type: object
  required: [sure]
  properties:
    good: { type: string, enum: [a, b], default: b }
    mended: { type: integer, default: '10' }
    bad: { type: integer, maximum: 5, default: 9 }
    none: { type: string, default: null }
    sure: { type: string, default: x }
    wrapped: { default: a, allOf: [{ $ref: '#/components/schemas/E' }] }
    date: { type: string, format: date, default: tomorrow }
E: { type: string, enum: [a] }
",
    );
    let object = outcome.object("A");
    assert_eq!(object.member("good").default, Some(json!("b")));
    assert_eq!(object.member("mended").default, Some(json!(10)));
    assert_eq!(object.member("bad").default, None);
    assert_eq!(object.member("none").default, None);
    assert_eq!(object.member("sure").default, None, "what is always there needs no stand-in");
    assert_eq!(object.member("wrapped").default, Some(json!("a")));
    assert_eq!(outcome.codes(), [codes::DEFAULT; 3]);
}

#[test]
fn a_required_member_that_is_not_described_is_reported() {
    let outcome = schemas("A: { type: object, required: [a, b], properties: { a: { type: string } } }");
    assert_eq!(outcome.reported(codes::REQUIRED_UNKNOWN).1, "/components/schemas/A/required/1");
    assert_eq!(outcome.object("A").wires(), ["a"]);
}

#[test]
fn hostile_names_are_data() {
    let outcome = schemas(
        r#"
A: { type: object, properties: { '"; drop': { type: string, description: "*/ }\n```\nfn main() {}" }, '': { type: string } } }
"#,
    );
    assert_eq!(outcome.object("A").wires(), ["\"; drop", ""]);
    let long = "x".repeat(2000);
    let outcome = schemas(&format!("A: {{ type: object, properties: {{ {long}: {{ type: string }} }} }}"));
    assert_eq!(outcome.codes(), [codes::NAME_TOO_LONG]);
}

#[test]
fn a_component_that_is_only_a_reference_is_an_alias() {
    let outcome = schemas("A: { type: string }\nB: { $ref: '#/components/schemas/A' }");
    let Shape::Alias(to) = &outcome.component("B").shape else { panic!() };
    assert_eq!(outcome.api().ty(to.id), outcome.component("A"));
}
