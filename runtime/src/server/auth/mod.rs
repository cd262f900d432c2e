//! Who calls: credentials, logins, challenges, and requests of other origins' pages.

pub(crate) mod caller;
pub(crate) mod challenge;
pub(crate) mod credentials;
pub(crate) mod cross_origin;
pub(crate) mod login;
pub(crate) mod secrets;
