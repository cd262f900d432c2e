//! What a connection is doing, so that one over HTTP/2 that does nothing is closed.
//!
//! Over HTTP/1 the deadline for headers does it. Over HTTP/2 a peer that answers pings could stay for ever, and enough
//! of them would take every place there is.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// Fewer bytes than these in the time for writing are no progress: pings and their like.
pub(super) const PROGRESS: u64 = 1024;

/// How often the time for writing passes, at most, between the last answer and the end of a connection.
const ROUNDS: u32 = 4;

/// What a connection is doing.
pub(super) struct Activity {
    multiplexed: AtomicBool,
    /// Requests whose answer has not been handed over whole.
    open: AtomicUsize,
    /// When there was one last.
    last: Mutex<Instant>,
    written: AtomicU64,
    /// An answer was not taken in time.
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

    /// HTTP/2 has been chosen.
    pub(super) fn multiplexed(&self) {
        self.multiplexed.store(true, Relaxed);
        self.touch();
    }

    /// Bytes have gone to the peer.
    pub(super) fn wrote(&self, count: usize) {
        self.written.fetch_add(count as u64, Relaxed);
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Relaxed)
    }

    /// An answer was not taken in time.
    pub(super) fn stall(&self) {
        self.stalled.notify_one();
    }

    /// A request has come.
    pub(super) fn open(self: &Arc<Self>) -> Open {
        self.open.fetch_add(1, Relaxed);
        Open(self.clone())
    }

    fn touch(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Ends when a connection over HTTP/2 has had no request for so long, or its peer has not taken an answer in time.
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

    /// Ends when a peer that has nothing more to ask has taken next to nothing for so long, or takes too long altogether.
    /// As long as there are requests, each has its own deadlines.
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

/// A request that is being answered.
pub(super) struct Open(Arc<Activity>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.touch();
        self.0.open.fetch_sub(1, Relaxed);
    }
}

impl Open {
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
        assert!(!ends_within(activity.idle(LIMIT), LIMIT * 10).await, "HTTP/1 is not our business");
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
