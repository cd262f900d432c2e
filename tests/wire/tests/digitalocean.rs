//! The style of DigitalOcean: bodies with the name of what they hold, pages with links, flat errors, the rate limit.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Page, Problem};
use housestyle_wire::digitalocean::Client;
use housestyle_wire::digitalocean::operations::{
    CreateDroplet, DeleteDroplet, GetDroplet, ListDroplets, ListKeys,
};
use housestyle_wire::digitalocean::server::{Droplets, Keys};
use housestyle_wire::digitalocean::types::{Droplet, Key, NewDroplet};
use serde_json::{Value, json};

use crate::support;

/// Has 45 droplets.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::digitalocean)]
struct Ocean;

impl Droplets for Ocean {
    async fn list_droplets(&self, call: Call<ListDroplets>) -> HandlerResult<Page<Droplet>> {
        let rows = (1..=45).skip(call.page.offset() as usize).take(call.page.limit() as usize);
        Ok(Page::new(rows.map(droplet).collect()).total(45))
    }

    async fn create_droplet(&self, call: Call<CreateDroplet>) -> HandlerResult<Droplet> {
        Ok(Droplet { id: 46, name: call.input.body.name })
    }

    async fn get_droplet(&self, call: Call<GetDroplet>) -> HandlerResult<Droplet> {
        match call.droplet_id {
            id @ 1..=45 => Ok(droplet(id)),
            _ => Err(Problem::not_found())?,
        }
    }

    async fn delete_droplet(&self, _: Call<DeleteDroplet>) -> HandlerResult<()> {
        Ok(())
    }
}

impl Keys for Ocean {
    async fn list_keys(&self, _: Call<ListKeys>) -> HandlerResult<Page<Key>> {
        Ok(Page::new(vec![Key { fingerprint: "3b:16".to_owned() }]).total(1))
    }
}

fn droplet(id: i64) -> Droplet {
    Droplet { id, name: format!("web-{id}") }
}

fn ocean() -> String {
    support::start(async |listener| Ocean.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// Sends a request, and returns the head and the body of the response.
fn send(base: &str, line: &str, body: &str) -> (String, Value) {
    let host = base.trim_start_matches("http://");
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let answer = support::exchange(base, request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), serde_json::from_str(body).unwrap_or_default())
}

#[test]
fn digitalocean_bodies_have_the_name_of_what_they_hold() {
    let base = ocean();
    let (head, one) = send(&base, "GET /v2/droplets/3", "");
    assert_eq!(one, json!({ "droplet": { "id": 3, "name": "web-3" } }));
    assert!(head.contains("\r\nratelimit-limit: 5000\r\n"), "{head}");
    let (head, new) = send(&base, "POST /v2/droplets", r#"{"name":"a","region":"nyc3"}"#);
    assert_eq!(new, json!({ "droplet": { "id": 46, "name": "a" } }));
    assert!(head.starts_with("HTTP/1.1 202"), "{head}");
    let (head, nothing) = send(&base, "DELETE /v2/droplets/3", "");
    assert_eq!((&head[..12], nothing), ("HTTP/1.1 204", Value::Null));
    let (_, keys) = send(&base, "GET /v2/account/keys", "");
    assert_eq!(keys, json!({ "ssh_keys": [{ "fingerprint": "3b:16" }], "meta": { "total": 1 } }));
}

#[test]
fn digitalocean_a_list_is_walked_by_its_links() {
    let base = ocean();
    let (mut next, mut ids, mut pages) = (Some("/v2/droplets?tag_name=a".to_owned()), Vec::new(), 0);
    while let Some(path) = next.take() {
        let (_, page) = send(&base, &format!("GET {path}"), "");
        assert_eq!(page["meta"], json!({ "total": 45 }), "{page}");
        ids.extend(page["droplets"].as_array().expect("droplets").iter().map(|one| one["id"].clone()));
        let links = &page["links"]["pages"];
        assert_eq!((links["prev"].is_null(), links["first"].is_null()), (pages == 0, pages == 0), "{page}");
        assert_eq!(links["last"].is_null(), links["next"].is_null(), "{page}");
        let url = links["next"].as_str().map(|url| url.strip_prefix(&base).expect("an absolute link"));
        next = url.map(str::to_owned);
        pages += 1;
    }
    assert_eq!((ids, pages), ((1..=45).map(Value::from).collect(), 3));
    let (_, page) = send(&base, "GET /v2/droplets?per_page=1000000&page=1", "");
    assert_eq!(page["droplets"].as_array().map(Vec::len), Some(45));
    assert!(page.get("links").is_none(), "{page}");
}

#[test]
fn digitalocean_an_error_is_flat_and_has_an_id() {
    let base = ocean();
    for (line, body, status, id) in [
        ("GET /v2/droplets/99", "", 404, "not_found"),
        ("GET /v2/droplets?page=0", "", 422, "unprocessable_entity"),
        ("GET /v2/droplets?per_page=0", "", 422, "unprocessable_entity"),
        ("GET /v2/droplets?tag_name=", "", 422, "unprocessable_entity"),
        ("POST /v2/droplets", r#"{"name":""}"#, 422, "unprocessable_entity"),
        ("POST /v2/droplets", "{}", 422, "unprocessable_entity"),
        ("POST /v2/droplets", "{", 400, "bad_request"),
    ] {
        let (head, failure) = send(&base, line, body);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{line} {body}: {head}");
        let request_id = failure["request_id"].as_str().expect("an id").to_owned();
        assert!(head.contains(&format!("x-request-id: {request_id}")), "{head}");
        let members: Vec<_> = failure.as_object().expect("an object").keys().cloned().collect();
        assert_eq!((members.len(), &failure["id"]), (3, &json!(id)), "{line} {body}: {failure}");
        assert!(failure["message"].as_str().is_some_and(|message| !message.is_empty()), "{failure}");
    }
}

#[tokio::test]
async fn digitalocean_a_client_walks_the_list_and_reads_the_errors() {
    let client = Client::builder(&ocean()).build().expect("a client");
    let all = client.list_droplets().per_page(7).stream().try_collect().await.expect("all");
    assert_eq!(all, (1..=45).map(droplet).collect::<Vec<_>>());
    let pages = client.list_droplets().pages().try_collect().await.expect("pages");
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [20, 20, 5]);
    assert_eq!(client.list_keys().stream().try_collect().await.expect("keys").len(), 1);
    let new = NewDroplet { name: "a".to_owned(), region: None };
    assert_eq!(client.create_droplet(new).send().await.expect("created").id, 46);
    let error = client.get_droplet(99).send().await.expect_err("no such droplet");
    let refusal = error.refusal().expect("in the style's form");
    assert_eq!((refusal.status.as_u16(), refusal.code.as_deref()), (404, Some("not_found")));
    assert!(refusal.request_id.is_some());
}
