//! Pages of JSON:API documents: by link, cursor and row.

use housestyle::client::{CallError, ClientCore};
use housestyle::paging::{CursorPage, NumberedOrRows, NumberedPage, RowsPage};
use housestyle::style::Order;
use url::Url;

use crate::school::{self, *};
use crate::stub::{Seen, Stub, typed};

fn list(page: NumberedOrRows) -> ListEvents {
    ListEvents { search: None, sort: Vec::new(), page }
}

fn numbered() -> ListEvents {
    list(NumberedOrRows::Numbered(NumberedPage { number: 1, size: 2 }))
}

fn rows(field: &'static str, value: Option<&str>) -> ListEvents {
    let value = value.map(str::to_owned);
    list(NumberedOrRows::Rows(RowsPage { last: None, field, value, order: Order::Ascending, size: 2 }))
}

fn query(seen: &Seen, wire: &str) -> Option<String> {
    let url = Url::parse("http://h").unwrap().join(&seen.target).unwrap();
    url.query_pairs().find(|(key, _)| key == wire).map(|(_, value)| value.into_owned())
}

fn event(id: u64) -> String {
    let attributes = format!(r#"{{"title":"e{}","starts_at":null}}"#, id / 2);
    format!(r#"{{"type":"event","id":"{id}","attributes":{attributes}}}"#)
}

fn events(ids: impl IntoIterator<Item = u64>) -> String {
    let items: Vec<_> = ids.into_iter().map(event).collect();
    format!("[{}]", items.join(","))
}

async fn start(answer: impl Fn(&Seen) -> String + Send + Sync + 'static) -> (Stub, ClientCore) {
    let stub = Stub::start(move |seen| typed(200, MEDIA, &answer(seen))).await;
    let client = school::client(&stub.base);
    (stub, client)
}

/// Returns a stub with three pages of two events, each with a link in this form to the next.
async fn linked(link: fn(String) -> String) -> (Stub, ClientCore) {
    start(move |seen| {
        let at: u64 = query(seen, "page[number]").unwrap().parse().unwrap();
        let host = seen.header("host").unwrap();
        let to = |page: u64| format!("http://{host}/api/v1/events?page%5Bnumber%5D={page}&page%5Bsize%5D=2");
        let next = if at < 3 { link(to(at + 1)) } else { "null".into() };
        let own = to(at);
        format!(
            r#"{{"data":{},"meta":{{"current_page":{at},"total_pages":3}},"links":{{"self":"{own}","next":{next}}}}}"#,
            events([at * 2 - 1, at * 2])
        )
    })
    .await
}

#[tokio::test]
async fn elp_67_elp_68_a_page_tells_of_the_set_and_of_those_beside_it() {
    let (_stub, client) = linked(|link| format!("\"{link}\"")).await;
    let page = client.call(numbered()).send().await.unwrap();
    assert_eq!((page.items.len(), page.info.pages, page.info.more), (2, Some(3), Some(true)));
    assert!(page.info.own.unwrap().as_str().ends_with("number%5D=1&page%5Bsize%5D=2"));
    assert!(page.info.next.is_some() && page.info.prev.is_none() && page.info.last.is_none());
}

#[tokio::test]
async fn elp_72_ja_38_links_are_followed_until_there_is_none() {
    let ways: [fn(String) -> String; 3] = [
        |link| format!("\"{link}\""),
        |link| format!(r#"{{"href":"{link}","rel":"next","meta":{{}}}}"#),
        |link| {
            format!("\"{}\"", Url::parse(&link).unwrap().query().map(|query| format!("?{query}")).unwrap())
        },
    ];
    for way in ways {
        let (stub, client) = linked(way).await;
        let call = client.call(numbered()).with(|options| options.include(["labels"]));
        let items = call.items().try_collect().await.unwrap();
        assert_eq!(items.iter().map(|event| &*event.id).collect::<String>(), "123456");
        assert_eq!(stub.seen().len(), 3);
        // The options apply to each page.
        assert!(stub.seen().iter().all(|seen| query(seen, "include").as_deref() == Some("labels")));
    }
    let (_stub, client) = linked(|_| r#"{"meta":{}}"#.to_owned()).await;
    assert!(matches!(client.call(numbered()).send().await, Err(CallError::Decode(_))));
}

#[tokio::test]
async fn absolute_links_stay_at_the_origin() {
    let (stub, client) = linked(|_| "\"https://evil.test/api/v1/events\"".to_owned()).await;
    let mut pages = client.call(numbered()).pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(matches!(pages.try_next().await, Err(CallError::CrossOrigin { .. })));
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn ja_53_a_document_without_links_is_the_last() {
    let (stub, client) = start(|_| format!(r#"{{"data":{}}}"#, events([1, 2]))).await;
    let pages = client.call(numbered()).pages().try_collect().await.unwrap();
    assert_eq!((pages.len(), stub.seen().len(), pages[0].info.more), (1, 1, None));
}

#[tokio::test]
async fn ja_100_cursors_are_followed_by_their_links() {
    let (stub, client) = start(|seen| {
        let (ids, next) = match query(seen, "page[after]").as_deref() {
            None => ([1, 2], r#""/api/v1/events?page%5Bafter%5D=c2&page%5Bsize%5D=2""#),
            Some(_) => ([3, 4], "null"),
        };
        format!(r#"{{"data":{},"links":{{"prev":null,"next":{next}}}}}"#, events(ids))
    })
    .await;
    let items = client.call(Feed { page: CursorPage::first(&CURSOR) }).items().try_collect().await.unwrap();
    assert_eq!(items.iter().map(|event| &*event.id).collect::<String>(), "1234");
    assert_eq!(query(&stub.seen()[1], "page[after]").as_deref(), Some("c2"));
}

/// Returns a stub with this many events, which serves those after a row.
async fn rowed(count: u64) -> (Stub, ClientCore) {
    start(move |seen| {
        let last: u64 = query(seen, "page[last_id]").map_or(0, |last| last.parse().unwrap());
        let size: u64 = query(seen, "page[size]").unwrap().parse().unwrap();
        let size = usize::try_from(size.min(100)).unwrap();
        format!(r#"{{"data":{}}}"#, events((last + 1..=count).take(size)))
    })
    .await
}

#[tokio::test]
async fn elp_61_elp_71_rows_go_on_after_the_last_one() {
    for (count, pages, requests) in [(5, 3, 3), (4, 2, 3), (0, 1, 1)] {
        let (stub, client) = rowed(count).await;
        let got = client.call(rows("id", None)).pages().try_collect().await.unwrap();
        assert_eq!((got.len(), stub.seen().len()), (pages, requests), "{count}");
        assert_eq!(got.iter().map(|page| page.items.len() as u64).sum::<u64>(), count);
        for (index, seen) in stub.seen().iter().enumerate() {
            let last = (index > 0).then(|| (index * 2).to_string());
            assert_eq!((query(seen, "page[last_id]"), query(seen, "page[field_value]")), (last, None));
            assert_eq!(query(seen, "page[direction]").as_deref(), Some("asc"));
        }
    }
}

#[tokio::test]
async fn elp_63_rows_go_on_by_the_field_that_orders() {
    let (stub, client) = rowed(5).await;
    let items = client.call(rows("title", None)).items().try_collect().await.unwrap();
    assert_eq!(items.len(), 5);
    let asked: Vec<_> = stub.seen().iter().map(|seen| query(seen, "page[field_value]")).collect();
    assert_eq!(asked, [None, Some("e1".to_owned()), Some("e2".to_owned())]);
    assert!(stub.seen().iter().all(|seen| query(seen, "page[field]").as_deref() == Some("title")));
}

#[tokio::test]
async fn rows_go_on_where_a_server_sends_fewer_than_were_asked_for() {
    let (stub, client) = rowed(130).await;
    let mut input = rows("id", None);
    input.page.set_size(500);
    let items = client.call(input).items().try_collect().await.unwrap();
    assert_eq!((items.len(), stub.seen().len()), (130, 2));
}

#[tokio::test]
async fn rows_that_do_not_tell_their_place_end_in_an_error() {
    for field in ["starts_at", "unheard"] {
        let (stub, client) = rowed(5).await;
        let mut pages = client.call(rows(field, None)).pages();
        let Err(CallError::Decode(answer)) = pages.try_next().await else { panic!("{field}") };
        assert!(answer.error.message.contains(field), "{}", answer.error);
        assert_eq!(stub.seen().len(), 1);
    }
    let (_stub, client) = rowed(5).await;
    assert_eq!(client.call(rows("starts_at", None)).send().await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn rows_of_a_server_that_begins_again_end_in_an_error() {
    let (stub, client) = start(|_| format!(r#"{{"data":{}}}"#, events([1, 2]))).await;
    let items = client.call(rows("id", None)).items().try_collect().await;
    assert!(matches!(items, Err(CallError::Loop)));
    assert_eq!(stub.seen().len(), 2);
}
