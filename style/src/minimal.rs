//! A style to make others of by hand.

use crate::{
    AbsentBody, Acceptance, Caching, Calls, ClientIds, Data, EmptyEntries, EntityTags, Enums, Failure,
    FormatType, Formats, HeaderName, Headers, IfMatch, InvalidPathParameter, LinkForm, Links, List, ListKeys,
    Login, Media, Methods, MixedStatus, OutcomeResponse, Outcomes, Pagination, ParameterName, Parameters,
    PatchBody, PathStyle, PayloadForm, PostMeaning, PutBody, ReadOnly, Report, RequestId, RequestMedia, Slot,
    Style, Success, Template, Text, Times, Tls, TrailingSlash, Transport, UndeclaredParameters,
    UnknownMembers, Version,
};

impl Style {
    /// Nothing around payloads, failures of their status and message alone: what hand-written styles, as in tests, differ
    /// from.
    pub const MINIMAL: Self = Self {
        ident: Text::Borrowed("minimal"),
        about: None,
        extends: None,
        root: None,
        calls: Calls::Rest,
        transport: Transport { tls: Tls::Optional },
        path: PathStyle {
            prefix: Text::Borrowed(""),
            trailing_slash: TrailingSlash::AsWritten,
            invalid_parameter: InvalidPathParameter::Refused,
        },
        version: Version::None,
        media: Media {
            request: RequestMedia::Declared,
            accept: Acceptance::Ranges,
            response: Text::Borrowed("application/json"),
        },
        success: Success {
            body: Template::Slot(Slot::Payload),
            meta_body: None,
            form: PayloadForm::Flat,
            empty: None,
            location: false,
            echo: None,
            pretty: None,
            meta: None,
        },
        failure: Failure {
            media: Text::Borrowed("application/json"),
            body: Template::Slot(Slot::Message),
            entry: Template::Slot(Slot::Message),
            report: Report::All,
            empty_entries: EmptyEntries::Body,
            mixed_status: MixedStatus::Found,
            parameter_name: ParameterName::Whole,
            flag: None,
        },
        outcomes: Outcomes(List::Borrowed(&OutcomeResponse::USUAL)),
        paging: Pagination::MINIMAL,
        filtering: None,
        sorting: None,
        sparse: None,
        include: None,
        parameters: Parameters::MINIMAL,
        locale: None,
        login: Login::MINIMAL,
        data: Data {
            unknown_members: UnknownMembers::AsSchema,
            read_only: ReadOnly::Ignore,
            absent_body: AbsentBody::Nothing,
            client_ids: ClientIds::Refuse,
            times: Times::AsGiven,
            enums: Enums::Exact,
            zone_header: None,
            links: Links::MINIMAL,
            compact_under: None,
            formats: Formats {
                uuid: FormatType::Typed,
                date_time: FormatType::Typed,
                date: FormatType::Typed,
                uri: FormatType::Typed,
                uri_reference: FormatType::Typed,
                byte: FormatType::Typed,
            },
        },
        methods: Methods {
            post_on_item: PostMeaning::Nothing,
            post_on_singleton: PostMeaning::Nothing,
            patch: PatchBody::Merge,
            put: PutBody::Replace,
            override_header: None,
        },
        headers: Headers {
            request_id: RequestId { header: HeaderName(Text::Borrowed("x-request-id")), uuid: false },
        },
        caching: Caching { etag: EntityTags::None, if_match: IfMatch::Ignore },
        rate: None,
        cors: None,
        checks: List::Borrowed(&[]),
        slow_after_ms: None,
    };
}

impl Pagination {
    /// No way to page.
    pub const MINIMAL: Self = Self { default: None, ways: List::Borrowed(&[]) };
}

impl Parameters {
    /// Those of a style that does not mention them.
    pub const MINIMAL: Self = Self { undeclared: UndeclaredParameters::Ignore, lists: ListKeys::Brackets };
}

impl Login {
    /// That of a style that does not mention it.
    pub const MINIMAL: Self = Self { schemes: None, session: None };
}

impl Links {
    /// Those of a style that does not mention them.
    pub const MINIMAL: Self = Self { form: LinkForm::HostRelative, own: None, related_suffix: None };
}
