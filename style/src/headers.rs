//! Headers that every answer carries.

use crate::Text;

record! {
    /// Headers that every answer carries.
    Headers "`headers`" {
        /// A request's id. It is in the server's log too.
        request_id: RequestId,
    }
}

record! {
    /// A request's id, which a client may give and every answer carries.
    RequestId "`headers.request_id`" {
        /// The header, both ways: `Request-Id`.
        header: HeaderName,
        /// Whether a client's own id is kept only where it is a UUID; else any token of at most 128 characters is.
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
