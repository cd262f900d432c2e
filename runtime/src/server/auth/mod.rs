//! Authentication: credentials, logins, challenges and cross-origin requests.

pub(crate) mod caller;
pub(crate) mod challenge;
pub(crate) mod credentials;
pub(crate) mod cross_origin;
pub(crate) mod login;
pub(crate) mod secrets;
