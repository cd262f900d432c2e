//! Entity tags and preconditions.

use std::sync::atomic::Ordering;

use housestyle::__private as rt;
use housestyle::server::Service;
use http::StatusCode;

use crate::depot::{Counted, Depot, FULL, Full, Look};
use crate::http::{Answered, ask};

const CRATE: &str = "/crates/00000000-0000-0000-0000-000000000001";

fn depot() -> (Depot<Full>, Service<Depot<Full>>) {
    let depot = Depot::new(53, Counted::All);
    let service = depot.service();
    (depot, service)
}

async fn tag(service: &Service<Depot<Full>>, target: &str) -> String {
    ask(&format!("GET {target}")).of(service).await.header("etag").to_owned()
}

#[tokio::test]
async fn hk_8_answers_with_a_body_have_a_tag_that_changes_with_it() {
    let (depot, service) = depot();
    let first = tag(&service, CRATE).await;
    assert!(first.len() == 24 && first.starts_with('"') && first.ends_with('"'), "{first}");
    assert_eq!(
        (tag(&service, CRATE).await, ask(&format!("HEAD {CRATE}")).of(&service).await.header("etag")),
        (first.clone(), &*first)
    );
    depot.revision.store(2, Ordering::Relaxed);
    assert_ne!(tag(&service, CRATE).await, first);
    let made = ask("POST /crates").of(&service).await;
    assert_eq!((made.status, made.header("etag").len()), (StatusCode::CREATED, 24));
    assert_eq!(tag(&service, "/picture").await.len(), 24);
    assert_eq!(
        tag(&service, "/crates/00000000-0000-0000-0000-0000000000ff").await.len(),
        24,
        "a failure has a body too"
    );
    assert_eq!(ask("PUT /note").of(&service).await.header("etag").len(), 24);
}

#[tokio::test]
async fn hk_9_rv_44_what_the_client_has_is_not_sent_again() {
    let (_, service) = depot();
    let first = tag(&service, CRATE).await;
    let weak = format!("\"x\", W/{first}");
    for (method, asked) in [("GET", &*first), ("GET", &*weak), ("GET", "*"), ("HEAD", &*first)] {
        let got = ask(&format!("{method} {CRATE}")).with("if-none-match", asked).of(&service).await;
        assert_eq!((got.status, &*got.text, got.header("etag")), (StatusCode::NOT_MODIFIED, "", &*first));
        assert_eq!((got.header("content-type"), got.header("content-length")), ("", ""));
        assert_eq!((got.header("vary"), got.header("request-id").len()), ("Accept", 36));
    }
    for asked in ["\"x\"", first.trim_matches('"'), ""] {
        let got = ask(&format!("GET {CRATE}")).with("if-none-match", asked).of(&service).await;
        assert_eq!(got.status, StatusCode::OK, "{asked}");
    }
    let made = ask("POST /crates").with("if-none-match", "*").of(&service).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let lost = ask("GET /crates/00000000-0000-0000-0000-0000000000ff").with("if-none-match", "*");
    assert_eq!(lost.of(&service).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rv_44_a_page_has_a_tag_of_its_own_and_304_goes_before_206() {
    let (_, service) = depot();
    let page = async |range: &str, tag: &str| {
        ask("GET /crates").with("range", range).with("if-none-match", tag).of(&service).await
    };
    let first = page("crates=0-9", "\"x\"").await;
    assert_eq!(first.status, StatusCode::PARTIAL_CONTENT);
    let tag = first.header("etag");
    let again = page("crates=0-9", tag).await;
    assert_eq!((again.status, again.header("content-range")), (StatusCode::NOT_MODIFIED, "crates 0-9/53"));
    assert_eq!(again.header("accept-ranges"), "crates");
    assert_eq!(page("crates=10-19", tag).await.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(page("crates=nonsense", tag).await.status, StatusCode::BAD_REQUEST);
    // The same items with another total.
    let fewer = Depot::<Full>::new(52, Counted::All).service();
    let other = ask("GET /crates").with("range", "crates=0-9").of(&fewer).await;
    assert_eq!(other.text, first.text);
    assert_ne!(other.header("etag"), tag);
}

async fn change(service: &Service<Depot<Full>>, line: &str, headers: &[(&'static str, &str)]) -> Answered {
    let asking = ask(line).with("x-key", "good");
    headers.iter().fold(asking, |asking, (wire, value)| asking.with(wire, value)).of(service).await
}

#[tokio::test]
async fn hk_10_r_83_changes_of_what_has_changed_are_refused() {
    let (depot, service) = depot();
    let patch = format!("PATCH {CRATE}");
    let stale = tag(&service, CRATE).await;
    let got = change(&service, &patch, &[("if-match", &stale)]).await;
    assert_eq!(got.status, StatusCode::OK);
    let current = got.header("etag").to_owned();
    assert_eq!(current, tag(&service, CRATE).await);
    let weak = format!("W/{current}");
    for asked in [&*stale, &*weak, "\"x\"", "x", ""] {
        for line in [&*patch, &patch.replace("PATCH", "DELETE"), &patch.replace("PATCH", "POST")] {
            let got = change(&service, line, &[("if-match", asked)]).await;
            assert_eq!(got.status, StatusCode::PRECONDITION_FAILED, "{line} {asked}");
            assert_eq!(got.json()["id"], "precondition_failed");
        }
    }
    assert_eq!(depot.revision.load(Ordering::Relaxed), 2);
    // Changed after the runtime's check and before the handler's.
    let got = change(&service, &patch, &[("if-match", &current), ("x-meanwhile", "1")]).await;
    assert_eq!((got.status, depot.revision.load(Ordering::Relaxed)), (StatusCode::PRECONDITION_FAILED, 3));
    depot.revision.store(2, Ordering::Relaxed);
    for asked in [format!("\"x\", {current}"), "*".to_owned(), current] {
        let got = change(&service, &patch.replace("PATCH", "DELETE"), &[("if-match", &asked)]).await;
        assert_eq!(got.status, StatusCode::OK, "{asked}");
    }
}

#[tokio::test]
async fn a_condition_that_fails_stops_every_method() {
    let (_, service) = depot();
    let (crate_tag, list_tag) = (tag(&service, CRATE).await, tag(&service, "/crates").await);
    // Creating a crate is an action on the list.
    for (line, good, done) in [
        ("POST /crates", Some(&*list_tag), StatusCode::CREATED),
        ("PUT /note", None, StatusCode::OK),
        (&format!("GET {CRATE}"), Some(&crate_tag), StatusCode::OK),
        (&format!("HEAD {CRATE}"), Some(&crate_tag), StatusCode::OK),
    ] {
        let got = change(&service, line, &[("if-match", "\"x\"")]).await;
        assert_eq!(got.status, StatusCode::PRECONDITION_FAILED, "{line}");
        for asked in good.into_iter().chain(["*"]) {
            let got = change(&service, line, &[("if-match", asked)]).await;
            assert_eq!(got.status, done, "{line} {asked}");
        }
    }
    let got = change(&service, "POST /crates/search", &[("if-match", "\"x\"")]).await;
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED, "nobody can get it");
    let lost = "GET /crates/00000000-0000-0000-0000-0000000000ff";
    assert_eq!(change(&service, lost, &[("if-match", "\"x\"")]).await.status, StatusCode::NOT_FOUND);
    // `If-Match` takes precedence.
    let both = [("if-match", "\"x\""), ("if-none-match", &*crate_tag)];
    let got = change(&service, &format!("GET {CRATE}"), &both).await;
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
}

/// The query has only parameters of the operation.
struct Strict;
impl Look for Strict {
    const STYLE: rt::Style = rt::Style {
        parameters: rt::style::Parameters { undeclared: rt::UndeclaredParameters::Reject, ..FULL.parameters },
        ..FULL
    };
}

#[tokio::test]
async fn a_parameter_of_the_change_alone_is_none_of_what_it_changes() {
    let service = Depot::<Strict>::new(53, Counted::All).service();
    let tag = ask(&format!("GET {CRATE}")).of(&service).await.header("etag").to_owned();
    let got = ask(&format!("GET {CRATE}?notify=true")).of(&service).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    let patch = format!("PATCH {CRATE}?notify=true");
    let got = ask(&patch).with("x-key", "good").with("if-match", &tag).of(&service).await;
    assert_eq!(got.status, StatusCode::OK);
    let got = ask(&patch).with("x-key", "good").with("if-match", &tag).of(&service).await;
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn r_6_login_and_existence_come_before_conditions() {
    let (depot, service) = depot();
    let got = ask(&format!("PATCH {CRATE}")).with("if-match", "\"x\"").of(&service).await;
    assert_eq!((got.status, depot.gets.load(Ordering::Relaxed)), (StatusCode::UNAUTHORIZED, 0));
    for asked in ["\"x\"", "*"] {
        let lost = "PATCH /crates/00000000-0000-0000-0000-0000000000ff";
        let got = change(&service, lost, &[("if-match", asked)]).await;
        assert_eq!((got.status, &got.json()["id"]), (StatusCode::NOT_FOUND, &"not_found".into()), "{asked}");
    }
    assert_eq!(change(&service, "PUT /note", &[("if-match", "*")]).await.status, StatusCode::OK);
    let got = change(&service, "PUT /note", &[("if-match", "\"x\"")]).await;
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
    let before = depot.gets.load(Ordering::Relaxed);
    assert_eq!(change(&service, &format!("PATCH {CRATE}"), &[]).await.status, StatusCode::OK);
    assert_eq!(depot.gets.load(Ordering::Relaxed), before);
}

#[tokio::test]
async fn a_change_may_ask_that_there_be_nothing_yet() {
    let (_, service) = depot();
    let current = tag(&service, CRATE).await;
    let patch = format!("PATCH {CRATE}");
    for asked in ["*", &current, &format!("W/{current}")] {
        let got = change(&service, &patch, &[("if-none-match", asked)]).await;
        assert_eq!(got.status, StatusCode::PRECONDITION_FAILED, "{asked}");
    }
    assert_eq!(change(&service, &patch, &[("if-none-match", "\"x\"")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_tag_of_an_indented_body_is_another_that_changes_go_by_all_the_same() {
    let (_, service) = depot();
    let (plain, pretty) = (tag(&service, CRATE).await, tag(&service, &format!("{CRATE}?pretty=true")).await);
    assert_eq!(pretty, format!("{}.p\"", plain.trim_end_matches('"')));
    let got = change(&service, &format!("GET {CRATE}?pretty=true"), &[("if-none-match", &plain)]).await;
    assert_eq!(got.status, StatusCode::OK);
    let got = change(&service, &format!("PATCH {CRATE}"), &[("if-match", &pretty)]).await;
    assert_eq!(got.status, StatusCode::OK);
    let got =
        change(&service, &format!("PATCH {CRATE}?pretty=true"), &[("if-match", got.header("etag"))]).await;
    assert_eq!(got.status, StatusCode::OK);
}

/// Neither entity tags nor preconditions.
struct Plain;
impl Look for Plain {
    const STYLE: rt::Style = rt::Style {
        caching: rt::Caching { etag: rt::EntityTags::None, if_match: rt::IfMatch::Ignore },
        ..FULL
    };
}

#[tokio::test]
async fn a_style_without_tags_heeds_no_condition() {
    let depot = Depot::<Plain>::new(53, Counted::All);
    let service = depot.service();
    let got = ask(&format!("GET {CRATE}")).with("if-none-match", "*").of(&service).await;
    assert_eq!((got.status, got.header("etag")), (StatusCode::OK, ""));
    let got =
        ask(&format!("PATCH {CRATE}")).with("x-key", "good").with("if-match", "\"x\"").of(&service).await;
    // Only the operation above has it.
    assert_eq!((got.status, depot.gets.load(Ordering::Relaxed)), (StatusCode::OK, 1));
}
