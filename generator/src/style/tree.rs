//! A style file as a tree. Each node has its file and place, so that problems can be reported there after files are merged.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use housestyle_style::read::Node as Read;

use super::grammar::{Key, Record, Shape, Tagged};
use crate::diag;
use crate::source::pointer::escaped;

/// A node with its origin.
#[derive(Debug, Clone)]
pub struct StyleNode {
    /// Its file.
    pub file: Arc<str>,
    /// Its place in the file.
    pub pointer: String,
    /// Its value.
    pub content: NodeValue,
}

/// The value of a node.
#[derive(Debug, Clone)]
pub enum NodeValue {
    /// `null`, which removes the inherited value.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<StyleNode>),
    /// A mapping.
    Map(IndexMap<String, StyleNode>),
}

impl StyleNode {
    /// The tree of a file.
    #[must_use]
    pub fn new(file: &Arc<str>, pointer: String, value: &Value) -> Self {
        let content = match value {
            Value::Null => NodeValue::Null,
            Value::Bool(flag) => NodeValue::Flag(*flag),
            Value::Number(number) => NodeValue::Number(number.clone()),
            Value::String(text) => NodeValue::Text(text.clone()),
            Value::Array(items) => NodeValue::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(i, item)| Self::new(file, format!("{pointer}/{i}"), item))
                    .collect(),
            ),
            Value::Object(members) => NodeValue::Map(
                members
                    .iter()
                    .map(|(wire, member)| (wire.clone(), Self::new(file, child(&pointer, wire), member)))
                    .collect(),
            ),
        };
        Self { file: Arc::clone(file), pointer, content }
    }

    /// The place of its value.
    #[must_use]
    pub fn place(&self) -> diag::Place {
        self.placed(false)
    }

    /// The place of its key.
    #[must_use]
    pub fn key_place(&self) -> diag::Place {
        self.placed(true)
    }

    fn placed(&self, key: bool) -> diag::Place {
        let (file, pointer) = (self.file.to_string(), self.pointer.clone());
        diag::Place::Pointer { file, node: pointer.clone(), pointer, key }
    }

    /// The member of that name, unless it is null.
    #[must_use]
    pub fn get(&self, wire: &str) -> Option<&Self> {
        self.members()?.get(wire).filter(|node| !matches!(node.content, NodeValue::Null))
    }

    /// Whether it is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.content, NodeValue::Null)
    }

    /// The members of a mapping.
    #[must_use]
    pub fn members(&self) -> Option<&IndexMap<String, Self>> {
        if let NodeValue::Map(members) = &self.content { Some(members) } else { None }
    }

    /// The items of a list.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        if let NodeValue::List(items) = &self.content { Some(items) } else { None }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let NodeValue::Text(text) = &self.content { Some(text) } else { None }
    }

    /// The value of an integer that is not negative.
    #[must_use]
    pub fn whole(&self) -> Option<u32> {
        if let NodeValue::Number(number) = &self.content {
            u32::try_from(number.as_u64()?).ok()
        } else {
            None
        }
    }

    /// Its description in a diagnostic.
    #[must_use]
    pub fn what(&self) -> String {
        match &self.content {
            NodeValue::Null => "null".to_owned(),
            NodeValue::Flag(flag) => format!("`{flag}`"),
            NodeValue::Number(number) => format!("the number {number}"),
            NodeValue::Text(text) => format!("the text {}", quoted(text)),
            NodeValue::List(_) => "a list".to_owned(),
            NodeValue::Map(_) => "a mapping".to_owned(),
        }
    }

    /// The node as JSON.
    #[must_use]
    pub fn value(&self) -> Value {
        match &self.content {
            NodeValue::Null => Value::Null,
            NodeValue::Flag(flag) => Value::Bool(*flag),
            NodeValue::Number(number) => Value::Number(number.clone()),
            NodeValue::Text(text) => Value::String(text.clone()),
            NodeValue::List(items) => Value::Array(items.iter().map(Self::value).collect()),
            NodeValue::Map(members) => {
                Value::Object(members.iter().map(|(wire, member)| (wire.clone(), member.value())).collect())
            }
        }
    }
}

impl Read for StyleNode {
    fn text(&self) -> Option<&str> {
        Self::text(self)
    }

    fn flag(&self) -> Option<bool> {
        if let NodeValue::Flag(flag) = self.content { Some(flag) } else { None }
    }

    fn whole(&self) -> Option<u32> {
        Self::whole(self)
    }

    fn items(&self) -> Option<&[Self]> {
        Self::items(self)
    }

    fn members(&self) -> Option<impl Iterator<Item = (&str, &Self)>> {
        let members = Self::members(self)?.iter().filter(|(_, member)| !member.is_null());
        Some(members.map(|(wire, member)| (wire.as_str(), member)))
    }

    fn get(&self, wire: &str) -> Option<&Self> {
        Self::get(self, wire)
    }

    fn json(&self) -> String {
        self.value().to_string()
    }
}

/// The pointer of a member.
fn child(pointer: &str, wire: &str) -> String {
    format!("{pointer}/{}", escaped(wire))
}

/// Merges `over` into `under` by the grammar: mappings merge key by key, mappings with a tag only if the tag is the same or
/// not given again, everything else replaces; null removes.
#[must_use]
pub fn merge(under: StyleNode, over: StyleNode, shape: &Shape) -> StyleNode {
    match shape {
        Shape::Record(record) | Shape::File(record) => {
            merge_keys(under, over, &|wire| key_shape(record, wire))
        }
        Shape::Either(_, inner) if under.members().is_some() && over.members().is_some() => {
            merge(under, over, inner)
        }
        Shape::Tagged(tagged) => {
            let tag = |node: &StyleNode| node.get(tagged.tag).and_then(StyleNode::text).map(str::to_owned);
            let other = tag(&over).is_some_and(|new| tag(&under).is_none_or(|old| old != new));
            if other { over } else { merge_keys(under, over, &|wire| variant_shape(tagged, wire)) }
        }
        Shape::Short(record, alone) => {
            let (under, over) = (lengthen(under, record), lengthen(over, record));
            if over.get(alone).is_some() {
                over
            } else {
                merge_keys(under, over, &|wire| key_shape(record, wire))
            }
        }
        Shape::Text(_)
        | Shape::Word(_)
        | Shape::Flag
        | Shape::Whole(..)
        | Shape::Integer
        | Shape::List(_)
        | Shape::Either(..)
        | Shape::OneOf(_)
        | Shape::Template(_)
        | Shape::Json => over,
    }
}

fn merge_keys<'a>(
    under: StyleNode,
    over: StyleNode,
    shape_of: &dyn Fn(&str) -> Option<&'a Shape>,
) -> StyleNode {
    match (under, over) {
        (
            StyleNode { content: NodeValue::Map(mut members), .. },
            StyleNode { file, pointer, content: NodeValue::Map(new) },
        ) => {
            for (wire, node) in new {
                let merged = match (members.get(&wire), shape_of(&wire)) {
                    (Some(old), Some(shape)) => merge(old.clone(), node, shape),
                    _ => node,
                };
                members.insert(wire, merged);
            }
            StyleNode { file, pointer, content: NodeValue::Map(members) }
        }
        (_, over) => over,
    }
}

/// Adds the defaults of missing keys. Their place is that of the mapping.
pub fn complete(node: &mut StyleNode, shape: &Shape) {
    if let Shape::Short(record, _) = shape
        && record.keys.first().is_some_and(|first| super::check::is_of_type(node, &first.shape))
    {
        *node = lengthen(node.clone(), record);
    }
    let keys = match shape {
        Shape::Short(record, _) => record.keys,
        Shape::Record(record) | Shape::File(record) => record.keys,
        Shape::Either(_, inner) => return complete(node, inner),
        Shape::Tagged(tagged) => {
            let tag = node.get(tagged.tag).and_then(StyleNode::text);
            let variant = tagged.variants.iter().find(|(word, _)| Some(word.text) == tag);
            variant.map_or(&[][..], |(_, record)| record.keys)
        }
        Shape::Text(_)
        | Shape::Word(_)
        | Shape::Flag
        | Shape::Whole(..)
        | Shape::Integer
        | Shape::List(_)
        | Shape::OneOf(_)
        | Shape::Template(_)
        | Shape::Json => return,
    };
    let others = if let Shape::Record(record) | Shape::File(record) = shape { record.others } else { None };
    let (file, pointer) = (Arc::clone(&node.file), node.pointer.clone());
    let NodeValue::Map(members) = &mut node.content else { return };
    for (key, default) in keys.iter().filter_map(|key| Some((key, key.default?))) {
        let absent = members.get(key.wire).is_none_or(|member| matches!(member.content, NodeValue::Null));
        if let Some(value) = serde_json::from_str(default).ok().filter(|_| absent) {
            members.insert(key.wire.to_owned(), StyleNode::new(&file, pointer.clone(), &value));
        }
    }
    for (wire, member) in members {
        if let Some(key) = find(keys, wire).or(others) {
            complete(member, &key.shape);
        }
    }
}

/// The mapping for a value in short form: the value is that of the first key.
#[must_use]
pub fn lengthen(node: StyleNode, record: &Record) -> StyleNode {
    let is_list = |key: &Key| matches!(key.shape, Shape::List(_));
    match &node.content {
        NodeValue::Map(_) | NodeValue::Null => node,
        NodeValue::List(_) if !record.keys.first().is_some_and(is_list) => node,
        NodeValue::Flag(_) | NodeValue::Number(_) | NodeValue::Text(_) | NodeValue::List(_) => {
            let (file, pointer) = (Arc::clone(&node.file), node.pointer.clone());
            let members = record.keys.first().map(|key| (key.wire.to_owned(), node)).into_iter().collect();
            StyleNode { file, pointer, content: NodeValue::Map(members) }
        }
    }
}

fn key_shape<'a>(record: &'a Record, wire: &str) -> Option<&'a Shape> {
    find(record.keys, wire).or(record.others).map(|key| &key.shape)
}

fn variant_shape<'a>(tagged: &'a Tagged, wire: &str) -> Option<&'a Shape> {
    tagged.variants.iter().find_map(|(_, record)| find(record.keys, wire)).map(|key| &key.shape)
}

/// The key of that name.
#[must_use]
pub fn find<'a>(keys: &'a [Key], wire: &str) -> Option<&'a Key> {
    keys.iter().find(|key| key.wire == wire)
}

/// A text in a message, shortened.
pub fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
