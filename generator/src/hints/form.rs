//! Reading hints by their form.

use serde_json::Value;

use super::path::{RequestPart, ResponsePath};
use super::resolved;
use crate::ir::Method;
use crate::spec::{Document, Node};

/// A hint that is not of its form.
#[derive(Debug)]
pub(super) struct Malformed {
    pub pointer: String,
    /// What is wrong.
    pub problem: String,
}

/// A hint that is read.
pub(super) type ReadResult<T> = Result<T, Malformed>;

/// An operation with a hint.
pub(super) struct OperationView<'a> {
    pub root: Document<'a>,
    pub node: Node<'a>,
    /// The path item.
    pub item: Node<'a>,
    pub method: Method,
}

pub(super) fn malformed<T>(node: &Node<'_>, problem: impl Into<String>) -> ReadResult<T> {
    Err(Malformed { pointer: node.pointer(), problem: problem.into() })
}

/// Checks that a node is a mapping with known keys alone.
pub(super) fn mapping(node: &Node<'_>, known: &[&str]) -> ReadResult<()> {
    if !node.value().is_object() {
        return malformed(node, "a mapping is expected");
    }
    match node.entries().find(|(key, _)| !known.contains(key)) {
        Some((key, at)) => {
            let keys: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
            malformed(&at, format!("the key `{key}` is unknown; the known ones are {}", keys.join(", ")))
        }
        None => Ok(()),
    }
}

/// The text of a member, if it is there.
pub(super) fn text<'a>(node: &Node<'a>, key: &str) -> ReadResult<Option<(&'a str, Node<'a>)>> {
    let Some(at) = node.get(key).filter(|at| !at.value().is_null()) else { return Ok(None) };
    match at.value() {
        Value::String(text) if !text.is_empty() => Ok(Some((text, at))),
        _ => malformed(&at, format!("`{key}` is not a text")),
    }
}

/// The path of a member, if it is there.
pub(super) fn path(node: &Node<'_>, key: &str, root: &str) -> ReadResult<Option<ResponsePath>> {
    let Some((text, at)) = text(node, key)? else { return Ok(None) };
    match ResponsePath::parse(text, root) {
        Some(path) => Ok(Some(path)),
        None => malformed(&at, format!("`{key}` is not a path such as `{root}.data`")),
    }
}

/// Reports a key that is needed and missing.
pub(super) fn needed<T>(found: Option<T>, node: &Node<'_>, key: &str) -> ReadResult<T> {
    found.map_or_else(|| malformed(node, format!("`{key}` is missing")), Ok)
}

impl<'a> OperationView<'a> {
    /// The part of a request that a hint calls a parameter.
    pub fn parameter(&self, name: &str) -> RequestPart {
        match self.place(name) {
            Some("path") => RequestPart::Elsewhere("the path", name.to_owned()),
            Some("header") => RequestPart::Elsewhere("a header", name.to_owned()),
            Some("cookie") => RequestPart::Elsewhere("a cookie", name.to_owned()),
            Some(_) | None => RequestPart::Query(name.to_owned()),
        }
    }

    /// The part of a request that a hint names without saying where it is.
    pub fn part(&self, name: &str) -> RequestPart {
        let in_body = name.contains('.') || self.place(name).is_none() && self.node.has("requestBody");
        if in_body { RequestPart::Elsewhere("the body", name.to_owned()) } else { self.parameter(name) }
    }

    /// The parameters, each with its name.
    fn parameters(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let root = self.root;
        let all = self.node.items("parameters").chain(self.item.items("parameters"));
        all.map(move |one| resolved(root, one)).filter_map(|one| Some((one.text("name")?, one)))
    }

    fn place(&self, name: &str) -> Option<&'a str> {
        self.parameters().find(|(own, _)| *own == name)?.1.text("in")
    }

    /// The first parameter of the query for whole numbers, by its name for a size, that a hint does not name.
    pub fn size_parameter(&self, named: &[&str]) -> Option<&'a str> {
        let words = ["size", "limit", "max", "top", "count", "per_page", "perpage"];
        self.parameter_of("integer", &words, named)
    }

    /// The first parameter of the query for texts, by its name for a cursor.
    pub fn cursor_parameter(&self) -> Option<&'a str> {
        self.parameter_of("string", &["token", "cursor", "marker", "continuation"], &[])
    }

    /// The first parameter of the query of a type whose name has one of the words, and that a hint does not name.
    fn parameter_of(&self, kind: &str, words: &[&str], named: &[&str]) -> Option<&'a str> {
        let fits = |name: &str, node: &Node<'a>| {
            let lower = name.to_ascii_lowercase();
            let schema = node.get("schema").map(|schema| resolved(self.root, schema));
            node.text("in") == Some("query")
                && words.iter().any(|word| lower.contains(word))
                && schema.is_some_and(|schema| schema.text("type") == Some(kind))
        };
        self.parameters().find(|(name, node)| !named.contains(name) && fits(name, node)).map(|(name, _)| name)
    }

    /// The schema of the JSON body of the success that is paged.
    pub fn body(&self) -> Option<Node<'a>> {
        let responses = self.node.get("responses")?;
        let statuses = ["200", "2XX", "2xx", "default"];
        let response = statuses.into_iter().find_map(|status| responses.get(status))?;
        let content = resolved(self.root, response).get("content")?;
        let json = content.entries().find(|(media, _)| crate::lower::is_json(media))?.1;
        Some(resolved(self.root, json.get("schema")?))
    }

    /// Whether the success is a list.
    pub fn returns_list(&self) -> bool {
        let mut schema = self.body();
        // The only part of `allOf`, as normalising a reference leaves it.
        while let Some(node) = schema {
            if node.text("type") == Some("array") {
                return true;
            }
            let parts: Vec<_> = node.items("allOf").collect();
            schema = match parts.as_slice() {
                [one] => Some(resolved(self.root, *one)).filter(|one| one.id() != node.id()),
                _ => None,
            };
        }
        false
    }

    /// Whether the body has a member, as far as its schema says.
    pub fn body_has(&self, name: &str) -> bool {
        let mut waiting: Vec<_> = self.body().into_iter().collect();
        let mut seen = Vec::new();
        while let Some(node) = waiting.pop() {
            if seen.contains(&node.id()) {
                continue;
            }
            seen.push(node.id());
            if node.get("properties").is_some_and(|all| all.has(name)) {
                return true;
            }
            waiting.extend(node.items("allOf").map(|part| resolved(self.root, part)));
        }
        false
    }
}
