//! Numbers, null, bytes and formats of text; members that a schema does not name.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::values::Client;
use housestyle_wire::values::operations::{Echo, EchoError, KeepOpen, KeepOpenError, Texts, TextsError};
use housestyle_wire::values::server;
use housestyle_wire::values::types::{Open, Values};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::values)]
struct Desk;

impl server::Values for Desk {
    async fn echo(&self, call: Call<Echo>) -> HandlerResult<Values, EchoError> {
        Ok(call.input.body)
    }

    async fn texts(&self, call: Call<Texts>) -> HandlerResult<String, TextsError> {
        Ok(format!("{:?} {:?}", call.day, call.mail))
    }

    async fn keep_open(&self, call: Call<KeepOpen>) -> HandlerResult<Open, KeepOpenError> {
        let body = call.input.body;
        let mut others = body.others;
        for declared in ["role", "nick", "secret", "id"] {
            assert!(!others.contains_key(declared), "{declared}");
            others.insert(declared.to_owned(), "mine".to_owned());
        }
        Ok(Open { role: body.role, nick: None, id: None, others })
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// The status and the body of what the server answers to a JSON body.
fn post(base: &str, path: &str, body: &str) -> (u16, String) {
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = support::exchange(base, request.as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, reply.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

fn answer(body: &str) -> (String, std::sync::mpsc::Receiver<String>) {
    support::stub(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

#[test]
fn values_go_through_as_they_are() {
    let base = desk();
    for body in [
        r#"{"seed":-5}"#,
        r#"{"seed":-9223372036854775808}"#,
        r#"{"seed":9223372036854775900}"#,
        r#"{"short":1.5}"#,
        r#"{"price":19.90}"#,
        r#"{"price":12345678901234567.123456789}"#,
        r#"{"nothing":null}"#,
        r#"{"none":null}"#,
        r#"{"token":"-__-_g"}"#,
        r#"{"mail":"a@example.com","v4":"127.0.0.1","v6":"::1","host":"a.example"}"#,
        r#"{"clock":"23:59:60Z","lasts":"P1DT12H","day":"2024-02-29","at":"2024-02-29T23:59:59+03:00"}"#,
    ] {
        assert_eq!(post(&base, "/values", body), (200, body.to_owned()));
    }
}

#[test]
fn whole_numbers_with_a_fraction_or_an_exponent_are_integers() {
    let body = r#"{"seed":-1.0,"count":5.0,"list":[1e3,2,-0],"either":7.00}"#;
    let read = r#"{"seed":-1,"count":5,"list":[1000,2,0],"either":7}"#;
    assert_eq!(post(&desk(), "/values", body), (200, read.to_owned()));
}

#[tokio::test]
async fn a_client_reads_them_as_well() {
    let (base, _request) = answer(r#"{"count":5.0,"list":[1e3],"either":7.0,"price":1.5}"#);
    let client = Client::builder(&base).build().expect("a client");
    let values = client.echo(Values::default()).send().await.expect("values");
    assert_eq!((values.count, values.list), (Some(5), Some(vec![1000])));
}

#[test]
fn what_is_out_of_bounds_or_of_another_form_is_refused() {
    let base = desk();
    for (member, values) in [
        ("seed", &["0.5", "9223372036854778000", "-1e19"][..]),
        ("count", &["5.5", "1e-1", "9223372036854775808", "1e40"]),
        ("short", &["1e40", "-1e40"]),
        ("price", &["-0.01", "\"1.5\"", "1234567890123456789012345678901"]),
        ("nothing", &["0", "\"\"", "{}"]),
        ("none", &["0", "false"]),
        ("token", &["\"-__-_g==\"", "\"+//+/g\""]),
        ("mail", &["\"a\"", "\"a@b@c\"", "\"Joe <a@b.c>\""]),
        ("v4", &["\"1.2.3\"", "\"01.2.3.4\""]),
        ("v6", &["\"1::2::3\"", "\"fe80::1%eth0\""]),
        ("host", &["\"-a.b\"", "\"a_b\""]),
        ("clock", &["\"12:00:00\"", "\"12:00:60Z\""]),
        ("lasts", &["\"1D\"", "\"P1Y2D\""]),
        ("day", &["\"2020-2-3\"", "\"+2020-01-01\"", "\" 2023-02-03\""]),
        (
            "at",
            &[
                "\"2020-01-01T00:00:00+0300\"",
                "\"2020-01-01 00:00:00Z\"",
                "\"2020-01-01T00:00:60Z\"",
                "\"9999-12-31T23:59:59-23:59\"",
            ],
        ),
    ] {
        for value in values {
            let (status, problem) = post(&base, "/values", &format!("{{\"{member}\":{value}}}"));
            assert!((400..500).contains(&status), "{member} {value}: {status} {problem}");
            assert!(problem.contains(&format!("\"pointer\":\"/{member}\"")), "{value} {problem}");
        }
    }
}

#[test]
fn formats_of_parameters_are_checked_alike() {
    let base = desk();
    let get = |query: &str| {
        let request = format!("GET /texts?{query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        support::exchange(&base, request.as_bytes()).split(' ').nth(1).map(str::to_owned).expect("a status")
    };
    assert_eq!(get("day=2024-02-29&mail=a@b.example"), "200");
    for bad in ["day=2020-2-3", "day=%202023-02-03", "mail=a"] {
        assert_eq!(get(bad), "400", "{bad}");
    }
}

#[test]
fn additional_members_never_take_the_place_of_declared_ones() {
    let base = desk();
    let (status, body) = post(&base, "/open", r#"{"role":"reader","secret":"s","more":"m"}"#);
    assert_eq!((status, body.as_str()), (200, r#"{"role":"reader","more":"m"}"#));
}

#[tokio::test]
async fn a_client_keeps_declared_members_out_of_the_additional_ones() {
    let (base, request) = answer(r#"{"role":"reader","secret":"hidden","id":"7","more":"m"}"#);
    let client = Client::builder(&base).build().expect("a client");
    let mut sent = housestyle_wire::values::types::NewOpen::new("writer".to_owned());
    for wire in ["role", "id", "more"] {
        sent.others.insert(wire.to_owned(), "mine".to_owned());
    }
    let read = client.keep_open(sent).send().await.expect("an answer");
    assert_eq!(read.others.into_iter().collect::<Vec<_>>(), [("more".to_owned(), "m".to_owned())]);
    assert_eq!(read.id.as_deref(), Some("7"));
    let request = request.recv().expect("a request");
    assert!(request.ends_with(r#"{"role":"writer","more":"mine"}"#), "{request}");
}
