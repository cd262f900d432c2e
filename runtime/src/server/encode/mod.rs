//! Encoding of responses: values and problems in the style's bodies, with the headers that describe them.

pub(crate) mod compress;
pub(crate) mod entries;
pub(crate) mod envelope;
pub(crate) mod localize;
pub(crate) mod page_links;
pub(crate) mod problem;
pub(crate) mod ranges;
pub(crate) mod response;
