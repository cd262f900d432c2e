//! Types of values in generated types.

mod base64;
mod boxed;
mod decimal;
pub(crate) mod link;
mod patch;
mod status;
mod unix_time;

pub use base64::{Base64, Base64Url, ParseBase64Error};
pub use boxed::Boxed;
pub use decimal::{Decimal, ParseDecimalError};
pub(crate) use link::RESERVED;
pub use link::{Link, LinkPath, Locate};
pub use patch::Patch;
pub use status::{StatusIn, StatusOutOfRange};
pub use unix_time::{ParseUnixTimeError, UnixTime};

/// `format: date-time`: RFC 3339 with its offset.
///
/// ```
/// let time: housestyle::DateTime = "2020-04-15T10:45:00+03:00".parse().unwrap();
/// assert_eq!(time.to_rfc3339(), "2020-04-15T10:45:00+03:00");
/// ```
pub type DateTime = chrono::DateTime<chrono::FixedOffset>;
/// `format: date`: RFC 3339's full-date.
///
/// ```
/// let date: housestyle::Date = "2020-04-15".parse().unwrap();
/// assert_eq!(date.to_string(), "2020-04-15");
/// ```
pub type Date = chrono::NaiveDate;
/// `format: uri`, kept as written.
///
/// ```
/// let uri = housestyle::Uri::try_from("https://example.com/a%20b".to_owned()).unwrap();
/// assert_eq!(uri.to_string(), "https://example.com/a%20b");
/// ```
pub type Uri = iri_string::types::UriString;
/// `format: uri-reference`, kept as written.
///
/// ```
/// let reference = housestyle::UriReference::try_from("../b?c=1".to_owned()).unwrap();
/// assert_eq!(reference.to_string(), "../b?c=1");
/// ```
pub type UriReference = iri_string::types::UriReferenceString;
