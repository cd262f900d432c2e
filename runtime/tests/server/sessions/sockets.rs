//! Sessions over real connections.

use housestyle::server::{ServeOptions, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::service;

/// Sends a request and reads the response: the head, with names in lower case, and the body.
async fn exchange(stream: &mut TcpStream, line: &str, cookie: &str, body: &str) -> (String, String) {
    let length = body.len();
    let request = format!("{line} HTTP/1.1\r\nHost: x\r\n{cookie}Content-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut all = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, rest)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            if rest.len() >= length || line.starts_with("HEAD") {
                return (head.to_owned(), rest.to_owned());
            }
        }
        let mut piece = [0; 1024];
        match stream.read(&mut piece).await {
            Ok(read @ 1..) => all.extend_from_slice(&piece[..read]),
            other => panic!("{other:?} after {text}"),
        }
    }
}

fn cookie(head: &str) -> String {
    let mut lines = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let (first, again) = (lines.next(), lines.next());
    assert_eq!(again, None, "{head}");
    first.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_session_over_one_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = tokio::spawn(serve(listener, service(), ServeOptions::new()));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let (head, _) = exchange(&mut stream, "POST /enter", "", "5").await;
    let set = cookie(&head);
    assert!(set.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=1209600"), "{head}");
    let pair = set.split(';').next().expect("a pair");
    let back = format!("Cookie: {pair}\r\n");
    let (_, body) = exchange(&mut stream, "POST /account/", &back, "{}").await;
    assert_eq!(body, r#"{"status":"ok","data":5}"#);
    for (line, status) in [
        ("POST /fail", "200"),
        ("GET /account", "200"),
        ("HEAD /account", "200"),
        ("POST /nowhere", "404"),
        ("OPTIONS /account", "204"),
    ] {
        let (head, body) = exchange(&mut stream, line, &back, "\"panic\"").await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{line}: {head}");
        assert_eq!(cookie(&head).starts_with(pair), status == "200", "{line}: {head}");
        assert_eq!(body.is_empty(), line.starts_with("HEAD") || status == "204", "{line}: {body}");
    }
    let (head, _) = exchange(&mut stream, "POST /leave", &back, "{}").await;
    assert!(cookie(&head).starts_with("sid=; ") && cookie(&head).contains("Max-Age=0"), "{head}");
    let (_, body) = exchange(&mut stream, "POST /account", &back, "{}").await;
    assert!(body.contains("AUTH_REQUIRED"), "{body}");
    served.abort();
}
