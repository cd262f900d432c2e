//! Ways to page.

use housestyle_style::read::Read;

use super::{contradiction, is_reported};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::tree::Node;
use crate::style::{PageLimits, Paging, Slot, Success, Template, texts as rules};

/// Reports a default that is no way to page, and what keys of a way say against each other.
pub(super) fn check(style: &Node, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(node) = style.get("paging") else { return };
    for (name, at) in ways(style) {
        if name == "none" || !(rules::NAME.admits)(name) {
            let message = format!("a way to page cannot be called {name:?}");
            let help = format!("it is {}, but not `none`, which turns paging off", rules::NAME.what);
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.key_place()).help(help));
        }
        way(at, success, diags);
    }
    if let Some(at) = node.get("default")
        && let Some(name) = at.text()
        && !ways(style).any(|(way, _)| way == name)
    {
        let message = format!("there is no way to page `{name}`");
        let help = match ways(style).next() {
            Some(_) => suggest::among(name, ways(style).map(|(way, _)| way)),
            None => "declare it beside `default`".to_owned(),
        };
        diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
}

/// The ways to page, with their names.
fn ways(style: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let members = style.get("paging").and_then(Node::members).into_iter().flatten();
    members.filter(|(wire, way)| *wire != "default" && !way.is_null()).map(|(wire, way)| (wire.as_str(), way))
}

fn way(node: &Node, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(way) = Paging::read(node) else { return };
    distinct(node, diags);
    let pages_on = match &way {
        Paging::Number(number) => {
            if number.rows.as_ref().is_some_and(|rows| rows.field.is_empty()) {
                let at = node.get("rows").and_then(|rows| rows.get("field")).unwrap_or(node);
                contradiction("no parameter names the field", at, "name one, such as `field`", diags);
            }
            number.meta.is_some() || number.links.is_some()
        }
        Paging::Keyset(keyset) => {
            ordered(&keyset.by, node, diags);
            keyset.meta.is_some() || keyset.links.is_some()
        }
        Paging::KeyRange(range) => {
            ordered(&range.by, node, diags);
            true
        }
        Paging::Cursor(_) | Paging::ItemRange(_) => true,
    };
    if !pages_on {
        let message = "neither `meta` nor `links` is there";
        let help = "without them nobody can page on";
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
    }
    for (wire, template, slot) in [("meta", way.meta(), Slot::Meta), ("links", way.links(), Slot::Links)] {
        if let (Some(at), Some(success)) = (node.get(wire), success) {
            placed(at, template, slot, &way, success, diags);
        }
    }
    let PageLimits { size_default, size_max, .. } = way.limits();
    if let Some(at) = node.get("size_default").filter(|_| size_default > size_max) {
        contradiction(format!("{size_default} is more than `size_max`, {size_max}"), at, "lower it", diags);
    }
}

/// Reports a template whose slot the body does not have.
fn placed(
    at: &Node,
    template: &Template,
    slot: Slot,
    way: &Paging,
    success: &Success,
    diags: &mut Diagnostics,
) {
    let has_members = matches!(template, Template::Object(members) if !members.is_empty());
    if has_members && !is_reported(Some(at), diags) && !success.body.has(slot) {
        let wire = slot.as_str();
        let help = match way.wraps() {
            false => format!("give the body a member `${wire}`, or take this away"),
            true => format!("give the body a member `${wire}`; without it nobody can page on"),
        };
        contradiction(format!("`success.body` has no slot `${wire}`"), at, &help, diags);
    }
}

/// Reports that no member orders the items.
fn ordered(by: &[crate::style::Text], node: &Node, diags: &mut Diagnostics) {
    if by.is_empty() {
        let at = node.get("by").unwrap_or(node);
        contradiction("no member orders the items", at, "name one, such as `id`", diags);
    }
}

/// Reports two parameters of a way with one name.
fn distinct(node: &Node, diags: &mut Diagnostics) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (wire, at) in parameters(node) {
        let Some(name) = at.text() else { continue };
        if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == name) {
            let message = format!("the parameter `{name}` is that of `{other}` already");
            contradiction(message, at, "each parameter has a name of its own", diags);
        }
        seen.push((wire, name));
    }
}

/// The keys of a way to page that name query parameters, those of its rows too, with their nodes.
fn parameters(node: &Node) -> impl Iterator<Item = (&'static str, &Node)> {
    let rows = node.get("rows");
    let own = ["number", "before", "after", "size"].into_iter();
    let own = own.filter_map(move |wire| Some((wire, node.get(wire)?)));
    let of_rows = ["last", "value", "direction"].into_iter();
    let of_rows = of_rows.filter_map(move |wire| Some((wire, rows?.get(wire)?)));
    let fields = rows.and_then(|rows| rows.get("field")?.items()).unwrap_or_default();
    own.chain(of_rows).chain(fields.iter().map(|field| ("field", field)))
}

/// The query parameters of every way to page.
pub(super) fn parameters_of_all(style: &Node) -> impl Iterator<Item = &Node> {
    ways(style).flat_map(|(_, way)| parameters(way).map(|(_, at)| at))
}
