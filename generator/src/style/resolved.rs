//! A style with all that it inherits, for people.

use std::path::Path;

use serde_json::Value;

#[cfg(feature = "cli")]
use super::StyleFile;
#[cfg(feature = "cli")]
use super::tree::NodeValue;
use super::tree::StyleNode;
use super::{family, resolve};
use crate::diag::{Diagnostics, Place};
use crate::source::Sources;

/// A style merged with the styles that it extends.
#[derive(Debug)]
pub struct ResolvedStyle(StyleNode);

/// Reads a style, a built-in one by name or a file by path, and checks it. `None` if it cannot be read; a style that is
/// returned may have problems, which are in `diags`.
pub fn resolved(name_or_path: &str, sources: &mut Sources, diags: &mut Diagnostics) -> Option<ResolvedStyle> {
    let tree = family::tree(name_or_path, Path::new(""), None, &Place::Options, sources, diags)?;
    resolve::file(&tree, diags);
    Some(ResolvedStyle(tree))
}

impl ResolvedStyle {
    /// The style as JSON.
    #[must_use]
    pub fn value(&self) -> Value {
        self.0.value()
    }

    /// The style as YAML; a comment above each key has the files that its value comes from.
    #[cfg(feature = "cli")]
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (key, member) in
            StyleFile::RECORD.keys.iter().filter_map(|key| Some((key.wire, self.0.get(key.wire)?)))
        {
            let mut files = Vec::new();
            origins(member, &mut files);
            text.push_str(&format!("# {}\n", files.join(", ")));
            let entry = serde_json::json!({ key: member.value() });
            text.push_str(&serde_yaml::to_string(&entry).unwrap_or_else(|_| format!("{entry}\n")));
        }
        text
    }
}

/// The files that the values of a node come from, each once.
#[cfg(feature = "cli")]
fn origins(node: &StyleNode, files: &mut Vec<String>) {
    match &node.content {
        NodeValue::Map(members) if !members.is_empty() => {
            members.values().for_each(|member| origins(member, files));
        }
        NodeValue::List(items) if !items.is_empty() => items.iter().for_each(|item| origins(item, files)),
        NodeValue::Null
        | NodeValue::Flag(_)
        | NodeValue::Number(_)
        | NodeValue::Text(_)
        | NodeValue::Map(_)
        | NodeValue::List(_) => {
            let file = node.file.to_string();
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
}
