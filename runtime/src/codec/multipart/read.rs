//! Reads checked parts into a type.

use super::FilePart;
use crate::schema::typed::typed_value;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The checked parts of a form. Each is taken once.
#[derive(Debug, Default)]
pub struct ReadParts {
    values: Map<String, Value>,
    files: HashMap<String, Vec<FilePart>>,
    /// The first part that does not match its type.
    pub(crate) unlike: Option<&'static str>,
}

impl ReadParts {
    #[cfg(feature = "server")]
    pub(crate) fn new(values: Map<String, Value>, files: HashMap<String, Vec<FilePart>>) -> Self {
        Self { values, files, unlike: None }
    }

    /// Takes a required value.
    pub fn value<T: DeserializeOwned>(&mut self, wire: &'static str) -> Option<T> {
        let value = self.value_opt(wire)?;
        self.there(wire, value)
    }

    /// Takes an optional value.
    pub fn value_opt<T: DeserializeOwned>(&mut self, wire: &'static str) -> Option<Option<T>> {
        let Some(value) = self.values.remove(wire) else { return Some(None) };
        let typed = typed_value(value).ok();
        self.there(wire, typed).map(Some)
    }

    /// Takes a required file.
    pub fn file(&mut self, wire: &'static str) -> Option<FilePart> {
        let file = self.file_opt(wire)?;
        self.there(wire, file)
    }

    /// Takes an optional file.
    pub fn file_opt(&mut self, wire: &'static str) -> Option<Option<FilePart>> {
        Some(self.files.remove(wire).and_then(|files| files.into_iter().next()))
    }

    /// Takes the files of a required part.
    pub fn files(&mut self, wire: &'static str) -> Option<Vec<FilePart>> {
        let files = self.files_opt(wire)?;
        self.there(wire, files)
    }

    /// Takes optional files.
    pub fn files_opt(&mut self, wire: &'static str) -> Option<Option<Vec<FilePart>>> {
        Some(self.files.remove(wire))
    }

    fn there<T>(&mut self, wire: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.unlike.get_or_insert(wire);
        }
        value
    }
}
