//! `housestyle expand`.

use super::{CLINIC, Folder};

#[test]
fn a_document_is_printed_or_written() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let printed = folder.run(&["expand", "clinic.yaml", "--json"]);
    assert_eq!(printed.code, 0, "{}", printed.err);
    assert!(printed.out.starts_with("{\n  \"openapi\": \"3.1.1\""), "{}", printed.out);
    for (out, more) in [("whole.yaml", &[][..]), ("docs/whole.json", &["--json"])] {
        let arguments = [&["expand", "clinic.yaml", "--out", out][..], more].concat();
        let output = folder.run(&arguments);
        assert_eq!((output.code, output.err), (0, format!("wrote {out}\n")));
        let output = folder.run(&arguments);
        assert_eq!((output.code, output.err), (0, format!("{out} is up to date\n")));
    }
    assert_eq!(folder.read("docs/whole.json"), printed.out);
    let again =
        folder.run(&["expand", "whole.yaml", "--style", housestyle_generator::style::root(), "--json"]);
    assert_eq!(again.code, 0, "{}", again.err);
}

#[test]
fn a_file_of_the_user_is_not_replaced() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let output = folder.run(&["expand", "clinic.yaml", "--out", "clinic.yaml"]);
    assert_eq!(output.code, 2);
    assert_eq!(folder.read("clinic.yaml"), CLINIC);
}

#[test]
fn nothing_is_printed_of_a_document_with_an_error() {
    let folder =
        Folder::with(&[("broken.yaml", "openapi: 3.0.3\ninfo: { title: a, version: '1' }\npaths: [")]);
    let output = folder.run(&["expand", "broken.yaml"]);
    assert_eq!((output.code, output.out.as_str()), (2, ""));
}
