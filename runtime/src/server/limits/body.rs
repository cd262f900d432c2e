//! Reads request bodies within limits.

use std::net::IpAddr;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::{EXPECT, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};
use http_body::{Body as _, Frame};
use http_body_util::BodyExt;
use tokio::time::Instant;

use crate::problem::{Outcome, Problem};
use crate::server::pipeline::session_scope::poll_once;

use crate::server::limits::Limits;
use crate::server::limits::budget::{Budget, Share};

/// The initial buffer size, whatever length is declared.
const FIRST: usize = 64 * 1024;

/// The body of a request, with its share of the memory for bodies, which is released when this is dropped.
pub(crate) struct RequestBody {
    body: Body,
    /// Whether the request has a body.
    is_present: bool,
    budget: BodyBudget,
}

impl RequestBody {
    pub(crate) fn new(body: Body, all: &Arc<Budget>, client: Option<IpAddr>) -> Self {
        Self { is_present: !body.is_end_stream(), body, budget: BodyBudget::of(all, client) }
    }

    pub(crate) fn is_present(&self) -> bool {
        self.is_present
    }

    /// Reads the complete body.
    pub(crate) async fn read(&mut self, limits: &Limits) -> Result<Bytes, Problem> {
        read(&mut self.body, limits, &mut self.budget).await
    }

    /// Discards the unread rest.
    pub(crate) fn drain(&mut self, headers: &HeaderMap) {
        drain(std::mem::take(&mut self.body), headers);
    }
}

/// Reads a complete body.
///
/// A declared length over the limit is refused before reading; otherwise the body is refused as soon as it exceeds
/// the limit.
async fn read(body: &mut Body, limits: &Limits, budget: &mut BodyBudget) -> Result<Bytes, Problem> {
    let declared = body.size_hint().lower();
    let Some(declared) = usize::try_from(declared).ok().filter(|declared| *declared <= limits.body) else {
        return Err(Problem::new(Outcome::TooLarge));
    };
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let mut reading = std::pin::pin!(collect(body, declared, limits, budget));
    // A body that has arrived already needs no timer.
    if let Poll::Ready(read) = poll_once(reading.as_mut()).await {
        return read;
    }
    tokio::time::timeout(limits.body_time, reading).await.unwrap_or(Err(Problem::new(Outcome::Timeout)))
}

async fn collect(
    body: &mut Body,
    declared: usize,
    limits: &Limits,
    budget: &mut BodyBudget,
) -> Result<Bytes, Problem> {
    let most = limits.body;
    let mut first = Bytes::new();
    let mut whole: Option<BytesMut> = None;
    let mut pace = MinimumRate::of(limits);
    while let Some(frame) = pace.frame(body).await? {
        // The body is incomplete, or its chunks are malformed.
        let frame = frame.map_err(|_| Problem::malformed())?;
        let Ok(data) = frame.into_data() else { continue };
        let so_far = whole.as_ref().map_or(first.len(), BytesMut::len);
        if data.len() > most - so_far {
            return Err(Problem::new(Outcome::TooLarge));
        }
        budget.take(so_far + data.len())?;
        match &mut whole {
            Some(whole) => whole.extend_from_slice(&data),
            None if first.is_empty() => first = data,
            None => {
                let capacity = (so_far + data.len()).max(declared.min(FIRST));
                let mut both = BytesMut::with_capacity(capacity);
                both.extend_from_slice(&first);
                both.extend_from_slice(&data);
                whole = Some(both);
            }
        }
    }
    Ok(whole.map_or(first, BytesMut::freeze))
}

/// The interval over which the minimum rate is measured.
const WINDOW: Duration = Duration::from_secs(5);

/// Enforces a minimum rate of bytes in each window.
struct MinimumRate {
    least: u64,
    come: u64,
    /// The end of the window. The first one starts when the body is polled.
    until: Option<Instant>,
}

impl MinimumRate {
    fn of(limits: &Limits) -> Self {
        let least = limits.body_rate.saturating_mul(WINDOW.as_secs());
        Self { least, come: 0, until: None }
    }

    /// Returns the next frame.
    async fn frame(&mut self, body: &mut Body) -> Result<Option<Result<Frame<Bytes>, axum::Error>>, Problem> {
        let mut frame = match poll_once(std::pin::pin!(body.frame())).await {
            Poll::Ready(frame) => Ok(frame),
            Poll::Pending => {
                let until = *self.until.get_or_insert_with(|| Instant::now() + WINDOW);
                tokio::time::timeout_at(until, body.frame()).await
            }
        };
        loop {
            if let Ok(frame) = frame {
                let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
                self.come += data.map_or(0, |data| data.len() as u64);
                return Ok(frame);
            }
            if self.come < self.least {
                return Err(Problem::new(Outcome::Timeout));
            }
            let until = Instant::now() + WINDOW;
            (self.come, self.until) = (0, Some(until));
            frame = tokio::time::timeout_at(until, body.frame()).await;
        }
    }
}

/// A request body's share of the memory for bodies, released when this is dropped.
#[derive(Debug)]
pub(crate) struct BodyBudget(Share);

impl BodyBudget {
    /// Returns a service's budget for all bodies.
    pub(crate) fn all(limits: &Limits) -> Arc<Budget> {
        Budget::new(limits.bodies, limits.bodies_each)
    }

    fn of(all: &Arc<Budget>, holder: Option<IpAddr>) -> Self {
        Self(all.share(holder))
    }

    /// Reserves `bytes` in total, including what was reserved before.
    fn take(&mut self, bytes: usize) -> Result<(), Problem> {
        if self.0.grow(bytes) {
            return Ok(());
        }
        Err(Problem::unavailable().header(RETRY_AFTER, HeaderValue::from_static("1")))
    }
}

/// The maximum size of an unread body that is drained, the total time, and the time without progress.
const DRAINED: u64 = 16 * 1024 * 1024;
const DRAINING: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(500);

/// Reads and discards the rest of a body in the background: closing a connection while the peer is sending may lose
/// the response.
pub(crate) fn drain(mut body: Body, headers: &HeaderMap) {
    // A peer that waits for `100 Continue` does not send the body.
    if body.is_end_stream() || body.size_hint().lower() > DRAINED || headers.contains_key(EXPECT) {
        return;
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let draining = async move {
        let mut drained = 0;
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(PAUSE, body.frame()).await {
            drained += frame.data_ref().map_or(0, |data| data.len() as u64);
            if drained > DRAINED {
                return;
            }
        }
    };
    drop(runtime.spawn(tokio::time::timeout(DRAINING, draining)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::{Empty, StreamBody};
    use std::convert::Infallible;

    fn chunks(chunks: &[&'static [u8]]) -> Body {
        let frames: Vec<_> =
            chunks.iter().map(|chunk| Ok::<_, Infallible>(Frame::data(Bytes::from_static(chunk)))).collect();
        Body::new(StreamBody::new(Chunks(frames.into_iter())))
    }

    struct Chunks<I>(I);

    impl<I: Iterator + Unpin> futures_core::Stream for Chunks<I> {
        type Item = I::Item;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<I::Item>> {
            std::task::Poll::Ready(self.0.next())
        }
    }

    struct Received(tokio::sync::mpsc::Receiver<Bytes>);

    impl futures_core::Stream for Received {
        type Item = Result<Frame<Bytes>, Infallible>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            self.0.poll_recv(context).map(|data| data.map(|data| Ok(Frame::data(data))))
        }
    }

    fn within(most: usize) -> Limits {
        Limits::new().body(most)
    }

    async fn read_of(mut body: Body, limits: Limits) -> Result<Bytes, Problem> {
        read(&mut body, &limits, &mut BodyBudget::of(&BodyBudget::all(&limits), None)).await
    }

    #[tokio::test]
    async fn all_bodies_together_have_a_limit() {
        let limits = Limits::new().bodies(5000);
        let all = BodyBudget::all(&limits);
        let large = || Body::from(vec![b'x'; 5000]);
        let mut first = BodyBudget::of(&all, None);
        let read_one = |mut body: Body, mut room: BodyBudget| async move {
            (read(&mut body, &limits, &mut room).await, room)
        };
        assert!(read(&mut large(), &limits, &mut first).await.is_ok());
        let (refused, second) = read_one(Body::from("x"), BodyBudget::of(&all, None)).await;
        assert_eq!(refused.expect_err("no room").outcome, Outcome::Unavailable);
        drop(first);
        assert!(read_one(large(), second).await.0.is_ok());
    }

    #[tokio::test]
    async fn one_client_does_not_take_the_room_of_others() {
        let limits = Limits::new().bodies(5000).bodies_per_client(1000);
        let all = BodyBudget::all(&limits);
        let client = |last: u8| Some(IpAddr::from([192, 0, 2, last]));
        let mut rooms = [
            BodyBudget::of(&all, client(1)),
            BodyBudget::of(&all, client(1)),
            BodyBudget::of(&all, client(2)),
        ];
        let mut outcomes = Vec::new();
        for room in &mut rooms {
            let got = read(&mut Body::from(vec![b'x'; 600]), &limits, room).await;
            outcomes.push(got.map_err(|problem| problem.outcome).err());
        }
        assert_eq!(outcomes, [None, Some(Outcome::Unavailable), None]);
    }

    /// Returns a body that produces this many bytes each second, and ends after this many seconds.
    fn dripping(bytes: usize, seconds: usize) -> Body {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            for _ in 0..seconds {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let _ = sender.send(Bytes::from(vec![b'x'; bytes])).await;
            }
        });
        Body::new(StreamBody::new(Received(receiver)))
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_has_to_go_on_coming() {
        let limits = Limits::new().body_time(Duration::from_secs(1000)).body_rate(100);
        assert_eq!(read_of(dripping(150, 60), limits).await.expect("a body").len(), 150 * 60);
        let late = |bytes| async move {
            let started = Instant::now();
            let outcome = read_of(dripping(bytes, 60), limits).await.expect_err("late").outcome;
            (outcome, started.elapsed().as_secs())
        };
        assert_eq!(late(80).await, (Outcome::Timeout, 5));
        assert_eq!(late(0).await, (Outcome::Timeout, 5));
        let any = limits.body_rate(0);
        assert_eq!(read_of(dripping(1, 60), any).await.expect("a body").len(), 60);
    }

    #[tokio::test]
    async fn a_body_up_to_the_limit_is_read() {
        let read = |body| async move { read_of(body, within(6)).await.expect("a body") };
        assert_eq!(read(chunks(&[b"ab", b"cd", b"ef"])).await, "abcdef");
        assert_eq!(read(Body::from("abcdef")).await, "abcdef");
        assert_eq!(read(Body::new(Empty::new())).await, "");
        assert_eq!(read(chunks(&[b"", b"ab", b""])).await, "ab");
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_however_it_comes() {
        for body in [chunks(&[b"abc", b"defg"]), chunks(&[b"abcdefg"]), Body::from("abcdefg")] {
            assert_eq!(read_of(body, within(6)).await.expect_err("too much").outcome, Outcome::TooLarge);
        }
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        struct Never;
        impl futures_core::Stream for Never {
            type Item = Result<Frame<Bytes>, Infallible>;
            fn poll_next(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                std::task::Poll::Pending
            }
        }
        let body = Body::new(StreamBody::new(Never));
        let limits = Limits::new().body_time(Duration::ZERO);
        assert_eq!(read_of(body, limits).await.expect_err("late").outcome, Outcome::Timeout);
    }
}
