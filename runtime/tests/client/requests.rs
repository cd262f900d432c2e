//! Requests as they are sent.

use std::sync::{Arc, Mutex};

use housestyle::NoError;
use housestyle::client::{CallError, CallOptions, Request, Response, TransportError};
use housestyle::paging::KeysetPage;
use housestyle::style::Direction;

use crate::acme::{self, DeletePet, GetFile, ListEvents, ListPets, PET, create_visit, get_pet};
use crate::stub::{Stub, json, typed, with};

/// The requests that were sent.
type Log = Arc<Mutex<Vec<Request>>>;

/// Sets options of a call.
type Ask = fn(CallOptions) -> CallOptions;

/// A transport that records requests and answers with a pet.
fn kept() -> (Log, impl Fn(Request) -> std::future::Ready<Result<Response, TransportError>>) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&log);
    let transport = move |request| {
        into.lock().unwrap().push(request);
        std::future::ready(Ok(Response::new(PET.into())))
    };
    (log, transport)
}

async fn target(pet_id: &str) -> Result<String, CallError<NoError>> {
    let (log, transport) = kept();
    let client = acme::builder("https://acme.test/api").transport(transport).build().unwrap();
    client.call(get_pet(pet_id)).send().await?;
    Ok(log.lock().unwrap()[0].uri().to_string())
}

#[tokio::test]
async fn a_path_parameter_is_one_segment() {
    let cases = [
        ("7", "7"),
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("%2F", "%252F"),
        ("a?b#c", "a%3Fb%23c"),
        ("é ☃", "%C3%A9%20%E2%98%83"),
        ("...", "..."),
        ("a\r\nb\0", "a%0D%0Ab%00"),
        ("\\..\\", "%5C..%5C"),
        (";,:@", "%3B%2C%3A%40"),
    ];
    for (pet_id, segment) in cases {
        assert_eq!(
            target(pet_id).await.unwrap(),
            format!("https://acme.test/api/pets/{segment}"),
            "{pet_id}"
        );
    }
}

#[tokio::test]
async fn what_cannot_stand_in_a_path_is_not_sent() {
    for pet_id in ["", ".", ".."] {
        let error = target(pet_id).await.unwrap_err();
        assert!(matches!(error, CallError::InvalidInput(_)), "{pet_id}: {error:?}");
        assert_eq!(error.status(), None);
    }
    let (log, transport) = kept();
    let client = acme::builder("https://acme.test").transport(transport).build().unwrap();
    assert!(client.call(GetFile { file: String::new() }).send().await.is_err());
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn parameters_stand_where_they_belong() {
    let stub = Stub::start(|_| json(200, r#"{"data":[]}"#)).await;
    let call = acme::client(&stub.base).call(ListPets {
        qs: Some("a&b=c +é".to_owned()),
        tags: Some(vec!["a,b".to_owned(), "c d".to_owned()]),
        trace: Some("t 1".to_owned()),
        flavour: Some("sour;sweet".to_owned()),
        ..ListPets::new()
    });
    assert!(call.send().await.unwrap().items.is_empty());
    let seen = &stub.seen()[0];
    assert_eq!(seen.method, "GET");
    assert_eq!(seen.target, "/pets?qs=a%26b%3Dc%20%2B%C3%A9&tags=a%2Cb,c%20d&page=1&per_page=20");
    assert_eq!(seen.header("x-trace"), Some("t 1"));
    assert_eq!(seen.header("cookie"), Some("flavour=sour%3Bsweet"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("user-agent"), Some(concat!("housestyle/", env!("CARGO_PKG_VERSION"))));
}

#[tokio::test]
async fn a_page_is_asked_for_by_key() {
    let stub = Stub::start(|_| json(200, r#"{"data":[1,2]}"#)).await;
    let client = acme::client(&stub.base);
    for (direction, anchor) in [(Direction::Before, None), (Direction::After, Some("u 1".to_owned()))] {
        let page = KeysetPage { direction, anchor, size: 2 };
        assert_eq!(client.call(ListEvents { page }).send().await.unwrap().items, [1, 2]);
    }
    let targets: Vec<_> = stub.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/events?before=&per_page=2", "/events?after=u%201&per_page=2"]);
}

#[tokio::test]
async fn header_values_that_would_split_are_not_sent() {
    let (log, transport) = kept();
    let client = acme::builder("https://acme.test").transport(transport).build().unwrap();
    let call = client.call(ListPets { trace: Some("a\r\nx: y".to_owned()), ..ListPets::new() });
    assert!(matches!(call.send().await, Err(CallError::InvalidInput(_))));
    let call = client.call(get_pet("7")).with(|options| options.header("x-a", "b\nc"));
    assert!(matches!(call.send().await, Err(CallError::InvalidInput(_))));
    let call = client.call(get_pet("7")).with(|options| options.zone("Mars\r\n"));
    assert!(matches!(call.send().await, Err(CallError::InvalidInput(_))));
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn bodies_go_out_as_declared() {
    let stub = Stub::start(|_| json(201, r#"{"data":3}"#)).await;
    assert_eq!(acme::client(&stub.base).call(create_visit()).send().await.unwrap(), 3);
    let seen = &stub.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/pets/7/visits"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.body, r#"{"clinic_id":5}"#);
}

#[tokio::test]
async fn answers_without_a_body_and_of_text() {
    let stub = Stub::start(|seen| match seen.method.as_str() {
        "DELETE" => with(204, "", ""),
        _ => typed(200, "text/plain", "day"),
    })
    .await;
    let client = acme::client(&stub.base);
    client.call(DeletePet { pet_id: "7".to_owned() }).send().await.unwrap();
    assert_eq!(client.call(GetFile { file: "a b".to_owned() }).send().await.unwrap(), "day");
    assert_eq!(stub.seen()[1].target, "/files/a%20b.txt");
    assert_eq!(stub.seen()[1].header("accept"), Some("text/plain"));
}

#[tokio::test]
async fn a_reply_has_all_that_came() {
    let body = r#"{"data":{"id":7,"name":"Rex"},"meta":{"a":1},"query":{"pet_id":"7"}}"#;
    let headers = "content-type: application/vnd.acme.v1.full+json; charset=utf-8\r\nx-request-id: r-1\r\n";
    let stub = Stub::start(move |_| with(200, headers, body)).await;
    let reply = acme::client(&stub.base).call(get_pet("7")).send_full().await.unwrap();
    assert_eq!((reply.value.id, reply.status.as_u16()), (7, 200));
    assert_eq!(reply.request_id.as_deref(), Some("r-1"));
    assert_eq!(reply.meta.unwrap().get(), r#"{"a":1}"#);
    assert_eq!(reply.echo.unwrap().get(), r#"{"pet_id":"7"}"#);
}

#[tokio::test]
async fn representations_are_asked_for_in_accept() {
    let stub = Stub::start(|_| json(200, PET)).await;
    let client = acme::client(&stub.base);
    let asks: [(Ask, &str); 6] = [
        (|options| options, "application/json"),
        (|options| options.representation("full"), "application/vnd.acme.v1.full+json"),
        (|options| options.verbose(true), "application/vnd.acme.v1.verbose+json"),
        (
            |options| options.representation("compact").verbose(true),
            "application/vnd.acme.v1.compact-verbose+json",
        ),
        (|options| options.version("v2"), "application/vnd.acme.v2+json"),
        (|options| options.accept("text/csv"), "text/csv"),
    ];
    for (index, (ask, accept)) in asks.into_iter().enumerate() {
        client.call(get_pet("7")).with(ask).send().await.unwrap();
        assert_eq!(stub.seen()[index].header("accept"), Some(accept));
    }
    for ask in
        [(|options: CallOptions| options.representation("huge")) as Ask, |options| options.version("v3")]
    {
        let error = client.call(get_pet("7")).with(ask).send().await.unwrap_err();
        assert!(matches!(error, CallError::InvalidInput(_)));
    }
}

#[tokio::test]
async fn a_client_has_defaults_and_a_call_its_own() {
    let stub = Stub::start(|_| json(200, PET)).await;
    let defaults = CallOptions::new().zone("Europe/Moscow").header("x-a", "1");
    let client =
        acme::builder(&stub.base).defaults(defaults).header("x-a", "0").header("x-b", "2").build().unwrap();
    client.call(get_pet("7")).send().await.unwrap();
    client.call(get_pet("7")).with(|options| options.zone("UTC").header("x-b", "3")).send().await.unwrap();
    client.with(CallOptions::new()).call(get_pet("7")).send().await.unwrap();
    let seen = stub.seen();
    let header = |index: usize, wire| seen[index].header(wire).map(str::to_owned);
    assert_eq!(header(0, "timezone").as_deref(), Some("Europe/Moscow"));
    assert_eq!((header(0, "x-a").as_deref(), header(0, "x-b").as_deref()), (Some("1"), Some("2")));
    assert_eq!((header(1, "timezone").as_deref(), header(1, "x-b").as_deref()), (Some("UTC"), Some("3")));
    assert_eq!((header(2, "timezone"), header(2, "x-a").as_deref()), (None, Some("0")));
}
