//! `serve` over real sockets: slow, broken and many peers; shutdown.

use std::net::SocketAddr;
use std::time::Duration;

use housestyle::server::{Handler, Limits, ServeOptions, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::sample::clinic::Clinic;

pub const SHORT: Duration = Duration::from_millis(80);

pub struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

pub async fn served(options: ServeOptions, limits: Limits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let options = options.until(async { drop(stopped.await) });
    let service = Clinic::default().into_service().limits(limits);
    Served { address, stop, task: tokio::spawn(serve(listener, service, options)) }
}

async fn usual() -> Served {
    served(ServeOptions::new(), Limits::new()).await
}

impl Served {
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// Reads until the server closes the connection.
    async fn send(&self, text: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        // The server may close the connection before it has read everything.
        let _ = stream.write_all(text.as_ref()).await;
        read_all(stream).await
    }
}

async fn read_all(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    let reading = async {
        let mut piece = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut piece).await {
            all.extend_from_slice(&piece[..read]);
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading).await.expect("the server closes");
    String::from_utf8_lossy(&all).into_owned()
}

/// Reads up to and including `end`.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut all = Vec::new();
    while !String::from_utf8_lossy(&all).contains(end) {
        let mut piece = [0; 1024];
        match stream.read(&mut piece).await {
            Ok(read @ 1..) => all.extend_from_slice(&piece[..read]),
            other => panic!("{other:?} after {}", String::from_utf8_lossy(&all)),
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn connections_are_kept_and_panics_contained() {
    let served = usual().await;
    let mut stream = served.connect().await;
    for (line, end) in [
        ("POST /fail/panic", r#"{"message":"Internal Server Error"}"#),
        ("HEAD /patients/5", "\r\n\r\n"),
        ("GET /patients/5", "+03:00\"}}"),
    ] {
        let request = format!("{line} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        read_until(&mut stream, end).await;
    }
}

#[tokio::test]
async fn silent_and_slow_peers_are_closed() {
    let options = ServeOptions::new().first_byte(SHORT).headers(SHORT);
    let served = served(options, Limits::new()).await;
    for sent in ["", "P", "PRI * HTT", "GET / HTTP/1.1\r\nHost:"] {
        let got = served.send(sent).await;
        assert!(got.is_empty() || got.starts_with("HTTP/1.1 408"), "{sent:?}: {got}");
    }
    // Also between requests.
    let got = served.send("GET /patients/5 HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(got.starts_with("HTTP/1.1 200"), "{got}");
}

#[tokio::test]
async fn bodies_that_lie_or_dawdle() {
    let served = served(ServeOptions::new(), Limits::new().body(10).body_time(SHORT)).await;
    let put = |rest: &str| format!("PUT /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}");
    for rest in [
        "Content-Length: 11\r\n\r\n",
        "Content-Length: 10000000000\r\n\r\nab",
        "Transfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n3\r\nijk\r\n0\r\n\r\n",
    ] {
        let got = served.send(put(rest)).await;
        assert!(got.starts_with("HTTP/1.1 413"), "{rest:?}: {got}");
        assert!(got.ends_with(r#"{"message":"Content Too Large"}"#), "{got}");
    }
    let got = served.send(put("Content-Length: 5\r\n\r\nab")).await;
    assert!(got.starts_with("HTTP/1.1 408"), "{got}");
    let got =
        served.send(put("Transfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n2\r\nij\r\n0\r\n\r\n")).await;
    assert!(got.starts_with("HTTP/1.1 200") && got.ends_with("abcdefghij"), "{got}");
}

#[tokio::test]
async fn an_answer_before_the_body_has_come_is_not_lost() {
    let served = usual().await;
    let body = "x".repeat(3 * 1024 * 1024);
    for (line, status) in [("PUT /file", 413), ("PATCH /patients/me", 401), ("POST /nowhere", 404)] {
        let mut stream = served.connect().await;
        let head = format!("{line} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await.expect("sent");
        stream.write_all(body.as_bytes()).await.expect("taken");
        let got = read_until(&mut stream, "\"}").await;
        assert!(got.starts_with(&format!("HTTP/1.1 {status}")), "{got}");
        // The connection stays open.
        stream.write_all(b"GET /patients/5 HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
        read_until(&mut stream, "HTTP/1.1 200").await;
    }
}

#[tokio::test]
async fn headers_have_a_limit() {
    let served = usual().await;
    let many = "X-A: b\r\n".repeat(200);
    let long = "x".repeat(100_000);
    for headers in [many, format!("X-A: {long}\r\n")] {
        let got = served.send(format!("GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n")).await;
        assert!(got.starts_with("HTTP/1.1 431"), "{got}");
    }
    let got = served.send(format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n")).await;
    assert!(got.starts_with("HTTP/1.1 414") || got.starts_with("HTTP/1.1 431"), "{got}");
}

#[tokio::test]
async fn requests_are_not_smuggled() {
    let served = usual().await;
    for headers in [
        "Content-Length: 3\r\nContent-Length: 4",
        "Transfer-Encoding: gzip",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
    ] {
        let smuggled = "0\r\n\r\nGET /patients/5 HTTP/1.1\r\nHost: x\r\n\r\n";
        let got = served.send(format!("PUT /file HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{smuggled}")).await;
        assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{headers}: {got}");
    }
}

#[tokio::test]
async fn open_requests_end_before_the_server_does() {
    let served = usual().await;
    let mut stream = served.connect().await;
    let start = "PUT /file HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab";
    stream.write_all(start.as_bytes()).await.expect("sent");
    let idle = served.connect().await;
    // A response over another connection shows that the first request has been accepted.
    read_until_answer(&served).await;
    served.stop.send(()).expect("a server");
    assert_eq!(read_all(idle).await, "");
    stream.write_all(b"cd").await.expect("sent");
    assert!(read_all(stream).await.ends_with("abcd"));
    served.task.await.expect("no panic").expect("no error");
    assert!(TcpStream::connect(served.address).await.is_err());
}

async fn read_until_answer(served: &Served) {
    let got = served.send("GET /patients/5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(got.starts_with("HTTP/1.1 200"), "{got}");
}

#[tokio::test]
async fn requests_that_do_not_end_are_cut_off() {
    let served = served(ServeOptions::new().drain(SHORT), Limits::new()).await;
    let mut stream = served.connect().await;
    stream.write_all(b"POST /fail/never HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
    read_until_answer(&served).await;
    served.stop.send(()).expect("a server");
    served.task.await.expect("no panic").expect("no error");
    assert_eq!(read_all(stream).await, "");
}

#[tokio::test]
async fn connections_wait_for_a_place() {
    let options = ServeOptions::new().connections(1).first_byte(SHORT);
    let served = served(options, Limits::new()).await;
    let first = served.connect().await;
    read_until_answer(&served).await;
    drop(first);
}
