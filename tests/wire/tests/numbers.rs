//! Numbers at the bounds of their types.

use housestyle::client::CallError;
use housestyle::server::{Answer, Call, Handler as _, ServeOptions};
use housestyle_wire::numbers::Client;
use housestyle_wire::numbers::operations::*;
use housestyle_wire::numbers::server::Numbers;
use housestyle_wire::numbers::types::Floats;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::numbers)]
struct Desk;

impl Numbers for Desk {
    async fn echo_floats(&self, call: Call<EchoFloats>) -> Answer<Floats, EchoFloatsError> {
        Ok(call.input.body)
    }

    async fn get_float(&self, _: Call<GetFloat>) -> Answer<f32, GetFloatError> {
        Ok(f32::MAX)
    }

    async fn list_floats(&self, _: Call<ListFloats>) -> Answer<Vec<f32>, ListFloatsError> {
        Ok(vec![f32::MIN])
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
