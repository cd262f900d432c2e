//! What the guide asks of a client: RV-18, RV-19, RG-2, RG-8, RG-10, RG-11, HK-9 to HK-11, HK-38, HK-39, HK-48 and the rulings
//! R-8 and R-9, on the generated one.

use std::sync::{Arc, Mutex};

use example_reevoo::api::client::Client;
use example_reevoo::api::operations::CreateClientError;
use example_reevoo::api::types::{ClientData, ClientDataPatch, ClientQuery, ClientSummary};
use housestyle::client::{CallError, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::server::{GUIDES, shared, start, tokens};

fn client(base: &str) -> Client {
    Client::builder(base).bearer(tokens().issue("edith").unwrap()).build().unwrap()
}

fn guides() -> example_reevoo::api::types::Id {
    GUIDES.rsplit('/').next().unwrap().parse().unwrap()
}

/// Answers each connection with the next of `answers`, and keeps the heads of the requests.
async fn stub(answers: Vec<String>) -> (Client, Heads) {
    let (base, heads) = stub_at(answers).await;
    (client(&base), heads)
}

/// The same, by its address.
async fn stub_at(answers: Vec<String>) -> (String, Heads) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let heads = Heads::default();
    let seen = heads.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                let mut chunk = [0; 4096];
                let read = stream.read(&mut chunk).await.unwrap();
                assert!(read > 0, "the client hung up");
                head.extend_from_slice(&chunk[..read]);
            }
            seen.0.lock().unwrap().push(String::from_utf8_lossy(&head).to_lowercase());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (base, heads)
}

/// The heads of the requests that came, in lower case.
#[derive(Clone, Default)]
struct Heads(Arc<Mutex<Vec<String>>>);

impl Heads {
    /// A header of each of them.
    fn all(&self, wire: &str) -> Vec<String> {
        let heads = self.0.lock().unwrap();
        let of = |head: &String| {
            let line = head.lines().find_map(|line| line.strip_prefix(&format!("{wire}: ")));
            line.unwrap_or_default().to_owned()
        };
        heads.iter().map(of).collect()
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// The clients of these numbers, and where they are.
fn part(status: &str, numbers: std::ops::Range<u32>, range: &str) -> String {
    let clients: Vec<_> = numbers
        .map(|n| format!(r#"{{"id":"00000001-0000-4000-8000-{n:012}","name":"{n}","more":[{{"x":null}}]}}"#))
        .collect();
    let headers = match range {
        "" => String::new(),
        range => format!("accept-ranges: clients\r\ncontent-range: clients {range}\r\n"),
    };
    answer(status, &headers, &format!("[{}]", clients.join(",")))
}

fn names(clients: &[ClientSummary]) -> String {
    clients.iter().map(|client| client.name.as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn rv_18_rv_19_everything_comes_by_arithmetic() {
    let api = client(&shared().base);
    let clients: Vec<_> = api.list_clients().size(10).stream().try_collect().await.unwrap();
    assert_eq!(clients.len(), 53);
    let found: Vec<_> =
        api.query_clients(ClientQuery::default()).size(7).stream().try_collect().await.unwrap();
    assert_eq!(found.len(), 53);
    assert!(found.iter().zip(&clients).all(|(full, short)| full.id == short.id));
    let users: Vec<_> = api.list_client_users(guides()).stream().try_collect().await.unwrap();
    assert_eq!(users.len(), 23);
}

#[tokio::test]
async fn rv_19_the_next_range_begins_after_the_last_record() {
    let partial = "206 Partial Content";
    let (api, heads) =
        stub(vec![part(partial, 0..2, "0-1/5"), part(partial, 2..4, "2-3/5"), part(partial, 4..5, "4-4/5")])
            .await;
    let clients = api.list_clients().size(2).stream().try_collect().await.unwrap();
    assert_eq!(names(&clients), "0 1 2 3 4");
    assert_eq!(heads.all("range"), ["clients=0-1", "clients=2-3", "clients=4-5"]);
}

#[tokio::test]
async fn rv_18_a_4_with_a_star_a_short_page_is_the_last() {
    let partial = "206 Partial Content";
    let (api, heads) = stub(vec![part(partial, 0..3, "0-2/*"), part(partial, 3..5, "3-4/*")]).await;
    let clients = api.list_clients().size(3).stream().try_collect().await.unwrap();
    assert_eq!((names(&clients).as_str(), heads.all("range").len()), ("0 1 2 3 4", 2));
}

#[tokio::test]
async fn rv_18_a_4_with_a_star_an_empty_page_or_416_is_the_end() {
    let empty = part("200 OK", 0..0, "*/3");
    let error = r#"{"id":"requested_range_not_satisfiable","message":"m"}"#;
    let past = answer("416 Range Not Satisfiable", "content-range: clients */3\r\n", error);
    for end in [empty, past] {
        let (api, heads) = stub(vec![part("206 Partial Content", 0..3, "0-2/*"), end]).await;
        let clients = api.list_clients().size(3).stream().try_collect().await.unwrap();
        assert_eq!((names(&clients).as_str(), heads.all("range").len()), ("0 1 2", 2));
    }
}

#[tokio::test]
async fn rv_18_a_4_with_a_star_a_200_is_the_entire_list() {
    let (api, heads) = stub(vec![part("200 OK", 0..3, "0-2/*")]).await;
    let clients = api.list_clients().size(3).stream().try_collect().await.unwrap();
    assert_eq!((names(&clients).as_str(), heads.all("range").len()), ("0 1 2", 1));
}

#[tokio::test]
async fn rg_10_rv_42_a_server_may_send_less_than_was_requested() {
    let partial = "206 Partial Content";
    let (api, heads) = stub(vec![part(partial, 0..4, "0-3/6"), part(partial, 4..6, "4-5/6")]).await;
    let clients = api.list_clients().size(100).stream().try_collect().await.unwrap();
    assert_eq!(names(&clients), "0 1 2 3 4 5");
    assert_eq!(heads.all("range")[1], "clients=4-103");
    // The server of the guide cuts to 200.
    let server = start();
    super::server::with_users(&server, super::server::THIRD, 230).await;
    let third = super::server::THIRD.rsplit('/').next().unwrap().parse().unwrap();
    let users: Vec<_> =
        client(&server.base).list_client_users(third).size(1000).stream().try_collect().await.unwrap();
    assert_eq!(users.len(), 230);
}

#[tokio::test]
async fn rg_2_rg_11_a_server_may_know_nothing_of_ranges() {
    let (api, heads) = stub(vec![part("200 OK", 0..7, "")]).await;
    let clients = api.list_clients().size(3).stream().try_collect().await.unwrap();
    assert_eq!((names(&clients).as_str(), heads.all("range").len()), ("0 1 2 3 4 5 6", 1));
    let none = answer("200 OK", "accept-ranges: none\r\n", "[]");
    let (api, heads) = stub(vec![none]).await;
    let clients: Vec<_> = api.list_clients().stream().try_collect().await.unwrap();
    assert_eq!((clients.len(), heads.all("range").len()), (0, 1));
}

#[tokio::test]
async fn rg_8_parts_of_a_range_that_cannot_be_are_not_put_together() {
    for range in ["1-0/5", "0-1/2x", "0-1/1", "0-5/*", "*/*", "0-1"] {
        let (api, _) = stub(vec![part("206 Partial Content", 0..2, range)]).await;
        let failed = api.list_clients().size(2).stream().try_collect().await.unwrap_err();
        assert!(matches!(failed, CallError::Decode { .. }), "{range}: {failed:?}");
    }
}

#[tokio::test]
async fn rg_12_a_page_has_its_range() {
    let page = client(&shared().base).list_clients().from(40).size(20).send().await.unwrap();
    assert_eq!((page.items.len(), page.info.total, page.info.more), (13, Some(53), Some(false)));
    let page = client(&shared().base).list_clients().send().await.unwrap();
    assert_eq!((page.items.len(), page.info.total, page.info.more), (20, Some(53), Some(true)));
}

#[tokio::test]
async fn hk_9_hk_10_the_client_asks_under_conditions() {
    let server = start();
    let api = client(&server.base);
    let first = api.get_client(guides()).send_full().await.unwrap();
    let etag = first.etag.clone().unwrap();
    let again = api.get_client(guides()).with(|options| options.if_none_match(&etag)).send().await;
    assert!(matches!(again, Err(CallError::NotModified(_))), "{again:?}");
    let patch = |name: &str| ClientDataPatch { name: Some(name.to_owned()), ..Default::default() };
    api.update_client(guides(), patch("One")).with(|options| options.if_match(&etag)).send().await.unwrap();
    let stale = api
        .update_client(guides(), patch("Two"))
        .with(|options| options.if_match(&etag))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        stale.refusal().and_then(|refusal| refusal.code.clone()).as_deref(),
        Some("precondition_failed")
    );
}

#[tokio::test]
async fn hk_11_hk_38_a_failure_is_read_with_all_its_members() {
    let api = client(&shared().base);
    let missing = "00000009-0000-4000-8000-000000000009".parse().unwrap();
    let failed = api.get_client(missing).send().await.unwrap_err();
    let refusal = failed.refusal().unwrap();
    assert_eq!((refusal.status.as_u16(), refusal.code.as_deref()), (404, Some("not_found")));
    assert!(refusal.message.is_some());
    assert_eq!(refusal.request_id.as_deref().map(str::len), Some(36));
    let body = r#"{"id":"conflict","message":"m","url":"https://reviews.example/help","new":1}"#;
    let (api, _) = stub(vec![answer("409 Conflict", "", body)]).await;
    let failed = api.create_client(ClientData::new("N".to_owned())).send().await.unwrap_err();
    let CallError::Declared(CreateClientError::Conflict, refusal) = failed else { panic!("{failed:?}") };
    assert_eq!(refusal.help.as_deref(), Some("https://reviews.example/help"));
}

#[tokio::test]
async fn hk_39_the_client_waits_after_too_many_requests() {
    let body = r#"{"id":"rate_limit","message":"m"}"#;
    let limited = || answer("429 Too Many Requests", "retry-after: 0\r\n", body);
    let (api, heads) = stub(vec![limited(), part("200 OK", 0..1, "0-0/1")]).await;
    let page = api.list_clients().send().await.unwrap();
    assert_eq!((page.items.len(), heads.all("range").len()), (1, 2));
    let (base, _) = stub_at(vec![limited()]).await;
    let api = Client::builder(&base).bearer("t").retry(RetryPolicy::never()).build().unwrap();
    let failed = api.list_clients().send().await.unwrap_err();
    assert_eq!(failed.refusal().and_then(|refusal| refusal.code.clone()).as_deref(), Some("rate_limit"));
}

#[tokio::test]
async fn hk_48_the_client_says_what_it_is() {
    let (api, heads) = stub(vec![part("200 OK", 0..0, "*/0")]).await;
    api.list_clients().send().await.unwrap();
    assert!(!heads.all("user-agent")[0].is_empty());
}

#[tokio::test]
async fn r_8_an_unknown_status_is_handled_by_its_class() {
    let body = r#"{"id":"odd","message":"m"}"#;
    let (api, _) = stub(vec![answer("499 Odd", "", body)]).await;
    let odd = api.get_status().send().await.unwrap_err();
    assert!(odd.is_client_error() && !odd.is_server_error());
    let refusal = odd.refusal().expect("the body is read");
    assert_eq!(
        (refusal.status.as_u16(), refusal.code.as_deref(), refusal.message.as_deref()),
        (499, Some("odd"), Some("m"))
    );
    let (api, _) = stub(vec![answer("599 Odd", "", body)]).await;
    let odd = api.get_status().send().await.unwrap_err();
    assert!(odd.is_server_error() && odd.refusal().is_some());
}

#[tokio::test]
async fn r_9_rv_22_members_that_the_client_does_not_know_are_ignored() {
    let (api, _) = stub(vec![part("200 OK", 0..2, "0-1/2")]).await;
    let page = api.list_clients().send().await.unwrap();
    assert_eq!(names(&page.items), "0 1");
}
