//! Small grammars of HTTP and JSON that several modules share.

pub(crate) mod json;
pub(crate) mod media_type;
pub(crate) mod pointer;
pub(crate) mod token;
