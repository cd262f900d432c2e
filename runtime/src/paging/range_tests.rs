//! Ranges of positions and of keys, as text.

use super::item_range::read as items;
use super::key_range::read as keys;
use super::range::Unreadable;
use super::{KeyBound, KeyRangePage, RangePage, RangeStart};
use crate::style::{
    HeaderName, ItemRangePaging, KeyRangePaging, List, Order, Oversize, PageLimits, PastEnd, Text,
    WithoutRange, Zero,
};

#[test]
fn rv_7_rv_8_positions_as_text() {
    let text = |start, size| RangePage { start, size }.text("clients");
    assert_eq!(text(RangeStart::At(0), 20).as_deref(), Some("clients=0-19"));
    assert_eq!(
        text(RangeStart::At(u64::MAX), 2).as_deref(),
        Some("clients=18446744073709551615-18446744073709551615")
    );
    assert_eq!(text(RangeStart::Last, 5).as_deref(), Some("clients=-5"));
    assert_eq!(text(RangeStart::At(0), 0), None);
}

#[test]
fn hk_52_hk_53_keys_as_text() {
    let bound = |key: &str, inclusive| Some(KeyBound { key: key.to_owned(), inclusive });
    let text = |from, to, order| KeyRangePage { by: "name".to_owned(), from, to, order, size: 10 }.text();
    assert_eq!(text(None, None, Order::Ascending), "name ..; max=10, order=asc");
    assert_eq!(
        text(bound("a", false), bound("z", true), Order::Descending),
        "name ]a..z; max=10, order=desc"
    );
    assert_eq!(
        text(bound("a.b", true), bound("c..; d", false), Order::Ascending),
        "name a.b..c%2E%2E%3B%20d[; max=10, order=asc"
    );
    assert_eq!(text(bound("ä.", true), None, Order::Ascending), "name %C3%A4%2E..; max=10, order=asc");
    assert_eq!(text(None, bound("k", false), Order::Ascending), "name ..k[; max=10, order=asc");
    assert_eq!(text(None, bound("k", false), Order::Descending), "name ]k..; max=10, order=desc");
    assert_eq!(text(bound("k", true), None, Order::Descending), "name ..k; max=10, order=desc");
    assert_eq!(
        text(bound("", false), bound("\"\"", true), Order::Ascending),
        "name ]\"\"..%22%22; max=10, order=asc"
    );
}

#[test]
fn offsets_never_overflow_and_the_last_items_end_the_set() {
    assert_eq!(RangePage { start: RangeStart::At(u64::MAX), size: 1 }.offset(5), i64::MAX);
    assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(53), 48);
    assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(3), 0);
}

const fn limits(oversize: Oversize) -> PageLimits {
    PageLimits { size_default: 20, size_max: 200, oversize, zero: Zero::Reject }
}

const fn by_position(oversize: Oversize) -> ItemRangePaging {
    ItemRangePaging {
        list: None,
        past_end: PastEnd::RangeNotSatisfiable,
        without_range: WithoutRange::Partial,
        limits: limits(oversize),
        meta: None,
    }
}

const fn by_key(order: Order, oversize: Oversize) -> KeyRangePaging {
    KeyRangePaging {
        list: None,
        by: List::Borrowed(&[]),
        default_order: order,
        next_header: HeaderName(Text::Borrowed("next-range")),
        without_range: WithoutRange::Partial,
        limits: limits(oversize),
        meta: None,
    }
}

static ITEMS: ItemRangePaging = by_position(Oversize::Clamp);
static KEYS: KeyRangePaging = by_key(Order::Ascending, Oversize::Clamp);
static DESCENDING: KeyRangePaging = by_key(Order::Descending, Oversize::Clamp);

#[test]
fn rv_34_to_rv_42_positions() {
    use RangeStart::{At, Last};
    for (text, start, size) in [
        ("clients=0-19", At(0), 20),
        ("Clients=5-5", At(5), 1),
        (" clients=0-199 ", At(0), 200),
        ("clients=10-9999", At(10), 200),
        ("clients=7-", At(7), 200),
        ("clients=-5", Last, 5),
        ("clients=-0", Last, 0),
        ("clients=-999", Last, 200),
        ("clients=,\t3-4 ,", At(3), 2),
        ("clients=0-99999999999999999999999", At(0), 200),
        ("clients=99999999999999999999999-99999999999999999999999", At(u64::MAX), 1),
    ] {
        assert_eq!(items(text, "clients", &ITEMS), Ok(Some(RangePage { start, size })), "{text}");
    }
}

#[test]
fn rv_38_rv_40_what_is_no_range_of_positions() {
    for text in [
        "",
        "clients",
        "clients=",
        "clients=,",
        "clients=-",
        "clients=9-5",
        "clients=a-b",
        "clients=+1-2",
        "clients=1-2-3",
        "clients=0-4,10-14",
        "clients=1 - 2",
        "clients =0-4",
        "clients 0-4",
        "=0-4",
        "id ..; max=10",
        "clients=1.0-2",
        "clients=--5",
    ] {
        assert!(matches!(items(text, "clients", &ITEMS), Err(Unreadable::Malformed(_))), "{text}");
    }
}

#[test]
fn rg_4_another_unit_is_passed_over() {
    for text in ["bytes=0-99", "client=0-4", "x=nonsense", "bytes=9-5,a"] {
        assert_eq!(items(text, "clients", &ITEMS), Ok(None), "{text}");
        assert_eq!(keys(text, &["id"], &KEYS), Ok(None), "{text}");
    }
}

#[test]
fn sizes_over_the_limit_are_refused_where_the_style_says_so() {
    let strict = by_position(Oversize::Reject);
    for text in ["u=0-200", "u=-201"] {
        assert_eq!(items(text, "u", &strict), Err(Unreadable::Oversize), "{text}");
    }
    assert!(matches!(items("u=3-", "u", &strict), Ok(Some(RangePage { size: 200, .. }))));
    let strict = by_key(Order::Ascending, Oversize::Reject);
    assert_eq!(keys("id ..; max=201", &["id"], &strict), Err(Unreadable::Oversize));
}

fn key(key: &str, inclusive: bool) -> Option<KeyBound> {
    Some(KeyBound { key: key.to_owned(), inclusive })
}

#[test]
fn hk_52_to_hk_54_keys() {
    use Order::{Ascending, Descending};
    for (text, by, from, to, order, size) in [
        ("id ..; max=10;", "id", None, None, Ascending, 10),
        ("name ..; order=desc, max=1;", "name", None, None, Descending, 1),
        ("name a..z; order=desc, max=100;", "name", key("a", true), key("z", true), Descending, 100),
        ("id ]0b1f-22..", "id", key("0b1f-22", false), None, Ascending, 20),
        ("id ]a..b[", "id", key("a", false), key("b", false), Ascending, 20),
        ("id ..b[;order=asc,max=9999", "id", None, key("b", false), Ascending, 200),
        ("id ]k..; order=desc", "id", None, key("k", false), Descending, 20),
        ("id ..k; order=desc; max=3", "id", key("k", true), None, Descending, 3),
        ("id  2012-01-01T12:00:00Z .. ", "id", key("2012-01-01T12:00:00Z", true), None, Ascending, 20),
        ("id a%2E%2E%3B..%22%22", "id", key("a..;", true), key("\"\"", true), Ascending, 20),
        ("id ]\"\"..", "id", key("", false), None, Ascending, 20),
    ] {
        let wanted = KeyRangePage { by: by.to_owned(), from, to, order, size };
        assert_eq!(keys(text, &["id", "name"], &KEYS), Ok(Some(wanted)), "{text}");
    }
    let order = |text| keys(text, &["id"], &DESCENDING).map(|page| page.map(|page| page.order));
    assert_eq!((order("id .."), order("id ..; order=asc")), (Ok(Some(Descending)), Ok(Some(Ascending))));
}

#[test]
fn hk_59_what_is_no_range_of_keys() {
    for text in [
        "",
        "id",
        "id;",
        "id; max=1",
        "id a",
        "size ..",
        "ID ..",
        "..",
        "id ]..",
        "id ..[",
        "id %..",
        "id %ff..",
        "id a%00..",
        "id ..; max=0",
        "id ..; max=x",
        "id ..; max=",
        "id ..; max=1, max=2",
        "id ..; order=up",
        "id ..; order=asc; order=asc",
        "id ..; limit=5",
        "id ..; max",
        "id ..; =1",
    ] {
        assert!(matches!(keys(text, &["id", "name"], &KEYS), Err(Unreadable::Malformed(_))), "{text}");
    }
}

/// Texts of pieces that mean something in a range, in an order that is always the same.
fn odd_keys() -> Vec<String> {
    const PIECES: &[&str] = &[
        "a",
        ".",
        "..",
        ";",
        ",",
        " ",
        "[",
        "]",
        "%",
        "%41",
        "\"",
        "ä",
        "\u{1f980}",
        "=",
        "\t",
        "\n",
        "\u{7f}",
        "0",
    ];
    let mut state = 1_u64;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % most
    };
    let word =
        |next: &mut dyn FnMut(usize) -> usize| (0..next(5)).map(|_| PIECES[next(PIECES.len())]).collect();
    (0..400).map(|_| word(&mut next)).collect()
}

#[test]
fn what_is_written_is_read() {
    let odd = odd_keys();
    for (index, pair) in odd.windows(2).enumerate() {
        let bound = |chosen: usize, text: &str| (chosen > 0).then(|| key(text, chosen == 1)).flatten();
        let page = KeyRangePage {
            by: "name".to_owned(),
            from: bound(index % 3, &pair[0]),
            to: bound(index / 3 % 3, &pair[1]),
            order: if index / 9 % 2 == 0 { Order::Ascending } else { Order::Descending },
            size: u32::try_from(index % 200 + 1).expect("small"),
        };
        let text = page.text();
        assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text}");
        assert_eq!(keys(&text, &["id", "name"], &KEYS).as_ref(), Ok(&Some(page.clone())), "{text}");
        let terse = page.text_where(page.order != Order::Descending);
        assert_eq!(keys(&terse, &["id", "name"], &DESCENDING), Ok(Some(page)), "{terse}");
    }
    for first in [0, 1, 19, u64::from(u32::MAX)] {
        for size in [1, 2, 200] {
            for start in [RangeStart::At(first), RangeStart::Last] {
                let page = RangePage { start, size };
                assert_eq!(items(&page.text("u").expect("some"), "u", &ITEMS), Ok(Some(page)));
            }
        }
    }
}
