//! The servers of a document: which one is called, and with which variables.

use std::borrow::Cow;
use std::fmt;

use url::Url;

use crate::api::{Operation, ServerMeta};

use super::core::{ClientCore, Inner};
use super::origin::{BaseUrl, BaseUrlError};

/// A server of the document with values for the variables of its URL, to make the base of a client of.
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
    /// This server, its variables at their defaults.
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

    /// The URL. That of a relative server is relative: see [`Self::url_at`].
    ///
    /// # Errors
    /// A variable that the server does not have, or a value that is none of those that the document lists.
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

    /// The URL, where the document is at `document`: a relative server starts there (RFC 3986 §5).
    ///
    /// # Errors
    /// As of [`Self::url`]; or no URL comes of it.
    pub fn url_at(&self, document: &str) -> Result<String, ServerError> {
        let (url, invalid) = (self.url()?, |_| ServerError::InvalidUrl);
        let url = Url::parse(document).and_then(|document| document.join(&url)).map_err(invalid)?;
        Ok(url.into())
    }
}

/// Why a server has no URL.
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
    /// A value that the variable cannot have.
    InvalidValue {
        /// The variable.
        wire: String,
        /// The value.
        value: String,
    },
    /// No URL comes of it.
    InvalidUrl,
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable(wire) => write!(f, "the server has no variable `{wire}`"),
            Self::InvalidValue { wire, value } => write!(f, "`{wire}` cannot be {value:?}"),
            Self::InvalidUrl => f.write_str("no URL comes of the server and the document's place"),
        }
    }
}

impl std::error::Error for ServerError {}

/// Which bases operations with servers of their own have.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnServers {
    /// Bases by the id of the operation.
    pub(super) bases: Vec<(String, BaseUrl)>,
    /// Whether the servers that the document gives to operations are called.
    pub(super) declared: bool,
}

impl OwnServers {
    /// Whether operations with servers of their own are called there by default: not where the base has been redirected,
    /// to a server that is none of the document's. Where a relative server is, nobody knows.
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

/// Whether a text is one that the template makes, whatever its `{variables}` are.
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
    /// The base of an operation: the client's, or that of the operation's own server.
    pub(super) fn base_of<O: Operation>(&self) -> Result<Cow<'_, BaseUrl>, BaseUrlError> {
        self.inner.base_of(O::META.id, O::SERVERS)
    }
}

impl Inner {
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
        let by_default = |base, roots| OwnServers::by_default(&BaseUrl::parse(base).unwrap(), roots);
        assert!(by_default("https://API.example:443/other", &PLAIN));
        assert!(!by_default("http://api.example/v1", &PLAIN) && !by_default("http://127.0.0.1:1", &PLAIN));
        assert!(
            by_default("http://eu.api.example/v2", &OPEN) && by_default("https://eu.api.example:8443", &OPEN)
        );
        assert!(!by_default("https://api.example.evil", &OPEN));
        assert!(by_default("http://127.0.0.1:1", &RELATIVE) && by_default("http://127.0.0.1:1", &[]));
    }
}
