//! A second small API for any style: a depot's crates by position, and lots by key.

pub mod operations;

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use housestyle::__private as rt;
use housestyle::server::{Credentials, Login, PresentedCredential, Security, Service, Table};
use housestyle::{Page, Problem};
use secrecy::ExposeSecret;

use operations::*;

/// A style and its paging.
pub trait Look: Send + Sync + 'static {
    const STYLE: rt::Style;
    const ITEMS: rt::ItemRangePaging = ITEMS;
    const KEYS: rt::KeyRangePaging = KEYS;

    const API: &'static rt::Api =
        &rt::Api { title: "Depot", version: "1", style: &Self::STYLE, document: None, operations: &[] };
    const BY_ITEM: &'static rt::ItemRangePaging = &Self::ITEMS;
    const BY_KEY: &'static rt::KeyRangePaging = &Self::KEYS;
}

pub const ITEMS: rt::ItemRangePaging = rt::ItemRangePaging {
    list: None,
    past_end: rt::PastEnd::RangeNotSatisfiable,
    without_range: rt::WithoutRange::Partial,
    limits: rt::PageLimits {
        size_default: 20,
        size_max: 200,
        oversize: rt::Oversize::Clamp,
        zero: rt::Zero::Reject,
    },
    meta: None,
};
pub const KEYS: rt::KeyRangePaging = rt::KeyRangePaging {
    list: None,
    default_order: rt::Order::Ascending,
    next_header: rt::style::HeaderName(rt::Borrowed("next-range")),
    without_range: rt::WithoutRange::Partial,
    by: rt::Borrowed(&[]),
    limits: rt::PageLimits {
        size_default: 20,
        size_max: 200,
        oversize: rt::Oversize::Clamp,
        zero: rt::Zero::Reject,
    },
    meta: None,
};

/// A style with all features around a call, except TLS and a rate limit.
pub struct Full;
impl Look for Full {
    const STYLE: rt::Style = FULL;
}
pub const FULL: rt::Style = rt::Style {
    success: rt::Success {
        pretty: Some(rt::Pretty {
            option: None,
            parameter: Some(rt::Borrowed("pretty")),
            accept_parameter: Some(rt::Borrowed("indent")),
        }),
        location: true,
        ..rt::Style::MINIMAL.success
    },
    failure: rt::Failure {
        body: rt::Template::Object(rt::Borrowed(&[
            rt::Member { wire: rt::Borrowed("id"), value: rt::Template::Slot(rt::Slot::Code), keep: true },
            rt::Member {
                wire: rt::Borrowed("message"),
                value: rt::Template::Slot(rt::Slot::Message),
                keep: true,
            },
            rt::Member {
                wire: rt::Borrowed("errors"),
                value: rt::Template::Slot(rt::Slot::Entries),
                keep: false,
            },
        ])),
        entry: rt::Template::Object(rt::Borrowed(&[
            rt::Member {
                wire: rt::Borrowed("in"),
                value: rt::Template::Slot(rt::Slot::Parameter),
                keep: false,
            },
            rt::Member {
                wire: rt::Borrowed("media"),
                value: rt::Template::Slot(rt::Slot::Message),
                keep: false,
            },
        ])),
        ..rt::Style::MINIMAL.failure
    },
    outcomes: rt::Outcomes(rt::Borrowed(&OUTCOMES)),
    data: rt::Data { times: rt::Times::Utc, ..rt::Style::MINIMAL.data },
    checks: rt::Borrowed(&[rt::Check::Login, rt::Check::Parameters, rt::Check::Syntax, rt::Check::Entity]),
    headers: rt::style::Headers {
        request_id: rt::RequestId { header: rt::style::HeaderName(rt::Borrowed("request-id")), uuid: true },
    },
    caching: rt::Caching { etag: rt::EntityTags::Strong, if_match: rt::IfMatch::Check },
    path: rt::style::PathStyle {
        invalid_path_parameter: rt::InvalidPathParameter::NotFound,
        ..rt::Style::MINIMAL.path
    },
    methods: rt::style::Methods {
        override_header: Some(rt::style::HeaderName(rt::Borrowed("x-http-method-override"))),
        post_on_item: rt::PostMeaning::Patch,
        post_on_singleton: rt::PostMeaning::NotAllowed,
        ..rt::Style::MINIMAL.methods
    },
    ..rt::Style::MINIMAL
};
pub static OUTCOMES: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = {
    let mut all = rt::OutcomeResponse::USUAL;
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::TlsRequired, "tls_required");
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::TooMany, "rate_limit");
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::NotFound, "not_found");
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::NoOperation, "no_operation");
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::PreconditionFailed, "precondition_failed");
    rt::OutcomeResponse::set_code(&mut all, rt::Outcome::RangeNotSatisfiable, "range_not_satisfiable");
    all
};

/// How a depot reports its total.
#[derive(Debug, Clone, Copy, Default)]
pub enum Counted {
    #[default]
    All,
    More,
    Nothing,
    /// With a total and a validator of the set.
    Revision,
}

/// A handler with `crates` crates and 26 lots.
pub struct Depot<L> {
    pub crates: u64,
    pub counted: Counted,
    pub revision: Arc<AtomicU32>,
    pub gets: Arc<AtomicU32>,
    look: PhantomData<fn() -> L>,
}

impl<L: Look> Depot<L> {
    pub fn new(crates: u64, counted: Counted) -> Self {
        let (revision, gets) = (Arc::new(AtomicU32::new(1)), Arc::default());
        Self { crates, counted, revision, gets, look: PhantomData }
    }

    pub fn service(&self) -> Service<Self> {
        let (revision, gets) = (self.revision.clone(), self.gets.clone());
        Service::new(Self { revision, gets, ..*self }, table())
    }

    /// Returns the crate with an id.
    fn find(&self, id: rt::Uuid) -> Result<Crate, Problem> {
        match id.as_u128() {
            number if number < u128::from(self.crates) => {
                let name = format!("revision {}", self.revision.load(Ordering::Relaxed));
                Ok(Crate { name, ..crate_of(number) })
            }
            _ => Err(Problem::not_found()),
        }
    }

    fn page(&self, page: rt::RangePage) -> Page<Crate> {
        let start = u64::try_from(page.offset(self.crates)).unwrap_or(u64::MAX);
        let end = self.crates.min(start.saturating_add(u64::from(page.size)));
        let found = Page::new((start..end).map(|number| crate_of(u128::from(number))).collect());
        match self.counted {
            Counted::All => found.total(self.crates),
            Counted::More => found.more(end < self.crates),
            Counted::Nothing => found,
            Counted::Revision => found.total(self.crates).validator(self.revision.load(Ordering::Relaxed)),
        }
    }

    fn lots(&self, page: &rt::KeyRangePage) -> Page<Lot> {
        let mut lots: Vec<Lot> = (b'a'..=b'z').map(Lot::of).collect();
        let key = |lot: &Lot| if page.by == "id" { lot.id.to_string() } else { lot.name.clone() };
        let from = |lot: &Lot| {
            page.from
                .as_ref()
                .is_none_or(|from| key(lot) > from.key || from.inclusive && key(lot) == from.key)
        };
        let to = |lot: &Lot| {
            page.to.as_ref().is_none_or(|to| key(lot) < to.key || to.inclusive && key(lot) == to.key)
        };
        lots.retain(|lot| from(lot) && to(lot));
        lots.sort_by_key(key);
        if page.order == rt::Order::Descending {
            lots.reverse();
        }
        lots.truncate(usize::try_from(page.fetch()).unwrap_or(usize::MAX));
        Page::truncated(lots, page.limit())
    }
}

impl<L: Look> rt::AuthHandler for Depot<L> {
    type Principal = ();
    type Authenticator = rt::Authentication<true>;
}

impl<L: Look> Login for Depot<L> {
    type Principal = ();

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<(), Problem> {
        match credentials.scheme("key") {
            Some(PresentedCredential::Value(key)) if key.expose_secret() == "good" => Ok(()),
            _ => Err(Problem::unauthenticated()),
        }
    }
}

macro_rules! table {
    ($($make:ident $ident:ident => |$depot:ident, $call:ident| $answer:expr;)*) => {
        fn table<L: Look>() -> Table<Depot<L>> {
            Table::new::<Depot<L>>(L::API)
                $(.entry(rt::$make::<Depot<L>, $ident<L>, _, _>(|$depot, $call| async move {
                    let _ = (&$depot, &$call);
                    $answer
                })))*
        }
    };
}
table! {
    open ListCrates => |depot, call| Ok(depot.page(call.page));
    open SearchCrates => |depot, call| Ok(depot.page(call.page));
    open ListLots => |depot, call| match call.page.from.as_ref().map(|from| from.key.as_str()) {
        Some("none") => Err(call.context().bad_anchor("is no lot").into()),
        _ => Ok(depot.lots(&call.page)),
    };
    open MakeCrate => |depot, call| Ok(crate_of(7));
    open GetCrate => |depot, call| {
        depot.gets.fetch_add(1, Ordering::Relaxed);
        Ok(depot.find(call.id)?)
    };
    required_login ChangeCrate => |depot, call| {
        let _ = call.notify;
        if call.context().headers().contains_key("x-meanwhile") {
            depot.revision.fetch_add(1, Ordering::Relaxed);
        }
        call.context().unchanged(&depot.find(call.id)?)?;
        depot.revision.fetch_add(1, Ordering::Relaxed);
        Ok(depot.find(call.id)?)
    };
    required_login DropCrate => |depot, call| Ok(depot.find(call.id)?);
    open PutNote => |depot, call| Ok("written".to_owned());
    open Picture => |depot, call| Ok(rt::RawBytes::from_static(b"PNG"));
    open Tls => |depot, call| Ok(call.context().is_tls());
}
