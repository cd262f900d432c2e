//! What time it is, which tests set.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

/// The source of the current time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The clock of the system.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Utc::now)
    }

    /// A clock that says what `now` says.
    pub fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)().into()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// The first and the last microsecond of the years that RFC 3339 knows, 0000 to 9999.
const KNOWN: (i64, i64) = (-62_167_219_200_000_000, 253_402_300_799_999_999);

/// A time as the database has it: unix microseconds, whose order is that of time. A time that is just outside of the years that can
/// be written, because its offset goes beyond their ends, becomes their first or last moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct Moment(i64);

impl Moment {
    /// As it goes over the wire.
    #[must_use]
    pub fn date_time(self) -> DateTime<FixedOffset> {
        self.utc().fixed_offset()
    }

    /// In seconds, as tokens have it.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// For the database.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Of seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// So much earlier.
    #[must_use]
    pub fn before(self, time: TimeDelta) -> Self {
        Self(self.0.saturating_sub(time.num_microseconds().unwrap_or(i64::MAX)))
    }

    /// So much later.
    #[must_use]
    pub fn after(self, time: TimeDelta) -> Self {
        Self(self.0.saturating_add(time.num_microseconds().unwrap_or(i64::MAX)))
    }

    /// The current day in a time zone (IANA); in UTC if the zone is unknown.
    #[must_use]
    pub fn day_in(self, zone: &str) -> NaiveDate {
        let offset = jiff::tz::TimeZone::get(zone)
            .ok()
            .zip(jiff::Timestamp::from_microsecond(self.0).ok())
            .map_or(0, |(zone, at)| zone.to_offset(at).seconds());
        (self.utc() + TimeDelta::seconds(offset.into())).date_naive()
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}

impl<Z: chrono::TimeZone> From<DateTime<Z>> for Moment {
    fn from(time: DateTime<Z>) -> Self {
        Self(time.timestamp_micros().clamp(KNOWN.0, KNOWN.1))
    }
}

/// Whether there is a zone of this name (IANA).
#[must_use]
pub fn is_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_the_midnight_of_its_zone() {
        let late = Moment::from(DateTime::parse_from_rfc3339("2026-01-31T22:30:00Z").expect("a time"));
        let day = |zone| late.day_in(zone).to_string();
        assert_eq!((day("UTC"), day("Europe/Moscow")), ("2026-01-31".into(), "2026-02-01".into()));
        assert_eq!(day("Nowhere/AtAll"), "2026-01-31");
        assert!(is_zone("Europe/Madrid") && !is_zone("Nowhere/AtAll") && !is_zone(""));
    }

    #[test]
    fn a_moment_is_written_in_utc() {
        let date_time =
            |text| Moment::from(DateTime::parse_from_rfc3339(text).expect("a time")).date_time().to_rfc3339();
        assert_eq!(date_time("2026-01-31T12:00:00.5+03:00"), "2026-01-31T09:00:00.500+00:00");
        assert_eq!(Moment(-1).seconds(), -1);
        assert_eq!(date_time("9999-12-31T23:59:59-23:00"), "9999-12-31T23:59:59.999999+00:00");
        assert_eq!(date_time("0000-01-01T00:00:00+23:00"), "0000-01-01T00:00:00+00:00");
    }
}
