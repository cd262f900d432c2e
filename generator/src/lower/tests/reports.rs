//! What has no effect is reported, and what a diagnostic says of it is true.

use super::super::testing::{Outcome, plain};
use crate::diag::{Code, Place, codes};
use crate::ir::{ContentKind, ParamEncoding, Shape};

/// One operation with these members.
fn operation(members: &str) -> Outcome {
    plain(&format!("paths:\n  /a:\n    post: {{ operationId: a, {members} }}\n"))
}

/// A component schema, and an operation that answers it.
fn schema(schema: &str) -> Outcome {
    let response =
        "{ description: d, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } }";
    plain(&format!(
        "paths:\n  /a:\n    post: {{ operationId: a, responses: {{ '200': {response} }} }}\ncomponents:\n  schemas:\n    S: {schema}\n"
    ))
}

const DONE: &str = "responses: { '204': { description: d } }";

/// The pointers of the diagnostics with this code, in order.
fn places(outcome: &Outcome, code: Code) -> Vec<String> {
    let pointer = |place: &Place| match place {
        Place::Pointer { pointer, .. } => pointer.clone(),
        other => panic!("{other:?}"),
    };
    outcome
        .diags
        .iter()
        .filter(|reported| reported.code == code)
        .map(|reported| pointer(&reported.place))
        .collect()
}

#[test]
fn an_encoding_is_reported_where_it_has_no_effect() {
    let body = |media: &str, encoding: &str| {
        let schema = "{ type: object, properties: { a: { type: string } } }";
        operation(&format!(
            "requestBody: {{ content: {{ {media}: {{ schema: {schema}, encoding: {{ a: {encoding} }} }} }} }}, {DONE}"
        ))
    };
    let content = "/paths/~1a/post/requestBody/content";
    let all = "{ contentType: text/plain, style: spaceDelimited, explode: false, allowReserved: true, headers: { X: { schema: {} } } }";
    let outcome = body("multipart/form-data", all);
    let at = |key: &str| format!("{content}/multipart~1form-data/encoding/a/{key}");
    assert_eq!(
        places(&outcome, codes::ENCODING_WITHOUT_EFFECT),
        ["style", "explode", "allowReserved", "headers"].map(at)
    );
    let outcome = body("multipart/form-data", "{ contentType: text/plain, style: form, explode: true }");
    assert_eq!(places(&outcome, codes::ENCODING_WITHOUT_EFFECT), [] as [&str; 0]);
    let outcome = body("application/json", "{ contentType: text/plain }");
    assert_eq!(
        places(&outcome, codes::ENCODING_WITHOUT_EFFECT),
        [format!("{content}/application~1json/encoding")]
    );
}

#[test]
fn a_schema_that_takes_no_value_is_reported_where_it_is_not_enforced() {
    let outcome =
        schema("{ type: object, properties: { a: { not: {} } }, additionalProperties: { not: {} } }");
    assert_eq!(places(&outcome, codes::KEYWORD_NOT_ENFORCED), ["/components/schemas/S/properties/a/not"]);
}

#[test]
fn a_required_member_that_is_not_described_is_reported_whatever_others_there_may_be() {
    for others in ["{ type: string }", "true", "false"] {
        let outcome = schema(&format!("{{ type: object, required: [a], additionalProperties: {others} }}"));
        let (message, pointer) = outcome.reported(codes::REQUIRED_UNKNOWN);
        assert!(message.ends_with("it is not enforced"), "{message}");
        assert_eq!(pointer, "/components/schemas/S/required/0");
    }
}

#[test]
fn keywords_of_a_schema_without_a_type_are_reported() {
    let outcome = schema("{ minLength: 3, description: d }");
    assert_eq!(places(&outcome, codes::KEYWORD_NOT_ENFORCED), ["/components/schemas/S/minLength"]);
    let outcome = schema("{ format: date-time, minimum: 1 }");
    let at = |key: &str| format!("/components/schemas/S/{key}");
    assert_eq!(places(&outcome, codes::KEYWORD_NOT_ENFORCED), ["format", "minimum"].map(at));
    let outcome = schema("{ minLength: 3, oneOf: [{ type: string }, { type: string, format: uuid }] }");
    assert_eq!(places(&outcome, codes::KEYWORD_NOT_ENFORCED), [] as [&str; 0]);
}

#[test]
fn an_interim_response_is_reported() {
    let outcome = operation("responses: { '103': { description: d }, '204': { description: d } }");
    assert_eq!(places(&outcome, codes::STATUS), ["/paths/~1a/post/responses/103"]);
    assert_eq!(outcome.operation("a").successes.len(), 1);
}

#[test]
fn formats_that_are_not_known_are_one_note() {
    let outcome = schema(
        "{ type: object, properties: { a: { type: string, format: colour }, b: { type: string, format: shade }, c: { type: integer, format: hue }, d: { type: string, format: password }, e: { type: number, format: double } } }",
    );
    let (message, pointer) = outcome.reported(codes::FORMAT_UNKNOWN);
    assert_eq!(message, "formats that values are not held against: `colour`, `hue`, `shade`");
    assert_eq!(pointer, "/components/schemas/S/properties/a/format");
}

#[test]
fn the_content_of_a_parameter_is_reported_unless_it_is_json_or_a_text() {
    let parameter = |content: &str| {
        operation(&format!("parameters: [{{ name: q, in: query, content: {{ {content} }} }}], {DONE}"))
    };
    let content = "/paths/~1a/post/parameters/0/content";
    let outcome = parameter("application/xml: { schema: { type: array, items: { type: string } } }");
    assert_eq!(places(&outcome, codes::PARAMETER_ENCODING), [format!("{content}/application~1xml")]);
    // As its schema says: a list, a pair for each item.
    let parameter_of = |outcome: &Outcome| outcome.operation("a").parameters[0].clone();
    let encoding = parameter_of(&outcome).encoding;
    assert_eq!(encoding, ParamEncoding::Form { explode: true, allow_reserved: false });
    let ty = parameter_of(&outcome).ty;
    assert!(matches!(outcome.api().ty(ty.id).shape, Shape::Array(_)));
    assert_eq!(parameter("text/plain: { schema: { type: string } }").codes(), []);
    assert_eq!(parameter("application/json: { schema: {} }").codes(), []);
    let outcome = parameter("application/json: { schema: {} }, text/plain: {}");
    assert_eq!(places(&outcome, codes::PARAMETER_ENCODING), [format!("{content}/text~1plain")]);
}

#[test]
fn bytes_are_said_to_be_handed_over_only_where_they_are() {
    let content = "{ application/json: { schema: { type: string } }, text/event-stream: { schema: { type: string } }, application/octet-stream: { schema: { type: string, format: binary } } }";
    let outcome = operation(&format!("responses: {{ '200': {{ description: d, content: {content} }} }}"));
    assert_eq!(places(&outcome, codes::NOT_YET_TYPED), [] as [&str; 0]);
    let (message, _) = outcome.reported(codes::MEDIA_UNREACHABLE);
    assert!(message.contains("`text/event-stream`, `application/octet-stream`"), "{message}");
    let outcome = operation(
        "responses: { '200': { description: d, content: { text/event-stream: { schema: { type: string } } } } }",
    );
    let (message, _) = outcome.reported(codes::NOT_YET_TYPED);
    assert!(message.ends_with("handed over as raw bytes"), "{message}");
    let crate::ir::Payload::Body(contents) = &outcome.operation("a").successes[0].payload else { panic!() };
    assert!(matches!(contents[0].kind, ContentKind::Bytes));
}
