//! `$ref`.

use std::path::Path;

use serde_json::{Value, json};

use super::{codes_of, document, refused, tree};
use crate::diag::codes::{
    REF_CYCLE, REF_DANGLING, REF_FILE, REF_KIND, REF_NETWORK, REF_OUTSIDE, TOO_DEEP, TOO_MANY_ALIASES,
};
use crate::diag::{Diagnostics, Place};
use crate::source::Sources;
use crate::spec::{Spec, load};

fn schemas(named: Value) -> Value {
    document("3.1.0", json!({"components": {"schemas": named}}))
}

#[test]
fn dangling_references_are_reported_one_by_one() {
    let named = json!({"A": {"$ref": "#/components/schemas/None"}, "B": {"type": "array", "items": {"$ref": "#/nowhere"}}, "C": {"$ref": "#anchor"}});
    assert_eq!(refused(&schemas(named)), [REF_DANGLING, REF_DANGLING, REF_DANGLING]);
}

#[test]
fn wrong_kinds_and_cycles() {
    let parameter = json!({"schemas": {"A": {"$ref": "#/components/parameters/P"}}, "parameters": {"P": {"name": "p", "in": "query", "schema": {}}}});
    assert_eq!(refused(&document("3.0.3", json!({"components": parameter}))), [REF_KIND]);
    let circle = json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}});
    assert_eq!(refused(&schemas(circle)), [REF_CYCLE]);
    let path = json!({"paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}});
    assert_eq!(refused(&document("3.0.3", path)), [REF_CYCLE, REF_CYCLE]);
    let itself = json!({"A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}});
    assert!(tree(&schemas(itself)).1.is_empty());
}

#[test]
fn places_that_are_no_components_are_brought_in() {
    let named = json!({
        "A": {"type": "object", "properties": {"b": {"type": ["string", "null"]}}, "$defs": {"D": {"const": 1}}},
        "B": {"$ref": "#/components/schemas/A/properties/b"},
        "C": {"type": "array", "items": {"$ref": "#/components/schemas/A/properties/b"}},
        "D": {"type": "object", "properties": {"d": {"$ref": "#/$defs/X"}}, "$defs": {"X": {"$ref": "#/components/schemas/A/$defs/D"}}},
    });
    let (tree, _) = tree(&schemas(named));
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["B"]["$ref"], "#/components/schemas/A_b");
    assert_eq!(schemas["C"]["items"]["$ref"], "#/components/schemas/A_b");
    assert_eq!(schemas["A_b"], json!({"nullable": true, "type": "string"}));
    assert_eq!(schemas["D"]["properties"]["d"]["$ref"], "#/components/schemas/D_X");
    assert_eq!(schemas["D_X"]["$ref"], "#/components/schemas/A_D");
    assert_eq!(schemas["A_D"], json!({"enum": [1]}));
}

#[test]
fn references_into_paths_and_of_path_items() {
    let given = json!({
        "paths": {
            "/a/{id}": {"get": {"responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"type": "string"}}}}}}},
            "/b": {"$ref": "#/components/pathItems/P", "summary": "own"},
            "/c": {"get": {"responses": {"200": {"$ref": "#/paths/~1a~1%7Bid%7D/get/responses/200"}}, "callbacks": {"on": {"$ref": "#/components/callbacks/K"}}}},
        },
        "components": {"pathItems": {"P": {"get": {"responses": {}}, "summary": "theirs"}}, "callbacks": {"K": {"{$url}": {"post": {"responses": {}}}}}},
    });
    let (tree, warnings) = tree(&document("3.1.0", given));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(tree["paths"]["/b"], json!({"get": {"responses": {}}, "summary": "own"}));
    assert_eq!(tree["paths"]["/c"]["get"]["callbacks"]["on"]["{$url}"]["post"]["responses"], json!({}));
    let reference = tree["paths"]["/c"]["get"]["responses"]["200"]["$ref"].as_str().expect("a reference");
    let (section, key) = reference.rsplit_once('/').expect("a pointer");
    assert_eq!(section, "#/components/responses");
    assert_eq!(tree["components"]["responses"][key]["description"], "x");
}

#[test]
fn mappings_of_discriminators() {
    let named = json!({
        "A": {"oneOf": [{"$ref": "#/components/schemas/B"}], "discriminator": {"propertyName": "k", "mapping": {"x": "#/components/schemas/B", "y": "B"}}},
        "B": {"type": "object", "properties": {"k": {"type": "string"}}},
    });
    let (tree, _) = tree(&schemas(named));
    let mapping = &tree["components"]["schemas"]["A"]["discriminator"]["mapping"];
    assert_eq!(mapping, &json!({"x": "#/components/schemas/B", "y": "B"}));
}

#[test]
fn copies_have_a_budget() {
    let deep = (0..40).fold(json!({"a": vec![0; 60_000]}), |inner, _| json!({"properties": {"p": inner}}));
    let references: serde_json::Map<_, _> = (0..40)
        .map(|n| {
            (
                format!("R{n}"),
                json!({"$ref": format!("#/components/schemas/Deep{}", "/properties/p".repeat(n + 1))}),
            )
        })
        .collect();
    let mut named = references;
    named.insert("Deep".to_owned(), deep);
    assert_eq!(refused(&schemas(Value::Object(named))), [TOO_MANY_ALIASES]);
}

#[test]
fn long_chains_end() {
    let next = |section: &str, n: usize| json!({"$ref": format!("#/components/{section}/A{}", n + 1)});
    let chain = |section: &str, last: Value| -> Value {
        let mut named: serde_json::Map<_, _> =
            (0..20_000).map(|n| (format!("A{n}"), next(section, n))).collect();
        named.insert("A20000".to_owned(), last);
        Value::Object(named)
    };
    tree(&schemas(chain("schemas", json!({"type": "string"}))));
    let items = chain("pathItems", json!({}));
    let paths = json!({"/a": {"$ref": "#/components/pathItems/A0"}});
    assert_eq!(
        refused(&document("3.1.0", json!({"paths": paths, "components": {"pathItems": items}}))),
        [TOO_DEEP]
    );
}

#[test]
fn the_deepest_schema_is_read() {
    for keyword in ["items", "not", "additionalProperties"] {
        let deep = (0..90).fold(json!({"type": "string"}), |inner, _| json!({ keyword: inner }));
        tree(&schemas(json!({"A": deep})));
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let deep = (0..45).fold(json!({"type": "string"}), |inner, _| json!({ keyword: [inner] }));
        tree(&schemas(json!({"A": deep})));
    }
}

fn load_file(path: &Path) -> (Option<Spec>, Diagnostics) {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file = sources.read(path, &mut diags).unwrap_or_else(|| panic!("{diags:?}"));
    let spec = load(&file, &mut sources, &mut diags);
    (spec, diags)
}

fn write(path: &Path, schema_reference: &str) {
    let text = schemas(json!({"A": {"$ref": schema_reference}})).to_string();
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
    std::fs::write(path, text).expect("writable");
}

#[test]
fn other_files_below_the_folder_are_brought_in() {
    let root = tempfile::tempdir().expect("a folder");
    let main = root.path().join("acme.json");
    write(&main, "parts/pet.yaml#/Pet");
    let parts = root.path().join("parts");
    std::fs::create_dir_all(&parts).expect("writable");
    let pet = "Pet:\n  type: object\n  properties:\n    owner: {$ref: '#/Owner'}\n    again: {$ref: ../acme.json#/components/schemas/A}\n    tag: {$ref: tag.yaml}\nOwner: {type: [string, 'null']}\n";
    std::fs::write(parts.join("pet.yaml"), pet).expect("writable");
    std::fs::write(parts.join("tag.yaml"), "type: string\nmaxLength: 5\n").expect("writable");
    let (spec, diags) = load_file(&main);
    let spec = spec.unwrap_or_else(|| panic!("{diags:?}"));
    let schemas = &spec.tree["components"]["schemas"];
    assert_eq!(schemas["A"]["$ref"], "#/components/schemas/Pet");
    assert_eq!(schemas["Pet"]["properties"]["owner"]["$ref"], "#/components/schemas/Owner");
    assert_eq!(schemas["Pet"]["properties"]["again"]["$ref"], "#/components/schemas/A");
    assert_eq!(schemas["tag"], json!({"type": "string", "maxLength": 5}));
    assert_eq!(schemas["Owner"], json!({"nullable": true, "type": "string"}));
    let Place::Pointer { file, pointer, .. } = spec.place("/components/schemas/Pet/properties/owner") else {
        panic!("a pointer")
    };
    assert!(file.ends_with("pet.yaml") && pointer == "/Pet/properties/owner", "{file} {pointer}");
}

#[test]
fn files_elsewhere_are_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let main = root.path().join("inner/acme.json");
    std::fs::write(root.path().join("secret.yaml"), "type: string\n").expect("writable");
    for (reference, code) in [
        ("../secret.yaml", REF_OUTSIDE),
        ("/etc/hosts", REF_OUTSIDE),
        ("../../../../../../../../etc/hosts", REF_OUTSIDE),
        ("%2e%2e/secret.yaml", REF_OUTSIDE),
        ("none.yaml", REF_FILE),
        ("https://acme.example/a.yaml", REF_NETWORK),
        ("file:///etc/hosts", REF_NETWORK),
        ("//acme.example/a.yaml", REF_NETWORK),
    ] {
        write(&main, reference);
        let (spec, diags) = load_file(&main);
        assert!(spec.is_none());
        assert_eq!(codes_of(&diags), [code], "{reference}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.path().join("secret.yaml"), root.path().join("inner/link.yaml"))
            .expect("writable");
        write(&main, "link.yaml");
        assert_eq!(codes_of(&load_file(&main).1), [REF_OUTSIDE]);
    }
}

#[test]
fn a_media_type_may_be_a_component() {
    let content = json!({"application/json": {"$ref": "#/components/mediaTypes/Text"}});
    let responses = json!({"200": {"description": "d", "content": content}});
    let document = document(
        "3.2.0",
        json!({
            "paths": {"/a": {"get": {"responses": responses}}},
            "components": {"mediaTypes": {"Text": {"schema": {"type": "string"}}}},
        }),
    );
    let content = tree(&document).0["paths"]["/a"]["get"]["responses"]["200"]["content"].clone();
    assert_eq!(content, json!({"application/json": {"schema": {"type": "string"}}}));
}
