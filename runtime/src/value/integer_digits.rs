//! Whole numbers that are written with a fraction or an exponent.

/// The longest integer that is written out: that of 128 bits.
const DIGITS: usize = 39;

/// Returns the digits of a whole number that is written with a fraction or an exponent, such as `5.0` or `1e3`, and
/// `None` for any other number.
pub(crate) fn integer_digits(number: &str) -> Option<String> {
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
