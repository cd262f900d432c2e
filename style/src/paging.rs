//! Ways to page.

use std::borrow::Cow;

use crate::{HeaderName, List, Template, Text};

record! {
    /// The ways to page. A collection is paged where its operation says `paging` in `x-style`: the name of a way, `true`
    /// for the default, or a mapping of the name, as `kind`, and of what ranges need: `unit`, or `by`.
    Pagination "`paging`" {
        /// The way that is taken where an operation says `x-style: { paging: true }`.
        default: Option<Text> [Text(&NAME)],
    }
    others "*name*" {
        /// A way to page, under the name that `paging` of `x-style` uses.
        ways: Paging
    }
    absent Self::MINIMAL
}

impl Pagination {
    /// Whether there is no way to page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// The names of the ways to page.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.ways.iter().map(|way| &*way.name)
    }

    /// The way to page of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Paging> {
        self.ways.iter().find(|way| way.name == name).map(|way| &way.value)
    }
}

tagged! {
    /// What a way to page asks by, its limits, and what it says of the page.
    Paging "A way to page" by "kind" {
        /// By a page's number, from 1.
        Number(NumberPaging) = "number",
        /// By a cursor: opaque text of the server's, which the links of an answer carry. An order that is asked for is kept.
        Cursor(CursorPaging) = "cursor",
        /// By the key of an item: strictly before it, descending, or strictly after it, ascending.
        Keyset(KeysetPaging) = "keyset",
        /// By positions in the header `Range`: `users=0-19`, from 0, both ends included (RFC 9110 §14). Answers carry
        /// `Accept-Ranges` and `Content-Range: users 0-19/53`, and are `partial` unless they are the whole collection.
        ItemRange(ItemRangePaging) = "item_range",
        /// By keys in the header `Range`: `id ]k..; max=10, order=desc`. Answers carry `Accept-Ranges`,
        /// `Content-Range: id k..l` and, where there is more, the `Range` of the next page; then they are `partial`.
        KeyRange(KeyRangePaging) = "key_range",
    }
}

record! {
    /// Paging by a page's number.
    NumberPaging "" {
        /// The query parameter for the number.
        number: Text [Text(&WIRE)],
        /// What a number past the last page is, in a set that is not empty.
        past_end: PastEnd = "\"empty\"",
        /// The query parameter for the page's size.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// When a page links to the first and the last.
        edge_links as "ends": EdgeLinks = "\"always\"",
        /// The template of the slot `$meta`; it, or `links`, must be there.
        meta: Option<Template> [Template(Place::NumberMeta)],
        /// The template of the slot `$links`.
        links: Option<Template> [Template(Place::NumberLinks)],
        /// A deprecated way beside it, which a request may take in place of a number.
        rows: Option<Rows>,
    }
}

record! {
    /// Paging by opaque cursors.
    CursorPaging "" {
        /// The query parameter for the items before a cursor.
        before: Text [Text(&WIRE)],
        /// The query parameter for the items after a cursor.
        after: Text [Text(&WIRE)],
        /// The query parameter for the page's size.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template of the slot `$meta`, if there is one.
        meta: Option<Template> [Template(Place::CursorMeta)],
        /// The template of the slot `$links`.
        links: Template [Template(Place::CursorLinks)],
    }
}

record! {
    /// Paging by the keys of items.
    KeysetPaging "" {
        /// The query parameter for the items before.
        before: Text [Text(&WIRE)],
        /// The query parameter for the items after.
        after: Text [Text(&WIRE)],
        /// The item's members that order it; the last one is the key that links carry, and breaks ties.
        by: List<Text> [List(&Text(&WIRE))],
        /// The direction without either parameter.
        default: Direction = "\"before\"",
        /// The query parameter for the page's size.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template of the slot `$meta`; it, or `links`, must be there.
        meta: Option<Template> [Template(Place::KeysetMeta)],
        /// The template of the slot `$links`.
        links: Option<Template> [Template(Place::CursorLinks)],
    }
}

record! {
    /// Paging by ranges of positions. The unit is that of the operation.
    ItemRangePaging "" {
        /// What a range past the end is, in a set that is not empty.
        past_end: PastEnd = "\"range_not_satisfiable\"",
        /// The answer to a request without `Range` that gets a part.
        without_range as "unasked": WithoutRange = "\"partial\"",
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template of the slot `$meta`, if there is one.
        meta: Option<Template> [Template(Place::RangeMeta)],
    }
}

record! {
    /// Paging by ranges of keys. The operation says which members may order.
    KeyRangePaging "" {
        /// The item's members that a request may order by, where the document names none; the first orders where a request
        /// names none.
        by: List<Text> [List(&Text(&WIRE))],
        /// The order where a request names none.
        order: Order = "\"ascending\"",
        /// The header that carries the `Range` of the next page.
        next: HeaderName = "\"Next-Range\"",
        /// The answer to a request without `Range` that gets a part.
        without_range as "unasked": WithoutRange = "\"partial\"",
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template of the slot `$meta`, if there is one.
        meta: Option<Template> [Template(Place::RangeMeta)],
    }
}

record! {
    /// The size of a page.
    PageLimits "" {
        /// Items a page where none are asked for.
        size_default: u32 [Whole(1, 1_000_000)] = "20",
        /// Most items a page.
        size_max: u32 [Whole(1, 1_000_000)] = "100",
        /// What a larger size is.
        oversize: Oversize = "\"clamp\"",
    }
}

record! {
    /// A deprecated way beside that by number: what comes after a row, in an order that the request names. It is taken where
    /// one of its parameters but the size is there and the page's number is not; its answers have neither meta nor links, but
    /// `Deprecation` (RFC 9745).
    Rows "`rows`" {
        /// The query parameter for the id of the row before the page.
        last: Text [Text(&WIRE)],
        /// The query parameters, any of which names the field that orders.
        field: List<Text> [List(&Text(&WIRE))],
        /// The query parameter for that field's value in the row before the page.
        value: Text [Text(&WIRE)],
        /// The query parameter for the direction: `asc` or `desc`.
        direction: Text [Text(&WIRE)],
        /// The field where none is named.
        default_field: Text [Text(&WIRE)] = "\"id\"",
        /// The direction where none is named.
        default_order: Order = "\"ascending\"",
    }
}

/// What every kind of paging says.
pub trait PagingKind {
    /// The template of the slot `meta`.
    fn meta(&self) -> Option<&Template>;

    /// The template of the slot `links`.
    fn links(&self) -> Option<&Template> {
        None
    }

    /// The query parameters of a request.
    fn parameters(&self) -> Vec<&str> {
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
}

/// What a range counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeUnit<'a> {
    /// Positions, in a unit that the operation names.
    Positions,
    /// The keys of items: the members that may order, where the operation names none.
    Keys(&'a [Text]),
}

impl PagingKind for NumberPaging {
    fn meta(&self) -> Option<&Template> {
        self.meta.as_ref()
    }

    fn links(&self) -> Option<&Template> {
        self.links.as_ref()
    }

    fn parameters(&self) -> Vec<&str> {
        let rows = self.rows.iter().flat_map(Rows::parameters);
        [&self.number, &self.size].into_iter().map(Cow::as_ref).chain(rows).collect()
    }
}

impl PagingKind for CursorPaging {
    fn meta(&self) -> Option<&Template> {
        self.meta.as_ref()
    }

    fn links(&self) -> Option<&Template> {
        Some(&self.links)
    }

    fn parameters(&self) -> Vec<&str> {
        vec![&self.before, &self.after, &self.size]
    }
}

impl PagingKind for KeysetPaging {
    fn meta(&self) -> Option<&Template> {
        self.meta.as_ref()
    }

    fn links(&self) -> Option<&Template> {
        self.links.as_ref()
    }

    fn parameters(&self) -> Vec<&str> {
        vec![&self.before, &self.after, &self.size]
    }

    fn keys(&self) -> &[Text] {
        &self.by
    }
}

impl PagingKind for ItemRangePaging {
    fn meta(&self) -> Option<&Template> {
        self.meta.as_ref()
    }

    fn range(&self) -> Option<RangeUnit<'_>> {
        Some(RangeUnit::Positions)
    }
}

impl PagingKind for KeyRangePaging {
    fn meta(&self) -> Option<&Template> {
        self.meta.as_ref()
    }

    fn range(&self) -> Option<RangeUnit<'_>> {
        Some(RangeUnit::Keys(&self.by))
    }
}

/// Evaluates an expression with the record of a kind, whichever it is.
macro_rules! with_record {
    ($paging:expr, $record:ident => $value:expr) => {
        match $paging {
            Paging::Number($record) => $value,
            Paging::Cursor($record) => $value,
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

    /// The keys that name query parameters, those of [`Rows`] too.
    #[cfg(feature = "generator")]
    pub const PARAMETERS: &[&str] =
        &["number", "before", "after", "size", "last", "value", "direction", "field"];

    /// Serializes the record of its kind alone.
    ///
    /// # Errors
    /// Those of the serializer.
    #[cfg(feature = "generator")]
    pub fn serialize_record<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_record!(self, record => serde::Serialize::serialize(record, serializer))
    }
}

impl Rows {
    /// The query parameters of a request, except the size.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        [&self.last, &self.value, &self.direction].into_iter().chain(self.field.iter()).map(Cow::as_ref)
    }
}

words! {
    /// What a page size over the limit is.
    Oversize {
        /// The limit.
        Clamp = "clamp",
        /// An invalid parameter.
        Refuse = "refuse",
    }
}

words! {
    /// What a page past the end is.
    PastEnd {
        /// An empty page.
        Empty = "empty",
        /// The outcome `not_found`.
        NotFound = "not_found",
        /// The outcome `range_not_satisfiable`.
        RangeNotSatisfiable = "range_not_satisfiable",
    }
}

words! {
    /// When the pages of a set link to its first page and its last.
    EdgeLinks {
        /// Always, as far as it is known which is the last.
        Always = "always",
        /// To the first from pages after it, to the last from pages before it.
        Beyond = "beyond",
    }
}

words! {
    /// The answer to a request that asks for no range and gets a part.
    WithoutRange {
        /// The outcome `partial`, as where it asked.
        Partial = "partial",
        /// The outcome `ok`.
        Ok = "ok",
    }
}

words! {
    /// An order of keys.
    Order {
        /// The least first.
        Ascending = "ascending",
        /// The greatest first.
        Descending = "descending",
    }
}

words! {
    /// A direction in time.
    Direction {
        /// Items before the anchor, newest first.
        Before = "before",
        /// Items after the anchor, oldest first.
        After = "after",
    }
}
