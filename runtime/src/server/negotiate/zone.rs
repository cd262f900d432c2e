//! Time zones by their IANA name, from the database that is compiled in.

use http::{HeaderMap, HeaderName};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::api::Zone;

/// The zone that the request names in `header`; `None` if it names none.
///
/// # Errors
/// If there is no such zone, or it is named twice.
pub(crate) fn zone(headers: &HeaderMap, header: &'static str) -> Result<Option<Zone>, ()> {
    let Ok(header) = HeaderName::try_from(header) else { return Ok(None) };
    let mut values = headers.get_all(header).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(only), None) => named(only.to_str().unwrap_or("").trim()).map(Some).ok_or(()),
        _ => Err(()),
    }
}

fn named(text: &str) -> Option<Zone> {
    let zone = TimeZone::get(text).ok()?;
    let offset_at = move |seconds| {
        let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        zone.to_offset(time).seconds()
    };
    Some(Zone::new(text, offset_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_in(values: &[&str]) -> Result<Option<Zone>, ()> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("timezone", value.parse().expect("a header"));
        }
        zone(&headers, "TimeZone")
    }

    fn shown(name: &str, time: &str) -> String {
        let zone = named(name).expect("a zone");
        zone.show(time.parse().expect("a time")).to_rfc3339()
    }

    #[test]
    fn times_are_shown_in_the_zone_summer_and_winter() {
        assert_eq!(shown("Europe/Berlin", "2020-01-15T12:00:00Z"), "2020-01-15T13:00:00+01:00");
        assert_eq!(shown("Europe/Berlin", "2020-07-15T12:00:00Z"), "2020-07-15T14:00:00+02:00");
        assert_eq!(shown("Asia/Kathmandu", "2020-07-15T12:00:00Z"), "2020-07-15T17:45:00+05:45");
        assert_eq!(shown("UTC", "2020-07-15T12:00:00+03:00"), "2020-07-15T09:00:00+00:00");
    }

    #[test]
    fn a_bad_name_is_reported() {
        assert!(matches!(named_in(&[]), Ok(None)));
        assert!(matches!(named_in(&["Europe/Moscow"]), Ok(Some(_))));
        for bad in [&["Mars/Olympus"][..], &[""], &["UTC", "UTC"], &["../etc/passwd"], &["é"]] {
            assert!(named_in(bad).is_err(), "{bad:?}");
        }
    }
}
