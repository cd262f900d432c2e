//! A node of the document with its pointer, so that whatever is read of it can be blamed.

use std::rc::Rc;

use serde_json::Value;

use crate::ir::Owner;

/// Tells two nodes of one tree apart, at the price of a comparison of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(pub(super) usize);

/// A node of the normalised tree.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    /// What it holds.
    pub value: &'a Value,
    /// Its JSON pointer.
    pub pointer: Rc<str>,
}

impl<'a> Node<'a> {
    pub fn new(value: &'a Value, pointer: impl Into<Rc<str>>) -> Self {
        Self { value, pointer: pointer.into() }
    }

    pub fn id(&self) -> NodeId {
        NodeId(std::ptr::from_ref(self.value) as usize)
    }

    /// The member `key`, where this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(Self::new(self.value.get(key)?, self.at(key)))
    }

    /// The pointer of the member `key`, there or not.
    pub fn at(&self, key: &str) -> String {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        push_token(&mut pointer, key);
        pointer
    }

    /// The members of the object at `key`, in the document's order.
    pub fn members(&self, key: &str) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let inner = self.get(key);
        inner.into_iter().flat_map(|node| node.entries())
    }

    /// The members of this object, in the document's order.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let node = self.clone();
        let object = self.value.as_object();
        object.into_iter().flatten().map(move |(key, value)| (key.as_str(), Self::new(value, node.at(key))))
    }

    /// The items of the list at `key`.
    pub fn items(&self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        let base = self.at(key);
        let list = self.value.get(key).and_then(Value::as_array);
        list.into_iter().flatten().enumerate().map(move |(i, value)| Self::new(value, format!("{base}/{i}")))
    }

    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Prose under `key`, unless it is blank.
    pub fn prose(&self, key: &str) -> Option<String> {
        self.text(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The name of the component schema that this node is.
    pub fn component(&self) -> Option<String> {
        self.component_of("schemas")
    }

    /// The name of the component that this node is among those of a `kind`.
    pub fn component_of(&self, kind: &str) -> Option<String> {
        let token = self.pointer.strip_prefix("/components/")?.strip_prefix(kind)?.strip_prefix('/')?;
        (!token.contains('/')).then(|| unescaped(token))
    }

    /// Whose this parameter, request body or response is, where the operation with the id `operation` has it.
    pub fn owner(&self, operation: &str) -> Owner {
        let shared =
            ["parameters", "requestBodies", "responses"].iter().find_map(|kind| self.component_of(kind));
        let of_path = || {
            let (path, rest) = self.pointer.strip_prefix("/paths/")?.split_once('/')?;
            rest.starts_with("parameters/").then(|| unescaped(path))
        };
        match (shared, of_path()) {
            (Some(name), _) => Owner::Component(name),
            (None, Some(path)) => Owner::Path(path),
            (None, None) => Owner::Operation(operation.to_owned()),
        }
    }
}

/// A token of RFC 6901 as the key that it stands for.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Appends `/` and `key` as a token of RFC 6901.
pub(super) fn push_token(pointer: &mut String, key: &str) {
    pointer.push('/');
    for c in key.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, Owner};
    use serde_json::json;

    #[test]
    fn pointers_are_escaped_and_lead_back() {
        let tree = json!({ "a/b": { "~c": [true, false] } });
        let root = Node::new(&tree, "");
        let list: Vec<_> = root.get("a/b").unwrap().items("~c").collect();
        assert_eq!(&*list[1].pointer, "/a~1b/~0c/1");
        assert_eq!(tree.pointer(&list[1].pointer), Some(&json!(false)));
    }

    #[test]
    fn only_schemas_of_the_first_level_are_components() {
        let tree = json!({});
        assert_eq!(Node::new(&tree, "/components/schemas/a~1b").component().as_deref(), Some("a/b"));
        assert_eq!(Node::new(&tree, "/components/schemas/A/properties/b").component(), None);
    }

    #[test]
    fn what_operations_share_belongs_to_none_of_them() {
        let tree = json!({});
        let owner = |pointer: &str| Node::new(&tree, pointer).owner("get");
        assert_eq!(owner("/components/parameters/Page"), Owner::Component("Page".to_owned()));
        assert_eq!(owner("/components/responses/Gone"), Owner::Component("Gone".to_owned()));
        assert_eq!(owner("/paths/~1a/parameters/0"), Owner::Path("/a".to_owned()));
        assert_eq!(owner("/paths/~1a/get/parameters/0"), Owner::Operation("get".to_owned()));
    }
}
