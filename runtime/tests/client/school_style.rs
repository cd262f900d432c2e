//! The house style of a school: JSON:API documents.

use std::borrow::Cow::Borrowed;

use housestyle::Outcome;
use housestyle::api::Api;
use housestyle::style::*;

/// The media type of its documents.
pub const MEDIA: &str = "application/vnd.api+json";

const fn at(wire: &'static str, slot: Slot) -> Member {
    Member { wire: Borrowed(wire), value: Template::Slot(slot), keep: false }
}

pub static NUMBERED: NumberPaging = NumberPaging {
    list: None,
    number: Borrowed("page[number]"),
    first: 1,
    size: Borrowed("page[size]"),
    past_end: PastEnd::Empty,
    edge_links: EdgeLinks::FromOtherPages,
    after_row: Some(RowPaging {
        id: Borrowed("page[last_id]"),
        field: Borrowed(&[Borrowed("page[field]"), Borrowed("page[field_name]")]),
        value: Borrowed("page[field_value]"),
        direction: Borrowed("page[direction]"),
        default_field: Borrowed("id"),
        default_order: Order::Descending,
    }),
    limits: PageLimits { size_default: 15, size_max: 100, oversize: Oversize::Reject, zero: Zero::Reject },
    meta: Some(Template::Object(Borrowed(&[
        at("current_page", Slot::Number),
        at("total_pages", Slot::Pages),
    ]))),
    links: Some(Template::Object(Borrowed(&[
        at("self", Slot::SelfLink),
        at("first", Slot::First),
        at("prev", Slot::Prev),
        at("next", Slot::Next),
        at("last", Slot::Last),
    ]))),
    link_header: None,
};

pub static CURSOR: CursorPaging = CursorPaging {
    list: None,
    before: Some(Borrowed("page[before]")),
    after: Borrowed("page[after]"),
    only_in_links: false,
    size: Some(Borrowed("page[size]")),
    limits: PageLimits { size_default: 15, size_max: 100, oversize: Oversize::Reject, zero: Zero::Reject },
    meta: None,
    links: Some(Template::Object(Borrowed(&[
        at("self", Slot::SelfLink),
        at("first", Slot::First),
        at("prev", Slot::Prev),
        at("next", Slot::Next),
        at("last", Slot::Last),
    ]))),
    link_header: None,
};

const fn outcomes() -> [OutcomeResponse; Outcome::ALL.len()] {
    let mut all = OutcomeResponse::USUAL;
    all[Outcome::MissingMember as usize].status = 400;
    all
}

static ENGLISH: [(Text, Text); 1] = [(Borrowed("failure.event_is_over"), Borrowed("The event is over"))];
static RUSSIAN: [(Text, Text); 2] = [
    (Borrowed("failure.event_is_over"), Borrowed("Событие прошло")),
    (Borrowed("failure.title_is_taken"), Borrowed("Название занято")),
];
static LANGUAGES: [Language; 2] = [
    Language { name: Borrowed("en"), value: Texts { by_key: Borrowed(&ENGLISH) } },
    Language { name: Borrowed("ru"), value: Texts { by_key: Borrowed(&RUSSIAN) } },
];

static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = outcomes();

pub static STYLE: Style = Style {
    success: Success {
        body: Template::Object(Borrowed(&[
            Member { wire: Borrowed("data"), value: Template::Slot(Slot::Payload), keep: true },
            at("included", Slot::Included),
            at("meta", Slot::Meta),
            at("links", Slot::Links),
        ])),
        meta_body: Some(Template::Object(Borrowed(&[at("meta", Slot::Meta)]))),
        form: PayloadForm::Resources,
        location: true,
        ..Style::MINIMAL.success
    },
    failure: Failure {
        media: Borrowed(MEDIA),
        body: Template::Object(Borrowed(&[at("errors", Slot::Entries)])),
        entry: Template::Object(Borrowed(&[
            at("status", Slot::StatusText),
            Member {
                wire: Borrowed("source"),
                value: Template::Object(Borrowed(&[
                    at("pointer", Slot::Pointer),
                    at("parameter", Slot::Parameter),
                    at("header", Slot::Header),
                ])),
                keep: false,
            },
            at("detail", Slot::Message),
        ])),
        entries_when_empty: EmptyEntries::OneEntry,
        mixed_statuses: MixedStatuses::MostGeneral,
        parameter_name: ParameterName::InnerKey,
        ..Style::MINIMAL.failure
    },
    outcomes: Outcomes(Borrowed(&OUTCOMES)),
    include: Some(Include { parameter: Borrowed("include") }),
    sparse_fields: Some(SparseFields { parameter: Borrowed("fields[{type}]") }),
    sorting: Some(Sorting {
        parameter: Borrowed("sort"),
        undeclared: UndeclaredParameters::Ignore,
        default: Some(Borrowed("-id")),
        tie_breaker: Some(Borrowed("id")),
    }),
    locale: Some(Locale { languages: Languages { all: Borrowed(&LANGUAGES) }, default: Borrowed("en") }),
    media: Media {
        request: RequestMedia::Only(OnlyMedia { media: Borrowed(MEDIA), parameters: Borrowed(&[]) }),
        accept: Acceptance::Exact,
        response: Borrowed(MEDIA),
        ..Style::MINIMAL.media
    },
    parameters: Parameters {
        undeclared: UndeclaredParameters::Reject,
        deep_object_lists: DeepObjectLists::Brackets,
    },
    data: Data { links: Links { form: LinkForm::Absolute, ..Links::MINIMAL }, ..Style::MINIMAL.data },
    ..Style::MINIMAL
};

pub static API: Api = Api { title: "School", version: "1", style: &STYLE, document: None, operations: &[] };
