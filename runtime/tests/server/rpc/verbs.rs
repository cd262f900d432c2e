//! Methods, paths and media types in the RPC style.

use super::{code_and_message, tours::service};
use crate::http::ask;

const WRONG: &str =
    r#"{"status":"error","error_code":"METHOD_IS_NOT_ALLOWED","error_message":"Only POST is allowed"}"#;

#[tokio::test]
async fn r_11_every_other_verb_is_reported_in_the_envelope() {
    for verb in ["GET", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
        let got = ask(&format!("{verb} /v1/tours/create/")).of(&service()).await;
        assert_eq!((got.status.as_u16(), got.text.as_str()), (200, WRONG), "{verb}");
        assert_eq!(got.header("content-type"), "application/json; charset=UTF-8");
    }
    let head = ask("HEAD /v1/tours/create/").of(&service()).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), WRONG.len().to_string());
    let options = ask("OPTIONS /v1/tours/create/").of(&service()).await;
    assert_eq!((options.status.as_u16(), options.header("allow")), (204, "POST, OPTIONS"));
}

#[tokio::test]
async fn r_11_an_unknown_path_is_reported_in_the_envelope() {
    for path in ["/tours/create/", "/v1/tours/", "/v2/tours/create/", "/"] {
        let got = ask(&format!("POST {path}")).of(&service()).await;
        assert_eq!(got.status.as_u16(), 404, "{path}");
        assert_eq!(code_and_message(&got), ("METHOD_NOT_FOUND".into(), "There is no such method".into()));
    }
}

#[tokio::test]
async fn r_12_slashes_at_the_end_do_not_matter_and_media_types_neither() {
    for path in ["/v1/tours/forget", "/v1/tours/forget/"] {
        for media in ["text/plain", "application/x-www-form-urlencoded", "no/such; charset=utf-16"] {
            let got =
                ask(&format!("POST {path}")).with("content-type", media).body("{}").of(&service()).await;
            assert_eq!(
                (got.status.as_u16(), code_and_message(&got).0.as_str()),
                (200, "ok"),
                "{path} {media}"
            );
            assert_eq!(got.header("content-type"), "application/json; charset=UTF-8");
        }
    }
}
