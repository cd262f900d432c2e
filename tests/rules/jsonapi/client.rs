//! The client's half: JA-1, JA-8, JA-57, JA-58, JA-63, JA-74, JA-75, and what it makes of answers.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use housestyle::{Patch, Related, SortField};
use serde_json::{Value, json};

use super::api::client::Client;
use super::api::types::{ArticlePatch, ArticleSubject, NewArticle, Person};
use super::blog::{MEDIA, start};

fn client(base: &str) -> Client {
    Client::builder(base).build().unwrap()
}

type Exchanges = Arc<Mutex<Vec<(String, String, Vec<(String, String)>, Value)>>>;

/// A server that notes what it is sent, and always answers the same.
async fn stub(answer: &'static str, media: &'static str) -> (String, Exchanges) {
    let seen = Exchanges::default();
    let notes = Arc::clone(&seen);
    let app = axum::Router::new().fallback(move |request: Request<Body>| {
        let notes = Arc::clone(&notes);
        async move {
            let (parts, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let headers = parts
                .headers
                .iter()
                .map(|(wire, value)| (wire.to_string(), value.to_str().unwrap().to_owned()));
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            notes.lock().unwrap().push((
                parts.method.to_string(),
                parts.uri.to_string(),
                headers.collect(),
                body,
            ));
            Response::builder().header("content-type", media).body(Body::from(answer)).unwrap()
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, seen)
}

const ARTICLE: &str = r#"{"data":{"type":"articles","id":"1","@x":1,"attributes":{"title":"T","created_at":"2026-01-01T00:00:00Z",
    "later":true},"relationships":{"author":{"data":{"type":"people","id":"2"}},"subject":{"data":{"type":"tags","id":"3"}},
    "tags":{"data":[{"type":"tags","id":"3"}]}},"links":{"self":"/x"}},
    "included":[{"type":"people","id":"2","attributes":{"name":"Ann"}},{"type":"tags","id":"3","attributes":{"word":"w"}}],
    "jsonapi":{"version":"1.1"},"atomic:x":1}"#;

fn new() -> NewArticle {
    let mut new = NewArticle::new("T".to_owned());
    new.author = Patch::Value(Related::to("2"));
    new.tags = Some(vec![Related::to("3")]);
    new.subject = Patch::Value(Related::of::<Person>("2"));
    new
}

#[tokio::test]
async fn ja_1_ja_8_ja_57_ja_58_a_document_goes_out_under_its_name() {
    let (base, seen) = stub(ARTICLE, MEDIA).await;
    // A stub answers 200 to all; what the answer is does not matter here.
    let _ = client(&base).create_article(new()).send().await;
    let (method, path, headers, body) = seen.lock().unwrap()[0].clone();
    assert_eq!((&*method, &*path), ("POST", "/articles"));
    let of = |wire: &str| {
        headers.iter().filter(|(known, _)| known == wire).map(|(_, v)| v.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("content-type"), [MEDIA]);
    let accept = of("accept").join(", ");
    assert!(accept.split(',').any(|one| one.trim() == MEDIA), "{accept}");
    assert_eq!(
        body,
        json!({ "data": {
        "type": "articles",
        "attributes": { "title": "T", "published": false },
        "relationships": {
            "author": { "data": { "type": "people", "id": "2" } },
            "tags": { "data": [{ "type": "tags", "id": "3" }] },
            "subject": { "data": { "type": "people", "id": "2" } },
        },
    } })
    );
}

#[tokio::test]
async fn ja_63_ja_74_ja_75_a_change_names_what_it_changes() {
    let (base, seen) = stub(ARTICLE, MEDIA).await;
    let client = client(&base);
    let patch = ArticlePatch { text: Patch::Null, tags: Some(Vec::new()), ..ArticlePatch::default() };
    client.update_article("1".to_owned(), patch).send().await.unwrap();
    let _ = client.set_article_author("1".to_owned(), None).send().await;
    let _ = client.add_article_tags("1".to_owned(), vec![Related::to("3")]).send().await;
    let bodies: Vec<_> =
        seen.lock().unwrap().iter().map(|(method, _, _, body)| (method.clone(), body.clone())).collect();
    let change = json!({ "data": {
        "type": "articles", "id": "1", "attributes": { "text": null }, "relationships": { "tags": { "data": [] } },
    } });
    assert_eq!(bodies[0], ("PATCH".to_owned(), change));
    assert_eq!(bodies[1], ("PATCH".to_owned(), json!({ "data": null })));
    assert_eq!(bodies[2], ("POST".to_owned(), json!({ "data": [{ "type": "tags", "id": "3" }] })));
}

#[tokio::test]
async fn ja_9_ja_14_ja_93_what_it_does_not_know_it_passes_over() {
    let (base, _) = stub(ARTICLE, "application/vnd.api+json; charset=utf-8").await;
    let article = client(&base).get_article("1".to_owned()).send().await.unwrap();
    assert_eq!(article.title, "T");
    let author = article.author.as_ref().unwrap();
    assert_eq!((author.id(), author.full().map(|person| person.name.as_str())), ("2", Some("Ann")));
    assert!(
        matches!(article.subject.as_ref().unwrap().full(), Some(ArticleSubject::Tag(tag)) if tag.word == "w")
    );
    assert_eq!(article.comments, None);
}

#[tokio::test]
async fn ja_48_ja_49_ja_52_it_asks_for_what_it_wants() {
    let (server, _) = start();
    let client = client(&server.base);
    let article = client.get_article("1".to_owned()).include(["tags"]).send().await.unwrap();
    assert!(article.author.as_ref().unwrap().full().is_none(), "not asked for");
    assert!(article.tags.unwrap().iter().all(|tag| tag.full().is_some()));
    let sort = vec![SortField { wire: "title", descending: true }];
    let call =
        client.list_articles().sort(sort).filter_author("2").fields("articles", ["title", "created_at"]);
    let page = call.send().await.unwrap();
    assert!(page.items.is_sorted_by(|one, other| one.title >= other.title) && !page.items.is_empty());
    assert!(page.items.iter().all(|article| article.text.is_none() && article.tags.is_none()));
}

#[tokio::test]
async fn ja_53_ja_100_it_goes_from_page_to_page() {
    let (server, _) = start();
    let client = client(&server.base);
    let all: Vec<_> = client.list_articles().page_size(20).stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 45);
    let people: Vec<_> = client.list_people().page_size(10).stream().try_collect().await.unwrap();
    assert_eq!(people.len(), 25);
    let first = client.list_people().page_size(10).send().await.unwrap();
    assert_eq!(
        (first.info.total, first.info.prev.is_some(), first.info.next.is_some()),
        (Some(25), false, true)
    );
}

#[tokio::test]
async fn ja_71_ja_88_it_hears_what_is_wrong_and_where() {
    use super::api::operations::UpdateArticleError;
    use housestyle::client::CallError;
    let (server, _) = start();
    let client = client(&server.base);
    let patch = ArticlePatch { title: Some("x".to_owned()), ..ArticlePatch::default() };
    let error = client.update_article("5".to_owned(), patch).send().await.unwrap_err();
    assert!(matches!(error, CallError::Declared(UpdateArticleError::TitleIsFixed, _)), "{error:?}");
    let patch = ArticlePatch { title: Some(String::new()), ..ArticlePatch::default() };
    let error = client.update_article("1".to_owned(), patch).send().await.unwrap_err();
    let CallError::Problem(problem) = error else { panic!("{error:?}") };
    let pointers: Vec<_> = problem.entries.iter().map(|entry| entry.pointer.as_deref()).collect();
    assert_eq!((problem.status.as_u16(), pointers), (422, vec![Some("/data/attributes/title")]));
}
