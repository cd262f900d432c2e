//! What becomes of input that lies. Where another file has the test, it is named.
//!
//! | input | answer | test |
//! |---|---|---|
//! | a link to the same page, or pages in a circle | `CallError::Loop`; each page is read once | here, `link_pages`, `lists` |
//! | empty pages without end | read on, since an empty page may have a next one, up to `max_pages` (10,000 by default); then `CallError::Endless` | here |
//! | a link that is malformed | `CallError::Decode` that names the header | `link_pages` |
//! | a link to another origin, scheme or port, or with a user | an error that names the origin; nothing is sent there | here, `link_pages`, `token_pages` |
//! | a cursor of another list, or one that no server made | `invalid_parameter`, before the handler | here, `link_pages`, `token_pages` |
//! | the id of an item that the list does not have | what the handler says with `bad_anchor`: `invalid_parameter` | `lists` |
//! | a page size of zero | `invalid_parameter`, or the default size if the style says `zero: default` | here, `token_pages` |
//! | a page size of a million | the greatest size, or `invalid_parameter` if the style says `oversize: reject` | here, `token_pages`, `lists` |
//! | an unknown path to expand | `invalid_parameter`; each of them is an entry | `expansions` |
//! | an idempotency key with another body, path or query | `idempotency_mismatch`; nothing is performed | `idempotent`, `stripe` |
//! | a version that is not served | in a header or the query: `unsupported_version` or `not_acceptable`, as the style has it; in the path: `no_operation` | here, `versioned`, `versioned_query`, `github` |
//! | no version | the style's default, or as one that is not served; in the path: `no_operation` | here, `versioned`, `github` |
//! | a constant of an envelope with another value | ignored; a client reads the slots alone | here |
//! | an envelope that has only a part of the slots that it must have | `CallError::Decode` at the first that is missing or of another type | `lists` |
//!
//! Documents that contradict their style, and those that are neither full nor lean, are in `generator/tests/cli/contradictions.rs`.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use housestyle::client::CallError;
use housestyle::server::{Call, Credentials, Handler as _, HandlerResult, Login, Security, ServeOptions};
use housestyle::{Page, Problem};
use housestyle_wire::bad_input::Client;
use housestyle_wire::bad_input::operations::ListNotes;
use housestyle_wire::bad_input::server::Notes;

use crate::support;

const TOKEN: &str = "secret-token";

/// Has the notes 1 to 500.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::bad_input)]
struct Desk;

impl Login for Desk {
    type Principal = ();

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<(), Problem> {
        credentials.authorization("bearer").map(|_| ()).ok_or_else(Problem::unauthenticated)
    }
}

impl Notes for Desk {
    async fn list_notes(&self, call: Call<ListNotes, ()>) -> HandlerResult<Page<i64>> {
        let rows = (1..=500).skip(call.page.offset() as usize).take(call.page.limit() as usize);
        Ok(Page::new(rows.collect()).total(500))
    }
}

fn desk() -> String {
    support::start(async |listener| {
        Desk.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

/// The status and the body of an answer.
fn get(base: &str, path: &str) -> (String, String) {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\r\n"
    );
    let answer = support::exchange(base, request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    (head[9..12].to_owned(), body.to_owned())
}

fn client(base: &str) -> Client {
    Client::builder(base).bearer(TOKEN).build().expect("a client")
}

/// A page of these notes, with this link to the next.
fn page(notes: &str, next: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nlink: <{next}>; rel=next\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{notes}",
        notes.len()
    )
}

/// Answers each request with what `respond` makes of its number, until the test ends. Returns the numbers too.
fn pages(respond: impl Fn(usize) -> String + Send + 'static) -> (String, Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for number in 1.. {
            let (mut stream, _) = listener.accept().expect("a client");
            support::read_request(&mut stream);
            if sender.send(number).is_err() {
                return;
            }
            stream.write_all(respond(number).as_bytes()).expect("sent");
        }
    });
    (base, receiver)
}

#[tokio::test]
async fn empty_pages_without_end_end_in_an_error() {
    let (base, requests) = pages(|number| page("[]", &format!("/v1/notes?page={}", number + 1)));
    let client = client(&base);
    let stream = client.list_notes().with(|options| options.max_pages(5)).stream();
    let error = stream.try_collect().await.expect_err("no end");
    assert!(matches!(error, CallError::Endless { limit: 5 }), "{error}");
    assert_eq!(requests.try_iter().last(), Some(5));
}

#[tokio::test]
async fn an_empty_page_with_a_next_one_is_not_the_end() {
    let (base, _requests) = pages(|number| match number {
        1 | 2 => page("[]", &format!("?page={}", number + 1)),
        _ => page("[7]", "").replace("rel=next", "rel=help"),
    });
    assert_eq!(client(&base).list_notes().stream().try_collect().await.expect("all"), [7]);
}

#[tokio::test]
async fn pages_in_a_circle_are_read_once() {
    let (base, requests) =
        pages(|number| page(&format!("[{number}]"), ["?page=2", "?page=3", "?page=2"][(number - 1).min(2)]));
    let client = client(&base);
    let mut items = client.list_notes().stream();
    for expected in 1..=3 {
        assert_eq!(items.try_next().await.expect("an item"), Some(expected));
    }
    let error = items.try_next().await.expect_err("a circle");
    assert!(matches!(error, CallError::Loop), "{error}");
    assert_eq!(requests.try_iter().last(), Some(3));
}

#[tokio::test]
async fn nothing_is_sent_to_another_origin() {
    let (other, received) =
        support::stub("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]");
    let port = other.rsplit(':').next().expect("a port").to_owned();
    let links = [
        format!("{other}/v1/notes?page=2"),
        format!("//127.0.0.1:{port}/v1/notes?page=2"),
        format!("{}/v1/notes?page=2", other.replace("127.0.0.1", "localhost")),
        "https://127.0.0.1/v1/notes?page=2".to_owned(),
        "file:///etc/hosts".to_owned(),
        "mailto:a@b.example".to_owned(),
    ];
    for link in links {
        let (base, first) = support::stub(page("[1]", &link));
        let error = client(&base).list_notes().stream().try_collect().await.expect_err("another origin");
        assert!(matches!(error, CallError::CrossOrigin { .. }), "{link}: {error}");
        assert!(!error.to_string().contains(TOKEN), "{error}");
        let sent = first.recv().expect("the first request");
        assert!(sent.contains(TOKEN), "the server of the client gets the token: {sent}");
    }
    let (base, _first) = support::stub(page("[1]", ""));
    let user = base.replace("http://", "http://somebody@") + "/v1/notes?page=2";
    let (base, _first) = support::stub(page("[1]", &user));
    client(&base).list_notes().stream().try_collect().await.expect_err("a user of the link's own");
    assert!(received.try_recv().is_err(), "nothing is sent to the other server");
}

#[test]
fn a_size_of_zero_is_refused_and_a_million_is_the_greatest() {
    let base = desk();
    let (status, body) = get(&base, "/v1/notes?per_page=0");
    assert!(status == "400" && body.contains("per_page"), "{status}: {body}");
    for size in ["1000000", "99999999999999999999999999"] {
        let (status, body) = get(&base, &format!("/v1/notes?per_page={size}"));
        assert_eq!((&*status, body.matches(',').count()), ("200", 99), "{body}");
    }
    for size in ["-1", "1.5", "many", "", "1&per_page=2"] {
        assert_eq!(get(&base, &format!("/v1/notes?per_page={size}")).0, "400", "{size}");
    }
}

#[test]
fn a_path_with_another_version_or_none_has_no_operation() {
    let base = desk();
    assert_eq!(get(&base, "/v1/notes").0, "200");
    for path in ["/v2/notes", "/v/notes", "/v01/notes", "/notes", "/v1.0/notes", "/V1/notes"] {
        let (status, body) = get(&base, path);
        assert_eq!(status, "404", "{path}: {body}");
    }
}

#[tokio::test]
async fn a_constant_of_an_envelope_is_not_checked() {
    for text in [
        r#"{"kind":"list","data":["a"],"has_more":false,"url":"/tags"}"#,
        r#"{"kind":"foo","data":["a"],"has_more":false,"url":"/tags"}"#,
        r#"{"kind":{"is":7},"data":["a"],"has_more":false,"url":"/tags"}"#,
        r#"{"data":["a"],"has_more":false}"#,
    ] {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
        let (base, _) = support::stub(format!("{head}content-length: {}\r\n\r\n{text}", text.len()));
        let client = housestyle_wire::lists::Client::builder(&base).build().expect("a client");
        assert_eq!(client.list_tags().send().await.expect(text), ["a"]);
    }
}
