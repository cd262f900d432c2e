//! Failures on their way to the caller: in the style's words, or in a body of their own.

use std::error::Error;

use axum::body::Body;
use http::header::{CONTENT_TYPE, ETAG, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};

use crate::api::Undeclared;
use crate::codec::{json, template};
use crate::problem::{Outcome, Problem};
use crate::sanitize::Causes;
use crate::style::{Reaction, Slot, Style};

use crate::server::encode::entries;
use crate::server::encode::envelope::put_some;
use crate::server::encode::localize;
use crate::server::negotiate::Representation;
use crate::server::negotiate::language::Spoken;
use crate::server::pipeline::entity_tag;

/// How failures are told to one caller.
pub(crate) struct Teller<'a> {
    pub(crate) style: &'a Style,
    pub(crate) representation: &'a Representation,
    pub(crate) request_id: &'a HeaderValue,
    /// `WWW-Authenticate`, for a 401.
    pub(crate) challenges: &'a [HeaderValue],
    /// The language; none where the style has no texts in any.
    pub(crate) spoken: Option<Spoken>,
    /// What failures of the operation become, where they have a form of their own.
    pub(crate) own: Option<FailureForm>,
    /// Which errors mean that the service cannot answer for now.
    pub(crate) unavailable: &'a [fn(&(dyn Error + 'static)) -> bool],
}

/// Gives a failure a body of its own, in place of the style's.
pub(in crate::server) type FailureForm = fn(Problem) -> Problem;

impl Teller<'_> {
    /// The answer, or the one that tells why there is none. The cause of what was unforeseen goes to the log.
    pub(crate) fn answer(
        &self,
        ran: Result<Response<Body>, Undeclared>,
        operation: Option<&'static str>,
    ) -> Response<Body> {
        match ran {
            Ok(response) => response,
            Err(Undeclared::Problem(problem)) => match &problem.cause {
                Some(cause) if self.means_unavailable(&**cause) => self.tell(Problem::unavailable()),
                _ => self.tell(problem),
            },
            Err(Undeclared::Internal(cause)) => {
                let error = Causes(&*cause);
                if self.means_unavailable(&*cause) {
                    tracing::error!(%error, request_id = ?self.request_id, operation, "unavailable");
                    return self.tell(Problem::unavailable());
                }
                tracing::error!(%error, request_id = ?self.request_id, operation, "unforeseen failure");
                self.tell(Problem::internal())
            }
        }
    }

    fn means_unavailable(&self, cause: &(dyn Error + 'static)) -> bool {
        self.unavailable.iter().any(|is_such| is_such(cause))
    }

    /// The answer that tells `problem`.
    pub(crate) fn tell(&self, problem: Problem) -> Response<Body> {
        let mut problem = discreet(problem);
        if let (Some(spoken), Some(own)) = (self.spoken, problem.language.take()) {
            return Teller { spoken: Some(spoken.with(&own)), ..*self }.tell(problem);
        }
        if let Some(own) = self.own
            && problem.body.is_none()
        {
            problem = own(problem);
        }
        // A body of its own is in a language of its own.
        let spoken = self.spoken.filter(|_| problem.body.is_none());
        if let Some(spoken) = spoken {
            localize::translate(&mut problem, spoken);
        }
        let status = entries::status(self.style, &problem, &entries::told(self.style, &problem));
        let (media, body) = match problem.body.take() {
            Some(raw) => (
                HeaderValue::try_from(raw.media.as_ref()).unwrap_or(crate::server::negotiate::JSON),
                raw.bytes,
            ),
            None => (self.media(), self.body(&problem, status).into()),
        };
        let mut headers = std::mem::take(&mut problem.headers);
        if !bodiless(status) {
            headers.insert(CONTENT_TYPE, media);
            // A failure too is a representation of its own; no condition ever holds for it, since it is no success.
            if let Some(tag) =
                self.style.caching.etag.then(|| entity_tag::tag(&headers, &body, false)).flatten()
            {
                headers.entry(ETAG).or_insert(tag);
            }
        }
        if let Some(spoken) = spoken {
            spoken.tell(bodiless(status), &mut headers);
        }
        let mut response = Response::new(if bodiless(status) { Body::empty() } else { Body::from(body) });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        if status == StatusCode::UNAUTHORIZED && !response.headers().contains_key(WWW_AUTHENTICATE) {
            for challenge in self.challenges {
                response.headers_mut().append(WWW_AUTHENTICATE, challenge.clone());
            }
        }
        response
    }

    /// The style's own words for an outcome.
    pub(in crate::server) fn said(&self, outcome: Outcome, reaction: &Reaction) -> &'static str {
        let said = self.spoken.and_then(|spoken| spoken.text(&format!("outcome.{}", outcome.wire())));
        said.unwrap_or(reaction.message)
    }

    fn media(&self) -> HeaderValue {
        match self.style.failure.media {
            "application/json" if self.representation.vendor => self.representation.media.clone(),
            "application/json" => HeaderValue::from_static(self.style.response_media),
            media => HeaderValue::from_static(media),
        }
    }

    fn body(&self, problem: &Problem, status: StatusCode) -> Vec<u8> {
        let mut body = Vec::with_capacity(256);
        let reaction = self.style.reaction(problem.outcome);
        let entries = entries::told(self.style, problem);
        let code = problem.code.as_deref().or(reaction.code);
        let message = localize::message(problem, self.said(problem.outcome, reaction));
        let mut fill = |slot: Slot, out: &mut Vec<u8>| match slot {
            Slot::Code => put_some(out, code.as_ref()),
            Slot::CodeNumber => put_some(out, problem.number.as_ref()),
            Slot::Status => put_some(out, Some(&status.as_u16())),
            Slot::StatusText => put_some(out, Some(status.as_str()).as_ref()),
            Slot::Title => put_some(out, status.canonical_reason().as_ref()),
            Slot::Message => put_some(out, message.as_ref()),
            Slot::Suppress => put_some(out, problem.suppress.as_ref()),
            Slot::Help => put_some(out, problem.help.as_ref()),
            Slot::Entries => self.entries(problem, (code, message.as_deref()), &entries, out),
            Slot::RequestId => put_some(out, self.request_id.to_str().ok().as_ref()),
            _ => Ok(false),
        };
        if let Err(error) = template::write(&self.style.failure.body, &mut fill, &mut body) {
            tracing::error!(%error, "a failure cannot be told in the style's body");
        }
        if self.representation.pretty { json::indent(&body) } else { body }
    }
}

/// What is hidden looks just like what does not exist.
fn discreet(problem: Problem) -> Problem {
    if entries::discreet(problem.outcome) == problem.outcome { problem } else { Problem::not_found() }
}

/// Whether an answer of this status has no body.
pub(crate) fn bodiless(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}
