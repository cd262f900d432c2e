//! A style: every axis.

use crate::{
    Caching, Check, Cors, Data, Failure, Filtering, Headers, Include, List, Locale, Login, Media, Methods,
    Outcome, OutcomeResponse, Outcomes, Pagination, Parameters, PathStyle, PayloadForm, Rate, Slot, Sorting,
    Sparse, Success, Template, Text, Transport, Version,
};

record! {
    /// The mapping that a style file is.
    Style "A style" {
        /// The name of the style. Not inherited.
        ident as "style": Text [Text(&NAME)],
        /// What it is, in a line. Not inherited.
        about: Option<Text> [Text(&PROSE)],
        /// The style that this one builds on: the name of a built-in style, or the path of a file, seen from the folder of
        /// this file (with a `/` in it, or ending in `.yaml`, `.yml` or `.json`). Without it: the built-in style that is the
        /// root. Not inherited.
        extends: Option<Text> [Text(&PARENT)],
        /// Whether it builds on nothing and answers every axis itself. Just one built-in style does; it is also the style of
        /// a document that names none. Not inherited.
        root: Option<bool>,
        /// How operations are called.
        calls: Calls,
        /// What requests come over.
        transport: Transport,
        /// How paths are made and matched.
        path: PathStyle,
        /// Where the version of the API and the options of a representation go.
        version: Version,
        /// Media types of bodies.
        media: Media,
        /// What wraps a success.
        success: Success,
        /// What wraps a failure.
        failure: Failure,
        /// What goes over the wire for each outcome.
        outcomes: Outcomes,
        /// The ways to page through a collection.
        paging: Pagination,
        /// Filters of collections.
        filtering: Option<Filtering>,
        /// The order of collections.
        sorting: Option<Sorting>,
        /// Answers with some of a resource's fields alone.
        sparse: Option<Sparse>,
        /// Answers with related resources beside.
        include: Option<Include>,
        /// Parameters in general.
        parameters: Parameters,
        /// The languages of texts.
        locale: Option<Locale>,
        /// Credentials, and sessions.
        login: Login,
        /// How payloads and inputs are read and written.
        data: Data,
        /// What methods mean.
        methods: Methods,
        /// Headers that every answer carries.
        headers: Headers,
        /// Validators of representations, and conditions on them (RFC 9110 §13).
        caching: Caching,
        /// How many requests are taken.
        rate: Option<Rate>,
        /// Who may call from a page of another origin.
        cors: Option<Cors>,
        /// The order in which a request is checked. What one check finds is told together, and no later check is made. Checks
        /// that are not listed come last.
        checks: List<Check>,
        /// Answers that take longer are logged as slow; milliseconds.
        slow_after_ms: Option<u32> [Whole(1, 3_600_000)],
    }
}

impl Style {
    /// The response to an outcome.
    #[must_use]
    pub fn reaction(&self, outcome: Outcome) -> &OutcomeResponse {
        &self.outcomes[outcome]
    }

    /// The order of all checks: those that are listed, then the others.
    #[must_use]
    pub fn all_checks(&self) -> Vec<Check> {
        let others = Check::ALL.iter().filter(|check| !self.checks.contains(check));
        self.checks.iter().chain(others).copied().collect()
    }

    /// Whether anything is put around payloads: a template that is more than the payload, or a way to page that asks in the
    /// query and answers in the body. Ranges do so in headers, and wrap nothing.
    #[must_use]
    pub fn wraps(&self) -> bool {
        self.success.body != Template::Slot(Slot::Payload)
            || self.success.form == PayloadForm::Resources
            || self.paging.ways.iter().any(|way| way.value.kind().range().is_none())
    }
}

words! {
    /// How operations are called.
    Calls {
        /// As the document has them.
        Rest = "rest",
        /// Every one by `POST`; another method in the document is an error.
        Rpc = "rpc",
    }
}
