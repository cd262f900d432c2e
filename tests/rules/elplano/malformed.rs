//! Malformed documents: ELP-1, ELP-20, ELP-25, ELP-34, and the rulings R-33 and R-40 where they say how it is
//! reported. No malformed document changes a row.

use serde_json::{Value, json};

use super::server::{ADA, ElplanoReply, ElplanoRequest, MEDIA, PAVEL, Plano, SAM, VERA, changed, new, one};
use crate::server::Reply;

const TITLE: &str = "/data/attributes/title";

/// Where documents are sent to create something, by whom, and their type.
const CREATES: [(&str, &str, &str); 9] = [
    (VERA, "/events", "event"),
    (VERA, "/tasks", "task"),
    (SAM, "/group", "group"),
    (VERA, "/group/courses", "course"),
    (VERA, "/group/lecturers", "lecturer"),
    (VERA, "/group/invites", "invite"),
    (VERA, "/labels", "label"),
    (PAVEL, "/reports/bugs", "bug_report"),
    (ADA, "/admin/announcements", "announcement"),
];

/// Where they are sent to change something, by `PATCH` and `PUT`.
const CHANGES: [(&str, &str, &str); 13] = [
    (PAVEL, "/user", "user"),
    (PAVEL, "/password", "user"),
    (PAVEL, "/status", "user_status"),
    (VERA, "/users/password", "user"),
    (VERA, "/events/5", "event"),
    (VERA, "/tasks/1", "task"),
    (PAVEL, "/tasks/1/assignment", "assignment"),
    (VERA, "/group", "group"),
    (VERA, "/group/courses/1", "course"),
    (VERA, "/group/lecturers/1", "lecturer"),
    (VERA, "/labels/1", "label"),
    (ADA, "/admin/announcements/1", "announcement"),
    (ADA, "/admin/users/3/password", "user"),
];

/// Paths that accept documents that are not resources.
const ACTIONS: [&str; 5] =
    ["/users", "/users/sign_in", "/users/confirmation", "/users/password", "/users/unlock"];

/// All of them.
fn writes() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let creates = CREATES.into_iter().map(|(who, path, ty)| (who, "POST", path, ty));
    let actions = ACTIONS.into_iter().map(|path| (VERA, "POST", path, "user"));
    let changes = ["PATCH", "PUT"]
        .into_iter()
        .flat_map(|method| CHANGES.into_iter().map(move |(who, path, ty)| (who, method, path, ty)));
    creates.chain(actions).chain(changes)
}

async fn send(plano: &Plano, method: &str, path: &str, text: &str) -> Reply {
    plano.request(method, path).by(VERA).header("content-type", MEDIA).body(text).send().await
}

/// An event that lacks nothing, with a relationship set to something.
fn event(wire: &str, relationship: Value) -> Value {
    let attributes = json!({ "title": "Exam", "start_at": "2026-06-20T09:00:00Z", "timezone": "UTC" });
    let mut relationships = json!({ "eventable": one("student", "2") });
    relationships[wire] = relationship;
    json!({ "data": { "type": "event", "attributes": attributes, "relationships": relationships } })
}

#[tokio::test]
async fn elp_1_elp_34_what_is_no_document_is_400() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for (method, path) in
        [("POST", "/labels"), ("PATCH", "/labels/1"), ("PUT", "/labels/1"), ("POST", "/labels/1")]
    {
        for text in [
            "",
            "{",
            "label",
            "{\"data\":{\"type\":\"label\"}",
            "{\"data\":{\"type\":\"label\"}} {}",
            "{'data': {}}",
            "\u{feff}{}",
            "title=x",
            &"[".repeat(500),
        ] {
            let reply = send(&plano, method, path, text).await.expect(400);
            assert_eq!(reply.errors()[0]["status"], "400", "{method} {text:.30}");
        }
        for text in ["[]", "null", "17", "\"label\"", "true"] {
            send(&plano, method, path, text).await.refused(400, &[("400", "")]);
        }
        for text in
            ["{}", "{\"label\":{\"title\":\"x\"}}", "{\"meta\":{}}", "{\"jsonapi\":{\"version\":\"1.0\"}}"]
        {
            send(&plano, method, path, text).await.refused(400, &[("400", "/data")]);
        }
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_1_elp_3_no_operation_takes_what_is_not_its_document() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for (who, method, path, ty) in writes() {
        let valid = new(ty, &json!({})).to_string();
        let send = |media: &str, text: &str| {
            plano.request(method, path).by(who).header("content-type", media).body(text).send()
        };
        assert_eq!(send("application/json", &valid).await.status, 415, "{method} {path}");
        assert_eq!(send(MEDIA, &valid[1..]).await.status, 400, "{method} {path}");
        send(MEDIA, "{}").await.refused(400, &[("400", "/data")]);
        send(MEDIA, r#"{"data":[]}"#).await.refused(422, &[("422", "/data")]);
        let other = json!({ "data": { "type": "other", "attributes": {} } }).to_string();
        let reply = send(MEDIA, &other).await;
        assert!(
            reply.places().contains(&("409".into(), "/data/type".into())),
            "{method} {path}: {}",
            reply.text
        );
        assert!([400, 409].contains(&reply.status), "{method} {path}: {}", reply.text);
    }
    for (who, path, ty) in CREATES {
        let chosen = plano.send("POST", path, &changed(ty, "4711", &json!({}))).by(who).send().await;
        chosen.refused(403, &[("403", "/data/id")]);
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_34_a_document_has_the_shape_of_the_standard() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let label = |data: Value| json!({ "data": data }).to_string();
    for (text, status, place) in [
        (label(json!(null)), 422, "/data"),
        (label(json!([])), 422, "/data"),
        (label(json!("label")), 422, "/data"),
        (label(json!([{ "type": "label", "attributes": { "title": "x" } }])), 422, "/data"),
        (label(json!({ "attributes": { "title": "x" } })), 400, "/data/type"),
        (label(json!({ "type": 17, "attributes": { "title": "x" } })), 422, "/data/type"),
        (label(json!({ "type": "label", "attributes": [] })), 422, "/data/attributes"),
        (label(json!({ "type": "label", "attributes": "title" })), 422, "/data/attributes"),
        (
            label(json!({ "type": "label", "attributes": { "title": "x" }, "relationships": [] })),
            422,
            "/data/relationships",
        ),
    ] {
        let code = status.to_string();
        send(&plano, "POST", "/labels", &text).await.refused(status, &[(&code, place)]);
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_1_r_40_types_and_ids_must_fit() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let title = json!({ "title": "x" });
    for ty in ["labels", "Label", "event", ""] {
        let reply = plano.send("POST", "/labels", &new(ty, &title)).by(VERA).send().await;
        reply.refused(409, &[("409", "/data/type")]);
        for method in ["PATCH", "PUT", "POST"] {
            let reply = plano.send(method, "/labels/1", &changed(ty, "1", &title)).by(VERA).send().await;
            reply.refused(409, &[("409", "/data/type")]);
        }
    }
    for id in ["7b9d2f40-3f5c-4f37-9a14-0d3a0e1c8b11", "1", "400"] {
        let reply = plano.send("POST", "/labels", &changed("label", id, &title)).by(VERA).send().await;
        reply.refused(403, &[("403", "/data/id")]);
    }
    for method in ["PATCH", "PUT", "POST"] {
        let reply = plano.send(method, "/labels/1", &changed("label", "2", &title)).by(VERA).send().await;
        reply.refused(409, &[("409", "/data/id")]);
        let reply = plano.send(method, "/labels/1", &new("label", &title)).by(VERA).send().await;
        reply.refused(400, &[("400", "/data/id")]);
        let number = json!({ "data": { "type": "label", "id": 1, "attributes": title } });
        let reply = plano.send(method, "/labels/1", &number).by(VERA).send().await;
        reply.refused(422, &[("422", "/data/id")]);
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_25_a_bad_attribute_is_422() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for value in
        [json!(null), json!(17), json!(true), json!(["x"]), json!({ "x": 1 }), json!(""), json!("a,b")]
    {
        for (method, path, id) in [
            ("POST", "/labels", None),
            ("PATCH", "/labels/1", Some("1")),
            ("PUT", "/labels/1", Some("1")),
            ("POST", "/labels/1", Some("1")),
        ] {
            let attributes = json!({ "title": value });
            let document =
                id.map_or_else(|| new("label", &attributes), |id| changed("label", id, &attributes));
            plano.send(method, path, &document).by(VERA).send().await.refused(422, &[("422", TITLE)]);
        }
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_20_elp_25_a_bad_relationship_is_reported_at_its_pointer() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let at = |rest: &str| format!("/data/relationships/{rest}");
    let missing = json!({ "data": { "type": "label", "id": "404" } });
    for (wire, relationship, status, pointer) in [
        ("eventable", json!(null), 422, at("eventable")),
        ("eventable", json!("2"), 422, at("eventable")),
        ("eventable", json!({}), 400, at("eventable/data")),
        ("eventable", json!({ "links": {} }), 400, at("eventable/data")),
        ("eventable", json!({ "data": null }), 422, at("eventable/data")),
        ("eventable", json!({ "data": [] }), 422, at("eventable/data")),
        ("eventable", json!({ "data": "2" }), 422, at("eventable/data")),
        ("eventable", json!({ "data": { "type": "student" } }), 400, at("eventable/data/id")),
        ("eventable", json!({ "data": { "id": "2" } }), 400, at("eventable/data/type")),
        ("eventable", json!({ "data": { "type": "student", "id": 2 } }), 422, at("eventable/data/id")),
        ("labels", json!({ "data": null }), 422, at("labels/data")),
        ("labels", one("label", "1"), 422, at("labels/data")),
        ("labels", json!({ "data": [17] }), 422, at("labels/data/0")),
        ("labels", json!({ "data": [{ "type": "label" }] }), 400, at("labels/data/0/id")),
        ("labels", json!({ "data": [{ "type": "label", "id": "404" }] }), 404, at("labels/data/0")),
        (
            "labels",
            json!({ "data": [{ "type": "label", "id": "1" }, { "type": "label", "id": "x" }] }),
            404,
            at("labels/data/1"),
        ),
        ("course", one("course", "404"), 404, at("course")),
        ("eventable", one("student", "404"), 404, at("eventable")),
        ("eventable", one("group", "2"), 404, at("eventable")),
    ] {
        let reply = plano.send("POST", "/events", &event(wire, relationship.clone())).by(VERA).send().await;
        let code = status.to_string();
        assert_eq!(reply.places(), [(code, pointer)], "{wire} {relationship}: {}", reply.text);
        assert_eq!(reply.status, status, "{wire} {relationship}");
    }
    for (wire, relationship, pointer) in [
        ("eventable", one("label", "1"), at("eventable/data")),
        ("course", missing, at("course/data")),
        ("labels", json!({ "data": [{ "type": "course", "id": "1" }] }), at("labels/data/0")),
    ] {
        let reply = plano.send("POST", "/events", &event(wire, relationship)).by(VERA).send().await;
        let errors = reply.errors();
        assert_eq!(errors.len(), 1, "{}", reply.text);
        assert!(errors[0]["source"]["pointer"].as_str().unwrap().starts_with(&pointer), "{}", reply.text);
        assert!([409, 422].contains(&reply.status), "{}", reply.text);
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_1_r_40_unknown_members_are_ignored() {
    let plano = Plano::start();
    let document = json!({
        "jsonapi": { "version": "1.1" }, "meta": { "x": 1 }, "@context": 1,
        "data": {
            "type": "label",
            "attributes": { "title": "New", "weight": 17, "id": "4", "text_color": "#000000" },
            "relationships": { "owner": { "data": { "type": "student", "id": "404" } } },
            "links": { "self": "/x" }, "meta": {},
        },
    });
    let reply = plano.send("POST", "/labels", &document).by(VERA).send().await;
    assert!([201, 422].contains(&reply.status), "{}", reply.text);
    let known = new("label", &json!({ "title": "known", "weight": 17 }));
    let data = plano.send("POST", "/labels", &known).by(VERA).send().await.expect(201).data();
    assert!(data["attributes"].get("weight").is_none());
}
