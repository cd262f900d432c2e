//! Members that hold a tag, and whose value the uses of their type fix.

use crate::lower::testing::{Outcome, object, plain};

const SCHEMAS: &str = "
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string, enum: [dog] } } }
    Bird: { type: object, required: [kind], properties: { kind: { type: string } } }
    Hound: { $ref: '#/components/schemas/Dog' }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Hound' }, { $ref: '#/components/schemas/Bird' }]
      discriminator: { propertyName: kind, mapping: { cat: Cat, dog: Hound, bird: Bird, dodo: Bird } }
";

fn pets(more: &str, answered: &str) -> Outcome {
    plain(&format!(
        "paths:
  /pets:
    get:
      operationId: list
      responses: {{ 200: {{ description: ok, content: {{ application/json: {{ schema: {answered} }} }} }} }}
components:\n  schemas:{SCHEMAS}{more}"
    ))
}

fn tag(outcome: &Outcome, ty: &str) -> Option<String> {
    object(outcome.component(ty)).members[0].tag.clone()
}

const LIST: &str = "{ type: array, items: { $ref: '#/components/schemas/Pet' } }";

#[test]
fn a_type_that_is_used_under_one_tag_has_its_value() {
    let outcome = pets("", LIST);
    assert_eq!(tag(&outcome, "Cat").as_deref(), Some("cat"));
    assert_eq!(tag(&outcome, "Dog").as_deref(), Some("dog"), "behind a name");
    assert_eq!(tag(&outcome, "Bird"), None, "two values mean it");
    assert_eq!(object(outcome.component("Cat")).member("lives").tag, None);
}

#[test]
fn a_type_that_is_used_alone_or_under_another_tag_has_no_fixed_tag() {
    for answered in [
        "{ $ref: '#/components/schemas/Cat' }",
        "{ type: array, items: { $ref: '#/components/schemas/Cat' } }",
    ] {
        let outcome = pets("", answered);
        assert_eq!(
            (tag(&outcome, "Cat"), tag(&outcome, "Dog").as_deref()),
            (None, Some("dog")),
            "{answered}"
        );
    }
    let other = "{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: kind, mapping: { tom: Cat, dog: Dog } } }";
    for more in [
        format!("    Other: {other}\n"),
        "    Owner: { type: object, properties: { cat: { $ref: '#/components/schemas/Cat' } } }\n".to_owned(),
        "    Any: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: string }] }\n".to_owned(),
    ] {
        let outcome = pets(&more, LIST);
        assert_eq!((tag(&outcome, "Cat"), tag(&outcome, "Dog").as_deref()), (None, Some("dog")), "{more}");
    }
}

#[test]
fn a_union_within_a_union_has_the_tags_of_both() {
    let outcome = pets(
        "    Home:
      oneOf: [{ $ref: '#/components/schemas/House' }, { $ref: '#/components/schemas/Flat' }]
      discriminator: { propertyName: form, mapping: { house: House, flat: Flat } }
    House:
      oneOf: [{ $ref: '#/components/schemas/Hut' }, { $ref: '#/components/schemas/Villa' }]
      discriminator: { propertyName: style, mapping: { hut: Hut, villa: Villa } }
    Hut: { type: object, required: [form, style], properties: { form: { type: string }, style: { type: string } } }
    Villa: { type: object, properties: { form: { type: string }, style: { type: string } } }
    Flat: { type: object, required: [form], properties: { form: { type: string } } }
",
        "{ $ref: '#/components/schemas/Home' }",
    );
    let tags = |ty: &str| {
        object(outcome.component(ty)).members.iter().map(|member| member.tag.clone()).collect::<Vec<_>>()
    };
    assert_eq!(tags("Hut"), [Some("house".to_owned()), Some("hut".to_owned())]);
    assert_eq!(tags("Villa"), [Some("house".to_owned()), Some("villa".to_owned())]);
    assert_eq!(tags("Flat"), [Some("flat".to_owned())]);
}
