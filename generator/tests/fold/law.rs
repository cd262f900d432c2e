//! `lower(fold(load(expand(d)))) == lower(d)`, and `expand` of an expanded document changes nothing.

use std::path::{Path, PathBuf};

use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::{Api, Document};
use serde_json::Value;

use super::meaning::meaning;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A document, with the style that it names.
fn api(path: &Path) -> (Api, String) {
    let text = std::fs::read_to_string(path).expect("a document");
    let document: Value = serde_yaml::from_str(&text).expect("YAML");
    let said = &document["x-style"];
    let style = said.as_str().or(said["use"].as_str()).expect("a style");
    let style = if style.ends_with(".yaml") {
        path.parent().expect("a folder").join(style).to_string_lossy().into_owned()
    } else {
        style.to_owned()
    };
    (Api::new(path), style)
}

/// The differences between the meaning of a document and that of its expanded form, folded.
fn differences(path: &Path) -> Vec<String> {
    let (lean, style) = api(path);
    let expanded = lean.expand().unwrap_or_else(|failure| panic!("{failure}")).document;
    let full = Api::from_text("expanded.json", expanded.to_string()).style(style).document(Document::Full);
    let lowered = |api: &Api| {
        let mut pipeline = Pipeline::new();
        let lowered = pipeline.lowered(api.config());
        lowered.unwrap_or_else(|| panic!("{:#?}", pipeline.diags)).ir
    };
    let (before, after) = (meaning(&lowered(&lean)), meaning(&lowered(&full)));
    let mut found = Vec::new();
    for (key, value) in &before {
        match after.get(key) {
            None => found.push(format!("- {key}")),
            Some(other) => leaves(key, value, other, &mut found),
        }
    }
    found.extend(after.keys().filter(|key| !before.contains_key(*key)).map(|key| format!("+ {key}")));
    found
}

/// The first places where two values differ.
fn leaves(at: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        _ if one == other => {}
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter()
                .zip(other.values())
                .for_each(|((key, one), other)| leaves(&format!("{at}.{key}"), one, other, found));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter()
                .zip(other)
                .enumerate()
                .for_each(|(n, (one, other))| leaves(&format!("{at}.{n}"), one, other, found));
        }
        _ => found.push(format!("! {at}: {one:.150} became {other:.150}")),
    }
}

/// Documents with which nothing is lost: those whose style has neither envelopes nor resources, so that pages are ranges.
fn whole() -> Vec<String> {
    let folder = root().join("specs/apis");
    let all = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let specs = all.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let by_range = specs.filter(|path| {
        let (lean, _) = api(path);
        let expanded = lean.expand().expect("expanded").document;
        let headers = expanded["components"]["headers"].as_object().cloned().unwrap_or_default();
        headers.contains_key("AcceptRanges")
    });
    by_range.map(|path| path.to_string_lossy().into_owned()).collect()
}

#[test]
fn an_expanded_document_is_folded_to_what_it_was_made_of() {
    assert_eq!(whole().len(), 2);
    for path in whole() {
        assert_eq!(differences(&root().join(&path)), [""; 0], "{path}");
    }
}

#[test]
fn the_names_of_what_operations_return_are_kept() {
    let found = differences(&root().join("tests/wire/documents/named_bodies.yaml"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn expanding_an_expanded_document_changes_nothing() {
    for path in whole() {
        let (lean, style) = api(&root().join(&path));
        let once = lean.expand().expect("expanded").document;
        let full = Api::from_text("expanded.json", once.to_string()).style(style).document(Document::Full);
        let twice = full.expand().expect("expanded again").document;
        let mut found = Vec::new();
        leaves("", &once, &twice, &mut found);
        assert_eq!(found, [""; 0], "{path}");
    }
}
#[test]
#[ignore = "prints what is lost of a document: FOLD_DOCUMENT names it"]
fn what_is_lost() {
    let path = std::env::var("FOLD_DOCUMENT").expect("a document");
    for found in differences(&root().join(path)) {
        println!("{found:.1200}");
    }
}
