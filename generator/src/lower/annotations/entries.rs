//! The entries that the tables of the grammar consist of.

use crate::style::grammar::{Key, Record, Shape, TextRule, Word};

/// A key that may be absent.
pub(super) const fn key(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, formerly: None, docs, shape, required: false, default: None }
}

/// A key that must be there.
pub(super) const fn required(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, formerly: None, docs, shape, required: true, default: None }
}

/// A mapping with these keys.
pub(super) const fn record(title: &'static str, docs: &'static str, keys: &'static [Key]) -> Record {
    Record { title, docs, keys, others: None }
}

/// A key with its old name.
pub(super) const fn formerly(old: &'static str, key: Key) -> Key {
    Key { formerly: Some(old), ..key }
}

/// A mapping of any keys to values of one shape.
pub(super) const fn map(title: &'static str, docs: &'static str, others: &'static Key) -> Record {
    Record { title, docs, keys: &[], others: Some(others) }
}

/// A rule for texts.
pub(super) const fn rule(what: &'static str, pattern: &'static str, admits: fn(&str) -> bool) -> TextRule {
    TextRule { what, pattern, admits }
}

/// A word with its description.
pub(super) const fn word(text: &'static str, docs: &'static str) -> Word {
    Word { text, formerly: None, docs }
}
