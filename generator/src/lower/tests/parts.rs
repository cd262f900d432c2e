//! Forms of parts.

use crate::diag::codes;
use crate::ir::{ContentKind, FileLimits, Form, MultipartForm, Object, Others, Scalar, Shape, TextFormat};
use crate::lower::testing::{Outcome, object, plain};

/// An operation that takes `Upload` in parts.
fn upload(schemas: &str, more: &str) -> Outcome {
    plain(&format!(
        "
paths: {{ /a: {{ post: {{ operationId: a, requestBody: {{ content: {{ multipart/form-data: {{ schema: {{ $ref: '#/components/schemas/Upload' }} {more} }} }} }}, responses: {{ '204': {{ description: x }} }} }} }} }}
components: {{ schemas: {{ {schemas} }} }}
"
    ))
}

fn form(outcome: &Outcome) -> &MultipartForm {
    let body = outcome.operation("a").body.as_ref().expect("a body");
    match &body.contents[0].kind {
        ContentKind::Multipart(form) => form,
        other => panic!("no form of parts: {other:?} {:#?}", outcome.diags),
    }
}

fn parts(outcome: &Outcome) -> &Object {
    object(outcome.api().ty(form(outcome).ty.id))
}

fn shape<'o>(outcome: &'o Outcome, wire: &str) -> &'o Shape {
    outcome.shape(parts(outcome).member(wire).ty.id)
}

const FILE: &str = "{ type: string, format: binary }";

#[test]
fn files_texts_lists_and_objects_are_parts() {
    let outcome = upload(
        &format!(
            "Upload: {{ type: object, required: [kind, file], properties: {{ kind: {{ type: string, enum: [a, b] }}, file: {FILE}, pages: {{ type: array, maxItems: 9, uniqueItems: true, items: {FILE} }}, digest: {{ type: string, format: byte }}, about: {{ type: object, properties: {{ scan: {FILE} }} }} }} }}"
        ),
        "",
    );
    assert_eq!(
        outcome.codes(),
        [codes::KEYWORD_NOT_ENFORCED],
        "`uniqueItems` of files: {:#?}",
        outcome.diags
    );
    assert_eq!(outcome.api().ty(form(&outcome).ty.id).form, Form::Multipart);
    let any = Shape::Scalar(Scalar::File(FileLimits { min_bytes: 0, max_bytes: None }));
    assert_eq!(*shape(&outcome, "file"), any);
    let Shape::Array(pages) = shape(&outcome, "pages") else { panic!("no list") };
    assert_eq!((outcome.shape(pages.items.id), pages.max_items, pages.unique), (&any, Some(9), false));
    assert!(matches!(shape(&outcome, "kind"), Shape::Enum(_)));
    // Base64 says how bytes become text: the part is text.
    let Shape::Scalar(Scalar::Text(digest)) = shape(&outcome, "digest") else { panic!("no text") };
    assert_eq!(digest.format, TextFormat::Byte);
    // A member inside a JSON part is not a part.
    let Shape::Object(about) = shape(&outcome, "about") else { panic!("no object") };
    assert!(matches!(outcome.shape(about.member("scan").ty.id), Shape::Scalar(Scalar::Text(_))));
    let required = parts(&outcome).members.iter().map(|member| member.required).collect::<Vec<_>>();
    assert_eq!(required, [true, true, false, false, false]);
}

#[test]
fn a_file_may_be_a_component_and_has_its_size() {
    let outcome = upload(
        "Upload: { type: object, properties: { file: { $ref: '#/components/schemas/Scan' } } }, Scan: { type: string, format: binary, minLength: 1, maxLength: 2048 }",
        "",
    );
    let sized = Shape::Scalar(Scalar::File(FileLimits { min_bytes: 1, max_bytes: Some(2048) }));
    assert_eq!(*shape(&outcome, "file"), sized);
    assert_eq!(outcome.form("Scan", Form::Multipart).shape, sized);
    let read: Vec<_> = outcome.api().types.iter().filter(|ty| ty.form == Form::Read).collect();
    assert!(read.is_empty(), "{read:#?}");
}

#[test]
fn parts_have_no_null_and_no_read_only_members() {
    let outcome = upload(
        "Upload: { type: object, required: [note], properties: { id: { type: string, readOnly: true }, note: { type: string, nullable: true } } }",
        "",
    );
    assert_eq!(parts(&outcome).wires(), ["note"]);
    assert_eq!(parts(&outcome).refused_wires(), ["id"]);
    let note = parts(&outcome).member("note");
    assert!(!note.ty.nullable && !note.required);
}

#[test]
fn other_parts_are_reported_as_ignored() {
    let outcome = upload(
        &format!("Upload: {{ type: object, properties: {{ a: {FILE} }}, additionalProperties: {FILE} }}"),
        "",
    );
    let (message, pointer) = outcome.reported(codes::NOT_YET_TYPED);
    assert_eq!(message, "parts that `properties` does not name are not yet typed: they are passed over");
    assert_eq!(pointer, "/components/schemas/Upload");
    assert_eq!(parts(&outcome).others, Others::Unsaid);
}

#[test]
fn encoding_declares_media_types() {
    let schemas = format!("Upload: {{ type: object, properties: {{ file: {FILE}, note: {FILE} }} }}");
    let outcome = upload(
        &schemas,
        ", encoding: { file: { contentType: 'image/png, Image/*' }, note: { contentType: none } }",
    );
    let parts = &form(&outcome).parts;
    assert_eq!(parts.len(), 1);
    assert_eq!(
        (parts[0].wire.as_str(), &parts[0].media[..]),
        ("file", &["image/png".to_owned(), "image/*".to_owned()][..])
    );
    let (message, pointer) = outcome.reported(codes::MEDIA_TYPE);
    assert_eq!(message, "`none` is not a list of media types; the part may be of any");
    assert!(pointer.ends_with("/encoding/note/contentType"), "{pointer}");
}

#[test]
fn what_does_not_list_its_parts_is_bytes() {
    for schema in [
        "{ type: string }",
        "{ type: object }",
        "{ type: object, additionalProperties: { type: string } }",
        "{ oneOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } }] }",
    ] {
        let outcome = upload(&format!("Upload: {schema}"), "");
        let body = outcome.operation("a").body.as_ref().expect("a body");
        assert_eq!(body.contents[0].kind, ContentKind::Bytes, "{schema}");
        let (message, _) = outcome.reported(codes::NOT_YET_TYPED);
        assert_eq!(
            message,
            "`a`: a form of parts that its schema does not list is not yet typed: handed over as raw bytes"
        );
    }
}

#[test]
fn answers_in_parts_are_bytes() {
    let outcome = plain(&format!(
        "
paths: {{ /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: x, content: {{ multipart/form-data: {{ schema: {{ type: object, properties: {{ a: {FILE} }} }} }} }} }} }} }} }} }}
"
    ));
    let (message, _) = outcome.reported(codes::NOT_YET_TYPED);
    assert_eq!(message, "`a`: multipart is not yet typed: handed over as raw bytes");
}

#[test]
fn json_of_the_same_schema_is_another_type() {
    let outcome = plain(&format!(
        "
paths:
  /a: {{ post: {{ operationId: a, requestBody: {{ content: {{ multipart/form-data: {{ schema: {{ $ref: '#/components/schemas/E' }} }} }} }}, responses: {{ '204': {{ description: x }} }} }} }}
  /b: {{ post: {{ operationId: b, requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/E' }} }} }} }}, responses: {{ '204': {{ description: x }} }} }} }}
components: {{ schemas: {{ E: {{ type: object, properties: {{ a: {FILE} }} }} }} }}
"
    ));
    let file = |form| outcome.shape(object(outcome.form("E", form)).member("a").ty.id);
    assert!(matches!(file(Form::Multipart), Shape::Scalar(Scalar::File(_))));
    assert!(matches!(file(Form::Read), Shape::Scalar(Scalar::Text(_))));
}
