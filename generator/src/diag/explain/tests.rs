use std::collections::HashSet;

use super::{explanation, sections};
use crate::Api;
use crate::diag::{Diagnostics, codes};
use crate::source::Sources;
use crate::style;

/// The examples of a text: the word of each block, and what is in it.
fn examples(text: &str) -> Vec<(&str, &str)> {
    let blocks = text.split("```").skip(1).step_by(2);
    let examples = blocks.filter_map(|block| block.split_once('\n'));
    examples.filter(|(word, _)| ["openapi", "raw", "style"].contains(word)).collect()
}

/// A document with what every document has, unless it is there.
fn document(example: &str) -> String {
    let has = |key: &str| example.lines().any(|line| line.starts_with(key));
    let head = if has("openapi:") { "" } else { "openapi: 3.0.3\n" };
    let info = if has("info:") { "" } else { "info: { title: Pets, version: '1' }\n" };
    format!("{head}{info}{example}")
}

/// Every code that the examples cause: when they are checked, generated and expanded.
fn caused(examples: &[(&str, &str)]) -> HashSet<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    let style = examples.iter().find(|(word, _)| *word == "style").map(|(_, text)| {
        let name = if text.contains("style:") { "" } else { "style: acme\n" };
        std::fs::write(&path, format!("{name}{text}")).expect("written");
        path.to_string_lossy().into_owned()
    });
    let mut found = Diagnostics::new();
    let document = examples.iter().find_map(|(word, text)| match *word {
        "openapi" => Some(document(text)),
        "raw" => Some((*text).to_owned()),
        _ => None,
    });
    if let Some(document) = document {
        let mut api = Api::from_text("api.yaml", document);
        if let Some(style) = style {
            api = api.style(style);
        }
        found.extend(api.check().diagnostics);
        found.extend(
            api.generate().map_or_else(|failure| failure.diagnostics, |generated| generated.diagnostics),
        );
        found
            .extend(api.expand().map_or_else(|failure| failure.diagnostics, |expanded| expanded.diagnostics));
    } else if let Some(style) = style {
        style::resolved(&style, &mut Sources::new(), &mut found);
    }
    found.iter().map(|diagnostic| diagnostic.code.to_string()).collect()
}

#[test]
fn every_code_has_one_text_and_no_text_is_left_over() {
    let codes: Vec<String> = codes::TABLE.iter().map(|(code, _)| code.to_string()).collect();
    let mut explained: Vec<&str> = sections().map(|(code, _)| code).collect();
    explained.sort_unstable();
    assert_eq!(explained, codes);
}

#[test]
fn every_text_says_what_a_code_means_and_how_to_fix_it() {
    for (code, _) in codes::TABLE {
        let text = explanation(*code).expect("a text");
        let (meaning, fix) = text.split_once("\nFix: ").unwrap_or_else(|| panic!("{code} has no fix"));
        assert!(meaning.trim().len() > 20 && fix.trim().len() > 9, "{code}");
        assert!(text.lines().all(|line| line.len() < 500), "{code}");
    }
}

#[test]
fn every_example_causes_its_code() {
    let mut missing = Vec::new();
    for (code, text) in sections() {
        let examples = examples(text);
        if examples.is_empty() {
            continue;
        }
        let caused = caused(&examples);
        if !caused.contains(code) {
            missing.push(format!("{code} is not among {caused:?}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn codes_rise() {
    assert!(codes::TABLE.windows(2).all(|pair| pair[0].0.0 < pair[1].0.0));
}
