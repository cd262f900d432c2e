//! Requests to the two endpoints, and their responses.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use housestyle::client::{Request, Transport, TransportError, TransportKind};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::error::TokenError;
use super::saved::SavedTokens;

/// The maximum size of a response.
const BODY_LIMIT: u64 = 64 * 1024;

/// The authentication of a client (RFC 6749 §2.3.1).
#[derive(Debug, Clone)]
pub(super) enum ClientAuth {
    Anonymous,
    Basic(String, SecretString),
    InBody(String, Option<SecretString>),
}

/// The two endpoints of a server.
pub(super) struct Endpoint {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) token: Url,
    pub(super) revoke: Url,
    pub(super) client: ClientAuth,
    /// Whether request bodies are JSON instead of forms.
    pub(super) json: bool,
    pub(super) timeout: Duration,
}

/// Parameters with their values.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

impl Endpoint {
    /// Sends a grant (RFC 6749 §4.3.2, §6), and reads the tokens of the response (§5.1).
    pub(super) async fn grant<'a>(
        &'a self,
        pairs: Pairs<'a>,
        now: impl FnOnce() -> i64,
    ) -> Result<SavedTokens, TokenError> {
        let (status, headers, body) = self.send(&self.token, pairs).await?;
        if status != StatusCode::OK {
            return Err(error_response(status, &headers, &body));
        }
        let wrong = |reason| TokenError::Unexpected { status, reason, retry_after: None };
        let granted: GrantResponse = serde_json::from_slice(&body).map_err(|_| wrong("no JSON of tokens"))?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(wrong("a token of another type than Bearer"));
        }
        if granted.access_token.is_empty()
            || !granted.access_token.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(wrong("a token that no header can carry"));
        }
        let received_at = now();
        Ok(SavedTokens {
            origin: self.token.origin().ascii_serialization(),
            access_token: granted.access_token.into(),
            refresh_token: granted.refresh_token.filter(|token| !token.is_empty()).map(Into::into),
            scope: granted.scope,
            received_at,
            expires_at: granted
                .expires_in
                .as_ref()
                .and_then(seconds)
                .map(|time| received_at.saturating_add(time)),
        })
    }

    /// Revokes a token (RFC 7009 §2.1).
    pub(super) async fn revoke(&self, token: &SecretString, hint: &'static str) -> Result<(), TokenError> {
        let pairs = vec![("token", token.expose_secret()), ("token_type_hint", hint)];
        let (status, headers, body) = self.send(&self.revoke, pairs).await?;
        if status == StatusCode::OK { Ok(()) } else { Err(error_response(status, &headers, &body)) }
    }

    async fn send<'a>(
        &'a self,
        url: &Url,
        pairs: Pairs<'a>,
    ) -> Result<(StatusCode, HeaderMap, Bytes), TokenError> {
        let exchange = async {
            let response = self.transport.send(self.request(url, pairs)?).await?;
            let (head, body) = response.into_parts();
            let reason = "a body that is too large";
            let too_large = TokenError::Unexpected { status: head.status, reason, retry_after: None };
            let body = body.read(BODY_LIMIT).await?.ok_or(too_large)?;
            Ok((head.status, head.headers, body))
        };
        let in_time = tokio::time::timeout(self.timeout, exchange).await;
        in_time.unwrap_or_else(|_| Err(TransportError::new(TransportKind::Timeout).into()))
    }

    fn request<'a>(&'a self, url: &Url, mut pairs: Pairs<'a>) -> Result<Request, TransportError> {
        if let ClientAuth::InBody(id, secret) = &self.client {
            pairs.push(("client_id", id));
            pairs.extend(secret.as_ref().map(|secret| ("client_secret", secret.expose_secret())));
        }
        let (media, body) = if self.json {
            let members: serde_json::Map<_, _> =
                pairs.into_iter().map(|(wire, value)| (wire.to_owned(), Value::from(value))).collect();
            ("application/json", Value::Object(members).to_string())
        } else {
            ("application/x-www-form-urlencoded", Serializer::new(String::new()).extend_pairs(pairs).finish())
        };
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() =
            url.as_str().parse().map_err(|error| TransportError::caused(TransportKind::Other, error))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers
            .insert(USER_AGENT, HeaderValue::from_static(concat!("housestyle/", env!("CARGO_PKG_VERSION"))));
        if let Some(value) = self.authorization() {
            headers.insert(AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// HTTP Basic, of which both halves are form-encoded (RFC 6749 §2.3.1).
    fn authorization(&self) -> Option<HeaderValue> {
        let ClientAuth::Basic(id, secret) = &self.client else { return None };
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(id), encoded(secret.expose_secret()));
        // Base64 is always valid in a header.
        let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair))).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// The success response (RFC 6749 §5.1).
#[derive(Deserialize)]
struct GrantResponse {
    access_token: String,
    token_type: String,
    expires_in: Option<Value>,
    refresh_token: Option<String>,
    scope: Option<String>,
}

/// Reads a number of seconds, which some servers send as text.
fn seconds(value: &Value) -> Option<i64> {
    let seconds = match value {
        Value::String(text) => text.parse().ok()?,
        value => value.as_i64()?,
    };
    (seconds >= 0).then_some(seconds)
}

/// Reads an error response (RFC 6749 §5.2).
fn error_response(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> TokenError {
    #[derive(Deserialize)]
    struct ErrorBody {
        error: String,
        error_description: Option<String>,
    }
    let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let retry_after = seconds.map(Duration::from_secs);
    let shortened = |text: String| text.chars().take(500).collect::<String>();
    match serde_json::from_slice(body) {
        Ok(ErrorBody { error, error_description })
            if status.is_client_error() || status.is_server_error() =>
        {
            let description = error_description.map(shortened);
            TokenError::Refused { status, error: shortened(error), description, retry_after }
        }
        _ => TokenError::Unexpected { status, reason: "no answer of RFC 6749", retry_after },
    }
}
