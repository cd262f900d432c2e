//! Words of resource documents, and of what queries, pages of other origins and lists of problems are.

use serde::Serialize;

use super::Word;

words! {
    /// What payloads are on the wire.
    PayloadForm {
        /// What the document's schemas say.
        Flat = "flat",
        /// Resource objects of JSON:API, made of flat schemas (`resource` of `x-style`); requests are documents too.
        Resources = "resources",
    }
}

words! {
    /// Which `Accept` is refused: the outcome `not_acceptable`.
    Acceptance {
        /// One that nothing of what there is meets (RFC 9110 §12.5.1).
        Ranges = "ranges",
        /// One that names `media.response`, each time with parameters that `media.request` does not take; else it is served.
        Exact = "exact",
        /// None: where nothing meets it, the answer is as it is without the header.
        Any = "any",
    }
}

words! {
    /// How a problem is told that is of nothing in particular.
    LoneProblem {
        /// By the body alone.
        Body = "body",
        /// As one entry.
        Entry = "entry",
    }
}

words! {
    /// The status of an answer that tells of problems with different ones. Each entry keeps its own.
    Mixed {
        /// That of the check that found them: a missing member goes before what is wrong with others.
        Found = "found",
        /// 400 for several of the 400s.
        MostGeneral = "most_general",
    }
}

words! {
    /// How an entry names a query parameter.
    ParameterName {
        /// As it is: `page[size]`.
        Whole = "whole",
        /// By what stands in its brackets: `size`.
        InnerKey = "inner_key",
    }
}

words! {
    /// How links go out that the server makes.
    LinkForm {
        /// From the host's root: `/clients?page=2`.
        HostRelative = "host_relative",
        /// With scheme and host: those of the request, or those that the service is told.
        Absolute = "absolute",
    }
}

words! {
    /// What becomes of what is not declared.
    Undeclared {
        /// It is passed over.
        Ignore = "ignore",
        /// It is the outcome `invalid_parameter`.
        Refuse = "refuse",
    }
}

words! {
    /// How a client names the items of a list in `deepObject`; a server reads each of them. Items that are objects or lists
    /// have their numbers always.
    ListKeys {
        /// `ids[]=1&ids[]=2`.
        Brackets = "brackets",
        /// `ids[0]=1&ids[1]=2`.
        Indices = "indices",
        /// `ids=1&ids=2`.
        Repeat = "repeat",
    }
}

words! {
    /// Which requests take a token.
    Rated {
        /// Every one.
        All = "all",
        /// Those of operations that the document marks with `rate: true` in `x-style`.
        Marked = "marked",
    }
}
