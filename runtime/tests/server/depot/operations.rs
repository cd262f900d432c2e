//! The operations and types of the depot.

use std::marker::PhantomData;

use housestyle::__private as rt;

use rt::Method::{Delete, Get, Patch, Post, Put};
use rt::Segment::{Literal, Param};

use super::Look;

#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Crate {
    pub id: rt::Uuid,
    pub name: String,
    pub at: rt::DateTime,
}

pub fn crate_of(number: u128) -> Crate {
    let at = "2012-01-01T15:00:00+03:00".parse().expect("a time");
    Crate { id: rt::Uuid::from_u128(number), name: format!("crate {number}"), at }
}

impl rt::Present for Crate {
    fn present(&mut self, how: &rt::Presentation) {
        self.at.present(how);
    }
}
impl rt::Locate for Crate {
    fn location(&self) -> rt::Link {
        rt::Link(rt::LinkPath::new().text("/crates/").value(&self.id).finish().unwrap_or_default())
    }
}

/// Names are in the reverse order of ids.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Lot {
    pub id: char,
    pub name: String,
}

impl Lot {
    pub fn of(letter: u8) -> Self {
        Self { id: char::from(letter), name: format!("lot; {}", char::from(b'z' - (letter - b'a'))) }
    }
}

impl rt::Present for Lot {}
impl rt::Keyed for Lot {
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn key_of(&self, by: &str) -> Option<String> {
        match by {
            "id" => Some(rt::key(&self.id)),
            "name" => Some(rt::key(&self.name)),
            _ => None,
        }
    }
}

static KEY: rt::Scheme = rt::Scheme { wire: "key", kind: rt::SchemeKind::Header("x-key") };
static ID: rt::Param = rt::Param {
    wire: "id",
    place: rt::Place::Path,
    encoding: rt::ParamEncoding::Simple { explode: false },
    schema: &rt::Schema::UUID,
    required: true,
    default: None,
    reserved: false,
    empty: false,
};
/// A parameter of the change only.
static NOTIFY: rt::Param = rt::Param {
    wire: "notify",
    place: rt::Place::Query,
    encoding: rt::ParamEncoding::Form { explode: true },
    schema: &rt::Schema::BOOLEAN,
    required: false,
    ..ID
};
const OPEN: rt::Security = rt::Security { alternatives: &[], optional: false };
const CLOSED: rt::Security =
    rt::Security { alternatives: &[&[rt::RequiredScheme { scheme: &KEY, scopes: &[] }]], optional: false };
const CRATE: &[rt::Segment] = &[Literal("crates"), Param("id")];

const fn meta<L: Look>(
    id: &'static str,
    method: rt::Method,
    path: &'static [rt::Segment],
) -> rt::OperationMeta {
    rt::OperationMeta {
        api: L::API,
        id,
        group: "depot",
        method,
        path,
        slash: false,
        security: OPEN,
        paging: None,
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: rt::KeyUse::Off,
        status: 200,
        media: &["application/json"],
        styled: true,
        body: None,
    }
}

macro_rules! operations {
    ($($ident:ident { $($field:ident: $ty:ty = $read:expr),* } -> $output:ty as $form:ident, $meta:expr;)*) => { $(
        pub struct $ident<L> {
            $(pub $field: $ty,)*
            look: PhantomData<fn() -> L>,
        }
        impl<L: Look> rt::Operation for $ident<L> {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = $output;
            type Form = rt::$form;
            type Error = rt::NoError;
        }
        impl<L: Look> rt::Receive for $ident<L> {
            fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
                let _ = &read;
                $(let $field = $read(read);)*
                Some(Self { $($field: $field?,)* look: PhantomData })
            }
        }
    )* };
}
operations! {
    ListCrates { page: rt::RangePage = |read: &mut rt::Reader<'_>| read.page(L::BY_ITEM) }
        -> rt::Page<Crate> as Paged,
        rt::OperationMeta {
            paging: Some(L::BY_ITEM), ranges: &["crates"],
            ..meta::<L>("listCrates", Get, &[Literal("crates")])
        };
    SearchCrates { page: rt::RangePage = |read: &mut rt::Reader<'_>| read.page(L::BY_ITEM) }
        -> rt::Page<Crate> as Paged,
        rt::OperationMeta {
            paging: Some(L::BY_ITEM), ranges: &["crates"],
            ..meta::<L>("searchCrates", Post, &[Literal("crates"), Literal("search")])
        };
    ListLots { page: rt::KeyRangePage = |read: &mut rt::Reader<'_>| read.page(L::BY_KEY) }
        -> rt::Page<Lot> as KeyedPaged,
        rt::OperationMeta {
            paging: Some(L::BY_KEY), ranges: &["id", "name"],
            ..meta::<L>("listLots", Get, &[Literal("lots")])
        };
    MakeCrate {} -> Crate as Located,
        rt::OperationMeta { status: 201, ..meta::<L>("makeCrate", Post, &[Literal("crates")]) };
    GetCrate { id: rt::Uuid = |read: &mut rt::Reader<'_>| read.required(&ID) } -> Crate as Json,
        meta::<L>("getCrate", Get, CRATE);
    ChangeCrate {
        id: rt::Uuid = |read: &mut rt::Reader<'_>| read.required(&ID),
        notify: Option<bool> = |read: &mut rt::Reader<'_>| read.optional(&NOTIFY)
    } -> Crate as Json,
        rt::OperationMeta { security: CLOSED, ..meta::<L>("changeCrate", Patch, CRATE) };
    DropCrate { id: rt::Uuid = |read: &mut rt::Reader<'_>| read.required(&ID) } -> Crate as Json,
        rt::OperationMeta { security: CLOSED, ..meta::<L>("dropCrate", Delete, CRATE) };
    PutNote {} -> String as Text,
        rt::OperationMeta { media: &["text/plain"], ..meta::<L>("putNote", Put, &[Literal("note")]) };
    Picture {} -> rt::RawBytes as Bytes,
        rt::OperationMeta { media: &["image/png"], ..meta::<L>("picture", Get, &[Literal("picture")]) };
    Tls {} -> bool as Json, meta::<L>("tls", Get, &[Literal("tls")]);
}
