//! The example server on a free port, with its own database, and requests that are sent unchanged.

use std::sync::OnceLock;

use example_bestdoctor::sessions::Sessions;
use example_bestdoctor::{Clinic, database};
use housestyle::Handler;
use housestyle::passwords::Passwords;
use housestyle::server::ServeOptions;
use serde_json::Value;

/// Tokens of the example's people, as its README lists them.
pub const JOHN: &str = "Token 5f0c7fa1e4bd4d3c8d5a2a6b9c1e7f30";
pub const ANNA: &str = "Token 9b1d6a0c2e8f47d5a3c4b7e6f5d8a921";
pub const OLGA: &str = "Token c3a8e2f45b7d49e0b6f1d2c3a4e5f607";
pub const HELEN: &str = "Token d4b9f3056c8e4af1a7e2c3d4b5f60718";

/// The media type of the style with everything it can say.
pub const VERBOSE: &str = "application/vnd.bestdoctor.v1.verbose+json";

/// A running example.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:port`.
    pub base: String,
    /// The document of `specs/apis` whose expanded form its answers are held to.
    pub api: Option<&'static str>,
}

impl Server {
    /// One for tests that change nothing.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// One that a test has to itself. It ends with the process.
    pub fn start() -> Self {
        Self::start_at(None, Passwords::new())
    }

    /// One whose database is at a URL, and which checks passwords within these bounds.
    pub fn start_at(url: Option<String>, passwords: Passwords) -> Self {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let pool = database::open(url.as_deref()).await.unwrap();
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                let clinic = Clinic::with_passwords(pool, Self::sessions(), passwords);
                clinic.serve(listener, ServeOptions::default()).await.unwrap();
            });
        });
        Self { base: format!("http://{}", receiver.recv().unwrap()), api: Some("bestdoctor") }
    }

    /// What the server signs sessions with.
    pub fn sessions() -> Sessions {
        Sessions::new(b"a secret of the tests, 32 bytes long").unwrap()
    }

    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    pub fn request(&self, method: &str, path: &str) -> Request {
        static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
        // Tests have a runtime each: a connection that one of them leaves is of no use to the next.
        let client = CLIENT.get_or_init(|| {
            let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
            builder.pool_max_idle_per_host(0).build().unwrap()
        });
        let request = client.request(method.parse().unwrap(), format!("{}{path}", self.base));
        Request { request, api: self.api }
    }

    pub fn post(&self, path: &str, body: &str) -> Request {
        self.request("POST", path).body(body)
    }

    pub fn patch(&self, path: &str, body: &str) -> Request {
        self.request("PATCH", path).body(body)
    }

    pub fn put(&self, path: &str, body: &str) -> Request {
        self.request("PUT", path).body(body)
    }

    pub fn delete(&self, path: &str) -> Request {
        self.request("DELETE", path)
    }
}

/// A request to be sent.
pub struct Request {
    request: reqwest::RequestBuilder,
    api: Option<&'static str>,
}

impl Request {
    pub fn header(self, wire: &str, value: &str) -> Self {
        Self { request: self.request.header(wire, value), ..self }
    }

    pub fn as_(self, credentials: &str) -> Self {
        self.header("authorization", credentials)
    }

    pub fn accept(self, accept: &str) -> Self {
        self.header("accept", accept)
    }

    pub fn body(self, body: &str) -> Self {
        Self { request: self.request.body(body.to_owned()), ..self }
    }

    pub fn bytes(self, body: Vec<u8>) -> Self {
        Self { request: self.request.body(body), ..self }
    }

    pub async fn send(self) -> Reply {
        let (client, request) = self.request.build_split();
        let request = request.unwrap();
        // No document says that a method stands for another.
        let method = request.headers().get("x-http-method-override").and_then(|method| method.to_str().ok());
        let method = method.unwrap_or(request.method().as_str()).to_owned();
        let path = request.url().path().to_owned();
        let response = client.execute(request).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let reply = Reply { status, headers, text: response.text().await.unwrap() };
        if let Some(api) = self.api {
            crate::contract::of(api).check(&method, &path, &reply);
        }
        reply
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Reply {
    /// The body; every body of the style is JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {:?}", self.text))
    }

    /// The payload of a success.
    pub fn data(&self) -> Value {
        self.json()["data"].clone()
    }

    /// A member of `meta`.
    pub fn meta(&self, wire: &str) -> Value {
        self.json()["meta"][wire].clone()
    }

    pub fn header(&self, wire: &str) -> Option<&str> {
        self.headers.get(wire).map(|value| value.to_str().unwrap())
    }

    /// The one entry of a validation failure for `field`.
    pub fn entry(&self, field: &str) -> Value {
        let json = self.json();
        let entries = json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {json}"));
        let mut of_field = entries.iter().filter(|entry| entry["field"] == field);
        let entry = of_field.next().unwrap_or_else(|| panic!("no entry for {field}: {json}")).clone();
        assert!(of_field.next().is_none(), "more than one entry for {field}: {json}");
        entry
    }

    /// The wire names of the body's members, in order.
    pub fn members(&self) -> Vec<String> {
        self.json().as_object().unwrap().keys().cloned().collect()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}
