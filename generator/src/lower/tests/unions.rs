//! `oneOf`, `anyOf`, discriminators.

use crate::diag::codes;
use crate::ir::{Origin, Shape, Union, UnionTag};
use crate::lower::testing::{Outcome, object, plain};

const PETS: &str = "
    Cat: { type: object, required: [kind, lives], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind, tricks], properties: { kind: { type: string }, tricks: { type: integer } } }
";

fn pets(text: &str) -> Outcome {
    plain(&format!("paths: {{}}\ncomponents:\n  schemas:{PETS}{text}"))
}

fn union<'o>(outcome: &'o Outcome, wire: &str) -> &'o Union {
    match &outcome.component(wire).shape {
        Shape::Union(union) => union,
        other => panic!("{other:#?}"),
    }
}

const BOTH: &str = "[{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]";

#[test]
fn alternatives_are_tried_or_selected_by_a_member() {
    let outcome = pets(&format!(
        "
    Plain: {{ anyOf: [{{ type: string }}, {{ $ref: '#/components/schemas/Dog' }}] }}
    Implied: {{ oneOf: {BOTH}, discriminator: {{ propertyName: kind }} }}
    Mapped: {{ oneOf: {BOTH}, discriminator: {{ propertyName: kind, mapping: {{ cat: '#/components/schemas/Cat', tom: Cat, dog: Dog }} }} }}
"
    ));
    let plain = union(&outcome, "Plain");
    assert_eq!((&plain.tag, plain.one), (&UnionTag::None, false));
    assert_eq!(plain.variants[1].hint.as_deref(), Some("Dog"));
    let implied = union(&outcome, "Implied");
    assert_eq!((&implied.tag, implied.one), (&UnionTag::Internal("kind".into()), true));
    assert_eq!(implied.variants[0].tags, ["Cat"]);
    let mapped = union(&outcome, "Mapped");
    assert_eq!(mapped.variants[0].tags, ["cat", "tom"]);
    assert_eq!(mapped.variants[1].tags, ["dog"]);
}

#[test]
fn a_useless_discriminator_is_reported() {
    let outcome = pets(
        "
    Bird: { type: object, properties: { wings: { type: integer } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Bird' }]
      discriminator: { propertyName: kind }
",
    );
    assert_eq!(union(&outcome, "Pet").tag, UnionTag::Internal("kind".into()), "the union writes it");
    assert_eq!(union(&outcome, "Pet").variants[1].tags, ["Bird"]);
    assert_eq!(outcome.codes(), []);
    let outcome = pets(
        "
    Bird: { type: object, properties: { kind: { type: integer } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Bird' }]
      discriminator: { propertyName: kind }
",
    );
    assert_eq!(union(&outcome, "Pet").tag, UnionTag::None);
    let (message, pointer) = outcome.reported(codes::UNION_TAG);
    assert!(message.contains("`Bird`"), "{message}");
    assert_eq!(pointer, "/components/schemas/Pet/discriminator");
    let outcome = pets(&format!(
        "
    Pet: {{ oneOf: {BOTH}, discriminator: {{ propertyName: kind, mapping: {{ bird: Bird }} }} }}
"
    ));
    assert_eq!(outcome.reported(codes::UNION_TAG).1, "/components/schemas/Pet/discriminator/mapping/bird");
}

#[test]
fn values_of_the_member_select_inline_alternatives() {
    let outcome = pets(
        "
    Event:
      discriminator: { propertyName: type }
      oneOf:
        - { type: object, required: [type], properties: { type: { type: string, enum: [made] } } }
        - { type: object, required: [type], properties: { type: { type: string, enum: [gone] } } }
",
    );
    let event = union(&outcome, "Event");
    assert_eq!(event.variants[0].tags, ["made"]);
    assert_eq!(event.variants[1].tags, ["gone"]);
    let origin = &outcome.api().ty(event.variants[1].ty.id).origin;
    assert!(matches!(origin, Origin::Variant(_, 1)), "{origin:?}");
}

#[test]
fn a_base_with_a_discriminator_is_a_union_of_its_subtypes() {
    let outcome = plain(
        "
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' } }
      properties: { kind: { type: string } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { lives: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
    Home: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' } } }
",
    );
    let pet = union(&outcome, "Pet");
    assert_eq!(pet.variants.iter().map(|v| v.tags.join(" ")).collect::<Vec<_>>(), ["cat", "dog"]);
    assert_eq!(outcome.object("Cat").wires(), ["kind", "lives"]);
    assert_eq!(outcome.object("Dog").wires(), ["kind"]);
    assert_eq!(outcome.codes(), []);
}

#[test]
fn subtypes_that_a_base_lists_are_no_unions_themselves() {
    let outcome = plain(
        "
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { lives: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
",
    );
    assert_eq!(outcome.object("Cat").wires(), ["kind", "lives"]);
    let pet = union(&outcome, "Pet");
    assert_eq!(pet.variants.len(), 2);
    assert!(matches!(outcome.shape(pet.variants[1].ty.id), Shape::Object(_)));
}

#[test]
fn members_next_to_alternatives_belong_to_each() {
    let outcome = pets(
        "
    Pet:
      type: object
      required: [id]
      properties: { id: { type: integer } }
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
",
    );
    let pet = union(&outcome, "Pet");
    let cat = object(outcome.api().ty(pet.variants[0].ty.id));
    assert_eq!(cat.wires(), ["id", "kind", "lives"]);
    assert_eq!(outcome.object("Cat").wires(), ["kind", "lives"], "the alternative itself stays as it is");
}

#[test]
fn alternatives_that_only_ask_for_members_are_no_union() {
    let outcome = pets(
        "
    A:
      type: object
      properties: { a: { type: string }, b: { type: string } }
      anyOf: [{ required: [a] }, { required: [b] }]
",
    );
    assert_eq!(outcome.object("A").wires(), ["a", "b"]);
    assert_eq!(outcome.codes(), [codes::KEYWORD_NOT_ENFORCED]);
}

#[test]
fn one_alternative_is_no_union() {
    let outcome = pets(
        "
    A: { type: object, properties: { x: { oneOf: [{ $ref: '#/components/schemas/Cat' }] } } }
    B: { oneOf: [{ type: string }, { $ref: '#/components/schemas/S' }, { $ref: '#/components/schemas/S' }] }
    S: { type: integer }
",
    );
    let member = outcome.object("A").member("x").ty.id;
    assert_eq!(outcome.api().ty(member), outcome.component("Cat"));
    assert_eq!(union(&outcome, "B").variants.len(), 2);
}

#[test]
fn a_subtype_with_a_discriminator_of_its_own_is_a_union_in_the_union() {
    let outcome = plain(
        "
paths: {}
components:
  schemas:
    Fish:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
    Shark:
      allOf: [{ $ref: '#/components/schemas/Fish' }, { type: object, required: [teeth], properties: { teeth: { type: string } } }]
      discriminator: { propertyName: teeth }
    Goblin: { allOf: [{ $ref: '#/components/schemas/Shark' }, { type: object, properties: { jaw: { type: integer } } }] }
    Carp: { allOf: [{ $ref: '#/components/schemas/Fish' }, { type: object, properties: { pond: { type: string } } }] }
    Koi: { allOf: [{ $ref: '#/components/schemas/Carp' }, { type: object, properties: { color: { type: string } } }] }
",
    );
    let tags = |union: &Union| union.variants.iter().map(|v| v.tags.join(" ")).collect::<Vec<_>>();
    let fish = union(&outcome, "Fish");
    assert_eq!(tags(fish), ["Shark", "Carp", "Koi", "Fish"], "an subtype of an subtype is one as well");
    let Shape::Union(shark) = outcome.shape(fish.variants[0].ty.id) else { panic!() };
    assert_eq!(
        (tags(shark), &shark.tag),
        (vec!["Goblin".into(), "Shark".into()], &UnionTag::Internal("teeth".into()))
    );
    assert_eq!(outcome.object("Goblin").wires(), ["kind", "teeth", "jaw"]);
    assert_eq!(outcome.codes(), []);
}

#[test]
fn a_union_selected_by_the_same_member_lends_its_tags() {
    let outcome = pets(
        "
    Bird: { type: object, required: [kind], properties: { kind: { type: string } } }
    Furry: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
    Pet: { oneOf: [{ $ref: '#/components/schemas/Furry' }, { $ref: '#/components/schemas/Bird' }], discriminator: { propertyName: kind } }
",
    );
    assert_eq!(union(&outcome, "Pet").variants[0].tags, ["Furry", "Cat", "Dog"]);
}

#[test]
fn alternatives_of_one_of_that_overlap_are_reported() {
    let overlaps = |text: &str| {
        let outcome = pets(&format!("\n    U: {{ oneOf: {text} }}\n"));
        outcome.codes() == [codes::UNION_OVERLAP]
    };
    for text in [
        BOTH,
        "[{ type: integer }, { type: number }]",
        "[{ type: string }, { type: string, enum: [a] }]",
        "[{ type: array, items: { type: string } }, { type: array, items: { type: integer } }]",
        "[{ type: object, required: [a], properties: { a: { enum: [x, y] } } }, { type: object, required: [a], properties: { a: { enum: [y, z] } } }]",
    ] {
        assert!(overlaps(text), "{text}");
    }
    for text in [
        "[{ type: integer }, { type: string }]",
        "[{ type: string, format: uuid }, { type: string, enum: [me] }]",
        "[{ type: string, format: date }, { type: string, format: date-time }]",
        "[{ type: object, required: [a], properties: { a: { enum: [x] } } }, { type: object, required: [a], properties: { a: { enum: [y] } } }]",
        "[{ type: object, required: [a], properties: { a: { type: string } } }, { type: object, additionalProperties: false, properties: { b: { type: string } } }]",
        "[{ type: integer, maximum: 5 }, { type: integer, minimum: 6 }]",
    ] {
        assert!(!overlaps(text), "{text}");
    }
}

#[test]
fn any_of_objects_is_one_object_with_the_members_of_all() {
    let outcome = pets(
        "
    Some: { anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Tail' }] }
    Tail: { type: object, required: [kind], properties: { kind: { type: integer }, tail: { $ref: '#/components/schemas/Some' } } }
    Mixed: { anyOf: [{ type: string }, { $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
    Apart: { anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Tail' }] }
",
    );
    let mixed = union(&outcome, "Mixed");
    assert_eq!(mixed.variants.len(), 2);
    let both = object(outcome.api().ty(mixed.variants[1].ty.id));
    assert_eq!(both.wires(), ["kind", "lives", "tricks"]);
    assert_eq!(both.members.iter().map(|member| member.required).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(both.any_of.len(), 2);
    assert_eq!(union(&outcome, "Apart").variants.len(), 2, "no value is both");
    let some = union(&outcome, "Some");
    assert_eq!(some.variants.len(), 2, "two of the three can hold at once");
}
