//! The forms of a schema: read, created, merged.

use crate::ir::{Access, ContentKind, Form, Shape};
use crate::lower::testing::{Outcome, acme, object};

const DOCUMENT: &str = "
paths:
  /clinics:
    get:
      operationId: list
      responses: { '200': { description: x, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Clinic' } } } } } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Clinic' } } } }
      responses: { '201': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Tag' } } } } }
  /clinics/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    patch:
      operationId: change
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Clinic' } } } }
      responses: { '204': { description: x } }
  /tags:
    post:
      operationId: tag
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Tag' } } } }
      responses: { '204': { description: x } }
  /tags/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    patch:
      operationId: retag
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/TagChange' } } } }
      responses: { '204': { description: x } }
components:
  schemas:
    Clinic:
      type: object
      required: [id, title, address]
      properties:
        id: { type: integer, readOnly: true }
        title: { type: string }
        secret: { type: string, writeOnly: true }
        note: { type: string, nullable: true, default: none }
        address: { $ref: '#/components/schemas/Address' }
        tags: { type: array, items: { $ref: '#/components/schemas/Tag' } }
        labels: { type: object, additionalProperties: { type: string } }
    Address: { type: object, required: [city], properties: { city: { type: string } } }
    Tag: { type: object, required: [word], properties: { word: { type: string } } }
    TagChange: { type: object, required: [word], properties: { word: { type: string } } }
";

fn body(outcome: &Outcome, id: &str) -> crate::ir::TypeId {
    match outcome.operation(id).body.as_ref().unwrap().contents[0].kind {
        ContentKind::Json(ty) => ty.id,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_leaves_out_what_is_read_only_and_an_answer_what_is_write_only() {
    let outcome = acme(DOCUMENT);
    let read = outcome.object("Clinic");
    assert_eq!(read.wires(), ["id", "title", "note", "address", "tags", "labels"]);
    assert_eq!(read.member("id").access, Access::ReadOnly);
    let new = object(outcome.api().ty(body(&outcome, "create")));
    assert_eq!(outcome.api().ty(body(&outcome, "create")).form, Form::New);
    assert_eq!(new.wires(), ["title", "secret", "note", "address", "tags", "labels"]);
    assert_eq!(new.refused_wires(), ["id"]);
    assert!(new.member("title").required);
}

#[test]
fn a_merge_requires_nothing_and_goes_on_inside_objects() {
    let outcome = acme(DOCUMENT);
    let ty = outcome.api().ty(body(&outcome, "change"));
    assert_eq!(ty.form, Form::Patch);
    let patch = object(ty);
    assert!(patch.members.iter().all(|member| !member.required && member.default.is_none()));
    assert!(patch.member("note").ty.nullable && !patch.member("title").ty.nullable);
    assert_eq!(patch.refused_wires(), ["id"]);
    let form = |wire: &str| outcome.api().ty(patch.member(wire).ty.id).form;
    assert_eq!(form("address"), Form::Patch);
    let Shape::Array(tags) = outcome.shape(patch.member("tags").ty.id) else { panic!() };
    assert_eq!(outcome.api().ty(tags.items.id), outcome.component("Tag"), "a list is replaced entirely");
    let Shape::Map(labels) = outcome.shape(patch.member("labels").ty.id) else { panic!() };
    assert!(labels.values.nullable, "null takes an entry out");
}

#[test]
fn one_type_serves_where_the_forms_are_the_same() {
    let outcome = acme(DOCUMENT);
    assert_eq!(outcome.api().ty(body(&outcome, "tag")), outcome.component("Tag"));
}

#[test]
fn a_component_for_merges_alone_says_itself_what_it_takes() {
    let outcome = acme(DOCUMENT);
    let change = outcome.api().ty(body(&outcome, "retag"));
    assert_eq!(change.form, Form::Read);
    assert!(object(change).member("word").required);
}
