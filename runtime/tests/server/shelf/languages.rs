//! The language of responses.

use http::StatusCode;

use super::service;
use crate::http::{Answered, Asking, ask};

async fn of(asking: Asking) -> Answered {
    asking.of(&service()).await
}

fn hello(token: &str) -> Asking {
    ask("GET /hello").with("authorization", &format!("Bearer {token}"))
}

fn language(got: &Answered) -> (&str, &str) {
    (got.header("content-language"), got.header("vary"))
}

#[tokio::test]
async fn elp_42_elp_45_r_44_texts_are_in_the_language_that_the_request_accepts() {
    for (accepts, tag, message) in
        [("ru", "ru", "Войдите"), ("es-MX, ru;q=0.5", "es", "Identifíquese"), ("fr", "en", "Sign in")]
    {
        let got = of(ask("GET /hello").with("accept-language", accepts)).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
        assert_eq!(got.json()["message"].as_str().unwrap_or_default(), message, "{accepts}");
        assert_eq!(language(&got), (tag, "Accept-Language"));
    }
    let nowhere = of(ask("GET /nowhere").with("accept-language", "es")).await;
    assert_eq!(
        (nowhere.json()["message"].clone(), language(&nowhere)),
        ("No hay nada".into(), ("es", "Accept-Language"))
    );
}

#[tokio::test]
async fn elp_43_elp_44_r_44_the_callers_own_language_goes_first() {
    for (token, tag, text) in [
        ("ann:es_MX", "es", "Hola"),
        ("ann:fr", "ru", "Привет"),
        ("ann", "ru", "Привет"),
        ("ann:en", "en", "Hello"),
    ] {
        let got = of(hello(token).with("accept-language", "ru")).await;
        assert_eq!(got.json()["data"], format!("{text} Here {tag}"), "{token}");
        assert_eq!(language(&got), (tag, "Accept-Language"));
    }
    let bad = of(hello("bad").with("accept-language", "ru")).await;
    assert_eq!((bad.json()["message"].clone(), language(&bad).0), ("Войдите".into(), "ru"));
    let messages = |token: &'static str| async move {
        let lend = ask("POST /loans")
            .with("authorization", &format!("Bearer {token}"))
            .with("accept-language", "ru");
        of(lend).await.json()["message"].clone()
    };
    assert_eq!((messages("ann:es").await, messages("ann").await), ("Prestado".into(), "Lent already".into()));
}

#[tokio::test]
async fn elp_47_what_a_handler_says_itself_stays() {
    let got = of(hello("ann:es").with("x-own", "1")).await;
    assert_eq!((got.json()["message"].clone(), language(&got).0), ("Nobody is here".into(), "es"));
}

#[tokio::test]
async fn elp_38_elp_47_what_is_wrong_with_values_is_reported_with_its_limits() {
    let messages = async |accepts: &str, body: &'static str| {
        let asking =
            ask("POST /books").with("content-type", "application/json").with("accept-language", accepts);
        let got = of(asking.body(body)).await.json();
        let errors = got["errors"].as_array().expect("errors").clone();
        let detail = |error: &serde_json::Value| error["detail"].as_str().expect("a text").to_owned();
        errors.iter().map(detail).collect::<Vec<_>>()
    };
    assert_eq!(messages("es", r#"{"title":""}"#).await, ["no puede estar vacío", "es obligatorio"]);
    assert_eq!(messages("es", r#"{"title":"abcdef","isbn":"1"}"#).await, ["5 caracteres como máximo"]);
    assert_eq!(messages("en", r#"{"title":"","isbn":"1"}"#).await, ["can't be blank"]);
    assert_eq!(
        messages("ru", r#"{"title":""}"#).await,
        ["can't be blank", "обязательно"],
        "the default's, then our own"
    );
    let got = of(ask("GET /books?page[size]=101").with("accept-language", "es")).await;
    assert_eq!(got.json()["errors"][0]["detail"], "debe ser 100 como máximo");
}

#[tokio::test]
async fn r_44_r_46_what_has_not_changed_varies_all_the_same_and_bodies_alone_have_a_language() {
    let books = of(ask("GET /books")).await;
    assert_eq!(language(&books), ("en", "Accept-Language"));
    let same = of(ask("GET /books").with("if-none-match", books.header("etag"))).await;
    assert_eq!((same.status, language(&same)), (StatusCode::NOT_MODIFIED, ("", "Accept-Language")));
    let hello = |tag: &'static str| hello("ann").with("accept-language", tag);
    let (spanish, russian) = (of(hello("es")).await, of(hello("ru")).await);
    assert_ne!(spanish.header("etag"), russian.header("etag"));
    let other = of(hello("ru").with("if-none-match", spanish.header("etag"))).await;
    assert_eq!(other.status, StatusCode::OK);
    let unstyled = of(ask("POST /sessions")).await;
    assert_eq!((unstyled.status, language(&unstyled)), (StatusCode::OK, ("", "")));
    let head = of(ask("HEAD /books")).await;
    assert_eq!((language(&head), head.text.as_str()), (("en", "Accept-Language"), ""));
}

#[tokio::test]
async fn elp_43_r_44_failures_before_the_handler_are_in_the_callers_own_language_too() {
    for token in ["ann:ru", "banned:ru"] {
        for (line, status) in
            [("GET /nowhere", StatusCode::NOT_FOUND), ("DELETE /hello", StatusCode::METHOD_NOT_ALLOWED)]
        {
            let bearer = format!("Bearer {token}");
            let got = of(ask(line).with("authorization", &bearer).with("accept-language", "es")).await;
            assert_eq!((got.status, language(&got).0), (status, "ru"), "{line} {token}");
        }
    }
    let banned = of(hello("banned:ru").with("accept-language", "es")).await;
    assert_eq!((banned.status, language(&banned).0), (StatusCode::FORBIDDEN, "ru"));
    let nobody = of(ask("GET /nowhere").with("authorization", "Bearer bad").with("accept-language", "es"));
    assert_eq!(language(&nobody.await).0, "es");
}
