//! A server in Asana's style: everything in `data`, pages by an opaque offset, errors in a list.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Page, Problem};
use housestyle_wire::asana::Client;
use housestyle_wire::asana::operations::{CreateTask, GetTask, GetTasks};
use housestyle_wire::asana::server::Tasks;
use housestyle_wire::asana::types::{NewTask, Task, TaskBody};
use serde_json::{Value, json};

use crate::support::{self, get, send};

/// Has the tasks `1` to `45`.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::asana)]
struct Desk;

fn tasks() -> Vec<Task> {
    (1..=45).map(|id| Task::new(id.to_string())).collect()
}

fn page(asked: &CursorPage) -> Option<Page<Task>> {
    let from: usize =
        asked.cursor.as_deref().map_or(Some(0), |text| text.strip_prefix("ey")?.parse().ok())?;
    let size = usize::try_from(asked.size).expect("a size");
    let next = (from + size < 45).then(|| format!("ey{}", from + size));
    Some(Page::new(tasks().into_iter().skip(from).take(size).collect()).cursors(None, next))
}

impl Tasks for Desk {
    async fn get_tasks(&self, call: Call<GetTasks>) -> HandlerResult<Page<Task>> {
        Ok(page(&call.page).ok_or_else(|| call.context().bad_anchor("Your pagination token is invalid"))?)
    }

    async fn create_task(&self, call: Call<CreateTask>) -> HandlerResult<Task> {
        Ok(Task { name: Some(call.body.data.name.clone()), ..Task::new("46".to_owned()) })
    }

    async fn get_task(&self, call: Call<GetTask>) -> HandlerResult<Task> {
        let found = tasks().into_iter().find(|one| one.gid == call.task_gid);
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
fn a_page_has_the_offset_the_path_and_the_url_of_the_next() {
    let base = desk();
    let (_, page) = get(&base, "/tasks?project=7&limit=2");
    let offset = page["next_page"]["offset"].as_str().expect("an offset");
    assert!(offset.starts_with("ey2."), "{offset}");
    let path = format!("/tasks?project=7&limit=2&offset={offset}");
    let next = json!({ "offset": offset, "path": path, "uri": format!("http://a{path}") });
    assert_eq!(page, json!({ "data": [{ "gid": "1" }, { "gid": "2" }], "next_page": next }));
}

#[test]
fn a_probe_walks_a_list_to_its_end() {
    let base = desk();
    let (mut all, mut path) = (Vec::new(), "/tasks?limit=20".to_owned());
    loop {
        let (status, page) = get(&base, &path);
        assert_eq!(status, 200);
        all.extend(page["data"].as_array().expect("a list").iter().map(|one| one["gid"].clone()));
        match page["next_page"]["path"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    assert_eq!(all, tasks().into_iter().map(|one| Value::from(one.gid)).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_client_walks_a_list_to_its_end() {
    let client = client(&desk());
    assert_eq!(client.get_tasks().project("7").stream().try_collect().await.expect("all"), tasks());
}

#[test]
fn failures_are_a_list_of_messages() {
    let base = desk();
    for path in ["/tasks?limit=0", "/tasks?limit=101", "/tasks?offset=other", "/tasks?offset="] {
        let (status, body) = get(&base, path);
        assert_eq!((status, body["errors"].as_array().map(Vec::len)), (400, Some(1)), "{path}: {body}");
    }
    let (status, body) = get(&base, "/tasks/other");
    assert_eq!((status, body["errors"][0]["message"].is_string()), (404, true), "{body}");
    let (status, body) = send(&base, "POST", "/tasks", &json!({ "data": {} }));
    assert_eq!((status, body), (400, json!({ "errors": [{ "message": "is required" }] })));
}

#[tokio::test]
async fn a_client_creates_and_has_failures_as_values() {
    let client = client(&desk());
    let task =
        client.create_task(TaskBody::new(NewTask::new("Buy milk".to_owned()))).send().await.expect("created");
    assert_eq!(task.name.as_deref(), Some("Buy milk"));
    let Err(CallError::Problem(error)) = client.get_task("other").send().await else { panic!("not found") };
    assert_eq!(error.status.as_u16(), 404);
}
