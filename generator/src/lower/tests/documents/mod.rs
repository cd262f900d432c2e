//! Documents of resources: what operations say of theirs.

mod answers;
mod queries;
mod requests;

use crate::diag::{Code, codes};
use crate::ir::{
    Body, BodyDocument, ContentKind, DocumentPurpose, LinkPiece, Method, Origin, ParamEncoding,
    ParameterLocation, Payload, Shape,
};
use crate::lower::testing::{Outcome, acme, like_acme, plain, resources};
use crate::style::{Sorting, UndeclaredParameters};

const SCHEMAS: &str = "
components:
  schemas:
    Visit:
      type: object
      x-style: { resource: visits }
      required: [id, reason]
      properties:
        id: { type: string, readOnly: true }
        reason: { type: string, minLength: 1 }
        tags: { type: array, items: { type: string } }
        patient: { allOf: [{ $ref: '#/components/schemas/Person' }] }
        subject: { nullable: true, oneOf: [{ $ref: '#/components/schemas/Person' }, { $ref: '#/components/schemas/Clinic' }] }
        before: { type: array, default: [], items: { $ref: '#/components/schemas/Visit' } }
        code: { type: string, writeOnly: true }
    Person:
      type: object
      x-style: { resource: person }
      properties:
        id: { type: string, readOnly: true }
        reason: { type: string }
        home: { nullable: true, allOf: [{ $ref: '#/components/schemas/Clinic' }] }
    Clinic:
      type: object
      x-style: { resource: clinic }
      properties:
        id: { type: string, readOnly: true }
        beds: { type: integer }
        owner: { nullable: true, allOf: [{ $ref: '#/components/schemas/Person' }] }
    Say: { type: object, x-style: { type: word }, required: [word], properties: { word: { type: string }, of: { $ref: '#/components/schemas/Person' } } }
    Count: { type: object, required: [count], properties: { count: { type: integer } } }
    Holder: { type: object, properties: { visit: { $ref: '#/components/schemas/Visit' } } }
";

const VISIT: &str = "{ $ref: '#/components/schemas/Visit' }";
const VISITS: &str = "{ type: array, items: { $ref: '#/components/schemas/Visit' } }";
const PERSON: &str = "{ $ref: '#/components/schemas/Person' }";
const EITHER: &str =
    "{ oneOf: [{ $ref: '#/components/schemas/Person' }, { $ref: '#/components/schemas/Clinic' }] }";

fn answer(status: u16, schema: &str) -> String {
    format!(
        "responses: {{ '{status}': {{ description: x, content: {{ application/json: {{ schema: {schema} }} }} }} }}"
    )
}

fn body(schema: &str) -> String {
    format!("requestBody: {{ required: true, content: {{ application/json: {{ schema: {schema} }} }} }}")
}

/// A document with one operation.
fn one(method: &str, path: &str, text: &str) -> String {
    let parameters: Vec<_> = path
        .split(['{', '}'])
        .skip(1)
        .step_by(2)
        .map(|wire| format!("{{ name: {wire}, in: path, required: true, schema: {{ type: string }} }}"))
        .collect();
    let parameters = parameters.join(", ");
    format!(
        "\npaths:\n  {path}:\n    {method}: {{ operationId: one, parameters: [{parameters}], {text} }}\n{SCHEMAS}"
    )
}

fn fine(method: &str, path: &str, text: &str) -> Outcome {
    let outcome = resources(&one(method, path, text));
    assert_eq!(outcome.codes(), [], "{method} {path} {text} {:#?}", outcome.diags);
    outcome
}

/// The one problem of an operation, with help: its code and pointer.
fn reported(method: &str, path: &str, text: &str) -> (Code, String) {
    let outcome = resources(&one(method, path, text));
    let [code] = outcome.codes()[..] else { panic!("{method} {path} {text}: {:#?}", outcome.diags) };
    let found = outcome.diags.iter().find(|diagnostic| diagnostic.code == code);
    assert!(found.is_some_and(|one| one.help.is_some() || code == codes::EXTENSION_WRONG), "{found:#?}");
    let pointer = outcome.reported(code).1;
    (
        code,
        pointer
            .strip_prefix(&format!("/paths/{}/{method}", path.replace('/', "~1")))
            .unwrap_or(&pointer)
            .to_owned(),
    )
}

fn payload(outcome: &Outcome) -> &Payload {
    &outcome.operation("one").successes[0].payload
}

fn sent(method: &str, path: &str, schema: &str) -> (BodyDocument, crate::ir::Form) {
    let text = format!("{}, responses: {{ '204': {{ description: x }} }}", body(schema));
    let outcome = fine(method, path, &text);
    let Body { document, contents, .. } = outcome.operation("one").body.clone().expect("a body");
    let ContentKind::Json(ty) = contents[0].kind else { panic!("{contents:#?}") };
    (document.expect("a document"), outcome.api().ty(ty.id).form)
}
