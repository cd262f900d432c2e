//! Who may log in: what a server tells of its users.

use std::future::Future;

use secrecy::SecretString;

use super::store::BoxError;

/// The accounts of a server, which it implements. Methods are written as `async fn`; any error will do.
pub trait Accounts: Send + Sync + 'static {
    /// Who calls, as handlers are given it.
    type Principal: Send + Sync + 'static;

    /// The account of a login. It looks up and nothing more: no password is checked here, and no attempt counted.
    fn by_login(&self, login: &str) -> impl Future<Output = Result<Account, BoxError>> + Send;

    /// Who a subject is. None where there is no such account any more, or it is locked: its tokens are then worth nothing.
    fn principal(
        &self,
        subject: &str,
    ) -> impl Future<Output = Result<Option<Self::Principal>, BoxError>> + Send;

    /// A password was checked, and it was `right` or not: the place to count failures, and to lock. It is called before the
    /// answer goes out, whatever the password was worth: for accounts that are refused as well.
    ///
    /// The count and the lock are looked at and changed in one statement (in SQL, `UPDATE … WHERE locked_at IS NULL RETURNING`):
    /// of many guesses at one time each is counted before it is answered, and those that come after the lock get
    /// [`Attempt::Locked`], the right one as well. Nobody learns of more guesses than the count allows.
    ///
    /// `subject` is none for a login that is nobody's. What is done then should take as long as it does for a subject, or the
    /// time of the answer shows that there is such a login. It does nothing where not said otherwise.
    fn attempted(
        &self,
        subject: Option<&str>,
        right: bool,
    ) -> impl Future<Output = Result<Attempt, BoxError>> + Send {
        let _ = (subject, right);
        async { Ok(Attempt::Counted) }
    }
}

/// What came of counting an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It is counted, and answered by what the password was worth.
    Counted,
    /// The account was locked when its turn came: the answer does not depend on the password.
    Locked {
        /// Why, for people: as in [`Account::Locked`].
        description: String,
    },
}

/// What there is under a login.
///
/// ```
/// use housestyle::oauth::Account;
///
/// fn account(row: Option<(i64, String)>) -> Account {
///     match row {
///         Some((id, password_hash)) => Account::known(id.to_string(), password_hash),
///         None => Account::Unknown,
///     }
/// }
/// assert!(matches!(account(None), Account::Unknown));
/// ```
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
    /// An account that may not: not confirmed yet, shut out. The refusal is for whoever knows the password; all others get
    /// the answer of the unknown.
    Refused {
        /// What failures are counted by.
        subject: String,
        /// The hash of its password.
        password_hash: SecretString,
        /// Why, for people: `error_description`, in ASCII (RFC 6749 §5.2).
        description: String,
    },
    /// An account that is locked after too many failures. The refusal is for everyone, and no password is checked: else the
    /// lock would show which guess was right.
    Locked {
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
            Self::Unknown | Self::Locked { .. } => None,
            Self::Known { password_hash, .. } | Self::Refused { password_hash, .. } => Some(password_hash),
        }
    }

    /// What attempts are counted by.
    pub(super) fn subject(&self) -> Option<&str> {
        match self {
            Self::Unknown | Self::Locked { .. } => None,
            Self::Known { subject, .. } | Self::Refused { subject, .. } => Some(subject),
        }
    }
}
