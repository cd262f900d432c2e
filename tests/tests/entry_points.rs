//! Every entry point generates the same text. The macro's is compared in the macro's tests, the command's with the
//! library's in the tests of the command.

use std::path::Path;

use housestyle_generator::Api;

#[test]
fn a_build_script_writes_what_the_library_generates() {
    let built = include_str!(concat!(env!("OUT_DIR"), "/kitchen.rs"));
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/kitchen.yaml");
    let generated = Api::new(spec).server().client().generate().expect("a document without a fault");
    assert!(built == generated.text(), "the texts differ");
}

#[test]
fn without_server_or_client_both_are_generated() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/kitchen.yaml");
    let both = Api::new(&spec).server().client().generate().expect("a document without a fault").text();
    assert!(both == Api::new(&spec).generate().expect("a document without a fault").text());
    let types = Api::new(&spec).types().generate().expect("a document without a fault").text();
    assert!(!types.contains("pub mod server") && !types.contains("pub mod client"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/apis/bestdoctor.yaml");
    let text = || Api::new(&spec).generate().expect("a document without a fault").text();
    assert!(text() == text());
}

#[test]
fn a_failure_has_every_fault_with_its_place() {
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        \
                    '200': { $ref: '#/components/responses/A' }\n  /b:\n    get:\n      responses:\n        '200': { \
                    $ref: '#/components/responses/B' }\n";
    let failure = Api::from_text("t.yaml", document).generate().expect_err("two references to nothing");
    let text = failure.to_string();
    assert!(text.contains("t.yaml:7:") && text.contains("t.yaml:11:"), "{text}");
}
