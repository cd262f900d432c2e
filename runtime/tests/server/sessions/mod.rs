//! Sessions: an API whose style has them, and a client with cookies.

mod cookies;
mod empty;
mod logins;
mod origins;
mod races;
mod sockets;
mod stores;

use std::sync::Arc;

use axum::body::Body;
use housestyle::__private as rt;
use housestyle::server::session::{Id, SessionStore};
use housestyle::server::{Call, Credentials, Login, MemorySessions, Security, Service, Table};
use housestyle::{HandlerResult, Problem};
use serde_json::{Value, json};
use tokio::sync::{Mutex, Notify};

use crate::http::{Answered, ask};
use crate::rpc::{STYLE, body, meta};

use rt::Segment::Literal;

static API: rt::Api = rt::Api {
    title: "Accounts",
    version: "1",
    style: &STYLE,
    document: None,
    operations: &[&ENTER, &LEAVE, &PUT, &GET, &ACCOUNT, &MAYBE, &EITHER, &FAIL, &WAIT],
};
static COOKIE: rt::Scheme = rt::Scheme { wire: "session", kind: rt::SchemeKind::Cookie("sid") };
static TOKEN: rt::Scheme = rt::Scheme { wire: "token", kind: rt::SchemeKind::Authorization("bearer") };
const CLOSED: rt::Security =
    rt::Security { alternatives: &[&[rt::RequiredScheme { scheme: &COOKIE, scopes: &[] }]], optional: false };

static ANYTHING: rt::BodyMeta = body(&rt::Schema::ANY);
const fn of(id: &'static str, path: &'static [rt::Segment]) -> rt::OperationMeta {
    rt::OperationMeta { body: Some(&ANYTHING), ..meta(&API, id, path) }
}
static ENTER: rt::OperationMeta = of("enter", &[Literal("enter")]);
static LEAVE: rt::OperationMeta = of("leave", &[Literal("leave")]);
static PUT: rt::OperationMeta = of("put", &[Literal("put")]);
static GET: rt::OperationMeta = of("get", &[Literal("get")]);
static ACCOUNT: rt::OperationMeta =
    rt::OperationMeta { security: CLOSED, ..of("account", &[Literal("account")]) };
static MAYBE: rt::OperationMeta = rt::OperationMeta {
    security: rt::Security { optional: true, ..CLOSED },
    ..of("maybe", &[Literal("maybe")])
};
static EITHER: rt::OperationMeta = rt::OperationMeta {
    security: rt::Security {
        alternatives: &[
            &[rt::RequiredScheme { scheme: &COOKIE, scopes: &[] }],
            &[rt::RequiredScheme { scheme: &TOKEN, scopes: &[] }],
        ],
        optional: false,
    },
    ..of("either", &[Literal("either")])
};
static FAIL: rt::OperationMeta = of("fail", &[Literal("fail")]);
static WAIT: rt::OperationMeta = of("wait", &[Literal("wait")]);

macro_rules! operations {
    ($($ident:ident: $meta:ident;)*) => { $(
        #[derive(Debug)]
        #[allow(dead_code, reason = "some handlers have no use for it")]
        struct $ident { body: Value }
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = Value;
            type Form = rt::Json;
            type Error = rt::NoError;
        }
        impl rt::Receive for $ident {
            fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
                Some(Self { body: read.json(&rt::Schema::ANY)? })
            }
        }
    )* };
}
operations! {
    Enter: ENTER; Leave: LEAVE; Put: PUT; Get: GET; Account: ACCOUNT; Maybe: MAYBE; Either: EITHER;
    Fail: FAIL; Wait: WAIT;
}

/// The handler. `wait` signals that it has started, and continues on a signal.
#[derive(Debug, Clone, Default)]
struct Accounts {
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
    /// The context of the last `wait`, which outlives its response.
    kept: Arc<Mutex<Option<housestyle::server::Context>>>,
}

impl rt::AuthHandler for Accounts {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Accounts {
    type Principal = i64;

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<i64, Problem> {
        match credentials.session() {
            Some(session) => session.principal().await?.ok_or_else(Problem::unauthenticated),
            None => Ok(-1),
        }
    }
}

impl Accounts {
    async fn enter(self: Arc<Self>, call: Call<Enter>) -> HandlerResult<Value> {
        call.context().session()?.log_in(&call.body).await?;
        Ok(json!({}))
    }

    async fn leave(self: Arc<Self>, call: Call<Leave>) -> HandlerResult<Value> {
        call.context().session()?.log_out().await?;
        Ok(json!({}))
    }

    async fn put(self: Arc<Self>, call: Call<Put>) -> HandlerResult<Value> {
        let session = call.context().session()?;
        for (key, value) in call.body.as_object().into_iter().flatten() {
            match value {
                Value::Null => session.remove(key).await?,
                value => session.insert(key, value).await?,
            }
        }
        Ok(json!({}))
    }

    async fn get(self: Arc<Self>, call: Call<Get>) -> HandlerResult<Value> {
        let session = call.context().session()?;
        let value: Option<Value> = session.get(call.body.as_str().unwrap_or("")).await?;
        Ok(json!({"value": value, "who": session.principal::<Value>().await?}))
    }

    /// Applies its body to the session, then fails.
    async fn fail(self: Arc<Self>, call: Call<Fail>) -> HandlerResult<Value> {
        let session = call.context().session()?;
        session.insert("failed", &true).await?;
        match call.body.as_str().unwrap_or("") {
            "panic" => panic!("secret cause"),
            "leave" => session.log_out().await?,
            "enter" => session.log_in(&1).await?,
            "never" => std::future::pending().await,
            "type" => drop(session.get::<i64>("failed").await?),
            "cookie" => {
                let planted = "sid=planted; Path=/else".parse()?;
                call.context().append_header(http::header::SET_COOKIE, planted);
                call.context().append_header(http::header::SET_COOKIE, "other=1".parse()?);
                return Ok(json!({}));
            }
            _ => {}
        }
        Err(Problem::conflict())?
    }

    async fn wait(self: Arc<Self>, call: Call<Wait>) -> HandlerResult<Value> {
        let session = call.context().session()?;
        *self.kept.lock().await = Some(call.context().clone());
        self.begun.notify_one();
        self.go_on.notified().await;
        if let Some(key) = call.body.as_str() {
            session.insert(key, &1).await?;
        }
        Ok(json!({}))
    }
}

fn service_of(accounts: Accounts) -> Service<Accounts> {
    let table: Table<Accounts> = Table::new::<Accounts>(&API)
        .entry(rt::open::<_, Enter, _, _>(Accounts::enter))
        .entry(rt::open::<_, Leave, _, _>(Accounts::leave))
        .entry(rt::open::<_, Put, _, _>(Accounts::put))
        .entry(rt::open::<_, Get, _, _>(Accounts::get))
        .entry(rt::open::<_, Fail, _, _>(Accounts::fail))
        .entry(rt::open::<_, Wait, _, _>(Accounts::wait))
        .entry(rt::required_login::<Accounts, Account, _, _>(
            |_, call| async move { Ok(json!(call.principal)) },
        ))
        .entry(rt::optional_login::<Accounts, Maybe, _, _>(
            |_, call| async move { Ok(json!(call.principal)) },
        ))
        .entry(rt::required_login::<Accounts, Either, _, _>(
            |_, call| async move { Ok(json!(call.principal)) },
        ));
    Service::new(accounts, table)
}

fn service() -> Service<Accounts> {
    service_of(Accounts::default())
}

/// A service with its store.
fn stored() -> (Service<Accounts>, MemorySessions) {
    let store = MemorySessions::new();
    (service().sessions(store.clone()), store)
}

/// Returns the only `Set-Cookie` of the session.
fn set(got: &Answered) -> Option<&str> {
    let all = got.all("set-cookie");
    let mut ours = all.into_iter().filter(|line| line.starts_with("sid="));
    let first = ours.next();
    assert_eq!(ours.next(), None, "{got:?}");
    first
}

/// Returns the id that a response sets.
fn id(got: &Answered) -> String {
    let line = set(got).unwrap_or_else(|| panic!("a cookie: {got:?}"));
    line["sid=".len()..].split(';').next().unwrap_or("").to_owned()
}

async fn post<H>(service: &Service<H>, path: &str, sid: &str, body: Value) -> Answered {
    let asking = ask(&format!("POST {path}")).body(Body::from(body.to_string()));
    let asking = if sid.is_empty() { asking } else { asking.with("cookie", &format!("sid={sid}")) };
    asking.of(service).await
}

/// A client that stores its cookie.
struct Client<'s, H> {
    service: &'s Service<H>,
    sid: String,
}

impl<'s, H> Client<'s, H> {
    fn new(service: &'s Service<H>) -> Self {
        Self { service, sid: String::new() }
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        let got = post(self.service, path, &self.sid, body).await;
        self.sid = id(&got);
        got.json()
    }
}

/// Moves a session's expiry into the past.
async fn expire(store: &impl SessionStore, sid: &str) {
    let id: Id = sid.parse().expect("an id");
    let mut record = store.load(&id).await.expect("loaded").expect("a session");
    record.expiry_date -= std::time::Duration::from_secs(20 * 24 * 3600);
    store.save(&record).await.expect("saved");
}
