//! The style, in the shape of generated code.

use housestyle::__private as rt;

const fn slot(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire: rt::Borrowed(wire), value: rt::Template::Slot(slot), keep: false }
}

const fn kept(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire: rt::Borrowed(wire), value: rt::Template::Slot(slot), keep: true }
}

const fn reaction(status: u16, code: Option<&'static str>, message: &'static str) -> rt::OutcomeResponse {
    rt::OutcomeResponse::new(status, code, message)
}

pub static NUMBERED: rt::NumberPaging = rt::NumberPaging {
    list: None,
    number: rt::Borrowed("page"),
    first: 1,
    size: rt::Borrowed("per_page"),
    past_end: rt::PastEnd::NotFound,
    edge_links: rt::EdgeLinks::Always,
    after_row: None,
    limits: rt::PageLimits {
        size_default: 20,
        size_max: 200,
        oversize: rt::Oversize::Clamp,
        zero: rt::Zero::Reject,
    },
    meta: Some(rt::Template::Object(rt::Borrowed(&[
        slot("total", rt::Slot::Total),
        slot("pages", rt::Slot::Pages),
        slot("page_tmpl_url", rt::Slot::PageTemplate),
        slot("url", rt::Slot::SelfLink),
        slot("next_url", rt::Slot::Next),
        slot("prev_url", rt::Slot::Prev),
        slot("last_url", rt::Slot::Last),
    ]))),
    links: None,
    link_header: None,
};

pub static RELATIVE: rt::KeysetPaging = rt::KeysetPaging {
    list: None,
    before: rt::Borrowed("before"),
    after: rt::Borrowed("after"),
    size: rt::Borrowed("per_page"),
    default_direction: rt::Direction::Before,
    by: rt::Borrowed(&[]),
    limits: rt::PageLimits {
        size_default: 20,
        size_max: 200,
        oversize: rt::Oversize::Clamp,
        zero: rt::Zero::Reject,
    },
    meta: Some(rt::Template::Object(rt::Borrowed(&[
        slot("total", rt::Slot::Total),
        slot("url", rt::Slot::SelfLink),
        slot("next_url", rt::Slot::Next),
        slot("prev_url", rt::Slot::Prev),
    ]))),
    links: None,
    link_header: None,
};

pub static STYLE: rt::Style = STYLE_COPY;

/// The base of other styles.
pub const STYLE_COPY: rt::Style = rt::Style {
    version: rt::Version::AcceptSubtype(rt::style::AcceptSubtype {
        vendor: rt::Borrowed("acme"),
        current: rt::Borrowed("v1"),
        served: Some(rt::Borrowed(&[rt::Borrowed("v1")])),
        options: Some(rt::style::VersionOptions {
            alternatives: Some(rt::Borrowed(&[rt::Borrowed("compact"), rt::Borrowed("full")])),
            suffix: Some(rt::Borrowed("verbose")),
        }),
    }),
    success: rt::Success {
        body: rt::Template::Object(rt::Borrowed(&[
            kept("data", rt::Slot::Payload),
            slot("meta", rt::Slot::Meta),
            slot("query", rt::Slot::Echo),
        ])),
        echo: Some(rt::Echo {
            parts: rt::Borrowed(&[rt::EchoPart::Path, rt::EchoPart::Query, rt::EchoPart::Body]),
            option: Some(rt::Borrowed("verbose")),
        }),
        pretty: Some(rt::Pretty {
            option: Some(rt::Borrowed("verbose")),
            parameter: None,
            accept_parameter: None,
        }),
        meta: Some(rt::style::SuccessMeta { null_with_option: rt::Borrowed("verbose") }),
        ..rt::Style::MINIMAL.success
    },
    failure: rt::Failure {
        media: rt::Borrowed("application/json"),
        body: rt::Template::Object(rt::Borrowed(&[
            kept("message", rt::Slot::Message),
            slot("int_code", rt::Slot::CodeNumber),
            slot("suppress_message", rt::Slot::Suppress),
            slot("errors", rt::Slot::Entries),
        ])),
        entry: rt::Template::Object(rt::Borrowed(&[
            slot("resource", rt::Slot::Resource),
            slot("field", rt::Slot::Field),
            slot("code", rt::Slot::Code),
            slot("message", rt::Slot::Message),
        ])),
        report: rt::Report::All,
        code_header: None,
        failure_flag: None,
        ..rt::Style::MINIMAL.failure
    },
    outcomes: rt::Outcomes(rt::Borrowed(&OUTCOMES)),
    data: rt::Data {
        unknown_members: rt::UnknownMembers::Ignore,
        read_only: rt::ReadOnly::Reject(rt::style::Reject { code: rt::Borrowed("readonly_field") }),
        time_zone_header: Some(rt::Borrowed("TimeZone")),
        ..rt::Style::MINIMAL.data
    },
    checks: rt::Borrowed(&[
        rt::Check::Method,
        rt::Check::Login,
        rt::Check::Media,
        rt::Check::Syntax,
        rt::Check::Parameters,
        rt::Check::Entity,
    ]),
    slow_after_ms: Some(250),
    path: rt::style::PathStyle { trailing_slash: rt::TrailingSlash::Optional, ..rt::Style::MINIMAL.path },
    media: rt::style::Media { request: rt::RequestMedia::Any, ..rt::Style::MINIMAL.media },
    login: rt::style::Login {
        schemes: Some(rt::Borrowed(&[
            rt::Borrowed("Basic realm=\"acme\", charset=\"UTF-8\""),
            rt::Borrowed("Token"),
        ])),
        ..rt::Style::MINIMAL.login
    },
    methods: rt::style::Methods {
        post_on_item: rt::PostMeaning::Patch,
        post_on_singleton: rt::PostMeaning::NotAllowed,
        ..rt::Style::MINIMAL.methods
    },
    ..rt::Style::MINIMAL
};

static OUTCOMES: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = OUTCOMES_COPY;

/// The base of other styles.
pub const OUTCOMES_COPY: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = [
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
    reaction(406, None, "Not Acceptable"),
    reaction(408, None, "Request Timeout"),
    reaction(409, None, "Conflict"),
    reaction(412, None, "Precondition Failed"),
    reaction(422, None, "Idempotency key of another request"),
    reaction(409, None, "Idempotency key in use"),
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
