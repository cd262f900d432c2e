//! What a client shows of itself, kept from every log.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use crate::meta::{Need, Scheme, SchemeKind, Security};

use super::sending::Sending;

/// A credential for one security scheme. Its `Debug` shows no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credential {
    /// A user and a password, for `Basic` (RFC 7617, UTF-8). The user may not hold a colon.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// A token or a key, for everything else.
    Value(SecretString),
}

impl Credential {
    /// A user and a password.
    pub fn basic(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self::Basic { user: user.into(), password: password.into() }
    }

    /// A token or a key.
    pub fn value(value: impl Into<SecretString>) -> Self {
        Self::Value(value.into())
    }

    /// Whether it can be shown as `kind` asks.
    fn fits(&self, kind: SchemeKind) -> bool {
        matches!(self, Self::Basic { .. }) == (kind == SchemeKind::Basic)
    }

    /// Whether it can be written into a header: no control characters, no colon in a user.
    pub(super) fn is_printable(&self) -> bool {
        let text = |text: &str| HeaderValue::from_str(text).is_ok();
        match self {
            Self::Basic { user, .. } => !user.contains(':'),
            Self::Value(value) => text(value.expose_secret()),
        }
    }
}

/// What a credential is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum For {
    /// The scheme of this name in the document.
    Scheme(String),
    /// Every scheme that is presented so.
    Kind(SchemeKind),
}

impl For {
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

/// A client's credentials; the later wins.
#[derive(Clone, Default)]
pub(super) struct Credentials(Vec<(For, Credential)>);

impl Credentials {
    pub(super) fn add(&mut self, what: For, credential: Credential) {
        self.0.push((what, credential));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Credential> {
        self.0.iter().map(|(_, credential)| credential)
    }

    fn find(&self, scheme: &Scheme) -> Option<&Credential> {
        let found =
            self.0.iter().rev().find(|(what, held)| what.matches(scheme) && held.fits(scheme.kind))?;
        Some(&found.1)
    }

    /// Writes the first alternative of `security` that can be met whole. None can: the call goes without, and the
    /// server decides.
    pub(super) fn write(&self, security: &Security, sending: &mut Sending) {
        let met = |needs: &&&[Need]| needs.iter().all(|need| self.find(need.scheme).is_some());
        let Some(needs) = security.alternatives.iter().find(met) else { return };
        for need in *needs {
            if let Some(credential) = self.find(need.scheme) {
                write(need.scheme.kind, credential, sending);
            }
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(what, _)| what)).finish()
    }
}

fn write(kind: SchemeKind, credential: &Credential, sending: &mut Sending) {
    match (kind, credential) {
        (SchemeKind::Basic, Credential::Basic { user, password }) => {
            let pair = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
            sending.secret_header("authorization", &format!("Basic {pair}"));
        }
        (SchemeKind::Authorization(word), Credential::Value(value)) => {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            let word = first.to_ascii_uppercase() + rest;
            sending.secret_header("authorization", &format!("{word} {}", value.expose_secret()));
        }
        (SchemeKind::Header(wire), Credential::Value(value)) => {
            sending.secret_header(wire, value.expose_secret());
        }
        (SchemeKind::Query(wire), Credential::Value(value)) => sending.set_query(wire, value.expose_secret()),
        (SchemeKind::Cookie(wire), Credential::Value(value)) => sending.cookie(wire, value.expose_secret()),
        (SchemeKind::Basic, _) | (_, Credential::Basic { .. }) => {}
    }
}
