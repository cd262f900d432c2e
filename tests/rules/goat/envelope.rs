//! GOAT-11 to GOAT-26: the version in the path, JSON both ways, and what wraps an answer.

use housestyle::Handler;
use housestyle::api::Segment;
use serde_json::{Value, json};

use super::visitor::{ADA, BORIS, CLARA, DAN, Goats, new_event};

#[tokio::test]
async fn goat_11_the_version_is_the_first_segment() {
    let server = &Goats::shared().server;
    assert_eq!(server.post("/v1/settings/", "{}").send().await.json()["status"], "ok");
    for path in ["/v2/settings/", "/v1.0/settings/", "/V1/settings/", "/v/settings/", "/api/v1/settings/"] {
        let reply = server.post(path, "{}").send().await;
        assert_eq!(reply.json()["error_code"], "METHOD_NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn goat_12_paths_are_version_group_and_words_with_a_slash_at_the_end() {
    let operations = example_goat::Goat::api().operations;
    assert_eq!(operations.len(), 47);
    for operation in operations {
        let mut words = operation.path.iter().map(|segment| match segment {
            Segment::Literal(word) => *word,
            other => panic!("{other:?} is no word of {}", operation.id),
        });
        assert_eq!(words.next(), Some("v1"));
        let group = if operation.group == "other" { "settings" } else { operation.group };
        assert_eq!(words.next(), Some(group), "{}", operation.id);
        assert!(
            words.all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')),
            "{}",
            operation.id
        );
        assert!(operation.slash, "{}", operation.id);
    }
}

#[tokio::test]
async fn goat_13_a_path_without_the_version_is_no_method() {
    for path in ["/settings/", "/accounts/logout/", "/"] {
        let reply = Goats::shared().server.post(path, "{}").send().await.expect(404);
        assert_eq!(reply.json()["error_code"], "METHOD_NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn goat_13_a_path_that_is_no_text_is_no_method() {
    for path in ["/v1/settings%ff/", "/v1/settings%00/", "/%C3%28/"] {
        let reply = Goats::shared().server.post(path, "{}").send().await.expect(404);
        assert_eq!(reply.json()["error_code"], "METHOD_NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn goat_14_input_is_json_whatever_its_type_is_said_to_be() {
    let goats = Goats::shared();
    let ada = goats.logged_in(ADA).await;
    let cookie = format!("sessionid={}", ada.cookie.unwrap());
    for media in ["application/json", "text/plain", "application/x-www-form-urlencoded", "nonsense"] {
        let request =
            goats.server.post("/v1/events/details/", r#"{"event_id":1}"#).header("content-type", media);
        let reply = request.header("cookie", &cookie).send().await.enveloped();
        assert_eq!(reply.data()["id"], 1, "{media}");
    }
    let form = goats.server.post("/v1/events/details/", "event_id=1").header("cookie", &cookie);
    assert_eq!(form.send().await.json()["error_code"], "INVALID_PARAMETER");
}

#[tokio::test]
async fn goat_15_output_is_json_failures_included() {
    // `Reply::enveloped` looks at the media type and reads the body.
    let goats = Goats::shared();
    let mut visitor = goats.visitor();
    for (path, body, status) in [
        ("/settings/", "{}", "ok"),
        ("/events/list/", "{}", "error"),
        ("/events/details/", "{", "error"),
        ("/nowhere/", "{}", "error"),
    ] {
        assert_eq!(visitor.send(path, body).await.json()["status"], status, "{path}");
    }
    goats.server.get("/v1/settings/").send().await.enveloped();
    goats.server.get("/").send().await.enveloped();
}

/// Answers of every kind, each of which `Reply::enveloped` has looked at.
async fn answers() -> Vec<Value> {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let mut answers = Vec::new();
    for (path, body) in [
        ("/settings/", json!({})),
        ("/events/list/", json!({})),
        ("/events/create/", new_event()),
        ("/events/create/", json!({})),
        ("/events/details/", json!({"event_id": "one"})),
        ("/events/details/", json!({"event_id": 404})),
        ("/events/details/", json!({"event_id": 2})),
        ("/events/cancel/", json!({"event_id": 1})),
        ("/accounts/auth/anonym/", json!({})),
        ("/accounts/logout/", json!({})),
        ("/events/list/", json!({})),
    ] {
        answers.push(ada.call(path, body).await.json());
    }
    answers
}

#[tokio::test]
async fn goat_16_goat_17_goat_18_goat_19_the_members_of_an_answer_are_four_at_most() {
    for answer in answers().await {
        let status = answer["status"].as_str().expect("a text, in every answer");
        assert!(["ok", "error"].contains(&status));
        for (member, value) in answer.as_object().unwrap() {
            match member.as_str() {
                "status" | "error_code" | "error_message" => assert!(value.is_string(), "{answer}"),
                "data" => {}
                _ => panic!("{member} in {answer}"),
            }
        }
    }
}

#[tokio::test]
async fn goat_20_goat_21_goat_22_a_success_has_data_and_no_error() {
    let answers = answers().await;
    let successes: Vec<_> = answers.iter().filter(|answer| answer["status"] == "ok").collect();
    assert_eq!(successes.len(), 5);
    for answer in &successes {
        assert!(answer["data"].is_object() || answer["data"].is_array(), "{answer}");
        assert!(answer.get("error_code").is_none() && answer.get("error_message").is_none(), "{answer}");
    }
    assert_eq!(successes[0]["data"], json!({"REGISTRATION_SKIP_ENABLED": true}), "the result of the method");
}

#[tokio::test]
async fn goat_23_goat_24_goat_25_a_failure_has_code_and_message_and_no_data() {
    let answers = answers().await;
    let failures: Vec<_> = answers.iter().filter(|answer| answer["status"] == "error").collect();
    let codes: Vec<_> = failures.iter().map(|answer| answer["error_code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        [
            "MISSING_PARAMETER",
            "INVALID_PARAMETER",
            "EVENT_NOT_FOUND",
            "USER_IS_NOT_EVENT_PARTICIPANT",
            "ALREADY_LOGGED_IN",
            "AUTH_REQUIRED"
        ]
    );
    for answer in failures {
        assert!(answer.get("data").is_none(), "{answer}");
        let message = answer["error_message"].as_str().unwrap();
        assert!(message.contains(' ') && message.starts_with(char::is_uppercase), "{message}");
    }
}

/// The wire names of an object, in order.
fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

const EVENT: [&str; 11] = [
    "id",
    "status",
    "start_at",
    "finish_at",
    "title",
    "description",
    "secret",
    "participants",
    "steps",
    "places",
    "plan_items",
];
const SPOT: [&str; 7] = ["id", "title", "description", "start_at", "finish_at", "order", "point"];

#[tokio::test]
async fn goat_26_the_data_of_each_method_is_what_its_table_says() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    assert_eq!(members(&event), EVENT);
    let participant = &event["participants"][0];
    assert_eq!(members(participant), ["id", "status", "is_owner", "account", "permissions"]);
    assert_eq!(members(&participant["account"]), ["id", "name", "avatar_url", "identities"]);
    assert_eq!(members(&participant["account"]["identities"][0]), ["auth_method", "identifier"]);
    let step = &event["steps"][0];
    assert_eq!(members(step), ["id", "type", "order", "title", "description", "assignees"]);
    assert_eq!(members(&step["assignees"][0]), ["participant_id", "resolution"]);
    assert_eq!(members(&event["places"][0]), SPOT);
    assert_eq!(members(&event["places"][0]["point"]), ["lng", "lat"]);
    assert_eq!(members(&event["plan_items"][0]), SPOT);

    let of_event = json!({"event_id": 1});
    let types = ada.ok("/events/types/", json!({"lang": "en"})).await;
    assert_eq!(members(&types[0]), ["type", "title", "description"]);
    let map = ada.ok("/events/details/map/", of_event.clone()).await;
    assert_eq!(members(&map), ["status", "start_at", "finish_at", "title", "description", "places"]);
    let plan = ada.ok("/events/details/plan/", of_event.clone()).await;
    assert_eq!(members(&plan), ["status", "start_at", "finish_at", "title", "description", "plan_items"]);
    let on_map = ada.ok("/places/map/", json!({})).await;
    assert_eq!(
        members(&on_map[0]),
        ["id", "title", "description", "start_at", "finish_at", "point", "event_id"]
    );
    let feedback = ada.ok("/feedbacks/details/", json!({"event_id": 1, "feedback_id": 1})).await;
    assert_eq!(members(&feedback), ["id", "comment", "rating", "participant_id", "created_at"]);
    let feedbacks = ada.ok("/feedbacks/list/", of_event).await;
    assert_eq!(members(&feedbacks), ["feedbacks"]);
    let login = goats.visitor().ok("/accounts/auth/anonym/", json!({})).await;
    assert_eq!(members(&login), ["user_access_token", "account_id"]);
}

#[tokio::test]
async fn goat_26_a9_lists_are_the_data_itself_but_for_feedback() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    for (path, body) in
        [("/events/list/", json!({})), ("/events/types/", json!({"lang": "ru"})), ("/places/map/", json!({}))]
    {
        assert!(ada.ok(path, body).await.is_array(), "{path}");
    }
    assert!(ada.ok("/feedbacks/list/", json!({"event_id": 1})).await["feedbacks"].is_array());
}

#[tokio::test]
async fn goat_26_a8_settings_are_a_dictionary() {
    let settings = Goats::shared().visitor().ok("/settings/", json!({})).await;
    assert_eq!(settings, json!({"REGISTRATION_SKIP_ENABLED": true}));
}

#[tokio::test]
async fn goat_26_a10_creating_returns_ids() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let step = ada.ok("/steps/create/", json!({"event_id": 1, "title": "Pack"})).await;
    assert_eq!(members(&step), ["step_id", "order"]);
    let point = json!({"lng": 30, "lat": 59.5});
    let places = json!({"event_id": 1, "places": [{"point": point}, {"point": point}]});
    let created = ada.ok("/places/create/", places.clone()).await;
    assert_eq!(members(&created), ["places_ids"]);
    assert_eq!(created["places_ids"].as_array().unwrap().len(), 2);
    assert_eq!(members(&ada.ok("/places/recreate/", places).await), ["places_ids"]);
    let items = json!({"event_id": 1, "plan_items": [{}]});
    assert_eq!(members(&ada.ok("/plan_items/create/", items).await), ["plan_items_ids"]);
    let feedback = json!({"event_id": 1, "comment": "Fine"});
    assert_eq!(members(&ada.ok("/feedbacks/create/", feedback).await), ["feedback_id"]);
}

#[tokio::test]
async fn goat_26_a11_the_short_details_have_no_plan() {
    let goats = Goats::shared();
    let mut clara = goats.logged_in(CLARA).await;
    let short = clara.ok("/events/details/short/", json!({"event_id": 1})).await;
    assert_eq!(members(&short), EVENT[..10]);
    assert_eq!(clara.refused("/events/details/", json!({"event_id": 1})).await, "PERMISSION_DENIED");
    for token in [ADA, BORIS] {
        let mut member = goats.logged_in(token).await;
        assert_eq!(members(&member.ok("/events/details/short/", json!({"event_id": 1})).await), EVENT[..10]);
    }
    let mut dan = goats.logged_in(DAN).await;
    assert_eq!(
        dan.refused("/events/details/short/", json!({"event_id": 1})).await,
        "USER_IS_NOT_EVENT_PARTICIPANT"
    );
}

#[tokio::test]
async fn goat_13_no_accept_is_a_reason_to_refuse() {
    let server = &Goats::shared().server;
    let java = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";
    for accept in [java, "text/html", "application/json;q=0", "nonsense"] {
        let reply = server.post("/v1/settings/", "{}").header("accept", accept).send().await;
        assert_eq!(reply.json()["status"], "ok", "{accept}");
    }
}
