//! The house style of Acme.

use std::borrow::Cow::Borrowed;

use housestyle::Outcome;
use housestyle::api::Api;
use housestyle::style::*;

const fn at(wire: &'static str, slot: Slot) -> Member {
    Member { wire: Borrowed(wire), value: Template::Slot(slot), keep: false }
}

pub static NUMBERED: NumberPaging = NumberPaging {
    list: None,
    number: Borrowed("page"),
    first: 1,
    size: Borrowed("per_page"),
    past_end: PastEnd::NotFound,
    edge_links: EdgeLinks::Always,
    after_row: None,
    limits: PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: Some(Template::Object(Borrowed(&[
        at("total", Slot::Total),
        at("pages", Slot::Pages),
        at("page_tmpl_url", Slot::PageTemplate),
        at("url", Slot::SelfLink),
        at("next_url", Slot::Next),
        at("prev_url", Slot::Prev),
        at("last_url", Slot::Last),
    ]))),
    links: None,
    link_header: None,
};

pub static RELATIVE: KeysetPaging = KeysetPaging {
    list: None,
    before: Borrowed("before"),
    after: Borrowed("after"),
    size: Borrowed("per_page"),
    default_direction: Direction::Before,
    by: Borrowed(&[]),
    limits: PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: Some(Template::Object(Borrowed(&[at("url", Slot::SelfLink), at("next_url", Slot::Next)]))),
    links: None,
    link_header: None,
};

const fn answers(status: u16) -> OutcomeResponse {
    OutcomeResponse::new(status, None, "")
}

const fn outcomes() -> [OutcomeResponse; Outcome::ALL.len()] {
    let mut table = [const { answers(0) }; Outcome::ALL.len()];
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
        OutcomeResponse::set(&mut table, statuses[index].0, answers(statuses[index].1));
        index += 1;
    }
    table
}

static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = outcomes();

pub static STYLE: Style = Style {
    version: Version::AcceptSubtype(AcceptSubtype {
        vendor: Borrowed("acme"),
        current: Borrowed("v1"),
        served: Some(Borrowed(&[Borrowed("v1"), Borrowed("v2")])),
        options: Some(VersionOptions {
            alternatives: Some(Borrowed(&[Borrowed("compact"), Borrowed("full")])),
            suffix: Some(Borrowed("verbose")),
        }),
    }),
    success: Success {
        body: Template::Object(Borrowed(&[
            Member { wire: Borrowed("data"), value: Template::Slot(Slot::Payload), keep: true },
            at("meta", Slot::Meta),
            at("query", Slot::Echo),
        ])),
        ..Style::MINIMAL.success
    },
    failure: Failure {
        media: Borrowed("application/json"),
        body: Template::Object(Borrowed(&[
            Member { wire: Borrowed("message"), value: Template::Slot(Slot::Message), keep: true },
            at("int_code", Slot::CodeNumber),
            at("suppress_message", Slot::Suppress),
            at("errors", Slot::Entries),
        ])),
        entry: Template::Object(Borrowed(&[
            at("resource", Slot::Resource),
            at("field", Slot::Field),
            at("code", Slot::Code),
            at("message", Slot::Message),
        ])),
        report: Report::All,
        code_header: None,
        failure_flag: None,
        ..Style::MINIMAL.failure
    },
    outcomes: Outcomes(Borrowed(&OUTCOMES)),
    data: Data {
        unknown_members: UnknownMembers::Ignore,
        read_only: ReadOnly::Ignore,
        time_zone_header: Some(Borrowed("TimeZone")),
        ..Style::MINIMAL.data
    },
    checks: Borrowed(&[]),
    slow_after_ms: None,
    path: PathStyle { trailing_slash: TrailingSlash::AsWritten, ..Style::MINIMAL.path },
    media: Media { request: housestyle::style::RequestMedia::Declared, ..Style::MINIMAL.media },
    login: Login { schemes: None, ..Style::MINIMAL.login },
    methods: Methods {
        post_on_item: PostMeaning::NotAllowed,
        post_on_singleton: PostMeaning::NotAllowed,
        ..Style::MINIMAL.methods
    },
    ..Style::MINIMAL
};

pub static API: Api = Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[] };
