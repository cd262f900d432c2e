//! Words: values of a style that are one of a few, with the spelling and the meaning of each.

use serde::Serialize;

/// A word of style files, and what it means.
pub type Word = (&'static str, &'static str);

/// Defines an enum of words: each variant with its spelling in style files and its meaning.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $(#[doc = $doc:literal] $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum $name { $(#[doc = $doc] $variant,)+ }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Every spelling with its meaning, in order.
            pub const WORDS: &'static [Word] = &[$(($text, $doc.trim_ascii()),)+];

            /// As style files spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The word that style files spell so.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }
    };
}

mod resources;

pub use resources::{
    Acceptance, LinkForm, ListKeys, LoneProblem, Mixed, ParameterName, PayloadForm, Rated, Undeclared,
};

words! {
    /// Whether a path may end in a slash that its template lacks, or lack one that it has.
    TrailingSlash {
        /// Just as the template is written.
        AsWritten = "as_written",
        /// With and without.
        Optional = "optional",
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

words! {
    /// What a path parameter is that its schema refuses.
    PathMisfit {
        /// The outcome `invalid_parameter`, as anywhere else.
        Refused = "refused",
        /// The path of no resource: the outcome `not_found`.
        NotFound = "not_found",
    }
}

words! {
    /// A part of the request in its echo.
    EchoPart {
        /// Path parameters.
        Path = "path",
        /// Query parameters, with their defaults.
        Query = "query",
        /// Members of a JSON body.
        Body = "body",
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
    /// What the runtime fills in. The runtime has the same enum, with what each is.
    Slot {
        /// Success: what the handler returned.
        Payload = "payload",
        /// Success: the paging's own template, or what a handler says beside the payload.
        Meta = "meta",
        /// Success: the resources that are included.
        Included = "included",
        /// Success: the paging's own template of links.
        Links = "links",
        /// Success: the request echo.
        Echo = "echo",
        /// Paging: items in the set.
        Total = "total",
        /// Paging: pages in the set.
        Pages = "pages",
        /// Paging: the page's number.
        Number = "number",
        /// Paging: the page's size.
        Size = "size",
        /// Paging: link to this page.
        SelfLink = "self",
        /// Paging: link to the first page.
        First = "first",
        /// Paging: link to the page before.
        Prev = "prev",
        /// Paging: link to the next page.
        Next = "next",
        /// Paging: link to the last page.
        Last = "last",
        /// Paging: a page's link with `{page}` in the number's place.
        PageTemplate = "template",
        /// Failure or entry: the machine's word.
        Code = "code",
        /// Failure: the machine's number.
        CodeNumber = "code_number",
        /// Failure or entry: the HTTP status, as a number.
        Status = "status",
        /// Failure or entry: the HTTP status, as text.
        StatusText = "status_text",
        /// Failure or entry: the status' usual phrase.
        Title = "title",
        /// Failure or entry: the text for people.
        Message = "message",
        /// Failure: whether an app may keep the message to itself.
        Suppress = "suppress",
        /// Failure: where to read on.
        Help = "help",
        /// Failure: one `entry` a problem.
        Entries = "entries",
        /// Failure: the request's id.
        RequestId = "request_id",
        /// Entry: the resource's type.
        Resource = "resource",
        /// Entry: the field's dotted name.
        Field = "field",
        /// Entry: the JSON pointer into the body.
        Pointer = "pointer",
        /// Entry: the parameter's name.
        Parameter = "parameter",
        /// Entry: the header's name.
        Header = "header",
    }
}

words! {
    /// What happened, before it is a status. The runtime has the same enum in the same order.
    Outcome {
        /// Done, with an answer.
        Ok = "ok",
        /// A resource came to be.
        Created = "created",
        /// Work goes on after the answer.
        Accepted = "accepted",
        /// Done, nothing to say.
        NoContent = "no_content",
        /// A part of a collection.
        Partial = "partial",
        /// What the client holds is current.
        NotModified = "not_modified",
        /// The body is not in the syntax of its media type.
        Malformed = "malformed",
        /// A required parameter is absent.
        MissingParameter = "missing_parameter",
        /// A parameter has a value that its schema refuses.
        InvalidParameter = "invalid_parameter",
        /// A required member of the body is absent.
        MissingMember = "missing_member",
        /// A body in good syntax that its schema refuses.
        InvalidEntity = "invalid_entity",
        /// Without TLS, where it is asked for.
        TlsRequired = "tls_required",
        /// No credentials, or bad ones.
        Unauthenticated = "unauthenticated",
        /// Known, but not entitled.
        Forbidden = "forbidden",
        /// Exists, but must look as if it did not.
        Hidden = "hidden",
        /// No such resource.
        NotFound = "not_found",
        /// No operation has this path.
        NoOperation = "no_operation",
        /// The path is known, the method is not.
        WrongMethod = "wrong_method",
        /// Nothing that `Accept` admits can be produced.
        NotAcceptable = "not_acceptable",
        /// The request took too long to arrive.
        Timeout = "timeout",
        /// In conflict with the state of the resource.
        Conflict = "conflict",
        /// A precondition of the request does not hold.
        PreconditionFailed = "precondition_failed",
        /// The body is over the limit.
        TooLarge = "too_large",
        /// The media type of the body is not taken.
        UnsupportedMedia = "unsupported_media",
        /// A range that cannot be read.
        MalformedRange = "malformed_range",
        /// A range that the collection does not have.
        RangeNotSatisfiable = "range_not_satisfiable",
        /// A failure that the business foresees.
        Business = "business",
        /// Too many requests.
        TooMany = "too_many",
        /// An unforeseen failure; its cause goes to the log alone.
        Internal = "internal",
        /// The operation has no handler yet.
        NotImplemented = "not_implemented",
        /// For now the service cannot answer.
        Unavailable = "unavailable",
    }
}

words! {
    /// A check of a request.
    Check {
        /// The path has the method.
        Method = "method",
        /// Credentials.
        Login = "login",
        /// `Accept` and `Content-Type`.
        Media = "media",
        /// The body's syntax.
        Syntax = "syntax",
        /// Path, query and header parameters.
        Parameters = "parameters",
        /// The body against its schema.
        Entity = "entity",
    }
}

words! {
    /// What a page size over the limit is.
    Oversize {
        /// The limit.
        Clamp = "clamp",
        /// An invalid parameter.
        Refuse = "refuse",
    }
}

words! {
    /// What a page past the end is.
    PastEnd {
        /// An empty page.
        Empty = "empty",
        /// The outcome `not_found`.
        NotFound = "not_found",
        /// The outcome `range_not_satisfiable`.
        RangeNotSatisfiable = "range_not_satisfiable",
    }
}

words! {
    /// When the pages of a set link to its first page and its last.
    Ends {
        /// Always, as far as it is known which is the last.
        Always = "always",
        /// To the first from pages after it, to the last from pages before it.
        Beyond = "beyond",
    }
}

words! {
    /// The answer to a request that asks for no range and gets a part.
    Unasked {
        /// The outcome `partial`, as where it asked.
        Partial = "partial",
        /// The outcome `ok`.
        Ok = "ok",
    }
}

words! {
    /// An order of keys.
    Order {
        /// The least first.
        Ascending = "ascending",
        /// The greatest first.
        Descending = "descending",
    }
}

words! {
    /// A direction in time.
    Direction {
        /// Items before the anchor, newest first.
        Before = "before",
        /// Items after the anchor, oldest first.
        After = "after",
    }
}

words! {
    /// What becomes of members that no schema knows.
    UnknownMembers {
        /// Refused where the schema says `additionalProperties: false`.
        AsSchema = "as_schema",
        /// Passed over.
        Ignore = "ignore",
        /// Refused.
        Reject = "reject",
    }
}

words! {
    /// What a format becomes.
    FormatType {
        /// The type made for it.
        Typed = "typed",
        /// Text.
        String = "string",
    }
}

words! {
    /// What stands in for a JSON body that is not there, or empty.
    AbsentBody {
        /// Nothing: the body is missing where the operation requires one.
        Nothing = "nothing",
        /// `{}`.
        EmptyObject = "empty_object",
    }
}

words! {
    /// How times of `format: date-time` are written.
    Times {
        /// ISO 8601, with the offset that the handler gave, or in the zone that the request asked for.
        AsGiven = "as_given",
        /// ISO 8601 in UTC, with `Z`.
        Utc = "utc",
        /// As whole seconds since 1970, both ways.
        UnixSeconds = "unix_seconds",
    }
}

words! {
    /// How the words of enumerations are read. They are written as the document has them.
    Enums {
        /// As the document has them.
        Exact = "exact",
        /// In upper case, lower case or both.
        AnyCase = "any_case",
    }
}

words! {
    /// Whether other sites' requests carry a cookie: its `SameSite`.
    SameSite {
        /// None do.
        Strict = "strict",
        /// Only those by which a person goes there.
        Lax = "lax",
        /// All do, over TLS.
        None = "none",
    }
}

words! {
    /// Whether a request may come without TLS.
    Tls {
        /// It may.
        Optional = "optional",
        /// It is the outcome `tls_required`, and never redirected; but for clients on the server's own machine.
        Required = "required",
    }
}
