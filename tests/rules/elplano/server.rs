//! The example server on a free port, with a database and a clock of its own, tokens of its people, and what its tests say
//! over and over.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use chrono::DateTime;
use example_elplano::Planner;
use example_elplano::clock::Clock;
use example_elplano::database::{self, Pool};
use example_elplano::files::Files;
use example_elplano::tokens::SqliteTokens;
use housestyle::server::{ServeOptions, Service, serve};
use housestyle_oauth::{Family, Passwords, Token, TokenHash, TokenKind, TokenStore};
use serde_json::{Value, json};

use crate::server::{Reply, Request, Server};

/// The media type of the standard.
pub const MEDIA: &str = "application/vnd.api+json";

/// People of the first data, as the example's README lists them. Their ids, as users and as students, are 1 to 8.
pub const ADA: &str = "ada";
/// The president of the group 1; her language is Russian.
pub const VERA: &str = "vera";
/// Of the group 1, without a language.
pub const PAVEL: &str = "pavel";
/// Of the group 1; her language is Spanish.
pub const LUCIA: &str = "lucia";
/// Without a group, and invited to the group 1.
pub const SAM: &str = "sam";
/// Banned.
pub const MALLORY: &str = "mallory";
/// Has not confirmed her address.
pub const UNA: &str = "una";
/// The president of a group of his own.
pub const OLEG: &str = "oleg";

/// The password of each of them.
pub const PASSWORD: &str = "swordfish";

const PEOPLE: [&str; 8] = [ADA, VERA, PAVEL, LUCIA, SAM, MALLORY, UNA, OLEG];

/// When the first data is written: 2026-06-01T12:00:00Z.
pub const START: i64 = 1_780_315_200;
/// In seconds.
pub const DAY: i64 = 24 * 60 * 60;

/// Collections, who may list them, and the type that they are of.
pub const COLLECTIONS: [(&str, &str, &str); 14] = [
    (VERA, "/events", "event"),
    (VERA, "/tasks", "task"),
    (VERA, "/group/courses", "course"),
    (VERA, "/group/lecturers", "lecturer"),
    (VERA, "/group/invites", "invite"),
    (SAM, "/invites", "invite"),
    (VERA, "/labels", "label"),
    (VERA, "/classmates", "student"),
    (VERA, "/announcements", "announcement"),
    (VERA, "/activity/events", "activity_event"),
    (VERA, "/activity/tokens", "active_token"),
    (VERA, "/audit/events", "audit_event"),
    (ADA, "/admin/users", "user"),
    (ADA, "/admin/announcements", "announcement"),
];

/// Resources, and who may see them.
pub const RESOURCES: [(&str, &str); 15] = [
    (VERA, "/user"),
    (VERA, "/status"),
    (VERA, "/group"),
    (SAM, "/group"),
    (VERA, "/events/5"),
    (VERA, "/tasks/1"),
    (PAVEL, "/tasks/1/assignment"),
    (VERA, "/group/courses/2"),
    (VERA, "/group/lecturers/1"),
    (VERA, "/group/invites/1"),
    (SAM, "/invites/5a4d0000000000000000000000000000000000a1"),
    (PAVEL, "/labels/1"),
    (PAVEL, "/classmates/2"),
    (ADA, "/admin/users/2"),
    (ADA, "/admin/announcements/1"),
];

/// All of them.
pub fn gets() -> impl Iterator<Item = (&'static str, &'static str)> {
    COLLECTIONS.into_iter().map(|(who, path, _)| (who, path)).chain(RESOURCES)
}

/// A running example.
pub struct Plano {
    pub server: Server,
    /// Its handlers, for what no request brings about.
    pub planner: Planner,
    /// Its database.
    pub pool: Pool,
    now: Arc<AtomicI64>,
}

impl Plano {
    /// One for tests that change nothing.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Plano> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// One that a test has to itself. It ends with the process. It counts no requests.
    pub fn start() -> Self {
        Self::start_as(Service::rate_off)
    }

    /// One whose service is changed before it serves.
    pub fn start_as(change: impl FnOnce(Service<Planner>) -> Service<Planner> + Send + 'static) -> Self {
        let now = Arc::new(AtomicI64::new(START));
        let clock = {
            let now = Arc::clone(&now);
            Clock::new(move || DateTime::from_timestamp(now.load(Ordering::SeqCst), 0).unwrap())
        };
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let pool = database::open(None, clock.now()).await.unwrap();
                sign_in(&pool).await;
                let passwords = Passwords::with_costs(8, 1, 1).unwrap();
                let planner = Planner::with_passwords(pool.clone(), clock, Files::temporary(), passwords);
                let service = change(planner.service());
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send((listener.local_addr().unwrap(), planner.clone(), pool)).unwrap();
                serve(listener, planner.with_downloads(service), ServeOptions::default()).await.unwrap();
            });
        });
        let (address, planner, pool) = receiver.recv().unwrap();
        Self {
            server: Server { base: format!("http://{address}"), api: Some("elplano") },
            planner,
            pool,
            now,
        }
    }

    /// Sets the clock.
    pub fn set_time(&self, now: i64) {
        self.now.store(now, Ordering::SeqCst);
    }

    /// A request for a path behind the prefix.
    pub fn request(&self, method: &str, path: &str) -> Request {
        self.server.request(method, &format!("/api/v1{path}"))
    }

    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    pub fn delete(&self, path: &str) -> Request {
        self.request("DELETE", path)
    }

    /// A request with a document.
    pub fn send(&self, method: &str, path: &str, document: &Value) -> Request {
        self.request(method, path).document(document)
    }

    /// Every row of every table but those of tokens, as text; without how many wrong passwords there were.
    pub async fn rows(&self) -> Vec<(String, Vec<String>)> {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'oauth\\_%' ESCAPE '\\' ORDER BY name",
        )
        .fetch_all(&self.pool)
        .await
        .unwrap();
        let mut all = Vec::new();
        for table in tables {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_table_info($1) WHERE name <> 'failed_attempts'")
                    .bind(&table)
                    .fetch_all(&self.pool)
                    .await
                    .unwrap();
            let columns: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
            let query = format!("SELECT {} FROM {table} ORDER BY rowid", columns.join(" || ', ' || "));
            let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_all(&self.pool).await.unwrap();
            all.push((table, rows));
        }
        all
    }
}

/// Gives each person the access token that [`bearer`] returns, and a refresh token.
async fn sign_in(pool: &Pool) {
    let store = SqliteTokens::new(pool.clone());
    for (name, id) in PEOPLE.iter().zip(1_u32..) {
        let token = |text: String, kind| Token {
            hash: TokenHash::of(&text.into()),
            kind,
            scope: None,
            expires_at: START + 1000 * DAY,
            spent_at: None,
        };
        let family = Family {
            id: format!("00000000-0000-4000-8000-{id:012}").parse().unwrap(),
            subject: id.to_string(),
            client: None,
            created_at: START,
        };
        let tokens = [token(access(name), TokenKind::Access), token(refresh(name), TokenKind::Refresh)];
        store.insert(family, tokens).await.unwrap();
    }
}

/// A person's access token.
pub fn access(name: &str) -> String {
    format!("the-access-token-of-{name}")
}

/// A person's refresh token.
pub fn refresh(name: &str) -> String {
    format!("the-refresh-token-of-{name}")
}

/// A person's credentials.
pub fn bearer(name: &str) -> String {
    format!("Bearer {}", access(name))
}

/// A document with attributes alone.
pub fn new(ty: &str, attributes: &Value) -> Value {
    json!({ "data": { "type": ty, "attributes": attributes } })
}

/// A document that changes attributes.
pub fn changed(ty: &str, id: &str, attributes: &Value) -> Value {
    json!({ "data": { "type": ty, "id": id, "attributes": attributes } })
}

/// An identifier in a relationship.
pub fn one(ty: &str, id: &str) -> Value {
    json!({ "data": { "type": ty, "id": id } })
}

/// What most requests add.
pub trait ElplanoRequest {
    /// As one of the people.
    fn by(self, name: &str) -> Self;
    /// With a body in the standard's media type.
    fn document(self, document: &Value) -> Self;
    fn language(self, accept_language: &str) -> Self;
}

impl ElplanoRequest for Request {
    fn by(self, name: &str) -> Self {
        self.as_(&bearer(name))
    }

    fn document(self, document: &Value) -> Self {
        self.header("content-type", MEDIA).body(&document.to_string())
    }

    fn language(self, accept_language: &str) -> Self {
        self.header("accept-language", accept_language)
    }
}

/// What tests read of most replies.
pub trait ElplanoReply {
    /// The list of a failure.
    fn errors(&self) -> Vec<Value>;
    /// Status and pointer of each error, in order; empty if absent.
    fn places(&self) -> Vec<(String, String)>;
    /// The ids of a collection, in order.
    fn ids(&self) -> Vec<String>;
    /// That it is a failure of this status with errors of these statuses and pointers, in any order.
    fn refused(self, status: u16, places: &[(&str, &str)]) -> Self;
    /// That it is a failure of this status whose one error blames this parameter.
    fn blames(self, status: u16, parameter: &str) -> Self;
}

impl ElplanoReply for Reply {
    fn errors(&self) -> Vec<Value> {
        let json = self.json();
        json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {} {json}", self.status)).clone()
    }

    fn places(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let place = |error: &Value| (text(&error["status"]), text(&error["source"]["pointer"]));
        self.errors().iter().map(place).collect()
    }

    fn ids(&self) -> Vec<String> {
        let data = self.data();
        let list = data.as_array().unwrap_or_else(|| panic!("no list: {} {}", self.status, self.text));
        list.iter().map(|one| one["id"].as_str().expect("a text").to_owned()).collect()
    }

    #[track_caller]
    fn refused(self, status: u16, places: &[(&str, &str)]) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        let mut wanted: Vec<_> = places.iter().map(|(s, p)| ((*s).to_owned(), (*p).to_owned())).collect();
        let mut found = self.places();
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{}", self.text);
        self
    }

    #[track_caller]
    fn blames(self, status: u16, parameter: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        let errors = self.errors();
        assert_eq!(errors.len(), 1, "{}", self.text);
        assert_eq!(errors[0]["source"]["parameter"], parameter, "{}", self.text);
        self
    }
}

#[tokio::test]
async fn each_of_the_people_has_a_token() {
    for name in PEOPLE.into_iter().filter(|name| *name != MALLORY) {
        Plano::shared().get("/labels").by(name).send().await.expect(200);
    }
    Plano::shared().get("/labels").by(MALLORY).send().await.expect(403);
}
