//! The example server of the guide, and what its tests say over and over.

use std::sync::OnceLock;

use example_reevoo::tokens::Tokens;
use example_reevoo::{Reviews, database};
use housestyle::Handler;
use housestyle::server::{ServeOptions, Service, serve};
use serde_json::Value;

use crate::server::{Reply, Request, Server};

/// The guide's client.
pub const GUIDES: &str = "/api/v1/clients/e978b3ef-a43d-41b1-b72c-05e129f162ca";
/// A client with one user.
pub const SECOND: &str = "/api/v1/clients/00000001-0000-4000-8000-000000000001";
/// A client without users.
pub const THIRD: &str = "/api/v1/clients/00000001-0000-4000-8000-000000000002";
/// A client that is not there.
pub const MISSING: &str = "/api/v1/clients/00000009-0000-4000-8000-000000000009";
/// The collection.
pub const CLIENTS: &str = "/api/v1/clients";
/// Its query.
pub const QUERY: &str = "/api/v1/clients/query";

/// One for tests that change nothing.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(start)
}

/// One that a test has to itself. It ends with the process.
pub fn start() -> Server {
    start_as(|service| service)
}

/// One whose service is made another.
pub fn start_as(change: impl FnOnce(Service<Reviews>) -> Service<Reviews> + Send + 'static) -> Server {
    start_with(tokens(), change)
}

/// The same, with tokens signed by another secret.
pub fn start_with(
    tokens: Tokens,
    change: impl FnOnce(Service<Reviews>) -> Service<Reviews> + Send + 'static,
) -> Server {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let pool = database::open(None).await.unwrap();
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let service = change(Reviews::new(pool, tokens).into_service());
            serve(listener, service, ServeOptions::default()).await.unwrap();
        });
    });
    Server { base: format!("http://{}", receiver.recv().unwrap()), api: Some("reevoo") }
}

/// What the server signs tokens with.
pub fn tokens() -> Tokens {
    Tokens::new(b"a secret of the tests, of 32 bytes or more").unwrap()
}

/// A person's credentials.
pub fn bearer(login: &str) -> String {
    format!("Bearer {}", tokens().issue(login).unwrap())
}

/// What most requests add.
pub trait ReevooRequest {
    /// As a user who may do everything.
    fn edith(self) -> Self;
    fn range(self, range: &str) -> Self;
    fn json(self, body: &str) -> Self;
}

impl ReevooRequest for Request {
    fn edith(self) -> Self {
        self.as_(&bearer("edith"))
    }

    fn range(self, range: &str) -> Self {
        self.header("range", range)
    }

    fn json(self, body: &str) -> Self {
        self.header("content-type", "application/json").body(body)
    }
}

/// What tests read of most replies.
pub trait ReevooReply {
    /// The members of a failure.
    fn id(&self) -> String;
    fn items(&self) -> usize;
    fn content_range(&self) -> &str;
    fn etag(&self) -> &str;
    /// That it is a failure in the style's body, of this id.
    fn failed(self, status: u16, id: &str) -> Self;
}

impl ReevooReply for Reply {
    fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }

    fn items(&self) -> usize {
        self.json().as_array().unwrap_or_else(|| panic!("no list: {}", self.text)).len()
    }

    fn content_range(&self) -> &str {
        self.header("content-range").unwrap_or_else(|| panic!("no range: {} {:?}", self.status, self.headers))
    }

    fn etag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no etag: {} {:?}", self.status, self.headers))
    }

    #[track_caller]
    fn failed(self, status: u16, id: &str) -> Self {
        let reply = self.expect(status);
        let members = reply.members();
        let rest = members.iter().filter(|wire| *wire != "url");
        assert!(rest.eq(["id", "message"]), "{}", reply.text);
        assert_eq!(reply.id(), id, "{}", reply.text);
        assert!(
            reply.json()["message"].as_str().is_some_and(|message| !message.is_empty()),
            "{}",
            reply.text
        );
        assert_eq!(reply.header("content-type"), Some("application/json"));
        reply
    }
}

/// A list, with a range or without.
pub async fn list(path: &str, range: Option<&str>) -> Reply {
    of(shared(), path, range).await
}

/// The same of another server.
pub async fn of(server: &Server, path: &str, range: Option<&str>) -> Reply {
    let request = server.get(path).edith();
    range.map_or(request, |range| server.get(path).edith().range(range)).send().await
}

/// Adds `count` users to a client, and returns the path of its users.
pub async fn with_users(server: &Server, client: &str, count: u32) -> String {
    let path = format!("{client}/users");
    for n in 0..count {
        let body = format!(r#"{{"email":"more{n:03}@reviews.example"}}"#);
        server.post(&path, &body).edith().send().await.expect(201);
    }
    path
}

/// A client's record.
pub async fn record(server: &Server, path: &str) -> Value {
    server.get(path).edith().send().await.expect(200).json()
}
