//! Credentials, and sessions.

use crate::{List, Text};

record! {
    /// Credentials, and sessions.
    Login "`login`" {
        /// The challenges that a 401 lists in `WWW-Authenticate`, in order: `Basic realm="api"`, `Bearer`. Without it: those
        /// of the document's security schemes.
        schemes: Option<List<Text>> [List(&Text(&CHALLENGE))],
        /// The session that the server keeps for each client.
        session: Option<Session>,
    }
    absent Self::MINIMAL
}

impl Login {
    /// The challenges of a 401; without any, those of the document's security schemes.
    #[must_use]
    pub fn challenges(&self) -> &[Text] {
        self.schemes.as_deref().unwrap_or_default()
    }
}

record! {
    /// The session that the server keeps for each client: a cookie with an opaque id (RFC 6265). Every answer to a path of the
    /// API sets it, with `Secure` where the request came over TLS; logging in gives it a new id.
    Session "`login.session`" {
        /// The name of the cookie: `sessionid`.
        cookie: Text [Text(&TOKEN)],
        /// Its `Path`.
        path: Text [Text(&COOKIE_PATH)] = "\"/\"",
        /// Its `Max-Age`, and how long the server keeps the session; seconds.
        max_age: u32 [Whole(1, 315_360_000)],
        /// Whether every answer begins the age anew.
        sliding: bool = "true",
        /// Whether scripts are kept from it.
        http_only: bool = "true",
        /// Whether other sites' requests carry it.
        same_site: SameSite = "\"lax\"",
    }
}

words! {
    /// Whether other sites' requests carry a cookie: its `SameSite`.
    SameSite {
        /// None do.
        Strict = "strict",
        /// Only those by which a person goes there.
        Lax = "lax",
        /// All do, over TLS.
        None = "none",
    }
}
