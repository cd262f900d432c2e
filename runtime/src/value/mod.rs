//! Values that generated types hold, beyond what std and serde_json have.

mod base64;
mod boxed;
mod decimal;
pub(crate) mod link;
mod patch;
mod present;
mod status;
mod unix_time;

pub use base64::{Base64, Base64Url, NotBase64};
pub use boxed::Boxed;
pub use decimal::{Decimal, NotDecimal};
pub(crate) use link::RESERVED;
pub use link::{Link, LinkPath, Locate};
pub use patch::Patch;
pub use present::{Clear, Present, Presentation, Zone};
pub use status::{StatusIn, StatusOutOfRange};
pub use unix_time::{NoUnixTime, UnixTime};
