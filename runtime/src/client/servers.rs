//! The servers of a document and the variables of their URLs.

use std::borrow::Cow;
use std::fmt;

use url::Url;

use crate::api::{Operation, ServerMeta};

use super::core::{ClientCore, ClientInner};
use super::origin::{BaseUrl, BaseUrlError};

/// A server of the document with values for the variables of its URL, as the base of a client.
///
/// ```
/// use housestyle::client::Server;
/// use housestyle::api::{ServerMeta, ServerVariable};
///
/// static EU: ServerVariable = ServerVariable { wire: "region", default: "us", values: &["us", "eu"] };
/// static SERVER: ServerMeta = ServerMeta { url: "https://{region}.example.com/v1", variables: &[EU] };
/// assert_eq!(Server::new(&SERVER).url().unwrap(), "https://us.example.com/v1");
/// assert_eq!(Server::new(&SERVER).variable("region", "eu").url().unwrap(), "https://eu.example.com/v1");
/// assert!(Server::new(&SERVER).variable("region", "mars").url().is_err());
/// ```
///
/// The servers of a generated client are its `SERVERS`: `Client::builder(&Server::new(&Client::SERVERS[0]).url()?)`.
#[derive(Debug, Clone)]
pub struct Server {
    meta: &'static ServerMeta,
    given: Vec<(String, String)>,
}

impl Server {
    /// Creates a server with its default variables.
    #[must_use]
    pub const fn new(meta: &'static ServerMeta) -> Self {
        Self { meta, given: Vec::new() }
    }

    /// Sets a variable of the URL by its name in the document.
    #[must_use]
    pub fn variable(mut self, wire: impl Into<String>, value: impl Into<String>) -> Self {
        self.given.push((wire.into(), value.into()));
        self
    }

    /// Returns the URL. It is relative if the server's URL is: see [`Self::url_at`].
    ///
    /// # Errors
    /// Returns an error for an unknown variable, or for a value that the document does not list.
    pub fn url(&self) -> Result<String, ServerError> {
        let unknown = |wire: &String| !self.meta.variables.iter().any(|variable| variable.wire == wire);
        if let Some((wire, _)) = self.given.iter().find(|(wire, _)| unknown(wire)) {
            return Err(ServerError::UnknownVariable(wire.clone()));
        }
        let mut url = self.meta.url.to_owned();
        for variable in self.meta.variables {
            let given = self.given.iter().rev().find(|(wire, _)| wire == variable.wire);
            let value = given.map_or(variable.default, |(_, value)| value);
            let steers = |c: char| c.is_whitespace() || c.is_control() || "?#@\\{}".contains(c);
            let listed = variable.values.is_empty() || variable.values.contains(&value);
            if given.is_some() && (!listed || value.contains(steers)) {
                let (wire, value) = (variable.wire.to_owned(), value.to_owned());
                return Err(ServerError::InvalidValue { wire, value });
            }
            url = url.replace(&format!("{{{}}}", variable.wire), value);
        }
        Ok(url)
    }

    /// Returns the URL, resolved against the document's URL (RFC 3986 §5).
    ///
    /// # Errors
    /// Returns the errors of [`Self::url`], and an error if the result is not a URL.
    pub fn url_at(&self, document: &str) -> Result<String, ServerError> {
        let (url, invalid) = (self.url()?, |_| ServerError::InvalidUrl);
        let url = Url::parse(document).and_then(|document| document.join(&url)).map_err(invalid)?;
        Ok(url.into())
    }
}

/// An error in the URL of a server.
///
/// ```
/// use housestyle::api::ServerMeta;
/// use housestyle::client::{Server, ServerError};
///
/// static SERVER: ServerMeta = ServerMeta { url: "https://api.example", variables: &[] };
///
/// let error = Server::new(&SERVER).variable("region", "eu").url().unwrap_err();
/// assert!(matches!(error, ServerError::UnknownVariable(name) if name == "region"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    /// The server has no variable of this name.
    UnknownVariable(String),
    /// The value is not allowed for the variable.
    InvalidValue {
        /// The variable.
        wire: String,
        /// The value.
        value: String,
    },
    /// The result is not a URL.
    InvalidUrl,
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable(wire) => write!(f, "the server has no variable `{wire}`"),
            Self::InvalidValue { wire, value } => write!(f, "`{wire}` cannot be {value:?}"),
            Self::InvalidUrl => f.write_str("the server and the document's URL do not form a URL"),
        }
    }
}

impl std::error::Error for ServerError {}

/// The bases of operations that have servers of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct OperationServers {
    /// The bases by operation id.
    pub(super) bases: Vec<(String, BaseUrl)>,
    /// Whether the operations' own servers in the document are used.
    pub(super) declared: bool,
}

impl OperationServers {
    /// Returns whether the operations' own servers are used by default: not if the base is none of the document's
    /// servers. If the document has a relative server, this cannot be decided, and they are used.
    pub(super) fn by_default(base: &BaseUrl, roots: &'static [ServerMeta]) -> bool {
        let authority = |server: &'static ServerMeta| {
            let (scheme, rest) = server.url.split_once("://")?;
            server.url.get(..scheme.len() + 3 + rest.find(['/', '?', '#']).unwrap_or(rest.len()))
        };
        let origins = base.origins();
        roots.iter().all(|server| authority(server).is_none())
            || roots.iter().filter_map(authority).any(|of| origins.iter().any(|origin| matches(of, origin)))
    }
}

/// Returns whether the template, with any values of its `{variables}`, produces the text.
fn matches(template: &str, text: &str) -> bool {
    let (template, text) = (template.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut pieces = template.split('{');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut after: Vec<&str> =
        pieces.map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after)).collect();
    let Some(last) = after.pop() else { return rest.is_empty() };
    for piece in after {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

impl ClientCore {
    /// Returns the base of an operation: the client's, or that of the operation's own server.
    pub(super) fn base_of<O: Operation>(&self) -> Result<Cow<'_, BaseUrl>, BaseUrlError> {
        self.inner.base_of(O::META.id, O::SERVERS)
    }
}

impl ClientInner {
    fn base_of(&self, id: &str, own: &'static [ServerMeta]) -> Result<Cow<'_, BaseUrl>, BaseUrlError> {
        if let Some((_, base)) = self.own_servers.bases.iter().find(|(of, _)| of == id) {
            return Ok(Cow::Borrowed(base));
        }
        match own.first().filter(|_| self.own_servers.declared) {
            None => Ok(Cow::Borrowed(&self.base)),
            Some(server) => {
                let url =
                    Server::new(server).url().map_err(|_| BaseUrlError("has a variable without a value"))?;
                self.base.join(&url).map(Cow::Owned)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_redirected_where_it_is_no_server_of_the_document() {
        const fn server(url: &'static str) -> ServerMeta {
            ServerMeta { url, variables: &[] }
        }
        static PLAIN: [ServerMeta; 2] = [server("https://api.example/v1"), server("/v1")];
        static OPEN: [ServerMeta; 1] = [server("{scheme}://{region}.api.example:{port}/{version}")];
        static RELATIVE: [ServerMeta; 1] = [server("/v1")];
        let by_default = |base, roots| OperationServers::by_default(&BaseUrl::parse(base).unwrap(), roots);
        assert!(by_default("https://API.example:443/other", &PLAIN));
        assert!(!by_default("http://api.example/v1", &PLAIN) && !by_default("http://127.0.0.1:1", &PLAIN));
        assert!(
            by_default("http://eu.api.example/v2", &OPEN) && by_default("https://eu.api.example:8443", &OPEN)
        );
        assert!(!by_default("https://api.example.evil", &OPEN));
        assert!(by_default("http://127.0.0.1:1", &RELATIVE) && by_default("http://127.0.0.1:1", &[]));
    }
}
