//! Headers of all responses.

use crate::Text;

record! {
    /// Headers of all responses.
    Headers "`headers`" {
        /// The id of a request, which is also in the server's log.
        request_id: RequestId,
    }
}

record! {
    /// The id of a request. A client may send one; all responses carry it.
    RequestId "`headers.request_id`" {
        /// The header of requests and responses: `Request-Id`.
        header: HeaderName,
        /// Whether an id that a client sends must be a UUID. Otherwise any token of at most 128 characters is kept. An id
        /// that is not kept is replaced by a new UUID.
        uuid: bool = "false",
    }
}

/// The name of a header, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct HeaderName(pub Text);

impl std::ops::Deref for HeaderName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "generator")]
impl crate::read::Shaped for HeaderName {
    const SHAPE: crate::grammar::Shape = crate::grammar::Shape::Text(&crate::texts::HEADER);
}

#[cfg(feature = "generator")]
impl crate::read::Read for HeaderName {
    fn read<N: crate::read::Node>(node: &N) -> Option<Self> {
        Some(Self(node.text()?.to_ascii_lowercase().into()))
    }
}
