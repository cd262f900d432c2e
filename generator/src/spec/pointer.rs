//! JSON pointers that grow and shrink with a walk, and where nodes came from.

use std::collections::HashMap;

pub(super) use crate::source::pointer::{escaped, push_escaped, unescaped};

/// A JSON pointer under construction.
#[derive(Debug, Clone, Default)]
pub(super) struct Pointer(String);

impl Pointer {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// One segment deeper; what it returns brings [`Self::cut`] back.
    pub(super) fn push(&mut self, segment: &str) -> usize {
        let before = self.0.len();
        self.0.push('/');
        push_escaped(&mut self.0, segment);
        before
    }

    pub(super) fn push_index(&mut self, index: usize) -> usize {
        let before = self.0.len();
        self.0.push('/');
        self.0.push_str(&index.to_string());
        before
    }

    pub(super) fn cut(&mut self, to: usize) {
        self.0.truncate(to);
    }

    /// The pointer of a member.
    pub(super) fn with(&self, segment: &str) -> String {
        let mut joined = self.0.clone();
        joined.push('/');
        push_escaped(&mut joined, segment);
        joined
    }
}

/// The place of a node: the number of its file, and its pointer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FilePointer {
    pub file: usize,
    pub pointer: String,
}

/// Nodes of the normalised tree that are elsewhere in the files, together with everything below them.
#[derive(Debug, Default)]
pub(super) struct Moves {
    moved: HashMap<String, FilePointer>,
}

impl Moves {
    /// Records that the node at `to` comes from `origin`.
    pub(super) fn note(&mut self, to: String, origin: FilePointer) {
        self.moved.insert(to, origin);
    }

    /// Records that the node at `to` is the one that was at `from`, with all below it.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        let below =
            |pointer: &str, root: &str| pointer.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        let origin = self.origin(from);
        let moved = self.moved.iter().filter(|(pointer, _)| below(pointer, from));
        let moved: Vec<_> =
            moved.map(|(pointer, origin)| (pointer[from.len()..].to_owned(), origin.clone())).collect();
        if self.moved.keys().any(|pointer| below(pointer, to)) {
            self.moved.retain(|pointer, _| !below(pointer, to));
        }
        self.moved.insert(to.to_owned(), origin);
        self.moved.extend(moved.into_iter().map(|(rest, origin)| (format!("{to}{rest}"), origin)));
    }

    /// The origin of a node of the normalised tree.
    pub(super) fn origin(&self, pointer: &str) -> FilePointer {
        if !self.moved.is_empty() {
            let mut end = pointer.len();
            loop {
                if let Some(origin) = self.moved.get(&pointer[..end]) {
                    return FilePointer {
                        file: origin.file,
                        pointer: format!("{}{}", origin.pointer, &pointer[end..]),
                    };
                }
                match pointer[..end].rfind('/') {
                    Some(at) => end = at,
                    None => break,
                }
            }
        }
        FilePointer { file: 0, pointer: pointer.to_owned() }
    }
}
