//! HTTP methods.

/// An HTTP method that OpenAPI supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

/// The name of each method, in the order in which `Allow` lists them.
const NAMES: [(Method, &str); 8] = [
    (Method::Get, "GET"),
    (Method::Head, "HEAD"),
    (Method::Post, "POST"),
    (Method::Put, "PUT"),
    (Method::Patch, "PATCH"),
    (Method::Delete, "DELETE"),
    (Method::Options, "OPTIONS"),
    (Method::Trace, "TRACE"),
];

impl Method {
    /// Returns all methods with their names, in the order in which `Allow` lists them.
    #[cfg(feature = "server")]
    pub(crate) fn all() -> impl Iterator<Item = (Self, &'static str)> {
        NAMES.into_iter()
    }

    /// Returns the method of an HTTP request, or `None` if OpenAPI does not support it.
    ///
    /// ```
    /// use housestyle::api::Method;
    ///
    /// assert_eq!(Method::from_http(&http::Method::PATCH), Some(Method::Patch));
    /// assert_eq!(Method::from_http(&http::Method::CONNECT), None);
    /// ```
    #[must_use]
    pub fn from_http(method: &http::Method) -> Option<Self> {
        NAMES.iter().find(|(_, name)| *name == method.as_str()).map(|(method, _)| *method)
    }

    /// Returns the method of the `http` crate.
    #[must_use]
    pub const fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Put => http::Method::PUT,
            Self::Post => http::Method::POST,
            Self::Delete => http::Method::DELETE,
            Self::Options => http::Method::OPTIONS,
            Self::Head => http::Method::HEAD,
            Self::Patch => http::Method::PATCH,
            Self::Trace => http::Method::TRACE,
        }
    }
}
