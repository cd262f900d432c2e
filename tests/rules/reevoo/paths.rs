//! RV-1 to RV-5, RV-20 to RV-25, RV-29 and RV-31: paths, rights, and undeclared input.

use serde_json::{Value, json};

use super::server::{
    CLIENTS, GUIDES, MISSING, ReevooReply, ReevooRequest, SECOND, THIRD, bearer, list, record, shared, start,
    tokens,
};

#[test]
fn rv_1_the_style_builds_on_the_heroku_guide() {
    let text = include_str!("../../../specs/styles/reevoo.yaml");
    assert!(text.lines().any(|line| line.trim() == "extends: heroku"), "{text}");
}

#[tokio::test]
async fn rv_3_rv_24_r_86_a_12_the_version_is_in_the_path() {
    let server = shared();
    server.get("/api/v1/clients/e978b3ef-a43d-41b1-b72c-05e129f162ca").edith().send().await.expect(200);
    for path in [
        "/clients",
        "/v1/clients",
        "/api/clients",
        "/api/v2/clients",
        "/api/v1.0/clients",
        "/api/V1/clients",
        "/",
    ] {
        server.get(path).edith().send().await.failed(404, "not_found");
    }
}

#[tokio::test]
async fn rv_4_accept_requests_no_version() {
    let server = shared();
    for accept in ["application/json", "*/*", "application/*", "text/html, */*;q=0.1"] {
        let reply = server.get(GUIDES).edith().accept(accept).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some("application/json"), "{accept}");
    }
    server.get(GUIDES).edith().send().await.expect(200);
    server.get(GUIDES).edith().accept("text/html").send().await.failed(406, "not_acceptable");
}

#[tokio::test]
async fn rv_5_hk_27_r_84_ids_are_lower_case_uuids_and_nothing_else_is_found() {
    let server = shared();
    let id = record(server, GUIDES).await["id"].as_str().unwrap().to_owned();
    let groups: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12]);
    assert!(id.chars().all(|c| c == '-' || c.is_ascii_digit() || ('a'..='f').contains(&c)), "{id}");
    for none in [
        "E978B3EF-A43D-41B1-B72C-05E129F162CA",
        "e978b3efa43d41b1b72c05e129f162ca",
        "{e978b3ef-a43d-41b1-b72c-05e129f162ca}",
        "urn:uuid:e978b3ef-a43d-41b1-b72c-05e129f162ca",
        "1",
        "Ashford%20Books",
        "e978b3ef-a43d-41b1-b72c-05e129f162cg",
    ] {
        for method in ["GET", "DELETE"] {
            let reply = server.request(method, &format!("{CLIENTS}/{none}")).edith().send().await;
            reply.failed(404, "not_found");
        }
    }
    server.get(MISSING).edith().send().await.failed(404, "not_found");
}

#[tokio::test]
async fn rv_20_rv_21_rv_22_rv_26_r_84_undeclared_members_are_ignored() {
    let server = start();
    let body = json!({
        "name": "Ilkley Bread", "password": "new", "id": "00000001-0000-4000-8000-000000000002",
        "created_at": "2014-01-01T00:00:00Z", "later": {"deep": [1, {"er": null}]},
    });
    let created = server.request("POST", CLIENTS).edith().json(&body.to_string()).send().await.expect(201);
    let made = created.json();
    assert_eq!(
        (made["name"].as_str(), made.get("password"), made.get("later")),
        (Some("Ilkley Bread"), None, None)
    );
    assert_ne!(made["id"], body["id"]);
    assert_ne!(made["created_at"], body["created_at"]);
    let item = format!("{CLIENTS}/{}", made["id"].as_str().unwrap());
    let extra = r#"{"password":"new","updated_at":"2014-01-01T00:00:00Z","owner":{"name":"x","password":1}}"#;
    let patched = server.patch(&item, extra).edith().header("content-type", "application/json").send().await;
    let patched = patched.expect(200).json();
    assert_eq!((&patched["name"], &patched["owner"]), (&made["name"], &Value::Null));
    assert_eq!(patched.as_object().unwrap().len(), made.as_object().unwrap().len());
    let query = server.request("POST", &format!("{CLIENTS}/query")).edith();
    query.json(r#"{"search":"ilkley","sort":"-name"}"#).send().await.expect(200);
}

#[tokio::test]
async fn rv_20_a_10_the_example_of_the_guide_as_json() {
    let server = start();
    let guides = r#"{ id: 1, timestamp: '2014-01-01 00:00:00', password: 'new' }"#;
    server.request("POST", CLIENTS).edith().json(guides).send().await.failed(400, "bad_request");
    let json = r#"{"id": 1, "timestamp": "2014-01-01 00:00:00", "password": "new", "name": "Guide"}"#;
    server.request("POST", CLIENTS).edith().json(json).send().await.expect(201);
}

#[tokio::test]
async fn rv_20_a_13_undeclared_parameters_are_ignored_too() {
    let plain = list(GUIDES, None).await.expect(200);
    let more = list(&format!("{GUIDES}?timestamp=1&password=new&expand=all"), None).await.expect(200);
    assert_eq!(more.text, plain.text);
}

#[tokio::test]
async fn rv_23_a_list_is_an_array_and_no_more() {
    let reply = list(CLIENTS, Some("clients=0-1")).await.expect(206);
    let items = reply.json();
    for item in items.as_array().expect("a plain array") {
        let members: Vec<_> = item.as_object().unwrap().keys().collect();
        assert_eq!(members, ["id", "name"], "the short form");
    }
}

#[tokio::test]
async fn rv_25_hk_25_a_5_who_is_not_known_is_401_and_who_has_no_right_403() {
    let server = shared();
    let over = tokens().issue_for("edith", chrono::TimeDelta::hours(-2)).unwrap();
    let forged = example_reevoo::tokens::Tokens::new(b"another secret than that of the tests")
        .unwrap()
        .issue("edith")
        .unwrap();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJlZGl0aCIsImV4cCI6NDEwMjQ0NDgwMH0.";
    for credentials in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer nonsense".to_owned(),
        format!("Bearer {over}"),
        format!("Bearer {forged}"),
        format!("Bearer {unsigned}"),
        bearer("stranger"),
        bearer("edith").replace("Bearer", "Basic"),
    ] {
        for path in [CLIENTS, GUIDES, MISSING] {
            let reply = server.get(path).as_(&credentials).send().await.failed(401, "unauthorized");
            assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"), "{credentials}");
        }
    }
    server.get(GUIDES).send().await.failed(401, "unauthorized");
    server.get(GUIDES).as_(&bearer("norman")).send().await.failed(403, "forbidden");
    server.get(GUIDES).as_(&bearer("victor")).send().await.expect(200);
    let query = server.request("POST", &format!("{CLIENTS}/query")).as_(&bearer("victor"));
    query.json("{}").send().await.expect(206);
    for (method, path) in [("POST", CLIENTS), ("PATCH", GUIDES), ("PUT", GUIDES)] {
        let reply = server.request(method, path).as_(&bearer("victor")).json(r#"{"name":"N"}"#).send().await;
        reply.failed(403, "forbidden");
    }
    for (method, path) in [
        ("DELETE", GUIDES.to_owned()),
        ("DELETE", MISSING.to_owned()),
        ("POST", format!("{GUIDES}/actions/disable")),
        ("POST", "/api/v1/actions/disable-expired/clients".to_owned()),
    ] {
        server.request(method, &path).as_(&bearer("victor")).send().await.failed(403, "forbidden");
    }
}

#[tokio::test]
async fn rv_29_a_deleted_client_is_returned_once_more_and_then_gone_with_its_users() {
    let server = start();
    let before = record(&server, SECOND).await;
    let deleted = server.delete(SECOND).edith().send().await.expect(200);
    assert_eq!(deleted.json(), before);
    server.get(SECOND).edith().send().await.failed(404, "not_found");
    server.delete(SECOND).edith().send().await.failed(404, "not_found");
    server.get(&format!("{SECOND}/users")).edith().send().await.failed(404, "not_found");
    server
        .get("/api/v1/users/00000002-0000-4000-8000-000000000023")
        .edith()
        .send()
        .await
        .failed(404, "not_found");
    let rest = server.get(CLIENTS).edith().range("clients=0-").send().await.expect(200);
    assert_eq!(rest.content_range(), "clients 0-51/52");
    assert!(!rest.text.contains(before["id"].as_str().unwrap()));
    // Nothing is lost: it can be restored, unless its name was given away.
    let name = json!({"name": before["name"].as_str().unwrap().to_uppercase()}).to_string();
    let taken = server.request("POST", CLIENTS).edith().json(&name).send().await.expect(201).json();
    let restore = format!("{SECOND}/actions/restore");
    server.request("POST", &restore).edith().send().await.failed(409, "conflict");
    server.delete(&format!("{CLIENTS}/{}", taken["id"].as_str().unwrap())).edith().send().await.expect(200);
    let restored = server.request("POST", &restore).edith().send().await.expect(200).json();
    assert_eq!((&restored["id"], &restored["name"]), (&before["id"], &before["name"]));
    server.get("/api/v1/users/00000002-0000-4000-8000-000000000023").edith().send().await.expect(200);
}

#[tokio::test]
async fn rv_31_lists_are_in_the_order_of_lower_cased_names() {
    let names = |reply: crate::server::Reply| -> Vec<String> {
        let list = reply.json();
        list.as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap().to_owned()).collect()
    };
    let listed = names(list(CLIENTS, Some("clients=0-")).await.expect(200));
    let mut sorted = listed.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!(listed, sorted);
    assert!(!listed.is_sorted(), "some names begin in lower case");
    let server = start();
    for name in ["Ärmel", "ämtli", "AARDVARK"] {
        let body = json!({ "name": name }).to_string();
        server.request("POST", CLIENTS).edith().json(&body).send().await.expect(201);
    }
    let listed = names(server.get(CLIENTS).edith().range("clients=0-").send().await.expect(200));
    assert_eq!(
        (listed[0].as_str(), listed[54].as_str(), listed[55].as_str()),
        ("AARDVARK", "ämtli", "Ärmel")
    );
    let again = server.request("POST", CLIENTS).edith().json(r#"{"name":"ÄMTLI"}"#).send().await;
    again.failed(409, "conflict");
    let moved = server.patch(THIRD, r#"{"name":"aardvark"}"#).edith().send().await;
    moved.failed(409, "conflict");
}
