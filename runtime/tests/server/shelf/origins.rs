//! Cross-origin requests (CORS).

use http::StatusCode;

use super::service;
use crate::http::{Asking, ask};

fn preflight(origin: &str) -> Asking {
    ask("OPTIONS /books")
        .with("origin", origin)
        .with("access-control-request-method", "POST")
        .with("access-control-request-headers", "authorization,content-type")
}

#[tokio::test]
async fn elp_40_r_45_pages_of_any_origin_may_call() {
    let got = ask("GET /books").with("origin", "https://app.test").of(&service()).await;
    assert_eq!(got.header("access-control-allow-origin"), "*");
    assert_eq!(got.header("access-control-allow-credentials"), "");
    let exposed = got.header("access-control-expose-headers").to_lowercase();
    for wire in [
        "location",
        "etag",
        "link",
        "deprecation",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "retry-after",
        "content-language",
        "x-request-id",
    ] {
        assert!(exposed.split(',').any(|one| one == wire), "{wire}: {exposed}");
    }
    for line in ["GET /nowhere", "PUT /books", "GET /hello"] {
        let failed = ask(line).with("origin", "https://app.test").of(&service()).await;
        assert!(failed.status.is_client_error());
        assert_eq!(failed.header("access-control-allow-origin"), "*", "{line}");
    }
}

#[tokio::test]
async fn elp_40_r_45_r_2_preflights_are_answered_and_other_options_are_as_ever() {
    let got = preflight("https://app.test").of(&service()).await;
    assert_eq!((got.status, &*got.text), (StatusCode::NO_CONTENT, ""));
    assert_eq!(got.header("access-control-allow-origin"), "*");
    assert_eq!(got.header("access-control-allow-headers"), "authorization,content-type");
    assert_eq!(got.header("access-control-max-age"), "3600");
    let methods: Vec<_> = got.header("access-control-allow-methods").split(',').collect();
    assert_eq!(methods, ["GET", "HEAD", "POST"]);
    let plain = ask("OPTIONS /books").with("origin", "https://app.test").of(&service()).await;
    assert_eq!((plain.status, plain.header("allow")), (StatusCode::NO_CONTENT, "GET, HEAD, POST, OPTIONS"));
    assert_eq!(plain.header("access-control-allow-origin"), "*");
    let through = preflight("https://app.test").of_router(service().router()).await;
    assert_eq!(
        (through.status, through.header("access-control-allow-origin")),
        (StatusCode::NO_CONTENT, "*")
    );
}

#[tokio::test]
async fn r_45_a_service_may_name_its_origins() {
    let named = service().cors(["https://app.test", "https://two.test"]);
    for (origin, allowed) in [("https://two.test", "https://two.test"), ("https://evil.test", "")] {
        let got = ask("GET /books").with("origin", origin).of(&named).await;
        assert_eq!((got.status, got.header("access-control-allow-origin")), (StatusCode::OK, allowed));
        assert_eq!(got.all("vary").len(), 1);
        let vary = got.header("vary").to_lowercase();
        assert!(vary.contains("origin") && vary.contains("accept-language"), "{vary}");
        let before = preflight(origin).of(&named).await;
        assert_eq!(before.header("access-control-allow-origin"), allowed);
    }
    let none = ask("GET /books").with("origin", "https://app.test").of(&service().cors::<&str>([])).await;
    assert_eq!((none.status, none.header("access-control-allow-origin")), (StatusCode::OK, ""));
    let any = ask("GET /books").with("origin", "https://app.test").of(&service().cors(["*"])).await;
    assert_eq!((any.status, any.header("access-control-allow-origin")), (StatusCode::OK, ""), "no origin");
    let without = crate::depot::Depot::<crate::depot::Full>::new(1, crate::depot::Counted::All).service();
    let asked =
        |service| async move { ask("GET /crates").with("origin", "https://app.test").of(&service).await };
    assert_eq!(asked(without.clone()).await.header("access-control-allow-origin"), "");
    let got = asked(without.cors(["https://app.test"])).await;
    assert_eq!(got.header("access-control-allow-origin"), "https://app.test");
}
