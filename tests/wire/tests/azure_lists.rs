//! Lists that a document describes with `x-ms-pageable`: the body has the full URL of the next page.

use serde_json::{Value, json};

use housestyle::server::{Call, Context, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Page};
use housestyle_wire::azure_lists::Client;
use housestyle_wire::azure_lists::operations::{ListJobs, ListKeys, ListKinds, ListStores};
use housestyle_wire::azure_lists::server::Stores;
use housestyle_wire::azure_lists::types::{KindList, Store};

use crate::support;

/// Has the stores `s1` to `s5`.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::azure_lists)]
struct Cloud;

/// The page of stores after a number of them.
fn page(asked: &CursorPage, context: &Context) -> HandlerResult<Page<Store>> {
    let Ok(at) = asked.cursor.as_deref().unwrap_or("0").parse::<usize>() else {
        return Err(context.bad_anchor("is a cursor of another list").into());
    };
    let last = (at + asked.size as usize).min(5);
    let stores = (at + 1..=last).map(|id| Store { name: Some(format!("s{id}")) }).collect();
    Ok(Page::new(stores).cursors(None, (last < 5).then(|| last.to_string())))
}

impl Stores for Cloud {
    async fn list_stores(&self, call: Call<ListStores>) -> HandlerResult<Page<Store>> {
        page(&call.page, call.context())
    }

    async fn list_keys(&self, call: Call<ListKeys>) -> HandlerResult<Page<Store>> {
        page(&call.page, call.context())
    }

    async fn list_jobs(&self, call: Call<ListJobs>) -> HandlerResult<Page<Store>> {
        page(&call.page, call.context())
    }

    async fn list_kinds(&self, _: Call<ListKinds>) -> HandlerResult<KindList> {
        Ok(KindList { value: Some(vec!["free".to_owned(), "standard".to_owned()]) })
    }
}

fn cloud() -> String {
    support::start(async |listener| {
        Cloud.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// The status and the body of a response.
fn call(base: &str, method: &str, path: &str) -> (String, Value) {
    let host = base.trim_start_matches("http://");
    let request =
        format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    let answer = support::exchange(base, request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("a response");
    (head[9..12].to_owned(), serde_json::from_str(body).unwrap_or_default())
}

fn names(stores: &[Store]) -> Vec<&str> {
    stores.iter().filter_map(|store| store.name.as_deref()).collect()
}

const ALL: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];

#[test]
fn a_page_has_its_items_and_the_full_url_of_the_next_which_the_last_lacks() {
    let base = cloud();
    for (method, first, items, next) in [
        ("GET", "/subscriptions/a%20b/stores?api-version=2023-03-01", "value", "nextLink"),
        ("POST", "/stores/listKeys?api-version=2023-03-01", "value", "nextLink"),
        ("GET", "/jobs?api-version=2023-03-01", "jobs", "odata.nextLink"),
    ] {
        let (mut path, mut found) = (first.to_owned(), Vec::new());
        loop {
            let (status, body) = call(&base, method, &path);
            assert_eq!(status, "200", "{path}: {body}");
            let names = body[items].as_array().into_iter().flatten().filter_map(|item| item["name"].as_str());
            found.extend(names.map(str::to_owned));
            assert!(found.len() <= ALL.len(), "{body}");
            let Some(link) = body[next].as_str() else {
                assert_eq!(body, json!({ items: [{ "name": "s5" }] }), "{path}");
                break;
            };
            assert!(link.starts_with(&base) && link.contains("api-version=2023-03-01"), "{link}");
            path = link[base.len()..].to_owned();
        }
        assert_eq!(found, ALL, "{first}");
    }
}

#[test]
fn the_size_of_a_page_is_kept_in_the_url_of_the_next() {
    let (_, body) = call(&cloud(), "GET", "/jobs?api-version=1&maxresults=4");
    assert_eq!(body["jobs"].as_array().map(Vec::len), Some(4));
    let next = body["odata.nextLink"].as_str().expect("a link");
    assert!(next.contains("maxresults=4") && next.contains("%24skiptoken=4."), "{next}");
}

#[tokio::test]
async fn a_client_walks_the_lists_of_the_server_to_the_end() {
    let client = client(&cloud());
    let stores = client.list_stores("a b", "1").stream().try_collect().await.expect("all");
    assert_eq!(names(&stores), ALL);
    assert_eq!(names(&client.list_keys("1").stream().try_collect().await.expect("all")), ALL);
    let jobs = client.list_jobs("1").maxresults(3).stream().try_collect().await.expect("all");
    assert_eq!(names(&jobs), ALL);
}

#[tokio::test]
async fn a_client_follows_urls_that_only_the_service_understands() {
    let response = |body: Value| {
        let body = body.to_string();
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    let (base, received) = support::stubs_of(|base| {
        let second = format!("{base}/elsewhere/page2?api-version=9&%24skipToken=a%2Bb%3D%3D");
        let third = format!("{base}/subscriptions/x/stores?ctx=7");
        [
            response(json!({ "value": [{ "name": "s1" }], "nextLink": second })),
            response(json!({ "value": [], "nextLink": third })),
            response(json!({ "value": [{ "name": "s2" }], "nextLink": null })),
        ]
    });
    let stores = client(&base).list_stores("x", "1").stream().try_collect().await.expect("all");
    assert_eq!(names(&stores), ["s1", "s2"]);
    let lines: Vec<_> =
        received.iter().map(|text| text.lines().next().unwrap_or_default().to_owned()).collect();
    let expected = [
        "GET /subscriptions/x/stores?api-version=1 HTTP/1.1",
        "GET /elsewhere/page2?api-version=9&%24skipToken=a%2Bb%3D%3D HTTP/1.1",
        "GET /subscriptions/x/stores?ctx=7 HTTP/1.1",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn a_list_whose_document_names_no_next_link_has_one_page() {
    let base = cloud();
    assert_eq!(call(&base, "GET", "/kinds").1, json!({ "value": ["free", "standard"] }));
    let kinds = client(&base).list_kinds().send().await.expect("kinds");
    assert_eq!(kinds.value.as_deref().map(<[_]>::len), Some(2));
}
