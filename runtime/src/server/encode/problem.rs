//! Problems in the style's body, or in one of their own.

use std::error::Error;

use axum::body::Body;
use http::header::{CONTENT_TYPE, ETAG, HeaderName, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use percent_encoding::utf8_percent_encode;

use crate::api::{OperationMeta, UndeclaredError};
use crate::codec::json;
use crate::envelope::FailureBody;
use crate::problem::{Outcome, Problem};
use crate::sanitize::ErrorChain;
use crate::style::{OutcomeResponse, Style};
use crate::value::RESERVED;

use crate::server::core::Core;
use crate::server::encode::entries;
use crate::server::encode::localize;
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::pipeline::entity_tag;
use crate::server::route::Route;
use crate::version::{self, Representation};

/// Encodes the problems of one request.
#[derive(Clone)]
pub(crate) struct ProblemEncoder<'a> {
    pub(crate) style: &'static Style,
    pub(crate) representation: Representation,
    pub(crate) request_id: &'a HeaderValue,
    /// `WWW-Authenticate` of a 401.
    pub(crate) challenges: &'a [HeaderValue],
    /// The language; `None` if the style has no texts.
    pub(crate) language: Option<NegotiatedLanguage>,
    /// How failures of the operation are written, if not as the style has them.
    pub(crate) own_form: Option<FailureForm>,
    /// Which errors mean that the service is unavailable.
    pub(crate) unavailable: &'a [fn(&(dyn Error + 'static)) -> bool],
    /// The operation, for the log and links to documentation.
    pub(crate) operation: Option<&'static str>,
}

/// Gives a failure a body of its own, in place of the style's.
pub(in crate::server) type FailureForm = fn(Problem) -> Problem;

impl Core {
    /// Encodes problems of a request to an operation.
    pub(in crate::server) fn encoder_of_operation<'a>(
        &'a self,
        route: &'a Route,
        representation: Representation,
        language: Option<NegotiatedLanguage>,
        request_id: &'a HeaderValue,
    ) -> ProblemEncoder<'a> {
        let operation = route.bound.operation;
        ProblemEncoder {
            style: operation.api.style,
            representation,
            request_id,
            challenges: &route.challenges,
            language,
            own_form: self.own_form(operation),
            unavailable: &self.settings.unavailable,
            operation: Some(operation.id),
        }
    }

    /// Encodes problems of a request that no operation handles. `operation` is the one that it is meant for.
    pub(in crate::server) fn encoder_of_refusal<'a>(
        &'a self,
        operation: Option<&OperationMeta>,
        parts: &Parts,
        request_id: &'a HeaderValue,
    ) -> ProblemEncoder<'a> {
        let (representation, _) = version::negotiate(self.style, None, parts);
        ProblemEncoder {
            style: self.style,
            representation,
            request_id,
            challenges: &[],
            language: NegotiatedLanguage::of(self.style, &parts.headers),
            own_form: operation.and_then(|operation| self.own_form(operation)),
            unavailable: &self.settings.unavailable,
            operation: None,
        }
    }

    /// The same for a request that leads to no operation: in the language of the caller, if a login knows it.
    pub(in crate::server) async fn encoder_in_callers_language<'a>(
        &'a self,
        parts: &Parts,
        request_id: &'a HeaderValue,
    ) -> ProblemEncoder<'a> {
        let problems = self.encoder_of_refusal(None, parts, request_id);
        let own = self.caller_language(parts).await;
        ProblemEncoder {
            language: NegotiatedLanguage::of_caller(problems.language, own.as_deref()),
            ..problems
        }
    }

    /// How failures of an operation are written, if not as the style has them.
    fn own_form(&self, operation: &OperationMeta) -> Option<FailureForm> {
        self.settings.failures.iter().rfind(|(id, _)| *id == operation.id).map(|(_, form)| *form)
    }
}

impl ProblemEncoder<'_> {
    /// The response, or the problem that takes its place. The cause of an unforeseen failure is logged.
    pub(crate) fn respond(&self, result: Result<Response<Body>, UndeclaredError>) -> Response<Body> {
        match result {
            Ok(response) => response,
            Err(UndeclaredError::Problem(problem)) => match &problem.cause {
                Some(cause) if self.means_unavailable(&**cause) => self.encode(Problem::unavailable()),
                _ => self.encode(problem),
            },
            Err(UndeclaredError::Internal(cause)) => {
                let (error, operation) = (ErrorChain(&*cause), self.operation);
                if self.means_unavailable(&*cause) {
                    tracing::error!(%error, request_id = ?self.request_id, operation, "unavailable");
                    return self.encode(Problem::unavailable());
                }
                tracing::error!(%error, request_id = ?self.request_id, operation, "unforeseen failure");
                self.encode(Problem::internal())
            }
        }
    }

    /// The outcome of a failure.
    pub(crate) fn outcome(&self, result: &Result<Response<Body>, UndeclaredError>) -> Option<Outcome> {
        let (cause, outcome) = match result {
            Ok(_) => return None,
            Err(UndeclaredError::Problem(problem)) => (problem.cause.as_deref(), problem.outcome),
            Err(UndeclaredError::Internal(cause)) => (Some(&**cause as _), Outcome::Internal),
        };
        let unavailable = cause.is_some_and(|cause| self.means_unavailable(cause));
        Some(if unavailable { Outcome::Unavailable } else { outcome })
    }

    fn means_unavailable(&self, cause: &(dyn Error + 'static)) -> bool {
        self.unavailable.iter().any(|is_such| is_such(cause))
    }

    /// The response that reports `problem`.
    pub(crate) fn encode(&self, problem: Problem) -> Response<Body> {
        let mut problem = disclosed(problem);
        if let (Some(language), Some(own)) = (self.language, problem.language.take()) {
            return Self { language: Some(language.with(&own)), ..self.clone() }.encode(problem);
        }
        if let Some(own_form) = self.own_form
            && problem.body.is_none()
        {
            problem = own_form(problem);
        }
        // A body of its own is in a language of its own.
        let language = self.language.filter(|_| problem.body.is_none());
        if let Some(language) = language {
            localize::localize(&mut problem, language);
        }
        let status = entries::status(self.style, &problem, &entries::reported(self.style, &problem));
        let (media, body) = match problem.body.take() {
            Some(raw) => (HeaderValue::try_from(raw.media.as_ref()).unwrap_or(version::JSON), raw.bytes),
            None => (self.media(), self.body(&problem, status).into()),
        };
        let mut headers = std::mem::take(&mut problem.headers);
        if !bodiless(status) {
            headers.insert(CONTENT_TYPE, media);
            // A failure is a representation too. No condition ever holds for it, since it is no success.
            if let Some(tag) =
                self.style.caching.has_tags().then(|| entity_tag::tag(&headers, &body, false)).flatten()
            {
                headers.entry(ETAG).or_insert(entity_tag::as_sent(&self.style.caching, tag));
            }
        }
        self.write_code(&problem, &mut headers);
        if let Some(language) = language {
            language.write_headers(bodiless(status), &mut headers);
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

    /// Writes the header with the code, unless the handler has. A code that no header can hold has none.
    fn write_code(&self, problem: &Problem, headers: &mut HeaderMap) {
        let Some(wire) = &self.style.failure.code_header else { return };
        let code = problem.code.as_deref().or(self.style.response_to(problem.outcome).code.as_deref());
        let (name, value) = (HeaderName::from_static(wire), code.map(HeaderValue::try_from));
        if let Some(Ok(value)) = value
            && !headers.contains_key(&name)
        {
            headers.insert(name, value);
        }
    }

    /// The style's own words for an outcome.
    pub(super) fn text(&self, outcome: Outcome, reaction: &'static OutcomeResponse) -> &'static str {
        let text = self.language.and_then(|language| language.text(&format!("outcome.{}", outcome.as_str())));
        text.unwrap_or(&reaction.message)
    }

    fn media(&self) -> HeaderValue {
        match &*self.style.failure.media {
            "application/json" if self.representation.vendor => self.representation.media.clone(),
            "application/json" => HeaderValue::from_static(&self.style.media.response),
            media => HeaderValue::from_static(media),
        }
    }

    fn body(&self, problem: &Problem, status: StatusCode) -> Vec<u8> {
        let mut body = Vec::with_capacity(256);
        let reaction = self.style.response_to(problem.outcome);
        let entries = entries::reported(self.style, problem);
        let code = problem.code.as_deref().or(reaction.code.as_deref());
        let notation = self.style.failure.param_notation;
        let message = localize::message(problem, self.text(problem.outcome, reaction), notation);
        let kind = problem.kind.as_deref().or(reaction.kind.as_deref());
        let param = problem.entries.first().and_then(|entry| localize::place(entry, notation));
        let failure = FailureBody {
            code: code.map(Into::into),
            kind: kind.map(Into::into),
            param,
            number: problem.number,
            status: Some(status.as_u16()),
            title: status.canonical_reason().map(Into::into),
            suppress: problem.suppress,
            help: problem.help.as_deref().map(Into::into).or_else(|| {
                let facts = HelpFacts { code, status, operation: self.operation };
                let links = [reaction.help.as_deref(), self.style.failure.help.as_deref()];
                links.into_iter().flatten().find_map(|link| facts.fill(link)).map(Into::into)
            }),
            entries: self.entries(problem, (code, message.as_deref()), &entries),
            request_id: self.request_id.to_str().ok().map(Into::into),
            message: message.as_deref().map(Into::into),
        };
        if let Err(error) = failure.write(&self.style.failure, &mut body) {
            tracing::error!(%error, "a failure cannot be written in the style's body");
        }
        if self.representation.pretty { json::indent(&body) } else { body }
    }
}

/// What fills the placeholders of a link to documentation.
struct HelpFacts<'a> {
    code: Option<&'a str>,
    status: StatusCode,
    operation: Option<&'a str>,
}

impl HelpFacts<'_> {
    /// The link; `None` if there is no value for one of its placeholders.
    fn fill(&self, link: &str) -> Option<String> {
        let mut filled = link.to_owned();
        for (hole, value) in
            [("{code}", self.code), ("{status}", Some(self.status.as_str())), ("{operation}", self.operation)]
        {
            if filled.contains(hole) {
                filled = filled.replace(hole, &utf8_percent_encode(value?, RESERVED).to_string());
            }
        }
        Some(filled)
    }
}

/// A problem as its caller may see it: what is hidden looks just like what does not exist.
fn disclosed(problem: Problem) -> Problem {
    if entries::disclosed(problem.outcome) == problem.outcome { problem } else { Problem::not_found() }
}

/// Whether a response of this status has no body.
pub(crate) fn bodiless(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_documentation_has_a_value_for_each_placeholder() {
        let facts = HelpFacts { code: Some("a b/{status}"), status: StatusCode::NOT_FOUND, operation: None };
        assert_eq!(facts.fill("/docs"), Some("/docs".to_owned()));
        assert_eq!(facts.fill("/{status}/x#{code}").as_deref(), Some("/404/x#a%20b%2F%7Bstatus%7D"));
        assert_eq!(facts.fill("/{operation}"), None);
    }
}
