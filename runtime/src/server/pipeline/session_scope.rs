//! What is around the work on a request: its session, and an end to panics.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use http::Response;
use http::request::Parts;

use crate::api::Undeclared;
use crate::style::Style;

use crate::server::core::Core;
use crate::server::session::{Opened, Session};

/// The session of a request, from before its checks until after its answer.
#[derive(Debug)]
pub(in crate::server) struct Visit {
    opened: Option<Opened>,
    limit: Option<Duration>,
}

impl Core {
    /// Loads the session of a request, where the style has sessions.
    pub(in crate::server) async fn visit(
        &self,
        style: &'static Style,
        parts: &Parts,
    ) -> Result<Visit, Undeclared> {
        let limit = self.limits.handler_time;
        let opened = in_time(limit, self.keeper.open(style, parts, self.is_tls(parts))).await?;
        Ok(Visit { opened, limit })
    }
}

impl Visit {
    pub(in crate::server) fn session(&self) -> Option<Session> {
        self.opened.as_ref().map(|opened| opened.session().clone())
    }

    /// Keeps the session. The answer says how it goes on; where it cannot be kept, there is no such answer.
    pub(in crate::server) async fn end(
        self,
        mut response: Response<Body>,
    ) -> Result<Response<Body>, Undeclared> {
        if let Some(opened) = self.opened {
            in_time(self.limit, opened.close()).await?.put(response.headers_mut());
        }
        Ok(response)
    }
}

async fn in_time<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, Undeclared>>,
) -> Result<T, Undeclared> {
    let Some(limit) = limit else { return contained(work).await };
    let late = || Undeclared::internal("the store of sessions does not answer");
    tokio::time::timeout(limit, contained(work)).await.unwrap_or_else(|_| Err(late()))
}

/// Does work of which a panic is just one more failure.
pub(in crate::server) async fn contained<T>(
    work: impl Future<Output = Result<T, Undeclared>>,
) -> Result<T, Undeclared> {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
    })
    .await
}

fn panicked(panic: &(dyn Any + Send)) -> Undeclared {
    let said =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Undeclared::Internal(format!("panicked: {}", said.unwrap_or("without a word")).into())
}
