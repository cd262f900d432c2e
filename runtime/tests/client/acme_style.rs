//! The house style of Acme.

use housestyle::Outcome;
use housestyle::api::Api;
use housestyle::style::*;

const fn at(wire: &'static str, slot: Slot) -> Member {
    Member { wire, value: Template::Slot(slot), keep: false }
}

pub static NUMBERED: Paging = Paging {
    kind: PagingKind::Number {
        number: "page",
        size: "per_page",
        past_end: PastEnd::NotFound,
        ends: Ends::Always,
        rows: None,
    },
    meta: Template::Object(&[
        at("total", Slot::Total),
        at("pages", Slot::Pages),
        at("page_tmpl_url", Slot::PageTemplate),
        at("url", Slot::SelfLink),
        at("next_url", Slot::Next),
        at("prev_url", Slot::Prev),
        at("last_url", Slot::Last),
    ]),
    links: Template::Object(&[]),
    size_default: 20,
    size_max: 200,
    oversize: Oversize::Clamp,
};

pub static RELATIVE: Paging = Paging {
    kind: PagingKind::Keyset {
        before: "before",
        after: "after",
        size: "per_page",
        default: Direction::Before,
    },
    meta: Template::Object(&[at("url", Slot::SelfLink), at("next_url", Slot::Next)]),
    ..NUMBERED
};

const fn answers(status: u16) -> Reaction {
    Reaction { status, code: None, message: "" }
}

const fn outcomes() -> [Reaction; Outcome::ALL.len()] {
    let mut table = [answers(0); Outcome::ALL.len()];
    let statuses: &[(Outcome, u16)] = &[
        (Outcome::Ok, 200),
        (Outcome::Created, 201),
        (Outcome::Malformed, 400),
        (Outcome::Unauthenticated, 401),
        (Outcome::Forbidden, 403),
        (Outcome::NotFound, 404),
        (Outcome::Hidden, 404),
        (Outcome::MissingParameter, 422),
        (Outcome::InvalidEntity, 422),
        (Outcome::Business, 420),
        (Outcome::Internal, 500),
        (Outcome::Unavailable, 503),
    ];
    let mut index = 0;
    while index < statuses.len() {
        table[statuses[index].0 as usize] = answers(statuses[index].1);
        index += 1;
    }
    table
}

pub static STYLE: Style = Style {
    trailing_slash: TrailingSlash::AsWritten,
    request_media: housestyle::style::RequestMedia::Declared,
    version: Version::AcceptSubtype {
        vendor: "acme",
        current: "v1",
        served: &["v1", "v2"],
        options: &["compact", "full"],
        suffix: Some("verbose"),
    },
    success: Success {
        body: Template::Object(&[
            Member { wire: "data", value: Template::Slot(Slot::Payload), keep: true },
            at("meta", Slot::Meta),
            at("query", Slot::Echo),
        ]),
        ..Style::BARE.success
    },
    failure: Failure {
        media: "application/json",
        body: Template::Object(&[
            Member { wire: "message", value: Template::Slot(Slot::Message), keep: true },
            at("int_code", Slot::CodeNumber),
            at("suppress_message", Slot::Suppress),
            at("errors", Slot::Entries),
        ]),
        entry: Template::Object(&[
            at("resource", Slot::Resource),
            at("field", Slot::Field),
            at("code", Slot::Code),
            at("message", Slot::Message),
        ]),
        report: Report::All,
        told_by: None,
        ..Style::BARE.failure
    },
    outcomes: &{ outcomes() },
    data: Data {
        unknown_members: UnknownMembers::Ignore,
        read_only: ReadOnly::Ignore,
        zone_header: Some("TimeZone"),
        ..Style::BARE.data
    },
    challenges: &[],
    post_on_item: PostOnItem::Nothing,
    post_on_singleton: PostOnItem::Nothing,
    checks: &[],
    slow_after_ms: None,
    ..Style::BARE
};

pub static API: Api = Api { title: "Acme", version: "1", style: &STYLE, operations: &[] };
