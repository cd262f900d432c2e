//! One request on its way through the checks to its handler.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Response};

use crate::answer::Undeclared;
use crate::check::ViolationKind;
use crate::meta::{BodyKind, BodyMeta};
use crate::outcome::Outcome;
use crate::problem::{Entry, Problem};
use crate::resource::{Fields, Include};
use crate::style::{AbsentBody, Check, RequestMedia, Style};
use crate::wording::Wording;

use tokio::time::Instant;

use super::accept::split_outside_quotes;
use super::address::Address;
use super::body::{self, Room};
use super::context::{Context, Request};
use super::core::Core;
use super::credentials::{Had, Presented, presented};
use super::language::Spoken;
use super::limits::Limits;
use super::negotiate::{self, Representation};
use super::ranges;
use super::reader::{Read, Reader, violation};
use super::session::Session;
use super::table::{Bound, Known, Ready, Typed, mismatch};
use super::zone::zone;

pub(super) struct Trip<'r> {
    bound: &'r Bound,
    core: &'r Core,
    limits: &'r Limits,
    style: &'static Style,
    request: Request,
    /// Until it is read.
    body: Body,
    room: Room,
    /// Whether a representation was found that the request accepts.
    acceptable: bool,
    /// The input, and what was wrong with it; once the request has been read.
    read: Option<(Option<Typed>, Read)>,
    principal: Option<Typed>,
    /// The language of its texts, as far as it is known; whoever tells of a failure has to know it too.
    spoken: &'r mut Option<Spoken>,
    /// How long login has taken.
    login_took: Duration,
}

impl<'r> Trip<'r> {
    pub(super) fn new(
        bound: &'r Bound,
        core: &'r Core,
        mut parts: Parts,
        body: Body,
        id: &HeaderValue,
        (representation, acceptable): (Representation, bool),
        spoken: &'r mut Option<Spoken>,
    ) -> Self {
        let operation = bound.operation;
        let tls = core.is_tls(&parts);
        core.secrets.hide(&mut parts);
        let request = Request {
            operation,
            address: Address::of(&parts, &core.root(&parts)),
            secrets: core.secrets.clone(),
            parts,
            id: id.clone(),
            representation,
            session: None,
            tls,
            zone: None,
            spoken: None,
            asked: None,
            include: Include::default(),
            fields: Fields::all(),
            document_id: None,
            echo: None,
            answer: Mutex::default(),
        };
        let style = operation.api.style;
        Self {
            bound,
            core,
            limits: &core.limits,
            style,
            request,
            body,
            room: Room::of(&core.room),
            acceptable,
            read: None,
            principal: None,
            spoken,
            login_took: Duration::ZERO,
        }
    }

    pub(super) fn in_session(mut self, session: Option<Session>) -> Self {
        self.request.session = session;
        self
    }

    pub(super) async fn run(self, order: &[Check]) -> Result<Response<Body>, Undeclared> {
        let operation = self.request.operation;
        self.checked_and_handled(order).await.map_err(|failure| ranges::advised(failure, operation))
    }

    async fn checked_and_handled(mut self, order: &[Check]) -> Result<Response<Body>, Undeclared> {
        let mut checked = Ok(());
        for check in order {
            checked = self.check(*check).await;
            if checked.is_err() {
                break;
            }
        }
        body::pour_away(std::mem::take(&mut self.body), &self.request.parts.headers);
        checked?;
        if self.style.caching.if_match {
            self.core.conditions_hold(&self.request).await?;
        }
        self.handle().await
    }

    async fn check(&mut self, check: Check) -> Result<(), Undeclared> {
        match check {
            Check::Method => {}
            Check::Login => self.login().await?,
            Check::Media => self.media()?,
            Check::Syntax | Check::Parameters | Check::Entity => {
                self.read().await?;
                let found = self.read.as_mut().and_then(|(_, read)| read.problem(self.style, check));
                found.map_or(Ok(()), Err)?;
            }
        }
        Ok(())
    }

    async fn login(&mut self) -> Result<(), Undeclared> {
        let Some(login) = &self.bound.login else { return Ok(()) };
        let security = &self.request.operation.security;
        let had = match (self.style.session, &self.request.session) {
            (Some(rules), Some(session)) => {
                Some(Had { cookie: rules.cookie, session, principal: session.has_principal().await })
            }
            _ => None,
        };
        match presented(security, &self.request.parts.headers, &self.request.parts.uri, had) {
            Presented::Whole(credentials) => {
                let started = Instant::now();
                let principal = within(self.limits.handler_time, login(credentials)).await;
                self.login_took = started.elapsed();
                let Known { principal, language } = principal??;
                self.principal = Some(principal);
                if let (Some(spoken), Some(own)) = (self.spoken.as_mut(), language) {
                    *spoken = spoken.with(&own);
                }
                Ok(())
            }
            Presented::Nothing if security.optional => Ok(()),
            Presented::Nothing | Presented::Bad => Err(Problem::unauthenticated().into()),
        }
    }

    /// `Accept`; and `Content-Type`, where the style minds it.
    fn media(&self) -> Result<(), Problem> {
        let operation = self.request.operation;
        if !self.acceptable {
            let available = negotiate::available(self.style, Some(operation));
            let message =
                format!("None of the accepted media types can be had; there are {}", available.join(", "));
            let wording = Wording::of("outcome.not_acceptable").hole("available", available.join(", "));
            let entry = |media| Entry::new("available").parameter("Accept").message(media);
            let entries = available.into_iter().map(entry);
            return Err(Problem::new(Outcome::NotAcceptable)
                .message(message)
                .wording(wording)
                .entries(entries));
        }
        let Some(meta) = operation.body.filter(|_| self.style.request_media == RequestMedia::Declared) else {
            return Ok(());
        };
        match self.request.parts.headers.get(CONTENT_TYPE) {
            Some(sent) if !takes(meta, sent.to_str().unwrap_or("")) => {
                let problem = Problem::new(Outcome::UnsupportedMedia);
                let taken = HeaderValue::try_from(meta.media.join(", "));
                Err(taken.map_or(problem.clone(), |taken| problem.header(ACCEPT, taken)))
            }
            _ => Ok(()),
        }
    }

    /// Reads the request, once.
    async fn read(&mut self) -> Result<(), Problem> {
        if self.read.is_some() {
            return Ok(());
        }
        let body = match self.request.operation.body {
            Some(meta) => {
                let body = body::read(&mut self.body, self.limits, &mut self.room).await?;
                let stands_in = body.is_empty()
                    && meta.kind == BodyKind::Json
                    && self.style.data.absent_body == AbsentBody::EmptyObject;
                if stands_in { Bytes::from_static(b"{}") } else { body }
            }
            None => Bytes::new(),
        };
        let zone = match self.style.data.zone_header {
            Some(header) => zone(&self.request.parts.headers, header).map_err(|()| header),
            None => Ok(None),
        };
        let mut reader = Reader::new(&self.request, body);
        let input = (self.bound.receive)(&mut reader);
        let zone = zone.unwrap_or_else(|header| {
            let message = "must be the name of a time zone, like Europe/Moscow";
            reader.refuse(violation(header, ViolationKind::Constraint, "unknown_zone", message));
            None
        });
        let read = reader.finish();
        self.request.zone = zone;
        self.read = Some((input, read));
        Ok(())
    }

    async fn handle(mut self) -> Result<Response<Body>, Undeclared> {
        let Some((Some(input), read)) = self.read.take() else { return Err(mismatch()) };
        (self.request.asked, self.request.echo) = (read.asked, read.echo);
        self.request.spoken = *self.spoken;
        (self.request.include, self.request.fields) = (read.include, read.fields);
        self.request.document_id = read.document_id;
        let operation = self.request.operation;
        let context = Context { request: Arc::new(self.request) };
        let started = Instant::now();
        let running = (self.bound.run)(Ready::new(input, self.principal, context));
        let left = self.limits.handler_time.map(|limit| limit.saturating_sub(self.login_took));
        let ran = within(left, running).await;
        let took_ms = (self.login_took + started.elapsed()).as_millis();
        if self.style.slow_after_ms.is_some_and(|limit| took_ms > u128::from(limit)) {
            tracing::warn!(operation = operation.id, took_ms, "slow");
        }
        ran?
    }
}

async fn within<T>(limit: Option<Duration>, work: impl Future<Output = T>) -> Result<T, Problem> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.map_err(|_| Problem::unavailable()),
        None => Ok(work.await),
    }
}

/// Whether a body of this media type is taken. All JSON is taken where JSON is, in UTF-8 alone.
fn takes(meta: &BodyMeta, sent: &str) -> bool {
    let mut parts = split_outside_quotes(sent, ';').map(str::trim);
    let essence = parts.next().unwrap_or("");
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let named = meta.media.iter().any(|media| {
        let (k, s) =
            media.split(';').next().and_then(|media| media.trim().split_once('/')).unwrap_or(("*", "*"));
        (k == "*" || k.eq_ignore_ascii_case(kind)) && (s == "*" || s.eq_ignore_ascii_case(subtype))
    });
    let json = meta.kind == BodyKind::Json
        && kind.eq_ignore_ascii_case("application")
        && negotiate::is_json(essence);
    let mut charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(key, _)| key.eq_ignore_ascii_case("charset"));
    let utf8 = charsets.all(|(_, charset)| {
        matches!(&*charset.trim_matches('"').to_ascii_lowercase(), "utf-8" | "utf8" | "us-ascii")
    });
    (named || json) && (utf8 || meta.kind == BodyKind::Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn body(kind: BodyKind, media: &'static [&'static str]) -> BodyMeta {
        BodyMeta { required: true, media, kind, schema: None, resource: None }
    }
    static JSON: BodyMeta = body(BodyKind::Json, &["application/json"]);
    static FORM: BodyMeta = body(BodyKind::Form, &["application/x-www-form-urlencoded"]);
    static IMAGE: BodyMeta = body(BodyKind::Bytes, &["image/*"]);

    #[test]
    fn media_types_that_are_taken() {
        for sent in ["application/json", "Application/JSON;charset=\"UTF-8\"", "application/merge-patch+json"]
        {
            assert!(takes(&JSON, sent), "{sent}");
        }
        for sent in ["", "json", "text/json", "application/jsonp", "application/json; charset=utf-16"] {
            assert!(!takes(&JSON, sent), "{sent}");
        }
        assert!(takes(&FORM, "application/x-www-form-urlencoded") && !takes(&FORM, "application/json"));
        assert!(takes(&IMAGE, "image/png; charset=x") && !takes(&IMAGE, "text/plain"));
    }
}
