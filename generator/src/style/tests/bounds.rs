//! What a style reads, and what it takes along of what it builds on.

use std::fs;
use std::path::Path;

use super::good;
use crate::api::Api;
use crate::diag::{Diagnostics, Severity, codes};
use crate::pipeline::Pipeline;
use crate::report;

const SECRET: &str = "root:x:0:0:swordfish\nsecond line\n";

/// Generates `specs/api.yaml`, which names `style.yaml` in the same folder, with these files.
fn named_by_document(files: &[(&str, &str)], change: impl FnOnce(&Path)) -> Diagnostics {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("specs/texts")).expect("a folder");
    let document = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\nx-style: ./style.yaml\npaths: {}\n";
    fs::write(folder.path().join("specs/api.yaml"), document).expect("written");
    fs::write(folder.path().join("secret.yaml"), SECRET).expect("written");
    for (path, text) in files {
        fs::write(folder.path().join(path), text).expect("written");
    }
    change(folder.path());
    let mut pipeline = Pipeline::new();
    pipeline.lowered(Api::new(folder.path().join("specs/api.yaml")).config());
    let drawn = report::draw(&pipeline.diags, &pipeline.sources, false);
    assert!(!drawn.contains("swordfish"), "{drawn}");
    pipeline.diags
}

fn refused(files: &[(&str, &str)], change: impl FnOnce(&Path)) {
    let diags = named_by_document(files, change);
    let errors: Vec<_> = diags.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.iter().any(|error| error.code == codes::STYLE_OUTSIDE), "{errors:#?}");
}

#[test]
fn a_style_that_a_document_names_extends_nothing_outside_the_folder() {
    refused(&[("specs/style.yaml", "style: a\nextends: ../secret.yaml\n")], |_| {});
    let outside = std::env::temp_dir().join(format!("housestyle-bounds-{}.yaml", std::process::id()));
    fs::write(&outside, SECRET).expect("written");
    refused(&[("specs/style.yaml", &format!("style: a\nextends: {}\n", outside.display()))], |_| {});
    fs::remove_file(&outside).expect("removed");
}

#[test]
fn a_style_that_a_document_names_has_no_texts_outside_the_folder() {
    let style = "style: a\nlocale: { default: en, languages: { en: ../secret.yaml } }\n";
    refused(&[("specs/style.yaml", style)], |_| {});
}

#[cfg(unix)]
#[test]
fn a_link_leads_a_style_that_a_document_names_nowhere() {
    refused(&[], |folder| {
        std::os::unix::fs::symlink(folder.join("secret.yaml"), folder.join("specs/style.yaml"))
            .expect("a link");
    });
}

#[test]
fn within_the_folder_all_is_read() {
    let files =
        [("specs/style.yaml", "style: a\nextends: ./texts/b.yaml\n"), ("specs/texts/b.yaml", "style: b\n")];
    assert!(!named_by_document(&files, |_| {}).failed());
}

#[test]
fn a_text_of_a_style_is_quoted_shortly() {
    let diags = named_by_document(
        &[("specs/style.yaml", &format!("style: a\nmedia: {}\n", "x".repeat(5_000)))],
        |_| {},
    );
    assert!(diags.iter().all(|diag| diag.message.len() < 300), "{diags:#?}");
}

#[test]
fn the_media_type_of_failures_goes_with_their_body() {
    let media = |text: &str| good(&format!("style: a\n{text}")).failure.media;
    assert_eq!(media(""), "application/problem+json");
    assert_eq!(media("failure: { report: first }"), "application/problem+json");
    assert_eq!(media("failure: { body: { error: $message } }"), "application/json");
    assert_eq!(
        media("media: { response: application/vnd.a+json }\nfailure: { body: { error: $message } }"),
        "application/vnd.a+json"
    );
    assert_eq!(
        media("media: { response: application/json; charset=utf-8 }\nfailure: { body: { error: $message } }"),
        "application/json",
        "which takes the parameters along"
    );
    let own = "failure: { body: { error: $message }, media: application/problem+json }";
    assert_eq!(media(own), "application/problem+json");
}

#[test]
fn a_code_that_is_kept_and_never_filled_is_reported() {
    let (style, diags) = super::load_text("style: a\nfailure: { body: { code: $code!, message: $message } }");
    assert!(style.is_some());
    let diag: Vec<_> = diags.iter().map(|diag| (diag.severity, diag.code)).collect();
    assert_eq!(diag, [(Severity::Warning, codes::STYLE_EMPTY_SLOT)]);
    good(
        "style: a\nfailure: { body: { code: $code!, message: $message } }\noutcomes: { not_found: { code: none } }",
    );
    good("style: a\nfailure: { body: { code: $code, message: $message } }");
}
