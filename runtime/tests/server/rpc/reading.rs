//! Reading of bodies, and the first problem.

use housestyle::server::Limits;
use serde_json::json;

use super::{code_and_message, tours::service};
use crate::http::{Answered, ask};

async fn create(body: impl Into<axum::body::Body>) -> Answered {
    ask("POST /v1/tours/create/").body(body).of(&service()).await
}

async fn says(body: &str) -> (String, String) {
    let got = create(body.to_owned()).await;
    assert_eq!(got.status, 200);
    code_and_message(&got)
}

const GOOD: &str = r#""event_id":1,"title":"t","kind":"HIKING""#;

fn invalid(rest: &str) -> (String, String) {
    ("INVALID_PARAMETER".into(), format!("Invalid parameter: {rest}"))
}

fn missing(place: &str) -> (String, String) {
    ("MISSING_PARAMETER".into(), format!("Missing parameter: {place}"))
}

#[tokio::test]
async fn r_15_absent_and_empty_bodies_are_empty_objects() {
    assert_eq!(says("").await, missing("event_id"));
    assert_eq!(says("{}").await, missing("event_id"));
    for body in ["", "{}"] {
        let got = ask("POST /v1/tours/forget").body(body).of(&service()).await;
        assert_eq!(got.text, r#"{"status":"ok","data":{}}"#);
    }
}

#[tokio::test]
async fn r_15_what_is_no_object_is_invalid_as_a_whole() {
    for body in ["{", "no", "\"\u{1}\"", " "] {
        assert_eq!(says(body).await, invalid("body: is not valid JSON"), "{body}");
    }
    let deep = format!("{{\"title\":{}{}}}", "[".repeat(200), "]".repeat(200));
    assert_eq!(says(&deep).await, invalid("body: nests deeper than 128 levels"));
    for body in ["[]", "1", "\"x\"", "true"] {
        assert_eq!(says(body).await, invalid("body: must be an object"), "{body}");
    }
    assert_eq!(says("null").await, invalid("body: must not be null"));
    assert_eq!(code_and_message(&create(vec![b'"', 0xff, b'"']).await), invalid("body: is not valid JSON"));
}

#[tokio::test]
async fn r_5_a_body_over_the_limit_is_reported_in_the_styles_words() {
    let service = service().limits(Limits::new().body(10));
    let got = ask("POST /v1/tours/create/").body("{\"event_id\":1}").of(&service).await;
    assert_eq!((got.status.as_u16(), code_and_message(&got)), (200, invalid("body: is too large")));
}

#[tokio::test]
async fn r_15_a_method_without_parameters_ignores_its_body() {
    let got = ask("POST /v1/tours/touch/").body("no JSON").of(&service()).await;
    assert_eq!((got.status.as_u16(), got.text.as_str(), got.header("content-type")), (204, "", ""));
}

#[tokio::test]
async fn r_7_the_first_problem_is_reported_in_the_order_of_the_schema() {
    assert_eq!(says(r#"{"kind":5,"event_id":1}"#).await, missing("title"));
    assert_eq!(
        says(r#"{"kind":5,"title":"","event_id":true}"#).await,
        invalid("event_id: must be a whole number")
    );
    assert_eq!(
        says(r#"{"kind":5,"title":"","event_id":1}"#).await,
        invalid("title: must have at least 1 character")
    );
}

#[tokio::test]
async fn unknown_members_go_before_all_others() {
    assert_eq!(says(r#"{"nope":1}"#).await, invalid("nope: is not a known field"));
    let nested = r#"{"event_id":"x","stops":[{"title":"a","nope":1}]}"#;
    assert_eq!(says(nested).await, invalid("stops.0.nope: is not a known field"));
    assert_eq!(says(&format!("{{{GOOD},\"nope\":1}}")).await, invalid("nope: is not a known field"));
}

#[tokio::test]
async fn r_16_the_place_of_a_nested_problem_is_dotted() {
    let with = |rest: &'static str| async move { says(&format!("{{{GOOD},{rest}}}")).await };
    assert_eq!(with(r#""point":{"lng":1}"#).await, missing("point.lat"));
    assert_eq!(with(r#""point":{"lng":1,"lat":"2"}"#).await, invalid("point.lat: must be a number"));
    assert_eq!(with(r#""stops":[{"title":"a"},{}]"#).await, missing("stops.1.title"));
    assert_eq!(with(r#""stops":[{"title":"a","point":{"lat":2}}]"#).await, missing("stops.0.point.lng"));
    assert_eq!(with(r#""stops":5"#).await, invalid("stops: must be a list"));
}

#[tokio::test]
async fn r_17_types_are_strict_but_for_integers_where_numbers_are_asked_for() {
    let with = |rest: &'static str| async move { says(&format!("{{{GOOD},{rest}}}")).await };
    assert_eq!(with(r#""point":{"lng":1,"lat":-2.5e1}"#).await.0, "ok");
    for value in ["true", "\"1\"", "null", "[1]"] {
        let body = format!("{{{GOOD},\"point\":{{\"lng\":{value},\"lat\":1}}}}");
        assert_eq!(says(&body).await.0, "INVALID_PARAMETER", "{value}");
        let body = format!(r#"{{"event_id":{value},"title":"t","kind":"HIKING"}}"#);
        assert_eq!(says(&body).await.0, "INVALID_PARAMETER", "{value}");
    }
    assert_eq!(with(r#""title":null"#).await.0, "INVALID_PARAMETER");
    let null = r#"{"event_id":1,"title":null,"kind":"HIKING"}"#;
    assert_eq!(says(null).await, invalid("title: must not be null"));
}

#[tokio::test]
async fn r_17_enumerations_are_read_in_any_case_and_written_as_declared() {
    // On the fast path and, with a fraction, on the slow one.
    for rest in ["", r#","point":{"lng":1,"lat":2}"#] {
        for kind in ["HIKING", "hiking", "HiKiNg"] {
            let body = format!(r#"{{"event_id":1,"title":"t","kind":"{kind}"{rest}}}"#);
            let got = create(body).await;
            assert_eq!(got.json()["data"]["kind"], "HIKING", "{got:?}");
        }
    }
    assert_eq!(
        says(r#"{"event_id":1,"title":"t","kind":"swim"}"#).await,
        invalid(r#"kind: must be one of "HIKING", "JOURNEY""#)
    );
}

#[tokio::test]
async fn r_18_times_are_whole_seconds() {
    let got = create(format!("{{{GOOD},\"start_at\":1469049355}}")).await;
    assert_eq!(got.json()["data"], json!({"title": "t", "kind": "HIKING", "start_at": "1469049355"}));
    // JSON Schema 2020-12 §6.1.1: a number without a fraction is an integer, however it is written.
    assert_eq!(says(&format!("{{{GOOD},\"start_at\":1469049355.0}}")).await.0, "ok");
    for value in ["1469049355.5", "\"1469049355\"", "\"2016-07-20T21:15:55Z\"", "null", "9e18", "1e400"] {
        let (code, _) = says(&format!("{{{GOOD},\"start_at\":{value}}}")).await;
        assert_eq!(code, "INVALID_PARAMETER", "{value}");
    }
}
