//! Headers, caching and CORS.

use housestyle_style::grammar::Keys;
use housestyle_style::read::member;

use super::contradiction;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::StyleNode;
use crate::style::{
    Caching, Cors, EntityTags, Failure, HeaderVersion, Headers, Idempotency, IfMatch, KeyRangePaging,
    Origins, Rate, RequestId, Style,
};

/// Reports contradictions of headers, `caching` and `cors`.
pub(super) fn check(style: &StyleNode, diags: &mut Diagnostics) {
    check_headers(style, diags);
    if let Some(node) = style.get(Keys::<Style>::caching())
        && let Some(at) = node.get(Keys::<Caching>::if_match())
        && member(node, Keys::<Caching>::if_match()) == Some(IfMatch::Check)
        && let Some(tags) = member(node, Keys::<Caching>::etag())
    {
        let message = match tags {
            EntityTags::Strong => None,
            EntityTags::None => Some("`If-Match` cannot be checked without an `ETag`"),
            EntityTags::Weak => Some("`If-Match` never holds for a weak `ETag`"),
        };
        if let Some(message) = message {
            contradiction(message, at, "add `caching.etag: strong`", diags);
        }
    }
    if let Some(node) = style.get(Keys::<Style>::cors()) {
        cors(node, diags);
    }
    let key =
        style.get(Keys::<Style>::idempotency()).and_then(|rules| rules.get(Keys::<Idempotency>::header()));
    if let Some(at) = key {
        let version = style
            .get(Keys::<Style>::version())
            .and_then(|version| version.get(Keys::<HeaderVersion>::name()));
        super::version::own_header(at, style, version, diags);
    }
}

fn cors(node: &StyleNode, diags: &mut Diagnostics) {
    let Some(at) = node.get(Keys::<Cors>::origins()) else { return };
    if at.items().is_some_and(<[StyleNode]>::is_empty) {
        contradiction("no origin is allowed", at, "add one, or remove `cors`", diags);
    }
    if let Some(credentials) = node
        .get(Keys::<Cors>::credentials())
        .filter(|_| member(node, Keys::<Cors>::origins()) == Some(Origins::Any))
        && member(node, Keys::<Cors>::credentials()) == Some(true)
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
fn check_headers(style: &StyleNode, diags: &mut Diagnostics) {
    let id = request_id(style);
    let rate = style.get(Keys::<Style>::rate());
    let of_rate = [Keys::<Rate>::limit(), Keys::<Rate>::remaining(), Keys::<Rate>::reset()]
        .map(|wire| rate.and_then(|rate| rate.get(wire)));
    let ways = style
        .get(Keys::<Style>::paging())
        .and_then(StyleNode::members)
        .into_iter()
        .flat_map(|ways| ways.values());
    let next = ways.filter_map(|way| way.get(Keys::<KeyRangePaging>::next_header()));
    let replay = style
        .get(Keys::<Style>::idempotency())
        .and_then(|rules| rules.get(Keys::<Idempotency>::replay_header()));
    let code =
        style.get(Keys::<Style>::failure()).and_then(|failure| failure.get(Keys::<Failure>::code_header()));
    let mut seen: Vec<&StyleNode> = Vec::new();
    for node in id.into_iter().chain(code).chain(replay).chain(of_rate.into_iter().flatten()) {
        named_once(node, &seen, diags);
        seen.push(node);
    }
    for node in next {
        named_once(node, &seen, diags); // ways of paging may share a header: a response uses one of them
    }
}

/// The key of the header for the id of a request.
pub(super) fn request_id(style: &StyleNode) -> Option<&StyleNode> {
    style.get(Keys::<Style>::headers())?.get(Keys::<Headers>::request_id())?.get(Keys::<RequestId>::header())
}

fn named_once(node: &StyleNode, others: &[&StyleNode], diags: &mut Diagnostics) {
    let Some(header) = node.text() else { return };
    let same = |other: &&&StyleNode| other.text().is_some_and(|other| other.eq_ignore_ascii_case(header));
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
