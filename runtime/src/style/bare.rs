//! A style to make others of by hand.

use super::{
    AbsentBody, Acceptance, Caching, Data, Failure, LinkForm, ListKeys, Mixed, ParameterName, PathMisfit,
    PayloadForm, PostOnItem, Pretty, Query, Reaction, ReadOnly, Report, RequestId, RequestMedia, Slot, Style,
    Success, Template, Times, Tls, TrailingSlash, Undeclared, UnknownMembers, Version,
};
use crate::problem::Outcome;

const PAYLOAD: Template = Template::Slot(Slot::Payload);

impl Style {
    /// Nothing around payloads, failures of their status and message alone: what hand-written styles, as in tests, say
    /// how they differ from.
    pub const BARE: Self = Self {
        trailing_slash: TrailingSlash::AsWritten,
        path_misfit: PathMisfit::Refused,
        version: Version::None,
        request_media: RequestMedia::Declared,
        acceptance: Acceptance::Ranges,
        response_media: "application/json",
        success: Success {
            body: PAYLOAD,
            meta_body: PAYLOAD,
            form: PayloadForm::Flat,
            echo: None,
            empty: None,
            pretty: Pretty { under: None, parameter: None, accept: None },
            location: false,
            null_meta_under: None,
        },
        failure: Failure {
            media: "application/json",
            body: Template::Slot(Slot::Message),
            entry: Template::Slot(Slot::Message),
            report: Report::All,
            lone_entry: false,
            mixed: Mixed::Found,
            parameter: ParameterName::Whole,
            told_by: None,
        },
        outcomes: &REACTIONS,
        data: Data {
            unknown_members: UnknownMembers::AsSchema,
            read_only: ReadOnly::Ignore,
            absent_body: AbsentBody::Nothing,
            client_ids: false,
            times: Times::AsGiven,
            zone_header: None,
        },
        query: Query {
            include: None,
            fields: None,
            sort: None,
            undeclared: Undeclared::Ignore,
            lists: ListKeys::Brackets,
        },
        links: LinkForm::HostRelative,
        locale: None,
        challenges: &[],
        session: None,
        post_on_item: PostOnItem::Nothing,
        post_on_singleton: PostOnItem::Nothing,
        method_override: None,
        checks: &[],
        tls: Tls::Optional,
        request_id: RequestId { header: "x-request-id", uuid: false },
        rate: None,
        cors: None,
        caching: Caching { etag: false, if_match: false },
        slow_after_ms: None,
    };
}

static REACTIONS: [Reaction; Outcome::ALL.len()] = Reaction::USUAL;

impl Reaction {
    /// The usual statuses of the outcomes, by discriminant, with no code and no message.
    pub const USUAL: [Self; Outcome::ALL.len()] = {
        let mut all = [Self { status: 500, code: None, message: "" }; Outcome::ALL.len()];
        let mut at = 0;
        while at < all.len() {
            all[at].status = usual(Outcome::ALL[at]);
            at += 1;
        }
        all
    };
}

const fn usual(outcome: Outcome) -> u16 {
    match outcome {
        Outcome::Ok => 200,
        Outcome::Created => 201,
        Outcome::Accepted => 202,
        Outcome::NoContent => 204,
        Outcome::Partial => 206,
        Outcome::NotModified => 304,
        Outcome::Malformed
        | Outcome::MissingParameter
        | Outcome::InvalidParameter
        | Outcome::MalformedRange => 400,
        Outcome::Unauthenticated => 401,
        Outcome::Forbidden | Outcome::TlsRequired => 403,
        Outcome::Hidden | Outcome::NotFound | Outcome::NoOperation => 404,
        Outcome::WrongMethod => 405,
        Outcome::NotAcceptable => 406,
        Outcome::Timeout => 408,
        Outcome::Conflict => 409,
        Outcome::PreconditionFailed => 412,
        Outcome::TooLarge => 413,
        Outcome::UnsupportedMedia => 415,
        Outcome::RangeNotSatisfiable => 416,
        Outcome::MissingMember | Outcome::InvalidEntity | Outcome::Business => 422,
        Outcome::TooMany => 429,
        Outcome::Internal => 500,
        Outcome::NotImplemented => 501,
        Outcome::Unavailable => 503,
    }
}
