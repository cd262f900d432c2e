//! The two endpoints: in handlers of a document that has them, and as a router for one that has not.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use axum::routing::{MethodRouter, post};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName};

use crate::problem::Problem;
use crate::server::{Context, Credentials, Service};

use super::accounts::Accounts;
use super::answer::TokenAnswer;
use super::error::{OAuthError, no_store, refusal};
use super::issuer::OAuth;
use super::request::{RevocationRequest, TokenRequest};
use super::store::TokenStore;

impl<A: Accounts, S: TokenStore> OAuth<A, S> {
    /// Reads a request of the token endpoint: a form (RFC 6749 §4.3.2, §6), or a JSON object with the same members.
    ///
    /// # Errors
    /// As of RFC 6749 §5.2; 413 for a body past the limit.
    pub fn read_token(&self, headers: &HeaderMap, body: &[u8]) -> Result<TokenRequest, OAuthError> {
        self.inner.settings.reading.token(headers, body)
    }

    /// Reads a request of revocation: a form (RFC 7009 §2.1), or a JSON object with the same members.
    ///
    /// # Errors
    /// As of [`Self::read_token`].
    pub fn read_revocation(&self, headers: &HeaderMap, body: &[u8]) -> Result<RevocationRequest, OAuthError> {
        self.inner.settings.reading.revocation(headers, body)
    }

    /// Answers an operation of the document whose body comes as it is (`x-style: off`, and a body of `*/*` without a
    /// schema, so that forms and JSON are let through). Headers of the answer are set.
    ///
    /// A handler whose body is typed makes a [`TokenRequest`] of it and calls [`Self::token`] and [`no_cache`].
    ///
    /// # Errors
    /// As of [`Self::read_token`] and [`Self::token`]; `?` makes the answer of it.
    pub async fn answer_token(&self, context: &Context, body: &[u8]) -> Result<TokenAnswer, OAuthError> {
        let answer = self.token(self.read_token(context.headers(), body)?).await?;
        no_cache(context);
        Ok(answer)
    }

    /// Answers an operation of the document that revokes, as [`Self::answer_token`] does; its body is `{}`.
    ///
    /// # Errors
    /// As of [`Self::read_revocation`] and [`Self::revoke`]; `?` makes the answer of it.
    pub async fn answer_revocation(&self, context: &Context, body: &[u8]) -> Result<(), OAuthError> {
        self.revoke(self.read_revocation(context.headers(), body)?).await?;
        no_cache(context);
        Ok(())
    }

    /// Who calls, for [`Login::login`](crate::server::Login::login): the bearer of an access token (RFC 6750 §2.1) that
    /// covers the scopes which the operation needs.
    ///
    /// # Errors
    /// [Unauthenticated](crate::Outcome::Unauthenticated) for no token, or one that is not good;
    /// [forbidden](crate::Outcome::Forbidden) for one that covers too little; [internal](crate::Outcome::Internal) where the
    /// store or the accounts failed.
    pub async fn login(&self, credentials: &Credentials) -> Result<A::Principal, Problem> {
        let bearer = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        let access = self.access(bearer).await?.ok_or_else(Problem::unauthenticated)?;
        let wanted: Vec<_> = credentials.iter().flat_map(|(_, scopes, _)| scopes.iter().copied()).collect();
        if !access.covers(&wanted) {
            return Err(Problem::forbidden().header(WWW_AUTHENTICATE, insufficient(&wanted)));
        }
        self.principal_of(&access).await?.ok_or_else(Problem::unauthenticated)
    }

    /// The same, with endpoints that stand within the limits of a service: the time, the least rate and the room of its bodies
    /// and the share of each client in it, its rate, its need of TLS. Without, they have the usual limits, and no rate.
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

    /// The token endpoint (RFC 6749 §3.2), for a path of your choice.
    pub fn token_route(&self) -> MethodRouter {
        let answer = |State(oauth): State<Self>, request: Request<Body>| async move {
            respond(oauth.token_request(request).await.map(|answer| answer.body()))
        };
        post(answer).with_state(self.clone())
    }

    /// The revocation endpoint (RFC 7009 §2), for a path of your choice.
    pub fn revocation_route(&self) -> MethodRouter {
        let answer = |State(oauth): State<Self>, request: Request<Body>| async move {
            respond(oauth.revocation_request(request).await.map(|()| Bytes::from_static(b"{}")))
        };
        post(answer).with_state(self.clone())
    }

    async fn token_request(&self, request: Request<Body>) -> Result<TokenAnswer, OAuthError> {
        let (headers, body) = self.read(request).await?;
        self.token(self.read_token(&headers, &body)?).await
    }

    async fn revocation_request(&self, request: Request<Body>) -> Result<(), OAuthError> {
        let (headers, body) = self.read(request).await?;
        self.revoke(self.read_revocation(&headers, &body)?).await
    }

    /// The body, within its limits.
    async fn read(&self, request: Request<Body>) -> Result<(HeaderMap, Bytes), OAuthError> {
        let read = self.limits.read(request, self.inner.settings.reading.most).await;
        read.map(|(parts, body)| (parts.headers, body)).map_err(|problem| refusal(&problem))
    }
}

/// Keeps the answer of an operation from caches (RFC 6749 §5.1).
pub fn no_cache(context: &Context) {
    for (wire, value) in &no_store() {
        context.set_header(HeaderName::clone(wire), value.clone());
    }
}

/// The challenge of a token that covers too little (RFC 6750 §3.1). Scopes are words of a header's characters.
fn insufficient(wanted: &[&str]) -> HeaderValue {
    let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", wanted.join(" "));
    HeaderValue::try_from(challenge)
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer error=\"insufficient_scope\""))
}

fn respond(answered: Result<Bytes, OAuthError>) -> Response<Body> {
    let (status, headers, body) = match answered {
        Ok(body) => (StatusCode::OK, no_store(), body),
        Err(error) => (error.status(), error.headers(), error.body()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
