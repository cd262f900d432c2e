//! ELP-29 to ELP-39: how a failure is encoded.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, MEDIA, PAVEL, Plano, SAM, VERA, changed, new};
use crate::server::{Reply, Request};

/// A failure of each kind.
fn failures(plano: &Plano) -> Vec<(u16, Request)> {
    let cut = plano.request("POST", "/labels").header("content-type", MEDIA).body("{");
    let foreign = plano.request("POST", "/labels").header("content-type", "text/plain").body("x");
    let label = |ty: &str, attributes: Value| plano.send("POST", "/labels", &new(ty, &attributes));
    vec![
        (400, cut.by(VERA)),
        (400, plano.get("/labels?page%5Bsize%5D=0").by(VERA)),
        (400, plano.get("/labels?colour=red").by(VERA)),
        (400, label("label", json!({})).by(VERA)),
        (401, plano.get("/labels")),
        (403, label("label", json!({ "title": "x" })).by(SAM)),
        (403, plano.get("/admin/users").by(VERA)),
        (404, plano.get("/labels/404").by(VERA)),
        (404, plano.get("/nowhere")),
        (405, plano.delete("/labels").by(VERA)),
        (406, plano.get("/labels").by(VERA).accept("application/vnd.api+json; v=1")),
        (409, label("event", json!({ "title": "x" })).by(VERA)),
        (415, foreign.by(VERA)),
        (422, label("label", json!({ "title": "exam" })).by(VERA)),
        (422, label("label", json!({ "title": "", "color": "red" })).by(VERA)),
    ]
}

/// All of them, answered.
async fn failed() -> Vec<Reply> {
    let mut replies = Vec::new();
    for (status, request) in failures(Plano::shared()) {
        replies.push(request.send().await.expect(status));
    }
    replies
}

/// A profile with something wrong in its depth.
fn profile() -> Value {
    let networks =
        json!([{ "network": "x", "url": "https://x.example" }, { "network": "", "url": "ftp://x" }]);
    let student = json!({ "phone": 17, "gender": "both", "social_networks": networks });
    changed("user", "3", &json!({ "student_attributes": student, "settings": 17 }))
}

#[tokio::test]
async fn elp_29_a_failure_is_errors_and_nothing_else() {
    for reply in failed().await {
        assert_eq!(reply.members(), ["errors"], "{}", reply.text);
        assert!(!reply.errors().is_empty(), "{}", reply.text);
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{}", reply.text);
    }
}

#[tokio::test]
async fn elp_32_a_query_that_is_not_utf8_is_reported_at_its_parameter() {
    for (query, parameter) in
        [("filter%5Bsearch%5D=%00", "search"), ("%ff=1", "%ff"), ("include=a,a", "include")]
    {
        let reply = Plano::shared().get(&format!("/labels?{query}")).by(VERA).send().await.expect(400);
        let errors = reply.errors();
        assert_eq!(errors.len(), 1, "{}", reply.text);
        assert_eq!(errors[0]["source"], json!({ "parameter": parameter }), "{query}");
    }
}

#[tokio::test]
async fn elp_30_every_attribute_that_is_wrong_has_an_error() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let label = new("label", &json!({ "title": "", "color": "red", "description": 17 }));
    let reply = plano.send("POST", "/labels", &label).by(VERA).send().await;
    let at = |wire: &str| format!("/data/attributes/{wire}");
    reply.refused(422, &[("422", &at("title")), ("422", &at("color")), ("422", &at("description"))]);
    let reply = plano.send("PATCH", "/user", &profile()).by(PAVEL).send().await;
    let of = |wire: &str| format!("/data/attributes/student_attributes/{wire}");
    reply.refused(
        422,
        &[
            ("422", &at("settings")),
            ("422", &of("phone")),
            ("422", &of("gender")),
            ("422", &of("social_networks/1/network")),
            ("422", &of("social_networks/1/url")),
        ],
    );
    // What only the handler can find is reported at once as well.
    let user = json!({
        "username": "vera", "email": "pavel@elplano.example", "password": "swordfish", "password_confirmation": "x"
    });
    let reply = plano.send("POST", "/users", &new("user", &user)).send().await;
    let places = [at("username"), at("email"), at("password_confirmation")];
    reply.refused(422, &places.each_ref().map(|place| ("422", place.as_str())));
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_31_an_error_has_status_source_and_detail() {
    for reply in failed().await {
        for error in reply.errors() {
            let members: BTreeSet<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(members.is_subset(&BTreeSet::from(["status", "source", "detail"])), "{error}");
            assert!(members.contains("status") && members.contains("detail"), "{error}");
        }
    }
    let reply = Plano::shared().get("/labels?page%5Bsize%5D=0").by(VERA).send().await;
    let members: Vec<_> = reply.errors()[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["status", "source", "detail"]);
}

#[tokio::test]
async fn elp_32_elp_33_the_status_is_that_of_the_answer_as_a_text() {
    for reply in failed().await {
        for error in reply.errors() {
            assert_eq!(error["status"], reply.status.to_string(), "{}", reply.text);
        }
    }
}

#[tokio::test]
async fn elp_34_pointers_point_into_the_document() {
    let plano = Plano::shared();
    let document = profile();
    let reply = plano.send("PATCH", "/user", &document).by(PAVEL).send().await.expect(422);
    for (_, pointer) in reply.places() {
        assert!(document.pointer(&pointer).is_some(), "{pointer} leads nowhere");
    }
    for (document, pointer) in [
        (json!({ "data": [] }), "/data"),
        (new("event", &json!({ "title": "x" })), "/data/type"),
        (new("label", &json!({ "title": "" })), "/data/attributes/title"),
    ] {
        let reply = plano.send("POST", "/labels", &document).by(VERA).send().await;
        assert_eq!(reply.places().len(), 1, "{}", reply.text);
        assert_eq!(reply.places()[0].1, pointer);
        assert!(document.pointer(pointer).is_some());
    }
}

#[tokio::test]
async fn elp_35_a_parameter_is_named_by_its_inner_key() {
    let get = |path: &str| Plano::shared().get(path).by(VERA).send();
    for (query, parameter) in [
        ("page%5Blast_id%5D=x", "last_id"),
        ("page[last_id]=x", "last_id"),
        ("page%5Bnumber%5D=0", "number"),
        ("page%5Bsize%5D=101", "size"),
        ("page%5Bdirection%5D=up", "direction"),
        ("filter%5Bscope%5D=all", "scope"),
        ("filter%5Bcolour%5D=red", "colour"),
        ("include=course", "include"),
        ("colour=red", "colour"),
    ] {
        get(&format!("/events?{query}")).await.blames(400, parameter);
    }
}

#[tokio::test]
async fn elp_36_a_source_has_a_pointer_or_a_parameter() {
    for reply in failed().await {
        for error in reply.errors() {
            let Some(source) = error.get("source") else { continue };
            let members: Vec<_> = source.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(matches!(members[..], ["pointer"] | ["parameter"]), "{error}");
            assert!(source.as_object().unwrap().values().all(Value::is_string), "{error}");
        }
    }
}

#[tokio::test]
async fn elp_37_details_are_texts_on_this_very_problem() {
    for reply in failed().await {
        for error in reply.errors() {
            assert!(error["detail"].as_str().is_some_and(|text| text.trim().len() > 5), "{error}");
        }
    }
    let label = new("label", &json!({ "title": "x".repeat(256), "color": "red" }));
    let errors = Plano::shared().send("POST", "/labels", &label).by(VERA).send().await.errors();
    assert_ne!(errors[0]["detail"], errors[1]["detail"]);
    assert!(errors.iter().any(|error| error["detail"].as_str().unwrap().contains("255")), "{errors:?}");
}

#[tokio::test]
async fn elp_38_a_user_with_blank_email_and_password() {
    let plano = Plano::start();
    let before = plano.rows().await;
    let user = json!({ "username": "new", "email": "", "password": "", "password_confirmation": "" });
    let reply = plano.send("POST", "/users", &new("user", &user)).send().await.expect(422);
    let error = |wire: &str| {
        let pointer = format!("/data/attributes/{wire}");
        json!({ "status": "422", "source": { "pointer": pointer }, "detail": "can't be blank" })
    };
    assert_eq!(reply.json(), json!({ "errors": [error("email"), error("password")] }));
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_39_a_last_id_that_is_no_number() {
    for query in ["page[last_id]=abc", "page%5Blast_id%5D=abc"] {
        let reply = Plano::shared().get(&format!("/events?{query}")).by(PAVEL).send().await.expect(400);
        let error =
            json!({ "status": "400", "source": { "parameter": "last_id" }, "detail": "must be an integer" });
        assert_eq!(reply.json(), json!({ "errors": [error] }));
    }
}
