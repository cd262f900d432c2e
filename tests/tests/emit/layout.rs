//! The text as it is laid out, one construct a test: it needs no formatter.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{answering, document, module};

#[test]
fn a_struct() {
    let text = module(
        &document(
            &answering("Pet"),
            "{ Pet: { type: object, required: [id, tag], properties: { id: { type: integer }, tag: { type: string, nullable: true }, born: { type: string, format: date, nullable: true, description: A day. }, size: { type: integer, default: 3 } } } }",
        ),
        "types",
    );
    assert_eq!(text, fs::read_to_string("tests/emit/struct.txt").expect("a file"), "\n{text}");
}

#[test]
fn a_form_of_parts() {
    let schema = "{ $ref: '#/components/schemas/Form' }";
    let encoding = "{ file: { contentType: 'image/png, image/jpeg' } }";
    let text = document(
        &format!(
            "{{ /one: {{ post: {{ operationId: one, security: [], requestBody: {{ required: true, content: {{ multipart/form-data: {{ schema: {schema}, encoding: {encoding} }} }} }}, responses: {{ '204': {{ description: ok }} }} }} }} }}"
        ),
        "{ Form: { type: object, description: 'A file, and what it is for.', required: [type, file], properties: { type: { type: string }, file: { type: string, format: binary, maxLength: 10 }, more: { type: array, items: { type: string, format: binary } }, about: { type: object, additionalProperties: { type: string } }, copies: { type: integer, default: 1 } } } }",
    );
    assert_eq!(module(&text, "types"), fs::read_to_string("tests/emit/parts.txt").expect("a file"));
    let operations = module(&text, "operations");
    for line in [
        "    pub body: types::Form,",
        "        let body = read.multipart(&schemas::FORM);",
        "        write.multipart(&self.body);",
        "        kind: rt::BodyKind::Multipart(&[rt::PartMeta::new(\"file\", &[\"image/png\", \"image/jpeg\"])]),",
    ] {
        assert!(operations.lines().any(|one| one == line), "{line}\n{operations}");
    }
    let schemas = module(&text, "schemas");
    assert!(schemas.contains("rt::Kind::File(rt::FileRules {"), "{schemas}");
}

#[test]
fn an_enumeration() {
    let text =
        module(&document(&answering("Order"), "{ Order: { type: string, enum: [up, down] } }"), "types");
    assert_eq!(text, fs::read_to_string("tests/emit/enum.txt").expect("a file"), "\n{text}");
}

#[test]
fn modules_as_one_file_are_indented_and_read_by_rustfmt() {
    let text = document(&answering("Pet"), "{ Pet: { type: object, properties: { a: { type: string } } } }");
    let (modules, _) = super::modules(&text, |api| api);
    let single = housestyle_generator::render::single_file(&modules.expect("modules"));
    assert!(single.lines().all(|line| line.trim_end() == line), "blanks at the end of a line");
    assert!(!single.contains("\n\n\n"), "two blank lines");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("rustfmt");
    rustfmt.stdin.take().expect("a pipe").write_all(single.as_bytes()).expect("written");
    assert!(rustfmt.wait().expect("an end").success());
}
