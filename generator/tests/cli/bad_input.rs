//! One diagnostic a fault, all of a run's faults at once, exit code 2, nothing written.

use insta::assert_snapshot;

use super::{CLINIC, Folder};

/// Runs `generate` on `clinic.yaml` next to `files`; it must fail and write nothing.
fn refused(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = Folder::with(files);
    let before = folder.files();
    let arguments = [&["generate", "clinic.yaml", "--out", "out"], arguments].concat();
    let output = folder.run(&arguments);
    assert_eq!(output.code, 2, "{}", output.err);
    assert_eq!(output.out, "");
    assert_eq!(folder.files(), before, "nothing is written");
    output.err
}

/// Runs `generate` on `clinic.yaml`; it must warn, and generate the rest.
fn warned(document: &str) -> String {
    let folder = Folder::with(&[("clinic.yaml", document)]);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let denied = folder.run(&["generate", "clinic.yaml", "--out", "denied", "--deny", "warnings"]);
    assert_eq!(denied.code, 2, "{}", denied.err);
    assert!(!folder.files().iter().any(|file| file.starts_with("denied")), "nothing is written");
    output.err
}

/// The document with one text in place of another.
fn with(from: &str, to: &str) -> String {
    assert!(CLINIC.contains(from), "{from}");
    CLINIC.replacen(from, to, 1)
}

#[test]
fn a_missing_file() {
    assert_snapshot!(refused(&[], &[]));
}

#[test]
fn a_broken_yaml_has_its_line() {
    assert_snapshot!(refused(&[("clinic.yaml", &with("tags: [patients]", "tags: [patients"))], &[]));
}

#[test]
fn an_unknown_style() {
    assert_snapshot!(refused(&[("clinic.yaml", CLINIC)], &["--style", "no-such-style"]));
}

#[test]
fn an_unknown_style_of_the_document() {
    assert_snapshot!(refused(&[("clinic.yaml", &with("tags:\n", "x-style: no-such-style\ntags:\n"))], &[]));
}

#[test]
fn a_style_of_the_document_that_leads_out_of_its_folder() {
    assert_snapshot!(refused(&[("clinic.yaml", &with("tags:\n", "x-style: ../secret.yaml\ntags:\n"))], &[]));
}

#[test]
fn a_style_in_a_mapping_of_the_document_is_blamed_at_its_key() {
    let text = with("tags:\n", "x-style: { use: ../secret.yaml, errors: {} }\ntags:\n");
    assert_snapshot!(refused(&[("clinic.yaml", &text)], &[]));
}

#[test]
fn a_style_of_the_document_that_is_no_name() {
    assert_snapshot!(refused(&[("clinic.yaml", &with("tags:\n", "x-style: { use: 7 }\ntags:\n"))], &[]));
}

#[test]
fn a_style_with_an_unknown_key_and_an_unknown_slot() {
    let style = "style: ours\nsucces: { body: $payload! }\nsuccess: { body: { data: $payloda! } }\n";
    let files = [("clinic.yaml", CLINIC), ("style.yaml", style)];
    assert_snapshot!(refused(&files, &["--style", "style.yaml"]));
}

#[test]
fn document_and_style_are_reported_at_once() {
    let files = [("clinic.yaml", "openapi: ["), ("style.yaml", "style: ours\nnothing: 1\n")];
    assert_snapshot!(refused(&files, &["--style", "style.yaml"]));
}

#[test]
fn a_reference_to_nothing() {
    assert_snapshot!(warned(&with("schemas/Patient\" } }", "schemas/Patent\" } }")));
}

#[test]
fn two_operations_with_one_id() {
    assert_snapshot!(warned(&with("createPatient", "listPatients")));
}

#[test]
fn an_unknown_code_cannot_be_denied() {
    let output = refused(&[("clinic.yaml", CLINIC)], &["--deny", "warning"]);
    assert!(output.contains("did you mean `warnings`?"), "{output}");
    let output = refused(&[("clinic.yaml", CLINIC)], &["--allow", "HS9999"]);
    assert!(output.contains("`HS9999` is not a code"), "{output}");
}

#[test]
fn a_missing_folder_of_templates() {
    assert_snapshot!(refused(&[("clinic.yaml", CLINIC)], &["--templates", "nowhere"]));
}

#[test]
fn an_empty_standard_input() {
    let output = Folder::with(&[]).run_with(&["generate", "-", "--out", "out"], "");
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}

#[test]
fn a_file_that_is_not_ours_is_not_replaced() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("src/types.rs", "struct Mine;\n")]);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "src"]);
    assert_eq!(output.code, 2, "{}", output.err);
    assert_eq!(folder.read("src/types.rs"), "struct Mine;\n");
    assert_eq!(folder.files(), ["clinic.yaml", "src/types.rs"]);
    assert_snapshot!(output.err);
}

#[test]
fn usage_errors_exit_with_code_2() {
    let folder = Folder::with(&[]);
    for arguments in [&["generate"][..], &["check"], &["new"], &["styles", "show", "no-such-style"]] {
        let output = folder.run(arguments);
        assert_eq!((output.code, output.out.as_str()), (2, ""), "{arguments:?}");
        assert!(output.err.contains("error"), "{}", output.err);
    }
}

#[test]
fn nothing_of_a_name() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let output = folder.run(&["inspect", "clinic.yaml", "--only", "dischargePatient"]);
    assert_eq!(output.code, 2);
    assert_snapshot!(output.err);
}
