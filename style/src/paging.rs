//! Ways to page.

use std::borrow::Cow;

use crate::{HeaderName, List, Slot, Template, Text};

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
        edge_links formerly "ends": EdgeLinks = "\"always\"",
        /// The template of the slot `$meta`; it, or `links`, must be there.
        meta: Option<Template> [Template(Place::NumberMeta)],
        /// The template of the slot `$links`.
        links: Option<Template> [Template(Place::NumberLinks)],
        /// A deprecated way beside it, which a request may take in place of a number.
        after_row formerly "rows": Option<RowPaging>,
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
        default_direction formerly "default": Direction = "\"before\"",
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
        without_range formerly "unasked": WithoutRange = "\"partial\"",
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
        default_order formerly "order": Order = "\"ascending\"",
        /// The header that carries the `Range` of the next page.
        next_header formerly "next": HeaderName = "\"Next-Range\"",
        /// The answer to a request without `Range` that gets a part.
        without_range formerly "unasked": WithoutRange = "\"partial\"",
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
    RowPaging "`after_row`" {
        /// The query parameter for the id of the row before the page.
        id formerly "last": Text [Text(&WIRE)],
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

static META: Template = Template::Slot(Slot::Meta);
static LINKS: Template = Template::Slot(Slot::Links);

impl Paging {
    /// Its sizes.
    #[must_use]
    pub const fn limits(&self) -> &PageLimits {
        match self {
            Self::Number(way) => &way.limits,
            Self::Cursor(way) => &way.limits,
            Self::Keyset(way) => &way.limits,
            Self::ItemRange(way) => &way.limits,
            Self::KeyRange(way) => &way.limits,
        }
    }

    /// The template of the slot `meta`; that slot itself, which no page fills, where the way has none.
    #[must_use]
    pub fn meta(&self) -> &Template {
        let meta = match self {
            Self::Number(way) => way.meta.as_ref(),
            Self::Cursor(way) => way.meta.as_ref(),
            Self::Keyset(way) => way.meta.as_ref(),
            Self::ItemRange(way) => way.meta.as_ref(),
            Self::KeyRange(way) => way.meta.as_ref(),
        };
        meta.unwrap_or(&META)
    }

    /// The template of the slot `links`; that slot itself, which no page fills, where the way has none.
    #[must_use]
    pub fn links(&self) -> &Template {
        let links = match self {
            Self::Number(way) => way.links.as_ref(),
            Self::Cursor(way) => Some(&way.links),
            Self::Keyset(way) => way.links.as_ref(),
            Self::ItemRange(_) | Self::KeyRange(_) => None,
        };
        links.unwrap_or(&LINKS)
    }

    /// Whether it asks in the query, and answers in the body; the others do both in headers.
    #[must_use]
    pub const fn wraps(&self) -> bool {
        match self {
            Self::Number(_) | Self::Keyset(_) | Self::Cursor(_) => true,
            Self::ItemRange(_) | Self::KeyRange(_) => false,
        }
    }

    /// The query parameters that it asks by.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        match self {
            Self::Number(way) => {
                let rows = way.after_row.iter().flat_map(RowPaging::parameters);
                [&way.number, &way.size].into_iter().map(Cow::as_ref).chain(rows).collect()
            }
            Self::Cursor(way) => vec![&way.before, &way.after, &way.size],
            Self::Keyset(way) => vec![&way.before, &way.after, &way.size],
            Self::ItemRange(_) | Self::KeyRange(_) => Vec::new(),
        }
    }
}

impl RowPaging {
    /// The query parameters that it asks by, but for the size.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        [&self.id, &self.value, &self.direction].into_iter().chain(self.field.iter()).map(Cow::as_ref)
    }
}

words! {
    /// What a page size over the limit is.
    Oversize {
        /// The limit.
        Clamp = "clamp",
        /// An invalid parameter.
        Reject = "reject" formerly "refuse",
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
        FromOtherPages = "from_other_pages" formerly "beyond",
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
