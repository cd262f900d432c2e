//! What comes before the paths of the style: in the paths of a full document, or in the URLs of its servers.

use serde_json::{Value, json};

use super::located::Located;
use crate::lower::prefix_of;
use crate::source::pointer::escaped;
use crate::spec::Edit;
use crate::style::Style;

/// The prefix of a style.
#[derive(Debug)]
pub(super) struct Prefix {
    /// With a slash before it, and none after it. Empty if there is none.
    text: String,
    /// The servers whose URLs end with it, with their pointers; none unless all servers do.
    servers: Vec<(String, String)>,
    edits: Vec<Edit>,
}

/// How a path is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathForm {
    /// As in a lean document: the prefix is added to it, or there is none.
    Lean,
    /// Without the prefix, which does not belong to it.
    Unprefixed,
}

impl Prefix {
    pub fn of(tree: &Value, style: &Style) -> Self {
        let version = tree.pointer("/info/version").and_then(Value::as_str).unwrap_or_default().trim();
        let prefix = prefix_of(style, version).filter(|prefix| !prefix.is_empty());
        let text = prefix.map(|prefix| format!("/{prefix}")).unwrap_or_default();
        let servers = if text.is_empty() { None } else { servers(tree, &text) };
        Self { text, servers: servers.unwrap_or_default(), edits: Vec::new() }
    }

    /// Takes the prefix from a path.
    pub fn path(&mut self, path: &str, tree: &Value) -> PathForm {
        if self.text.is_empty() || !self.servers.is_empty() {
            return PathForm::Lean;
        }
        let rest = path.strip_prefix(&self.text).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let Some(rest) = rest else { return PathForm::Unprefixed };
        let key = if rest.is_empty() { "/" } else { rest };
        if tree["paths"].get(key).is_some() {
            return PathForm::Unprefixed;
        }
        self.edits.push(Edit::Rename { at: format!("/paths/{}", escaped(path)), key: key.to_owned() });
        PathForm::Lean
    }

    /// The changes of paths and servers, which come last.
    pub fn edits(self) -> impl Iterator<Item = Edit> {
        let urls = self.servers.into_iter().map(|(at, url)| Edit::Set { to: at, value: json!(url) });
        self.edits.into_iter().chain(urls)
    }
}

/// The URLs of the servers without the prefix that all of them end with.
fn servers(tree: &Value, prefix: &str) -> Option<Vec<(String, String)>> {
    let servers = Located::find(tree, "/servers")?;
    let without = |server: Located<'_>| {
        let url = server.text("url")?.trim_end_matches('/');
        let rest = url.strip_suffix(prefix)?;
        Some((format!("{}/url", server.pointer), if rest.is_empty() { "/" } else { rest }.to_owned()))
    };
    servers.items().map(without).collect()
}
