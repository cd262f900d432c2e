//! Files: bytes in, one bounded tree out, for YAML and JSON alike.
//!
//! A document is hostile until it is read. YAML comes in as events, JSON through `serde_json`, both under
//! the same limits ([`limits`]); keys are the literal text (`200:` and `null:` are text), duplicate
//! keys are refused, and merge keys (`<<`) are merged within the budget of aliases.

mod json;
mod lenient;
pub mod limits;
mod locate;
pub(crate) mod pointer;
mod read;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, Place};

pub use locate::{NodeLocation, locate, locate_all};

/// A file that was read.
#[derive(Debug)]
pub struct File {
    /// As the user named it.
    pub name: String,
    /// Its path; `None` for standard input and embedded texts.
    pub path: Option<PathBuf>,
    /// Its text, without a byte order mark.
    pub text: String,
    /// What it holds, aliases and merge keys expanded; null if it is broken.
    pub tree: Value,
}

/// Every file read in a run, kept for drawing.
#[derive(Debug, Default)]
pub struct Sources {
    files: IndexMap<String, LoadedFile>,
}

#[derive(Debug)]
struct LoadedFile {
    file: Arc<File>,
    /// Broken ones are kept to be drawn, and not handed out again.
    broken: bool,
}

impl Sources {
    /// An empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file of at most [`limits::BYTES`]; what is wrong with it goes to `diags`. A file that was
    /// read before is handed out again.
    pub fn read(&mut self, path: &Path, diags: &mut Diagnostics) -> Option<Arc<File>> {
        let name = path.display().to_string();
        if let Some(kept) = self.files.get(&name) {
            return (!kept.broken).then(|| Arc::clone(&kept.file));
        }
        match read::text(path) {
            Ok(text) => self.add(name, Some(path.to_owned()), text, diags),
            Err((code, message, help)) => {
                let diagnostic = Diagnostic::error(code, message, Place::File(name));
                diags.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
                None
            }
        }
    }

    /// Adds a text that is not a file: standard input, or an embedded one. It replaces an earlier one
    /// of the same name.
    pub fn add_text(&mut self, file: &str, text: String, diags: &mut Diagnostics) -> Option<Arc<File>> {
        match read::bounded(text.into_bytes()) {
            Ok(text) => self.add(file.to_owned(), None, text, diags),
            Err((code, message, _)) => {
                diags.push(Diagnostic::error(code, message, Place::File(file.to_owned())));
                None
            }
        }
    }

    fn add(
        &mut self,
        name: String,
        path: Option<PathBuf>,
        text: String,
        diags: &mut Diagnostics,
    ) -> Option<Arc<File>> {
        let (tree, troubles) = parse(&text, &name);
        for trouble in troubles {
            diags.push(trouble.into_diagnostic(&name));
        }
        let broken = tree.is_none();
        let file = Arc::new(File { name: name.clone(), path, text, tree: tree.unwrap_or_default() });
        self.files.insert(name, LoadedFile { file: Arc::clone(&file), broken });
        (!broken).then_some(file)
    }

    /// Takes all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// The file of that name, if it was read, be it broken.
    #[must_use]
    pub fn get(&self, file: &str) -> Option<&Arc<File>> {
        self.files.get(file).map(|kept| &kept.file)
    }

    /// The paths of all files read, for `cargo::rerun-if-changed`.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.values().filter_map(|kept| kept.file.path.clone()).collect()
    }
}

/// JSON if the first character is `{`, else YAML. YAML may begin with `{` too: then the file name decides.
fn parse(text: &str, name: &str) -> (Option<Value>, Vec<trouble::Trouble>) {
    if !text.trim_start().starts_with('{') {
        return tree::read(text);
    }
    let (tree, troubles) = json::read(text);
    let named_yaml = Path::new(name).extension().is_some_and(|e| e == "yaml" || e == "yml");
    if tree.is_none() && named_yaml { tree::read(text) } else { (tree, troubles) }
}
