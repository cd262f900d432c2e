//! Delivery of HTTP/2 responses in small frames with deadlines.
//!
//! The peer decides how much of a response may be sent (RFC 9113 §5.2). With a closed window, a response would stay
//! in memory and its connection open indefinitely. So the write deadline applies to each stream, from when its
//! response is ready and again after each frame that is sent. A stream that misses it is reset.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::{Buf, Bytes};
use http::Response;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use super::activity::{Activity, OpenRequest, PROGRESS};

/// The maximum frame size: the request for the next frame shows that the previous one was sent.
const PIECE: usize = 16 * 1024;

/// How many deadlines a stream may wait while other streams of the connection make progress.
const PATIENCE: u32 = 4;

tokio::task_local! {
    /// The delivery of the stream whose task is running.
    static DELIVERY: Arc<Delivery>;
}

/// Spawns the tasks of HTTP/2 connections: streams, as long as their peers read the responses.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamExecutor {
    /// How long a peer may leave a response unread.
    pub(super) write: Duration,
}

impl<F> hyper::rt::Executor<F> for StreamExecutor
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, stream: F) {
        let (delivery, limit) = (Arc::new(Delivery::default()), self.write);
        let until = delivery.clone();
        let run = async move {
            tokio::select! {
                _ = stream => {}
                // Dropping the stream resets it.
                connection = until.stalled(limit) => connection.stall(),
            }
        };
        tokio::spawn(DELIVERY.scope(delivery, run));
    }
}

/// The progress of a stream's response.
#[derive(Default)]
struct Delivery {
    /// When the pending frame was offered; `None` while the response is being produced.
    offered: Mutex<Option<PendingFrame>>,
}

struct PendingFrame {
    since: Instant,
    /// The number of bytes written to the connection at that time.
    written: u64,
    connection: Arc<Activity>,
}

impl Delivery {
    fn set(&self, offered: Option<PendingFrame>) {
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = offered;
    }

    /// Completes when the pending frame has not been sent within `limit` and the connection makes no progress, or
    /// after [`PATIENCE`] times that. Returns the connection.
    async fn stalled(&self, limit: Duration) -> Arc<Activity> {
        loop {
            let wait = match &*self.offered.lock().unwrap_or_else(PoisonError::into_inner) {
                None => limit / 4,
                Some(offered) => match offered.wait(limit) {
                    Some(wait) => wait,
                    None => return offered.connection.clone(),
                },
            };
            tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
        }
    }
}

impl PendingFrame {
    /// Returns the remaining time; `None` if it has elapsed.
    fn wait(&self, limit: Duration) -> Option<Duration> {
        let waited = self.since.elapsed();
        let mut due = limit;
        for round in 1..=u64::from(PATIENCE) {
            if waited < due {
                return Some(due - waited);
            }
            if self.connection.written() - self.written < PROGRESS * round {
                return None;
            }
            due += limit;
        }
        None
    }
}

/// Wraps the response of a request, which is open until its body has been sent.
pub(super) fn deliver(answer: Response<Body>, open: OpenRequest) -> Response<Body> {
    let delivery = DELIVERY.try_with(Arc::clone).ok();
    answer.map(|body| {
        let delivered = DeliveryBody { body, rest: Bytes::new(), delivery, open };
        delivered.offer();
        Body::new(delivered)
    })
}

/// A body being sent.
struct DeliveryBody {
    body: Body,
    /// The rest of a frame that is sent in pieces.
    rest: Bytes,
    /// The delivery, over HTTP/2.
    delivery: Option<Arc<Delivery>>,
    open: OpenRequest,
}

impl DeliveryBody {
    /// Starts the deadline of a frame.
    fn offer(&self) {
        if let Some(delivery) = &self.delivery {
            let connection = self.open.connection();
            let offered = PendingFrame {
                since: Instant::now(),
                written: connection.written(),
                connection: connection.clone(),
            };
            delivery.set(Some(offered));
        }
    }

    fn piece(&mut self) -> Bytes {
        if self.rest.len() > PIECE {
            return self.rest.split_to(PIECE);
        }
        // The connection may hold the last piece for a long time, so it must not share the buffer of the rest.
        let last = Bytes::copy_from_slice(&self.rest);
        self.rest.clear();
        last
    }
}

impl http_body::Body for DeliveryBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let polled = Pin::new(&mut self.body).poll_frame(context);
            let Poll::Ready(frame) = polled else {
                if let Some(delivery) = &self.delivery {
                    delivery.set(None);
                }
                return Poll::Pending;
            };
            let frame = match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) if self.delivery.is_some() && data.len() > PIECE => {
                    self.rest = data;
                    None
                }
                Some(Ok(Ok(data))) => Some(Some(Ok(Frame::data(data)))),
                Some(Ok(Err(other))) => Some(Some(Ok(other))),
                Some(Err(error)) => Some(Some(Err(error))),
                None => Some(None),
            };
            if let Some(frame) = frame {
                self.offer();
                return Poll::Ready(frame);
            }
        }
        let piece = self.piece();
        self.offer();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (inner, rest) = (self.body.size_hint(), self.rest.remaining() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(inner.lower() + rest);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body::Body as _;
    use http_body_util::BodyExt as _;

    const LIMIT: Duration = Duration::from_secs(8);

    fn offered(connection: &Arc<Activity>) -> Delivery {
        let delivery = Delivery::default();
        let written = connection.written();
        delivery.set(Some(PendingFrame { since: Instant::now(), written, connection: connection.clone() }));
        delivery
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_takes_is_given_up_after_the_limit() {
        let delivery = offered(&Activity::new());
        let started = Instant::now();
        delivery.stalled(LIMIT).await;
        assert_eq!(started.elapsed(), LIMIT);
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_connection_is_read_a_stream_has_more_time() {
        let connection = Activity::new();
        let delivery = offered(&connection);
        let started = Instant::now();
        let reading = async {
            loop {
                tokio::time::sleep(LIMIT / 16).await;
                connection.wrote(100);
            }
        };
        tokio::select! {
            () = reading => {}
            _ = delivery.stalled(LIMIT) => {}
        }
        assert_eq!(started.elapsed(), LIMIT * PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_in_the_making_is_not_the_peers_fault() {
        let delivery = Delivery::default();
        assert!(tokio::time::timeout(LIMIT * 100, delivery.stalled(LIMIT)).await.is_err());
    }

    #[tokio::test]
    async fn a_large_frame_is_handed_over_in_pieces_and_whole() {
        let connection = Activity::new();
        let whole: Vec<u8> = (0..100_000_u32).map(|index| index.to_le_bytes()[1]).collect();
        let answer = Response::new(Body::from(whole.clone()));
        let sent = DELIVERY.sync_scope(Arc::default(), || deliver(answer, connection.open()));
        let mut body = sent.into_body();
        assert_eq!(body.size_hint().exact(), Some(100_000));
        let mut pieces = Vec::new();
        while let Some(frame) = body.frame().await {
            pieces.push(frame.expect("no error").into_data().expect("data"));
        }
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE) && pieces.len() == 7);
        assert_eq!(pieces.concat(), whole);
    }
}
