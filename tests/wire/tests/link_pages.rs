//! Pages of bare lists, linked by the header `Link` (RFC 8288).

use http::HeaderValue;
use http::header::LINK;

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Direction, Page};
use housestyle_wire::link_pages::Client;
use housestyle_wire::link_pages::operations::{ListFeed, ListLog, ListNotes};
use housestyle_wire::link_pages::server::Notes;
use housestyle_wire::link_pages::types::Note;

use crate::support;

/// Has five notes, or so many more as `q` says.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::link_pages)]
struct Desk;

fn notes(ids: impl Iterator<Item = i64>) -> Vec<Note> {
    ids.map(|id| Note { id }).collect()
}

impl Notes for Desk {
    async fn list_notes(&self, call: Call<ListNotes>) -> HandlerResult<Page<Note>> {
        let total = if call.q.as_deref() == Some("more") { 6 } else { 5 };
        let (skip, take) = (call.page.offset() as usize, call.page.limit() as usize);
        let page = Page::new(notes((1..=total).skip(skip).take(take)));
        let counted = call.q.as_deref() != Some("uncounted");
        call.context().append_header(LINK, HeaderValue::from_static("</help>; rel=help"));
        Ok(if counted { page.total(total as u64) } else { page })
    }

    async fn list_feed(&self, call: Call<ListFeed>) -> HandlerResult<Page<Note>> {
        let at: i64 = call.page.cursor.as_deref().unwrap_or("0").parse()?;
        let first = if call.page.direction == Direction::Before { (at - 3).max(1) } else { at + 1 };
        let last = (first + 1).min(5);
        let before = (first > 1).then(|| first.to_string());
        let after = (last < 5).then(|| last.to_string());
        Ok(Page::new(notes(first..=last)).cursors(before, after))
    }

    async fn list_log(&self, call: Call<ListLog>) -> HandlerResult<Page<Note>> {
        let at: i64 = call.page.anchor.as_deref().unwrap_or("0").parse()?;
        Ok(Page::truncated(notes((at + 1..=5).take(call.page.fetch() as usize)), call.page.limit()))
    }
}

fn desk() -> String {
    support::start(async |listener| {
        Desk.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

fn get(base: &str, path: &str, headers: &str) -> String {
    support::exchange(
        base,
        format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n").as_bytes(),
    )
}

/// The lines of a header, in order.
fn lines<'a>(answer: &'a str, wire: &str) -> Vec<&'a str> {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.filter(|(name, _)| *name == wire).map(|(_, value)| value).collect()
}

fn ids(notes: Vec<Note>) -> Vec<i64> {
    notes.into_iter().map(|note| note.id).collect()
}

#[test]
fn a_page_by_number_has_its_links_in_the_header_and_a_bare_list_as_its_body() {
    let base = desk();
    let answer = get(&base, "/repos/a%2Cb/notes?q=x&page=2", "");
    assert!(answer.ends_with("\r\n\r\n[{\"id\":3},{\"id\":4}]"), "{answer}");
    let at = |page| format!("</repos/a%2Cb/notes?q=x&page={page}&per_page=2>");
    let expected = format!(
        "{}; rel=\"prev\", {}; rel=\"next\", {}; rel=\"last\", {}; rel=\"first\"",
        at(1),
        at(3),
        at(3),
        at(1)
    );
    assert_eq!(lines(&answer, "link"), [&*expected, "</help>; rel=help"], "{answer}");
}

#[test]
fn a_link_that_a_page_does_not_have_is_left_out() {
    let base = desk();
    let answer = get(&base, "/repos/a/notes?page=3", "");
    assert!(!lines(&answer, "link")[0].contains("next"), "{answer}");
    let whole = get(&base, "/repos/a/notes?per_page=9", "");
    assert_eq!(lines(&whole, "link"), ["</help>; rel=help"], "{whole}");
    let unknown = get(&base, "/repos/a/notes?q=uncounted&page=2", "");
    assert!(lines(&unknown, "link")[0].contains("next") && !unknown.contains("last"), "{unknown}");
}

#[test]
fn a_page_whose_links_change_has_another_entity_tag() {
    let base = desk();
    let tag = |q: &str| {
        let answer = get(&base, &format!("/repos/a/notes?q={q}&per_page=5"), "");
        (lines(&answer, "etag")[0].to_owned(), answer.split("\r\n\r\n").nth(1).map(ToOwned::to_owned))
    };
    let (whole, more) = (tag("whole"), tag("more"));
    assert_eq!(whole.1, more.1);
    assert_ne!(whole.0, more.0, "a client that has the first page would never find the second");
}

#[tokio::test]
async fn a_client_goes_through_pages_by_number() {
    let client = client(&desk());
    let all = client.list_notes("a,b").q("x").stream().try_collect().await.expect("all");
    assert_eq!(ids(all), [1, 2, 3, 4, 5]);
    let uncounted = client.list_notes("a").q("uncounted").stream().try_collect().await.expect("all");
    assert_eq!(ids(uncounted), [1, 2, 3, 4, 5]);
    let page = client.list_notes("a").page(2).send().await.expect("a page");
    let (info, at) = (page.info, |page: u8| format!("/repos/a/notes?page={page}&per_page=2"));
    let link = |link: Option<housestyle::Link>| link.expect("a link").to_string();
    assert_eq!(info.more, Some(true));
    assert_eq!([link(info.first), link(info.prev), link(info.next), link(info.last)], [1, 1, 3, 3].map(at));
    let whole = client.list_notes("a").per_page(9).send().await.expect("a page");
    assert_eq!((whole.info.more, whole.info.next), (Some(false), None));
}

#[tokio::test]
async fn a_client_goes_through_pages_by_cursor_and_by_key() {
    let client = client(&desk());
    assert_eq!(ids(client.list_feed().stream().try_collect().await.expect("all")), [1, 2, 3, 4, 5]);
    assert_eq!(ids(client.list_log().stream().try_collect().await.expect("all")), [1, 2, 3, 4, 5]);
    let page =
        client.list_feed().before(format!("5.{}", tag_of_feed(&client).await)).send().await.expect("a page");
    let prev = page.info.prev.expect("a link").to_string();
    assert!(prev.starts_with("/feed?per_page=2&before=2."), "{prev}");
}

/// What cursors of the feed end with.
async fn tag_of_feed(client: &Client) -> String {
    let next = client.list_feed().send().await.expect("a page").info.next.expect("a link").to_string();
    next.rsplit_once('.').expect("a tag").1.to_owned()
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused_before_a_handler_sees_it() {
    let base = desk();
    let tag = tag_of_feed(&client(&base)).await;
    for cursor in ["2".to_owned(), "2.AAAAAA".to_owned(), format!("2.{tag}x"), format!(".{}", &tag[1..])] {
        let answer = get(&base, &format!("/feed?after={cursor}"), "");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 4"), "{answer}");
        assert!(body.contains("is not a cursor of this list") && body.contains("after"), "{body}");
    }
    assert!(get(&base, &format!("/feed?after=2.{tag}"), "").starts_with("HTTP/1.1 200"));
}

/// A page of one note with these lines of the header `Link`.
fn page(links: &[&str]) -> String {
    let links: String = links.iter().map(|link| format!("link: {link}\r\n")).collect();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n{links}content-length: 10\r\n\r\n[{{\"id\":1}}]"
    )
}

async fn next(links: &[&str]) -> Option<String> {
    let (base, _) = support::stub(page(links));
    let page = client(&base).list_notes("a").send().await.expect("a page");
    assert_eq!(page.info.more, Some(page.info.next.is_some()));
    page.info.next.map(|link| link.to_string())
}

#[tokio::test]
async fn a_client_reads_every_form_of_a_link() {
    for links in [
        &["<?page=2>; rel=next"][..],
        &["<?page=2>;rel=\"next\""],
        &["<?page=0>; rel=prev, <?page=2>; title=\"a, b; rel=last\" ; REL=\"last Next\""],
        &["<?page=0>; rel=prev", "<?page=2>; rel=next; anchor=\"\""],
        &[
            "<?page=3>; rel=next; anchor=\"/repos/b/notes\", <?page=2>; rel=next; anchor=\"?per_page=2&page=1\", <?page=2>; rel=next",
        ],
        &["<?page=2>; rel=next", "<?page=3>; rel=next"],
        &[",, <?page=2>; hreflang=en; rel=next ,"],
    ] {
        assert_eq!(next(links).await.as_deref(), Some("?page=2"), "{links:?}");
    }
    assert_eq!(next(&["<?page=2,3;4>; rel=next"]).await.as_deref(), Some("?page=2,3;4"));
    for links in [
        &[][..],
        &["<?page=2>"],
        &["<?page=2>; rev=next"],
        &["<?page=2>; rel=nextish"],
        &["<?page=2>; rel=next; anchor=\"#part\""],
    ] {
        assert_eq!(next(links).await, None, "{links:?}");
    }
}

#[tokio::test]
async fn a_client_does_not_follow_a_link_to_another_origin() {
    let (base, _) = support::stub(page(&["<https://elsewhere.test/notes>; rel=next"]));
    let mut pages = client(&base).list_notes("a").pages();
    assert!(pages.try_next().await.expect("the first page").is_some());
    let error = pages.try_next().await.expect_err("another origin");
    assert!(error.to_string().contains("elsewhere.test"), "{error}");
}

#[tokio::test]
async fn a_link_to_the_same_page_ends_in_an_error() {
    for link in ["<>; rel=next", "</repos/a/notes?page=1&per_page=2>; rel=next", "<#part>; rel=next"] {
        let (base, _) = support::stub(page(&[link]));
        let mut items = client(&base).list_notes("a").stream();
        assert!(items.try_next().await.expect("the first page").is_some());
        let error = items.try_next().await.expect_err("a loop");
        assert!(matches!(error, CallError::Loop), "{link}: {error}");
    }
}

#[tokio::test]
async fn a_header_that_is_not_a_list_of_links_is_an_error_and_not_the_end_of_the_list() {
    for link in ["?page=2; rel=next", "<?page=2; rel=next", "<?page=2>; rel=\"next", "<?page=2> rel=next"] {
        let (base, _) = support::stub(page(&[link]));
        let error = client(&base).list_notes("a").stream().try_collect().await.expect_err("no links");
        assert!(matches!(error, CallError::Decode(_)), "{link}: {error}");
        assert!(error.to_string().contains("Link"), "{error}");
    }
}
