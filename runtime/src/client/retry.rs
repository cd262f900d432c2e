//! Retries: when, and after what wait.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, Method, StatusCode};

use super::transport::TransportKind;

/// When a call is retried.
///
/// A call is retried if no connection was made, a deadline passed, the connection broke, or the status is 429, 502,
/// 503 or 504, and if the method is idempotent (RFC 9110 §9.2.2: `GET`, `HEAD`, `OPTIONS`, `PUT`, `DELETE`), the call has
/// an idempotency key of the style, or its options allow it. A call with such a key is also retried if the response is
/// `idempotency_conflict`: an earlier attempt is still being performed. The wait is that of `Retry-AttemptResult`, up to a limit; otherwise it is random, up to a bound
/// that doubles with each attempt. No wait exceeds the call's total deadline.
///
/// Under a style with a rate limit, a 429 means that the request was not processed. It is then retried for any
/// method, unless the call's options forbid it, and `Retry-AttemptResult` is respected up to the call's deadline.
///
/// ```
/// use housestyle::client::RetryPolicy;
///
/// let patient = RetryPolicy { attempts: 5, ..RetryPolicy::default() };
/// assert_eq!(RetryPolicy::never().attempts, 1);
/// // Client::builder("https://api.example").retry(patient)
/// # drop(patient);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The maximum number of attempts, including the first. 3 by default; 1 disables retries.
    pub attempts: u32,
    /// The bound of the first wait. 200 ms by default.
    pub backoff: Duration,
    /// The maximum bound. 10 s by default.
    pub backoff_max: Duration,
    /// The longest `Retry-AttemptResult` that is respected, except after a 429 under a style with a rate limit. 30 s by
    /// default.
    pub retry_after_max: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            backoff: Duration::from_millis(200),
            backoff_max: Duration::from_secs(10),
            retry_after_max: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy without retries.
    #[must_use]
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Returns the wait after attempt number `made` (from 1), or `None` if there is no further attempt.
    pub(super) fn wait(&self, made: u32, after: &AttemptResult<'_>) -> Option<Duration> {
        if made >= self.attempts || !after.is_passing() {
            return None;
        }
        let (headers, most) = match after {
            AttemptResult::Status(_, headers) | AttemptResult::Running(headers) => {
                (Some(*headers), self.retry_after_max)
            }
            AttemptResult::Limited(headers) => (Some(*headers), Duration::MAX),
            AttemptResult::Transport(_) => (None, Duration::ZERO),
        };
        if let Some(asked) = headers.and_then(retry_after) {
            return Some(asked.min(most));
        }
        let bound = self.backoff.saturating_mul(1 << (made - 1).min(30)).min(self.backoff_max);
        Some(bound.mul_f64(fastrand::f64()))
    }
}

/// The result of an attempt.
pub(super) enum AttemptResult<'a> {
    Status(StatusCode, &'a HeaderMap),
    /// A 429 under a style with a rate limit: the request was not processed.
    Limited(&'a HeaderMap),
    /// An earlier attempt with the same idempotency key is still being performed.
    Running(&'a HeaderMap),
    Transport(TransportKind),
}

impl AttemptResult<'_> {
    /// Returns whether another attempt may succeed.
    fn is_passing(&self) -> bool {
        match self {
            Self::Status(status, _) => matches!(status.as_u16(), 429 | 502 | 503 | 504),
            Self::Limited(_) | Self::Running(_) => true,
            Self::Transport(kind) => {
                matches!(kind, TransportKind::Connect | TransportKind::Timeout | TransportKind::Closed)
            }
        }
    }
}

/// Returns whether the method is idempotent.
pub(super) fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE].contains(method)
}

/// Returns the wait of `Retry-AttemptResult`, in seconds or as a date. A date is compared with the response's own `Date` if
/// there is one, because clocks may differ. A past date means no wait.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // An overflowing number of seconds is the longest wait.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = headers
        .get(DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn asked(headers: &[(http::HeaderName, &str)]) -> Option<Duration> {
        let mut map = HeaderMap::new();
        for (header, value) in headers {
            map.insert(header, HeaderValue::from_str(value).unwrap());
        }
        RetryPolicy::default().wait(1, &AttemptResult::Status(StatusCode::SERVICE_UNAVAILABLE, &map))
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_capped() {
        assert_eq!(asked(&[(RETRY_AFTER, "7")]), Some(Duration::from_secs(7)));
        assert_eq!(asked(&[(RETRY_AFTER, "99999999999999999999999999")]), Some(Duration::from_secs(30)));
        let date = "Wed, 21 Oct 2015 07:28:05 GMT";
        assert_eq!(
            asked(&[(RETRY_AFTER, date), (DATE, "Wed, 21 Oct 2015 07:28:00 GMT")]),
            Some(Duration::from_secs(5))
        );
        assert_eq!(asked(&[(RETRY_AFTER, date)]), Some(Duration::ZERO));
    }

    #[test]
    fn nonsense_in_retry_after_is_passed_over() {
        for text in ["-1", "1.5", "soon", ""] {
            assert!(asked(&[(RETRY_AFTER, text)]).unwrap() <= Duration::from_millis(200), "{text}");
        }
    }

    #[test]
    fn backoff_doubles_up_to_its_bound() {
        let policy = RetryPolicy { attempts: u32::MAX, ..RetryPolicy::default() };
        for (made, most) in [(1, 200), (2, 400), (3, 800), (40, 10_000), (4_000_000_000, 10_000)] {
            for _ in 0..50 {
                let wait = policy.wait(made, &AttemptResult::Transport(TransportKind::Connect)).unwrap();
                assert!(wait <= Duration::from_millis(most));
            }
        }
    }

    #[test]
    fn attempts_are_counted_and_lasting_failures_are_not_repeated() {
        let policy = RetryPolicy::default();
        assert!(policy.wait(2, &AttemptResult::Transport(TransportKind::Closed)).is_some());
        assert!(policy.wait(3, &AttemptResult::Transport(TransportKind::Closed)).is_none());
        assert!(policy.wait(1, &AttemptResult::Transport(TransportKind::Protocol)).is_none());
        let headers = HeaderMap::new();
        for status in [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::BAD_REQUEST, StatusCode::OK] {
            assert!(policy.wait(1, &AttemptResult::Status(status, &headers)).is_none());
        }
    }
}
