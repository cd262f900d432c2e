//! Rate limits.

use crate::HeaderName;

record! {
    /// The rate limit of each client, as a token bucket. A request that finds the bucket empty gets the outcome `too_many`.
    /// Without it, there is no limit.
    Rate "`rate`" {
        /// The size of the bucket: how many requests a client may make at once. The server's configuration overrides it.
        requests: u32 [Whole(1, 1_000_000_000)],
        /// How long an empty bucket takes to fill up, in seconds. With `requests: 4500` and `per_s: 3600`, a client may
        /// make 4500 requests an hour.
        per_s: u32 [Whole(1, 31_536_000)],
        /// Which requests are counted.
        applies_to formerly "of": RatedRequests = "\"all\"",
        /// The response header for the size of the bucket: `RateLimit-Limit`. Without it, none is sent.
        limit: Option<HeaderName>,
        /// The response header for the number of requests that are left: `RateLimit-Remaining`. Without it, none is sent.
        remaining: Option<HeaderName>,
        /// The response header for the time when the bucket is full: `RateLimit-Reset`. Without it, none is sent.
        reset: Option<HeaderName>,
        /// What the header for that time holds.
        reset_as: ResetTime = "\"seconds\"",
    }
}

words! {
    /// What the header for the time when the bucket is full holds.
    ResetTime {
        /// The seconds until then.
        Seconds = "seconds",
        /// That time, in seconds since 1970-01-01T00:00:00Z.
        Epoch = "epoch",
    }
}

words! {
    /// Which requests are counted.
    RatedRequests {
        /// All requests.
        All = "all",
        /// Requests to operations with `rate: true` in `x-style`.
        Marked = "marked",
    }
}
