//! Nested services: links include the prefix.

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::sample::clinic::Clinic;
use housestyle::server::Handler;

async fn get(prefix: &str, target: &str) -> Value {
    let mut nested = axum::Router::new().nest(prefix, Clinic::default().router()).into_service::<Body>();
    let request = Request::get(target).body(Body::empty()).expect("a request");
    let got = tower_service::Service::call(&mut nested, request).await.expect("an answer");
    assert_eq!(got.status(), StatusCode::OK, "{target}");
    serde_json::from_slice(&got.into_body().collect().await.expect("a body").to_bytes()).expect("json")
}

#[tokio::test]
async fn links_begin_with_the_prefix() {
    let got = get("/api/v1", "/api/v1/patients?per_page=10&qs=x").await;
    let wanted = json!({
        "total": 98, "pages": 10,
        "page_tmpl_url": "/api/v1/patients?qs=x&page={page}&per_page=10",
        "url": "/api/v1/patients?qs=x&page=1&per_page=10",
        "next_url": "/api/v1/patients?qs=x&page=2&per_page=10",
        "last_url": "/api/v1/patients?qs=x&page=10&per_page=10",
    });
    assert_eq!(got["meta"], wanted);
    assert_eq!(got["data"][1]["url"], "/api/v1/patients/2");
    assert_eq!(get("/api", "/api/patients/5").await["data"]["url"], "/api/patients/5");
    let keyed = get("/of/{tenant}", "/of/a%20b/chat/messages?per_page=1").await;
    let next = keyed["meta"]["next_url"].as_str().expect("a link");
    assert!(next.starts_with("/of/a%20b/chat/messages?per_page=1&before="), "{next}");
}

#[tokio::test]
async fn a_handler_makes_links_of_the_api() {
    let mut nested = axum::Router::new().nest("/api", Clinic::default().router()).into_service::<Body>();
    let request = Request::post("/api/reports").body(Body::empty()).expect("a request");
    let got = tower_service::Service::call(&mut nested, request).await.expect("an answer");
    assert_eq!(got.headers()["location"], "/api/jobs/5");
}
