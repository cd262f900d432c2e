//! Bodies with the name of what they hold.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{NumberedPage, Page};
use housestyle_wire::named_bodies::Client;
use housestyle_wire::named_bodies::operations::{
    CreateDroplet, CreateDropletAnswer, DeleteDroplet, FirstKey, GetAccount, GetDroplet, ListDroplets,
    ListKeys, ListStock,
};
use housestyle_wire::named_bodies::server::Fleet;
use housestyle_wire::named_bodies::types::{Droplet, GetAccountResponse};

use crate::support;

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn page<T>(asked: NumberedPage, of: impl Fn(&str) -> T) -> Page<T> {
    let rows = NAMES.iter().skip(asked.offset() as usize).take(asked.limit() as usize);
    Page::new(rows.map(|name| of(name)).collect()).total(NAMES.len() as u64)
}

fn droplet(name: &str) -> Droplet {
    Droplet::new(name.to_owned())
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::named_bodies)]
struct Cloud;

impl Fleet for Cloud {
    async fn list_droplets(&self, call: Call<ListDroplets>) -> HandlerResult<Page<Droplet>> {
        Ok(page(call.page, droplet))
    }

    async fn create_droplet(&self, call: Call<CreateDroplet>) -> HandlerResult<CreateDropletAnswer> {
        let is_known = NAMES.contains(&call.body.name.as_str());
        Ok(match is_known {
            true => CreateDropletAnswer::Accepted(NAMES.map(droplet).to_vec()),
            false => CreateDropletAnswer::Created(call.input.body),
        })
    }

    async fn get_droplet(&self, call: Call<GetDroplet>) -> HandlerResult<Droplet> {
        Ok(droplet(&call.name))
    }

    async fn delete_droplet(&self, _: Call<DeleteDroplet>) -> HandlerResult<()> {
        Ok(())
    }

    async fn list_keys(&self, call: Call<ListKeys>) -> HandlerResult<Page<String>> {
        Ok(page(call.page, str::to_owned))
    }

    async fn first_key(&self, _: Call<FirstKey>) -> HandlerResult<String> {
        Ok("a".to_owned())
    }

    async fn list_stock(&self, _: Call<ListStock>) -> HandlerResult<Vec<String>> {
        Ok(vec!["nuts".to_owned()])
    }

    async fn get_account(&self, _: Call<GetAccount>) -> HandlerResult<GetAccountResponse> {
        Ok(GetAccountResponse::new("a@b.example".to_owned()))
    }
}

fn cloud() -> String {
    support::start(async |listener| {
        Cloud.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn body(base: &str, method: &str, path: &str, body: &str) -> String {
    let head = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n");
    let length = format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let answer = support::exchange(base, (head + &length).as_bytes());
    answer.split_once("\r\n\r\n").expect("a head").1.to_owned()
}

#[test]
fn one_is_named_in_the_singular_of_its_path_or_as_the_operation_says() {
    let base = cloud();
    let get = |path| body(&base, "GET", path, "");
    assert_eq!(get("/v2/droplets/a"), r#"{"droplet":{"name":"a"}}"#);
    assert_eq!(get("/v2/account"), r#"{"account":{"email":"a@b.example"}}"#);
    assert_eq!(get("/v2/account/keys/first"), r#"{"ssh_key":"a"}"#);
    assert_eq!(body(&base, "DELETE", "/v2/droplets/a", ""), "");
}

#[test]
fn a_list_is_named_in_the_plural() {
    let base = cloud();
    let get = |path| body(&base, "GET", path, "");
    let expected = r#"{"droplets":[{"name":"e"}],"links":{"pages":{"first":"/v2/droplets?page=1&per_page=2","prev":"/v2/droplets?page=2&per_page=2","last":"/v2/droplets?page=3&per_page=2"}},"meta":{"total":5}}"#;
    assert_eq!(get("/v2/droplets?page=3"), expected);
    assert!(get("/v2/account/keys").starts_with(r#"{"ssh_keys":["a","b"],"#));
    assert_eq!(get("/v2/stock"), r#"{"goods":["nuts"]}"#);
}

#[test]
fn each_status_has_the_name_of_its_payload() {
    let base = cloud();
    assert_eq!(body(&base, "POST", "/v2/droplets", r#"{"name":"new"}"#), r#"{"droplet":{"name":"new"}}"#);
    let known = body(&base, "POST", "/v2/droplets", r#"{"name":"a"}"#);
    assert!(known.starts_with(r#"{"droplets":[{"name":"a"},"#), "{known}");
}

#[tokio::test]
async fn a_client_reads_both_numbers_and_goes_to_the_end_of_a_list() {
    let client = Client::builder(&cloud()).build().expect("a client");
    assert_eq!(client.get_droplet("b").send().await.expect("one"), droplet("b"));
    let all = client.list_droplets().stream().try_collect().await.expect("all");
    assert_eq!(all, NAMES.map(droplet));
    assert_eq!(client.list_keys().stream().try_collect().await.expect("all"), NAMES);
    assert_eq!(client.first_key().send().await.expect("a key"), "a");
    assert_eq!(client.list_stock().send().await.expect("goods"), ["nuts"]);
    let new = client.create_droplet(droplet("new")).send().await.expect("created");
    assert_eq!(new, CreateDropletAnswer::Created(droplet("new")));
    let known = client.create_droplet(droplet("a")).send().await.expect("known");
    assert_eq!(known, CreateDropletAnswer::Accepted(NAMES.map(droplet).to_vec()));
    client.delete_droplet("a").send().await.expect("deleted");
}

#[tokio::test]
async fn a_body_with_another_name_is_a_decoding_error_at_the_name_of_the_operation() {
    let text = r#"{"drop":{"name":"a"}}"#;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let (base, _request) = support::stub(format!("{head}content-length: {}\r\n\r\n{text}", text.len()));
    let client = Client::builder(&base).build().expect("a client");
    let error = client.get_droplet("a").send().await.expect_err("another name");
    let CallError::Decode(answer) = error else { panic!("{error:?}") };
    assert_eq!(answer.error.pointer, "/droplet");
}
