//! Timestamps in whole seconds since 1970, for styles that represent `format: date-time` this way.

use crate::value::DateTime;
use chrono::Utc;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// A Unix timestamp, within the range of `chrono` (about 262 000 years before and after); an integer on the wire.
///
/// ```
/// use housestyle::UnixTime;
///
/// let time = UnixTime::from_timestamp(1_586_936_700).unwrap();
/// assert_eq!(serde_json::to_string(&time).unwrap(), "1586936700");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(chrono::DateTime<Utc>);

impl UnixTime {
    /// The minimum timestamp.
    pub const MIN_TIMESTAMP: i64 = chrono::DateTime::<Utc>::MIN_UTC.timestamp();
    /// The maximum timestamp.
    pub const MAX_TIMESTAMP: i64 = chrono::DateTime::<Utc>::MAX_UTC.timestamp();

    /// Returns the current time, truncated to seconds.
    #[must_use]
    pub fn now() -> Self {
        Utc::now().into()
    }

    /// Creates a time from a Unix timestamp, without leap seconds; `None` if it is out of range.
    #[must_use]
    pub const fn from_timestamp(seconds: i64) -> Option<Self> {
        match chrono::DateTime::from_timestamp(seconds, 0) {
            Some(time) => Some(Self(time)),
            None => None,
        }
    }

    /// Returns the Unix timestamp.
    #[must_use]
    pub const fn timestamp(self) -> i64 {
        self.0.timestamp()
    }
}

/// Rounds down to whole seconds.
impl From<chrono::DateTime<Utc>> for UnixTime {
    fn from(time: chrono::DateTime<Utc>) -> Self {
        Self::from_timestamp(time.timestamp()).unwrap_or(Self(time))
    }
}

/// Rounds down to whole seconds and drops the offset.
impl From<DateTime> for UnixTime {
    fn from(time: DateTime) -> Self {
        time.with_timezone(&Utc).into()
    }
}

impl From<UnixTime> for chrono::DateTime<Utc> {
    fn from(time: UnixTime) -> Self {
        time.0
    }
}

impl From<UnixTime> for DateTime {
    fn from(time: UnixTime) -> Self {
        time.0.fixed_offset()
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.timestamp(), f)
    }
}

/// An error of parsing a [`UnixTime`].
///
/// ```
/// use housestyle::UnixTime;
/// use housestyle::value::ParseUnixTimeError;
///
/// assert!(matches!("noon".parse::<UnixTime>(), Err(ParseUnixTimeError::Number(_))));
/// assert!(matches!("9223372036854775807".parse::<UnixTime>(), Err(ParseUnixTimeError::Range)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseUnixTimeError {
    /// Not a 64-bit integer.
    Number(ParseIntError),
    /// The timestamp is out of range.
    Range,
}

impl fmt::Display for ParseUnixTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(error) => fmt::Display::fmt(error, f),
            Self::Range => f.write_str(OUT_OF_RANGE),
        }
    }
}

impl std::error::Error for ParseUnixTimeError {}

const OUT_OF_RANGE: &str = "the timestamp is out of range";

impl FromStr for UnixTime {
    type Err = ParseUnixTimeError;

    fn from_str(text: &str) -> Result<Self, ParseUnixTimeError> {
        Self::from_timestamp(text.parse().map_err(ParseUnixTimeError::Number)?)
            .ok_or(ParseUnixTimeError::Range)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.timestamp())
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        Self::from_timestamp(seconds).ok_or_else(|| D::Error::custom(OUT_OF_RANGE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, Valid, check};
    use serde_json::json;

    #[test]
    fn seconds_there_and_back() {
        for seconds in [0, -1, 1_469_049_355, UnixTime::MIN_TIMESTAMP, UnixTime::MAX_TIMESTAMP] {
            let time = UnixTime::from_timestamp(seconds).expect("in range");
            assert_eq!(serde_json::to_string(&time).expect("json"), seconds.to_string());
            assert_eq!(serde_json::from_str::<UnixTime>(&seconds.to_string()).expect("a time"), time);
            assert_eq!(seconds.to_string().parse(), Ok(time));
            assert_eq!(UnixTime::from(chrono::DateTime::<Utc>::from(time)), time);
            assert_eq!(UnixTime::from(DateTime::from(time)), time);
        }
        assert_eq!(format!("{:>3}", UnixTime::from_timestamp(7).expect("in range")), "  7");
    }

    #[test]
    fn fractions_and_offsets_go() {
        let of = |text: &str| UnixTime::from(text.parse::<DateTime>().expect("a time")).timestamp();
        assert_eq!(of("1970-01-01T03:00:01.999+03:00"), 1);
        assert_eq!(of("1969-12-31T23:59:59.5Z"), -1);
        let now: chrono::DateTime<Utc> = UnixTime::now().into();
        assert_eq!(now.timestamp_subsec_nanos(), 0);
    }

    #[test]
    fn what_is_no_time_is_refused_on_both_paths() {
        static SCHEMA: Schema = Schema::UNIX_TIME;
        let beyond = [UnixTime::MIN_TIMESTAMP - 1, UnixTime::MAX_TIMESTAMP + 1, i64::MIN, i64::MAX];
        for value in beyond.map(|seconds| json!(seconds)).into_iter().chain([
            json!("1469049355"),
            json!(1.5),
            json!(true),
            json!(null),
        ]) {
            assert!(serde_json::from_value::<UnixTime>(value.clone()).is_err(), "{value}");
            assert!(!check::fits(&value, &SCHEMA), "{value}");
        }
        for seconds in [UnixTime::MIN_TIMESTAMP, 5, UnixTime::MAX_TIMESTAMP] {
            assert!(UnixTime::from_timestamp(seconds).is_some_and(|time| time.valid(&SCHEMA)));
            assert!(check::fits(&json!(seconds), &SCHEMA));
        }
        assert_eq!("99999999999999999".parse::<UnixTime>(), Err(ParseUnixTimeError::Range));
        assert!("soon".parse::<UnixTime>().is_err());
    }
}
