//! `x-style`: its grammar, its places, and the keys of earlier versions.

use std::sync::Arc;

use super::check::of_shape;
use super::grammar::{ALL, Grammar};
use super::{KEY, Node};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, codes};
use crate::lower::testing::{Outcome, acme, like_acme, plain, resources};
use crate::source::Sources;
use crate::spec::Places;

/// A document with one operation, whose members and those of its schema are given.
fn document(root: &str, operation: &str, schema: &str) -> String {
    format!(
        "
{root}
paths:
  /things/{{id}}:
    parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
    get:
      operationId: getThing
      {operation}
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }} }} }}
components:
  schemas:
    Thing: {{ type: object, {schema} properties: {{ id: {{ type: string, readOnly: true }} }} }}
"
    )
}

/// Code, message, pointer and help of the only diagnostic that is not a note.
fn only(outcome: &Outcome) -> (Code, String, String, String) {
    let ignored = |one: &&Diagnostic| one.severity == Severity::Note || one.code == codes::ERROR_CODE_UNUSED;
    let found: Vec<_> = outcome.diags.iter().filter(|one| !ignored(one)).collect();
    let [one] = found[..] else { panic!("{:#?}", outcome.diags) };
    let (message, pointer) = outcome.reported(one.code);
    (one.code, message, pointer, one.help.clone().unwrap_or_default())
}

fn parsed(yaml: &str) -> serde_json::Value {
    let mut diags = Diagnostics::new();
    let file = Sources::new().add_text("example.yaml", yaml.to_owned(), &mut diags);
    file.unwrap_or_else(|| panic!("{yaml}: {diags:#?}")).tree.clone()
}

#[test]
fn every_key_has_an_example_that_it_takes() {
    for Grammar { words, shape, record, examples } in ALL {
        assert_eq!(record.keys.len(), examples.len(), "{words}");
        for (key, example) in record.keys.iter().zip(*examples) {
            let mut text = format!("{}: {example}", key.wire);
            for required in record.keys.iter().filter(|other| other.required && other.wire != key.wire) {
                text.push_str(&format!(", {}: x", required.wire));
            }
            let value = parsed(&format!("{{ {text} }}"));
            let places = Places::default();
            assert!(of_shape(&Node::root(&value, &places), shape).is_some(), "{words}: {text}");
        }
    }
}

#[test]
fn the_reference_has_every_key() {
    let page = super::reference();
    for key in ALL.iter().flat_map(|grammar| grammar.record.keys) {
        assert!(page.contains(&format!("| `{}`", key.wire)), "{}", key.wire);
        assert!(page.contains(&format!("{KEY}: {{ {}: ", key.wire)), "{}", key.wire);
    }
}

#[test]
fn a_key_that_there_is_not_is_refused_at_its_place() {
    let outcome = acme(&document("", "x-style: { pagging: true }", ""));
    let (code, message, pointer, help) = only(&outcome);
    assert_eq!((code, message.as_str()), (codes::EXTENSION_KEY, "there is no key `pagging` here"));
    assert_eq!(pointer, "/paths/~1things~1{id}/get/x-style/pagging");
    assert!(help.starts_with("did you mean `paging`? "), "{help}");
}

#[test]
fn a_value_that_a_key_does_not_take_is_refused_at_its_place() {
    let get = "/paths/~1things~1{id}/get/x-style";
    for (operation, at) in [
        ("x-style: on", ""),
        ("x-style: [off]", ""),
        ("x-style: { use: plain }", "/use"),
        ("x-style: { async: sometimes }", "/async"),
        ("x-style: { errors: [7] }", "/errors/0"),
        ("x-style: { errors: { busy: { status: 99 } } }", "/errors/busy/status"),
        ("x-style: { filters: { a: 7 } }", "/filters/a"),
        ("x-style: { filters: [a] }", "/filters"),
        ("x-style: { meta: 7 }", "/meta"),
        ("x-style: { sort: [id, id] }", "/sort/1"),
        ("x-style: { include: [] }", "/include"),
    ] {
        let (code, _, pointer, help) = only(&acme(&document("", operation, "")));
        assert_eq!((code, pointer), (codes::EXTENSION_VALUE, format!("{get}{at}")), "{operation}");
        assert!(!help.is_empty(), "{operation}");
    }
    let outcome = acme(&document("x-style: { errors: [busy] }", "", ""));
    assert_eq!(only(&outcome).2, "/x-style/errors");
}

#[test]
fn a_key_on_another_object_says_where_it_belongs() {
    let outcome = acme(&document("", "x-style: { link: getThing }", ""));
    let (code, message, ..) = only(&outcome);
    assert_eq!(code, codes::EXTENSION_PLACE);
    assert_eq!(message, "`link` belongs on a schema, not on an operation");
    let outcome = acme(&document("x-style: { paging: true }", "", ""));
    assert_eq!(only(&outcome).1, "`paging` belongs on an operation, not on the document");
    let at_path =
        document("", "", "").replace("    parameters:", "    x-style: { paging: true }\n    parameters:");
    let (code, message, pointer, help) = only(&acme(&at_path));
    assert_eq!((code, message.as_str()), (codes::EXTENSION_PLACE, "`x-style` says nothing on a path item"));
    assert_eq!(
        (pointer.as_str(), help.as_str()),
        ("/paths/~1things~1{id}/x-style", "`paging` belongs on an operation")
    );
    for (said, wanted) in [
        ("off", "`off` belongs on an operation"),
        ("{ nope: 1 }", "it belongs on the document, an operation, a schema"),
    ] {
        let described = format!("description: x, x-style: {said},");
        let (_, message, _, help) = only(&acme(&document("", "", "").replace("description: x,", &described)));
        assert_eq!(message, "`x-style` says nothing on a response");
        assert_eq!(help, wanted);
    }
}

#[test]
fn an_operation_without_the_style_may_have_other_keys() {
    for (said, styled) in [
        ("x-style: off", false),
        ("x-style: false", false),
        ("x-style: { use: off, rate: true }", false),
        ("x-style: { rate: true }", true),
        ("", true),
    ] {
        let outcome = acme(&document("", said, ""));
        assert_eq!(outcome.codes(), [], "{said}");
        assert_eq!(outcome.operation("getThing").styled, styled, "{said}");
    }
}

#[test]
fn the_examples_and_data_of_a_document_are_no_annotations() {
    let schema = "example: { x-style: { nope: 1 } }, default: { x-style: 7 },";
    let outcome = acme(&document("x-other: { x-style: { nope: 1 } }", "", schema));
    assert_eq!(outcome.codes(), []);
    let member = document("", "", "").replace("properties: {", "properties: { x-style: { type: string },");
    assert_eq!(acme(&member).object("Thing").wires(), ["url", "x-style", "id"]);
}

#[test]
fn keys_of_earlier_versions_are_reported_with_the_new_form() {
    let rated = |style: &mut crate::style::Style| {
        let applies_to = crate::style::RatedRequests::Marked;
        style.rate = Some(crate::style::Rate {
            requests: 1,
            per_s: 1,
            applies_to,
            limit: None,
            remaining: None,
            reset: None,
            reset_as: crate::style::ResetTime::Seconds,
        });
    };
    for (root, operation, schema, form) in [
        ("x-errors: { busy: { status: 409 } }", "", "", "{ errors: { busy: { status: 409 } } }"),
        ("", "x-errors: { busy: { status: 409 } }", "", "{ errors: { busy: { status: 409 } } }"),
        ("x-style: { errors: { busy: {} } }", "x-errors: [busy]", "", "{ errors: [busy] }"),
        ("", "x-paging: relative", "", "{ paging: relative }"),
        ("", "x-paging: { kind: numbered }", "", "{ paging: { use: numbered } }"),
        ("", "x-async: true", "", "{ async: true }"),
        ("", "x-prefix: off", "", "{ prefix: off }"),
        ("", "x-rate: true", "", "{ rate: true }"),
        ("", "x-filters: { a: { type: string } }", "", "{ filters: { a: { type: string } } }"),
        ("", "", "x-link: getThing,", "{ link: getThing }"),
        ("", "", "x-only-under: full,", "{ only_with_option: full }"),
        ("", "", "x-error-code: wrong,", "{ error_code: wrong }"),
        ("", "", "x-error-message: 'No: not so',", "{ error_message: \"No: not so\" }"),
    ] {
        let outcome = like_acme(&document(root, operation, schema), rated);
        let (code, message, _, help) = only(&outcome);
        assert_eq!(code, codes::EXTENSION_OLD, "{form}");
        assert!(message.ends_with("is not read any more, and has no effect"), "{message}");
        assert_eq!(help, format!("write `x-style: {form}`"));
    }
    let help = |root: &str, operation: &str| only(&like_acme(&document(root, operation, ""), rated)).3;
    let root = "x-style: acme\nx-errors: { a: { status: 409 } }";
    assert_eq!(help(root, ""), "write `x-style: { use: acme, errors: { a: { status: 409 } } }`");
    let operation = "x-style: { errors: { a: {} } }\n      x-rate: true";
    assert_eq!(help("", operation), "write `rate: true` in `x-style`");
    for (operation, schema) in [
        ("x-include: [a]", ""),
        ("x-answer: meta", ""),
        ("x-meta: { type: object }", ""),
        ("x-relationship: Thing.a", ""),
        ("", "x-type: thing,"),
        ("", "x-resource: thing,"),
    ] {
        let text = document("", operation, &format!("{schema} x-style: {{ resource: things }},"));
        assert_eq!(only(&resources(&text)).0, codes::EXTENSION_OLD, "{operation}{schema}");
    }
}

#[test]
fn extensions_of_others_never_matter() {
    for (root, operation, schema) in [
        ("x-errors: { '404': { description: Not there. } }", "", ""),
        ("x-errors: [{ code: busy }]", "x-errors: [busy]", ""),
        ("", "x-paging: 7", ""),
        ("", "x-rate: 7", ""),
        ("", "x-filters: { a: 7 }", ""),
        ("", "x-filters: { a: { label: A } }", ""),
        ("", "x-sort: true", ""),
        ("", "x-include: [a]", ""),
        (
            "x-link: a",
            "x-link: a",
            "x-link: 'https://acme.example/a', x-type: a, x-resource: a, x-only-under: a,",
        ),
    ] {
        let outcome = acme(&document(root, operation, schema));
        assert_eq!(outcome.diags.iter().count(), 0, "{root} {operation} {schema}: {:#?}", outcome.diags);
    }
    let outcome =
        plain(&document("", "x-paging: true, x-answer: meta".split(", ").next().unwrap_or_default(), ""));
    assert_eq!(
        outcome.diags.iter().count(),
        0,
        "a style that pages nothing never read it: {:#?}",
        outcome.diags
    );
}

#[test]
fn many_old_keys_are_counted() {
    let members = (0..5).map(|i| format!("m{i}: {{ type: string, x-error-code: a }}, ")).collect::<String>();
    let outcome = plain(&document("", "", "").replace("properties: {", &format!("properties: {{ {members}")));
    assert_eq!(outcome.codes(), [codes::EXTENSION_OLD; 3]);
    let notes: Vec<_> = outcome.diags.iter().filter(|one| one.severity == Severity::Note).collect();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].message, "2 more extensions are not read any more, and have no effect");
}

#[test]
fn what_stands_in_another_file_is_refused_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let document =
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { $ref: 'paths.yaml#/a' } }\n";
    let paths = "a:\n  get:\n    operationId: a\n    x-style: { raet: true, filters: { q: { $ref: 'paths.yaml#/q' } } }\n    responses: { '204': { description: x } }\nq: { type: [string, 'null'] }\n";
    std::fs::write(folder.path().join("api.yaml"), document).expect("written");
    std::fs::write(folder.path().join("paths.yaml"), paths).expect("written");
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file = sources.read(&folder.path().join("api.yaml"), &mut diags).expect("a file");
    let spec = crate::spec::load(&Arc::clone(&file), &mut sources, &mut diags).expect("a document");
    let style = crate::style::load(crate::style::root(), &mut sources, &mut diags).expect("the root style");
    crate::lower::lower(&spec, &style, &mut diags);
    let found: Vec<_> = diags.iter().filter(|one| one.code == codes::EXTENSION_KEY).collect();
    let [one] = found[..] else { panic!("{diags:#?}") };
    let crate::diag::Place::Pointer { file, pointer, node, .. } = &one.place else { panic!("{one:#?}") };
    assert!(file.ends_with("paths.yaml"), "{file}");
    assert_eq!((pointer.as_str(), node.as_str()), ("/a/get/x-style/raet", "/paths/~1a/get/x-style/raet"));
}
