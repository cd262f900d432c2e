//! Who may log in: what a server tells of its users.

use std::future::Future;

use secrecy::SecretString;

use super::store::BoxError;

/// The accounts of a server, which it implements. Methods are written as `async fn`; any error will do.
pub trait Accounts: Send + Sync + 'static {
    /// Who calls, as handlers are given it.
    type Principal: Send + Sync + 'static;

    /// The account of a login. It looks up and nothing more: no password is checked here.
    fn by_login(&self, login: &str) -> impl Future<Output = Result<Account, BoxError>> + Send;

    /// Who a subject is. None where there is no such account any more, or it is locked: its tokens are then worth nothing.
    fn principal(
        &self,
        subject: &str,
    ) -> impl Future<Output = Result<Option<Self::Principal>, BoxError>> + Send;

    /// A password was shown for a known subject, and it was `right` or not: the place to count failures, and to lock. It
    /// does nothing where not said otherwise.
    fn attempted(&self, subject: &str, right: bool) -> impl Future<Output = Result<(), BoxError>> + Send {
        let _ = (subject, right);
        async { Ok(()) }
    }
}

/// What there is under a login.
#[derive(Debug, Clone)]
pub enum Account {
    /// No account. It takes as long to tell as a wrong password, and is told in the same words.
    Unknown,
    /// An account that may log in.
    Known {
        /// What tokens remember: an id that is never given to another account.
        subject: String,
        /// The hash of its password, as [`Passwords::hash`](super::Passwords::hash) makes it.
        password_hash: SecretString,
    },
    /// An account that may not: locked, not confirmed yet.
    Refused {
        /// The hash of its password: the refusal is told to whoever knows the password, all others are told what the
        /// unknown are told. None tells it to everyone; for a lock after too many failures this is what is wanted, else
        /// the lock would tell which guess was right.
        password_hash: Option<SecretString>,
        /// Why, for people: `error_description`, in ASCII (RFC 6749 §5.2).
        description: String,
    },
}

impl Account {
    /// An account that may log in.
    pub fn known(subject: impl Into<String>, password_hash: impl Into<SecretString>) -> Self {
        Self::Known { subject: subject.into(), password_hash: password_hash.into() }
    }

    /// The hash to check a password against.
    pub(super) fn password_hash(&self) -> Option<&SecretString> {
        match self {
            Self::Unknown => None,
            Self::Known { password_hash, .. } => Some(password_hash),
            Self::Refused { password_hash, .. } => password_hash.as_ref(),
        }
    }
}
