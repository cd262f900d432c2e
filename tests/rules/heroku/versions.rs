//! HK-5 to HK-7 and HK-20.

use super::apps::{id, shared, start, v3};
use crate::server::Reply;

#[track_caller]
fn refused(reply: Reply) {
    let reply = reply.expect(406);
    assert_eq!(reply.json()["id"], "not_acceptable", "{}", reply.text);
}

#[tokio::test]
async fn hk_5_hk_7_a_request_without_a_version_is_406() {
    let ask = |accept: Option<&str>| {
        let request = shared().get("/apps/app-001").as_("Bearer key");
        accept.into_iter().fold(request, crate::server::Request::accept).send()
    };
    for accept in [
        None,
        Some("*/*"),
        Some("application/json"),
        Some("application/vnd.heroku+json"),
        Some("application/vnd.heroku+json; version=2"),
        Some("application/vnd.heroku+json; version="),
        Some("application/vnd.heroku+json; version=3; q=0"),
        Some("application/vnd.other+json; version=3"),
        Some("text/html; version=3"),
    ] {
        refused(ask(accept).await);
    }
}

#[tokio::test]
async fn hk_6_the_version_is_a_parameter_of_accept() {
    for accept in [
        "application/vnd.heroku+json; version=3",
        "application/vnd.heroku+json;version=3",
        "application/vnd.heroku+json; version=\"3\"",
        "Application/Vnd.Heroku+JSON; Version=3",
        "text/html, application/vnd.heroku+json; version=3; q=0.5",
        "application/vnd.heroku+json; version=9, application/vnd.heroku+json; version=3",
    ] {
        let reply = shared().get("/apps/app-001").as_("Bearer key").accept(accept).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some("application/vnd.heroku+json; version=3"), "{accept}");
        assert!(reply.header("vary").unwrap_or_default().to_lowercase().contains("accept"), "{accept}");
    }
}

#[tokio::test]
async fn hk_20_an_app_is_found_by_its_id_and_by_its_name() {
    let server = shared();
    let by_name = v3(server.get("/apps/app-007")).send().await.expect(200);
    let by_id = v3(server.get(&format!("/apps/{}", id(7)))).send().await.expect(200);
    assert_eq!(by_id.text, by_name.text);
    assert_eq!(by_id.header("etag"), by_name.header("etag"));
    for none in ["app-999", "App-007", "x", "00000000-0000-0000-0000-000000000000"] {
        let reply = v3(server.get(&format!("/apps/{none}"))).send().await.expect(404);
        assert_eq!(reply.json()["id"], "not_found");
    }
}

#[tokio::test]
async fn hk_22_hk_23_hk_26_an_app_from_its_creation_to_its_end() {
    let server = start();
    let post = v3(server.post("/apps", r#"{"name":"fresh-app","extra":1}"#));
    let created = post.header("content-type", "application/json").send().await.expect(201);
    let item = created.header("location").unwrap().to_owned();
    assert_eq!(item, format!("/apps/{}", created.json()["id"].as_str().unwrap()));
    let again = v3(server.post("/apps", r#"{"name":"fresh-app"}"#)).send().await.expect(409);
    assert_eq!(again.json()["id"], "conflict");
    let changed = v3(server.patch(&item, r#"{"maintenance":true}"#)).send().await.expect(200);
    assert_eq!(changed.json()["maintenance"], true);
    let restart = v3(server.request("POST", &format!("{item}/actions/restart"))).send().await.expect(202);
    assert_eq!(restart.text, "{}");
    let gone = v3(server.delete(&item)).send().await.expect(200);
    assert_eq!(gone.json(), changed.json());
    v3(server.get(&item)).send().await.expect(404);
}
