//! Templates of a user's own: of the same names, under the same guard.

use std::fs;

use super::{answering, document, modules};

fn with(file: &str, template: &str) -> (Option<String>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(file), template).expect("a template");
    let text = document(
        &answering("Root"),
        "{ Root: { type: object, description: 'x\"; evil();', properties: { a: { type: string } } } }",
    );
    let (modules, diags) = modules(&text, |api| api.templates(folder.path()));
    let types = modules.and_then(|all| all.into_iter().find(|module| module.ident == "types"));
    (types.map(|module| module.text), diags.iter().map(|d| d.message.clone()).collect())
}

#[test]
fn a_template_is_replaced() {
    let (text, messages) = with("object.j2", "pub struct {{ type.ident }};\n");
    assert_eq!(text.as_deref(), Some("use ::housestyle::__private as rt;\n\npub struct Root;\n"));
    assert_eq!(messages, [""; 0]);
}

#[test]
fn problems_are_reported_with_template_and_line() {
    for (template, message) in [
        (
            "a\n{{ type.kind }}\n",
            "template object.j2, line 2: a template may not print a raw string: only checked values are printed",
        ),
        ("{{ type.nothing }}", "template object.j2, line 1: undefined value"),
        ("\n\n{% if %}", "template object.j2, line 3: "),
        ("{{ type.ident|upper }}", "template object.j2, line 1: filter upper is unknown"),
        ("{% include 'object.j2' %}", "template object.j2"),
    ] {
        let (text, messages) = with("object.j2", template);
        assert_eq!(text, None, "{template}");
        assert!(messages[0].starts_with(message), "{template}: {messages:?}");
    }
}

#[test]
fn a_file_that_replaces_nothing_is_reported() {
    let (text, messages) = with("objects.j2", "x");
    assert!(text.is_some());
    assert_eq!(messages, ["no template is called `objects.j2`"]);
}
