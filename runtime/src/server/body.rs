//! Reads a request's body, within limits.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::EXPECT;
use http_body::Body as _;
use http_body_util::BodyExt;

use crate::outcome::Outcome;
use crate::problem::Problem;

use super::limits::Limits;

/// What is set aside before anything has come, whatever length is declared.
const FIRST: usize = 64 * 1024;

/// The whole body.
///
/// A declared length over the limit is refused before a byte is read; a length that lies, and chunks, as soon as the
/// limit is passed.
pub(crate) async fn read(body: &mut Body, limits: &Limits) -> Result<Bytes, Problem> {
    let declared = body.size_hint().lower();
    let Some(declared) = usize::try_from(declared).ok().filter(|declared| *declared <= limits.body) else {
        return Err(Problem::new(Outcome::TooLarge));
    };
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let reading = collect(body, declared, limits.body);
    tokio::time::timeout(limits.body_time, reading).await.unwrap_or(Err(Problem::new(Outcome::Timeout)))
}

async fn collect(body: &mut Body, declared: usize, most: usize) -> Result<Bytes, Problem> {
    let mut first = Bytes::new();
    let mut whole: Option<BytesMut> = None;
    while let Some(frame) = body.frame().await {
        // A body that breaks off, or in bad chunks.
        let frame = frame.map_err(|_| Problem::malformed())?;
        let Ok(data) = frame.into_data() else { continue };
        let so_far = whole.as_ref().map_or(first.len(), BytesMut::len);
        if data.len() > most - so_far {
            return Err(Problem::new(Outcome::TooLarge));
        }
        match &mut whole {
            Some(whole) => whole.extend_from_slice(&data),
            None if first.is_empty() => first = data,
            None => {
                let room = (so_far + data.len()).max(declared.min(FIRST));
                let mut both = BytesMut::with_capacity(room);
                both.extend_from_slice(&first);
                both.extend_from_slice(&data);
                whole = Some(both);
            }
        }
    }
    Ok(whole.map_or(first, BytesMut::freeze))
}

/// Most bytes of an unwanted body that are read; how long, and how long without any coming.
const POURED: u64 = 16 * 1024 * 1024;
const POURING: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(500);

/// Reads what is left of a body that no one wants, beside the answer: a connection that is closed on a peer who is
/// still sending may take the answer with it.
pub(crate) fn pour_away(mut body: Body, headers: &HeaderMap) {
    // A peer that asks before it sends is told by the answer not to.
    if body.is_end_stream() || body.size_hint().lower() > POURED || headers.contains_key(EXPECT) {
        return;
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let pouring = async move {
        let mut poured = 0;
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(PAUSE, body.frame()).await {
            poured += frame.data_ref().map_or(0, |data| data.len() as u64);
            if poured > POURED {
                return;
            }
        }
    };
    drop(runtime.spawn(tokio::time::timeout(POURING, pouring)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body::Frame;
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

    fn within(most: usize) -> Limits {
        Limits::new().body(most)
    }

    #[tokio::test]
    async fn a_body_up_to_the_limit_is_read() {
        let read = |mut body| async move { read(&mut body, &within(6)).await.expect("a body") };
        assert_eq!(read(chunks(&[b"ab", b"cd", b"ef"])).await, "abcdef");
        assert_eq!(read(Body::from("abcdef")).await, "abcdef");
        assert_eq!(read(Body::new(Empty::new())).await, "");
        assert_eq!(read(chunks(&[b"", b"ab", b""])).await, "ab");
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_however_it_comes() {
        for mut body in [chunks(&[b"abc", b"defg"]), chunks(&[b"abcdefg"]), Body::from("abcdefg")] {
            assert_eq!(read(&mut body, &within(6)).await.expect_err("too much").outcome, Outcome::TooLarge);
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
        let mut body = Body::new(StreamBody::new(Never));
        let limits = Limits::new().body_time(Duration::ZERO);
        assert_eq!(read(&mut body, &limits).await.expect_err("late").outcome, Outcome::Timeout);
    }
}
