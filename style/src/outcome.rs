//! What happened, and what goes over the wire for it.

use crate::{List, Text};

words! {
    /// What happened, before it is a status.
    ///
    /// A handler or a check names the outcome; the style's [`OutcomeResponse`] to it decides what goes over the wire.
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

impl Outcome {
    /// The status that such a thing usually has.
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
            Self::NotAcceptable => 406,
            Self::Timeout => 408,
            Self::Conflict => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::RangeNotSatisfiable => 416,
            Self::MissingMember | Self::InvalidEntity | Self::Business => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::NotImplemented => 501,
            Self::Unavailable => 503,
        }
    }
}

/// What goes over the wire for an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct OutcomeResponse {
    /// The HTTP status.
    pub status: u16,
    /// The machine's word for it, where the handler names none.
    pub code: Option<Text>,
    /// The text for people, where the handler gives none. `{place}` and `{reason}` in it stand for the first problem's
    /// parameter, or dotted path into the body, and for what is wrong with it.
    pub message: Text,
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
            [const { Self { status: 500, code: None, message: Text::Borrowed("") } }; Outcome::ALL.len()];
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
        Self { status, code, message: Text::Borrowed(message) }
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
        /// The reaction to an outcome.
        OutcomeRule "An outcome" {
            /// The HTTP status: of the 200s for a success, 304 for `not_modified`, else of the 400s and 500s; of the 200s
            /// too, where `failure.failure_flag` is there.
            status: Option<u16> [Whole(200, 599)],
            /// Another outcome, whose reaction this one shares but for what stands beside. It puts aside what the parent
            /// style says of this outcome.
            like as "as": Option<Outcome>,
            /// The machine's word for it, where the handler names none.
            code: Option<Text> [Text(&CODE)],
            /// The text for people, where the handler gives none. In it, `{place}` and `{reason}` stand for the first
            /// problem's parameter, or dotted path into the body, and for what is wrong with it.
            message: Option<Text> [Text(&PROSE)],
        }
    }

    /// The rules of a style for its outcomes.
    pub struct OutcomeRules(Vec<Option<OutcomeRule>>);

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
                        message: None,
                    }),
                    None => OutcomeRule::read(node),
                }
            };
            Self(Outcome::ALL.iter().map(rule).collect())
        }

        /// The rule for an outcome.
        #[must_use]
        pub fn get(&self, outcome: Outcome) -> Option<&OutcomeRule> {
            self.0[outcome as usize].as_ref()
        }

        /// The outcome and those that it refers to with `as`, in turn; the error is the one that closes a circle.
        ///
        /// # Errors
        /// They refer to one of themselves.
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

        /// What the first of the outcomes in line says.
        pub fn first<T>(&self, line: &[Outcome], of: impl Fn(&OutcomeRule) -> Option<T>) -> Option<T> {
            line.iter().find_map(|outcome| of(self.get(*outcome)?))
        }

        fn response(&self, outcome: Outcome) -> Option<OutcomeResponse> {
            let line = self.line(outcome).ok()?;
            Some(OutcomeResponse {
                status: self.first(&line, |rule| rule.status)?,
                code: self.first(&line, |rule| rule.code.clone()),
                message: self.first(&line, |rule| rule.message.clone())?,
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
        /// The table of its keys: `default_status`, and all outcomes.
        pub const RECORD: Record = {
            const DEFAULT_STATUS: Key = Key {
                wire: "default_status",
                formerly: Some("every"),
                docs: "The status of every outcome to which this same file gives no `status` and no `as`, but for \
                    `not_modified`. It goes before what the parent style says, and is replaced where a style on top of \
                    this one says `default_status` itself.",
                shape: Shape::Whole(200, 599),
                required: false,
                default: None,
            };
            const KEYS: [Key; Outcome::ALL.len() + 1] = {
                let mut keys = [DEFAULT_STATUS; Outcome::ALL.len() + 1];
                let mut at = 0;
                while at < Outcome::WORDS.len() {
                    let Word { text, formerly, docs } = Outcome::WORDS[at];
                    let shape = Shape::Short(&OutcomeRule::RECORD, "as");
                    keys[at + 1] = Key { wire: text, formerly, docs, shape, required: true, default: None };
                    at += 1;
                }
                keys
            };
            Record {
                title: "`outcomes`",
                docs: "What goes over the wire for each outcome: a status alone, or a mapping.",
                keys: &KEYS,
                others: None,
            }
        };
    }

    impl Shaped for Outcomes {
        const SHAPE: Shape = Shape::Record(&Self::RECORD);
    }
}
