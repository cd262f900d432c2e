//! The style, as it is emitted.

use housestyle::__private as rt;

const fn slot(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire, value: rt::Template::Slot(slot), keep: false }
}

const fn kept(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire, value: rt::Template::Slot(slot), keep: true }
}

const fn reaction(status: u16, code: Option<&'static str>, message: &'static str) -> rt::Reaction {
    rt::Reaction { status, code, message }
}

pub static NUMBERED: rt::Paging = rt::Paging {
    kind: rt::PagingKind::Number {
        number: "page",
        size: "per_page",
        past_end: rt::PastEnd::NotFound,
        ends: rt::Ends::Always,
        rows: None,
    },
    meta: rt::Template::Object(&[
        slot("total", rt::Slot::Total),
        slot("pages", rt::Slot::Pages),
        slot("page_tmpl_url", rt::Slot::PageTemplate),
        slot("url", rt::Slot::SelfLink),
        slot("next_url", rt::Slot::Next),
        slot("prev_url", rt::Slot::Prev),
        slot("last_url", rt::Slot::Last),
    ]),
    links: rt::Template::Object(&[]),
    size_default: 20,
    size_max: 200,
    oversize: rt::Oversize::Clamp,
};

pub static RELATIVE: rt::Paging = rt::Paging {
    kind: rt::PagingKind::Keyset {
        before: "before",
        after: "after",
        size: "per_page",
        default: rt::Direction::Before,
    },
    meta: rt::Template::Object(&[
        slot("total", rt::Slot::Total),
        slot("url", rt::Slot::SelfLink),
        slot("next_url", rt::Slot::Next),
        slot("prev_url", rt::Slot::Prev),
    ]),
    ..NUMBERED_CONST
};

const NUMBERED_CONST: rt::Paging = rt::Paging {
    kind: rt::PagingKind::Number {
        number: "page",
        size: "per_page",
        past_end: rt::PastEnd::NotFound,
        ends: rt::Ends::Always,
        rows: None,
    },
    meta: rt::Template::Constant("null"),
    links: rt::Template::Object(&[]),
    size_default: 20,
    size_max: 200,
    oversize: rt::Oversize::Clamp,
};

pub static STYLE: rt::Style = STYLE_COPY;

/// To make another of.
pub const STYLE_COPY: rt::Style = rt::Style {
    trailing_slash: rt::TrailingSlash::Optional,
    version: rt::Version::AcceptSubtype {
        vendor: "acme",
        current: "v1",
        served: &["v1"],
        options: &["compact", "full"],
        suffix: Some("verbose"),
    },
    request_media: rt::RequestMedia::Any,
    success: rt::Success {
        body: rt::Template::Object(&[
            kept("data", rt::Slot::Payload),
            slot("meta", rt::Slot::Meta),
            slot("query", rt::Slot::Echo),
        ]),
        echo: Some(rt::Echo {
            of: &[rt::EchoPart::Path, rt::EchoPart::Query, rt::EchoPart::Body],
            under: Some("verbose"),
        }),
        pretty: rt::Pretty { under: Some("verbose"), ..rt::Style::BARE.success.pretty },
        null_meta_under: Some("verbose"),
        ..rt::Style::BARE.success
    },
    failure: rt::FailureStyle {
        media: "application/json",
        body: rt::Template::Object(&[
            kept("message", rt::Slot::Message),
            slot("int_code", rt::Slot::CodeNumber),
            slot("suppress_message", rt::Slot::Suppress),
            slot("errors", rt::Slot::Entries),
        ]),
        entry: rt::Template::Object(&[
            slot("resource", rt::Slot::Resource),
            slot("field", rt::Slot::Field),
            slot("code", rt::Slot::Code),
            slot("message", rt::Slot::Message),
        ]),
        report: rt::Report::All,
        told_by: None,
        ..rt::Style::BARE.failure
    },
    outcomes: &OUTCOMES,
    data: rt::Data {
        unknown_members: rt::UnknownMembers::Ignore,
        read_only: rt::ReadOnly::Reject { code: "readonly_field" },
        zone_header: Some("TimeZone"),
        ..rt::Style::BARE.data
    },
    challenges: &["Basic realm=\"acme\", charset=\"UTF-8\"", "Token"],
    post_on_item: rt::PostOnItem::Patch,
    post_on_singleton: rt::PostOnItem::Nothing,
    checks: &[
        rt::Check::Method,
        rt::Check::Login,
        rt::Check::Media,
        rt::Check::Syntax,
        rt::Check::Parameters,
        rt::Check::Entity,
    ],
    slow_after_ms: Some(250),
    ..rt::Style::BARE
};

static OUTCOMES: [rt::Reaction; rt::Outcome::ALL.len()] = OUTCOMES_COPY;

/// To make another of.
pub const OUTCOMES_COPY: [rt::Reaction; rt::Outcome::ALL.len()] = [
    reaction(200, None, "OK"),
    reaction(201, None, "Created"),
    reaction(202, None, "Accepted"),
    reaction(204, None, "No Content"),
    reaction(206, None, "Partial Content"),
    reaction(304, None, "Not Modified"),
    reaction(400, None, "Body should be a valid json"),
    reaction(422, Some("required"), "Validation error"),
    reaction(422, None, "Validation error"),
    reaction(422, None, "Validation error"),
    reaction(422, None, "Validation error"),
    reaction(403, None, "TLS is required"),
    reaction(401, None, "You should be logged in"),
    reaction(403, None, "Not authorized"),
    reaction(404, None, "Not Found"),
    reaction(404, None, "Not Found"),
    reaction(404, None, "Not Found"),
    reaction(405, None, "Method Not Allowed"),
    reaction(406, None, "Not Acceptable"),
    reaction(408, None, "Request Timeout"),
    reaction(409, None, "Conflict"),
    reaction(412, None, "Precondition Failed"),
    reaction(413, None, "Content Too Large"),
    reaction(415, None, "Unsupported Media Type"),
    reaction(416, None, "Malformed Range"),
    reaction(416, None, "Range Not Satisfiable"),
    reaction(420, None, "Going nowhere"),
    reaction(429, None, "Too Many Requests"),
    reaction(500, None, "Internal Server Error"),
    reaction(501, None, "Not Implemented"),
    reaction(503, None, "Service Unavailable"),
];
