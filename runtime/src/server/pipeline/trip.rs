//! One request on its way through the checks to its handler.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::header::{IF_RANGE, RANGE, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};
use http_body::Body as _;

use crate::api::{BodyKind, Undeclared};
use crate::jsonapi::{Fields, Include};
use crate::problem::{Outcome, Problem};
use crate::schema::check::ViolationKind;
use crate::style::{AbsentBody, Check, Style};

use tokio::time::Instant;

use crate::server::auth::credentials::{Had, Presented, presented};
use crate::server::context::{Context, Request};
use crate::server::core::Core;
use crate::server::encode::ranges;
use crate::server::limits::Limits;
use crate::server::limits::body::{self, Room};
use crate::server::negotiate::language::Spoken;
use crate::server::negotiate::media;
use crate::server::negotiate::zone::zone;
use crate::server::negotiate::{self, Representation};
use crate::server::pipeline::address::Address;
use crate::server::pipeline::conditions::View;
use crate::server::pipeline::read::{Read, Reader, violation};
use crate::server::route::table::{Bound, Known, Ready, Typed, mismatch};
use crate::server::serve::peer;
use crate::server::session::Session;

pub(in crate::server) struct Trip<'r> {
    bound: &'r Bound,
    core: &'r Core,
    limits: &'r Limits,
    style: &'static Style,
    request: Request,
    /// Until it is read.
    body: Body,
    /// Whether it came with one. Once it is read, it is gone.
    has_body: bool,
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
    /// `WWW-Authenticate` for a bearer token that is not good.
    bad_token: &'r [HeaderValue],
}

impl<'r> Trip<'r> {
    pub(in crate::server) fn new(
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
        let holder = peer::holder_of(&parts);
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
            inside: false,
            range_counts: true,
            tag_of_set: None,
            view: None,
            asked: None,
            include: Include::default(),
            fields: Fields::all(),
            document_id: None,
            subject: None,
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
            has_body: !body.is_end_stream(),
            body,
            room: Room::of(&core.bodies, holder),
            acceptable,
            read: None,
            principal: None,
            spoken,
            login_took: Duration::ZERO,
            bad_token: &[],
        }
    }

    pub(in crate::server) fn in_session(mut self, session: Option<Session>) -> Self {
        self.request.session = session;
        self
    }

    pub(in crate::server) fn refusing_tokens_with(mut self, challenges: &'r [HeaderValue]) -> Self {
        self.bad_token = challenges;
        self
    }

    /// As one of the server's own, for the conditions of another request.
    pub(in crate::server) fn inside(mut self) -> Self {
        self.request.inside = true;
        self
    }

    pub(in crate::server) async fn run(self, order: &[Check]) -> Result<Response<Body>, Undeclared> {
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
        if self.style.caching.if_match && !self.request.inside {
            self.request.view = self.core.check_conditions(&self.request).await?;
        }
        let without_range = self.core.without_range(&self.request);
        match (self.handle().await, without_range) {
            (Err(Undeclared::Problem(problem)), Some(without_range))
                if problem.outcome == Outcome::RangeNotSatisfiable =>
            {
                match without_range.await {
                    Ok(response) if response.status() == StatusCode::NOT_MODIFIED => Ok(response),
                    Err(Undeclared::Problem(failed)) if failed.outcome == Outcome::PreconditionFailed => {
                        Err(failed.into())
                    }
                    Ok(_) | Err(_) => Err(problem.into()),
                }
            }
            (ran, _) => ran,
        }
    }

    /// Finds out whether `If-Range` holds, where the operation has ranges.
    async fn check_range(&mut self) -> Result<(), Undeclared> {
        let headers = &self.request.parts.headers;
        let has_ranges = !self.request.operation.ranges.is_empty() && headers.contains_key(RANGE);
        if headers.contains_key(IF_RANGE) {
            self.request.range_counts = false;
            if has_ranges && self.style.caching.etag && !self.request.inside {
                self.request.tag_of_set = self.core.range_tag(&self.request).await?;
                self.request.range_counts = self.request.tag_of_set.is_some();
            }
        }
        Ok(())
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
        match presented(security, &self.request.parts, had) {
            Presented::Whole(credentials) => {
                let started = Instant::now();
                let bearer = credentials.authorization("bearer").is_some();
                let principal = within(self.limits.handler_time, login(credentials)).await;
                self.login_took = started.elapsed();
                let Known { principal, language } = principal?.map_err(|problem| match bearer {
                    true => self.of_bad_token(problem),
                    false => problem,
                })?;
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

    /// A 401 to a bearer token says what is wrong with it (RFC 6750 §3.1), unless the login said so itself.
    fn of_bad_token(&self, mut problem: Problem) -> Problem {
        if problem.outcome == Outcome::Unauthenticated && !problem.headers.contains_key(WWW_AUTHENTICATE) {
            let challenges = self.bad_token.iter().map(|challenge| (WWW_AUTHENTICATE, challenge.clone()));
            challenges.for_each(|(wire, challenge)| _ = problem.headers.append(wire, challenge));
        }
        problem
    }

    /// `Accept`; and `Content-Type`, where the style minds it.
    fn media(&self) -> Result<(), Problem> {
        let operation = self.request.operation;
        if !self.acceptable {
            return Err(negotiate::refused(self.style, operation));
        }
        media::refused(operation, &self.request.parts.headers, self.has_body).map_or(Ok(()), Err)
    }

    /// Reads the request, once.
    async fn read(&mut self) -> Result<(), Undeclared> {
        if self.read.is_some() {
            return Ok(());
        }
        self.check_range().await?;
        let body = match self.request.operation.body {
            Some(meta) => {
                let body = body::read(&mut self.body, &self.limits.of(meta.kind), &mut self.room).await?;
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
            let found = violation(header, ViolationKind::Constraint, "unknown_zone", message);
            reader.refuse(found.of_header(header));
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
        (self.request.document_id, self.request.subject) = (read.document_id, read.subject);
        let view = self.request.inside.then(|| View {
            include: self.request.include.clone(),
            fields: self.request.fields.clone(),
            media: self.request.representation.media.clone(),
        });
        let context = Context { request: Arc::new(self.request) };
        let running = (self.bound.run)(Ready::new(input, self.principal, context));
        let left = self.limits.handler_time.map(|limit| limit.saturating_sub(self.login_took));
        let ran = within(left, running).await;
        let mut response = ran??;
        if let Some(view) = view {
            response.extensions_mut().insert(view);
        }
        Ok(response)
    }
}

pub(in crate::server) async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Result<T, Problem> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.map_err(|_| Problem::unavailable()),
        None => Ok(work.await),
    }
}
