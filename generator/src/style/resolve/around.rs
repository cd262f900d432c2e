//! Headers, caching and CORS.

use housestyle_style::read::member;

use super::contradiction;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::Node;
use crate::style::{EntityTags, IfMatch};

/// Reports contradictions of headers, `caching` and `cors`.
pub(super) fn check(style: &Node, diags: &mut Diagnostics) {
    check_headers(style, diags);
    if let Some(node) = style.get("caching")
        && let Some(at) = node.get("if_match")
        && member(node, "etag") == Some(EntityTags::None)
        && member(node, "if_match") == Some(IfMatch::Check)
    {
        let message = "`If-Match` cannot be checked without an `ETag`";
        contradiction(message, at, "add `caching.etag: strong`", diags);
    }
    if let Some(node) = style.get("cors") {
        cors(node, diags);
    }
    if let Some(at) = style.get("idempotency").and_then(|rules| rules.get("header")) {
        let version = style.get("version").and_then(|version| version.get("name"));
        super::version::own_header(at, style, version, diags);
    }
}

fn cors(node: &Node, diags: &mut Diagnostics) {
    let Some(at) = node.get("origins") else { return };
    if at.items().is_some_and(<[Node]>::is_empty) {
        contradiction("no origin is allowed", at, "add one, or remove `cors`", diags);
    }
    if let Some(credentials) = node.get("credentials").filter(|_| at.text() == Some("any"))
        && member(node, "credentials") == Some(true)
    {
        let message = "every web page could use the credentials of its visitors";
        contradiction(message, credentials, "list the origins that are allowed", diags);
    }
}

/// Response headers that HTTP and the runtime set.
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

/// Reports response headers that two keys name, or that HTTP or the runtime sets.
fn check_headers(style: &Node, diags: &mut Diagnostics) {
    let id = style.get("headers").and_then(|headers| headers.get("request_id")?.get("header"));
    let rate = style.get("rate");
    let of_rate = ["limit", "remaining", "reset"].map(|wire| rate.and_then(|rate| rate.get(wire)));
    let ways = style.get("paging").and_then(Node::members).into_iter().flat_map(|ways| ways.values());
    let next = ways.filter_map(|way| way.get("next_header"));
    let replay = style.get("idempotency").and_then(|rules| rules.get("replay_header"));
    let mut seen: Vec<&Node> = Vec::new();
    for node in id.into_iter().chain(replay).chain(of_rate.into_iter().flatten()) {
        named_once(node, &seen, diags);
        seen.push(node);
    }
    for node in next {
        named_once(node, &seen, diags); // ways of paging may share a header: a response uses one of them
    }
}

fn named_once(node: &Node, others: &[&Node], diags: &mut Diagnostics) {
    let Some(header) = node.text() else { return };
    let same = |other: &&&Node| other.text().is_some_and(|other| other.eq_ignore_ascii_case(header));
    if TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(header)) {
        let message = format!("the header `{header}` is already used by HTTP");
        let help = "use another name";
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.place()).help(help));
    } else if let Some(other) = others.iter().find(same) {
        let message = format!("the header `{header}` is already used");
        let twice = Diagnostic::error(codes::STYLE_CONTRADICTION, message, node.place());
        diags.push(twice.related(other.place(), "here").help("use another name"));
    }
}
