//! Paths.

use crate::Text;

record! {
    /// How paths are built and matched.
    PathStyle "`path`" {
        /// The prefix of all paths of the document: `""`, `/api`, `/v{major}`. `{major}` is the first number of the
        /// document's `info.version`; the prefix has it if `version` is `in: path`, and only then.
        prefix: Text [Text(&PREFIX)],
        /// Whether a request path may differ from the document's by a slash at its end.
        trailing_slash: TrailingSlash,
        /// The outcome of a request if a path parameter does not match its schema, such as `/visits/abc` where an integer is
        /// declared.
        invalid_path_parameter formerly "misfit": InvalidPathParameter,
    }
}

impl PathStyle {
    /// The placeholder in a prefix for the first number of the document's `info.version`.
    pub const MAJOR: &str = "{major}";
}

words! {
    /// Whether a request path may differ from the document's by a slash at its end.
    TrailingSlash {
        /// No. Such a path has no operation.
        AsWritten = "as_written",
        /// Yes. Both forms have the same operation.
        Optional = "optional",
    }
}

words! {
    /// The outcome of a request if a path parameter does not match its schema.
    InvalidPathParameter {
        /// As for all other parameters.
        InvalidParameter = "invalid_parameter" formerly "refused",
        /// As if the resource did not exist.
        NotFound = "not_found",
    }
}
