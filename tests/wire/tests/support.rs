//! A server on a free port, and requests that are sent as they are written.

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use tokio::net::TcpListener;

/// Serves on a free port until the process ends. Returns the base URL.
pub fn start<F, S>(serve: S) -> String
where
    S: FnOnce(TcpListener) -> F + Send + 'static,
    F: Future<Output = ()>,
{
    let (sender, receiver) = std::sync::mpsc::channel::<SocketAddr>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            sender.send(listener.local_addr().expect("an address")).expect("the test waits");
            serve(listener).await;
        });
    });
    format!("http://{}", receiver.recv().expect("the server is bound"))
}

/// Sends these bytes to the server at `base`, which must close the connection, and returns all that it sends.
pub fn exchange(base: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).expect("a connection");
    stream.write_all(request).expect("sent");
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).expect("read");
    String::from_utf8_lossy(&reply).into_owned()
}

/// Answers one request with these bytes, and returns a base URL and what was received (once it is).
pub fn stub(response: impl Into<Vec<u8>>) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let response = response.into();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let request = read_request(&mut stream);
        stream.write_all(&response).expect("sent");
        let _ = sender.send(request);
    });
    (base, receiver)
}

/// Answers one request after another, each on a connection of its own, and returns a base URL and what was received.
pub fn stubs<const N: usize>(responses: [&'static str; N]) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().expect("a client");
            let request = read_request(&mut stream);
            stream.write_all(response.as_bytes()).expect("sent");
            let _ = sender.send(request);
        }
    });
    (base, receiver)
}

/// Head and body of one request; the body has a `Content-Length` or is absent.
pub fn read_request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some(head) = text.find("\r\n\r\n") {
            let length = text[..head].lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if bytes.len() >= head + 4 + length.unwrap_or(0) {
                return text.into_owned();
            }
        }
        let count = stream.read(&mut chunk).expect("read");
        assert!(count > 0, "the request ended early");
        bytes.extend_from_slice(&chunk[..count]);
    }
}
