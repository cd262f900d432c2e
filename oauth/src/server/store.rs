//! Stored tokens, and the trait of their stores.

use std::error::Error;
use std::fmt;
use std::future::Future;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The error of a store or of accounts. It is logged, and not sent to the caller.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The SHA-256 of a token, which is stored in its place: a reader of the store has no valid token (RFC 6749 §10.3, §10.4).
///
/// Tokens are 256 random bits, which cannot be guessed, so that neither a salt nor a slow hash is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Hashes a token.
    #[must_use]
    pub fn of(token: &SecretString) -> Self {
        Self(Sha256::digest(token.expose_secret().as_bytes()).into())
    }

    /// Creates the hash from its bytes in a store.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes for a store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Shows the first bytes: enough to distinguish tokens in a log.
impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenHash({:02x}{:02x}{:02x}{:02x}..)", self.0[0], self.0[1], self.0[2], self.0[3])
    }
}

/// The kind of a token (RFC 6749 §1.4, §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Sent with every call.
    Access,
    /// Sent once, for new tokens.
    Refresh,
}

/// All tokens of one login. They are revoked together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its random id.
    pub id: Uuid,
    /// The owner of the tokens: the `subject` of [`Account::Known`](crate::Account::Known).
    pub subject: String,
    /// The client that they were issued to, if it authenticated.
    pub client: Option<String>,
    /// The time of the login, in Unix seconds.
    pub created_at: i64,
}

/// A stored token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its hash, by which it is found.
    pub hash: TokenHash,
    /// Its kind.
    pub kind: TokenKind,
    /// Its scope, words separated by spaces (RFC 6749 §3.3); `None` if the server has no scopes.
    pub scope: Option<String>,
    /// When it expires, in Unix seconds.
    pub expires_at: i64,
    /// When it was used, in Unix seconds, if it is a refresh token that was used. It is stored until it expires, so that a
    /// second use is detected.
    pub spent_at: Option<i64>,
}

/// A token with its family, as [`TokenStore::find`] returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// The token.
    pub token: Token,
    /// Its family.
    pub family: Family,
}

/// Stores tokens, and makes no decisions: [`OAuth`](crate::OAuth) checks whether a token is expired, used or of another client.
///
/// In SQL it is two tables: families, and tokens that refer to them `ON DELETE CASCADE`. Revocation deletes the family's
/// row: tokens that a concurrent rotation inserts are either deleted with it, or cannot be inserted. Implementations write
/// `async fn`, and may return any error.
///
/// ```
/// use housestyle_oauth::{BoxError, Family, MemoryTokens, Token, TokenHash, TokenRecord, TokenStore};
/// use uuid::Uuid;
///
/// /// Tokens in memory, with a record of every login.
/// struct AuditedTokens { tokens: MemoryTokens }
///
/// impl TokenStore for AuditedTokens {
///     async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
///         tracing::info!(subject = family.subject, family = %family.id, "login");
///         self.tokens.insert(family, tokens).await
///     }
///     async fn find(&self, hash: &TokenHash) -> Result<Option<TokenRecord>, BoxError> {
///         self.tokens.find(hash).await
///     }
///     async fn rotate(&self, used: &TokenHash, next: [Token; 2], now: i64) -> Result<bool, BoxError> {
///         self.tokens.rotate(used, next, now).await
///     }
///     async fn revoke(&self, family: Uuid) -> Result<(), BoxError> {
///         self.tokens.revoke(family).await
///     }
///     async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BoxError> {
///         self.tokens.revoke_subject(subject, except).await
///     }
///     async fn purge(&self, now: i64) -> Result<(), BoxError> {
///         self.tokens.purge(now).await
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// Inserts a new family and its tokens in one transaction.
    fn insert(&self, family: Family, tokens: [Token; 2])
    -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Finds a token by its hash, also one that is used or expired. Returns `None` if it is unknown or its family is revoked.
    fn find(&self, hash: &TokenHash) -> impl Future<Output = Result<Option<TokenRecord>, BoxError>> + Send;

    /// Marks `used` as spent at `now` and inserts `next` into its family, if `used` exists and is not spent. Returns whether
    /// it did. Of any number of concurrent calls for one token, **one** gets `true`: in SQL, in one transaction,
    /// `UPDATE … SET spent_at = … WHERE hash = … AND spent_at IS NULL` that changes one row, then `INSERT`.
    fn rotate(
        &self,
        used: &TokenHash,
        next: [Token; 2],
        now: i64,
    ) -> impl Future<Output = Result<bool, BoxError>> + Send;

    /// Deletes a family and all its tokens. Returns `Ok` if it does not exist.
    fn revoke(&self, family: Uuid) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Deletes all families of a subject except `except`, for example when a password is changed.
    fn revoke_subject(
        &self,
        subject: &str,
        except: Option<Uuid>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Deletes the tokens that have expired at `now` (`expires_at <= now`), and families without tokens. It is called by
    /// [`OAuth::purge`](crate::OAuth::purge), never during a request.
    fn purge(&self, now: i64) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// Creates a token of 256 random bits from the system, in base64url: 43 characters.
pub(super) fn new_token() -> Result<SecretString, getrandom::Error> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits)?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bits)))
}

/// Creates the id of a family.
pub(super) fn new_family() -> Result<Uuid, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(uuid::Builder::from_random_bytes(bits).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §10.10: tokens cannot be guessed.
    #[test]
    fn tokens_have_256_bits_and_never_repeat() {
        let (one, other) = (new_token().expect("bits"), new_token().expect("bits"));
        let bits = URL_SAFE_NO_PAD.decode(one.expose_secret()).expect("base64url");
        assert_eq!(bits.len(), 32);
        assert_ne!(one.expose_secret(), other.expose_secret());
    }

    #[test]
    fn a_token_is_stored_as_its_sha_256_and_not_logged() {
        let hash = TokenHash::of(&SecretString::from("abc"));
        assert_eq!(hash.as_bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(format!("{hash:?}"), "TokenHash(ba7816bf..)");
        assert_eq!(TokenHash::from_bytes(*hash.as_bytes()), hash);
    }
}
