//! HK-8 to HK-11, HK-41 to HK-43 and HK-50: headers of requests and responses.

use serde_json::Value;

use super::server::{
    CLIENTS, GUIDES, MISSING, QUERY, ReevooReply, ReevooRequest, SECOND, THIRD, record, shared, start,
};
use crate::server::Reply;

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// One of every kind of answer.
async fn all_kinds() -> Vec<(&'static str, Reply)> {
    let server = start();
    let etag = server.get(GUIDES).edith().send().await.expect(200).etag().to_owned();
    let post = |path: &str| server.request("POST", path).edith();
    vec![
        ("200", server.get(GUIDES).edith().send().await.expect(200)),
        ("201", post(CLIENTS).json(r#"{"name":"N"}"#).send().await.expect(201)),
        ("202", post(&format!("{GUIDES}/actions/expire-contract")).send().await.expect(202)),
        ("206", server.get(CLIENTS).edith().send().await.expect(206)),
        ("304", server.get(GUIDES).edith().header("if-none-match", &etag).send().await),
        ("400", post(CLIENTS).json("{").send().await.expect(400)),
        ("401", server.get(CLIENTS).send().await.expect(401)),
        ("404", server.get(MISSING).edith().send().await.expect(404)),
        ("404 of no operation", server.get("/nowhere").send().await.expect(404)),
        ("405", server.request("DELETE", CLIENTS).edith().send().await.expect(405)),
        ("409", post(CLIENTS).json(r#"{"name":"N"}"#).send().await.expect(409)),
        ("412", server.delete(GUIDES).edith().header("if-match", "\"stale\"").send().await.expect(412)),
        ("416", server.get(CLIENTS).edith().range("clients=99-").send().await.expect(416)),
        ("422", post(CLIENTS).json("{}").send().await.expect(422)),
        ("HEAD", server.request("HEAD", GUIDES).edith().send().await.expect(200)),
        ("OPTIONS", server.request("OPTIONS", GUIDES).send().await.expect(204)),
    ]
}

#[tokio::test]
async fn hk_8_hk_11_hk_41_r_83_every_answer_has_its_id_the_tokens_left_and_with_a_body_an_etag() {
    let mut left = u64::MAX;
    for (what, reply) in all_kinds().await {
        assert!(is_uuid(reply.header("request-id").unwrap_or_default()), "{what}: {:?}", reply.headers);
        let remaining: u64 = reply.header("ratelimit-remaining").expect(what).parse().unwrap();
        assert!(remaining <= left, "{what}: a token is taken for each request");
        left = remaining;
        if !reply.text.is_empty() {
            let etag = reply.etag();
            assert!(etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"'), "{what}: strong: {etag}");
        }
    }
}

#[tokio::test]
async fn hk_8_an_etag_is_that_of_a_version_of_a_resource() {
    let server = start();
    let etag = |path: &'static str| {
        let request = server.get(path).edith();
        async move { request.send().await.etag().to_owned() }
    };
    let first = etag(GUIDES).await;
    assert_eq!(etag(GUIDES).await, first);
    assert_ne!(etag(SECOND).await, first);
    let changed = server.patch(GUIDES, r#"{"state":"disabled"}"#).edith().send().await.expect(200);
    assert_ne!(changed.etag(), first);
    assert_eq!(etag(GUIDES).await, changed.etag(), "a PATCH returns the record's new version");
}

#[tokio::test]
async fn hk_9_r_83_what_the_client_holds_already_is_304_and_empty() {
    let server = shared();
    let etag = server.get(GUIDES).edith().send().await.expect(200).etag().to_owned();
    let ask = |condition: &str| server.get(GUIDES).edith().header("if-none-match", condition).send();
    for condition in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        let reply = ask(&condition).await.expect(304);
        assert_eq!((reply.text.as_str(), reply.etag()), ("", etag.as_str()), "{condition}");
        assert_eq!(reply.header("content-type"), None);
    }
    for condition in ["\"other\"", "\"\"", "nonsense"] {
        ask(condition).await.expect(200);
    }
    let head = server.request("HEAD", GUIDES).edith().header("if-none-match", &etag).send().await.expect(304);
    assert_eq!(head.etag(), etag);
    // An unsafe request is not answered with 304, and a failure keeps its status.
    let query = server.request("POST", QUERY).edith().json(r#"{"search":"books"}"#);
    query.header("if-none-match", "\"other\"").send().await.expect(200);
    server.get(MISSING).edith().header("if-none-match", "*").send().await.failed(404, "not_found");
    server.get(GUIDES).header("if-none-match", &etag).send().await.failed(401, "unauthorized");
}

#[tokio::test]
async fn hk_10_r_83_a_change_of_what_has_changed_meanwhile_is_412() {
    let server = start();
    let etag = server.get(GUIDES).edith().send().await.expect(200).etag().to_owned();
    let patch = |condition: &str, body: &'static str| {
        server.patch(GUIDES, body).edith().header("if-match", condition).send()
    };
    let one = patch(&etag, r#"{"name":"One"}"#).await.expect(200);
    patch(&etag, r#"{"name":"Two"}"#).await.failed(412, "precondition_failed");
    assert_eq!(record(&server, GUIDES).await["name"], "One", "nothing was done");
    let two = patch(one.etag(), r#"{"name":"Two"}"#).await.expect(200);
    patch("*", r#"{"name":"Three"}"#).await.expect(200);
    patch(two.etag(), r#"{"name":"Four"}"#).await.failed(412, "precondition_failed");
    patch(&format!("W/{}", two.etag()), r#"{"name":"Four"}"#).await.failed(412, "precondition_failed");
    let stale = |method: &str| server.request(method, GUIDES).edith().header("if-match", two.etag());
    stale("PUT").json(r#"{"name":"Five"}"#).send().await.failed(412, "precondition_failed");
    stale("DELETE").send().await.failed(412, "precondition_failed");
    let current = server.get(GUIDES).edith().send().await.expect(200).etag().to_owned();
    let both = format!("\"other\", {current}");
    server.delete(GUIDES).edith().header("if-match", &both).send().await.expect(200);
    server.delete(GUIDES).edith().header("if-match", "*").send().await.failed(404, "not_found");
}

#[tokio::test]
async fn hk_10_of_many_changes_at_once_under_one_tag_one_is_made() {
    let server = start();
    let etag = server.get(GUIDES).edith().send().await.expect(200).etag().to_owned();
    let mut changes = tokio::task::JoinSet::new();
    for n in 0..12 {
        let request = server.patch(GUIDES, &format!(r#"{{"name":"Number {n}"}}"#)).edith();
        changes.spawn(request.header("if-match", &etag).send());
    }
    let mut statuses: Vec<_> = changes.join_all().await.iter().map(|reply| reply.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
}

#[tokio::test]
async fn hk_11_a_clients_own_uuid_is_kept_and_anything_else_is_not() {
    let server = shared();
    let own = "2f0c1b9a-0000-4000-8000-1234567890ab";
    let ask = |id: &str| server.get(GUIDES).edith().header("request-id", id).send();
    assert_eq!(ask(own).await.header("request-id"), Some(own));
    for none in ["mine", "", "2f0c1b9a", "{2f0c1b9a-0000-4000-8000-1234567890ab}"] {
        let reply = ask(none).await.expect(200);
        let id = reply.header("request-id").unwrap();
        assert!(is_uuid(id) && id != none, "{none}: {id}");
    }
    let (one, two) = (server.get(GUIDES).edith().send().await, server.get(GUIDES).edith().send().await);
    assert_ne!(one.header("request-id"), two.header("request-id"));
}

#[tokio::test]
async fn hk_13_a_body_is_json() {
    let server = start();
    let post = |media: &str, body: &'static str| {
        server.request("POST", CLIENTS).edith().header("content-type", media).body(body).send()
    };
    post("application/json", r#"{"name":"One"}"#).await.expect(201);
    post("application/json; charset=utf-8", r#"{"name":"Two"}"#).await.expect(201);
    post("text/csv", "name\nThree").await.expect(415);
}

#[tokio::test]
async fn hk_42_hk_43_r_84_json_is_minified_and_indented_on_request() {
    let server = shared();
    let plain = server.get(GUIDES).edith().send().await.expect(200);
    assert_eq!(plain.text, plain.json().to_string(), "no space that is not needed");
    let pretty = server.get(&format!("{GUIDES}?pretty=true")).edith().send().await.expect(200);
    assert!(pretty.text.starts_with("{\n  \"id\": "), "{}", pretty.text);
    assert_eq!(pretty.json(), plain.json());
    let indented = server.get(GUIDES).edith().accept("application/json; indent=4").send().await.expect(200);
    assert!(indented.text.starts_with("{\n") && indented.text.contains("\n"), "{}", indented.text);
    for not in ["pretty=false", "pretty=", "pretty=1x"] {
        let reply = server.get(&format!("{GUIDES}?{not}")).edith().send().await.expect(200);
        assert_eq!(reply.text, plain.text, "{not}");
    }
    let list =
        server.get(&format!("{CLIENTS}?pretty=true")).edith().range("clients=0-1").send().await.expect(206);
    assert!(list.text.starts_with("[\n  {\n"), "{}", list.text);
    assert_eq!((list.items(), list.content_range()), (2, "clients 0-1/53"));
    let failure = server.get(&format!("{MISSING}?pretty=true")).edith().send().await.failed(404, "not_found");
    assert!(failure.text.starts_with("{\n  \"id\": "), "{}", failure.text);
}

#[tokio::test]
async fn hk_50_a_post_may_stand_for_another_method() {
    let server = start();
    let as_ = |method: &str, path: &str| {
        server.request("POST", path).edith().header("x-http-method-override", method)
    };
    let patched = as_("PATCH", GUIDES).json(r#"{"state":"disabled"}"#).send().await.expect(200).json();
    assert_eq!(
        (&patched["state"], &patched["name"]),
        (&Value::from("disabled"), &Value::from("Ashford Books"))
    );
    as_("PUT", GUIDES).json(r#"{"name":"Put"}"#).send().await.expect(200);
    as_("DELETE", THIRD).send().await.expect(200);
    server.get(THIRD).edith().send().await.failed(404, "not_found");
    as_("EXPLODE", GUIDES).send().await.expect(405);
    // Only POST: nothing that is safe may come to change things.
    let got = server.get(GUIDES).edith().header("x-http-method-override", "DELETE").send().await.expect(200);
    assert_eq!(got.json()["name"], "Put");
}
