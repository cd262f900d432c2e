//! ELP-19 to ELP-23 and ELP-25 to ELP-27: when something is not as it should be.

use std::time::Duration;

use serde_json::{Value, json};

use super::server::{
    ADA, DAY, ElplanoReply, ElplanoRequest, MALLORY, OLEG, PAVEL, Plano, SAM, START, VERA, changed, gets,
    new, one, refresh,
};

#[tokio::test]
async fn elp_19_what_is_as_it_was_is_304_without_a_body() {
    let plano = Plano::start();
    for (who, path) in gets() {
        let reply = plano.get(path).by(who).send().await.expect(200);
        let etag = reply.header("etag").unwrap_or_else(|| panic!("{path}: {:?}", reply.headers)).to_owned();
        for tags in [etag.clone(), format!("\"x\", W/{etag}"), "*".to_owned()] {
            let again = plano.get(path).by(who).header("if-none-match", &tags).send().await.expect(304);
            assert_eq!((&*again.text, again.header("etag")), ("", Some(&*etag)), "{path}");
        }
        plano.get(path).by(who).header("if-none-match", "\"x\"").send().await.expect(200);
    }
    let get = || plano.get("/labels/1").by(VERA);
    let before = get().send().await.header("etag").unwrap().to_owned();
    let document = changed("label", "1", &json!({ "title": "test" }));
    plano.send("PATCH", "/labels/1", &document).by(VERA).send().await.expect(200);
    let reply = get().header("if-none-match", &before).send().await.expect(200);
    assert_eq!(reply.data()["attributes"]["title"], "test");
    assert_ne!(reply.header("etag"), Some(&*before));
}

#[tokio::test]
async fn elp_20_a_missing_attribute_is_400() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let missing = |wires: &'static [&'static str]| {
        wires.iter().map(|wire| ("400", *wire)).collect::<Vec<(&str, &str)>>()
    };
    for (who, path, ty, wires) in [
        (PAVEL, "/labels", "label", missing(&["/data/attributes/title"])),
        (
            PAVEL,
            "/events",
            "event",
            missing(&[
                "/data/attributes/title",
                "/data/attributes/start_at",
                "/data/attributes/timezone",
                "/data/relationships/eventable",
            ]),
        ),
        (
            PAVEL,
            "/tasks",
            "task",
            missing(&["/data/attributes/title", "/data/relationships/event", "/data/relationships/students"]),
        ),
        (
            PAVEL,
            "/users",
            "user",
            missing(&[
                "/data/attributes/username",
                "/data/attributes/email",
                "/data/attributes/password",
                "/data/attributes/password_confirmation",
            ]),
        ),
        (
            ADA,
            "/admin/announcements",
            "announcement",
            missing(&["/data/attributes/message", "/data/attributes/start_at", "/data/attributes/end_at"]),
        ),
    ] {
        for document in [new(ty, &json!({})), json!({ "data": { "type": ty } })] {
            let reply = plano.send("POST", path, &document).by(who).send().await.refused(400, &wires);
            assert!(reply.errors().iter().all(|error| error["detail"] == "is missing"), "{path}");
        }
    }
    let password = plano.send("DELETE", "/user", &new("user", &json!({}))).by(PAVEL).send().await;
    password.refused(400, &[("400", "/data/attributes/password")]);
    let token = plano.get("/users/confirmation").send().await.blames(400, "confirmation_token");
    assert_eq!(token.errors()[0]["detail"], "is missing");
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_21_without_a_valid_token_it_is_401() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let is_401 = async |credentials: Option<&str>| {
        for (method, path) in
            [("GET", "/labels"), ("GET", "/user"), ("DELETE", "/labels/1"), ("PATCH", "/group")]
        {
            let mut request = plano.request(method, path);
            if let Some(credentials) = credentials {
                request = request.as_(credentials);
            }
            let reply = request.send().await.refused(401, &[("401", "")]);
            let challenge = reply.header("www-authenticate").unwrap_or_default();
            assert!(challenge.starts_with("Bearer"), "{credentials:?} {challenge}");
        }
    };
    is_401(None).await;
    let refresh = format!("Bearer {}", refresh(VERA));
    for credentials in
        ["Bearer", "Bearer nobody", "Token the-access-token-of-vera", "Basic dmVyYTp4", &refresh]
    {
        is_401(Some(credentials)).await;
    }
    plano.delete("/users/sign_out").by(PAVEL).send().await.expect(200);
    plano.get("/labels").by(PAVEL).send().await.refused(401, &[("401", "")]);
    plano.set_time(START + 1001 * DAY);
    plano.get("/labels").by(VERA).send().await.refused(401, &[("401", "")]);
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_22_missing_rights_are_403() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let course = new("course", &json!({ "title": "Sets" }));
    let label = new("label", &json!({ "title": "x" }));
    let group = new("group", &json!({ "number": "17" }));
    let password = new("user", &json!({ "password": "not mine" }));
    for (who, method, path, document) in [
        (PAVEL, "POST", "/group/courses", Some(&course)),
        (PAVEL, "DELETE", "/group", None),
        (PAVEL, "DELETE", "/group/courses/1", None),
        (PAVEL, "GET", "/group/invites", None),
        (SAM, "POST", "/labels", Some(&label)),
        (VERA, "POST", "/group", Some(&group)),
        (VERA, "GET", "/admin/users", None),
        (VERA, "DELETE", "/admin/users/3", None),
        (MALLORY, "GET", "/user", None),
    ] {
        let request = plano.request(method, path).by(who);
        let request = if let Some(document) = document { request.document(document) } else { request };
        let reply = request.send().await.refused(403, &[("403", "")]);
        assert!(reply.errors()[0]["detail"].is_string(), "{path}");
    }
    let forgotten = plano.send("DELETE", "/user", &password).by(PAVEL).send().await;
    forgotten.refused(403, &[("403", "/data/attributes/password")]);
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_23_what_cannot_be_accessed_is_404() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for (who, path) in [
        (VERA, "/labels/404"),
        (VERA, "/labels/x"),
        (VERA, "/labels/01"),
        (VERA, "/labels/9223372036854775808"),
        (OLEG, "/labels/1"),
        (SAM, "/labels/1"),
        (OLEG, "/events/1"),
        (VERA, "/events/21"),
        (PAVEL, "/tasks/1"),
        (VERA, "/tasks/1/assignment"),
        (OLEG, "/group/courses/1"),
        (OLEG, "/group/lecturers/1"),
        (OLEG, "/classmates/2"),
        (VERA, "/invites/5a4d0000000000000000000000000000000000a1"),
        (ADA, "/admin/users/404"),
        (VERA, "/nowhere"),
    ] {
        plano.get(path).by(who).send().await.refused(404, &[("404", "")]);
    }
    let label = changed("label", "1", &json!({ "title": "x" }));
    for method in ["PATCH", "PUT", "POST"] {
        plano.send(method, "/labels/1", &label).by(OLEG).send().await.refused(404, &[("404", "")]);
    }
    plano.delete("/labels/1").by(OLEG).send().await.refused(404, &[("404", "")]);
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_25_what_makes_no_sense_is_422() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let event = |attributes: Value, whom: &str| {
        let mut all = json!({ "title": "Exam", "start_at": "2026-06-20T09:00:00Z", "timezone": "UTC" });
        all.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
        let relationships = json!({ "eventable": one("student", whom) });
        json!({ "data": { "type": "event", "attributes": all, "relationships": relationships } })
    };
    let of = |wire: &str| format!("/data/attributes/{wire}");
    for (path, document, pointer) in [
        ("/labels", new("label", &json!({ "title": "exam" })), of("title")),
        ("/labels", new("label", &json!({ "title": "EXAM" })), of("title")),
        ("/labels", new("label", &json!({ "title": "a,b" })), of("title")),
        ("/labels", new("label", &json!({ "title": "" })), of("title")),
        ("/labels", new("label", &json!({ "title": "x".repeat(256) })), of("title")),
        ("/labels", new("label", &json!({ "title": "x", "color": "red" })), of("color")),
        ("/events", event(json!({ "title": "ab" }), "2"), of("title")),
        ("/events", event(json!({ "end_at": "2026-06-20T08:00:00Z" }), "2"), of("end_at")),
        ("/events", event(json!({ "timezone": "Nowhere/AtAll" }), "2"), of("timezone")),
        ("/events", event(json!({ "status": "sure" }), "2"), of("status")),
        ("/events", event(json!({ "start_at": "tomorrow" }), "2"), of("start_at")),
        ("/events", event(json!({ "recurrence": ["RRULE:FREQ=DAILY", ""] }), "2"), of("recurrence/1")),
        ("/group/invites", new("invite", &json!({ "email": "sam@elplano.example" })), of("email")),
    ] {
        let reply = plano.send("POST", path, &document).by(VERA).send().await;
        reply.refused(422, &[("422", &pointer)]);
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_26_too_many_requests_are_429() {
    let plano = Plano::start_as(|service| service.rate(3, Duration::from_secs(60)));
    let address = new("user", &json!({ "email": "nobody@elplano.example" }));
    let ask = || plano.send("POST", "/users/password", &address).send();
    for _ in 0..3 {
        ask().await.expect(200);
    }
    let reply = ask().await.refused(429, &[("429", "")]);
    let number = |wire: &str| reply.header(wire).and_then(|text| text.parse::<u64>().ok());
    assert!(number("retry-after").is_some_and(|wait| (1..=60).contains(&wait)), "{:?}", reply.headers);
    assert_eq!((number("ratelimit-limit"), number("ratelimit-remaining")), (Some(3), Some(0)));
    plano.get("/labels").by(VERA).send().await.expect(200);
}

#[tokio::test]
async fn elp_27_a_fault_of_the_server_is_500_without_details() {
    let plano = Plano::start();
    sqlx::query("ALTER TABLE labels RENAME TO elsewhere").execute(&plano.pool).await.unwrap();
    for (method, path, document) in [
        ("GET", "/labels", None),
        ("GET", "/labels/1", None),
        ("POST", "/labels", Some(new("label", &json!({ "title": "x" })))),
    ] {
        let request = plano.request(method, path).by(PAVEL);
        let request = if let Some(document) = &document { request.document(document) } else { request };
        let reply = request.send().await.refused(500, &[("500", "")]);
        assert_eq!(reply.errors()[0]["detail"], "Something went wrong", "{path}");
        let text = reply.text.to_lowercase();
        assert!(!text.contains("table") && !text.contains("sql") && !text.contains("labels"), "{text}");
    }
    plano.get("/announcements").by(SAM).send().await.expect(200);
}
