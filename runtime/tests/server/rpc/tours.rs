//! An API of the RPC style without sessions.

use std::sync::Arc;

use housestyle::__private as rt;
use housestyle::server::{Service, Table};

use super::{body, meta};

use rt::Segment::Literal;

static STYLE: rt::Style =
    rt::Style { login: rt::style::Login { session: None, ..super::STYLE.login }, ..super::STYLE };
static API: rt::Api = rt::Api {
    title: "Tours",
    version: "1",
    style: &STYLE,
    document: None,
    operations: &[&CREATE, &FORGET, &TOUCH],
};

static POINT: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("lng", &rt::Schema::NUMBER).required(),
    rt::has("lat", &rt::Schema::NUMBER).required(),
])));
static TITLE: rt::Schema = rt::Schema::new(rt::Kind::String(rt::StringRules {
    min_length: 1,
    max_length: Some(255),
    ..rt::StringRules::ANY
}));
static KIND: rt::Schema = rt::Schema::new(rt::Kind::AnyCase(&["\"HIKING\"", "\"JOURNEY\""]));
static STOP: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("title", &TITLE).required(),
    rt::has("point", &POINT),
])));
static STOPS: rt::Schema = rt::Schema::new(rt::Kind::Array(rt::ArrayRules::of(&STOP)));
static TOUR: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("event_id", &rt::Schema::INT64).required(),
    rt::has("title", &TITLE).required(),
    rt::has("kind", &KIND).required(),
    rt::has("point", &POINT),
    rt::has("start_at", &rt::Schema::UNIX_TIME),
    rt::has("stops", &STOPS),
])));
static FORGOTTEN: rt::Schema =
    rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[rt::has("why", &TITLE)])));

static TOUR_BODY: rt::BodyMeta = body(&TOUR);
static FORGET_BODY: rt::BodyMeta = rt::BodyMeta { required: false, ..body(&FORGOTTEN) };
static CREATE: rt::OperationMeta = rt::OperationMeta {
    body: Some(&TOUR_BODY),
    ..meta(&API, "create", &[Literal("v1"), Literal("tours"), Literal("create")])
};
static FORGET: rt::OperationMeta = rt::OperationMeta {
    body: Some(&FORGET_BODY),
    ..meta(&API, "forget", &[Literal("v1"), Literal("tours"), Literal("forget")])
};
static TOUCH: rt::OperationMeta = rt::OperationMeta {
    status: 204,
    ..meta(&API, "touch", &[Literal("v1"), Literal("tours"), Literal("touch")])
};

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Hiking,
    Journey,
    Unknown(String),
}
impl Kind {
    fn as_str(&self) -> &str {
        match self {
            Self::Hiking => "HIKING",
            Self::Journey => "JOURNEY",
            Self::Unknown(text) => text,
        }
    }
}
rt::text_enum!(any_case Kind, Unknown, "HIKING" => Hiking, "JOURNEY" => Journey);

/// Only as typed as the fast path requires.
#[derive(Debug)]
pub struct Tour {
    title: String,
    kind: Kind,
    start_at: Option<rt::UnixTime>,
    /// Returns whether there are members without a type here.
    loose: bool,
}

impl<'de> rt::Deserialize<'de> for Tour {
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        rt::object(deserializer)
    }
}
impl<'de> rt::ReadObject<'de> for Tour {
    fn read_object<A: rt::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let (mut event_id, mut title, mut kind, mut start_at) = (None::<i64>, None, None, None);
        let (mut point, mut stops) = (None::<rt::Value>, None::<rt::Value>);
        while let Some(key) = map.next_key::<rt::MemberName<'de>>()? {
            match &*key {
                "event_id" => rt::member(&mut map, &mut event_id)?,
                "title" => rt::member(&mut map, &mut title)?,
                "kind" => rt::member(&mut map, &mut kind)?,
                "point" => rt::member(&mut map, &mut point)?,
                "start_at" => rt::member(&mut map, &mut start_at)?,
                "stops" => rt::member(&mut map, &mut stops)?,
                _ => rt::skip(&mut map)?,
            }
        }
        rt::required::<_, A::Error>(event_id, "event_id")?;
        let loose = point.is_some() || stops.is_some();
        Ok(Self { title: rt::required(title, "title")?, kind: rt::required(kind, "kind")?, start_at, loose })
    }
}
impl rt::Valid for Tour {
    fn valid(&self, schema: &'static rt::Schema) -> bool {
        !self.loose
            && rt::valid_members(schema)
                .member("title", &self.title)
                .member("kind", &self.kind)
                .member("start_at", &self.start_at)
                .end()
    }
}

macro_rules! operations {
    ($($ident:ident: $meta:ident $(($ty:ty, $read:ident, $schema:ident))? -> $output:ty as $form:ident;)*) => { $(
        #[derive(Debug)]
        struct $ident { $(body: $ty)? }
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = $output;
            type Form = rt::$form;
            type Error = rt::NoError;
        }
        impl rt::Receive for $ident {
            fn receive(_read: &mut rt::Reader<'_>) -> Option<Self> {
                Some(Self { $(body: _read.$read::<$ty>(&$schema)?)? })
            }
        }
    )* };
}
operations! {
    Create: CREATE(Tour, json, TOUR) -> rt::Map<String, String> as Json;
    Forget: FORGET(rt::Value, json, FORGOTTEN) -> () as Empty;
    Touch: TOUCH -> () as Empty;
}

pub fn service() -> Service {
    let table: Table<()> = Table::new::<()>(&API)
        .entry(rt::open::<(), Create, _, _>(|_: Arc<()>, call: rt::Call<Create>| async move {
            let Tour { title, kind, start_at, .. } = &call.body;
            let start_at = start_at.map(|time| time.to_string()).unwrap_or_default();
            let pairs = [("title", title.clone()), ("kind", kind.to_string()), ("start_at", start_at)];
            Ok(pairs.map(|(key, value)| (key.to_owned(), value)).into())
        }))
        .entry(rt::open::<(), Forget, _, _>(|_: Arc<()>, call: rt::Call<Forget>| async move {
            assert!(call.body.is_object());
            Ok(())
        }))
        .entry(rt::open::<(), Touch, _, _>(|_: Arc<()>, _: rt::Call<Touch>| async move { Ok(()) }));
    Service::new((), table)
}
