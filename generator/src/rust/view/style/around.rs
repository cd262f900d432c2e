//! The views of what goes on around a call. The runtime has the names of headers in lower case.

use super::paths;
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::style::{Rate, RequestId, Session};

views! {
    /// The session's cookie.
    SessionView {
        cookie: Lit,
        path: Lit,
        max_age_s: Lit,
        sliding: Expr,
        http_only: Expr,
        same_site: Expr,
    }
    /// The header of a request's id.
    RequestIdView {
        header: Lit,
        uuid: Expr,
    }
    /// The bucket of tokens, and the headers that tell of it.
    RateView {
        requests: Lit,
        per_s: Lit,
        limit: Option<Lit>,
        remaining: Option<Lit>,
        reset: Option<Lit>,
    }
}

pub(super) fn header(wire: &str) -> Lit {
    Lit::text(&wire.to_ascii_lowercase())
}

pub(super) fn session(session: &Session) -> SessionView {
    SessionView {
        cookie: Lit::text(&session.cookie),
        path: Lit::text(&session.path),
        max_age_s: Lit::whole(session.max_age_s.into()),
        sliding: Expr::boolean(session.sliding),
        http_only: Expr::boolean(session.http_only),
        same_site: Expr::runtime(paths::same_site(session.same_site)),
    }
}

pub(super) fn request_id(id: &RequestId) -> RequestIdView {
    RequestIdView { header: header(&id.header), uuid: Expr::boolean(id.uuid) }
}

pub(super) fn rate(rate: &Rate) -> RateView {
    RateView {
        requests: Lit::whole(rate.requests.into()),
        per_s: Lit::whole(rate.per_s.into()),
        limit: rate.limit.as_deref().map(header),
        remaining: rate.remaining.as_deref().map(header),
        reset: rate.reset.as_deref().map(header),
    }
}
