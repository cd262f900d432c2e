//! Pages by how many items come before them, and pages by number whose numbers begin with zero.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{NumberedPage, OffsetPage, Page};
use housestyle_wire::offset_pages::Client;
use housestyle_wire::offset_pages::operations::{
    ListBare, ListCounted, ListFlagged, ListFromZero, ListLinked, ListPlanned,
};
use housestyle_wire::offset_pages::server::Topics;
use housestyle_wire::offset_pages::types::Topic;

use crate::support;

/// Has the topics `t1` to `t5`.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::offset_pages)]
struct Desk;

fn items(skip: i64, limit: i64) -> Vec<Topic> {
    let last = skip.saturating_add(limit).min(5);
    (skip.saturating_add(1)..=last).map(|id| Topic { name: format!("t{id}") }).collect()
}

fn page(asked: &OffsetPage) -> Page<Topic> {
    Page::new(items(asked.skip(), asked.limit()))
}

fn numbered(asked: &NumberedPage) -> Page<Topic> {
    Page::new(items(asked.offset(), asked.limit())).total(5)
}

impl Topics for Desk {
    async fn list_bare(&self, call: Call<ListBare>) -> HandlerResult<Page<Topic>> {
        Ok(page(&call.page))
    }

    async fn list_counted(&self, call: Call<ListCounted>) -> HandlerResult<Page<Topic>> {
        Ok(page(&call.page).total(5))
    }

    async fn list_linked(&self, call: Call<ListLinked>) -> HandlerResult<Page<Topic>> {
        Ok(page(&call.page).total(5))
    }

    async fn list_flagged(&self, call: Call<ListFlagged>) -> HandlerResult<Page<Topic>> {
        let more = call.page.offset.saturating_add(u64::from(call.page.size)) < 5;
        Ok(page(&call.page).more(more))
    }

    async fn list_from_zero(&self, call: Call<ListFromZero>) -> HandlerResult<Page<Topic>> {
        Ok(numbered(&call.page))
    }

    async fn list_planned(&self, call: Call<ListPlanned>) -> HandlerResult<Page<Topic>> {
        Ok(numbered(&call.page))
    }
}

fn desk() -> String {
    support::start(async |listener| {
        Desk.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// The status and the body of an answer.
fn get(base: &str, path: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let answer = support::exchange(base, request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    (head[9..12].to_owned(), body.to_owned())
}

fn names(topics: &[Topic]) -> Vec<&str> {
    topics.iter().map(|topic| &*topic.name).collect()
}

const ALL: [&str; 5] = ["t1", "t2", "t3", "t4", "t5"];

#[test]
fn the_body_says_where_the_page_begins() {
    let base = desk();
    let first = r#"{"total_count":5,"entries":[{"name":"t1"},{"name":"t2"}],"offset":0,"limit":2}"#;
    assert_eq!(get(&base, "/counted").1, first);
    let last = r#"{"total_count":5,"entries":[{"name":"t5"}],"offset":4,"limit":2}"#;
    assert_eq!(get(&base, "/counted?offset=4").1, last);
    assert_eq!(get(&base, "/bare?offset=3&limit=1").1, r#"[{"name":"t4"}]"#);
}

#[test]
fn links_lead_to_the_pages_around() {
    let base = desk();
    let middle = concat!(
        r#"{"value":[{"name":"t2"},{"name":"t3"}],"first":"/linked?%24skip=0&%24top=2","#,
        r#""previous":"/linked?%24skip=0&%24top=1","next":"/linked?%24skip=3&%24top=2","#,
        r#""last":"/linked?%24skip=4&%24top=2"}"#
    );
    assert_eq!(get(&base, "/linked?$skip=1").1, middle);
    let last = get(&base, "/linked?$skip=4").1;
    assert!(!last.contains("next") && last.contains(r#""previous":"/linked?%24skip=2&%24top=2""#), "{last}");
}

#[test]
fn bad_offsets_are_refused_and_the_end_is_as_the_style_says() {
    let base = desk();
    for path in [
        "/bare?offset=-1",
        "/bare?offset=a",
        "/bare?offset=1&offset=2",
        "/bare?limit=0",
        "/counted?limit=101",
    ] {
        assert_eq!(get(&base, path).0, "400", "{path}");
    }
    let huge = "/bare?offset=99999999999999999999999&limit=1000000";
    assert_eq!(get(&base, huge), ("200".to_owned(), "[]".to_owned()));
    assert_eq!(get(&base, "/bare?limit=1000000").1.matches("name").count(), 3);
    assert_eq!(get(&base, "/linked?$skip=5").0, "404");
    assert_eq!(get(&base, "/counted?offset=5").0, "200");
}

#[tokio::test]
async fn a_client_walks_all_pages() {
    let client = client(&desk());
    assert_eq!(names(&client.list_bare().stream().try_collect().await.expect("all")), ALL);
    assert_eq!(names(&client.list_counted().stream().try_collect().await.expect("all")), ALL);
    assert_eq!(names(&client.list_linked().stream().try_collect().await.expect("all")), ALL);
    assert_eq!(names(&client.list_flagged().stream().try_collect().await.expect("all")), ALL);
    let rest = client.list_counted().offset(1).limit(3).stream().try_collect().await.expect("all");
    assert_eq!(names(&rest), ALL[1..]);
    let page = client.list_counted().offset(3).send().await.expect("a page");
    assert_eq!((names(&page.items), page.info.total), (vec!["t4", "t5"], Some(5)));
}

#[tokio::test]
async fn a_server_that_shortens_pages_loses_no_item() {
    let client = client(&desk());
    let all = client.list_bare().limit(100).stream().try_collect().await.expect("all");
    assert_eq!(names(&all), ALL);
}

#[tokio::test]
async fn more_items_on_an_empty_page_are_an_error() {
    let body = r#"{"items":[],"more":true}"#;
    let length = body.len();
    let (base, _) = support::stub(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    ));
    let error = client(&base).list_flagged().stream().try_collect().await.expect_err("an error");
    assert!(matches!(error, CallError::Decode { .. }), "{error:?}");
}

#[test]
fn numbers_may_begin_with_zero() {
    let base = desk();
    let first = r#"{"items":[{"name":"t1"},{"name":"t2"}],"page":0,"num_pages":3,"next_page_uri":"/zero?Page=1&PageSize=2"}"#;
    assert_eq!(get(&base, "/zero").1, first);
    assert_eq!(get(&base, "/zero?Page=0").1, first);
    let last = get(&base, "/zero?Page=2").1;
    assert!(
        last.contains(r#""page":2,"#) && last.contains(r#""previous_page_uri":"/zero?Page=1&PageSize=2""#),
        "{last}"
    );
    assert!(!last.contains("next_page_uri"), "{last}");
    assert_eq!(get(&base, "/zero?Page=3").0, "404");
}

#[tokio::test]
async fn a_client_walks_pages_that_begin_with_zero() {
    let client = client(&desk());
    assert_eq!(names(&client.list_from_zero().stream().try_collect().await.expect("all")), ALL);
    assert_eq!(names(&client.list_planned().stream().try_collect().await.expect("all")), ALL);
    let second = client.list_planned().page(2).send().await.expect("a page");
    assert_eq!((names(&second.items), second.info.more), (vec!["t3", "t4"], Some(true)));
    let last = client.list_planned().page(3).send().await.expect("a page");
    assert_eq!((names(&last.items), last.info.more), (vec!["t5"], Some(false)));
}
