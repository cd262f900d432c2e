//! The accounts of a server.

use std::future::Future;

use secrecy::SecretString;

use super::store::BoxError;

/// The accounts of a server. Implementations write `async fn`, and may return any error.
///
/// ```
/// use housestyle_oauth::{Account, Accounts, Attempt, BoxError};
/// # struct Db;
/// # struct Row { id: i64, password_hash: String, confirmed: bool }
/// # impl Db {
/// #     async fn user(&self, _: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) }
/// #     async fn user_by_id(&self, _: i64) -> Result<Option<String>, std::io::Error> { Ok(None) }
/// #     async fn count_failure(&self, _: &str) -> Result<bool, std::io::Error> { Ok(false) }
/// # }
///
/// struct People { db: Db }
///
/// impl Accounts for People {
///     type Principal = String;
///
///     async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
///         Ok(match self.db.user(login).await? {
///             None => Account::Unknown,
///             Some(row) if row.confirmed => Account::known(row.id.to_string(), row.password_hash),
///             Some(row) => Account::Refused {
///                 subject: row.id.to_string(),
///                 password_hash: row.password_hash.into(),
///                 description: "The account is not confirmed".into(),
///             },
///         })
///     }
///
///     async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> {
///         Ok(self.db.user_by_id(subject.parse()?).await?)
///     }
///
///     async fn attempted(&self, subject: Option<&str>, right: bool) -> Result<Attempt, BoxError> {
///         // Counts and locks in one statement, with the same work for an unknown login.
///         let is_locked = !right && self.db.count_failure(subject.unwrap_or("0")).await?;
///         Ok(if is_locked { Attempt::Locked { description: "Locked".into() } } else { Attempt::Counted })
///     }
/// }
/// ```
pub trait Accounts: Send + Sync + 'static {
    /// The caller, as handlers receive it.
    type Principal: Send + Sync + 'static;

    /// Looks up the account of a login. It neither checks a password nor counts an attempt.
    fn by_login(&self, login: &str) -> impl Future<Output = Result<Account, BoxError>> + Send;

    /// Looks up the caller by its subject. Returns `None` if the account no longer exists or is locked: its tokens are then
    /// invalid.
    fn principal(
        &self,
        subject: &str,
    ) -> impl Future<Output = Result<Option<Self::Principal>, BoxError>> + Send;

    /// Called after a password was checked and before the response is sent, also for accounts that are refused: the place to
    /// count failures, and to lock. Does nothing by default.
    ///
    /// Count and lock are read and changed in one statement (in SQL, `UPDATE … WHERE locked_at IS NULL RETURNING`): of many
    /// concurrent guesses each is counted before its response is sent, and those after the lock get [`Attempt::Locked`],
    /// even with the right password. Nobody learns the result of more guesses than the count allows.
    ///
    /// `subject` is `None` if the login is unknown. That case should take as long as the other, or the response time shows
    /// whether the login exists.
    fn attempted(
        &self,
        subject: Option<&str>,
        right: bool,
    ) -> impl Future<Output = Result<Attempt, BoxError>> + Send {
        let _ = (subject, right);
        async { Ok(Attempt::Counted) }
    }
}

/// The result of counting an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The attempt is counted; the response depends on the password.
    Counted,
    /// The account was already locked; the response does not depend on the password.
    Locked {
        /// The reason, for people: as in [`Account::Locked`].
        description: String,
    },
}

/// The account of a login.
///
/// ```
/// use housestyle_oauth::Account;
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
    /// There is no account. The response is that of a wrong password, after the same time.
    Unknown,
    /// An account that may log in.
    Known {
        /// The id that tokens refer to. It is never reused for another account.
        subject: String,
        /// The hash of its password, as [`Passwords::hash`](crate::Passwords::hash) returns it.
        password_hash: SecretString,
    },
    /// An account that may not log in: not confirmed yet, or banned. Only a caller with the right password gets this
    /// response; everybody else gets the response of an unknown login.
    Refused {
        /// The id by which failures are counted.
        subject: String,
        /// The hash of its password.
        password_hash: SecretString,
        /// The reason, for people: `error_description`, in ASCII (RFC 6749 §5.2).
        description: String,
    },
    /// An account that is locked after too many failures. Every caller gets this response, and no password is checked:
    /// otherwise the lock would show which guess was right.
    Locked {
        /// The reason, for people: `error_description`, in ASCII (RFC 6749 §5.2).
        description: String,
    },
}

impl Account {
    /// Creates an account that may log in.
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

    /// The id by which attempts are counted.
    pub(super) fn subject(&self) -> Option<&str> {
        match self {
            Self::Unknown | Self::Locked { .. } => None,
            Self::Known { subject, .. } | Self::Refused { subject, .. } => Some(subject),
        }
    }
}
