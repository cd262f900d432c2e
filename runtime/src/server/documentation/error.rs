//! Why a document or its page cannot be served.

use std::error::Error;
use std::fmt;

/// Why a service cannot serve its document or the page that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentationError {
    /// The document of the API with this title was not generated.
    NotGenerated(&'static str),
    /// The service serves several APIs.
    SeveralApis,
    /// The page has no document to show.
    NoDocument,
    /// This is not a path, or one with characters that would need an encoding.
    InvalidPath(String),
    /// The files of the page cannot be unpacked.
    Viewer(String),
    /// Something else has the path.
    Taken {
        /// The path.
        path: String,
        /// What has it.
        owner: String,
    },
}

impl fmt::Display for DocumentationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGenerated(title) => write!(
                f,
                "the document of the API {title:?} was not generated: add `.openapi()` in the build script, `openapi` in `api!`, \
                 or `--openapi` to the command"
            ),
            Self::SeveralApis => f.write_str(
                "the service serves several APIs: add the document and the page of each before they are merged",
            ),
            Self::NoDocument => {
                f.write_str("the page has no document to show: call `document` before `docs`")
            }
            Self::InvalidPath(path) => write!(
                f,
                "{path:?} is not a path such as `/openapi.json`: it begins with a slash, ends without one, and its segments \
                 consist of ASCII letters, digits and `-._~`"
            ),
            Self::Viewer(why) => write!(f, "the files of the page cannot be unpacked: {why}"),
            Self::Taken { path, owner } => write!(f, "the path `{path}` is taken by {owner}"),
        }
    }
}

impl Error for DocumentationError {}
