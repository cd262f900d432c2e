//! Bodies of failures.

use crate::{HeaderName, Json, Template, Text};

record! {
    /// The bodies of failures: responses that report problems.
    Failure "`failure`" {
        /// The media type of the body, such as `application/problem+json` (RFC 9457). If a style has its own `body` and no
        /// `media`, this is `media.response` and not the media type of the style that it extends.
        media: Text [Text(&MEDIA)],
        /// The template of the body: `{ code: $code, message: $message, errors: $entries }`.
        body: Template [Template(Place::Failure)],
        /// The template of one item of the slot `$entries`: `{ pointer: $pointer, message: $message }`.
        entry: Template [Template(Place::Entry)],
        /// The `$help` of failures: a link to documentation. `{code}` is replaced by the code of the failure, `{status}` by
        /// its status, and `{operation}` by the id of the operation: `https://acme.example/docs/errors#{code}`. A failure
        /// that has no value for a placeholder has no link. An outcome (`help`) and a handler may have their own.
        help: Option<Text> [Text(&REFERENCE)],
        /// How many of the problems that a check finds are reported.
        report: Report,
        /// What `$entries` holds for a failure without a problem of its own to list, such as `not_found`.
        entries_when_empty formerly "lone": EmptyEntries = "\"none\"",
        /// The status of a response whose entries have different statuses. Each entry keeps its own in its `$status`.
        mixed_statuses formerly "mixed": MixedStatuses = "\"by_outcome\"",
        /// The `$code` of entries by what was violated. Without it, a violation has the code of its kind, such as `required`,
        /// `wrong_type`, `too_long`.
        violations: Option<ViolationCodes>,
        /// How `$parameter` of an entry names a query parameter.
        parameter_name: ParameterName = "\"full\"",
        /// How `$param`, and `{place}` in messages, name a member inside of another.
        param_notation: ParamNotation = "\"dotted\"",
        /// The response header that repeats the `$code` of a failure: `x-ms-error-code`. Clients read it if the body has no
        /// code, or is not that of the style. Without it, none is sent.
        code_header: Option<HeaderName>,
        /// The member of a body by which clients distinguish failures from successes, if the status does not: `{ member:
        /// status, is: error }`, `{ member: ok, is: false }`. Without it, a status of the 400s or 500s is a failure.
        failure_flag formerly "told_by": Option<FailureFlag>,
    }
}

impl Failure {
    /// Whether a failure without entries is reported as one entry.
    #[must_use]
    pub const fn fills_empty_entries(&self) -> bool {
        matches!(self.entries_when_empty, EmptyEntries::OneEntry)
    }
}

record! {
    /// The codes of violations: `{ required: missing_field, default: invalid }`. A code of the document (`error_code` of
    /// `x-style`) and one of a handler go before them. A violation without a code here keeps that of its kind.
    ViolationCodes "`failure.violations`" {
        /// A required member, parameter or body is missing.
        required: Option<Text> [Text(&CODE)],
        /// A member that requests must not set.
        read_only: Option<Text> [Text(&CODE)],
        /// A member that the schema does not declare.
        unknown: Option<Text> [Text(&CODE)],
        /// Another JSON type, or null.
        type_ as "type": Option<Text> [Text(&CODE)],
        /// Not one of the values of an `enum`.
        enum_ as "enum": Option<Text> [Text(&CODE)],
        /// Text of another `format` or `pattern`, or a file of another media type.
        format: Option<Text> [Text(&CODE)],
        /// Text that is too short or too long.
        length: Option<Text> [Text(&CODE)],
        /// A number or the size of a file that is too small or too large, or not a multiple.
        range: Option<Text> [Text(&CODE)],
        /// Too few or too many items or members, or equal items.
        items: Option<Text> [Text(&CODE)],
        /// Any other violation, and those above without a key.
        default: Option<Text> [Text(&CODE)],
    }
}

impl ViolationCodes {
    /// The code of a violation, if the style has one for it.
    #[must_use]
    pub fn of(&self, group: ViolationGroup) -> Option<&Text> {
        let own = match group {
            ViolationGroup::Required => &self.required,
            ViolationGroup::ReadOnly => &self.read_only,
            ViolationGroup::Unknown => &self.unknown,
            ViolationGroup::Type => &self.type_,
            ViolationGroup::Enum => &self.enum_,
            ViolationGroup::Format => &self.format,
            ViolationGroup::Length => &self.length,
            ViolationGroup::Range => &self.range,
            ViolationGroup::Items => &self.items,
            ViolationGroup::Other => &None,
        };
        own.as_ref().or(self.default.as_ref())
    }

    /// All codes, in the order of the keys, each once.
    #[must_use]
    pub fn all(&self) -> Vec<&str> {
        let Self { required, read_only, unknown, type_, enum_, format, length, range, items, default } = self;
        let mut all: Vec<&str> = Vec::new();
        for code in [required, read_only, unknown, type_, enum_, format, length, range, items, default] {
            all.extend(code.as_deref().filter(|code| !all.contains(code)));
        }
        all
    }
}

/// What a value violates: a group of keywords of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationGroup {
    /// `required`
    Required,
    /// `readOnly`
    ReadOnly,
    /// `additionalProperties`
    Unknown,
    /// `type` and `nullable`
    Type,
    /// `enum`
    Enum,
    /// `format`, `pattern` and `contentMediaType`
    Format,
    /// `minLength` and `maxLength`
    Length,
    /// `minimum`, `maximum` and `multipleOf`
    Range,
    /// `minItems`, `maxItems`, `uniqueItems`, `minProperties` and `maxProperties`
    Items,
    /// Anything else.
    Other,
}

words! {
    /// How many of the problems that a check finds are reported.
    Report {
        /// All of them.
        All = "all",
        /// Only the first, in the order in which the document declares the parameters.
        First = "first",
    }
}

words! {
    /// What `$entries` holds for a failure that has no entries.
    EmptyEntries {
        /// Nothing: the other slots of the body report the failure.
        None = "none" formerly "body",
        /// One entry with the code, status and message of the failure.
        OneEntry = "one_entry" formerly "entry",
    }
}

words! {
    /// The status of a response whose entries have different statuses.
    MixedStatuses {
        /// The status of the outcome that the check reports.
        ByOutcome = "by_outcome" formerly "found",
        /// 400 if they are of the 400s, and 500 otherwise.
        MostGeneral = "most_general",
    }
}

words! {
    /// How an entry names a query parameter.
    ParameterName {
        /// By its full name: `page[size]`.
        Full = "full" formerly "whole",
        /// By the key in its brackets: `size` for `page[size]`.
        InnerKey = "inner_key",
    }
}

words! {
    /// How a member inside of another is named.
    ParamNotation {
        /// With dots: `items.0.price`.
        Dotted = "dotted",
        /// With brackets: `items[0][price]`.
        Brackets = "brackets",
    }
}

record! {
    /// The member of a body by which clients distinguish failures from successes. With it, a failure may have a status of
    /// the 200s.
    FailureFlag "`failure.failure_flag`" {
        /// The name of the member, which must be one of `failure.body`: `status`. A member inside of another has a JSON
        /// pointer: `/status/ok`.
        member: Text [Text(&WIRE)],
        /// Its value in `failure.body`: a text, a number, `true` or `false`. `success.body` must have the member with another
        /// value.
        is: Json,
    }
}

impl FailureFlag {
    /// The names from the body to the member.
    #[must_use]
    pub fn path(&self) -> Vec<String> {
        match self.member.strip_prefix('/') {
            None => vec![self.member.to_string()],
            Some(pointer) => {
                pointer.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
            }
        }
    }
}
