//! What generated code calls each kind of paging, its page, and the setters of a page.

use super::super::cases::screaming;
use super::super::ident::Ident;
use super::super::scope::Scope;
use super::super::ty::Spelling;
use crate::ir::ApiModel;
use crate::style::{
    CursorPaging, ItemCursorPaging, KeyRangePaging, KeysetPaging, NumberPaging, OffsetPaging, Order, Paging,
};

/// Names of a way to page.
#[derive(Debug)]
pub struct PagingNames {
    /// The style's key.
    pub wire: String,
    /// The constant.
    pub item: Ident,
    /// The type of the constant: the record of the style.
    pub record: &'static str,
    /// The type of the runtime that a request asks for.
    pub page: &'static str,
}

/// A setter of a page.
#[derive(Debug, Clone)]
pub struct PageSetter {
    /// The method of the page that a call passes it on to.
    pub method: &'static str,
    /// The argument's name and type.
    pub argument: Option<(&'static str, Spelling)>,
    /// Its documentation.
    pub docs: &'static str,
}

/// A kind of paging: the record of the style, the page of the runtime, and what a call can set of it. A setter of a parameter
/// has its name.
struct PagingKindNames<'a>(&'static str, &'static str, Vec<(&'a str, PageSetter)>);

/// The kind of a way to page, of an operation with so many members or units that a range may name.
fn kind(paging: &Paging, ranges: usize) -> PagingKindNames<'_> {
    match paging {
        Paging::Number(way) => number(way),
        Paging::Offset(way) => offset(way),
        Paging::Cursor(way) => cursor(way),
        Paging::ItemCursor(way) => item_cursor(way),
        Paging::Keyset(way) => keyset(way),
        Paging::ItemRange(_) => item_range(),
        Paging::KeyRange(way) => key_range(way, ranges),
    }
}

pub(super) fn name_pagings(api: &ApiModel) -> Vec<PagingNames> {
    let mut scope = Scope::with(["STYLE"]);
    let ways = api.style.paging.ways.iter();
    ways.map(|way| {
        let PagingKindNames(record, page, _) = kind(&way.value, 0);
        let item = scope.claim([screaming(&way.name).as_str()], "PAGING");
        PagingNames { wire: way.name.to_string(), item, record, page }
    })
    .collect()
}

/// What a call can set of a page, and what the setter is to be called.
pub(super) fn page_setters(paging: &Paging, ranges: usize) -> Vec<(&str, PageSetter)> {
    let PagingKindNames(_, _, setters) = kind(paging, ranges);
    setters
}

const fn setter(
    method: &'static str,
    argument: &'static str,
    ty: Spelling,
    docs: &'static str,
) -> PageSetter {
    PageSetter { method, argument: Some((argument, ty)), docs }
}

const fn text(method: &'static str, argument: &'static str, docs: &'static str) -> PageSetter {
    setter(method, argument, Spelling::Plain("impl Into<String>"), docs)
}

const SIZE: PageSetter = setter("set_size", "size", Spelling::Plain("u32"), "Pages of this many items.");

fn number(way: &NumberPaging) -> PagingKindNames<'_> {
    let number = setter("set_number", "number", Spelling::Plain("u64"), "The page of this number, from 1.");
    let mut setters = vec![(&*way.number, number), (&*way.size, SIZE)];
    if way.after_row.is_none() {
        return PagingKindNames("NumberPaging", "NumberedPage", setters);
    }
    let docs =
        "The items after a row, in an order of their own: what pages were like before they had numbers.";
    setters.push(("rows", setter("set_rows", "page", Spelling::Runtime("RowsPage"), docs)));
    PagingKindNames("NumberPaging", "NumberedOrRows", setters)
}

fn offset(way: &OffsetPaging) -> PagingKindNames<'_> {
    let docs = "The items after so many others.";
    let offset = setter("set_offset", "offset", Spelling::Plain("u64"), docs);
    PagingKindNames("OffsetPaging", "OffsetPage", vec![(&way.offset, offset), (&way.size, SIZE)])
}

fn cursor(way: &CursorPaging) -> PagingKindNames<'_> {
    let before = text("set_before", "cursor", "The items right before the one of this cursor.");
    let after = text("set_after", "cursor", "The items right after the one of this cursor.");
    let before = way.declared_before().map(|wire| (&**wire, before));
    let after = way.declared_after().map(|wire| (&**wire, after));
    let size = way.size.as_deref().map(|wire| (wire, SIZE));
    PagingKindNames("CursorPaging", "CursorPage", [before, after, size].into_iter().flatten().collect())
}

fn item_cursor(way: &ItemCursorPaging) -> PagingKindNames<'_> {
    let before = text("set_before", "id", "The items right before the one of this id.");
    let after = text("set_after", "id", "The items right after the one of this id.");
    let setters = vec![(&*way.before, before), (&*way.after, after), (&*way.size, SIZE)];
    PagingKindNames("ItemCursorPaging", "ItemCursorPage", setters)
}

fn keyset(way: &KeysetPaging) -> PagingKindNames<'_> {
    let before = text("set_before", "key", "The items before the one of this key.");
    let after = text("set_after", "key", "The items after the one of this key.");
    PagingKindNames(
        "KeysetPaging",
        "KeysetPage",
        vec![(&way.before, before), (&way.after, after), (&way.size, SIZE)],
    )
}

fn item_range() -> PagingKindNames<'static> {
    let docs = "The items from this position on, of which the first is 0.";
    let from = setter("set_position", "position", Spelling::Plain("u64"), docs);
    let last = setter("set_last", "size", Spelling::Plain("u32"), "The last so many items.");
    PagingKindNames("ItemRangePaging", "RangePage", vec![("from", from), ("last", last), ("size", SIZE)])
}

fn key_range(way: &KeyRangePaging, ranges: usize) -> PagingKindNames<'_> {
    let docs = "Ordered by this member, called as on the wire: one that the operation declares.";
    let by = text("set_by", "member", docs);
    let from = text("set_from", "key", "The items from this key on, itself included.");
    let to = text("set_to", "key", "The items up to this key, itself included.");
    let order = |method, docs| PageSetter { method, argument: None, docs };
    let order = match way.default_order {
        Order::Ascending => ("descending", order("set_descending", "The greatest key first.")),
        Order::Descending => ("ascending", order("set_ascending", "The least key first.")),
    };
    let by = (ranges > 1).then_some(("by", by)).into_iter();
    let setters = by.chain([("from", from), ("to", to), order, ("size", SIZE)]).collect();
    PagingKindNames("KeyRangePaging", "KeyRangePage", setters)
}
