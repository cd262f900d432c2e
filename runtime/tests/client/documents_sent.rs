//! Encoding of JSON:API documents, linkage and queries.

use housestyle::Link;
use housestyle::Operation;
use housestyle::Patch;
use housestyle::client::{CallError, CallOptions, Dispatch};
use housestyle::jsonapi::{Related, SortField};
use housestyle::paging::{CursorPage, NumberedOrRows, NumberedPage, RowsPage};
use housestyle::style::{Direction, Order};
use serde_json::{Value, json};

use crate::acme::{self, CreateVisit, NewVisit, get_pet};
use crate::school::{self, *};
use crate::stub::{Seen, Stub, typed, with};

const DONE: &str = r#"{"data":{"type":"event","id":"1","attributes":{"title":"Fair"}}}"#;

async fn stub() -> Stub {
    Stub::start(|_| typed(200, MEDIA, DONE)).await
}

/// Returns the request of a call, whatever its result.
async fn sent<O: Dispatch + Clone>(call: O, options: impl Fn(CallOptions) -> CallOptions) -> Seen
where
    O::Form: housestyle::client::ReadForm<O::Output>,
{
    let stub = stub().await;
    drop(school::client(&stub.base).call(call).with(options).send().await);
    stub.seen().remove(0)
}

/// Returns the input that cannot be sent.
async fn refused<O: Dispatch>(call: O, options: impl Fn(CallOptions) -> CallOptions) -> String
where
    O::Form: housestyle::client::ReadForm<O::Output>,
    O::Error: std::fmt::Debug,
{
    let stub = stub().await;
    let error = match school::client(&stub.base).call(call).with(options).send().await {
        Err(CallError::InvalidInput(input)) => input.input,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("sent"),
    };
    assert!(stub.seen().is_empty());
    error
}

fn same(options: CallOptions) -> CallOptions {
    options
}

fn document(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap()
}

fn new_event() -> NewEvent {
    let labels = vec![Related::to("3"), Related::from(Label { id: "4".into(), word: "free".into() })];
    NewEvent { title: "Fair".into(), creator: Some(Related::to("7")), labels }
}

fn list(page: NumberedOrRows) -> ListEvents {
    ListEvents { search: None, sort: Vec::new(), page }
}

fn first() -> NumberedOrRows {
    NumberedOrRows::Numbered(NumberedPage::first(&NUMBERED))
}

fn get() -> GetEvent {
    GetEvent { event_id: "1".into() }
}

#[tokio::test]
async fn elp_2_ja_1_documents_are_of_the_styles_type_alone() {
    let seen = sent(CreateEvent { body: new_event() }, same).await;
    assert_eq!(seen.header("content-type"), Some(MEDIA));
    let seen = sent(SetCreator { body: None }, same).await;
    assert_eq!(seen.header("content-type"), Some(MEDIA));
    let seen = sent(Plain { body: Said { message: "x".into() } }, same).await;
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(sent(get(), same).await.header("content-type"), None);
}

#[tokio::test]
async fn ja_8_the_styles_type_is_accepted_once_without_parameters() {
    assert_eq!(sent(get(), same).await.header("accept"), Some(MEDIA));
    let plain = sent(Plain { body: Said { message: "x".into() } }, same).await;
    assert_eq!(plain.header("accept"), Some("application/json"));
    assert_eq!(sent(get(), |options| options.accept("*/*")).await.header("accept"), Some("*/*"));
}

#[tokio::test]
async fn ja_57_ja_58_a_new_resource_has_a_type_and_linkage() {
    let seen = sent(CreateEvent { body: new_event() }, same).await;
    let expected = json!({"data": {
        "type": "event",
        "attributes": {"title": "Fair"},
        "relationships": {
            "creator": {"data": {"type": "student", "id": "7"}},
            "labels": {"data": [{"type": "label", "id": "3"}, {"type": "label", "id": "4"}]},
        },
    }});
    assert_eq!((seen.target.as_str(), document(&seen)), ("/api/v1/events", expected));
}

#[tokio::test]
async fn ja_63_a_change_has_the_type_and_the_id_of_its_path() {
    for id in ["1", "a/b?é", "100%"] {
        let body = EventPatch { title: Patch::Value("New".into()), creator: Patch::Null };
        let seen = sent(ChangeEvent { event_id: id.into(), body }, same).await;
        let expected = json!({"data": {
            "type": "event",
            "id": id,
            "attributes": {"title": "New"},
            "relationships": {"creator": {"data": null}},
        }});
        assert_eq!(document(&seen), expected);
    }
}

#[tokio::test]
async fn ja_63_the_id_of_a_path_without_one_is_the_calls() {
    let own = || ChangeOwn { body: EventPatch::default() };
    assert_eq!(document(&sent(own(), same).await), json!({"data": {"type": "event"}}));
    let seen = sent(own(), |options| options.document_id("5")).await;
    assert_eq!(document(&seen), json!({"data": {"type": "event", "id": "5"}}));
}

#[tokio::test]
async fn ja_59_no_id_is_chosen_where_the_style_lets_nobody() {
    assert_eq!(refused(CreateEvent { body: new_event() }, |options| options.document_id("5")).await, "id");
}

#[tokio::test]
async fn what_is_no_resource_has_a_type_and_never_an_id() {
    let body = Some(Said { message: "Broken".into() });
    let seen = sent(Report { body }, |options| options.document_id("5")).await;
    assert_eq!(document(&seen), json!({"data": {"type": "report", "attributes": {"message": "Broken"}}}));
    let seen = sent(Report { body: None }, same).await;
    assert_eq!((seen.body.as_str(), seen.header("content-type")), ("", None));
}

#[tokio::test]
async fn ja_63_a_change_at_a_link_has_the_id_in_the_link() {
    let stub = stub().await;
    let client = school::client(&stub.base);
    let body = EventPatch { title: Patch::Value("New".into()), ..EventPatch::default() };
    let at = |link: &str| client.follow_with::<ChangeEvent>(&Link::from(link), &body);
    at("/behind/api/v1/events/a%2Fb?x=1").send().await.unwrap();
    at("/elsewhere").with(|options| options.document_id("9")).send().await.unwrap();
    let ids = stub.seen().iter().map(|seen| document(seen)["data"]["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids, ["a/b", "9"]);
    assert!(matches!(at("/elsewhere/9").send().await, Err(CallError::InvalidInput(_))));
}

#[tokio::test]
async fn elp_13_a_put_without_a_body_reports_that_it_has_none() {
    let seen = sent(Confirm { event_id: "1".into() }, same).await;
    assert_eq!((seen.method.as_str(), seen.header("content-length")), ("PUT", Some("0")));
    let seen = sent(Report { body: None }, same).await;
    assert_eq!(seen.header("content-length"), Some("0"));
    assert_eq!(sent(get(), same).await.header("content-length"), None);
}

#[tokio::test]
async fn elp_52_ja_91_brackets_are_percent_encoded() {
    let input = ListEvents {
        search: Some("a b&c".into()),
        sort: vec![SortField { wire: "starts_at", descending: true }, SortField::ascending("title")],
        page: first(),
    };
    let seen = sent(input, |options| options.fields("event", ["title", "labels"])).await;
    let expected = "/api/v1/events?filter%5Bsearch%5D=a%20b%26c&sort=-starts_at%2Ctitle\
                    &page%5Bnumber%5D=1&page%5Bsize%5D=15&fields%5Bevent%5D=title%2Clabels";
    assert_eq!(seen.target, expected);
}

#[tokio::test]
async fn elp_62_elp_63_rows_are_asked_for_by_the_one_before_them() {
    let rows = |last, field, value: Option<&str>, order| {
        let value = value.map(str::to_owned);
        list(NumberedOrRows::Rows(RowsPage { last, field, value, order, size: 10 }))
    };
    let target = "/api/v1/events?page%5Bdirection%5D=desc&page%5Bfield%5D=id&page%5Bsize%5D=10";
    assert_eq!(sent(rows(None, "id", None, Order::Descending), same).await.target, target);
    let target = "/api/v1/events?page%5Bdirection%5D=asc&page%5Bfield%5D=title\
                  &page%5Bfield_value%5D=F&page%5Blast_id%5D=7&page%5Bsize%5D=10";
    assert_eq!(sent(rows(Some(7), "title", Some("F"), Order::Ascending), same).await.target, target);
}

#[tokio::test]
async fn ja_95_cursors_go_as_they_came() {
    let page = |direction, cursor: Option<&str>| Feed {
        page: CursorPage { direction, cursor: cursor.map(str::to_owned), size: 5 },
    };
    let target = "/api/v1/events?page%5Bsize%5D=5";
    assert_eq!(sent(page(Direction::After, None), same).await.target, target);
    let target = "/api/v1/events?page%5Bafter%5D=a%2B%3D&page%5Bsize%5D=5";
    assert_eq!(sent(page(Direction::After, Some("a+=")), same).await.target, target);
    let target = "/api/v1/events?page%5Bbefore%5D=x&page%5Bsize%5D=5";
    assert_eq!(sent(page(Direction::Before, Some("x")), same).await.target, target);
}

#[tokio::test]
async fn ja_74_ja_75_linkage_is_an_identifier_or_null_or_a_list() {
    let seen = sent(SetCreator { body: Some(Related::to("7")) }, same).await;
    assert_eq!(document(&seen), json!({"data": {"type": "student", "id": "7"}}));
    assert_eq!(document(&sent(SetCreator { body: None }, same).await), json!({"data": null}));
    let labels = |body| AddLabels { event_id: "1".into(), body };
    let whole = Related::from(Label { id: "4".into(), word: "free".into() });
    let seen = sent(labels(vec![Related::to("3"), whole]), same).await;
    let expected = json!({"data": [{"type": "label", "id": "3"}, {"type": "label", "id": "4"}]});
    assert_eq!((seen.target.as_str(), document(&seen)), ("/events/1/relationships/labels", expected));
    assert_eq!(document(&sent(labels(Vec::new()), same).await), json!({"data": []}));
}

#[tokio::test]
async fn ja_48_what_is_to_be_included_is_named() {
    let target = |seen: Seen| seen.target;
    let seen = sent(get(), |options| options.include(["labels", "creator"])).await;
    assert_eq!(target(seen), "/api/v1/events/1?include=labels%2Ccreator");
    assert_eq!(target(sent(get(), |options| options.include::<&str>([])).await), "/api/v1/events/1?include=");
    assert_eq!(target(sent(get(), same).await), "/api/v1/events/1");
}

#[tokio::test]
async fn ja_47_what_an_operation_does_not_include_is_not_asked_for() {
    assert_eq!(refused(get(), |options| options.include(["labels", "author"])).await, "include");
    assert_eq!(refused(Report { body: None }, |options| options.include(["labels"])).await, "include");
    assert_eq!(refused(Report { body: None }, |options| options.fields("event", ["title"])).await, "fields");
}

#[tokio::test]
async fn a_style_without_documents_has_nothing_to_include() {
    let stub = Stub::start(|_| with(200, "", "")).await;
    let client = acme::client(&stub.base);
    for options in [CallOptions::new().include(["a"]), CallOptions::new().fields("a", ["b"])] {
        let call = client.call(get_pet("7")).with(|_| options.clone());
        assert!(matches!(call.send().await, Err(CallError::InvalidInput(_))));
    }
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn ja_49_fields_of_a_type_are_said_once() {
    let options = |options: CallOptions| {
        options.fields("event", ["starts_at"]).fields("label", ["word"]).fields("event", ["title"])
    };
    let target = "/api/v1/events/1?fields%5Blabel%5D=word&fields%5Bevent%5D=title";
    assert_eq!(sent(get(), options).await.target, target);
    let stub = stub().await;
    let link = Link::from("/api/v1/events/1?fields[event]=id&x=1");
    let call = school::client(&stub.base).follow::<GetEvent>(&link);
    call.with(|options| options.fields("event", ["title"])).send().await.unwrap();
    assert_eq!(stub.seen()[0].target, "/api/v1/events/1?x=1&fields%5Bevent%5D=title");
}

#[tokio::test]
async fn elp_42_a_language_is_asked_for_where_there_are_several() {
    let seen = sent(get(), |options| options.language("ru")).await;
    assert_eq!(seen.header("accept-language"), Some("ru"));
    assert_eq!(sent(get(), same).await.header("accept-language"), None);
    assert_eq!(refused(get(), |options| options.language("ru\n")).await, "accept-language");
    let stub = Stub::start(|_| with(200, "", "")).await;
    let visit = CreateVisit { pet_id: "7".into(), body: NewVisit { clinic_id: 5 } };
    drop(acme::client(&stub.base).call(visit).with(|options| options.language("ru")).send().await);
    assert_eq!(stub.seen()[0].header("accept-language"), None);
    assert!(CreateVisit::META.api.style.locale.is_none());
}
