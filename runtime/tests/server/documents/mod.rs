//! JSON:API documents of a small library.

mod answers;
mod linkage;
mod media;
mod operations;
mod queries;
mod requests;
mod types;

use std::sync::Arc;

use housestyle::__private as rt;
use housestyle::server::Service;
use housestyle::{HandlerResult, Page, Problem, Related, WithMeta};
use serde_json::{Value, json};

use crate::http::{Answered, Asking};
use operations::*;
use types::{Book, Person};

const MEDIA: &str = "application/vnd.api+json";

// Macros, because constants cannot be updated from the result of a function.
macro_rules! slot {
    ($wire:literal, $slot:expr) => {
        rt::Member { wire: rt::Borrowed($wire), value: rt::Template::Slot($slot), keep: false }
    };
}

pub static STYLE: rt::Style = HOUSE;

/// The base of other styles.
pub const HOUSE: rt::Style = rt::Style {
    success: rt::Success {
        body: rt::Template::Object(rt::Borrowed(&[
            rt::Member {
                wire: rt::Borrowed("data"),
                value: rt::Template::Slot(rt::Slot::Payload),
                keep: true,
            },
            slot!("included", rt::Slot::Included),
            slot!("meta", rt::Slot::Meta),
            slot!("links", rt::Slot::Links),
        ])),
        meta_body: Some(rt::Template::Object(rt::Borrowed(&[slot!("meta", rt::Slot::Meta)]))),
        form: rt::PayloadForm::Resources,
        location: true,
        ..rt::Style::MINIMAL.success
    },
    failure: rt::Failure {
        media: rt::Borrowed(MEDIA),
        body: rt::Template::Object(rt::Borrowed(&[slot!("errors", rt::Slot::Entries)])),
        entry: rt::Template::Object(rt::Borrowed(&[
            slot!("status", rt::Slot::StatusText),
            slot!("code", rt::Slot::Code),
            slot!("detail", rt::Slot::Message),
            rt::Member {
                wire: rt::Borrowed("source"),
                value: rt::Template::Object(rt::Borrowed(&[
                    slot!("pointer", rt::Slot::Pointer),
                    slot!("parameter", rt::Slot::Parameter),
                    slot!("header", rt::Slot::Header),
                ])),
                keep: false,
            },
        ])),
        entries_when_empty: rt::EmptyEntries::OneEntry,
        mixed_statuses: rt::MixedStatuses::MostGeneral,
        parameter_name: rt::ParameterName::InnerKey,
        ..rt::Style::MINIMAL.failure
    },
    outcomes: rt::Outcomes(rt::Borrowed(&OUTCOMES)),
    data: rt::Data {
        unknown_members: rt::UnknownMembers::Ignore,
        times: rt::Times::Utc,
        ..rt::Style::MINIMAL.data
    },
    include: Some(rt::style::Include { parameter: rt::Borrowed("include") }),
    sparse_fields: Some(rt::style::SparseFields { parameter: rt::Borrowed("fields[{type}]") }),
    sorting: Some(rt::Sorting {
        parameter: rt::Borrowed("sort"),
        undeclared: rt::UndeclaredParameters::Ignore,
        default: Some(rt::Borrowed("-id")),
        tie_breaker: Some(rt::Borrowed("id")),
    }),
    checks: rt::Borrowed(&[
        rt::Check::Login,
        rt::Check::Media,
        rt::Check::Syntax,
        rt::Check::Parameters,
        rt::Check::Entity,
    ]),
    path: rt::style::PathStyle {
        invalid_path_parameter: rt::InvalidPathParameter::NotFound,
        ..rt::Style::MINIMAL.path
    },
    media: rt::style::Media {
        request: rt::RequestMedia::Only(rt::style::OnlyMedia {
            media: rt::Borrowed(MEDIA),
            parameters: rt::Borrowed(&[rt::Borrowed("ext"), rt::Borrowed("profile")]),
        }),
        accept: rt::Acceptance::Exact,
        response: rt::Borrowed(MEDIA),
        empty_values: rt::style::EmptyValues::Reject,
    },
    parameters: rt::style::Parameters {
        undeclared: rt::UndeclaredParameters::Reject,
        deep_object_lists: rt::DeepObjectLists::Brackets,
    },
    ..rt::Style::MINIMAL
};

static OUTCOMES: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = {
    let mut all = rt::OutcomeResponse::USUAL;
    all[rt::Outcome::MissingMember as usize].status = 400;
    let not_json = rt::OutcomeResponse::new(400, None, "is not JSON");
    rt::OutcomeResponse::set(&mut all, rt::Outcome::Malformed, not_json);
    let gone = rt::OutcomeResponse::new(404, Some("not_found"), "is not there");
    rt::OutcomeResponse::set(&mut all, rt::Outcome::NotFound, gone);
    all
};

pub static PAGING: rt::NumberPaging = rt::NumberPaging {
    list: None,
    number: rt::Borrowed("page[number]"),
    first: 1,
    size: rt::Borrowed("page[size]"),
    past_end: rt::PastEnd::Empty,
    edge_links: rt::EdgeLinks::Always,
    after_row: None,
    limits: rt::PageLimits {
        size_default: 2,
        size_max: 10,
        oversize: rt::Oversize::Reject,
        zero: rt::Zero::Reject,
    },
    meta: Some(rt::Template::Object(rt::Borrowed(&[slot!("total_pages", rt::Slot::Pages)]))),
    links: Some(rt::Template::Object(rt::Borrowed(&[slot!("next", rt::Slot::Next)]))),
    link_header: None,
};

pub static API: rt::Api =
    rt::Api { title: "Library", version: "1", style: &STYLE, document: None, operations: &[] };

/// A book of Ada, who wrote two.
fn emma() -> Book {
    let ada = Person {
        id: "7".into(),
        name: "Ada".into(),
        books: vec![Related::to("1"), Related::from(book("2"))],
    };
    Book { author: Some(Related::from(ada)), ..book("1") }
}

fn book(id: &str) -> Book {
    let printed = Some("1815-12-23T01:00:00+01:00".parse().expect("a time"));
    Book { id: id.into(), title: "Emma".into(), printed, author: None }
}

async fn list(_: Arc<()>, call: rt::Call<ListBooks>) -> HandlerResult<Page<Book>> {
    let order: Vec<_> = call
        .sort
        .iter()
        .map(|field| format!("{}{}", if field.descending { "-" } else { "" }, field.wire))
        .collect();
    let title = format!("{} {}", order.join(","), call.search.as_deref().unwrap_or("all"));
    Ok(Page::new(vec![Book { title, ..emma() }, book("2")]).total(5))
}

async fn get(_: Arc<()>, call: rt::Call<GetBook>) -> HandlerResult<Book> {
    match call.id.as_str() {
        "1" => Ok(emma()),
        "0" => Err(Problem::hidden().into()),
        _ => Err(Problem::not_found().into()),
    }
}

async fn create(_: Arc<()>, call: rt::Call<CreateBook>) -> HandlerResult<Book> {
    let new = call.into_parts().0.body;
    Ok(Book { id: "a/9".into(), title: new.title, printed: None, author: new.author })
}

async fn update(_: Arc<()>, call: rt::Call<UpdateBook>) -> HandlerResult<Book> {
    let (input, _, _) = call.into_parts();
    Ok(Book { title: input.body.title.unwrap_or("untouched".into()), ..book(&input.id) })
}

async fn update_own(_: Arc<()>, call: rt::Call<UpdateOwn>) -> HandlerResult<Option<Book>> {
    match call.context().document_id() {
        Some("1") => Ok(Some(emma())),
        Some(_) => Err(Problem::conflict().into()),
        None => Ok(None),
    }
}

async fn ask_for(_: Arc<()>, call: rt::Call<Request>) -> HandlerResult<Value> {
    Ok(json!({ "message": call.body.title }))
}

async fn shelf(_: Arc<()>, _: rt::Call<Shelf>) -> HandlerResult<WithMeta<Vec<Book>, Value>> {
    Ok(WithMeta { data: vec![emma()], meta: json!({ "room": "hall" }) })
}

async fn author(_: Arc<()>, call: rt::Call<GetAuthor>) -> HandlerResult<Option<Related<Person>>> {
    Ok((call.id == "1").then(|| Related::to("7")))
}

async fn set_author(_: Arc<()>, call: rt::Call<SetAuthor>) -> HandlerResult<Option<Related<Person>>> {
    Ok(call.into_parts().0.body)
}

async fn add_books(_: Arc<()>, call: rt::Call<AddBooks>) -> HandlerResult<Vec<Related<Book>>> {
    Ok(call.into_parts().0.body)
}

async fn token(_: Arc<()>, call: rt::Call<Token>) -> HandlerResult<Value> {
    Ok(json!({ "token": call.body }))
}

fn service() -> Service {
    let table = rt::Table::new::<()>(&API)
        .entry(rt::open(list))
        .entry(rt::open(get))
        .entry(rt::open(create))
        .entry(rt::open(update))
        .entry(rt::open(update_own))
        .entry(rt::open(ask_for))
        .entry(rt::open(shelf))
        .entry(rt::open(author))
        .entry(rt::open(set_author))
        .entry(rt::open(add_books))
        .entry(rt::open(token));
    Service::new((), table)
}

/// Sends a request to the library.
async fn answer(asking: Asking) -> Answered {
    asking.of(&service()).await
}

/// Sends a document with its media type.
async fn send(line: &str, document: &str) -> Answered {
    let asking = crate::http::ask(line).with("content-type", MEDIA);
    answer(asking.body(document.to_owned())).await
}

async fn ask(line: &str) -> Answered {
    answer(crate::http::ask(line)).await
}

/// Returns the status of an error, and status, code and pointer of each entry.
fn errors_of(got: &Answered) -> (u16, Vec<(String, String, String)>) {
    let body = got.json();
    assert_eq!((got.header("content-type"), body.as_object().map(serde_json::Map::len)), (MEDIA, Some(1)));
    let entries = body["errors"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let of = |entry: &Value| {
        let source = entry["source"].as_object().and_then(|source| source.values().next());
        (text(&entry["status"]), text(&entry["code"]), text(source.unwrap_or(&Value::Null)))
    };
    (got.status.as_u16(), entries.map(of).collect())
}

/// Returns the expected errors in the same form.
fn failure(status: u16, entries: &[(&str, &str, &str)]) -> (u16, Vec<(String, String, String)>) {
    let of = |(status, code, source): &(&str, &str, &str)| {
        ((*status).to_owned(), (*code).to_owned(), (*source).to_owned())
    };
    (status, entries.iter().map(of).collect())
}
