//! Rate limits: a token bucket for each peer.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::problem::Problem;
use crate::style::{self, ResetTime, Style};

use crate::server::serve::peer;
use crate::server::settings::RateSetting;

type Buckets<C> = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, C, StateInformationMiddleware>;

/// The maximum number of buckets, checked every [`LOOK`] requests: full ones are then removed, and if there are still
/// too many, all are reset.
const PEERS: usize = if cfg!(test) { 2 * LOOK } else { 64 * 1024 };

/// Requests between two checks.
const LOOK: usize = 1024;

/// The maximum time to fill a bucket.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Takes a token for each request.
pub(in crate::server) struct Limiter<C: Clock = DefaultClock> {
    buckets: RwLock<Buckets<C>>,
    clock: C,
    quota: Quota,
    asked: AtomicUsize,
    headers: RateHeaders,
}

/// The headers that describe a bucket.
#[derive(Debug, Clone, Default)]
struct RateHeaders {
    limit: Option<HeaderName>,
    remaining: Option<HeaderName>,
    reset: Option<HeaderName>,
    reset_as: Option<ResetTime>,
}

/// The state of a client's bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) struct RateStatus {
    /// The number of whole tokens.
    tokens: u32,
    /// The time until the next token, if the request got none.
    wait: Option<Duration>,
}

impl RateStatus {
    /// Returns the problem of a request that got no token.
    pub(in crate::server) fn exceeded(self) -> Option<Problem> {
        self.wait.map(Problem::too_many)
    }
}

impl Limiter {
    /// Creates a limiter from the setting, or else from the style. Returns `None` if there is no limit.
    pub(in crate::server) fn of(style: &Style, setting: RateSetting) -> Option<Self> {
        let (requests, per) = match (setting, &style.rate) {
            (RateSetting::Of(requests, per), _) => (requests, per),
            (RateSetting::Style, Some(rate)) => (rate.requests, Duration::from_secs(u64::from(rate.per_s))),
            (RateSetting::Off, _) | (RateSetting::Style, None) => return None,
        };
        Some(Self::new(style, requests, per, DefaultClock::default()))
    }
}

impl<C: Clock + Clone> Limiter<C> {
    fn new(style: &Style, requests: u32, per: Duration, clock: C) -> Self {
        let requests = NonZeroU32::new(requests).unwrap_or(NonZeroU32::MIN);
        let each = (per.min(LONGEST) / requests.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(each).unwrap_or(Quota::per_second(requests)).allow_burst(requests);
        let header = |wire: &Option<style::HeaderName>| HeaderName::try_from(&**wire.as_ref()?).ok();
        let headers = style.rate.as_ref().map_or_else(RateHeaders::default, |rate| RateHeaders {
            limit: header(&rate.limit),
            remaining: header(&rate.remaining),
            reset: header(&rate.reset),
            reset_as: Some(rate.reset_as),
        });
        let buckets = RwLock::new(empty(quota, &clock));
        Self { buckets, clock, quota, asked: AtomicUsize::new(0), headers }
    }

    /// Takes a token from the peer's bucket.
    pub(in crate::server) fn take(&self, parts: &Parts) -> RateStatus {
        self.make_room();
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        match buckets.check_key(&peer::holder_of(parts).unwrap_or(NOBODY)) {
            Ok(state) => RateStatus { tokens: state.remaining_burst_capacity(), wait: None },
            Err(not_until) => {
                RateStatus { tokens: 0, wait: Some(not_until.wait_time_from(self.clock.now())) }
            }
        }
    }

    /// Writes the headers that describe the bucket.
    pub(in crate::server) fn write(&self, status: RateStatus, headers: &mut HeaderMap) {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.write_at(now, status, headers);
    }

    /// Writes the headers at a time, counted from the start of 1970.
    fn write_at(&self, now: Duration, status: RateStatus, headers: &mut HeaderMap) {
        let size = self.quota.burst_size().get();
        let mut put = |wire: &Option<HeaderName>, count: u64| {
            if let Some(wire) = wire {
                headers.insert(wire, HeaderValue::from(count));
            }
        };
        put(&self.headers.limit, u64::from(size));
        put(&self.headers.remaining, u64::from(status.tokens));
        let reset = self.quota.replenish_interval().saturating_mul(size.saturating_sub(status.tokens));
        let reset = match self.headers.reset_as {
            None | Some(ResetTime::Seconds) => reset,
            Some(ResetTime::Epoch) => now.saturating_add(reset),
        };
        put(&self.headers.reset, reset.as_secs().saturating_add(u64::from(reset.subsec_nanos() > 0)));
    }

    fn make_room(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % LOOK != LOOK - 1 {
            return;
        }
        let crowded = {
            let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
            if buckets.len() > PEERS / 2 {
                buckets.retain_recent();
            }
            buckets.len() > PEERS
        };
        if crowded {
            tracing::warn!(peers = PEERS, "too many peers: all rate limits were reset");
            *self.buckets.write().unwrap_or_else(PoisonError::into_inner) = empty(self.quota, &self.clock);
        }
    }
}

fn empty<C: Clock + Clone>(quota: Quota, clock: &C) -> Buckets<C> {
    RateLimiter::new(quota, HashMapStateStore::new(HashMap::default()), clock.clone())
}

/// The bucket that all clients with an unknown address share.
const NOBODY: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

impl<C: Clock> fmt::Debug for Limiter<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("quota", &self.quota).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::Peer;
    use crate::style::Rate;
    use governor::clock::FakeRelativeClock;
    use std::net::SocketAddr;

    const fn header(wire: &'static str) -> style::HeaderName {
        style::HeaderName(style::Text::Borrowed(wire))
    }

    const RATED: Style = Style {
        rate: Some(Rate {
            requests: 3,
            per_s: 30,
            applies_to: crate::style::RatedRequests::All,
            limit: Some(header("ratelimit-limit")),
            remaining: Some(header("ratelimit-remaining")),
            reset: Some(header("ratelimit-reset")),
            reset_as: ResetTime::Seconds,
        }),
        ..Style::MINIMAL
    };

    fn limiter(clock: &FakeRelativeClock) -> Limiter<FakeRelativeClock> {
        Limiter::new(&RATED, 3, Duration::from_secs(30), clock.clone())
    }

    fn from(peer: Option<IpAddr>) -> Parts {
        let mut request = http::Request::new(());
        if let Some(peer) = peer {
            request.extensions_mut().insert(Peer(SocketAddr::new(peer, 5)));
        }
        request.into_parts().0
    }

    fn of(peer: &str) -> Parts {
        from(Some(peer.parse().expect("an address")))
    }

    fn headers(limiter: &Limiter<FakeRelativeClock>, quota: RateStatus) -> [String; 3] {
        let mut headers = HeaderMap::new();
        limiter.write(quota, &mut headers);
        ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]
            .map(|wire| headers[wire].to_str().expect("text").to_owned())
    }

    #[test]
    fn hk_41_a_bucket_empties_and_fills_again() {
        let clock = FakeRelativeClock::default();
        let limiter = limiter(&clock);
        let peer = of("192.0.2.1");
        for tokens in [2, 1, 0] {
            assert_eq!(limiter.take(&peer), RateStatus { tokens, wait: None });
        }
        clock.advance(Duration::from_secs(4));
        let refused = limiter.take(&peer);
        assert_eq!(refused, RateStatus { tokens: 0, wait: Some(Duration::from_secs(6)) });
        assert_eq!(headers(&limiter, refused), ["3", "0", "30"]);
        clock.advance(Duration::from_secs(6));
        assert_eq!(limiter.take(&peer), RateStatus { tokens: 0, wait: None });
        clock.advance(Duration::from_secs(60));
        let quota = limiter.take(&peer);
        assert_eq!((quota.tokens, headers(&limiter, quota)), (2, ["3".into(), "2".into(), "10".into()]));
    }

    #[test]
    fn the_time_of_a_reset_can_be_one_of_the_calendar() {
        let clock = FakeRelativeClock::default();
        let style = Style {
            rate: Some(Rate { reset_as: ResetTime::Epoch, ..RATED.rate.clone().expect("a rate") }),
            ..Style::MINIMAL
        };
        let limiter = Limiter::new(&style, 3, Duration::from_secs(30), clock);
        let (status, mut headers) = (limiter.take(&of("192.0.2.1")), HeaderMap::new());
        limiter.write_at(Duration::from_millis(1_700_000_000_300), status, &mut headers);
        assert_eq!(headers["ratelimit-reset"], "1700000011", "ten seconds later, rounded up");
    }

    #[test]
    fn each_peer_has_its_bucket_and_the_unknown_have_one() {
        let clock = FakeRelativeClock::default();
        let limiter = limiter(&clock);
        let tokens = |parts: &Parts| limiter.take(parts).tokens;
        assert_eq!((tokens(&of("192.0.2.1")), tokens(&of("192.0.2.2"))), (2, 2));
        assert_eq!(tokens(&of("::ffff:192.0.2.1")), 1);
        assert_eq!((tokens(&of("2001:db8::1")), tokens(&of("2001:db8::ffff:0:0:2"))), (2, 1));
        assert_eq!(tokens(&of("2001:db8:0:1::1")), 2);
        assert_eq!((tokens(&from(None)), tokens(&from(None))), (2, 1));
    }

    #[test]
    fn peers_beyond_counting_are_not_all_kept() {
        let clock = FakeRelativeClock::default();
        let limiter = limiter(&clock);
        let many = u32::try_from(PEERS + 3 * LOOK).expect("some");
        let ask = |number: u32| limiter.take(&from(Some(IpAddr::V4(number.into()))));
        for number in 0..many {
            ask(number);
        }
        let kept = || limiter.buckets.read().expect("sound").len();
        assert!(kept() < 3 * LOOK, "{}", kept());
        for number in 0..many / 2 + 2048 {
            ask(number);
        }
        clock.advance(Duration::from_secs(60));
        for _ in 0..1024 {
            ask(1);
        }
        assert!(kept() < LOOK, "{}", kept());
    }

    #[test]
    fn any_numbers_make_a_bucket() {
        for (requests, per) in [(0, 0), (u32::MAX, 0), (1, u64::MAX), (u32::MAX, u64::MAX)] {
            let clock = FakeRelativeClock::default();
            let limiter = Limiter::new(&RATED, requests, Duration::from_secs(per), clock);
            let quota = limiter.take(&from(None));
            assert_eq!((quota.tokens, quota.wait), (requests.max(1) - 1, None));
            headers(&limiter, quota);
        }
    }

    #[test]
    fn the_services_own_rate_goes_before_the_styles() {
        let size = |style: &Style, setting| Limiter::of(style, setting).map(|l| l.quota.burst_size().get());
        let five = RateSetting::Of(5, Duration::from_secs(1));
        assert_eq!(size(&RATED, RateSetting::Style), Some(3));
        assert_eq!((size(&RATED, five), size(&Style::MINIMAL, five)), (Some(5), Some(5)));
        assert_eq!((size(&RATED, RateSetting::Off), size(&Style::MINIMAL, RateSetting::Style)), (None, None));
    }
}
