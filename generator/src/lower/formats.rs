//! Formats of text, as far as a default must be sure to be one.

use crate::ir::TextFormat;

/// Whether a text is surely of a format. Where a grammar is long, what is rare may be refused.
pub(super) fn is_of_format(format: TextFormat, text: &str) -> bool {
    match format {
        TextFormat::Plain => true,
        TextFormat::Email => text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && is_made_of(local, b"") && !local.contains("..") && is_host(domain)
        }),
        TextFormat::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
        TextFormat::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
        TextFormat::Hostname => is_host(text),
        TextFormat::Time => is_date_time(&format!("2000-01-01T{text}")),
        TextFormat::Duration => {
            let days = text.strip_prefix('P').and_then(|rest| rest.strip_suffix('D'));
            days.is_some_and(|days| !days.is_empty() && days.bytes().all(|b| b.is_ascii_digit()))
        }
        TextFormat::Uuid => is_uuid(text),
        TextFormat::Date => is_date(text),
        TextFormat::DateTime => is_date_time(text),
        TextFormat::Uri => {
            text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && is_reference(rest))
        }
        TextFormat::UriReference => match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => is_reference(rest),
            // A colon in the first segment would be read as the end of a scheme.
            Some((before, _)) if !before.contains(['/', '?', '#']) => false,
            _ => is_reference(text),
        },
        TextFormat::Byte => is_base64(text),
        TextFormat::Base64Url => {
            let padded = text.replace('-', "+").replace('_', "/") + &"=".repeat((4 - text.len() % 4) % 4);
            !text.contains(['+', '/', '=']) && is_base64(&padded)
        }
        // Bytes outside of JSON have no default.
        TextFormat::Binary => false,
    }
}

/// Labels of letters, digits and inner hyphens: RFC 1123 §2.1.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// RFC 9562 §4, the form with dashes.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// `full-date` of RFC 3339 §5.6.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `date-time` of RFC 3339 §5.6, without leap seconds.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let (time, zone_fits) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => match time.rfind(['+', '-']) {
            Some(i) => (&time[..i], is_clock(&time[i + 1..], 2)),
            None => return false,
        },
    };
    let (clock, fraction) =
        time.split_once('.').map_or((time, None), |(clock, fraction)| (clock, Some(fraction)));
    let fraction_fits =
        fraction.is_none_or(|f| (1..=9).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()));
    is_date(date) && zone_fits && fraction_fits && is_clock(clock, 3)
}

/// The seconds that every runtime has a time for: the years from -262143 to 262142.
pub(super) const UNIX_SECONDS: std::ops::RangeInclusive<i64> = -8_334_601_228_800..=8_210_266_876_799;

/// The seconds from 1970 to a `date-time` of RFC 3339; `None` if it is within a second, or not a time.
pub(super) fn unix_seconds(text: &str) -> Option<i64> {
    if !is_date_time(text) {
        return None;
    }
    let (date, time) = text.split_once(['T', 't'])?;
    let (clock, offset) = match time.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => {
            let (clock, offset) = time.split_at(time.rfind(['+', '-'])?);
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            (clock, sign * seconds(&offset[1..]))
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let integral = fraction.bytes().all(|digit| digit == b'0');
    integral.then(|| days(date) * 86_400 + seconds(clock) - offset)
}

/// The seconds of hours, minutes and seconds, as far as they are there.
fn seconds(clock: &str) -> i64 {
    clock.split(':').zip([3600, 60, 1]).map(|(part, unit)| part.parse().unwrap_or(0) * unit).sum()
}

/// The days from 1970-01-01 to a date. Years begin in March, so that a leap day is the last of its year.
fn days(date: &str) -> i64 {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let (year, month, day) = (next(), next(), next());
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * month + 2) / 5 + day - 719_469
}

/// Hours, minutes and, of three parts, seconds.
fn is_clock(text: &str, parts: usize) -> bool {
    let limits = [24, 60, 60];
    let split: Vec<_> = text.split(':').collect();
    split.len() == parts
        && split.iter().zip(limits).all(|(part, limit)| number(part, 2).is_some_and(|n| n < limit))
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// What follows a scheme: authority, path, query and fragment of RFC 3986, without addresses in brackets.
fn is_reference(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (authority, path) = match text.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", text),
    };
    let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
    let authority_fits = authority.matches(':').count() <= 1 && authority.matches('@').count() <= 1;
    authority_fits
        && port.bytes().all(|b| b.is_ascii_digit())
        && is_made_of(authority, b":@")
        && is_made_of(path, b":@/")
        && is_made_of(query, b":@/?")
        && is_made_of(fragment, b":@/?")
}

/// Unreserved characters, delimiters, escapes, and `more`.
fn is_made_of(text: &str, more: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(i, byte)| match byte {
        b'%' => bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte) || more.contains(byte),
    })
}

/// RFC 4648 §4, padded.
fn is_base64(text: &str) -> bool {
    let inner = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - inner.len() <= 2
        && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
        && last_bits_are_zero(inner)
}

/// Whether the bits of the last character that no byte takes are zero, as strict decoders want them.
fn last_bits_are_zero(inner: &str) -> bool {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mask = match inner.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => return inner.len().is_multiple_of(4),
    };
    let last = inner.bytes().last().and_then(|last| ALPHABET.iter().position(|b| *b == last));
    last.is_some_and(|value| value & mask == 0)
}

#[cfg(test)]
mod tests {
    use super::{is_of_format, unix_seconds};
    use crate::ir::TextFormat::{self, Byte, Date, DateTime, Uri, UriReference, Uuid};

    #[test]
    fn times_as_seconds() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2001-09-09T01:46:40Z", Some(1_000_000_000)),
            ("2024-02-29T23:59:59.000+03:30", Some(1_709_238_599)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("0000-03-01T00:00:00Z", Some(-62_162_035_200)),
            ("9999-12-31T23:59:59-01:00", Some(253_402_304_399)),
            ("2024-01-01T00:00:00.5Z", None),
            ("2024-01-01", None),
        ] {
            assert_eq!(unix_seconds(text), seconds, "{text}");
        }
    }

    #[test]
    fn formats() {
        let cases: [(TextFormat, &[&str], &[&str]); 6] = [
            (
                Uuid,
                &["6f1c2d3e-0000-4000-8000-00000000000a"],
                &["6f1c2d3e", "6f1c2d3e-0000-4000-8000-00000000000g"],
            ),
            (Date, &["2024-02-29"], &["2023-02-29", "2024-13-01", "2024-1-1", "+024-01-01"]),
            (
                DateTime,
                &["2024-02-29T23:59:59Z", "2024-01-01T00:00:00.5+03:00"],
                &["2024-01-01", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00"],
            ),
            (
                Uri,
                &["https://a.example:80/b?c=%20#d", "urn:a:b"],
                &["/a", "a b:c", "http://a/%2", "http://[::1]:x"],
            ),
            (UriReference, &["/a?b", "", "../a", "http://a"], &["1:2", "/a b", "/é"]),
            (Byte, &["", "AAAA", "AA==", "AAA="], &["A", "AAB=", "AB==", "AA=A"]),
        ];
        for (format, good, bad) in cases {
            for text in good {
                assert!(is_of_format(format, text), "{format:?} {text}");
            }
            for text in bad {
                assert!(!is_of_format(format, text), "{format:?} {text}");
            }
        }
    }
}
