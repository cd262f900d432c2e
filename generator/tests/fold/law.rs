//! `lower(fold(load(expand(d)))) == lower(d)`, and `expand` of an expanded document changes nothing.

use std::path::{Path, PathBuf};

use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::style::PayloadForm;
use housestyle_generator::{Api, Document};
use serde_json::Value;

use super::meaning::meaning;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A document, with the style that it names.
fn api(path: &Path) -> (Api, String) {
    let text = std::fs::read_to_string(path).expect("a document");
    // Numbers elsewhere may be larger than this reader takes.
    let mut lines = text.lines().skip_while(|line| !line.starts_with("x-style:"));
    let first = lines.next().unwrap_or_default();
    let below = lines.take_while(|line| line.starts_with(' ')).flat_map(|line| ["\n", line]);
    let said = first.chars().chain(below.flat_map(str::chars)).collect::<String>();
    let document: Value = serde_yaml::from_str(&said).expect("YAML");
    let said = &document["x-style"];
    let style = said.as_str().or(said["use"].as_str());
    let Some(style) = style else {
        // The style that a document has if it names none.
        let api = Api::new(path);
        let mut pipeline = Pipeline::new();
        let lowered = pipeline.lowered(api.config()).unwrap_or_else(|| panic!("{:#?}", pipeline.diags));
        return (api, lowered.ir.style.ident.to_string());
    };
    let style = if style.ends_with(".yaml") {
        path.parent().expect("a folder").join(style).to_string_lossy().into_owned()
    } else {
        style.to_owned()
    };
    (Api::new(path), style)
}

/// The differences of a document of the repository.
fn differences(path: &Path) -> Vec<String> {
    let (lean, style) = api(path);
    differences_of(&lean, &style)
}

/// The differences between the meaning of a document and that of its expanded form, folded.
pub fn differences_of(lean: &Api, style: &str) -> Vec<String> {
    let expanded = lean.expand().unwrap_or_else(|failure| panic!("{failure}")).document;
    let full = Api::from_text("expanded.json", expanded.to_string()).style(style).document(Document::Full);
    let lowered = |api: &Api| {
        let mut pipeline = Pipeline::new();
        let lowered = pipeline.lowered(api.config());
        lowered.unwrap_or_else(|| panic!("{:#?}", pipeline.diags)).ir
    };
    let (before, after) = (meaning(&lowered(lean)), meaning(&lowered(&full)));
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
pub fn leaves(at: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
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

/// The documents of the repository, each with the style that it names.
fn documents() -> Vec<PathBuf> {
    let folders = ["specs/apis", "tests/wire/documents"].map(|folder| root().join(folder));
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let paths = entries.map(|entry| entry.expect("a file").path());
    let mut all: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    all.sort();
    all
}

/// Documents whose style sends resource objects, which are not folded.
fn has_resources(path: &Path) -> bool {
    let (lean, _) = api(path);
    let mut pipeline = Pipeline::new();
    let lowered = pipeline.lowered(lean.config()).unwrap_or_else(|| panic!("{:#?}", pipeline.diags));
    lowered.ir.style.success.form == PayloadForm::Resources
}

#[test]
fn an_expanded_document_is_folded_to_what_it_was_made_of() {
    let (resources, all): (Vec<_>, Vec<_>) = documents().into_iter().partition(|path| has_resources(path));
    assert!(all.len() > 30 && resources.len() == 4, "{} and {resources:?}", all.len());
    let mut found = Vec::new();
    for path in all {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(differences(&path).into_iter().map(|difference| format!("{name}: {difference}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_names_of_what_operations_return_are_kept() {
    let found = differences(&root().join("tests/wire/documents/named_bodies.yaml"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn expanding_an_expanded_document_changes_nothing() {
    let mut found = Vec::new();
    let specs = documents().into_iter().filter(|path| path.starts_with(root().join("specs")));
    for path in specs.filter(|path| !has_resources(path)) {
        let (lean, style) = api(&path);
        let once = lean.expand().expect("expanded").document;
        let full = Api::from_text("expanded.json", once.to_string()).style(style).document(Document::Full);
        let twice = full.expand().expect("expanded again").document;
        leaves(&path.file_stem().unwrap_or_default().to_string_lossy(), &once, &twice, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
#[ignore = "prints what is lost of a document: FOLD_DOCUMENT names it"]
fn what_is_lost() {
    let path = std::env::var("FOLD_DOCUMENT").expect("a document");
    for found in differences(&root().join(path)) {
        println!("{found:.1200}");
    }
}
