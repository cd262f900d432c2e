//! Pages by ranges of positions and of keys.

use std::borrow::Cow::Borrowed;

use std::sync::atomic::{AtomicUsize, Ordering};

use housestyle::Link;
use housestyle::api::operation::{self, Operation};
use housestyle::api::{Api, Method, NoError, OperationMeta, Security, Segment};
use housestyle::client::{CallError, ClientBuilder, ClientCore, Dispatch, RetryPolicy, Writer};
use housestyle::paging::{KeyBound, KeyRangePage, Page, PageInfo, PageRequest, RangePage, RangeStart};
use housestyle::style::*;

use crate::stub::{Act, Seen, Stub, json, with};

pub static STYLE: Style = Style {
    rate: Some(Rate {
        requests: 10,
        per_s: 60,
        applies_to: RatedRequests::All,
        limit: None,
        remaining: None,
        reset: None,
        reset_as: ResetTime::Seconds,
    }),
    caching: Caching { etag: EntityTags::Strong, if_match: IfMatch::Check },
    ..Style::MINIMAL
};
static API: Api = Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[] };

pub static POSITIONS: ItemRangePaging = ItemRangePaging {
    list: None,
    past_end: PastEnd::RangeNotSatisfiable,
    without_range: WithoutRange::Partial,
    limits: PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: None,
};
static KEYS: KeyRangePaging = KeyRangePaging {
    list: None,
    default_order: Order::Ascending,
    next_header: HeaderName(Borrowed("next-range")),
    without_range: WithoutRange::Partial,
    by: Borrowed(&[]),
    limits: PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: None,
};

const fn meta(id: &'static str, method: Method, ranges: &'static [&'static str]) -> OperationMeta {
    OperationMeta {
        api: &API,
        id,
        group: "pets",
        method,
        path: &[Segment::Literal("pets")],
        slash: false,
        security: Security { alternatives: &[], optional: true },
        paging: Some(&POSITIONS),
        ranges,
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: housestyle::style::KeyUse::Off,
        status: 200,
        media: &[],
        styled: true,
        body: None,
    }
}

pub struct ListPets(pub RangePage);
impl Operation for ListPets {
    const META: &'static OperationMeta = &meta("listPets", Method::Get, &["pets"]);
    type Output = Page<u64>;
    type Form = operation::Paged;
    type Error = NoError;
}
impl Dispatch for ListPets {
    fn dispatch(&self, write: &mut Writer) {
        write.page(&POSITIONS, &self.0);
    }
}

/// A query by `POST`.
pub struct FindPets(pub RangePage);
impl Operation for FindPets {
    const META: &'static OperationMeta = &meta("findPets", Method::Post, &["pets"]);
    type Output = Page<u64>;
    type Form = operation::Paged;
    type Error = NoError;
}
impl Dispatch for FindPets {
    fn dispatch(&self, write: &mut Writer) {
        write.page(&POSITIONS, &self.0);
        write.json(&"cats");
    }
}

struct SortPets(KeyRangePage);
impl Operation for SortPets {
    const META: &'static OperationMeta =
        &OperationMeta { paging: Some(&KEYS), ..meta("sortPets", Method::Get, &["id", "name"]) };
    type Output = Page<u64>;
    type Form = operation::KeyedPaged;
    type Error = NoError;
}
impl Dispatch for SortPets {
    fn dispatch(&self, write: &mut Writer) {
        write.page(&KEYS, &self.0);
    }
}

pub fn client(base: &str) -> ClientCore {
    ClientBuilder::new(&API, base).retry(RetryPolicy::never()).build().unwrap()
}

pub fn from(position: u64, size: u32) -> ListPets {
    ListPets(RangePage { start: RangeStart::At(position), size })
}

/// Returns a list of the numbers in `range`, with `Content-Range` and this total.
fn part(status: u16, range: std::ops::Range<u64>, total: &str) -> Act {
    let last = range.end - 1;
    let content = format!("content-range: pets {}-{last}/{total}\r\n", range.start);
    with(status, &content, &format!("{:?}", range.collect::<Vec<_>>()))
}

/// Parses the two numbers of a range.
fn asked(seen: &Seen) -> (u64, u64) {
    let (first, last) = seen.header("range").unwrap().strip_prefix("pets=").unwrap().split_once('-').unwrap();
    (first.parse().unwrap(), last.parse().unwrap())
}

fn ranges(stub: &Stub) -> Vec<String> {
    stub.seen().iter().map(|seen| seen.header("range").unwrap_or("none").to_owned()).collect()
}

/// Returns a stub with these responses in order; the last one is repeated.
async fn in_turn(acts: &'static [fn() -> Act]) -> (Stub, ClientCore) {
    let turn = AtomicUsize::new(0);
    let stub = Stub::start(move |_| acts[turn.fetch_add(1, Ordering::SeqCst).min(acts.len() - 1)]()).await;
    let client = client(&stub.base);
    (stub, client)
}

#[tokio::test]
async fn rv_7_rv_8_a_range_counts_from_nothing_and_has_both_ends() {
    let (stub, client) = in_turn(&[|| part(206, 0..2, "53")]).await;
    client.call(ListPets(RangePage::first(&POSITIONS, &[]))).send().await.unwrap();
    client.call(ListPets(RangePage { start: RangeStart::Last, size: 2 })).send().await.unwrap();
    assert_eq!(ranges(&stub), ["pets=0-19", "pets=-2"]);
    let none = client.call(from(0, 0)).send().await;
    assert!(matches!(none, Err(CallError::InvalidInput(_))), "{none:?}");
}

#[tokio::test]
async fn rv_16_a_page_describes_its_set() {
    let info = |total, more| PageInfo { total, more, ..PageInfo::default() };
    let cases: [(fn() -> Act, PageInfo); 8] = [
        (|| part(206, 0..20, "53"), info(Some(53), Some(true))),
        (|| part(206, 40..53, "53"), info(Some(53), Some(false))),
        (|| part(206, 0..20, "*"), info(None, None)),
        (|| part(206, 0..19, "*"), info(None, Some(false))),
        (|| part(200, 0..20, "*"), info(None, Some(false))),
        (|| with(200, "content-range: Pets 0-1/2\r\n", "[0,1]"), info(Some(2), Some(false))),
        (|| with(200, "content-range: pets */0\r\n", "[]"), info(Some(0), Some(false))),
        (|| json(200, "[0,1,2]"), info(Some(3), Some(false))),
    ];
    for (act, info) in cases {
        let stub = Stub::start(move |_| act()).await;
        let page = client(&stub.base).call(from(0, 20)).send().await.unwrap();
        assert_eq!(page.info, info);
    }
}

#[tokio::test]
async fn rv_19_pages_go_on_after_the_last_position() {
    let stub = Stub::start(|seen| {
        let (first, last) = asked(seen);
        part(206, first..53.min(last + 1), "53")
    })
    .await;
    let client = client(&stub.base);
    let items = client.call(from(0, 20)).items().try_collect().await.unwrap();
    assert_eq!(items, (0..53).collect::<Vec<_>>());
    assert_eq!(ranges(&stub), ["pets=0-19", "pets=20-39", "pets=40-59"]);
    let pages = client.call(from(30, 10)).pages().try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [10, 10, 3]);
    // With a range that the caller sets, and without one.
    let own = client.call(from(0, 20)).with(|options| options.header("range", "pets=50-51"));
    assert_eq!(own.items().try_collect().await.unwrap(), [50, 51, 52]);
}

#[tokio::test]
async fn pages_of_a_link_are_as_large_as_the_server_makes_them() {
    let stub = Stub::start(|seen| match seen.header("range") {
        None => part(206, 0..20, "30"),
        Some(_) => part(206, 20..30, "30"),
    })
    .await;
    let items = client(&stub.base).follow::<ListPets>(&Link::from("/pets?x=1")).items();
    assert_eq!(items.try_collect().await.unwrap().len(), 30);
    assert_eq!(ranges(&stub), ["none", "pets=20-39"]);
    assert_eq!(stub.seen()[1].target, "/pets?x=1");
}

#[tokio::test]
async fn a_query_by_post_is_repeated_with_its_body() {
    let stub = Stub::start(|seen| {
        let (first, last) = asked(seen);
        part(206, first..3.min(last + 1), "3")
    })
    .await;
    let page = RangePage { start: RangeStart::At(0), size: 2 };
    let items = client(&stub.base).call(FindPets(page)).items().try_collect().await.unwrap();
    assert_eq!(items, [0, 1, 2]);
    let seen = stub.seen();
    assert_eq!(
        seen.iter().map(|seen| (&*seen.method, &*seen.body)).collect::<Vec<_>>(),
        [("POST", "\"cats\""); 2]
    );
}

#[tokio::test]
async fn rg_10_a_server_may_send_less_than_asked() {
    for total in ["12", "*"] {
        let stub = Stub::start(move |seen| match asked(seen).0 {
            12 => with(416, "content-range: pets */12\r\n", "{}"),
            first => part(206, first..12.min(first + 5), total),
        })
        .await;
        let items = client(&stub.base).call(from(0, 100)).items().try_collect().await.unwrap();
        assert_eq!(items, (0..12).collect::<Vec<_>>());
        // The third page is shorter than the others, so it is the last.
        assert_eq!(ranges(&stub), ["pets=0-99", "pets=5-104", "pets=10-109"]);
    }
}

#[tokio::test]
async fn rv_18_without_a_total_the_set_ends_with_a_short_page() {
    let ends: [(fn() -> Act, usize); 5] = [
        (|| part(206, 20..33, "*"), 33),
        (|| part(200, 20..40, "*"), 40),
        (|| with(200, "content-range: pets */20\r\n", "[]"), 20),
        (|| with(416, "content-range: pets */20\r\n", r#""no""#), 20),
        (|| with(416, "", ""), 20),
    ];
    for (end, count) in ends {
        let stub = Stub::start(move |seen| match asked(seen).0 {
            0 => part(206, 0..20, "*"),
            _ => end(),
        })
        .await;
        let items = client(&stub.base).call(from(0, 20)).items().try_collect().await.unwrap();
        assert_eq!(items.len(), count);
        assert_eq!(ranges(&stub), ["pets=0-19", "pets=20-39"]);
    }
    let (stub, client) = in_turn(&[|| part(206, 0..13, "*")]).await;
    assert_eq!(client.call(from(0, 20)).items().try_collect().await.unwrap().len(), 13);
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn rv_35_a_first_page_past_the_end_is_an_error() {
    let (_stub, client) = in_turn(&[|| with(416, "content-range: pets */3\r\n", r#""no""#)]).await;
    let error = client.call(from(9, 5)).items().try_collect().await.unwrap_err();
    assert!(matches!(&error, CallError::Problem(_)), "{error:?}");
    assert_eq!(error.outcome(), Some(housestyle::Outcome::RangeNotSatisfiable));
}

#[tokio::test]
async fn rg_2_a_server_may_pass_over_ranges() {
    // Starts with the first page.
    let (stub, client) = in_turn(&[|| json(200, "[0,1,2,3,4]")]).await;
    let items = client.call(from(0, 2)).items().try_collect().await.unwrap();
    assert_eq!((items, stub.seen().len()), (vec![0, 1, 2, 3, 4], 1));
    assert_eq!(client.call(from(3, 2)).items().try_collect().await.unwrap(), [3, 4]);
    // On later pages, no item is repeated.
    let (stub, client) = in_turn(&[|| part(206, 0..2, "5"), || json(200, "[0,1,2,3,4]")]).await;
    let items = client.call(from(0, 2)).items().try_collect().await.unwrap();
    assert_eq!((items, stub.seen().len()), (vec![0, 1, 2, 3, 4], 2));
    let (_stub, client) = in_turn(&[|| part(206, 0..2, "*"), || json(200, "[0,1]")]).await;
    let pages = client.call(from(0, 2)).pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn rg_8_what_is_no_content_range_is_combined_with_nothing() {
    let wrong: [fn() -> Act; 8] = [
        || with(206, "content-range: pets 5-2/9\r\n", "[2,3]"),
        || with(206, "content-range: pets 2-3/3\r\n", "[2,3]"),
        || with(200, "content-range: pets 2-3/3\r\n", "[2,3]"),
        || with(206, "content-range: pets 2-x/9\r\n", "[2,3]"),
        || with(206, "content-range: bytes 2-3/9\r\n", "[2,3]"),
        || with(206, "content-range: pets 2-4/9\r\n", "[2,3]"),
        || with(206, "content-range: pets */9\r\n", "[2,3]"),
        || with(206, "", "[2,3]"),
    ];
    for act in wrong {
        let stub = Stub::start(move |seen| match asked(seen).0 {
            0 => part(206, 0..2, "9"),
            _ => act(),
        })
        .await;
        let client = client(&stub.base);
        let mut items = client.call(from(0, 2)).items();
        assert_eq!(items.try_next().await.unwrap(), Some(0));
        assert_eq!(items.try_next().await.unwrap(), Some(1));
        let error = items.try_next().await.unwrap_err();
        assert!(matches!(error, CallError::Decode(_)), "{error:?}");
        assert!(matches!(client.call(from(2, 2)).send().await, Err(CallError::Decode(_))));
    }
    // The items do not start where requested: some are missing.
    let (_stub, client) = in_turn(&[|| part(206, 0..2, "9"), || part(206, 4..6, "9")]).await;
    let error = client.call(from(0, 2)).items().try_collect().await.unwrap_err();
    assert!(matches!(error, CallError::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_makes_no_progress_is_a_loop() {
    for act in [|| part(206, 0..2, "9"), || part(206, 0..2, "*"), || part(200, 0..2, "9")] {
        let stub = Stub::start(move |_| act()).await;
        let mut pages = client(&stub.base).call(from(0, 2)).pages();
        assert!(pages.try_next().await.unwrap().is_some());
        assert!(matches!(pages.try_next().await, Err(CallError::Loop)));
        assert_eq!(stub.seen().len(), 2);
    }
}

#[tokio::test]
async fn pages_without_end_are_bounded() {
    let stub = Stub::start(|seen| {
        let (first, last) = asked(seen);
        part(206, first..last + 1, "*")
    })
    .await;
    let client = client(&stub.base);
    let pages = client.call(from(0, 2)).with(|options| options.max_pages(3)).pages();
    assert!(matches!(pages.try_collect().await, Err(CallError::Endless { limit: 3 })));
    let items = client.call(from(0, 2)).with(|options| options.max_items(3)).items();
    assert!(matches!(items.try_collect().await, Err(CallError::Endless { limit: 3 })));
    // Positions are limited to 64 bits.
    let far = client.call(from(u64::MAX - 1, 1)).with(|options| options.max_pages(9)).items();
    assert!(far.try_collect().await.is_err());
}

#[tokio::test]
async fn hk_57_pages_by_keys_follow_the_range_that_the_server_names() {
    let stub = Stub::start(|seen| match seen.header("range").unwrap() {
        "id ..; max=2, order=asc" => {
            with(206, "content-range: id 1..2\r\nnext-range: id ]2..; max=2 ,x=\"y\"\r\n", "[1,2]")
        }
        "id ]2..; max=2 ,x=\"y\"" => with(206, "Next-Range: id ]4..\r\n", "[3,4]"),
        "id ]4.." => with(200, "content-range: id 5..5\r\n", "[5]"),
        _ => json(500, "0"),
    })
    .await;
    let client = client(&stub.base);
    let first = KeyRangePage { size: 2, ..KeyRangePage::first(&KEYS, SortPets::META.ranges) };
    let items = client.call(SortPets(first.clone())).items().try_collect().await.unwrap();
    assert_eq!(items, [1, 2, 3, 4, 5]);
    assert_eq!(stub.seen().len(), 3);
    let page = client.call(SortPets(first)).send().await.unwrap();
    assert_eq!(page.info, PageInfo { more: Some(true), ..PageInfo::default() });
}

#[tokio::test]
async fn hk_52_hk_53_ranges_of_keys() {
    let (stub, client) = in_turn(&[|| json(200, "[]")]).await;
    let bound = |key: &str, inclusive| Some(KeyBound { key: key.to_owned(), inclusive });
    let page = KeyRangePage {
        by: "name".to_owned(),
        from: bound("a", false),
        to: bound("z z", true),
        order: Order::Descending,
        size: 5,
    };
    let answer = client.call(SortPets(page.clone())).send().await.unwrap();
    assert_eq!(answer.info.more, Some(false));
    assert_eq!(ranges(&stub), ["name ]a..z%20z; max=5, order=desc"]);
    let other = client.call(SortPets(KeyRangePage { by: "age".to_owned(), ..page })).send().await;
    assert!(matches!(other, Err(CallError::InvalidInput(input)) if input.input == "range"));
}

#[tokio::test]
async fn a_range_that_was_followed_before_is_a_loop() {
    let (stub, client) = in_turn(&[|| with(206, "next-range: id ]2..\r\n", "[1,2]")]).await;
    let first = KeyRangePage::first(&KEYS, &["id"]);
    let error = client.call(SortPets(first)).items().try_collect().await.unwrap_err();
    assert!(matches!(error, CallError::Loop));
    assert_eq!(stub.seen().len(), 2);
}
