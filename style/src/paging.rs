//! Pagination.

mod kind;
mod words;

use std::borrow::Cow;

pub use kind::{PagingKind, RangeUnit};
pub use words::{Direction, EdgeLinks, LinkRelation, Order, Oversize, PastEnd, WithoutRange, Zero};

use crate::{HeaderName, List, Template, Text};

record! {
    /// Pagination of lists: one or more ways of paging, each under a name of your choice. An operation chooses one with
    /// `paging` in `x-style`: by its name, as `true` for the default, or as a mapping with `use` and the options of ranges.
    Pagination "`paging`" {
        /// The name of the way that an operation with `x-style: { paging: true }` uses: `numbered`.
        default: Option<Text> [Text(&NAME)],
    }
    others "*name*" {
        /// A way of paging, under the name by which `paging` in `x-style` chooses it.
        ways: Paging
    }
    absent Self::MINIMAL
}

impl Pagination {
    /// Whether there is no way of paging.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// The names of the ways of paging.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.ways.iter().map(|way| &*way.name)
    }

    /// The way of paging of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Paging> {
        self.ways.iter().find(|way| way.name == name).map(|way| &way.value)
    }
}

tagged! {
    /// A way of paging: the parameters of requests, the limits of a page, and the members of responses.
    Paging "A way of paging" by "kind" {
        /// By page number, starting at 1 (or 0): `?page=2&per_page=20`.
        Number(NumberPaging) = "number",
        /// By how many items come before the page: `?offset=40&limit=20`.
        Offset(OffsetPaging) = "offset",
        /// By an opaque cursor, which the links of a response carry, or its body alone: `?after=b3BhcXVl`. Links keep the order
        /// of the request.
        Cursor(CursorPaging) = "cursor",
        /// By the id of an item: `?starting_after=ID` returns the items right after it, `?ending_before=ID` those right
        /// before it, both in the list's own order. Responses say whether there are more (`$has_more`) and have no links.
        ItemCursor(ItemCursorPaging) = "item_cursor",
        /// By the key of an item: `?before=KEY` returns the items before it in descending order, `?after=KEY` those after
        /// it in ascending order.
        Keyset(KeysetPaging) = "keyset",
        /// By positions in the header `Range: users=0-19`, starting at 0 and including both ends (RFC 9110 §14). Responses
        /// have `Accept-Ranges` and `Content-Range: users 0-19/53`. Their outcome is `partial` unless they have all items.
        ItemRange(ItemRangePaging) = "item_range",
        /// By keys in the header `Range: id ]k..; max=10, order=desc`. Responses have `Accept-Ranges`
        /// and `Content-Range: id k..l`. If there are more items, they also have the `Range` of the next page, and their
        /// outcome is `partial`.
        KeyRange(KeyRangePaging) = "key_range",
    }
}

record! {
    /// Paging by page number.
    NumberPaging "" {
        /// The query parameter for the page number: `page`, `page[number]`.
        number: Text [Text(&WIRE)],
        /// The number of the first page, 0 or 1. Handlers and calls of clients number pages from 1 always.
        first: u32 [Whole(0, 1)] = "1",
        /// The response to a number after the last page of a list that is not empty.
        past_end: PastEnd = "\"empty\"",
        /// The query parameter for the size of the page: `per_page`, `page[size]`.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// Which pages have the slots `$first` and `$last`.
        edge_links formerly "ends": EdgeLinks = "\"always\"",
        /// The template that fills the slot `$meta` of `success.body`: `{ total: $total, next: $next }`. One of `meta`,
        /// `links` and `link_header` is required, unless the template of lists leads to the next page.
        meta: Option<Template> [Template(Place::NumberMeta)],
        /// The template that fills the slot `$links` of `success.body`: `{ next: $next, prev: $prev }`.
        links: Option<Template> [Template(Place::NumberLinks)],
        /// The links of the response header `Link` (RFC 8288), by which clients get other pages: `[first, prev, next, last]`.
        /// `next` is required. Without the key, there is no such header.
        link_header: Option<List<LinkRelation>>,
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::NumberList)],
        /// A second, deprecated way: a request may ask for the items after a row instead of a page number. Without it, it
        /// cannot.
        after_row formerly "rows": Option<RowPaging>,
    }
}

record! {
    /// Paging by offset. Links and members of the body may lead to other pages; without them, clients ask for the items after
    /// those that they received until a page is empty.
    OffsetPaging "" {
        /// The query parameter for how many items come before the page: `offset`, `skip`. The default is 0.
        offset: Text [Text(&WIRE)],
        /// The response to an offset after the last item of a list that is not empty.
        past_end: PastEnd = "\"empty\"",
        /// The query parameter for the size of the page: `limit`, `top`.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`: `{ total: $total, offset: $offset, limit: $size }`.
        meta: Option<Template> [Template(Place::OffsetMeta)],
        /// The template that fills the slot `$links` of `success.body`: `{ next: $next, prev: $prev }`.
        links: Option<Template> [Template(Place::NumberLinks)],
        /// The links of the response header `Link` (RFC 8288), by which clients get other pages: `[first, prev, next, last]`.
        /// `next` is required. Without the key, there is no such header.
        link_header: Option<List<LinkRelation>>,
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::OffsetList)],
    }
}

record! {
    /// Paging by opaque cursors.
    CursorPaging "" {
        /// The query parameter for the items before a cursor: `page[before]`. Without it, pages lead forward only.
        before: Option<Text> [Text(&WIRE)],
        /// The query parameter for the items after a cursor: `page[after]`, `page_token`.
        after: Text [Text(&WIRE)],
        /// Whether only links have the parameters `before` and `after`: documents and calls of clients do not.
        only_in_links: bool = "false",
        /// The query parameter for the size of the page: `per_page`, `page[size]`. Without it, all pages have `size_default`.
        size: Option<Text> [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`, if it has one: `{ next_cursor: $next_cursor }`.
        meta: Option<Template> [Template(Place::CursorMeta)],
        /// The template that fills the slot `$links` of `success.body`: `{ next: $next, prev: $prev }`. Either `links` or
        /// `link_header` is required, unless the template of lists, or `meta`, has `$next` or `$next_cursor`.
        links: Option<Template> [Template(Place::CursorLinks)],
        /// The links of the response header `Link` (RFC 8288), by which clients get other pages: `[prev, next]`.
        /// `next` is required. Without the key, there is no such header.
        link_header: Option<List<LinkRelation>>,
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::CursorList)],
    }
}

record! {
    /// Paging by the ids of items. The template of the body, or `meta`, must have the slot `$has_more`.
    ItemCursorPaging "" {
        /// The query parameter for the items before an item: `ending_before`.
        before: Text [Text(&WIRE)],
        /// The query parameter for the items after an item: `starting_after`.
        after: Text [Text(&WIRE)],
        /// The member of items that these parameters name; it must be unique.
        by: Text [Text(&WIRE)] = "\"id\"",
        /// The query parameter for the size of the page: `limit`.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`, if it has one: `{ has_more: $has_more }`.
        meta: Option<Template> [Template(Place::ItemCursorMeta)],
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::ItemCursorList)],
    }
}

record! {
    /// Paging by the keys of items.
    KeysetPaging "" {
        /// The query parameter for the items before a key: `before`.
        before: Text [Text(&WIRE)],
        /// The query parameter for the items after a key: `after`.
        after: Text [Text(&WIRE)],
        /// The members that order the items: `[created_at, uuid]`. The last one is the key in links; it must be unique.
        by: List<Text> [List(&Text(&WIRE))],
        /// The direction if a request has neither parameter.
        default_direction formerly "default": Direction = "\"before\"",
        /// The query parameter for the size of the page: `per_page`, `page[size]`.
        size: Text [Text(&WIRE)],
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`: `{ total: $total, next: $next }`. One of `meta`,
        /// `links` and `link_header` is required, unless the template of lists leads to the next page.
        meta: Option<Template> [Template(Place::KeysetMeta)],
        /// The template that fills the slot `$links` of `success.body`: `{ next: $next, prev: $prev }`.
        links: Option<Template> [Template(Place::CursorLinks)],
        /// The links of the response header `Link` (RFC 8288), by which clients get other pages: `[prev, next]`.
        /// `next` is required. Without the key, there is no such header.
        link_header: Option<List<LinkRelation>>,
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::KeysetList)],
    }
}

record! {
    /// Paging by ranges of positions. The unit is that of the operation (`unit` of `paging` in `x-style`).
    ItemRangePaging "" {
        /// The response to a range after the end of a list that is not empty.
        past_end: PastEnd = "\"range_not_satisfiable\"",
        /// The outcome of a request without `Range` that gets only a part of the list.
        without_range formerly "unasked": WithoutRange = "\"partial\"",
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`, if it has one: `{ total: $total }`.
        meta: Option<Template> [Template(Place::RangeMeta)],
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::RangeList)],
    }
}

record! {
    /// Paging by ranges of keys.
    KeyRangePaging "" {
        /// The members by which a `Range` may order the items, unless the operation names them (`by` of `paging` in
        /// `x-style`): `[id]`. The first is the default.
        by: List<Text> [List(&Text(&WIRE))],
        /// The order if a request names none.
        default_order formerly "order": Order = "\"ascending\"",
        /// The response header for the `Range` of the next page: `Next-Range`.
        next_header formerly "next": HeaderName = "\"Next-Range\"",
        /// The outcome of a request without `Range` that gets only a part of the list.
        without_range formerly "unasked": WithoutRange = "\"partial\"",
        /// The size of a page.
        [flat] limits: PageLimits,
        /// The template that fills the slot `$meta` of `success.body`, if it has one: `{ total: $total }`.
        meta: Option<Template> [Template(Place::RangeMeta)],
        /// The template of the body of this way's pages, instead of `success.list`: `{ total_count: $total, "{items}":
        /// $payload }`.
        list: Option<Template> [Template(Place::RangeList)],
    }
}

record! {
    /// The size of a page.
    PageLimits "" {
        /// The number of items per page if a request has no size.
        size_default: u32 [Whole(1, 1_000_000)] = "20",
        /// The largest number of items per page.
        size_max: u32 [Whole(1, 1_000_000)] = "100",
        /// What happens if a request asks for more than `size_max`.
        oversize: Oversize = "\"clamp\"",
        /// What a size of zero and an empty cursor mean.
        zero: Zero = "\"reject\"",
    }
}

record! {
    /// A deprecated way next to paging by number: the items after a row, in an order that the request names. It is used if a
    /// request has one of these parameters and no page number. The responses have neither `meta` nor `links`, and have the
    /// header `Deprecation` (RFC 9745).
    RowPaging "`after_row`" {
        /// The query parameter for the id of the row before the page: `page[last_id]`.
        id formerly "last": Text [Text(&WIRE)],
        /// The query parameters for the field that orders the items; a request has one of them: `["page[field]"]`.
        field: List<Text> [List(&Text(&WIRE))],
        /// The query parameter for the value of that field in the row before the page: `page[field_value]`.
        value: Text [Text(&WIRE)],
        /// The query parameter for the order, `asc` or `desc`: `page[direction]`.
        direction: Text [Text(&WIRE)],
        /// The field if a request names none.
        default_field: Text [Text(&WIRE)] = "\"id\"",
        /// The order if a request names none.
        default_order: Order = "\"ascending\"",
    }
}

impl RowPaging {
    /// The query parameters of a request, except the size.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        [&self.id, &self.value, &self.direction].into_iter().chain(self.field.iter()).map(Cow::as_ref)
    }
}
