//! The credentials of a request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;

use crate::api::{Need, Scheme, SchemeKind, Security};
use crate::codec::param::cookie_pairs;

use crate::server::session::Session;

/// The credentials that meet one alternative of an operation's [`Security`].
///
/// They are as they were sent, and not verified yet. `Debug` does not show secrets.
///
/// ```
/// use housestyle::server::{Credential, Credentials};
///
/// fn scheme(credentials: &Credentials) -> &'static str {
///     match credentials.iter().next() {
///         Some((_, _, Credential::Basic { .. })) => "a password",
///         Some((_, _, Credential::Value(_))) => "a token or a key",
///         Some((_, _, Credential::Certificate(_))) => "a certificate",
///         None => "a session",
///     }
/// }
/// # let _: fn(&Credentials) -> &'static str = scheme;
/// ```
#[derive(Debug)]
pub struct Credentials {
    presented: Vec<(&'static Need, Credential)>,
    #[cfg_attr(not(feature = "sessions"), expect(dead_code, reason = "there is never any"))]
    session: Option<Session>,
}

/// One credential.
///
/// ```
/// use housestyle::server::Credential;
/// use secrecy::ExposeSecret as _;
///
/// /// The key of a caller, whichever way it was sent.
/// fn key(credential: &Credential) -> Option<&str> {
///     match credential {
///         Credential::Basic { password, .. } => Some(password.expose_secret()),
///         Credential::Value(value) => Some(value.expose_secret()),
///         Credential::Certificate(_) => None,
///     }
/// }
/// assert_eq!(key(&Credential::Value("5f0c".into())), Some("5f0c"));
/// ```
#[derive(Debug)]
pub enum Credential {
    /// `Authorization: Basic …`.
    Basic {
        /// The part before the colon.
        user: String,
        /// The part after it.
        password: SecretString,
    },
    /// A token, a key: whatever is presented as one value.
    Value(SecretString),
    /// The certificate that the client has shown on its connection (`mutualTLS`).
    Certificate(ClientCertificate),
}

/// The certificate of a client, DER-encoded (RFC 5280), as the connection's handshake has verified it.
///
/// Operations whose security scheme is `mutualTLS` look for it in the extensions of the request. Whatever ends TLS puts it
/// there: a layer around the router that reads it from the connection, or from a header of a trusted proxy (RFC 9440).
/// Without such a layer nobody has a certificate, and these operations answer 401.
///
/// ```
/// use housestyle::server::ClientCertificate;
///
/// fn with_certificate<B>(mut request: http::Request<B>, der: Vec<u8>) -> http::Request<B> {
///     request.extensions_mut().insert(ClientCertificate(der.into()));
///     request
/// }
/// # let _ = with_certificate(http::Request::new(()), Vec::new());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate(pub bytes::Bytes);

impl Credentials {
    /// The credential for a security scheme, by its name in the document.
    #[must_use]
    pub fn scheme(&self, wire: &str) -> Option<&Credential> {
        self.presented.iter().find(|(need, _)| need.scheme.wire == wire).map(|(_, credential)| credential)
    }

    /// User and password, where they are presented.
    #[must_use]
    pub fn basic(&self) -> Option<(&str, &SecretString)> {
        self.presented.iter().find_map(|(_, credential)| match credential {
            Credential::Basic { user, password } => Some((user.as_str(), password)),
            Credential::Value(_) | Credential::Certificate(_) => None,
        })
    }

    /// The value after `Authorization: {scheme}`, the scheme in any case: `bearer`, `token`.
    #[must_use]
    pub fn authorization(&self, scheme: &str) -> Option<&SecretString> {
        self.presented.iter().find_map(|(need, credential)| match (need.scheme.kind, credential) {
            (SchemeKind::Authorization(is), Credential::Value(value)) if is.eq_ignore_ascii_case(scheme) => {
                Some(value)
            }
            _ => None,
        })
    }

    /// The client's certificate, where the alternative that is met asks for it.
    #[must_use]
    pub fn certificate(&self) -> Option<&ClientCertificate> {
        self.presented.iter().find_map(|(_, credential)| match credential {
            Credential::Certificate(certificate) => Some(certificate),
            Credential::Basic { .. } | Credential::Value(_) => None,
        })
    }

    /// The session, where the alternative that is met asks for its cookie. Whether anybody is logged in there is for the
    /// login to find out.
    ///
    /// Where other alternatives are met too, or login is optional, a session that nobody has
    /// [logged in](Session::log_in) to does not count: a client has a session from its first request on.
    #[cfg(feature = "sessions")]
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What is presented, and what it must cover; a [session](Session) is not among it.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Scheme, &'static [&'static str], &Credential)> {
        self.presented.iter().map(|(need, credential)| (need.scheme, need.scopes, credential))
    }
}

/// What came of looking for credentials.
#[derive(Debug)]
pub(crate) enum PresentedCredentials {
    /// The needs of the first alternative that is met.
    Complete(Credentials),
    /// None at all.
    Absent,
    /// Something that meets no alternative, or is malformed.
    Bad,
}

/// One look for one credential.
enum CredentialLookup {
    Here(Credential),
    Absent,
    Bad,
}

/// The session that a request has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionCredential<'s> {
    /// The name of its cookie.
    pub(crate) cookie: &'static str,
    pub(crate) session: &'s Session,
    /// Whether somebody is logged in.
    pub(crate) principal: bool,
}

/// Looks for the credentials that an operation takes. A session without anybody is one where nothing else will do.
pub(crate) fn presented(
    security: &Security,
    parts: &Parts,
    session: Option<SessionCredential<'_>>,
) -> PresentedCredentials {
    let look = |nobody| Search { parts, session, nobody }.among(security);
    let found = look(false);
    match (&found, session) {
        (PresentedCredentials::Absent | PresentedCredentials::Bad, Some(_)) if !security.optional => {
            match look(true) {
                complete @ PresentedCredentials::Complete(_) => complete,
                _ => found,
            }
        }
        _ => found,
    }
}

/// Where credentials are looked for.
struct Search<'r> {
    parts: &'r Parts,
    session: Option<SessionCredential<'r>>,
    /// Whether a session without anybody counts.
    nobody: bool,
}

impl Search<'_> {
    fn among(&self, security: &Security) -> PresentedCredentials {
        let mut some = false;
        for needs in security.alternatives.iter().filter(|needs| !needs.is_empty()) {
            let mut presented = Vec::with_capacity(needs.len());
            let (mut session, mut met) = (None, 0);
            for need in *needs {
                match (self.session(need), look(need.scheme.kind, self.parts)) {
                    (Some(own), _) if own.principal || self.nobody => {
                        session = Some(own.session.clone());
                        met += 1;
                    }
                    (None, CredentialLookup::Here(credential)) => {
                        presented.push((need, credential));
                        met += 1;
                    }
                    (None, CredentialLookup::Bad) => some = true,
                    (Some(_), _) | (None, CredentialLookup::Absent) => {}
                }
            }
            if met == needs.len() {
                return PresentedCredentials::Complete(Credentials { presented, session });
            }
            some |= met > 0;
        }
        if some { PresentedCredentials::Bad } else { PresentedCredentials::Absent }
    }

    /// The session, where the need is of its cookie.
    fn session(&self, need: &Need) -> Option<SessionCredential<'_>> {
        self.session.filter(|session| need.scheme.kind == SchemeKind::Cookie(session.cookie))
    }
}

fn look(kind: SchemeKind, parts: &Parts) -> CredentialLookup {
    let headers = &parts.headers;
    match kind {
        SchemeKind::Basic => authorization(headers, "basic", basic),
        SchemeKind::Authorization(scheme) => authorization(headers, scheme, value),
        SchemeKind::Header(header) => {
            let mut values = headers.get_all(header).iter();
            match (values.next(), values.next()) {
                (None, _) => CredentialLookup::Absent,
                (Some(only), None) => only.to_str().map_or(CredentialLookup::Bad, value),
                _ => CredentialLookup::Bad,
            }
        }
        SchemeKind::Query(key) => {
            let query = parts.uri.query().unwrap_or("").as_bytes();
            let mut values = url::form_urlencoded::parse(query).filter(|(wire, _)| wire == key);
            match (values.next(), values.next()) {
                (None, _) => CredentialLookup::Absent,
                (Some((_, only)), None) => value(&only),
                _ => CredentialLookup::Bad,
            }
        }
        SchemeKind::Cookie(wire) => cookies(headers, wire).next().map_or(CredentialLookup::Absent, value),
        SchemeKind::MutualTls => match parts.extensions.get::<ClientCertificate>() {
            Some(certificate) => CredentialLookup::Here(Credential::Certificate(certificate.clone())),
            None => CredentialLookup::Absent,
        },
    }
}

/// The values of the cookies of a name as they were sent, without the quotes around them.
pub(crate) fn cookies<'h>(headers: &'h HeaderMap, wire: &'h str) -> impl Iterator<Item = &'h str> {
    let pairs = cookie_pairs(headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes));
    let values = pairs.filter(move |(key, _)| *key == wire.as_bytes());
    values.filter_map(|(_, value)| std::str::from_utf8(value).ok())
}

fn authorization(headers: &HeaderMap, scheme: &str, read: fn(&str) -> CredentialLookup) -> CredentialLookup {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(line) = values.next() else { return CredentialLookup::Absent };
    if values.next().is_some() {
        return CredentialLookup::Bad;
    }
    match line.to_str().ok().and_then(|line| line.trim().split_once(' ')) {
        Some((is, rest)) if is.eq_ignore_ascii_case(scheme) => read(rest.trim()),
        _ => CredentialLookup::Bad,
    }
}

fn value(text: &str) -> CredentialLookup {
    let good = !text.is_empty() && !text.chars().any(char::is_control);
    if good {
        CredentialLookup::Here(Credential::Value(SecretString::from(text)))
    } else {
        CredentialLookup::Bad
    }
}

fn basic(text: &str) -> CredentialLookup {
    let decoded = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|text| text.split_once(':')) {
        Some((user, password)) if !user.chars().chain(password.chars()).any(char::is_control) => {
            CredentialLookup::Here(Credential::Basic {
                user: user.to_owned(),
                password: SecretString::from(password),
            })
        }
        _ => CredentialLookup::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    static BASIC: Scheme = Scheme { wire: "basic", kind: SchemeKind::Basic };
    static BEARER: Scheme = Scheme { wire: "session", kind: SchemeKind::Authorization("bearer") };
    static KEY: Scheme = Scheme { wire: "key", kind: SchemeKind::Header("x-key") };
    static APP: Scheme = Scheme { wire: "app", kind: SchemeKind::Query("app") };
    static SESSION: Scheme = Scheme { wire: "sid", kind: SchemeKind::Cookie("sid") };
    const fn need(scheme: &'static Scheme) -> Need {
        Need { scheme, scopes: &[] }
    }
    static EITHER: Security = Security {
        alternatives: &[&[need(&BASIC)], &[need(&BEARER)], &[need(&KEY), need(&APP)]],
        optional: true,
    };
    static COOKIE_ONLY: Security = Security { alternatives: &[&[need(&SESSION)]], optional: false };

    fn of(security: &Security, uri: &str, headers: &[(&'static str, &str)]) -> PresentedCredentials {
        let mut request = http::Request::get(uri).body(()).expect("a request");
        for (key, value) in headers {
            request.headers_mut().append(*key, value.parse().expect("a header"));
        }
        presented(security, &request.into_parts().0, None)
    }

    #[test]
    fn each_kind_is_found() {
        let whole = |presented| match presented {
            PresentedCredentials::Complete(credentials) => credentials,
            other => panic!("{other:?}"),
        };
        let basic = whole(of(&EITHER, "/", &[("authorization", "bAsIc YTpiOmM=")]));
        assert_eq!(
            basic.basic().map(|(user, password)| (user, password.expose_secret())),
            Some(("a", "b:c"))
        );
        let bearer = whole(of(&EITHER, "/", &[("authorization", "BEARER  x.y")]));
        assert_eq!(bearer.authorization("bearer").map(ExposeSecret::expose_secret), Some("x.y"));
        assert!(!format!("{bearer:?}").contains("x.y"));
        let both = whole(of(&EITHER, "/?b=1&app=%20q", &[("x-key", "k")]));
        assert_eq!(both.iter().count(), 2);
        let sid = whole(of(&COOKIE_ONLY, "/", &[("cookie", "a=b; sid=\"s=1\"; sid=2")]));
        assert!(
            matches!(sid.scheme("sid"), Some(Credential::Value(value)) if value.expose_secret() == "s=1")
        );
    }

    #[test]
    fn half_or_malformed_is_bad_and_nothing_is_nothing() {
        assert!(matches!(of(&EITHER, "/", &[]), PresentedCredentials::Absent));
        assert!(matches!(of(&EITHER, "/", &[("x-key", "k")]), PresentedCredentials::Bad));
        assert!(matches!(of(&EITHER, "/?app=q", &[]), PresentedCredentials::Bad));
        // Who looks at the first, and who at the last?
        assert!(matches!(of(&EITHER, "/?app=q&app=r", &[("x-key", "k")]), PresentedCredentials::Bad));
        assert!(matches!(
            of(&EITHER, "/?app=q", &[("x-key", "k"), ("x-key", "l")]),
            PresentedCredentials::Bad
        ));
        // A credential that the operation has no use for is none.
        assert!(matches!(
            of(&COOKIE_ONLY, "/", &[("authorization", "Bearer x")]),
            PresentedCredentials::Absent
        ));
        for bad in ["", "Bearer", "Bearer ", "Digest x", "Basic !!!", "Basic YQ==", "Basic /zo6", "x"] {
            assert!(
                matches!(of(&EITHER, "/", &[("authorization", bad)]), PresentedCredentials::Bad),
                "{bad}"
            );
        }
        let twice = &[("authorization", "Bearer a"), ("authorization", "Bearer b")];
        assert!(matches!(of(&EITHER, "/", twice), PresentedCredentials::Bad));
    }
}
