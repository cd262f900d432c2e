//! Resources: schemas, their members, and references to them.

use crate::diag::codes;
use crate::ir::{Access, Form, MemberRole, Object, Origin, Payload, Shape, TypeId, UnionTag};
use crate::lower::testing::{Outcome, object, plain, resources};

/// Visits of patients, with the person who looks after them.
const CLINIC: &str = "
    Visit:
      type: object
      x-style: { resource: visit }
      required: [id, reason, patient]
      properties:
        id: { type: string, readOnly: true }
        reason: { type: string, minLength: 1 }
        notes: { type: string, nullable: true }
        seen_at: { type: string, format: date-time, readOnly: true }
        patient: { allOf: [{ $ref: '#/components/schemas/Person' }] }
        doctor: { nullable: true, readOnly: true, allOf: [{ $ref: '#/components/schemas/Person' }] }
        subject: { nullable: true, oneOf: [{ $ref: '#/components/schemas/Person' }, { $ref: '#/components/schemas/Visit' }] }
        before: { type: array, default: [], maxItems: 9, items: { $ref: '#/components/schemas/Visit' } }
    Person:
      type: object
      x-style: { resource: person }
      required: [id]
      properties: { id: { type: string, readOnly: true }, full_name: { type: string } }
";

fn document(paths: &str, schemas: &str) -> String {
    format!("\npaths:{paths}\ncomponents:\n  schemas:{CLINIC}{schemas}")
}

const VISITS: &str = "
  /visits:
    get:
      operationId: listVisits
      responses: { '200': { description: x, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Visit' } } } } } }
    post:
      operationId: createVisit
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Visit' } } } }
      responses: { '201': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Visit' } } } } }
  /visits/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    patch:
      operationId: changeVisit
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Visit' } } } }
      responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Visit' } } } } }
";

fn visits() -> Outcome {
    let outcome = resources(&document(VISITS, ""));
    assert_eq!(outcome.codes(), []);
    outcome
}

fn role<'o>(object: &'o Object, wire: &str) -> &'o MemberRole {
    &object.member(wire).role
}

/// The target of a relationship.
fn target(outcome: &Outcome, mut id: TypeId) -> TypeId {
    loop {
        match outcome.shape(id) {
            Shape::Array(array) => id = array.items.id,
            Shape::Related(to) => return to.id,
            other => panic!("no relationship: {other:#?}"),
        }
    }
}

#[test]
fn members_have_their_roles() {
    let outcome = visits();
    let visit = outcome.object("Visit");
    assert_eq!(visit.resource.as_deref(), Some("visit"));
    assert_eq!(role(visit, "id"), &MemberRole::ResourceId);
    assert!(visit.member("id").required);
    assert_eq!(role(visit, "reason"), &MemberRole::Data);
    for (wire, many, nullable) in [
        ("patient", false, false),
        ("doctor", false, true),
        ("subject", false, true),
        ("before", true, false),
    ] {
        assert_eq!(role(visit, wire), &MemberRole::Relationship { many }, "{wire}");
        assert_eq!(visit.member(wire).ty.nullable, nullable, "{wire}");
    }
    assert_eq!(visit.member("doctor").access, Access::ReadOnly);
    let Shape::Array(before) = outcome.shape(visit.member("before").ty.id) else { panic!() };
    assert_eq!(before.max_items, Some(9));
    assert_eq!(visit.member("before").default, Some(serde_json::json!([])));
}

#[test]
fn every_form_refers_to_resources_as_they_are_read() {
    let outcome = visits();
    let read = outcome.object("Visit").clone();
    for form in [Form::New, Form::Patch] {
        let other = object(outcome.form("Visit", form));
        assert_eq!(other.wires(), ["reason", "notes", "patient", "subject", "before"]);
        assert_eq!(other.refused_wires(), ["seen_at", "doctor"], "the id is the document's");
        for wire in ["patient", "subject", "before"] {
            assert_eq!(other.member(wire).ty.id, read.member(wire).ty.id, "{wire}");
        }
        assert_eq!(other.member("reason").required, form == Form::New);
    }
    let person = outcome.api().ty(target(&outcome, read.member("patient").ty.id));
    assert_eq!((&person.origin, person.form), (&Origin::Component("Person".to_owned()), Form::Read));
    let all = outcome.api().types.iter().filter(|ty| ty.origin == person.origin);
    assert_eq!(all.count(), 1, "nothing asks for another form of it");
}

#[test]
fn a_union_of_resources_is_selected_by_type() {
    let outcome = visits();
    let ty = outcome.api().ty(target(&outcome, outcome.object("Visit").member("subject").ty.id));
    let Shape::Union(union) = &ty.shape else { panic!("{ty:#?}") };
    assert_eq!(union.tag, UnionTag::Internal("type".to_owned()));
    let tags: Vec<_> = union.variants.iter().flat_map(|variant| &variant.tags).collect();
    assert_eq!(tags, ["person", "visit"]);
    let Origin::Member(owner, wire) = &ty.origin else { panic!("{ty:#?}") };
    assert_eq!((outcome.api().ty(*owner).form, wire.as_str()), (Form::Read, "subject"));
}

#[test]
fn answers_carry_resources() {
    let outcome = visits();
    let payload = |id: &str| outcome.operation(id).successes[0].payload.clone();
    let is_visit = |id| outcome.shape(id) == &outcome.component("Visit").shape;
    assert!(matches!(payload("listVisits"), Payload::Resources(ty) if is_visit(ty.id)));
    assert!(matches!(payload("createVisit"), Payload::Resource(ty) if is_visit(ty.id)));
}

/// The only problem of an additional schema.
fn reported(schemas: &str) -> (crate::diag::Code, String) {
    let outcome = resources(&document(VISITS, schemas));
    let mut found = outcome.diags.iter();
    let first = found.next().unwrap_or_else(|| panic!("nothing is reported of {schemas}"));
    assert!(found.next().is_none(), "{:#?}", outcome.diags);
    assert!(first.help.is_some(), "{first:#?}");
    (first.code, first.message.clone())
}

fn member(text: &str) -> String {
    format!(
        "
    Other: {{ type: object, x-style: {{ resource: other }}, properties: {{ id: {{ type: string, readOnly: true }}, {text} }} }}"
    )
}

#[test]
fn what_cannot_describe_a_resource() {
    for (schema, code) in [
        ("{ x-style: { resource: other }, type: string }", codes::RESOURCE_SCHEMA),
        ("{ x-style: { resource: other }, type: object }", codes::RESOURCE_SCHEMA),
        (
            "{ x-style: { resource: other }, type: object, properties: { name: { type: string } } }",
            codes::RESOURCE_SCHEMA,
        ),
        (
            "{ x-style: { resource: other }, type: object, properties: { id: { type: string } }, additionalProperties: { type: string } }",
            codes::RESOURCE_SCHEMA,
        ),
        (
            "{ x-style: { resource: other }, type: object, properties: { id: { type: integer } } }",
            codes::RESOURCE_MEMBER,
        ),
        (
            "{ x-style: { resource: other }, type: object, properties: { id: { type: string, nullable: true } } }",
            codes::RESOURCE_MEMBER,
        ),
        (
            "{ x-style: { resource: other }, type: object, properties: { id: { type: string, writeOnly: true } } }",
            codes::RESOURCE_MEMBER,
        ),
        (
            "{ x-style: { resource: visit }, type: object, properties: { id: { type: string } } }",
            codes::RESOURCE_TWICE,
        ),
        (
            "{ allOf: [{ $ref: '#/components/schemas/Visit' }, { type: object, properties: { more: { type: string } } }] }",
            codes::RESOURCE_TWICE,
        ),
        (
            "{ x-style: { type: said }, type: object, properties: { id: { type: string } } }",
            codes::RESOURCE_MEMBER,
        ),
    ] {
        assert_eq!(reported(&format!("\n    Other: {schema}")).0, code, "{schema}");
    }
}

#[test]
fn what_cannot_be_a_member_of_a_resource() {
    let visit = "$ref: '#/components/schemas/Visit'";
    for (text, code) in [
        ("type: { type: string }".to_owned(), codes::RESOURCE_MEMBER),
        ("links: { type: string }".to_owned(), codes::RESOURCE_MEMBER),
        ("'a.b': { type: string }".to_owned(), codes::RESOURCE_MEMBER),
        (format!("a: {{ type: array, nullable: true, items: {{ {visit} }} }}"), codes::RESOURCE_MEMBER),
        (format!("a: {{ type: object, properties: {{ b: {{ {visit} }} }} }}"), codes::RESOURCE_NESTED),
        (
            format!("a: {{ type: array, items: {{ type: array, items: {{ {visit} }} }} }}"),
            codes::RESOURCE_NESTED,
        ),
        (format!("a: {{ type: object, additionalProperties: {{ {visit} }} }}"), codes::RESOURCE_NESTED),
        (format!("a: {{ oneOf: [{{ {visit} }}, {{ type: string }}] }}"), codes::RESOURCE_UNION),
        (
            format!(
                "a: {{ oneOf: [{{ {visit} }}, {{ $ref: '#/components/schemas/Person' }}], discriminator: {{ propertyName: kind }} }}"
            ),
            codes::RESOURCE_UNION,
        ),
    ] {
        assert_eq!(reported(&member(&text)).0, code, "{text}");
    }
}

#[test]
fn a_style_without_resources_passes_over_them() {
    let outcome = plain(&document(VISITS, ""));
    assert_eq!(outcome.codes(), [codes::UNION_OVERLAP], "no type distinguishes the alternatives");
    assert!(outcome.reported(codes::EXTENSION_UNUSED).0.starts_with("2 extensions"));
    let visit = outcome.object("Visit");
    assert_eq!((&visit.resource, role(visit, "patient")), (&None, &MemberRole::Data));
    assert!(matches!(outcome.operation("createVisit").successes[0].payload, Payload::Body(_)));
}
