//! Small grammars of HTTP and JSON that several modules share.

#[cfg(any(feature = "client", feature = "server"))]
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "clients read no `Accept`"))]
pub(crate) mod accept;
pub(crate) mod json;
#[cfg(feature = "client")]
pub(crate) mod link;
pub(crate) mod media_type;
pub(crate) mod pointer;
pub(crate) mod token;
