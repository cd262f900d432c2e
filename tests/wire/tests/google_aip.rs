//! A server after Google's API Improvement Proposals: page tokens, canonical codes.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Page, Problem};
use housestyle_wire::google_aip::Client;
use housestyle_wire::google_aip::operations::{CreateTopic, GetTopic, ListTopics};
use housestyle_wire::google_aip::server::PubSub;
use housestyle_wire::google_aip::types::Topic;
use serde_json::{Value, json};

use crate::support::{self, get, send};

/// Has the topics `t1` to `t5`.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::google_aip)]
struct Desk;

fn topics() -> Vec<Topic> {
    (1..=5).map(|id| Topic::new(format!("t{id}"))).collect()
}

fn page(asked: &CursorPage) -> Option<Page<Topic>> {
    let from: usize = asked.cursor.as_deref().unwrap_or("0").parse().ok()?;
    let size = usize::try_from(asked.size).expect("a size");
    let next = (from + size < 5).then(|| (from + size).to_string());
    Some(Page::new(topics().into_iter().skip(from).take(size).collect()).cursors(None, next))
}

impl PubSub for Desk {
    async fn list_topics(&self, call: Call<ListTopics>) -> HandlerResult<Page<Topic>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("is of another list"))?)
    }

    async fn create_topic(&self, call: Call<CreateTopic>) -> HandlerResult<Topic> {
        let is_there = topics().iter().any(|one| one.name == call.topic_id);
        if is_there { Err(Problem::conflict().into()) } else { Ok(Topic::new(call.topic_id.clone())) }
    }

    async fn get_topic(&self, call: Call<GetTopic>) -> HandlerResult<Topic> {
        let found = topics().into_iter().find(|one| one.name == call.topic);
        Ok(found.ok_or_else(Problem::not_found)?)
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

#[test]
fn a_probe_walks_a_list_to_its_end() {
    let base = desk();
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let (status, page) = get(&base, &format!("/v1/p/topics?pageSize=2&pageToken={token}"));
        assert_eq!(status, 200);
        all.extend(page["topics"].as_array().expect("topics").iter().map(|one| one["name"].clone()));
        match page["nextPageToken"].as_str() {
            Some(next) => next.clone_into(&mut token),
            None => break,
        }
    }
    assert_eq!(Value::from(all), json!(["t1", "t2", "t3", "t4", "t5"]));
}

#[tokio::test]
async fn a_client_walks_a_list_to_its_end() {
    let client = client(&desk());
    assert_eq!(client.list_topics("p").page_size(2).stream().try_collect().await.expect("all"), topics());
}

#[test]
fn a_size_of_zero_and_an_empty_token_are_as_absent() {
    let base = desk();
    let (_, all) = get(&base, "/v1/p/topics");
    assert_eq!(get(&base, "/v1/p/topics?pageSize=0&pageToken="), (200, all.clone()));
    assert_eq!(get(&base, "/v1/p/topics?pageSize=1000000"), (200, all));
}

#[test]
fn failures_have_canonical_codes() {
    let base = desk();
    let error = |answer: (u16, Value)| {
        let error = &answer.1["error"];
        (answer.0, error["code"].clone(), error["status"].clone())
    };
    let expected = |status: u16, code: &str| (status, json!(status), json!(code));
    assert_eq!(error(get(&base, "/v1/p/topics/other")), expected(404, "NOT_FOUND"));
    assert_eq!(error(get(&base, "/v1/p/topics?pageSize=-1")), expected(400, "INVALID_ARGUMENT"));
    assert_eq!(error(get(&base, "/v1/p/topics?pageToken=other")), expected(400, "INVALID_ARGUMENT"));
    assert_eq!(error(get(&base, "/v2/other")), expected(404, "NOT_FOUND"));
    let created = |id: &str, body: Value| send(&base, "POST", &format!("/v1/p/topics?topicId={id}"), &body);
    assert_eq!(error(created("t1", json!({ "name": "t1" }))), expected(409, "ALREADY_EXISTS"));
    assert_eq!(created("t6", json!({ "name": "t6" })), (200, json!({ "name": "t6" })));
    let (status, body) = created("t6", json!({ "labels": 0 }));
    assert_eq!((status, &body["error"]["status"]), (400, &json!("INVALID_ARGUMENT")));
    let details = body["error"]["details"].as_array().expect("details");
    assert_eq!(details.iter().map(|one| &one["field"]).collect::<Vec<_>>(), ["name", "labels"]);
}

#[tokio::test]
async fn a_client_has_the_code_of_a_failure() {
    let client = client(&desk());
    let Err(CallError::Problem(error)) = client.get_topic("p", "other").send().await else {
        panic!("not found")
    };
    assert_eq!((error.status.as_u16(), error.code.as_deref()), (404, Some("NOT_FOUND")));
}
