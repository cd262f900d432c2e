//! A server in OpenAI's style: pages by the ids of items, tokens, errors.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Direction, ItemCursorPage, Page, Problem};
use housestyle_wire::openai::Client;
use housestyle_wire::openai::operations::{
    CreateAssistant, GetAssistant, ListAssistants, ListFiles, ListGroups, ListJobs,
};
use housestyle_wire::openai::server::Models;
use housestyle_wire::openai::types::{NewThing, Thing};
use serde_json::{Value, json};

use crate::support::{self, get, send};

/// Has the things `t1` to `t45`, of which every list holds all.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::openai)]
struct Store;

fn things() -> Vec<Thing> {
    (1..=45).map(|id| Thing::new(format!("t{id}"))).collect()
}

fn page(asked: &ItemCursorPage) -> Option<Page<Thing>> {
    let all = things();
    let at = match &asked.item {
        Some(item) => Some(all.iter().position(|one| one.id == *item)?),
        None => None,
    };
    let fetch = usize::try_from(asked.fetch()).expect("a size");
    Some(asked.page(match asked.direction {
        Direction::Before => all[..at.unwrap_or(0)].iter().rev().take(fetch).cloned().collect(),
        Direction::After => all.into_iter().skip(at.map_or(0, |at| at + 1)).take(fetch).collect(),
    }))
}

fn by_token(asked: &CursorPage) -> Option<Page<Thing>> {
    let from: usize = asked.cursor.as_deref().unwrap_or("0").parse().ok()?;
    let size = usize::try_from(asked.size).expect("a size");
    let next = (from + size < 45).then(|| (from + size).to_string());
    Some(Page::new(things().into_iter().skip(from).take(size).collect()).cursors(None, next))
}

impl Models for Store {
    async fn list_assistants(&self, call: Call<ListAssistants>) -> HandlerResult<Page<Thing>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("No such assistant"))?)
    }

    async fn list_files(&self, call: Call<ListFiles>) -> HandlerResult<Page<Thing>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("No such file"))?)
    }

    async fn list_jobs(&self, call: Call<ListJobs>) -> HandlerResult<Page<Thing>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("No such job"))?)
    }

    async fn list_groups(&self, call: Call<ListGroups>) -> HandlerResult<Page<Thing>> {
        Ok(by_token(&call.page).ok_or_else(|| call.context().bad_anchor("No such group"))?)
    }

    async fn create_assistant(&self, call: Call<CreateAssistant>) -> HandlerResult<Thing> {
        Ok(Thing { model: Some(call.body.model.clone()), ..Thing::new("t46".to_owned()) })
    }

    async fn get_assistant(&self, call: Call<GetAssistant>) -> HandlerResult<Thing> {
        let found = things().into_iter().find(|one| one.id == call.id);
        Ok(found.ok_or_else(Problem::not_found)?)
    }
}

fn store() -> String {
    support::start(async |listener| {
        Store.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

fn ids(body: &Value) -> Vec<&str> {
    body["data"].as_array().expect("a list").iter().map(|one| one["id"].as_str().expect("an id")).collect()
}

#[test]
fn a_page_names_its_ends() {
    let base = store();
    let (_, first) = get(&base, "/v1/assistants?limit=2");
    let expected = json!({
        "object": "list", "data": [{ "id": "t1" }, { "id": "t2" }], "first_id": "t1", "last_id": "t2", "has_more": true,
    });
    assert_eq!(first, expected);
    let (_, before) = get(&base, "/v1/assistants?before=t3&limit=1");
    assert_eq!(
        (ids(&before), &before["first_id"], &before["last_id"]),
        (vec!["t2"], &json!("t2"), &json!("t2"))
    );
    let (_, none) = get(&base, "/v1/assistants?after=t45");
    let empty = json!({ "object": "list", "data": [], "first_id": null, "last_id": null, "has_more": false });
    assert_eq!(none, empty);
    let (_, plain) = get(&base, "/v1/jobs?limit=1");
    assert_eq!(plain, json!({ "object": "list", "data": [{ "id": "t1" }], "has_more": true }));
    let (_, tokens) = get(&base, "/v1/groups?limit=44");
    let token = tokens["next"].as_str().expect("a token");
    assert_eq!((&tokens["has_more"], token.starts_with("44.")), (&json!(true), true));
    let (_, end) = get(&base, &format!("/v1/groups?limit=1&after={token}"));
    assert_eq!((&end["has_more"], &end["next"]), (&json!(false), &Value::Null));
}

#[test]
fn a_probe_walks_a_list_to_its_end() {
    let base = store();
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let (status, page) = get(&base, &format!("/v1/files?limit=20{after}"));
        assert_eq!(status, 200);
        all.extend(ids(&page).into_iter().map(str::to_owned));
        if page["has_more"] == json!(false) {
            break;
        }
        after = format!("&after={}", page["last_id"].as_str().expect("an id"));
    }
    assert_eq!(all, things().into_iter().map(|one| one.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_client_walks_every_list_to_its_end() {
    let client = client(&store());
    assert_eq!(client.list_assistants().stream().try_collect().await.expect("all"), things());
    assert_eq!(client.list_files().stream().try_collect().await.expect("all"), things());
    assert_eq!(client.list_jobs().limit(7).stream().try_collect().await.expect("all"), things());
    assert_eq!(client.list_groups().stream().try_collect().await.expect("all"), things());
    let page = client.list_assistants().limit(3).send().await.expect("a page");
    assert_eq!((page.info.first_id.as_deref(), page.info.last_id.as_deref()), (Some("t1"), Some("t3")));
}

#[test]
fn what_clients_do_wrong_is_one_error() {
    let base = store();
    for path in [
        "/v1/files?limit=0",
        "/v1/files?limit=1000000",
        "/v1/groups?limit=1001",
        "/v1/files?after=",
        "/v1/files?after=other",
        "/v1/groups?after=other",
        "/v1/assistants?after=t1&before=t3",
    ] {
        let (status, body) = get(&base, path);
        assert_eq!((status, &body["error"]["type"]), (400, &json!("invalid_request_error")), "{path}");
    }
    let (status, body) = get(&base, "/v1/assistants/other");
    let error = &body["error"];
    assert_eq!((status, &error["type"]), (404, &json!("invalid_request_error")));
    assert_eq!((error.get("param"), error.get("code")), (Some(&Value::Null), Some(&Value::Null)));
    let (status, body) = send(&base, "POST", "/v1/assistants", &json!({ "name": "ann" }));
    let expected = json!({
        "message": "Missing required parameter: model.", "type": "invalid_request_error", "param": "model",
        "code": "missing_required_parameter",
    });
    assert_eq!((status, &body["error"]), (400, &expected));
}

#[tokio::test]
async fn a_client_has_the_error_as_a_value() {
    let client = client(&store());
    let Err(CallError::Problem(error)) = client.get_assistant("other").send().await else {
        panic!("not found")
    };
    assert_eq!(error.status.as_u16(), 404);
    let thing = client.create_assistant(NewThing::new("m".to_owned())).send().await.expect("created");
    assert_eq!(thing.model.as_deref(), Some("m"));
}
