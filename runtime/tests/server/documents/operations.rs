//! The library's operations.

use housestyle::{__private as rt, Page, Related, SortField, WithMeta};
use serde_json::Value;

use super::types::{BOOK, BOOK_PATCH, Book, BookPatch, NEW_BOOK, NewBook, PERSON, Person, REQUEST};
use super::{API, PAGING};

const OPEN: rt::Security = rt::Security { alternatives: &[], optional: false };
const BOOKS: &[rt::Segment] = &[rt::Segment::Literal("books")];
const ITEM: &[rt::Segment] = &[rt::Segment::Literal("books"), rt::Segment::Param("id")];
const ITS_AUTHOR: &[rt::Segment] =
    &[rt::Segment::Literal("books"), rt::Segment::Param("id"), rt::Segment::Literal("author")];
const LIBRARY: &[rt::Segment] = &[rt::Segment::Literal("library")];
const THEIR_BOOKS: &[rt::Segment] = &[rt::Segment::Literal("people"), rt::Segment::Literal("books")];

const fn meta(id: &'static str, method: rt::Method, path: &'static [rt::Segment]) -> rt::OperationMeta {
    rt::OperationMeta {
        api: &API,
        id,
        group: "all",
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

const fn body(resource: Option<(&'static rt::ResourceMeta, rt::DocumentPurpose)>) -> rt::BodyMeta {
    rt::BodyMeta {
        required: true,
        media: &["application/json"],
        kind: rt::BodyKind::Json,
        schema: None,
        resource: match resource {
            Some((meta, purpose)) => Some(rt::BodyResource { meta, purpose }),
            None => None,
        },
    }
}

static CREATE: rt::BodyMeta = body(Some((&BOOK, rt::DocumentPurpose::Create)));
static CHANGE: rt::BodyMeta = body(Some((&BOOK, rt::DocumentPurpose::Change("id"))));
static CHANGE_OWN: rt::BodyMeta = body(Some((&BOOK, rt::DocumentPurpose::ChangeOwn)));
static SAY: rt::BodyMeta = body(Some((&REQUEST, rt::DocumentPurpose::Say)));
static PLAIN: rt::BodyMeta = body(None);

static ID: rt::Param = rt::Param {
    wire: "id",
    place: rt::Place::Path,
    encoding: rt::ParamEncoding::Simple { explode: false },
    schema: &rt::Schema::TEXT,
    required: true,
    default: None,
    reserved: false,
    empty: false,
};
static SEARCH: rt::Param = rt::Param {
    wire: "filter[search]",
    place: rt::Place::Query,
    encoding: rt::ParamEncoding::Form { explode: true },
    schema: &rt::Schema::TEXT,
    required: false,
    default: None,
    reserved: false,
    empty: false,
};
static TRACE: rt::Param = rt::Param { wire: "x-trace", place: rt::Place::Header, schema: &NUMBER, ..SEARCH };
static NUMBER: rt::Schema =
    rt::Schema::new(rt::Kind::Integer(rt::IntegerRules { min: 0, max: 9, multiple_of: 0 }));

/// An operation with its description, input and output.
macro_rules! operations {
    ($($input:ident { $($field:ident: $ty:ty = $how:ident($($of:expr),*),)* } => $output:ty as $form:ty = $meta:expr;)*) => { $(
        #[derive(Debug)]
        #[allow(dead_code)] // what only has to be read
        pub struct $input {
            $(pub $field: $ty,)*
        }
        impl rt::Operation for $input {
            const META: &'static rt::OperationMeta = { static META: rt::OperationMeta = $meta; &META };
            type Output = $output;
            type Form = $form;
            type Error = rt::NoError;
        }
        impl rt::Receive for $input {
            fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
                $(let $field = read.$how($($of),*);)*
                let _ = read;
                Some(Self { $($field: $field?,)* })
            }
        }
    )* };
}

operations! {
    ListBooks {
        search: Option<String> = optional(&SEARCH),
        trace: Option<i64> = optional(&TRACE),
        page: rt::NumberedPage = page(&PAGING),
        sort: Vec<SortField> = sort(),
    } => Page<Book> as rt::ResourcePage = rt::OperationMeta {
        paging: Some(&PAGING),
        resource: Some(&BOOK),
        include: &["author.books"],
        sort: &["title", "printed"],
        security: rt::Security { alternatives: &[&[rt::RequiredScheme { scheme: &KEY, scopes: &[] }]], optional: false },
        ..meta("listBooks", rt::Method::Get, BOOKS)
    };
    GetBook { id: String = required(&ID), } => Book as rt::OneResource = rt::OperationMeta {
        resource: Some(&BOOK),
        include: &["author"],
        ..meta("getBook", rt::Method::Get, ITEM)
    };
    CreateBook { body: NewBook = document(&NEW_BOOK), } => Book as rt::LocatedResource = rt::OperationMeta {
        resource: Some(&BOOK),
        status: 201,
        body: Some(&CREATE),
        ..meta("createBook", rt::Method::Post, BOOKS)
    };
    UpdateBook { id: String = required(&ID), body: BookPatch = document(&BOOK_PATCH), } => Book as rt::OneResource =
        rt::OperationMeta {
            resource: Some(&BOOK),
            body: Some(&CHANGE),
            ..meta("updateBook", rt::Method::Patch, ITEM)
        };
    UpdateOwn { body: BookPatch = document(&BOOK_PATCH), } => Option<Book> as rt::MaybeResource = rt::OperationMeta {
        resource: Some(&BOOK),
        body: Some(&CHANGE_OWN),
        ..meta("updateOwn", rt::Method::Patch, LIBRARY)
    };
    Request { body: BookPatch = document(&BOOK_PATCH), } => Value as rt::MetaOnly = rt::OperationMeta {
        body: Some(&SAY),
        ..meta("request", rt::Method::Post, LIBRARY)
    };
    Shelf {} => WithMeta<Vec<Book>, Value> as rt::WithMetaForm<rt::Resources> = rt::OperationMeta {
        resource: Some(&BOOK),
        ..meta("shelf", rt::Method::Get, LIBRARY)
    };
    GetAuthor { id: String = required(&ID), } => Option<Related<Person>> as rt::ToOne =
        meta("getAuthor", rt::Method::Get, ITS_AUTHOR);
    SetAuthor { body: Option<Related<Person>> = to_one(&BOOK.relationships[0]), } => Option<Related<Person>> as rt::ToOne =
        rt::OperationMeta { body: Some(&PLAIN), ..meta("setAuthor", rt::Method::Patch, ITS_AUTHOR) };
    AddBooks { body: Vec<Related<Book>> = to_many(&PERSON.relationships[0]), } => Vec<Related<Book>> as rt::ToMany =
        rt::OperationMeta { body: Some(&PLAIN), ..meta("addBooks", rt::Method::Post, THEIR_BOOKS) };
    Token { body: Value = json(&rt::Schema::ANY), } => Value as rt::Json = rt::OperationMeta {
        styled: false,
        body: Some(&PLAIN),
        ..meta("token", rt::Method::Post, &[rt::Segment::Literal("token")])
    };
}

/// Query parameters for credentials are always known.
pub static KEY: rt::Scheme = rt::Scheme { wire: "key", kind: rt::SchemeKind::Query("key") };
