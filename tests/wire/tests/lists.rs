//! Bodies of lists: a template of their own, the operation's own name of its list, pages by the ids of items.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Direction, ItemCursorPage, NumberedPage, Page};
use housestyle_wire::lists::Client;
use housestyle_wire::lists::operations::{
    GetCustomer, ListCustomers, ListEvents, ListRepositories, ListTags, ReadReports, ReadReportsAnswer,
    Search,
};
use housestyle_wire::lists::server::Shop;
use housestyle_wire::lists::types::Customer;

use serde_json::{Value, json};

use crate::support;

fn customer(id: &str, name: &str) -> Customer {
    Customer::new(id.to_owned(), name.to_owned())
}

/// Eight customers, `c8` first.
fn customers() -> Vec<Customer> {
    (1..=8).rev().map(|at| customer(&format!("c{at}"), &format!("Customer {at}"))).collect()
}

/// The page of all customers that a request asks for; `None` if it names one that does not exist.
fn page(asked: &ItemCursorPage) -> Option<Page<Customer>> {
    let all = customers();
    let anchor = match &asked.item {
        Some(id) => Some(all.iter().position(|one| one.id == *id)?),
        None => None,
    };
    let rows: Vec<_> = match (asked.direction, anchor) {
        (Direction::Before, at) => all.into_iter().take(at.unwrap_or(0)).rev().collect(),
        (Direction::After, at) => all.into_iter().skip(at.map_or(0, |at| at + 1)).collect(),
    };
    Some(asked.page(rows.into_iter().take(asked.fetch() as usize).collect()))
}

fn numbered(asked: NumberedPage, all: &[&str]) -> Page<String> {
    let rows = all.iter().skip(asked.offset() as usize).take(asked.limit() as usize);
    Page::new(rows.map(ToString::to_string).collect()).total(all.len() as u64)
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::lists)]
struct Market;

impl Shop for Market {
    async fn list_customers(&self, call: Call<ListCustomers>) -> HandlerResult<Page<Customer>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("There is no such customer"))?)
    }

    async fn get_customer(&self, call: Call<GetCustomer>) -> HandlerResult<Customer> {
        Ok(customer(&call.id, "Somebody"))
    }

    async fn list_repositories(&self, call: Call<ListRepositories>) -> HandlerResult<Page<String>> {
        Ok(numbered(call.page, &["a", "b", "c", "d", "e"]))
    }

    async fn search(&self, call: Call<Search>) -> HandlerResult<Page<String>> {
        Ok(numbered(call.page, &["x"]))
    }

    async fn list_events(&self, call: Call<ListEvents>) -> HandlerResult<Page<i64>> {
        let start: i64 = call.page.cursor.as_deref().map_or(Ok(0), str::parse)?;
        let page =
            Page::truncated((start + 1..=5).take(call.page.fetch() as usize).collect(), call.page.limit());
        let next = page.items.last().filter(|_| page.info.more == Some(true)).map(ToString::to_string);
        Ok(page.cursors(None, next))
    }

    async fn list_tags(&self, _: Call<ListTags>) -> HandlerResult<Vec<String>> {
        Ok(vec!["new".to_owned(), "old".to_owned()])
    }

    async fn read_reports(&self, call: Call<ReadReports>) -> HandlerResult<ReadReportsAnswer> {
        let ready = call.context().headers().get("x-ready").is_some();
        Ok(match ready {
            true => ReadReportsAnswer::Ok(vec![1, 2]),
            false => ReadReportsAnswer::Accepted(customer("c1", "Waiting")),
        })
    }
}

fn market() -> String {
    support::start(async |listener| {
        Market.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn get(base: &str, path: &str) -> String {
    support::exchange(base, format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes())
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").expect("a head").1
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// A client of a server that answers once, with this body.
fn answered(text: &str) -> (Client, std::sync::mpsc::Receiver<String>) {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let (base, request) = support::stub(format!("{head}content-length: {}\r\n\r\n{text}", text.len()));
    (client(&base), request)
}

#[test]
fn a_list_has_its_own_template_and_says_whether_there_are_more() {
    let base = market();
    let first = get(&base, "/customers?limit=2&email=a");
    let expected = r#"{"kind":"list","data":[{"id":"c8","name":"Customer 8"},{"id":"c7","name":"Customer 7"}],"has_more":true,"url":"/customers"}"#;
    assert_eq!(body(&first), expected);
    assert_eq!(body(&get(&base, "/customers/c1")), r#"{"kind":"one","item":{"id":"c1","name":"Somebody"}}"#);
    assert!(body(&get(&base, "/customers?starting_after=c2")).contains(r#""has_more":false"#));
}

#[test]
fn a_list_that_is_not_paged_has_the_template_too_and_no_more_items() {
    let expected = r#"{"kind":"list","data":["new","old"],"has_more":false,"url":"/tags"}"#;
    assert_eq!(body(&get(&market(), "/tags")), expected);
}

#[test]
fn each_status_has_the_template_of_its_payload() {
    let base = market();
    assert_eq!(body(&get(&base, "/reports")), r#"{"kind":"one","item":{"id":"c1","name":"Waiting"}}"#);
    let request = b"GET /reports HTTP/1.1\r\nhost: a\r\nx-ready: 1\r\nconnection: close\r\n\r\n";
    let expected = r#"{"kind":"list","data":[1,2],"has_more":false,"url":"/reports"}"#;
    assert_eq!(body(&support::exchange(&base, request)), expected);
}

#[test]
fn a_way_of_paging_has_its_own_template_with_the_name_of_the_list() {
    let base = market();
    assert_eq!(body(&get(&base, "/repositories")), r#"{"total_count":5,"repositories":["a","b"]}"#);
    assert_eq!(body(&get(&base, "/search/users")), r#"{"total_count":1,"found":["x"]}"#);
}

#[test]
fn before_an_item_the_list_keeps_its_order() {
    let base = market();
    let answer = get(&base, "/customers?ending_before=c3&limit=2");
    let ids: Vec<_> =
        body(&answer).match_indices(r#""id":""#).map(|(at, _)| &body(&answer)[at + 6..at + 8]).collect();
    assert_eq!(ids, ["c5", "c4"], "{answer}");
    assert!(answer.contains(r#""has_more":true"#), "{answer}");
}

#[test]
fn both_directions_an_empty_id_and_an_unknown_one_are_invalid_parameters() {
    let base = market();
    for query in
        ["starting_after=c2&ending_before=c7", "starting_after=", "ending_before=z", "limit=6", "limit=0"]
    {
        let answer = get(&base, &format!("/customers?{query}"));
        assert!(answer.starts_with("HTTP/1.1 400"), "{query}: {answer}");
    }
}

#[tokio::test]
async fn a_client_goes_through_all_pages_forward_and_backward() {
    let client = client(&market());
    let all = client.list_customers().limit(3).stream().try_collect().await.expect("all");
    assert_eq!(all, customers());
    let before =
        client.list_customers().limit(2).ending_before("c2").pages().try_collect().await.expect("all");
    let ids: Vec<Vec<_>> =
        before.iter().map(|page| page.items.iter().map(|one| one.id.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["c4", "c3"], vec!["c6", "c5"], vec!["c8", "c7"]]);
    assert_eq!(before[2].info.more, Some(false));
    assert_eq!(before[0].info.path.as_ref().map(|path| path.as_str()), Some("/customers"));
}

#[tokio::test]
async fn a_client_reads_every_template() {
    let client = client(&market());
    assert_eq!(client.get_customer("c1").send().await.expect("one").name, "Somebody");
    assert_eq!(client.list_tags().send().await.expect("tags"), ["new", "old"]);
    let waiting = client.read_reports().send().await.expect("reports");
    assert_eq!(waiting, ReadReportsAnswer::Accepted(customer("c1", "Waiting")));
    let all = client.list_repositories().stream().try_collect().await.expect("all");
    assert_eq!(all, ["a", "b", "c", "d", "e"]);
    assert_eq!(client.search("users").send().await.expect("found").info.total, Some(1));
}

#[tokio::test]
async fn an_envelope_that_matches_half_is_a_decoding_error_with_its_place() {
    for (text, place) in [
        (r#"{"kind":"list","has_more":false}"#, "/data"),
        (r#"{"data":{"id":"c1"},"has_more":false}"#, "/data"),
        (r#"{"data":[{"id":"c1","name":"A"}],"has_more":"no"}"#, "/has_more"),
        (r#"{"data":[{"id":"c1","name":"A"}]}"#, "/has_more"),
        (r#"{"data":[],"has_more":true}"#, "/has_more"),
    ] {
        let (client, _request) = answered(text);
        let error = client.list_customers().pages().try_collect().await.expect_err(text);
        let CallError::Decode(answer) = error else { panic!("{text}: {error:?}") };
        assert_eq!(answer.error.pointer, place, "{text}");
    }
}

#[tokio::test]
async fn a_page_that_ends_at_the_item_it_was_asked_for_is_a_loop() {
    let (client, request) = answered(r#"{"data":[{"id":"c1","name":"A"}],"has_more":true}"#);
    let error = client.list_customers().starting_after("c1").pages().try_collect().await.expect_err("a loop");
    assert!(matches!(error, CallError::Loop), "{error:?}");
    assert!(request.recv().expect("a request").starts_with("GET /customers?starting_after=c1"));
}

#[tokio::test]
async fn a_link_of_the_page_can_be_next_to_the_list() {
    let base = market();
    let first: Value = serde_json::from_str(body(&get(&base, "/events"))).expect("JSON");
    let next = first["next"].as_str().expect("a link");
    assert_eq!((&first["items"], &first["more"]), (&json!([1, 2]), &json!(true)));
    let (start, tag) = next.rsplit_once('.').expect("a cursor that says what list it is of");
    assert_eq!((start, tag.len()), ("/events?size=2&after=2", 6));
    assert_eq!(body(&get(&base, &format!("/events?after=4.{tag}"))), r#"{"items":[5],"more":false}"#);
    let all = client(&base).list_events().stream().try_collect().await.expect("all");
    assert_eq!(all, [1, 2, 3, 4, 5]);
    let (client, _request) = answered(r#"{"items":[1],"more":true}"#);
    let error = client.list_events().pages().try_collect().await.expect_err("no link");
    let CallError::Decode(answer) = error else { panic!("{error:?}") };
    assert_eq!(
        (answer.error.pointer.as_str(), answer.error.message.contains("nothing leads")),
        ("/more", true)
    );
}
