//! What the guide and RFC 6265 ask of a client: GOAT-6, GOAT-7, GOAT-9, GOAT-28, GOAT-62 and CK-10 to CK-19, on the generated one.

use std::sync::{Arc, Mutex};

use example_goat::goat::client::Client;
use example_goat::goat::operations::{AuthAnonymError, GetEventError, ListEventsError};
use example_goat::goat::types::{AnonymToken, EventRef, EventStatus, EventType, Lang, NewEvent};
use housestyle::UnixTime;
use housestyle::client::CallError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::visitor::{ADA, DAY, Goats, START};

fn client(base: &str) -> Client {
    Client::builder(base).build().unwrap()
}

fn ada() -> AnonymToken {
    AnonymToken { user_access_token: Some(ADA.to_owned()) }
}

/// What a stub was sent: path and `Cookie` of each request.
type CookieLog = Arc<Mutex<Vec<(String, Option<String>)>>>;

/// Answers each connection with the next of these headers and bodies.
async fn stub(answers: Vec<(String, &'static str)>) -> (Client, CookieLog) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = CookieLog::default();
    let requests = Arc::clone(&seen);
    tokio::spawn(async move {
        for (headers, body) in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                let mut chunk = [0; 4096];
                let read = stream.read(&mut chunk).await.unwrap();
                assert!(read > 0, "the client hung up");
                head.extend_from_slice(&chunk[..read]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let mut cookies = head.lines().filter_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("cookie").then(|| value.to_owned())
            });
            let cookie = cookies.next();
            assert_eq!(cookies.next(), None, "CK-15: one header at most");
            let path = head.split(' ').nth(1).unwrap().to_owned();
            requests.lock().unwrap().push((path, cookie));
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {headers}content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (client(&base), seen)
}

const EMPTY: &str = r#"{"status":"ok","data":{}}"#;
const NONE: &str = r#"{"status":"ok","data":[]}"#;
const LOGIN_NEEDED: &str = r#"{"status":"error","error_code":"AUTH_REQUIRED","error_message":"Log in"}"#;
const PAST: &str = "Thu, 01 Jan 1970 00:00:01 GMT";
const FUTURE: &str = "Fri, 01 Jan 2100 00:00:00 GMT";

/// The cookies that the client sends to `/v1/events/list/` after an answer of `/v1/accounts/logout/` that sets these.
async fn sent_after(set: &[&str]) -> Option<String> {
    let headers = set
        .iter()
        .fold("200 OK\r\n".to_owned(), |headers, cookie| headers + "set-cookie: " + cookie + "\r\n");
    let (api, seen) = stub(vec![(headers, EMPTY), ("200 OK\r\n".to_owned(), NONE)]).await;
    api.logout().send().await.unwrap();
    api.list_events().send().await.unwrap();
    seen.lock().unwrap()[1].1.clone()
}

#[tokio::test]
async fn goat_6_the_client_sends_the_cookie_with_each_later_request() {
    let goats = Goats::start();
    let api = client(&goats.server.base);
    let refused = api.list_events().send().await.unwrap_err();
    assert_eq!(refused.declared(), Some(&ListEventsError::AuthRequired));
    let login = api.auth_anonym(ada()).send().await.unwrap();
    assert_eq!(login.account_id, 1);
    let events = api.list_events().send().await.unwrap();
    assert_eq!((events.len(), events[0].id), (1, 1));
    // A clone is the same client with the same cookie, another client is not.
    assert_eq!(api.clone().list_events().send().await.unwrap().len(), 1);
    assert!(client(&goats.server.base).list_events().send().await.is_err());
}

#[tokio::test]
async fn goat_6_each_request_has_the_cookie_that_was_set_first() {
    let first = "200 OK\r\nset-cookie: sessionid=abc; HttpOnly; Max-Age=1209600; Path=/\r\n".to_owned();
    let later = || ("200 OK\r\n".to_owned(), NONE);
    let (api, seen) = stub(vec![(first, NONE), later(), later()]).await;
    for _ in 0..3 {
        api.list_events().send().await.unwrap();
    }
    let seen = seen.lock().unwrap();
    let cookies: Vec<_> = seen.iter().map(|(_, cookie)| cookie.as_deref()).collect();
    assert_eq!(cookies, [None, Some("sessionid=abc"), Some("sessionid=abc")]);
    assert_eq!(seen[0].0, "/v1/events/list/");
}

#[tokio::test]
async fn goat_7_the_latest_cookie_wins_on_failures_too() {
    let set = |id: &str| format!("200 OK\r\nset-cookie: sessionid={id}; Max-Age=1209600; Path=/\r\n");
    let (api, seen) =
        stub(vec![(set("a"), NONE), (set("b"), LOGIN_NEEDED), (set("c"), NONE), ("200 OK\r\n".into(), NONE)])
            .await;
    for _ in 0..4 {
        let _ = api.list_events().send().await;
    }
    let cookies: Vec<_> = seen.lock().unwrap().iter().filter_map(|(_, cookie)| cookie.clone()).collect();
    assert_eq!(cookies, ["sessionid=a", "sessionid=b", "sessionid=c"]);
}

#[tokio::test]
async fn goat_9_after_a_logout_the_id_is_never_sent_again() {
    let goats = Goats::start();
    let api = client(&goats.server.base);
    api.auth_anonym(ada()).send().await.unwrap();
    api.logout().send().await.unwrap();
    let refused = api.list_events().send().await.unwrap_err();
    assert_eq!(refused.declared(), Some(&ListEventsError::AuthRequired));
    api.auth_anonym(ada()).send().await.unwrap();
    assert_eq!(api.list_events().send().await.unwrap().len(), 1);
}

#[tokio::test]
async fn goat_9_a1_an_expired_cookie_takes_the_id_along_whatever_its_path() {
    // As the guide's own server does it: expired without `Path`, in the answer of a path deeper than where the cookie was set.
    let set = "200 OK\r\nset-cookie: sessionid=abc; Max-Age=1209600; Path=/\r\n".to_owned();
    let gone = format!("200 OK\r\nset-cookie: sessionid=\"\"; expires={PAST}\r\n");
    let (api, seen) = stub(vec![(set, NONE), (gone, EMPTY), ("200 OK\r\n".into(), NONE)]).await;
    api.list_events().send().await.unwrap();
    api.logout().send().await.unwrap();
    api.list_events().send().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!((seen[1].1.as_deref(), seen[2].1.as_deref()), (Some("sessionid=abc"), None));
}

#[tokio::test]
async fn goat_28_the_body_decides_success_whatever_the_http_status_is() {
    for status in ["200 OK", "400 Bad Request", "404 Not Found", "500 Internal Server Error"] {
        let (api, _) = stub(vec![(format!("{status}\r\n"), LOGIN_NEEDED)]).await;
        let refused = api.list_events().send().await.unwrap_err();
        let CallError::Declared(ListEventsError::AuthRequired, refusal) = refused else {
            panic!("{status}: {refused:?}")
        };
        assert_eq!(refusal.message.as_deref(), Some("Log in"));
        let (api, _) = stub(vec![(format!("{status}\r\n"), NONE)]).await;
        assert_eq!(api.list_events().send().await.unwrap().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn goat_28_the_failures_of_the_server_are_typed() {
    let goats = Goats::start();
    let api = client(&goats.server.base);
    api.auth_anonym(ada()).send().await.unwrap();
    let again = api.auth_anonym(ada()).send().await.unwrap_err();
    assert_eq!(again.declared(), Some(&AuthAnonymError::AlreadyLoggedIn));
    for (event_id, expected) in
        [(404, GetEventError::EventNotFound), (2, GetEventError::UserIsNotEventParticipant)]
    {
        let refused = api.get_event(EventRef { event_id }).send().await.unwrap_err();
        assert_eq!(refused.declared(), Some(&expected));
    }
}

#[tokio::test]
async fn goat_62_values_go_there_and_back() {
    let goats = Goats::start();
    let api = client(&goats.server.base);
    api.auth_anonym(ada()).send().await.unwrap();
    let at = |seconds: i64| UnixTime::from_timestamp(seconds).unwrap();
    let new = NewEvent {
        lang: Lang::Ru,
        r#type: EventType::Journey,
        title: "Карелия".to_owned(),
        description: None,
        start_at: at(START + DAY),
        finish_at: at(START + 2 * DAY),
    };
    let event = api.create_event(new).send().await.unwrap();
    assert_eq!(
        (event.status, event.start_at, event.finish_at),
        (EventStatus::Preparation, at(START + DAY), at(START + 2 * DAY))
    );
    assert_eq!(event.title, "Карелия");
    assert_eq!(api.get_event_short(EventRef { event_id: event.id }).send().await.unwrap().steps.len(), 5);
    api.delete_event(EventRef { event_id: event.id }).send().await.unwrap();
}

#[tokio::test]
async fn ck_10_max_age_beats_expires() {
    for live in [
        format!("sessionid=a; Expires={PAST}; Max-Age=100"),
        format!("sessionid=a; Max-Age=100; Expires={PAST}"),
    ] {
        assert_eq!(sent_after(&[&(live + "; Path=/")]).await.as_deref(), Some("sessionid=a"));
    }
    let dead = format!("sessionid=a; Max-Age=0; Expires={FUTURE}; Path=/");
    assert_eq!(sent_after(&[&dead]).await, None);
}

#[tokio::test]
async fn ck_11_a_max_age_of_nothing_is_the_end_and_nonsense_is_ignored() {
    for dead in ["0", "-1", "-1209600"] {
        assert_eq!(sent_after(&[&format!("sessionid=a; Max-Age={dead}; Path=/")]).await, None, "{dead}");
    }
    for ignored in ["soon", "+5", "1h", ""] {
        let sent = sent_after(&[&format!("sessionid=a; Max-Age={ignored}; Path=/")]).await;
        assert_eq!(sent.as_deref(), Some("sessionid=a"), "{ignored}");
    }
}

#[tokio::test]
async fn ck_12_a_date_that_cannot_be_read_is_ignored() {
    let sent = sent_after(&["sessionid=a; Expires=yesterday; Path=/"]).await;
    assert_eq!(sent.as_deref(), Some("sessionid=a"));
}

#[tokio::test]
async fn ck_13_a_cookie_of_the_same_name_and_path_is_replaced() {
    let sent = sent_after(&["sessionid=a; Path=/", "sessionid=b; Path=/"]).await;
    assert_eq!(sent.as_deref(), Some("sessionid=b"));
}

#[tokio::test]
async fn ck_14_an_expired_cookie_is_not_kept() {
    assert_eq!(sent_after(&[&format!("sessionid=a; Expires={PAST}; Path=/")]).await, None);
    assert_eq!(sent_after(&["sessionid=a; Path=/", "sessionid=x; Max-Age=0; Path=/"]).await, None);
}

#[tokio::test]
async fn ck_16_a_cookie_for_another_host_or_a_secure_scheme_is_not_sent() {
    assert_eq!(sent_after(&["sessionid=a; Domain=other.example; Path=/"]).await, None);
}

#[tokio::test]
async fn ck_5_ck_17_a_cookie_goes_where_its_path_leads() {
    for (path, sent) in [
        ("/", true),
        ("/v1", true),
        ("/v1/", true),
        ("/v1/events/list/", true),
        ("/v1/events", true),
        ("/v1/event", false),
        ("/v1/accounts", false),
    ] {
        let cookie = sent_after(&[&format!("sessionid=a; Path={path}")]).await;
        assert_eq!(cookie.is_some(), sent, "{path}");
    }
    // Without one it is that of the request, up to its last slash.
    assert_eq!(sent_after(&["sessionid=a"]).await, None, "CK-5: /v1/accounts/logout");
}

#[tokio::test]
async fn ck_15_ck_18_one_header_with_the_longer_path_first() {
    let sent = sent_after(&["sessionid=all; Path=/", "sessionid=events; Path=/v1/events"]).await;
    assert_eq!(sent.as_deref(), Some("sessionid=events; sessionid=all"));
}

#[tokio::test]
async fn ck_19_names_of_attributes_are_in_any_case_and_unknown_ones_ignored() {
    let sent = sent_after(&["sessionid=a; pATH=/; mAX-aGE=100; Priority=High; Partitioned"]).await;
    assert_eq!(sent.as_deref(), Some("sessionid=a"));
    let sent = sent_after(&["sessionid=a; path=/; MAX-AGE=0"]).await;
    assert_eq!(sent, None);
}
