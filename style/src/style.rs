//! A style.

use crate::{
    Caching, Check, Cors, Data, Expansion, Failure, Filtering, Headers, Idempotency, Include, List, Locale,
    Login, Media, Methods, Outcome, OutcomeResponse, Outcomes, Pagination, Parameters, PathStyle,
    PayloadForm, Rate, Slot, Sorting, SparseFields, Success, Template, Text, Transport, Version,
};

record! {
    /// The keys of a style file.
    Style "A style" {
        /// The name of the style: `acme`. Not inherited.
        ident as "style": Text [Text(&NAME)],
        /// A description in one line. Not inherited.
        about: Option<Text> [Text(&PROSE)],
        /// The style that this one is based on: the name of a built-in style, or the path of a file, relative to the folder
        /// of this file (with a `/` in it, or ending in `.yaml`, `.yml` or `.json`). Without it, the built-in style with
        /// `root: true`. Not inherited.
        extends: Option<Text> [Text(&PARENT)],
        /// Whether the style extends no other and has all required keys itself. One built-in style does; it is also the
        /// style of documents that name none. Without it, `false`. Not inherited.
        root: Option<bool>,
        /// How operations are called over HTTP.
        calls: Calls,
        /// The transport of requests.
        transport: Transport,
        /// How paths are built and matched.
        path: PathStyle,
        /// Where requests have the version of the API.
        version: Version,
        /// Media types of bodies.
        media: Media,
        /// Bodies of successes.
        success: Success,
        /// Bodies of failures.
        failure: Failure,
        /// The status, code and message for each outcome of a request.
        outcomes: Outcomes,
        /// Pagination of lists.
        paging: Pagination,
        /// Filters of lists.
        filtering: Option<Filtering>,
        /// The order of lists.
        sorting: Option<Sorting>,
        /// Responses with only some fields of a resource.
        sparse_fields formerly "sparse": Option<SparseFields>,
        /// Responses that include related resources.
        include: Option<Include>,
        /// Responses with objects in place of their ids.
        expansion: Option<Expansion>,
        /// Query parameters in general.
        parameters: Parameters,
        /// Languages of messages.
        locale: Option<Locale>,
        /// Authentication and sessions.
        login: Login,
        /// How values in bodies and parameters are read and written.
        data: Data,
        /// What HTTP methods mean.
        methods: Methods,
        /// Headers of all responses.
        headers: Headers,
        /// Entity tags and conditional requests.
        caching: Caching,
        /// The rate limit of each client.
        rate: Option<Rate>,
        /// Idempotency keys.
        idempotency: Option<Idempotency>,
        /// Requests from web pages of other origins.
        cors: Option<Cors>,
        /// The order in which a request is checked. All problems that a check finds are reported together, and no later
        /// check runs. Checks that are not listed run last.
        checks: List<Check>,
        /// Requests that take longer than this are logged as slow; in milliseconds. Without it, none are.
        slow_after_ms: Option<u32> [Whole(1, 3_600_000)],
    }
}

impl Style {
    /// The response to an outcome.
    #[must_use]
    pub fn response_to(&self, outcome: Outcome) -> &OutcomeResponse {
        &self.outcomes[outcome]
    }

    /// All checks in order: those that are listed, then the others.
    #[must_use]
    pub fn all_checks(&self) -> Vec<Check> {
        let others = Check::ALL.iter().filter(|check| !self.checks.contains(check));
        self.checks.iter().chain(others).copied().collect()
    }

    /// Whether the style adds members around payloads: by a template that has more than the payload, or by a way of paging
    /// that uses members of the body. Ranges and the header `Link` add none.
    #[must_use]
    pub fn wraps(&self) -> bool {
        self.success.body != Template::Slot(Slot::Payload)
            || self.success.list.is_some()
            || self.success.form == PayloadForm::Resources
            || self.paging.ways.iter().any(|way| way.value.kind().is_in_body())
    }
}

words! {
    /// How operations are called over HTTP.
    Calls {
        /// With the methods of the document.
        Rest = "rest",
        /// With `POST` only. An operation with another method is an error in the document.
        Rpc = "rpc",
    }
}
