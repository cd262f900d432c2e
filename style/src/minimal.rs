//! A style with which hand-written styles begin.

use crate::{
    AbsentBody, Acceptance, Caching, Calls, ClientIds, Data, DeepObjectLists, EmptyEntries, EmptyValues,
    EntityTags, Enums, Failure, FormatType, Formats, HeaderName, Headers, IfMatch, InvalidPathParameter,
    LinkForm, Links, List, Login, Media, Methods, MixedStatuses, OutcomeResponse, Outcomes, Pagination,
    ParamNotation, ParameterName, Parameters, PatchBody, PathStyle, PayloadForm, PostMeaning, PutBody,
    ReadOnly, Report, RequestId, RequestMedia, Slot, Style, Success, Template, Text, Times, Tls,
    TrailingSlash, Transport, UndeclaredParameters, UnknownMembers, Version,
};

impl Style {
    /// A style without wrappers, paging and other additions. Failures have a status and a message. Hand-written styles, as
    /// in tests, begin with it.
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
            invalid_path_parameter: InvalidPathParameter::InvalidParameter,
        },
        version: Version::None,
        media: Media {
            request: RequestMedia::Declared,
            empty_values: EmptyValues::Reject,
            accept: Acceptance::Negotiate,
            response: Text::Borrowed("application/json"),
        },
        success: Success {
            body: Template::Slot(Slot::Payload),
            meta_body: None,
            list: None,
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
            help: None,
            report: Report::All,
            entries_when_empty: EmptyEntries::None,
            mixed_statuses: MixedStatuses::ByOutcome,
            violations: None,
            parameter_name: ParameterName::Full,
            param_notation: ParamNotation::Dotted,
            code_header: None,
            failure_flag: None,
        },
        outcomes: Outcomes(List::Borrowed(&OutcomeResponse::USUAL)),
        paging: Pagination::MINIMAL,
        filtering: None,
        sorting: None,
        sparse_fields: None,
        include: None,
        expansion: None,
        parameters: Parameters::MINIMAL,
        locale: None,
        login: Login::MINIMAL,
        data: Data {
            unknown_members: UnknownMembers::AsSchema,
            read_only: ReadOnly::Ignore,
            absent_body: AbsentBody::Nothing,
            client_ids: ClientIds::Reject,
            times: Times::AsGiven,
            enums: Enums::Exact,
            time_zone_header: None,
            links: Links::MINIMAL,
            links_only_with_option: None,
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
            post_on_item: PostMeaning::NotAllowed,
            post_on_singleton: PostMeaning::NotAllowed,
            patch: PatchBody::Merge,
            put: PutBody::Replace,
            override_header: None,
        },
        headers: Headers {
            request_id: RequestId { header: HeaderName(Text::Borrowed("x-request-id")), uuid: false },
        },
        caching: Caching { etag: EntityTags::None, if_match: IfMatch::Ignore },
        rate: None,
        idempotency: None,
        cors: None,
        checks: List::Borrowed(&[]),
        slow_after_ms: None,
    };
}

impl Pagination {
    /// No way of paging.
    pub const MINIMAL: Self = Self { default: None, ways: List::Borrowed(&[]) };
}

impl Parameters {
    /// The value if a style does not have the key.
    pub const MINIMAL: Self =
        Self { undeclared: UndeclaredParameters::Ignore, deep_object_lists: DeepObjectLists::Brackets };
}

impl Login {
    /// The value if a style does not have the key.
    pub const MINIMAL: Self = Self { schemes: None, session: None };
}

impl Links {
    /// The value if a style does not have the key.
    pub const MINIMAL: Self = Self { form: LinkForm::HostRelative, self_member: None, related_suffix: None };
}
