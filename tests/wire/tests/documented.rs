//! Services that serve their document, and a page that shows it.

use housestyle::server::{
    Call, DocumentationError, Handler as _, HandlerResult, ServeOptions, Service, serve,
};
use housestyle_wire::documented::operations::{ListNotes, ListNotesError, ReadNote, ReadNoteError};
use housestyle_wire::hello::operations::{Greet, GreetError};
use housestyle_wire::{documented, hello};
use serde_json::Value;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::documented)]
struct Notes;

impl documented::server::Notes for Notes {
    async fn list_notes(&self, _: Call<ListNotes>) -> HandlerResult<Vec<String>, ListNotesError> {
        Ok(vec!["milk".to_owned()])
    }

    async fn read_note(&self, call: Call<ReadNote>) -> HandlerResult<String, ReadNoteError> {
        Ok(call.input.name)
    }
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::hello)]
struct Greetings;

impl hello::server::Greetings for Greetings {
    async fn greet(&self, call: Call<Greet>) -> HandlerResult<String, GreetError> {
        Ok(call.input.name)
    }
}

fn service() -> Service<Notes> {
    let service = Notes.into_service().document("/openapi.json").and_then(|service| service.docs("/docs"));
    service.expect("the paths are free")
}

fn served<H: Send + Sync + 'static>(service: Service<H>) -> String {
    support::start(async |listener| serve(listener, service, ServeOptions::default()).await.expect("served"))
}

/// Head and body of a response.
fn send(base: &str, method: &str, path: &str, headers: &str) -> (String, String) {
    let request =
        format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
    let reply = support::exchange(base, request.as_bytes());
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

fn header<'h>(head: &'h str, wire: &str) -> Option<&'h str> {
    head.lines()
        .find_map(|line| line.split_once(": ").filter(|(name, _)| *name == wire).map(|(_, value)| value))
}

#[test]
fn a_service_serves_its_document_with_itself_as_the_first_server() {
    let (head, body) = send(&served(service()), "GET", "/openapi.json", "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(header(&head, "content-type"), Some("application/json"));
    let document: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(document["openapi"], "3.1.1");
    let servers: Vec<_> =
        document["servers"].as_array().expect("a list").iter().map(|one| &one["url"]).collect();
    assert_eq!(servers, [".", "https://notes.example/v7"]);
    let schema = "/components/schemas/ListNotesAnswer/properties/data/type";
    assert_eq!(document.pointer(schema), Some(&"array".into()), "{body}");
    // What is added to the text is all that differs.
    let declared: Value = serde_json::from_str(documented::openapi::DOCUMENT).expect("JSON");
    assert_eq!((&document["paths"], &document["info"]), (&declared["paths"], &declared["info"]));
}

#[test]
fn a_document_that_the_client_has_is_not_sent_again() {
    let base = served(service());
    let (head, body) = send(&base, "GET", "/openapi.json", "");
    let tag = header(&head, "etag").expect("a tag").to_owned();
    let (whole, _) = send(&base, "GET", "/openapi.json", "");
    assert_eq!(header(&whole, "etag"), Some(tag.as_str()));
    let (head, nothing) = send(&base, "HEAD", "/openapi.json", "");
    assert_eq!(
        (header(&head, "content-length"), nothing.as_str()),
        (Some(body.len().to_string().as_str()), "")
    );
    let reply = support::exchange(
        &base,
        b"GET /openapi.json HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    );
    let tag = reply.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag");
    let (head, nothing) = send(&base, "GET", "/openapi.json", &format!("if-none-match: \"x\", W/{tag}\r\n"));
    assert!(head.starts_with("http/1.1 304") && nothing.is_empty(), "{head}");
    let (head, _) = send(&base, "GET", "/openapi.json", "if-none-match: \"x\"\r\n");
    assert!(head.starts_with("http/1.1 200"), "{head}");
}

#[test]
fn a_document_is_only_read_and_other_methods_fail_in_the_style() {
    let base = served(service());
    let (head, body) = send(&base, "DELETE", "/openapi.json", "");
    assert!(
        head.starts_with("http/1.1 405") && header(&head, "allow") == Some("get, head, options"),
        "{head}"
    );
    assert_eq!(header(&head, "content-type"), Some("application/problem+json"), "{body}");
    let (head, _) = send(&base, "OPTIONS", "/docs", "");
    assert!(
        head.starts_with("http/1.1 204") && header(&head, "allow") == Some("get, head, options"),
        "{head}"
    );
}

#[test]
fn operations_with_parameters_answer_all_other_paths() {
    let base = served(service());
    for (path, body) in [("/notes", r#"{"data":["milk"]}"#), ("/openapi.yaml", r#"{"data":"openapi.yaml"}"#)]
    {
        assert_eq!(send(&base, "GET", path, "").1, body);
    }
    // Without a document, its path is one of the operation.
    assert_eq!(
        send(&served(Notes.into_service()), "GET", "/openapi.json", "").1,
        r#"{"data":"openapi.json"}"#
    );
}

#[test]
fn a_page_shows_the_document_and_loads_nothing_from_elsewhere() {
    let base = served(service());
    let (head, page) = send(&base, "GET", "/docs", "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let policy = header(&head, "content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("http"),
        "{policy}"
    );
    assert!(page.contains("<title>Notes &amp; &lt;more&gt;</title>"), "{page}");
    assert!(page.contains(r#"data-document="openapi.json""#) && !page.contains("//"), "{page}");
    let links = page.split(['"']).filter(|link| link.starts_with("docs/")).collect::<Vec<_>>();
    assert_eq!(links.len(), 5, "{links:?}");
    for link in links {
        let (head, body) = send(&base, "GET", &format!("/{link}"), "");
        assert!(head.starts_with("http/1.1 200") && !body.is_empty(), "{link}: {head}");
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"), "{link}");
    }
    let (head, _) = send(&base, "GET", "/docs/", "");
    assert!(head.starts_with("http/1.1 308") && header(&head, "location") == Some("../docs"), "{head}");
}

#[test]
fn a_nested_service_serves_both_below_its_path() {
    let service = Notes
        .into_service()
        .document("/meta/openapi.json")
        .and_then(|service| service.docs("/meta/about/docs"));
    let router = axum::Router::new().nest("/api", service.expect("the paths are free").router());
    let base = support::start(async |listener| {
        serve(listener, router, ServeOptions::default()).await.expect("served")
    });
    let (_, document) = send(&base, "GET", "/api/meta/openapi.json", "");
    assert!(document.contains(r#""servers":[{"url":".."#), "{document}");
    let (_, page) = send(&base, "GET", "/api/meta/about/docs", "");
    assert!(page.contains(r#"data-document="../../meta/openapi.json""#), "{page}");
    assert!(send(&base, "GET", "/meta/openapi.json", "").0.starts_with("http/1.1 404"));
}

#[test]
fn a_path_that_is_taken_is_refused_when_the_service_is_built() {
    let taken = |path: &str, owner: &str| DocumentationError::Taken {
        path: path.to_owned(),
        owner: owner.to_owned(),
    };
    let refused = |path: &str| Notes.into_service().document(path).expect_err("refused");
    assert_eq!(refused("/notes"), taken("/notes", "the operation `listNotes`"));
    assert_eq!(refused("/notes").to_string(), "the path `/notes` is taken by the operation `listNotes`");
    for path in ["", "/", "openapi.json", "/openapi.json/", "//a", "/a/../b", "/{name}", "/a?b", "/a b", "/ü"]
    {
        assert_eq!(refused(path), DocumentationError::InvalidPath(path.to_owned()));
    }
    let error = service().docs("/openapi.json").expect_err("refused");
    assert_eq!(error, taken("/openapi.json", "another file"));
}

#[test]
fn a_document_that_is_missing_or_ambiguous_is_refused() {
    let error = Greetings.into_service().document("/openapi.json").expect_err("refused");
    assert_eq!(error, DocumentationError::NotGenerated("Hello"));
    assert!(error.to_string().contains("`.openapi()`"), "{error}");
    assert_eq!(Notes.into_service().docs("/docs").expect_err("refused"), DocumentationError::NoDocument);
    let several = Notes.into_service().merge(Greetings.into_service()).document("/openapi.json");
    assert_eq!(several.expect_err("refused"), DocumentationError::SeveralApis);
}

#[test]
fn a_document_is_served_after_its_service_was_merged() {
    let base = served(Greetings.into_service().merge(service()));
    assert!(send(&base, "GET", "/openapi.json", "").1.contains("listNotes"));
    assert!(send(&base, "GET", "/docs", "").0.starts_with("http/1.1 200"));
    assert_eq!(hello::API.document, None);
}
