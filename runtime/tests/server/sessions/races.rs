//! Concurrent requests of one session.

use housestyle::server::session::SessionStore as _;
use serde_json::{Value, json};

use super::{Accounts, Client, id, post, service_of, set};
use crate::http::Answered;
use housestyle::server::{MemorySessions, Service};

/// Returns the response of a request that waits in its handler while `meanwhile` uses the same session.
async fn during<T>(
    body: Value,
    enter: bool,
    meanwhile: impl AsyncFnOnce(&Service<Accounts>, String) -> T,
) -> (Answered, T, MemorySessions, String) {
    let accounts = Accounts::default();
    let store = MemorySessions::new();
    let service = service_of(accounts.clone()).sessions(store.clone());
    let mut client = Client::new(&service);
    if enter {
        client.post("/enter", json!(5)).await;
    }
    client.post("/put", json!({"before": 1})).await;
    let sid = client.sid.clone();
    let waiting = post(&service, "/wait", &sid, body);
    let other = async {
        accounts.begun.notified().await;
        let done = meanwhile(&service, sid.clone()).await;
        accounts.go_on.notify_one();
        done
    };
    let (got, done) = tokio::join!(waiting, other);
    (got, done, store, sid)
}

#[tokio::test]
async fn a_session_that_is_logged_out_meanwhile_does_not_come_back() {
    for body in [json!("a"), json!(null)] {
        let (got, (), store, sid) = during(body, true, async |service, sid| {
            post(service, "/leave", &sid, json!({})).await;
        })
        .await;
        assert_eq!((got.json()["status"].as_str(), set(&got)), (Some("ok"), None), "the client keeps none");
        assert!(store.load(&sid.parse().expect("an id")).await.expect("loaded").is_none());
        assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 0 }");
    }
}

#[tokio::test]
async fn an_id_that_changes_meanwhile_is_not_taken_back() {
    let (got, new, store, _) =
        during(json!("a"), false, async |service, sid| id(&post(service, "/enter", &sid, json!(5)).await))
            .await;
    assert_eq!(set(&got), None, "or the client would lose the new id");
    assert!(store.load(&new.parse().expect("an id")).await.expect("loaded").is_some());
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 1 }");
}

#[tokio::test]
async fn what_others_change_meanwhile_is_kept() {
    let (got, read, _, sid) = during(json!("mine"), false, async |service, sid| {
        post(service, "/put", &sid, json!({"theirs": 2, "before": null})).await;
        service.clone()
    })
    .await;
    assert_eq!(id(&got), sid);
    for (key, value) in [("mine", json!(1)), ("theirs", json!(2)), ("before", Value::Null)] {
        let got = post(&read, "/get", &sid, json!(key)).await;
        assert_eq!(got.json()["data"]["value"], value, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_requests_of_one_session_lose_nothing() {
    let service = super::service();
    let sid = id(&post(&service, "/put", "", json!({})).await);
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let (service, sid) = (service.clone(), sid.clone());
            tokio::spawn(async move { id(&post(&service, "/put", &sid, json!({ n.to_string(): n })).await) })
        })
        .collect();
    let mut ids = std::collections::HashSet::new();
    for task in tasks {
        ids.insert(task.await.expect("no panic"));
    }
    assert!(ids.len() == 1 && !ids.contains(&sid), "the first one that keeps something has its id: {ids:?}");
    for n in 0..50 {
        let got = post(&service, "/get", &sid, json!(n.to_string())).await;
        assert_eq!(got.json()["data"]["value"], n, "no change is lost");
    }
}
