//! Members by the pattern of their names, and objects without others than those that are described.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::members::operations::*;
use housestyle_wire::members::server;
use housestyle_wire::members::types::Members;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::members)]
struct Desk;

impl server::Members for Desk {
    async fn echo(&self, call: Call<Echo>) -> HandlerResult<Members, EchoError> {
        Ok(call.input.body)
    }

    async fn search(&self, call: Call<Search>) -> HandlerResult<String, SearchError> {
        Ok(format!("{:?}", call.by))
    }
}

fn exchange(request: &str) -> (u16, String) {
    let base =
        support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"));
    let reply = support::exchange(&base, request.as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, reply.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

fn post(body: &str) -> (u16, String) {
    exchange(&format!(
        "POST /members HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

#[track_caller]
fn refused(body: &str, pointer: &str) {
    let (status, problem) = post(body);
    assert_eq!(status, 422, "{body}: {problem}");
    assert!(problem.contains(&format!("\"pointer\":\"{pointer}\"")), "{body}: {problem}");
}

#[test]
fn a_member_is_of_the_schema_of_each_pattern_that_its_name_matches() {
    let body = concat!(
        r#"{"numbers":{"n1":1},"mixed":{"a_s":"text","n1":2,"other":true},"both":{"a":9,"az":3},"#,
        r#""open":{"x_a":"ab","else":[1],"x_b":"abc"},"objects":{"o1":{"a":"b"}}}"#
    );
    assert_eq!(post(body), (200, body.to_owned()));
    refused(r#"{"numbers":{"n1":"x"}}"#, "/numbers/n1");
    refused(r#"{"numbers":{"m":1}}"#, "/numbers/m");
    refused(r#"{"mixed":{"n1":"text"}}"#, "/mixed/n1");
    refused(r#"{"mixed":{"a_s":1}}"#, "/mixed/a_s");
    refused(r#"{"mixed":{"n_s":1}}"#, "/mixed/n_s");
    refused(r#"{"mixed":{"other":1}}"#, "/mixed/other");
    refused(r#"{"both":{"az":1}}"#, "/both/az");
    refused(r#"{"both":{"az":9}}"#, "/both/az");
    refused(r#"{"both":{"b":3}}"#, "/both/b");
    refused(r#"{"open":{"x_b":"a"}}"#, "/open/x_b");
    refused(r#"{"objects":{"o1":{}}}"#, "/objects/o1/a");
}

#[test]
fn a_member_of_a_name_of_its_own_is_of_the_patterns_too() {
    refused(r#"{"open":{"x_a":"a"}}"#, "/open/x_a");
}

#[test]
fn unevaluated_members_are_refused() {
    let body = r#"{"closed":{"id":1,"name":"a"},"either":{"kind":"k","a":"x"},"patterned":{"p":"x"}}"#;
    assert_eq!(post(body), (200, body.to_owned()));
    refused(r#"{"closed":{"id":1,"more":1}}"#, "/closed/more");
    refused(r#"{"patterned":{"q":"x"}}"#, "/patterned/q");
    let (status, problem) = post(r#"{"either":{"a":"x","more":1}}"#);
    assert_eq!(status, 422, "{problem}");
}

#[test]
fn patterns_separate_alternatives_and_parameters() {
    for body in [r#"{"pick":{"p1":"x"}}"#, r#"{"pick":{"q1":1}}"#] {
        assert_eq!(post(body), (200, body.to_owned()));
    }
    let (status, problem) = post(r#"{"pick":{"p1":1}}"#);
    assert_eq!(status, 422, "{problem}");
    let search = |query: &str| {
        exchange(&format!("GET /search?{query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
    };
    assert_eq!(search("by[n_a]=1").0, 200);
    assert_eq!((search("by[n_a]=x").0, search("by[m]=1").0), (400, 400));
}
