//! Pages by ranges between a client and a server in the same process.
#![cfg(all(feature = "server", feature = "client"))]

use std::borrow::Cow::Borrowed;
use std::sync::Arc;

use axum::body::Body;
use housestyle::__private as rt;
use housestyle::client::{ClientBuilder, ClientCore, InProcess};
use housestyle::paging::{KeyBound, KeyRangePage, PageRequest, RangePage, RangeStart};
use housestyle::server::{Service, Table};
use housestyle::style::*;
use housestyle::{Keyed, Page};

static STYLE: Style = Style {
    caching: Caching { etag: EntityTags::Strong, if_match: IfMatch::Ignore },
    path: PathStyle { invalid_path_parameter: InvalidPathParameter::NotFound, ..Style::MINIMAL.path },
    ..Style::MINIMAL
};
static API: rt::Api =
    rt::Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[&LIST, &SORT] };
static POSITIONS: ItemRangePaging = ItemRangePaging {
    list: None,
    past_end: PastEnd::RangeNotSatisfiable,
    without_range: WithoutRange::Partial,
    limits: PageLimits { size_default: 5, size_max: 10, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: None,
};
static KEYS: KeyRangePaging = KeyRangePaging {
    list: None,
    default_order: Order::Ascending,
    next_header: HeaderName(Borrowed("next-range")),
    without_range: WithoutRange::Partial,
    by: Borrowed(&[]),
    limits: PageLimits { size_default: 5, size_max: 10, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: None,
};

const fn meta(
    id: &'static str,
    path: &'static [rt::Segment],
    ranges: &'static [&'static str],
) -> rt::OperationMeta {
    rt::OperationMeta {
        api: &API,
        id,
        group: "pets",
        method: rt::Method::Get,
        path,
        slash: false,
        security: rt::Security { alternatives: &[], optional: false },
        paging: Some(&POSITIONS),
        ranges,
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: rt::KeyUse::Off,
        status: 200,
        media: &[],
        styled: true,
        body: None,
    }
}
static LIST: rt::OperationMeta = meta("list", &[rt::Segment::Literal("pets")], &["pets"]);
static SORT: rt::OperationMeta =
    rt::OperationMeta { paging: Some(&KEYS), ..meta("sort", &[rt::Segment::Literal("sorted")], &["name"]) };

#[derive(Debug, Clone)]
struct List(RangePage);
impl rt::Operation for List {
    const META: &'static rt::OperationMeta = &LIST;
    type Output = Page<u64>;
    type Form = rt::Paged;
    type Error = rt::NoError;
}
impl rt::Receive for List {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self(read.page(&POSITIONS)?))
    }
}
impl rt::Dispatch for List {
    fn dispatch(&self, write: &mut rt::Writer) {
        write.page(&POSITIONS, &self.0);
    }
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Pet {
    name: String,
}
impl rt::Present for Pet {}
impl Keyed for Pet {
    fn key(&self) -> String {
        self.name.clone()
    }

    fn key_of(&self, by: &str) -> Option<String> {
        (by == "name").then(|| self.name.clone())
    }
}

#[derive(Debug, Clone)]
struct Sort(KeyRangePage);
impl rt::Operation for Sort {
    const META: &'static rt::OperationMeta = &SORT;
    type Output = Page<Pet>;
    type Form = rt::KeyedPaged;
    type Error = rt::NoError;
}
impl rt::Receive for Sort {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self(read.page(&KEYS)?))
    }
}
impl rt::Dispatch for Sort {
    fn dispatch(&self, write: &mut rt::Writer) {
        write.page(&KEYS, &self.0);
    }
}

/// Returns names with all characters that could end a range.
const NAMES: [&str; 7] = ["", "..", "a b", "a..b; max=1, order=desc", "b]", "ä", "日"];

fn within(page: &KeyRangePage, name: &str) -> bool {
    let above = |bound: &KeyBound| name > bound.key.as_str() || bound.inclusive && name == bound.key;
    let below = |bound: &KeyBound| name < bound.key.as_str() || bound.inclusive && name == bound.key;
    page.from.as_ref().is_none_or(above) && page.to.as_ref().is_none_or(below)
}

/// Numbers with or without a total, and pets by name.
fn client(total: u64, counted: bool) -> ClientCore {
    let list = rt::open::<(), List, _, _>(move |_: Arc<()>, call: rt::Call<List>| async move {
        let first = u64::try_from(call.0.offset(total))?.min(total);
        let last = total.min(first + u64::try_from(call.0.limit())?);
        let page = Page::new((first..last).collect());
        Ok(if counted { page.total(total) } else { page })
    });
    let sort = rt::open::<(), Sort, _, _>(|_: Arc<()>, call: rt::Call<Sort>| async move {
        let pets =
            NAMES.iter().filter(|name| within(&call.0, name)).map(|name| Pet { name: (*name).to_owned() });
        let mut pets: Vec<Pet> = pets.collect();
        if call.0.order == Order::Descending {
            pets.reverse();
        }
        Ok(Page::truncated(pets, call.0.limit()))
    });
    let service = Service::new((), Table::new::<()>(&API).entry(list).entry(sort));
    let transport = InProcess::<_, Body>::new(service);
    ClientBuilder::new(&API, "http://acme.test").etag_cache(9).transport(transport).build().expect("a client")
}

#[tokio::test]
async fn rv_18_rv_19_every_item_comes_once_whatever_is_requested_and_returned() {
    for counted in [true, false] {
        for total in [0, 1, 4, 5, 6, 10, 11, 20, 23] {
            let client = client(total, counted);
            for size in [1, 4, 5, 6, 10, 11, 100] {
                let page = RangePage { start: RangeStart::At(0), size };
                for _ in 0..2 {
                    let items = client.call(List(page)).items::<u64>().try_collect().await.expect("items");
                    assert_eq!(items, (0..total).collect::<Vec<_>>(), "{total} by {size}, {counted}");
                }
                if total > 3 {
                    let page = RangePage { start: RangeStart::At(3), size };
                    let items = client.call(List(page)).items::<u64>().try_collect().await.expect("items");
                    assert_eq!(items, (3..total).collect::<Vec<_>>(), "{total} by {size}, {counted}");
                }
            }
        }
    }
    let last = List(RangePage { start: RangeStart::Last, size: 3 });
    let page = client(23, true).call(last).send().await.expect("the last");
    assert_eq!((page.items, page.info.total, page.info.more), (vec![20, 21, 22], Some(23), Some(false)));
}

#[tokio::test]
async fn hk_57_keys_of_any_text_lead_on() {
    let client = client(0, true);
    for order in [Order::Ascending, Order::Descending] {
        for size in 1..9 {
            let page = KeyRangePage { size, order, ..KeyRangePage::first(&KEYS, SORT.ranges) };
            let items = client.call(Sort(page)).items::<Pet>().try_collect().await.expect("items");
            let mut names: Vec<String> = items.into_iter().map(|pet| pet.name).collect();
            if order == Order::Descending {
                names.reverse();
            }
            assert_eq!(names, NAMES, "{order:?} by {size}");
        }
    }
    for (at, name) in NAMES.iter().enumerate() {
        let from = Some(KeyBound { key: (*name).to_owned(), inclusive: true });
        let page = KeyRangePage { from, ..KeyRangePage::first(&KEYS, SORT.ranges) };
        let items = client.call(Sort(page)).items::<Pet>().try_collect().await.expect("items");
        assert_eq!(items.len(), NAMES.len() - at, "{name}");
    }
}
