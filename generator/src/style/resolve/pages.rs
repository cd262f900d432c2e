//! Ways of paging.

use housestyle_style::grammar::Keys;
use housestyle_style::read::{Read as _, member};

use super::{contradiction, is_reported};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::grammar::{Place, Record, Shape};
use crate::style::tree::StyleNode;
use crate::style::{
    KeysetPaging, LinkRelation, NumberPaging, OffsetPaging, PageLimits, Pagination, Paging, RowPaging, Slot,
    Style, Success, Template, texts as rules,
};

/// Reports a default that is not one of the ways of paging, and contradictions of each way.
pub(super) fn check(style: &StyleNode, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(node) = style.get(Keys::<Style>::paging()) else { return };
    for (name, at) in ways(style) {
        if name == "none" || !(rules::NAME.admits)(name) {
            let message = format!("a way of paging cannot have the name {name:?}");
            let help = format!("use {}, except `none`, which turns paging off", rules::NAME.what);
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.key_place()).help(help));
        }
        way(at, success, diags);
    }
    if let Some(at) = node.get(Keys::<Pagination>::default())
        && let Some(name) = at.text()
        && !ways(style).any(|(way, _)| way == name)
    {
        let message = format!("there is no way of paging `{name}`");
        let help = match ways(style).next() {
            Some(_) => suggest::among(name, ways(style).map(|(way, _)| way)),
            None => "add it next to `default`".to_owned(),
        };
        diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
}

/// The ways of paging by name.
fn ways(style: &StyleNode) -> impl Iterator<Item = (&str, &StyleNode)> {
    let members = style.get(Keys::<Style>::paging()).and_then(StyleNode::members).into_iter().flatten();
    members
        .filter(|(wire, way)| *wire != Keys::<Pagination>::default() && !way.is_null())
        .map(|(wire, way)| (wire.as_str(), way))
}

/// Reads each key by itself, so that a problem of one does not hide problems of others.
fn way(node: &StyleNode, success: Option<&Success>, diags: &mut Diagnostics) {
    let kind = node.get(Paging::TAGGED.tag).and_then(StyleNode::text);
    let Some((_, keys)) = Paging::TAGGED.variants.iter().find(|(word, _)| Some(word.text) == kind) else {
        return;
    };
    distinct(node, diags);
    let rows =
        node.get(Keys::<NumberPaging>::after_row()).and_then(|rows| rows.get(Keys::<RowPaging>::field()));
    if let Some(at) = rows.filter(|at| at.items().is_some_and(<[StyleNode]>::is_empty)) {
        contradiction("the list of parameters is empty", at, "add one, such as `page[field]`", diags);
    }
    if let Some(at) =
        node.get(Keys::<KeysetPaging>::by()).filter(|at| at.items().is_some_and(<[StyleNode]>::is_empty))
    {
        contradiction("the list of members is empty", at, "add one, such as `id`", diags);
    }
    let own_list = node.get(Keys::<NumberPaging>::list()).filter(|at| !is_reported(Some(at), diags));
    let own_list = own_list.and_then(|_| member::<_, Template>(node, Keys::<NumberPaging>::list()));
    let body = success.map(|success| success.list_body(own_list.as_ref()));
    let has_links = keys.keys.iter().any(|key| key.wire == Keys::<NumberPaging>::links());
    if has_links {
        next_page(node, keys, body, diags);
    }
    if let (Some(body), Some(paging)) = (body, Paging::read(node)) {
        says_more(node, &paging, body, diags);
    }
    for slot in [Slot::Meta, Slot::Links] {
        if let (Some(at), Some(body), Some(success)) = (node.get(slot.as_str()), body, success) {
            let name = match (&own_list, &success.list) {
                (Some(_), _) => "list",
                (None, Some(_)) => "success.list",
                (None, None) => "success.body",
            };
            placed(at, slot, has_links, (name, body), diags);
        }
    }
    let size = |wire| member::<_, u32>(node, wire);
    if let (Some(default), Some(max), Some(at)) = (
        size(Keys::<PageLimits>::size_default()),
        size(Keys::<PageLimits>::size_max()),
        node.get(Keys::<PageLimits>::size_default()),
    ) && default > max
    {
        contradiction(format!("{default} is more than `size_max`, {max}"), at, "lower it", diags);
    }
}

/// Reports a way by which clients cannot get the next page, and links that none of its pages has.
fn next_page(node: &StyleNode, keys: &Record, body: Option<&Template>, diags: &mut Diagnostics) {
    let meta = keys.keys.iter().find(|key| key.wire == Keys::<NumberPaging>::meta());
    let leads_on =
        |place: Place| [Slot::Next, Slot::NextCursor].iter().any(|slot| place.slots().contains(slot));
    let by_meta = meta.is_some_and(|meta| matches!(meta.shape, Shape::Template(place) if leads_on(place)));
    let (wires, message): (&[&str], _) = match by_meta {
        true => (&["meta", "links", "link_header"], "`meta`, `links` or `link_header` is missing"),
        false => (&["links", "link_header"], "`links` or `link_header` is missing"),
    };
    let by_cursor = meta.is_some_and(
        |meta| matches!(meta.shape, Shape::Template(place) if place.slots().contains(&Slot::NextCursor)),
    );
    let is_by = |wire| keys.keys.iter().any(|key| key.wire == wire);
    let (is_numbered, is_by_offset) =
        (is_by(Keys::<NumberPaging>::number()), is_by(Keys::<OffsetPaging>::offset()));
    let slots: &[Slot] = match is_numbered {
        true => &[Slot::Next, Slot::HasMore, Slot::Total, Slot::Pages],
        false => &[Slot::Next, Slot::NextCursor],
    };
    let by_body = body.is_none_or(|body| slots.iter().any(|slot| body.has(*slot)));
    let by_key = wires.iter().any(|wire| match member::<_, Template>(node, wire) {
        // The meta of cursors need not lead to the next page.
        Some(meta) if *wire == Keys::<NumberPaging>::meta() && by_cursor => meta.has(Slot::NextCursor),
        Some(_) | None => node.get(wire).is_some(),
    });
    if !by_body && !by_key && !is_by_offset {
        let help = "without them, clients cannot get the next page";
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
    }
    let Some(at) = node.get(Keys::<NumberPaging>::link_header()) else { return };
    let Some(links) = at.items().filter(|_| !is_reported(Some(at), diags)) else { return };
    if links.iter().all(|link| link.text() != Some(LinkRelation::Next.as_str())) {
        contradiction(
            "the list of links has no `next`",
            at,
            "add it: clients get the next page by it",
            diags,
        );
    }
    if let Some(at) = links.iter().find(|link| link.text() == Some(LinkRelation::Last.as_str()))
        && !is_numbered
        && !is_by_offset
    {
        contradiction("only pages by number or offset have a link to the last page", at, "remove it", diags);
    }
}

/// Reports a template whose slot the body does not have. `leads_on` is whether clients need it to get other pages.
fn placed(
    at: &StyleNode,
    slot: Slot,
    leads_on: bool,
    (name, body): (&str, &Template),
    diags: &mut Diagnostics,
) {
    let has_members = at.members().is_some_and(|members| members.values().any(|member| !member.is_null()));
    if has_members && !is_reported(Some(at), diags) && !body.has(slot) {
        let wire = slot.as_str();
        let help = match leads_on {
            false => format!("add a member with `${wire}` to the body, or remove this key"),
            true => format!(
                "add a member with `${wire}` to the body; without it, clients cannot get the next page"
            ),
        };
        contradiction(format!("`{name}` has no slot `${wire}`"), at, &help, diags);
    }
}

/// Reports a way by the ids of items whose responses do not say whether there are more.
fn says_more(node: &StyleNode, paging: &Paging, body: &Template, diags: &mut Diagnostics) {
    let way = paging.kind();
    let in_meta = way.meta().is_some_and(|meta| meta.has(Slot::HasMore)) && body.has(Slot::Meta);
    if way.item_id().is_some() && !in_meta && !body.has(Slot::HasMore) {
        let message = "no body of this way has the slot `$has_more`";
        let help = "add a member with `$has_more` to `success.list`, or to `list` of this way; without it, clients do \
            not know whether to go on";
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
    }
}

/// The templates of lists that ways of paging have, with their names.
pub(super) fn lists(style: &StyleNode) -> impl Iterator<Item = (String, Template)> {
    ways(style).filter_map(|(name, way)| Some((format!("paging.{name}.list"), member(way, "list")?)))
}

/// Reports two parameters of a way with the same name.
fn distinct(node: &StyleNode, diags: &mut Diagnostics) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (wire, at) in parameters(node) {
        let Some(name) = at.text() else { continue };
        if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == name) {
            let message = format!("the parameter `{name}` is already used by `{other}`");
            contradiction(message, at, "use another name", diags);
        }
        seen.push((wire, name));
    }
}

/// The keys of a way of paging that name query parameters, with their nodes.
fn parameters(node: &StyleNode) -> impl Iterator<Item = (&'static str, &StyleNode)> {
    let rows = node.get(Keys::<NumberPaging>::after_row());
    let named = Paging::PARAMETERS.iter();
    let named = named.filter_map(move |wire| Some((*wire, node.get(wire).or_else(|| rows?.get(wire))?)));
    named.flat_map(|(wire, at)| {
        let all = at.items().unwrap_or(std::slice::from_ref(at));
        all.iter().map(move |at| (wire, at))
    })
}

/// The query parameters of all ways of paging.
pub(super) fn parameters_of_all(style: &StyleNode) -> impl Iterator<Item = &StyleNode> {
    ways(style).flat_map(|(_, way)| parameters(way).map(|(_, at)| at))
}
