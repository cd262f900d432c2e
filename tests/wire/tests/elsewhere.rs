//! Servers of single operations, and security schemes that are not everyone's.

use std::sync::{Arc, Mutex};

use housestyle::api::Security;
use housestyle::client::{Body, Request, Server};
use housestyle::server::{
    Call, ClientCertificate, Credentials, Handler as _, HandlerResult, Login, ServeOptions,
};
use housestyle::{Outcome, Problem};
use housestyle_wire::elsewhere::Client;
use housestyle_wire::elsewhere::operations::*;
use housestyle_wire::elsewhere::server::{Places, Secure};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::elsewhere)]
struct Desk;

impl Login for Desk {
    type Principal = String;

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
        use secrecy::ExposeSecret as _;
        let value = credentials.authorization("GNAP").or_else(|| credentials.authorization("x-own"));
        let certificate = credentials.certificate().map(|certificate| format!("{:?}", certificate.0));
        let user = credentials.basic().map(|(user, _)| user.to_owned());
        let value = value.map(|value| value.expose_secret().to_owned());
        certificate.or(user).or(value).ok_or_else(Problem::unauthenticated)
    }
}

impl Places for Desk {
    async fn home(&self, _: Call<Home>) -> HandlerResult<(), HomeError> {
        Ok(())
    }
    async fn up(&self, _: Call<Up>) -> HandlerResult<(), UpError> {
        Ok(())
    }
    async fn sibling(&self, _: Call<Sibling>) -> HandlerResult<(), SiblingError> {
        Ok(())
    }
}

impl Secure for Desk {
    async fn certified(&self, call: Call<Certified, String>) -> HandlerResult<(), CertifiedError> {
        assert_eq!(call.principal, r#"b"der""#);
        Ok(())
    }
    async fn gnap(&self, _: Call<Gnap, String>) -> HandlerResult<(), GnapError> {
        Ok(())
    }
    async fn either(&self, _: Call<Either, String>) -> HandlerResult<(), EitherError> {
        Ok(())
    }
    async fn own(&self, _: Call<Own, String>) -> HandlerResult<(), OwnError> {
        Ok(())
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// Where the requests of a client at `base` go, which is set up by `set`.
async fn called(base: &str, set: impl FnOnce(Builder) -> Builder) -> Vec<String> {
    let urls = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&urls);
    let transport = move |request: Request| {
        seen.lock().expect("no panic").push(request.uri().to_string());
        async { Ok(http::Response::builder().status(204).body(Body::from("")).expect("an answer")) }
    };
    let client = set(Client::builder(base).transport(transport)).build().expect("a client");
    client.home().send().await.expect("done");
    client.up().send().await.expect("done");
    client.sibling().send().await.expect("done");
    let urls = urls.lock().expect("no panic");
    urls.clone()
}

type Builder = housestyle::client::ClientBuilder<Client>;

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_is_called_there() {
    assert_eq!(
        called(Client::BASE, |builder| builder).await,
        [
            "https://api.example.com/v1/home",
            "https://upload.example.com/files/up",
            "https://api.example.com/v2/up"
        ]
    );
}

#[tokio::test]
async fn a_client_that_is_redirected_takes_all_its_operations_along() {
    let test = "http://test.example/a";
    let all = ["http://test.example/a/home", "http://test.example/a/up", "http://test.example/a/up"];
    assert_eq!(called(test, |builder| builder).await, all);
    let own = called(test, |builder| builder.own_servers(true)).await;
    assert_eq!(own[1..], ["https://upload.example.com/files/up", "http://test.example/v2/up"]);
    let one = called(test, |builder| builder.operation_base("up", "http://up.example")).await;
    assert_eq!(one[1..], ["http://up.example/up", "http://test.example/a/up"]);
    let none = called(Client::BASE, |builder| builder.own_servers(false)).await;
    assert_eq!(none[1], "https://api.example.com/v1/up");
    let unknown = Client::builder(test).operation_base("down", test).build().expect_err("no such operation");
    assert_eq!(unknown.to_string(), "the API has no operation `down`");
}

#[tokio::test]
async fn a_server_is_chosen_with_its_variables_by_name() {
    let server = Server::new(&Client::SERVERS[1]);
    assert_eq!(server.url().expect("a URL"), "https://us.example.com:443/v1");
    let base = server.clone().variable("region", "eu").variable("port", "8443").url().expect("a URL");
    assert_eq!(called(&base, |builder| builder).await[0], "https://eu.example.com:8443/v1/home");
    for (wire, value) in [("region", "mars"), ("port", "1@evil.example"), ("zone", "a")] {
        assert!(server.clone().variable(wire, value).url().is_err(), "{wire}: {value}");
    }
    let relative = Server::new(&housestyle::api::ServerMeta { url: "../v2", variables: &[] });
    let at = relative.url_at("https://docs.example/api/v1/openapi.yaml").expect("a URL");
    assert_eq!(at, "https://docs.example/api/v2");
}

#[tokio::test]
async fn a_scheme_keeps_its_capitals_when_it_is_sent() {
    for (scheme, sent) in [("gnap", "GNAP secret"), ("x-own", "X-Own secret")] {
        let (base, request) = support::stub("HTTP/1.1 204 No Content\r\n\r\n");
        let client = Client::builder(&base).authorization(scheme, "secret").build().expect("a client");
        let done = if scheme == "gnap" {
            client.gnap().send().await.is_ok()
        } else {
            client.own().send().await.is_ok()
        };
        let request = request.recv().expect("a request");
        assert!(done && request.contains(&format!("authorization: {sent}\r\n")), "{request}");
    }
    let client = Client::builder(&desk()).authorization("GNAP", "secret").build().expect("a client");
    client.gnap().send().await.expect("logged in");
    let raw = b"GET /gnap HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: gNaP x\r\n\r\n";
    assert!(support::exchange(&desk(), raw).starts_with("HTTP/1.1 204 "), "schemes are in any case");
}

#[test]
fn a_401_challenges_with_the_schemes_of_its_operation() {
    for (path, challenges) in [
        ("/certified", &["ClientCertificate"][..]),
        ("/gnap", &["GNAP"]),
        ("/own", &["X-Own"]),
        ("/either", &["ClientCertificate", "Basic realm=\"api\", charset=\"UTF-8\""]),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let reply = support::exchange(&desk(), request.as_bytes());
        assert!(reply.starts_with("HTTP/1.1 401 "), "{reply}");
        let received: Vec<_> =
            reply.lines().filter_map(|line| line.strip_prefix("www-authenticate: ")).collect();
        assert_eq!(received, challenges, "{path}");
    }
}

#[tokio::test]
async fn a_certificate_of_the_connection_logs_in() {
    let router = Desk.router().layer(axum::Extension(ClientCertificate(b"der".as_slice().into())));
    let service = housestyle::client::InProcess::<_, axum::body::Body>::new(router);
    let client = Client::builder("http://in.process").transport(service).build().expect("a client");
    client.certified().send().await.expect("the certificate is known");
    let without = housestyle::client::InProcess::<_, axum::body::Body>::new(Desk.router());
    let client = Client::builder("http://in.process").transport(without).build().expect("a client");
    let failure = client.certified().send().await.expect_err("no certificate");
    assert_eq!(failure.outcome(), Some(Outcome::Unauthenticated));
}

#[tokio::test]
async fn a_credential_is_shown_before_a_certificate_is_hoped_for() {
    let (base, request) = support::stub("HTTP/1.1 204 No Content\r\n\r\n");
    let client = Client::builder(&base).basic("user", "password").build().expect("a client");
    client.either().send().await.expect("done");
    assert!(request.recv().expect("a request").contains("authorization: Basic "));
}
