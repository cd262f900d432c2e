//! How many requests are taken.

use crate::HeaderName;

record! {
    /// How many requests are taken of each peer, by a bucket of tokens; one more is `too_many`.
    Rate "`rate`" {
        /// The bucket's size: requests at once. The server's own setting goes before it.
        requests: u32 [Whole(1, 1_000_000_000)],
        /// How long an empty bucket takes to be full; seconds.
        per_s: u32 [Whole(1, 31_536_000)],
        /// Which requests take a token.
        applies_to formerly "of": RatedRequests = "\"all\"",
        /// The header of every answer for the bucket's size.
        limit: Option<HeaderName>,
        /// The header of every answer for the tokens that are left.
        remaining: Option<HeaderName>,
        /// The header of every answer for the seconds until it is full.
        reset: Option<HeaderName>,
    }
}

words! {
    /// Which requests take a token.
    RatedRequests {
        /// Every one.
        All = "all",
        /// Those of operations that the document marks with `rate: true` in `x-style`.
        Marked = "marked",
    }
}
