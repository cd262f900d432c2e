//! GOAT-1 to GOAT-10: the session in its cookie.

use housestyle::server::MemorySessions;
use housestyle::server::session::{ExpiredDeletion, Id, SessionStore};
use serde_json::json;

use super::visitor::{ADA, BORIS, Goats};

#[tokio::test]
async fn goat_1_a_request_without_a_cookie_opens_a_session() {
    let goats = Goats::shared();
    for path in ["/settings/", "/events/list/", "/accounts/logout/"] {
        let mut visitor = goats.visitor();
        let reply = visitor.call(path, json!({})).await;
        assert!(reply.cookie().is_some(), "{path}");
    }
}

#[tokio::test]
async fn goat_2_the_cookie_is_called_sessionid() {
    let ada = Goats::shared().logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    let send = |name: &str| {
        let request = Goats::shared().server.post("/v1/events/list/", "{}");
        request.header("cookie", &format!("{name}={id}")).send()
    };
    assert_eq!(send("sessionid").await.json()["status"], "ok");
    for other in ["SessionId", "SESSIONID", "sessionId", "session"] {
        assert_eq!(send(other).await.json()["error_code"], "AUTH_REQUIRED", "{other}");
    }
}

#[tokio::test]
async fn goat_3_ck_3_each_answer_sets_the_same_cookie_anew() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    for _ in 0..3 {
        let cookie = ada.call("/events/list/", json!({})).await.cookie().expect("set again");
        assert_eq!((&cookie.value, cookie.max_age()), (&id, 1_209_600));
    }
}

/// When the session of a cookie ends, as the server's store has it.
async fn ends_at(goats: &Goats, id: &str) -> i64 {
    sqlx::query_scalar("SELECT expires_at FROM sessions WHERE id = $1")
        .bind(id)
        .fetch_one(goats.sessions.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn goat_4_the_age_of_a_session_begins_anew_with_each_request() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    let first = ends_at(&goats, &id).await;
    // As if the last request had been a week ago.
    sqlx::query("UPDATE sessions SET expires_at = expires_at - 604800")
        .execute(goats.sessions.pool())
        .await
        .unwrap();
    let cookie = ada.call("/events/list/", json!({})).await.cookie().unwrap();
    assert_eq!((&cookie.value, cookie.max_age()), (&id, 1_209_600));
    assert!(ends_at(&goats, &id).await >= first);
}

#[tokio::test]
async fn goat_5_failures_set_the_cookie_too() {
    let goats = Goats::shared();
    let mut ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    for (path, body, code) in [
        ("/events/details/", json!({}), "MISSING_PARAMETER"),
        ("/events/details/", json!({"event_id": "1"}), "INVALID_PARAMETER"),
        ("/events/details/", json!({"event_id": 404}), "EVENT_NOT_FOUND"),
        ("/events/details/", json!({"event_id": 2}), "USER_IS_NOT_EVENT_PARTICIPANT"),
    ] {
        let reply = ada.call(path, body).await;
        assert_eq!(reply.json()["error_code"], code);
        assert_eq!(reply.cookie().unwrap().value, id, "{code}");
    }
    let wrong_verb = goats.server.get("/v1/events/list/").header("cookie", &format!("sessionid={id}"));
    assert_eq!(wrong_verb.send().await.cookie().unwrap().value, id);
}

#[tokio::test]
async fn goat_8_a_logout_expires_the_cookie() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let reply = ada.call("/accounts/logout/", json!({})).await;
    let cookie = reply.cookie().expect("an expired cookie");
    assert!(cookie.max_age() <= 0);
    assert_eq!(ada.cookie, None);
}

#[tokio::test]
async fn ck_4_ck_9_a1_the_cookie_expires_under_the_name_and_path_that_it_has() {
    let mut ada = Goats::shared().logged_in(ADA).await;
    let live = ada.call("/settings/", json!({})).await.cookie().unwrap();
    let dead = ada.call("/accounts/logout/", json!({})).await.cookie().unwrap();
    for attribute in ["path", "domain"] {
        assert_eq!(dead.attribute(attribute), live.attribute(attribute), "{attribute}");
    }
    if let Some(date) = dead.attribute("expires") {
        assert!(date.ends_with(" GMT") && date.len() == "Thu, 01 Jan 1970 00:00:00 GMT".len(), "{date}");
    }
    assert!(!dead.value.contains('"'), "CK-20");
}

#[tokio::test]
async fn goat_10_an_id_that_was_logged_out_is_anonymous() {
    let goats = Goats::shared();
    let mut ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone();
    ada.ok("/accounts/logout/", json!({})).await;
    ada.cookie = id.clone();
    let reply = ada.call("/events/list/", json!({})).await;
    assert_eq!(reply.json()["error_code"], "AUTH_REQUIRED");
    assert_ne!(ada.cookie, id, "and it gets another");
}

#[tokio::test]
async fn r_13_ck_2_ck_6_ck_7_ck_8_the_cookie_is_as_ruled() {
    let cookie = Goats::shared().visitor().call("/settings/", json!({})).await.cookie().unwrap();
    let mut attributes = cookie.attributes.clone();
    attributes.sort();
    let expected = [("httponly", ""), ("max-age", "1209600"), ("path", "/"), ("samesite", "Lax")];
    assert_eq!(attributes, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    // 128 bits are 22 characters of base64.
    assert!(cookie.value.len() >= 22, "{}", cookie.value);
    assert!(
        cookie.value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)),
        "{}",
        cookie.value
    );
}

#[tokio::test]
async fn r_13_a15_ck_8_behind_tls_the_cookie_is_secure() {
    let goats = Goats::start_with(|service, sessions| service.sessions(sessions).behind_tls());
    let mut ada = goats.logged_in(ADA).await;
    assert_eq!(ada.call("/settings/", json!({})).await.cookie().unwrap().attribute("secure"), Some(""));
    let gone = ada.call("/accounts/logout/", json!({})).await.cookie().unwrap();
    assert_eq!((gone.attribute("secure"), gone.attribute("path")), (Some(""), Some("/")));
}

#[tokio::test]
async fn r_14_unknown_and_expired_ids_get_a_new_one() {
    let goats = Goats::start();
    let ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    sqlx::query("UPDATE sessions SET expires_at = 0 WHERE id = $1")
        .bind(&id)
        .execute(goats.sessions.pool())
        .await
        .unwrap();
    let chosen = "AAAAAAAAAAAAAAAAAAAAAA";
    for sent in [id.as_str(), chosen, "x", "", "\"\""] {
        let request = goats.server.post("/v1/events/list/", "{}");
        let reply = request.header("cookie", &format!("sessionid={sent}")).send().await.enveloped();
        assert_eq!(reply.json()["error_code"], "AUTH_REQUIRED", "{sent}");
        let given = reply.cookie().expect("a new session").value;
        assert_ne!(given, sent);
    }
}

#[tokio::test]
async fn goat_3_r_13_a_visitor_keeps_its_cookie_and_the_store_nothing_of_it() {
    let goats = Goats::start();
    let mut visitor = goats.visitor();
    visitor.ok("/settings/", json!({})).await;
    let first = visitor.cookie.clone();
    for path in ["/settings/", "/events/list/"] {
        visitor.call(path, json!({})).await;
        assert_eq!(visitor.cookie, first, "{path}");
        goats.visitor().call(path, json!({})).await;
    }
    let kept: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sessions").fetch_one(goats.sessions.pool()).await.unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn r_14_logging_in_changes_the_id() {
    let goats = Goats::shared();
    let mut visitor = goats.visitor();
    visitor.ok("/settings/", json!({})).await;
    let before = visitor.cookie.clone();
    visitor.ok("/accounts/auth/anonym/", json!({"user_access_token": ADA})).await;
    assert_ne!(visitor.cookie, before);
    visitor.cookie = before;
    assert_eq!(
        visitor.refused("/events/list/", json!({})).await,
        "AUTH_REQUIRED",
        "the earlier id has no session"
    );
}

#[tokio::test]
async fn r_14_of_several_ids_only_one_that_the_server_issued_is_accepted() {
    let goats = Goats::shared();
    let ada = goats.logged_in(ADA).await;
    let id = ada.cookie.unwrap();
    let request =
        |cookies: String| goats.server.post("/v1/events/list/", "{}").header("cookie", &cookies).send();
    assert_eq!(request(format!("other=1; sessionid={id}; x=\"y\"")).await.json()["status"], "ok");
}

#[tokio::test]
async fn ck_1_one_cookie_of_a_name_is_set() {
    // Logging in changes the id: the answer has the new one alone. `Reply::cookie` counts.
    let mut visitor = Goats::shared().visitor();
    visitor.ok("/settings/", json!({})).await;
    let reply = visitor.call("/accounts/auth/anonym/", json!({})).await;
    assert!(reply.cookie().is_some());
}

#[tokio::test]
async fn goat_10_what_was_logged_out_of_does_not_come_back() {
    let goats = Goats::start();
    let store = goats.sessions.clone();
    let ada = goats.logged_in(ADA).await;
    let id: Id = ada.cookie.as_ref().unwrap().parse().unwrap();
    let record = store.load(&id).await.unwrap().expect("the session");
    store.delete(&id).await.unwrap();
    // Another request of the session, which came before the logout and ends after it.
    store.save(&record).await.unwrap();
    assert_eq!(store.load(&id).await.unwrap(), None);
}

#[tokio::test]
async fn goat_61_what_has_expired_is_swept_and_counts_for_nothing_before() {
    let goats = Goats::start();
    let store = goats.sessions.clone();
    let (ada, boris) = (goats.logged_in(ADA).await, goats.logged_in(BORIS).await);
    let id = |cookie: &Option<String>| cookie.as_ref().unwrap().parse::<Id>().unwrap();
    sqlx::query("UPDATE sessions SET expires_at = unixepoch() WHERE id = $1")
        .bind(ada.cookie.as_ref())
        .execute(goats.sessions.pool())
        .await
        .unwrap();
    assert_eq!(store.load(&id(&ada.cookie)).await.unwrap(), None);
    store.delete_expired().await.unwrap();
    let left: Vec<String> =
        sqlx::query_scalar("SELECT id FROM sessions").fetch_all(goats.sessions.pool()).await.unwrap();
    assert_eq!(left, [boris.cookie.clone().unwrap()]);
}

#[tokio::test]
async fn a_session_does_not_wait_for_writers_of_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("goat.db").display());
    let goats = Goats::start_at(Some(url), |service, sessions| service.sessions(sessions));
    let writing = goats.pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    // Everyone's session is made, logged in to, looked up, and ended meanwhile.
    let mut ada = goats.logged_in(ADA).await;
    assert_eq!(ada.ok("/events/list/", json!({})).await[0]["id"], 1);
    ada.ok("/accounts/logout/", json!({})).await;
    drop(writing);
    assert!(folder.path().join("goat.db-sessions").exists());
}

#[tokio::test]
async fn sessions_may_be_in_memory_too() {
    let goats = Goats::start_with(|service, _| service.sessions(MemorySessions::new()));
    let mut ada = goats.logged_in(ADA).await;
    assert_eq!(ada.ok("/events/list/", json!({})).await[0]["id"], 1);
    let kept: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sessions").fetch_one(goats.sessions.pool()).await.unwrap();
    assert_eq!(kept, 0);
    ada.ok("/accounts/logout/", json!({})).await;
    assert_eq!(ada.refused("/events/list/", json!({})).await, "AUTH_REQUIRED");
}

/// A store that is down, now and then.
mod unsteady {
    use std::sync::atomic::{AtomicBool, Ordering};

    use example_goat::sessions::SqliteSessions;
    use housestyle::server::session::{Id, Record, SessionStore, StoreError};

    #[derive(Debug)]
    pub struct Unsteady {
        pub store: SqliteSessions,
        pub loads: &'static AtomicBool,
        pub saves: &'static AtomicBool,
    }

    fn up(is: &AtomicBool) -> Result<(), StoreError> {
        if is.load(Ordering::SeqCst) {
            Ok(())
        } else {
            Err(StoreError::Backend("hunter2 is down".to_owned()))
        }
    }

    #[async_trait::async_trait]
    impl SessionStore for Unsteady {
        async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
            up(self.saves)?;
            self.store.create(record).await
        }

        async fn save(&self, record: &Record) -> Result<(), StoreError> {
            up(self.saves)?;
            self.store.save(record).await
        }

        async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
            up(self.loads)?;
            self.store.load(id).await
        }

        async fn delete(&self, id: &Id) -> Result<(), StoreError> {
            up(self.saves)?;
            self.store.delete(id).await
        }
    }
}

/// A server whose store can be made to fail.
fn unsteady() -> (Goats, [&'static std::sync::atomic::AtomicBool; 2]) {
    let up = || &*Box::leak(Box::new(std::sync::atomic::AtomicBool::new(true)));
    let (loads, saves) = (up(), up());
    let goats =
        Goats::start_with(move |service, store| service.sessions(unsteady::Unsteady { store, loads, saves }));
    (goats, [loads, saves])
}

#[tokio::test]
async fn r_3_a_store_that_is_down_is_an_internal_error_and_keeps_the_session() {
    use std::sync::atomic::Ordering::SeqCst;
    let (goats, all) = unsteady();
    let mut ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone();
    for flag in all {
        flag.store(false, SeqCst);
        let reply = ada.call("/accounts/update/", json!({"name": "Ada L."})).await;
        assert_eq!(reply.json()["error_code"], "INTERNAL_ERROR");
        assert_eq!(reply.status, 200);
        assert!(!reply.text.contains("hunter2"), "{}", reply.text);
        assert_eq!(reply.cookie(), None, "the client keeps what it has");
        flag.store(true, SeqCst);
        ada.ok("/events/list/", json!({})).await;
        assert_eq!(ada.cookie, id, "and is known again");
    }
    // Logins fail if the session cannot be stored; requests without a session succeed.
    all[1].store(false, SeqCst);
    let reply = goats.server.post("/v1/settings/", "{}").send().await.enveloped();
    assert_eq!(reply.json()["status"], "ok");
    let mut visitor = goats.visitor();
    let body = json!({"user_access_token": ADA});
    assert_eq!(visitor.refused("/accounts/auth/anonym/", body).await, "INTERNAL_ERROR");
    all[1].store(true, SeqCst);
    assert_eq!(visitor.refused("/accounts/update/", json!({"name": "Nobody"})).await, "AUTH_REQUIRED");
}

#[tokio::test]
async fn r_3_where_the_store_cannot_be_read_the_handler_does_not_run() {
    use std::sync::atomic::Ordering::SeqCst;
    let (goats, [loads, _]) = unsteady();
    let mut ada = goats.logged_in(ADA).await;
    loads.store(false, SeqCst);
    assert_eq!(ada.refused("/accounts/update/", json!({"name": "Nobody"})).await, "INTERNAL_ERROR");
    loads.store(true, SeqCst);
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    assert_eq!(event["participants"][0]["account"]["name"], "Ada");
}
