//! JSON layout, versions and path prefixes.

use housestyle::__private as rt;
use http::StatusCode;

use crate::depot::{Counted, Depot, FULL, Full, Look};
use crate::http::{Answered, ask};

const CRATE: &str = "/crates/00000000-0000-0000-0000-000000000001";

async fn get<L: Look>(target: &str, accept: &str) -> Answered {
    let asking = ask(&format!("GET {target}"));
    let asking = if accept.is_empty() { asking } else { asking.with("accept", accept) };
    asking.of(&Depot::<L>::new(53, Counted::All).service()).await
}

#[tokio::test]
async fn hk_42_hk_43_r_84_json_is_minified_and_indented_on_request() {
    let plain = get::<Full>(CRATE, "").await;
    assert!(!plain.text.contains(' ') || plain.text.contains("\"revision 1\""), "{}", plain.text);
    assert!(!plain.text.contains('\n'));
    for (target, accept) in
        [(format!("{CRATE}?pretty=true"), "*/*"), (CRATE.to_owned(), "application/json; indent=4")]
    {
        let pretty = get::<Full>(&target, accept).await;
        assert_eq!(pretty.text.lines().count(), 5, "{target} {accept}");
        assert_eq!((pretty.json(), pretty.header("vary")), (plain.json(), "Accept"));
    }
    let failed = get::<Full>("/nowhere?pretty=true", "").await;
    assert_eq!((failed.status, failed.text.lines().count()), (StatusCode::NOT_FOUND, 4));
    let lost = get::<Full>("/crates/00000000-0000-0000-0000-0000000000ff?pretty=true", "").await;
    assert_eq!((lost.status, lost.text.lines().count()), (StatusCode::NOT_FOUND, 4));
    assert_eq!(get::<Full>(&format!("{CRATE}?pretty=false"), "").await.text, plain.text);
}

#[tokio::test]
async fn hk_29_times_go_out_in_utc() {
    assert_eq!(get::<Full>(CRATE, "").await.json()["at"], "2012-01-01T12:00:00Z");
    assert_eq!(get::<AsGiven>(CRATE, "").await.json()["at"], "2012-01-01T15:00:00+03:00");
}

#[tokio::test]
async fn rv_5_r_84_a_path_that_cannot_be_is_one_of_nothing() {
    let got = get::<Full>("/crates/five", "").await;
    assert_eq!(
        (got.status, &got.json()["id"], got.json().get("errors")),
        (StatusCode::NOT_FOUND, &"not_found".into(), None)
    );
    let got = ask("PATCH /crates/five").of(&Depot::<Full>::new(53, Counted::All).service()).await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    let got = get::<AsGiven>("/crates/five", "").await;
    assert_eq!((got.status, &got.json()["errors"][0]["in"]), (StatusCode::BAD_REQUEST, &"id".into()));
}

struct AsGiven;
impl Look for AsGiven {
    const STYLE: rt::Style = rt::Style {
        data: rt::Style::MINIMAL.data,
        success: rt::Style::MINIMAL.success,
        path: rt::style::PathStyle {
            invalid_path_parameter: rt::InvalidPathParameter::InvalidParameter,
            ..FULL.path
        },
        media: rt::style::Media { response: rt::Borrowed("application/json; charset=UTF-8"), ..FULL.media },
        ..FULL
    };
}

#[tokio::test]
async fn hk_22_r_83_what_came_to_be_says_where_it_is() {
    let service = Depot::<Full>::new(53, Counted::All).service();
    let made = ask("POST /crates").of(&service).await;
    let path = "/crates/00000000-0000-0000-0000-000000000007";
    assert_eq!((made.status, made.header("location")), (StatusCode::CREATED, path));
    assert_eq!(made.json()["name"], "crate 7");
    let nested = axum::Router::new().nest("/api/v1", service.router());
    let made = ask("POST /api/v1/crates").of_router(nested).await;
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
}

#[tokio::test]
async fn json_is_reported_as_the_style_says() {
    let utf8 = "application/json; charset=UTF-8";
    assert_eq!(get::<AsGiven>(CRATE, "").await.header("content-type"), utf8);
    assert_eq!(get::<AsGiven>("/nowhere", "").await.header("content-type"), utf8);
    assert_eq!(get::<AsGiven>("/picture", "").await.header("content-type"), "image/png");
    assert_eq!(get::<AsGiven>(CRATE, "").await.header("vary"), "");
}

struct Versioned;
impl Look for Versioned {
    const STYLE: rt::Style = rt::Style {
        version: rt::Version::AcceptParameter(rt::style::AcceptParameter {
            media: rt::Borrowed("application/vnd.acme+json"),
            parameter: rt::Borrowed("version"),
            versions: rt::style::ServedVersions {
                current: rt::Borrowed("3"),
                served: Some(rt::Borrowed(&[rt::Borrowed("3")])),
                required: true,
            },
        }),
        checks: rt::Borrowed(&[rt::Check::Media]),
        ..FULL
    };
}

#[tokio::test]
async fn hk_5_to_hk_7_a_version_is_asked_for_in_accept() {
    let three = "application/vnd.acme+json; version=3";
    let got = get::<Versioned>(CRATE, "application/vnd.acme+json;Version=3").await;
    assert_eq!(
        (got.status, got.header("content-type"), got.header("vary")),
        (StatusCode::OK, three, "Accept")
    );
    for accept in ["", "*/*", "application/json", "application/vnd.acme+json; version=4"] {
        let got = get::<Versioned>(CRATE, accept).await;
        assert_eq!((got.status, got.header("vary")), (StatusCode::NOT_ACCEPTABLE, "Accept"), "{accept}");
        let errors = got.json()["errors"].clone();
        assert_eq!(errors, serde_json::json!([{"in": "Accept", "media": three}]), "{accept}");
        assert_eq!(got.header("content-type"), "application/json");
    }
    let lost = get::<Versioned>("/crates/00000000-0000-0000-0000-0000000000ff", three).await;
    assert_eq!((lost.status, lost.header("content-type")), (StatusCode::NOT_FOUND, three));
    for accept in [three, "image/*"] {
        let got = get::<Versioned>("/picture", accept).await;
        assert_eq!(
            (got.status, got.header("content-type"), &*got.text),
            (StatusCode::OK, "image/png", "PNG")
        );
    }
    assert_eq!(get::<Versioned>("/picture", "text/html").await.status, StatusCode::NOT_ACCEPTABLE);
    let indented = get::<Versioned>(CRATE, "application/vnd.acme+json; version=3; indent=4").await;
    assert_eq!((indented.header("content-type"), indented.text.lines().count()), (three, 5));
}
