//! The activity of a connection, so that idle HTTP/2 connections are closed.
//!
//! HTTP/1 has a deadline for headers. An HTTP/2 peer could answer pings forever, and enough of them would use up all
//! connections.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// Writing fewer bytes than this within the timeout is no progress: pings, for example.
pub(super) const PROGRESS: u64 = 1024;

/// The maximum number of write timeouts between the last response and the end of a connection.
const ROUNDS: u32 = 4;

/// The activity of a connection.
pub(super) struct Activity {
    multiplexed: AtomicBool,
    /// The number of requests whose response has not been sent completely.
    open: AtomicUsize,
    /// The time of the last request.
    last: Mutex<Instant>,
    written: AtomicU64,
    /// Signals that a response was not read in time.
    stalled: Notify,
}

impl Activity {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            multiplexed: AtomicBool::new(false),
            open: AtomicUsize::new(0),
            last: Mutex::new(Instant::now()),
            written: AtomicU64::new(0),
            stalled: Notify::new(),
        })
    }

    /// Records that HTTP/2 was negotiated.
    pub(super) fn multiplexed(&self) {
        self.multiplexed.store(true, Relaxed);
        self.touch();
    }

    /// Records written bytes.
    pub(super) fn wrote(&self, count: usize) {
        self.written.fetch_add(count as u64, Relaxed);
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Relaxed)
    }

    /// Signals that a response was not read in time.
    pub(super) fn stall(&self) {
        self.stalled.notify_one();
    }

    /// Records a request.
    pub(super) fn open(self: &Arc<Self>) -> OpenRequest {
        self.open.fetch_add(1, Relaxed);
        OpenRequest(self.clone())
    }

    fn touch(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Completes when an HTTP/2 connection has had no request for `limit`, or its peer has not read a response in
    /// time.
    pub(super) async fn unused(&self, limit: Duration) {
        tokio::select! {
            () = self.idle(limit) => {}
            () = self.stalled.notified() => {}
        }
    }

    async fn idle(&self, limit: Duration) {
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

    /// Completes when a peer without open requests has read too little within `limit`, or takes too long in total.
    /// Open requests have their own deadlines.
    pub(super) async fn gone(&self, limit: Duration) {
        let mut rounds = 0;
        loop {
            let before = self.written();
            tokio::time::sleep(limit).await;
            if self.open.load(Relaxed) > 0 {
                rounds = 0;
                continue;
            }
            rounds += 1;
            if self.written() - before < PROGRESS || rounds >= ROUNDS {
                return;
            }
        }
    }
}

/// An open request.
pub(super) struct OpenRequest(Arc<Activity>);

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.touch();
        self.0.open.fetch_sub(1, Relaxed);
    }
}

impl OpenRequest {
    pub(super) fn connection(&self) -> &Arc<Activity> {
        &self.0
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
        assert!(!ends_within(activity.idle(LIMIT), LIMIT * 10).await, "HTTP/1 has its own deadline");
        activity.multiplexed();
        let answer = activity.open();
        assert!(!ends_within(activity.idle(LIMIT), LIMIT * 10).await);
        drop(answer);
        assert!(!ends_within(activity.idle(LIMIT), LIMIT - Duration::from_millis(1)).await);
        assert!(ends_within(activity.idle(LIMIT), LIMIT * 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_not_taken_ends_the_use_of_a_connection() {
        let activity = Activity::new();
        activity.multiplexed();
        let _other = activity.open();
        assert!(!ends_within(activity.unused(LIMIT), LIMIT * 10).await);
        activity.stall();
        assert!(ends_within(activity.unused(LIMIT), Duration::ZERO).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_has_to_take_more_than_pings() {
        let activity = Activity::new();
        let takes = |count: usize, times: u32| {
            let activity = activity.clone();
            async move {
                for _ in 0..times {
                    tokio::time::sleep(LIMIT / 2).await;
                    activity.wrote(count);
                }
            }
        };
        tokio::select! {
            () = takes(1200, 7) => {}
            () = activity.gone(LIMIT) => panic!("it takes enough"),
        }
        tokio::select! {
            () = takes(17, 20) => panic!("it takes too little"),
            () = activity.gone(LIMIT) => {}
        }
        tokio::select! {
            () = takes(1200, 20) => panic!("it takes too long"),
            () = activity.gone(LIMIT) => {}
        }
        let _open = activity.open();
        tokio::select! {
            () = takes(0, 20) => {}
            () = activity.gone(LIMIT) => panic!("a request is being answered"),
        }
    }
}
