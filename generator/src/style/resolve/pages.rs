//! Ways to page.

use housestyle_style::read::member;

use super::{contradiction, is_reported};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::tree::Node;
use crate::style::{Paging, Slot, Success, texts as rules};

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

/// What is wrong with one key keeps nothing from being reported of the others: each is read by itself.
fn way(node: &Node, success: Option<&Success>, diags: &mut Diagnostics) {
    let kind = node.get(Paging::TAGGED.tag).and_then(Node::text);
    let Some((_, keys)) = Paging::TAGGED.variants.iter().find(|(word, _)| Some(word.0) == kind) else {
        return;
    };
    distinct(node, diags);
    let rows = node.get("rows").and_then(|rows| rows.get("field"));
    if let Some(at) = rows.filter(|at| at.items().is_some_and(<[Node]>::is_empty)) {
        contradiction("no parameter names the field", at, "name one, such as `field`", diags);
    }
    if let Some(at) = node.get("by").filter(|at| at.items().is_some_and(<[Node]>::is_empty)) {
        contradiction("no member orders the items", at, "name one, such as `id`", diags);
    }
    let key = |wire: &str| keys.keys.iter().find(|key| key.wire == wire);
    let has_links = key("links").is_some();
    let is_either = key("links").is_some_and(|links| !links.required);
    if is_either && node.get("meta").or_else(|| node.get("links")).is_none() {
        let message = "neither `meta` nor `links` is there";
        let help = "without them nobody can page on";
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
    }
    for slot in [Slot::Meta, Slot::Links] {
        if let (Some(at), Some(success)) = (node.get(slot.as_str()), success) {
            placed(at, slot, has_links, success, diags);
        }
    }
    let size = |wire| member::<_, u32>(node, wire);
    if let (Some(default), Some(max), Some(at)) =
        (size("size_default"), size("size_max"), node.get("size_default"))
        && default > max
    {
        contradiction(format!("{default} is more than `size_max`, {max}"), at, "lower it", diags);
    }
}

/// Reports a template whose slot the body does not have. `leads_on`: the answer's body is what leads to other pages.
fn placed(at: &Node, slot: Slot, leads_on: bool, success: &Success, diags: &mut Diagnostics) {
    let has_members = at.members().is_some_and(|members| members.values().any(|member| !member.is_null()));
    if has_members && !is_reported(Some(at), diags) && !success.body.has(slot) {
        let wire = slot.as_str();
        let help = match leads_on {
            false => format!("give the body a member `${wire}`, or take this away"),
            true => format!("give the body a member `${wire}`; without it nobody can page on"),
        };
        contradiction(format!("`success.body` has no slot `${wire}`"), at, &help, diags);
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
    let named = Paging::PARAMETERS.iter();
    let named = named.filter_map(move |wire| Some((*wire, node.get(wire).or_else(|| rows?.get(wire))?)));
    named.flat_map(|(wire, at)| {
        let all = at.items().unwrap_or(std::slice::from_ref(at));
        all.iter().map(move |at| (wire, at))
    })
}

/// The query parameters of every way to page.
pub(super) fn parameters_of_all(style: &Node) -> impl Iterator<Item = &Node> {
    ways(style).flat_map(|(_, way)| parameters(way).map(|(_, at)| at))
}
