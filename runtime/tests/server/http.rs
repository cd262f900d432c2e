//! Helpers for requests and responses.

use axum::body::Body;
use housestyle::server::{Handler, Service};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::sample::clinic::Clinic;

/// A response.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {:?}", self))
    }

    pub fn header(&self, wire: &str) -> &str {
        self.headers.get(wire).map_or("", |value| value.to_str().expect("text"))
    }

    pub fn all(&self, wire: &str) -> Vec<&str> {
        self.headers.get_all(wire).iter().map(|value| value.to_str().expect("text")).collect()
    }
}

/// A request builder: `METHOD /target`, then headers.
pub struct Asking {
    request: Request<Body>,
}

pub fn ask(line: &str) -> Asking {
    let (method, uri) = line.split_once(' ').expect("a method and a target");
    let request = Request::builder().method(method).uri(uri).body(Body::empty());
    Asking { request: request.expect("a request") }
}

impl Asking {
    pub fn with(mut self, wire: &'static str, value: &str) -> Self {
        self.request.headers_mut().append(wire, value.parse().expect("a header"));
        self
    }

    pub fn token(self) -> Self {
        self.with("authorization", "Token good")
    }

    pub fn verbose(self) -> Self {
        self.with("accept", "application/vnd.acme.v1.verbose+json")
    }

    pub fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Inserts an extension, as a layer around the service would.
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.request.extensions_mut().insert(value);
        self
    }

    pub async fn of<H>(self, service: &Service<H>) -> Answered {
        read(service.answer(self.request).await).await
    }

    pub async fn of_router(self, mut router: axum::Router) -> Answered {
        let Ok(answer) = tower_service::Service::call(&mut router, self.request).await;
        read(answer).await
    }

    pub async fn answer(self) -> Answered {
        self.of(&Clinic::default().into_service()).await
    }
}

async fn read(answer: http::Response<Body>) -> Answered {
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    Answered { status: parts.status, headers: parts.headers, text }
}
