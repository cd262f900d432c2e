//! Nodes of the document, each with its pointer.

use serde_json::Value;

use crate::source::pointer::escaped;

/// References that are followed before a chain of them counts as a circle.
const HOPS: usize = 64;

/// A node of the normalised document.
#[derive(Debug, Clone)]
pub(super) struct Located<'t> {
    /// Its JSON pointer.
    pub pointer: String,
    pub value: &'t Value,
}

impl<'t> Located<'t> {
    /// The node at a pointer.
    pub fn find(tree: &'t Value, pointer: &str) -> Option<Self> {
        Some(Self { pointer: pointer.to_owned(), value: tree.pointer(pointer)? })
    }

    /// A member.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(Self {
            pointer: format!("{}/{}", self.pointer, escaped(key)),
            value: self.value.as_object()?.get(key)?,
        })
    }

    /// The text of a member.
    pub fn text(&self, key: &str) -> Option<&'t str> {
        self.value.get(key)?.as_str()
    }

    /// The members of an object.
    pub fn entries(&self) -> impl Iterator<Item = (&'t str, Self)> + use<'t> {
        let pointer = self.pointer.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| {
            (key.as_str(), Self { pointer: format!("{pointer}/{}", escaped(key)), value })
        })
    }

    /// The items of a list.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'t> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Self { pointer: format!("{pointer}/{index}"), value })
    }

    /// The node behind `$ref`s; itself if it has none.
    pub fn resolved(self, tree: &'t Value) -> Self {
        let mut node = self;
        for _ in 0..HOPS {
            let target = node.text("$ref").and_then(|reference| reference.strip_prefix('#'));
            match target.and_then(|pointer| Self::find(tree, pointer)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }
}
