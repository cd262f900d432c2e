//! The views of what goes on around a call. The runtime has the names of headers in lower case.

use super::paths;
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::style::{Cors, Origins, Rate, RequestId, Session};

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
        of: Expr,
        limit: Option<Lit>,
        remaining: Option<Lit>,
        reset: Option<Lit>,
    }
    /// Who may call from another origin.
    CorsView {
        /// None: those of all.
        origins: Option<Vec<Lit>>,
        credentials: Expr,
        max_age_s: Lit,
    }
}

pub(super) fn cors(cors: &Cors) -> CorsView {
    CorsView {
        origins: match &cors.origins {
            Origins::Any => None,
            Origins::These(list) => Some(list.iter().map(|origin| Lit::text(origin)).collect()),
        },
        credentials: Expr::boolean(cors.credentials),
        max_age_s: Lit::integer(cors.max_age_s.into()),
    }
}

pub(super) fn header(wire: &str) -> Lit {
    Lit::text(&wire.to_ascii_lowercase())
}

pub(super) fn session(session: &Session) -> SessionView {
    SessionView {
        cookie: Lit::text(&session.cookie),
        path: Lit::text(&session.path),
        max_age_s: Lit::integer(session.max_age_s.into()),
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
        requests: Lit::integer(rate.requests.into()),
        per_s: Lit::integer(rate.per_s.into()),
        of: Expr::runtime(paths::rated(rate.of)),
        limit: rate.limit.as_deref().map(header),
        remaining: rate.remaining.as_deref().map(header),
        reset: rate.reset.as_deref().map(header),
    }
}
