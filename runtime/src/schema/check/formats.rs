//! Validation of string formats.

use crate::schema::Format;
use crate::value::{Base64, Base64Url, Date, DateTime};
use chrono::{Datelike, Timelike};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Returns whether the text matches the format.
pub(super) fn is_format(format: Format, text: &str) -> bool {
    match format {
        Format::None => true,
        Format::Uuid => uuid::Uuid::parse_str(text).is_ok(),
        Format::DateTime => is_date_time(text),
        Format::Date => is_date(text),
        Format::Uri => iri_string::types::UriStr::new(text).is_ok(),
        Format::UriReference => iri_string::types::UriReferenceStr::new(text).is_ok(),
        Format::Byte => Base64::decode(text).is_ok(),
        Format::Base64Url => Base64Url::decode(text).is_ok(),
        Format::Email => is_email(text),
        Format::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
        Format::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        Format::Hostname => is_hostname(text),
        Format::Time => is_time(text),
        Format::Duration => is_duration(text),
    }
}

/// `addr-spec` of RFC 5322 within the limits of RFC 5321, in ASCII and without comments.
fn is_email(text: &str) -> bool {
    let options = email_address::Options::default().without_display_text();
    text.is_ascii() && email_address::EmailAddress::parse_with_options(text, options).is_ok()
}

/// Labels of letters, digits and inner hyphens: RFC 1123 §2.1.
fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// `full-date` of RFC 3339 §5.6.
fn is_date(text: &str) -> bool {
    is_shaped(text, "dddd-dd-dd") && text.parse::<Date>().is_ok()
}

/// `date-time` of RFC 3339 §5.6. In UTC the year must also be between 0 and 9999, so that it can be written again.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    if !is_date(date) || !is_shaped_time(time) {
        return false;
    }
    text.to_ascii_uppercase().parse::<DateTime>().is_ok_and(|time| {
        let utc = time.naive_utc();
        // chrono represents a leap second as excess nanoseconds. They occur at the end of June and December.
        let is_leap = utc.nanosecond() >= 1_000_000_000;
        let may_leap = matches!((utc.month(), utc.day()), (6, 30) | (12, 31));
        (0..=9999).contains(&utc.year()) && (!is_leap || may_leap && (utc.hour(), utc.minute()) == (23, 59))
    })
}

/// `full-time` of RFC 3339 §5.6. Second 60 is only valid in the last minute of a day in UTC.
fn is_time(text: &str) -> bool {
    is_date_time(&format!("1998-12-31T{text}"))
        || is_date_time(&format!("1999-01-01T{text}"))
        || is_date_time(&format!("1998-12-30T{text}"))
}

/// Checks the shape of `partial-time` and `time-offset`.
fn is_shaped_time(text: &str) -> bool {
    let offset = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, offset) = text.split_at(offset);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    is_shaped(clock, "dd:dd:dd")
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (matches!(offset, "Z" | "z") || is_shaped(&offset.replace('-', "+"), "+dd:dd"))
}

/// Returns whether the text has a shape in which `d` is a digit.
fn is_shaped(text: &str, shape: &str) -> bool {
    let is_alike = |(byte, shape): (u8, u8)| match shape {
        b'd' => byte.is_ascii_digit(),
        shape => byte == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(is_alike)
}

/// `duration` of RFC 3339 appendix A: weeks, or consecutive units from the greatest to the least.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    match time {
        Some(time) => (date.is_empty() || are_units(date, "YMD")) && are_units(time, "HMS"),
        None => are_units(date, "YMD") || are_units(date, "W"),
    }
}

/// Returns whether the text is a sequence of numbers with consecutive units, at least one.
fn are_units(text: &str, units: &str) -> bool {
    let parts: Vec<&str> = text.split_inclusive(|char: char| !char.is_ascii_digit()).collect();
    let named: String = parts.iter().filter_map(|part| part.chars().last()).collect();
    !named.is_empty() && units.contains(&named) && parts.iter().all(|part| part.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(is_format(format, text), "{format:?} {text}");
        }
        for text in bad {
            assert!(!is_format(format, text), "{format:?} {text}");
        }
    }

    #[test]
    fn dates_and_times_are_those_of_rfc_3339() {
        let dates = [
            "2020-2-3",
            "+2020-01-01",
            " 2023-02-03",
            "2023-02-29",
            "2023-02-03 ",
            "20230203",
            "２０２０-01-01",
        ];
        check(Format::Date, &["2024-02-29", "0000-01-01"], &dates);
        check(
            Format::DateTime,
            &[
                "2024-02-29T23:59:59Z",
                "2024-02-29t23:59:59.123456789z",
                "9999-12-31T23:59:59+23:59",
                "1998-12-31T23:59:60Z",
                "1999-01-01T02:59:60+03:00",
            ],
            &[
                "2020-01-01T00:00:00+0300",
                "2020-01-01 00:00:00Z",
                " 2020-01-01T00:00:00Z",
                "2020-01-01T00:00:00",
                "2020-01-01T00:00Z",
                "2020-01-01T24:00:00Z",
                "2020-01-01T00:00:00.Z",
                "2020-01-01T00:00:00+24:00",
                "2020-01-01T00:00:00+00:60",
                "2020-01-01T00:00:60Z",
                "2020-03-31T23:59:60Z",
                "2020-06-30T23:59:61Z",
                "9999-12-31T23:59:59-23:59",
                "0000-01-01T00:00:00+01:00",
            ],
        );
        check(
            Format::Time,
            &["23:59:60Z", "01:29:60.5+01:30", "00:00:00-23:59", "12:00:00.000Z"],
            &["12:00:00", "12:00:60Z", "24:00:00Z", "1:00:00Z", "12:00:00+0100", "12:00:00z "],
        );
    }

    #[test]
    fn durations_have_no_gaps() {
        check(
            Format::Duration,
            &["P1Y2M3DT4H5M6S", "P4W", "PT36H", "P1M", "PT0S", "P1DT12H"],
            &[
                "P", "PT", "P1", "1D", "P1D2H", "P1YT", "P1Y2D", "PT1H2S", "P1W2D", "PT1.5S", "P-1D", "p1d",
                "P1D ",
            ],
        );
    }

    #[test]
    fn hosts_and_addresses() {
        check(
            Format::Hostname,
            &["example.com", "a", "3com.example", "xn--4gbwdl.example"],
            &["", "-a.b", "a-.b", "a..b", "a_b", "a.b.", "münchen.de", &"a".repeat(64)],
        );
        check(
            Format::Ipv4,
            &["127.0.0.1", "0.0.0.0"],
            &["1.2.3", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "0x7f.1.1.1"],
        );
        check(
            Format::Ipv6,
            &["::1", "2001:db8::1", "::ffff:192.0.2.1"],
            &["fe80::1%eth0", "1::2::3", "12345::", ":1", "1:2:3:4:5:6:7:8:9"],
        );
        check(
            Format::Email,
            &["a@example.com", "joe.o'neil+x@a.b", "\"a b\"@example.com", "a@[127.0.0.1]", "a@localhost"],
            &["", "a", "@b", "a@", "a@b@c", ".a@b", "a..b@c", "a b@c.d", "Joe <a@b.c>", "ä@b.c", "a@-b.c"],
        );
    }
}
