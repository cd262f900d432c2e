//! Reading of requests: parameters, forms and limits.

use axum::body::Body;
use http::StatusCode;
use serde_json::json;

use crate::http::ask;

#[tokio::test]
async fn parameters_of_every_place() {
    let got = ask("GET /notes/a%2Fb.x.txt?lang=de")
        .with("x-trace", "t1")
        .with("cookie", "x=y; theme=dark%20blue")
        .answer()
        .await;
    assert_eq!(got.text, r#"a/b.x de Some("t1") Some("dark blue")"#);
    assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!((got.header("cache-control"), got.all("set-cookie")), ("no-store", vec!["a=1", "b=2"]));
    let got = ask("GET /notes/a.txt").answer().await;
    assert_eq!(got.text, "a en None None");
    let got = ask("GET /notes/a.txt?lang=%ff").answer().await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_path_that_fits_no_type() {
    let got = ask("GET /patients/you").answer().await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(got.json()["errors"][0]["field"], "patient_id");
    assert_eq!(
        ask("GET /patients/99999999999999999999").answer().await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(ask("GET /patients/%ff").answer().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forms() {
    let got = ask("POST /token").body("grant_type=a+b&scopes=1&scopes=2").answer().await;
    assert_eq!(got.text, r#"{"grant_type":"a b","scopes":"[1, 2]"}"#);
    let got = ask("POST /token").body("scopes=x").answer().await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        got.json()["errors"].as_array().expect("a list").iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["grant_type", "scopes.0"]);
    assert_eq!(ask("POST /token").body("grant_type=%ff").answer().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn bodies_that_are_no_json() {
    for body in ["name=JOHN", "", "{", "{\"name\":\"\u{1}\"}", "\u{feff}{}"] {
        let got = ask("PATCH /patients/me").token().body(body.to_owned()).answer().await;
        assert_eq!(
            (got.status, got.text.as_str()),
            (StatusCode::BAD_REQUEST, r#"{"message":"Body should be a valid json"}"#)
        );
    }
}

#[tokio::test]
async fn r_5_json_nests_128_levels_and_no_more_in_unknown_members_too() {
    let patch = async |levels: usize| {
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        let body = format!("{{\"name\":\"x\",\"z\":{open}{close}}}");
        ask("PATCH /patients/me").token().body(body).answer().await
    };
    assert_eq!(patch(128).await.status, StatusCode::OK);
    let got = patch(129).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    let entry = json!({"code": "too_deep", "message": "nests deeper than 128 levels"});
    assert_eq!(got.json(), json!({"message": "The body nests deeper than 128 levels", "errors": [entry]}));
}

#[tokio::test]
async fn everything_wrong_with_a_body_is_reported() {
    let body = r#"{"patient_id":12345,"phone":"none","name":null,"born":"x"}"#;
    let got = ask("PATCH /patients/me").token().body(body).answer().await;
    assert_eq!(
        (got.status, &got.json()["message"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("Validation error"))
    );
    let errors = got.json()["errors"].clone();
    let reported: Vec<_> =
        errors.as_array().expect("a list").iter().map(|e| (e["field"].clone(), e["code"].clone())).collect();
    assert!(reported.contains(&(json!("patient_id"), json!("readonly_field"))), "{reported:?}");
    assert!(reported.contains(&(json!("phone"), json!("wrong_phone_format"))), "{reported:?}");
    assert_eq!(reported.len(), 4, "{reported:?}");
    assert_eq!(errors[0]["resource"], "Patient");
    let got =
        ask("PATCH /patients/me").token().body(r#"{"name":"V","unknown":1,"born":null}"#).answer().await;
    assert_eq!(got.status, StatusCode::OK);
}

#[tokio::test]
async fn parameters_and_entity_that_are_reported_alike_are_reported_together() {
    let got = ask("PATCH /patients/you").token().body(r#"{"phone":"none"}"#).answer().await;
    let fields: Vec<_> =
        got.json()["errors"].as_array().expect("a list").iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["patient_id", "name", "phone"]);
}

#[tokio::test]
async fn bodies_over_the_limit() {
    let most = 2 * 1024 * 1024;
    let got = ask("PUT /file").body("x".repeat(most)).answer().await;
    assert_eq!((got.status, got.text.len()), (StatusCode::OK, most));
    let got = ask("PUT /file").body("x".repeat(most + 1)).answer().await;
    assert_eq!(
        (got.status, got.text.as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, r#"{"message":"Content Too Large"}"#)
    );
}

#[tokio::test]
async fn a_body_that_no_one_wants_is_not_read() {
    let got = ask("GET /patients/5").body(Body::from("x".repeat(4 * 1024 * 1024))).answer().await;
    assert_eq!(got.status, StatusCode::OK);
}
