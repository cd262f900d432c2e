//! Outcomes of requests and their responses.

use crate::{List, Text};

words! {
    /// The outcome of a request, independent of its HTTP status.
    ///
    /// A handler or a check names the outcome; the [`OutcomeResponse`] of the style determines the response.
    Outcome {
        /// A success with a body.
        Ok = "ok",
        /// A resource was created.
        Created = "created",
        /// The work continues after the response.
        Accepted = "accepted",
        /// A success without a body.
        NoContent = "no_content",
        /// A part of a list, as a range.
        Partial = "partial",
        /// The copy that the client holds is current (RFC 9110 §13).
        NotModified = "not_modified",
        /// The body is not in the syntax of its media type, such as invalid JSON.
        Malformed = "malformed",
        /// A required parameter is missing.
        MissingParameter = "missing_parameter",
        /// A parameter does not match its schema.
        InvalidParameter = "invalid_parameter",
        /// A required member of the body is missing.
        MissingMember = "missing_member",
        /// The body does not match its schema.
        InvalidEntity = "invalid_entity",
        /// The request came without TLS, and `transport.tls` is `required`.
        TlsRequired = "tls_required",
        /// Credentials are missing or invalid.
        Unauthenticated = "unauthenticated",
        /// The caller does not have permission.
        Forbidden = "forbidden",
        /// The caller must not know that the resource exists.
        Hidden = "hidden",
        /// The resource does not exist.
        NotFound = "not_found",
        /// The document has no operation with this path.
        NoOperation = "no_operation",
        /// The path has operations, but none with this method.
        WrongMethod = "wrong_method",
        /// No representation matches `Accept`.
        NotAcceptable = "not_acceptable",
        /// The version that the request names is not served, or the request must name one and does not.
        UnsupportedVersion = "unsupported_version",
        /// The request did not arrive in time.
        Timeout = "timeout",
        /// The request conflicts with the state of the resource.
        Conflict = "conflict",
        /// A condition of the request, such as `If-Match`, is false.
        PreconditionFailed = "precondition_failed",
        /// The idempotency key was used for another request.
        IdempotencyMismatch = "idempotency_mismatch",
        /// The first request with the idempotency key is still being performed.
        IdempotencyConflict = "idempotency_conflict",
        /// The body is larger than the limit.
        TooLarge = "too_large",
        /// The media type of the body is not supported.
        UnsupportedMedia = "unsupported_media",
        /// The `Range` header cannot be parsed.
        MalformedRange = "malformed_range",
        /// The range is outside the list.
        RangeNotSatisfiable = "range_not_satisfiable",
        /// A failure that the document declares with `errors` in `x-style`, if it has no status there.
        Business = "business",
        /// The client has exceeded the rate limit.
        TooMany = "too_many",
        /// An unexpected failure. Its cause is logged and not sent.
        Internal = "internal",
        /// The operation has no handler.
        NotImplemented = "not_implemented",
        /// The service cannot respond at the moment.
        Unavailable = "unavailable",
    }
}

impl Outcome {
    /// The usual HTTP status of the outcome.
    #[must_use]
    pub const fn usual_status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::Created => 201,
            Self::Accepted => 202,
            Self::NoContent => 204,
            Self::Partial => 206,
            Self::NotModified => 304,
            Self::Malformed | Self::MissingParameter | Self::InvalidParameter | Self::MalformedRange => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden | Self::TlsRequired => 403,
            Self::Hidden | Self::NotFound | Self::NoOperation => 404,
            Self::WrongMethod => 405,
            Self::NotAcceptable | Self::UnsupportedVersion => 406,
            Self::Timeout => 408,
            Self::Conflict | Self::IdempotencyConflict => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::RangeNotSatisfiable => 416,
            Self::MissingMember | Self::InvalidEntity | Self::IdempotencyMismatch | Self::Business => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::NotImplemented => 501,
            Self::Unavailable => 503,
        }
    }
}

/// The response to an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct OutcomeResponse {
    /// The HTTP status.
    pub status: u16,
    /// The code, unless the handler names one.
    pub code: Option<Text>,
    /// The type, unless the handler names one.
    pub kind: Option<Text>,
    /// The message, unless the handler gives one. `{place}` is the parameter or the dotted path of the member that the first
    /// problem is about, and `{reason}` is the message of the problem.
    pub message: Text,
    /// The link to documentation, unless the handler gives one. It may have placeholders, as `failure.help`.
    pub help: Option<Text>,
}

/// The response to each outcome, in the order of [`Outcome::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Outcomes(pub List<OutcomeResponse>);

impl std::ops::Index<Outcome> for Outcomes {
    type Output = OutcomeResponse;

    fn index(&self, outcome: Outcome) -> &OutcomeResponse {
        &self.0[outcome as usize]
    }
}

impl std::ops::IndexMut<Outcome> for Outcomes {
    fn index_mut(&mut self, outcome: Outcome) -> &mut OutcomeResponse {
        &mut self.0.to_mut()[outcome as usize]
    }
}

impl OutcomeResponse {
    /// The usual statuses of the outcomes, with no code and no message.
    pub const USUAL: [Self; Outcome::ALL.len()] = {
        let mut all =
            [const { Self { status: 500, code: None, kind: None, message: Text::Borrowed(""), help: None } };
                Outcome::ALL.len()];
        let mut at = 0;
        while at < all.len() {
            all[at].status = Outcome::ALL[at].usual_status();
            at += 1;
        }
        all
    };

    /// A response in a constant.
    #[must_use]
    pub const fn new(status: u16, code: Option<&'static str>, message: &'static str) -> Self {
        let code = match code {
            Some(code) => Some(Text::Borrowed(code)),
            None => None,
        };
        Self { status, code, kind: None, message: Text::Borrowed(message), help: None }
    }

    /// Gives an outcome a code and no message, in a constant.
    pub const fn set_code(all: &mut [Self; Outcome::ALL.len()], outcome: Outcome, code: &'static str) {
        Self::set(all, outcome, Self::new(all[outcome as usize].status, Some(code), ""));
    }

    /// Replaces the response to an outcome, in a constant too.
    pub const fn set(all: &mut [Self; Outcome::ALL.len()], outcome: Outcome, response: Self) {
        // Dropping the old one is not possible in a constant, and it owns nothing there.
        std::mem::forget(std::mem::replace(&mut all[outcome as usize], response));
    }
}

#[cfg(feature = "generator")]
pub use rules::{OutcomeRule, OutcomeRules};

#[cfg(feature = "generator")]
mod rules {
    use super::{Outcome, OutcomeResponse, Outcomes};
    use crate::Text;
    use crate::grammar::{Key, Record, Shape, Word};
    use crate::read::{Node, Read, Shaped};

    record! {
        /// The response to an outcome.
        OutcomeRule "An outcome" {
            /// The HTTP status: of the 200s for a success, 304 for `not_modified`, and of the 400s or 500s for a failure.
            /// With `failure.failure_flag`, a failure may have a status of the 200s.
            status: Option<u16> [Whole(200, 599)],
            /// Another outcome, whose response this outcome has, except for the keys that are given next to `as`: `{ as:
            /// invalid_entity, code: required }`. It replaces the response that the extended style has for this outcome.
            like as "as": Option<Outcome>,
            /// The `$code` of the response, unless the handler names one: `not_found`. Without it, `$code` is empty.
            code: Option<Text> [Text(&CODE)],
            /// The `$type` of the response, unless the handler names one: `invalid_request`. Without it, `default_type`.
            kind as "type": Option<Text> [Text(&CODE)],
            /// The `$message` of the response, unless the handler gives one. `{place}` is replaced by the parameter or the
            /// dotted path of the member that the first problem is about, and `{reason}` by the message of the problem:
            /// `"Invalid parameter: {place}: {reason}"`.
            message: Option<Text> [Text(&PROSE)],
            /// The `$help` of the response, unless the handler gives one: a link, with placeholders as in `failure.help`.
            /// Without it, `failure.help`.
            help: Option<Text> [Text(&REFERENCE)],
        }
    }

    /// The rules of a style for its outcomes.
    pub struct OutcomeRules {
        all: Vec<Option<OutcomeRule>>,
        /// The type of failures without one.
        default_type: Option<Text>,
    }

    impl OutcomeRules {
        /// Reads `outcomes`.
        #[must_use]
        pub fn read<N: Node>(node: &N) -> Self {
            let rule = |outcome: &Outcome| {
                let node = node.get(outcome.as_str())?;
                match node.whole() {
                    Some(status) => Some(OutcomeRule {
                        status: status.try_into().ok(),
                        like: None,
                        code: None,
                        kind: None,
                        message: None,
                        help: None,
                    }),
                    None => OutcomeRule::read(node),
                }
            };
            Self {
                all: Outcome::ALL.iter().map(rule).collect(),
                default_type: crate::read::member(node, "default_type"),
            }
        }

        /// The rule for an outcome.
        #[must_use]
        pub fn get(&self, outcome: Outcome) -> Option<&OutcomeRule> {
            self.all[outcome as usize].as_ref()
        }

        /// The outcome and those that it leads to by `as`, in order.
        ///
        /// # Errors
        /// Returns them if they form a cycle; the last one closes it.
        pub fn line(&self, outcome: Outcome) -> Result<Vec<Outcome>, Vec<Outcome>> {
            let mut line = vec![outcome];
            let mut last = outcome;
            while let Some(next) = self.get(last).and_then(|rule| rule.like) {
                let again = line.contains(&next);
                line.push(next);
                if again {
                    return Err(line);
                }
                last = next;
            }
            Ok(line)
        }

        /// The value of the first outcome in line that has one.
        pub fn first<T>(&self, line: &[Outcome], of: impl Fn(&OutcomeRule) -> Option<T>) -> Option<T> {
            line.iter().find_map(|outcome| of(self.get(*outcome)?))
        }

        fn response(&self, outcome: Outcome) -> Option<OutcomeResponse> {
            let line = self.line(outcome).ok()?;
            Some(OutcomeResponse {
                status: self.first(&line, |rule| rule.status)?,
                code: self.first(&line, |rule| rule.code.clone()),
                kind: self
                    .first(&line, |rule| rule.kind.clone())
                    .or_else(|| self.default_type.clone().filter(|_| outcome.usual_status() >= 400)),
                message: self.first(&line, |rule| rule.message.clone())?,
                help: self.first(&line, |rule| rule.help.clone()),
            })
        }
    }

    impl Read for Outcomes {
        fn read<N: Node>(node: &N) -> Option<Self> {
            let rules = OutcomeRules::read(node);
            Outcome::ALL.iter().map(|outcome| rules.response(*outcome)).collect::<Option<_>>().map(Self)
        }
    }

    impl Outcomes {
        /// The key of the status of outcomes without one.
        pub const DEFAULT_STATUS: Key = Key {
            wire: "default_status",
            formerly: Some("every"),
            docs: "The status of every outcome (except `not_modified`) for which the same file has neither `status` nor \
                `as`: `200`. One of the 400s or 500s only applies to failures. It overrides the statuses of the style \
                that is extended.",
            shape: Shape::Whole(200, 599),
            required: false,
            default: None,
        };

        /// The key of the type of failures whose outcome has none.
        pub const DEFAULT_TYPE: Key = Key {
            wire: "default_type",
            formerly: None,
            docs: "The `$type` of every failure whose outcome has none: `invalid_request`.",
            shape: Shape::Text(&crate::texts::CODE),
            required: false,
            default: None,
        };

        /// The table of its keys: `default_status`, `default_type`, and all outcomes.
        pub const RECORD: Record = {
            const KEYS: [Key; Outcome::ALL.len() + 2] = {
                let mut keys = [Outcomes::DEFAULT_STATUS; Outcome::ALL.len() + 2];
                keys[1] = Outcomes::DEFAULT_TYPE;
                let mut at = 0;
                while at < Outcome::WORDS.len() {
                    let Word { text, formerly, docs } = Outcome::WORDS[at];
                    let shape = Shape::Short(&OutcomeRule::RECORD, "as");
                    keys[at + 2] = Key { wire: text, formerly, docs, shape, required: true, default: None };
                    at += 1;
                }
                keys
            };
            Record {
                title: "`outcomes`",
                docs: "The response to each outcome: its status, as in `not_found: 404`, or a mapping.",
                keys: &KEYS,
                others: None,
            }
        };
    }

    impl Shaped for Outcomes {
        const SHAPE: Shape = Shape::Record(&Self::RECORD);
    }
}
