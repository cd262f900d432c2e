//! Authentication and sessions.

use crate::{List, Text};

record! {
    /// Authentication and sessions.
    Login "`login`" {
        /// The challenges in the `WWW-Authenticate` header of a 401, in order (RFC 9110 §11.6.1): `['Basic realm="api"',
        /// Bearer]`. Without it, they are made from the document's security schemes.
        schemes: Option<List<Text>> [List(&Text(&CHALLENGE))],
        /// The session that the server keeps for each client, known by a cookie. Without it, there are no sessions.
        session: Option<Session>,
    }
    absent Self::MINIMAL
}

impl Login {
    /// The challenges of a 401. If it is empty, they are made from the document's security schemes.
    #[must_use]
    pub fn challenges(&self) -> &[Text] {
        self.schemes.as_deref().unwrap_or_default()
    }
}

record! {
    /// The session that the server keeps for each client, known by a cookie with an opaque id (RFC 6265). Every response to
    /// a path of the API sets the cookie, with `Secure` if the request came over TLS. A login changes the id.
    Session "`login.session`" {
        /// The name of the cookie: `sessionid`.
        cookie: Text [Text(&TOKEN)],
        /// The `Path` attribute of the cookie.
        path: Text [Text(&COOKIE_PATH)] = "\"/\"",
        /// The `Max-Age` attribute of the cookie, and how long the server keeps the session; in seconds.
        max_age: u32 [Whole(1, 315_360_000)],
        /// Whether every response renews the session for `max_age`.
        sliding: bool = "true",
        /// The `HttpOnly` attribute: whether scripts cannot read the cookie.
        http_only: bool = "true",
        /// The `SameSite` attribute: whether requests from other sites carry the cookie.
        same_site: SameSite = "\"lax\"",
    }
}

words! {
    /// The `SameSite` attribute of a cookie.
    SameSite {
        /// They never do.
        Strict = "strict",
        /// Only top-level navigations do.
        Lax = "lax",
        /// They do, over TLS.
        None = "none",
    }
}
