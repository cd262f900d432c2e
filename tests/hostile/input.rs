//! Paths that are not files, and documents on standard input.

use insta::assert_snapshot;

use super::folder::{CLINIC, Folder};

#[test]
fn a_folder_instead_of_a_document() {
    let folder = Folder::with(&[("specs/clinic.yaml", CLINIC)]);
    let output = folder.generate(&["specs"]);
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}

#[test]
fn neither_document_nor_style_is_there() {
    let output = Folder::with(&[]).generate(&["clinic.yaml", "--style", "./ours.yaml"]);
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}

fn piped(input: impl Into<Vec<u8>>) -> String {
    let folder = Folder::with(&[("people.yaml", "Patient: { type: string }\n")]);
    let output = folder.run_with(&["generate", "-", "--out", "out"], input);
    assert_eq!((output.code, output.out.as_str()), (2, ""), "{}", output.err);
    assert_eq!(folder.files(), ["people.yaml"]);
    output.err
}

#[test]
fn standard_input_that_is_broken_has_a_place() {
    assert_snapshot!(piped(CLINIC.replace("paths:", "paths: [")));
}

#[test]
fn standard_input_that_is_no_text() {
    assert_snapshot!(piped(b"openapi: \xff\xfe"));
}

#[test]
fn standard_input_has_no_folder_for_references() {
    assert_snapshot!(piped(
        CLINIC.replace("get:\n", "get:\n      parameters: [{ $ref: \"people.yaml#/Patient\" }]\n")
    ));
}

#[test]
fn a_style_extends_one_that_extends_it() {
    let folder = Folder::with(&[
        ("clinic.yaml", CLINIC),
        ("styles/ours.yaml", "style: ours\nextends: ../theirs.yaml\n"),
        ("theirs.yaml", "style: theirs\nextends: styles/ours.yaml\n"),
    ]);
    let output = folder.generate(&["clinic.yaml", "--style", "styles/ours.yaml"]);
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}

/// What only the document, only the style, and only both together show is reported at once.
#[test]
fn mistakes_of_all_layers_are_reported_at_once() {
    let document = CLINIC.replace("200", "200 OK").replace(
        "get:\n",
        "get:\n      x-style: { paging: everything }\n      parameters: [{ $ref: \"#/components/parameters/page\" }]\n",
    );
    let folder = Folder::with(&[("clinic.yaml", &document), ("ours.yaml", "style: ours\nfoo: 1\n")]);
    let output = folder.generate(&["clinic.yaml", "--style", "./ours.yaml"]);
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}
