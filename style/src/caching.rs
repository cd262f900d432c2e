//! Validators of representations, and conditions on them.

record! {
    /// Validators of representations, and conditions on them (RFC 9110 §13).
    Caching "`caching`" {
        /// Whether answers with a body carry an `ETag`.
        etag: EntityTags,
        /// Whether `If-Match` is heeded.
        if_match: IfMatch,
    }
}

impl Caching {
    /// Whether answers with a body carry an `ETag`, and `If-None-Match` is heeded.
    #[must_use]
    pub const fn has_tags(&self) -> bool {
        matches!(self.etag, EntityTags::Strong)
    }

    /// Whether `If-Match` is heeded.
    #[must_use]
    pub const fn checks_if_match(&self) -> bool {
        matches!(self.if_match, IfMatch::Check)
    }
}

words! {
    /// Whether answers with a body carry an `ETag`.
    EntityTags {
        /// They carry none.
        None = "none",
        /// They carry a strong one, and `not_modified` answers an `If-None-Match` that has it.
        Strong = "strong",
    }
}

words! {
    /// Whether `If-Match` is heeded.
    IfMatch {
        /// It is passed over.
        Ignore = "ignore",
        /// A change of what has another `ETag` by now is `precondition_failed`.
        Check = "check",
    }
}
