//! The cache of responses, which is revalidated by every call.

use std::sync::atomic::{AtomicU64, Ordering};

use housestyle::client::{CallError, CallOptions, ClientBuilder, ClientCore, Reply, RetryPolicy};

use crate::conditions::{API, GetPet};
use crate::ranges::{FindPets, from};
use crate::stub::{Act, Seen, Stub, with};

fn builder(stub: &Stub) -> ClientBuilder {
    ClientBuilder::new(&API, &stub.base).retry(RetryPolicy::never()).etag_cache(4)
}

/// Returns a stub with one response, or 304 if the condition has its validator.
async fn one(headers: &'static str, body: &'static str) -> (Stub, ClientCore) {
    let stub = Stub::start(move |seen| match seen.header("if-none-match") {
        Some("\"a\"") => with(304, "etag: \"a\"\r\nx-new: 1\r\ncontent-type: text/plain\r\n", ""),
        _ => with(200, headers, body),
    })
    .await;
    let client = builder(&stub).build().unwrap();
    (stub, client)
}

async fn pet(client: &ClientCore, with: impl FnOnce(CallOptions) -> CallOptions) -> Reply<i64> {
    client.call(GetPet).with(with).send_full().await.unwrap()
}

fn conditions(stub: &Stub) -> Vec<bool> {
    stub.seen().iter().map(|seen| seen.header("if-none-match").is_some()).collect()
}

#[tokio::test]
async fn hk_9_what_did_not_change_is_not_sent_again() {
    let (stub, client) = one(
        "etag: \"a\"\r\nx-new: 0\r\nx-old: 0\r\ncontent-type: application/json\r\nset-cookie: c=1\r\n",
        "7",
    )
    .await;
    assert_eq!(pet(&client, |options| options).await.value, 7);
    for _ in 0..2 {
        let reply = pet(&client.clone(), |options| options).await;
        assert_eq!((reply.value, reply.status.as_u16(), reply.etag.as_deref()), (7, 200, Some("\"a\"")));
        // RFC 9111 §3.2: newer headers replace the cached ones, except those that describe the body.
        let header = |name| reply.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!((header("x-new"), header("x-old")), (Some("1"), Some("0")));
        assert_eq!(header("content-type"), Some("application/json"));
        assert_eq!(header("set-cookie"), None);
    }
    assert_eq!(conditions(&stub), [false, true, true]);
    assert_eq!(stub.seen()[1].header("if-none-match"), Some("\"a\""));
}

#[tokio::test]
async fn what_changed_goes_in_its_place() {
    let turn = AtomicU64::new(0);
    let stub = Stub::start(move |seen| {
        let turn = turn.fetch_add(1, Ordering::SeqCst) / 2;
        match seen.header("if-none-match") == Some(&*format!("\"{turn}\"")) {
            true => with(304, "", ""),
            false => with(200, &format!("etag: \"{turn}\"\r\n"), &turn.to_string()),
        }
    })
    .await;
    let client = builder(&stub).build().unwrap();
    for expected in [0, 0, 1, 1, 2, 2] {
        assert_eq!(pet(&client, |options| options).await.value, expected);
    }
    assert_eq!(conditions(&stub), [false, true, true, true, true, true]);
}

#[tokio::test]
async fn not_unless_it_is_asked_for() {
    let (stub, _) = one("etag: \"a\"\r\n", "7").await;
    let client: ClientCore = ClientBuilder::new(&API, &stub.base).build().unwrap();
    pet(&client, |options| options).await;
    pet(&client, |options| options).await;
    assert_eq!(conditions(&stub), [false, false]);
}

#[tokio::test]
async fn nobody_gets_anothers_answer() {
    let (stub, client) = one("etag: \"a\"\r\n", "7").await;
    let headers = [
        ("authorization", "Bearer x"),
        ("cookie", "sid=1"),
        ("x-api-key", "1"),
        ("accept-language", "de"),
        ("range", "pets=0-1"),
        ("accept", "text/x"),
    ];
    pet(&client, |options| options).await;
    for (header, value) in headers {
        pet(&client, |options| options.header(header, value)).await;
    }
    assert!(conditions(&stub).iter().all(|conditional| !conditional));
    // The last ones are still cached.
    pet(&client, |options| options.header("accept", "text/x")).await;
    pet(&client, |options| options.header("accept", "text/y")).await;
    assert_eq!(conditions(&stub)[7..], [true, false]);
    assert!(!format!("{client:?}").contains("Bearer"));
}

#[tokio::test]
async fn a_request_id_makes_no_other_request() {
    let (stub, client) = one("etag: \"a\"\r\n", "7").await;
    for id in ["1", "2"] {
        pet(&client, |options| options.header("x-request-id", id).header("traceparent", id)).await;
    }
    assert_eq!(conditions(&stub), [false, true]);
}

#[tokio::test]
async fn what_may_not_be_kept_is_not() {
    for headers in [
        "",
        "etag: W/\"a\"\r\n",
        "etag: a\r\n",
        "etag: \"a\"\r\ncache-control: private, No-Store\r\n",
        "etag: \"a\"\r\nvary: accept, *\r\n",
        "etag: \"a\"\r\nvary: X-Request-Id\r\n",
    ] {
        let (stub, client) = one(headers, "7").await;
        pet(&client, |options| options).await;
        pet(&client, |options| options).await;
        assert_eq!(conditions(&stub), [false, false], "{headers}");
    }
    let (stub, client) = one("etag: \"a\"\r\n", "7").await;
    for _ in 0..2 {
        pet(&client, |options| options.header("cache-control", "no-store")).await;
    }
    assert_eq!(conditions(&stub), [false, false]);
    let large: &'static str = format!("{}7", " ".repeat(1 << 20)).leak();
    let (stub, client) = one("etag: \"a\"\r\n", large).await;
    pet(&client, |options| options).await;
    pet(&client, |options| options).await;
    assert_eq!(conditions(&stub), [false, false]);
}

#[tokio::test]
async fn failures_are_not_kept_and_passing_ones_change_nothing() {
    let turn = AtomicU64::new(0);
    let stub = Stub::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
        0 | 3 => with(404, "etag: \"a\"\r\n", "{}"),
        1 => with(200, "etag: \"a\"\r\n", "7"),
        2 => with(503, "etag: \"b\"\r\n", "{}"),
        _ => with(304, "", ""),
    })
    .await;
    let client = builder(&stub).build().unwrap();
    for _ in 0..4 {
        drop(client.call(GetPet).send().await);
    }
    let error = client.call(GetPet).send().await.unwrap_err();
    // No cached response can be current any more.
    assert!(matches!(error, CallError::Unexpected(answer) if answer.status == 304));
    assert_eq!(conditions(&stub), [false, false, true, true, false]);
}

#[tokio::test]
async fn another_validator_is_no_answer() {
    let stub = Stub::start(|seen| match seen.header("if-none-match") {
        Some(_) => with(304, "etag: \"b\"\r\n", ""),
        None => with(200, "etag: \"a\"\r\n", "7"),
    })
    .await;
    let client = builder(&stub).build().unwrap();
    pet(&client, |options| options).await;
    assert_eq!(pet(&client, |options| options).await.value, 7);
    assert_eq!(conditions(&stub), [false, true, false]);
}

#[tokio::test]
async fn a_condition_of_the_callers_own_is_theirs() {
    let (stub, client) = one("etag: \"a\"\r\n", "7").await;
    pet(&client, |options| options).await;
    let error = client.call(GetPet).with(|options| options.if_none_match("\"a\"")).send().await.unwrap_err();
    assert!(matches!(error, CallError::NotModified(_)));
    pet(&client, |options| options.if_none_match("\"other\"")).await;
    assert_eq!(stub.seen()[2].header("if-none-match"), Some("\"other\""));
}

#[tokio::test]
async fn so_many_are_kept_as_are_asked_for() {
    let (stub, client) = one("etag: \"a\"\r\n", "7").await;
    let ask = async |language: u8| {
        pet(&client, |options| options.header("accept-language", &language.to_string())).await;
        conditions(&stub).pop().unwrap()
    };
    for language in 0..4 {
        assert!(!ask(language).await);
    }
    assert!(ask(0).await);
    assert!(!ask(4).await);
    // The least recently used one has been removed.
    assert!(!ask(1).await);
    assert!(ask(0).await);
}

#[tokio::test]
async fn rv_44_parts_are_kept_by_their_range() {
    fn act(seen: &Seen) -> Act {
        match (seen.header("if-none-match"), seen.header("range").unwrap()) {
            (Some(_), _) => with(304, "etag: \"all\"\r\n", ""),
            (None, "pets=0-1") => with(206, "etag: \"all\"\r\ncontent-range: pets 0-1/3\r\n", "[0,1]"),
            (None, _) => with(206, "etag: \"all\"\r\ncontent-range: pets 2-2/3\r\n", "[2]"),
        }
    }
    let stub = Stub::start(act).await;
    let client = builder(&stub).build().unwrap();
    for _ in 0..2 {
        let items = client.call(from(0, 2)).items().try_collect().await.unwrap();
        assert_eq!(items, [0, 1, 2]);
    }
    assert_eq!(conditions(&stub), [false, false, true, true]);
    // A query by `POST` is not cached.
    for _ in 0..2 {
        client.call(FindPets(from(0, 2).0)).send().await.unwrap();
    }
    assert_eq!(conditions(&stub)[4..], [false, false]);
}
