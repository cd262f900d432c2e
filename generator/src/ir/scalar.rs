//! Scalars.

use super::FileLimits;
use serde::Serialize;

/// A scalar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Scalar {
    /// null alone.
    Null,
    /// true or false.
    Boolean,
    /// An integer.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// Text, or what a format makes of it.
    Text(Text),
    /// A time, as integer seconds since 1970.
    UnixTime,
    /// A file, in a form of parts alone.
    File(FileLimits),
}

/// An integer: its width and rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Integer {
    /// The width that holds it.
    pub width: IntegerWidth,
    /// Least value, inclusive; within the width.
    pub min: Option<i128>,
    /// Greatest value, inclusive; within the width.
    pub max: Option<i128>,
    /// The value is a multiple of this.
    pub multiple_of: Option<i128>,
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)]
pub enum IntegerWidth {
    I32,
    I64,
    U64,
    I128,
}

/// What holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum NumberWidth {
    /// 32 bits: `format: float`.
    F32,
    /// 64 bits.
    F64,
    /// Decimal digits, all kept: `format: decimal`.
    Decimal,
}

/// A number: its width and rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Number {
    /// What holds it.
    pub width: NumberWidth,
    /// Least value; whether it is itself excluded.
    pub min: Option<(f64, bool)>,
    /// Greatest value; whether it is itself excluded.
    pub max: Option<(f64, bool)>,
    /// The value is a multiple of this.
    pub multiple_of: Option<f64>,
}

/// Text: its format and rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Text {
    /// The format, which may become a Rust type.
    pub format: TextFormat,
    /// Least length in characters.
    pub min_length: u64,
    /// Greatest length in characters.
    pub max_length: Option<u64>,
    /// A pattern that the `regex` crate takes, translated from ECMA 262.
    pub pattern: Option<String>,
}

/// A format of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub enum TextFormat {
    /// No format, or one that stays text.
    #[default]
    Plain,
    /// `uuid`.
    Uuid,
    /// `date-time`.
    DateTime,
    /// `date`.
    Date,
    /// `uri`.
    Uri,
    /// `uri-reference`.
    UriReference,
    /// `byte`: base64.
    Byte,
    /// `base64url`: base64 of the alphabet for URLs, without padding.
    Base64Url,
    /// `binary`: bytes outside JSON.
    Binary,
    /// `email`: text that is checked, as are all that follow.
    Email,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `hostname`.
    Hostname,
    /// `time`.
    Time,
    /// `duration`.
    Duration,
}

impl TextFormat {
    /// Whether its values are plain strings in Rust.
    #[must_use]
    pub const fn is_string(self) -> bool {
        match self {
            Self::Plain
            | Self::Binary
            | Self::Email
            | Self::Ipv4
            | Self::Ipv6
            | Self::Hostname
            | Self::Time
            | Self::Duration => true,
            Self::Uuid
            | Self::DateTime
            | Self::Date
            | Self::Uri
            | Self::UriReference
            | Self::Byte
            | Self::Base64Url => false,
        }
    }
}
