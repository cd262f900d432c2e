//! Credentials of a client, which no log shows.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use crate::api::{RequiredScheme, Scheme, SchemeKind, sent_scheme};

use super::error::CallFault;
use super::request_builder::RequestBuilder;
use super::session::ClientSession;
use super::token::RenewableToken;

/// A credential for one security scheme. Its `Debug` shows no secret.
///
/// ```
/// use housestyle::client::Credential;
///
/// let credential = Credential::basic("ann", "swordfish");
/// assert!(!format!("{credential:?}").contains("swordfish"));
/// // Client::builder("https://api.example").credential("login", credential)
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credential {
    /// User and password for `Basic` (RFC 7617, UTF-8). The user must not contain a colon.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// A token or key for any other scheme.
    Value(SecretString),
}

impl Credential {
    /// Creates a credential from user and password.
    pub fn basic(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self::Basic { user: user.into(), password: password.into() }
    }

    /// Creates a credential from a token or key.
    pub fn value(value: impl Into<SecretString>) -> Self {
        Self::Value(value.into())
    }

    /// Returns whether it can be presented as `kind`.
    fn fits(&self, kind: SchemeKind) -> bool {
        kind != SchemeKind::MutualTls && matches!(self, Self::Basic { .. }) == (kind == SchemeKind::Basic)
    }

    /// Returns whether a header can carry it: no control characters, no colon in the user.
    fn is_printable(&self) -> bool {
        let text = |text: &str| HeaderValue::from_str(text).is_ok();
        match self {
            Self::Basic { user, .. } => !user.contains(':'),
            Self::Value(value) => text(value.expose_secret()),
        }
    }
}

/// The schemes that a credential is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CredentialTarget {
    /// The scheme with this name in the document.
    Scheme(String),
    /// Every scheme that is presented this way.
    Kind(SchemeKind),
}

impl CredentialTarget {
    fn matches(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Scheme(wire) => wire == scheme.wire,
            Self::Kind(SchemeKind::Authorization(word)) => {
                matches!(scheme.kind, SchemeKind::Authorization(other) if other.eq_ignore_ascii_case(word))
            }
            Self::Kind(kind) => *kind == scheme.kind,
        }
    }
}

/// A fixed credential, or a source of tokens.
#[derive(Debug, Clone)]
pub(super) enum CredentialSource {
    Fixed(Credential),
    RenewableToken(Arc<RenewableToken>),
}

impl CredentialSource {
    fn fits(&self, kind: SchemeKind) -> bool {
        match self {
            Self::Fixed(credential) => credential.fits(kind),
            Self::RenewableToken(_) => !matches!(kind, SchemeKind::Basic | SchemeKind::MutualTls),
        }
    }
}

/// The renewable tokens that a request carries, with their generations.
pub(super) struct AppliedCredentials(Vec<(Arc<RenewableToken>, u64)>);

impl AppliedCredentials {
    /// Marks the tokens as rejected by the server. Returns false if there is nothing to renew.
    pub(super) async fn expire(self) -> bool {
        for (token, generation) in &self.0 {
            token.expire(*generation).await;
        }
        !self.0.is_empty()
    }
}

/// The credentials of a client. Later ones take precedence.
#[derive(Clone, Default)]
pub(super) struct CredentialSet(Vec<(CredentialTarget, CredentialSource)>);

impl CredentialSet {
    pub(super) fn add(&mut self, what: CredentialTarget, held: CredentialSource) {
        self.0.push((what, held));
    }

    pub(super) fn are_printable(&self) -> bool {
        self.0.iter().all(|(_, held)| match held {
            CredentialSource::Fixed(credential) => credential.is_printable(),
            CredentialSource::RenewableToken(_) => true,
        })
    }

    fn find(&self, scheme: &Scheme) -> Option<&CredentialSource> {
        let found =
            self.0.iter().rev().find(|(what, held)| what.matches(scheme) && held.fits(scheme.kind))?;
        Some(&found.1)
    }

    /// Writes the first alternative of the operation's security requirements that can be satisfied completely.
    /// Session cookies are added elsewhere. An alternative with a session that has not started, or with only a client
    /// certificate, comes last; a certificate is assumed to be presented by the transport. If no alternative can be
    /// satisfied, the call is sent without credentials and the server decides.
    pub(super) async fn authenticate(
        &self,
        sending: &mut RequestBuilder,
        session: &ClientSession,
    ) -> Result<AppliedCredentials, CallFault> {
        let mut applied = Vec::new();
        let certificate = |need: &RequiredScheme| need.scheme.kind == SchemeKind::MutualTls;
        let met = |need: &RequiredScheme| certificate(need) || self.find(need.scheme).is_some();
        let live = |need: &RequiredScheme| met(need) || session.is_live(need.scheme.kind, &sending.url);
        let hoped = |need: &RequiredScheme| met(need) || session.is(need.scheme.kind);
        let alternatives = sending.meta.security.alternatives;
        let shown_here =
            |needs: &&&[RequiredScheme]| !needs.iter().all(certificate) && needs.iter().all(live);
        let now = alternatives.iter().find(shown_here);
        let needs = now.or_else(|| alternatives.iter().find(|needs| needs.iter().all(hoped)));
        let needs: &[RequiredScheme] = needs.copied().unwrap_or_default();
        for need in needs {
            match self.find(need.scheme) {
                Some(CredentialSource::Fixed(credential)) => write(need.scheme.kind, credential, sending),
                Some(CredentialSource::RenewableToken(token)) => {
                    let (value, generation) = token.current().await.map_err(CallFault::Credential)?;
                    write(need.scheme.kind, &Credential::Value(value), sending);
                    applied.push((Arc::clone(token), generation));
                }
                None => {}
            }
        }
        Ok(AppliedCredentials(applied))
    }
}

impl fmt::Debug for CredentialSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(what, _)| what)).finish()
    }
}

fn write(kind: SchemeKind, credential: &Credential, sending: &mut RequestBuilder) {
    match (kind, credential) {
        (SchemeKind::Basic, Credential::Basic { user, password }) => {
            let pair = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
            sending.secret_header("authorization", &format!("Basic {pair}"));
        }
        (SchemeKind::Authorization(word), Credential::Value(value)) => {
            let word = sent_scheme(word);
            sending.secret_header("authorization", &format!("{word} {}", value.expose_secret()));
        }
        (SchemeKind::Header(wire), Credential::Value(value)) => {
            sending.secret_header(wire, value.expose_secret());
        }
        (SchemeKind::Query(wire), Credential::Value(value)) => sending.set_query(wire, value.expose_secret()),
        (SchemeKind::Cookie(wire), Credential::Value(value)) => sending.cookie(wire, value.expose_secret()),
        (SchemeKind::Basic | SchemeKind::MutualTls, _) | (_, Credential::Basic { .. }) => {}
    }
}
