//! What kinds of paging have in common.

use std::borrow::Cow;

use super::{
    CursorPaging, ItemCursorPaging, ItemRangePaging, KeyRangePaging, KeysetPaging, LinkRelation,
    NumberPaging, OffsetPaging, PageLimits, Paging, RowPaging,
};
use crate::{HeaderName, Template, Text};

/// What every kind of paging says.
pub trait PagingKind {
    /// The template of the slot `meta`.
    fn meta(&self) -> Option<&Template>;

    /// The template of the slot `links`.
    fn links(&self) -> Option<&Template> {
        None
    }

    /// The links of the header `Link`, in order.
    fn link_header(&self) -> &[LinkRelation] {
        &[]
    }

    /// Whether members of the body lead to other pages.
    fn is_in_body(&self) -> bool {
        self.list().is_some() || self.range().is_none() && (self.meta().is_some() || self.links().is_some())
    }

    /// The template of the body of its pages, if it has its own.
    fn list(&self) -> Option<&Template>;

    /// The query parameters of a request.
    fn parameters(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The number of the first page in requests and responses.
    fn first_number(&self) -> u64 {
        1
    }

    /// The query parameters that only links of responses have.
    fn parameters_of_links(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The members that order the items of every page; links carry the last one.
    fn keys(&self) -> &[Text] {
        &[]
    }

    /// What the header `Range` counts in, if a request has its page there, and the response says in headers which it is.
    fn range(&self) -> Option<RangeUnit<'_>> {
        None
    }

    /// The header of responses that has the range of the next page.
    fn next_header(&self) -> Option<&HeaderName> {
        None
    }

    /// The member by which a request names an item, if clients take it from the items they received.
    fn item_id(&self) -> Option<&Text> {
        None
    }
}

/// What a range counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeUnit<'a> {
    /// Positions, in a unit that the operation names.
    Positions,
    /// The keys of items: the members that may order, where the operation names none.
    Keys(&'a [Text]),
}

/// The functions of [`PagingKind`] that return a field of the record.
macro_rules! fields {
    ($($field:ident),+) => { $(fields!(@ $field);)+ };
    (@ link_header) => {
        fn link_header(&self) -> &[LinkRelation] {
            self.link_header.as_deref().unwrap_or_default()
        }
    };
    (@ $template:ident) => {
        fn $template(&self) -> Option<&Template> {
            self.$template.as_ref()
        }
    };
}

impl PagingKind for NumberPaging {
    fields!(meta, list, links, link_header);

    fn parameters(&self) -> Vec<&str> {
        let rows = self.after_row.iter().flat_map(RowPaging::parameters);
        [&self.number, &self.size].into_iter().map(Cow::as_ref).chain(rows).collect()
    }

    fn first_number(&self) -> u64 {
        u64::from(self.first)
    }
}

impl PagingKind for OffsetPaging {
    fields!(meta, list, links, link_header);

    fn parameters(&self) -> Vec<&str> {
        vec![&self.offset, &self.size]
    }
}

impl PagingKind for CursorPaging {
    fields!(meta, list, links, link_header);

    fn parameters(&self) -> Vec<&str> {
        self.declared_before()
            .into_iter()
            .chain(self.declared_after())
            .chain(&self.size)
            .map(Cow::as_ref)
            .collect()
    }

    fn parameters_of_links(&self) -> Vec<&str> {
        let all = [self.before.as_ref(), Some(&self.after)].into_iter().flatten();
        all.filter(|_| self.only_in_links).map(Cow::as_ref).collect()
    }
}

impl CursorPaging {
    /// The parameter `before`, if requests may have it and not only links.
    #[must_use]
    pub fn declared_before(&self) -> Option<&Text> {
        self.before.as_ref().filter(|_| !self.only_in_links)
    }

    /// The parameter `after`, if requests may have it and not only links.
    #[must_use]
    pub fn declared_after(&self) -> Option<&Text> {
        (!self.only_in_links).then_some(&self.after)
    }
}

impl PagingKind for ItemCursorPaging {
    fields!(meta, list);

    fn parameters(&self) -> Vec<&str> {
        vec![&self.before, &self.after, &self.size]
    }

    fn item_id(&self) -> Option<&Text> {
        Some(&self.by)
    }
}

impl PagingKind for KeysetPaging {
    fields!(meta, list, links, link_header);

    fn parameters(&self) -> Vec<&str> {
        vec![&self.before, &self.after, &self.size]
    }

    fn keys(&self) -> &[Text] {
        &self.by
    }
}

impl PagingKind for ItemRangePaging {
    fields!(meta, list);

    fn range(&self) -> Option<RangeUnit<'_>> {
        Some(RangeUnit::Positions)
    }
}

impl PagingKind for KeyRangePaging {
    fields!(meta, list);

    fn range(&self) -> Option<RangeUnit<'_>> {
        Some(RangeUnit::Keys(&self.by))
    }

    fn next_header(&self) -> Option<&HeaderName> {
        Some(&self.next_header)
    }
}

/// Evaluates an expression with the record of a kind, whichever it is.
macro_rules! with_record {
    ($paging:expr, $record:ident => $value:expr) => {
        match $paging {
            Paging::Number($record) => $value,
            Paging::Offset($record) => $value,
            Paging::Cursor($record) => $value,
            Paging::ItemCursor($record) => $value,
            Paging::Keyset($record) => $value,
            Paging::ItemRange($record) => $value,
            Paging::KeyRange($record) => $value,
        }
    };
}

impl Paging {
    /// What its kind says.
    #[must_use]
    pub fn kind(&self) -> &dyn PagingKind {
        with_record!(self, record => record)
    }

    /// The size of a page.
    #[must_use]
    pub const fn limits(&self) -> &PageLimits {
        with_record!(self, record => &record.limits)
    }

    /// The keys that name query parameters, those of [`RowPaging`] too.
    #[cfg(feature = "generator")]
    pub const PARAMETERS: &[&str] =
        &["number", "offset", "before", "after", "size", "id", "value", "direction", "field"];

    /// Serializes the record of its kind alone.
    ///
    /// # Errors
    /// Those of the serializer.
    #[cfg(feature = "generator")]
    pub fn serialize_record<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_record!(self, record => serde::Serialize::serialize(record, serializer))
    }
}
