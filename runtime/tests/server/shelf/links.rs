//! Absolute links.

use housestyle::server::{ServeOptions, serve};
use http::Uri;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::service;
use crate::http::{Answered, Asking, ask};

fn books(query: &str) -> Asking {
    ask(&format!("GET /books{query}")).with("host", "shelf.test:8080")
}

fn own(got: &Answered) -> String {
    got.json()["links"]["self"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn elp_68_elp_70_r_37_links_are_absolute_and_keep_the_filters_and_the_order() {
    let got =
        books("?page[number]=2&filter[range]=week&page%5Bsize%5D=10&sort=-id,title").of(&service()).await;
    let to = |number: u64| {
        format!(
            "http://shelf.test:8080/books?filter%5Brange%5D=week&sort=-id%2Ctitle&page%5Bnumber%5D={number}&page%5Bsize%5D=10"
        )
    };
    let links =
        serde_json::json!({ "self": to(2), "first": to(1), "prev": to(1), "next": to(3), "last": to(5) });
    assert_eq!(got.json()["links"], links);
    assert_eq!(got.json()["meta"], serde_json::json!({ "current_page": 2, "total_pages": 5 }));
}

#[tokio::test]
async fn elp_69_r_37_each_link_where_that_page_is_there() {
    let wires = async |query: &str| {
        let got = books(query).of(&service()).await.json();
        let links = got["links"].as_object().expect("links").keys().cloned().collect::<Vec<_>>();
        (links.join(" "), got["data"].as_array().expect("items").len())
    };
    assert_eq!(wires("").await, ("self next last".into(), 15));
    assert_eq!(wires("?page[number]=3").await, ("self first prev".into(), 15));
    assert_eq!(wires("?page[size]=100").await, ("self".into(), 45));
    assert_eq!(wires("?page[number]=9").await, ("self first prev".into(), 0), "ELP-73: past the end");
}

#[tokio::test]
async fn r_37_the_host_is_the_requests_or_what_the_service_is_configured() {
    let start = |url: &str| format!("{url}/books?page%5Bnumber%5D=1&page%5Bsize%5D=15");
    assert_eq!(own(&books("").of(&service()).await), start("http://shelf.test:8080"));
    assert_eq!(own(&books("").of(&service().behind_tls()).await), start("https://shelf.test:8080"));
    let forwarded =
        || books("").with("x-forwarded-host", "evil.test, api.test").with("x-forwarded-proto", "https");
    assert_eq!(own(&forwarded().of(&service()).await), start("http://shelf.test:8080"));
    assert_eq!(own(&forwarded().of(&service().trust_forwarded()).await), start("https://api.test"));
    let public: Uri = "https://api.test/shop/".parse().expect("a URL");
    let configured = service().public_url(&public);
    assert_eq!(own(&forwarded().of(&configured).await), start("https://api.test/shop"));
    for bad in ["user@evil.test", "a b", "", "x/y", ":80", "x:y", "x:99999", "x\"y", "x?y", "x#y", "x\\y"] {
        let got = ask("GET /books").with("host", bad).of(&service()).await;
        assert_eq!(own(&got), start(""), "{bad}");
    }
    assert_eq!(own(&books("").with("host", "other.test").of(&service()).await), start(""), "which of two?");
    assert_eq!(
        own(&ask("GET http://by.target/books").with("host", "x").of(&service()).await),
        start("http://by.target")
    );
}

#[tokio::test]
async fn r_37_links_are_right_wherever_the_service_is_nested() {
    let router = || axum::Router::new().nest("/api/v1", service().router());
    let got = ask("GET /api/v1/books").with("host", "shelf.test").of_router(router()).await;
    assert_eq!(own(&got), "http://shelf.test/api/v1/books?page%5Bnumber%5D=1&page%5Bsize%5D=15");
    let link = ask("POST /api/v1/sessions").with("host", "shelf.test").of_router(router()).await;
    assert_eq!(link.json(), "http://shelf.test/api/v1/hello");
}

#[tokio::test]
async fn r_37_r_45_over_a_socket_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(serve(listener, service(), ServeOptions::new()));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let asked = format!(
        "GET /books HTTP/1.1\r\nhost: {address}\r\norigin: https://app.test\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(asked.as_bytes()).await.expect("written");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("an answer");
    assert!(text.contains(&format!("http://{address}/books?page%5Bnumber%5D=1")), "{text}");
    assert!(text.contains("access-control-allow-origin: *"), "{text}");
    server.abort();
}
