//! Real documents, in a folder of the reader's own: every one of 3.x must load.
//!
//! `HOUSESTYLE_CORPUS=folder cargo test -p housestyle-generator --test corpus -- --ignored --nocapture`

use std::path::PathBuf;
use std::time::Instant;

use housestyle_generator::diag::{Diagnostics, Severity, codes};
use housestyle_generator::report;
use housestyle_generator::source::Sources;
use housestyle_generator::spec;
use serde::Deserialize as _;

#[test]
#[ignore = "needs a folder of documents in HOUSESTYLE_CORPUS"]
fn every_document_of_3_x_loads() {
    let folder = std::env::var_os("HOUSESTYLE_CORPUS").expect("HOUSESTYLE_CORPUS names a folder");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("readable").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let (mut loaded, mut older, mut failed) = (0, 0, Vec::new());
    for path in paths {
        if !path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json") {
            continue;
        }
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let started = Instant::now();
        let spec =
            sources.read(&path, &mut diags).and_then(|file| spec::load(&file, &mut sources, &mut diags));
        let took = started.elapsed();
        let warnings = diags.iter().filter(|d| d.severity == Severity::Warning).count();
        let size = sources.get(&path.display().to_string()).map_or(0, |file| file.text.len());
        println!(
            "{:>8.1} ms {:>9} bytes {warnings:>4} warnings  {}",
            took.as_secs_f64() * 1e3,
            size,
            path.display()
        );
        if std::env::var_os("HOUSESTYLE_WARNINGS").is_some() {
            println!("{}", report::draw(&diags, &sources, false));
        }
        match spec {
            Some(spec) => {
                assert_typed(&spec.tree, &path);
                loaded += 1;
            }
            None if diags.iter().any(|d| [codes::SWAGGER_2, codes::NOT_OPENAPI].contains(&d.code)) => {
                older += 1
            }
            None if is_swagger(&sources, &path) => older += 1,
            None => {
                println!("{}", report::draw(&diags, &sources, false));
                failed.push(path);
            }
        }
    }
    println!("{loaded} loaded, {older} of other versions, {} failed", failed.len());
    assert!(failed.is_empty(), "{failed:?}");
}

/// Holds the tree to the typed model, which needs much stack.
fn assert_typed(tree: &serde_json::Value, path: &std::path::Path) {
    let check = || openapiv3::OpenAPI::deserialize(tree).map(drop).map_err(|error| error.to_string());
    let checked = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, check);
        thread.expect("a thread").join().expect("no panic")
    });
    assert_eq!(checked, Ok(()), "{}", path.display());
}

/// Whether a document that is broken is one of 2.0, which would not be read anyway.
fn is_swagger(sources: &Sources, path: &std::path::Path) -> bool {
    let file = sources.get(&path.display().to_string());
    file.is_some_and(|file| file.text.lines().any(|line| line.starts_with("swagger:")))
}
