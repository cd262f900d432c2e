//! Operations: ids, paths, parameters, security.

use serde_json::json;

use crate::diag::codes;
use crate::ir::{Method, ParamEncoding, ParameterLocation, PathPiece, SchemeKind, Server};
use crate::lower::testing::plain;

const DONE: &str = "responses: { '204': { description: x } }";

#[test]
fn two_operations_with_one_id() {
    let outcome = plain(&format!(
        "paths: {{ /a: {{ get: {{ operationId: x, {DONE} }} }}, /b: {{ get: {{ operationId: x, {DONE} }} }} }}"
    ));
    assert_eq!(outcome.codes(), [codes::OPERATION_ID_TWICE]);
    assert_eq!(outcome.reported(codes::OPERATION_ID_TWICE).1, "/paths/~1b/get/operationId");
    let related = &outcome.diags.iter().next().unwrap().related;
    assert!(format!("{related:?}").contains("/paths/~1a/get/operationId"), "{related:?}");
}

#[test]
fn ids_are_made_of_method_and_path() {
    let outcome = plain(&format!(
        "paths: {{ '/a-b/{{c_d}}/e': {{ get: {{ {DONE} }}, post: {{ operationId: getABByCDE, {DONE} }} }}, /: {{ get: {{ {DONE} }} }} }}"
    ));
    let ids: Vec<_> = outcome.api().operations.iter().map(|one| (one.id.as_str(), one.id_given)).collect();
    assert_eq!(ids, [("getABByCDE2", false), ("getABByCDE", true), ("getRoot", false)]);
    assert!(outcome.reported(codes::OPERATION_ID_MADE).0.starts_with("2 operations"));
}

#[test]
fn path_parameters_and_the_path_agree() {
    let outcome = plain(&format!(
        "
paths:
  /a/{{id}}.json/{{x}}:
    parameters: [{{ name: id, in: path, schema: {{ type: integer }} }}]
    get:
      operationId: a
      parameters: [{{ name: gone, in: path, required: true, schema: {{ type: string }} }}]
      {DONE}
"
    ));
    let a = outcome.operation("a");
    assert_eq!(a.path.segments[1], [PathPiece::Param("id".into()), PathPiece::Literal(".json".into())]);
    let wires: Vec<_> = a.parameters.iter().map(|p| (p.wire.as_str(), p.required)).collect();
    assert_eq!(wires, [("id", true), ("x", true)]);
    assert!(outcome.codes().contains(&codes::PATH_PARAMETER_UNDECLARED));
    assert!(outcome.codes().contains(&codes::PATH_PARAMETER_UNUSED));
}

#[test]
fn paths_that_cannot_be_read_and_paths_that_are_alike() {
    let outcome = plain(&format!("paths: {{ '/a/{{': {{ get: {{ operationId: a, {DONE} }} }} }}"));
    assert_eq!(outcome.reported(codes::PATH_MALFORMED).1, "/paths/~1a~1{");
    let outcome = plain(&format!(
        "paths: {{ '/a/{{x}}': {{ get: {{ operationId: a, {DONE} }} }}, '/a/{{y}}': {{ get: {{ operationId: b, {DONE} }} }}, '/a/me': {{ get: {{ operationId: c, {DONE} }} }} }}"
    ));
    let (message, pointer) = outcome.reported(codes::PATHS_ALIKE);
    assert_eq!(
        (message.as_str(), pointer.as_str()),
        ("`a` and `b` match the same requests", "/paths/~1a~1{y}/get")
    );
}

#[test]
fn a_query_in_a_path_becomes_parameters() {
    let outcome = plain(&format!("paths: {{ '/a?beta=true#x': {{ get: {{ operationId: a, {DONE} }} }} }}"));
    let a = outcome.operation("a");
    assert_eq!(a.path.template, "/a");
    assert_eq!((a.parameters[0].wire.as_str(), a.parameters[0].required), ("beta", true));
    assert_eq!(outcome.codes(), [codes::PATH_REPAIRED, codes::PATH_REPAIRED]);
}

#[test]
fn parameters_of_the_path_are_overridden_and_encoded() {
    let outcome = plain(&format!(
        "
paths:
  /a:
    parameters:
      - {{ name: q, in: query, schema: {{ type: string }} }}
      - $ref: '#/components/parameters/Size'
    get:
      operationId: a
      parameters:
        - {{ name: q, in: query, required: true, schema: {{ type: array, items: {{ type: string }} }}, explode: false }}
        - {{ name: f, in: query, style: deepObject, schema: {{ type: object }} }}
        - {{ name: j, in: query, content: {{ application/json: {{ schema: {{ type: object }} }} }} }}
        - {{ name: p, in: query, style: pipeDelimited, schema: {{ type: array, items: {{ type: string }} }} }}
        - {{ name: X-Id, in: header, schema: {{ type: string }} }}
        - {{ name: Accept, in: header, schema: {{ type: string }} }}
        - {{ name: c, in: cookie, style: simple, schema: {{ type: string }} }}
      {DONE}
components:
  parameters:
    Size: {{ name: size, in: query, schema: {{ type: integer, default: 20 }} }}
"
    ));
    let a = outcome.operation("a");
    let parameter = |wire: &str| a.parameters.iter().find(|p| p.wire == wire).unwrap();
    assert!(parameter("q").required);
    assert_eq!(parameter("q").encoding, ParamEncoding::Form { explode: false, allow_reserved: false });
    assert_eq!(parameter("size").default, Some(json!(20)));
    assert_eq!(parameter("f").encoding, ParamEncoding::DeepObject { allow_reserved: false });
    assert_eq!(parameter("j").encoding, ParamEncoding::Content("application/json".into()));
    assert_eq!(
        parameter("p").encoding,
        ParamEncoding::PipeDelimited { explode: false, allow_reserved: false }
    );
    assert_eq!(parameter("X-Id").place, ParameterLocation::Header);
    assert_eq!(parameter("c").encoding, ParamEncoding::Form { explode: true, allow_reserved: false });
    assert_eq!(outcome.codes(), []);
    assert!(outcome.reported(codes::PARAMETER_IGNORED).0.contains("`Accept`"));
}

#[test]
fn names_of_headers_are_tokens() {
    let outcome = plain(&format!(
        "paths: {{ /a: {{ get: {{ operationId: a, parameters: [{{ name: \"X-A\\r\\nB\", in: header, schema: {{ type: string }} }}], {DONE} }} }} }}"
    ));
    assert_eq!(outcome.codes(), [codes::HEADER_NAME]);
}

#[test]
fn security_is_or_of_ands() {
    let outcome = plain(&format!(
        "
security: [{{ key: [] }}]
paths:
  /a: {{ get: {{ operationId: inherits, {DONE} }} }}
  /b: {{ get: {{ operationId: open, security: [], {DONE} }} }}
  /c: {{ get: {{ operationId: both, security: [{{ key: [], oauth: [read] }}, {{ basic: [] }}, {{}}], {DONE} }} }}
components:
  securitySchemes:
    key: {{ type: apiKey, in: header, name: X-Key }}
    basic: {{ type: http, scheme: Basic }}
    oauth: {{ type: oauth2, flows: {{}} }}
    other: {{ type: http, scheme: Token }}
"
    ));
    let kinds: Vec<_> = outcome.api().schemes.iter().map(|scheme| scheme.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            SchemeKind::Header("X-Key".into()),
            SchemeKind::Basic,
            SchemeKind::Authorization("bearer".into()),
            SchemeKind::Authorization("Token".into())
        ]
    );
    let security = |id: &str| &outcome.operation(id).security;
    assert_eq!((security("inherits").alternatives.len(), security("inherits").optional), (1, false));
    assert!(security("open").alternatives.is_empty());
    let both = security("both");
    assert!(both.optional);
    assert_eq!(both.alternatives[0].iter().map(|need| need.scheme.0).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(both.alternatives[0][1].scopes, ["read"]);
}

#[test]
fn a_scheme_that_is_not_defined() {
    let outcome = plain(&format!(
        "paths: {{ /a: {{ get: {{ operationId: a, security: [{{ nope: [] }}], {DONE} }} }} }}"
    ));
    assert_eq!(outcome.reported(codes::SECURITY_UNDEFINED).1, "/paths/~1a/get/security/0/nope");
    assert!(outcome.api.is_none());
}

#[test]
fn groups_servers_and_webhooks() {
    let outcome = plain(&format!(
        "
servers: [{{ url: 'https://{{host}}/', variables: {{ host: {{ default: a, enum: [a, b] }} }} }}]
tags: [{{ name: two, description: Second. }}]
paths:
  /a: {{ get: {{ operationId: a, tags: [two, one], {DONE} }} }}
  /b:
    post:
      operationId: b
      callbacks: {{ done: {{ '{{$request.body#/url}}': {{ post: {{ operationId: called, {DONE} }} }} }} }}
      {DONE}
"
    ));
    let api = outcome.api();
    assert_eq!(api.groups.iter().map(|group| group.wire.as_str()).collect::<Vec<_>>(), ["two", "default"]);
    assert_eq!(api.groups[0].docs.as_deref(), Some("Second."));
    let variables = vec![("host".to_owned(), "a".to_owned(), vec!["a".to_owned(), "b".to_owned()])];
    assert_eq!(api.servers, [Server { url: "https://{host}/".into(), docs: None, variables }]);
    assert_eq!(api.webhooks[0].id, "called");
    assert_eq!(api.operations[1].method, Method::Post);
    assert!(outcome.reported(codes::WEBHOOKS_NOT_EMITTED).0.starts_with("1 webhook"));
}

#[test]
fn servers_of_a_path_and_of_an_operation_are_its_own_and_what_no_client_calls_is_reported() {
    let outcome = plain(&format!(
        "
servers: [{{ url: 'ws://a.example' }}, {{ url: 'https://{{host}}/' }}, {{ url: /v1, variables: {{ v: {{ default: b, enum: [a] }} }} }}]
paths:
  /a:
    servers: [{{ url: 'https://path.example' }}]
    get: {{ operationId: of_path, {DONE} }}
    post: {{ operationId: own, servers: [{{ url: 'https://own.example' }}], {DONE} }}
  /b: {{ get: {{ operationId: of_document, {DONE} }} }}
"
    ));
    let urls = |servers: &[Server]| servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>();
    assert_eq!(urls(&outcome.operation("of_path").servers), ["https://path.example"]);
    assert_eq!(urls(&outcome.operation("own").servers), ["https://own.example"]);
    assert!(outcome.operation("of_document").servers.is_empty());
    assert_eq!(urls(&outcome.api().servers), ["/v1"]);
    let reported = outcome.codes();
    assert_eq!(reported.iter().filter(|code| **code == codes::SERVER_URL).count(), 2);
    assert_eq!(outcome.reported(codes::SERVER_VARIABLE).1, "/servers/2/variables/v");
}
