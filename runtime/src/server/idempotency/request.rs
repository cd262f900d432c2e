//! The idempotency key of a request, and what it belongs to.

use std::fmt::Write as _;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::api::OperationMeta;
use crate::schema::check::{Fault, Violation};
use crate::server::auth::secrets::Secrets;
use crate::server::pipeline::request::RequestHead;
use crate::style::{Idempotency, KeyFault, KeyUse};

use super::KeyedRequest;

/// Whom the keys of a request belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::server) enum CallerScope {
    /// All callers without credentials.
    #[default]
    Anonymous,
    /// Those with the same credentials, of which this is a hash.
    Credentials([u8; 32]),
    /// The caller that the login names.
    Identity(String),
}

impl CallerScope {
    /// Returns the scope of credentials.
    pub(in crate::server) fn of_credentials(parts: &[&[u8]]) -> Self {
        Self::Credentials(hash(parts))
    }

    fn bytes(&self) -> (&'static [u8], &[u8]) {
        match self {
            Self::Anonymous => (b"anonymous", b""),
            Self::Credentials(hash) => (b"credentials", hash),
            Self::Identity(identity) => (b"identity", identity.as_bytes()),
        }
    }
}

/// The key of a request, with a hash of what is requested.
#[derive(Debug)]
pub(in crate::server) struct RequestKey {
    key: String,
    fingerprint: [u8; 32],
}

impl RequestKey {
    pub(in crate::server) fn new(key: String, head: &RequestHead, body: &[u8]) -> Self {
        let parts = &head.parts;
        let query = query(parts.uri.query().unwrap_or(""), &head.secrets);
        let media = parts.headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
        let method = parts.method.as_str().as_bytes();
        let fingerprint = hash(&[method, parts.uri.path().as_bytes(), query.as_bytes(), media, body]);
        Self { key, fingerprint }
    }

    /// Returns the request as a store identifies it.
    pub(super) fn of_caller(&self, operation: &OperationMeta, scope: &CallerScope) -> KeyedRequest {
        let (kind, caller) = scope.bytes();
        let api = operation.api.title.as_bytes();
        let id = hash(&[api, operation.id.as_bytes(), kind, caller, self.key.as_bytes()]);
        KeyedRequest { id: hex(&id), fingerprint: hex(&self.fingerprint), attempt: Uuid::new_v4() }
    }
}

/// Returns the query without credentials, which may be others when the request is sent again.
fn query(query: &str, secrets: &Secrets) -> String {
    let is_secret = |pair: &&str| {
        url::form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(wire, _)| secrets.in_query(&wire))
    };
    query.split('&').filter(|pair| !is_secret(pair)).collect::<Vec<_>>().join("&")
}

/// Returns the key of a request to an operation, if it has one.
///
/// # Errors
/// Returns a violation if the key is required and missing, or malformed.
pub(in crate::server) fn read_key(
    operation: &OperationMeta,
    headers: &HeaderMap,
) -> Result<Option<String>, Box<Violation>> {
    let required = match operation.idempotency_key {
        KeyUse::Off => return Ok(None),
        KeyUse::Optional => false,
        KeyUse::Required => true,
    };
    let Some(rules) = &operation.api.style.idempotency else { return Ok(None) };
    let header: &'static str = &rules.header;
    let mut values = headers.get_all(header).iter();
    let key = match (values.next(), values.next()) {
        (None, _) if required => return Err(Box::new(Violation::missing(Some(header)).of_header(header))),
        (None, _) => return Ok(None),
        (Some(only), None) => read(rules, only),
        (Some(_), Some(_)) => Err(Fault::Repeated),
    };
    key.map(Some).map_err(|fault| Box::new(Violation::new(&fault, "", None).of_header(header)))
}

fn read(rules: &Idempotency, value: &HeaderValue) -> Result<String, Fault> {
    let malformed = || match rules.quoted {
        true => Fault::Unreadable("must be a string of printable ASCII in quotes, as in RFC 9651"),
        false => Fault::Unreadable("must be printable ASCII"),
    };
    let value = value.to_str().map_err(|_| malformed())?;
    rules.read(value).map_err(|fault| match fault {
        KeyFault::Empty => Fault::Blank(1),
        KeyFault::TooLong => Fault::Long(rules.max_length.into()),
        KeyFault::Malformed => malformed(),
    })
}

/// Returns a hash of several parts, which is another if a boundary between them moves.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_that_moves_makes_another_hash() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b"ab"]), hash(&[b"ab", b""]));
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }

    #[test]
    fn scopes_of_different_kinds_are_never_the_same() {
        let identity = CallerScope::Identity("a".to_owned());
        assert_ne!(CallerScope::Anonymous.bytes(), CallerScope::Identity(String::new()).bytes());
        assert_ne!(CallerScope::of_credentials(&[b"a"]).bytes(), identity.bytes());
    }
}
