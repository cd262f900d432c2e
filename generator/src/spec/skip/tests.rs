//! What a defect costs, by what is generated of the rest.

use crate::api::Api;
use crate::diag::{Code, Diagnostics, Severity, codes};
use crate::pipeline::Pipeline;

const OTHER: &str = "  /other: { get: { operationId: other, responses: { '204': { description: x } } } }\n";

fn api(text: &str) -> Api {
    Api::from_text("acme.yaml", format!("openapi: 3.0.3\ninfo: {{ title: Acme, version: '1' }}\n{text}"))
}

/// The ids of the operations that are left; none where the document is refused.
fn lowered(api: &Api) -> (Vec<String>, Diagnostics) {
    let mut pipeline = Pipeline::new();
    let ids = pipeline
        .lowered(api.config())
        .map(|lowered| lowered.ir.operations.into_iter().map(|one| one.id).collect());
    (ids.unwrap_or_default(), pipeline.diags)
}

fn left(text: &str) -> (Vec<String>, Vec<Code>) {
    let (ids, diags) = lowered(&api(text));
    (ids, diags.iter().filter(|d| d.skips && d.severity == Severity::Warning).map(|d| d.code).collect())
}

/// An operation `bad` with this in it, and another one.
fn bad(text: &str) -> String {
    format!(
        "paths:\n  /bad: {{ post: {{ operationId: bad, responses: {{ '204': {{ description: x }} }}, {text} }} }}\n{OTHER}"
    )
}

#[test]
fn a_defect_in_an_operation_costs_that_operation() {
    for (text, code) in [
        ("parameters: [{ name: a b, in: header, schema: {} }]", codes::HEADER_NAME),
        ("parameters: [{ name: a b, in: cookie, schema: {} }]", codes::HEADER_NAME),
        ("parameters: [{ name: q, in: querystring, schema: {} }]", codes::WRONG_KIND),
        ("parameters: [{ in: query, schema: {} }]", codes::MISSING),
        ("parameters: [{ $ref: '#/components/parameters/None' }]", codes::REF_DANGLING),
        ("parameters: 7", codes::WRONG_KIND),
        ("requestBody: { $ref: '#/components/requestBodies/None' }", codes::REF_DANGLING),
        ("requestBody: { $ref: 'none.yaml' }", codes::REF_FILE),
        ("requestBody: { $ref: 'https://acme.example/a.yaml' }", codes::REF_NETWORK),
        ("requestBody: { content: 7 }", codes::WRONG_KIND),
        ("security: 7", codes::WRONG_KIND),
        ("security: [7]", codes::WRONG_KIND),
        ("security: [{ none: [] }]", codes::SECURITY_UNDEFINED),
    ] {
        assert_eq!(left(&bad(text)), (vec!["other".to_owned()], vec![code]), "{text}");
    }
}

#[test]
fn a_defect_in_a_path_costs_its_operations() {
    for path in ["/a/{x}{y}", "/a/{x", "/a/{}", "/a/../b"] {
        let text = format!(
            "paths:\n  '{path}': {{ get: {{ responses: {{}} }}, put: {{ responses: {{}} }} }}\n{OTHER}"
        );
        assert_eq!(left(&text), (vec!["other".to_owned()], vec![codes::PATH_MALFORMED]), "{path}");
    }
    let shared =
        format!("paths:\n  /a: {{ parameters: [{{ name: q }}], get: {{ responses: {{}} }} }}\n{OTHER}");
    assert_eq!(left(&shared), (vec!["other".to_owned()], vec![codes::MISSING]));
}

const SCHEMAS: &str = "
paths:
  /a: { get: { operationId: a, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } }
  /b: { get: { operationId: b, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } } } }
components:
  schemas:
    A: { type: object, properties: { a: { type: array, items: { $ref: '#/components/schemas/Middle' } } } }
    Middle: { type: object, properties: { b: { $ref: '#/components/schemas/Broken' } }, example: { $ref: '#/components/schemas/B' } }
    Broken: { type: object, properties: { c: { $ref: '#/components/schemas/None' } } }
    B: { type: object, properties: { name: { type: string } } }
";

#[test]
fn a_broken_schema_costs_what_needs_it() {
    let (ids, diags) = lowered(&api(SCHEMAS));
    assert_eq!(ids, ["b"], "what an example looks like needs nothing");
    let reported: Vec<_> = diags.iter().filter(|d| d.skips).collect();
    let [one] = reported[..] else { panic!("{reported:#?}") };
    assert!(
        one.message.ends_with("the schema `Broken` with the operation that needs it is skipped"),
        "{one:?}"
    );
    assert_eq!(one.related.len(), 1, "the operation's own place");
}

#[test]
fn an_alternative_that_is_lost_costs_the_union() {
    let text = "
paths:
  /pet: { get: { operationId: pet, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }
  /fish: { get: { operationId: fish, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Fish' } } } } } } }
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind }, required: [kind], properties: { kind: { type: string } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { c: { $ref: '#/components/schemas/None' } } }] }
    Fish: { type: object, properties: { name: { type: string } } }
";
    assert_eq!(left(text).0, ["fish"], "a `Pet` may be a `Cat`, which cannot be read");
}

#[test]
fn a_scheme_that_cannot_be_read_opens_nothing() {
    let text = |root: &str| {
        format!(
            "
{root}
paths:
  /alone: {{ get: {{ operationId: alone, security: [{{ broken: [] }}], responses: {{}} }} }}
  /both: {{ get: {{ operationId: both, security: [{{ broken: [], fine: [] }}], responses: {{}} }} }}
  /either: {{ get: {{ operationId: either, security: [{{ broken: [] }}, {{ fine: [] }}], responses: {{}} }} }}
  /inherits: {{ get: {{ operationId: inherits, responses: {{}} }} }}
  /public: {{ get: {{ operationId: public, security: [], responses: {{}} }} }}
components:
  securitySchemes:
    fine: {{ type: apiKey, in: header, name: X-Key }}
    broken: {{ type: apiKey, in: header, name: X Key }}
"
        )
    };
    let operations = |root: &str| {
        let mut pipeline = Pipeline::new();
        let lowered = pipeline.lowered(api(&text(root)).config()).expect("some is left");
        let reported = lowered.ir.operations.into_iter().map(|one| (one.id, one.security.alternatives.len()));
        reported.map(|(id, alternatives)| format!("{id} {alternatives}")).collect::<Vec<_>>()
    };
    assert_eq!(operations(""), ["either 1", "inherits 0", "public 0"]);
    assert_eq!(operations("security: [{ broken: [] }]"), ["either 1", "public 0"]);
    assert_eq!(
        operations("security: [{ broken: [] }, { fine: [] }]"),
        ["either 1", "inherits 1", "public 0"]
    );
    assert_eq!(operations("security: 7"), ["either 1", "public 0"], "who may call the others is not known");
}

#[test]
fn what_no_code_is_made_of_costs_nothing() {
    for text in [
        "callbacks: { on: { x: { post: { parameters: 7, responses: {} } } } }",
        "responses: { '204': { description: x, links: { next: { $ref: '#/components/links/None' } } } }",
        "requestBody: { content: { text/plain: { examples: { one: { $ref: '#/components/examples/None' } } } } }",
    ] {
        let text = format!("paths:\n  /a: {{ put: {{ operationId: a, {text} }} }}\n");
        let (ids, diags) = lowered(&api(&text));
        assert_eq!(ids, ["a"], "{text} {diags:?}");
        assert!(diags.iter().any(|d| d.severity == Severity::Warning), "{text}");
    }
    let (ids, _) = lowered(&api(&format!("tags: 7\nservers: 7\npaths:\n{OTHER}")));
    assert_eq!(ids, ["other"]);
}

#[test]
fn where_nothing_is_left_each_defect_is_an_error() {
    let text = "paths: { /a: { get: { parameters: 7, responses: {} } } }";
    let (ids, diags) = lowered(&api(text));
    assert!(ids.is_empty());
    let reported: Vec<_> = diags.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code).collect();
    assert_eq!(reported, [codes::WRONG_KIND]);
    let broken = "paths: [7]";
    assert_eq!(lowered(&api(broken)).1.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::WRONG_KIND]);
}

#[test]
fn what_is_skipped_can_be_denied_and_silenced() {
    let text = bad("parameters: 7");
    for code in ["HS0058", "skipped", "warnings"] {
        let (ids, diags) = lowered(&api(&text).deny(code));
        assert!(ids.is_empty() && diags.failed(), "{code}");
    }
    let (ids, diags) = lowered(&api(&text).allow("HS0058"));
    assert_eq!((ids.as_slice(), diags.iter().count()), (&["other".to_owned()][..], 0));
    let (ids, diags) = lowered(&api("paths: 7").allow("HS0058"));
    assert!(ids.is_empty() && diags.failed(), "an error cannot be allowed");
}

#[test]
fn an_operation_whose_id_cannot_be_kept_gets_one() {
    let text = "
paths:
  /a: { get: { operationId: same, responses: {} }, put: { operationId: same, responses: {} } }
  /b: { get: { operationId: '', responses: {} } }
  /c: { $ref: '#/components/pathItems/C' }
  /d: { $ref: '#/components/pathItems/C' }
components: { pathItems: { C: { get: { operationId: shared, responses: {} } } } }
";
    let (ids, diags) = lowered(&api(text));
    assert_eq!(ids, ["same", "putA", "getB", "shared", "getD"]);
    let reported = diags.iter().filter(|d| d.code == codes::OPERATION_ID_TWICE && !d.skips);
    assert_eq!(reported.count(), 3);
}
