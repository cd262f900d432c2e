//! A node of the normalised tree with its place, so that whatever is read of it can be reported there.

use std::cell::RefCell;

use serde_json::Value;

use super::pointer::{push_escaped, unescaped};

/// A field of an object of the standard, as documents write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field(pub(in crate::spec) &'static str);

impl AsRef<str> for Field {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl PartialEq<str> for Field {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Field {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// The places of nodes: for each object or list that was read, its parent and the key below it. Nodes share it, which
/// makes them small and `Copy`; a JSON pointer is only written out for a diagnostic.
#[derive(Debug, Default)]
pub struct Places<'a>(RefCell<Vec<Step<'a>>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step<'a> {
    parent: u32,
    key: Key<'a>,
}

/// How a node is reached from its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

/// The identity of a node in its tree: its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId(pub(crate) usize);

/// A node of the normalised tree.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    value: &'a Value,
    places: &'a Places<'a>,
    step: Step<'a>,
}

impl<'a> Node<'a> {
    /// The root of a tree.
    #[must_use]
    pub const fn root(value: &'a Value, places: &'a Places<'a>) -> Self {
        Self { value, places, step: Step { parent: 0, key: Key::Root } }
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &'a Value {
        self.value
    }

    /// Its identity: equal for the same node, however it is reached.
    #[must_use]
    pub fn id(&self) -> NodeId {
        NodeId(std::ptr::from_ref(self.value) as usize)
    }

    /// The JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for key in self.keys() {
            match key {
                Key::Root => {}
                Key::Name(name) => push_token(&mut pointer, name),
                Key::Index(index) => pointer.push_str(&format!("/{index}")),
            }
        }
        pointer
    }

    /// The JSON pointer of a field, which may be absent.
    #[must_use]
    pub fn at(&self, key: impl AsRef<str>) -> String {
        let mut pointer = self.pointer();
        push_token(&mut pointer, key.as_ref());
        pointer
    }

    /// The key under which its parent has it; empty for the root and for items of a list.
    #[must_use]
    pub const fn key(&self) -> &'a str {
        match self.step.key {
            Key::Name(name) => name,
            Key::Root | Key::Index(_) => "",
        }
    }

    /// The keys from the root to this node.
    fn keys(&self) -> Vec<Key<'a>> {
        let steps = self.places.0.borrow();
        let (mut keys, mut step) = (Vec::new(), self.step);
        while step.key != Key::Root {
            keys.push(step.key);
            step = steps[step.parent as usize];
        }
        keys.reverse();
        keys
    }

    /// The number of this node's step, for its children.
    fn number(&self) -> u32 {
        let mut steps = self.places.0.borrow_mut();
        // Most often the children of one node are read one after the other.
        if steps.last() != Some(&self.step) {
            steps.push(self.step);
        }
        u32::try_from(steps.len() - 1).unwrap_or(u32::MAX)
    }

    fn child(&self, parent: u32, key: Key<'a>, value: &'a Value) -> Self {
        Self { value, places: self.places, step: Step { parent, key } }
    }

    /// The member `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: impl AsRef<str>) -> Option<Self> {
        let (key, value) = self.value.as_object()?.get_key_value(key.as_ref())?;
        Some(self.child(self.number(), Key::Name(key), value))
    }

    /// The members of this object, in the document's order.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let (node, object) = (*self, self.value.as_object());
        let object = object.filter(|object| !object.is_empty()).map(|object| (node.number(), object));
        object.into_iter().flat_map(move |(parent, object)| {
            object.iter().map(move |(key, value)| (key.as_str(), node.child(parent, Key::Name(key), value)))
        })
    }

    /// The members of the object at `key`, in the document's order.
    pub fn members<K: AsRef<str>>(&self, key: K) -> impl Iterator<Item = (&'a str, Self)> + use<'a, K> {
        self.get(key).into_iter().flat_map(|node| node.entries())
    }

    /// The items of the list at `key`.
    pub fn items<K: AsRef<str>>(&self, key: K) -> impl Iterator<Item = Self> + use<'a, K> {
        self.get(key).into_iter().flat_map(|list| list.list())
    }

    /// The items of this list.
    pub fn list(&self) -> impl Iterator<Item = Self> + use<'a> {
        let (node, items) = (*self, self.value.as_array());
        let items = items.filter(|items| !items.is_empty()).map(|items| (node.number(), items));
        items.into_iter().flat_map(move |(parent, items)| {
            let items = items.iter().enumerate();
            items.map(move |(index, value)| node.child(parent, Key::Index(index), value))
        })
    }

    /// Whether it is an object or a list.
    #[must_use]
    pub fn is_container(&self) -> bool {
        self.value.is_object() || self.value.is_array()
    }

    /// The value of a field.
    #[must_use]
    pub fn value_of(&self, key: impl AsRef<str>) -> Option<&'a Value> {
        self.value.get(key.as_ref())
    }

    /// Whether a field is there.
    #[must_use]
    pub fn has(&self, key: impl AsRef<str>) -> bool {
        self.value.get(key.as_ref()).is_some()
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, key: impl AsRef<str>) -> Option<&'a str> {
        self.value.get(key.as_ref())?.as_str()
    }

    /// Whether a field is `true`.
    #[must_use]
    pub fn flag(&self, key: impl AsRef<str>) -> bool {
        self.value.get(key.as_ref()).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The prose of a field, unless it is blank.
    #[must_use]
    pub fn prose(&self, key: impl AsRef<str>) -> Option<String> {
        self.text(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The node at a JSON pointer below this one.
    #[must_use]
    pub fn descend(&self, pointer: &str) -> Option<Self> {
        let mut node = *self;
        if pointer.is_empty() {
            return Some(node);
        }
        for token in pointer.strip_prefix('/')?.split('/') {
            node = match node.value {
                Value::Array(items) => {
                    let index = token.parse().ok()?;
                    node.child(node.number(), Key::Index(index), items.get(index)?)
                }
                _ => node.get(unescaped(token))?,
            };
        }
        Some(node)
    }

    /// The section of `components` and the name in it, if this node is a component.
    #[must_use]
    pub fn component_name(&self) -> Option<(&'a str, &'a str)> {
        let Key::Name(name) = self.step.key else { return None };
        let steps = self.places.0.borrow();
        let section = steps.get(self.step.parent as usize)?;
        let (Key::Name(wire), above) = (section.key, steps.get(section.parent as usize)?) else {
            return None;
        };
        let is_components = above.key == Key::Name("components");
        let of_root = steps.get(above.parent as usize).is_some_and(|root| root.key == Key::Root);
        (is_components && of_root).then_some((wire, name))
    }

    /// The template of the path whose parameters this node is among.
    #[must_use]
    pub fn path_of_parameter(&self) -> Option<&'a str> {
        match *self.keys() {
            [Key::Name("paths"), Key::Name(path), Key::Name("parameters"), _, ..] => Some(path),
            _ => None,
        }
    }
}

fn push_token(pointer: &mut String, key: &str) {
    pointer.push('/');
    push_escaped(pointer, key);
}

/// Whether two nodes are one.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.pointer(), self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, Places};
    use serde_json::json;

    #[test]
    fn pointers_are_escaped_and_lead_back() {
        let tree = json!({ "a/b": { "~c": [true, false] } });
        let places = Places::default();
        let root = Node::root(&tree, &places);
        let list: Vec<_> = root.get("a/b").unwrap().items("~c").collect();
        assert_eq!(list[1].pointer(), "/a~1b/~0c/1");
        assert_eq!(tree.pointer(&list[1].pointer()), Some(&json!(false)));
        assert_eq!(root.descend("/a~1b/~0c/1").map(|node| node.pointer()).as_deref(), Some("/a~1b/~0c/1"));
        assert!(root.descend("/a~1b/~0c/2").is_none());
    }

    #[test]
    fn only_components_of_the_first_level_have_a_name() {
        let tree = json!({ "components": { "schemas": { "a/b": { "properties": { "c": {} } } } } });
        let places = Places::default();
        let schema = Node::root(&tree, &places).descend("/components/schemas/a~1b").unwrap();
        assert_eq!(schema.component_name(), Some(("schemas", "a/b")));
        assert_eq!(schema.descend("/properties/c").unwrap().component_name(), None);
    }
}
