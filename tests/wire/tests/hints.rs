//! Lists that are paged by what their document says for other generators.

use serde_json::{Value, json};

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Direction, Page};
use housestyle_wire::hints::Client;
use housestyle_wire::hints::operations::{ListLinked, ListNear, ListNumbered, ListUri};
use housestyle_wire::hints::server::Pets;
use housestyle_wire::hints::types::Pet;

use crate::support;

/// Has the pets `1` to `5`.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::hints)]
struct House;

fn pets(from: usize, count: usize) -> Vec<Pet> {
    (from + 1..=5).take(count).map(|id| Pet { id: id.to_string() }).collect()
}

impl Pets for House {
    async fn list_linked(&self, call: Call<ListLinked>) -> HandlerResult<Page<Pet>> {
        assert_eq!(call.page.direction, Direction::After);
        let at: usize = call.page.cursor.as_deref().unwrap_or("0").parse()?;
        let last = (at + 2).min(5);
        Ok(Page::new(pets(at, 2)).cursors(None, (last < 5).then(|| last.to_string())))
    }

    async fn list_numbered(&self, call: Call<ListNumbered>) -> HandlerResult<Page<Pet>> {
        Ok(Page::new(pets(call.page.offset() as usize, call.page.limit() as usize)).total(5))
    }

    async fn list_near(&self, call: Call<ListNear>) -> HandlerResult<Page<Pet>> {
        let at: usize = call.page.item.as_deref().unwrap_or("0").parse()?;
        Ok(call.page.page(pets(at, call.page.fetch() as usize)))
    }

    async fn list_uri(&self, call: Call<ListUri>) -> HandlerResult<Page<Pet>> {
        Ok(Page::new(pets(call.page.offset() as usize, call.page.limit() as usize)).total(5))
    }
}

fn house() -> String {
    support::start(async |listener| {
        House.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

fn get(base: &str, path: &str) -> Value {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let answer = support::exchange(base, request.as_bytes());
    let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    serde_json::from_str(body).unwrap_or_else(|problem| panic!("{problem}: {answer}"))
}

/// Follows the URL of the next page to the end, and returns the sizes of the pages.
fn walked(base: &str, first: &str, items: &str, next: &str) -> Vec<usize> {
    let (mut path, mut sizes) = (first.to_owned(), Vec::new());
    loop {
        let body = get(base, &path);
        sizes.push(body.pointer(items).and_then(Value::as_array).map_or(0, Vec::len));
        assert!(sizes.len() < 9, "{body}");
        let Some(link) = body.pointer(next).and_then(Value::as_str) else { return sizes };
        path = link.strip_prefix(base).unwrap_or(link).to_owned();
    }
}

fn ids(pets: Vec<Pet>) -> Vec<String> {
    pets.into_iter().map(|pet| pet.id).collect()
}

const ALL: [&str; 5] = ["1", "2", "3", "4", "5"];

#[tokio::test]
async fn a_client_walks_lists_of_each_hint_to_the_end() {
    let client = client(&house());
    let all = client.list_linked().stream().try_collect().await.expect("all");
    assert_eq!(ids(all), ALL, "x-ms-pageable");
    let all = client.list_numbered().stream().try_collect().await.expect("all");
    assert_eq!(ids(all), ALL, "x-speakeasy-pagination by number");
    let all = client.list_near().stream().try_collect().await.expect("all");
    assert_eq!(ids(all), ALL, "x-speakeasy-pagination by item");
    let all = client.list_uri().stream().try_collect().await.expect("all");
    assert_eq!(ids(all), ALL, "x-fern-pagination");
}

#[test]
fn pages_have_the_members_that_hints_name_and_lead_to_the_end() {
    let base = house();
    assert_eq!(walked(&base, "/linked", "/value", "/nextLink"), [2, 2, 1]);
    assert_eq!(walked(&base, "/uri", "/results", "/links/next"), [2, 2, 1]);
}

#[test]
fn pages_by_number_and_by_item_have_the_parameters_that_hints_name() {
    let base = house();
    let third = get(&base, "/numbered?page=2&limit=4");
    assert_eq!(third, json!({ "data": [{ "id": "5" }], "meta": { "pages": 2 } }));
    let after = get(&base, "/near?from=3");
    assert_eq!(after, json!({ "rows": [{ "id": "4" }, { "id": "5" }], "more": false }));
}
