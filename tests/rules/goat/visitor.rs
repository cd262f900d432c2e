//! The example server on a free port, with its own database and clock, and a caller that keeps its cookie.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use example_goat::clock::Clock;
use example_goat::database::{self, Pool};
use example_goat::facebook::{Facebook, FacebookError, Profile};
use example_goat::sessions::SqliteSessions;
use example_goat::{Goat, facebook};
use housestyle::server::{ServeOptions, Service, serve};
use housestyle::{Handler, UnixTime};
use serde_json::{Value, json};

use crate::server::{Reply, Server};

/// Tokens of the example's people, as its README lists them.
pub const ADA: &str = "ada00000000000000000000000000001";
pub const BORIS: &str = "b0715000000000000000000000000002";
pub const CLARA: &str = "c1a7a000000000000000000000000003";
pub const DAN: &str = "da400000000000000000000000000004";

/// When the example's first data is written: 2026-06-01T12:00:00Z.
pub const START: i64 = 1_780_315_200;
pub const DAY: i64 = 24 * 60 * 60;

/// A Facebook that knows `fb-…` tokens, each for a different person.
struct KnowsFb;

impl Facebook for KnowsFb {
    fn exchange<'a>(
        &'a self,
        token: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Profile, facebook::FacebookError>> + Send + 'a>> {
        Box::pin(async move {
            let name = token.strip_prefix("fb-").ok_or(FacebookError)?;
            Ok(Profile {
                id: format!("id-{name}"),
                name: name.to_owned(),
                avatar_url: format!("https://pictures.example/{name}"),
                token: format!("long-{name}"),
            })
        })
    }
}

/// A running example.
pub struct Goats {
    pub server: Server,
    /// Its handlers, for what no request brings about.
    pub goat: Goat,
    /// Its database.
    pub pool: Pool,
    /// Where its sessions are, unless a test has them elsewhere.
    pub sessions: SqliteSessions,
    now: Arc<AtomicI64>,
}

impl Goats {
    /// One for tests that change nothing but sessions.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Goats> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// One that a test has to itself. It ends with the process.
    pub fn start() -> Self {
        Self::start_with(|service, sessions| service.sessions(sessions))
    }

    /// One whose service is changed before it serves.
    pub fn start_with(
        change: impl FnOnce(Service<Goat>, SqliteSessions) -> Service<Goat> + Send + 'static,
    ) -> Self {
        Self::start_at(None, change)
    }

    /// One whose database is at a URL.
    pub fn start_at(
        url: Option<String>,
        change: impl FnOnce(Service<Goat>, SqliteSessions) -> Service<Goat> + Send + 'static,
    ) -> Self {
        let now = Arc::new(AtomicI64::new(START));
        let clock = {
            let now = Arc::clone(&now);
            Clock::new(move || UnixTime::from_timestamp(now.load(Ordering::SeqCst)).unwrap())
        };
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let pool = database::open(url.as_deref(), clock.now()).await.unwrap();
                let sessions = SqliteSessions::next_to(url.as_deref()).await.unwrap();
                let goat = Goat::new(pool.clone(), clock, KnowsFb);
                let service = change(goat.clone().into_service(), sessions.clone());
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send((listener.local_addr().unwrap(), goat, pool, sessions)).unwrap();
                serve(listener, service, ServeOptions::default()).await.unwrap();
            });
        });
        let (address, goat, pool, sessions) = receiver.recv().unwrap();
        Self {
            server: Server { base: format!("http://{address}"), api: Some("goat") },
            goat,
            pool,
            sessions,
            now,
        }
    }

    /// Sets the clock, and lets what it brings about happen.
    pub async fn set_time(&self, now: i64) {
        self.now.store(now, Ordering::SeqCst);
        self.goat.keep_time().await.unwrap();
    }

    /// Someone without a cookie.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { server: &self.server, cookie: None }
    }

    /// Someone who is logged in with an anonymous account's token.
    pub async fn logged_in(&self, token: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        visitor.ok("/accounts/auth/anonym/", json!({ "user_access_token": token })).await;
        visitor
    }

    /// Someone who is logged in with Facebook.
    pub async fn with_facebook(&self, token: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        visitor.ok("/accounts/auth/facebook/", json!({ "user_access_token": token })).await;
        visitor
    }
}

/// Someone who sends the cookie that they were given last.
pub struct Visitor<'a> {
    pub server: &'a Server,
    /// The id of the session.
    pub cookie: Option<String>,
}

impl Visitor<'_> {
    /// Calls a method with a body as it is written.
    pub async fn send(&mut self, path: &str, body: &str) -> Reply {
        let mut request = self.server.post(&format!("/v1{path}"), body);
        if let Some(id) = &self.cookie {
            request = request.header("cookie", &format!("sessionid={id}"));
        }
        let reply = request.send().await;
        if let Some(cookie) = reply.cookie() {
            self.cookie = (cookie.max_age() > 0).then(|| cookie.value.clone());
        }
        reply.enveloped()
    }

    /// Calls a method.
    pub async fn call(&mut self, path: &str, body: Value) -> Reply {
        self.send(path, &body.to_string()).await
    }

    /// The payload of a success.
    #[track_caller]
    pub fn ok(&mut self, path: &str, body: Value) -> impl Future<Output = Value> {
        let place = std::panic::Location::caller();
        async move {
            let reply = self.call(path, body).await;
            assert_eq!(reply.json()["status"], "ok", "{place}: {path}: {}", reply.text);
            reply.data()
        }
    }

    /// The code of a failure.
    #[track_caller]
    pub fn refused(&mut self, path: &str, body: Value) -> impl Future<Output = String> {
        let place = std::panic::Location::caller();
        async move {
            let reply = self.call(path, body).await;
            assert_eq!(reply.json()["status"], "error", "{place}: {path}: {}", reply.text);
            reply.json()["error_code"].as_str().unwrap().to_owned()
        }
    }

    /// The code and the message of a failure.
    #[track_caller]
    pub fn error(&mut self, path: &str, body: Value) -> impl Future<Output = (String, String)> {
        let place = std::panic::Location::caller();
        async move {
            let json = self.call(path, body).await.json();
            assert_eq!(json["status"], "error", "{place}: {path}: {json}");
            let text = |member: &str| json[member].as_str().unwrap().to_owned();
            (text("error_code"), text("error_message"))
        }
    }
}

/// A `Set-Cookie`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    pub value: String,
    /// Names in lower case, with their values.
    pub attributes: Vec<(String, String)>,
}

impl Cookie {
    pub fn attribute(&self, wire: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == wire).map(|(_, value)| value.as_str())
    }

    pub fn max_age(&self) -> i64 {
        self.attribute("max-age").expect("a lifetime").parse().unwrap()
    }
}

impl Reply {
    /// The cookie of the session, of which there is at most one.
    pub fn cookie(&self) -> Option<Cookie> {
        let mut all = self.headers.get_all("set-cookie").iter();
        let text = all.next()?.to_str().unwrap();
        assert_eq!(all.next(), None, "one cookie alone is set");
        let mut parts = text.split(';').map(str::trim);
        let value =
            parts.next().unwrap().strip_prefix("sessionid=").expect("the cookie of the session").to_owned();
        let attributes = parts.map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.to_lowercase(), value.to_owned())
        });
        Some(Cookie { value, attributes: attributes.collect() })
    }

    /// Checks what holds for each and every answer of the style (GOAT-15 to GOAT-25).
    #[track_caller]
    pub fn enveloped(self) -> Self {
        let json = self.json();
        assert_eq!(self.header("content-type"), Some("application/json; charset=UTF-8"));
        let members = self.members();
        match json["status"].as_str() {
            Some("ok") => {
                assert_eq!(members, ["status", "data"], "{}", self.text);
                assert!(json["data"].is_object() || json["data"].is_array(), "{}", self.text);
            }
            Some("error") => {
                assert_eq!(members, ["status", "error_code", "error_message"], "{}", self.text);
                let code = json["error_code"].as_str().expect("a code");
                assert!(code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'), "{code}");
                let message = json["error_message"].as_str().expect("a message");
                assert!(message.starts_with(char::is_uppercase), "{message}");
            }
            _ => panic!("neither ok nor error: {}", self.text),
        }
        self
    }
}

/// An event to be, in ten days, for one day.
pub fn new_event() -> Value {
    json!({
        "lang": "en", "type": "hiking", "title": "Up the hill",
        "start_at": START + 10 * DAY, "finish_at": START + 11 * DAY,
    })
}
