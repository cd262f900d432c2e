//! What a request asks for in addition to its version: languages, zones, media types of its body.

pub(crate) mod language;
pub(crate) mod media;
pub(crate) mod zone;
