//! Integers with a fraction or exponent, such as `5.0` and `1e3`: integers in JSON Schema, but floats in serde.

/// The maximum number of digits, that of 128 bits.
const DIGITS: usize = 39;

/// Returns JSON text with these integers as plain digits; `None` if there are none.
pub(crate) fn plain(text: &[u8]) -> Option<Vec<u8>> {
    rewritten(text, digits)
}

/// Returns JSON text with each number replaced by what `other` returns for it; `None` if it replaces none.
pub(super) fn rewritten(text: &[u8], other: impl Fn(&str) -> Option<String>) -> Option<Vec<u8>> {
    let mut out: Option<Vec<u8>> = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => at = text_end(text, at),
            b'-' | b'0'..=b'9' => {
                let end = at + text[at..].iter().take_while(|byte| is_of_number(**byte)).count();
                if let Some(written) = std::str::from_utf8(&text[at..end]).ok().and_then(&other) {
                    let out = out.get_or_insert_with(|| Vec::with_capacity(text.len()));
                    out.extend_from_slice(&text[copied..at]);
                    out.extend_from_slice(written.as_bytes());
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    out.map(|mut out| {
        out.extend_from_slice(&text[copied..]);
        out
    })
}

/// Returns the digits of an integer that is written with a fraction or exponent.
pub(crate) fn digits(number: &str) -> Option<String> {
    if number == "-0" {
        return Some("0".to_owned());
    }
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if number.len() == sign.len() + whole.len() || whole.is_empty() {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let exponent: i64 = exponent.parse().ok()?;
    let shift = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let length = i64::try_from(digits.len()).ok()?.checked_add(shift)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= DIGITS)?;
    let (kept, rest) = digits.split_at(length.min(digits.len()));
    let whole = rest.bytes().all(|digit| digit == b'0') && !kept.is_empty();
    whole.then(|| format!("{sign}{kept}{}", "0".repeat(length - kept.len())))
}

const fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
}

/// Returns the offset after the closing quote of the string at `at`.
fn text_end(text: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = text.get(end) {
        match byte {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_out_exactly() {
        for (number, whole) in [
            ("5.0", Some("5")),
            ("1e3", Some("1000")),
            ("-12.50E1", Some("-125")),
            ("1200e-2", Some("12")),
            ("9007199254740993.000", Some("9007199254740993")),
            ("0.0", Some("0")),
            ("-0.0", Some("0")),
            ("-0", Some("0")),
            ("0e999999999999999999999", Some("0")),
            ("5", None),
            ("-5", None),
            ("5.5", None),
            ("1e-1", None),
            ("1e40", None),
            ("1e99999999999999999999", None),
        ] {
            assert_eq!(digits(number).as_deref(), whole, "{number}");
        }
    }

    #[test]
    fn text_stays_as_it_is() {
        let text = br#"{"a 1.0":"2.0 \" 3.0","b":[4.0,-5e0,0.5],"c":6}"#;
        let plain = plain(text).expect("whole numbers");
        assert_eq!(plain, br#"{"a 1.0":"2.0 \" 3.0","b":[4,-5,0.5],"c":6}"#);
        assert_eq!(super::plain(br#"{"a":"1.0","b":0.5}"#), None);
        for broken in ["\"", "\"\\", "-", "1.", "[1.0"] {
            let _ = super::plain(broken.as_bytes());
        }
    }
}
