//! Pages that are linked by the header `Link`.

use super::*;

const LINKS: &str = "
style: links
paging:
  pages: { kind: number, number: page, size: per_page, link_header: [first, prev, next, last] }
  feed: { kind: cursor, before: before, after: after, size: per_page, link_header: [next] }
  log: { kind: keyset, before: until, after: since, by: [id], size: per_page, link_header: [prev, next] }
";

#[test]
fn links_in_a_header_need_no_member_of_the_body() {
    let style = good(LINKS);
    assert!(!style.wraps(), "headers wrap nothing");
    assert_eq!(way(&style, "pages").kind().link_header(), LinkRelation::ALL);
    assert_eq!(way(&style, "feed").kind().link_header(), [LinkRelation::Next]);
    assert_eq!(way(&style, "log").kind().link_header(), [LinkRelation::Prev, LinkRelation::Next]);
}

#[test]
fn links_in_a_header_lead_to_the_next_page() {
    assert_changed!(LINKS, "[next]", "[prev]", STYLE_CONTRADICTION, "/paging/feed/link_header", "`next`");
    assert_changed!(LINKS, "[next]", "[]", STYLE_CONTRADICTION, "/paging/feed/link_header", "`next`");
    assert_changed!(LINKS, "[next]", "[nxt]", STYLE_VALUE, "/paging/feed/link_header/0", "`next`");
    assert_changed!(LINKS, "[next]", "[next, next]", STYLE_TWICE, "/paging/feed/link_header/1", "twice");
    assert_changed!(
        LINKS,
        "[next]",
        "[next, last]",
        STYLE_CONTRADICTION,
        "/paging/feed/link_header/1",
        "only pages by number"
    );
}

#[test]
fn a_way_has_links_somewhere() {
    assert_changed!(
        LINKS,
        ", link_header: [first, prev, next, last]",
        "",
        STYLE_MISSING,
        "/paging/pages",
        "`meta`, `links` or `link_header`"
    );
    assert_changed!(
        LINKS,
        ", link_header: [next]",
        "",
        STYLE_MISSING,
        "/paging/feed",
        "`links` or `link_header` is missing"
    );
}
