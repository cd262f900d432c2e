//! A server with canned responses on a free port.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as the stub received it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub target: String,
    head: String,
    pub body: String,
}

impl Seen {
    /// Returns the value of a header.
    pub fn header(&self, wire: &str) -> Option<&str> {
        let line =
            |line: &'_ str| line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(wire));
        Some(self.head.lines().find(|text| line(text))?.split_once(':')?.1.trim())
    }

    /// Returns how many headers have this name.
    #[cfg(feature = "sessions")]
    pub fn count(&self, wire: &str) -> usize {
        let keys = self.head.lines().filter_map(|line| line.split_once(':'));
        keys.filter(|(key, _)| key.eq_ignore_ascii_case(wire)).count()
    }
}

/// The reaction to a request.
pub enum Act {
    /// Sends these bytes and closes the connection.
    Send(Vec<u8>),
    /// Sends nothing.
    Silence,
    /// Sends this head, then single bytes without an end.
    Trickle(&'static str),
    /// Sends this head, then bytes without an end.
    Flood(&'static str),
}

/// Returns JSON with a status.
pub fn json(status: u16, body: &str) -> Act {
    typed(status, "application/json", body)
}

/// Returns a body with a media type.
pub fn typed(status: u16, media: &str, body: &str) -> Act {
    with(status, &format!("content-type: {media}\r\n"), body)
}

/// Returns a body with these header lines.
pub fn with(status: u16, headers: &str, body: &str) -> Act {
    let length = body.len();
    Act::Send(
        format!(
            "HTTP/1.1 {status} So\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
        .into_bytes(),
    )
}

/// A running stub, which stops when it is dropped.
pub struct Stub {
    pub base: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    closed: tokio::sync::mpsc::UnboundedReceiver<()>,
}

impl Stub {
    pub async fn start(act: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (closing, closed) = tokio::sync::mpsc::unbounded_channel();
        let (act, log) = (Arc::new(act), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (act, log, closing) = (Arc::clone(&act), Arc::clone(&log), closing.clone());
                tokio::spawn(async move {
                    talk(stream, &*act, &log).await;
                    let _ = closing.send(());
                });
            }
        });
        Self { base, seen, closed }
    }

    /// Returns the requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until the peer has closed a connection.
    pub async fn closed(&mut self) {
        self.closed.recv().await.unwrap();
    }
}

async fn talk(mut stream: TcpStream, act: &(impl Fn(&Seen) -> Act + ?Sized), log: &Mutex<Vec<Seen>>) {
    let Some(seen) = read(&mut stream).await else { return };
    let act = act(&seen);
    log.lock().unwrap().push(seen);
    match act {
        Act::Send(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Act::Silence => until_gone(&mut stream).await,
        Act::Trickle(head) => {
            let _ = stream.write_all(head.as_bytes()).await;
            until_gone(&mut stream).await;
        }
        Act::Flood(head) => {
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(&[b' '; 4096]).await.is_ok() {}
        }
    }
}

async fn until_gone(stream: &mut TcpStream) {
    while matches!(stream.read(&mut [0; 64]).await, Ok(read) if read > 0) {}
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let mut words = head.lines().next()?.split(' ').map(str::to_owned);
        let seen = Seen {
            method: words.next()?,
            target: words.next()?,
            head: head.to_owned(),
            body: body.to_owned(),
        };
        let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            return Some(seen);
        }
    }
}
