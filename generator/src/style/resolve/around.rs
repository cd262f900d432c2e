//! What goes on around a call: headers, caches, pages of other origins.

use housestyle_style::read::member;

use super::contradiction;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::Node;
use crate::style::{EntityTags, IfMatch};

/// Reports what headers, `caching` and `cors` say against each other.
pub(super) fn check(style: &Node, diags: &mut Diagnostics) {
    check_headers(style, diags);
    if let Some(node) = style.get("caching")
        && let Some(at) = node.get("if_match")
        && member(node, "etag") == Some(EntityTags::None)
        && member(node, "if_match") == Some(IfMatch::Check)
    {
        let message = "there is no `ETag` to check `If-Match` against";
        contradiction(message, at, "say `caching.etag: strong` too", diags);
    }
    if let Some(node) = style.get("cors") {
        cors(node, diags);
    }
}

fn cors(node: &Node, diags: &mut Diagnostics) {
    let Some(at) = node.get("origins") else { return };
    if at.items().is_some_and(<[Node]>::is_empty) {
        contradiction("no origin is let through", at, "name one, or take `cors` away", diags);
    }
    if let Some(credentials) = node.get("credentials").filter(|_| at.text() == Some("any"))
        && member(node, "credentials") == Some(true)
    {
        let message = "every page of the web could act for whoever looks at it";
        contradiction(message, credentials, "list the origins that may", diags);
    }
}

/// Headers of answers that HTTP and the runtime write themselves.
const TAKEN: [&str; 21] = [
    "accept-ranges",
    "allow",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "deprecation",
    "etag",
    "keep-alive",
    "location",
    "retry-after",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "www-authenticate",
];

/// Reports headers of answers that two keys name, or that are not the style's to name.
fn check_headers(style: &Node, diags: &mut Diagnostics) {
    let id = style.get("headers").and_then(|headers| headers.get("request_id")?.get("header"));
    let rate = style.get("rate");
    let of_rate = ["limit", "remaining", "reset"].map(|wire| rate.and_then(|rate| rate.get(wire)));
    let ways = style.get("paging").and_then(Node::members).into_iter().flat_map(|ways| ways.values());
    let next = ways.filter_map(|way| way.get("next_header"));
    let mut seen: Vec<&Node> = Vec::new();
    for node in id.into_iter().chain(of_rate.into_iter().flatten()) {
        named_once(node, &seen, diags);
        seen.push(node);
    }
    for node in next {
        named_once(node, &seen, diags); // ways may share theirs: an answer is paged one way
    }
}

fn named_once(node: &Node, others: &[&Node], diags: &mut Diagnostics) {
    let Some(header) = node.text() else { return };
    let same = |other: &&&Node| other.text().is_some_and(|other| other.eq_ignore_ascii_case(header));
    if TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(header)) {
        let message = format!("`{header}` has a meaning of its own in HTTP");
        let help = "give it another name";
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.place()).help(help));
    } else if let Some(other) = others.iter().find(same) {
        let message = format!("the header `{header}` says something else already");
        let twice = Diagnostic::error(codes::STYLE_CONTRADICTION, message, node.place());
        diags.push(twice.related(other.place(), "here").help("each header has a name of its own"));
    }
}
