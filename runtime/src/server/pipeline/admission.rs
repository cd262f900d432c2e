//! What becomes of a request before its operation is looked for: TLS, a token of its peer's, the method it stands for.

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, Version};

use crate::api::{self, OperationMeta};
use crate::problem::{Outcome, Problem, Wording};
use crate::style::{Rated, Style};

use crate::server::limits::rate::{Left, Limiter};
use crate::server::pipeline::transport::Transport;
use crate::server::route::matcher;
use crate::server::serve::OverConnection;
use crate::server::settings::Settings;

/// The way in.
#[derive(Debug)]
pub(in crate::server) struct Gate {
    transport: Transport,
    limiter: Option<Limiter>,
    /// Which requests take a token.
    rated: Rated,
    method_override: Option<HeaderName>,
}

/// What became of one request.
#[derive(Debug)]
pub(in crate::server) struct Entered {
    /// What its peer has left.
    pub(in crate::server) left: Option<Left>,
    /// The method, where OpenAPI knows it.
    pub(in crate::server) method: Result<Option<api::Method>, Problem>,
}

impl Gate {
    pub(in crate::server) fn new(style: &Style, settings: &Settings) -> Self {
        Self {
            transport: settings.transport,
            limiter: Limiter::of(style, settings.rate),
            rated: style.rate.map_or(Rated::All, |rate| rate.of),
            method_override: style.method_override.and_then(|wire| HeaderName::try_from(wire).ok()),
        }
    }

    /// Lets a request in, or says why not. What is without TLS has its token taken too, for its answer to tell what is
    /// left.
    pub(in crate::server) fn enter(&self, style: &Style, parts: &mut Parts) -> Entered {
        let left = if self.rated == Rated::All { self.take(parts) } else { None };
        let refused = if has_wrong_host(parts) {
            let wording = Wording::of("outcome.malformed.host");
            let message = "The request must name one host";
            Some(Problem::malformed().status(400).message(message).wording(wording))
        } else if self.transport.refuses(style, parts) {
            Some(Problem::new(Outcome::TlsRequired))
        } else {
            left.and_then(|left| left.wait).map(Problem::too_many)
        };
        let method = match refused {
            Some(problem) => Err(problem),
            None => Ok(self.method(parts)),
        };
        Entered { left, method }
    }

    /// Takes a token for a request of an operation that the document marks, where those alone are counted.
    pub(in crate::server) fn rate(&self, operation: &OperationMeta, parts: &Parts) -> Option<Left> {
        if self.rated == Rated::Marked && operation.rated { self.take(parts) } else { None }
    }

    fn take(&self, parts: &Parts) -> Option<Left> {
        self.limiter.as_ref().map(|limiter| limiter.take(parts))
    }

    /// Whether a request came over TLS.
    pub(in crate::server) fn is_tls(&self, parts: &Parts) -> bool {
        self.transport.is_tls(parts)
    }

    /// Scheme and host of a request.
    pub(in crate::server) fn origin(&self, parts: &Parts) -> String {
        self.transport.origin(parts)
    }

    /// Says what is left of the peer's tokens.
    pub(in crate::server) fn tell(&self, left: Option<Left>, headers: &mut HeaderMap) {
        if let (Some(limiter), Some(left)) = (&self.limiter, left) {
            limiter.tell(left, headers);
        }
    }

    /// The method that a request stands for, which it has from here on. One that is not known is none that a path has.
    fn method(&self, parts: &mut Parts) -> Option<api::Method> {
        let said = match &self.method_override {
            Some(wire) if parts.method == Method::POST => parts.headers.get_all(wire),
            _ => return matcher::method(&parts.method),
        };
        let mut lines = said.iter();
        let named = match (lines.next(), lines.next()) {
            (None, _) => return Some(api::Method::Post),
            (Some(only), None) => only.to_str().unwrap_or("").trim().to_ascii_uppercase(),
            _ => return None,
        };
        parts.method = Method::from_bytes(named.as_bytes()).ok()?;
        matcher::method(&parts.method)
    }
}

/// Whether a request of HTTP/1 names no host, or several (RFC 9112 §3.2). One that was made up in the
/// process needs none.
fn has_wrong_host(parts: &Parts) -> bool {
    let named = parts.headers.get_all(HOST).iter().count();
    let is_received = parts.extensions.get::<OverConnection>().is_some();
    is_received
        && match parts.version {
            Version::HTTP_11 => named != 1,
            Version::HTTP_09 | Version::HTTP_10 => named > 1,
            _ => false,
        }
}
