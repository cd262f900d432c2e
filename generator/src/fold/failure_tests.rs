//! Failures of full documents, folded.

use serde_json::{Value, json};

use super::{FoldReport, fold};
use crate::diag::{Code, Diagnostics, codes};
use crate::expand::expand;
use crate::ir::{ApiModel, DeclaredFailure, StatusSpec};
use crate::lower::lower;
use crate::source::Sources;
use crate::spec::{self, Spec};
use crate::style::{self, Slot, Style};

/// An API whose failures have a nested body with codes.
const CHARGES: &str = "
style: charges
failure:
  media: application/json
  body: { error: { code: $code, message: $message, doc_url: $help } }
  entry: { code: $code }
";

/// An API whose failures have a message, and entries with codes.
const ISSUES: &str = "
style: issues
failure:
  media: application/json
  body: { message: $message, documentation_url: $help, errors: $entries }
  entry: { resource: $resource, field: $field, code: $code, message: $message }
";

fn style(text: &str) -> Style {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("housestyle-failures-{}-{count}.yaml", std::process::id()));
    std::fs::write(&path, text).expect("the style is written");
    let mut diags = Diagnostics::new();
    let style = style::load(&path.to_string_lossy(), &mut Sources::new(), &mut diags);
    std::fs::remove_file(&path).expect("the style is removed");
    style.unwrap_or_else(|| panic!("{diags:#?}"))
}

fn loaded(document: &str) -> Spec {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file =
        sources.add_text("a.yaml", document.to_owned(), &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    spec::load(&file, &mut sources, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"))
}

fn lowered(spec: &Spec, style: &Style) -> ApiModel {
    let mut diags = Diagnostics::new();
    lower(spec, style, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"))
}

/// A document after it was folded.
struct Outcome {
    spec: Spec,
    style: Style,
    report: FoldReport,
    diags: Diagnostics,
}

/// Folds an operation with these responses, besides its success, and these components.
fn folded(style_text: &str, responses: &Value, components: &Value) -> Outcome {
    let mut all = json!({ "200": { "description": "Fine" } });
    all.as_object_mut().unwrap().extend(responses.as_object().unwrap().clone());
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "Acme", "version": "1" },
        "paths": { "/charges": { "get": { "operationId": "charges", "responses": all } } },
        "components": components,
    });
    let (mut spec, style, mut diags) = (loaded(&document.to_string()), style(style_text), Diagnostics::new());
    let report = fold(&mut spec, &style, &mut diags);
    Outcome { spec, style, report, diags }
}

impl Outcome {
    fn operation(&self) -> &Value {
        self.spec.at("/paths/~1charges/get").expect("the operation")
    }

    fn failures(&self) -> Vec<DeclaredFailure> {
        lowered(&self.spec, &self.style).operations[0].failures.clone()
    }

    /// What is said under a code, each with its help.
    fn said(&self, code: Code) -> Vec<String> {
        let of = self.diags.iter().filter(|diagnostic| diagnostic.code == code);
        of.map(|one| match &one.help {
            Some(help) => format!("{}; {help}", one.message),
            None => one.message.clone(),
        })
        .collect()
    }
}

/// A response of JSON with this schema.
fn response(schema: &Value) -> Value {
    json!({ "description": "It failed", "content": { "application/json": { "schema": schema } } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn object(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

#[test]
fn the_failures_of_an_expanded_document_are_those_that_it_was_expanded_from() {
    const LEAN: &str = "
openapi: 3.0.3
info: { title: Clinic, version: '1' }
x-style:
  errors:
    timeslot_is_busy: { status: 420, code_number: 90210, message: The time is taken, suppress: true, description: Somebody came first }
    gone_fishing: { status: 409, message: Nobody is here }
paths:
  /visits:
    post:
      operationId: create_visit
      x-style: { errors: [timeslot_is_busy, gone_fishing] }
      responses:
        204: { description: Done }
        418: { description: A teapot }
  /visits/cancel:
    post:
      operationId: cancel_visit
      x-style: { errors: { too_late: { status: 422, message: It has begun } } }
      responses: { 204: { description: Done } }
";
    let built_in = style::builtin().iter().map(|(name, _)| {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        style::load(name, &mut sources, &mut diags).expect("a built-in style")
    });
    for style in built_in.chain([style(CHARGES), style(ISSUES)]).filter(|style| style.root != Some(true)) {
        let lean = loaded(LEAN);
        let (api, mut diags) = (lowered(&lean, &style), Diagnostics::new());
        let mut full = loaded(&expand(&lean, &api, &mut diags).to_string());
        let report = fold(&mut full, &style, &mut diags);
        let again = lowered(&full, &style);
        for (before, after) in api.operations.iter().zip(&again.operations) {
            assert_eq!(before.id, after.id);
            // What the style has no slot for is not in the document.
            let on_the_wire = |failure: &DeclaredFailure| {
                let body = &style.failure.body;
                let (number, suppress) = (failure.number, failure.suppress);
                DeclaredFailure {
                    number: number.filter(|_| body.has(Slot::CodeNumber)),
                    suppress: suppress.filter(|_| body.has(Slot::Suppress)),
                    ..failure.clone()
                }
            };
            let failures = |failures: &[DeclaredFailure]| {
                let all = failures.iter().map(on_the_wire);
                let mut all: Vec<String> = all.map(|failure| format!("{failure:#?}")).collect();
                all.sort();
                all
            };
            let (before, after) = (failures(&before.failures), failures(&after.failures));
            assert_eq!(before, after, "{}: {report:#?}\n{:#}", style.ident, full.tree);
        }
    }
}

#[test]
fn failures_of_the_styles_statuses_go_and_another_status_stays_without_a_body() {
    let schemas = json!({ "Error": object(&json!({ "error": { "$ref": "#/components/schemas/Detail" } })),
        "Detail": object(&json!({ "code": text(), "message": text() })) });
    let error = response(&reference("Error"));
    let shared = json!({ "$ref": "#/components/responses/Missing" });
    let responses = json!({ "404": shared, "410": error, "4XX": error, "default": error });
    let found =
        folded(CHARGES, &responses, &json!({ "schemas": schemas, "responses": { "Missing": error } }));
    let keys: Vec<_> = found.operation()["responses"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["200", "410"]);
    assert_eq!(found.operation()["responses"]["410"], json!({ "description": "It failed" }));
    assert_eq!(found.report.operations[0].failures.folded, ["404", "410", "4XX", "default"]);
    let failures = found.failures();
    assert_eq!(failures.len(), 1);
    assert_eq!((failures[0].status, &failures[0].body), (StatusSpec::Exact(410), &None));
    assert_eq!(found.diags.iter().count(), 0, "{:#?}", found.diags);
}

#[test]
fn codes_of_one_status_are_declared_and_those_of_the_styles_outcomes_are_not() {
    const CODED: &str = "
style: coded
failure: { media: application/json, body: { code: $code!, number: $code_number, message: $message }, entry: { code: $code } }
outcomes: { not_found: { status: 404, code: gone_missing } }
";
    let coded =
        |codes: Value| object(&json!({ "code": { "type": "string", "enum": codes }, "message": text() }));
    let mut missing = response(&coded(json!(["gone_missing", "archived"])));
    missing["content"]["application/json"]["examples"] = json!({
        "archived": { "description": "It was old", "value": { "code": "archived", "number": 7, "message": "It is archived" } },
        "sample": { "value": { "code": "other", "message": "Just an example" } },
    });
    let both = json!({ "allOf": [coded(json!(["late", "early", "odd"])), coded(json!(["late", "early"]))] });
    let responses = json!({ "404": missing, "409": response(&both), "422": response(&coded(json!(["early"]))),
        "default": response(&coded(json!(["late", "never"]))) });
    let found = folded(CODED, &responses, &json!({}));
    let expected = json!({ "errors": {
        "archived": { "status": 404, "code_number": 7, "message": "It is archived", "description": "It was old" },
        "late": { "status": 409 },
    } });
    assert_eq!(found.operation()["x-style"], expected);
    assert_eq!(found.report.operations[0].failures.codes, ["archived", "late"]);
    let help = "clients still have them in `Refusal::code`; list them in `errors` of `x-style` for a type of their own";
    let message = "codes that belong to no single status are not declared as failures:";
    let codes = [format!("{message} `late`, `never`; {help}"), format!("{message} `early`; {help}")];
    assert_eq!(found.said(codes::FOLD_FAILURE_CODES), codes);
    let failures = found.failures();
    let declared: Vec<_> = failures.iter().map(|one| (one.code.as_deref(), one.number, one.status)).collect();
    assert_eq!(
        declared,
        [(Some("archived"), Some(7), StatusSpec::Exact(404)), (Some("late"), None, StatusSpec::Exact(409))]
    );
}

#[test]
fn members_that_the_style_does_not_have_are_reported_once() {
    let detail = json!({ "code": text(), "message": text(), "decline_code": text(), "param": text() });
    let schemas = json!({ "Error": object(&json!({ "error": object(&detail), "request_log_url": text() })) });
    let error = response(&reference("Error"));
    let found = folded(
        CHARGES,
        &json!({ "402": error, "404": error, "default": error }),
        &json!({ "schemas": schemas }),
    );
    assert_eq!(found.report.operations[0].failures.folded, ["402", "404", "default"]);
    let help = "clients read such members with `Refusal::member`; servers do not write them";
    let message =
        "failures of the style `charges` have no `/error/decline_code`, `/error/param`, `/request_log_url`";
    assert_eq!(found.said(codes::FOLD_FAILURE_MEMBERS), [format!("{message}; {help}")]);
    assert_eq!(found.diags.iter().count(), 1);
}

/// Three forms of one guide, none of which is whole: they are optional members of one template.
#[test]
fn a_template_takes_in_several_schemas_that_each_have_a_part_of_it() {
    let schemas = json!({
        "Basic": object(&json!({ "message": text(), "documentation_url": text(), "url": text() })),
        "Validation": { "type": "object", "required": ["message", "documentation_url"], "properties": {
            "message": text(), "documentation_url": text(), "errors": { "type": "array", "items": {
                "type": "object", "required": ["code"], "properties": {
                    "resource": text(), "field": text(), "code": text(), "index": { "type": "integer" } } } } } },
        "Simple": { "type": "object", "required": ["message"], "properties": {
            "message": text(), "errors": { "type": "array", "items": text() } } },
    });
    let either = response(&json!({ "oneOf": [reference("Validation"), reference("Simple")] }));
    let mut patched = response(&reference("Basic"));
    patched["content"]["application/scim+json"] = json!({ "schema": object(&json!({ "detail": text() })) });
    let responses = json!({ "400": patched, "404": response(&reference("Basic")), "422": either });
    let found = folded(ISSUES, &responses, &json!({ "schemas": schemas }));
    assert_eq!(found.report.operations[0].failures.folded, ["400", "404", "422"]);
    assert_eq!(found.failures(), []);
    assert_eq!(found.said(codes::FOLD_FAILURE_MEMBERS).len(), 2);
    let texts = "a list of texts, where entries of the style `issues` are objects; clients read each text as the message of an \
        entry; servers write objects";
    assert_eq!(found.said(codes::FOLD_FAILURE_TEXTS), [texts]);
    let media = "failures of the style `issues` have one media type; `application/scim+json` is left out; clients do not ask for \
        it, and servers do not send it";
    assert_eq!(found.said(codes::FOLD_FAILURE_MEDIA), [media]);
}

#[test]
fn a_failure_of_another_form_stays_as_it_is_and_is_reported_once_with_its_first_difference() {
    let schemas =
        json!({ "Other": object(&json!({ "error": object(&json!({ "code": { "type": "integer" } })) })) });
    let other = response(&reference("Other"));
    let found = folded(
        CHARGES,
        &json!({ "400": other, "404": other, "default": other }),
        &json!({ "schemas": schemas }),
    );
    assert_eq!(found.operation()["responses"]["404"], other);
    assert_eq!(found.report.operations[0].failures.kept.len(), 3);
    let message = "the failure `400` of `charges` (and 2 more with the same schema) is not that of the style `charges`, and is left \
        as it is; expected a string (`$code`) at `/error/code`, found an integer";
    assert_eq!(found.said(codes::FOLD_FAILURE), [message]);
    assert_eq!(found.failures().len(), 3);
}

#[test]
fn an_alternative_of_another_form_stays_alone() {
    let own = object(&json!({ "reason": text() }));
    let style = object(&json!({ "message": text() }));
    let of_three = response(&json!({ "anyOf": [own, style, object(&json!({ "why": text() }))] }));
    let of_two = response(&json!({ "anyOf": [own, style] }));
    let found = folded(ISSUES, &json!({ "404": of_two, "409": of_three }), &json!({}));
    let schema = |status: &str| {
        found.operation()["responses"][status]["content"]["application/json"]["schema"].clone()
    };
    assert_eq!(schema("404"), own, "{:#}", found.operation());
    assert_eq!(schema("409"), json!({ "anyOf": [own, object(&json!({ "why": text() }))] }));
    assert_eq!(found.report.operations[0].failures.kept.len(), 2);
}

#[test]
fn what_says_nothing_of_the_problem_and_what_is_of_another_media_type_is_no_failure_of_the_style() {
    let silent = response(&object(&json!({ "documentation_url": text() })));
    let mut media = response(&object(&json!({ "message": text() })));
    let entry = media["content"]["application/json"].take();
    media["content"] = json!({ "application/problem+json": entry, "text/plain": { "schema": text() } });
    let found = folded(
        ISSUES,
        &json!({ "403": silent, "404": media, "500": { "description": "Sorry" } }),
        &json!({}),
    );
    let said = found.said(codes::FOLD_FAILURE);
    let ends = [
        "expected an object with `message`, `documentation_url`, `errors`, found none of those that say what is wrong",
        "expected `application/json`, found `application/problem+json`",
    ];
    assert_eq!(said.len(), ends.len());
    said.iter().zip(ends).for_each(|(said, end)| assert!(said.ends_with(end), "{said}"));
}

#[test]
fn entries_have_the_form_of_the_styles_entries() {
    let entries =
        |items: Value| object(&json!({ "message": text(), "errors": { "type": "array", "items": items } }));
    let wrong = entries(object(&json!({ "code": { "type": "integer" } })));
    let anything = entries(json!({}));
    let found = folded(ISSUES, &json!({ "409": response(&wrong), "422": response(&anything) }), &json!({}));
    assert_eq!(found.report.operations[0].failures.folded, ["422"]);
    let said = found.said(codes::FOLD_FAILURE).concat();
    assert!(said.ends_with("expected a string (`$code`) at `/errors/0/code`, found an integer"), "{said}");
}

#[test]
fn hostile_failures_end_and_stay() {
    let schemas = json!({
        "Loop": { "anyOf": [reference("Loop"), reference("Loop")] },
        "Round": { "allOf": [reference("Around")] }, "Around": { "allOf": [reference("Round")] },
        "List": { "type": "object", "properties": { "message": text(), "errors": reference("Entries") } },
        "Entries": { "type": "array", "items": reference("Entries") },
    });
    let responses = json!({ "400": response(&reference("Loop")), "401": response(&reference("Round")),
        "403": response(&reference("List")) });
    let found = folded(ISSUES, &responses, &json!({ "schemas": schemas }));
    assert_eq!(found.report.operations[0].failures.folded, Vec::<String>::new());
    assert_eq!(found.said(codes::FOLD_FAILURE).len(), 3);
}
