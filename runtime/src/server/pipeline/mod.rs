//! The way of a request to its response.

pub(crate) mod address;
pub(crate) mod admission;
pub(crate) mod conditions;
pub(crate) mod cors;
mod custom_route;
pub(crate) mod entity_tag;
pub(crate) mod read;
pub(crate) mod request_id;
pub(crate) mod session_scope;
pub(crate) mod transport;
pub(crate) mod trip;
