//! Expanded documents: valid by the official meta-schema, with references that lead somewhere, and read again.
//!
//! `HOUSESTYLE_CORPUS=folder cargo test -p housestyle-generator --test expand -- --ignored --nocapture` does the same over
//! a folder of documents.

use std::path::{Path, PathBuf};

use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::{Api, Failure, style};
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const BASE: &str = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";

/// The meta-schema of OpenAPI 3.1, with that of JSON Schema for the schemas in it.
fn validator() -> Validator {
    let meta: Value = serde_json::from_str(include_str!("../meta-schemas/openapi-3.1.json")).expect("JSON");
    assert_eq!(meta["$id"], BASE);
    let whole = json!({
        "$id": "https://example.com/openapi-3.1",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": BASE,
        "$defs": { "schema": { "$dynamicAnchor": "meta", "$ref": "https://json-schema.org/draft/2020-12/schema" } },
    });
    let registry = Registry::new().add(BASE, meta).expect("a resource").prepare().expect("resources");
    jsonschema::options().with_registry(&registry).build(&whole).expect("the meta-schema")
}

/// What is wrong with an expanded document.
fn problems(validator: &Validator, document: &Value) -> Vec<String> {
    let mut problems: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error:.300}", error.instance_path()))
        .collect();
    dangling(document, document, &mut problems);
    problems
}

/// References that lead to nothing.
fn dangling(root: &Value, node: &Value, problems: &mut Vec<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| dangling(root, item, problems)),
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref")
                && reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)).is_none()
            {
                problems.push(format!("`{reference}` leads to nothing"));
            }
            map.iter()
                .filter(|(key, _)| !is_data(key))
                .for_each(|(_, child)| dangling(root, child, problems));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether what a key holds is data, in which `$ref` means nothing.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const" | "value") || key.starts_with("x-")
}

fn documents(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("readable").filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json"))
        .collect();
    paths.sort();
    paths
}

fn specs() -> Vec<PathBuf> {
    let folder = |below: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(below);
    let mut all = documents(folder("specs/apis"));
    all.extend(documents(folder("tests/wire/documents")));
    all.extend(
        documents(folder("tests/specs")).into_iter().filter(|path| !path.ends_with("library_style.yaml")),
    );
    all.retain(|path| !path.to_string_lossy().ends_with("_style.yaml"));
    all
}

/// Problems of a document expanded, and of the result read again unchanged.
fn check(validator: &Validator, path: &Path, style: Option<&str>) -> Result<Vec<String>, Failure> {
    let api = Api::new(path);
    let api = style.into_iter().fold(api, Api::style);
    let expanded = api.expand()?;
    let mut found = problems(validator, &expanded.document);
    let again = Api::from_text("expanded.json", expanded.document.to_string()).style(style::root());
    if let Err(failure) = again.expand() {
        found.push(format!("read again: {failure}"));
    }
    Ok(found)
}

#[test]
fn every_document_expands_to_a_valid_one() {
    let validator = validator();
    let all = specs();
    assert!(all.len() > 20);
    for path in all {
        for style in [None, Some(style::root())] {
            let found = match check(&validator, &path, style) {
                Ok(found) => found,
                // A document for a style may ask for what another one does not have.
                Err(_) if style.is_some() => continue,
                Err(failure) => panic!("{}: {failure}", path.display()),
            };
            assert!(found.is_empty(), "{} as {style:?}: {found:#?}", path.display());
        }
    }
}

/// What a document means, line by line, except where its schemas stand.
fn meaning(api: &Api) -> Option<Vec<String>> {
    let lowered = Pipeline::new().lowered(api.config())?;
    let lines = format!("{:#?}", lowered.ir);
    Some(
        lines.lines().filter(|line| !line.trim_start().starts_with("pointer: ")).map(str::to_owned).collect(),
    )
}

#[test]
fn as_it_stands_an_expanded_document_means_the_same() {
    let mut same = 0;
    // What `x-style` says is gone from an expanded document.
    let foreign = |path: &PathBuf| !std::fs::read_to_string(path).expect("a text").contains("x-style");
    for path in specs().into_iter().filter(foreign) {
        let Some(before) = meaning(&Api::new(&path).style(style::root())) else { continue };
        let expanded = Api::new(&path).style(style::root()).expand().expect("expanded").document;
        let after = meaning(&Api::from_text("expanded.json", expanded.to_string()).style(style::root()));
        let Some(after) = after else { panic!("{} is refused", path.display()) };
        let mut pairs = before.iter().zip(&after);
        let different = pairs.find(|(one, other)| one != other);
        assert!(different.is_none(), "{}: {different:?}", path.display());
        assert_eq!(before.len(), after.len(), "{}", path.display());
        same += 1;
    }
    assert!(same > 10);
}

#[test]
#[ignore = "needs a folder of documents in HOUSESTYLE_CORPUS"]
fn every_document_of_the_corpus_expands_to_a_valid_one() {
    let folder = std::env::var_os("HOUSESTYLE_CORPUS").expect("HOUSESTYLE_CORPUS names a folder");
    let most: usize =
        std::env::var("HOUSESTYLE_CORPUS_BYTES").map_or(usize::MAX, |n| n.parse().expect("a number"));
    let validator = validator();
    let (mut valid, mut refused, mut wrong) = (0, 0, 0);
    for path in documents(folder) {
        if std::fs::metadata(&path).is_ok_and(|about| about.len() > most as u64) {
            continue;
        }
        match check(&validator, &path, Some("plain")) {
            Ok(found) if found.is_empty() => valid += 1,
            Ok(found) => {
                wrong += 1;
                println!("{}: {} problems", path.display(), found.len());
                found.iter().take(5).for_each(|problem| println!("    {problem:.600}"));
            }
            Err(_) => refused += 1,
        }
    }
    println!("{valid} valid, {wrong} wrong, {refused} refused");
    assert_eq!(wrong, 0);
}
