//! The session cookie of responses.

use serde_json::json;

use super::{Client, expire, id, post, service, set, stored};
use crate::http::ask;

#[tokio::test]
async fn an_answer_to_a_request_without_a_cookie_sets_one() {
    let service = service();
    let got = post(&service, "/get", "", json!("a")).await;
    let line = set(&got).expect("a cookie").to_owned();
    let sid = id(&got);
    assert_eq!(line, format!("sid={sid}; HttpOnly; SameSite=Lax; Path=/; Max-Age=1209600"));
    assert_eq!(sid.len(), 43, "128 bits, and their mark");
    assert_ne!(id(&post(&service, "/get", "", json!("a")).await), sid);
}

#[tokio::test]
async fn a_live_session_is_set_again_under_its_id() {
    let service = service();
    let first = post(&service, "/put", "", json!({"a": 1})).await;
    let second = post(&service, "/get", &id(&first), json!("a")).await;
    assert_eq!((id(&second), set(&second)), (id(&first), set(&first)));
    assert_eq!(second.json()["data"]["value"], 1);
}

#[tokio::test]
async fn the_age_begins_anew_with_every_answer() {
    let (service, store) = stored();
    let first = id(&post(&service, "/put", "", json!({"a": 1})).await);
    let parsed = first.parse().expect("an id");
    let expiry = async || {
        use housestyle::server::session::SessionStore as _;
        store.load(&parsed).await.expect("loaded").expect("a session").expiry_date
    };
    let before = expiry().await;
    post(&service, "/get", &first, json!("a")).await;
    assert!(expiry().await > before);
}

#[tokio::test]
async fn failures_and_wrong_methods_set_it_too() {
    let service = service();
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    for (path, body) in [("/account", json!({})), ("/fail", json!("conflict")), ("/fail", json!("type"))] {
        let got = post(&service, path, &sid, body).await;
        assert_eq!((got.json()["status"].as_str(), id(&got)), (Some("error"), sid.clone()), "{path}");
    }
    let malformed = ask("POST /get").with("cookie", &format!("sid={sid}")).body("{").of(&service).await;
    assert_eq!((id(&malformed), &malformed.json()["error_code"]), (sid.clone(), &json!("INVALID_PARAMETER")));
    for verb in ["GET", "HEAD", "DELETE", "BREW"] {
        let got = ask(&format!("{verb} /get")).with("cookie", &format!("sid={sid}")).of(&service).await;
        assert_eq!(id(&got), sid, "{verb}");
        assert_eq!(id(&ask(&format!("{verb} /get")).of(&service).await).len(), 43, "{verb}");
    }
}

#[tokio::test]
async fn r_11_unknown_paths_and_options_have_no_session() {
    let (service, store) = stored();
    for line in ["POST /nowhere", "GET /", "OPTIONS /get", "POST /get/%ff"] {
        let got = ask(line).of(&service).await;
        assert_eq!(set(&got), None, "{line}");
    }
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 0 }");
}

#[tokio::test]
async fn r_14_an_id_that_is_not_ours_is_never_taken() {
    let (service, store) = stored();
    let expired = id(&post(&service, "/put", "", json!({"a": 1})).await);
    expire(&store, &expired).await;
    let left = id(&post(&service, "/put", "", json!({"a": 1})).await);
    post(&service, "/leave", &left, json!({})).await;
    let unknown = "A".repeat(22);
    let long = "A".repeat(5000);
    for sid in [&expired, &left, &unknown, &long, "x", "\"\"", "%00", "../../etc", "' OR 1=1 --"] {
        let got = post(&service, "/get", sid, json!("a")).await;
        let new = id(&got);
        assert!(new.len() == 43 && new != *sid, "{sid}: {new}");
        assert_eq!(got.json()["data"]["value"], json!(null), "{sid}");
        assert_eq!(id(&post(&service, "/get", &new, json!("a")).await), new);
    }
}

#[tokio::test]
async fn ck_18_a_cookie_left_over_for_another_path_does_not_hide_the_session() {
    let service = service();
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    let got = ask("POST /get")
        .with("cookie", &format!("sid=\"\"; sid={}; SID=x", "A".repeat(22)))
        .with("cookie", &format!("sid={sid}"))
        .body("\"a\"")
        .of(&service)
        .await;
    assert_eq!((id(&got), &got.json()["data"]["value"]), (sid, &json!(1)));
}

#[tokio::test]
async fn logging_out_expires_the_cookie_with_its_name_and_path() {
    let service = service();
    let mut client = Client::new(&service);
    client.post("/enter", json!(5)).await;
    const EXPIRED: &str =
        "sid=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let got = post(&service, "/leave", &client.sid, json!({})).await;
    assert_eq!((set(&got), got.json()["status"].as_str()), (Some(EXPIRED), Some("ok")));
    // Also if nobody is logged in or there was no session.
    let got = post(&service, "/leave", &client.sid, json!({})).await;
    assert_eq!((set(&got), got.json()["status"].as_str()), (Some(EXPIRED), Some("ok")));
    assert_eq!(set(&post(&service, "/leave", "", json!({})).await), Some(EXPIRED));
}

#[tokio::test]
async fn r_13_over_tls_the_cookie_is_secure() {
    let line = |got: &crate::http::Answered| set(got).unwrap_or_default().to_owned();
    let behind = service().behind_tls();
    let got = post(&behind, "/get", "", json!("a")).await;
    assert!(line(&got).contains("; Secure; "), "{got:?}");
    let got = post(&behind, "/leave", &id(&got), json!({})).await;
    assert!(line(&got).starts_with("sid=; ") && line(&got).contains("; Secure; "), "{got:?}");
    let proxied = service().trust_forwarded();
    for (proto, secure) in [("https", true), ("http", false)] {
        let asking = ask("POST /get").with("x-forwarded-proto", proto);
        let got = asking.body("\"a\"").of(&proxied).await;
        assert_eq!(line(&got).contains("Secure"), secure, "{got:?}");
        let wrong = ask("GET /get").with("x-forwarded-proto", proto).of(&proxied).await;
        assert_eq!(line(&wrong).contains("Secure"), secure, "{wrong:?}");
    }
    let got = ask("POST /get").with("x-forwarded-proto", "https").body("1").of(&service()).await;
    assert!(!line(&got).contains("Secure"), "{got:?}");
}

#[tokio::test]
async fn ck_1_there_is_one_cookie_of_the_name() {
    let service = service();
    let got = post(&service, "/fail", "", json!("cookie")).await;
    assert_eq!(got.all("set-cookie").len(), 2);
    assert!(id(&got).len() == 22 && got.all("set-cookie").contains(&"other=1"), "{got:?}");
}

#[tokio::test]
async fn no_debug_shows_an_id() {
    let (service, store) = stored();
    let answer = service.answer(http::Request::post("/put").body("{}".into()).expect("a request")).await;
    let shown = format!("{:?} {store:?} {service:?}", answer.headers());
    let sid = answer.headers()["set-cookie"].to_str().expect("text")[4..26].to_owned();
    assert!(!shown.contains(&sid) && shown.contains("Sensitive"), "{shown}");
}
