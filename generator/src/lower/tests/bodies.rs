//! Request bodies and responses.

use crate::diag::codes;
use crate::ir::{ContentKind, Payload, StatusSpec};
use crate::lower::testing::{Outcome, plain};

fn operation(text: &str) -> Outcome {
    plain(&format!(
        "
paths: {{ /a: {{ post: {{ operationId: a, {text} }} }} }}
components: {{ schemas: {{ E: {{ type: object, properties: {{ m: {{ type: string }} }} }} }} }}
"
    ))
}

const DONE: &str = "responses: { '204': { description: x } }";
const E: &str = "{ $ref: '#/components/schemas/E' }";

fn kinds(outcome: &Outcome) -> Vec<(String, &'static str)> {
    let body = outcome.operation("a").body.as_ref().unwrap();
    let kind = |kind: &ContentKind| match kind {
        ContentKind::Json(_) => "json",
        ContentKind::Form(_) => "form",
        ContentKind::Text(_) => "text",
        ContentKind::Bytes => "bytes",
        _ => "other",
    };
    body.contents.iter().map(|content| (content.media.clone(), kind(&content.kind))).collect()
}

#[test]
fn media_types_of_the_best_type_are_kept_and_the_others_are_reported() {
    let outcome = operation(&format!(
        "requestBody: {{ required: true, content: {{ text/plain: {{}}, application/x-www-form-urlencoded: {{ schema: {E} }}, 'Application/JSON; charset=utf-8': {{ schema: {E} }}, application/vnd.a+json: {{ schema: {E} }} }} }}, {DONE}"
    ));
    let wanted = [("application/json", "json"), ("application/vnd.a+json", "json")];
    let wanted: Vec<_> = wanted.iter().map(|(media, kind)| ((*media).to_owned(), *kind)).collect();
    assert_eq!(kinds(&outcome), wanted);
    let (message, pointer) = outcome.reported(codes::MEDIA_UNREACHABLE);
    assert_eq!(
        message,
        "`a`: the request body is taken and sent as `application/json`, `application/vnd.a+json` alone; \
         `application/x-www-form-urlencoded`, `text/plain` are declared too"
    );
    assert_eq!(pointer, "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded");
}

#[test]
fn media_types_that_many_bodies_leave_aside_are_one_note() {
    let answer =
        format!("{{ description: x, content: {{ application/json: {{ schema: {E} }}, text/html: {{}} }} }}");
    let outcome = operation(&format!("responses: {{ '200': {answer}, '201': {answer}, '202': {answer} }}"));
    let (message, pointer) = outcome.reported(codes::MEDIA_UNREACHABLE);
    assert_eq!(
        message,
        "`a`: the response `200` is sent and read as `application/json` alone; `text/html` is declared too; \
         so with 3 bodies of the document in all"
    );
    assert_eq!(pointer, "/paths/~1a/post/responses/200/content/text~1html");
}

#[test]
fn json_by_any_name_is_spoken_where_the_schema_is_the_same() {
    let content = format!(
        "content: {{ application/json: {{ schema: {E} }}, text/json: {{ schema: {E} }}, application/vnd.a+json: {{ schema: {E} }}, 'application/json; charset=utf-8': {{ schema: {E} }} }}"
    );
    let outcome = operation(&format!(
        "requestBody: {{ required: true, {content} }}, responses: {{ '200': {{ description: x, {content} }} }}"
    ));
    assert_eq!(kinds(&outcome).len(), 3, "one is another with a parameter");
    let Payload::Body(contents) = &outcome.operation("a").successes[0].payload else { panic!("a body") };
    assert_eq!(contents.len(), 3);
    let notes = outcome.diags.iter().filter(|one| one.code == codes::MEDIA_UNREACHABLE);
    assert_eq!(notes.count(), 0);
}

#[test]
fn of_unlike_json_schemas_the_first_is_spoken_under_its_own_type_alone() {
    let outcome = operation(&format!(
        "responses: {{ '200': {{ description: x, content: {{ application/vnd.a+json: {{ schema: {E} }}, application/vnd.b+json: {{ schema: {{ type: string }} }} }} }} }}"
    ));
    let Payload::Body(contents) = &outcome.operation("a").successes[0].payload else { panic!("a body") };
    let media: Vec<_> = contents.iter().map(|content| content.media.as_str()).collect();
    assert_eq!(media, ["application/vnd.a+json"]);
    let (message, _) = outcome.reported(codes::MEDIA_UNREACHABLE);
    assert!(
        message.contains("the response `200`") && message.contains("`application/vnd.b+json`"),
        "{message}"
    );
}

#[test]
fn what_is_not_spoken_is_not_said_to_be_handed_over_as_bytes() {
    let outcome = operation(&format!(
        "responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {E} }}, text/event-stream: {{ schema: {E} }} }} }} }}"
    ));
    assert!(outcome.codes().is_empty(), "a note at most");
    assert!(outcome.reported(codes::MEDIA_UNREACHABLE).0.ends_with("`text/event-stream` is declared too"));
}

#[test]
fn a_schema_of_bytes_or_text_that_is_not_typed_is_reported() {
    for (media, message) in [
        ("application/graphql", "`a`: its schema is not yet typed: handed over as raw bytes"),
        ("text/csv", "`a`: text that its schema says more of is not yet typed: handed over as text"),
    ] {
        let outcome =
            operation(&format!("requestBody: {{ content: {{ {media}: {{ schema: {E} }} }} }}, {DONE}"));
        assert_eq!(outcome.reported(codes::NOT_YET_TYPED).0, message);
    }
}

#[test]
fn untyped_bodies_are_bytes_and_reported_once_an_operation() {
    let outcome = operation(&format!(
        "requestBody: {{ content: {{ multipart/mixed: {{ schema: {E} }}, application/xml: {{ schema: {E} }} }} }}, {DONE}"
    ));
    assert!(kinds(&outcome).iter().all(|(_, kind)| *kind == "bytes"));
    let (message, pointer) = outcome.reported(codes::NOT_YET_TYPED);
    assert_eq!(message, "`a`: multipart is not yet typed: handed over as raw bytes");
    assert_eq!(pointer, "/paths/~1a/post/requestBody/content/multipart~1mixed");
}

#[test]
fn binary_is_bytes_and_a_range_goes_by_its_schema() {
    let outcome = operation(&format!(
        "requestBody: {{ content: {{ application/json: {{ schema: {{ type: string, format: binary }} }}, '*/*': {{ schema: {E} }} }} }}, {DONE}"
    ));
    assert_eq!(kinds(&outcome), [("*/*".to_owned(), "json")]);
    assert!(outcome.reported(codes::MEDIA_UNREACHABLE).0.ends_with("`application/json` is declared too"));
}

#[test]
fn what_is_no_media_type_is_left_out() {
    let outcome =
        operation(&format!("requestBody: {{ content: {{ 'a b': {{}}, text/plain: {{}} }} }}, {DONE}"));
    assert_eq!(kinds(&outcome).len(), 1);
    assert_eq!(outcome.reported(codes::MEDIA_TYPE).1, "/paths/~1a/post/requestBody/content/a b");
}

fn statuses(outcome: &Outcome) -> Vec<StatusSpec> {
    outcome.operation("a").successes.iter().map(|success| success.status).collect()
}

#[test]
fn successes_and_failures_by_status() {
    use StatusSpec::{Default, Exact, Range};
    let json = format!("content: {{ application/json: {{ schema: {E} }} }}");
    let outcome = operation(&format!(
        "responses: {{ '200': {{ description: x, {json} }}, '202': {{ description: x }}, '303': {{ description: x }}, '304': {{ description: x }}, '404': {{ description: x, {json} }}, '409': {{ description: x }}, 5XX: {{ description: x, {json} }}, default: {{ description: x, {json} }} }}"
    ));
    assert_eq!(statuses(&outcome), [Exact(200), Exact(202), Exact(303)]);
    let failures: Vec<_> = outcome.operation("a").failures.iter().map(|failure| failure.status).collect();
    assert_eq!(
        failures,
        [Exact(404), Exact(409), Range(5), Default],
        "409 is not the default, which has a body"
    );
    let outcome = operation(&format!(
        "responses: {{ '200': {{ description: x }}, '404': {{ description: x, {json} }}, '409': {{ description: x }} }}"
    ));
    let failures: Vec<_> = outcome.operation("a").failures.iter().map(|failure| failure.status).collect();
    assert_eq!(failures, [Exact(404)], "failures without a body are the style's");
    let outcome = operation(&format!("responses: {{ default: {{ description: x, {json} }} }}"));
    assert_eq!(statuses(&outcome), [Default]);
    assert_eq!(
        outcome.operation("a").failures[0].status,
        Default,
        "what is declared for all is for failures too"
    );
    let outcome = operation("responses: { '400': { description: x } }");
    assert_eq!(statuses(&outcome), [Range(2)]);
    assert_eq!(outcome.reported(codes::NO_SUCCESS).1, "/paths/~1a/post/responses");
}

#[test]
fn a_status_without_a_body_has_none() {
    let outcome = operation(&format!(
        "responses: {{ '204': {{ description: x, content: {{ application/json: {{ schema: {E} }} }}, headers: {{ X-Left: {{ schema: {{ type: integer }} }} }} }} }}"
    ));
    let success = &outcome.operation("a").successes[0];
    assert_eq!(success.payload, Payload::Nothing);
    assert_eq!(success.headers[0].wire, "x-left");
    assert_eq!(outcome.codes(), [codes::BODY_FORBIDDEN]);
    assert!(outcome.reported(codes::HEADERS_NOT_TYPED).0.starts_with("1 header"));
}
