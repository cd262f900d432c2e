//! Responses: envelope, representation and errors.

use http::StatusCode;
use serde_json::json;

use crate::http::ask;
use crate::sample::clinic::{Clinic, Draft, Locked};
use housestyle::server::{Handler, Limits};
use std::time::Duration;

#[tokio::test]
async fn a_payload_goes_into_the_envelope() {
    let got = ask("GET /patients/5").answer().await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(
        got.text,
        r#"{"data":{"url":"/patients/5","patient_id":5,"name":"John","born":null,"program":{"name":"Basic"},"created_at":"2020-04-15T10:45:00+03:00"}}"#
    );
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(got.all("vary"), ["Accept, TimeZone"]);
    assert_eq!(got.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn verbose_describes_the_request_and_indents() {
    let got = ask("GET /patients/me").verbose().answer().await;
    assert_eq!(got.header("content-type"), "application/vnd.acme.v1.verbose+json");
    assert!(
        got.text.contains("\n  \"meta\": null,\n  \"query\": {\n    \"patient_id\": \"me\"\n  }\n"),
        "{}",
        got.text
    );
    let got = ask("PATCH /patients/5?x=1").token().verbose().body(r#"{"name":"V","z":[1]}"#).answer().await;
    assert_eq!(got.json()["query"], json!({"patient_id": 5, "name": "V"}));
}

#[tokio::test]
async fn compact_leaves_relations_out() {
    let got = ask("GET /patients/5").with("accept", "application/vnd.acme.compact").answer().await;
    assert!(got.json()["data"].get("program").is_none());
    assert_eq!(got.header("content-type"), "application/vnd.acme.compact");
}

#[tokio::test]
async fn what_cannot_be_had_is_406_and_lists_what_can() {
    for accept in ["text/html", "application/vnd.acme.v9+json", "application/json;q=0"] {
        let got = ask("GET /patients/5").with("accept", accept).answer().await;
        assert_eq!(got.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        let errors = got.json()["errors"].as_array().expect("a list").len();
        assert_eq!(errors, 7);
        assert!(got.text.contains("application/vnd.acme.v1.compact-verbose+json"));
        assert_eq!(got.header("content-type"), "application/json");
    }
}

#[tokio::test]
async fn times_are_in_the_zone_that_is_asked_for() {
    let got = ask("GET /patients/5").with("timezone", "Asia/Kathmandu").answer().await;
    assert_eq!(got.json()["data"]["created_at"], "2020-04-15T13:30:00+05:45");
    let got = ask("GET /patients/5").with("timezone", "Mars/Olympus").answer().await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(got.json()["errors"][0]["field"], "TimeZone");
}

#[tokio::test]
async fn statuses_and_bodies_of_the_other_forms() {
    let got = ask("DELETE /patients/5").token().answer().await;
    assert_eq!((got.status, got.text.as_str(), got.header("content-type")), (StatusCode::NO_CONTENT, "", ""));
    let got = ask("POST /patients").token().body(r#"{"name":"V"}"#).answer().await;
    assert_eq!(got.status, StatusCode::CREATED);
    let got = ask("POST /reports").answer().await;
    assert_eq!((got.status, got.header("location")), (StatusCode::ACCEPTED, "/jobs/5"));
    assert_eq!(got.json(), json!({"data": {"url": "/jobs/5"}}));
    let got = ask("POST /forget").answer().await;
    assert_eq!((got.status, got.json()["data"]["uuid"].is_string()), (StatusCode::OK, true));
    let got = ask("POST /forget").with("x-later", "1").answer().await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::ACCEPTED, ""));
    let got = ask("PUT /file").body(vec![1_u8, 2]).answer().await;
    assert_eq!((got.text.as_str(), got.header("content-type")), ("\u{1}\u{2}", "image/png"));
}

#[tokio::test]
async fn a_declared_failure_in_the_styles_body() {
    let body = r#"{"clinic_id":54321,"timeslot":"2020-04-15T10:45:00+03:00"}"#;
    let got = ask("POST /patients/me/visits").token().body(body).answer().await;
    assert_eq!(got.status.as_u16(), 420);
    let wanted = r#"{"message":"That time is taken","int_code":90210,"suppress_message":false,"errors":[{"resource":"Clinic","code":"timeslot_is_busy"}]}"#;
    assert_eq!(got.text, wanted);
}

#[tokio::test]
async fn failures_of_the_handler() {
    let fail = |how: &'static str| async move { ask(&format!("POST /fail/{how}")).answer().await };
    for how in ["panic", "error"] {
        let got = fail(how).await;
        assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(got.text, r#"{"message":"Internal Server Error"}"#);
        assert!(!got.header("x-request-id").is_empty());
    }
    let got = fail("typed").await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::BAD_GATEWAY, "\"own body\""));
    let got = fail("many").await;
    assert_eq!((got.status, got.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "3"));
    let got = fail("login").await;
    assert_eq!((got.status, got.all("www-authenticate").len()), (StatusCode::UNAUTHORIZED, 2));
    assert_eq!(got.json(), json!({"message": "Not you"}));
}

#[tokio::test]
async fn the_root_of_an_error_of_anyhow_can_mean_that_the_service_is_unavailable() {
    let is_locked = |cause: &(dyn std::error::Error + 'static)| {
        let mut causes = std::iter::successors(Some(cause), |cause| (*cause).source());
        causes.any(|cause| cause.is::<Locked>())
    };
    let service = Clinic::default().into_service().unavailable_if(is_locked);
    for (how, status) in [("anyhow", 503), ("boxed", 503), ("error", 500)] {
        let got = ask(&format!("POST /fail/{how}")).of(&service).await;
        assert_eq!(got.status, status, "{how}");
    }
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_given_up() {
    let limits = Limits::new().handler_time(Some(Duration::ZERO));
    let got = ask("POST /fail/never").of(&Clinic::default().into_service().limits(limits)).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(start_paused = true)]
async fn login_and_handler_share_their_time() {
    let limits = Limits::new().handler_time(Some(Duration::from_secs(3)));
    let service = Clinic::default().into_service().limits(limits);
    let slow = ask("DELETE /patients/5").with("authorization", "Token slow").of(&service);
    let start = tokio::time::Instant::now();
    assert_eq!(slow.await.status, StatusCode::NO_CONTENT);
    assert_eq!(start.elapsed().as_secs(), 2);
    let start = tokio::time::Instant::now();
    let never = ask("DELETE /patients/7").with("authorization", "Token slow").of(&service).await;
    assert_eq!((never.status, start.elapsed().as_secs()), (StatusCode::SERVICE_UNAVAILABLE, 3));
}

#[tokio::test]
async fn the_hidden_looks_like_what_is_not_there() {
    let hidden = ask("GET /patients/99").with("x-request-id", "1").answer().await;
    let absent = ask("GET /patients/100").with("x-request-id", "1").answer().await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(format!("{hidden:?}"), format!("{absent:?}"));
}

#[tokio::test]
async fn what_is_not_written_is_501() {
    let draft = Draft.into_service();
    assert_eq!(ask("POST /reports").of(&draft).await.status, StatusCode::ACCEPTED);
    let got = ask("GET /patients").of(&draft).await;
    assert_eq!(
        (got.status, got.text.as_str()),
        (StatusCode::NOT_IMPLEMENTED, r#"{"message":"Not Implemented"}"#)
    );
}

#[tokio::test]
async fn a_service_nests_and_merges() {
    let nested = axum::Router::new().nest("/v", Clinic::default().router());
    let request = http::Request::get("/v/patients/5").body(axum::body::Body::empty()).expect("a request");
    let mut nested = nested.into_service::<axum::body::Body>();
    let got = tower_service::Service::call(&mut nested, request).await.expect("an answer");
    assert_eq!(got.status(), StatusCode::OK);
    let merged = Draft.into_service().merge(Clinic::default().into_service());
    assert_eq!(ask("GET /patients").of(&merged).await.status, StatusCode::NOT_IMPLEMENTED);
    assert!(format!("{merged:?}").contains("listPatients"));
}
