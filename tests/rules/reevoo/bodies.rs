//! HK-18, HK-21 to HK-37: what records look like, and what statuses say of them.

use serde_json::{Value, json};

use super::server::{
    CLIENTS, GUIDES, QUERY, ReevooReply, ReevooRequest, SECOND, THIRD, record, shared, start,
};

const USERS: &str = "/api/v1/users";
const OWNER: &str = "00000002-0000-4000-8000-000000000000";

const CLIENT: [&str; 12] = [
    "id",
    "name",
    "owner",
    "state",
    "trkrefs",
    "contract_expiry",
    "accessible_modules",
    "accessible_dashboards",
    "trkref_names",
    "trkref_review_tags",
    "created_at",
    "updated_at",
];

fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

#[tokio::test]
async fn hk_21_hk_22_hk_26_hk_37_r_83_every_200_and_201_has_the_full_record() {
    let server = start();
    let created = server.request("POST", CLIENTS).edith().json(r#"{"name":"Full"}"#).send().await.expect(201);
    let item = format!("{CLIENTS}/{}", created.json()["id"].as_str().unwrap());
    assert_eq!(created.header("location"), Some(item.as_str()));
    let got = server.get(&item).edith().send().await.expect(200);
    assert_eq!(got.json(), created.json());
    let patched = server.patch(&item, r#"{"trkrefs":["REV001"]}"#).edith().send().await.expect(200);
    let put = server.put(&item, r#"{"name":"Fuller"}"#).edith().send().await.expect(200);
    let acted = server.request("POST", &format!("{item}/actions/disable")).edith().send().await.expect(200);
    let query = format!(r#"{{"client_uuids":[{}]}}"#, created.json()["id"]);
    let found = server.request("POST", QUERY).edith().json(&query).send().await.expect(200);
    let several = server.request("POST", "/api/v1/actions/enable/clients").edith().json(&query).send().await;
    let deleted = server.delete(&item).edith().send().await.expect(200);
    for reply in [&created, &got, &patched, &put, &acted, &deleted] {
        assert_eq!(members(&reply.json()), CLIENT);
    }
    for list in [found, several.expect(200)] {
        assert_eq!((list.items(), members(&list.json()[0])), (1, CLIENT.to_vec()));
    }
    let user =
        server.request("POST", &format!("{THIRD}/users")).edith().json(r#"{"email":"a@b"}"#).send().await;
    let user = user.expect(201);
    let item = format!("{USERS}/{}", user.json()["id"].as_str().unwrap());
    assert_eq!(user.header("location"), Some(item.as_str()));
    let deleted = server.delete(&item).edith().send().await.expect(200);
    assert_eq!(deleted.json(), user.json());
}

#[tokio::test]
async fn r_83_patch_merges_and_put_replaces() {
    let server = start();
    let before = record(&server, GUIDES).await;
    let patched = server.patch(GUIDES, r#"{"contract_expiry":null}"#).edith().send().await.expect(200).json();
    assert_eq!(patched["contract_expiry"], Value::Null);
    for wire in
        ["name", "owner", "trkrefs", "accessible_modules", "accessible_dashboards", "state", "created_at"]
    {
        assert_eq!(patched[wire], before[wire], "{wire}");
    }
    let nothing = server.patch(GUIDES, "{}").edith().send().await.expect(200).json();
    assert_eq!(nothing["name"], before["name"]);
    let put = server.put(GUIDES, r#"{"name":"Alone"}"#).edith().send().await.expect(200).json();
    assert_eq!((&put["id"], &put["created_at"]), (&before["id"], &before["created_at"]));
    assert_eq!(
        (&put["name"], &put["owner"], &put["state"], &put["trkrefs"], &put["accessible_modules"]),
        (&json!("Alone"), &Value::Null, &json!("enabled"), &json!([]), &json!([]))
    );
    server.put(GUIDES, "{}").edith().send().await.failed(422, "invalid_params");
    server.put(super::server::MISSING, r#"{"name":"New"}"#).edith().send().await.failed(404, "not_found");
}

#[tokio::test]
async fn hk_23_what_goes_on_after_the_answer_is_202_without_the_record() {
    let server = start();
    let expire = format!("{GUIDES}/actions/expire-contract");
    let reply = server.request("POST", &expire).edith().send().await.expect(202);
    assert_eq!(reply.text, "{}");
    // It is done in its own time; each look is a request.
    for _ in 0..1000 {
        let client = record(&server, GUIDES).await;
        if client["state"] == "disabled" {
            assert!(client["contract_expiry"].as_str().unwrap() < "2099-12-31");
            return;
        }
    }
    panic!("the contract does not expire");
}

#[tokio::test]
async fn hk_23_several_at_once_are_202_too() {
    let server = start();
    let reply = server.request("POST", "/api/v1/actions/disable-expired/clients").edith().send().await;
    assert_eq!(reply.expect(202).text, "{}");
    for _ in 0..1000 {
        if record(&server, SECOND).await["state"] == "disabled" {
            assert_eq!(record(&server, GUIDES).await["state"], "enabled");
            return;
        }
    }
    panic!("nothing was disabled");
}

#[tokio::test]
async fn hk_24_hk_25_statuses_say_what_they_mean() {
    let server = start();
    server.request("POST", CLIENTS).edith().json("{").send().await.failed(400, "bad_request");
    server.request("POST", CLIENTS).edith().json(r#"{"name":""}"#).send().await.failed(422, "invalid_params");
    server.request("POST", CLIENTS).edith().json("{}").send().await.failed(422, "invalid_params");
    server.request("POST", CLIENTS).edith().json("[]").send().await.failed(422, "invalid_params");
    server.get(CLIENTS).edith().send().await.expect(206);
    let contract = format!("{THIRD}/actions/expire-contract");
    server.request("POST", &contract).edith().send().await.failed(409, "no_contract");
    for (body, why) in [
        (r#"{"trkrefs":["REV999"]}"#, "a reference that is not there"),
        (r#"{"owner":{"id":"00000002-0000-4000-8000-000000000023"}}"#, "another client's user"),
        (r#"{"owner":{"id":"E978B3EF-A43D-41B1-B72C-05E129F162CA"}}"#, "an id in upper case"),
        (r#"{"contract_expiry":"2030-02-30"}"#, "no date"),
        (r#"{"state":"asleep"}"#, "no state"),
        (r#"{"trkrefs":["REV001","REV001"]}"#, "twice the same"),
        (r#"{"name":7}"#, "no text"),
    ] {
        let reply = server.patch(GUIDES, body).edith().send().await;
        assert_eq!((reply.status, reply.id().as_str()), (422, "invalid_params"), "{why}: {}", reply.text);
    }
    let none =
        r#"{"client_uuids":["e978b3ef-a43d-41b1-b72c-05e129f162ca","00000009-0000-4000-8000-000000000009"]}"#;
    let disable = server.request("POST", "/api/v1/actions/disable/clients").edith().json(none).send().await;
    disable.failed(422, "invalid_params");
    assert_eq!(record(&server, GUIDES).await["state"], "enabled", "all or none");
}

#[tokio::test]
async fn hk_28_hk_29_records_have_times_of_creation_and_change_in_utc() {
    let server = start();
    let is_time = |value: &Value| {
        let text = value.as_str().unwrap();
        let digits = text.replace(|c: char| c.is_ascii_digit(), "0");
        digits == "0000-00-00T00:00:00Z"
    };
    let before = record(&server, GUIDES).await;
    assert!(is_time(&before["created_at"]) && is_time(&before["updated_at"]), "{before}");
    assert_eq!(before["created_at"], "2016-07-18T00:00:00Z");
    let after = server.patch(GUIDES, r#"{"name":"Newer"}"#).edith().send().await.expect(200).json();
    assert_eq!(after["created_at"], before["created_at"]);
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str(), "{after}");
    let user = record(&server, &format!("{USERS}/{OWNER}")).await;
    assert!(is_time(&user["created_at"]) && is_time(&user["updated_at"]), "{user}");
}

#[tokio::test]
async fn hk_30_hk_31_foreign_keys_are_nested_and_no_subset_of_a_record() {
    let server = shared();
    let client = record(server, GUIDES).await;
    assert_eq!(client["owner"], json!({ "id": OWNER }));
    let user = record(server, &format!("{USERS}/{OWNER}")).await;
    assert_eq!(user["client"], json!({ "id": client["id"] }));
    for record in [client, user] {
        assert!(members(&record).iter().all(|wire| !wire.ends_with("_id")), "{record}");
    }
}

#[tokio::test]
async fn hk_30_an_owner_is_given_and_taken_by_its_key() {
    let server = start();
    let owner = |body: &'static str| server.patch(GUIDES, body).edith().send();
    let given = owner(r#"{"owner":{"id":"00000002-0000-4000-8000-000000000003"}}"#).await.expect(200).json();
    assert_eq!(given["owner"]["id"], "00000002-0000-4000-8000-000000000003");
    let gone = format!("{USERS}/00000002-0000-4000-8000-000000000003");
    server.delete(&gone).edith().send().await.expect(200);
    assert_eq!(record(&server, GUIDES).await["owner"], Value::Null);
    owner(r#"{"owner":{"id":"00000002-0000-4000-8000-000000000004"}}"#).await.expect(200);
    assert_eq!(owner(r#"{"owner":null}"#).await.expect(200).json()["owner"], Value::Null);
}

#[tokio::test]
async fn hk_32_hk_33_hk_34_hk_35_hk_36_null_is_for_text_numbers_and_objects_alone() {
    let server = start();
    let bare = record(&server, THIRD).await;
    assert_eq!(
        (&bare["owner"], &bare["contract_expiry"], &bare["trkref_review_tags"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(bare["accessible_dashboards"], json!([]));
    let user = format!("{USERS}/{OWNER}");
    let cleared = r#"{"name":null,"digest_hour":null}"#;
    let cleared = server.patch(&user, cleared).edith().send().await.expect(200).json();
    assert_eq!((&cleared["name"], &cleared["digest_hour"]), (&Value::Null, &Value::Null));
    assert_eq!(cleared["active"], true);
    for (path, body) in [
        (user.as_str(), r#"{"active":null}"#),
        (user.as_str(), r#"{"email":null}"#),
        (user.as_str(), r#"{"digest_hour":"7"}"#),
        (GUIDES, r#"{"trkrefs":null}"#),
        (GUIDES, r#"{"accessible_modules":null}"#),
        (GUIDES, r#"{"state":null}"#),
    ] {
        server.patch(path, body).edith().send().await.failed(422, "invalid_params");
    }
    let set = r#"{"name":"","digest_hour":23}"#;
    server.patch(&user, set).edith().send().await.failed(422, "invalid_params");
    let set =
        server.patch(&user, r#"{"active":false,"digest_hour":23}"#).edith().send().await.expect(200).json();
    assert_eq!((&set["active"], &set["digest_hour"]), (&json!(false), &json!(23)));
}

#[tokio::test]
async fn hk_19_what_belongs_to_a_client_is_listed_under_it_and_found_at_the_root() {
    let server = shared();
    let users = server.get(&format!("{GUIDES}/users")).edith().send().await.expect(206);
    assert_eq!(users.content_range(), "users 0-19/23");
    for user in users.json().as_array().unwrap() {
        let id = user["id"].as_str().unwrap();
        assert_eq!(record(server, &format!("{USERS}/{id}")).await, *user);
        server.get(&format!("{GUIDES}/users/{id}")).edith().send().await.failed(404, "not_found");
    }
    server.get(USERS).edith().send().await.failed(404, "not_found");
}

#[tokio::test]
async fn hk_15_hk_16_actions_stand_under_the_record_or_before_the_collection() {
    let server = start();
    for (action, state) in [("disable", "disabled"), ("disable", "disabled"), ("enable", "enabled")] {
        let reply =
            server.request("POST", &format!("{GUIDES}/actions/{action}")).edith().send().await.expect(200);
        assert_eq!(reply.json()["state"], state);
    }
    let ids = ["00000001-0000-4000-8000-000000000009", "e978b3ef-a43d-41b1-b72c-05e129f162ca"];
    let body = json!({ "client_uuids": ids }).to_string();
    let reply = server.request("POST", "/api/v1/actions/disable/clients").edith().json(&body).send().await;
    let clients = reply.expect(200).json();
    for (client, id) in clients.as_array().unwrap().iter().zip(ids) {
        assert_eq!((&client["id"], &client["state"]), (&json!(id), &json!("disabled")));
    }
    server
        .request("POST", &format!("{GUIDES}/actions/explode"))
        .edith()
        .send()
        .await
        .failed(404, "not_found");
    server.get(&format!("{GUIDES}/actions/enable")).edith().send().await.expect(405);
    let missing = format!("{}/actions/enable", super::server::MISSING);
    server.request("POST", &missing).edith().send().await.failed(404, "not_found");
}
