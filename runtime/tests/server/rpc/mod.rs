//! An RPC style: every call is a `POST`, every response is 200, and the first problem is reported.

mod reading;
pub mod tours;
mod verbs;

use housestyle::__private as rt;

// Macros, because constants cannot be updated from the result of a function.
macro_rules! slot {
    ($wire:literal, $slot:expr) => {
        rt::Member { wire: rt::Borrowed($wire), value: rt::Template::Slot($slot), keep: false }
    };
}

macro_rules! says {
    ($text:literal) => {
        rt::Member {
            wire: rt::Borrowed("status"),
            value: rt::Template::Constant(rt::Borrowed($text)),
            keep: false,
        }
    };
}

pub const STYLE: rt::Style = rt::Style {
    success: rt::Success {
        body: rt::Template::Object(rt::Borrowed(&[says!("\"ok\""), slot!("data", rt::Slot::Payload)])),
        empty: Some(rt::style::Json(rt::Borrowed("{}"))),
        ..rt::Style::MINIMAL.success
    },
    failure: rt::Failure {
        body: rt::Template::Object(rt::Borrowed(&[
            says!("\"error\""),
            slot!("error_code", rt::Slot::Code),
            slot!("error_message", rt::Slot::Message),
        ])),
        report: rt::Report::First,
        failure_flag: Some(rt::FailureFlag {
            member: rt::Borrowed("status"),
            is: rt::style::Json(rt::Borrowed("\"error\"")),
        }),
        ..rt::Style::MINIMAL.failure
    },
    outcomes: rt::Outcomes(rt::Borrowed(&OUTCOMES)),
    data: rt::Data {
        unknown_members: rt::UnknownMembers::Reject,
        absent_body: rt::AbsentBody::EmptyObject,
        ..rt::Style::MINIMAL.data
    },
    checks: rt::Borrowed(&[
        rt::Check::Method,
        rt::Check::Syntax,
        rt::Check::Parameters,
        rt::Check::Entity,
        rt::Check::Login,
    ]),
    path: rt::style::PathStyle { trailing_slash: rt::TrailingSlash::Optional, ..rt::Style::MINIMAL.path },
    media: rt::style::Media {
        request: rt::RequestMedia::Any,
        response: rt::Borrowed("application/json; charset=UTF-8"),
        ..rt::Style::MINIMAL.media
    },
    login: rt::style::Login { session: Some(SESSION), ..rt::Style::MINIMAL.login },
    ..rt::Style::MINIMAL
};

pub const SESSION: rt::Session = rt::Session {
    cookie: rt::Borrowed("sid"),
    path: rt::Borrowed("/"),
    max_age: 1_209_600,
    sliding: true,
    http_only: true,
    same_site: rt::SameSite::Lax,
};

const INVALID: &str = "Invalid parameter: {place}: {reason}";

pub const REACTIONS: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = {
    let mut all = rt::OutcomeResponse::USUAL;
    let mut at = 0;
    while at < all.len() {
        let (status, code, message) = match rt::Outcome::ALL[at] {
            rt::Outcome::Malformed | rt::Outcome::InvalidEntity | rt::Outcome::TooLarge => {
                (200, "INVALID_PARAMETER", INVALID)
            }
            rt::Outcome::MissingMember => (200, "MISSING_PARAMETER", "Missing parameter: {place}"),
            rt::Outcome::Unauthenticated => (200, "AUTH_REQUIRED", "Log in first"),
            rt::Outcome::Forbidden => (200, "PERMISSION_DENIED", "It is not yours to do"),
            rt::Outcome::WrongMethod => (200, "METHOD_IS_NOT_ALLOWED", "Only POST is allowed"),
            rt::Outcome::NoOperation => (404, "METHOD_NOT_FOUND", "There is no such method"),
            rt::Outcome::Internal => (200, "INTERNAL_ERROR", "Something went wrong"),
            _ => (200, "OTHER", ""),
        };
        let response = rt::OutcomeResponse::new(status, Some(code), message);
        rt::OutcomeResponse::set(&mut all, rt::Outcome::ALL[at], response);
        at += 1;
    }
    all
};
static OUTCOMES: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = REACTIONS;

/// An operation at `/v1/{path}/` without input or security.
pub const fn meta(
    api: &'static rt::Api,
    id: &'static str,
    path: &'static [rt::Segment],
) -> rt::OperationMeta {
    rt::OperationMeta {
        api,
        id,
        group: "all",
        method: rt::Method::Post,
        path,
        slash: true,
        security: rt::Security { alternatives: &[], optional: false },
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

/// A JSON body.
pub const fn body(schema: &'static rt::Schema) -> rt::BodyMeta {
    rt::BodyMeta {
        required: true,
        media: &["application/json"],
        kind: rt::BodyKind::Json,
        schema: Some(schema),
        resource: None,
    }
}

/// Returns the code of a response, or `ok`, and its message or data.
pub fn code_and_message(got: &crate::http::Answered) -> (String, String) {
    let body = got.json();
    match body["error_code"].as_str() {
        Some(code) => (code.to_owned(), body["error_message"].as_str().unwrap_or("").to_owned()),
        None => (body["status"].as_str().unwrap_or("").to_owned(), body["data"].to_string()),
    }
}
