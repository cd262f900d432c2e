//! Numbers at the bounds of their types.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::numbers::Client;
use housestyle_wire::numbers::operations::*;
use housestyle_wire::numbers::server::Numbers;
use housestyle_wire::numbers::types::{Floats, GetWideEither, GetWideFree, Wides, WidesEither, WidesFree};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::numbers)]
struct Desk;

impl Numbers for Desk {
    async fn echo_floats(&self, call: Call<EchoFloats>) -> HandlerResult<Floats, EchoFloatsError> {
        Ok(call.input.body)
    }

    async fn get_float(&self, _: Call<GetFloat>) -> HandlerResult<f32, GetFloatError> {
        Ok(f32::MAX)
    }

    async fn list_floats(&self, _: Call<ListFloats>) -> HandlerResult<Vec<f32>, ListFloatsError> {
        Ok(vec![f32::MIN])
    }

    async fn get_wide(&self, call: Call<GetWide>) -> HandlerResult<Wides, GetWideError> {
        let mut listed = call.many.clone().unwrap_or_default();
        listed.extend(call.x_wide);
        if let Some(GetWideEither::Wide(either)) = call.either {
            listed.push(either);
        }
        let free = call.input.free.map(|free| match free {
            GetWideFree::Map(members) => WidesFree::Map(members),
            other => panic!("another alternative: {other:?}"),
        });
        Ok(Wides {
            one: Some(call.input.id),
            listed: Some(listed),
            any: call.input.any,
            free,
            ..Wides::default()
        })
    }

    async fn echo_wide(&self, call: Call<EchoWide>) -> HandlerResult<Wides, EchoWideError> {
        Ok(call.input.body)
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn client(body: &str) -> Client {
    let (base, _) = support::stub(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    Client::builder(&base).build().expect("a client")
}

fn undecodable<T: std::fmt::Debug, E: std::fmt::Debug>(read: Result<T, CallError<E>>, pointer: &str) {
    let failure = read.expect_err(pointer);
    let CallError::Decode(answer) = &failure else { panic!("{failure:?}") };
    assert_eq!(answer.error.pointer, pointer, "{failure}");
}

#[tokio::test]
async fn a_client_refuses_a_number_that_the_type_cannot_hold() {
    for (body, pointer) in [
        (r#"{"one":1e40}"#, "/one"),
        (r#"{"one":-3.5e38}"#, "/one"),
        (r#"{"null":1e40}"#, "/null"),
        (r#"{"named":1e40}"#, "/named"),
        (r#"{"list":[1.5,1e40]}"#, "/list/1"),
        (r#"{"map":{"a":1e40}}"#, "/map/a"),
        (r#"{"pair":["a",1e40]}"#, "/pair/1"),
        (r#"{"inner":{"a":1e40}}"#, "/inner/a"),
        (r#"{"inner":{"b":1e40}}"#, "/inner/b"),
        (r#"{"more":1e40}"#, "/more"),
        (r#"{"double":1e999}"#, "/double"),
        (r#"{"many":[-1e999]}"#, "/many/0"),
    ] {
        undecodable(client(body).echo_floats(Floats::default()).send().await, pointer);
    }
    undecodable(client("1e40").get_float().send().await, "");
    undecodable(client("[1,1e40]").list_floats().send().await, "/1");
}

#[tokio::test]
async fn an_alternative_never_holds_a_number_that_is_not_finite() {
    for body in [r#"{"either":1e40}"#, r#"{"lists":[1e40]}"#] {
        match client(body).echo_floats(Floats::default()).send().await {
            // A value of no alternative is kept as it came.
            Ok(floats) => assert!(!format!("{floats:?}").contains("inf"), "{floats:?}"),
            Err(failure) => assert!(matches!(failure, CallError::Decode(_)), "{failure:?}"),
        }
    }
}

#[tokio::test]
async fn numbers_that_the_type_holds_arrive() {
    let base = desk();
    let client = Client::builder(&base).build().expect("a client");
    assert_eq!(client.get_float().send().await.expect("a number"), f32::MAX);
    assert_eq!(client.list_floats().send().await.expect("numbers"), [f32::MIN]);
    let mut sent =
        Floats { one: Some(1.5), list: Some(vec![-0.25]), double: Some(1e300), ..Floats::default() };
    sent.others.insert("more".to_owned(), 2.5);
    assert_eq!(client.echo_floats(sent.clone()).send().await.expect("floats"), sent);
}

/// Floats are too far apart here to represent its neighbours.
const WIDE: i128 = MOST - 5;

/// The bound of the document.
const MOST: i128 = 99_999_999_999_999_997_748_809_823_456_034_029_568;

fn get(path: &str) -> (u16, String) {
    exchange("GET", path, "X-Wide: -18446744073709551617\r\n", "")
}

fn exchange(method: &str, path: &str, head: &str, body: &str) -> (u16, String) {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{head}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = support::exchange(&desk(), request.as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, reply.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

#[test]
fn whole_numbers_beyond_64_bits_keep_all_digits_in_parameters() {
    let (status, body) = get(&format!("/wide/{WIDE}?either=18446744073709551617&many={WIDE}&many=-1e20"));
    let listed = format!("{WIDE},-100000000000000000000,-18446744073709551617,18446744073709551617");
    assert_eq!((status, body), (200, format!(r#"{{"one":{WIDE},"listed":[{listed}]}}"#)));
    let beyond = MOST + 1;
    for path in
        [format!("/wide/{beyond}"), format!("/wide/1?many={beyond}"), format!("/wide/1?either={beyond}")]
    {
        let (status, body) = get(&path);
        assert!((400..500).contains(&status), "{path}: {status} {body}");
    }
}

#[test]
fn whole_numbers_beyond_64_bits_keep_all_digits_in_bodies() {
    let post = |body: &str| exchange("POST", "/wide/1", "Content-Type: application/json\r\n", body);
    let body =
        format!(r#"{{"one":{WIDE},"either":{WIDE},"rules":10000000000000000000002,"listed":[{WIDE}]}}"#);
    assert_eq!(post(&body), (200, body.clone()));
    let next = WIDE + 1;
    let unique = format!(r#"{{"listed":[{WIDE},{next}]}}"#);
    assert_eq!(post(&unique), (200, unique.clone()));
    for (body, pointer) in [
        (r#"{"rules":10000000000000000000001}"#.to_owned(), "/rules"),
        (r#"{"rules":10000000000000000000000}"#.to_owned(), "/rules"),
        (r#"{"rules":20000000000000000000001}"#.to_owned(), "/rules"),
        (format!(r#"{{"either":{}}}"#, MOST + 1), "/either"),
        (format!(r#"{{"listed":[{WIDE},{WIDE}]}}"#), "/listed"),
    ] {
        let (status, problem) = post(&body);
        assert_eq!(status, 422, "{body}: {problem}");
        assert!(problem.contains(&format!("\"pointer\":\"{pointer}")), "{body}: {problem}");
    }
}

/// The object was the marker of such a number in trees once.
#[test]
fn no_object_of_a_request_stands_for_a_number() {
    let spoof = r#"{"$housestyle::wide":"12000000000000000000000"}"#;
    let encoded = spoof.replace('{', "%7B").replace('}', "%7D").replace('"', "%22");
    let (status, body) = get(&format!("/wide/1?any={encoded}&free={encoded}"));
    let listed = "-18446744073709551617";
    assert_eq!(
        (status, body),
        (200, format!(r#"{{"one":1,"listed":[{listed}],"any":{spoof},"free":{spoof}}}"#))
    );
    let post = |body: &str| exchange("POST", "/wide/1", "Content-Type: application/json\r\n", body);
    let body = format!(r#"{{"any":{spoof},"free":{spoof}}}"#);
    assert_eq!(post(&body), (200, body.clone()));
    let (status, problem) = post(&format!(r#"{{"rules":{spoof}}}"#));
    assert_eq!(status, 422, "{problem}");
    assert!(problem.contains(r#""pointer":"/rules""#) && problem.contains("wrong_type"), "{problem}");
}

#[tokio::test]
async fn a_client_sends_and_reads_all_digits() {
    let client = Client::builder(&desk()).build().expect("a client");
    let call = client.get_wide(WIDE).either(GetWideEither::Wide(WIDE - 1)).many(vec![WIDE - 2]).x_wide(-WIDE);
    let wides = call.send().await.expect("numbers");
    assert_eq!((wides.one, wides.listed), (Some(WIDE), Some(vec![WIDE - 2, -WIDE, WIDE - 1])));
    let sent = Wides { either: Some(WidesEither::Wide(WIDE)), ..Wides::default() };
    assert_eq!(client.echo_wide(1, sent.clone()).send().await.expect("numbers"), sent);
}
