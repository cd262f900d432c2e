//! Full documents that say something else than their style, and documents that are neither full nor lean.
//!
//! - The style holds for the values of its parameters; what the document says instead is a note (HS0324).
//! - An operation whose parameters or bodies have other types than the style's stays as it is, with a note at the first
//!   difference (HS0321, HS0322). So does one whose envelope has only a half of the style's.
//! - In a document that is read as a full one, operations that describe payloads alone are such operations.
//! - In a document that is read as a lean one, an operation that describes the envelope is a warning (HS0269): it would be
//!   wrapped twice.

use super::Folder;

const STYLE: &str = "\
style: ours
success: { body: { data: $payload!, meta: $meta } }
paging:
  pages: { kind: number, number: page, size: per_page, size_default: 30, size_max: 100, meta: { total: $total, next: $next } }
";

/// A document with a list that is as the style says, if these are the schemas of the size and of the total.
fn document(full: bool, size: &str, total: &str) -> String {
    let full = if full { "x-style: { document: full }\n" } else { "" };
    format!(
        "openapi: 3.0.3
info: {{ title: Notes, version: '1' }}
{full}paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {{ name: page, in: query, schema: {{ type: integer }} }}
        - {{ name: per_page, in: query, schema: {{ {size} }} }}
      responses:
        '200':
          description: Notes.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {{ type: array, items: {{ type: string }} }}
                  meta: {{ type: object, properties: {{ total: {{ {total} }}, next: {{ type: string }} }} }}
  /authors:
    get:
      operationId: listAuthors
      responses:
        '200':
          description: Their names.
          content: {{ application/json: {{ schema: {{ type: array, items: {{ type: string }} }} }} }}
"
    )
}

/// What a command reports that ends with this code.
fn reported(code: i32, command: &[&str], document: &str) -> String {
    let folder = Folder::with(&[("notes.yaml", document), ("ours.yaml", STYLE)]);
    let output = folder.run(&[command, &["notes.yaml", "--style", "./ours.yaml"]].concat());
    assert_eq!(output.code, code, "{}{}", output.out, output.err);
    format!("{}{}", output.out, output.err)
}

fn generated(document: &str) -> String {
    reported(0, &["generate", "--out", "out"], document)
}

#[test]
fn another_maximum_is_a_note_and_the_style_holds() {
    insta::assert_snapshot!(generated(&document(
        true,
        "type: integer, default: 30, maximum: 50",
        "type: integer"
    )));
}

#[test]
fn a_parameter_of_another_type_leaves_the_operation_as_it_is() {
    insta::assert_snapshot!(generated(&document(true, "type: string", "type: integer")));
}

#[test]
fn a_member_of_another_type_leaves_the_operation_as_it_is() {
    insta::assert_snapshot!(generated(&document(true, "type: integer", "type: string")));
}

#[test]
fn half_an_envelope_leaves_the_operation_as_it_is() {
    let half = document(true, "type: integer", "type: integer")
        .replace("                  data:", "                  items:");
    insta::assert_snapshot!(generated(&half.replace("required: [data]", "required: [items]")));
}

#[test]
fn a_document_that_is_half_full_is_checked_operation_by_operation() {
    insta::assert_snapshot!(reported(0, &["check"], &document(true, "type: integer", "type: integer")));
}

#[test]
fn an_envelope_in_a_lean_document_is_a_warning() {
    let mixed = document(false, "type: integer", "type: integer");
    insta::assert_snapshot!("generate", generated(&mixed));
    insta::assert_snapshot!("check", reported(1, &["check"], &mixed));
}
