//! Encodings of parameters and of the members of forms.

use crate::diag::codes;
use crate::ir::{ContentKind, FormField, ParamEncoding};
use crate::lower::testing::{Outcome, plain};

const DONE: &str = "responses: { '204': { description: x } }";
const SCHEMA: &str = "{ type: object, properties: { o: { type: object }, l: { type: array, items: { type: integer } }, lo: { type: array, items: { type: object } }, t: { type: string } } }";

/// A document whose form has this `encoding`.
fn form(encoding: &str) -> Outcome {
    plain(&format!(
        "paths: {{ /a: {{ post: {{ operationId: a, requestBody: {{ content: {{ application/x-www-form-urlencoded: {{ schema: {SCHEMA}, encoding: {encoding} }} }} }}, {DONE} }} }} }}"
    ))
}

fn fields(outcome: &Outcome) -> Vec<FormField> {
    let body = outcome.operation("a").body.as_ref().expect("a body");
    match &body.contents[0].kind {
        ContentKind::Form(form) => form.fields.clone(),
        other => panic!("{other:?}"),
    }
}

fn field(wire: &str, encoding: ParamEncoding) -> FormField {
    FormField { wire: wire.to_owned(), encoding }
}

#[test]
fn members_of_a_form_are_encoded_as_parameters_of_the_query() {
    use ParamEncoding::{Content, DeepObject, Form, PipeDelimited};
    let outcome = form(
        "{ o: { style: deepObject }, l: { explode: false }, lo: { contentType: application/json }, t: { allowReserved: true } }",
    );
    let expected = [
        field("o", DeepObject { allow_reserved: false }),
        field("l", Form { explode: false, allow_reserved: false }),
        field("lo", Content("application/json".to_owned())),
        field("t", Form { explode: true, allow_reserved: true }),
    ];
    assert_eq!((fields(&outcome), outcome.diags.iter().count()), (expected.into(), 0));
    let outcome =
        form("{ l: { style: pipeDelimited, explode: true }, o: { contentType: application/json } }");
    let expected = [field("l", PipeDelimited { explode: true, allow_reserved: false })];
    assert_eq!((fields(&outcome), outcome.diags.iter().count()), (expected.into(), 0));
}

#[test]
fn invalid_encodings_are_reported() {
    for (encoding, at, message) in [
        ("{ x: { style: form } }", "/encoding/x", "not a property"),
        ("{ o: { contentType: text/plain } }", "/encoding/o/contentType", "go as JSON"),
        ("{ lo: { contentType: application/xml } }", "/encoding/lo/contentType", "go as JSON"),
        (
            "{ o: { style: deepObject, contentType: text/plain } }",
            "/encoding/o/contentType",
            "next to `style`",
        ),
    ] {
        let (reported, pointer) = form(encoding).reported(codes::FORM_ENCODING);
        assert!(reported.contains(message) && pointer.ends_with(at), "{encoding}: {reported} at {pointer}");
    }
    let headers = form("{ t: { headers: { X-A: { schema: { type: string } } } } }");
    let (reported, pointer) = headers.reported(codes::ENCODING_WITHOUT_EFFECT);
    assert!(
        reported.contains("`headers`") && pointer.ends_with("/encoding/t/headers"),
        "{reported} at {pointer}"
    );
    let json = plain(&format!(
        "paths: {{ /a: {{ post: {{ operationId: a, requestBody: {{ content: {{ application/json: {{ schema: {SCHEMA}, encoding: {{ o: {{ style: form }} }} }} }} }}, {DONE} }} }} }}"
    ));
    assert!(json.reported(codes::ENCODING_WITHOUT_EFFECT).0.contains("application/json"));
}

#[test]
fn keywords_of_query_parameters_are_reported_elsewhere() {
    for (place, key) in
        [("header", "allowReserved"), ("cookie", "allowEmptyValue"), ("header", "allowEmptyValue")]
    {
        let outcome = plain(&format!(
            "paths: {{ /a: {{ get: {{ operationId: a, parameters: [{{ name: p, in: {place}, {key}: true, schema: {{ type: string }} }}], {DONE} }} }} }}"
        ));
        let (reported, pointer) = outcome.reported(codes::QUERY_ALONE);
        assert!(reported.contains(key) && pointer.ends_with(key), "{reported} at {pointer}");
        assert!(!outcome.operation("a").parameters[0].empty);
    }
    let outcome = plain(&format!(
        "paths: {{ /a: {{ get: {{ operationId: a, parameters: [{{ name: p, in: query, allowEmptyValue: true, schema: {{ type: string }} }}], {DONE} }} }} }}"
    ));
    assert!(outcome.operation("a").parameters[0].empty);
    assert_eq!(outcome.diags.iter().count(), 0);
}
