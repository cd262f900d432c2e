//! The types of the grammar of style files. The grammar itself is the table of [`Style`](crate::Style); the checks, the
//! merging of `extends`, the JSON Schema and the reference page all read that table.

use crate::{EntrySlot, FailureSlot, Slot, SuccessSlot};

/// A mapping with known keys.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// Its title in the reference.
    pub title: &'static str,
    /// Its description.
    pub docs: &'static str,
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
    /// The shape of all other keys. If it is `None`, other keys are errors.
    pub others: Option<&'static Key>,
}

/// The spellings of the keys of the record `T`: a function for each, of the name of its field.
#[derive(Debug)]
pub struct Keys<T>(std::marker::PhantomData<T>);

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its spelling in style files (for [`Record::others`], the placeholder in the reference).
    pub wire: &'static str,
    /// Its former spelling, which is reported with the present one.
    pub formerly: Option<&'static str>,
    /// Its description.
    pub docs: &'static str,
    /// Its shape.
    pub shape: Shape,
    /// Whether it is required once `extends` is resolved.
    pub required: bool,
    /// Its default, as JSON.
    pub default: Option<&'static str>,
}

/// A word of style files.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its spelling in style files.
    pub text: &'static str,
    /// Its former spelling, which is reported with the present one.
    pub formerly: Option<&'static str>,
    /// Its description.
    pub docs: &'static str,
}

/// A mapping whose other keys depend on one key, the tag.
#[derive(Debug, Clone, Copy)]
pub struct Tagged {
    /// Its title in the reference.
    pub title: &'static str,
    /// Its description.
    pub docs: &'static str,
    /// The tag.
    pub tag: &'static str,
    /// The mechanisms: the word of the tag, and the other keys.
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

/// The shape of a value, and how it merges with that of the style that is extended: mappings merge, others replace.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text that passes a rule.
    Text(&'static TextRule),
    /// One of a few words.
    Word(&'static [Word]),
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// A whole number of 64 bits, with a sign.
    Integer,
    /// A list of values without duplicates.
    List(&'static Shape),
    /// A mapping with known keys.
    Record(&'static Record),
    /// A mapping that is one of several. It only merges with one of the same tag.
    Tagged(&'static Tagged),
    /// One of a few words, or a value of another shape. It merges if both are of that shape.
    Either(&'static [Word], &'static Shape),
    /// A value of one of several shapes, each of another JSON type. It replaces.
    OneOf(&'static [Shape]),
    /// A mapping with known keys, or the path of a file with the mapping. It merges.
    File(&'static Record),
    /// A mapping, or only the value of its first key. It replaces if it has the key that is named here, and merges
    /// otherwise.
    Short(&'static Record, &'static str),
    /// A JSON body with slots. It replaces.
    Template(Place),
    /// Any JSON value except null. It replaces.
    Json,
}

/// A rule for text.
#[derive(Debug)]
pub struct TextRule {
    /// The description of a valid text, as in "… is not a media type".
    pub what: &'static str,
    /// The rule as a pattern, for the JSON Schema.
    pub pattern: &'static str,
    /// Whether a text is valid.
    pub admits: fn(&str) -> bool,
}

/// The place of a template, which determines its slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The body of a success.
    Success,
    /// The body of a success whose payload is the slot `meta`.
    MetaBody,
    /// The body of a success whose payload is a list.
    List,
    /// The same, for a page by number.
    NumberList,
    /// The same, for a page by offset.
    OffsetList,
    /// The same, for a page by cursor.
    CursorList,
    /// The same, for a page by key.
    KeysetList,
    /// The same, for a page by the id of an item.
    ItemCursorList,
    /// The same, for a page by ranges.
    RangeList,
    /// The body of a failure.
    Failure,
    /// An entry of a failure.
    Entry,
    /// `meta` of a page by number.
    NumberMeta,
    /// `links` of a page by number or by offset.
    NumberLinks,
    /// `meta` of a page by offset.
    OffsetMeta,
    /// `meta` of a page by cursor.
    CursorMeta,
    /// `meta` of a page by key.
    KeysetMeta,
    /// `links` of a page by cursor or by key.
    CursorLinks,
    /// `meta` of a page by the id of an item.
    ItemCursorMeta,
    /// `meta` of a page by ranges.
    RangeMeta,
}

/// The slots of a list that may be paged in any way.
const LIST: &[Slot] = &[
    Slot::Payload,
    Slot::Meta,
    Slot::Included,
    Slot::Links,
    Slot::Echo,
    Slot::Total,
    Slot::HasMore,
    Slot::Path,
    Slot::Pages,
    Slot::Number,
    Slot::Offset,
    Slot::Size,
    Slot::SelfLink,
    Slot::First,
    Slot::Prev,
    Slot::Next,
    Slot::Last,
    Slot::NextCursor,
    Slot::PrevCursor,
    Slot::PageTemplate,
];

/// The slots of a page by number.
const NUMBER_LIST: &[Slot] = &[
    Slot::Payload,
    Slot::Meta,
    Slot::Included,
    Slot::Links,
    Slot::Echo,
    Slot::Total,
    Slot::HasMore,
    Slot::Path,
    Slot::Pages,
    Slot::Number,
    Slot::Size,
    Slot::SelfLink,
    Slot::First,
    Slot::Prev,
    Slot::Next,
    Slot::Last,
    Slot::PageTemplate,
];

impl Place {
    /// Every place with its name in the reference.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Success, "`success.body`"),
        (Self::MetaBody, "`success.meta_body`"),
        (Self::List, "`success.list`"),
        (Self::NumberList, "`list` of a way of paging by `number`"),
        (Self::OffsetList, "`list` of a way of paging by `offset`"),
        (Self::CursorList, "`list` of a way of paging by `cursor`"),
        (Self::KeysetList, "`list` of a way of paging by `keyset`"),
        (Self::ItemCursorList, "`list` of a way of paging by `item_cursor`"),
        (Self::RangeList, "`list` of a way of paging by `item_range` or `key_range`"),
        (Self::Failure, "`failure.body`"),
        (Self::Entry, "`failure.entry`"),
        (Self::NumberMeta, "`meta` of a way of paging by `number`"),
        (Self::NumberLinks, "`links` of a way of paging by `number` or `offset`"),
        (Self::OffsetMeta, "`meta` of a way of paging by `offset`"),
        (Self::CursorMeta, "`meta` of a way of paging by `cursor`"),
        (Self::KeysetMeta, "`meta` of a way of paging by `keyset`"),
        (Self::CursorLinks, "`links` of a way of paging by `cursor` or `keyset`"),
        (Self::ItemCursorMeta, "`meta` of a way of paging by `item_cursor`"),
        (Self::RangeMeta, "`meta` of a way of paging by `item_range` or `key_range`"),
    ];

    /// Whether it is the body of a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(
            self,
            Self::List
                | Self::NumberList
                | Self::OffsetList
                | Self::CursorList
                | Self::KeysetList
                | Self::ItemCursorList
                | Self::RangeList
        )
    }

    /// The slots that a template here may have.
    #[must_use]
    pub const fn slots(self) -> &'static [Slot] {
        use Slot::*;
        match self {
            Self::Success => SuccessSlot::SLOTS,
            Self::MetaBody => &[Meta],
            Self::List => LIST,
            Self::NumberList => NUMBER_LIST,
            Self::OffsetList => &[
                Payload, Meta, Included, Links, Echo, Total, HasMore, Path, Pages, Offset, Size, SelfLink,
                First, Prev, Next, Last,
            ],
            Self::CursorList => &[
                Payload, Meta, Included, Links, Echo, Total, HasMore, Path, Size, SelfLink, First, Prev,
                Next, NextCursor, PrevCursor,
            ],
            Self::KeysetList => &[
                Payload, Meta, Included, Links, Echo, Total, HasMore, Path, Size, SelfLink, First, Prev, Next,
            ],
            Self::ItemCursorList | Self::RangeList => {
                &[Payload, Meta, Included, Echo, Total, HasMore, Path, Size]
            }
            Self::Failure => FailureSlot::SLOTS,
            Self::Entry => EntrySlot::SLOTS,
            Self::NumberMeta => {
                &[Total, HasMore, Path, Pages, Number, Size, SelfLink, First, Prev, Next, Last, PageTemplate]
            }
            Self::NumberLinks => &[SelfLink, First, Prev, Next, Last],
            Self::OffsetMeta => {
                &[Total, HasMore, Path, Pages, Offset, Size, SelfLink, First, Prev, Next, Last]
            }
            Self::CursorMeta => &[Total, HasMore, Path, Size, NextCursor, PrevCursor],
            Self::KeysetMeta => &[Total, HasMore, Path, Size, SelfLink, Prev, Next],
            Self::CursorLinks => &[SelfLink, Prev, Next],
            Self::ItemCursorMeta => &[Total, HasMore, Path, Size],
            Self::RangeMeta => &[Total, HasMore, Path, Size],
        }
    }
}
