//! Values that generated types hold, beyond what std and serde_json have.

mod base64;
mod boxed;
mod decimal;
pub(crate) mod link;
mod patch;
mod status;
mod unix_time;

pub use base64::{Base64, Base64Url, NotBase64};
pub use boxed::Boxed;
pub use decimal::{Decimal, NotDecimal};
pub(crate) use link::RESERVED;
pub use link::{Link, LinkPath, Locate};
pub use patch::Patch;
pub use status::{StatusIn, StatusOutOfRange};
pub use unix_time::{NoUnixTime, UnixTime};

/// `format: date-time`: RFC 3339, the offset kept.
pub type DateTime = chrono::DateTime<chrono::FixedOffset>;
/// `format: date`: RFC 3339's full-date.
pub type Date = chrono::NaiveDate;
/// `format: uri`, kept as written.
pub type Uri = iri_string::types::UriString;
/// `format: uri-reference`, kept as written.
pub type UriReference = iri_string::types::UriReferenceString;
