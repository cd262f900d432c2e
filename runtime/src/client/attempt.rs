//! One attempt: a request over the transport, with its response read to the end.

use std::error::Error as _;

use http::header::{CONTENT_LENGTH, IF_NONE_MATCH, RANGE, SET_COOKIE};
use http::{HeaderMap, StatusCode};

use super::coding;
use super::core::ClientCore;
use super::error::{CallFault, UndecodableResponse};
use super::form::{Answered, RequestFacts};
use super::request_builder::RequestBuilder;
use super::transport::{Request, TransportKind};

impl ClientCore {
    /// Sends the request once and reads the response. A cached response is revalidated; if the server confirms a
    /// different validator, the request is repeated without conditions.
    pub(super) async fn attempt(
        &self,
        mut request: Request,
        sending: &RequestBuilder,
    ) -> Result<Answered, CallFault> {
        self.inner.session.carry(&mut request, &sending.url);
        let Some(cache) = &self.inner.cache else { return self.send_once(request, sending).await };
        let Some(key) = cache.key(&request) else { return self.send_once(request, sending).await };
        if let Some(cached) = cache.get(&key) {
            let mut conditional = request.clone();
            conditional.headers_mut().insert(IF_NONE_MATCH, cached.etag.clone());
            let mut answer = self.send_once(conditional, sending).await?;
            if answer.status != StatusCode::NOT_MODIFIED || cached.refresh(&mut answer) {
                cache.store(key, &answer);
                return Ok(answer);
            }
        }
        let answer = self.send_once(request, sending).await?;
        cache.store(key, &answer);
        Ok(answer)
    }

    async fn send_once(&self, request: Request, sending: &RequestBuilder) -> Result<Answered, CallFault> {
        let is_head = request.method() == http::Method::HEAD;
        let asked = RequestFacts {
            if_none_match: request.headers().contains_key(IF_NONE_MATCH),
            range: request.headers().get(RANGE).cloned(),
        };
        let answer = coding::send(&self.inner.transport, request).await.map_err(CallFault::Transport)?;
        let (mut head, body) = answer.into_parts();
        hide_cookies(&mut head.headers);
        self.inner.session.store_cookies(&sending.url, &head.headers);
        let limit = self.inner.body_limit;
        // The length in response to HEAD is that of a body that is not sent.
        if !is_head && declared_length(&head.headers).is_some_and(|length| length > limit) {
            return Err(CallFault::TooLarge { limit, coding: None });
        }
        let coding = head.extensions.get::<coding::ContentCoding>().copied();
        let body = match body.read(limit).await {
            Ok(Some(body)) => body,
            Ok(None) => return Err(CallFault::TooLarge { limit, coding: coding.map(|coding| coding.0) }),
            Err(error) if error.kind() == TransportKind::Coding => {
                let error = coding::decoding_error(coding, error.source());
                return Err(CallFault::Decode(Box::new(UndecodableResponse {
                    status: head.status,
                    headers: head.headers,
                    error,
                })));
            }
            Err(error) => return Err(CallFault::Transport(error)),
        };
        Ok(Answered {
            meta: sending.meta,
            asked,
            status: head.status,
            headers: head.headers,
            body,
            url: sending.url.clone(),
        })
    }
}

/// Marks `Set-Cookie` values as sensitive, so that `Debug` does not print them.
fn hide_cookies(headers: &mut HeaderMap) {
    if let http::header::Entry::Occupied(mut cookies) = headers.entry(SET_COOKIE) {
        cookies.iter_mut().for_each(|cookie| cookie.set_sensitive(true));
    }
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
