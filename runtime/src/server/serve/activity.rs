//! What a connection is doing, so that one over HTTP/2 that does nothing is closed.
//!
//! Over HTTP/1 the deadline for headers does it. Over HTTP/2 a peer that answers pings could stay for ever, and enough
//! of them would take every place there is.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::Response;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

/// Fewer bytes than these in the time for writing are no progress: pings and their like.
const PROGRESS: u64 = 1024;

/// What a connection is doing.
pub(super) struct Activity {
    multiplexed: AtomicBool,
    /// Requests whose answer has not been handed over whole.
    open: AtomicUsize,
    /// When there was one last.
    last: Mutex<Instant>,
    written: AtomicU64,
}

impl Activity {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            multiplexed: AtomicBool::new(false),
            open: AtomicUsize::new(0),
            last: Mutex::new(Instant::now()),
            written: AtomicU64::new(0),
        })
    }

    /// HTTP/2 has been chosen.
    pub(super) fn multiplexed(&self) {
        self.multiplexed.store(true, Relaxed);
        self.touch();
    }

    /// Bytes have gone to the peer.
    pub(super) fn wrote(&self, count: usize) {
        self.written.fetch_add(count as u64, Relaxed);
    }

    /// A request has come.
    pub(super) fn open(self: &Arc<Self>) -> Open {
        self.open.fetch_add(1, Relaxed);
        Open(self.clone())
    }

    fn touch(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Ends when a connection over HTTP/2 has had no request for so long.
    pub(super) async fn idle(&self, limit: Duration) {
        loop {
            let since = self.last.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
            let quiet = self.multiplexed.load(Relaxed) && self.open.load(Relaxed) == 0;
            match limit.checked_sub(since) {
                Some(left) if quiet && !left.is_zero() => tokio::time::sleep(left).await,
                _ if quiet => return,
                _ => tokio::time::sleep(limit).await,
            }
        }
    }

    /// Ends when a peer has taken next to nothing for so long.
    pub(super) async fn stalled(&self, limit: Duration) {
        loop {
            let before = self.written.load(Relaxed);
            tokio::time::sleep(limit).await;
            if self.written.load(Relaxed) - before < PROGRESS {
                return;
            }
        }
    }
}

/// A request that is being answered.
pub(super) struct Open(Arc<Activity>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.touch();
        self.0.open.fetch_sub(1, Relaxed);
    }
}

impl Open {
    /// The answer, which keeps the request open until its body has been handed over.
    pub(super) fn until_sent(self, answer: Response<Body>) -> Response<Body> {
        answer.map(|body| Body::new(Sent { body, _open: self }))
    }
}

struct Sent {
    body: Body,
    _open: Open,
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    async fn ends_within(future: impl Future<Output = ()>, time: Duration) -> bool {
        tokio::time::timeout(time, future).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_when_its_last_answer_has_been_sent() {
        let activity = Activity::new();
        assert!(!ends_within(activity.idle(LIMIT), LIMIT * 10).await, "HTTP/1 is not our business");
        activity.multiplexed();
        let answer = activity.open().until_sent(Response::new(Body::from("x")));
        assert!(!ends_within(activity.idle(LIMIT), LIMIT * 10).await);
        drop(answer);
        assert!(!ends_within(activity.idle(LIMIT), LIMIT - Duration::from_millis(1)).await);
        assert!(ends_within(activity.idle(LIMIT), LIMIT * 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_has_to_take_more_than_pings() {
        let activity = Activity::new();
        let takes = |count: usize| {
            let activity = activity.clone();
            async move {
                for _ in 0..20 {
                    tokio::time::sleep(LIMIT / 2).await;
                    activity.wrote(count);
                }
            }
        };
        tokio::select! {
            () = takes(1200) => {}
            () = activity.stalled(LIMIT) => panic!("it takes enough"),
        }
        tokio::select! {
            () = takes(17) => panic!("it takes too little"),
            () = activity.stalled(LIMIT) => {}
        }
    }
}
