//! Credentials of a request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};

use crate::api::{RequiredScheme, Scheme, SchemeKind, Security};
use crate::codec::param::cookie_pairs;

use crate::server::idempotency::CallerScope;
use crate::server::session::Session;

/// The credentials of a request for one alternative of an operation's [`Security`].
///
/// They are as received, and not verified. `Debug` does not print secrets.
///
/// ```
/// use housestyle::server::{PresentedCredential, Credentials};
///
/// fn scheme(credentials: &Credentials) -> &'static str {
///     match credentials.iter().next() {
///         Some((_, _, PresentedCredential::Basic { .. })) => "a password",
///         Some((_, _, PresentedCredential::Value(_))) => "a token or a key",
///         Some((_, _, PresentedCredential::Certificate(_))) => "a certificate",
///         None => "a session",
///     }
/// }
/// # let _: fn(&Credentials) -> &'static str = scheme;
/// ```
#[derive(Debug)]
pub struct Credentials {
    presented: Vec<(&'static RequiredScheme, PresentedCredential)>,
    session: Option<Session>,
}

/// One credential.
///
/// ```
/// use housestyle::server::PresentedCredential;
/// use secrecy::ExposeSecret as _;
///
/// /// The key of a caller, whichever way it was sent.
/// fn key(credential: &PresentedCredential) -> Option<&str> {
///     match credential {
///         PresentedCredential::Basic { password, .. } => Some(password.expose_secret()),
///         PresentedCredential::Value(value) => Some(value.expose_secret()),
///         PresentedCredential::Certificate(_) => None,
///     }
/// }
/// assert_eq!(key(&PresentedCredential::Value("5f0c".into())), Some("5f0c"));
/// ```
#[derive(Debug)]
pub enum PresentedCredential {
    /// `Authorization: Basic …`.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// A token or key.
    Value(SecretString),
    /// The client certificate of the connection (`mutualTLS`).
    Certificate(ClientCertificate),
}

/// A client certificate, DER-encoded (RFC 5280), which the TLS handshake has verified.
///
/// Operations with a `mutualTLS` scheme look for it in the extensions of the request. Whatever terminates TLS inserts
/// it: a layer that reads it from the connection, or from a header of a trusted proxy (RFC 9440). Without such a
/// layer these operations answer 401.
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
    /// Returns the credential for the security scheme with this name in the document.
    #[must_use]
    pub fn scheme(&self, wire: &str) -> Option<&PresentedCredential> {
        self.presented.iter().find(|(need, _)| need.scheme.wire == wire).map(|(_, credential)| credential)
    }

    /// Returns user and password, if present.
    #[must_use]
    pub fn basic(&self) -> Option<(&str, &SecretString)> {
        self.presented.iter().find_map(|(_, credential)| match credential {
            PresentedCredential::Basic { user, password } => Some((user.as_str(), password)),
            PresentedCredential::Value(_) | PresentedCredential::Certificate(_) => None,
        })
    }

    /// Returns the value of `Authorization: {scheme}`, ignoring the case of the scheme: `bearer`, `token`.
    #[must_use]
    pub fn authorization(&self, scheme: &str) -> Option<&SecretString> {
        self.presented.iter().find_map(|(need, credential)| match (need.scheme.kind, credential) {
            (SchemeKind::Authorization(is), PresentedCredential::Value(value))
                if is.eq_ignore_ascii_case(scheme) =>
            {
                Some(value)
            }
            _ => None,
        })
    }

    /// Returns the client certificate, if the selected alternative requires it.
    #[must_use]
    pub fn certificate(&self) -> Option<&ClientCertificate> {
        self.presented.iter().find_map(|(_, credential)| match credential {
            PresentedCredential::Certificate(certificate) => Some(certificate),
            PresentedCredential::Basic { .. } | PresentedCredential::Value(_) => None,
        })
    }

    /// Returns the session, if the selected alternative requires its cookie. The login decides whether somebody is
    /// logged in.
    ///
    /// If other alternatives are satisfied too, or login is optional, a session without a [logged
    /// in](Session::log_in) user does not count, because every client has a session from its first request on.
    #[cfg(feature = "sessions")]
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Returns the scope of idempotency keys for the caller with these credentials.
    pub(in crate::server) async fn scope(&self) -> CallerScope {
        let mut parts: Vec<&[u8]> = Vec::new();
        for (need, credential) in &self.presented {
            parts.push(need.scheme.wire.as_bytes());
            parts.push(match credential {
                PresentedCredential::Basic { user, .. } => user.as_bytes(),
                PresentedCredential::Value(value) => value.expose_secret().as_bytes(),
                PresentedCredential::Certificate(certificate) => &certificate.0,
            });
        }
        let session = match &self.session {
            Some(session) => session.scope().await,
            None => String::new(),
        };
        parts.push(session.as_bytes());
        CallerScope::of_credentials(&parts)
    }

    /// Returns the credentials with their schemes and required scopes; a [session](Session) is not included.
    pub fn iter(
        &self,
    ) -> impl Iterator<Item = (&'static Scheme, &'static [&'static str], &PresentedCredential)> {
        self.presented.iter().map(|(need, credential)| (need.scheme, need.scopes, credential))
    }
}

/// The credentials of a request for an operation.
#[derive(Debug)]
pub(crate) enum PresentedCredentials {
    /// The credentials of the first alternative that is satisfied.
    Complete(Credentials),
    /// There are no credentials.
    Absent,
    /// The credentials are malformed, or satisfy no alternative.
    Bad,
}

/// The result of looking up one credential.
enum CredentialLookup {
    Here(PresentedCredential),
    Absent,
    Bad,
}

/// The session of a request, as a credential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionCredential<'s> {
    /// The name of its cookie.
    pub(crate) cookie: &'static str,
    pub(crate) session: &'s Session,
    /// Whether a user is logged in.
    pub(crate) principal: bool,
}

/// Returns the credentials that an operation accepts. An anonymous session only counts if no other alternative is
/// satisfied.
pub(crate) fn presented(
    security: &Security,
    parts: &Parts,
    session: Option<SessionCredential<'_>>,
) -> PresentedCredentials {
    let look = |anonymous| CredentialSearch { parts, session, anonymous }.among(security);
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

/// Looks up credentials in a request.
struct CredentialSearch<'r> {
    parts: &'r Parts,
    session: Option<SessionCredential<'r>>,
    /// Whether an anonymous session counts.
    anonymous: bool,
}

impl CredentialSearch<'_> {
    fn among(&self, security: &Security) -> PresentedCredentials {
        let mut some = false;
        for needs in security.alternatives.iter().filter(|needs| !needs.is_empty()) {
            let mut presented = Vec::with_capacity(needs.len());
            let (mut session, mut met) = (None, 0);
            for need in *needs {
                match (self.session(need), look(need.scheme.kind, self.parts)) {
                    (Some(own), _) if own.principal || self.anonymous => {
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

    /// Returns the session, if the scheme is its cookie.
    fn session(&self, need: &RequiredScheme) -> Option<SessionCredential<'_>> {
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
            Some(certificate) => {
                CredentialLookup::Here(PresentedCredential::Certificate(certificate.clone()))
            }
            None => CredentialLookup::Absent,
        },
    }
}

/// Returns the values of the cookies with a name, without quotes around them.
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
        CredentialLookup::Here(PresentedCredential::Value(SecretString::from(text)))
    } else {
        CredentialLookup::Bad
    }
}

fn basic(text: &str) -> CredentialLookup {
    let decoded = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|text| text.split_once(':')) {
        Some((user, password)) if !user.chars().chain(password.chars()).any(char::is_control) => {
            CredentialLookup::Here(PresentedCredential::Basic {
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
    const fn need(scheme: &'static Scheme) -> RequiredScheme {
        RequiredScheme { scheme, scopes: &[] }
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
            matches!(sid.scheme("sid"), Some(PresentedCredential::Value(value)) if value.expose_secret() == "s=1")
        );
    }

    #[test]
    fn half_or_malformed_is_bad_and_nothing_is_nothing() {
        assert!(matches!(of(&EITHER, "/", &[]), PresentedCredentials::Absent));
        assert!(matches!(of(&EITHER, "/", &[("x-key", "k")]), PresentedCredentials::Bad));
        assert!(matches!(of(&EITHER, "/?app=q", &[]), PresentedCredentials::Bad));
        // The client and another reader could disagree on which one counts.
        assert!(matches!(of(&EITHER, "/?app=q&app=r", &[("x-key", "k")]), PresentedCredentials::Bad));
        assert!(matches!(
            of(&EITHER, "/?app=q", &[("x-key", "k"), ("x-key", "l")]),
            PresentedCredentials::Bad
        ));
        // A credential that the operation does not accept is ignored.
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
