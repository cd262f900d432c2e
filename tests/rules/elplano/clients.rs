//! The client's half: ELP-2, ELP-13, ELP-28, ELP-52, ELP-72 and the rulings R-8, R-9, R-36 and R-40, on the generated one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use example_elplano::elplano::client::Client;
use example_elplano::elplano::operations::{CreateEventError, ListLabels};
use example_elplano::elplano::types::{
    EventEventable, EventPatch, GroupPatch, LabelPatch, ListEventsFilterScope,
};
use example_elplano::elplano::types::{NewEvent, NewLabel, Student};
use housestyle::client::{CallError, RetryPolicy};
use housestyle::style::Order;
use housestyle::{Patch, Related, RowsPage, SortField};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::server::{LUCIA, MEDIA, PAVEL, Plano, VERA, access};

fn client(base: &str, who: &str) -> Client {
    Client::builder(base).bearer(access(who)).retry(RetryPolicy::never()).build().unwrap()
}

fn of(who: &str) -> Client {
    client(&Plano::shared().server.base, who)
}

/// What a stub was sent: each request as text.
type RequestLog = Arc<Mutex<Vec<String>>>;

/// Answers each connection with the next of these, and keeps the requests.
async fn stub(answers: Vec<String>) -> (Client, RequestLog) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = RequestLog::default();
    let requests = Arc::clone(&seen);
    let own = base.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = request(&mut stream).await;
            requests.lock().unwrap().push(request);
            stream.write_all(answer.replace("{base}", &own).as_bytes()).await.unwrap();
        }
    });
    (client(&base, PAVEL), seen)
}

/// A request: its head, and as much of a body as that says.
async fn request(stream: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the client hung up");
        bytes.extend_from_slice(&chunk[..read]);
    }
}

/// A header of a request; there is one of each name at most.
fn header(request: &str, wire: &str) -> Option<String> {
    let head = request.split("\r\n\r\n").next().unwrap();
    let mut found = head.lines().skip(1).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(wire).then(|| value.trim().to_owned())
    });
    let first = found.next();
    assert_eq!(found.next(), None, "{wire}");
    first
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// An answer of a status with a document.
fn answer(status: &str, body: &str) -> String {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {MEDIA}\r\nconnection: close\r\n");
    // The base is filled in later, so that there is no length.
    format!("{head}\r\n{body}")
}

fn bare(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n")
}

fn label(id: u32, more: &str) -> String {
    let attributes = r##""title":"t","color":"#428BCA","text_color":"#FFFFFF","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z""##;
    format!(r#"{{"type":"label","id":"{id}","attributes":{{{attributes}{more}}}}}"#)
}

fn one(id: u32) -> String {
    format!(r#"{{"data":{}}}"#, label(id, ""))
}

fn refusal(status: &str) -> String {
    let body = format!(
        r#"{{"errors":[{{"status":"{status}","source":{{"pointer":"/data"}},"detail":"so it is"}}]}}"#
    );
    answer(&format!("{status} X"), &body)
}

#[tokio::test]
async fn elp_2_a_document_goes_out_under_its_name_and_no_more() {
    let answers = vec![
        answer("201 Created", &one(1)),
        answer("200 OK", &one(1)),
        answer("200 OK", &one(1)),
        bare("204 No Content"),
    ];
    let (api, seen) = stub(answers).await;
    api.create_label(NewLabel::new("t".to_owned())).send().await.unwrap();
    let patch = LabelPatch { description: Patch::Null, ..LabelPatch::default() };
    api.update_label("1".to_owned(), patch).send().await.unwrap();
    api.get_label("1".to_owned()).send().await.unwrap();
    api.delete_label("1".to_owned()).send().await.unwrap();
    let seen = seen.lock().unwrap();
    let media: Vec<_> = seen.iter().map(|request| header(request, "content-type")).collect();
    assert_eq!(media, [Some(MEDIA.to_owned()), Some(MEDIA.to_owned()), None, None]);
    assert!(
        seen.iter().all(|request| header(request, "accept").is_some_and(|accept| accept.contains(MEDIA)))
    );
    let made = json!({"data": {"type": "label", "attributes": {"title": "t", "color": "#428BCA"}}});
    let changed = json!({"data": {"type": "label", "id": "1", "attributes": {"description": null}}});
    assert_eq!((body(&seen[0]), body(&seen[1])), (made, changed));
}

#[tokio::test]
async fn elp_13_a_put_without_a_body_says_so() {
    let (api, seen) = stub(vec![bare("500 X"), bare("500 X")]).await;
    let _ = api.claim_invite("x".to_owned()).send().await;
    let _ = api.accept_invite("x".to_owned()).send().await;
    let seen = seen.lock().unwrap();
    assert!(seen[0].starts_with("PUT /api/v1/invites/x HTTP/1.1\r\n"), "{}", seen[0]);
    for request in &*seen {
        assert_eq!(header(request, "content-length").as_deref(), Some("0"), "{request}");
        assert_eq!((header(request, "content-type"), header(request, "transfer-encoding")), (None, None));
    }
}

#[tokio::test]
async fn elp_28_each_status_of_the_guide_is_known() {
    let mut answers = vec![answer("200 OK", &one(1)), answer("201 Created", &one(2)), bare("204 No Content")];
    let failures = ["400", "401", "403", "404", "408", "415", "422", "429", "500"];
    answers.extend(failures.map(refusal));
    answers.push("HTTP/1.1 304 Not Modified\r\netag: \"x\"\r\nconnection: close\r\n\r\n".to_owned());
    let (api, _) = stub(answers).await;
    assert_eq!(api.get_label("1".to_owned()).send().await.unwrap().id, "1");
    assert_eq!(api.create_label(NewLabel::new("t".to_owned())).send().await.unwrap().id, "2");
    api.delete_label("1".to_owned()).send().await.unwrap();
    let mut outcomes = Vec::new();
    for status in failures {
        let failed = api.get_label("1".to_owned()).send().await.unwrap_err();
        let refusal = failed.refusal().unwrap_or_else(|| panic!("{status}: {failed:?}"));
        assert_eq!((refusal.status.as_str(), refusal.message.as_deref()), (status, Some("so it is")));
        assert_eq!(refusal.entries[0].pointer.as_deref(), Some("/data"));
        assert_eq!(failed.is_server_error(), status == "500");
        outcomes.push(format!("{:?}", refusal.outcome.unwrap()));
    }
    assert_eq!(outcomes.iter().collect::<BTreeSet<_>>().len(), failures.len(), "{outcomes:?}");
    let same = api.get_label("1".to_owned()).with(|options| options.if_none_match("\"x\"")).send().await;
    assert!(matches!(&same, Err(CallError::NotModified(headers)) if headers["etag"] == "\"x\""), "{same:?}");
}

#[tokio::test]
async fn elp_28_failures_of_the_example_are_typed() {
    let api = of(PAVEL);
    let mut event = football();
    event.eventable = Related::of::<example_elplano::elplano::types::Group>("1");
    let failed = api.create_event(event).send().await.unwrap_err();
    assert_eq!(failed.declared(), Some(&CreateEventError::NotPresident), "{failed:?}");
    let mut event = football();
    event.timezone = "Nowhere/AtAll".to_owned();
    let failed = api.create_event(event).send().await.unwrap_err();
    assert_eq!(failed.declared(), Some(&CreateEventError::UnknownTimezone), "{failed:?}");
    assert_eq!(failed.refusal().unwrap().entries[0].pointer.as_deref(), Some("/data/attributes/timezone"));
    let failed = api.get_event("404".to_owned()).send().await.unwrap_err();
    assert_eq!(failed.status().map(|status| status.as_u16()), Some(404));
    // An unchanged event is not sent again.
    let cached =
        Client::builder(&Plano::shared().server.base).bearer(access(PAVEL)).etag_cache(8).build().unwrap();
    let first = cached.get_event("5".to_owned()).send().await.unwrap();
    assert_eq!(cached.get_event("5".to_owned()).send().await.unwrap(), first);
}

fn football() -> NewEvent {
    let at = "2026-07-01T10:00:00Z".parse().unwrap();
    let whom: Related<EventEventable> = Related::of::<Student>("3");
    NewEvent::new("Rugby".to_owned(), at, "UTC".to_owned(), whom)
}

#[tokio::test]
async fn elp_52_brackets_and_what_is_in_a_value_are_encoded() {
    let (api, seen) = stub(vec![answer("200 OK", r#"{"data":[]}"#)]).await;
    let sort = vec![
        SortField { wire: "created_at", descending: true },
        SortField { wire: "title", descending: false },
    ];
    let call = api.list_events().filter_search("search Term&").filter_scope(ListEventsFilterScope::Authored);
    let call = call.sort(sort).page_number(2).page_size(5).include(["labels"]).fields("event", ["title"]);
    call.send().await.unwrap();
    let seen = seen.lock().unwrap();
    let line = seen[0].lines().next().unwrap();
    let query = line.split(' ').nth(1).unwrap().split_once('?').unwrap().1;
    assert!(!query.contains(['[', ']', '"', '<']), "{query}");
    let pairs: BTreeSet<_> =
        query.split('&').map(|pair| pair.replace("%2C", ",").replace('+', "%20")).collect();
    let expected = [
        "filter%5Bsearch%5D=search%20Term%26",
        "filter%5Bscope%5D=authored",
        "sort=-created_at,title",
        "page%5Bnumber%5D=2",
        "page%5Bsize%5D=5",
        "include=labels",
        "fields%5Bevent%5D=title",
    ];
    assert_eq!(pairs, expected.into_iter().map(str::to_owned).collect());
}

#[tokio::test]
async fn elp_72_links_are_followed_until_the_last_page() {
    let titles: Vec<_> = of(PAVEL)
        .list_events()
        .page_size(4)
        .sort(vec![SortField { wire: "title", descending: false }])
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(titles.len(), 21);
    assert!(titles.is_sorted_by(|one, other| one.title <= other.title));
    let pages: Vec<_> = of(PAVEL).list_events().page_size(10).pages().try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [10, 10, 1]);
    assert_eq!((pages[0].info.pages, pages[2].info.next.is_none()), (Some(3), true));
}

#[tokio::test]
async fn elp_72_the_next_page_is_where_the_link_leads() {
    for last in [r#","links":{"next":null}"#, r#","links":{}"#, ""] {
        let first = format!(
            r#"{{"data":[{}],"meta":{{"current_page":1,"total_pages":9}},"links":{{"next":"{{base}}/api/v1/labels?anything=1"}}}}"#,
            label(1, "")
        );
        let second = format!(r#"{{"data":[{}]{last}}}"#, label(2, ""));
        let (api, seen) = stub(vec![answer("200 OK", &first), answer("200 OK", &second)]).await;
        let all: Vec<_> = api.list_labels().stream().try_collect().await.unwrap();
        assert_eq!(all.iter().map(|label| label.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 2, "{last}");
        assert!(seen[1].starts_with("GET /api/v1/labels?anything=1 HTTP/1.1\r\n"), "{}", seen[1]);
        assert!(header(&seen[1], "authorization").is_some());
    }
    // Not to another server, which would learn the token.
    let foreign = r#"{"data":[],"links":{"next":"http://elsewhere.example/labels"}}"#;
    let (api, _) = stub(vec![answer("200 OK", foreign)]).await;
    let refused = api.list_labels().stream().try_collect().await.unwrap_err();
    assert!(matches!(refused, CallError::CrossOrigin { .. }), "{refused:?}");
    let link = housestyle::Link::from("http://elsewhere.example/labels".to_owned());
    let refused = api.follow::<ListLabels>(&link).send().await.unwrap_err();
    assert!(matches!(refused, CallError::CrossOrigin { .. }), "{refused:?}");
}

#[tokio::test]
async fn r_36_pages_by_row_are_walked_by_their_last_rows() {
    for order in [Order::Ascending, Order::Descending] {
        for field in ["id", "title", "start_at", "status"] {
            let page = RowsPage { last: None, field, value: None, order, size: 4 };
            let all: Vec<_> = of(PAVEL).list_events().rows(page).stream().try_collect().await.unwrap();
            let ids: BTreeSet<_> = all.iter().map(|event| event.id.clone()).collect();
            assert_eq!((all.len(), ids.len()), (21, 21), "{field} {order:?}");
        }
    }
}

#[tokio::test]
async fn r_8_an_unknown_status_is_as_the_first_of_its_class() {
    let (api, _) = stub(vec![refusal("400"), refusal("499"), refusal("500"), refusal("599")]).await;
    let mut outcomes = Vec::new();
    for status in ["400", "499", "500", "599"] {
        let failed = api.list_labels().send().await.unwrap_err();
        let refusal = failed.refusal().expect("the body is read");
        assert_eq!((refusal.status.as_str(), refusal.message.as_deref()), (status, Some("so it is")));
        assert_eq!(failed.is_client_error(), status.starts_with('4'));
        outcomes.push(failed.outcome());
    }
    assert!(outcomes[0].is_some() && outcomes[0] == outcomes[1], "{outcomes:?}");
    assert!(outcomes[2].is_some() && outcomes[2] == outcomes[3], "{outcomes:?}");
}

#[tokio::test]
async fn r_9_members_that_the_client_does_not_know_are_ignored() {
    let odd = label(1, r#","mood":"new","deep":{"a":[1,{"b":null}]}"#);
    let odd = format!(
        r#"{{"data":[{odd}],"included":[{{"type":"weather","id":"1"}}],"jsonapi":{{"version":"1.1"}},"later":1,"meta":{{"x":1}}}}"#
    );
    let error = r#"{"errors":[{"status":"403","mood":1,"detail":"d","source":{"body":"x"}}],"later":{}}"#;
    let (api, _) = stub(vec![answer("200 OK", &odd), answer("403 X", error)]).await;
    assert_eq!(api.list_labels().send().await.unwrap().items[0].title, "t");
    let failed = api.list_labels().send().await.unwrap_err();
    assert_eq!(failed.refusal().unwrap().message.as_deref(), Some("d"));
}

#[tokio::test]
async fn r_40_the_client_names_what_it_changes() {
    let plano = Plano::start();
    let api = client(&plano.server.base, PAVEL);
    let event = api.create_event(football()).send().await.unwrap();
    let patch = EventPatch {
        title: Some("Tennis".to_owned()),
        course: Patch::Value(Related::to("1")),
        ..EventPatch::default()
    };
    let changed = api.update_event(event.id.clone(), patch).send().await.unwrap();
    assert_eq!((&*changed.title, changed.course.as_ref().map(|course| course.id())), ("Tennis", Some("1")));
    let replaced = api.replace_event(event.id.clone(), football()).send().await.unwrap();
    assert_eq!((&*replaced.title, replaced.course), ("Rugby", None));
    // A singleton's id is in no URL; callers that know it may send it.
    let vera = client(&plano.server.base, VERA);
    let group = |id: &'static str| {
        let patch = GroupPatch { number: Some("N".to_owned()), ..GroupPatch::default() };
        vera.update_group(patch).with(move |options| options.document_id(id))
    };
    assert_eq!(group("1").send().await.unwrap().number, "N");
    let failed = group("2").send().await.unwrap_err();
    assert_eq!(failed.status().map(|status| status.as_u16()), Some(409), "{failed:?}");
    let labels = client(&plano.server.base, LUCIA)
        .get_event("5".to_owned())
        .include([""; 0])
        .send()
        .await
        .unwrap()
        .labels;
    assert!(labels.iter().all(|label| label.full().is_none()) && labels.len() == 2);
}
