//! Pages by ranges of positions and of keys.

use housestyle::__private as rt;
use http::StatusCode;

use crate::depot::{Counted, Depot, FULL, Full, Look};
use crate::http::{Answered, ask};

/// Status, `Content-Range` and the number of items.
type RangeSummary = (u16, String, usize);

fn summary(got: &Answered) -> RangeSummary {
    let count = got.json().as_array().map_or(0, Vec::len);
    (got.status.as_u16(), got.header("content-range").to_owned(), count)
}

async fn crates<L: Look>(count: u64, counted: Counted, range: Option<&str>) -> Answered {
    let asking = ask("GET /crates");
    let asking = match range {
        Some(range) => asking.with("range", range),
        None => asking,
    };
    asking.of(&Depot::<L>::new(count, counted).service()).await
}

async fn full(count: u64, range: Option<&str>) -> RangeSummary {
    let got = crates::<Full>(count, Counted::All, range).await;
    assert_eq!(got.header("accept-ranges"), "crates", "{range:?}");
    summary(&got)
}

fn is(status: u16, range: &str, count: usize) -> RangeSummary {
    (status, range.to_owned(), count)
}

#[tokio::test]
async fn rv_11_rv_12_whole_sets_and_parts() {
    assert_eq!(full(15, Some("crates=0-19")).await, is(200, "crates 0-14/15", 15));
    assert_eq!(full(53, Some("crates=0-19")).await, is(206, "crates 0-19/53", 20));
    assert_eq!(full(20, None).await, is(200, "crates 0-19/20", 20));
    assert_eq!(full(53, None).await, is(206, "crates 0-19/53", 20));
}

#[tokio::test]
async fn rv_34_to_rv_42_ranges_are_cut_to_what_there_is() {
    assert_eq!(full(53, Some("crates=40-59")).await, is(206, "crates 40-52/53", 13));
    assert_eq!(full(53, Some("CRATES=52-")).await, is(206, "crates 52-52/53", 1));
    assert_eq!(full(53, Some("crates=0-52")).await, is(200, "crates 0-52/53", 53));
    assert_eq!(full(500, Some("crates=10-")).await, is(206, "crates 10-209/500", 200));
    assert_eq!(full(500, Some("crates=10-9999")).await, is(206, "crates 10-209/500", 200));
    assert_eq!(full(53, Some("crates=-5")).await, is(206, "crates 48-52/53", 5));
    assert_eq!(full(53, Some("crates=-99")).await, is(200, "crates 0-52/53", 53));
    assert_eq!(full(0, None).await, is(200, "crates */0", 0));
    for range in ["crates=0-19", "crates=5-9", "crates=-5", "crates=-0"] {
        assert_eq!(full(0, Some(range)).await, is(200, "crates */0", 0), "{range}");
    }
}

#[tokio::test]
async fn rv_35_past_the_end_as_the_style_says() {
    for range in ["crates=53-60", "crates=53-", "crates=99999999999999999999-", "crates=-0"] {
        let got = crates::<Full>(53, Counted::All, Some(range)).await;
        assert_eq!(
            (got.status, got.header("content-range")),
            (StatusCode::RANGE_NOT_SATISFIABLE, "crates */53")
        );
        assert_eq!((got.header("accept-ranges"), got.header("etag").len()), ("crates", 24));
        assert_eq!(got.json()["id"], "range_not_satisfiable");
        assert_eq!(summary(&crates::<Empty>(53, Counted::All, Some(range)).await), is(200, "crates */53", 0));
        assert_eq!(crates::<Missing>(53, Counted::All, Some(range)).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn rv_38_rv_40_what_cannot_be_read_is_refused_before_the_handler() {
    for range in ["crates=9-5", "crates=a-b", "crates=0-4,10-14", "crates", "crates=", "\u{e9}=0-1"] {
        let got = crates::<Full>(53, Counted::All, Some(range)).await;
        assert_eq!((got.status, got.header("accept-ranges")), (StatusCode::BAD_REQUEST, "crates"), "{range}");
        assert_eq!(got.json()["errors"][0]["in"], "Range", "{range}");
    }
    let twice = ask("GET /crates").with("range", "crates=0-1").with("range", "crates=3-4");
    assert_eq!(
        twice.of(&Depot::<Full>::new(9, Counted::All).service()).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn rg_4_rg_6_other_units_and_if_range_leave_the_first_page() {
    assert_eq!(full(53, Some("bytes=0-99")).await, is(206, "crates 0-19/53", 20));
    let guarded = ask("GET /crates").with("range", "crates=5-6").with("if-range", "\"x\"");
    let got = guarded.of(&Depot::<Full>::new(53, Counted::All).service()).await;
    assert_eq!(summary(&got), is(206, "crates 0-19/53", 20));
}

#[tokio::test]
async fn rg_9_all_ranges_of_a_set_share_its_tag_and_if_range_can_hold() {
    let depot = Depot::<Full>::new(53, Counted::Revision);
    let service = depot.service();
    let page = async |range: &str, headers: &[(&'static str, &str)]| {
        let asking = ask("GET /crates").with("range", range);
        headers.iter().fold(asking, |asking, (wire, value)| asking.with(wire, value)).of(&service).await
    };
    let tag = page("crates=0-9", &[]).await.header("etag").to_owned();
    assert_eq!(page("crates=10-19", &[]).await.header("etag"), tag);
    assert_eq!(page("crates=0-199", &[]).await.header("etag"), tag);
    assert_ne!(ask("GET /crates?pretty=true").of(&service).await.header("etag"), tag);
    let got = page("crates=30-39", &[("if-range", &tag)]).await;
    assert_eq!((summary(&got), got.header("etag")), (is(206, "crates 30-39/53", 10), &*tag));
    let weak = format!("W/{tag}");
    for other in ["\"x\"", &weak, "Thu, 01 Jan 1970 00:00:00 GMT", "*", &format!("{tag}, {tag}")] {
        let got = page("crates=30-39", &[("if-range", other)]).await;
        assert_eq!(summary(&got), is(206, "crates 0-19/53", 20), "{other}");
    }
    depot.revision.store(2, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(summary(&page("crates=30-39", &[("if-range", &tag)]).await), is(206, "crates 0-19/53", 20));
}

#[tokio::test]
async fn if_range_names_a_whole_set_without_a_validator_too() {
    let page = async |count, range: &str, tag: &str| {
        let asking = ask("GET /crates").with("range", range).with("if-range", tag);
        asking.of(&Depot::<Full>::new(count, Counted::All).service()).await
    };
    let whole = crates::<Full>(15, Counted::All, None).await.header("etag").to_owned();
    let got = page(15, "crates=5-9", &whole).await;
    assert_eq!((summary(&got), got.header("etag")), (is(206, "crates 5-9/15", 5), &*whole));
    // The entity tag of one part does not match another.
    let part = crates::<Full>(53, Counted::All, None).await.header("etag").to_owned();
    assert_eq!(summary(&page(53, "crates=30-39", &part).await), is(206, "crates 0-19/53", 20));
}

#[tokio::test]
async fn rv_44_conditions_decide_before_there_is_no_such_range() {
    let service = Depot::<Full>::new(53, Counted::Revision).service();
    let tag = ask("GET /crates").of(&service).await.header("etag").to_owned();
    let past = async |wire, value: &str| {
        ask("GET /crates").with("range", "crates=60-69").with(wire, value).of(&service).await.status
    };
    assert_eq!(past("if-none-match", &tag).await, StatusCode::NOT_MODIFIED);
    assert_eq!(past("if-none-match", "*").await, StatusCode::NOT_MODIFIED);
    assert_eq!(past("if-none-match", "\"x\"").await, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(past("if-match", "\"x\"").await, StatusCode::PRECONDITION_FAILED);
    assert_eq!(past("if-match", &tag).await, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(past("if-range", &tag).await, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn rv_17_rv_18_sets_that_are_not_counted() {
    for counted in [Counted::More, Counted::Nothing] {
        let summary = async |range| summary(&crates::<Full>(53, counted, range).await);
        assert_eq!(summary(None).await, is(206, "crates 0-19/*", 20));
        assert_eq!(summary(Some("crates=20-29")).await, is(206, "crates 20-29/*", 10));
        // A page that is not full is the last.
        assert_eq!(summary(Some("crates=40-59")).await, is(206, "crates 40-52/53", 13));
        assert_eq!(summary(Some("crates=0-99")).await, is(200, "crates 0-52/53", 53));
    }
    let got = crates::<Full>(20, Counted::More, None).await;
    assert_eq!(summary(&got), is(200, "crates 0-19/20", 20));
    assert_eq!(summary(&crates::<Full>(20, Counted::Nothing, None).await), is(206, "crates 0-19/*", 20));
    let got = crates::<Full>(20, Counted::Nothing, Some("crates=20-39")).await;
    assert_eq!((got.status, got.header("content-range")), (StatusCode::RANGE_NOT_SATISFIABLE, ""));
    // The last items have unknown positions.
    let got = crates::<Full>(53, Counted::Nothing, Some("crates=-5")).await;
    assert_eq!((got.status, got.header("content-range")), (StatusCode::RANGE_NOT_SATISFIABLE, ""));
    assert_eq!(summary(&crates::<Full>(0, Counted::Nothing, None).await), is(200, "crates */0", 0));
}

#[tokio::test]
async fn rv_27_rv_43_posts_that_are_paged_heed_ranges_and_others_do_not() {
    let service = Depot::<Full>::new(53, Counted::All).service();
    let got = ask("POST /crates/search").with("range", "crates=10-12").of(&service).await;
    assert_eq!(summary(&got), is(206, "crates 10-12/53", 3));
    let got = ask("POST /crates").with("range", "crates=nonsense").of(&service).await;
    assert_eq!((got.status, got.header("accept-ranges")), (StatusCode::CREATED, ""));
    let head = ask("HEAD /crates").with("range", "crates=10-12").of(&service).await;
    assert_eq!(
        (head.status.as_u16(), head.header("content-range"), &*head.text),
        (206, "crates 10-12/53", "")
    );
}

#[tokio::test]
async fn a_part_that_was_not_asked_for_as_the_style_says() {
    assert_eq!(summary(&crates::<Empty>(53, Counted::All, None).await), is(200, "crates 0-19/53", 20));
    assert_eq!(
        summary(&crates::<Empty>(53, Counted::All, Some("crates=0-4")).await),
        is(206, "crates 0-4/53", 5)
    );
    let got = crates::<Missing>(53, Counted::All, Some("crates=0-200")).await;
    assert_eq!((got.status, &got.json()["errors"][0]["in"]), (StatusCode::BAD_REQUEST, &"Range".into()));
}

/// Empty pages past the end; a response without `Range` is complete.
struct Empty;
impl Look for Empty {
    const STYLE: rt::Style = FULL;
    const ITEMS: rt::ItemRangePaging = rt::ItemRangePaging {
        list: None,
        past_end: rt::PastEnd::Empty,
        without_range: rt::WithoutRange::Ok,
        limits: rt::PageLimits {
            size_default: 20,
            size_max: 200,
            oversize: rt::Oversize::Clamp,
            zero: rt::Zero::Reject,
        },
        meta: None,
    };
    const KEYS: rt::KeyRangePaging = rt::KeyRangePaging {
        list: None,
        default_order: rt::Order::Descending,
        next_header: rt::style::HeaderName(rt::Borrowed("x-next")),
        without_range: rt::WithoutRange::Ok,
        by: rt::Borrowed(&[]),
        limits: rt::PageLimits {
            size_default: 20,
            size_max: 200,
            oversize: rt::Oversize::Clamp,
            zero: rt::Zero::Reject,
        },
        meta: None,
    };
}

/// 404 past the end; pages that are too large are rejected.
struct Missing;
impl Look for Missing {
    const STYLE: rt::Style = FULL;
    const ITEMS: rt::ItemRangePaging = rt::ItemRangePaging {
        list: None,
        past_end: rt::PastEnd::NotFound,
        without_range: rt::WithoutRange::Ok,
        limits: rt::PageLimits {
            size_default: 20,
            size_max: 200,
            oversize: rt::Oversize::Reject,
            zero: rt::Zero::Reject,
        },
        meta: None,
    };
}

async fn lots<L: Look>(range: Option<&str>) -> Answered {
    let asking = ask("GET /lots");
    let asking = match range {
        Some(range) => asking.with("range", range),
        None => asking,
    };
    asking.of(&Depot::<L>::new(0, Counted::All).service()).await
}

fn ids(got: &Answered) -> String {
    let lots = got.json();
    let lots =
        lots.as_array().expect("a list").iter().map(|lot| lot["id"].as_str().expect("text").to_owned());
    lots.collect()
}

#[tokio::test]
async fn hk_54_to_hk_57_pages_by_key() {
    let got = lots::<Full>(None).await;
    assert_eq!((got.status.as_u16(), &*ids(&got)), (206, "abcdefghijklmnopqrst"));
    assert_eq!((got.header("accept-ranges"), got.header("content-range")), ("id, name", "id a..t"));
    let next = got.header("next-range").to_owned();
    assert_eq!(next, "id ]t..; max=20");
    let got = lots::<Full>(Some(&next)).await;
    assert_eq!((got.status.as_u16(), &*ids(&got)), (200, "uvwxyz"));
    assert_eq!((got.header("content-range"), got.header("next-range")), ("id u..z", ""));
    let got = lots::<Full>(Some("id c..e")).await;
    assert_eq!((got.status.as_u16(), &*ids(&got), got.header("next-range")), (200, "cde", ""));
    let got = lots::<Full>(Some("id ]z..")).await;
    assert_eq!((got.status.as_u16(), got.header("content-range"), &*got.text), (200, "", "[]"));
}

/// Returns all pages from `range` on, and the request for the second.
async fn all<L: Look>(range: &str, next: &str) -> (String, String) {
    let (mut seen, mut asked) = (String::new(), Vec::from([range.to_owned()]));
    while let Some(range) = asked.last() {
        let got = lots::<L>(Some(range)).await;
        seen.push_str(&ids(&got));
        match got.header(next) {
            "" => break,
            next => asked.push(next.to_owned()),
        }
    }
    (seen, asked.get(1).cloned().unwrap_or_default())
}

#[tokio::test]
async fn hk_52_hk_57_ranges_go_on_in_either_order_and_keep_their_bounds() {
    let alphabet: String = ('a'..='z').collect();
    let back: String = alphabet.chars().rev().collect();
    for (range, seen, second) in [
        ("id ..; max=10", &*alphabet, "id ]j..; max=10"),
        ("id ..; max=10, order=desc", &*back, "id ]q..; max=10, order=desc"),
        ("id ]b..h[; max=2", "cdefg", "id ]d..h[; max=2"),
        ("id b..h; max=3, order=desc", "hgfedcb", "id b..f[; max=3, order=desc"),
        ("id ..e; max=2, order=desc", &back[..22], "id e..y[; max=2, order=desc"),
        ("name ..; max=10", &*back, "name ]lot%3B%20j..; max=10"),
    ] {
        assert_eq!(all::<Full>(range, "next-range").await, (seen.to_owned(), second.to_owned()), "{range}");
    }
    let (seen, second) = all::<Empty>("id ..; max=20", "x-next").await;
    assert_eq!((seen, &*second), (back, "id ]g..; max=20"));
    let (seen, second) = all::<Empty>("id ..; max=20, order=asc", "x-next").await;
    assert_eq!((seen, &*second), (alphabet, "id ]t..; max=20, order=asc"));
    assert_eq!(lots::<Empty>(None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn hk_59_bad_ranges_of_keys() {
    for range in ["size ..", "id", "id ..; limit=1", "id ]..", "id none.."] {
        let got = lots::<Full>(Some(range)).await;
        assert_eq!(
            (got.status, got.header("accept-ranges")),
            (StatusCode::BAD_REQUEST, "id, name"),
            "{range}"
        );
        assert_eq!(got.json()["errors"][0]["in"], "Range", "{range}");
    }
    assert_eq!(lots::<Full>(Some("bytes=0-5")).await.status, StatusCode::PARTIAL_CONTENT);
}
