//! One attempt: a request over the transport, and its answer read whole.

use std::error::Error as _;

use http::header::{CONTENT_LENGTH, IF_NONE_MATCH, RANGE, SET_COOKIE};
use http::{HeaderMap, StatusCode};

use super::coding;
use super::core::ClientCore;
use super::error::{Fault, Undecodable};
use super::form::{Answered, Asked};
use super::sending::Sending;
use super::transport::{Request, TransportKind};

impl ClientCore {
    /// Sends once, and reads the answer. Where one is kept: asks whether that is still current. An answer that another
    /// one is current is none, and it is asked for whole.
    pub(super) async fn attempt(&self, mut request: Request, sending: &Sending) -> Result<Answered, Fault> {
        self.inner.session.carry(&mut request, &sending.url);
        let Some(cache) = &self.inner.cache else { return self.once(request, sending).await };
        let Some(key) = cache.key(&request) else { return self.once(request, sending).await };
        if let Some(kept) = cache.recall(&key) {
            let mut asking = request.clone();
            asking.headers_mut().insert(IF_NONE_MATCH, kept.etag.clone());
            let mut answer = self.once(asking, sending).await?;
            if answer.status != StatusCode::NOT_MODIFIED || kept.renew(&mut answer) {
                cache.keep(key, &answer);
                return Ok(answer);
            }
        }
        let answer = self.once(request, sending).await?;
        cache.keep(key, &answer);
        Ok(answer)
    }

    async fn once(&self, request: Request, sending: &Sending) -> Result<Answered, Fault> {
        let is_head = request.method() == http::Method::HEAD;
        let asked = Asked {
            if_none_match: request.headers().contains_key(IF_NONE_MATCH),
            range: request.headers().get(RANGE).cloned(),
        };
        let answer = coding::send(&self.inner.transport, request).await.map_err(Fault::Transport)?;
        let (mut head, body) = answer.into_parts();
        hide_cookies(&mut head.headers);
        self.inner.session.hear(&sending.url, &head.headers);
        let limit = self.inner.body_limit;
        // The length in answer to HEAD is that of a body which does not come.
        if !is_head && declared_length(&head.headers).is_some_and(|length| length > limit) {
            return Err(Fault::TooLarge { limit, coding: None });
        }
        let coding = head.extensions.get::<coding::Decoded>().copied();
        let body = match body.read(limit).await {
            Ok(Some(body)) => body,
            Ok(None) => return Err(Fault::TooLarge { limit, coding: coding.map(|coding| coding.0) }),
            Err(error) if error.kind() == TransportKind::Coding => {
                let error = coding::broken(coding, error.source());
                return Err(Fault::Decode(Box::new(Undecodable {
                    status: head.status,
                    headers: head.headers,
                    error,
                })));
            }
            Err(error) => return Err(Fault::Transport(error)),
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

/// Cookies that are set are credentials: no `Debug` of an answer's headers shows them.
fn hide_cookies(headers: &mut HeaderMap) {
    if let http::header::Entry::Occupied(mut cookies) = headers.entry(SET_COOKIE) {
        cookies.iter_mut().for_each(|cookie| cookie.set_sensitive(true));
    }
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
