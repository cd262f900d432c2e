//! The house style of a school: documents of resources.

use housestyle::Outcome;
use housestyle::api::Api;
use housestyle::style::*;

/// The media type of its documents.
pub const MEDIA: &str = "application/vnd.api+json";

const fn at(wire: &'static str, slot: Slot) -> Member {
    Member { wire, value: Template::Slot(slot), keep: false }
}

pub static NUMBERED: Paging = Paging {
    kind: PagingKind::Number {
        number: "page[number]",
        size: "page[size]",
        past_end: PastEnd::Empty,
        ends: Ends::Beyond,
        rows: Some(Rows {
            last: "page[last_id]",
            field: &["page[field]", "page[field_name]"],
            value: "page[field_value]",
            direction: "page[direction]",
            default_field: "id",
            default_order: Order::Descending,
        }),
    },
    meta: Template::Object(&[at("current_page", Slot::Number), at("total_pages", Slot::Pages)]),
    links: Template::Object(&[
        at("self", Slot::SelfLink),
        at("first", Slot::First),
        at("prev", Slot::Prev),
        at("next", Slot::Next),
        at("last", Slot::Last),
    ]),
    size_default: 15,
    size_max: 100,
    oversize: Oversize::Refuse,
};

pub static CURSOR: Paging = Paging {
    kind: PagingKind::Cursor { before: "page[before]", after: "page[after]", size: "page[size]" },
    meta: Template::Object(&[]),
    ..NUMBERED
};

const fn outcomes() -> [Reaction; Outcome::ALL.len()] {
    let mut all = Reaction::USUAL;
    all[Outcome::MissingMember as usize].status = 400;
    all
}

const LANGUAGES: &[Language] = &[
    Language { tag: "en", texts: &[("failure.event_is_over", "The event is over")] },
    Language {
        tag: "ru",
        texts: &[("failure.event_is_over", "Событие прошло"), ("failure.title_is_taken", "Название занято")],
    },
];

pub static STYLE: Style = Style {
    request_media: RequestMedia::Only { media: MEDIA, parameters: &[] },
    acceptance: Acceptance::Exact(&[]),
    response_media: MEDIA,
    success: Success {
        body: Template::Object(&[
            Member { wire: "data", value: Template::Slot(Slot::Payload), keep: true },
            at("included", Slot::Included),
            at("meta", Slot::Meta),
            at("links", Slot::Links),
        ]),
        meta_body: Template::Object(&[at("meta", Slot::Meta)]),
        form: PayloadForm::Resources,
        location: true,
        ..Style::BARE.success
    },
    failure: Failure {
        media: MEDIA,
        body: Template::Object(&[at("errors", Slot::Entries)]),
        entry: Template::Object(&[
            at("status", Slot::StatusText),
            Member {
                wire: "source",
                value: Template::Object(&[
                    at("pointer", Slot::Pointer),
                    at("parameter", Slot::Parameter),
                    at("header", Slot::Header),
                ]),
                keep: false,
            },
            at("detail", Slot::Message),
        ]),
        lone_entry: true,
        mixed: Mixed::MostGeneral,
        parameter: ParameterName::InnerKey,
        ..Style::BARE.failure
    },
    outcomes: &{ outcomes() },
    query: Query {
        include: Some("include"),
        fields: Some("fields"),
        sort: Some(Sort {
            parameter: "sort",
            undeclared: Undeclared::Ignore,
            default: Some("-id"),
            tie: Some("id"),
        }),
        undeclared: Undeclared::Refuse,
        lists: ListKeys::Brackets,
    },
    links: LinkForm::Absolute,
    locale: Some(Locale { languages: LANGUAGES, default: 0 }),
    ..Style::BARE
};

pub static API: Api = Api { title: "School", version: "1", style: &STYLE, operations: &[] };
