//! The base URL of a client, and links resolved against it.

use std::error::Error;
use std::fmt;

use url::Url;

use super::error::BuildError;
use super::request_builder::SendError;

/// The base URL of a server: an origin and an optional path prefix, without user, password, query or fragment.
///
/// ```
/// use housestyle::client::BaseUrl;
///
/// let base = BaseUrl::parse("https://api.example/v2")?;
/// assert_eq!(base.at("/pets").as_str(), "https://api.example/v2/pets");
/// assert!(BaseUrl::parse("ftp://api.example").is_err());
/// # Ok::<(), housestyle::client::BaseUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Ends with a slash, so that relative references keep the path.
    url: Url,
}

impl BaseUrl {
    /// Parses an absolute http or https URL.
    ///
    /// # Errors
    /// The URL is relative, has another scheme, or has a user, password, query or fragment.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let mut url = Url::parse(text).map_err(|_| BaseUrlError("is not an absolute URL"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(BaseUrlError("is not an http or https URL"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError("contains a user or password; set credentials on the builder"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError("has a query or a fragment"));
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self { url })
    }

    /// Returns the base of a server whose URL is absolute or relative to this base.
    pub(super) fn join(&self, server: &str) -> Result<Self, BaseUrlError> {
        let url = self.url.join(server).map_err(|_| BaseUrlError("is not a URL"))?;
        Self::parse(url.as_str())
    }

    /// Returns scheme, host and port, without and with a default port.
    pub(super) fn origins(&self) -> [String; 2] {
        let plain = self.url.origin().ascii_serialization();
        let port = self.url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
        let whole = if self.url.port().is_some() { plain.clone() } else { plain.clone() + &port };
        [plain, whole]
    }

    /// Returns the URL of an operation: the base followed by `path`, which is percent-encoded and starts with a
    /// slash.
    #[must_use]
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let prefix = self.url.path().trim_end_matches('/');
        url.set_path(&format!("{prefix}{path}"));
        url
    }

    /// Resolves `link` against the URL `found` of the response that contains it (RFC 3986 §5). Returns `None` if the
    /// result has another scheme, host or port than the base.
    pub(super) fn resolve(&self, link: &str, found: Option<&Url>) -> Option<Url> {
        let mut url = found.unwrap_or(&self.url).join(link.trim()).ok()?;
        if url.origin() != self.url.origin() || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        url.set_fragment(None);
        Some(url)
    }

    /// Resolves `link`, or returns why it is not followed.
    pub(super) fn follow(&self, link: &str, found: Option<&Url>) -> Result<Url, SendError> {
        self.resolve(link, found).ok_or_else(|| {
            let origin = found.map_or_else(|| Url::parse(link), |found| found.join(link));
            let origin = origin.map_or_else(|_| "none".to_owned(), |url| url.origin().ascii_serialization());
            SendError::CrossOrigin(origin)
        })
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

/// What is wrong with a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseUrlError(pub(crate) &'static str);

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL {}", self.0)
    }
}

impl Error for BaseUrlError {}

impl From<BaseUrlError> for BuildError {
    fn from(error: BaseUrlError) -> Self {
        Self::Base { reason: error.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> BaseUrl {
        BaseUrl::parse(text).unwrap()
    }

    fn resolved(text: &str, link: &str) -> Option<String> {
        base(text).resolve(link, None).map(String::from)
    }

    #[test]
    fn a_prefix_is_kept_before_operations_and_not_repeated_before_links() {
        for prefix in ["https://api.example/v2", "https://api.example/v2/"] {
            assert_eq!(base(prefix).at("/pets/1").as_str(), "https://api.example/v2/pets/1");
            assert_eq!(resolved(prefix, "/v2/pets?page=2").unwrap(), "https://api.example/v2/pets?page=2");
        }
        assert_eq!(base("https://api.example").at("/pets").as_str(), "https://api.example/pets");
    }

    #[test]
    fn encoded_paths_stay_as_they_are() {
        assert_eq!(base("http://h").at("/a/%2F%3F%C3%A9").as_str(), "http://h/a/%2F%3F%C3%A9");
    }

    #[test]
    fn links_stay_at_the_origin() {
        let at = "https://api.example";
        assert!(resolved(at, "https://api.example/x").is_some());
        assert!(resolved(at, "https://API.example:443/x").is_some());
        for link in [
            "http://api.example/x",
            "https://api.example:8443/x",
            "https://api.example.evil.test/x",
            "https://evil.test/x",
            "//evil.test/x",
            "\\\\evil.test\\x",
            "https://api.example@evil.test/x",
            "https://someone@api.example/x",
            "javascript:alert(1)",
            "data:,x",
            "https://",
        ] {
            assert_eq!(resolved(at, link), None, "{link}");
        }
    }

    #[test]
    fn a_relative_link_is_read_where_it_was_found() {
        let base = base("https://api.example/v2");
        let found = Url::parse("https://api.example/v2/pets?page=1").unwrap();
        assert_eq!(
            base.resolve("?page=2", Some(&found)).unwrap().as_str(),
            "https://api.example/v2/pets?page=2"
        );
        assert_eq!(base.resolve("pets#top", None).unwrap().as_str(), "https://api.example/v2/pets");
    }

    #[test]
    fn bases_that_are_none() {
        for text in
            ["api.example", "ftp://h", "https://a:b@h", "https://h?x=1", "https://h#x", "", "mailto:a@b.c"]
        {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
