//! Pages whose body has the token of the next page, or its full URL.

use housestyle::client::CallError;
use housestyle::server::{Call, Context, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Direction, Page};
use housestyle_wire::token_pages::Client;
use housestyle_wire::token_pages::operations::{ListBoth, ListNested, ListTopics, ListUrls};
use housestyle_wire::token_pages::server::Topics;
use housestyle_wire::token_pages::types::Topic;

use crate::support;

/// Has the topics `t1` to `t5`, or so many more as its number says.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::token_pages)]
struct Desk;

/// The page of topics whose cursors are `at-N`.
fn page(asked: &CursorPage, context: &Context) -> HandlerResult<Page<Topic>> {
    let at = asked.cursor.as_deref().map(|text| text.strip_prefix("at-").and_then(|at| at.parse().ok()));
    let at: usize = match at {
        Some(None) => return Err(context.bad_anchor("was never given").into()),
        Some(Some(at)) => at,
        None => 0,
    };
    let first = match asked.direction {
        Direction::Before => at.saturating_sub(asked.size as usize + 1),
        Direction::After => at,
    };
    let last = match asked.direction {
        Direction::Before => at.saturating_sub(1),
        Direction::After => (at + asked.size as usize).min(5),
    };
    let topics = (first + 1..=last).map(|id| Topic { name: format!("t{id}") }).collect();
    let next = (last < 5).then(|| format!("at-{last}"));
    let prev = (first > 0).then(|| format!("at-{}", first + 1));
    Ok(Page::new(topics).cursors(prev, next).total(5))
}

impl Topics for Desk {
    async fn list_topics(&self, call: Call<ListTopics>) -> HandlerResult<Page<Topic>> {
        page(&call.page, call.context())
    }

    async fn list_nested(&self, call: Call<ListNested>) -> HandlerResult<Page<Topic>> {
        page(&call.page, call.context())
    }

    async fn list_urls(&self, call: Call<ListUrls>) -> HandlerResult<Page<Topic>> {
        page(&call.page, call.context())
    }

    async fn list_both(&self, call: Call<ListBoth>) -> HandlerResult<Page<Topic>> {
        page(&call.page, call.context())
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

/// What cursors of a list end with, of an answer that has one.
fn tag(base: &str, path: &str) -> String {
    let (_, body) = get(base, path);
    let (_, tag) = body.split_once("at-2.").expect("a cursor that says what list it is of");
    tag.split('"').next().expect("a tag").to_owned()
}

fn names(topics: &[Topic]) -> Vec<&str> {
    topics.iter().map(|topic| &*topic.name).collect()
}

const ALL: [&str; 5] = ["t1", "t2", "t3", "t4", "t5"];

#[test]
fn the_last_page_has_no_token_or_null_as_the_style_says() {
    let base = desk();
    let at = |path: &str| get(&base, path).1;
    let (topics, nested) = (tag(&base, "/projects/p/topics"), tag(&base, "/nested"));
    let first = format!(
        r#"{{"topics":[{{"name":"t1"}},{{"name":"t2"}}],"next_page_token":"at-2.{topics}","total_size":5}}"#
    );
    assert_eq!(at("/projects/p/topics"), first);
    let last = r#"{"topics":[{"name":"t5"}],"total_size":5}"#;
    assert_eq!(at(&format!("/projects/p/topics?page_token=at-4.{topics}")), last);
    let middle = format!(
        r#"{{"ok":true,"items":[{{"name":"t3"}},{{"name":"t4"}}],"response_metadata":{{"next_cursor":"at-4.{nested}"}}}}"#
    );
    assert_eq!(at(&format!("/nested?cursor=at-2.{nested}")), middle);
    let end = r#"{"ok":true,"items":[{"name":"t5"}],"response_metadata":{"next_cursor":null}}"#;
    assert_eq!(at(&format!("/nested?cursor=at-4.{nested}")), end);
}

#[test]
fn a_full_url_carries_a_parameter_that_requests_need_not_know() {
    let base = desk();
    let (_, body) = get(&base, "/urls?filter=a%20b");
    let tag = tag(&base, "/urls");
    let next = format!(r#""nextLink":"http://a/urls?filter=a%20b&%24skipToken=at-2.{tag}""#);
    assert!(body.contains(&next), "{body}");
    let (status, body) = get(&base, &format!("/urls?filter=a+b&%24skipToken=at-4.{tag}"));
    assert_eq!((&*status, &*body), ("200", r#"{"value":[{"name":"t5"}]}"#));
}

#[test]
fn a_size_of_zero_and_an_empty_token_are_as_none_if_the_style_says_so() {
    let base = desk();
    let status = |path: &str| get(&base, path).0;
    let first = get(&base, "/projects/p/topics").1;
    assert_eq!(get(&base, "/projects/p/topics?page_size=0&page_token=").1, first);
    assert_eq!(get(&base, "/projects/p/topics?page_size=1000000").1.matches("name").count(), 3);
    for path in ["/projects/p/topics?page_size=-1", "/both?limit=0", "/both?after=", "/both?limit=1000000"] {
        assert_eq!(status(path), "400", "{path}");
    }
    let both = tag(&base, "/both");
    assert_eq!(status(&format!("/both?after=at-2.{both}&before=at-4.{both}")), "400");
    assert_eq!(status("/urls?skip=1"), "400");
}

#[test]
fn a_cursor_of_another_list_of_the_same_kind_is_refused() {
    let base = desk();
    let refused = |path: String| {
        let (status, body) = get(&base, &path);
        assert_eq!(status, "400", "{path}: {body}");
        body
    };
    let (of_p, nested, urls) = (tag(&base, "/projects/p/topics"), tag(&base, "/nested"), tag(&base, "/urls"));
    assert_eq!(get(&base, &format!("/projects/p/topics?page_token=at-2.{of_p}")).0, "200");
    let body = refused(format!("/projects/q/topics?page_token=at-2.{of_p}"));
    assert!(body.contains("is not a cursor of this list") && body.contains("page_token"), "{body}");
    refused(format!("/projects/p/topics?page_token=at-2.{nested}"));
    refused(format!("/nested?cursor=at-2.{of_p}"));
    refused("/nested?cursor=at-2".to_owned());
    refused(format!("/urls?%24skipToken=at-2.{of_p}"));
    refused(format!("/both?before=at-2.{urls}"));
    let unknown = refused(format!("/nested?cursor=at-x.{nested}"));
    assert!(unknown.contains("was never given"), "{unknown}");
}

#[tokio::test]
async fn a_client_goes_on_by_the_token_or_the_url() {
    let base = desk();
    let client = client(&base);
    let (of_topics, of_nested) = (tag(&base, "/projects/p/topics"), tag(&base, "/nested"));
    let topics = client.list_topics("p").filter("a b").stream().try_collect().await.expect("all");
    assert_eq!(names(&topics), ALL);
    assert_eq!(names(&client.list_nested().stream().try_collect().await.expect("all")), ALL);
    assert_eq!(names(&client.list_urls().filter("a b").stream().try_collect().await.expect("all")), ALL);
    let page = client
        .list_topics("p")
        .page_size(3)
        .page_token(format!("at-1.{of_topics}"))
        .send()
        .await
        .expect("a page");
    assert_eq!(names(&page.items), ["t2", "t3", "t4"]);
    assert_eq!(
        (page.info.next_cursor.as_deref(), page.info.more, page.info.total),
        (Some(&*format!("at-4.{of_topics}")), Some(true), Some(5))
    );
    let last = client.list_nested().cursor(format!("at-4.{of_nested}")).send().await.expect("a page");
    assert_eq!((last.info.next_cursor, last.info.more), (None, Some(false)));
}

#[tokio::test]
async fn a_client_that_began_backwards_goes_on_forwards() {
    let base = desk();
    let (client, tag) = (client(&base), tag(&base, "/both"));
    let page = client.list_both().before(format!("at-4.{tag}")).send().await.expect("a page");
    assert_eq!(names(&page.items), ["t2", "t3"]);
    assert_eq!(
        (page.info.prev_cursor.as_deref(), page.info.next_cursor.as_deref()),
        (Some(&*format!("at-2.{tag}")), Some(&*format!("at-3.{tag}")))
    );
    let rest = client.list_both().before(format!("at-4.{tag}")).stream().try_collect().await.expect("all");
    assert_eq!(names(&rest), ["t2", "t3", "t4", "t5"]);
}

fn stubbed(body: &str) -> String {
    let length = body.len();
    support::stub(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
    .0
}

#[tokio::test]
async fn an_empty_token_is_the_end_and_an_empty_page_with_a_token_is_not() {
    let ended = stubbed(r#"{"topics":[{"name":"t1"}],"next_page_token":""}"#);
    let all = client(&ended).list_topics("p").stream().try_collect().await.expect("all");
    assert_eq!(names(&all), ["t1"]);
    let stuck = stubbed(r#"{"topics":[],"next_page_token":"at-2"}"#);
    let error =
        client(&stuck).list_topics("p").page_token("at-2").stream().try_collect().await.expect_err("a loop");
    assert!(matches!(error, CallError::Loop), "{error}");
}

#[tokio::test]
async fn a_url_of_another_origin_is_not_followed() {
    let base =
        stubbed(r#"{"value":[{"name":"t1"}],"nextLink":"https://elsewhere.test/urls?$skipToken=at-2"}"#);
    let error = client(&base).list_urls().stream().try_collect().await.expect_err("another origin");
    assert!(error.to_string().contains("elsewhere.test"), "{error}");
}
