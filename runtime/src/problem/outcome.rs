//! What happened, before it is a status.

/// What became of a request, in the vocabulary that every style maps to its own statuses, codes and messages.
///
/// A handler or a check names the outcome; the style's [`Reaction`](crate::style::Reaction) to it decides what
/// goes over the wire. The discriminants index [`Style::outcomes`](crate::style::Style::outcomes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// Done, with an answer.
    Ok,
    /// A resource came to be.
    Created,
    /// Work goes on after the answer.
    Accepted,
    /// Done, nothing to say.
    NoContent,
    /// A part of a collection.
    Partial,
    /// What the client holds is current.
    NotModified,
    /// The body is not in the syntax of its media type.
    Malformed,
    /// A required parameter is absent.
    MissingParameter,
    /// A parameter has a value that its schema refuses.
    InvalidParameter,
    /// A required member of the body is absent.
    MissingMember,
    /// A body in good syntax that its schema refuses.
    InvalidEntity,
    /// Without TLS, where it is asked for.
    TlsRequired,
    /// No credentials, or bad ones.
    Unauthenticated,
    /// Known, but not entitled.
    Forbidden,
    /// Exists, but must look as if it did not.
    Hidden,
    /// No such resource.
    NotFound,
    /// No operation has this path.
    NoOperation,
    /// The path is known, the method is not.
    WrongMethod,
    /// Nothing that `Accept` admits can be produced.
    NotAcceptable,
    /// The request took too long to arrive.
    Timeout,
    /// In conflict with the state of the resource.
    Conflict,
    /// A precondition of the request does not hold.
    PreconditionFailed,
    /// The body is over the limit.
    TooLarge,
    /// The media type of the body is not taken.
    UnsupportedMedia,
    /// A range that cannot be read.
    MalformedRange,
    /// A range that the collection does not have.
    RangeNotSatisfiable,
    /// A failure that the business foresees.
    Business,
    /// Too many requests.
    TooMany,
    /// An unforeseen failure; its cause goes to the log alone.
    Internal,
    /// The operation has no handler yet.
    NotImplemented,
    /// For now the service cannot answer.
    Unavailable,
}

impl Outcome {
    /// The outcome that a registered status is a case of, where no style need have one of its own for it: a 410 is as a 404,
    /// and no malformed request.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) const fn registered(status: u16) -> Option<Self> {
        Some(match status {
            402 | 424 => Self::Business,
            407 => Self::Unauthenticated,
            410 => Self::NotFound,
            413 | 414 | 431 => Self::TooLarge,
            423 => Self::Conflict,
            428 => Self::PreconditionFailed,
            451 => Self::Forbidden,
            _ => return None,
        })
    }

    /// Every outcome, in the order of the discriminants.
    pub const ALL: [Self; 31] = [
        Self::Ok,
        Self::Created,
        Self::Accepted,
        Self::NoContent,
        Self::Partial,
        Self::NotModified,
        Self::Malformed,
        Self::MissingParameter,
        Self::InvalidParameter,
        Self::MissingMember,
        Self::InvalidEntity,
        Self::TlsRequired,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::Hidden,
        Self::NotFound,
        Self::NoOperation,
        Self::WrongMethod,
        Self::NotAcceptable,
        Self::Timeout,
        Self::Conflict,
        Self::PreconditionFailed,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::MalformedRange,
        Self::RangeNotSatisfiable,
        Self::Business,
        Self::TooMany,
        Self::Internal,
        Self::NotImplemented,
        Self::Unavailable,
    ];

    /// Its name in styles.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Created => "created",
            Self::Accepted => "accepted",
            Self::NoContent => "no_content",
            Self::Partial => "partial",
            Self::NotModified => "not_modified",
            Self::Malformed => "malformed",
            Self::MissingParameter => "missing_parameter",
            Self::InvalidParameter => "invalid_parameter",
            Self::MissingMember => "missing_member",
            Self::InvalidEntity => "invalid_entity",
            Self::TlsRequired => "tls_required",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::Hidden => "hidden",
            Self::NotFound => "not_found",
            Self::NoOperation => "no_operation",
            Self::WrongMethod => "wrong_method",
            Self::NotAcceptable => "not_acceptable",
            Self::Timeout => "timeout",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition_failed",
            Self::TooLarge => "too_large",
            Self::UnsupportedMedia => "unsupported_media",
            Self::MalformedRange => "malformed_range",
            Self::RangeNotSatisfiable => "range_not_satisfiable",
            Self::Business => "business",
            Self::TooMany => "too_many",
            Self::Internal => "internal",
            Self::NotImplemented => "not_implemented",
            Self::Unavailable => "unavailable",
        }
    }
}
