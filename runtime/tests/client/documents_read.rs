//! Decoding of JSON:API documents.

use housestyle::Link;
use housestyle::client::{CallError, CallOptions, Dispatch, ReadForm};
use housestyle::jsonapi::{Related, ResourceId};

use crate::school::{self, *};
use crate::stub::{Stub, typed, with};

fn get() -> GetEvent {
    GetEvent { event_id: "1".into() }
}

async fn read<O: Dispatch>(call: O, body: &'static str) -> Result<O::Output, CallError<O::Error>>
where
    O::Form: ReadForm<O::Output>,
{
    let stub = Stub::start(move |_| typed(O::META.status, MEDIA, body)).await;
    school::client(&stub.base).call(call).send().await
}

const FAIR: &str = r#"{
    "jsonapi": {"version": "1.1"},
    "data": {
        "type": "event", "id": "1", "@note": 1, "meta": {"x": 1}, "links": {"self": "/events/1"},
        "attributes": {"title": "Fair", "@title": "x", "unheard": {"a": [1]}, "starts_at": "2026-01-02"},
        "relationships": {
            "creator": {"data": {"type": "student", "id": "7"}, "links": {"related": "/students/7"}},
            "labels": {"data": [{"type": "label", "id": "3"}, {"type": "label", "id": "4", "meta": {}}]},
            "replies": {"links": {"related": "/replies"}}, "@more": {"data": null}
        }
    },
    "included": [
        {"type": "label", "id": "3", "attributes": {"word": "free"}},
        {"type": "student", "id": "7", "attributes": {"name": "Ada"}, "relationships": {
            "events": {"data": [{"type": "event", "id": "1"}, {"type": "event", "id": "2"}]}}},
        {"type": "event", "id": "2", "attributes": {"title": "Ball"}},
        {"type": "unheard", "id": "3"}
    ],
    "@odd": {}, "unheard": 5
}"#;

fn label(id: &str) -> Related<Label> {
    Related::to(id)
}

#[tokio::test]
async fn ja_14_r_9_ja_93_what_is_not_known_is_passed_over_and_what_is_included_is_in_its_place() {
    let event = read(get(), FAIR).await.unwrap();
    assert_eq!((&*event.id, &*event.title, event.starts_at.as_deref()), ("1", "Fair", Some("2026-01-02")));
    let creator = event.creator.as_ref().and_then(Related::full).unwrap();
    assert_eq!(creator.name, "Ada");
    // A cycle ends at the first resource.
    assert_eq!(creator.events[0], Related::Id(ResourceId::new("event", "1")));
    assert_eq!(creator.events[1].full().unwrap().title, "Ball");
    assert_eq!(event.labels[0].full().unwrap().word, "free");
    assert_eq!(event.labels[1], label("4"));
}

#[tokio::test]
async fn ja_9_parameters_of_the_answers_type_are_passed_over() {
    for media in [
        "application/vnd.api+json; charset=utf-8",
        "application/vnd.api+json;profile=\"https://example.com/p\"",
        "application/json",
    ] {
        let stub = Stub::start(move |_| typed(200, media, FAIR)).await;
        let event = school::client(&stub.base).call(get()).send().await.unwrap();
        assert_eq!(event.title, "Fair", "{media}");
    }
    let stub = Stub::start(|_| typed(200, "text/html", FAIR)).await;
    let answer = school::client(&stub.base).call(get()).send().await;
    assert!(matches!(answer, Err(CallError::Unexpected(_))));
}

#[tokio::test]
async fn ja_48_what_is_not_asked_for_stays_an_identifier() {
    let stub = Stub::start(|_| typed(200, MEDIA, FAIR)).await;
    let client = school::client(&stub.base);
    let event = client.call(get()).with(|options| options.include(["creator"])).send().await.unwrap();
    assert_eq!((&event.labels[0], event.creator.unwrap().full().unwrap().events.len()), (&label("3"), 2));
    let link = Link::from("/api/v1/events/1?include=labels");
    let event = client.follow::<GetEvent>(&link).send().await.unwrap();
    assert!(event.creator.unwrap().full().is_none() && event.labels[0].full().is_some());
    let none = |options: CallOptions| options.include::<&str>([]);
    let event = client.call(get()).with(none).send().await.unwrap();
    assert!(event.creator.unwrap().full().is_none() && event.labels[0].full().is_none());
}

#[tokio::test]
async fn ja_16_one_target_is_a_resource_or_null() {
    let find = || FindEvent { event_id: "1".into() };
    assert_eq!(read(find(), FAIR).await.unwrap().unwrap().title, "Fair");
    assert_eq!(read(find(), r#"{"data":null}"#).await.unwrap(), None);
    assert!(matches!(read(get(), r#"{"data":null}"#).await, Err(CallError::Decode(_))));
}

#[tokio::test]
async fn ja_60_what_came_to_be_is_read_with_its_location() {
    let headers = "content-type: application/vnd.api+json\r\nlocation: http://h/api/v1/events/1\r\n";
    let stub = Stub::start(move |_| with(201, headers, FAIR)).await;
    let call = school::client(&stub.base).call(CreateEvent { body: NewEvent::default() });
    let reply = call.send_full().await.unwrap();
    assert_eq!(
        (&*reply.value.title, &reply.headers["location"]),
        ("Fair", &"http://h/api/v1/events/1".parse::<http::HeaderValue>().unwrap())
    );
}

#[tokio::test]
async fn meta_stands_alone_or_beside() {
    let said = read(Report { body: None }, r#"{"meta":{"message":"Thanks","x":1}}"#).await.unwrap();
    assert_eq!(said.message, "Thanks");
    let Err(CallError::Decode(answer)) = read(Report { body: None }, r#"{"meta":{"message":5}}"#).await
    else {
        panic!()
    };
    assert_eq!(answer.error.pointer, "/meta/message");
    let body =
        r#"{"data":[{"type":"event","id":"2","attributes":{"title":"Ball"}}],"meta":{"message":"One"}}"#;
    let all = read(AllEvents {}, body).await.unwrap();
    assert_eq!((all.data.len(), &*all.data[0].title, &*all.meta.message), (1, "Ball", "One"));
    assert!(matches!(read(AllEvents {}, r#"{"data":[]}"#).await, Err(CallError::Decode(_))));
}

#[tokio::test]
async fn ja_46_linkage_is_read() {
    let set = || SetCreator { body: None };
    let creator = read(set(), r#"{"data":{"type":"student","id":"7"},"links":{"self":"/x"}}"#).await.unwrap();
    assert_eq!(creator, Some(Related::to("7")));
    assert_eq!(read(set(), r#"{"data":null}"#).await.unwrap(), None);
    let add = || AddLabels { event_id: "1".into(), body: Vec::new() };
    let body = r#"{"data":[{"type":"label","id":"3"}],"included":[{"type":"label","id":"3","attributes":{"word":"free"}}]}"#;
    assert_eq!(read(add(), body).await.unwrap(), [label("3")]);
    assert_eq!(read(add(), r#"{"data":[]}"#).await.unwrap(), []);
}

#[tokio::test]
async fn an_error_is_reported_at_its_place_in_the_document() {
    let cases: [(&'static str, &str); 6] = [
        (r#"{"data":{"type":"event","id":"1","attributes":{"title":5}}}"#, "/data/attributes/title"),
        (r#"{"data":{"type":"event","id":"1"}}"#, "/data"),
        (r#"{"data":{"type":"event","attributes":{"title":"x"}}}"#, "/data"),
        (r#"{"data":7}"#, "/data"),
        (r#"{"meta":{}}"#, "/data"),
        (
            r#"{"data":{"type":"event","id":"1","attributes":{"title":"x"},"relationships":{"labels":
            {"data":[{"type":"label","id":"2"},{"type":"label","id":"3"}]}}},
            "included":[{"type":"label","id":"3","attributes":{"word":5}}]}"#,
            "/data/relationships/labels/data/1",
        ),
    ];
    for (body, pointer) in cases {
        let Err(CallError::Decode(answer)) = read(get(), body).await else { panic!("{body}") };
        assert_eq!(answer.error.pointer, pointer, "{body}: {}", answer.error);
    }
    let body = r#"{"data":[{"type":"event","id":"1","attributes":{"title":"x"}},
        {"type":"event","id":"2","attributes":{"title":[]}}],"meta":{"message":""}}"#;
    let Err(CallError::Decode(answer)) = read(AllEvents {}, body).await else { panic!() };
    assert_eq!(answer.error.pointer, "/data/1/attributes/title");
}

#[tokio::test]
async fn a_deprecation_is_in_the_headers_of_the_reply() {
    let headers = "content-type: application/vnd.api+json\r\ndeprecation: @1735689600\r\n";
    let stub = Stub::start(move |_| with(200, headers, FAIR)).await;
    let reply = school::client(&stub.base).call(get()).send_full().await.unwrap();
    assert_eq!(reply.headers["deprecation"], "@1735689600");
}
