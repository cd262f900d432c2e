//! `format: byte`: bytes as base64 text.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// Bytes encoded as base64: standard alphabet with padding, RFC 4648 §4.
///
/// ```
/// use housestyle::Base64;
///
/// let bytes = Base64::decode("aGk=").unwrap();
/// assert_eq!(bytes.as_ref(), b"hi");
/// assert_eq!(bytes.encode(), "aGk=");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Base64(pub Bytes);

impl Base64 {
    /// Decodes base64 text.
    ///
    /// # Errors
    /// Returns an error if the text is not base64.
    pub fn decode(text: &str) -> Result<Self, ParseBase64Error> {
        STANDARD.decode(text).map(|bytes| Self(bytes.into())).map_err(|_| ParseBase64Error)
    }

    /// Encodes the bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        STANDARD.encode(&self.0)
    }

    /// Returns the length of the encoded text.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.0.len().div_ceil(3) * 4
    }
}

/// The text is not base64.
///
/// ```
/// use housestyle::Base64;
/// use housestyle::value::ParseBase64Error;
///
/// assert_eq!(Base64::decode("%"), Err(ParseBase64Error));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseBase64Error;

impl fmt::Display for ParseBase64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not base64 text")
    }
}

impl std::error::Error for ParseBase64Error {}

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&base64::display::Base64Display::new(&self.0, &STANDARD))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Base64;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
                Base64::decode(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Bytes encoded as base64url without padding, RFC 4648 §5.
///
/// ```
/// use housestyle::Base64Url;
///
/// let bytes = Base64Url::decode("_-8").unwrap();
/// assert_eq!(bytes.encode(), "_-8");
/// assert!(Base64Url::decode("_-8=").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Base64Url(pub Bytes);

impl Base64Url {
    /// Decodes base64url text.
    ///
    /// # Errors
    /// Returns an error if the text is not base64url.
    pub fn decode(text: &str) -> Result<Self, ParseBase64Error> {
        URL_SAFE_NO_PAD.decode(text).map(|bytes| Self(bytes.into())).map_err(|_| ParseBase64Error)
    }

    /// Encodes the bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }
}

impl From<Bytes> for Base64Url {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64Url {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Base64Url {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Base64Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&base64::display::Base64Display::new(&self.0, &URL_SAFE_NO_PAD))
    }
}

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::decode(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for length in 0..20_u8 {
            let bytes = Base64::from((0..length).map(|n| n.wrapping_mul(37)).collect::<Vec<_>>());
            let text = serde_json::to_string(&bytes).expect("json");
            assert_eq!(text.len(), bytes.encoded_len() + 2);
            assert_eq!(serde_json::from_str::<Base64>(&text).expect("bytes"), bytes);
        }
        assert!(serde_json::from_str::<Base64>("\"a b\"").is_err());
    }

    #[test]
    fn the_alphabet_for_urls_has_no_padding() {
        let bytes = Base64Url::from(vec![0xfb, 0xff, 0xfe, 0xfe]);
        assert_eq!(serde_json::to_string(&bytes).expect("json"), "\"-__-_g\"");
        assert_eq!(serde_json::from_str::<Base64Url>("\"-__-_g\"").expect("bytes"), bytes);
        for text in ["-__-_g==", "+//+/g", "a", "a b"] {
            assert!(Base64Url::decode(text).is_err(), "{text}");
        }
    }
}
