//! A third small API, with everything around a call: books on a shelf.

mod languages;
mod links;
mod origins;
mod pages;
mod rates;

use housestyle::__private as rt;
use housestyle::server::{Credentials, Login, Security, Service, Table};
use housestyle::{Page, Problem};
use secrecy::ExposeSecret;

use rt::Method::{Get, Post};
use rt::Segment::Literal;

const fn slot(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire: rt::Borrowed(wire), value: rt::Template::Slot(slot), keep: false }
}

const fn kept(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire: rt::Borrowed(wire), value: rt::Template::Slot(slot), keep: true }
}

pub static NUMBERED: rt::NumberPaging = rt::NumberPaging {
    list: None,
    number: rt::Borrowed("page[number]"),
    first: 1,
    size: rt::Borrowed("page[size]"),
    past_end: rt::PastEnd::Empty,
    edge_links: rt::EdgeLinks::FromOtherPages,
    after_row: Some(rt::RowPaging {
        id: rt::Borrowed("page[last_id]"),
        field: rt::Borrowed(&[rt::Borrowed("page[field]"), rt::Borrowed("page[field_name]")]),
        value: rt::Borrowed("page[field_value]"),
        direction: rt::Borrowed("page[direction]"),
        default_field: rt::Borrowed("id"),
        default_order: rt::Order::Descending,
    }),
    limits: rt::PageLimits {
        size_default: 15,
        size_max: 100,
        oversize: rt::Oversize::Reject,
        zero: rt::Zero::Reject,
    },
    meta: Some(rt::Template::Object(rt::Borrowed(&[
        slot("current_page", rt::Slot::Number),
        slot("total_pages", rt::Slot::Pages),
    ]))),
    links: Some(rt::Template::Object(rt::Borrowed(&[
        slot("self", rt::Slot::SelfLink),
        slot("first", rt::Slot::First),
        slot("prev", rt::Slot::Prev),
        slot("next", rt::Slot::Next),
        slot("last", rt::Slot::Last),
    ]))),
    link_header: None,
};

pub static CURSOR: rt::CursorPaging = rt::CursorPaging {
    list: None,
    before: Some(rt::Borrowed("page[before]")),
    after: rt::Borrowed("page[after]"),
    only_in_links: false,
    size: Some(rt::Borrowed("page[size]")),
    limits: rt::PageLimits {
        size_default: 2,
        size_max: 3,
        oversize: rt::Oversize::Reject,
        zero: rt::Zero::Reject,
    },
    meta: Some(rt::Template::Object(rt::Borrowed(&[slot("total", rt::Slot::Total)]))),
    links: Some(rt::Template::Object(rt::Borrowed(&[
        slot("self", rt::Slot::SelfLink),
        kept("prev", rt::Slot::Prev),
        kept("next", rt::Slot::Next),
    ]))),
    link_header: None,
};

static ENGLISH: [(rt::style::Text, rt::style::Text); 4] = [
    (rt::Borrowed("message.hello"), rt::Borrowed("Hello")),
    (rt::Borrowed("message.only_here"), rt::Borrowed("Here")),
    (rt::Borrowed("outcome.unauthenticated"), rt::Borrowed("Sign in")),
    (rt::Borrowed("violation.too_short.blank"), rt::Borrowed("can't be blank")),
];
static SPANISH: [(rt::style::Text, rt::style::Text); 9] = [
    (rt::Borrowed("failure.out"), rt::Borrowed("Prestado")),
    (rt::Borrowed("message.hello"), rt::Borrowed("Hola")),
    (rt::Borrowed("outcome.no_operation"), rt::Borrowed("No hay nada")),
    (rt::Borrowed("outcome.unauthenticated"), rt::Borrowed("Identifíquese")),
    (rt::Borrowed("violation.required"), rt::Borrowed("es obligatorio")),
    (rt::Borrowed("violation.too_big"), rt::Borrowed("debe ser {limit} como máximo")),
    (rt::Borrowed("violation.too_long"), rt::Borrowed("{limit} caracteres como máximo")),
    (rt::Borrowed("violation.too_short"), rt::Borrowed("{limit} caracteres como mínimo")),
    (rt::Borrowed("violation.too_short.blank"), rt::Borrowed("no puede estar vacío")),
];
static RUSSIAN: [(rt::style::Text, rt::style::Text); 3] = [
    (rt::Borrowed("message.hello"), rt::Borrowed("Привет")),
    (rt::Borrowed("outcome.unauthenticated"), rt::Borrowed("Войдите")),
    (rt::Borrowed("violation.required"), rt::Borrowed("обязательно")),
];

static LANGUAGES: [rt::style::Language; 3] =
    [language("en", &ENGLISH), language("es", &SPANISH), language("ru", &RUSSIAN)];

const fn language(
    tag: &'static str,
    texts: &'static [(rt::style::Text, rt::style::Text)],
) -> rt::style::Language {
    rt::style::Named { name: rt::Borrowed(tag), value: rt::style::Texts { by_key: rt::Borrowed(texts) } }
}

pub static STYLE: rt::Style = rt::Style {
    success: rt::Success {
        body: rt::Template::Object(rt::Borrowed(&[
            kept("data", rt::Slot::Payload),
            slot("meta", rt::Slot::Meta),
            slot("links", rt::Slot::Links),
        ])),
        ..rt::Style::MINIMAL.success
    },
    failure: rt::Failure {
        body: rt::Template::Object(rt::Borrowed(&[
            slot("message", rt::Slot::Message),
            slot("errors", rt::Slot::Entries),
        ])),
        entry: rt::Template::Object(rt::Borrowed(&[
            slot("code", rt::Slot::Code),
            slot("parameter", rt::Slot::Parameter),
            slot("pointer", rt::Slot::Pointer),
            slot("detail", rt::Slot::Message),
        ])),
        ..rt::Style::MINIMAL.failure
    },
    locale: Some(rt::Locale {
        languages: rt::style::Languages { all: rt::Borrowed(&LANGUAGES) },
        default: rt::Borrowed("en"),
    }),
    cors: Some(rt::Cors { origins: rt::Origins::Any, credentials: false, max_age: 3600 }),
    rate: Some(rt::Rate {
        requests: 2,
        per_s: 3600,
        applies_to: rt::RatedRequests::Marked,
        limit: Some(rt::style::HeaderName(rt::Borrowed("ratelimit-limit"))),
        remaining: Some(rt::style::HeaderName(rt::Borrowed("ratelimit-remaining"))),
        reset: Some(rt::style::HeaderName(rt::Borrowed("ratelimit-reset"))),
        reset_as: rt::ResetTime::Seconds,
    }),
    caching: rt::Caching { etag: rt::EntityTags::Strong, if_match: rt::IfMatch::Ignore },
    methods: rt::style::Methods {
        post_on_item: rt::PostMeaning::Patch,
        post_on_singleton: rt::PostMeaning::NotAllowed,
        ..rt::Style::MINIMAL.methods
    },
    data: rt::Data {
        links: rt::style::Links { form: rt::LinkForm::Absolute, ..rt::style::Links::MINIMAL },
        ..rt::Style::MINIMAL.data
    },
    ..rt::Style::MINIMAL
};

pub static API: rt::Api = rt::Api {
    title: "Shelf",
    version: "1",
    style: &STYLE,
    document: None,
    operations: &[&LIST_BOOKS, &LIST_LOANS, &CREATE_BOOK, &HELLO, &SIGN_IN, &LEND],
};
static BEARER: rt::Scheme = rt::Scheme { wire: "bearer", kind: rt::SchemeKind::Authorization("bearer") };
const OPEN: rt::Security = rt::Security { alternatives: &[], optional: false };
const CLOSED: rt::Security =
    rt::Security { alternatives: &[&[rt::RequiredScheme { scheme: &BEARER, scopes: &[] }]], optional: false };

static NEW_BOOK: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("title", &TITLE).required(),
    rt::has("isbn", &ISBN).required(),
])));
static TITLE: rt::Schema = rt::Schema::new(rt::Kind::String(rt::StringRules {
    min_length: 1,
    max_length: Some(5),
    ..rt::StringRules::ANY
}));
static ISBN: rt::Schema = rt::Schema::TEXT;
static BOOK_BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/json"],
    kind: rt::BodyKind::Json,
    schema: Some(&NEW_BOOK),
    resource: None,
};

const fn meta(id: &'static str, method: rt::Method, path: &'static [rt::Segment]) -> rt::OperationMeta {
    rt::OperationMeta {
        api: &API,
        id,
        group: "books",
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
        media: &[],
        styled: true,
        body: None,
    }
}

macro_rules! operations {
    ($($konst:ident = $ident:ident { $($field:ident: $ty:ty = $read:expr),* }
        -> $output:ty as $form:ident ! $error:ty, $meta:expr;)*) => { $(
        pub static $konst: rt::OperationMeta = $meta;
        #[derive(Debug, Clone, PartialEq)]
        pub struct $ident { $(pub $field: $ty),* }
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$konst;
            type Output = $output;
            type Form = rt::$form;
            type Error = $error;
        }
        impl rt::Receive for $ident {
            #[allow(unused_variables)] // where there is nothing to read
            fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
                $(let $field = { let read: fn(&mut rt::Reader<'_>) -> Option<$ty> = $read; read }(read);)*
                Some(Self { $($field: $field?),* })
            }
        }
    )* };
}
operations! {
    LIST_BOOKS = ListBooks { page: rt::NumberedOrRows = |read| read.page(&NUMBERED) }
        -> rt::Page<u64> as Paged ! rt::NoError,
        rt::OperationMeta {
            paging: Some(&NUMBERED), sort: &["title", "isbn"], ..meta("listBooks", Get, &[Literal("books")])
        };
    LIST_LOANS = ListLoans { page: rt::CursorPage = |read| read.page(&CURSOR) }
        -> rt::Page<u64> as Paged ! rt::NoError,
        rt::OperationMeta { paging: Some(&CURSOR), ..meta("listLoans", Get, &[Literal("loans")]) };
    CREATE_BOOK = CreateBook { body: rt::Value = |read| read.json(&NEW_BOOK) }
        -> rt::Value as Json ! rt::NoError,
        rt::OperationMeta {
            status: 201, body: Some(&BOOK_BODY), ..meta("createBook", Post, &[Literal("books")])
        };
    HELLO = Hello {}
        -> String as Json ! rt::NoError,
        rt::OperationMeta { security: CLOSED, ..meta("hello", Get, &[Literal("hello")]) };
    SIGN_IN = SignIn {}
        -> rt::Link as Json ! rt::NoError,
        rt::OperationMeta { rated: true, styled: false, ..meta("signIn", Post, &[Literal("sessions")]) };
    LEND = Lend {}
        -> () as Empty ! LendError,
        rt::OperationMeta { status: 204, rated: true, security: CLOSED, ..meta("lend", Post, &[Literal("loans")]) };
}

/// The reason why a book is not lent.
#[derive(Debug, Clone, PartialEq)]
pub enum LendError {
    Out,
}
impl rt::DeclaredError for LendError {
    const DECLARED: &'static [rt::Declared] = &[rt::Declared {
        status: rt::StatusSpec::Exact(409),
        code: Some("out"),
        number: None,
        message: Some("Lent already"),
        resource: None,
        pointer: None,
        kind: None,
        suppress: None,
        typed: false,
        outcome: None,
    }];
    fn encode(&self) -> rt::EncodedError {
        rt::EncodedError::index(0)
    }
    fn read(_: &rt::ReceivedError<'_>) -> Result<Option<Self>, rt::DecodeError> {
        Ok(None)
    }
}

/// The handler: 45 books, and seven loans whose cursors are their numbers. A token is a name, optionally with a
/// language after a colon.
pub struct Shelf;

impl rt::AuthHandler for Shelf {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Shelf {
    type Principal = (String, Option<String>);

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<Self::Principal, Problem> {
        let Some(value) = credentials.authorization("bearer") else {
            return Err(Problem::unauthenticated());
        };
        let token = value.expose_secret();
        match token.split_once(':') {
            _ if token == "bad" => Err(Problem::unauthenticated()),
            Some(("banned", language)) => Err(Problem::forbidden().language(Some(language.to_owned()))),
            Some((name, language)) => Ok((name.to_owned(), Some(language.to_owned()))),
            None => Ok((token.to_owned(), None)),
        }
    }

    fn language(&self, principal: &Self::Principal) -> Option<String> {
        principal.1.clone()
    }
}

pub fn service() -> Service<Shelf> {
    let table = Table::new::<Shelf>(&API)
        .entry(rt::open::<_, ListBooks, _, _>(
            |_, call: rt::Call<ListBooks>| async move { Ok(books(&call.page)) },
        ))
        .entry(rt::open::<_, ListLoans, _, _>(|_, call: rt::Call<ListLoans>| async move {
            loans(&call.page).ok_or_else(|| call.context().bad_anchor("is no loan's").into())
        }))
        .entry(rt::open::<_, CreateBook, _, _>(|_, call: rt::Call<CreateBook>| async move {
            Ok(call.body.clone())
        }))
        .entry(rt::required_login::<_, Hello, _, _>(|_, call: rt::Call<Hello, _>| async move {
            let context = call.context();
            if context.headers().contains_key("x-own") {
                Err(Problem::not_found().message("Nobody is here"))?;
            }
            let (hello, more) = (context.text("hello"), context.text("only_here"));
            Ok(format!("{hello} {more}{} {}", context.text("nowhere"), context.language()))
        }))
        .entry(rt::open::<_, SignIn, _, _>(|_, call: rt::Call<SignIn>| async move {
            Ok(call.context().link("/hello"))
        }))
        .entry(rt::required_login::<_, Lend, _, _>(|_, _: rt::Call<Lend, _>| async move {
            Err(rt::HandlerError::Declared(LendError::Out))
        }));
    Service::new(Shelf, table)
}

fn books(page: &rt::NumberedOrRows) -> Page<u64> {
    match page {
        rt::NumberedOrRows::Numbered(page) => {
            let from = u64::try_from(page.offset()).unwrap_or(u64::MAX);
            Page::new((from..45).take(page.size as usize).collect()).total(45)
        }
        // The requested page.
        rt::NumberedOrRows::Rows(rows) => {
            let up = u64::from(rows.order == rt::Order::Ascending);
            let field = rows.field.len() as u64;
            let value = rows.value.as_ref().map_or(0, |value| value.len() as u64);
            Page::new(vec![rows.last.unwrap_or(999), field, value, up, u64::from(rows.size)]).total(45)
        }
    }
}

fn loans(page: &rt::CursorPage) -> Option<Page<u64>> {
    let size = u64::from(page.size);
    let anchor = page
        .cursor
        .as_ref()
        .map(|cursor| cursor.parse::<u64>().ok())
        .map_or(Some(None), |at| at.map(Some))?;
    let (from, to) = match (page.direction, anchor) {
        (rt::Direction::Before, Some(at)) => (at.saturating_sub(size).max(1), at),
        (_, at) => (at.map_or(1, |at| at + 1), (at.unwrap_or(0) + 1 + size).min(8)),
    };
    let cursor = |at: u64| Some(at.to_string());
    let (prev, next) =
        (if from > 1 { cursor(from) } else { None }, if to < 8 { cursor(to - 1) } else { None });
    Some(Page::new((from..to).collect()).total(7).cursors(prev, next))
}
