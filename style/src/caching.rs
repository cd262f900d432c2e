//! Entity tags and conditional requests.

record! {
    /// Entity tags and conditional requests (RFC 9110 §8.8.3 and §13).
    Caching "`caching`" {
        /// Whether responses with a body carry an `ETag`.
        etag: EntityTags,
        /// Whether `If-Match` is evaluated.
        if_match: IfMatch,
    }
}

impl Caching {
    /// Whether responses with a body carry an `ETag`, and `If-None-Match` is evaluated.
    #[must_use]
    pub const fn has_tags(&self) -> bool {
        !matches!(self.etag, EntityTags::None)
    }

    /// Whether `If-Match` is evaluated.
    #[must_use]
    pub const fn checks_if_match(&self) -> bool {
        matches!(self.if_match, IfMatch::Check)
    }
}

words! {
    /// Whether responses with a body carry an `ETag`.
    EntityTags {
        /// No `ETag` is sent.
        None = "none",
        /// A strong `ETag` is sent. A request whose `If-None-Match` has it gets the outcome `not_modified`.
        Strong = "strong",
        /// A weak `ETag` is sent: `W/"…"`. It serves `If-None-Match` as a strong one does, and never holds for `If-Match`
        /// and `If-Range` (RFC 9110 §8.8.3.2).
        Weak = "weak",
    }
}

words! {
    /// Whether `If-Match` is evaluated.
    IfMatch {
        /// The header is ignored.
        Ignore = "ignore",
        /// A request whose `If-Match` lacks the current `ETag` gets the outcome `precondition_failed`.
        Check = "check",
    }
}
