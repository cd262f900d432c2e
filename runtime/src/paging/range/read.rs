//! The header `Range` of a request, read: positions as RFC 9110 §14.1.1 has them, or keys.

use std::borrow::Cow;

use super::{EMPTY, KeyBound, KeyRangePage, RangePage, RangeStart};
use crate::codec::param::Raw;
use crate::style::{Order, Oversize, Paging};
use crate::syntax::token::is_token;

/// Why a range cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// What it must be.
    Malformed(Cow<'static, str>),
    /// It asks for more items than there may be on a page.
    Oversize,
}

fn malformed<T>(must: impl Into<Cow<'static, str>>) -> Result<T, Unreadable> {
    Err(Unreadable::Malformed(must.into()))
}

/// A range of positions: `users=0-19`, `users=20-`, `users=-5`. None: it is of another unit, and counts as not there
/// (RFC 9110 §14.2). An open end is as far as a page may go.
pub(crate) fn items(text: &str, unit: &str, paging: &Paging) -> Result<Option<RangePage>, Unreadable> {
    let like = || Cow::Owned(format!("must be like {unit}=0-{}", paging.limits().size_default.max(1) - 1));
    let (named, set) = match text.trim_matches(BLANKS).split_once('=') {
        Some((named, set)) if is_token(named) => (named, set),
        _ => return malformed(like()),
    };
    if !named.eq_ignore_ascii_case(unit) {
        return Ok(None);
    }
    let mut specs = set.split(',').map(|spec| spec.trim_matches(BLANKS)).filter(|spec| !spec.is_empty());
    let (Some(spec), again) = (specs.next(), specs.next().is_some()) else { return malformed(like()) };
    if again {
        return malformed("must be one range");
    }
    let Some((first, last)) = spec.split_once('-') else { return malformed(like()) };
    let (start, wanted) = match (number(first), number(last)) {
        (Some(first), Some(last)) if last < first => return malformed("must end after it begins"),
        (Some(first), Some(last)) => (RangeStart::At(first), (last - first).saturating_add(1)),
        (Some(first), None) if last.is_empty() => {
            (RangeStart::At(first), u64::from(paging.limits().size_max))
        }
        (None, Some(last)) if first.is_empty() => (RangeStart::Last, last),
        _ => return malformed(like()),
    };
    Ok(Some(RangePage { start, size: size(wanted, paging)? }))
}

/// A range of keys, as [`KeyRangePage::text`] writes it. None: it is one of positions, of whatever unit.
pub(crate) fn keys(
    text: &str,
    members: &[&str],
    paging: &Paging,
) -> Result<Option<KeyRangePage>, Unreadable> {
    let text = text.trim_matches(BLANKS);
    let (by, rest) = text.split_at(text.find([' ', '\t', ';']).unwrap_or(text.len()));
    if by.split_once('=').is_some_and(|(unit, _)| is_token(unit)) {
        return Ok(None);
    }
    if !members.contains(&by) {
        return malformed(format!("must be of {}", members.join(", ")));
    }
    let (span, params) = rest.split_once(';').unwrap_or((rest, ""));
    let Some((left, right)) = span.trim_matches(BLANKS).split_once("..") else {
        return malformed("must have keys with two dots between them: a..b, a.., ..b or ..");
    };
    let mut page = KeyRangePage { by: by.to_owned(), ..KeyRangePage::first(paging, members) };
    params_of(params, paging, &mut page)?;
    let (left, right) = (left.trim_end_matches(BLANKS), right.trim_start_matches(BLANKS));
    let left = bound(left, left.strip_prefix(']'))?;
    let right = bound(right, right.strip_suffix('['))?;
    (page.from, page.to) = match (left, right, page.order) {
        (left, None, Order::Descending) => (None, left),
        (None, right, Order::Descending) => (right, None),
        bounds => (bounds.0, bounds.1),
    };
    Ok(Some(page))
}

fn params_of(params: &str, paging: &Paging, page: &mut KeyRangePage) -> Result<(), Unreadable> {
    let (mut max, mut order) = (None, None);
    for param in params.split([',', ';']).map(|param| param.trim_matches(BLANKS)) {
        let (key, value) = param.split_once('=').unwrap_or((param, ""));
        match (key.trim_end_matches(BLANKS), value.trim_start_matches(BLANKS)) {
            ("", "") if param.is_empty() => {}
            ("max", value) if max.is_none() => match number(value) {
                Some(0) | None => return malformed("must have a whole number from 1 as max"),
                wanted => max = wanted,
            },
            ("order", "asc") if order.is_none() => order = Some(Order::Ascending),
            ("order", "desc") if order.is_none() => order = Some(Order::Descending),
            ("order", _) if order.is_none() => return malformed("must have asc or desc as order"),
            ("max" | "order", _) => return malformed("must have max and order once"),
            _ => return malformed("must have no parameters but max and order"),
        }
    }
    page.order = order.unwrap_or(page.order);
    if let Some(max) = max {
        page.size = size(max, paging)?;
    }
    Ok(())
}

/// A bound: `whole` with its bracket, `exclusive` what is left without one.
fn bound(whole: &str, exclusive: Option<&str>) -> Result<Option<KeyBound>, Unreadable> {
    let key = match exclusive.unwrap_or(whole).trim_matches(BLANKS) {
        "" if exclusive.is_some() => return malformed("must have a key beside a bracket"),
        "" => return Ok(None),
        EMPTY => Cow::Borrowed(""),
        key => match Raw::percent(key).decode() {
            Ok(key) => key,
            Err(_) => return malformed("must have keys in percent-encoded UTF-8"),
        },
    };
    Ok(Some(KeyBound { key: key.into_owned(), inclusive: exclusive.is_none() }))
}

fn size(wanted: u64, paging: &Paging) -> Result<u32, Unreadable> {
    match u32::try_from(wanted).ok().filter(|wanted| *wanted <= paging.limits().size_max) {
        Some(size) => Ok(size),
        None if paging.limits().oversize == Oversize::Clamp => Ok(paging.limits().size_max),
        None => Err(Unreadable::Oversize),
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// Digits alone; what is too great for the type is the greatest there is.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{
        HeaderName, ItemRangePaging, KeyRangePaging, List, PageLimits, PastEnd, Text, WithoutRange,
    };

    const fn limits(oversize: Oversize) -> PageLimits {
        PageLimits { size_default: 20, size_max: 200, oversize }
    }

    const fn by_position(oversize: Oversize) -> Paging {
        Paging::ItemRange(ItemRangePaging {
            past_end: PastEnd::RangeNotSatisfiable,
            without_range: WithoutRange::Partial,
            limits: limits(oversize),
            meta: None,
        })
    }

    const fn by_key(order: Order, oversize: Oversize) -> Paging {
        Paging::KeyRange(KeyRangePaging {
            by: List::Borrowed(&[]),
            default_order: order,
            next_header: HeaderName(Text::Borrowed("next-range")),
            without_range: WithoutRange::Partial,
            limits: limits(oversize),
            meta: None,
        })
    }

    static ITEMS: Paging = by_position(Oversize::Clamp);
    static KEYS: Paging = by_key(Order::Ascending, Oversize::Clamp);
    static DESCENDING: Paging = by_key(Order::Descending, Oversize::Clamp);

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
            let terse = page.text_beside(Order::Descending);
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
}
