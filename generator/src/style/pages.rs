//! Ways to page.

use indexmap::IndexMap;

use super::grammar::Place;
use super::resolve::{contradiction, text, word};
use super::tree::{Content, Node};
use super::{
    Direction, Ends, Order, Oversize, Paging, PagingKind, PastEnd, Rows, Slot, Success, Template, Unasked,
    template, texts,
};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// The ways to page by name, and the name of the default.
pub type Ways = (IndexMap<String, Paging>, Option<String>);

/// What `paging` says, if it is there at all.
pub fn paging(style: &Node, success: Option<&Success>, diags: &mut Diagnostics) -> Option<Ways> {
    let Some(node) = style.get("paging") else { return Some(Ways::default()) };
    let members = node
        .members()?
        .iter()
        .filter(|(wire, member)| wire.as_str() != "default" && !matches!(member.content, Content::Null));
    let ways: Vec<_> = members
        .map(|(wire, member)| {
            name(wire, member, diags);
            Some((wire.clone(), way(member, success, diags)?))
        })
        .collect();
    let default = node.get("default");
    if let Some((at, name)) = default.and_then(|at| Some((at, at.text()?)))
        && node.get(name).is_none_or(|_| name == "default")
    {
        let there = |(wire, way): &(&String, &Node)| wire.as_str() != "default" && !way.is_null();
        let names = || node.members().into_iter().flatten().filter(there).map(|(wire, _)| wire);
        let message = format!("there is no way to page `{name}`");
        let help = match names().next() {
            Some(_) => suggest::among(name, names().map(String::as_str)),
            None => "declare it beside `default`".to_owned(),
        };
        diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
    let default = default.and_then(Node::text).map(str::to_owned);
    Some((ways.into_iter().collect::<Option<_>>()?, default))
}

fn name(wire: &str, node: &Node, diags: &mut Diagnostics) {
    if wire == "none" || !(texts::NAME.admits)(wire) {
        let message = format!("a way to page cannot be called {wire:?}");
        let help = format!("it is {}, but not `none`, which turns paging off", texts::NAME.what);
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.key_place()).help(help));
    }
}

fn way(node: &Node, success: Option<&Success>, diags: &mut Diagnostics) -> Option<Paging> {
    let (parameters, places): (&[&str], _) = match word(node, "kind")? {
        "number" => (&["number", "size"], [Place::NumberMeta, Place::NumberLinks]),
        "cursor" => (&["before", "after", "size"], [Place::CursorMeta, Place::CursorLinks]),
        "keyset" => (&["before", "after", "size"], [Place::KeysetMeta, Place::CursorLinks]),
        "item_range" | "key_range" => (&[], [Place::RangeMeta; 2]),
        _ => return None,
    };
    distinct(node, parameters, diags);
    let kind = kind(node, diags);
    let either = matches!(places[1], Place::NumberLinks) || word(node, "kind") == Some("keyset");
    if either && node.get("meta").or_else(|| node.get("links")).is_none() {
        let message = "neither `meta` nor `links` is there";
        let help = "without them nobody can page on";
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
    }
    let meta = told(node, "meta", (places[0], Slot::Meta), success, diags);
    let links = told(node, "links", (places[1], Slot::Links), success, diags);
    let size_default = node.get("size_default").and_then(Node::whole);
    let size_max = node.get("size_max").and_then(Node::whole);
    if let (Some(default), Some(max), Some(at)) = (size_default, size_max, node.get("size_default"))
        && default > max
    {
        contradiction(format!("{default} is more than `size_max`, {max}"), at, "lower it", diags);
    }
    Some(Paging {
        kind: kind?,
        meta: meta?,
        links: links?,
        size_default: size_default?,
        size_max: size_max?,
        oversize: Oversize::parse(word(node, "oversize")?)?,
    })
}

/// The template of `meta` or `links`. Without one it is the slot itself, which is empty.
fn told(
    node: &Node,
    wire: &str,
    (place, slot): (Place, Slot),
    success: Option<&Success>,
    diags: &mut Diagnostics,
) -> Option<Template> {
    let Some(at) = node.get(wire) else { return Some(Template::Slot(slot)) };
    let told = template::compile(at, place, diags);
    if let (Some(success), Some(Template::Object(members))) = (success, &told)
        && !members.is_empty()
        && !template::has(&success.body, slot)
    {
        let help = match place {
            Place::RangeMeta => format!("give the body a member `${wire}`, or take this away"),
            _ => format!("give the body a member `${wire}`; without it nobody can page on"),
        };
        contradiction(format!("`success.body` has no slot `${wire}`"), at, &help, diags);
    }
    told
}

fn kind(node: &Node, diags: &mut Diagnostics) -> Option<PagingKind> {
    match word(node, "kind")? {
        "number" => Some(PagingKind::Number {
            number: text(node, "number")?,
            size: text(node, "size")?,
            past_end: PastEnd::parse(word(node, "past_end")?)?,
            ends: Ends::parse(word(node, "ends")?)?,
            rows: match node.get("rows") {
                Some(rows) => Some(self::rows(rows, diags)?),
                None => None,
            },
        }),
        "cursor" => Some(PagingKind::Cursor {
            before: text(node, "before")?,
            after: text(node, "after")?,
            size: text(node, "size")?,
        }),
        "keyset" => Some(PagingKind::Keyset {
            before: text(node, "before")?,
            after: text(node, "after")?,
            size: text(node, "size")?,
            by: keys(node, diags)?,
            default: Direction::parse(word(node, "default")?)?,
        }),
        "item_range" => Some(PagingKind::ItemRange {
            past_end: PastEnd::parse(word(node, "past_end")?)?,
            unasked: Unasked::parse(word(node, "unasked")?)?,
        }),
        "key_range" => Some(PagingKind::KeyRange {
            by: keys(node, diags)?,
            order: Order::parse(word(node, "order")?)?,
            next: text(node, "next")?,
            unasked: Unasked::parse(word(node, "unasked")?)?,
        }),
        _ => None,
    }
}

/// The deprecated way beside that by number.
fn rows(node: &Node, diags: &mut Diagnostics) -> Option<Rows> {
    let at = node.get("field")?;
    let field: Vec<String> = at.items()?.iter().filter_map(Node::text).map(str::to_owned).collect();
    if field.is_empty() {
        contradiction("no parameter names the field".to_owned(), at, "name one, such as `field`", diags);
    }
    Some(Rows {
        last: text(node, "last")?,
        field,
        value: text(node, "value")?,
        direction: text(node, "direction")?,
        default_field: text(node, "default_field")?,
        default_order: Order::parse(word(node, "default_order")?)?,
    })
}

/// The members that order.
fn keys(node: &Node, diags: &mut Diagnostics) -> Option<Vec<String>> {
    let at = node.get("by")?;
    let items = at.items()?;
    if items.is_empty() {
        contradiction("no member orders the items".to_owned(), at, "name one, such as `id`", diags);
    }
    Some(items.iter().filter_map(Node::text).map(str::to_owned).collect())
}

/// Tells of two parameters of a way with one name.
fn distinct(node: &Node, wires: &[&str], diags: &mut Diagnostics) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (wire, at) in parameters(node, wires) {
        let Some(name) = at.text() else { continue };
        if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == name) {
            let message = format!("the parameter `{name}` is that of `{other}` already");
            contradiction(message, at, "each parameter has a name of its own", diags);
        }
        seen.push((wire, name));
    }
}

/// The parameters of a way to page, those by rows too, with the keys that name them.
fn parameters<'a>(node: &'a Node, wires: &[&'a str]) -> impl Iterator<Item = (&'a str, &'a Node)> {
    let own: Vec<_> = wires.iter().filter_map(|wire| Some((*wire, node.get(wire)?))).collect();
    let rows = node.get("rows");
    let of_rows = ["last", "value", "direction"].into_iter();
    let of_rows = of_rows.filter_map(move |wire| Some((wire, rows?.get(wire)?)));
    let fields = rows.and_then(|rows| rows.get("field")?.items()).unwrap_or_default();
    own.into_iter().chain(of_rows).chain(fields.iter().map(|field| ("field", field)))
}

/// The parameters of every way to page.
pub fn asked(style: &Node) -> impl Iterator<Item = &Node> {
    let ways = style.get("paging").and_then(Node::members).into_iter().flat_map(|ways| ways.values());
    ways.flat_map(|way| parameters(way, &["number", "before", "after", "size"]).map(|(_, at)| at))
}
