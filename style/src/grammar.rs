//! What the grammar of style files is made of. The grammar itself is the table of [`Style`](crate::Style); the loader's
//! checks, the merging of `extends`, the JSON Schema and the reference page all read that one table.

use crate::Slot;

/// A mapping with known keys.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// What the reference calls it.
    pub title: &'static str,
    /// What it is for.
    pub docs: &'static str,
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
    /// What every other key holds; where there is none, other keys are errors.
    pub others: Option<&'static Key>,
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As style files spell it (of [`Record::others`]: what stands in its place in the reference).
    pub wire: &'static str,
    /// Its earlier spelling, which is an error that names the present one.
    pub formerly: Option<&'static str>,
    /// What it decides, in prose.
    pub docs: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there once `extends` is resolved.
    pub required: bool,
    /// What holds where it is not there, as JSON.
    pub default: Option<&'static str>,
}

/// A word of style files.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// As style files spell it.
    pub text: &'static str,
    /// Its earlier spelling, which is an error that names the present one.
    pub formerly: Option<&'static str>,
    /// What it means, in prose.
    pub docs: &'static str,
}

/// A mapping of which one member says what the others are.
#[derive(Debug, Clone, Copy)]
pub struct Tagged {
    /// What the reference calls it.
    pub title: &'static str,
    /// What it is for.
    pub docs: &'static str,
    /// The member that says it.
    pub tag: &'static str,
    /// The mechanisms: word, meaning, and the keys beside the tag.
    pub variants: &'static [(Word, Record)],
}

impl Record {
    /// A mechanism without keys.
    pub const EMPTY: Self = Self { title: "", docs: "", keys: &[], others: None };
}

/// The number of keys of all parts of a record.
pub(crate) const fn count(parts: &[&[Key]]) -> usize {
    let (mut count, mut part) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// The keys of all parts of a record.
pub(crate) const fn join<const N: usize>(parts: &[&[Key]]) -> [Key; N] {
    let mut keys = [const {
        Key { wire: "", formerly: None, docs: "", shape: Shape::Flag, required: false, default: None }
    }; N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut key = 0;
        while key < parts[part].len() {
            keys[at] = parts[part][key];
            at += 1;
            key += 1;
        }
        part += 1;
    }
    keys
}

/// What a key may hold, and how it merges over what a parent says: mappings merge, all else replaces.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text that passes a rule.
    Text(&'static TextRule),
    /// One of a few words.
    Word(&'static [Word]),
    /// true or false.
    Flag,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// A whole number of 64 bits, with a sign.
    Integer,
    /// A list of such values, each there once.
    List(&'static Shape),
    /// A mapping with known keys.
    Record(&'static Record),
    /// A mapping that is one of several. It merges only over one of the same tag.
    Tagged(&'static Tagged),
    /// One of a few words, or a value of another shape. It merges over a parent's where both are of that shape.
    Either(&'static [Word], &'static Shape),
    /// A value of one of these shapes, each of another JSON type. It replaces its parent's.
    OneOf(&'static [Shape]),
    /// A mapping with known keys, or the path of a file that holds it. It merges over its parent's.
    File(&'static Record),
    /// A mapping, or the value of its first key alone. It replaces its parent's where it has the key.
    Short(&'static Record, &'static str),
    /// A JSON body with slots. It replaces its parent's.
    Template(Place),
    /// Any JSON value but null, as it is. It replaces its parent's.
    Json,
}

/// A rule for text.
#[derive(Debug)]
pub struct TextRule {
    /// What such a text is, as in "this is not …".
    pub what: &'static str,
    /// The same as a pattern, for the JSON Schema.
    pub pattern: &'static str,
    /// Whether a text is one.
    pub admits: fn(&str) -> bool,
}

/// Where a template stands, which decides the slots that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The body of a success.
    Success,
    /// The body of a success whose payload is the slot `meta`.
    MetaBody,
    /// The body of a failure.
    Failure,
    /// An entry of a failure.
    Entry,
    /// `meta` of a page by number.
    NumberMeta,
    /// `links` of a page by number.
    NumberLinks,
    /// `meta` of a page by cursor.
    CursorMeta,
    /// `meta` of a page by key.
    KeysetMeta,
    /// `links` of a page by cursor or by key.
    CursorLinks,
    /// `meta` of a page by ranges.
    RangeMeta,
}

impl Place {
    /// Every place with its name in the reference.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Success, "`success.body`"),
        (Self::MetaBody, "`success.meta_body`"),
        (Self::Failure, "`failure.body`"),
        (Self::Entry, "`failure.entry`"),
        (Self::NumberMeta, "`meta` of a way to page by `number`"),
        (Self::NumberLinks, "`links` of a way to page by `number`"),
        (Self::CursorMeta, "`meta` of a way to page by `cursor`"),
        (Self::KeysetMeta, "`meta` of a way to page by `keyset`"),
        (Self::CursorLinks, "`links` of a way to page by `cursor` or `keyset`"),
        (Self::RangeMeta, "`meta` of a way to page by `item_range` or `key_range`"),
    ];

    /// The slots that a template here may have.
    #[must_use]
    pub const fn slots(self) -> &'static [Slot] {
        use Slot::*;
        match self {
            Self::Success => &[Payload, Meta, Included, Links, Echo],
            Self::MetaBody => &[Meta],
            Self::Failure => {
                &[Code, CodeNumber, Status, StatusText, Title, Message, Suppress, Help, Entries, RequestId]
            }
            Self::Entry => {
                &[Resource, Field, Pointer, Parameter, Header, Code, Status, StatusText, Title, Message]
            }
            Self::NumberMeta => {
                &[Total, Pages, Number, Size, SelfLink, First, Prev, Next, Last, PageTemplate]
            }
            Self::NumberLinks => &[SelfLink, First, Prev, Next, Last],
            Self::CursorMeta => &[Total, Size],
            Self::KeysetMeta => &[Total, Size, SelfLink, Prev, Next],
            Self::CursorLinks => &[SelfLink, Prev, Next],
            Self::RangeMeta => &[Total, Size],
        }
    }
}
