//! GOAT-27 to GOAT-39: the groups, one verb, parameters in the body alone, and what they are.

use std::collections::BTreeSet;

use housestyle::Handler;
use housestyle::api::{Method, OperationMeta, Segment};
use serde_json::{Value, json};

use super::visitor::{ADA, Goats, START, new_event};

/// Every method.
fn methods() -> &'static [&'static OperationMeta] {
    example_goat::Goat::api().operations
}

/// Where a method is called.
fn path(of: &OperationMeta) -> String {
    let words = of.path.iter().map(|segment| match segment {
        Segment::Literal(word) => *word,
        other => panic!("{other:?}"),
    });
    words.fold(String::new(), |path, word| path + "/" + word) + "/"
}

#[test]
fn goat_27_the_groups_are_eight_and_the_reference() {
    let groups: BTreeSet<_> = methods().iter().map(|method| method.group).collect();
    let expected = [
        "accounts",
        "assignees",
        "events",
        "feedbacks",
        "other",
        "participants",
        "places",
        "plan_items",
        "steps",
    ];
    assert!(groups.iter().copied().eq(expected), "{groups:?}");
    for (group, count) in [("accounts", 5), ("events", 13), ("steps", 5), ("places", 7), ("feedbacks", 5)] {
        assert_eq!(methods().iter().filter(|method| method.group == group).count(), count, "{group}");
    }
}

#[test]
fn goat_29_every_method_is_called_with_post() {
    for method in methods() {
        assert_eq!(method.method, Method::Post, "{}", method.id);
    }
}

#[tokio::test]
async fn goat_30_parameters_travel_in_the_body_alone() {
    let goats = Goats::shared();
    let mut ada = goats.logged_in(ADA).await;
    assert_eq!(ada.send("/events/details/?event_id=1", "{}").await.json()["error_code"], "MISSING_PARAMETER");
    assert_eq!(ada.send("/events/details/?event_id=2", r#"{"event_id":1}"#).await.data()["id"], 1);
}

#[tokio::test]
async fn goat_31_goat_46_r_11_any_other_verb_is_not_allowed() {
    let goats = Goats::shared();
    for method in methods() {
        for verb in ["GET", "PUT", "PATCH", "DELETE", "PURGE"] {
            let reply = goats.server.request(verb, &path(method)).send().await.expect(200).enveloped();
            assert_eq!(reply.json()["error_code"], "METHOD_IS_NOT_ALLOWED", "{verb} {}", method.id);
            assert!(reply.cookie().is_some(), "it is a request to a method");
        }
    }
    let head = goats.server.request("HEAD", "/v1/settings/").send().await.expect(200);
    assert_eq!(head.text, "");
}

#[tokio::test]
async fn goat_32_a_required_parameter_that_is_missing() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    for (path, mut body, required) in [
        ("/events/create/", new_event(), &["lang", "type", "title", "start_at", "finish_at"][..]),
        ("/steps/create/", json!({"event_id": 1, "title": "t"}), &["event_id", "title"]),
        ("/feedbacks/update/", json!({"event_id": 1, "feedback_id": 1}), &["event_id", "feedback_id"]),
        ("/steps/order/", json!({"event_id": 1, "orders": []}), &["event_id", "orders"]),
        ("/events/types/", json!({"lang": "en"}), &["lang"]),
        ("/participants/create/self/", json!({"secret": "x"}), &["secret"]),
        ("/accounts/auth/facebook/", json!({"user_access_token": "x"}), &["user_access_token"]),
    ] {
        for parameter in required {
            let kept = body.as_object_mut().unwrap().remove(*parameter).unwrap();
            let error = ada.error(path, body.clone()).await;
            assert_eq!(error, ("MISSING_PARAMETER".to_owned(), format!("Missing parameter: {parameter}")));
            body[*parameter] = kept;
        }
    }
}

#[tokio::test]
async fn goat_33_a_parameter_that_cannot_be() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let with = |parameter: &str, value: Value| {
        let mut body = new_event();
        body[parameter] = value;
        body
    };
    for (parameter, value) in [
        ("lang", json!("de")),
        ("lang", json!(1)),
        ("type", json!("CRUISE")),
        ("title", json!("")),
        ("title", json!(["t"])),
        ("start_at", json!("2026-06-01T12:00:00Z")),
        ("start_at", json!(1.5)),
        ("finish_at", json!(START)),
    ] {
        let (code, message) = ada.error("/events/create/", with(parameter, value.clone())).await;
        assert_eq!(code, "INVALID_PARAMETER", "{parameter}: {value}");
        assert!(message.starts_with(&format!("Invalid parameter: {parameter}: ")), "{message}");
    }
}

#[tokio::test]
async fn goat_34_an_unforeseen_failure_is_an_internal_error_of_any_method() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    for table in ["feedbacks", "plan_items"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("DROP TABLE {table}"))).execute(&goats.pool).await.unwrap();
    }
    for path in ["/feedbacks/list/", "/events/details/", "/events/details/plan/"] {
        let error = ada.error(path, json!({"event_id": 1})).await;
        assert_eq!(error, ("INTERNAL_ERROR".to_owned(), "Internal error".to_owned()), "{path}");
    }
    ada.ok("/steps/details/", json!({"event_id": 1, "step_id": 1})).await;
}

/// A body that every method takes which requires one, with ids of nothing.
fn well_formed(id: &str) -> Value {
    let orders = json!([{"id": 1, "order": 1}]);
    match id {
        "replace_anonym" => json!({"user_access_token": "x"}),
        "list_event_types" => json!({"lang": "en"}),
        "create_event" => new_event(),
        "join_event" => json!({"secret": "x"}),
        "create_step" => json!({"event_id": 1, "title": "t"}),
        "update_step" | "get_step" | "delete_step" | "update_assignees" => {
            json!({"event_id": 1, "step_id": 1})
        }
        "order_steps" | "order_places" | "order_plan_items" => json!({"event_id": 1, "orders": orders}),
        "delete_participant" => json!({"event_id": 1, "participant_id": 1}),
        "update_resolutions" => json!({"event_id": 1, "step_id": 1, "resolutions": []}),
        "create_places" | "recreate_places" => json!({"event_id": 1, "places": []}),
        "update_place" | "get_place" | "delete_place" => json!({"event_id": 1, "place_id": 1}),
        "create_plan_items" => json!({"event_id": 1, "plan_items": []}),
        "update_plan_item" | "get_plan_item" | "delete_plan_item" => {
            json!({"event_id": 1, "plan_item_id": 1})
        }
        "create_feedback" => json!({"event_id": 1, "comment": "c"}),
        "update_feedback" | "get_feedback" | "delete_feedback" => json!({"event_id": 1, "feedback_id": 1}),
        "update_account" | "list_events" | "list_map_places" => json!({}),
        _ => json!({"event_id": 1}),
    }
}

#[tokio::test]
async fn goat_35_protected_methods_need_a_login() {
    let goats = Goats::shared();
    let open = ["auth_facebook", "auth_anonym", "logout", "get_settings"];
    for method in methods() {
        let protected = !method.security.alternatives.is_empty();
        assert_eq!(protected, !open.contains(&method.id), "{}", method.id);
        if protected {
            let path = path(method);
            let error = goats.visitor().error(&path["/v1".len()..], well_formed(method.id)).await;
            assert_eq!(
                error,
                ("AUTH_REQUIRED".to_owned(), "Authentication is required".to_owned()),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn goat_36_a_method_without_a_result_answers_an_empty_object() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    for (path, body) in [
        ("/accounts/update/", json!({"name": "Ada"})),
        ("/events/update/", json!({"event_id": 1})),
        ("/steps/update/", json!({"event_id": 1, "step_id": 1})),
        ("/steps/order/", json!({"event_id": 1, "orders": []})),
        ("/assignees/update/", json!({"event_id": 1, "step_id": 1})),
        ("/places/delete/", json!({"event_id": 1, "place_id": 1})),
        ("/events/cancel/", json!({"event_id": 1})),
        ("/events/delete/", json!({"event_id": 1})),
        ("/accounts/logout/", json!({})),
    ] {
        let reply = ada.call(path, body).await.expect(200);
        assert_eq!(reply.text, r#"{"status":"ok","data":{}}"#, "{path}");
    }
}

#[tokio::test]
async fn goat_37_r_18_times_are_unix_seconds_both_ways() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    assert_eq!(
        (&event["start_at"], &event["finish_at"]),
        (&new_event()["start_at"], &new_event()["finish_at"])
    );
    assert!(event["start_at"].is_i64());
    let feedback = ada.ok("/feedbacks/details/", json!({"event_id": 1, "feedback_id": 1})).await;
    assert_eq!(feedback["created_at"], START);
    for far in [0, -1, 253_402_300_800_i64] {
        let body =
            json!({"event_id": event["id"], "places": [{"point": {"lng": 0, "lat": 0}, "start_at": far}]});
        let id = ada.ok("/places/create/", body).await["places_ids"][0].clone();
        let place = ada.ok("/places/details/", json!({"event_id": event["id"], "place_id": id})).await;
        assert_eq!(place["start_at"], far);
    }
}

#[tokio::test]
async fn goat_38_ids_are_integers() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    for id in [
        &event["id"],
        &event["participants"][0]["id"],
        &event["participants"][0]["account"]["id"],
        &event["steps"][0]["id"],
        &event["places"][0]["id"],
        &event["plan_items"][0]["id"],
    ] {
        assert!(id.is_i64(), "{id}");
    }
    for id in [json!("1"), json!(1.5), json!([1]), json!({"id": 1}), json!(null)] {
        let code = ada.refused("/events/details/", json!({ "event_id": id })).await;
        assert_eq!(code, "INVALID_PARAMETER", "{id}");
    }
}

#[tokio::test]
async fn goat_39_omitted_parameters_have_their_defaults() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    assert_eq!(event["description"], "");
    let event_id = &event["id"];
    let step = ada.ok("/steps/create/", json!({"event_id": event_id, "title": "Sing"})).await;
    let of_step = json!({"event_id": event_id, "step_id": step["step_id"]});
    let step = ada.ok("/steps/details/", of_step.clone()).await;
    assert_eq!((&step["description"], &step["type"]), (&json!(""), &json!("CUSTOM")));
    ada.ok("/assignees/update/", of_step.clone()).await;
    assert_eq!(ada.ok("/steps/details/", of_step).await["assignees"], json!([]));
    let items = json!({"event_id": event_id, "plan_items": [{}]});
    let id = ada.ok("/plan_items/create/", items).await["plan_items_ids"][0].clone();
    let item = ada.ok("/plan_items/details/", json!({"event_id": event_id, "plan_item_id": id})).await;
    let expected = json!({
        "id": id, "title": "", "description": "", "start_at": null, "finish_at": null, "order": 1, "point": null,
    });
    assert_eq!(item, expected);
}

#[tokio::test]
async fn goat_40_texts_are_bounded() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    for (path, parameter, most, base) in [
        ("/events/create/", "title", 255, new_event()),
        ("/events/create/", "description", 2000, new_event()),
        ("/steps/create/", "title", 255, json!({"event_id": 1})),
        ("/steps/create/", "description", 2000, json!({"event_id": 1, "title": "t"})),
        ("/feedbacks/create/", "comment", 2000, json!({"event_id": 1})),
        ("/events/update/", "title", 255, json!({"event_id": 1})),
    ] {
        // Characters, not bytes.
        for (length, fits) in [(0, false), (1, true), (most, true), (most + 1, false)] {
            let mut body = base.clone();
            body[parameter] = "ж".repeat(length).into();
            let reply = ada.call(path, body).await.json();
            if fits {
                assert_eq!(reply["status"], "ok", "{path} {parameter} {length}: {reply}");
            } else {
                assert_eq!(reply["error_code"], "INVALID_PARAMETER", "{path} {parameter} {length}");
            }
        }
    }
    let secret = |length: usize| json!({"secret": "z".repeat(length)});
    assert_eq!(ada.refused("/participants/create/self/", secret(32)).await, "INVALID_EVENT_SECRET");
    assert_eq!(ada.refused("/participants/create/self/", secret(33)).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn goat_41_texts_are_in_the_language_of_the_body() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let hiking = |types: Value| types.as_array().unwrap()[0].clone();
    assert_eq!(hiking(ada.ok("/events/types/", json!({"lang": "en"})).await)["title"], "Hike");
    assert_eq!(hiking(ada.ok("/events/types/", json!({"lang": "ru"})).await)["title"], "Поход");
    let id = ada.cookie.clone().unwrap();
    let request = goats.server.post("/v1/events/types/", r#"{"lang":"en"}"#).header("accept-language", "ru");
    let reply = request.header("cookie", &format!("sessionid={id}")).send().await;
    assert_eq!(hiking(reply.data())["title"], "Hike", "no header says otherwise");
    let mut event = new_event();
    event["lang"] = "ru".into();
    let event = ada.ok("/events/create/", event).await;
    assert_eq!(event["steps"][0]["title"], "Договориться о датах");
}

/// Each member of a body, at any depth, by its JSON pointer.
fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    let mut member = |key: &str, value: &Value| {
        let pointer = format!("{pointer}/{key}");
        pointers(value, &pointer, all);
        all.push(pointer);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| member(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| member(&index.to_string(), value));
        }
        _ => {}
    }
}

#[tokio::test]
async fn whatever_a_member_is_no_method_fails_for_it() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let long = format!("\"{}\"", "ж".repeat(10_000));
    let values = [
        "null",
        "-1",
        "0.5",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e308",
        "1e999",
        r#""\u0000' OR 1=1 --""#,
        "[]",
        "{}",
        "[[1]]",
        "true",
        &long,
    ];
    let point = json!({"lng": 1, "lat": 1});
    for method in methods().iter().filter(|method| method.body.is_some()) {
        let path = path(method);
        let mut body = well_formed(method.id);
        match method.id {
            "create_places" => {
                body["places"] = json!([{"title": "t", "point": point, "order": 1, "start_at": 1}])
            }
            "create_plan_items" => {
                body["plan_items"] = json!([{"title": "t", "point": point, "finish_at": 1}])
            }
            "update_event" => body["finish_at"] = json!(START),
            _ => {}
        }
        let mut members = Vec::new();
        pointers(&body, "", &mut members);
        for pointer in members {
            let mut marked = body.clone();
            *marked.pointer_mut(&pointer).unwrap() = "HERE".into();
            for value in values {
                let text = marked.to_string().replace("\"HERE\"", value);
                let reply = ada.send(&path["/v1".len()..], &text).await.expect(200).json();
                assert_ne!(reply["error_code"], "INTERNAL_ERROR", "{path} {text:.200}");
            }
        }
    }
    goats.set_time(START + 1).await;
    assert_eq!(ada.ok("/events/details/", json!({"event_id": 1})).await["id"], 1);
}
