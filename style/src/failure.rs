//! What wraps a failure.

use crate::{Template, Text};

record! {
    /// What wraps a failure.
    Failure "`failure`" {
        /// The media type of the body. A style that says another `body` and no `media` has `media.response` here, not what
        /// the style that it builds on has.
        media: Text [Text(&MEDIA)],
        /// The template of the body.
        body: Template [Template(Place::Failure)],
        /// The template of one entry of the slot `$entries`.
        entry: Template [Template(Place::Entry)],
        /// How many of the problems that one check finds are told.
        report: Report,
        /// How a problem is told that is of nothing in particular.
        entries_when_empty formerly "lone": EmptyEntries = "\"none\"",
        /// The status of an answer that tells of problems with different ones; each entry keeps its own.
        mixed_statuses formerly "mixed": MixedStatuses = "\"by_outcome\"",
        /// How `$parameter` names a query parameter.
        parameter_name: ParameterName = "\"full\"",
        /// The member of the body that tells a client of a failure, whatever the status is; without it, the status does.
        failure_flag formerly "told_by": Option<FailureFlag>,
    }
}

impl Failure {
    /// Whether a problem that is of nothing in particular is one entry.
    #[must_use]
    pub const fn fills_empty_entries(&self) -> bool {
        matches!(self.entries_when_empty, EmptyEntries::OneEntry)
    }
}

words! {
    /// How many of the problems that one check finds are told.
    Report {
        /// Every one.
        All = "all",
        /// The first, in the order of the declared parameters.
        First = "first",
    }
}

words! {
    /// How a problem is told that is of nothing in particular.
    EmptyEntries {
        /// By the body alone.
        None = "none" formerly "body",
        /// As one entry.
        OneEntry = "one_entry" formerly "entry",
    }
}

words! {
    /// The status of an answer that tells of problems with different ones. Each entry keeps its own.
    MixedStatuses {
        /// That of the check that found them: a missing member goes before what is wrong with others.
        ByOutcome = "by_outcome" formerly "found",
        /// 400 for several of the 400s.
        MostGeneral = "most_general",
    }
}

words! {
    /// How an entry names a query parameter.
    ParameterName {
        /// As it is: `page[size]`.
        Full = "full" formerly "whole",
        /// By what stands in its brackets: `size`.
        InnerKey = "inner_key",
    }
}

record! {
    /// The member of the body that tells a client of a failure. With it, a failure may have a status of the 200s.
    FailureFlag "`failure.failure_flag`" {
        /// The member: one of `failure.body`.
        member: Text [Text(&WIRE)],
        /// Its text in `failure.body`; `success.body` has another there.
        is: Text [Text(&PROSE)],
    }
}
