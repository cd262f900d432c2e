//! Session stores: unavailable, slow, panicking, swept; and styles without sliding expiry.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use async_trait::async_trait;
use housestyle::__private as rt;
use housestyle::server::session::{ExpiredDeletion, Id, Record, SessionStore, StoreError};
use housestyle::server::{Limits, MemorySessions, Service, Table, purge_sessions};
use serde_json::json;

use super::{Accounts, expire, id, post, service, set};
use crate::http::{Answered, ask};
use crate::rpc::{STYLE, code_and_message};

/// A store that fails at one operation.
#[derive(Debug, Clone, Default)]
struct Frail {
    inner: MemorySessions,
    /// The operation that fails.
    at: Arc<AtomicU8>,
    swept: Arc<AtomicUsize>,
}

const LOAD: u8 = 1;
const SAVE: u8 = 2;
const CREATE: u8 = 3;
const DELETE: u8 = 4;
const PANIC: u8 = 5;
const HANG: u8 = 6;

impl Frail {
    fn fails(&self, at: u8) -> Result<(), StoreError> {
        match self.at.load(Relaxed) == at {
            true => Err(StoreError::Backend("secret address refused".into())),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl SessionStore for Frail {
    async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
        self.fails(CREATE)?;
        self.inner.create(record).await
    }
    async fn save(&self, record: &Record) -> Result<(), StoreError> {
        self.fails(SAVE)?;
        self.inner.save(record).await
    }
    async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        self.fails(LOAD)?;
        assert_ne!(self.at.load(Relaxed), PANIC, "secret cause");
        if self.at.load(Relaxed) == HANG {
            std::future::pending::<()>().await;
        }
        self.inner.load(id).await
    }
    async fn delete(&self, id: &Id) -> Result<(), StoreError> {
        self.fails(DELETE)?;
        self.inner.delete(id).await
    }
}

#[async_trait]
impl ExpiredDeletion for Frail {
    async fn delete_expired(&self) -> Result<(), StoreError> {
        self.swept.fetch_add(1, Relaxed);
        self.fails(DELETE)?;
        self.inner.delete_expired().await
    }
}

fn frail() -> (Service<Accounts>, Frail) {
    let store = Frail::default();
    (service().sessions(store.clone()), store)
}

fn is_internal(got: &Answered) {
    assert_eq!(code_and_message(got), ("INTERNAL_ERROR".into(), "Something went wrong".into()));
    assert_eq!((got.status.as_u16(), set(got)), (200, None));
}

#[tokio::test]
async fn a_store_that_is_down_is_an_unforeseen_failure_without_a_cookie() {
    let (service, store) = frail();
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    for at in [LOAD, SAVE, PANIC] {
        store.at.store(at, Relaxed);
        is_internal(&post(&service, "/put", &sid, json!({"a": 2})).await);
        is_internal(&ask("GET /get").with("cookie", &format!("sid={sid}")).of(&service).await);
    }
    store.at.store(0, Relaxed);
    let got = post(&service, "/get", &sid, json!("a")).await;
    assert_eq!((id(&got), &got.json()["data"]["value"]), (sid, &json!(1)), "back again, and nothing changed");
    store.at.store(CREATE, Relaxed);
    is_internal(&post(&service, "/put", "", json!({"a": 2})).await);
    // Unknown paths have no session.
    store.at.store(LOAD, Relaxed);
    assert_eq!(post(&service, "/nowhere", "x", json!({})).await.status, 404);
}

#[tokio::test]
async fn where_the_session_cannot_be_loaded_the_handler_is_not_run() {
    let accounts = Accounts::default();
    let store = Frail::default();
    let service = super::service_of(accounts.clone()).sessions(store.clone());
    accounts.go_on.notify_one();
    let sid = id(&post(&service, "/wait", "", json!("a")).await);
    assert!(accounts.kept.lock().await.take().is_some());
    store.at.store(LOAD, Relaxed);
    accounts.go_on.notify_one();
    is_internal(&post(&service, "/wait", &sid, json!(null)).await);
    assert!(accounts.kept.lock().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_store_that_never_answers_is_not_waited_for() {
    let (service, store) = frail();
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    store.at.store(HANG, Relaxed);
    let service = service.limits(Limits::new().handler_time(Some(Duration::from_secs(5))));
    is_internal(&post(&service, "/put", &sid, json!({})).await);
}

#[tokio::test]
async fn a_login_or_logout_that_the_store_refuses_has_not_been() {
    let (service, store) = frail();
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    store.at.store(DELETE, Relaxed);
    let got = post(&service, "/enter", &sid, json!(5)).await;
    assert_eq!((code_and_message(&got).0.as_str(), id(&got)), ("INTERNAL_ERROR", sid.clone()));
    let got = post(&service, "/leave", &sid, json!({})).await;
    assert_eq!((code_and_message(&got).0.as_str(), id(&got)), ("INTERNAL_ERROR", sid.clone()));
    // If the old id was deleted and the new one cannot be created, there is no session.
    store.at.store(CREATE, Relaxed);
    is_internal(&post(&service, "/enter", &sid, json!(5)).await);
    store.at.store(0, Relaxed);
    let got = post(&service, "/account", &sid, json!({})).await;
    assert_eq!(code_and_message(&got).0, "AUTH_REQUIRED");
    assert_ne!(id(&got), sid);
}

#[tokio::test(start_paused = true)]
async fn expired_sessions_are_swept_now_and_then_whatever_fails() {
    let store = Frail::default();
    store.at.store(DELETE, Relaxed);
    let task = purge_sessions(store.clone(), Duration::from_secs(60));
    for sweeps in 1..4 {
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(store.swept.load(Relaxed) >= sweeps);
    }
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
}

static FIXED: rt::Style = rt::Style {
    login: rt::style::Login {
        session: Some(rt::Session { sliding: false, path: rt::Borrowed("/v1"), ..crate::rpc::SESSION }),
        ..STYLE.login
    },
    ..STYLE
};
static API: rt::Api =
    rt::Api { title: "Fixed", version: "1", style: &FIXED, document: None, operations: &[&READ] };
static ANYTHING: rt::BodyMeta = crate::rpc::body(&rt::Schema::ANY);
static READ: rt::OperationMeta = rt::OperationMeta {
    body: Some(&ANYTHING),
    ..crate::rpc::meta(&API, "read", &[rt::Segment::Literal("read")])
};

#[derive(Debug)]
struct Read(rt::Value);
impl rt::Operation for Read {
    const META: &'static rt::OperationMeta = &READ;
    type Output = rt::Value;
    type Form = rt::Json;
    type Error = rt::NoError;
}
impl rt::Receive for Read {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self(read.json(&rt::Schema::ANY)?))
    }
}

#[tokio::test]
async fn where_the_age_does_not_slide_the_cookie_reports_what_is_left() {
    let store = MemorySessions::new();
    let table: Table<()> = Table::new::<()>(&API).entry(rt::open::<(), Read, _, _>(
        |_: Arc<()>, call: rt::Call<Read>| async move {
            call.context().session()?.insert("a", &call.0).await?;
            Ok(json!({}))
        },
    ));
    let service = Service::new((), table).sessions(store.clone());
    let first = post(&service, "/read", "", json!(1)).await;
    assert!(set(&first).is_some_and(|line| line.ends_with("Path=/v1; Max-Age=1209600")), "{first:?}");
    let sid = id(&first);
    let mut record = store.load(&sid.parse().expect("an id")).await.expect("loaded").expect("a session");
    record.expiry_date -= Duration::from_secs(1_209_600 - 100);
    store.save(&record).await.expect("saved");
    let second = post(&service, "/read", &sid, json!(2)).await;
    assert!(
        set(&second).is_some_and(|line| line.ends_with("Max-Age=100") || line.ends_with("Max-Age=99")),
        "{second:?}"
    );
    let kept = store.load(&record.id).await.expect("loaded").expect("a session");
    assert_eq!((kept.expiry_date, &kept.data["a"]), (record.expiry_date, &json!(2)));
}

#[tokio::test]
async fn a_record_past_its_time_does_not_count_even_if_the_store_gives_it() {
    /// Returns expired records, as a store that is swept once an hour.
    #[derive(Debug, Clone)]
    struct Late(MemorySessions, Arc<std::sync::Mutex<Option<Record>>>);
    #[async_trait]
    impl SessionStore for Late {
        async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
            self.0.create(record).await
        }
        async fn save(&self, record: &Record) -> Result<(), StoreError> {
            self.0.save(record).await?;
            *self.1.lock().expect("a lock") = Some(record.clone());
            Ok(())
        }
        async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
            let saved = self.1.lock().expect("a lock").clone().filter(|record| record.id == *id);
            Ok(saved.or(self.0.load(id).await?))
        }
        async fn delete(&self, id: &Id) -> Result<(), StoreError> {
            self.0.delete(id).await
        }
    }
    let store = Late(MemorySessions::new(), Arc::default());
    let service = service().sessions(store.clone());
    let sid = id(&post(&service, "/put", "", json!({"a": 1})).await);
    expire(&store, &sid).await;
    let got = post(&service, "/get", &sid, json!("a")).await;
    assert_ne!(id(&got), sid);
    assert_eq!(got.json()["data"]["value"], json!(null));
}
