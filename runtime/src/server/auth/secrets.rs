//! Secret parts of a request, which are neither echoed nor logged.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, PROXY_AUTHORIZATION};
use http::request::Parts;

use crate::api::{OperationMeta, SchemeKind};

/// Where requests carry credentials. This includes credentials that the operation does not use.
#[derive(Debug)]
pub(crate) struct Secrets {
    headers: Vec<HeaderName>,
    query: Vec<&'static str>,
}

impl Secrets {
    pub(crate) fn of<'o>(operations: impl IntoIterator<Item = &'o OperationMeta>) -> Self {
        let mut secrets =
            Self { headers: vec![AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION], query: Vec::new() };
        let needs = operations.into_iter().flat_map(|operation| operation.security.alternatives);
        for need in needs.flat_map(|needs| needs.iter()) {
            match need.scheme.kind {
                SchemeKind::Header(wire) => {
                    let header = HeaderName::try_from(wire).ok();
                    secrets.headers.extend(header.filter(|header| !secrets.headers.contains(header)));
                }
                SchemeKind::Query(wire) if !secrets.query.contains(&wire) => secrets.query.push(wire),
                SchemeKind::Basic
                | SchemeKind::Authorization(_)
                | SchemeKind::Query(_)
                | SchemeKind::Cookie(_)
                | SchemeKind::MutualTls => {}
            }
        }
        secrets
    }

    /// Returns whether a query parameter is a credential.
    pub(crate) fn in_query(&self, wire: &str) -> bool {
        self.query.contains(&wire)
    }

    /// Marks headers with credentials as sensitive, so that `Debug` does not print them.
    pub(crate) fn hide(&self, parts: &mut Parts) {
        for wire in &self.headers {
            if let http::header::Entry::Occupied(mut values) = parts.headers.entry(wire) {
                values.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
    }
}
