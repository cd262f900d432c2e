//! How paths are made and matched.

use crate::Text;

record! {
    /// How paths are made and matched.
    PathStyle "`path`" {
        /// What stands before every path of the document: `""`, `/api`, `/v{major}`. `{major}` is the number that the
        /// document's `info.version` begins with; it stands there just where the version is `in: path`.
        prefix: Text [Text(&PREFIX)],
        /// Whether a slash at the end of a path matters.
        trailing_slash: TrailingSlash,
        /// What a parameter in a path is that its schema refuses.
        invalid_path_parameter formerly "misfit": InvalidPathParameter,
    }
}

impl PathStyle {
    /// What stands in a prefix for the number that the document's `info.version` begins with.
    pub const MAJOR: &str = "{major}";
}

words! {
    /// Whether a path may end in a slash that its template lacks, or lack one that it has.
    TrailingSlash {
        /// Just as the template is written.
        AsWritten = "as_written",
        /// With and without.
        Optional = "optional",
    }
}

words! {
    /// What a path parameter is that its schema refuses.
    InvalidPathParameter {
        /// The outcome `invalid_parameter`, as anywhere else.
        InvalidParameter = "invalid_parameter" formerly "refused",
        /// The path of no resource: the outcome `not_found`.
        NotFound = "not_found",
    }
}
