//! The two endpoints, as operations of a document and as a router.

use axum::body::Body;
use axum::extract::State;
use axum::routing::{MethodRouter, post};
use bytes::Bytes;
use housestyle::Problem;
use housestyle::server::{Context, Credentials, Service};
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};

use super::accounts::Accounts;
use super::error::{OAuthError, from_problem, no_store};
use super::issuer::OAuth;
use super::request::{RevocationRequest, TokenRequest};
use super::response::TokenResponse;
use super::store::TokenStore;

impl<A: Accounts, S: TokenStore> OAuth<A, S> {
    /// Reads a request to the token endpoint: a form (RFC 6749 §4.3.2, §6), or a JSON object with the same members.
    ///
    /// # Errors
    /// Those of RFC 6749 §5.2; 413 for a body above the limit.
    pub fn read_token(&self, headers: &HeaderMap, body: &[u8]) -> Result<TokenRequest, OAuthError> {
        self.inner.settings.reader.token(headers, body)
    }

    /// Reads a revocation request: a form (RFC 7009 §2.1), or a JSON object with the same members.
    ///
    /// # Errors
    /// Those of [`Self::read_token`].
    pub fn read_revocation(&self, headers: &HeaderMap, body: &[u8]) -> Result<RevocationRequest, OAuthError> {
        self.inner.settings.reader.revocation(headers, body)
    }

    /// Handles an operation of the document that receives its body unparsed (`x-style: off`, and a body of `*/*` without a
    /// schema, so that forms and JSON are accepted), and sets the headers of the response.
    ///
    /// A handler with a typed body creates a [`TokenRequest`] and calls [`Self::token`] and [`no_cache`].
    ///
    /// # Errors
    /// Those of [`Self::read_token`] and [`Self::token`]; `?` returns them as the response.
    pub async fn answer_token(&self, context: &Context, body: &[u8]) -> Result<TokenResponse, OAuthError> {
        let response = self.token(self.read_token(context.headers(), body)?).await?;
        no_cache(context);
        Ok(response)
    }

    /// Handles an operation of the document that revokes, like [`Self::answer_token`]; its response body is `{}`.
    ///
    /// # Errors
    /// Those of [`Self::read_revocation`] and [`Self::revoke`]; `?` returns them as the response.
    pub async fn answer_revocation(&self, context: &Context, body: &[u8]) -> Result<(), OAuthError> {
        self.revoke(self.read_revocation(context.headers(), body)?).await?;
        no_cache(context);
        Ok(())
    }

    /// Authenticates the caller, for [`Login::login`](housestyle::server::Login::login): the bearer of an access token
    /// (RFC 6750 §2.1) with the scopes that the operation requires.
    ///
    /// # Errors
    /// [Unauthenticated](housestyle::Outcome::Unauthenticated) if there is no valid token,
    /// [forbidden](housestyle::Outcome::Forbidden) if a scope is missing, [internal](housestyle::Outcome::Internal) if the
    /// store or the accounts failed.
    pub async fn login(&self, credentials: &Credentials) -> Result<A::Principal, Problem> {
        let bearer = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        let access = self.access(bearer).await?.ok_or_else(Problem::unauthenticated)?;
        let required: Vec<_> = credentials.iter().flat_map(|(_, scopes, _)| scopes.iter().copied()).collect();
        if !access.covers(&required) {
            return Err(Problem::forbidden().header(WWW_AUTHENTICATE, insufficient_scope(&required)));
        }
        self.principal_of(&access).await?.ok_or_else(Problem::unauthenticated)
    }

    /// Returns the same issuer with the router's endpoints under the limits of a service: those of bodies, of each client and
    /// of rates, and its rules for TLS. Otherwise they have the default limits, and no rate.
    ///
    /// ```ignore
    /// let service = clinic.into_service().rate(100, Duration::from_secs(60));
    /// let router = oauth.within(&service).router().merge(service.router());
    /// ```
    #[must_use]
    pub fn within<H>(&self, service: &Service<H>) -> Self {
        Self { inner: self.inner.clone(), limits: service.endpoint_limits() }
    }

    /// `POST /oauth/token` and `POST /oauth/revoke`, to merge with the router of an API or to nest.
    pub fn router(&self) -> axum::Router {
        axum::Router::new()
            .route("/oauth/token", self.token_route())
            .route("/oauth/revoke", self.revocation_route())
    }

    /// The token endpoint (RFC 6749 §3.2), for another path.
    pub fn token_route(&self) -> MethodRouter {
        let handler = |State(oauth): State<Self>, request: Request<Body>| async move {
            respond(oauth.token_request(request).await.map(|tokens| tokens.body()))
        };
        post(handler).with_state(self.clone())
    }

    /// The revocation endpoint (RFC 7009 §2), for another path.
    pub fn revocation_route(&self) -> MethodRouter {
        let handler = |State(oauth): State<Self>, request: Request<Body>| async move {
            respond(oauth.revocation_request(request).await.map(|()| Bytes::from_static(b"{}")))
        };
        post(handler).with_state(self.clone())
    }

    async fn token_request(&self, request: Request<Body>) -> Result<TokenResponse, OAuthError> {
        let (headers, body) = self.read(request).await?;
        self.token(self.read_token(&headers, &body)?).await
    }

    async fn revocation_request(&self, request: Request<Body>) -> Result<(), OAuthError> {
        let (headers, body) = self.read(request).await?;
        self.revoke(self.read_revocation(&headers, &body)?).await
    }

    /// Reads a request within the limits.
    async fn read(&self, request: Request<Body>) -> Result<(HeaderMap, Bytes), OAuthError> {
        let read = self.limits.read(request, self.inner.settings.reader.body_limit).await;
        read.map(|(parts, body)| (parts.headers, body)).map_err(|problem| from_problem(&problem))
    }
}

/// Forbids caching of the response of an operation (RFC 6749 §5.1).
pub fn no_cache(context: &Context) {
    for (wire, value) in &no_store() {
        context.set_header(HeaderName::clone(wire), value.clone());
    }
}

/// The challenge for a token that lacks a scope (RFC 6750 §3.1).
fn insufficient_scope(required: &[&str]) -> HeaderValue {
    let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", required.join(" "));
    HeaderValue::try_from(challenge)
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer error=\"insufficient_scope\""))
}

fn respond(result: Result<Bytes, OAuthError>) -> Response<Body> {
    let (status, headers, body) = match result {
        Ok(body) => (StatusCode::OK, no_store(), body),
        Err(error) => (error.status(), error.headers(), error.body()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
