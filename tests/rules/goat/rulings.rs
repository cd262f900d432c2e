//! The rulings R-1 to R-5, R-10 to R-12 and R-15 to R-19: what bad input gets. R-13 and R-14 are with the session, R-20 with
//! events and what is in them.

use serde_json::{Value, json};

use super::visitor::{ADA, Goats, START, new_event};

#[tokio::test]
async fn r_1_r_11_goat_47_an_unknown_path_is_404_in_the_envelope_without_a_cookie() {
    let goats = Goats::shared();
    for path in ["/", "/v1/", "/v1/nowhere/", "/v1/events/", "/v1/events/list/more/", "/v1//events/list/"] {
        for verb in ["POST", "GET", "DELETE"] {
            let reply = goats.server.request(verb, path).body("{}").send().await.expect(404).enveloped();
            assert_eq!(reply.json()["error_code"], "METHOD_NOT_FOUND", "{verb} {path}");
            assert_eq!(reply.cookie(), None, "{verb} {path}");
        }
    }
}

#[tokio::test]
async fn r_2_options_lists_the_verb_and_head_has_no_body() {
    let server = &Goats::shared().server;
    let options = server.request("OPTIONS", "/v1/settings/").send().await.expect(204);
    let mut allow: Vec<_> = options.header("allow").unwrap().split(", ").collect();
    allow.sort_unstable();
    assert_eq!(allow, ["OPTIONS", "POST"]);
    assert_eq!(server.request("HEAD", "/v1/settings/").send().await.expect(200).text, "");
}

/// A server whose handlers fail or panic unexpectedly.
mod broken {
    use example_goat::goat;
    use example_goat::goat::operations::{GetSettings, GetSettingsError};
    use example_goat::goat::server::partial::Other;
    use example_goat::goat::types::Settings;
    use housestyle::Handler;
    use housestyle::server::{Call, Credentials, HandlerResult, Login, Security, ServeOptions};

    #[derive(Clone, Handler)]
    #[handler(api = goat, groups(Other), partial)]
    pub struct Broken;

    impl Login for Broken {
        type Principal = ();
        async fn login(&self, _: &Credentials, _: &Security) -> Result<(), housestyle::Problem> {
            Ok(())
        }
    }

    impl Other for Broken {
        async fn get_settings(&self, call: Call<GetSettings>) -> HandlerResult<Settings, GetSettingsError> {
            if call.context().headers().contains_key("x-panic") {
                panic!("the password is hunter2");
            }
            Err(std::io::Error::other("the password is hunter2"))?
        }
    }

    pub fn start() -> crate::server::Server {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                Broken.serve(listener, ServeOptions::default()).await.unwrap();
            });
        });
        crate::server::Server { base: format!("http://{}", receiver.recv().unwrap()), api: None }
    }
}

#[tokio::test]
async fn r_3_r_4_failures_and_panics_are_encoded_alike_without_details() {
    let server = broken::start();
    for panics in [false, true, false] {
        let mut request = server.post("/v1/settings/", "{}");
        if panics {
            request = request.header("x-panic", "1");
        }
        let reply = request.send().await.expect(200).enveloped();
        let expected =
            json!({"status": "error", "error_code": "INTERNAL_ERROR", "error_message": "Internal error"});
        assert_eq!(reply.json(), expected);
        assert!(reply.cookie().is_some());
        assert!(reply.header("x-request-id").is_some(), "which the log has next to the cause");
    }
}

#[tokio::test]
async fn r_5_bodies_are_bounded_in_size_and_depth() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let large = format!(r#"{{"event_id":1,"title":"{}"}}"#, "x".repeat(2 << 20));
    let reply = ada.send("/events/update/", &large).await.expect(200);
    assert_eq!(reply.json()["error_code"], "INVALID_PARAMETER");
    let deep = format!(r#"{{"event_id":1,"title":{}{}}}"#, "[".repeat(129), "]".repeat(129));
    let reply = ada.send("/events/update/", &deep).await.expect(200);
    assert_eq!(reply.json()["error_code"], "INVALID_PARAMETER");
}

#[tokio::test]
async fn r_6_goat_52_checks_are_verb_body_login_existence_state_membership_permission() {
    let goats = Goats::start();
    let (mut anonymous, mut clara) = (goats.visitor(), goats.logged_in(super::visitor::CLARA).await);
    let verb = goats.server.request("PUT", "/v1/events/cancel/").body("{").send().await;
    assert_eq!(verb.json()["error_code"], "METHOD_IS_NOT_ALLOWED");
    assert_eq!(
        anonymous.refused("/events/cancel/", json!({})).await,
        "MISSING_PARAMETER",
        "the body before the login"
    );
    assert_eq!(anonymous.refused("/events/cancel/", json!({"event_id": 404})).await, "AUTH_REQUIRED");
    assert_eq!(clara.refused("/events/cancel/", json!({"event_id": 404})).await, "EVENT_NOT_FOUND");
    assert_eq!(clara.refused("/events/restore/", json!({"event_id": 2})).await, "INVALID_EVENT_STATUS");
    assert_eq!(
        clara.refused("/events/cancel/", json!({"event_id": 2})).await,
        "USER_IS_NOT_EVENT_PARTICIPANT"
    );
    assert_eq!(clara.refused("/events/cancel/", json!({"event_id": 1})).await, "PERMISSION_DENIED");
    let mut boris = goats.logged_in(super::visitor::BORIS).await;
    let body = json!({"event_id": 1, "orders": [{"id": 404, "order": 1}]});
    assert_eq!(boris.refused("/steps/order/", body).await, "PERMISSION_DENIED", "what is in it comes last");
}

#[tokio::test]
async fn r_7_goat_53_of_several_problems_the_first_is_reported() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let error = ada.error("/events/create/", json!({})).await;
    assert_eq!(error.1, "Missing parameter: lang", "in the order of the declared parameters");
    let body = json!({"title": "", "type": "x", "lang": "en", "start_at": "x", "finish_at": null});
    assert!(ada.error("/events/create/", body).await.1.starts_with("Invalid parameter: type: "));
}

#[tokio::test]
async fn r_10_goat_45_the_http_status_of_a_method_is_200() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    for (path, body) in [
        ("/settings/", "{}"),
        ("/events/details/", "{}"),
        ("/events/details/", "nonsense"),
        ("/events/details/", r#"{"event_id":404}"#),
        ("/events/details/", r#"{"event_id":2}"#),
        ("/accounts/auth/anonym/", "{}"),
        ("/events/restore/", r#"{"event_id":1}"#),
        ("/accounts/logout/", "{}"),
        ("/events/list/", "{}"),
    ] {
        ada.send(path, body).await.expect(200);
    }
    goats.server.get("/v1/settings/").send().await.expect(200);
}

#[tokio::test]
async fn r_12_goat_48_the_slash_at_the_end_is_optional() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    assert!(ada.ok("/events/list", json!({})).await.is_array());
    assert_eq!(ada.ok("/events/details", json!({"event_id": 1})).await["id"], 1);
}

#[tokio::test]
async fn r_15_goat_54_a4_unknown_members_are_refused_at_any_depth() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let (code, message) = ada.error("/events/details/", json!({"event_id": 1, "extra": 1})).await;
    assert_eq!(code, "INVALID_PARAMETER");
    assert!(message.starts_with("Invalid parameter: extra: "), "{message}");
    let items =
        json!({"event_id": 1, "plan_items": [{"id": 1, "title": "as the example of the guide has it"}]});
    let (code, message) = ada.error("/plan_items/create/", items).await;
    assert_eq!(code, "INVALID_PARAMETER");
    assert!(message.starts_with("Invalid parameter: plan_items.0.id: "), "{message}");
    // Unknown parameters are reported before missing ones.
    let (_, message) = ada.error("/events/details/", json!({"extra": 1})).await;
    assert!(message.starts_with("Invalid parameter: extra: "), "{message}");
}

#[tokio::test]
async fn r_15_a_method_without_parameters_ignores_its_body() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    for body in ["", "{}", r#"{"extra":1}"#, "[]", "null", "nonsense", "{", "\u{0}"] {
        for path in ["/events/list/", "/settings/", "/places/map/"] {
            assert_eq!(ada.send(path, body).await.json()["status"], "ok", "{path} {body:?}");
        }
    }
}

#[tokio::test]
async fn r_15_goat_55_an_absent_body_is_an_empty_object() {
    let goats = Goats::shared();
    let mut ada = goats.logged_in(ADA).await;
    let reply = ada.send("/events/details/", "").await;
    assert_eq!(reply.json()["error_message"], "Missing parameter: event_id");
    let absent = goats.server.request("POST", "/v1/accounts/auth/anonym/").send().await.enveloped();
    assert!(absent.data()["account_id"].is_i64(), "a new account: {}", absent.text);
    assert_eq!(ada.send("/accounts/update/", "").await.json()["status"], "ok");
}

#[tokio::test]
async fn r_15_goat_56_what_is_no_json_object_is_an_invalid_parameter() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    for body in
        ["{", "nonsense", "[]", "1", "\"x\"", "null", "true", r#"[{"event_id":1}]"#, r#"{"event_id":1} {}"#]
    {
        for path in ["/events/details/", "/accounts/update/"] {
            let reply = ada.send(path, body).await.json();
            assert_eq!(reply["error_code"], "INVALID_PARAMETER", "{path} {body}");
            let message = reply["error_message"].as_str().unwrap();
            assert!(message.starts_with("Invalid parameter: body: "), "{message}");
        }
    }
}

#[tokio::test]
async fn r_15_goat_55_bytes_that_are_no_text_are_an_invalid_parameter() {
    let client = reqwest::Client::new();
    let url = format!("{}/v1/events/details/", Goats::shared().server.base);
    let reply = client.post(url).body(b"{\"event_id\":\"\xff\"}".to_vec()).send().await.unwrap();
    assert_eq!(reply.status().as_u16(), 200);
    let json: Value = reply.json().await.unwrap();
    assert_eq!(json["error_code"], "INVALID_PARAMETER");
}

#[tokio::test]
async fn r_16_messages_name_the_parameter_by_its_dotted_path() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let place = |point: Value| json!({"event_id": 1, "places": [{"point": point}]});
    let error = ada.error("/places/create/", place(json!({"lng": 1}))).await;
    assert_eq!(error, ("MISSING_PARAMETER".into(), "Missing parameter: places.0.point.lat".into()));
    let (code, message) = ada.error("/places/create/", place(json!({"lng": "1", "lat": 1}))).await;
    assert_eq!(code, "INVALID_PARAMETER");
    assert!(message.starts_with("Invalid parameter: places.0.point.lng: "), "{message}");
    let (_, message) = ada.error("/places/update/", json!({"event_id": 1, "place_id": 1, "point": 5})).await;
    assert!(message.starts_with("Invalid parameter: point: "), "{message}");
}

#[tokio::test]
async fn r_17_goat_57_an_integer_passes_for_a_float_and_nothing_else_for_anything() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let point = |lng: Value| json!({"event_id": 1, "place_id": 1, "point": {"lng": lng, "lat": 59.5}});
    ada.ok("/places/update/", point(json!(30))).await;
    let place = ada.ok("/places/details/", json!({"event_id": 1, "place_id": 1})).await;
    assert_eq!(place["point"]["lng"].as_f64(), Some(30.0));
    for no_float in [json!("30"), json!(true), json!(null)] {
        assert_eq!(ada.refused("/places/update/", point(no_float)).await, "INVALID_PARAMETER");
    }
    for no_integer in [json!("1"), json!(true), json!(false), json!(null), json!(1.5)] {
        let body = json!({"event_id": no_integer});
        assert_eq!(ada.refused("/events/details/", body).await, "INVALID_PARAMETER", "{no_integer}");
    }
    for no_text in [json!(1), json!(true), json!(null), json!({})] {
        let body = json!({"event_id": 1, "title": no_text});
        assert_eq!(ada.refused("/steps/create/", body).await, "INVALID_PARAMETER", "{no_text}");
    }
}

#[tokio::test]
async fn r_17_null_is_not_absent() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    for (path, body) in [
        ("/accounts/update/", json!({"name": null})),
        ("/events/update/", json!({"event_id": 1, "start_at": null})),
        ("/steps/update/", json!({"event_id": 1, "step_id": 1, "order": null})),
        ("/places/update/", json!({"event_id": 1, "place_id": 1, "point": null})),
        ("/assignees/update/", json!({"event_id": 1, "step_id": 1, "assign_participant_ids": null})),
    ] {
        assert_eq!(ada.refused(path, body).await, "INVALID_PARAMETER", "{path}");
    }
}

#[tokio::test]
async fn r_17_a6_enumerations_are_read_in_any_case_and_written_in_upper_case() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    for (written, read) in [("hiking", "Hike"), ("HIKING", "Hike"), ("Journey", "Journey")] {
        let mut event = new_event();
        (event["type"], event["lang"]) = (written.into(), "EN".into());
        let event = ada.ok("/events/create/", event).await;
        assert_eq!(event["status"], "PREPARATION");
        let first = if read == "Hike" { "Agree on the dates" } else { "Choose where to go" };
        assert_eq!(event["steps"][0]["title"], first, "{written}");
    }
    let step = json!({"event_id": 1, "title": "t", "type": "bAcKpAcK"});
    let step = ada.ok("/steps/create/", step).await["step_id"].clone();
    let of_step = json!({"event_id": 1, "step_id": step});
    assert_eq!(ada.ok("/steps/details/", of_step.clone()).await["type"], "BACKPACK");
    ada.ok("/assignees/update/", json!({"event_id": 1, "step_id": step, "assign_participant_ids": [1]}))
        .await;
    for (written, read) in [("skipped", "SKIPPED"), ("Resolved", "RESOLVED"), ("OPEN", "OPEN")] {
        let resolutions = json!([{"participant_id": 1, "resolution": written}]);
        let body = json!({"event_id": 1, "step_id": step, "resolutions": resolutions});
        ada.ok("/assignees/resolution/update/", body).await;
        assert_eq!(ada.ok("/steps/details/", of_step.clone()).await["assignees"][0]["resolution"], read);
    }
    let types = ada.ok("/events/types/", json!({"lang": "En"})).await;
    assert_eq!((&types[0]["type"], &types[1]["type"]), (&json!("HIKING"), &json!("JOURNEY")));
}

#[tokio::test]
async fn r_18_a3_an_unset_time_is_null_and_so_may_a_point_be() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let item = ada.ok("/plan_items/details/", json!({"event_id": 1, "plan_item_id": 2})).await;
    assert_eq!(
        (&item["start_at"], &item["finish_at"], &item["point"]),
        (&json!(null), &json!(null), &json!(null))
    );
    let place = ada.ok("/places/details/", json!({"event_id": 1, "place_id": 1})).await;
    assert_eq!((&place["start_at"], &place["finish_at"]), (&json!(null), &json!(null)));
    // Not text, not fractions.
    for time in [json!(""), json!("1780315200"), json!(1.5), json!(START as f64 + 0.5)] {
        let body = json!({"event_id": 1, "place_id": 1, "start_at": time});
        assert_eq!(ada.refused("/places/update/", body).await, "INVALID_PARAMETER", "{time}");
    }
    let item = json!({"event_id": 1, "plan_item_id": 1, "point": null, "start_at": null});
    ada.ok("/plan_items/update/", item).await;
    let item = ada.ok("/plan_items/details/", json!({"event_id": 1, "plan_item_id": 1})).await;
    assert_eq!((&item["point"], &item["start_at"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn r_19_goat_60_an_update_changes_what_is_there_falsy_or_not() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let of_step = json!({"event_id": 1, "step_id": 1});
    let before = ada.ok("/steps/details/", of_step.clone()).await;
    ada.ok("/steps/update/", json!({"event_id": 1, "step_id": 1, "order": 0})).await;
    let mut after = ada.ok("/steps/details/", of_step).await;
    assert_eq!(after["order"], 0);
    after["order"] = before["order"].clone();
    assert_eq!(after, before, "nothing else changed");

    let feedback = json!({"event_id": 1, "comment": "So so", "rating": 4});
    let id = ada.ok("/feedbacks/create/", feedback).await["feedback_id"].clone();
    ada.ok("/feedbacks/update/", json!({"event_id": 1, "feedback_id": id, "rating": 0})).await;
    let feedback = ada.ok("/feedbacks/details/", json!({"event_id": 1, "feedback_id": id})).await;
    assert_eq!((&feedback["comment"], &feedback["rating"]), (&json!("So so"), &json!(0)));

    let point = json!({"lng": 0, "lat": 0});
    ada.ok("/places/update/", json!({"event_id": 1, "place_id": 1, "point": point, "start_at": 0})).await;
    let place = ada.ok("/places/details/", json!({"event_id": 1, "place_id": 1})).await;
    assert_eq!((place["point"]["lng"].as_f64(), &place["start_at"]), (Some(0.0), &json!(0)));
    assert_eq!(place["title"], "The jetty");
    ada.ok("/events/update/", json!({"event_id": 1, "title": "Round the lake"})).await;
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    assert_eq!(
        (&event["title"], &event["description"]),
        (&json!("Round the lake"), &json!("Three days, two nights"))
    );
    ada.ok("/accounts/update/", json!({"name": ""})).await;
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    assert_eq!(event["participants"][0]["account"]["name"], "");
}

#[tokio::test]
async fn goat_58_the_media_type_names_the_charset() {
    let reply = Goats::shared().visitor().call("/settings/", json!({})).await;
    assert_eq!(reply.header("content-type"), Some("application/json; charset=UTF-8"));
}
