//! The options of a run, as an entry point (command, build script, macro) fills them in.

use std::path::{Path, PathBuf};

use crate::diag::levels::Levels;

/// The options that the stages of the [pipeline](crate::pipeline) read. They depend on none of them.
#[derive(Debug, Clone)]
pub struct Config {
    /// The document.
    pub(crate) input: Input,
    /// The style: a built-in name or a file.
    pub(crate) style: Option<String>,
    /// What the document describes, unless it says so itself.
    pub(crate) document: Option<Document>,
    /// A folder of templates that replace built-in ones.
    pub(crate) templates: Option<PathBuf>,
    /// What is emitted in addition to types and operations; both sides if unset.
    pub(crate) parts: Option<Parts>,
    /// Whether the expanded document is emitted as well.
    pub(crate) openapi: bool,
    /// The folder that relative paths start from.
    pub(crate) root: Option<PathBuf>,
    /// Which diagnostics are errors, and which are silenced.
    pub(crate) levels: Levels,
}

/// Where the document comes from.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Path(PathBuf),
    Text { file: String, text: String },
}

/// What a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Document {
    /// Payloads alone: the style adds envelopes, parameters of pages, failures and headers.
    Lean,
    /// What goes over the wire: what the style adds is spelled out, and is [folded](crate::fold).
    Full,
}

impl Document {
    /// The word for it in `x-style`.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "lean" => Some(Self::Lean),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

/// What is emitted in addition to types and operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Parts {
    /// The server's side.
    pub server: bool,
    /// The client's side.
    pub client: bool,
}

impl Config {
    pub(crate) fn new(input: Input) -> Self {
        Self {
            input,
            style: None,
            document: None,
            templates: None,
            parts: None,
            openapi: false,
            root: None,
            levels: Levels::default(),
        }
    }

    /// A path from the folder that relative paths start from.
    pub(crate) fn rooted(&self, path: &Path) -> PathBuf {
        self.root.as_ref().map_or_else(|| path.to_path_buf(), |root| root.join(path))
    }

    /// The folder of the document.
    pub(crate) fn folder(&self) -> PathBuf {
        let path = match &self.input {
            Input::Path(path) => path.parent().unwrap_or(Path::new("")),
            Input::Text { .. } => Path::new(""),
        };
        self.rooted(path)
    }

    /// The folder of templates that replace built-in ones.
    pub(crate) fn overlay(&self) -> Option<PathBuf> {
        self.templates.as_deref().map(|folder| self.rooted(folder))
    }

    pub(crate) fn parts(&self) -> Parts {
        self.parts.unwrap_or(Parts { server: true, client: true })
    }
}
