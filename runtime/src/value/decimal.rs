//! `format: decimal`: numbers that keep all digits.

use rust_decimal::prelude::ToPrimitive as _;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::str::FromStr;

/// A decimal number of at most 28 digits. On the wire it is a JSON number with exactly the same digits: `1.10` stays
/// `1.10`. A number with more digits is rejected. In parameters it is converted through a 64-bit float.
///
/// ```
/// use housestyle::Decimal;
///
/// let price: Decimal = serde_json::from_str("1.10").unwrap();
/// assert_eq!(price, "1.10".parse().unwrap());
/// assert_eq!(serde_json::to_string(&price).unwrap(), "1.10");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Decimal(pub rust_decimal::Decimal);

impl Decimal {
    /// Returns the nearest floating-point number.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }
}

/// An error of parsing a [`Decimal`].
///
/// ```
/// use housestyle::Decimal;
/// use housestyle::value::ParseDecimalError;
///
/// assert_eq!("12,5".parse::<Decimal>(), Err(ParseDecimalError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDecimalError;

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number of at most 28 digits")
    }
}

impl std::error::Error for ParseDecimalError {}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let plain = crate::syntax::json::integer::digits(text);
        rust_decimal::Decimal::from_str_exact(plain.as_deref().unwrap_or(text))
            .or_else(|_| rust_decimal::Decimal::from_scientific(text))
            .map(Self)
            .map_err(|_| ParseDecimalError)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Self(number)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept() {
        for text in ["1.10", "-0.1", "79228162514264337593543950335", "0.0000000000000000000000000001", "5"] {
            let number: Decimal = serde_json::from_str(text).expect("a number");
            assert_eq!(serde_json::to_string(&number).expect("json"), text);
        }
        let sum =
            "0.1".parse::<Decimal>().expect("a number").0 + "0.2".parse::<Decimal>().expect("a number").0;
        assert_eq!(Decimal(sum).to_string(), "0.3");
        assert_eq!(serde_json::from_str::<Decimal>("12e-1").expect("a number").to_string(), "1.2");
        assert_eq!(serde_json::from_str::<Decimal>("1e3").expect("a number").to_string(), "1000");
    }

    #[test]
    fn what_it_cannot_hold_is_refused() {
        for text in
            ["1e40", "0.00000000000000000000000000001", "\"1.5\"", "null", "1234567890123456789012345678901"]
        {
            assert!(serde_json::from_str::<Decimal>(text).is_err(), "{text}");
        }
    }
}
