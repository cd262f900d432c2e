//! A stream with a deadline for the first byte and for writes.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::activity::Activity;

/// The start of an HTTP/2 connection. As long as the received bytes are a prefix of it, no protocol is chosen and no
/// protocol deadline applies.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The stream.
pub(super) struct DeadlineStream<S> {
    stream: S,
    opening: Option<Pin<Box<Sleep>>>,
    /// The number of preface bytes received.
    come: usize,
    stalled: Option<Pin<Box<Sleep>>>,
    write: Duration,
    activity: Arc<Activity>,
}

impl<S> DeadlineStream<S> {
    pub(super) fn new(stream: S, first_byte: Duration, write: Duration, activity: Arc<Activity>) -> Self {
        let opening = Some(Box::pin(tokio::time::sleep(first_byte)));
        Self { stream, opening, come: 0, stalled: None, write, activity }
    }

    fn note(&mut self, bytes: &[u8]) {
        if self.opening.is_none() {
            return;
        }
        let rest = &PREFACE[self.come..];
        self.come += bytes.len().min(rest.len());
        let same = rest.iter().zip(bytes).all(|(a, b)| a == b);
        if !same || self.come == PREFACE.len() {
            self.opening = None;
        }
        if same && self.come == PREFACE.len() {
            self.activity.multiplexed();
        }
    }

    fn count(&self, written: usize) -> usize {
        self.activity.wrote(written);
        written
    }

    /// Applies the deadline to a write.
    fn written<T>(&mut self, context: &mut Context<'_>, wrote: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if wrote.is_ready() {
            self.stalled = None;
            return wrote;
        }
        let write = self.write;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(write)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer does not read")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for DeadlineStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if Pin::new(&mut self.stream).poll_read(context, buf)?.is_ready() {
            self.note(&buf.filled()[before..]);
            return Poll::Ready(Ok(()));
        }
        if let Some(opening) = &mut self.opening {
            ready!(opening.as_mut().poll(context));
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer sends nothing")));
        }
        Poll::Pending
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for DeadlineStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, wrote).map_ok(|count| self.count(count))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, wrote).map_ok(|count| self.count(count))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.written(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.written(context, shut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const LIMIT: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn what_could_be_a_preface_has_to_go_on() {
        for sent in ["", "P", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r"] {
            let (mut peer, stream) = duplex(64);
            let mut stream = DeadlineStream::new(stream, LIMIT, LIMIT, Activity::new());
            peer.write_all(sent.as_bytes()).await.expect("sent");
            let mut read = Vec::new();
            let error = stream.read_to_end(&mut read).await.expect_err("too late");
            assert_eq!((error.kind(), &*read), (io::ErrorKind::TimedOut, sent.as_bytes()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn once_begun_reading_is_left_to_the_protocol() {
        for sent in ["GET", "PUT / HTTP/1.1", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore"] {
            let (mut peer, stream) = duplex(64);
            let mut stream = DeadlineStream::new(stream, LIMIT, LIMIT, Activity::new());
            peer.write_all(sent.as_bytes()).await.expect("sent");
            let mut read = Vec::new();
            let reading = tokio::time::timeout(LIMIT * 10, stream.read_to_end(&mut read));
            assert!(reading.await.is_err(), "{sent}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_nothing_is_given_up() {
        let (_peer, stream) = duplex(4);
        let mut stream = DeadlineStream::new(stream, LIMIT, LIMIT, Activity::new());
        let error = stream.write_all(b"more than four").await.expect_err("stalled");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
