//! Operations by method and path, and the table that binds them to a handler.

pub(crate) mod matcher;
pub(crate) mod segments;
pub(crate) mod table;
