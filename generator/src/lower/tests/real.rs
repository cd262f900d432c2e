//! Real documents: every file of the folder that `HOUSESTYLE_DOCUMENTS` names, under the style that
//! `HOUSESTYLE_STYLE` names; with `HOUSESTYLE_VERBOSE`, what is reported of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use crate::diag::{Diagnostics, Severity};
use crate::source::Sources;
use crate::{spec, style};

#[test]
#[ignore = "needs a folder of documents in HOUSESTYLE_DOCUMENTS"]
fn every_document_of_a_folder_is_lowered() {
    let folder = std::env::var("HOUSESTYLE_DOCUMENTS").expect("HOUSESTYLE_DOCUMENTS names a folder");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut failed = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "json" || e == "yaml")) {
        failed.extend(lowered(path).err());
    }
    assert!(failed.is_empty(), "{} documents:\n{}", failed.len(), failed.join("\n"));
}

/// Prints what a document comes to; its errors where it does not.
fn lowered(path: &Path) -> Result<(), String> {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let chosen = std::env::var("HOUSESTYLE_STYLE").unwrap_or_else(|_| style::root().to_owned());
    let style = style::load(&chosen, &mut sources, &mut diags).expect("the style loads");
    let began = Instant::now();
    let spec = sources.read(path, &mut diags).and_then(|file| spec::load(&file, &mut sources, &mut diags));
    let Some(spec) = spec else {
        println!("{}: not loaded", path.display());
        return Ok(());
    };
    let loaded = began.elapsed();
    let mut diags = Diagnostics::new();
    let began = Instant::now();
    let api = super::super::lower(&spec, &style, &mut diags);
    let lowered = began.elapsed();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in diags.iter().filter(|d| d.severity != Severity::Note) {
        *counts.entry(format!("{} {:?}", diagnostic.code, diagnostic.severity)).or_default() += 1;
    }
    let size = api.as_ref().map(|api| (api.operations.len(), api.types.len()));
    println!("{}: loaded {loaded:.1?}, lowered {lowered:.1?}, {size:?} {counts:?}", path.display());
    if std::env::var_os("HOUSESTYLE_VERBOSE").is_some() {
        for diagnostic in diags.iter().filter(|d| d.severity != Severity::Note) {
            println!("  {} {} {:?}", diagnostic.code, diagnostic.message, diagnostic.place);
        }
    }
    let errors: Vec<_> = diags.iter().filter(|d| d.severity == Severity::Error).collect();
    match errors.first() {
        Some(first) => Err(format!("{}: {} {} {:?}", path.display(), first.code, first.message, first.place)),
        None => Ok(()),
    }
}
