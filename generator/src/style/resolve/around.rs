//! What goes on around a call: sessions, transport, headers, caches, rates.

use super::{contradiction, flag, text, texts, word};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::Node;
use crate::style::{Caching, Cors, Headers, Login, Origins, Rate, Rated, RequestId, SameSite, Session, Tls};

/// `transport.tls`.
pub(super) fn tls(style: &Node) -> Option<Tls> {
    Tls::parse(word(style.get("transport")?, "tls")?)
}

/// `login`.
pub(super) fn login(node: Option<&Node>) -> Login {
    let Some(node) = node else { return Login { schemes: Vec::new(), session: None } };
    Login { schemes: texts(node, "schemes"), session: node.get("session").and_then(session) }
}

fn session(node: &Node) -> Option<Session> {
    Some(Session {
        cookie: text(node, "cookie")?,
        path: text(node, "path")?,
        max_age_s: node.get("max_age")?.whole()?,
        sliding: flag(node, "sliding")?,
        http_only: flag(node, "http_only")?,
        same_site: SameSite::parse(word(node, "same_site")?)?,
    })
}

/// `headers`.
pub(super) fn headers(node: &Node) -> Option<Headers> {
    let id = node.get("request_id")?;
    Some(Headers { request_id: RequestId { header: text(id, "header")?, uuid: flag(id, "uuid")? } })
}

/// `rate`.
pub(super) fn rate(node: &Node) -> Option<Rate> {
    Some(Rate {
        requests: node.get("requests")?.whole()?,
        per_s: node.get("per_s")?.whole()?,
        of: Rated::parse(word(node, "of")?)?,
        limit: text(node, "limit"),
        remaining: text(node, "remaining"),
        reset: text(node, "reset"),
    })
}

/// `cors`.
pub(super) fn cors(node: &Node, diags: &mut Diagnostics) -> Option<Cors> {
    let at = node.get("origins")?;
    if at.items().is_some_and(<[Node]>::is_empty) {
        contradiction("no origin is let through".to_owned(), at, "name one, or take `cors` away", diags);
    }
    if let Some(credentials) = node.get("credentials").filter(|_| at.text() == Some("any"))
        && flag(node, "credentials") == Some(true)
    {
        let message = "every page of the web could act for whoever looks at it".to_owned();
        contradiction(message, credentials, "list the origins that may", diags);
    }
    let origins = match at.text() {
        Some(_) => Origins::Any,
        None => Origins::These(texts(node, "origins")),
    };
    Some(Cors { origins, credentials: flag(node, "credentials")?, max_age_s: node.get("max_age")?.whole()? })
}

/// `caching`.
pub(super) fn caching(node: &Node, diags: &mut Diagnostics) -> Option<Caching> {
    let (etag, if_match) = (word(node, "etag")?, word(node, "if_match")?);
    if let Some(at) = node.get("if_match").filter(|_| (etag, if_match) == ("none", "check")) {
        let message = "there is no `ETag` to check `If-Match` against".to_owned();
        contradiction(message, at, "say `caching.etag: strong` too", diags);
    }
    Some(Caching { etag: etag == "strong", if_match: if_match == "check" })
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

/// Tells of headers of answers that two keys name, or that are not the style's to name.
pub(super) fn check_headers(style: &Node, diags: &mut Diagnostics) {
    let id = style.get("headers").and_then(|headers| headers.get("request_id")?.get("header"));
    let rate = style.get("rate");
    let of_rate = ["limit", "remaining", "reset"].map(|wire| rate.and_then(|rate| rate.get(wire)));
    let ways = style.get("paging").and_then(Node::members).into_iter().flat_map(|ways| ways.values());
    let next = ways.filter_map(|way| way.get("next"));
    let mut seen: Vec<&Node> = Vec::new();
    for node in id.into_iter().chain(of_rate.into_iter().flatten()) {
        told_once(node, &seen, diags);
        seen.push(node);
    }
    for node in next {
        told_once(node, &seen, diags); // ways may share theirs: an answer is paged one way
    }
}

fn told_once(node: &Node, others: &[&Node], diags: &mut Diagnostics) {
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
