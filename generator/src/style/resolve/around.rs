//! What goes on around a call: sessions, transport, headers, caches, rates.

use super::{contradiction, flag, text, texts, word};
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{Caching, Headers, Login, Rate, RequestId, SameSite, Session, Tls};

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
        limit: text(node, "limit"),
        remaining: text(node, "remaining"),
        reset: text(node, "reset"),
    })
}

/// `caching`.
pub(super) fn caching(node: &Node, diags: &mut Diagnostics) -> Option<Caching> {
    let caching =
        Caching { etag: word(node, "etag")? == "strong", if_match: word(node, "if_match")? == "check" };
    if let Some(at) = node.get("if_match").filter(|_| caching.if_match && !caching.etag) {
        let message = "there is no `ETag` to check `If-Match` against".to_owned();
        contradiction(message, at, "say `caching.etag: strong` too", diags);
    }
    Some(caching)
}
